//! What a person said about themselves: who must not, who asks first, and what is still open.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::Timestamp;
use supple_care::{
    About, AboutError, Dose, MedicineReview, NO_LIMIT_PASSED, NOT_ALL_KNOWN, NOT_SURE, QUESTIONS_FIRST, Truth, Which,
    Why, headline, medicine_review, say_ask, say_stop,
};
use supple_guidance::embedded;
use supple_triage::{Answer, Answers};

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn about(answers: &[(&str, Answer)]) -> About {
    let mut about = About::nothing_yet();
    for (id, answer) in answers {
        about.set(embedded(), id, *answer).unwrap();
    }
    about
}

fn ask_about(words: &str, answers: &[(&str, Answer)]) -> MedicineReview<'static> {
    let dose = Dose::new(now(), words).units(1.0);
    medicine_review(embedded(), &about(answers), &[], now(), Some(&dose))
}

fn must_not(guard: &MedicineReview<'_>) -> Vec<String> {
    let reason = |why: &Why<'_>| match why {
        Why::MustNot(reason) => Some(reason.any[0].finding.clone()),
        _ => None,
    };
    guard.stops.iter().filter_map(|stop| reason(&stop.why)).collect()
}

#[test]
fn what_is_against_it_gets_a_stop_with_its_reason_and_sources() {
    for (words, question) in [
        ("ibuprofen", "nsaid-allergy"),
        ("naproxen", "nsaid-allergy"),
        ("aspirin", "nsaid-allergy"),
        ("Voltarol gel", "nsaid-allergy"),
        ("ibuprofen gel", "nsaid-allergy"),
        ("ibuprofen", "heart-surgery"),
        ("naproxen", "heart-surgery"),
        ("naproxen", "other-nsaid"),
        ("ibuprofen", "blood-thinner"),
        ("aspirin", "blood-thinner"),
        ("naproxen", "ulcer-now"),
        ("ibuprofen", "lithium"),
        ("naproxen", "methotrexate"),
        ("naproxen", "low-dose-aspirin"),
        ("aspirin", "water-and-pressure"),
        ("naproxen", "pregnant"),
        ("Nytol One-A-Night", "alcohol-today"),
        ("diazepam", "sleepy-medicine"),
        ("ibuprofen", "pregnant"),
        ("paracetamol", "other-paracetamol"),
        ("Tylenol", "paracetamol-allergy"),
    ] {
        let told = ask_about(words, &[(question, Answer::Yes)]);
        assert_eq!(must_not(&told), [question], "{words}");
        assert!(!told.stops[0].sources.is_empty());
        assert!(say_stop(&told.stops[0]).starts_with("Do not take"));
        let next = told.next.iter().all(|next| next.not_before.is_none());
        assert!(next, "no time is named at which it may be taken");
    }
}

#[test]
fn what_was_taken_against_a_reason_gets_a_stop_too() {
    let taken = [Dose::new(now(), "ibuprofen").mg(200.0)];
    let told = medicine_review(embedded(), &about(&[("nsaid-allergy", Answer::Yes)]), &taken, now(), None);
    assert_eq!(told.stops.len(), 1);
    assert_eq!(told.stops[0].which, Which::Taken);
}

#[test]
fn the_week_of_the_pregnancy_counts_from_20_on() {
    for words in ["aspirin", "diclofenac gel"] {
        let week = |week| ask_about(words, &[("pregnant", Answer::Yes), ("pregnancy-week", Answer::Number(week))]);
        assert_eq!(must_not(&week(20.0)), ["pregnancy-week"], "{words}");
        assert_eq!(must_not(&week(19.9)), Vec::<String>::new(), "{words}");
        let asked = week(19.9);
        let first = asked.asks.iter().find(|ask| ask.truth == Truth::Yes).expect("ask first in any week");
        assert!(first.about.reason().unwrap().any.iter().any(|sign| sign.finding == "pregnant"));
    }
}

#[test]
fn who_is_under_eighteen_asks_first_until_the_birthday_itself() {
    for words in ["ibuprofen", "naproxen", "paracetamol", "Voltarol gel"] {
        let of_age = |years| {
            let told = ask_about(words, &[("age", Answer::Number(years))]);
            let of_stops = must_not(&told).contains(&"age".to_owned());
            let asks = told.asks.iter().filter(|ask| ask.truth == Truth::Yes).filter_map(|ask| ask.about.reason());
            of_stops || asks.flat_map(|reason| &reason.any).any(|sign| sign.finding == "age" && sign.below.is_some())
        };
        assert!(of_age(17.9), "{words}");
        assert!(!of_age(18.0), "{words}");
    }
}

#[test]
fn the_week_is_asked_only_of_someone_who_may_be_pregnant() {
    let open = |answers: &[(&str, Answer)]| {
        let told = ask_about("aspirin", answers);
        told.open_questions().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let nothing = open(&[]);
    assert!(nothing.contains(&"pregnant".to_owned()) && !nothing.contains(&"pregnancy-week".to_owned()));
    assert!(!open(&[("pregnant", Answer::No)]).iter().any(|id| id.starts_with("pregnan")));
    assert!(open(&[("pregnant", Answer::Yes)]).contains(&"pregnancy-week".to_owned()));
    assert!(open(&[("pregnant", Answer::Unsure)]).contains(&"pregnancy-week".to_owned()));
}

#[test]
fn ask_first_says_so_with_the_reason() {
    for question in
        ["ulcer", "kidney-disease", "heart", "ssri", "transplant-medicine", "asthma", "liver-disease", "alcohol"]
    {
        let told = ask_about("ibuprofen", &[(question, Answer::Yes)]);
        assert_eq!(told.asks[0].truth, Truth::Yes, "{question}: what holds comes first");
        assert!(told.asks[0].about.reason().unwrap().any.iter().any(|sign| sign.finding == question));
        assert!(say_ask(&told.asks[0]).starts_with("Ask a pharmacist or doctor before"), "{question}");
    }
    let old = ask_about("ibuprofen", &[("age", Answer::Number(60.0))]);
    assert_eq!(old.asks[0].truth, Truth::Yes);
    let young = ask_about("ibuprofen", &[("age", Answer::Number(59.0))]);
    assert_ne!(young.asks[0].truth, Truth::Yes);
    assert_eq!(must_not(&ask_about("aspirin", &[("age", Answer::Number(17.0))])), ["age"]);
}

#[test]
fn nothing_asked_is_all_open_and_never_a_no() {
    for medicine in &embedded().medicines.medicines {
        let told = ask_about(&medicine.name, &[]);
        let reasons = medicine.must_not.len() + medicine.ask_first.len();
        assert_eq!(told.asks.len(), reasons, "{}: every reason is open", medicine.id);
        assert!(told.asks.iter().all(|ask| matches!(ask.truth, Truth::Open { .. })));
        assert!(!told.open_questions().is_empty());
    }
}

#[test]
fn not_sure_stays_open_and_says_to_ask() {
    let told = ask_about("ibuprofen", &[("nsaid-allergy", Answer::Unsure)]);
    assert_eq!(must_not(&told), Vec::<String>::new());
    let open = told
        .asks
        .iter()
        .find(|ask| ask.must_not && ask.about.reason().unwrap().any[0].finding == "nsaid-allergy")
        .unwrap();
    assert_eq!(open.truth, Truth::Open { unsure: vec!["nsaid-allergy"], not_asked: vec![] });
    assert!(say_ask(open).starts_with("You are not sure, so ask"));
}

#[test]
fn what_the_check_asked_is_not_asked_again() {
    let triage = supple_triage::embedded();
    let answers = Answers::from_json(triage, r#"{"age": 40, "blood-thinner": false, "pregnant": false}"#).unwrap();
    let mut about = About::nothing_yet();
    about.take_over(triage, &answers);
    let dose = Dose::new(now(), "ibuprofen").units(1.0);
    let told = medicine_review(embedded(), &about, &[], now(), Some(&dose));
    for known in ["age", "blood-thinner", "pregnant"] {
        assert!(!told.open_questions().contains(&known), "{known}");
    }
}

#[test]
fn the_best_that_it_says_is_said_only_when_nobody_has_to_be_asked_and_nothing_is_open() {
    let guidance = embedded();
    let mut answers: Vec<(&str, Answer)> =
        ["blood-thinner", "pregnant", "steroids", "diabetes"].map(|id| (id, Answer::No)).to_vec();
    answers.push(("age", Answer::Number(40.0)));
    let own = guidance.medicines.questions.iter().filter(|question| question.number.is_none());
    // What hangs on a question that is answered with no is not open.
    let own = own.filter(|question| question.only_if.is_none());
    answers.extend(own.map(|question| (question.id.as_str(), Answer::No)));
    assert_eq!(headline(&ask_about("Advil", &answers)), NO_LIMIT_PASSED);
    assert_eq!(headline(&ask_about("ibuprofen", &answers)), NOT_SURE, "the strength is not known");
    assert_eq!(headline(&ask_about("Advil Ultra", &answers)), NOT_ALL_KNOWN);
    for (place, (id, answer)) in answers.clone().into_iter().enumerate() {
        let concerns = ask_about("Advil", &[])
            .asks
            .iter()
            .any(|ask| ask.about.reason().unwrap().any.iter().any(|s| s.finding == id));
        let mut without = answers.clone();
        without.remove(place);
        let said = headline(&ask_about("Advil", &without));
        assert_eq!(said == QUESTIONS_FIRST, concerns, "{id} not asked: {said}");
        if answer == Answer::No {
            for other in [Answer::Yes, Answer::Unsure] {
                without.push((id, other));
                let said = headline(&ask_about("Advil", &without));
                assert_eq!(!said.starts_with(NO_LIMIT_PASSED), concerns, "{id} {other:?}: {said}");
                without.pop();
            }
        }
    }
}

#[test]
fn answers_that_do_not_fit_are_refused_by_name() {
    let mut about = About::nothing_yet();
    let set = |about: &mut About, id, answer| about.set(embedded(), id, answer);
    assert!(matches!(set(&mut about, "ulcers", Answer::Yes), Err(AboutError::UnknownQuestion(id)) if id == "ulcers"));
    let error = set(&mut about, "pregnancy-week", Answer::Number(60.0)).unwrap_err();
    assert_eq!(error.to_string(), "\"pregnancy-week\" takes a number from 0 to 45 (weeks) or \"not sure\"");
    assert!(set(&mut about, "pregnancy-week", Answer::Number(f64::NAN)).is_err());
    assert!(set(&mut about, "ulcer", Answer::Number(1.0)).is_err());
    assert_eq!(about, About::nothing_yet());
}
