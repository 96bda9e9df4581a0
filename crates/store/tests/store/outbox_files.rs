//! The file of an outbox: beside that of the diary, for its owner only, and without a trace once erased.

use crate::erase::{MARK, with_traces};
use crate::outbox::{LEASE, NOW, kept, lay, letter, write};
use crate::refusals::files;
use crate::{Place, again, cluster, lines, records, wait};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use supple_store::outbox::{Change, Fate, Letter, Outbox, Outcome, open_outbox};
use supple_store::{Cause, StoreError, open};

fn folder(place: &Place) -> &Path {
    place.folder.as_ref().unwrap().path()
}

fn file(place: &Place) -> PathBuf {
    folder(place).join("diary.db.outbox")
}

fn refused(place: &Place) -> StoreError {
    open_outbox(&place.address).map(drop).unwrap_err()
}

/// An outbox with something in it.
fn filled() -> Place {
    let place = Place::sqlite();
    let outbox = place.outbox();
    lay(&*outbox, &[letter("a", NOW)]);
    write(&*outbox, "d", 0, Some("x"));
    place
}

#[test]
fn it_is_a_file_beside_the_diary_and_neither_touches_the_other() {
    let place = Place::sqlite();
    let (store, outbox) = (place.open(), place.outbox());
    wait(store.append(records(1, 0..5))).unwrap();
    lay(&*outbox, &[letter("a", NOW)]);
    assert_eq!(outbox.describe(), file(&place).display().to_string());
    wait(store.erase()).unwrap();
    assert_eq!(outbox.letters("").unwrap().len(), 1);
    wait(store.append(records(1, 0..5))).unwrap();
    outbox.erase().unwrap();
    assert_eq!(lines(&*store), records(1, 0..5));
    drop((store, outbox));
    let names: Vec<PathBuf> = files(folder(&place)).into_keys().collect();
    assert_eq!(names, [folder(&place).join("diary.db"), file(&place)], "closed, each is one file");
}

#[test]
fn one_in_memory_is_gone_with_its_handle_and_nobody_elses() {
    let (one, other) = (open_outbox("sqlite::memory:").unwrap(), open_outbox("sqlite::memory:").unwrap());
    lay(&*one, &[letter("a", NOW)]);
    assert_eq!((one.letters("").unwrap().len(), other.letters("").unwrap().len()), (1, 0));
    one.erase().unwrap();
    assert_eq!(one.letters(""), Ok(vec![]));
}

/// An outbox as the first version left it, in the middle of a check: one letter is out, one went to a server that gave no answer,
/// one was being sent when the program was killed, and one found no mail server. It must open for ever.
const FIRST_VERSION: &[u8] = include_bytes!("frozen/outbox-1.db");

#[test]
fn an_outbox_of_the_first_version_opens_with_all_that_it_knew() {
    let place = Place::sqlite();
    fs::write(file(&place), FIRST_VERSION).unwrap();
    let outbox = place.outbox();
    assert!(outbox.documents("").unwrap().iter().any(|document| document.value.contains("I hurt my back")));
    let letters = outbox.letters("").unwrap();
    let of = |way: &str| letters.iter().find(|kept| kept.letter.channel == way).unwrap();
    let (sent, unanswered, taken, refused) =
        (of("cf2e405f8db"), of("ceaf8c599db"), of("cbfedf721cc"), of("c6a58356be3"));
    assert!(matches!(sent.fate, Fate::Sent(_)) && sent.may_be_out);
    assert_eq!((unanswered.trouble.as_deref(), unanswered.may_be_out), (Some("io: Peer disconnected"), true));
    assert!(taken.is_taken && taken.may_be_out);
    assert_eq!((refused.trouble.as_deref(), refused.may_be_out), (Some("no mail server is set up"), false));
    assert!(outbox.take(&["c6a58356be3"], NOW.max(refused.next), LEASE).unwrap().is_some(), "and it goes on");
    let version: i64 =
        Connection::open(file(&place)).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 2);
}

#[cfg(unix)]
#[test]
fn folders_and_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    let outbox = open_outbox(&format!("sqlite:{}", inner.join("di?ry #1 100%.db").display())).unwrap();
    lay(&*outbox, &[letter("a", NOW)]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for part in [folder.path().join("a"), inner.clone()] {
        assert_eq!(mode(&part), 0o700, "{}", part.display());
    }
    let names: Vec<PathBuf> = fs::read_dir(&inner).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), 3, "the database, its log and its index: {names:?}");
    for name in names {
        assert_eq!(mode(&name), 0o600, "{}", name.display());
    }
}

#[test]
fn a_newer_version_is_refused_and_not_a_byte_is_changed() {
    let place = filled();
    Connection::open(file(&place)).unwrap().pragma_update(None, "user_version", 3).unwrap();
    let before = files(folder(&place));
    let error = refused(&place);
    assert!(matches!(error, StoreError::Newer { found: 3, known: 2, .. }), "{error}");
    assert!(before == files(folder(&place)), "no byte changed, no file added");
    assert_eq!(before.len(), 1);
}

#[test]
fn a_diary_is_no_outbox_and_an_outbox_is_no_diary() {
    let place = filled();
    wait(place.open().append(records(1, 0..5))).unwrap();
    let (diary, outbox) = (folder(&place).join("diary.db"), file(&place));
    let other = tempfile::tempdir().unwrap();
    fs::copy(&diary, other.path().join("x.outbox")).unwrap();
    fs::copy(&outbox, other.path().join("x")).unwrap();
    fs::write(other.path().join("y.outbox"), "Dear diary, ".repeat(1000)).unwrap();
    let before = files(other.path());
    let address = |name| format!("sqlite:{}", other.path().join(name).display());
    for error in [
        open_outbox(&address("x")).map(drop).unwrap_err(),
        open_outbox(&address("y")).map(drop).unwrap_err(),
        open(&address("x")).map(drop).unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::NotOurs { .. }), "{error}");
    }
    assert!(before == files(other.path()), "all is as it was");
}

#[test]
fn what_is_damaged_is_said_to_be() {
    let place = filled();
    let connection = Connection::open(file(&place)).unwrap();
    connection.execute("UPDATE letter SET key = x'FF'", []).unwrap();
    drop(connection);
    let outbox = place.outbox();
    let named = [outbox.letters("").map(drop), outbox.take(&[], NOW, LEASE).map(drop)];
    // No text begins with such a byte, so that it is not even found among letters.
    assert!(named[0].is_ok() && matches!(named[1], Err(StoreError::Damaged { .. })), "{named:?}");
}

#[test]
fn a_file_that_another_program_holds_is_waited_for_and_then_reported() {
    let place = filled();
    let outbox = place.outbox();
    let mut other = Connection::open(file(&place)).unwrap();
    let holding = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let start = Instant::now();
    let error = outbox.take(&[], NOW, LEASE).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }) && error.may_pass(), "{error}");
    assert!(start.elapsed() >= Duration::from_secs(5), "it waited");
    assert_eq!(outbox.letters("").unwrap().len(), 1, "reading goes on");
    std::thread::scope(|scope| {
        let take = scope.spawn(|| outbox.take(&[], NOW, LEASE));
        std::thread::sleep(Duration::from_millis(300));
        drop(holding);
        assert!(take.join().unwrap().unwrap().is_some());
    });
}

#[test]
fn nothing_is_acknowledged_or_read_in_a_file_that_nobody_will_find_again() {
    let place = filled();
    let outbox = place.outbox();
    fs::rename(file(&place), folder(&place).join("elsewhere")).unwrap();
    let change = Change { name: "d", revision: 1, value: Some("y"), lay: &[], cancel: &[] };
    for error in [
        outbox.commit(&change, NOW).map(drop).unwrap_err(),
        outbox.take(&[], NOW, LEASE).map(drop).unwrap_err(),
        outbox.erase().unwrap_err(),
        outbox.document("d").map(drop).unwrap_err(),
        outbox.letters("").map(drop).unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::Replaced { .. }), "{error}");
    }
}

#[test]
fn a_path_that_is_no_file_is_refused_plainly() {
    let place = Place::sqlite();
    fs::create_dir(file(&place)).unwrap();
    assert!(matches!(refused(&place), StoreError::Cannot { cause: Cause::Path, .. }));
    assert!(matches!(open_outbox("diary.db").map(drop), Err(StoreError::Address(_))));
}

#[test]
fn opening_it_again_in_the_same_program_drops_no_locks() {
    let place = filled();
    let outbox = place.outbox();
    for n in 0..3 {
        drop(place.outbox());
        let other = again("outbox_files::looks_from_another_process").env("SUPPLE_OUTBOX_OTHER", file(&place)).output();
        let other = other.unwrap();
        assert!(other.status.success(), "{other:?}");
        lay(&*outbox, &[letter(&n.to_string(), NOW)]);
    }
    drop(outbox);
    assert_eq!(place.outbox().letters("").unwrap().len(), 4);
}

/// The other process: the last one to leave a database tidies up, which this must not think it is.
#[test]
fn looks_from_another_process() {
    let Some(path) = std::env::var_os("SUPPLE_OUTBOX_OTHER") else { return };
    let log = PathBuf::from(format!("{}-wal", path.display()));
    let connection = Connection::open(&path).unwrap();
    let count: i64 = connection.query_row("SELECT count(*) FROM letter", [], |row| row.get(0)).unwrap();
    assert!(count >= 1);
    drop(connection);
    assert!(log.exists(), "the log of an open outbox is not removed");
}

#[test]
fn the_log_does_not_grow_without_end() {
    let place = filled();
    let outbox = place.outbox();
    let log = folder(&place).join("diary.db.outbox-wal");
    for n in 1..300 {
        assert!(write(&*outbox, "d", n, Some(&"x".repeat(5000))));
    }
    assert!(fs::metadata(log).unwrap().len() < 3 << 20);
}

/// Everything of a letter and a document that has the mark.
pub(crate) fn fill_with_marks(outbox: &dyn Outbox) {
    let mark = String::from_utf8_lossy(MARK);
    for n in 0..40 {
        let marked = |part: &str| format!("{mark} {part} {n} {}", "x".repeat((n * 337) % 9000));
        let letters: Vec<Letter> = (0..3)
            .map(|m| Letter {
                key: format!("{mark}/{n}/{m}"),
                channel: mark.to_string(),
                due: NOW,
                content: marked("content"),
            })
            .collect();
        let name = format!("{mark}/{n}");
        let change = Change { name: &name, revision: 0, value: Some(&marked("value")), lay: &letters, cancel: &[] };
        assert_eq!(outbox.commit(&change, NOW), Ok(true));
        let taken = outbox.take(&[], NOW, LEASE).unwrap().unwrap();
        let outcome = Outcome::Later { next: NOW + 1, why: marked("why"), may_be_out: false };
        assert_eq!(outbox.settle(&taken, &outcome, NOW), Ok(true));
    }
}

#[test]
fn no_file_of_an_sqlite_outbox_holds_a_trace_afterwards() {
    let place = Place::sqlite();
    let outbox = place.outbox();
    fill_with_marks(&*outbox);
    // Looked at by another program: closing a handle here would drop the locks of the outbox.
    let copy = || {
        let copy = tempfile::tempdir().unwrap();
        std::process::Command::new("cp").arg("-R").arg(folder(&place)).arg(copy.path()).status().unwrap();
        copy
    };
    assert!(!with_traces(copy().path()).is_empty(), "the test can find a trace");
    outbox.erase().unwrap();
    assert_eq!(with_traces(copy().path()), Vec::<PathBuf>::new(), "while it is open");
    lay(&*outbox, &[letter("a", NOW)]);
    drop(outbox);
    assert_eq!(with_traces(folder(&place)), Vec::<PathBuf>::new(), "when it is closed");
}

#[test]
fn a_program_that_is_still_reading_is_named_as_the_reason_why_traces_stay() {
    let place = Place::sqlite();
    let outbox = place.outbox();
    fill_with_marks(&*outbox);
    let other = Connection::open(file(&place)).unwrap();
    other.execute_batch("BEGIN; SELECT * FROM letter").unwrap();
    let error = outbox.erase().unwrap_err();
    assert!(matches!(error, StoreError::Traces { .. }) && error.may_pass(), "{error}");
    assert_eq!(outbox.letters(""), Ok(vec![]), "all is gone all the same");
    drop(other);
    outbox.erase().unwrap();
    drop(outbox);
    assert_eq!(with_traces(folder(&place)), Vec::<PathBuf>::new());
}

#[test]
fn no_table_of_a_postgresql_outbox_holds_a_trace_afterwards() {
    let cluster = cluster();
    let address = cluster.fresh_database().unwrap();
    let outbox = open_outbox(&address).unwrap();
    fill_with_marks(&*outbox);
    let mut other = postgres::Client::connect(&address, postgres::NoTls).unwrap();
    other.batch_execute("ANALYZE; CHECKPOINT").unwrap();
    let oid: u32 =
        other.query_one("SELECT oid FROM pg_database WHERE datname = current_database()", &[]).unwrap().get(0);
    let base = cluster.data().join("base").join(oid.to_string());
    let samples = "SELECT count(*) FROM pg_stats WHERE schemaname = 'supple' AND tablename IN ('letter', 'document')";
    assert_eq!(other.query_one(samples, &[]).unwrap().get::<_, i64>(0), 0);
    assert!(!with_traces(&base).is_empty(), "the test can find a trace");
    outbox.erase().unwrap();
    other.batch_execute("CHECKPOINT").unwrap();
    assert_eq!(with_traces(&base), Vec::<PathBuf>::new());
    lay(&*outbox, &[letter("a", NOW)]);
    assert_eq!(kept(&*outbox, "a").tries, 0);
}
