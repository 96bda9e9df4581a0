//! What is taken as an answer, and what is not.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use supple_guidance::Urgency;
use supple_triage::{Answer, Answers, MAX_JSON_BYTES, embedded, singles};

fn place(id: &str) -> usize {
    embedded().place(id).unwrap()
}

#[test]
fn an_answer_that_is_taken_back_is_open_again_and_no_no() {
    let triage = embedded();
    let mut answers = Answers::from_json(triage, r#"{"chest-pain": true}"#).unwrap();
    answers.clear(place("chest-pain"));
    answers.clear(usize::MAX);
    assert_eq!(answers, Answers::none_yet(triage));
    assert!(triage.verdict(&answers).open.contains(&"chest-pain"));
}

#[test]
fn answers_of_64_kib_are_read_and_one_byte_more_is_not() {
    let padded = |bytes: usize| format!("{{\"rash\": true{}}}", " ".repeat(bytes - 14));
    assert_eq!((MAX_JSON_BYTES, padded(65_536).len()), (65_536, 65_536));
    assert!(Answers::from_json(embedded(), &padded(65_536)).is_ok());
    assert!(Answers::from_json(embedded(), &padded(65_537)).is_err());
}

#[test]
fn an_answer_out_of_its_range_or_of_another_kind_is_refused_with_what_it_was() {
    let mut answers = Answers::none_yet(embedded());
    let mut refused = |id: &str, answer: Answer| answers.set(embedded(), id, answer).unwrap_err().to_string();
    assert!(refused("injury", Answer::Option(3)).ends_with("not option number 3"));
    assert!(refused("injury", Answer::Yes).ends_with("not true"));
    assert!(refused("injury", Answer::No).ends_with("not false"));
    assert!(refused("rash", Answer::Number(2.5)).ends_with("not 2.5"));
    assert!(refused("temperature", Answer::Number(45.1)).ends_with("not 45.1"));
    assert_eq!(refused("rush", Answer::Yes), "there is no finding \"rush\"");
    assert_eq!(answers, Answers::none_yet(embedded()), "nothing of it was taken");
    assert_eq!(answers.set(embedded(), "injury", Answer::Option(2)), Ok(()));
    assert_eq!(answers.set(embedded(), "temperature", Answer::Number(45.0)), Ok(()));
    let beyond = answers.set_at(embedded(), usize::MAX, Answer::Yes).unwrap_err();
    assert!(beyond.to_string().starts_with("there is no finding \"number "));
}

#[test]
fn a_list_in_place_of_an_object_is_told_what_was_expected() {
    let error = Answers::from_json(embedded(), "[1]").unwrap_err().to_string();
    assert!(error.contains("expected an object such as {\"chest-pain\": false}"), "{error}");
}

#[test]
fn what_was_kept_and_is_asked_otherwise_today_counts_as_not_asked_and_the_rest_counts() {
    let kept = r#"{"chest-pain": true, "once-asked": true, "rash": "yes", "temperature": 98.6, "injury": "minor", "pain": "unsure"}"#;
    let read = Answers::from_kept(embedded(), kept);
    let told: Vec<(usize, Answer)> = read.given().collect();
    let mut owed =
        [(place("chest-pain"), Answer::Yes), (place("injury"), Answer::Option(1)), (place("pain"), Answer::Unsure)];
    owed.sort_by_key(|(place, _)| *place);
    assert_eq!(told, owed);
    assert_eq!(Answers::from_kept(embedded(), "[]"), Answers::none_yet(embedded()));
}

#[test]
fn taking_the_rest_as_no_says_how_much_that_was() {
    let mut answers = Answers::from_json(embedded(), r#"{"chest-pain": true, "pain": 5}"#).unwrap();
    assert_eq!(answers.assume_no(embedded()), embedded().guidance().findings.len() - 2);
    assert_eq!(answers.assume_no(embedded()), 0);
    assert_eq!(answers.get(place("injury")), Some(Answer::Option(2)), "the last option is no");
}

#[test]
fn one_answer_alone_establishes_what_it_gives_whatever_else_is_so() {
    let alone = |id: &str, answer: Answer| embedded().alone(place(id), answer);
    assert_eq!(alone("chest-pain", Answer::Yes), Urgency::Emergency);
    assert_eq!(alone("cough-blood", Answer::Unsure), Urgency::SameDay, "not sure is for today at most");
    assert_eq!(alone("rash", Answer::Yes), Urgency::SameDay);
    assert_eq!(alone("rash", Answer::No), Urgency::SelfCare, "all else is open, and establishes nothing");
    assert_eq!(alone("rash", Answer::Number(1.0)), Urgency::SelfCare, "no answer to it");
    let both = Answers::from_json(embedded(), r#"{"upper-back": true, "pain": 7}"#).unwrap();
    assert_eq!(embedded().established_by(&both), Urgency::SameDay);
    assert_eq!(alone("upper-back", Answer::Yes), Urgency::SelfCare);
}

#[test]
fn the_screens_that_are_left_are_counted_down_to_none() {
    let mut answers = Answers::none_yet(embedded());
    let mut left = Vec::new();
    while let supple_triage::Step::Ask { findings, .. } = embedded().next(&answers) {
        left.push(embedded().screens_left(&answers));
        answers.none_of(embedded(), &findings);
    }
    assert_eq!(left, [4, 3, 2, 1]);
    assert_eq!(embedded().screens_left(&answers), 0);
}

#[test]
fn every_single_answer_but_the_ordinary_one_is_told_with_who_is_asked() {
    let singles = singles(embedded());
    let of = |id: &str| -> Vec<(&str, Urgency)> {
        let own = singles.iter().filter(|single| single.finding.id == id);
        own.map(|single| (single.answer, single.verdict.urgency)).collect()
    };
    use Urgency::{Emergency, SameDay, SeeDoctor, SelfCare};
    assert_eq!(of("rash"), [("yes", SameDay), ("not sure", SameDay)]);
    assert_eq!(of("injury").len(), 3, "every option but its no, and not sure");
    assert_eq!(of("injury")[0].1, Emergency);
    // The band of an ordinary day is left out, and so is that of no fever.
    let days =
        [("3–6 days", SelfCare), ("1–5 weeks", SelfCare), ("6 weeks or more", SeeDoctor), ("not sure", SeeDoctor)];
    assert_eq!(of("days"), days);
    assert_eq!(of("temperature").len(), 3);
    let asked = |id: &str| singles.iter().find(|single| single.finding.id == id).is_some_and(|single| single.asked);
    assert!(asked("rash") && asked("pain") && asked("age") && !asked("tightenings") && !asked("stuck-over-an-hour"));
    assert!(singles.iter().all(|single| single.is_yes() == (single.answer == "yes")));
    assert!(singles.iter().all(|single| single.is_said() == (single.answer != "not sure")));
}

#[test]
fn a_verdict_as_json_has_every_field_that_programs_read() {
    let mut answers = Answers::from_json(embedded(), r#"{"rash": true, "upper-back": "unsure"}"#).unwrap();
    answers.assume_no(embedded());
    let json = serde_json::to_value(embedded().verdict(&answers)).unwrap();
    assert_eq!((&json["urgency"], &json["certain"]), (&"same-day".into(), &true.into()));
    assert_eq!(json["unknown_answers"], serde_json::json!(["upper-back"]));
    assert_eq!(json["open"], serde_json::json!([]));
    let rash = &json["rules"][0];
    assert_eq!((&rash["id"], &rash["urgency"]), (&"rash".into(), &"same-day".into()));
    assert_eq!((&rash["holds"], &rash["alone"]), (&true.into(), &false.into()));
    assert_eq!(rash["findings"], serde_json::json!(["rash"]));
    assert!(rash["because"].as_str().is_some_and(|because| because.len() > 10) && rash["sources"][0].is_string());
}
