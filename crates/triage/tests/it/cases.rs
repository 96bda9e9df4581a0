//! The check, measured on cases with a source each (`cases.toml`): ordinary ones that belong at home or with a doctor in
//! days, and serious ones of all kinds. The README prints the result; these tests keep it true.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "tests that print their tables")]

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use supple_guidance::Urgency;
use supple_triage::{Answer, Answers, embedded};

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    kind: Kind,
    story: String,
    expected: Urgency,
    source: String,
    /// What nothing asks about, so that the check cannot see it.
    unseen: Option<String>,
    answers: BTreeMap<String, toml::Value>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Ordinary,
    Serious,
}

/// At most this share of ordinary cases may be sent higher than their source.
const MOST_SENT_HIGHER: f64 = 0.15;

fn cases() -> Vec<Case> {
    toml::from_str::<File>(include_str!("../cases.toml")).unwrap().case
}

fn of(kind: Kind) -> Vec<Case> {
    cases().into_iter().filter(|case| case.kind == kind).collect()
}

impl Case {
    /// The answers, everything that is not named being no.
    fn answers(&self) -> Answers {
        let json = serde_json::to_string(&self.answers).unwrap();
        let mut answers = Answers::from_json(embedded(), &json).unwrap_or_else(|error| panic!("{}: {error}", self.id));
        answers.assume_no(embedded());
        answers
    }

    fn given(&self) -> Urgency {
        embedded().verdict(&self.answers()).urgency
    }

    /// The findings for which a wrong "no" makes the answer dangerous: an emergency that is not even for today, or something
    /// for today that is told to stay at home.
    fn hangs_on(&self) -> Vec<String> {
        let triage = embedded();
        let answers = self.answers();
        let told = answers.given().filter(|(place, answer)| *answer != triage.no(*place));
        let dangerous = |urgency: Urgency| match self.expected {
            Urgency::Emergency => urgency < Urgency::SameDay,
            Urgency::SameDay => urgency < Urgency::SeeDoctor,
            _ => false,
        };
        told.filter_map(|(place, _)| {
            let finding = &triage.guidance().findings[place];
            // Nobody says no to an age, a number of days or a strength of pain.
            let required = matches!(&finding.kind, supple_guidance::Kind::Number(number) if number.required);
            let mut wrong = answers.clone();
            wrong.set_at(triage, place, triage.no(place)).unwrap();
            (!required && dangerous(triage.verdict(&wrong).urgency)).then(|| finding.id.to_string())
        })
        .collect()
    }
}

/// The README without the marks of quotations, its spaces made one.
fn readme() -> String {
    let words = include_str!("../../../../README.md").split_whitespace().filter(|word| *word != ">");
    words.collect::<Vec<_>>().join(" ")
}

fn says(line: &str) {
    println!("\n{line}");
    assert!(readme().contains(line), "README.md should say: {line}");
}

#[test]
fn there_are_enough_cases_of_both_kinds_each_with_its_own_story_and_source() {
    let all = cases();
    assert!(of(Kind::Ordinary).len() >= 60 && of(Kind::Serious).len() >= 60, "{} cases", all.len());
    let ids: BTreeSet<&str> = all.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids.len(), all.len(), "an id stands twice");
    for case in &all {
        assert!(case.source.len() > 10 && case.story.len() > 10, "{} lacks its story or source", case.id);
        assert!(case.kind == Kind::Serious || case.expected <= Urgency::SameDay, "{} is no ordinary case", case.id);
    }
}

#[test]
fn of_the_ordinary_cases_few_are_sent_higher_than_their_source() {
    let ordinary = of(Kind::Ordinary);
    let over: Vec<&Case> = ordinary.iter().filter(|case| case.given() > case.expected).collect();
    println!("{:<45} {:<11} Supple", "sent higher", "source");
    for case in &over {
        println!("{:<45} {:<11} {}", case.id, case.expected, case.given());
    }
    let home: Vec<&Case> = ordinary.iter().filter(|case| case.expected == Urgency::SelfCare).collect();
    let kept = home.iter().filter(|case| case.given() == Urgency::SelfCare).count();
    let emergencies = ordinary.iter().filter(|case| case.given() == Urgency::Emergency).count();
    says(&format!(
        "Of {} ordinary cases, {} are sent higher than their source; {kept} of {} that belong at home stay at home; \
         {emergencies} are called an emergency.",
        ordinary.len(),
        over.len(),
        home.len(),
    ));
    let lower: Vec<&str> =
        ordinary.iter().filter(|case| case.given() < case.expected).map(|case| case.id.as_str()).collect();
    let unseen: Vec<&str> = ordinary.iter().filter(|case| case.unseen.is_some()).map(|case| case.id.as_str()).collect();
    assert_eq!(lower, unseen, "sent lower than their source, and what nothing asks about");
    let share = over.len() as f64 / ordinary.len() as f64;
    assert!(share <= MOST_SENT_HIGHER, "{:.1} % are sent higher", share * 100.0);
}

#[test]
fn of_the_serious_cases_none_is_sent_lower_than_its_source_but_what_nothing_asks_about() {
    let serious = of(Kind::Serious);
    let (unseen, seen): (Vec<&Case>, Vec<&Case>) = serious.iter().partition(|case| case.unseen.is_some());
    for case in &seen {
        assert!(case.given() >= case.expected, "{} ({}) is only {}", case.id, case.expected, case.given());
    }
    for case in &unseen {
        assert!(case.given() < case.expected, "{} is seen after all: take `unseen` out", case.id);
        println!("not seen, since nothing asks about {}: {}", case.unseen.as_deref().unwrap_or_default(), case.id);
    }
    says(&format!(
        "Of {} serious cases, {} get at least the urgency of their source; {} hang on what nothing asks about.",
        serious.len(),
        seen.len(),
        unseen.len(),
    ));
}

#[test]
fn the_exceptions_are_as_many_as_the_readme_says() {
    says(&format!("There are {} of these exceptions", supple_triage::prove(embedded()).exceptions.len()));
}

#[test]
fn how_many_serious_cases_hang_on_one_single_answer_is_told() {
    let serious = of(Kind::Serious);
    let seen: Vec<&Case> = serious.iter().filter(|case| case.unseen.is_none()).collect();
    let hanging: Vec<(&str, Vec<String>)> = seen.iter().map(|case| (case.id.as_str(), case.hangs_on())).collect();
    let hanging: Vec<_> = hanging.into_iter().filter(|(_, on)| !on.is_empty()).collect();
    let mut by_finding: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, on) in &hanging {
        println!("{id:<45} {}", on.join(", "));
        on.iter().for_each(|finding| *by_finding.entry(finding).or_default() += 1);
    }
    println!("\n{by_finding:?}");
    says(&format!(
        "In {} of these {}, one wrong \"no\" to one single question would leave the answer dangerously low.",
        hanging.len(),
        seen.len(),
    ));
}

#[test]
fn a_not_sure_in_place_of_any_yes_of_a_serious_case_never_makes_it_dangerous() {
    let triage = embedded();
    for case in of(Kind::Serious).iter().filter(|case| case.expected == Urgency::Emergency && case.unseen.is_none()) {
        let answers = case.answers();
        for (place, answer) in answers.given().filter(|(place, answer)| *answer != triage.no(*place)) {
            let mut doubt = answers.clone();
            doubt.set_at(triage, place, Answer::Unsure).unwrap();
            let (was, is) = (triage.verdict(&answers).urgency, triage.verdict(&doubt).urgency);
            let id = &triage.guidance().findings[place].id;
            assert!(is >= was.min(Urgency::SameDay), "{}: not sure of {id} ({answer:?}) gives {is}", case.id);
        }
    }
}
