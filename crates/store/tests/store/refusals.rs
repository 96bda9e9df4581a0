//! Databases that cannot be used, and what the refusal says. Nothing that is refused is touched.

use crate::{Place, lines, record, records, wait};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use supple_store::{Cause, StoreError, open};

/// All files of a folder with what is in them.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

fn file(place: &Place) -> PathBuf {
    place.folder.as_ref().unwrap().path().join("diary.db")
}

fn refused(place: &Place) -> StoreError {
    open(&place.address).map(drop).unwrap_err()
}

/// A database of Supple with some records in it.
fn filled() -> Place {
    let place = Place::sqlite();
    wait(place.open().append(records(1, 0..50))).unwrap();
    place
}

#[test]
fn a_newer_version_is_refused_and_not_a_byte_is_changed() {
    let place = filled();
    Connection::open(file(&place)).unwrap().pragma_update(None, "user_version", 4).unwrap();
    let before = files(place.folder.as_ref().unwrap().path());
    let error = refused(&place);
    assert!(matches!(error, StoreError::Newer { found: 4, known: 3, .. }), "{error}");
    assert!(error.to_string().contains("was written by a newer Supple (version 4, this one reads up to 3)"), "{error}");
    assert!(before == files(place.folder.as_ref().unwrap().path()), "no byte changed, no file added");
    assert_eq!(before.len(), 1);
}

#[test]
fn a_newer_version_that_stands_only_in_the_log_is_refused_and_not_copied() {
    let place = filled();
    let connection = Connection::open(file(&place)).unwrap();
    connection.pragma_update(None, "user_version", 4).unwrap();
    // As after the end of a newer program by force: the log is there and nobody has it open.
    let folder = place.folder.as_ref().unwrap().path();
    let left = tempfile::tempdir().unwrap();
    for name in ["diary.db", "diary.db-wal"] {
        fs::copy(folder.join(name), left.path().join(name)).unwrap();
    }
    let before = files(left.path());
    let error = open(&format!("sqlite:{}", left.path().join("diary.db").display())).map(drop).unwrap_err();
    assert!(matches!(error, StoreError::Newer { .. }), "{error}");
    let after = files(left.path());
    for (path, bytes) in &before {
        assert!(after.get(path) == Some(bytes), "{} is as it was", path.display());
    }
}

#[test]
fn what_is_no_database_of_supple_is_refused_and_not_touched() {
    type Make = fn(&Path);
    let make: [(&str, Make); 4] = [
        ("text", |path| fs::write(path, "Dear diary, ".repeat(1000)).unwrap()),
        ("a short text", |path| fs::write(path, "x").unwrap()),
        ("another program's database", |path| {
            Connection::open(path).unwrap().execute_batch("CREATE TABLE song (title)").unwrap();
        }),
        ("another program's database, marked", |path| {
            Connection::open(path).unwrap().pragma_update(None, "application_id", 77).unwrap();
        }),
    ];
    for (what, make) in make {
        let place = Place::sqlite();
        make(&file(&place));
        let before = files(place.folder.as_ref().unwrap().path());
        let error = refused(&place);
        assert!(matches!(error, StoreError::NotOurs { .. }), "{what}: {error}");
        assert!(error.to_string().contains("is not a database of Supple ("), "{error}");
        assert!(before == files(place.folder.as_ref().unwrap().path()), "{what} is as it was");
    }
}

#[test]
fn an_empty_file_and_an_empty_database_become_ours() {
    let place = Place::sqlite();
    fs::write(file(&place), "").unwrap();
    wait(place.open().append(records(1, 0..2))).unwrap();

    // As after an end by force in the first moment.
    let place = Place::sqlite();
    Connection::open(file(&place)).unwrap().pragma_update(None, "journal_mode", "WAL").unwrap();
    wait(place.open().append(records(1, 0..2))).unwrap();
    assert_eq!(lines(&*place.open()), records(1, 0..2));
}

#[test]
fn a_file_that_another_program_holds_is_waited_for_and_then_reported() {
    let place = filled();
    let store = place.open();
    // A connection of this process would share its locks, if it were not SQLite that manages them.
    let mut other = Connection::open(file(&place)).unwrap();
    let holding = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let start = Instant::now();
    let error = wait(store.append(vec![record(1, 50)])).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }) && error.may_pass(), "{error}");
    assert!(start.elapsed() >= Duration::from_secs(5), "it waited");
    assert!(error.to_string().contains("is held by another program"), "{error}");
    assert_eq!(lines(&*store), records(1, 0..50), "reading goes on");

    // Given back in time, the append comes through.
    std::thread::scope(|scope| {
        let append = scope.spawn(|| wait(store.append(vec![record(1, 50)])));
        std::thread::sleep(Duration::from_millis(500));
        drop(holding);
        assert_eq!(append.join().unwrap().unwrap().taken, 1);
    });
    drop(store);

    other.pragma_update(None, "locking_mode", "EXCLUSIVE").unwrap();
    other.execute_batch("BEGIN EXCLUSIVE; COMMIT").unwrap();
    let error = refused(&place);
    assert!(matches!(error, StoreError::Busy { .. }), "{error}");
}

#[test]
fn an_entry_cannot_be_changed_or_deleted_by_other_means_either() {
    let place = filled();
    let connection = Connection::open(file(&place)).unwrap();
    for sql in
        ["UPDATE entry SET line = 'x' WHERE position = 1", "DELETE FROM entry WHERE position = 1", "DELETE FROM entry"]
    {
        let error = connection.execute_batch(sql).unwrap_err().to_string();
        assert!(error.contains("an entry is never"), "{error}");
    }
    drop(connection);
    assert_eq!(lines(&*place.open()), records(1, 0..50));
}

#[test]
fn a_folder_and_a_path_through_a_file_are_refused_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let error = open(&format!("sqlite:{}", folder.path().display())).map(drop).unwrap_err();
    assert!(error.to_string().contains("it is a folder"), "{error}");
    fs::write(folder.path().join("file"), "").unwrap();
    let error = open(&format!("sqlite:{}", folder.path().join("file/diary.db").display())).map(drop).unwrap_err();
    assert!(matches!(error, StoreError::Cannot { cause: Cause::Path, .. }), "{error}");
}

#[cfg(unix)]
#[test]
fn folders_and_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    // Also under a name that means something in an address of SQLite.
    let name = "di?ry #1 100%.db";
    let store = open(&format!("sqlite:{}", inner.join(name).display())).unwrap();
    wait(store.append(records(1, 0..2))).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for part in [folder.path().join("a"), inner.clone()] {
        assert_eq!(mode(&part), 0o700, "{}", part.display());
    }
    let names: Vec<PathBuf> = fs::read_dir(&inner).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), 3, "the database, its log and its index: {names:?}");
    for name in names {
        assert_eq!(mode(&name), 0o600, "{}", name.display());
    }
    drop(store);
    assert_eq!(fs::read_dir(&inner).unwrap().count(), 1, "closed, it is one file");
    drop(open(&format!("sqlite:{}", inner.join(name).display())).unwrap());
}

#[test]
fn a_database_is_never_locked_out_by_being_opened_again_in_the_same_program() {
    // Closing any handle of a file drops the locks of the whole process: opening must not do that to a store.
    let place = filled();
    let store = place.open();
    for _ in 0..3 {
        drop(place.open());
        let other = crate::again("refusals::a_checkpoint_in_another_process")
            .env("SUPPLE_STORE_OTHER", file(&place))
            .output()
            .unwrap();
        assert!(other.status.success(), "{other:?}");
        wait(store.append(vec![record(2, wait(store.position()).unwrap())])).unwrap();
    }
    let there = lines(&*store);
    drop(store);
    assert_eq!(there.len(), 53);
    assert_eq!(lines(&*place.open()), there);
}

/// The other process of the test above: the last one to leave a database tidies up, which this must not think it is.
#[test]
fn a_checkpoint_in_another_process() {
    let Some(path) = std::env::var_os("SUPPLE_STORE_OTHER") else { return };
    let log = PathBuf::from(format!("{}-wal", path.display()));
    let connection = Connection::open(&path).unwrap();
    let count: i64 = connection.query_row("SELECT count(*) FROM entry", [], |row| row.get(0)).unwrap();
    assert!(count >= 50);
    drop(connection);
    assert!(log.exists(), "the log of an open store is not removed");
}
