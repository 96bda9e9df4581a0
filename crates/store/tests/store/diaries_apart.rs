//! No call for one diary gives or changes a byte of another, whatever is asked of both in whatever order; and each does what a
//! model of a few lines does. The model is written from the promises and shares no code with any store.

use crate::{Place, wait};
use postgres::{Client, NoTls};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::{Cell, RefCell};
use supple_store::{Appended, Bytes, Database, DiaryKey, Record, Store, StoreError};

#[derive(Clone, Debug)]
enum Command {
    Append(Vec<Record>),
    AppendTo(u8, Vec<Record>),
    Identity(u8),
    Adopt(u8),
    /// After so many records of those that are there.
    Look(usize),
    Position,
    /// Whether it has seen all.
    Rewrite(bool, Vec<Record>),
    Erase,
}

/// Few ids, devices, sequences and lines, so that they meet, in one diary and in both.
fn any_record() -> impl Strategy<Value = Record> {
    (0..5_u8, 0..2_u8, 0..4_u64, 0..8_u8).prop_map(|(id, device, sequence, line)| Record {
        id: [id; 16],
        device: [device; 16],
        sequence,
        line: if line == 0 { "other".to_owned() } else { "one".to_owned() },
    })
}

fn command() -> impl Strategy<Value = Command> {
    let some = || prop::collection::vec(any_record(), 0..4);
    prop_oneof![
        6 => some().prop_map(Command::Append),
        3 => (0..3_u8, some()).prop_map(|(identity, records)| Command::AppendTo(identity, records)),
        2 => (0..3_u8).prop_map(Command::Identity),
        1 => (0..3_u8).prop_map(Command::Adopt),
        3 => (0..6_usize).prop_map(Command::Look),
        1 => Just(Command::Position),
        2 => (prop::bool::weighted(0.8), some()).prop_map(|(seen, records)| Command::Rewrite(seen, records)),
        1 => Just(Command::Erase),
    ]
}

/// A diary as the promises have it.
#[derive(Default)]
struct Model {
    records: Vec<(u64, Record)>,
    origin: u64,
    identity: Option<[u8; 16]>,
}

impl Model {
    fn position(&self) -> u64 {
        self.records.last().map_or(self.origin, |(position, _)| *position)
    }

    fn append(&mut self, records: &[Record]) -> Result<Appended, StoreError> {
        let (mut all, mut last, mut done) = (self.records.clone(), self.position(), Appended::default());
        for record in records {
            if let Some((_, there)) = all.iter().find(|(_, there)| there.id == record.id) {
                if there != record {
                    return Err(StoreError::Differs { id: Bytes(record.id) });
                }
                done.known += 1;
                continue;
            }
            if all.iter().any(|(_, there)| (there.device, there.sequence) == (record.device, record.sequence)) {
                return Err(StoreError::Taken { device: Bytes(record.device), sequence: record.sequence });
            }
            last += 1;
            all.push((last, record.clone()));
            done.taken += 1;
        }
        self.records = all;
        Ok(done)
    }

    /// Empties it, and begins the next era of positions.
    fn clear(&mut self) {
        self.origin = ((self.position() >> 32) + 1) << 32;
        self.records.clear();
    }
}

/// Does it to both, and sees that they agree.
fn perform(store: &dyn Store, model: &mut Model, command: &Command) {
    match command {
        Command::Append(records) => assert_eq!(wait(store.append(records.clone())), model.append(records)),
        Command::AppendTo(identity, records) => {
            let found = wait(store.append_to([*identity; 16], records.clone()));
            if model.identity == Some([*identity; 16]) {
                assert_eq!(found, model.append(records));
            } else {
                assert!(matches!(found, Err(StoreError::OtherDiary { .. })), "{found:?}");
            }
        }
        Command::Identity(fresh) => {
            assert_eq!(wait(store.identity([*fresh; 16])), Ok(*model.identity.get_or_insert([*fresh; 16])));
        }
        Command::Adopt(identity) => {
            assert_eq!(wait(store.adopt([*identity; 16])), Ok(()));
            model.identity = Some([*identity; 16]);
        }
        Command::Look(skipped) => {
            let after =
                skipped.checked_sub(1).and_then(|at| model.records.get(at)).map_or(0, |(position, _)| *position);
            let rest = model.records.iter().filter(|(position, _)| *position > after).cloned();
            let found = wait(store.look(after)).unwrap();
            assert_eq!((found.records, found.damaged), (rest.collect(), Vec::new()));
        }
        Command::Position => assert_eq!(wait(store.position()), Ok(model.position())),
        Command::Rewrite(has_seen_all, records) => {
            let last = if *has_seen_all { model.position() } else { model.position() + 1 };
            let found = wait(store.rewrite(last, records.clone()));
            if !has_seen_all {
                return assert_eq!(found, Ok(false));
            }
            let mut new = Model { identity: model.identity, ..Model::default() };
            new.origin = ((last >> 32) + 1) << 32;
            match new.append(records) {
                Ok(_) => {
                    assert_eq!(found, Ok(true));
                    *model = new;
                }
                Err(error) => assert_eq!(found, Err(error)),
            }
        }
        Command::Erase => {
            assert_eq!(wait(store.erase()), Ok(()));
            model.clear();
            model.identity = None;
        }
    }
}

/// All rows of a diary as they stand in the database: those of its table, and the one in the list.
enum Rows {
    Sqlite(rusqlite::Connection),
    Postgresql(Client),
}

impl Rows {
    fn of(&mut self, key: DiaryKey) -> Vec<String> {
        match self {
            Rows::Sqlite(connection) => {
                let list = "SELECT number, quote(key) || checksum || '|' || origin || quote(identity) FROM diary WHERE key = ?1";
                let (number, row): (i64, String) =
                    connection.query_row(list, [key.0], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
                let table = if number == 1 { "entry".to_owned() } else { format!("entry_{number}") };
                let rows = format!(
                    "SELECT position || quote(id) || quote(device) || sequence || quote(line) || checksum FROM {table}
                     ORDER BY position"
                );
                let mut statement = connection.prepare(&rows).unwrap();
                let rows = statement.query_map([], |row| row.get(0)).unwrap();
                rows.map(Result::unwrap).chain([row]).collect()
            }
            Rows::Postgresql(client) => {
                let list = "SELECT number, diary::text FROM supple.diary WHERE key = $1";
                let row = client.query_one(list, &[&key.0.as_slice()]).unwrap();
                let (number, row): (i32, String) = (row.get(0), row.get(1));
                let rows = format!("SELECT kept::text FROM supple.entry_{number} AS kept ORDER BY position");
                client.query(&rows, &[]).unwrap().iter().map(|row| row.get(0)).chain([row]).collect()
            }
        }
    }
}

/// Has random commands done on one diary, which does what the model does.
fn does_as_promised(store: &dyn Store, cases: u32) {
    let mut runner = TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
    let outcome = runner.run(&prop::collection::vec(command(), 1..25), |commands| {
        wait(store.erase()).unwrap();
        let mut model = Model { origin: wait(store.position()).unwrap(), ..Model::default() };
        for command in commands {
            perform(store, &mut model, &command);
        }
        assert_eq!(wait(store.read(0)).unwrap(), model.records);
        assert_eq!(wait(store.position()), Ok(model.position()));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

/// Has random commands done in turn on two diaries of one database.
fn keeps_apart(place: &Place, cases: u32) {
    let database = Database::open(&place.address).unwrap();
    let rows = RefCell::new(match &place.folder {
        Some(folder) => Rows::Sqlite(rusqlite::Connection::open(folder.path().join("diary.db")).unwrap()),
        None => Rows::Postgresql(Client::connect(&place.address, NoTls).unwrap()),
    });
    let case = Cell::new(0_u64);
    let mut runner = TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
    let commands = prop::collection::vec((prop::bool::ANY, command()), 1..25);
    let outcome = runner.run(&commands, |commands| {
        // One of them is the first, which has had other lives before.
        case.set(case.get() + 1);
        let mut other = [0x77; 16];
        other[..8].copy_from_slice(&case.get().to_be_bytes());
        let keys = [DiaryKey::FIRST, DiaryKey(other)];
        let stores = keys.map(|key| database.diary(key).unwrap());
        let mut models = [Model::default(), Model::default()];
        wait(stores[0].erase()).unwrap();
        models[0].origin = wait(stores[0].position()).unwrap();
        for (is_first, command) in commands {
            let (mine, others) = if is_first { (0, 1) } else { (1, 0) };
            let before = rows.borrow_mut().of(keys[others]);
            perform(&*stores[mine], &mut models[mine], &command);
            assert_eq!(rows.borrow_mut().of(keys[others]), before, "{command:?}");
        }
        for (store, model) in stores.iter().zip(&models) {
            assert_eq!(wait(store.read(0)).unwrap(), model.records);
            assert_eq!(wait(store.position()), Ok(model.position()));
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn no_call_for_one_diary_of_a_file_gives_or_changes_a_byte_of_another() {
    keeps_apart(&Place::sqlite(), 60);
}

#[test]
fn no_call_for_one_diary_of_a_server_gives_or_changes_a_byte_of_another() {
    keeps_apart(&Place::postgresql(), 25);
}

#[test]
fn the_diary_of_a_browser_does_what_is_promised_whatever_is_asked_in_whatever_order() {
    does_as_promised(&*Place::indexed_db().open(), 60);
}
