//! Erasing leaves no trace in any file.

use crate::{Place, cluster, record, wait};
use std::fs;
use std::path::{Path, PathBuf};
use supple_store::{Record, StoreError, open};

/// What no file may hold after an erase.
pub(crate) const MARK: &[u8] = b"Hexenschuss";

fn marked(device: u8, sequences: std::ops::Range<u64>) -> Vec<Record> {
    let line = |n| format!("{} {n} {}", String::from_utf8_lossy(MARK), "x".repeat((n as usize * 37) % 9000));
    sequences.map(|n| Record { line: line(n), ..record(device, n) }).collect()
}

/// The files below a folder that hold the mark, or the id of a record.
pub(crate) fn with_traces(folder: &Path) -> Vec<PathBuf> {
    let ids: Vec<[u8; 16]> = marked(0xAB, 0..300).iter().map(|record| record.id).collect();
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = fs::read(&path)
                && (bytes.windows(MARK.len()).any(|part| part == MARK)
                    || bytes.windows(16).any(|part| part[..8] == [0xAB; 8] && ids.iter().any(|id| part == id)))
            {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn no_file_of_an_sqlite_database_holds_a_trace_afterwards() {
    let place = Place::sqlite();
    let folder = place.folder.as_ref().unwrap().path();
    let store = place.open();
    wait(store.append(marked(0xAB, 0..200))).unwrap();
    for record in marked(0xAB, 200..300) {
        wait(store.append(vec![record])).unwrap();
    }
    // Looked at by another program: closing a handle here would drop the locks of the store.
    let copy = || {
        let copy = tempfile::tempdir().unwrap();
        std::process::Command::new("cp").arg("-R").arg(folder).arg(copy.path()).status().unwrap();
        copy
    };
    assert!(!with_traces(copy().path()).is_empty(), "the test can find a trace");
    wait(store.erase()).unwrap();
    assert_eq!(with_traces(copy().path()), Vec::<PathBuf>::new(), "while it is open");
    wait(store.append(vec![record(1, 0)])).unwrap();
    drop(store);
    assert_eq!(with_traces(folder), Vec::<PathBuf>::new(), "when it is closed");
}

#[test]
fn a_program_that_is_still_reading_is_named_as_the_reason_why_traces_stay() {
    let place = Place::sqlite();
    let path = place.folder.as_ref().unwrap().path().join("diary.db");
    let store = place.open();
    wait(store.append(marked(0xAB, 0..50))).unwrap();
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch("BEGIN; SELECT * FROM entry").unwrap();
    let error = wait(store.erase()).unwrap_err();
    assert!(matches!(error, StoreError::Traces { .. }) && error.may_pass(), "{error}");
    assert!(error.to_string().contains("another program still holds old pages"), "{error}");
    assert_eq!(wait(store.read(0)), Ok(vec![]), "the records are gone all the same");
    drop(other);
    wait(store.erase()).unwrap();
    drop(store);
    assert_eq!(with_traces(place.folder.as_ref().unwrap().path()), Vec::<PathBuf>::new());
}

#[test]
fn no_table_of_a_postgresql_database_holds_a_trace_afterwards() {
    let cluster = cluster();
    let address = cluster.fresh_database().unwrap();
    let store = open(&address).unwrap();
    wait(store.append(marked(0xAB, 0..300))).unwrap();
    // What the server collects by itself in time.
    let mut other = postgres::Client::connect(&address, postgres::NoTls).unwrap();
    other.batch_execute("ANALYZE; CHECKPOINT").unwrap();
    let oid: u32 =
        other.query_one("SELECT oid FROM pg_database WHERE datname = current_database()", &[]).unwrap().get(0);
    let folder = cluster.data().join("base").join(oid.to_string());
    // Samples of the columns, for the planner, would stay behind.
    let samples = "SELECT count(*) FROM pg_stats WHERE schemaname = 'supple' AND tablename = 'entry'";
    assert_eq!(other.query_one(samples, &[]).unwrap().get::<_, i64>(0), 0);
    // A long line is compressed, but its beginning stays readable.
    assert!(!with_traces(&folder).is_empty(), "the test can find a trace");
    wait(store.erase()).unwrap();
    other.batch_execute("CHECKPOINT").unwrap();
    assert_eq!(with_traces(&folder), Vec::<PathBuf>::new());
    wait(store.append(vec![record(1, 0)])).unwrap();
}
