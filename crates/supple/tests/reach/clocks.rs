//! Clocks that are set while a check runs. The library faketime shows a program another time than the machine has; the clock that
//! nobody sets goes on as it is, as on a real machine.

use crate::hook::Hook;
use crate::person::{Person as _, SOON, until};
use crate::shared::Home;
use crate::shared::served::Server;
use std::fs;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

/// The library, where the system has it.
fn library() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.flatten().map(|entry| entry.path());
    folders.map(|folder| folder.join("faketime/libfaketime.so.1")).find(|file| file.exists())
}

/// A server whose clock can be set.
struct Clock<'h> {
    home: &'h Home,
    server: Server,
}

impl Clock<'_> {
    fn start(home: &Home) -> Clock<'_> {
        let file = home.write("clock", "+0");
        let library = library().expect("libfaketime is not installed: run cargo xtask setup");
        let mut command = home.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.env("LD_PRELOAD", library).env("FAKETIME_TIMESTAMP_FILE", file);
        command.env("FAKETIME_NO_CACHE", "1").env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        Clock { home, server: Server::run(command) }
    }

    /// So far from the clock of the machine, such as `-1h`.
    fn set(&self, to: &str) {
        let new = self.home.write("clock.new", to);
        fs::rename(new, self.home.path("clock")).unwrap();
    }
}

#[test]
fn a_clock_that_is_set_back_in_a_countdown_makes_no_contact_wait() {
    for to in ["-1h", "-30d"] {
        let hook = Hook::start();
        let home = Home::new();
        home.contact("Bob", "--webhook", &hook.url("/bob"));
        home.way("Phone", &hook.url("/me"));
        let clock = Clock::start(&home);
        home.begin("4s", "3s");
        let began = crate::person::now();
        sleep(Duration::from_secs(1));
        clock.set(to);
        let warned = hook.wait("/me", 1, SOON);
        let told = hook.wait("/bob", 1, SOON);
        assert!(warned[0].at - began > 2.0, "{to}: not before its time");
        assert!(told[0].at - warned[0].at > 1.5, "{to}: the warning comes first");
        assert!(told[0].at - began < 20.0, "{to}: in time");
        drop(clock.server);
    }
}

#[test]
fn a_clock_that_is_set_forward_in_a_countdown_tells_early_with_the_warning_first() {
    let hook = Hook::start();
    let home = Home::new();
    home.contact("Bob", "--webhook", &hook.url("/bob"));
    home.way("Phone", &hook.url("/me"));
    let clock = Clock::start(&home);
    home.begin("20m", "3s");
    sleep(Duration::from_secs(1));
    assert_eq!(home.stage(), "counting");
    clock.set("+1h");
    let warned = hook.wait("/me", 1, SOON);
    let told = hook.wait("/bob", 1, SOON);
    assert!(told[0].at - warned[0].at > 1.5, "the person has the grace to answer");
    home.on_me(&["all-right"]);
    assert!(hook.wait("/bob", 2, SOON)[1].subject().contains("I am all right"));
    drop(clock.server);
}

#[test]
fn who_does_not_answer_is_told_again_after_ten_minutes_and_that_is_another_letter() {
    let hook = Hook::start();
    let home = Home::new();
    home.contact("Bob", "--webhook", &hook.url("/bob"));
    let clock = Clock::start(&home);
    home.begin("1s", "1s");
    hook.wait("/bob", 1, SOON);
    clock.set("+9m");
    sleep(Duration::from_secs(3));
    assert_eq!(hook.tries("/bob").len(), 1, "not yet");
    clock.set("+11m");
    let told = hook.wait("/bob", 2, SOON);
    assert_ne!(told[0].key(), told[1].key());
    assert!(told[1].body["text"].as_str().unwrap().contains("This is message 2."), "{told:?}");
    // Back in the time of the machine: nobody waits until the clock has caught up.
    clock.set("+0");
    home.on_me(&["all-right"]);
    assert!(hook.wait("/bob", 3, SOON)[2].subject().contains("I am all right"));
    until("it is over", SOON, || (home.stage() == "all-right").then_some(()));
    drop(clock.server);
}
