//! What every command prints, as a person meets it: each test is a session at the terminal, compared with a snapshot.
//!
//! What the guidance says at length stands in tests of its own: `prove` and the chapters of the guide are not repeated here.
//!
//! The clock is set: it is noon of 22 November 2026 in Berlin, and every command comes a minute after the one before.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use insta::{Settings, assert_snapshot};
use jiff::{SignedDuration, Timestamp};
use shared::{Home, out};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

/// A session at the terminal, written down.
struct Session {
    home: Home,
    now: Timestamp,
    told: String,
}

impl Session {
    fn new() -> Session {
        Session { home: Home::below("/tmp"), now: "2026-11-22T11:00:00Z".parse().unwrap(), told: String::new() }
    }

    /// Types a line. Words with spaces stand in quotes.
    fn types(&mut self, line: &str) -> &mut Session {
        self.answers(line, "")
    }

    /// The same, with lines for what it asks.
    fn answers(&mut self, line: &str, input: &str) -> &mut Session {
        self.told.push_str(&format!("$ supple {line}\n"));
        let printed = self.runs(line, input);
        self.told.push_str(&printed);
        self.told.push('\n');
        self
    }

    /// Runs it, and gives what it printed: errors, and how it ended where it failed.
    fn runs(&mut self, line: &str, input: &str) -> String {
        self.now += SignedDuration::from_mins(1);
        let home = self.home.folder.path().to_str().unwrap().to_owned();
        let words: Vec<String> = line
            .split('"')
            .enumerate()
            .flat_map(|(at, part)| match at % 2 {
                0 => part.split_whitespace().map(str::to_owned).collect(),
                _ => vec![part.to_owned()],
            })
            .map(|word| word.replace("HOME", &home))
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut command = self.home.command(&words);
        command.env("SUPPLE_TEST_NOW", self.now.to_string()).env("COLUMNS", "100").stdin(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that does not read its input closes it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8(output.stderr.clone()).unwrap();
        let end = output.status.code().filter(|code| *code != 0).map(|code| format!("[exit {code}]\n"));
        format!("{}{error}{}", out(&output), end.unwrap_or_default()).replace(&home, "[home]")
    }

    /// What is random in what was told, named.
    fn settings() -> Settings {
        let mut settings = Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        for (random, named) in [
            (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "[id]"),
            (r"\b[0-9a-f]{64}\b", "[hash]"),
            (r"\b[0-9A-HJ-NP-Z]{4}-[0-9A-HJ-NP-Z]{4}\b", "[code]"),
            (r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", "[code]"),
            (r"(?m)^[ █▀▄]*[█▀▄][ █▀▄]*\n", ""),
            // What this program was built for, and whether with the part for the browser.
            (r#"built for [^\n"]+"#, "built for [machine]"),
            (r"(?m)^(ok|attention) +app: .*$", "[app]"),
            (r#"\{\s*"about": "app",[^}]*\}"#, "[app]"),
        ] {
            settings.add_filter(random, named);
        }
        settings
    }
}

macro_rules! snapshot {
    ($session:expr, $name:literal) => {{
        let session = &$session;
        Session::settings().bind(|| assert_snapshot!($name, session.told));
    }};
}

/// The commands, as the help lists them.
fn commands(of: &str) -> Vec<String> {
    let help = Session::new().runs(&format!("{of} --help"), "");
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap().to_owned();
    // Only the lines that name a command, not those that go on with what it is.
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).filter(|name| name != "help").collect()
}

#[test]
fn help() {
    let mut session = Session::new();
    session.types("--help").types("--version");
    for command in commands("") {
        session.types(&format!("{command} --help"));
    }
    snapshot!(session, "help");
}

#[test]
fn help_log() {
    let mut session = Session::new();
    let kinds = commands("log");
    assert!(kinds.len() >= 11, "{kinds:?}");
    for kind in kinds {
        session.types(&format!("log {kind} --help"));
    }
    snapshot!(session, "help_log");
}

#[test]
fn log() {
    let mut session = Session::new();
    session
        .types("log spasm")
        .types("log spasm --intensity 7 --where low-left,neck --for 30s --doing \"tying shoes\" --with leg-pain --without fever --at \"about 3 this morning\" --note \"It let go by itself.\"")
        .types("log pain 6")
        .types("log pain 1 --where seat-left --at \"2h ago\"")
        .types("log measure heat --for 15m --before 6 --after 4 --helped yes")
        .types("log exposure lifting --amount 22,5 --unit kg --at \"yesterday 10:00\" --until \"yesterday 11:00\"")
        .types("log exposure long-sitting --not")
        .types("log medicine \"ibuprofen 400\"")
        .types("log medicine ibuprofen --mg 400 --at \"20 days ago\"")
        .types("log medicine paracetamol --mg 9000")
        .types("log exercise cat-cow --times 10 --for 1m")
        .types("log check-in --spasm no --pain 3 --answer sleep=5,stress=yes")
        .types("log symptom numb-leg --not")
        .types("log symptom fever")
        .types("log episode onset --at 2026-11-20")
        .types("log episode recovery")
        .answers("log note -", "The first line.\nThe second.\n")
        .types("log profile --born 1979 --country de --own-exposures cello,gardening --zone Europe/Berlin")
        .types("log profile --yes ulcer --unsure lupus --no others")
        .types("log pain 4 --json");
    snapshot!(session, "log");
}

#[test]
fn profile() {
    let mut session = Session::new();
    session
        .types("profile")
        .types("log profile --contact \"Anna=+44 (0)20 7946 0123\" --says \"Bring the key\" --at-hand heat,chair")
        .types(
            "log profile --place \"1 Elm Street, second floor\" --born 1979 --country gb --yes gout --no breastfeeding",
        )
        .types("profile");
    session.now += SignedDuration::from_hours(24 * 400);
    session
        .types("profile")
        .types("profile --still-so")
        .types("profile --forget contact,place")
        .types("profile --json")
        .types("profile --forget contact")
        .types("profile --forget hair")
        .types("profile --questions")
        .types("log profile --contact Anna")
        .types("log profile --contact \"Anna=ask her\"")
        .types("log profile --says Hello")
        .types("log profile --at-hand sauna");
    snapshot!(session, "profile");
}

#[test]
fn log_refuses() {
    let mut session = Session::new();
    session.runs("log profile --born 1979", "");
    for line in [
        "log",
        "log sneeze",
        "log pain",
        "log pain 11",
        "log pain seven",
        "log spasm --where elbow",
        "log spasm --for 30",
        "log spasm --with fever --without fever",
        "log spasm --at 3",
        "log spasm --at soon",
        "log spasm --at \"2999-01-01 03:00\"",
        "log spasm --at \"1950-01-01 03:00\"",
        "log exposure sitting --at \"2h ago\" --until \"3h ago\"",
        "log exposure sitting --unit kg",
        "log measure heat --helped maybe",
        "log medicine paracetamol --mg 1.000",
        "log check-in",
        "log check-in --answer sleep",
        "log check-in --date tomorrow --pain 3",
        "log episode middle",
        "log note \"\"",
        "log profile",
        "log profile --yes hair",
        "log profile --due 2001-01-01",
        "log profile --zone Berlin",
        "log profile --decide x=y",
        "log exercise way-back:contact-sport",
        "log return-step contact-sport",
        "log check",
        "log plan",
        "log correction",
        "log removal",
    ] {
        session.types(line);
    }
    snapshot!(session, "log_refuses");
}

/// Some weeks of a diary.
fn kept(session: &mut Session) {
    for days in 1..=30 {
        let spasm = if days % 4 == 0 { "yes" } else { "no" };
        let lifting = if days % 4 == 0 || days % 7 == 0 { "yes" } else { "no" };
        let day = session.now - SignedDuration::from_hours(24 * days);
        let day = day.strftime("%Y-%m-%d");
        session.runs(
            &format!("log check-in --date {day} --at {day} --spasm {spasm} --pain 2 --answer lifting={lifting}"),
            "",
        );
        if days % 4 == 0 {
            session.runs(&format!("log spasm --at {day}T08:15 --for 30s --intensity 5 --where low-left"), "");
        }
    }
    session.runs("log measure heat --at \"yesterday 09:00\" --for 15m --before 6 --after 3 --helped yes", "");
    session.runs("log medicine ibuprofen --mg 400 --at \"yesterday 09:30\"", "");
    session.runs("log note --at \"yesterday 20:00\" \"Slept badly.\"", "");
}

#[test]
fn diary() {
    let mut session = Session::new();
    session.types("diary");
    kept(&mut session);
    session
        .types("diary --since 5d")
        .types("diary --since 2026-11-21 --kind note --ids")
        .types("diary --since 2d --kind note --json")
        .types("diary --since soon")
        .types("diary --kind removal");
    let spasm = session.runs("log spasm", "");
    let id = spasm.split("Id: ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    session.types(&format!("remove {id}"));
    session.types(&format!("remove {id}"));
    session.types("remove 0193b3f0-6f2a-7c4e-8a51-3f9d2b7c6e10").types("remove x");
    snapshot!(session, "diary");
}

#[test]
fn insight() {
    let mut session = Session::new();
    session.types("insight");
    session.runs("log spasm", "");
    session.types("insight");
    let mut session = Session { told: session.told, ..Session::new() };
    kept(&mut session);
    session
        .types("insight")
        .types("insight --since 2026-11-08")
        .types("insight --since 2999-01-01")
        .types("insight --pool HOME/nowhere");
    snapshot!(session, "insight");
}

#[test]
fn now() {
    let mut session = Session::new();
    session
        .types("now")
        .types("now --can stand --at-hand heat --none-of-these")
        .types("now --can fly")
        .types("now --onset soon");
    session.runs("log spasm --at \"2h ago\"", "");
    session.home.write("none.json", "{}");
    session.runs("check --answers HOME/none.json --assume-no --store", "");
    session.types("now --can turn --place bed --at-hand ice,phone --alone");
    session.home.write("bad.json", r#"{"stuck": true, "stuck-over-an-hour": true}"#);
    session.runs("check --answers HOME/bad.json --assume-no --store", "");
    session.types("now");
    snapshot!(session, "now");
}

#[test]
fn floor() {
    let mut session = Session::new();
    session.answers("now --floor", "").answers("now --floor --none-of-these", "y\ny\ny\ny\ny\ny\ny\ny\ny\ny\n");
    session.answers("now --floor", "n\n").answers("now --floor --again", "what\n");
    snapshot!(session, "floor");
}

#[test]
fn check() {
    let mut session = Session::new();
    session.answers("check", "y\ny\ny\n1\n4\ny\n40\n").answers("check", "n\nn\ny\n").answers("check", "y\nmaybe\n");
    for (name, answers) in [
        ("today", r#"{"leg-pain": true}"#),
        ("soon", r#"{"night-pain": true, "pain": 5}"#),
        ("emergency", r#"{"chest-pain": true}"#),
        ("wrong", r#"{"saddle": true}"#),
        ("number", r#"{"temperature": 99}"#),
    ] {
        session.home.write(&format!("{name}.json"), answers);
        session.types(&format!("check --answers HOME/{name}.json --assume-no"));
    }
    session.types("check --answers HOME/none.json").types("check --country XX --list");
    snapshot!(session, "check");
}

#[test]
fn moved() {
    let mut session = Session::new();
    session.types("export").types("backup HOME/empty.supple --passphrase-file HOME/pass").types("verify");
    session.runs("log pain 4", "");
    session.runs("log note \"It rained.\"", "");
    session.home.write("pass", "correct horse battery");
    session.home.write("short", "abc");
    session.home.write("other", "wrong horse battery");
    session.home.write("bad.jsonl", "not an entry\n");
    session.home.write("pain.csv", "happened,level\n2026-11-20 08:00,5\n2026-11-20 09:00,12\n");
    session.home.write("good.csv", "When,Pain\n2026-11-20 08:00,5\n");
    session
        .types("export")
        .types("export HOME/all.jsonl")
        .types("export --csv HOME/tables")
        .types("export HOME/nowhere/all.jsonl")
        .types("verify")
        .types("verify HOME/all.jsonl")
        .types("import HOME/all.jsonl")
        .types("import HOME/bad.jsonl")
        .types("import HOME/missing.jsonl")
        .types("import HOME/pain.csv --csv pain")
        .types("import HOME/pain.csv --csv pain --take-the-rest")
        .types("import HOME/good.csv --csv pain")
        .types("import HOME/good.csv --csv pain --map When=happened,Pain=level --dry-run")
        .types("import HOME/good.csv --csv pain --map When=happened,Pain=level")
        .types("backup HOME/diary.supple --passphrase-file HOME/short")
        .types("backup HOME/diary.supple")
        .types("backup HOME/diary.supple --passphrase-file HOME/pass")
        .types("restore HOME/diary.supple --passphrase-file HOME/pass")
        .types("restore HOME/diary.supple --passphrase-file HOME/other")
        .types("restore HOME/pain.csv --passphrase-file HOME/pass")
        .types("restore HOME/diary.supple --passphrase-file HOME/pass --database sqlite:HOME/new.db")
        .types("import HOME/all.jsonl --database sqlite:HOME/newer.db")
        .answers("erase", "no\n")
        .types("erase --yes-erase-everything")
        .types("diary");
    snapshot!(session, "moved");
}

#[test]
fn devices() {
    let mut session = Session::new();
    session.types("devices").types("devices --remove phone").types("pair");
    session
        .types("devices")
        .types("sync")
        .types("sync example.org")
        .types("sync http://example.org --code ABCD-EFGH")
        .types("sync https://127.0.0.1:9 --code ABCD-EFGH")
        .types("reconcile")
        .types("diary --database nonsense")
        .types("diary --database-file HOME/nothing")
        .types("serve --listen nonsense")
        .types("no-such-command")
        .types("--no-such-option");
    snapshot!(session, "devices");
}

#[test]
fn doctor() {
    let mut session = Session::new();
    session.types("doctor").types("log pain 4").types("doctor").types("doctor --json");
    session.home.write("supple/diary.db.paired", "nonsense");
    session
        .types("doctor")
        .types("doctor --database nonsense")
        .types("doctor --database-file HOME/nothing")
        .types("doctor --database postgres://anna:secret@127.0.0.1:9/diary")
        .types("doctor --serving http://127.0.0.1:9");
    snapshot!(session, "doctor");
}

#[test]
fn guide() {
    let mut session = Session::new();
    session.types("guide").types("guide nonsense");
    snapshot!(session, "guide");
}

#[test]
fn statistics() {
    let mut session = Session::new();
    session.home.write("days.csv", "set,case,lifting\n1,1,1\n1,0,0\n2,1,1\n2,0,1\n3,1,0\n3,0,0\n");
    session.home.write("times.csv", "time,status\n1,1\n3,1\n4,0\n7,1\n9,0\n");
    session
        .types("stats clogit HOME/days.csv --set set --case case --x lifting")
        .types("stats km HOME/times.csv")
        .types("stats km HOME/nothing.csv")
        .types("stats clogit HOME/days.csv --set set --case case --x weight")
        .types("simulate --list");
    snapshot!(session, "statistics");
}

/// Each snapshot is compared by a test: one that no test names says what nobody prints any more.
#[test]
fn every_snapshot_has_a_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let files = folder.read_dir().unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let found: BTreeSet<String> = files.collect();
    let named = include_str!("printed.rs").lines().filter_map(|line| line.trim().strip_prefix("snapshot!(session, \""));
    let named: BTreeSet<String> = named.map(|rest| format!("{}.snap", rest.trim_end_matches("\");"))).collect();
    assert_eq!(found, named);
}
