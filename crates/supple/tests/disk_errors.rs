//! A disk that fails: one kind of call of the system after the other gives an error, now and then or each time (libfiu). What
//! was acknowledged is there, a file that was good stays good, and what is refused is told in one clear line.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::served::Server;
use shared::{Home, out};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use supple_diary::{Log, verify};

/// What a failing disk says: `EIO`, and `ENOSPC` where something is written.
const FAULTS: [(&str, i32); 15] = [
    ("oc/open", 5),
    ("oc/open", 28),
    ("oc/close", 5),
    ("rw/read", 5),
    ("rw/pread", 5),
    ("rw/pwrite", 5),
    ("rw/pwrite", 28),
    ("rw/pwrite/reduce", 0),
    ("rw/ftruncate", 5),
    ("sync/fsync", 5),
    ("sync/fsync", 28),
    ("sync/fdatasync", 5),
    ("sync/fdatasync", 28),
    ("dir/rename", 5),
    ("dir/unlink", 5),
];

/// What is written by a stream, that of what is printed too: no line is looked for there.
const STREAMS: [(&str, i32); 3] = [("rw/write", 5), ("rw/write", 28), ("rw/write/reduce", 0)];

const PASSPHRASE: &str = "four plain quiet words\n";

/// The libraries that let calls fail, where the system has them.
fn libraries() -> String {
    let found = |folder: &Path| folder.join("fiu_run_preload.so").exists().then(|| folder.to_owned());
    let folders = fs::read_dir("/usr/lib").unwrap().flatten().map(|entry| entry.path().join("fiu"));
    let folder = found(Path::new("/usr/lib/fiu")).or_else(|| folders.into_iter().find_map(|folder| found(&folder)));
    let folder: PathBuf = folder.expect("libfiu's tools are not installed: run cargo xtask setup");
    format!("{0}/fiu_run_preload.so {0}/fiu_posix_preload.so", folder.display())
}

/// A command of `supple` whose calls of this kind fail, three in ten.
fn failing(home: &Home, (call, error): (&str, i32), arguments: &[&str]) -> Output {
    let fault = format!("enable_random name=posix/io/{call},probability=0.3,failinfo={error}\n");
    home.command(arguments).env("LD_PRELOAD", libraries()).env("FIU_ENABLE", fault).output().unwrap()
}

/// Whether it did what it was asked to. If not, it says why in one line, and did not break.
fn is_done(output: &Output, fault: (&str, i32), what: &str) -> bool {
    let error = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => true,
        _ if STREAMS.contains(&fault) && output.status.code().is_some_and(|code| code != 101) => false,
        Some(1) => {
            let lines: Vec<&str> = error.lines().collect();
            assert!(lines.len() == 1 && lines[0].starts_with("supple: "), "{what}, {fault:?}: {error}");
            false
        }
        code => panic!("{what}, {fault:?}: {code:?} {error} {}", out(output)),
    }
}

/// Each fault, so many times.
fn faults(many: usize) -> impl Iterator<Item = (&'static str, i32)> {
    FAULTS.into_iter().chain(STREAMS).flat_map(move |fault| std::iter::repeat_n(fault, many))
}

/// A diary of so many entries.
fn diary(many: u32) -> Home {
    let home = Home::new();
    for number in 0..many {
        home.done(&["log", "pain", &(number % 11).to_string()]);
    }
    home
}

fn whole(log: &Log, what: &str) {
    assert_eq!(verify(log.iter()), [], "{what}");
}

#[test]
fn what_was_acknowledged_is_there_whichever_calls_failed() {
    let home = diary(2);
    let (mut said, mut refused) = (0, 0);
    for (number, fault) in faults(4).enumerate() {
        let note = format!("note {number} of this test");
        let output = failing(&home, fault, &["log", "note", &note]);
        let is_done = is_done(&output, fault, "log");
        let export = home.export();
        let stored = export.matches(&format!("\"{note}\"")).count();
        assert!(stored <= 1 && (!is_done || stored == 1), "{fault:?}: stored {stored} times");
        if is_done { said += 1 } else { refused += 1 }
    }
    whole(&home.log(), "log");
    eprintln!("{said} stored, {refused} refused");
    assert!(said > 0 && refused > 0, "some were stored and some were not: {said}, {refused}");
}

#[test]
fn a_backup_that_fails_leaves_the_one_before_and_one_that_is_done_is_whole() {
    let (old, new) = (diary(2), diary(3));
    let passphrase = old.write("passphrase", PASSPHRASE);
    let file = old.path("good.age").to_str().unwrap().to_owned();
    let backup = ["backup", &file, "--anyway", "--passphrase-file", &passphrase];
    old.done(&backup);
    let good = fs::read(&file).unwrap();
    let mut seen = [0, 0];
    for fault in faults(1) {
        let done = is_done(&failing(&new, fault, &backup), fault, "backup");
        seen[usize::from(done)] += 1;
        let there = Home::new();
        there.done(&["restore", &file, "--passphrase-file", &passphrase]);
        let there = there.log();
        assert!(there == new.log() || !done && there == old.log(), "{fault:?}: {} entries", there.len());
        fs::write(&file, &good).unwrap();
    }
    eprintln!("{} refused, {} done", seen[0], seen[1]);
    assert!(seen.iter().all(|many| *many > 0), "{seen:?}");
}

#[test]
fn an_import_or_a_restore_that_fails_can_be_done_again_and_then_brings_everything() {
    let from = diary(30);
    let (lines, passphrase) = (from.write("diary.jsonl", from.export()), from.write("passphrase", PASSPHRASE));
    let file = from.path("good.age").to_str().unwrap().to_owned();
    from.done(&["backup", &file, "--passphrase-file", &passphrase]);
    for arguments in [&["import", &lines][..], &["restore", &file, "--passphrase-file", &passphrase]] {
        let mut seen = [0, 0];
        for fault in faults(1) {
            let what = arguments[0];
            let home = Home::new();
            let done = is_done(&failing(&home, fault, arguments), fault, what);
            seen[usize::from(done)] += 1;
            let is_whole = Log::from_lines(&out(&home.run(&["export"]))).0 == from.log();
            if !done && !is_whole {
                home.done(arguments);
            }
            assert_eq!(home.log(), from.log(), "{what}, {fault:?}");
        }
        eprintln!("{}: {} refused, {} done", arguments[0], seen[0], seen[1]);
        assert!(seen.iter().all(|many| *many > 0), "{arguments:?}: {seen:?}");
    }
}

#[test]
fn what_is_erased_is_gone_or_it_is_said_that_it_is_not() {
    let mut seen = [0, 0];
    for fault in faults(1) {
        let home = diary(2);
        home.done(&["log", "note", "a secret of mine"]);
        let erase = ["erase", "--yes-erase-everything"];
        let done = is_done(&failing(&home, fault, &erase), fault, "erase");
        seen[usize::from(done)] += 1;
        if !done {
            let again = home.run(&erase);
            assert!(again.status.success() || home.run(&["log"]).status.code() == Some(1), "{fault:?}: {again:?}");
        }
        let left = fs::read_dir(home.path("supple")).into_iter().flatten().flatten();
        for file in left.filter(|entry| entry.path().is_file()) {
            let bytes = fs::read(file.path()).unwrap();
            let has = bytes.windows(16).any(|window| window == b"a secret of mine");
            assert!(!has, "{fault:?}: {} still holds it", file.path().display());
        }
    }
    eprintln!("{} refused, {} done", seen[0], seen[1]);
}

#[test]
fn a_disk_that_always_fails_is_told_as_that_and_as_nothing_else() {
    let home = diary(1);
    for call in ["oc/open", "rw/pread", "rw/pwrite", "sync/fdatasync"] {
        let fault = format!("enable name=posix/io/{call},failinfo=5\n");
        let mut command = home.command(&["log", "pain", "4"]);
        let output = command.env("LD_PRELOAD", libraries()).env("FIU_ENABLE", fault).output().unwrap();
        shared::fails(&output, 1, "the disk reports an error");
        assert!(String::from_utf8_lossy(&output.stderr).contains("look after the disk and your backups"), "{call}");
    }
    assert_eq!(home.log().len(), 1);
}

/// Tells libfiu in a process that runs.
fn tell(prefix: &str, server: &Server, command: &str) {
    let id = server.id().to_string();
    let told = Command::new("fiu-ctrl").args(["-f", prefix, "-c", command, &id]).output().unwrap();
    assert!(told.status.success(), "{told:?}");
}

#[test]
fn the_pages_of_this_minute_answer_and_say_what_is_not_stored_while_each_call_fails() {
    for (call, error) in [("rw/pwrite", 5), ("rw/pwrite", 28), ("rw/pread", 5), ("sync/fdatasync", 5), ("oc/open", 5)] {
        let what = format!("{call} {error}");
        let home = diary(3);
        let prefix = home.path("fiu").to_str().unwrap().to_owned();
        let mut command = home.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.env("LD_PRELOAD", libraries()).env("FIU_CTRL_FIFO", &prefix);
        let server = Server::run(command);
        assert_eq!(server.post("/spasm", "").status, 303, "{what}: it is well");
        tell(&prefix, &server, &format!("enable name=posix/io/{call},failinfo={error}"));
        for path in ["/", "/check", "/floor", "/guide/relief"] {
            let page = server.get(path);
            assert!(page.status == 200 && page.body.contains("href=\"tel:"), "{what}: {path}: {}", page.status);
        }
        let verdict = server.post("/check", "saddle-numbness=yes&rest=no");
        assert!(verdict.status == 200 && verdict.body.contains("data-urgency=\"emergency\""), "{what}");
        let is_said = verdict.body.contains("This could not be stored.");
        tell(&prefix, &server, &format!("disable name=posix/io/{call}"));
        let until = Instant::now() + Duration::from_secs(30);
        while home.log().len() < 5 {
            assert!(Instant::now() < until, "{what}: what was said is stored once it can be");
            std::thread::sleep(Duration::from_millis(100));
        }
        // What the file system does not need for a write cannot fail it.
        assert!(is_said || ["rw/pread", "oc/open"].contains(&call), "{what}: it is said that it is not stored");
        let log = home.log();
        assert_eq!(log.len(), 5, "{what}: each once");
        whole(&log, &what);
    }
}
