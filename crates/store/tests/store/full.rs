//! A full disk: what does not fit is refused, what was acknowledged stays, and it goes on once there is room.

use crate::outbox::{NOW, letter};
use crate::{again, lines, record, wait};
use std::path::{Path, PathBuf};
use std::process::Command;
use supple_store::outbox::{Change, Letter, Outcome, open_outbox};
use supple_store::testing::Cluster;
use supple_store::{Record, Store, StoreError, open};

/// Where the other process is to fill a disk.
const FOLDER: &str = "SUPPLE_STORE_FOLDER";
/// Whether nothing can be removed to make room, as with a limit on the length of files.
const STAYS_FULL: &str = "SUPPLE_STORE_STAYS_FULL";

/// How this system lets a test mount a file system of its own, and how to go on from there as no root.
fn mounting() -> Option<(&'static [&'static str], &'static str)> {
    let as_root: &[&str] = &["unshare", "--mount"];
    let as_user: &[&str] = &["unshare", "--mount", "--map-root-user"];
    let folder = tempfile::tempdir().unwrap();
    let works = |way: &[&str], rest: &str| {
        let script = format!(r#"mount -t tmpfs tmpfs "$1" && {rest} true"#);
        let mut command = Command::new(way[0]);
        command.args(&way[1..]).args(["sh", "-c", &script, "sh"]).arg(folder.path());
        command.output().is_ok_and(|output| output.status.success())
    };
    // PostgreSQL refuses to be run by root, even by one who is root in a namespace only.
    [(as_root, ""), (as_user, "unshare --user --map-user=1000 --")].into_iter().find(|(way, rest)| works(way, rest))
}

/// Runs a test in a process that has a small disk, or else short files.
fn on_a_small_disk(test: &str, size: &str, blocks: &str) {
    let folder = tempfile::tempdir().unwrap();
    let inner = again(test);
    let mut command = if let Some((way, rest)) = mounting() {
        let script = format!(r#"mount -t tmpfs -o "size=$1" tmpfs "$2" && shift 2 && exec {rest} "$@""#);
        let mut command = Command::new(way[0]);
        command.args(&way[1..]).args(["sh", "-c", &script, "sh", size]).arg(folder.path());
        command
    } else {
        eprintln!("no file system may be mounted here: short files stand for a small disk");
        with_short_files(blocks)
    };
    run(command.arg(inner.get_program()).args(inner.get_args()), folder.path());
}

fn with_short_files(blocks: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", r#"trap '' XFSZ; ulimit -f "$1" && shift && exec "$@""#, "sh", blocks]).env(STAYS_FULL, "yes");
    command
}

fn run(command: &mut Command, folder: &Path) {
    let output = command.env(FOLDER, folder).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "the other process ran its test: {said}");
}

fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// Appends until there is no room. Gives what was acknowledged.
fn fill(store: &dyn Store) -> Vec<Record> {
    let mut acknowledged = Vec::new();
    for n in 0..20_000 {
        let some = vec![Record { line: "x".repeat(20_000), ..record(1, n * 2) }, record(1, n * 2 + 1)];
        match wait(store.append(some.clone())) {
            Ok(_) => acknowledged.extend(some),
            Err(error) => {
                assert!(matches!(error, StoreError::Full { .. }) && error.may_pass(), "{error}");
                assert!(error.to_string().contains("there is no room left at"), "{error}");
                return acknowledged;
            }
        }
    }
    panic!("the disk is not small");
}

#[test]
fn an_sqlite_database_on_a_full_disk_stays_whole() {
    on_a_small_disk("full::fills_an_sqlite_database_when_asked_to", "3m", "4096");
}

#[test]
fn an_sqlite_database_that_may_not_grow_stays_whole() {
    let folder = tempfile::tempdir().unwrap();
    let inner = again("full::fills_an_sqlite_database_when_asked_to");
    run(with_short_files("4096").arg(inner.get_program()).args(inner.get_args()), folder.path());
}

/// The other process.
#[test]
fn fills_an_sqlite_database_when_asked_to() {
    let Some(folder) = folder() else { return };
    let stays_full = std::env::var_os(STAYS_FULL).is_some();
    let address = format!("sqlite:{}", folder.join("diary.db").display());
    let ballast = folder.join("ballast");
    std::fs::write(&ballast, vec![1; 200_000]).unwrap();
    let store = open(&address).unwrap();
    let acknowledged = fill(&*store);
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
    for _ in 0..3 {
        assert!(lines(&*store) == acknowledged, "reading goes on, and nothing half is there");
        let large = Record { line: "x".repeat(900_000), ..record(2, 0) };
        assert!(matches!(wait(store.append(vec![large])), Err(StoreError::Full { .. })));
    }

    // Small appends that wait together with one that is too large are not refused with it, if they fit.
    std::fs::remove_file(&ballast).unwrap();
    if !stays_full {
        let large = Record { line: "x".repeat(900_000), ..record(2, 0) };
        // They wait together while another program holds the database.
        let mut other = rusqlite::Connection::open(folder.join("diary.db")).unwrap();
        let held = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
        let first = store.append(vec![record(3, 0)]);
        let (refused, taken) = (store.append(vec![large]), store.append(vec![record(3, 1)]));
        drop(held);
        wait(first).unwrap();
        assert!(matches!(wait(refused), Err(StoreError::Full { .. })));
        wait(taken).unwrap();
        assert_eq!(lines(&*store).len(), acknowledged.len() + 2);
    }
    drop(store);
    let store = open(&address).unwrap();
    assert!(lines(&*store)[..acknowledged.len()] == acknowledged, "it opens whole");

    if stays_full {
        // Whether it goes through or not: what is said is what happened.
        let said = wait(store.erase()).map_err(|error| error.to_string());
        let is_erased = said.as_ref().err().is_none_or(|said| said.starts_with("everything is erased"));
        assert_eq!(lines(&*store).is_empty(), is_erased, "{said:?}");
        return;
    }
    // Erasing needs next to no room.
    std::fs::write(&ballast, vec![1; 8 << 20]).unwrap_err();
    wait(store.erase()).unwrap();
    drop(store);
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(50).any(|part| part.iter().all(|byte| *byte == b'x')), "{}", path.display());
    }
    let store = open(&address).unwrap();
    assert_eq!(lines(&*store), []);
    wait(store.append(vec![record(1, 0)])).unwrap();
}

#[test]
fn an_outbox_on_a_full_disk_stays_whole_and_goes_on_once_there_is_room() {
    on_a_small_disk("full::fills_an_outbox_when_asked_to", "3m", "4096");
}

/// The other process.
#[test]
fn fills_an_outbox_when_asked_to() {
    let Some(folder) = folder() else { return };
    let ballast = folder.join("ballast");
    std::fs::write(&ballast, vec![1; 200_000]).unwrap();
    let address = format!("sqlite:{}", folder.join("diary.db").display());
    let outbox = open_outbox(&address).unwrap();
    let long = |key: &str| Letter { content: "x".repeat(20_000), ..letter(key, NOW) };
    let keys: Vec<String> = (0..10_000).map(|n| format!("{n:05}")).collect();
    let laid = |key: &String| {
        let letters = [long(&format!("{key}/a")), long(&format!("{key}/b"))];
        outbox.commit(&Change { name: key, revision: 0, value: Some("on"), lay: &letters, cancel: &[] }, NOW)
    };
    let mut acknowledged = Vec::new();
    for key in &keys {
        match laid(key) {
            Ok(done) => acknowledged.extend(done.then_some(key.clone())),
            Err(error) => {
                assert!(matches!(error, StoreError::Full { .. }), "{error}");
                break;
            }
        }
    }
    assert!(acknowledged.len() > 20 && acknowledged.len() < keys.len(), "{}", acknowledged.len());
    let found = || {
        let names: Vec<String> = outbox.documents("").unwrap().into_iter().map(|document| document.name).collect();
        let letters = outbox.letters("").unwrap().len();
        assert_eq!(letters, names.len() * 2, "a document and its letters are one");
        names
    };
    assert_eq!(found(), acknowledged);
    for key in &keys[acknowledged.len()..][..3] {
        assert!(matches!(laid(key), Err(StoreError::Full { .. })));
    }
    assert_eq!(found(), acknowledged);
    std::fs::remove_file(&ballast).unwrap();
    if std::env::var_os(STAYS_FULL).is_none() {
        let taken = outbox.take(&[], NOW, 1_000).unwrap().unwrap();
        assert_eq!(outbox.settle(&taken, &Outcome::Sent, NOW), Ok(true));
        assert_eq!(laid(&keys[acknowledged.len()]), Ok(true));
    }
    drop(outbox);
    let outbox = open_outbox(&address).unwrap();
    assert!(outbox.documents("").unwrap().len() >= acknowledged.len(), "it opens whole");
}

#[test]
fn a_postgresql_database_on_a_full_disk_stays_whole() {
    on_a_small_disk("full::fills_a_postgresql_database_when_asked_to", "16m", "65536");
}

/// The other process. Its server has a small disk for the database, not for the log, or else may not have long files.
#[test]
fn fills_a_postgresql_database_when_asked_to() {
    let Some(folder) = folder() else { return };
    let stays_full = std::env::var_os(STAYS_FULL).is_some();
    let cluster = Cluster::start().unwrap();
    if stays_full {
        let store = open(&cluster.fresh_database().unwrap()).unwrap();
        wait(store.append(vec![record(1, 0)])).unwrap();
        assert_eq!(lines(&*store), [record(1, 0)]);
        return;
    }
    let space = folder.join("space");
    std::fs::create_dir(&space).unwrap();
    // Where the test is run by root, the server is run by another.
    Command::new("chown").args(["-R", "postgres"]).arg(&folder).output().unwrap();
    let ballast = folder.join("ballast");
    std::fs::write(&ballast, vec![1; 500_000]).unwrap();
    cluster.run_sql(&format!("CREATE TABLESPACE small LOCATION '{}'", space.display())).unwrap();
    cluster.run_sql("CREATE DATABASE small TABLESPACE small").unwrap();
    let store = open(&cluster.address("small")).unwrap();
    let acknowledged = fill_with_noise(&*store);
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
    assert!(lines(&*store) == acknowledged, "reading goes on, and nothing half is there");
    std::fs::remove_file(&ballast).unwrap();
    wait(store.append(vec![record(3, 0)])).unwrap();
    assert_eq!(lines(&*store).len(), acknowledged.len() + 1);
    wait(store.erase()).unwrap();
    assert_eq!(lines(&*store), []);
}

/// As [`fill`], with lines that do not compress.
fn fill_with_noise(store: &dyn Store) -> Vec<Record> {
    let mut acknowledged = Vec::new();
    let mut seed = 1_u64;
    for n in 0..20_000 {
        let noise: String = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b' ' + ((seed >> 40) % 90) as u8)
        })
        .take(20_000)
        .collect();
        let some = vec![Record { line: noise, ..record(1, n * 2) }, record(1, n * 2 + 1)];
        match wait(store.append(some.clone())) {
            Ok(_) => acknowledged.extend(some),
            Err(error) => {
                assert!(matches!(error, StoreError::Full { .. }), "{error}");
                return acknowledged;
            }
        }
    }
    panic!("the disk is not small");
}
