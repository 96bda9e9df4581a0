//! The interview as a person meets it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use supple_guidance::{Kind, Urgency};
use supple_triage::{Answer, Answers, Step, Triage, embedded};

/// Answers everything that is asked from a full set, and tells which screens were seen.
fn walk(full: &Answers) -> (Urgency, Vec<String>) {
    walk_with(full, |_, _| {})
}

/// The same, where more than a screen asks may be answered on it.
fn walk_with(full: &Answers, more: impl Fn(&str, &mut Answers)) -> (Urgency, Vec<String>) {
    walk_by(embedded(), full, more)
}

/// The same by any triage.
pub(crate) fn walk_by(
    triage: &Triage<'_>,
    full: &Answers,
    more: impl Fn(&str, &mut Answers),
) -> (Urgency, Vec<String>) {
    let mut answers = Answers::none_yet(triage);
    let mut screens = Vec::new();
    loop {
        match triage.next(&answers) {
            Step::Done(verdict) => return (verdict.urgency, screens),
            Step::Ask { screen, findings } => {
                screens.push(screen.id.clone());
                for finding in findings {
                    answers.set_at(triage, finding, full.get(finding).unwrap()).unwrap();
                }
                more(&screen.id, &mut answers);
            }
        }
    }
}

fn all_no() -> Answers {
    let mut answers = Answers::none_yet(embedded());
    answers.assume_no(embedded());
    answers
}

fn with(pairs: &[(&str, Answer)]) -> Answers {
    let mut answers = all_no();
    for (id, answer) in pairs {
        answers.set(embedded(), id, *answer).unwrap();
    }
    answers
}

#[test]
fn with_nothing_wrong_four_screens_lead_to_self_care() {
    let (urgency, screens) = walk(&all_no());
    assert_eq!(urgency, Urgency::SelfCare);
    assert_eq!(screens, ["nerves", "inside", "harm", "you"]);
}

#[test]
fn an_emergency_on_the_first_screen_ends_it_there() {
    let (urgency, screens) = walk(&with(&[("urine-retention", Answer::Yes)]));
    assert_eq!((urgency, screens), (Urgency::Emergency, vec!["nerves".to_owned()]));
}

#[test]
fn someone_who_cannot_get_up_is_asked_for_how_long_before_anything_else() {
    let (urgency, screens) = walk(&with(&[("stuck", Answer::Yes), ("stuck-over-an-hour", Answer::Yes)]));
    assert_eq!(urgency, Urgency::Emergency);
    assert_eq!(screens, ["nerves", "inside", "harm", "harm-more"]);
}

#[test]
fn what_cannot_change_the_verdict_is_not_asked() {
    let triage = embedded();
    let mut answers = all_no();
    answers.set(triage, "leg-numbness", Answer::Yes).unwrap();
    for id in ["recurrent", "limits-life", "spine-history"] {
        answers.clear(triage.place(id).unwrap());
    }
    assert!(matches!(triage.next(&answers), Step::Done(_)), "a same-day verdict does not turn on them");
}

#[test]
fn a_severe_first_spasm_that_struck_on_lifting_sees_no_more_screens_than_any_other() {
    let told = [("sudden-severe", Answer::Yes), ("pain", Answer::Number(8.0)), ("lift-severe", Answer::Yes)];
    let (urgency, screens) = walk(&with(&told));
    assert_eq!(urgency, Urgency::SelfCare);
    assert_eq!(screens, ["nerves", "inside", "harm", "you"]);
}

#[test]
fn follow_up_questions_come_only_when_they_matter() {
    assert!(!walk(&all_no()).1.contains(&"you-more".to_owned()));
    assert!(walk(&with(&[("pregnant", Answer::Yes)])).1.contains(&"you-more".to_owned()));
    assert!(walk(&with(&[("blood-thinner", Answer::Yes)])).1.contains(&"you-more".to_owned()));
    assert!(walk(&with(&[("upper-back", Answer::Yes)])).1.contains(&"harm-more".to_owned()));
}

fn any_full_answers() -> impl Strategy<Value = Answers> {
    let triage = embedded();
    let one = |place: usize| -> BoxedStrategy<Answer> {
        match &triage.guidance().findings[place].kind {
            Kind::YesNo => {
                prop_oneof![12 => Just(Answer::No), 1 => Just(Answer::Yes), 1 => Just(Answer::Unsure)].boxed()
            }
            Kind::Number(number) => {
                let values: Vec<f64> = number.bands.iter().map(|band| band.value).collect();
                let no = number.no;
                prop_oneof![
                    6 => Just(Answer::Number(no)),
                    3 => proptest::sample::select(values).prop_map(Answer::Number),
                    1 => Just(Answer::Unsure)
                ]
                .boxed()
            }
            Kind::Choice(choice) => {
                let last = u8::try_from(choice.options.len() - 1).unwrap();
                prop_oneof![8 => Just(Answer::Option(last)), 1 => (0..last).prop_map(Answer::Option), 1 => Just(Answer::Unsure)]
                    .boxed()
            }
        }
    };
    let all: Vec<_> = (0..triage.guidance().findings.len()).map(one).collect();
    all.prop_map(move |given| {
        let mut answers = Answers::none_yet(triage);
        for (place, answer) in given.into_iter().enumerate() {
            answers.set_at(triage, place, answer).unwrap();
        }
        answers
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_interview_gives_the_verdict_of_answering_everything(full in any_full_answers()) {
        prop_assert_eq!(walk(&full).0, embedded().verdict(&full).urgency);
    }

    #[test]
    fn what_is_answered_about_the_person_before_its_turn_changes_no_urgency(full in any_full_answers()) {
        let early = |screen: &str, answers: &mut Answers| {
            for (place, finding) in embedded().guidance().findings.iter().enumerate() {
                if screen == "inside" && finding.screen == "you" {
                    answers.set_at(embedded(), place, full.get(place).unwrap()).unwrap();
                }
            }
        };
        let (urgency, screens) = walk_with(&full, early);
        prop_assert_eq!(urgency, walk(&full).0);
        prop_assert!(!screens.contains(&"you".to_owned()) || !screens.contains(&"inside".to_owned()));
    }

    #[test]
    fn answers_survive_being_written_and_read(full in any_full_answers()) {
        let json = full.to_json(embedded());
        prop_assert_eq!(Answers::from_json(embedded(), &json).unwrap(), full);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        let _ = Answers::from_json(embedded(), &text);
    }
}

#[test]
fn bad_answers_get_one_line_that_names_what_is_wrong() {
    let line = |json: &str| Answers::from_json(embedded(), json).unwrap_err().to_string();
    assert_eq!(line(r#"{"saddle": true}"#), "there is no finding \"saddle\"");
    assert_eq!(line(r#"{"stuck": "yes"}"#), "\"stuck\" takes true, false or \"unsure\", not \"yes\"");
    assert_eq!(line(r#"{"stuck": null}"#), "\"stuck\" takes true, false or \"unsure\", not null");
    assert_eq!(
        line(r#"{"temperature": 98.6}"#),
        "\"temperature\" takes a number from 30 to 45 (°C) or \"unsure\", not 98.6"
    );
    assert_eq!(
        line(r#"{"temperature": true}"#),
        "\"temperature\" takes a number from 30 to 45 (°C) or \"unsure\", not true"
    );
    assert_eq!(line(r#"{"age": -1}"#), "\"age\" takes a number from 0 to 120 (years) or \"unsure\", not -1");
    assert_eq!(
        line(r#"{"injury": "big"}"#),
        "\"injury\" takes \"serious\", \"minor\", \"none\" or \"unsure\", not \"big\""
    );
    assert_eq!(line(r#"{"stuck": true, "stuck": false}"#), "\"stuck\" is answered twice");
    assert!(line("[1]").starts_with("the answers are not a JSON object from finding to answer: "));
    assert!(line("{").starts_with("the answers are not a JSON object from finding to answer: "));
    assert_eq!(line(&" ".repeat(70_000)), "the answers are longer than 64 KiB; a full set takes about 2");
    assert!(line(&format!("{{\"stuck\": {}", "[".repeat(10_000))).starts_with("the answers are not a JSON object"));
    assert!(line(&format!(r#"{{"stuck": "{}"}}"#, "x".repeat(500))).len() < 120, "a long value is cut");
    for odd in [r#"{"a\nb\u001b[2J": true}"#.to_owned(), format!(r#"{{"{}": true}}"#, "x".repeat(50_000))] {
        assert!(!line(&odd).contains(char::is_control) && line(&odd).len() < 120, "a name is cut, and breaks no line");
    }
}
