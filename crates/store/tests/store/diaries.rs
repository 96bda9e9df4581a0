//! Several diaries in one database: which there are, that they are told apart, and that none waits for another.

use crate::erase::with_traces;
use crate::{Place, lines, on_each_kind, record, records, wait, whole};
use postgres::{Client, NoTls};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use supple_store::{Appended, Database, DiaryKey, Record, Store, StoreError, erased_between};

const SECOND: DiaryKey = DiaryKey([2; 16]);
const THIRD: DiaryKey = DiaryKey([3; 16]);

on_each_kind!(
    a_diary_is_made_once_and_found_again,
    many_who_make_the_same_diaries_at_once_get_the_same_ones,
    the_same_records_stand_in_each_diary_once,
    an_erase_and_a_rewrite_are_of_one_diary,
    stores_of_one_database_write_at_the_same_time,
    a_store_that_is_dropped_has_done_what_it_was_asked_though_the_database_stays_open,
    a_record_that_was_moved_from_one_diary_to_another_is_damaged_there_and_missing_here,
);

fn database(place: &Place) -> Database {
    Database::open(&place.address).unwrap_or_else(|error| panic!("{error}"))
}

fn a_diary_is_made_once_and_found_again(place: &Place) {
    let opened = database(place);
    assert_eq!(opened.diaries(), Ok(vec![DiaryKey::FIRST]));
    wait(opened.diary(THIRD).unwrap().append(records(3, 0..3))).unwrap();
    wait(opened.diary(SECOND).unwrap().append(records(2, 0..2))).unwrap();
    let all = Ok(vec![DiaryKey::FIRST, THIRD, SECOND]);
    assert_eq!(opened.diaries(), all);
    assert_eq!(lines(&*opened.diary(THIRD).unwrap()), records(3, 0..3));
    drop(opened);
    let opened = database(place);
    assert_eq!(opened.diaries(), all);
    assert_eq!(lines(&*opened.diary(SECOND).unwrap()), records(2, 0..2));
    assert_eq!(lines(&*opened.diary(THIRD).unwrap()), records(3, 0..3));
    // What knows of one diary only opens the first.
    assert_eq!(lines(&*supple_store::open(&place.address).unwrap()), []);
    wait(opened.diary(SECOND).unwrap().erase()).unwrap();
    assert_eq!(opened.diaries(), all, "an erased one may be written on");
}

fn many_who_make_the_same_diaries_at_once_get_the_same_ones(place: &Place) {
    std::thread::scope(|scope| {
        for device in 0..8_u8 {
            scope.spawn(move || {
                let opened = database(place);
                for key in [SECOND, THIRD] {
                    wait(opened.diary(key).unwrap().append(records(device, 0..3))).unwrap();
                }
            });
        }
    });
    let opened = database(place);
    assert_eq!(opened.diaries().unwrap().len(), 3);
    for key in [SECOND, THIRD] {
        assert_eq!(lines(&*opened.diary(key).unwrap()).len(), 24);
    }
}

fn the_same_records_stand_in_each_diary_once(place: &Place) {
    let opened = database(place);
    for key in [DiaryKey::FIRST, SECOND, THIRD] {
        let store = opened.diary(key).unwrap();
        assert_eq!(wait(store.append(records(1, 0..20))), Ok(Appended { taken: 20, known: 0 }), "{key}");
        assert_eq!(wait(store.append(records(1, 0..20))), Ok(Appended { taken: 0, known: 20 }), "{key}");
        assert_eq!(wait(store.position()), Ok(20), "positions count in each");
    }
    // The same id, device and sequence with another line, where the first has it otherwise.
    let other = Record { line: "other".to_owned(), ..record(1, 20) };
    wait(opened.diary(DiaryKey::FIRST).unwrap().append(vec![record(1, 20)])).unwrap();
    wait(opened.diary(SECOND).unwrap().append(vec![other.clone()])).unwrap();
    assert_eq!(lines(&*opened.diary(SECOND).unwrap()).last(), Some(&other));
    let identity = |key: DiaryKey, fresh: u8| wait(opened.diary(key).unwrap().identity([fresh; 16]));
    assert_eq!((identity(DiaryKey::FIRST, 1), identity(SECOND, 2)), (Ok([1; 16]), Ok([2; 16])));
    let to_another = wait(opened.diary(SECOND).unwrap().append_to([1; 16], records(5, 0..1)));
    assert!(matches!(to_another, Err(StoreError::OtherDiary { .. })), "{to_another:?}");
}

fn an_erase_and_a_rewrite_are_of_one_diary(place: &Place) {
    let opened = database(place);
    let stores = [DiaryKey::FIRST, SECOND, THIRD].map(|key| opened.diary(key).unwrap());
    for (store, n) in stores.iter().zip(1..) {
        wait(store.identity([n; 16])).unwrap();
        wait(store.append(records(1, 0..10))).unwrap();
    }
    for at in 0..stores.len() {
        let others: Vec<_> = stores.iter().map(|store| whole(&**store)).collect();
        wait(stores[at].erase()).unwrap();
        assert_eq!(lines(&*stores[at]), []);
        let empty = wait(stores[at].position()).unwrap();
        assert!(erased_between(others[at].1, empty));
        assert_eq!(wait(stores[at].rewrite(empty, records(7, 0..5))), Ok(true));
        for (other, before) in others.iter().enumerate().filter(|(other, _)| *other != at) {
            assert_eq!(whole(&*stores[other]), *before);
        }
    }
}

fn stores_of_one_database_write_at_the_same_time(place: &Place) {
    let opened = database(place);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
    let stores: Vec<Arc<dyn Store>> = (0..6).map(|n| Arc::from(opened.diary(DiaryKey([n; 16])).unwrap())).collect();
    let write = |store: Arc<dyn Store>, device: u8| async move {
        for sequence in 0..15 {
            assert_eq!(store.append(vec![record(device, sequence)]).await.unwrap().taken, 1);
            let read = store.read(0).await.unwrap();
            assert!(read.iter().any(|(_, there)| *there == record(device, sequence)), "one reads what one wrote");
        }
    };
    let tasks: Vec<_> = stores
        .iter()
        .flat_map(|store| [1, 2].map(|device| (store.clone(), device)))
        .map(|(store, device)| runtime.spawn(write(store, device)))
        .collect();
    for task in tasks {
        runtime.block_on(task).unwrap();
    }
    for store in &stores {
        let read = wait(store.read(0)).unwrap();
        assert!(read.iter().map(|(position, _)| *position).eq(1..=30));
        for device in [1, 2] {
            let of_device = read.iter().map(|(_, record)| record).filter(|record| record.device == [device; 16]);
            assert!(of_device.eq(&records(device, 0..15)), "each device's records in their order");
        }
    }
}

fn a_store_that_is_dropped_has_done_what_it_was_asked_though_the_database_stays_open(place: &Place) {
    let opened = database(place);
    for n in 0..20 {
        let store = opened.diary(SECOND).unwrap();
        drop(store.append(records(1, n * 5..n * 5 + 5)));
        drop(store);
        assert_eq!(lines(&*place.at(SECOND).open()), records(1, 0..n * 5 + 5));
    }
}

fn a_record_that_was_moved_from_one_diary_to_another_is_damaged_there_and_missing_here(place: &Place) {
    let opened = database(place);
    let [first, second, third] = [DiaryKey::FIRST, SECOND, THIRD].map(|key| opened.diary(key).unwrap());
    for store in [&first, &second, &third] {
        wait(store.append(records(1, 0..3))).unwrap();
    }
    wait(first.append(records(1, 3..5))).unwrap();
    wait(second.append(records(1, 3..5))).unwrap();
    // The fourth of the first goes to the third, where it is the next, and so does the fifth of the second to the first.
    place.sql(
        "INSERT INTO entry_3 SELECT * FROM entry WHERE position = 4; DROP TRIGGER entry_is_not_deleted;
         DELETE FROM entry WHERE position > 3; INSERT INTO entry SELECT * FROM entry_2 WHERE position = 4;",
        "INSERT INTO supple.entry_3 (position, id, device, sequence, line, checksum)
             SELECT position, id, device, sequence, line, checksum FROM supple.entry_1 WHERE position = 4;
         ALTER TABLE supple.entry_1 DISABLE TRIGGER USER; DELETE FROM supple.entry_1 WHERE position > 3;
         INSERT INTO supple.entry_1 (position, id, device, sequence, line, checksum)
             SELECT position, id, device, sequence, line, checksum FROM supple.entry_2 WHERE position = 4;",
    );
    for store in [&first, &third] {
        let found = wait(store.look(0)).unwrap();
        assert_eq!(found.records.len(), 3, "one that is damaged costs no other");
        let why: Vec<&str> = found.damaged.iter().map(|damage| damage.why.as_str()).collect();
        assert!(matches!(why[..], [why] if why.contains("check sum of the record at position 4")), "{why:?}");
    }
    assert_eq!(lines(&*second), records(1, 0..5), "what is damaged in one is whole in another");
}

impl Place {
    /// The same database, for another diary of it.
    pub(crate) fn at(&self, key: DiaryKey) -> Place {
        Place { address: self.address.clone(), folder: None, key, beside: None, _cluster: None, browser: None }
    }

    /// Does something to the tables by other means: on SQLite the first, on PostgreSQL the second.
    pub(crate) fn sql(&self, sqlite: &str, postgresql: &str) {
        match &self.folder {
            Some(folder) => {
                rusqlite::Connection::open(folder.path().join("diary.db")).unwrap().execute_batch(sqlite).unwrap();
            }
            None => Client::connect(&self.address, NoTls).unwrap().batch_execute(postgresql).unwrap(),
        }
    }
}

#[test]
fn a_database_in_memory_has_as_many_diaries_as_are_asked_for() {
    let opened = Database::open("sqlite::memory:").unwrap();
    for n in 0..40_u8 {
        wait(opened.diary(DiaryKey([n; 16])).unwrap().append(records(n, 0..3))).unwrap();
    }
    for n in 0..40_u8 {
        assert_eq!(lines(&*opened.diary(DiaryKey([n; 16])).unwrap()), records(n, 0..3));
    }
    assert_eq!(opened.diaries().unwrap().len(), 40);
}

#[test]
fn a_list_of_diaries_that_is_damaged_gives_no_diary_to_another_and_makes_none_anew() {
    for spoil in [
        "UPDATE diary SET key = x'09090909090909090909090909090909' WHERE number = 2",
        "UPDATE diary SET number = 9 WHERE number = 2",
        "UPDATE diary SET checksum = checksum + 1 WHERE number = 2",
    ] {
        let place = Place::sqlite();
        let opened = database(&place);
        for (key, device) in [(SECOND, 2), (THIRD, 3)] {
            wait(opened.diary(key).unwrap().append(records(device, 0..3))).unwrap();
        }
        place.sql(spoil, "");
        for key in [SECOND, DiaryKey([9; 16])] {
            let error = opened.diary(key).map(drop).unwrap_err();
            assert!(error.is_damaged() && error.to_string().contains("list of its diaries"), "{spoil}: {error}");
        }
        assert!(opened.diaries().is_err_and(|error| error.is_damaged()));
        assert_eq!(lines(&*opened.diary(THIRD).unwrap()), records(3, 0..3), "it costs no other");
        wait(opened.diary(DiaryKey::FIRST).unwrap().append(records(1, 0..3))).unwrap();
    }
    for place in [Place::sqlite(), Place::postgresql()] {
        let opened = database(&place);
        let gone = "DELETE FROM diary WHERE number = 1";
        place.sql(gone, &gone.replace("diary", "supple.diary"));
        assert!(opened.diary(DiaryKey::FIRST).is_err_and(|error| error.is_damaged()), "the first is never made anew");
    }
}

/// A record that no file may hold after an erase.
fn marked(sequences: std::ops::Range<u64>) -> Vec<Record> {
    let line = |n: u64| {
        format!("{} {n} {}", String::from_utf8_lossy(crate::erase::MARK), "x".repeat((n as usize * 37) % 9000))
    };
    sequences.map(|n| Record { line: line(n), ..record(0xAB, n) }).collect()
}

#[test]
fn an_erased_diary_of_a_file_leaves_no_trace_in_it_and_the_others_stay_byte_for_byte() {
    let place = Place::sqlite();
    let folder = place.folder.as_ref().unwrap().path();
    let opened = database(&place);
    for key in [DiaryKey::FIRST, SECOND] {
        let (erased, kept) = (opened.diary(key).unwrap(), opened.diary(THIRD).unwrap());
        // Both in turn, so that they share pages of the log.
        for n in 0..40 {
            wait(erased.append(marked(n * 5..n * 5 + 5))).unwrap();
            wait(kept.append(records(key.0[0], n * 5..n * 5 + 5))).unwrap();
        }
        let before = whole(&*kept);
        let copy = || {
            let copy = tempfile::tempdir().unwrap();
            std::process::Command::new("cp").arg("-R").arg(folder).arg(copy.path()).status().unwrap();
            copy
        };
        assert!(!with_traces(copy().path()).is_empty(), "the test can find a trace");
        wait(erased.erase()).unwrap();
        assert_eq!(with_traces(copy().path()), Vec::<PathBuf>::new(), "{key}: while it is open");
        assert_eq!(whole(&*kept), before);
        wait(erased.append(records(9, 0..1))).unwrap();
    }
    drop(opened);
    assert_eq!(with_traces(folder), Vec::<PathBuf>::new(), "when it is closed");
}

#[test]
fn an_erased_diary_of_a_server_leaves_no_trace_in_its_tables_and_the_files_of_the_others_stay() {
    let place = Place::postgresql();
    let opened = database(&place);
    let (erased, kept) = (opened.diary(SECOND).unwrap(), opened.diary(THIRD).unwrap());
    wait(erased.append(marked(0..300))).unwrap();
    wait(kept.append(records(1, 0..50))).unwrap();
    let mut client = Client::connect(&place.address, NoTls).unwrap();
    client.batch_execute("ANALYZE; CHECKPOINT").unwrap();
    let samples = "SELECT count(*) FROM pg_stats WHERE schemaname = 'supple' AND tablename <> 'store'";
    assert_eq!(client.query_one(samples, &[]).unwrap().get::<_, i64>(0), 0, "the planner keeps no samples");
    let oid: u32 =
        client.query_one("SELECT oid FROM pg_database WHERE datname = current_database()", &[]).unwrap().get(0);
    let folder = place._cluster.as_ref().unwrap().data().join("base").join(oid.to_string());
    assert!(!with_traces(&folder).is_empty(), "the test can find a trace");
    let file = |client: &mut Client, table: &str| -> u32 {
        client.query_one(&format!("SELECT pg_relation_filenode('supple.{table}')"), &[]).unwrap().get(0)
    };
    let (before, others) = (whole(&*kept), ["entry_1", "entry_3"].map(|table| file(&mut client, table)));
    wait(erased.erase()).unwrap();
    client.batch_execute("CHECKPOINT").unwrap();
    assert_eq!(with_traces(&folder), Vec::<PathBuf>::new());
    assert_eq!(["entry_1", "entry_3"].map(|table| file(&mut client, table)), others, "only its own files are new");
    assert_eq!(whole(&*kept), before);
}

#[test]
fn a_diary_that_someone_holds_on_a_server_keeps_no_other_waiting() {
    let place = Place::postgresql();
    let opened = database(&place);
    let held = [SECOND, THIRD].map(|key| opened.diary(key).unwrap());
    let free = opened.diary(DiaryKey::FIRST).unwrap();
    let mut client = Client::connect(&place.address, NoTls).unwrap();
    // Two diaries are held in every way that there is: even reading them waits.
    // For a while at most: a store that waits for it would wait for ever.
    client.batch_execute("SET idle_in_transaction_session_timeout = '20s'").unwrap();
    client.batch_execute("BEGIN; LOCK TABLE supple.entry_2, supple.entry_3 IN ACCESS EXCLUSIVE MODE").unwrap();
    let begun = Instant::now();
    let appends: Vec<_> = held.iter().map(|store| store.append(records(1, 0..3))).collect();
    let reads: Vec<_> = held.iter().map(|store| store.read(0)).collect();
    for n in 0..10 {
        wait(free.append(records(1, n..n + 1))).unwrap();
        assert_eq!(lines(&*free), records(1, 0..n + 1));
    }
    wait(free.identity([1; 16])).unwrap();
    wait(free.erase()).unwrap();
    assert_eq!(wait(free.rewrite(wait(free.position()).unwrap(), records(1, 0..5))), Ok(true));
    // One that nobody knew of is made meanwhile.
    wait(opened.diary(DiaryKey([4; 16])).unwrap().append(records(4, 0..3))).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}: less than a lock is waited for", begun.elapsed());
    client.batch_execute("COMMIT").unwrap();
    for answer in appends {
        assert_eq!(wait(answer).unwrap().taken, 3);
    }
    for answer in reads {
        wait(answer).unwrap();
    }
    let connections = connections(&mut client);
    assert!((6..=8).contains(&connections), "{connections}");
}

/// How many connections stores have to this database.
fn connections(client: &mut Client) -> i64 {
    let sql =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'supple'";
    client.query_one(sql, &[]).unwrap().get(0)
}

#[test]
fn one_diary_takes_one_connection_for_writing_and_one_for_reading_whatever_is_asked_of_it() {
    let place = Place::postgresql();
    let store: Arc<dyn Store> = Arc::from(place.open());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
    let ask = |store: Arc<dyn Store>, device: u8| async move {
        for sequence in 0..20 {
            store.append(vec![record(device, sequence)]).await.unwrap();
            store.position().await.unwrap();
            store.read(0).await.unwrap();
        }
    };
    let tasks: Vec<_> = (1..6).map(|device| runtime.spawn(ask(store.clone(), device))).collect();
    for task in tasks {
        runtime.block_on(task).unwrap();
    }
    assert_eq!(connections(&mut Client::connect(&place.address, NoTls).unwrap()), 2);
}
