//! A trial of one person on the command line: nothing is drawn before its time, anyone can check it, and the plan goes by it.
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
        Person { home: Home::new(), now: "2026-11-22T08:00:00Z".parse().unwrap() }
    }

    fn later(&mut self, minutes: i64) {
        self.now += SignedDuration::from_mins(minutes);
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

    /// A spasm: no sign of the gate, able to stand, heat and ice at hand.
    fn bout(&self, pain: &str) -> Output {
        let said = ["--can", "stand", "--none-of-these", "--at-hand", "heat,ice"];
        self.run(&[&["trial", "bout", "--pain", pain], &said[..]].concat())
    }
}

#[test]
fn nothing_is_drawn_without_a_trial_a_look_at_the_signs_or_enough_pain() {
    let person = Person::new();
    fails(&person.run(&["trial", "start", "tea"]), 2, "there is heat-or-cold");
    fails(&person.run(&["trial", "stop"]), 1, "no trial runs");
    assert!(person.told(&["trial", "plan", "heat-or-cold"]).contains("of 100"));
    person.told(&["trial", "start", "heat-or-cold"]);
    fails(&person.run(&["trial", "start", "rest-or-move"]), 1, "a trial goes on");
    fails(&person.run(&["trial", "bout", "--pain", "7"]), 1, "Say first how you are");
    fails(&person.run(&["trial", "bout", "--pain", "7", "--can", "stand"]), 1, "check comes first");
    fails(&person.bout("3"), 1, "from a pain of 4 on");
    fails(&person.run(&["trial", "after", "--pain", "3"]), 1, "nothing is asked now");
    assert_eq!(person.json(&["trial", "status", "--json"])["spasms"], 0);
    fails(&person.run(&["log", "trial-draw"]), 2, "`supple trial`");
    fails(&person.run(&["log", "trial-harm"]), 2, "`supple trial`");
    fails(&person.run(&["trial", "harm", "burn"]), 1, "chance chose for no such spasm");
}

#[test]
fn a_whole_trial_is_checked_by_verify_and_by_a_public_script_and_the_plan_goes_by_it() {
    let mut person = Person::new();
    person.told(&["trial", "start", "heat-or-cold", "--margin", "1"]);
    let mut spasms = 0;
    while person.json(&["trial", "status", "--json"])["runs"] == true {
        spasms += 1;
        assert!(spasms <= 12);
        person.later(1440);
        let drawn = person.bout("8");
        assert!(drawn.status.success() && out(&drawn).contains("Chance chose"), "{drawn:?}");
        fails(&person.bout("8"), 1, "still asked about");
        let arm = person.json(&["trial", "status", "--json"])["pending"]["measure"].as_str().unwrap().to_owned();
        person.later(30);
        let wave = spasms % 3;
        let after = if arm == "heat" { 3 + wave } else { 6 + wave };
        person.told(&["trial", "after", "--pain", &after.to_string()]);
    }
    let told = person.told(&["trial", "result"]);
    assert!(told.contains("Heat eases yours further") && told.contains("Looked at in other ways"), "{told}");
    let file = person.home.path("draws.json");
    person.told(&["trial", "result", "--draws", file.to_str().unwrap()]);
    assert!(person.told(&["verify"]).contains("all as they were written"));

    let table = person.home.path("spasms.csv");
    person.told(&["trial", "result", "--csv", table.to_str().unwrap()]);
    let table = std::fs::read_to_string(table).unwrap();
    assert!(table.starts_with("number,arm,measure,drawn,before,after,minutes,late,after_hour,"), "{table}");
    assert_eq!(table.lines().count(), 1 + usize::try_from(spasms).unwrap());

    // Harm is told of what was done, also after the end; the rest stays "not told".
    let untold = person.json(&["trial", "result", "--json"])["harms"].clone();
    assert_eq!((&untold[0]["told"], &untold[0]["not_told"]), (&json!([]), &untold[0]["spasms"]));
    let result = person.told(&["trial", "result"]);
    assert!(result.contains("Cold: nothing told of") && result.contains("is not the same as no harm"), "{result}");
    assert!(person.told(&["trial", "harm"]).contains("burn: A blister or a burn"));
    let told = person.told(&["trial", "harm", "burn", "--spasm", "1"]);
    assert!(told.contains("a blister or a burn (spasm 1,") && told.contains("Not on open or sore skin."), "{told}");
    let told = person.told(&["trial", "harm", "My skin = pale"]);
    assert!(told.contains("My skin = pale") && told.contains("`supple check` asks it"), "{told}");
    fails(&person.run(&["trial", "harm", "burn", "--spasm", "1"]), 1, "was told of this spasm already");
    fails(&person.run(&["trial", "harm", "burn", "--spasm", "40"]), 1, "chance chose for no such spasm");
    fails(&person.run(&["trial", "harm", "burn", "--trial", "walk"]), 1, "no trial runs");
    let harms = person.json(&["trial", "result", "--json"])["harms"].clone();
    let each = harms.as_array().unwrap().iter().flat_map(|of| of["told"].as_array().unwrap());
    let each: Vec<(&Value, &Value)> = each.map(|one| (&one["number"], &one["what"])).collect();
    assert!(each.len() == 2 && each.contains(&(&json!(1), &json!("burn"))), "{harms}");
    let table = person.home.path("harm.csv");
    person.told(&["trial", "result", "--csv", table.to_str().unwrap()]);
    assert!(text_of(&table).lines().nth(1).unwrap().ends_with(",burn"), "{}", text_of(&table));

    // What two guidelines for reports ask is where our page says, or said to be missing.
    let documents = [
        ("plan", person.json(&["trial", "plan", "heat-or-cold", "--json"])),
        ("result", person.json(&["trial", "result", "--json"])),
        ("draws", serde_json::from_str(&text_of(&file)).unwrap()),
        ("report", reported_as(&mut person)),
    ];
    reported(&documents);

    // The plan starts with it, and says why.
    person.later(1440);
    let plan = person.told(&["now", "--can", "stand", "--none-of-these", "--at-hand", "heat,ice"]);
    assert!(plan.contains("Your own trial of") && plan.contains("(what your trial found)"), "{plan}");

    // Anyone can check it, with Python and openssl alone; a changed arm, order or seed is noticed.
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
    assert!(!changed(&|told| told["draws"].as_array_mut().unwrap().swap(0, 3)));
    assert!(!changed(&|told| told["protocol"]["better_sure"] = json!(9000)));
    assert!(!changed(&|told| told["seed"] = json!("00".repeat(32))));
}

fn text_of(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// What a report to a doctor has of the trial and its person: the first resource of each kind, of the observations the one of
/// the trial, and the sections by their titles.
fn reported_as(person: &mut Person) -> Value {
    person.later(1440);
    person.told(&["log", "profile", "--born", "1979", "--yes", "gout"]);
    person.told(&["log", "medicine", "ibuprofen", "--mg", "400"]);
    let file = person.home.path("report.json");
    person.told(&["report", "--fhir", file.to_str().unwrap()]);
    let bundle: Value = serde_json::from_str(&text_of(&file)).unwrap();
    let mut found = serde_json::Map::new();
    for resource in bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]) {
        let kind = resource["resourceType"].as_str().unwrap();
        if kind != "Observation" || resource["focus"].is_array() {
            found.entry(kind).or_insert_with(|| resource.clone());
        }
    }
    let sections = found["Composition"]["section"].as_array().unwrap().iter();
    let sections: serde_json::Map<String, Value> =
        sections.map(|one| (one["title"].as_str().unwrap().to_owned(), one["text"]["div"].clone())).collect();
    found.insert("sections".to_owned(), sections.into());
    found.into()
}

/// Each row of the tables leads to a value that is there, to a file that is there, or says why not.
fn reported(documents: &[(&str, Value)]) {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let page = text_of(&root.join("docs/trial-reporting.md"));
    let rows = |part: &str| {
        let lines = part.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| item"));
        lines
            .map(|line| line.split(" | ").map(|cell| cell.trim_matches(['|', ' ']).to_owned()).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let (cent, spent) = page.split_once("## SPENT").unwrap();
    let (cent, spent) = (rows(cent), rows(spent));
    assert_eq!((cent.len(), spent.len()), (44, 51));
    for row in cent.iter().chain(&spent) {
        let [item, _, place] = row.as_slice() else { panic!("{row:?}") };
        if place.starts_with("not applicable: ") || place.starts_with("missing: ") {
            continue;
        }
        if let Some(file) = place.strip_prefix("docs: ") {
            assert!(root.join(file).exists(), "{item}: {file}");
            continue;
        }
        for pointer in place.split(", ") {
            let (document, path) = pointer.trim_matches('`').split_once(':').unwrap();
            let (_, value) = documents.iter().find(|(name, _)| *name == document).unwrap();
            assert!(value.pointer(path).is_some(), "{item}: {pointer}");
        }
    }
}

/// A diary in which someone rewrote the chain after a change: each line is whole, and only the draws can tell.
#[test]
fn a_changed_draw_is_caught_though_every_entry_is_whole() {
    let lines = include_str!("../../diary/tests/frozen/schema-6.jsonl");
    let home = Home::new();
    let judged = |text: &str| home.run(&["verify", &home.write("diary.jsonl", text)]);
    assert!(judged(lines).status.success());
    let rewritten = |change: &dyn Fn(&mut Value)| {
        let mut previous = Value::Null;
        let mut text = String::new();
        for line in lines.lines() {
            // The order of the fields is that of the file.
            let mut entry: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
            let mut value = Value::Object(entry.clone());
            change(&mut value);
            entry = value.as_object().unwrap().clone();
            entry.insert("previous".to_owned(), previous);
            let ordered = ["schema", "id", "device", "sequence", "previous", "happened", "recorded", "kind"];
            let rest = entry.keys().filter(|key| !ordered.contains(&key.as_str()));
            let fields = ordered.iter().copied().map(str::to_owned).chain(rest.cloned());
            let body: Vec<String> = fields.map(|key| format!("{}:{}", json!(key), entry[&key])).collect();
            let line = format!("{{{}}}", body.join(","));
            previous = json!(supple_diary::LineHash::of(&line).to_string());
            text.push_str(&line);
            text.push('\n');
        }
        judged(&text)
    };
    assert!(rewritten(&|_| ()).status.success());
    let draw = |entry: &Value, number: u64| entry["kind"] == "trial-draw" && entry["number"] == number;
    for (says, change) in [
        (
            "another measure than the seed",
            &(|entry: &mut Value| {
                if draw(entry, 2) {
                    entry["arm"] = json!("a");
                }
            }) as &dyn Fn(&mut Value),
        ),
        ("another measure than its side", &|entry: &mut Value| {
            if draw(entry, 2) {
                entry["measure"] = json!("ice");
            }
        }),
        ("has the number", &|entry: &mut Value| {
            if draw(entry, 1) {
                entry["number"] = json!(3);
            }
        }),
        ("not those that were promised", &|entry: &mut Value| {
            if entry["kind"] == "trial" {
                entry["seed"] = json!("ff".repeat(32));
            }
        }),
    ] {
        let told = rewritten(change);
        assert!(!told.status.success() && out(&told).contains(says), "{says}: {told:?}");
    }
}
