//! Notifications of the desktop, over a real session bus (dbus-daemon), to a desktop that others could have written: it speaks the
//! protocol by a library of its own. `cargo xtask desktop` runs this; it is no part of `test`, since the feature is off as a rule.
#![cfg(all(unix, feature = "desktop"))]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test fails by panicking")]

mod shared;

use serde_json::Value;
use shared::Home;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A bus of one's own, with a desktop on it.
struct Desktop {
    bus: Child,
    service: Child,
    address: String,
    file: String,
}

impl Desktop {
    fn start(home: &Home, capabilities: &[&str]) -> Desktop {
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon is installed");
        let address = first_line(&mut bus);
        let file = home.write("shown", "");
        let python = Path::new(env!("CARGO_BIN_EXE_supple")).ancestors().nth(2).unwrap().join("python/bin/python");
        let mut service = Command::new(python)
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/desktop/service.py"))
            .arg(&file)
            .args(capabilities)
            .env("DBUS_SESSION_BUS_ADDRESS", &address)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        assert_eq!(first_line(&mut service), "ready");
        Desktop { bus, service, address, file }
    }

    fn shown(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(&self.file).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for child in [&mut self.service, &mut self.bus] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line.trim().to_owned()
}

#[test]
fn a_test_is_shown_on_the_desktop_of_this_computer() {
    let home = Home::new();
    let desktop = Desktop::start(&home, &[]);
    assert!(home.run(&["check-on-me", "add", "Me", "--me", "--desktop"]).status.success());
    let test =
        home.command(&["check-on-me", "test"]).env("DBUS_SESSION_BUS_ADDRESS", &desktop.address).output().unwrap();
    let said = String::from_utf8_lossy(&test.stdout).into_owned();
    assert!(test.status.success() && said.contains("to Me by notification: sent"), "{said}");
    let shown = desktop.shown();
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert_eq!(shown[0]["app"], "Supple");
    assert_eq!(shown[0]["summary"], "A test from Supple");
    assert_eq!(shown[0]["urgency"], 1);
}

#[test]
fn the_warning_of_a_check_is_urgent_and_a_name_is_no_markup_where_there_is_markup() {
    for (capabilities, name) in [(&["body", "body-markup"][..], "Tom &amp; Ann &lt;3"), (&["body"], "Tom & Ann <3")] {
        let home = Home::new();
        let desktop = Desktop::start(&home, capabilities);
        assert!(home.run(&["check-on-me", "add", "Me", "--me", "--desktop"]).status.success());
        let contact = ["check-on-me", "add", "Tom & Ann <3", "--webhook", "http://127.0.0.1:9/x"];
        assert!(home.run(&contact).status.success());
        assert!(home.run(&["check-on-me", "start", "--after", "1s", "--grace", "1h"]).status.success());
        let mut server = home
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .env("DBUS_SESSION_BUS_ADDRESS", &desktop.address)
            .spawn()
            .unwrap();
        let until = Instant::now() + Duration::from_secs(30);
        while desktop.shown().is_empty() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(100));
        }
        server.kill().unwrap();
        server.wait().unwrap();
        let shown = desktop.shown();
        assert_eq!(shown[0]["summary"], "Are you all right?", "{shown:?}");
        assert_eq!(shown[0]["urgency"], 2);
        assert!(shown[0]["body"].as_str().unwrap().contains(&format!("tells {name},")), "{shown:?}");
    }
}

#[test]
fn where_nobody_shows_it_that_is_said_and_a_contact_cannot_be_reached_so() {
    let home = Home::new();
    assert!(home.run(&["check-on-me", "add", "Me", "--me", "--desktop"]).status.success());
    let nowhere = format!("unix:path={}", home.path("no-bus").display());
    let test = home.command(&["check-on-me", "test"]).env("DBUS_SESSION_BUS_ADDRESS", nowhere).output().unwrap();
    let said = String::from_utf8_lossy(&test.stdout).replace("\n  ", " ");
    assert!(!test.status.success() && said.contains("no desktop shows it"), "{said}");
    let contact = home.run(&["check-on-me", "add", "Ann", "--desktop"]);
    assert!(!contact.status.success());
}
