//! A trial of one person: what is told of it while it runs, and what when it is over.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use jiff::civil::date;
use serde_json::{Value, json};
use supple_fhir::content::{Content, Count, Trial, TrialArm, TrialResult, TrialState};
use supple_fhir::{bundle, collection};

fn trial(state: TrialState, result: Option<TrialResult>) -> Trial {
    let arm = |name: &str| TrialArm { name: name.to_owned(), does: format!("{name} for one round.") };
    Trial {
        kind: "Randomised trial of one person".to_owned(),
        title: "Heat or cold?".to_owned(),
        promised: "ab".repeat(32),
        begun: date(2026, 2, 3),
        ended: (state != TrialState::Runs).then_some(date(2026, 3, 4)),
        state,
        arms: vec![arm("Cold"), arm("Heat")],
        goes: vec!["Chance chooses.".to_owned(), "It ends.".to_owned()],
        notes: vec!["3 spasms of up to 20.".to_owned()],
        result,
    }
}

fn result() -> TrialResult {
    let number = Count { name: "Difference".to_owned(), value: 1.75, unit: "points".to_owned() };
    TrialResult { verdict: "Heat eases yours further.".to_owned(), numbers: vec![number] }
}

fn written(trials: Vec<Trial>) -> Value {
    let problem = "Back muscle spasms".to_owned();
    json!(bundle(&Content { title: "My back".to_owned(), problem, trials, ..Content::default() }))
}

/// The resources of this kind, each with its address.
fn of<'v>(bundle: &'v Value, kind: &str) -> Vec<(&'v str, &'v Value)> {
    let entries = bundle["entry"].as_array().unwrap().iter();
    let all = entries.map(|entry| (entry["fullUrl"].as_str().unwrap(), &entry["resource"]));
    all.filter(|(_, it)| it["resourceType"] == kind).collect()
}

#[test]
fn a_trial_that_ended_has_its_arms_its_protocol_and_its_result() {
    let bundle = written(vec![trial(TrialState::Ended, Some(result()))]);
    let [(address, study)] = of(&bundle, "ResearchStudy")[..] else { panic!("{bundle}") };
    assert_eq!(study["status"], "completed");
    assert_eq!(study["reasonStopped"], Value::Null);
    assert_eq!(study["arm"][1], json!({"name": "Heat", "description": "Heat for one round."}));
    assert_eq!(study["description"], "Chance chooses.\n\nIt ends.");
    assert_eq!(study["period"], json!({"start": "2026-02-03", "end": "2026-03-04"}));
    assert_eq!(study["identifier"][0]["value"], "ab".repeat(32));
    assert_eq!(study["objective"][0]["type"]["coding"][0]["code"], "primary");
    let [(found_at, found)] = of(&bundle, "Observation")[..] else { panic!("{bundle}") };
    assert_eq!(found["focus"], json!([{"reference": address}]));
    assert_eq!(found["valueString"], "Heat eases yours further.");
    assert_eq!(found["component"][0]["code"]["text"], "Difference");
    assert_eq!(found["component"][0]["valueQuantity"], json!({"value": 1.75, "unit": "points"}));
    let sections = bundle["entry"][0]["resource"]["section"].to_string();
    assert!(sections.contains(address) && sections.contains(found_at), "{sections}");
}

#[test]
fn a_trial_that_runs_has_no_end_and_no_result() {
    let bundle = written(vec![trial(TrialState::Runs, None)]);
    let [(_, study)] = of(&bundle, "ResearchStudy")[..] else { panic!("{bundle}") };
    assert_eq!((&study["status"], &study["period"]), (&json!("active"), &json!({"start": "2026-02-03"})));
    assert!(of(&bundle, "Observation").is_empty());
}

#[test]
fn a_trial_that_was_stopped_says_why_and_in_no_code_that_means_something_else() {
    let bundle = written(vec![trial(TrialState::Stopped("You stopped this trial.".to_owned()), Some(result()))]);
    let [(_, study)] = of(&bundle, "ResearchStudy")[..] else { panic!("{bundle}") };
    assert_eq!(study["status"], "administratively-completed");
    assert_eq!(study["reasonStopped"], json!({"text": "You stopped this trial."}));
}

#[test]
fn without_a_trial_there_is_none_and_a_collection_has_what_a_document_has() {
    assert!(of(&written(Vec::new()), "ResearchStudy").is_empty());
    let trials = vec![trial(TrialState::Ended, Some(result()))];
    let shared = json!(collection(&Content { title: "My back".to_owned(), trials, ..Content::default() }));
    assert_eq!((of(&shared, "ResearchStudy").len(), of(&shared, "Observation").len()), (1, 1));
}
