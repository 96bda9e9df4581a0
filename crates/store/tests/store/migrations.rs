//! Databases as programs of before left them open for ever, with every record and every check sum as it was.

use crate::{Place, lines, record, records, wait};
use postgres::{Client, NoTls};
use rusqlite::Connection;
use std::path::PathBuf;
use supple_store::checksum::checksum;
use supple_store::{Database, DiaryKey, StoreError, open};

/// A file as the first version left it, with three records.
const FIRST_VERSION: &[u8] = include_bytes!("frozen/version-1.db");

/// A file as the second version left it: erased once, then five records of two devices, with the identity 08….
const SECOND_VERSION: &[u8] = include_bytes!("frozen/version-2.db");

/// The same on a server, as `pg_dump --inserts` wrote it.
const SECOND_VERSION_ON_A_SERVER: &str = include_str!("frozen/server-2.sql");

/// Where the positions of the second version stand.
const ERA: u64 = 1 << 32;

fn file(place: &Place) -> PathBuf {
    place.folder.as_ref().unwrap().path().join("diary.db")
}

fn of_file(bytes: &[u8]) -> Place {
    let place = Place::sqlite();
    std::fs::write(file(&place), bytes).unwrap();
    place
}

fn of_server(change: &str) -> Place {
    let place = Place::postgresql();
    let mut client = Client::connect(&place.address, NoTls).unwrap();
    // Lines with a backslash are for psql.
    let dump: Vec<&str> = SECOND_VERSION_ON_A_SERVER.lines().filter(|line| !line.starts_with('\\')).collect();
    client.batch_execute(&dump.join("\n")).unwrap();
    client.batch_execute(change).unwrap();
    place
}

#[test]
fn a_database_of_the_first_version_opens_with_all_its_records_and_gets_an_identity() {
    let place = of_file(FIRST_VERSION);
    let store = place.open();
    let there = lines(&*store);
    assert_eq!(there.len(), 3);
    assert!(there.iter().all(|record| record.line.starts_with(r#"{"schema":2,"id":""#)), "{there:?}");
    assert_eq!(there.iter().map(|record| record.sequence).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(wait(store.identity([9; 16])), Ok([9; 16]));
    wait(store.append(vec![record(1, 0)])).unwrap();
    drop(store);
    assert_eq!(lines(&*place.open()).len(), 4);
    let version = Connection::open(file(&place)).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0));
    assert_eq!(version, Ok(3_i64));
}

#[test]
fn a_server_of_the_first_version_opens_with_all_its_records_and_gets_an_identity() {
    // What the second version added, taken away again.
    let place = of_server("ALTER TABLE supple.store DROP COLUMN diary; UPDATE supple.store SET version = 1");
    let store = place.open();
    assert_eq!(lines(&*store).len(), 5);
    assert_eq!(wait(store.identity([9; 16])), Ok([9; 16]));
    let mut client = Client::connect(&place.address, NoTls).unwrap();
    let version: i64 = client.query_one("SELECT version FROM supple.store", &[]).unwrap().get(0);
    assert_eq!(version, 3);
}

/// What both of the second version have to be.
fn opens_as_it_was(place: &Place) {
    let opened = Database::open(&place.address).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(opened.diaries(), Ok(vec![DiaryKey::FIRST]));
    let store = opened.diary(DiaryKey::FIRST).unwrap();
    let all = records(1, 0..3).into_iter().chain(records(2, 0..2));
    let all: Vec<_> = (ERA + 1..).zip(all).collect();
    assert_eq!(wait(store.read(0)).unwrap(), all);
    assert_eq!(wait(store.position()), Ok(ERA + 5));
    assert_eq!(wait(store.identity([1; 16])), Ok([8; 16]));
    wait(store.append_to([8; 16], records(1, 3..4))).unwrap();
    let other = opened.diary(DiaryKey([7; 16])).unwrap();
    wait(other.append(records(1, 0..4))).unwrap();
    wait(other.erase()).unwrap();
    drop((store, other, opened));
    let store = open(&place.address).unwrap();
    assert_eq!(wait(store.read(0)).unwrap()[..5], all);
    assert_eq!(wait(store.position()), Ok(ERA + 6));
    wait(store.erase()).unwrap();
    assert_eq!(wait(store.position()), Ok(2 * ERA));
}

#[test]
fn a_database_of_the_second_version_opens_as_the_first_diary_with_positions_identity_and_check_sums_as_they_were() {
    let place = of_file(SECOND_VERSION);
    let sums = || -> Vec<(i64, i64)> {
        let connection = Connection::open(file(&place)).unwrap();
        let mut statement = connection.prepare("SELECT position, checksum FROM entry ORDER BY position").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let before = sums();
    assert_eq!(before[0], ((ERA + 1) as i64, checksum(ERA + 1, &record(1, 0))));
    drop(place.open());
    assert_eq!(sums(), before);
    opens_as_it_was(&place);
}

#[test]
fn a_server_of_the_second_version_opens_as_the_first_diary_with_positions_identity_and_check_sums_as_they_were() {
    let place = of_server("");
    let mut client = Client::connect(&place.address, NoTls).unwrap();
    let mut sums = |table: &str| -> Vec<(i64, i64, u32)> {
        // Not even the files are written anew.
        let sql = format!(
            "SELECT position, checksum, pg_relation_filenode('supple.{table}') FROM supple.{table} ORDER BY position"
        );
        client.query(&sql, &[]).unwrap().iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
    };
    let before = sums("entry");
    assert_eq!((before[0].0, before[0].1), ((ERA + 1) as i64, checksum(ERA + 1, &record(1, 0))));
    drop(place.open());
    assert_eq!(sums("entry_1"), before);
    opens_as_it_was(&place);
}

#[test]
fn whoever_could_read_and_write_the_tables_of_the_second_version_still_can() {
    let place = of_server("");
    let database = place.address.rsplit('/').next().unwrap().to_owned();
    let guest = format!("guest_of_{database}");
    let grant = format!(
        "CREATE ROLE {guest} LOGIN PASSWORD 'secret'; GRANT USAGE ON SCHEMA supple TO {guest};
         GRANT SELECT, INSERT ON supple.entry TO {guest}; GRANT SELECT, UPDATE ON supple.store TO {guest};"
    );
    Client::connect(&place.address, NoTls).unwrap().batch_execute(&grant).unwrap();
    drop(place.open());
    let port = place._cluster.as_ref().unwrap().port();
    let store = open(&format!("postgres://{guest}:secret@127.0.0.1:{port}/{database}")).unwrap();
    assert_eq!(wait(store.read(0)).unwrap().len(), 5);
    assert_eq!(wait(store.identity([1; 16])), Ok([8; 16]));
    wait(store.append(records(1, 3..5))).unwrap();
    assert!(matches!(wait(store.erase()), Err(StoreError::Cannot { .. })), "no more than before");
}

#[test]
fn many_who_open_a_database_of_the_second_version_at_once_find_the_same() {
    for place in [of_file(SECOND_VERSION), of_server("")] {
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| assert_eq!(lines(&*place.open()).len(), 5));
            }
        });
        opens_as_it_was(&place);
    }
}
