//! The Questionnaire: what it asks, and when.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::response::answers;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use supple_fhir::questionnaire;
use supple_guidance::Kind;
use supple_triage::{Answer, Answers, Step, embedded};

fn written() -> Value {
    serde_json::to_value(questionnaire(embedded().guidance(), date(2026, 1, 2))).unwrap()
}

fn items(of: &Value) -> impl Iterator<Item = &Value> {
    of["item"].as_array().unwrap().iter().flat_map(|group| group["item"].as_array().unwrap())
}

#[test]
fn each_finding_is_asked_once_by_its_id() {
    let written = written();
    let links: Vec<&str> = items(&written).map(|item| item["linkId"].as_str().unwrap()).collect();
    assert_eq!(links.len(), links.iter().collect::<BTreeSet<_>>().len());
    for finding in &embedded().guidance().findings {
        assert!(links.contains(&finding.id.as_str()), "{}", finding.id);
    }
}

#[test]
fn a_number_says_its_limits_and_has_a_place_for_doubt() {
    let written = written();
    let age = items(&written).find(|item| item["linkId"] == "age").unwrap();
    assert_eq!(age["extension"][1]["valueDecimal"], 120.0);
    let instead = items(&written).find(|item| item["linkId"] == "age.else").unwrap();
    assert_eq!(instead["answerOption"].as_array().unwrap().len(), 1, "an age has no natural no");
    let fever = items(&written).find(|item| item["linkId"] == "temperature.else").unwrap();
    assert_eq!(fever["answerOption"][0]["valueCoding"]["code"], "no");
}

/// Whether an item is shown by its conditions, as the standard says, on these answers.
fn is_shown(item: &Value, answers: &Answers) -> bool {
    let Some(conditions) = item["enableWhen"].as_array() else { return true };
    conditions.iter().any(|condition| {
        let question = condition["question"].as_str().unwrap();
        let (finding, instead) = question.strip_suffix(".else").map_or((question, false), |finding| (finding, true));
        let place = embedded().place(finding).unwrap();
        let kind = &embedded().guidance().findings[place].kind;
        let given = match (answers.get(place), kind) {
            (None, _) => return condition["operator"] == "exists",
            (Some(Answer::Number(number)), _) if !instead => json!(number),
            (Some(Answer::Unsure), Kind::Number(_)) if !instead => return condition["operator"] == "exists",
            (Some(Answer::Number(_)), _) => return false,
            (Some(Answer::Yes), _) => json!("yes"),
            (Some(Answer::No), _) => json!("no"),
            (Some(Answer::Option(option)), Kind::Choice(choice)) => json!(choice.options[usize::from(option)].id),
            (Some(_), _) => json!("unsure"),
        };
        match condition["operator"].as_str().unwrap() {
            "=" => condition["answerCoding"]["code"] == given,
            ">=" => given.as_f64().unwrap() >= condition["answerDecimal"].as_f64().unwrap(),
            "<" => given.as_f64().unwrap() < condition["answerDecimal"].as_f64().unwrap(),
            "exists" => false,
            other => panic!("{other}"),
        }
    })
}

/// What a form takes of these answers: only questions that it shows.
fn filled_in(all: &Answers) -> (Answers, usize) {
    let (triage, written) = (embedded(), written());
    let (mut taken, mut hidden) = (Answers::none_yet(triage), 0);
    for item in items(&written).filter(|item| !item["linkId"].as_str().unwrap().ends_with(".else")) {
        let place = triage.place(item["linkId"].as_str().unwrap()).unwrap();
        if !is_shown(item, &taken) {
            hidden += 1;
        } else if let Some(answer) = all.get(place) {
            taken.set_at(triage, place, answer).unwrap();
        }
    }
    (taken, hidden)
}

#[test]
fn an_ordinary_person_is_spared_the_follow_up_questions() {
    let mut no = Answers::none_yet(embedded());
    no.assume_no(embedded());
    let (_, hidden) = filled_in(&no);
    assert!(hidden > 20, "{hidden}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_a_form_does_not_show_changes_no_verdict(mut all in answers()) {
        all.assume_no(embedded());
        let (taken, _) = filled_in(&all);
        let (form, check) = (embedded().verdict(&taken), embedded().verdict(&all));
        prop_assert_eq!(form.urgency, check.urgency);
    }

    #[test]
    fn what_the_interview_asks_the_form_shows(mut all in answers()) {
        all.assume_no(embedded());
        let written = written();
        let mut so_far = Answers::none_yet(embedded());
        while let Step::Ask { findings, .. } = embedded().next(&so_far) {
            for place in findings {
                let id = &embedded().guidance().findings[place].id;
                let item = items(&written).find(|item| item["linkId"] == id.as_str()).unwrap();
                // The interview asks the rest of a screen at once; a form waits for the answer above.
                so_far.set_at(embedded(), place, all.get(place).unwrap()).unwrap();
                let alone = item["enableWhen"].as_array().is_none_or(|conditions| conditions.iter().all(|condition| {
                    let question = condition["question"].as_str().unwrap().trim_end_matches(".else");
                    embedded().guidance().finding(question).unwrap().screen != embedded().guidance().findings[place].screen
                }));
                prop_assert!(!alone || is_shown(item, &so_far), "{}", id);
            }
        }
    }
}
