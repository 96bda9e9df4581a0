//! Damage of one entry costs one entry, and damage of the whole file costs nobody the check.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::Value;
use shared::served::Server;
use shared::{Home, out};
use std::path::Path;
use std::process::Output;
use supple_diary::{Draft, Log, Moment, Note, Prose, Tail};
use uuid::Uuid;

/// A home with sixty notes, which two devices wrote.
fn sixty_notes() -> Home {
    let home = Home::new();
    let mut tails = [Tail::new(Uuid::from_u128(7)), Tail::new(Uuid::from_u128(8))];
    let log: Log = (0..60_u8)
        .map(|number| {
            let now: jiff::Timestamp = format!("2026-09-10T10:{number:02}:00Z").parse().unwrap();
            let text = Prose::new(format!("This is note {number:02} of sixty")).unwrap();
            let draft = Draft::new(Moment::in_zone(now, "Europe/Berlin").unwrap(), Note { text });
            tails[usize::from(number) / 30].write(draft, now, [number; 10], None).unwrap()
        })
        .collect();
    let lines = home.write("sixty.jsonl", log.to_lines());
    home.done(&["import", &lines]);
    home
}

/// Flips one bit of one letter in the file.
fn flip(file: &Path, text: &str) {
    let mut bytes = std::fs::read(file).unwrap();
    let at = bytes.windows(text.len()).position(|part| part == text.as_bytes()).expect("it is in the file");
    bytes[at] ^= 1;
    std::fs::write(file, bytes).unwrap();
}

const DAMAGED: &str = "This is note 17 of sixty";

/// It did what it could: it names the damaged entry by its id, its day and its fault, and fails.
#[track_caller]
fn names_the_damaged_one(output: &Output) {
    let error = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    let first = error.lines().next().unwrap();
    assert!(
        first.starts_with("supple: the entry 01a08ad2") && first.contains(", written 2026-09-10T10:17:00Z, "),
        "{error}"
    );
    assert!(first.contains("check sum") && error.contains("the 59 other entries are whole"), "{error}");
}

#[test]
fn one_flipped_bit_among_sixty_notes_costs_one_note() {
    let home = sixty_notes();
    flip(&home.diary(), DAMAGED);

    let diary = home.run(&["diary", "--since", "2026-09-01"]);
    names_the_damaged_one(&diary);
    assert_eq!(out(&diary).matches("of sixty").count(), 59);

    let export = home.run(&["export"]);
    names_the_damaged_one(&export);
    let (log, refused) = Log::from_lines(&out(&export));
    assert_eq!((log.len(), refused.len()), (59, 0));

    home.write("passphrase", "four plain quiet words\n");
    let backup = |name: &str| {
        let (file, passphrase) = (home.path(name), home.path("passphrase"));
        home.run(&["backup", file.to_str().unwrap(), "--passphrase-file", passphrase.to_str().unwrap()])
    };
    names_the_damaged_one(&backup("new.age"));
    let before = std::fs::read(home.path("new.age")).unwrap();
    let refused = backup("new.age");
    shared::fails(&refused, 1, "may hold what is damaged in the diary now, and was not replaced");
    assert_eq!(std::fs::read(home.path("new.age")).unwrap(), before);

    let verify = home.run(&["verify"]);
    assert_eq!(verify.status.code(), Some(1));
    assert!(out(&verify).contains("the entry 01a08ad2") && out(&verify).contains("2026-09-10T10:17:00Z"), "{verify:?}");
    let json: Value = serde_json::from_str(&out(&home.run(&["verify", "--json"]))).unwrap();
    assert_eq!((&json["good"], &json["entries"]), (&Value::Bool(false), &Value::from(59)));
    assert_eq!(json["damaged"][0]["position"], 18);

    let served = Server::start(&home);
    for path in ["/now", "/floor", "/keep", "/diary", "/diary/day/2026-09-10", "/", "/profile"] {
        let page = served.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains("One entry of your diary is damaged."), "{path}: {}", page.body);
    }
    assert_eq!(served.get("/diary/day/2026-09-10").body.matches("of sixty").count(), 59);
    assert_eq!(served.post("/spasm", "").status, 303, "a tap");
    assert_eq!(served.post("/spasm", "").status, 303, "and another one");
}

#[test]
fn an_entry_that_this_version_cannot_read_costs_no_other() {
    let home = sixty_notes();
    let database = rusqlite::Connection::open(home.diary()).unwrap();
    // As another program would write it: its check sum fits, and it is no entry that is known here.
    let line = r#"{"schema":99,"kind":"of-tomorrow"}"#;
    let record = supple_store::Record { id: [9; 16], device: [9; 16], sequence: 0, line: line.to_owned() };
    let sum = supple_store::checksum::checksum(61, &record);
    let columns = "INSERT INTO entry (position, id, device, sequence, line, checksum) VALUES (61, ?1, ?2, 0, ?3, ?4)";
    database.execute(columns, (record.id, record.device, &record.line, sum)).unwrap();
    drop(database);

    let export = home.run(&["export"]);
    let error = String::from_utf8(export.stderr.clone()).unwrap();
    assert_eq!((export.status.code(), out(&export).lines().count()), (Some(1), 60), "{error}");
    assert!(error.contains("it cannot be read (") && error.contains("the 60 other entries are whole"), "{error}");
    home.done(&["log", "spasm"]);
    assert_eq!(out(&home.run(&["export"])).lines().count(), 61);
}

#[test]
fn what_is_damaged_is_whole_again_with_a_backup_and_the_rest() {
    let home = sixty_notes();
    home.write("passphrase", "four plain quiet words\n");
    let (file, passphrase) = (home.path("good.age"), home.path("passphrase"));
    let (file, passphrase) = (file.to_str().unwrap(), passphrase.to_str().unwrap());
    home.done(&["backup", file, "--passphrase-file", passphrase]);
    home.done(&["log", "spasm"]);
    flip(&home.diary(), DAMAGED);
    let rest = home.write("rest.jsonl", out(&home.run(&["export"])));
    let new = Home::with(&format!("sqlite:{}", home.path("new.db").display()));
    new.done(&["restore", file, "--passphrase-file", passphrase]);
    new.done(&["import", &rest]);
    assert_eq!(new.log().len(), 61);
    assert!(new.done(&["verify"]).contains("61 entries") && new.export().contains(DAMAGED));
}

#[test]
fn a_tap_works_where_the_last_entry_of_this_machine_is_damaged() {
    let home = Home::new();
    home.done(&["log", "note", "The first of two"]);
    home.done(&["log", "note", "The second of two"]);
    flip(&home.diary(), "The second of two");
    home.done(&["log", "spasm"]);
    home.done(&["log", "spasm"]);
    let export = home.run(&["export"]);
    assert_eq!(out(&export).lines().count(), 3, "{export:?}");
}

#[test]
fn a_broken_file_is_served_closed_and_is_not_touched() {
    let whole = std::fs::read(sixty_notes().diary()).unwrap();
    // What to do: on a page, which names no command, and in the terminal.
    let restore = ("restore a copy.", "`supple restore BACKUP --database sqlite:NEW`");
    let update = ("Update Supple here.", "update Supple first");
    let spoil: [(&str, (&str, &str), Spoil); 5] = [
        ("garbage", restore, |bytes| bytes.fill(0xA5)),
        ("a page of zeroes", restore, |bytes| bytes[4096..8192].fill(0)),
        ("cut off", restore, |bytes| bytes.truncate(bytes.len() / 2)),
        ("too short", restore, |bytes| bytes.truncate(50)),
        // The version stands at byte 60 of the header.
        ("of a newer Supple", update, |bytes| bytes[60..64].copy_from_slice(&9_u32.to_be_bytes())),
    ];
    for (name, (on_the_page, in_the_terminal), spoil) in spoil {
        let home = Home::new();
        let mut bytes = whole.clone();
        spoil(&mut bytes);
        std::fs::create_dir(home.path("supple")).unwrap();
        std::fs::write(home.diary(), &bytes).unwrap();

        let served = Server::start(&home);
        for path in ["/", "/check", "/guide", "/floor", "/now", "/country"] {
            let page = served.get(path);
            assert_eq!(page.status, 200, "{name}: {path}");
            assert!(
                page.body.contains("href=\"tel:") && page.body.contains("Your diary cannot be read now."),
                "{name}: {path}"
            );
        }
        let verdict = served.post("/check", "saddle-numbness=yes&rest=no");
        assert!(
            verdict.body.contains("data-urgency=\"emergency\"") && verdict.body.contains("This could not be stored.")
        );
        assert_eq!(served.post("/floor", "alone=yes").status, 303, "{name}");
        assert!(served.get("/floor").body.contains("name=\"seen\""), "{name}: the first instruction");
        for path in ["/diary", "/keep"] {
            let page = served.get(path);
            assert_eq!(page.status, 500, "{name}: {path}");
            assert!(page.body.contains(on_the_page) && !page.body.contains("supple restore"), "{name}: {}", page.body);
        }
        drop(served);
        let refused = home.run(&["diary"]);
        assert!(String::from_utf8_lossy(&refused.stderr).contains(in_the_terminal), "{name}: {refused:?}");
        assert!(std::fs::read(home.diary()).unwrap() == bytes, "{name}: nothing was written into it");
    }
}

/// How a file is spoiled.
type Spoil = fn(&mut Vec<u8>);
