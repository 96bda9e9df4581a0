//! A trial over days on the command line: chance chooses for weeks, the diary counts, and anyone can check it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use shared::{Home, fails, out};
use std::process::{Command, Output};

/// A person with a clock that a test sets on.
struct Person {
    home: Home,
    now: Timestamp,
}

impl Person {
    fn new() -> Person {
        Person { home: Home::new(), now: "2026-11-30T07:00:00Z".parse().unwrap() }
    }

    fn later(&mut self, hours: i64) {
        self.now += SignedDuration::from_hours(hours);
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.home.command(arguments).env("SUPPLE_TEST_NOW", self.now.to_string()).output().unwrap()
    }

    fn told(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        out(&output)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.told(arguments)).unwrap()
    }
}

#[test]
fn before_it_begins_it_says_what_it_can_find_and_what_comes_first() {
    let person = Person::new();
    let plan = person.told(&["trial", "plan", "walk"]);
    assert!(plan.contains("of 100") && plan.contains("does not know yet how often spasms come"), "{plan}");
    assert!(plan.contains("stay as they are") && plan.contains("physiotherapist"), "{plan}");
    assert!(person.told(&["trial", "plan"]).contains("breaks-from-sitting: "));
    let weeks =
        |weeks| person.json(&["trial", "plan", "walk", "--weeks", weeks, "--json"])["protocol"]["period_days"].clone();
    assert_eq!((weeks("1"), weeks("2")), (json!(7), json!(14)));
    fails(&person.run(&["trial", "plan", "walk", "--weeks", "3"]), 2, "1..=2");
    fails(&person.run(&["trial", "day"]), 1, "no trial over days runs");
    fails(&person.run(&["trial", "start", "walk"]), 1, "Do the check first");
    fails(&person.run(&["trial", "start", "wind-down", "--margin", "2"]), 2, "leave --margin out");
    fails(&person.run(&["trial", "start", "tea"]), 2, "breaks-from-sitting");
    fails(&person.run(&["log", "days-period"]), 2, "`supple trial`");
    person.told(&["trial", "start", "wind-down"]);
    fails(&person.run(&["trial", "start", "breaks-from-sitting"]), 1, "One at a time");
    // Both kinds run beside each other, and then a name says which.
    person.told(&["trial", "start", "heat-or-cold"]);
    fails(&person.run(&["trial", "stop"]), 2, "heat-or-cold or wind-down");
    assert!(person.told(&["trial", "stop", "wind-down"]).contains("You stopped this trial"));
    assert!(person.told(&["trial", "status"]).contains("Heat or cold"));
    assert!(person.told(&["trial", "stop"]).contains("Heat or cold"));
}

#[test]
fn a_whole_trial_is_told_at_its_end_and_checked_by_verify_and_by_a_public_script() {
    let mut person = Person::new();
    person.told(&["trial", "start", "breaks-from-sitting"]);
    let hidden = person.json(&["trial", "status", "--json"]);
    assert_eq!((&hidden["due"]["is"], &hidden["periods"]), (&json!("begins"), &json!([])));
    let mut days = 0;
    loop {
        let today = person.json(&["trial", "day", "--json"]);
        if today["trial"].is_null() {
            break;
        }
        assert_eq!(today["due"]["is"], "goes", "{today}");
        assert!(today["report"]["estimate"].is_null(), "nothing is told in between");
        let is_with = today["due"]["period"]["arm"] == "b";
        if days == 3 {
            let told = person.told(&["trial", "day"]);
            let side = if is_with { "Today: with the breaks" } else { "Today: without the breaks" };
            assert!(told.contains(side) && told.contains("Day 4 of 7"), "{told}");
            fails(&person.run(&["trial", "result", "--draws", "draws.json"]), 1, "not told yet");
            fails(&person.run(&["trial", "day", "--done", "--date", "2027-01-01"]), 1, "no day of the trial");
            fails(&person.run(&["trial", "day", "--date", "2026-12-01"]), 2, "--done or --not-done");
        }
        person.later(12);
        person.told(&["log", "check-in", "--spasm", if is_with { "no" } else { "yes" }]);
        if days < 7 {
            person.told(&["trial", "day", if is_with { "--done" } else { "--not-done" }]);
        }
        person.later(12);
        days += 1;
        assert!(days < 70);
        if days >= 56 && person.json(&["trial", "status", "--json"])["runs"] == false {
            break;
        }
    }
    assert_eq!(days, 58, "eight weeks, and two days in which the last can be told");
    let told = person.told(&["trial", "result"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("Fewer spasms with the breaks") && told.contains("7 as chance chose"), "{told}");
    assert!(told.contains("7 spasms in 7 days, with the breaks 0 spasms in 7 days"), "{told}");
    let (file, table) = (person.home.path("draws.json"), person.home.path("periods.csv"));
    person.told(&["trial", "result", "--draws", file.to_str().unwrap(), "--csv", table.to_str().unwrap()]);
    let table = std::fs::read_to_string(table).unwrap();
    assert!(table.starts_with("number,arm,first,last,observed_days,spasms\n1,"), "{table}");
    assert_eq!(table.lines().count(), 9, "{table}");
    assert!(person.told(&["verify"]).contains("all as they were written"));

    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/verify-trial.py");
    let judged = |text: &str| {
        let path = person.home.write("told.json", text);
        let output = Command::new("python3").args([script, &path]).output().unwrap();
        (output.status.success(), out(&output))
    };
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(judged(&text), (true, "all is as promised\n".to_owned()));
    let told: Value = serde_json::from_str(&text).unwrap();
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut told = told.clone();
        change(&mut told);
        judged(&told.to_string()).0
    };
    let other = |arm: &Value| json!(if arm == "a" { "b" } else { "a" });
    assert!(!changed(&|told| told["draws"][2]["arm"] = other(&told["draws"][2]["arm"])));
    assert!(!changed(&|told| told["draws"].as_array_mut().unwrap().swap(0, 1)));
    assert!(!changed(&|told| told["protocol"]["period_days"] = json!(14)));
    assert!(!changed(&|told| told["seed"] = json!("00".repeat(32))));
}

#[test]
fn a_changed_draw_of_a_trial_over_days_is_caught_though_every_entry_is_whole() {
    let lines = include_str!("../../diary/tests/frozen/schema-8.jsonl");
    let home = Home::new();
    let judged = |text: &str| home.run(&["verify", &home.write("diary.jsonl", text)]);
    assert!(judged(lines).status.success(), "{:?}", judged(lines));
    let rewritten = |from: &str, to: &str| {
        let mut previous: Option<String> = None;
        let mut text = String::new();
        for line in lines.lines() {
            let (head, rest) = line.split_once(",\"previous\":").unwrap();
            let (_, rest) = rest.split_once(",\"happened\"").unwrap();
            let before = previous.map_or("null".to_owned(), |hash| format!("\"{hash}\""));
            let line = format!("{head},\"previous\":{before},\"happened\"{rest}").replace(from, to);
            previous = Some(supple_diary::LineHash::of(&line).to_string());
            text.push_str(&line);
            text.push('\n');
        }
        judged(&text)
    };
    assert!(rewritten("walk", "walk").status.success());
    for (from, to, says) in [
        ("\"number\":2,\"arm\":\"b\"", "\"number\":2,\"arm\":\"a\"", "another arm than the seed gives"),
        ("\"number\":1", "\"number\":3", "has the number"),
        ("\"seed\":\"01", "\"seed\":\"02", "not those that were promised"),
    ] {
        let told = rewritten(from, to);
        assert!(!told.status.success() && out(&told).contains(says), "{says}: {told:?}");
    }
}
