//! What `supple doctor` finds, with one thing wrong at a time; it changes nothing by looking.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::served::Server;
use shared::{Home, out};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use supple_store::testing::Cluster;

/// What was found of a thing: how it is, and what is said of it.
#[track_caller]
fn found(output: &Output, about: &str) -> (String, String) {
    let told = out(output);
    let mark = format!("  {about}: ");
    let line = told.lines().find(|line| line.contains(&mark)).unwrap_or_else(|| panic!("nothing of {about} in {told}"));
    let (condition, says) = line.split_once(&mark).unwrap();
    (condition.trim().to_owned(), says.to_owned())
}

#[track_caller]
fn is(output: &Output, about: &str, condition: &str, says: &str) {
    let (is, told) = found(output, about);
    assert!(is == condition && told.contains(says), "expected {condition} and {says:?}, got {is}: {told}");
    // Whatever is broken is a failure, and only that; each finding is a line, and nothing is said aside.
    let is_broken = out(output).lines().any(|line| line.starts_with("broken "));
    assert_eq!(output.status.code(), Some(i32::from(is_broken)), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

/// All files of a home with their contents.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.insert(path.display().to_string(), fs::read(&path).unwrap());
        }
    }
    all
}

fn doctor(home: &Home) -> Output {
    home.run(&["doctor"])
}

/// A home with two entries.
fn begun() -> Home {
    let home = Home::new();
    home.done(&["log", "pain", "5"]);
    home.done(&["log", "pain", "3"]);
    home
}

#[test]
fn where_there_is_no_diary_yet_nothing_is_wrong_and_none_is_made() {
    let cluster = Cluster::shared().unwrap();
    let home = Home::new();
    is(&doctor(&home), "diary", "ok", "none yet; `supple log` begins one at ");
    is(&doctor(&home), "channels", "ok", "all are off");
    let address = cluster.fresh_database().unwrap();
    for _ in 0..2 {
        is(&home.run(&["doctor", "--database", &address]), "diary", "ok", "begins one in this database");
    }
    assert_eq!(fs::read_dir(home.folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn a_healthy_diary_is_told_with_its_place_and_stays_as_it_is() {
    let home = begun();
    let before = files(home.folder.path());
    let output = doctor(&home);
    let place = home.diary().display().to_string();
    is(&output, "diary", "ok", &format!("2 entries of 1 device, all as they were written, in {place}"));
    is(&output, "files", "ok", "may be written");
    is(&output, "privacy", "ok", "no other account may read them");
    is(&output, "copies", "attention", "No copy of your diary yet");
    is(&output, "devices", "ok", "none is paired");
    is(&output, "time", "ok", "Europe/Berlin");
    is(&output, "version", "ok", env!("CARGO_PKG_VERSION"));
    assert_eq!(files(home.folder.path()), before, "looking changed something");
    let told = home.json(&["doctor", "--json"]);
    assert_eq!(told["well"], true);
    assert!(told["findings"].as_array().unwrap().iter().any(|one| one["about"] == "diary" && one["condition"] == "ok"));
}

#[test]
fn a_diary_on_a_server_of_databases_gets_no_tables_by_looking() {
    let cluster = Cluster::shared().unwrap();
    let home = Home::with(&cluster.fresh_database().unwrap());
    home.done(&["log", "pain", "5"]);
    let before = files(home.folder.path());
    is(&doctor(&home), "diary", "ok", "1 entry of 1 device");
    is(&doctor(&home), "channels", "ok", "all are off");
    assert_eq!(files(home.folder.path()), before, "looking changed something");
}

#[test]
fn a_damaged_entry_is_named_and_all_else_is_told_too() {
    let home = Home::new();
    home.done(&["log", "note", "The first note of this diary"]);
    home.done(&["log", "pain", "3"]);
    let mut bytes = fs::read(home.diary()).unwrap();
    let text = b"first note of this";
    let at = bytes.windows(text.len()).position(|part| part == text).expect("it is in the file");
    bytes[at] ^= 1;
    fs::write(home.diary(), bytes).unwrap();
    let output = doctor(&home);
    is(&output, "diary", "broken", "is not as it was written: the entry ");
    is(&output, "devices", "ok", "none is paired");
    fs::write(home.diary(), vec![7; 9_000]).unwrap();
    is(&doctor(&home), "diary", "broken", "is not a database of Supple");
}

#[test]
fn a_diary_that_is_gone_is_broken() {
    let home = begun();
    for file in ["diary.db", "diary.db-wal", "diary.db-shm"] {
        let _ = fs::remove_file(home.path("supple").join(file));
    }
    let before = files(home.folder.path());
    is(&doctor(&home), "diary", "broken", "the diary that was written here is gone: 2 entries");
    assert_eq!(files(home.folder.path()), before, "looking changed something");
}

#[test]
fn a_folder_that_may_not_be_written_is_broken() {
    let home = Home::new();
    let folder = home.path("full");
    fs::create_dir(&folder).unwrap();
    let Some(mut command) = shared::mounting(&folder, "ro") else {
        eprintln!("this system lets no test mount a file system: this is left out");
        return;
    };
    let address = format!("sqlite:{}/diary.db", folder.display());
    command.arg(env!("CARGO_BIN_EXE_supple")).args(["doctor", "--database", &address]);
    let output = command.env("XDG_DATA_HOME", home.folder.path()).env("TZ", "Europe/Berlin").output().unwrap();
    is(&output, "files", "broken", &format!("{} may not be written", folder.display()));
}

#[test]
fn a_diary_that_other_accounts_may_read_is_told_with_the_command_that_ends_it() {
    let home = begun();
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    set(&home.diary(), 0o644);
    is(&doctor(&home), "privacy", "ok", "no other account");
    // Only now can others come to it.
    set(home.folder.path(), 0o755);
    set(&home.path("supple"), 0o755);
    let output = doctor(&home);
    is(&output, "privacy", "attention", &format!("may read {}", home.diary().display()));
    let remedy = found(&output, "privacy").1.split_once(": ").unwrap().1.to_owned();
    assert!(Command::new("sh").args(["-c", &remedy]).status().unwrap().success(), "{remedy}");
    is(&doctor(&home), "privacy", "ok", "no other account");
}

#[test]
fn an_old_backup_and_one_that_is_gone_are_told() {
    let home = Home::new();
    let at = |time: &str, words: &[&str]| {
        let mut command = home.command(words);
        command.env("SUPPLE_TEST_NOW", time).env("SUPPLE_PASSPHRASE", "four plain words here").output().unwrap()
    };
    let file = home.path("diary.supple");
    assert!(at("2026-09-01T10:00:00Z", &["log", "pain", "5"]).status.success());
    assert!(at("2026-09-01T10:01:00Z", &["backup", file.to_str().unwrap()]).status.success());
    let soon = at("2026-09-01T10:02:00Z", &["doctor"]);
    is(&soon, "copies", "ok", &format!("A backup was made less than a day ago. It is {}.", file.display()));
    let late = at("2026-11-22T10:00:00Z", &["doctor"]);
    is(&late, "copies", "attention", "The last copy of your diary is 81 days old");
    fs::remove_file(&file).unwrap();
    is(&at("2026-09-01T10:02:00Z", &["doctor"]), "copies", "attention", "is not there now");
}

#[test]
fn lists_that_cannot_be_read_are_broken() {
    for (name, about) in [("paired", "devices"), ("places", "sync"), ("outbox", "channels")] {
        let home = begun();
        home.write(&format!("supple/diary.db.{name}"), "nonsense");
        let output = doctor(&home);
        is(&output, about, "broken", "diary.db");
        is(&output, "diary", "ok", "2 entries");
    }
}

#[test]
fn a_machine_without_a_time_zone_is_told_so() {
    let home = begun();
    let output = home.command(&["doctor"]).env("TZ", "No/Where").output().unwrap();
    is(&output, "time", "attention", "TZ=Europe/Berlin");
}

#[test]
fn a_server_of_databases_that_does_not_answer_is_broken_and_its_password_stays_hidden() {
    let home = Home::new();
    for address in
        ["postgres://anna:geheimes@127.0.0.1:9/diary", "postgres://anna:geheimes@127.0.0.1:9/diary?sslmode=require"]
    {
        for more in [&[][..], &["--json"]] {
            let mut words = vec!["doctor", "--database", address];
            words.extend(more);
            let output = home.run(&words);
            let told = format!("{output:?}");
            assert_eq!(output.status.code(), Some(1), "{told}");
            assert!(told.contains("broken") && !told.contains("geheim"), "{told}");
        }
    }
    assert_eq!(fs::read_dir(home.folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn whether_a_server_answers_is_a_question_of_its_own() {
    let home = begun();
    let server = Server::start(&home);
    let url = server.url.clone();
    is(&home.run(&["doctor", "--serving", &url]), "server", "ok", "it answers at ");
    drop(server);
    is(&home.run(&["doctor", "--serving", &url]), "server", "broken", "start it with `supple serve`");
}

#[test]
fn a_page_of_the_manual_and_completions_are_written_for_every_command() {
    let home = Home::new();
    let folder = home.path("manual");
    home.done(&["manual", folder.to_str().unwrap()]);
    let page = fs::read_to_string(folder.join("man/supple.1")).unwrap();
    assert!(page.contains(".SH OPTIONS") || page.contains(".SH SUBCOMMANDS"), "{page}");
    for name in ["man/supple-serve.1", "man/supple-log-spasm.1", "completions/_supple", "completions/supple.bash"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    assert!(!page.contains("supple-manual"), "what only a packer needs is not in the manual");
}
