//! The diary on the command line: what a person stores, looks at and takes along. Real processes, real databases.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use shared::{Home, fails, is_private, out};
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};
use supple_diary::{Diary, Draft, KindName, Log, testing};
use supple_insight::names::labelled;
use supple_store::testing::Cluster;

/// The id that `supple log` prints.
fn id(said: &str) -> String {
    said.split("Id: ").nth(1).unwrap().split(' ').next().unwrap().to_owned()
}

/// A diary of three devices with everything in it, the same each time.
fn generated(entries: usize) -> Log {
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    loop {
        let entries_made = testing::diaries(entries).new_tree(&mut runner).unwrap().current();
        if entries_made.len() > entries / 2 {
            return entries_made.into_iter().collect();
        }
    }
}

#[test]
fn what_is_logged_stands_in_the_diary() {
    let home = Home::new();
    let said = home.done(&[
        "log",
        "spasm",
        "--intensity",
        "7",
        "--where",
        "low-left,neck",
        "--for",
        "30s",
        "--doing",
        "tying shoes",
        "--with",
        "leg-pain",
        "--without",
        "fever",
        "--note",
        "It let go by itself.",
    ]);
    assert!(said.starts_with("Stored: Spasm 7 of 10, 30 seconds, ") && said.contains("takes it back"), "{said}");
    let sign = "! Pain down one leg or into the buttock. This is a sign that the check looks at.";
    assert!(said.replace("\n ", "").contains(sign), "{said}");
    home.done(&["log", "pain", "4", "--at", "yesterday 21:15"]);
    home.done(&["log", "measure", "heat", "--for", "15m", "--before", "6", "--after", "4", "--helped", "yes"]);
    home.done(&[
        "log",
        "exposure",
        "lifting",
        "--amount",
        "22,5",
        "--unit",
        "kg",
        "--at",
        "yesterday 10:00",
        "--until",
        "yesterday 11:00",
    ]);
    home.done(&["log", "medicine", "ibuprofen", "--mg", "400"]);
    home.done(&["log", "exercise", "cat-cow", "--times", "10"]);
    home.done(&[
        "log",
        "check-in",
        "--date",
        "yesterday",
        "--spasm",
        "no",
        "--pain",
        "3",
        "--answer",
        "sleep=5,stress=yes",
    ]);
    home.done(&["log", "symptom", "numb-leg", "--not"]);
    home.done(&["log", "episode", "onset", "--at", "2 days ago"]);
    home.done(&["log", "note", "Rückenschmerz"]);
    home.done(&["log", "profile", "--born", "1979", "--country", "de", "--own-exposures", "cello,carrying Łukasz"]);
    let text = home.done(&["diary"]);
    for part in [
        "Spasm 7 of 10, 30 seconds. Neck, low left. tying shoes. Pain down one leg or into the buttock. ",
        "It let go by itself.",
        "Heat, 15 minutes. Pain 6, then 4. It helped",
        "How much: 22.5 kg",
        "400 mg",
        "Numb-leg: no",
        "Note: Rückenschmerz",
        "Sleep: 5",
    ] {
        assert!(text.replace("\n             ", " ").contains(part), "{part:?} in {text}");
    }
    let spasms = home.json(&["diary", "--kind", "spasm", "--json"]);
    assert_eq!(spasms.as_array().unwrap().len(), 1);
    assert_eq!(spasms[0]["came_with"], json!({"fever": false, "leg-pain": true}));
    assert_eq!(home.done(&["verify"]), "11 entries of 1 device: all as they were written.\n");
    assert!(is_private(&home.diary()) && is_private(&home.path("supple/diary.db.device")));
}

#[test]
fn a_wrong_entry_can_be_taken_back_and_restored() {
    let home = Home::new();
    let spasm = id(&home.done(&["log", "spasm"]));
    let said = home.done(&["remove", &spasm]);
    assert!(said.starts_with("Removed: Spasm, "), "{said}");
    assert!(home.done(&["diary"]).starts_with("Nothing since "));
    fails(&home.run(&["remove", &spasm]), 1, "is removed already");
    assert!(home.done(&["remove", &id(&said)]).starts_with("Restored: Spasm, "));
    assert_eq!(home.json(&["diary", "--json"])[0]["id"], spasm);
    fails(&home.run(&["remove", "0193b3f0-6f2a-7c4e-8a51-3f9d2b7c6e10"]), 1, "there is no entry");
    assert_eq!(home.log().len(), 3, "nothing is ever changed");
}

#[test]
fn bad_input_gets_one_line_and_leaves_the_diary_unchanged() {
    let home = Home::new();
    home.done(&["log", "profile", "--born", "1979"]);
    let before = home.export();
    fails(&home.run(&["log", "pain", "11"]), 2, "takes a whole number from 0 to 10, not 11");
    fails(&home.run(&["log", "pain", "-1"]), 2, "from 0 to 10, not -1");
    fails(&home.run(&["log", "spasm", "--intensity", "seven"]), 2, "takes a whole number, not \"seven\"");
    fails(&home.run(&["log", "spasm", "--where", "elbow"]), 2, "takes one of neck, upper-left");
    fails(&home.run(&["log", "spasm", "--at", "2999-01-01 03:00"]), 2, "is still to come");
    fails(&home.run(&["log", "spasm", "--at", "1950-01-01 03:00"]), 2, "the year 1950 is before 1979");
    fails(&home.run(&["log", "spasm", "--at", "3"]), 2, "may mean 03:00 or 15:00");
    fails(&home.run(&["log", "spasm", "--for", "30"]), 2, "write 30s");
    fails(
        &home.run(&["log", "exposure", "sitting", "--at", "2h ago", "--until", "3h ago"]),
        2,
        "the end is before the beginning",
    );
    fails(&home.run(&["log", "check-in"]), 2, "nothing was answered");
    fails(&home.run(&["log", "check-in", "--date", "2999-01-01", "--pain", "3"]), 2, "is still to come");
    fails(&home.run(&["log", "check-in", "--answer", "a=1,a=2"]), 2, "\"a\" is given twice");
    fails(&home.run(&["log", "note", ""]), 2, "an empty one");
    fails(&home.run(&["log", "note", "\u{1b}[31m"]), 2, "control character");
    fails(&home.run_with(&["log", "note", "-"], &vec![b'x'; 10 << 20]), 2, "up to 20000 characters");
    fails(&home.run_with(&["log", "note", "-"], &"ü".repeat(20_001).into_bytes()), 2, "20001 characters");
    fails(&home.run_with(&["log", "note", "-"], b"\xff\xfe"), 2, "not UTF-8");
    fails(&home.run(&["diary", "--since", "soon"]), 2, "14d");
    fails(&home.run(&["diary", "--kind", "removal"]), 2, "takes one of spasm");
    fails(&home.run(&["remove", "x"]), 2, "invalid value 'x'");
    #[cfg(unix)]
    {
        let broken = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"\xff");
        fails(&home.command(&["log", "note"]).arg(broken).output().unwrap(), 2, "UTF-8");
    }
    assert_eq!(home.export(), before);
}

#[test]
fn a_long_note_from_standard_input_is_stored() {
    let home = Home::new();
    let note = "ü".repeat(20_000);
    assert_eq!(home.run_with(&["log", "note", "-"], format!("{note}\n").as_bytes()).status.code(), Some(0));
    assert_eq!(home.json(&["diary", "--json"])[0]["text"], note);
}

#[test]
fn an_export_comes_back_byte_for_byte() {
    let lines = generated(400).to_lines();
    let cluster = Cluster::shared().unwrap();
    for home in [Home::new(), Home::with(&cluster.fresh_database().unwrap())] {
        let file = home.write("in.jsonl", &lines);
        let report = home.json(&["import", &file, "--json"]);
        assert_eq!(report["read"], report["taken"], "{report}");
        assert!(home.export() == lines, "the export is what was imported");
        let to = home.path("out.jsonl");
        home.done(&["export", to.to_str().unwrap()]);
        assert!(std::fs::read_to_string(&to).unwrap() == lines && is_private(&to));
        assert_eq!(home.json(&["import", &file, "--json"])["known"], report["read"], "a second time nothing is new");
        assert!(home.done(&["verify"]).ends_with("all as they were written.\n"));
        assert_eq!(home.done(&["verify", &file]), home.done(&["verify"]));
    }
}

#[test]
fn a_dry_run_reports_and_writes_nothing() {
    let home = Home::new();
    let log = generated(60);
    let file = home.write("in.jsonl", log.to_lines());
    let said = home.done(&["import", &file, "--dry-run"]);
    assert!(said.contains(&format!("{} would be taken, 0 known already, 0 refused", log.len())), "{said}");
    assert!(!home.diary().exists());
}

#[test]
fn one_bad_line_keeps_all_out_unless_told_to_take_the_rest() {
    let home = Home::new();
    let mut kept: Vec<String> = {
        let other = Home::new();
        for level in ["1", "2", "3"] {
            other.done(&["log", "pain", level]);
        }
        other.export().lines().map(str::to_owned).collect()
    };
    kept.push(kept[0].replace("\"level\":1", "\"level\":11"));
    let mut bytes = kept.join("\r\n").into_bytes();
    bytes.extend(b"\n\n{\"schema\":99}\n\xff\xfe\n");
    bytes.extend(vec![b'x'; 10 << 20]);
    let file = home.write("in.jsonl", &bytes);

    let output = home.run(&["import", &file]);
    let said = out(&output).replace("\n  ", " ");
    assert_eq!(output.status.code(), Some(1));
    for part in [
        "7 lines read: 3 would be taken, 0 known already, 4 refused.",
        "line 4: \"level\" takes a whole number from 0 to 10, not 11",
        "line 6: this was written by a newer Supple (schema 99); update Supple first",
        "line 7: this is not text in UTF-8",
        "line 8: an entry has at most 64 KiB",
        "Nothing was taken.",
    ] {
        assert!(said.contains(part), "{part:?} in {said}");
    }
    assert_eq!(home.export(), "");
    let report = home.json(&["import", &file, "--take-the-rest", "--json"]);
    assert_eq!((&report["taken"], report["refused"].as_array().unwrap().len()), (&json!(3), 4));
    assert_eq!(home.log().len(), 3);
}

#[test]
fn what_was_changed_after_it_was_written_is_refused_and_named() {
    let home = Home::new();
    for level in ["1", "2", "3", "4"] {
        home.done(&["log", "pain", level]);
    }
    let text = home.export();
    let changed = text.replace("\"level\":2", "\"level\":7");
    let gap: String =
        text.lines().filter(|line| !line.contains("\"level\":2")).map(|line| format!("{line}\n")).collect();

    for (text, says, taken) in
        [(&changed, "does not follow on the entry before it", 2), (&gap, "entry number 1 of this device is missing", 1)]
    {
        let other = Home::new();
        let file = other.write("in.jsonl", text);
        let output = other.run(&["verify", &file]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            out(&output).starts_with("Not as it was written: entry ") && out(&output).contains(says),
            "{}",
            out(&output)
        );
        let output = other.run(&["import", &file]);
        assert!(
            output.status.code() == Some(1) && out(&output).replace("\n  ", " ").contains(says),
            "{}",
            out(&output)
        );
        assert_eq!(other.export(), "");
        assert_eq!(other.json(&["import", &file, "--take-the-rest", "--json"])["taken"], taken);
        assert!(other.done(&["verify"]).ends_with("all as they were written.\n"));
    }
    // Against the diary that has the true one.
    let file = home.write("in.jsonl", &changed);
    let output = home.run(&["import", &file]);
    assert!(output.status.code() == Some(1) && out(&output).contains("says something else"), "{}", out(&output));
    assert_eq!(home.export(), text);
}

#[test]
fn an_entry_from_before_birth_is_refused() {
    let home = Home::new();
    home.done(&["log", "profile", "--born", "1990"]);
    let other = Home::new();
    other.done(&["log", "pain", "1", "--at", "1985-05-05 10:00"]);
    let early = other.write("in.jsonl", other.export());
    assert!(out(&home.run(&["import", &early])).replace("\n  ", " ").contains("in the year 1985, before 1990"));
    assert_eq!(home.log().len(), 1);
}

/// What the diary has already is known before it is judged: also in a table, and although a year of birth came later.
#[test]
fn a_known_row_from_before_birth_stays_known() {
    let home = Home::new();
    home.done(&["log", "pain", "1", "--at", "1985-05-05 10:00"]);
    home.done(&["log", "profile", "--born", "1990"]);
    let folder = home.path("tables");
    home.done(&["export", "--csv", folder.to_str().unwrap()]);
    let table = folder.join("pain.csv");
    let import = |home: &Home, file: &str| home.json(&["import", file, "--csv", "pain", "--take-the-rest", "--json"]);
    let report = import(&home, table.to_str().unwrap());
    assert_eq!((&report["known"], &report["refused"]), (&json!(1), &json!([])), "{report}");
    // The same row once more is not there yet, and a row that was never there is judged.
    let row = std::fs::read_to_string(&table).unwrap();
    let twice = home.write("twice.csv", row.clone() + row.lines().nth(1).unwrap() + "\r\n");
    let report = import(&home, &twice);
    assert_eq!((&report["known"], &report["taken"]), (&json!(1), &json!(0)), "{report}");
    assert!(report["refused"][0]["why"].as_str().unwrap().contains("the year 1985 is before 1990"), "{report}");
}

#[test]
fn tables_come_back_as_what_they_were() {
    let home = Home::new();
    let log = generated(300);
    let file = home.write("in.jsonl", log.to_lines());
    home.done(&["import", &file]);
    let folder = home.path("tables");
    home.done(&["export", "--csv", folder.to_str().unwrap()]);
    let diary = Diary::fold(&log);
    let other = Home::new();
    let is_row = |kind: &KindName| !kind.is_change() && !kind.is_decided() && !diary.of(*kind).is_empty();
    // A year of birth refuses what lies before it, so it is told last.
    let mut kinds: Vec<KindName> = KindName::ALL.into_iter().filter(is_row).collect();
    kinds.sort_by_key(|kind| *kind == KindName::Profile);
    for kind in kinds {
        let table = folder.join(format!("{kind}.csv"));
        let table = table.to_str().unwrap();
        assert_eq!(home.json(&["import", table, "--csv", kind.id(), "--json"])["taken"], 0, "{kind}: it is all known");
        // Also with what an earlier version took and this one refuses when it is typed.
        let report = other.json(&["import", table, "--csv", kind.id(), "--json"]);
        assert_eq!(report["refused"], json!([]), "{kind}");
        let sorted = |diary: &Diary| {
            // A table cannot tell an id from own words, so both sides are labelled anew.
            let as_labelled = |draft: &Draft| Draft { kind: labelled(draft.kind.clone()), ..draft.clone() };
            let items = diary.of(kind).iter();
            let mut drafts: Vec<String> =
                items.map(|item| serde_json::to_string(&as_labelled(item.draft())).unwrap()).collect();
            drafts.sort();
            drafts
        };
        assert_eq!(sorted(&Diary::fold(&other.log())), sorted(&diary), "{kind}");
    }
}

/// Ten tablets at one time are ten, and a second import of the file adds none.
#[test]
fn equal_rows_of_one_table_are_as_many_entries() {
    let home = Home::new();
    let rows = "happened,what,milligrams\n".to_owned() + &"2026-11-20 08:00,Paracetamol,500\n".repeat(10);
    let file = home.write("doses.csv", &rows);
    let report = home.json(&["import", &file, "--csv", "medicine", "--json"]);
    assert_eq!((&report["taken"], &report["known"]), (&json!(10), &json!(0)), "{report}");
    let again = home.json(&["import", &file, "--csv", "medicine", "--json"]);
    assert_eq!((&again["taken"], &again["known"]), (&json!(0), &json!(10)), "{again}");
    // Only what was there before is known: two more rows are two more.
    let more = home.write("more.csv", rows + &"2026-11-20 08:00,Paracetamol,500\n".repeat(2));
    let more = home.json(&["import", &more, "--csv", "medicine", "--json"]);
    assert_eq!((&more["taken"], &more["known"]), (&json!(2), &json!(10)), "{more}");
    // So it is with pains that differ in a column that is not asked for.
    let pains = home.write("pains.csv", "happened,level,doctor\n2026-11-20,4,a\n2026-11-20,4,b\n");
    let map = "happened=happened,level=level";
    let pains = home.json(&["import", &pains, "--csv", "pain", "--map", map, "--json"]);
    assert_eq!(pains["taken"], 2, "{pains}");
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let home = Home::new();
    for text in ["=HYPERLINK(\"http://x\",\"y\")", "+1", "-1+1", "@SUM(A1)", "\tx", "a \"quoted\", line\nand another"] {
        assert_eq!(home.run_with(&["log", "note", "-"], text.as_bytes()).status.code(), Some(0));
    }
    home.done(&["export", "--csv", home.path("tables").to_str().unwrap()]);
    let text = std::fs::read_to_string(home.path("tables/note.csv")).unwrap();
    assert!(text.starts_with("id,recorded,happened,precision,text\r\n"), "{text}");
    assert!(text.contains(",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n") && text.contains(",'+1\r\n"), "{text}");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for record in reader.records() {
        let cell = record.unwrap()[4].to_owned();
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
}

#[test]
fn a_foreign_table_is_taken_with_a_mapping_and_judged_row_by_row() {
    let home = Home::new();
    let file = home.write(
        "foreign.csv",
        "\u{feff}Datum;Zeit;Stärke;Ort;Tätigkeit;Laune\r\n\
         2026-11-01;07:30;7;low-left neck;=cmd|x;gut\r\n\
         2026-11-02;;11;;;\r\n\
         2026-11-03;;5;;\"Schuhe; binden\";\r\n\
         am 2.11.;08:00;5;;;\r\n\
         2999-01-01;08:00;5;;;\r\n\
         2026-10-25;02:30;5;;;\r\n\
         2026-11-04;08:00\r\n\r\n",
    );
    let map = "Datum=happened,Zeit=happened,Stärke=intensity,Ort=where,Tätigkeit=doing";
    let output = home.run(&["import", &file, "--csv", "spasm", "--map", map]);
    let said = out(&output).replace("\n  ", " ");
    assert_eq!(output.status.code(), Some(1));
    for part in [
        "7 rows read: 2 would be taken, 0 known already, 5 refused.",
        "not asked for: Laune",
        "line 3: \"intensity\" takes a whole number from 0 to 10, not 11",
        "line 5: \"happened\" takes 2026-11-20 07:30",
        "line 6: 2999-01-01 08:00 is still to come",
        "line 7: on 2026-10-25 the clock in Europe/Berlin showed 02:30 twice",
        "line 8: it has 2 cells, and the first row names 6",
    ] {
        assert!(said.contains(part), "{part:?} in {said}");
    }
    assert_eq!(home.export(), "");
    home.done(&["import", &file, "--csv", "spasm", "--map", map, "--take-the-rest"]);
    let spasms = home.json(&["diary", "--since", "2026-01-01", "--json"]);
    assert_eq!(spasms[0]["happened"], "2026-11-01T07:30:00+01:00[Europe/Berlin]");
    assert_eq!((&spasms[0]["where"], &spasms[0]["doing"]), (&json!(["neck", "low-left"]), &json!("=cmd|x")));
    assert_eq!((&spasms[1]["precision"], &spasms[1]["doing"]), (&json!("day"), &json!("Schuhe; binden")));
    assert_eq!(home.json(&["import", &file, "--csv", "spasm", "--map", map, "--take-the-rest", "--json"])["known"], 2);
}

#[test]
fn a_table_that_is_not_understood_gets_one_line() {
    let home = Home::new();
    let import = |bytes: &[u8], more: &[&str]| {
        let file = home.write("foreign.csv", bytes);
        let mut arguments = vec!["import", &file, "--csv", "pain"];
        arguments.extend(more);
        home.run(&arguments)
    };
    fails(&import(b"Datum,level\n", &[]), 2, "the column \"Datum\" is no field of entries of the kind pain");
    fails(&import(b"level\n3\n", &[]), 2, "no column says when it happened");
    fails(&import(b"a,b\n", &["--map", "c=level"]), 2, "there is no column \"c\" in the file");
    fails(&import(b"a,b\n", &["--map", "a=strength"]), 2, "there is no field \"strength\"");
    fails(&import(b"a,b\n", &["--map", "a"]), 2, "takes COLUMN=FIELD");
    fails(&import(b"", &[]), 1, "is empty");
    fails(&import(b"happened,St\xe4rke\n", &[]), 1, "is not UTF-8 text; save it as \"CSV UTF-8\"");
    fails(&home.run(&["import", "/nowhere/at/all"]), 1, "cannot be read");
    let output = import(b"happened,level,note\n2026-11-01 10:00,3,\xe4\n", &[]);
    assert!(out(&output).contains("line 2: it is not UTF-8 text"), "{}", out(&output));
    assert_eq!(home.export(), "");
}

#[test]
fn a_backup_restores_everything_under_a_new_device() {
    let cluster = Cluster::shared().unwrap();
    let home = Home::new();
    let log = generated(200);
    home.done(&["import", &home.write("in.jsonl", log.to_lines())]);
    home.done(&["log", "spasm"]);
    let text = home.export();
    let passphrase = home.write("passphrase", "correct horse battery\nsecond line\n");
    let backup = home.path("diary.age");
    let backup = backup.to_str().unwrap();
    let said = home.done(&["backup", backup, "--passphrase-file", &passphrase]);
    assert!(said.contains("read back and found whole"), "{said}");
    assert!(is_private(backup.as_ref()));
    let sealed = std::fs::read(backup).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!sealed.windows(8).any(|part| part == b"recorded"));

    let new = home.path("new/diary.db");
    let fresh = [format!("sqlite:{}", new.display()), cluster.fresh_database().unwrap()];
    for database in &fresh {
        let report =
            home.json(&["restore", backup, "--passphrase-file", &passphrase, "--database", database, "--json"]);
        assert_eq!((&report["entries"], &report["broken"]), (&json!(log.len() + 1), &json!([])));
        assert!(home.done(&["export", "--database", database]) == text);
        home.done(&["log", "spasm", "--database", database]);
        let (restored, _) = Log::from_lines(&home.done(&["export", "--database", database]));
        let last = restored.iter().last().unwrap();
        assert_eq!((last.sequence(), last.previous()), (0, None), "it is another chain");
        fails(
            &home.run(&["restore", backup, "--passphrase-file", &passphrase, "--database", database]),
            1,
            "entries already, and nothing was changed",
        );
    }
}

#[test]
fn a_backup_that_does_not_open_says_why_in_one_line_and_makes_nothing() {
    let home = Home::new();
    home.done(&["log", "spasm"]);
    let backup = home.path("diary.age");
    let backup = backup.to_str().unwrap();
    fails(&home.run(&["backup", backup]), 2, "there is nobody to ask for the passphrase");
    fails(&home.run(&["backup", backup, "--passphrase-file", &home.write("empty", "\n")]), 2, "holds no passphrase");
    fails(&home.run(&["backup", backup, "--passphrase-file", "/nowhere"]), 1, "/nowhere cannot be read");
    let mine = home.write("thesis.txt", "my work");
    let with = |passphrase: &str, arguments: &[&str]| {
        home.command(arguments).env("SUPPLE_PASSPHRASE", passphrase).output().unwrap()
    };
    fails(&with("the right words", &["backup", &mine]), 1, "is no backup; choose another name");
    fails(&with("the right words", &["backup", "/proc/nowhere/x.age"]), 1, "cannot be written");
    assert_eq!(with("the right words", &["backup", backup]).status.code(), Some(0));

    let target = home.path("new.db");
    let database = format!("sqlite:{}", target.display());
    let restore = |passphrase: &str, file: &str| with(passphrase, &["restore", file, "--database", &database]);
    fails(&restore("wrong", backup), 1, "does not open with this passphrase; try again, letter by letter");
    let sealed = std::fs::read(backup).unwrap();
    for length in [0, 10, 40, 100, 200, sealed.len() - 1] {
        let cut = home.write("cut.age", &sealed[..length]);
        fails(&restore("the right words", &cut), 1, "is cut short or damaged; take another copy or an older backup");
    }
    let mut flipped = sealed.clone();
    *flipped.last_mut().unwrap() ^= 1;
    fails(&restore("the right words", &home.write("flipped.age", flipped)), 1, "cut short or damaged");
    fails(&restore("the right words", &mine), 1, "is not a backup of Supple; give the file that `supple backup` wrote");
    fails(&restore("the right words", "/nowhere.age"), 1, "cannot be read");
    assert!(!target.exists(), "nothing was made");
    assert_eq!(restore("the right words", backup).status.code(), Some(0));
}

#[test]
fn the_server_makes_backups_by_itself_and_keeps_seven() {
    let home = Home::new();
    home.done(&["log", "spasm"]);
    let folder = home.path("backups");
    std::fs::create_dir(&folder).unwrap();
    for day in 10..18 {
        std::fs::write(folder.join(format!("supple-2026-01-{day}T10-00-00Z.age")), "").unwrap();
    }
    let passphrase = home.write("passphrase", "one two three");
    let mut child = home
        .command(&["serve", "--listen", "127.0.0.1:0", "--backup", folder.to_str().unwrap(), "--every", "1d"])
        .args(["--passphrase-file", &passphrase])
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.next().unwrap().starts_with("Supple is at "));
    let line = lines.next().unwrap();
    assert!(line.starts_with("Backup: 1 entry in "), "{line}");
    child.kill().unwrap();
    child.wait().unwrap();
    let mut names: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    // Those of an older Supple do not say of which diary they are: they are counted apart.
    assert_eq!((names.len(), names[0].as_str()), (8, "supple-2026-01-11T10-00-00Z.age"), "{names:?}");
    let newest = folder.join(&names[7]);
    assert!(line.ends_with(newest.to_str().unwrap()));
    let noted: Value =
        serde_json::from_str(&std::fs::read_to_string(home.path("supple/diary.db.last-backup")).unwrap()).unwrap();
    assert_eq!((&noted["entries"], &noted["file"]), (&json!(1), &json!(newest)));
    let database = format!("sqlite:{}", home.path("new.db").display());
    home.done(&["restore", newest.to_str().unwrap(), "--passphrase-file", &passphrase, "--database", &database]);
}

#[test]
fn erasing_leaves_no_trace_and_names_what_it_cannot_reach() {
    let home = Home::new();
    home.done(&["log", "note", "a very particular sentence"]);
    let passphrase = home.write("passphrase", "one two three");
    let backup = home.path("diary.age");
    home.done(&["backup", backup.to_str().unwrap(), "--passphrase-file", &passphrase]);
    fails(&home.run(&["erase"]), 2, "--yes-erase-everything");
    assert_eq!(home.log().len(), 1);
    let said = home.done(&["erase", "--yes-erase-everything"]).replace('\n', " ");
    assert!(said.contains(backup.to_str().unwrap()) && said.contains("Delete them yourself"), "{said}");
    for file in std::fs::read_dir(home.path("supple")).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(15).any(|part| part == b"very particular"), "{}", path.display());
        assert!(
            path.starts_with(home.path("supple/diary.db")) || path.file_name().unwrap() == "diary.db",
            "{}",
            path.display()
        );
    }
    assert!(!home.path("supple/diary.db.device").exists() && !home.path("supple/diary.db.last-backup").exists());
    assert_eq!(home.export(), "");
    home.done(&["log", "spasm"]);
}

#[test]
fn the_check_writes_into_the_diary_by_itself() {
    let home = Home::new();
    let output = home.run_with(&["check"], b"n\nn\ny\n");
    assert!(out(&output).ends_with("This check is in your diary.\n"), "{}", out(&output));
    let checks = home.json(&["diary", "--kind", "check", "--json"]);
    assert_eq!(checks[0]["urgency"], "emergency");
    assert!(checks[0]["answers"].as_object().unwrap().values().any(|answer| answer == true), "{checks}");
    home.run_with(&["check", "--answers", "-"], b"{\"leg-pain\": true}");
    home.run_with(&["check"], b"");
    assert_eq!(home.log().len(), 1, "not from a file unless told to, and not when nothing was answered");
    home.run_with(&["check", "--answers", "-", "--store", "--json"], b"{\"leg-pain\": true}");
    assert_eq!(home.log().len(), 2);
}

#[test]
fn the_check_offers_what_is_known_of_a_person_and_names_the_number_of_their_country() {
    let home = Home::new();
    let first = home.run_with(&["check"], b"y\ny\ny\n1\n5\ny\n40\n");
    assert!(out(&first).contains("call 112 first") && !out(&first).contains("Still so?"), "{}", out(&first));
    home.done(&["log", "profile", "--country", "JP"]);
    let second = home.run_with(&["check"], b"y\ny\ny\n1\n5\nmaybe\ny\ny\n");
    let text = out(&second).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("call 119 first"), "the country of the profile, before the language settings: {text}");
    assert!(text.contains("Still so? - Your age: 18–49 - No cancer, no blood thinner"), "{text}");
    assert!(text.contains("You said so on ") && text.contains("[y: still so. n: something changed]"), "{text}");
    assert!(text.contains("Please type y (still so) or n (something changed)."), "{text}");
    assert!(!text.contains("a number (years)"), "the age is not asked again: {text}");
    let checks = home.json(&["diary", "--kind", "check", "--json"]);
    assert_eq!(checks[0]["answers"]["age"], 40.0, "{checks}");
    let asked = home.run_with(&["check", "--country", "US"], b"");
    assert!(out(&asked).contains("call 911 first"), "what is asked for counts first: {}", out(&asked));
    let answered = home.run_with(&["check", "--answers", "-"], br#"{"chest-pain": true}"#);
    assert!(out(&answered).contains("call 119 now"), "{}", out(&answered));
}

#[test]
fn a_diary_that_cannot_be_read_keeps_nobody_from_the_check() {
    let home = Home::new();
    let address = format!("sqlite:{}", home.write("broken.db", "this is no database at all"));
    let output = home.run_with(&["check", "--answers", "-", "--database", &address], br#"{"chest-pain": true}"#);
    assert!(output.status.success() && out(&output).contains("EMERGENCY: call 112 now"), "{}", out(&output));
    let error = String::from_utf8(output.stderr).unwrap();
    let says = "supple: your diary cannot be opened, so nothing that it knows of you is offered: ";
    assert!(error.starts_with(says) && error.lines().count() == 1, "{error}");
}

#[test]
fn a_verdict_is_printed_also_when_the_diary_cannot_be_opened() {
    let home = Home::with("sqlite:/proc/nowhere/diary.db");
    let output = home.run_with(&["check"], b"n\nn\ny\n");
    assert!(out(&output).contains("EMERGENCY"), "{}", out(&output));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.starts_with("supple: the verdict above holds, but it is not in your diary") && error.lines().count() == 1,
        "{error}"
    );
}

#[test]
fn a_diary_that_cannot_be_used_is_reported_with_what_to_do() {
    let home = Home::new();
    home.done(&["log", "spasm"]);
    home.done(&["log", "note", "a very particular sentence"]);
    let whole = std::fs::read(home.diary()).unwrap();
    let place = whole.windows(15).position(|part| part == b"very particular").unwrap();
    let mut damaged = whole.clone();
    damaged[place] = b'V';
    std::fs::write(home.diary(), &damaged).unwrap();
    for command in [&["diary"][..], &["export"]] {
        let output = home.run(command);
        let error = String::from_utf8(output.stderr.clone()).unwrap();
        assert!(
            error.contains("is damaged") && error.contains("restore your last backup with `supple restore"),
            "{error}"
        );
        assert!(output.status.code() == Some(1) && out(&output).contains("asm"), "the other one is there: {output:?}");
    }
    assert!(out(&home.run(&["verify"])).contains("is damaged"));
    std::fs::write(home.diary(), "not a database").unwrap();
    fails(&home.run(&["diary"]), 1, "is not a database of Supple");
    // The version stands at byte 60 of the header.
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&9_u32.to_be_bytes());
    std::fs::write(home.diary(), &newer).unwrap();
    fails(&home.run(&["log", "spasm"]), 1, "was written by a newer Supple (version 9");
    assert!(std::fs::read(home.diary()).unwrap() == newer);
    fails(&home.run(&["diary", "--database", "mysql://u:secret@h/d"]), 1, "the database address is not understood");
}

#[test]
fn many_programs_write_into_one_diary_at_once() {
    let home = Home::new();
    let children: Vec<_> = (0..16).map(|_| home.command(&["log", "spasm"]).spawn().unwrap()).collect();
    let ids: Vec<String> = children.into_iter().map(|child| id(&out(&child.wait_with_output().unwrap()))).collect();
    let log = home.log();
    assert_eq!(log.len(), 16);
    assert!(ids.iter().all(|id| log.get(id.parse().unwrap()).is_some()));
    assert!(supple_diary::verify(log.iter()).is_empty());
}

#[test]
fn a_command_starts_quickly() {
    let home = Home::new();
    home.done(&["log", "spasm"]);
    let quickest = (0..5)
        .map(|_| {
            let start = Instant::now();
            home.done(&["diary"]);
            start.elapsed()
        })
        .min()
        .unwrap();
    assert!(quickest < Duration::from_millis(250), "{quickest:?}");
}
