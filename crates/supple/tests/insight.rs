//! `supple insight` and `supple simulate`: what a diary shows, and made-up diaries.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::{Value, json};
use shared::{Home, fails, out};
use supple_diary::{Diary, Log};
use supple_insight::Findings;
use supple_insight::findings::Since;

/// A made-up diary of the past, taken over into a home.
fn home_with(kind: &str) -> (Home, Log) {
    let home = Home::new();
    let folder = home.path("people");
    let folder = folder.to_str().unwrap();
    home.done(&["simulate", "--people", "1", "--seed", "5", "--kind", kind, "--out", folder]);
    let file = format!("{folder}/kind-{kind}-person-0000.jsonl");
    home.done(&["import", &file]);
    let (log, refused) = Log::from_lines(&std::fs::read_to_string(&file).unwrap());
    assert!(refused.is_empty());
    (home, log)
}

#[test]
fn what_is_printed_is_what_the_diary_shows() {
    let (home, log) = home_with("9");
    let printed = home.json(&["insight", "--json"]);
    let now = jiff::Zoned::now();
    let ours = serde_json::to_value(Findings::of(&Diary::fold(&log), &now)).unwrap();
    // Read back, so that numbers went through text once on both sides.
    let ours: Value = serde_json::from_str(&ours.to_string()).unwrap();
    for key in ["triggers", "frequency", "relief", "check_in_days", "bouts", "model", "answers"] {
        assert_eq!(printed[key], ours[key], "{key}");
    }
    let read: Findings = serde_json::from_value(printed.clone()).unwrap();
    let sentences: Vec<String> = read.sentences().into_iter().map(|one| one.text).collect();
    let shown: Vec<&str> =
        printed["sentences"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(shown, sentences);

    let text = home.done(&["insight"]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in &sentences {
        assert!(text.contains(sentence.as_str()), "{sentence:?} in {text}");
    }
    assert!(text.contains("All in one view --------------- Linked, not proven. "), "{text}");
}

#[test]
fn an_empty_diary_asks_to_keep_logging() {
    let home = Home::new();
    home.done(&["import", &home.write("nothing.jsonl", "")]);
    let text = home.done(&["insight"]);
    assert!(text.contains("It is too early to see what goes with your spasms. Keep logging"), "{text}");
    assert_eq!(home.json(&["insight", "--json"])["triggers"]["each"], Value::Array(vec![]));
}

#[test]
fn spasms_on_three_days_lead_to_a_doctor() {
    let home = Home::new();
    for ago in ["2 days ago", "6 days ago"] {
        home.done(&["log", "spasm", "--at", ago]);
    }
    assert_eq!(home.json(&["insight", "--json"])["check"], Value::Array(vec![]));
    home.done(&["log", "spasm", "--at", "10 days ago"]);
    let check = &home.json(&["insight", "--json"])["check"];
    assert_eq!((&check[0]["rule"], &check[0]["urgency"]), (&"recurrent".into(), &"see-doctor".into()));
    assert!(!check[0]["sources"].as_array().unwrap().is_empty());
    assert!(home.done(&["insight"]).contains("\nSEE A DOCTOR SOON: see a doctor within days. "));
}

#[test]
fn an_exercise_that_spasms_follow_is_told_by_its_name_with_one_thing_to_do() {
    let (home, log) = home_with("10");
    let findings = Findings::of(&Diary::fold(&log), &jiff::Zoned::now());
    let exercises = || findings.triggers.each.iter().filter(|one| one.exercise.is_some());
    assert!(exercises().count() >= 3, "{findings:?}");
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = flat(&home.done(&["insight"]));
    for one in exercises() {
        assert!(told.contains(&flat(&findings.sentence_of(one))), "{} in {told}", findings.sentence_of(one));
        let to_do = supple_wording::findings::to_do(one);
        assert!(to_do.is_none_or(|to_do| told.contains(&flat(&to_do))), "{told}");
    }
    assert!(!told.contains("exercise:"), "no id is told: {told}");
}

#[test]
fn a_day_that_is_named_is_compared_with_what_was_before() {
    let (home, log) = home_with("9");
    let (now, date) = (jiff::Zoned::now(), jiff::civil::date(2024, 6, 1));
    let since = Since::of(&Diary::fold(&log), &now, date);
    let printed = home.json(&["insight", "--since", "2024-06-01", "--json"]);
    assert_eq!(printed["before"]["bouts"], since.before.bouts);
    assert_eq!(printed["sentence"], since.sentence());
    let text = home.done(&["insight", "--since", "2024-06-01"]);
    assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), since.sentence());
    fails(&home.run(&["insight", "--since", "soon"]), 2, "is no day; write today, yesterday or a day such as");
    fails(&home.run(&["insight", "--since", "2999-01-01"]), 2, "is yet to come; name a day that is past");
}

#[test]
fn chance_chooses_the_first_day_of_something_once() {
    let home = Home::new();
    let run = |arguments: &[&str], now: &str| home.command(arguments).env("SUPPLE_TEST_NOW", now).output().unwrap();
    let output = run(&["insight", "--begin", "a new chair"], "2026-03-02T08:00:00Z");
    assert!(output.status.success(), "{output:?}");
    let told = out(&output);
    assert!(
        told.starts_with("Begin with “a new chair” on ") && told.contains("Until then leave it as it was"),
        "{told}"
    );
    fails(&run(&["insight", "--begin", "tea"], "2026-03-03T08:00:00Z"), 1, "Chance has chosen already.");
    fails(&run(&["insight", "--begin", " "], "2026-03-03T08:00:00Z"), 2, "what you begin with");
    let said = run(&["insight", "--begin", "tea", "--json"], "2026-05-03T08:00:00Z");
    let chosen: Value = serde_json::from_str(&out(&said)).unwrap();
    assert_eq!((&chosen["what"], &chosen["decided"]), (&json!("tea"), &json!("2026-05-03")));
    fails(&run(&["log", "chosen-start"], "2026-05-03T08:00:00Z"), 2, "`supple insight --begin WHAT`");
}

#[test]
fn made_up_people_are_the_same_for_the_same_seed() {
    let home = Home::new();
    let write = |name: &str, seed: &str| {
        let folder = home.path(name);
        home.done(&["simulate", "--people", "2", "--seed", seed, "--kind", "0", "--out", folder.to_str().unwrap()]);
        std::fs::read_to_string(folder.join("kind-0-person-0001.jsonl")).unwrap()
    };
    let first = write("a", "1");
    assert_eq!(first, write("b", "1"));
    assert_ne!(first, write("c", "2"));
    let truth: Value = serde_json::from_slice(&std::fs::read(home.path("a").join("truth.json")).unwrap()).unwrap();
    assert!((truth["kinds"][0]["habits"][0]["b"].as_f64().unwrap() - 3.0_f64.ln()).abs() < 1e-12);
    assert_eq!(truth["people"].as_array().unwrap().len(), 2);
    let file = home.path("a").join("kind-0-person-0001.jsonl");
    home.done(&["verify", file.to_str().unwrap()]);
}

#[test]
fn the_evaluation_prints_a_table_with_its_errors() {
    let home = Home::new();
    let arguments = ["simulate", "--evaluate", "--people", "30", "--kind", "0", "--log-f", "1,2"];
    let text = home.done(&arguments);
    let lines: Vec<&str> = text.lines().collect();
    // Links by each penalty, and how often spasms come, which depends on none.
    assert_eq!(lines.len(), 4 + 1 + 3);
    assert!(lines[2].contains("| 1 |") && lines[3].contains("| 2 |") && lines[2].contains(" ± "), "{text}");
    assert!(lines[4].is_empty() && lines[5].contains("turn") && lines[7].contains(" ± "), "{text}");
    let json = home.json(&[&arguments[..], &["--json"]].concat());
    assert_eq!(json[0]["people"], 30);
    assert!(
        json[0]["coverage"]["value"].as_f64().unwrap() > 0.85 && json[0]["coverage"]["error"].as_f64().unwrap() > 0.0
    );
}

#[test]
fn people_of_a_world_are_written_and_evaluated_like_the_others() {
    let home = Home::new();
    let kinds = home.json(&["simulate", "--list", "--json"]);
    let kinds = kinds.as_array().unwrap();
    let number = kinds.iter().position(|kind| kind["id"] == "stretching-first").unwrap();
    assert!(number > 11 && kinds[..12].iter().all(|kind| kind["id"].is_null()), "the first kinds keep their numbers");
    let (kind, folder) = (number.to_string(), home.path("people"));
    home.done(&["simulate", "--people", "1", "--kind", &kind, "--out", folder.to_str().unwrap()]);
    let file = folder.join(format!("kind-{kind}-person-0000.jsonl"));
    home.done(&["verify", file.to_str().unwrap()]);
    let truth: Value = serde_json::from_slice(&std::fs::read(folder.join("truth.json")).unwrap()).unwrap();
    assert_eq!(truth["kinds"][0]["claims"]["likely"], false);
    assert!(truth["kinds"][0]["noticed"].is_string());
    let found = home.json(&["simulate", "--evaluate", "--people", "4", "--kind", &kind, "--json"]);
    assert_eq!((&found[0]["people"], &found[0]["setting"]["id"]), (&4.into(), &"stretching-first".into()));
    assert_eq!(found[0]["turn"]["of"], 4.0);
}

#[test]
fn a_wrong_use_is_said_in_one_line() {
    let home = Home::new();
    fails(&home.run(&["simulate"]), 2, "--out");
    fails(&home.run(&["simulate", "--evaluate", "--kind", "99"]), 2, "there are the kinds 0 to 52, not 99");
    fails(&home.run(&["simulate", "--evaluate", "--log-f", "0"]), 2, "takes a number above 0");
    let listed = out(&home.run(&["simulate", "--list"]));
    assert!(listed.starts_with("0 ") && listed.contains("\n11 ") && listed.contains("\n51 "), "{listed}");
}
