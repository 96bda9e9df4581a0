//! A database that is missing, empty, older or another one than this machine knows is never taken for a healthy diary: by
//! hand and by schedule, on the command line and on pages, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::kept::Kept;
use shared::{Home, fails, out};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, Output};
use supple_diary::{Log, verify};
use supple_store::testing::Cluster;

/// Commands that only read.
const READING: [&[&str]; 5] = [&["diary"], &["export"], &["insight"], &["verify"], &["backup", "/nowhere/at/all.age"]];

/// `supple` with a passphrase.
fn locked(home: &Home, arguments: &[&str]) -> Command {
    let mut command = home.command(arguments);
    command.env("SUPPLE_PASSPHRASE", "four plain words here");
    command
}

fn run(home: &Home, arguments: &[&str]) -> Output {
    locked(home, arguments).output().unwrap()
}

#[track_caller]
fn done(home: &Home, arguments: &[&str]) -> String {
    let output = run(home, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
    out(&output)
}

fn error(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The result as it should be, and one line aside that says what is lost.
#[track_caller]
fn tells(output: &Output, says: &str) {
    let error = error(output);
    assert_eq!(error.trim_end().lines().count(), 1, "one line: {error}");
    assert!(output.status.success() && error.starts_with("supple: ") && error.contains(says), "{output:?}");
}

/// The entry of someone in pain, so many times.
fn write(home: &Home, times: usize) {
    for _ in 0..times {
        assert!(run(home, &["log", "pain", "5"]).status.success());
    }
}

// ---------------------------------------------------------------- reading

#[test]
fn a_reading_command_makes_no_diary_where_there_is_none() {
    let cluster = Cluster::shared().unwrap();
    let home = Home::new();
    let typo = format!("sqlite:{}", home.path("typo/diary.db").display());
    for address in [typo, cluster.fresh_database().unwrap()] {
        for _ in 0..2 {
            for command in READING {
                let mut arguments = vec!["--database", &address];
                arguments.extend(command);
                fails(&run(&home, &arguments), 1, "there is no diary ");
            }
        }
        // What changes an entry has nothing to change.
        let removal = ["--database", &address, "remove", "0193b3f0-6f2a-7c4e-8a51-3f9d2b7c6e10"];
        fails(&run(&home, &removal), 1, "there is no diary ");
        fails(&run(&home, &["--database", &address, "erase", "--yes-erase-everything"]), 1, "there is no diary ");
    }
    assert_eq!(fs::read_dir(home.folder.path()).unwrap().count(), 0, "nothing was made");
    // Help comes all the same, with a word on what does not count.
    let now = run(&home, &["now", "--database", &format!("sqlite:{}", home.path("typo/diary.db").display())]);
    tells(&now, "there is no diary at ");
    assert!(run(&home, &["now"]).stderr.is_empty(), "whoever never wrote anything is told of nothing");
    assert_eq!(fs::read_dir(home.folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn a_file_without_a_byte_is_no_diary() {
    let home = Home::new();
    let empty = home.write("empty.db", "");
    for command in READING {
        let mut arguments = vec!["--database", ""];
        let address = format!("sqlite:{empty}");
        arguments[1] = &address;
        arguments.extend(command);
        fails(&run(&home, &arguments), 1, "there is no diary at ");
    }
    assert_eq!(fs::metadata(&empty).unwrap().len(), 0, "it was left alone");
    write(&home, 3);
    fs::write(home.diary(), "").unwrap();
    for command in READING {
        fails(&run(&home, command), 1, "but the diary that was written here is gone: 3 entries, the last from ");
    }
    tells(&run(&home, &["log", "spasm"]), "is gone: 3 entries");
    assert_eq!(done(&home, &["export"]).lines().count(), 1);
}

#[test]
fn a_diary_that_is_gone_is_told_until_it_is_back() {
    for kept in Kept::both() {
        let home = kept.home();
        write(home, 4);
        kept.copy();
        kept.lose();
        for command in READING {
            fails(&run(home, command), 1, "the diary that was written here is gone: 4 entries, the last from ");
        }
        // It is told whatever is written meanwhile.
        for _ in 0..2 {
            tells(&run(home, &["log", "spasm"]), "the diary that was written here is gone: 4 entries");
        }
        tells(&run(home, &["diary"]), "is gone: 4 entries");
        let verified = run(home, &["verify"]);
        assert!(verified.status.code() == Some(1) && out(&verified).starts_with("Not as it was written: the diary "));
        assert!(!out(&verified).contains("all as they were written"));
        kept.swap();
        assert_eq!(done(home, &["verify"]), "4 entries of 1 device: all as they were written.\n");
        assert!(run(home, &["diary"]).stderr.is_empty());
    }
}

#[test]
fn a_database_that_has_lost_its_tail_is_older_than_what_this_device_wrote() {
    for kept in Kept::both() {
        let home = kept.home();
        write(home, 3);
        kept.copy();
        write(home, 2);
        kept.swap();
        let says = "this diary is older than what this device wrote: 2 entries are missing, the last from ";
        tells(&run(home, &["diary"]), says);
        tells(&run(home, &["insight"]), says);
        tells(&run(home, &["export"]), says);
        let verified = run(home, &["verify"]);
        assert_eq!((verified.status.code(), error(&verified).as_str()), (Some(1), ""));
        assert!(out(&verified).contains(says) && !out(&verified).contains("all as"), "{}", out(&verified));
        let json = run(home, &["verify", "--json"]);
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!((&json["good"], &json["lost"]["entries"]), (&false.into(), &2.into()));
        // What is written now is no fork of what may come back.
        tells(&run(home, &["log", "spasm"]), says);
        let (older, _) = Log::from_lines(&out(&run(home, &["export"])));
        kept.swap();
        let (mut whole, _) = Log::from_lines(&done(home, &["export"]));
        assert_eq!((older.len(), whole.len()), (4, 5));
        assert!(run(home, &["verify"]).status.success());
        whole.merge(&older);
        assert_eq!((whole.len(), verify(whole.iter())), (6, vec![]));
    }
}

#[test]
fn another_diary_in_its_place_is_not_taken_for_the_one_that_was_written_here() {
    let (home, other) = (Home::new(), Home::new());
    write(&home, 2);
    write(&other, 3);
    fs::copy(other.diary(), home.diary()).unwrap();
    tells(&run(&home, &["diary"]), "this is another diary than the one that was written here");
    assert_eq!(run(&home, &["verify"]).status.code(), Some(1));
}

#[test]
fn nothing_is_missing_where_entries_only_came_or_all_was_erased() {
    for kept in Kept::both() {
        let home = kept.home();
        write(home, 2);
        // Noted too low, not at all, or unreadable: an old head says "at least".
        let mut heads = Vec::new();
        let folder = home.path("supple");
        for file in fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()) {
            if file.extension().is_some_and(|kind| kind == "head") {
                heads.push((file.clone(), fs::read(&file).unwrap()));
            }
        }
        assert_eq!(heads.len(), 1);
        write(home, 3);
        for text in [heads[0].1.clone(), b"{".to_vec(), Vec::new()] {
            fs::write(&heads[0].0, text).unwrap();
            assert!(done(home, &["verify"]).starts_with("5 entries of 1 device: all as"));
            assert!(run(home, &["diary"]).stderr.is_empty());
        }
        // Someone else erases a diary that is shared.
        let elsewhere = fs::read(&heads[0].0).unwrap();
        done(home, &["erase", "--yes-erase-everything"]);
        fs::write(&heads[0].0, elsewhere).unwrap();
        assert!(run(home, &["diary"]).stderr.is_empty());
        write(home, 1);
        assert!(run(home, &["verify"]).status.success());
    }
}

#[test]
fn a_restored_backup_ends_the_loss() {
    let home = Home::new();
    write(&home, 3);
    let backup = home.path("diary.age").to_str().unwrap().to_owned();
    done(&home, &["backup", &backup]);
    fs::remove_file(home.diary()).unwrap();
    fails(&run(&home, &["diary"]), 1, &format!("or restore the last backup, {backup}, with `supple restore`"));
    done(&home, &["restore", &backup]);
    assert!(run(&home, &["diary"]).stderr.is_empty());
    assert!(run(&home, &["verify"]).status.success());
}

// ---------------------------------------------------------------- backups by hand

#[test]
fn a_good_backup_is_not_replaced_by_one_that_holds_less() {
    let home = Home::new();
    write(&home, 3);
    let backup = home.path("d.age").to_str().unwrap().to_owned();
    done(&home, &["backup", &backup]);
    let good = fs::read(&backup).unwrap();
    let at = |name: &str| format!("sqlite:{}", home.path(name).display());

    // No diary at all, in a folder that is not there.
    fails(&run(&home, &["backup", &backup, "--database", &at("gone/diary.db")]), 1, "there is no diary at ");
    // One without entries, and one without entries to a new file.
    let nothing = home.write("nothing.jsonl", "");
    done(&home, &["import", &nothing, "--database", &at("empty.db")]);
    let empty = at("empty.db");
    fails(&run(&home, &["backup", &backup, "--database", &empty]), 1, "stays as it is: the diary is empty");
    let new = home.path("new.age").to_str().unwrap().to_owned();
    fails(&run(&home, &["backup", &new, "--database", &empty]), 1, "no backup was made: the diary is empty");
    assert!(!Path::new(&new).exists());
    // Another diary, also where it holds more.
    for _ in 0..4 {
        done(&home, &["log", "pain", "1", "--database", &at("other.db")]);
    }
    let other = at("other.db");
    fails(&run(&home, &["backup", &backup, "--database", &other]), 1, "it holds another diary, of 3 entries");
    // An older copy of the same diary.
    done(&home, &["export", home.path("part.jsonl").to_str().unwrap()]);
    let part = fs::read_to_string(home.path("part.jsonl")).unwrap();
    let part = home.write("part.jsonl", part.lines().take(2).map(|line| format!("{line}\n")).collect::<String>());
    done(&home, &["import", &part, "--database", &at("older.db")]);
    let older = at("older.db");
    fails(&run(&home, &["backup", &backup, "--database", &older]), 1, "it holds 1 entry that the diary here lacks");
    // One that nobody here can look into.
    let foreign = home.write("foreign.age", supple_seal::seal(b"", &"another".to_owned().into(), 4).unwrap());
    fails(&run(&home, &["backup", &foreign]), 1, "so what it holds cannot be told; --anyway writes it all the same");

    assert!(fs::read(&backup).unwrap() == good, "nothing was replaced");
    // A fuller one takes its place, also under another passphrase.
    write(&home, 1);
    done(&home, &["backup", &backup]);
    let changed = locked(&home, &["backup", &backup]).env("SUPPLE_PASSPHRASE", "other words").output().unwrap();
    assert_eq!(changed.status.code(), Some(0), "{changed:?}");
    // And whoever wants it so gets it so.
    assert!(done(&home, &["backup", &foreign, "--anyway", "--database", &other]).starts_with("Backup: 4 entries"));
    assert!(done(&home, &["backup", &new, "--anyway", "--database", &empty]).starts_with("Backup: 0 entries"));
}

// ---------------------------------------------------------------- the server

/// A server, with the lines that it prints.
struct Server {
    child: Child,
    out: Lines<BufReader<ChildStdout>>,
    err: Lines<BufReader<ChildStderr>>,
    address: SocketAddr,
}

impl Server {
    fn start(home: &Home, arguments: &[&str]) -> Server {
        let mut child = locked(home, &["serve", "--listen", "127.0.0.1:0"]).args(arguments).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
        let err = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = out.next().expect("the server starts").unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split(". ").next()).unwrap().parse().unwrap();
        Server { child, out, err, address }
    }

    fn says(&mut self) -> String {
        self.out.next().unwrap().unwrap()
    }

    fn complains(&mut self) -> String {
        self.err.next().unwrap().unwrap()
    }

    fn ask(&self, method: &str, path: &str, form: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
            self.address,
            form.len()
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The files of a folder, with what is in them.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())).collect()
}

/// Makes a backup by schedule, as if it were made on this day.
fn backed_up_on(home: &Home, folder: &Path, day: u8) -> PathBuf {
    let mut server = Server::start(home, &["--backup", folder.to_str().unwrap()]);
    let line = server.says();
    drop(server);
    let made = line.strip_prefix("Backup: ").and_then(|line| line.split(" in ").nth(1)).unwrap();
    let made = PathBuf::from(made.split(';').next().unwrap());
    let name = made.file_name().unwrap().to_str().unwrap().to_owned();
    let (_, rest) = name.split_at("supple-2026-01-10".len());
    let dated = folder.join(format!("supple-2026-01-{day:02}{rest}"));
    fs::rename(&made, &dated).unwrap();
    dated
}

#[test]
fn by_schedule_no_good_backup_goes_when_the_diary_is_lost() {
    for kept in Kept::both() {
        let home = kept.home();
        let folder = home.path("backups");
        write(home, 1);
        for day in 10..13 {
            write(home, 1);
            backed_up_on(home, &folder, day);
        }
        let good = files(&folder);
        assert_eq!(good.len(), 3);
        kept.lose();
        for _ in 0..2 {
            let mut server = Server::start(home, &["--backup", folder.to_str().unwrap()]);
            assert!(server.complains().contains("the diary that was written here is gone: 4 entries"));
            let line = server.complains();
            assert!(
                line.starts_with("supple: no backup was made: the diary is empty, but the diary that was"),
                "{line}"
            );
            assert!(
                server.ask("GET", "/", "").contains("The diary that was kept here is gone (4 entries, the last from ")
            );
        }
        assert!(files(&folder) == good, "nothing was added or removed");
        // What is written from now on is another diary, and is kept apart.
        write(home, 1);
        // A sealed file takes a second to make: the whole way on one kind of database is enough.
        let days = if matches!(kept, Kept::File(_)) { 9 } else { 2 };
        for day in 1..=days {
            write(home, 1);
            backed_up_on(home, &folder, day);
        }
        let all = files(&folder);
        assert!(good.iter().all(|(name, bytes)| all.get(name) == Some(bytes)), "{:?}", all.keys());
        assert_eq!(all.len(), 3 + usize::from(days.min(7)), "{:?}", all.keys());
    }
}

#[test]
fn by_schedule_an_older_copy_pushes_out_nothing() {
    let kept = Kept::File(Home::new());
    let home = kept.home();
    let folder = home.path("backups");
    write(home, 1);
    backed_up_on(home, &folder, 1);
    // What the server left in the log goes into the file when the next program closes it.
    done(home, &["diary"]);
    kept.copy();
    for day in 2..=7 {
        write(home, 1);
        backed_up_on(home, &folder, day);
    }
    kept.swap();
    let mut server = Server::start(home, &["--backup", folder.to_str().unwrap()]);
    let line = server.says();
    assert!(line.starts_with("Backup: 1 entry in ") && line.ends_with("holds more, so none was removed"), "{line}");
    drop(server);
    assert_eq!(files(&folder).len(), 8);
}

#[test]
fn two_diaries_back_up_into_one_folder_and_neither_pushes_out_the_other() {
    let (home, other) = (Home::new(), Home::new());
    let folder = home.path("backups");
    write(&other, 1);
    let first = backed_up_on(&other, &folder, 1);
    for day in 2..=10 {
        write(&home, 1);
        backed_up_on(&home, &folder, day);
    }
    assert!(first.exists() && files(&folder).len() == 8, "{:?}", files(&folder).keys());
    let name = first.file_name().unwrap().to_str().unwrap();
    assert!(name.ends_with("-1.age"), "it says how many entries it holds: {name}");
    let address = format!("sqlite:{}", other.path("back.db").display());
    done(&other, &["restore", first.to_str().unwrap(), "--database", &address]);
}

#[test]
fn an_empty_diary_is_not_backed_up_by_schedule_and_says_so() {
    let home = Home::new();
    let folder = home.path("backups");
    let mut server = Server::start(&home, &["--backup", folder.to_str().unwrap()]);
    assert_eq!(server.complains(), "supple: no backup was made: the diary is empty");
    drop(server);
    assert!(!folder.exists());
}

#[test]
fn pages_tell_of_a_loss_until_the_person_begins_anew() {
    let home = Home::new();
    write(&home, 2);
    fs::copy(home.diary(), home.path("older.db")).unwrap();
    write(&home, 3);
    fs::rename(home.path("older.db"), home.diary()).unwrap();
    let server = Server::start(&home, &[]);
    for page in ["/", "/diary", "/log", "/keep", "/insight", "/now", "/medicine"] {
        let said = server.ask("GET", page, "");
        assert!(
            said.contains("This is an older copy of your diary, and it lacks what came later (3 entries, "),
            "{page}"
        );
        assert!(said.contains("href=\"/keep/restore\""), "{page}");
    }
    assert!(server.ask("POST", "/spasm", "").starts_with("HTTP/1.1 303"), "a spasm is kept all the same");
    assert!(server.ask("GET", "/", "").contains("it lacks what came later"));
    assert!(server.ask("POST", "/keep/anew", "").starts_with("HTTP/1.1 303"));
    assert!(!server.ask("GET", "/", "").contains("it lacks what came later"));
    drop(server);
    assert!(run(&home, &["verify"]).status.success());
}

#[cfg(unix)]
#[test]
fn nothing_is_acknowledged_that_goes_into_a_file_which_nobody_finds_again() {
    type Change = fn(&Home);
    let log = |home: &Home| home.path("supple/diary.db-wal");
    let changes: [(&str, Change); 4] = [
        ("all files removed", |home| {
            for file in ["diary.db", "diary.db-wal", "diary.db-shm"] {
                fs::remove_file(home.path("supple").join(file)).unwrap();
            }
        }),
        ("the folder moved away", |home| fs::rename(home.path("supple"), home.path("away")).unwrap()),
        ("an older copy put in its place", |home| fs::rename(home.path("older.db"), home.diary()).unwrap()),
        ("its log removed", |home| fs::remove_file(home.path("supple/diary.db-wal")).unwrap()),
    ];
    for (what, change) in changes {
        let home = Home::new();
        write(&home, 2);
        fs::copy(home.diary(), home.path("older.db")).unwrap();
        let server = Server::start(&home, &[]);
        assert!(server.ask("POST", "/spasm", "").starts_with("HTTP/1.1 303"), "{what}");
        assert!(log(&home).exists(), "there is a log beside it while it is open");
        change(&home);
        for _ in 0..2 {
            let answer = server.ask("POST", "/spasm", "");
            assert!(answer.starts_with("HTTP/1.1 503"), "{what}: {answer}");
            assert!(answer.contains("was removed or replaced while Supple was running"), "{what}");
            assert!(answer.contains("Nothing was stored."), "{what}");
        }
        let copy = server.ask("GET", "/keep/diary.jsonl", "");
        assert!(
            copy.starts_with("HTTP/1.1 200") && copy.matches("\"kind\"").count() == 3,
            "{what}: what was kept can be saved"
        );
        assert!(server.ask("GET", "/check", "").starts_with("HTTP/1.1 200"), "{what}");
    }
}

#[test]
fn nothing_is_acknowledged_on_an_older_copy_of_a_database_on_a_server() {
    let kept = Kept::both().into_iter().nth(1).unwrap();
    let home = kept.home();
    write(home, 2);
    kept.copy();
    write(home, 2);
    let server = Server::start(home, &[]);
    assert!(server.ask("GET", "/diary", "").starts_with("HTTP/1.1 200"));
    let Kept::Server(_, cluster, name) = &kept else { unreachable!() };
    cluster
        .run_sql(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
        .unwrap();
    // It may connect again before the other database has taken the name.
    cluster.run_sql(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).unwrap();
    cluster
        .run_sql(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
        .unwrap();
    cluster.run_sql(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
    cluster.run_sql(&format!("ALTER DATABASE {name}_copy RENAME TO {name}")).unwrap();
    let answer = server.ask("POST", "/spasm", "");
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("lacks 2 of the entries"), "{answer}");
    drop(server);
    assert_eq!(out(&run(home, &["export"])).lines().count(), 2);
}
