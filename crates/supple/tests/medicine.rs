//! The guard over medicines on the command line: a medicine is stored whatever the guard says, and the guard is not silent.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::Value;
use shared::Home;

fn texts(guard: &Value, field: &str) -> Vec<String> {
    guard[field].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_usual_dose_is_stored_without_a_stop() {
    let home = Home::new();
    let said = home.done(&["log", "medicine", "ibuprofen", "--mg", "400"]);
    assert!(said.starts_with("Stored: ") && said.contains("Some questions come first."), "{said}");
    assert!(!said.contains("I see no label limit passed") && said.contains("Not asked yet"), "{said}");
    assert!(!said.contains("Stop."), "{said}");
    let json = home.json(&["log", "medicine", "Voltarol gel", "--units", "1", "--json", "--at", "20h ago"]);
    assert_eq!(json["kind"], "medicine");
    assert_eq!(json["guard"]["too_much"], Value::Array(Vec::new()));
}

#[test]
fn a_thousand_with_a_comma_is_a_thousand_and_what_can_be_read_in_two_ways_is_refused() {
    let home = Home::new();
    let said = home.done(&["log", "medicine", "Paracetamol", "--mg", "3,000"]);
    assert!(said.contains("Too much was taken"), "{said}");
    let json = home.json(&["log", "medicine", "Paracetamol 1,000 mg", "--units", "3", "--json", "--at", "20h ago"]);
    assert!(!texts(&json["guard"], "stops").is_empty() && json["guard"]["calm"] == false, "{json}");
    shared::fails(&home.run(&["log", "medicine", "Paracetamol", "--mg", "3.000"]), 2, "cannot be read for certain");
}

#[test]
fn what_passes_a_label_is_stored_and_told_with_its_reason() {
    let home = Home::new();
    home.done(&["log", "medicine", "ibuprofen", "--mg", "400", "--at", "1h ago"]);
    let said = home.done(&["log", "medicine", "Nurofen", "--mg", "600"]);
    let one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(one_line.contains("Stop. A limit is passed."), "{said}");
    assert!(one_line.contains("! Stop. You took 600 mg of ibuprofen at one time. The most is 400 mg."), "{said}");
    assert!(one_line.contains("That was too soon for more ibuprofen."), "{said}");
    assert_eq!(home.log().iter().count(), 2, "both are stored");

    let json = home.json(&["log", "medicine", "naproxen", "--mg", "220", "--json"]);
    let stops = texts(&json["guard"], "stops");
    assert!(stops.iter().any(|stop| stop.starts_with("Both ibuprofen and naproxen are NSAIDs")), "{stops:?}");
    let sources = &json["guard"]["stops"][0]["sources"];
    assert!(sources.as_array().is_some_and(|sources| !sources.is_empty()), "{json}");
    // The entry itself is as it is in the diary.
    let mut entry = json.clone();
    entry.as_object_mut().unwrap().remove("guard");
    let log = home.log();
    let kept = log.iter().find(|kept| kept.id().to_string() == json["id"].as_str().unwrap()).unwrap();
    assert_eq!(entry, serde_json::from_str::<Value>(kept.line()).unwrap());
}

#[test]
fn too_much_is_told_first_and_what_is_not_known_is_told_as_not_known() {
    let home = Home::new();
    let said = home.done(&["log", "medicine", "paracetamol", "--mg", "9000"]);
    let place = |words: &str| said.find(words).unwrap_or_else(|| panic!("{words} in {said}"));
    assert!(place("Too much was taken. Get help.") < place("Too much can harm") && said.contains("9000 mg"));
    let said = home.done(&["log", "medicine", "the blue ones"]);
    assert!(said.contains("I do not know \"the blue ones\""), "{said}");
    let past = home.json(&["log", "medicine", "aspirin", "--mg", "9000", "--at", "2026-01-10 08:00", "--json"]);
    assert!(!texts(&past["guard"], "stops").is_empty(), "long ago, and still not silent: {past}");
    assert!(texts(&past["guard"], "too_much").is_empty(), "what to do about it now is for now");
    assert!(!home.done(&["log", "pain", "4"]).contains("limit"), "only medicines are guarded");
}

#[test]
fn the_questions_that_decide_can_be_answered_from_the_command_line() {
    let home = Home::new();
    let said = home.done(&["log", "medicine", "Advil", "--units", "1"]);
    assert!(
        said.contains("? ulcer: ") && said.contains("supple log profile --born YEAR --yes ID,ID --no others"),
        "{said}"
    );
    home.done(&["log", "profile", "--born", "1986", "--no", "others"]);
    let said = home.done(&["log", "medicine", "Advil", "--units", "1", "--at", "9h ago"]);
    assert!(said.contains("I see no label limit passed") && !said.contains("Not asked yet"), "{said}");
    home.done(&["log", "profile", "--yes", "ulcer,ulcer-now", "--unsure", "lupus"]);
    let said = home.done(&["log", "medicine", "Advil", "--units", "1", "--at", "18h ago"]);
    assert!(said.contains("! Stop. Do not take ibuprofen."), "{said}");
    shared::fails(&home.run(&["log", "profile", "--yes", "age"]), 2, "no medicine asks this");
    shared::fails(&home.run(&["log", "profile", "--due", "2001-01-01"]), 2, "no child can be due");
}
