//! Nothing from outside steers a terminal: no file, no argument, no other machine.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::json;
use shared::Home;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::Output;
use std::sync::{Arc, Mutex};
use supple_store::outbox::{Change, open_outbox};

/// Clears the screen, sets a title, rings, moves back, begins a command in one byte, and turns what follows.
const EVIL: &str = "a\u{1b}[2J\u{1b}]0;x\u{7}\u{8}\r\u{9b}31m\u{7f}\u{85}\u{202e}\u{2066}b";

#[track_caller]
fn is_harmless(what: &str, output: &Output) {
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{what}: {name} is no UTF-8"));
        let steers = |letter: &char| {
            (letter.is_control() && !matches!(letter, '\n' | '\t'))
                || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(text.chars().find(steers), None, "{what}: {name} says {text:?}");
    }
    assert!(!output.stdout.is_empty() || !output.stderr.is_empty(), "{what}: it says something");
}

/// A server that gives these answers to whoever asks for these paths, each with a status.
fn server(answer: impl Fn(&str, &str) -> (u16, String) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut first, mut length) = (String::new(), 0);
            reader.read_line(&mut first).unwrap();
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let path = first.split(' ').nth(1).unwrap_or_default();
            let (status, text) = answer(path, &String::from_utf8_lossy(&body));
            let head =
                format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n", text.len());
            let _ = write!(stream, "{head}connection: close\r\n\r\n{text}");
        }
    });
    url
}

#[test]
fn what_another_server_says_steers_no_terminal() {
    let home = Home::new();
    home.done(&["log", "pain", "3"]);
    let error = server(|_, _| (500, json!({"error": EVIL}).to_string()));
    is_harmless("an error", &home.run(&["sync", &error]));
    is_harmless("an error of pairing", &home.run(&["sync", &error, "--code", "ABCD-EFGH"]));
    is_harmless("an answer that is no message", &home.run(&["sync", &server(|_, _| (200, EVIL.to_owned()))]));

    let identity = uuid::Uuid::from_u128(5).to_string();
    for part in ["why", "version", "have", "field"] {
        let diary = identity.clone();
        let asked = Arc::new(Mutex::new(0));
        let url = server(move |path, _| {
            if path == "/pair/state" {
                return (200, json!({"diary": diary, "needed": false, "name": EVIL}).to_string());
            }
            *asked.lock().unwrap() += 1;
            let mut message = json!({"version": 1, "diary": diary, "have": {}});
            match part {
                "why" => {
                    message["refused"] = json!([{"fault": "broken", "why": EVIL}]);
                    let line = format!("{{\"schema\":1,\"{EVIL}\":2}}");
                    message["entries"] = json!([{"lines": [line, EVIL], "last": "0".repeat(64)}]);
                }
                "version" => message["version"] = json!(EVIL),
                "have" => message["have"] = json!({EVIL: 3}),
                _ => message[EVIL] = json!(1),
            }
            (200, message.to_string())
        });
        is_harmless(part, &home.run(&["sync", &url, "--join"]));
        is_harmless(part, &home.run(&["sync", &url, "--json"]));
    }
}

#[test]
fn no_file_no_name_and_no_argument_steers_a_terminal() {
    let home = Home::new();
    let table = home.write("t.csv", format!("{EVIL},time,\"{EVIL}\"\n1,{EVIL},\"{EVIL}\"\n"));
    let named = home.write(&format!("{}.json", EVIL.replace('/', "")), format!("{{\"{EVIL}\": true}}"));
    let answers = home.write("a.json", json!({EVIL: true}).to_string());
    let value = home.write("v.json", json!({"saddle-numbness": EVIL}).to_string());
    let lines = home.write("l.jsonl", format!("{EVIL}\n{{\"{EVIL}\":1}}\n{}\n", json!({"schema": 1, "kind": EVIL})));
    let folder = home.path("pool");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join(format!("{EVIL}.txt")), "x").unwrap();
    std::fs::write(folder.join(format!("{EVIL}.jsonl")), EVIL).unwrap();
    let folder = folder.to_str().unwrap();
    let option = format!("--{EVIL}");
    let place = format!("sqlite:/proc/{EVIL}/x.db");
    let elsewhere = format!("postgres://{EVIL}@127.0.0.1:1/x");
    let column = format!("{EVIL}=happened");
    let meaning = format!("{EVIL}:1=2");
    home.done(&["log", "pain", "3"]);
    for arguments in [
        vec!["guide", EVIL],
        vec!["check", "--country", EVIL, "--answers", &answers],
        vec!["check", "--answers", &answers],
        vec!["check", "--answers", &value],
        vec!["check", "--answers", &named],
        vec!["check", "--answers", EVIL],
        vec!["now", "--situation", &answers],
        vec!["now", "--situation", &named],
        vec!["stats", "km", &table],
        vec!["stats", "km", &named],
        vec!["stats", "clogit", &table, "--set", EVIL, "--case", "time", "--x", EVIL],
        vec!["stats", "clogit", &table, "--set", "time", "--case", EVIL, "--x", EVIL, "--penalty", EVIL],
        vec!["import", &table, "--csv", "pain"],
        vec!["import", &table, "--csv", EVIL],
        vec!["import", &table, "--csv", "pain", "--map", "time=happened"],
        vec!["import", &table, "--csv", "pain", "--map", &column],
        vec!["import", &table, "--csv", "pain", "--map", "time=happened", "--values", &meaning],
        vec!["import", &table, "--csv", "pain", "--dates", EVIL],
        vec!["import", &lines],
        vec!["import", &lines, "--json"],
        vec!["import", &named],
        vec!["verify", &lines],
        vec!["restore", &named],
        vec!["restore", EVIL],
        vec!["backup", &named, "--passphrase-file", EVIL],
        vec!["insight", "--pool", folder],
        vec!["insight", "--since", EVIL],
        vec!["log", "pain", EVIL],
        vec!["log", "spasm", "--at", EVIL],
        vec!["log", "spasm", "--where", EVIL],
        vec!["log", EVIL],
        vec!["remove", EVIL],
        vec!["diary", "--since", EVIL],
        vec!["diary", "--kind", EVIL],
        vec!["devices", "--remove", EVIL],
        vec!["sync", EVIL],
        vec!["sync", "https://x.invalid", "--ca", EVIL, "--code", "A"],
        vec!["site", &named],
        vec!["serve", "--listen", EVIL],
        vec!["serve", "--certificate", EVIL, "--key", EVIL],
        vec![EVIL],
        vec![&option],
        vec!["diary", "--database", &place],
        vec!["diary", "--database", &elsewhere],
        vec!["diary", "--database", EVIL],
        vec!["completions", EVIL],
        vec!["export", "/proc/x", "--csv", EVIL],
        vec!["export", &format!("/nowhere/{EVIL}/x")],
    ] {
        is_harmless(&format!("{arguments:?}"), &home.run(&arguments));
    }
}

#[test]
fn what_was_written_down_and_what_devices_are_called_steers_no_terminal() {
    let home = Home::new();
    let turned = "be\u{202e}fore \u{2066}after";
    // It stands in what is older, and is refused in what is new.
    for arguments in [["log", "note", "before"], ["log", "exposure", "before"], ["log", "medicine", "before"]] {
        let elsewhere = Home::new();
        assert!(elsewhere.run(&arguments).status.success());
        let older = elsewhere.write("older.jsonl", elsewhere.export().replace("before", turned));
        assert!(home.run(&["import", &older]).status.success());
    }
    for refused in [
        home.run_with(&["log", "note", "-"], turned.as_bytes()),
        home.run(&["log", "exposure", turned]),
        home.run(&["log", "measure", "\u{200b}"]),
    ] {
        assert!(!refused.status.success());
        is_harmless("what is refused", &refused);
    }
    let day = "2026-11-20T07:30:00Z";
    let device = json!({"name": EVIL, "token": "0".repeat(64), "since": day, "seen": day});
    let paired = json!({"devices": [device], "codes": [], "address": EVIL}).to_string();
    for arguments in [
        &["diary"][..],
        &["diary", "--json"],
        &["diary", "--kind", "note"],
        &["insight"],
        &["insight", "--json"],
        &["log", "medicine", turned],
    ] {
        is_harmless(&format!("{arguments:?}"), &home.run(arguments));
    }
    assert!(home.export().contains('\u{202e}'), "an export to a file or a program stays as it is");
    std::fs::write(home.path("supple").join("diary.db.paired"), paired).unwrap();
    let devices = home.run(&["devices"]);
    assert!(devices.status.success() && shared::out(&devices).contains("\\u202e"), "{devices:?}");
    is_harmless("a list of devices from before", &devices);
    is_harmless("a code", &home.run(&["pair"]));
    let outbox = open_outbox(&format!("sqlite:{}", home.diary().display())).unwrap();
    let document = outbox.document("devices").unwrap().unwrap();
    let paired = json!({"devices": [device], "codes": [], "address": EVIL}).to_string();
    let change = Change { name: "devices", revision: document.revision, value: Some(&paired), lay: &[], cancel: &[] };
    assert_eq!(outbox.commit(&change, 0), Ok(true));
    drop(outbox);
    let devices = home.run(&["devices"]);
    assert!(devices.status.success() && shared::out(&devices).contains("\\u001b"), "{devices:?}");
    is_harmless("a list of devices", &devices);
    is_harmless("a code", &home.run(&["pair"]));
    std::fs::write(home.path("supple").join("diary.db.paired"), EVIL).unwrap();
    is_harmless("a list of devices that cannot be read", &home.run(&["devices"]));
    std::fs::write(home.path("supple").join("diary.db.places"), EVIL).unwrap();
    is_harmless("a list of places", &home.run(&["sync"]));
    std::fs::write(home.path("supple").join("diary.db.device"), EVIL).unwrap();
    is_harmless("the id of the device", &home.run(&["log", "pain", "1"]));
}
