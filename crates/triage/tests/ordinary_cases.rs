//! What the rule "the most urgent source counts" costs: ordinary cases, the level that calm guidelines would give, and
//! the level that Supple gives. The README prints the result; this test keeps it true.
//!
//! The cases and their expected levels are our own judgement. No clinician has reviewed them yet.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test that prints its table")]

use supple_guidance::Urgency::{self, SameDay, SeeDoctor, SelfCare};
use supple_triage::{Answers, embedded};

const CASES: [(&str, &str, Urgency); 30] = [
    ("a plain strain after gardening", r#"{"days": 1, "pain": 5}"#, SelfCare),
    ("a first spasm that is settling", r#"{"days": 2, "pain": 3}"#, SelfCare),
    ("stiff after a long drive", r#"{"days": 0, "pain": 3}"#, SelfCare),
    ("a twinge on lifting a box", r#"{"days": 0, "pain": 5}"#, SelfCare),
    ("tight after a day at the desk", r#"{"days": 0, "pain": 2}"#, SelfCare),
    ("sore after a hard session in the gym", r#"{"days": 1, "pain": 4}"#, SelfCare),
    ("a small trip at 35", r#"{"age": 35, "injury": "minor", "days": 0, "pain": 4}"#, SelfCare),
    ("a strain at 67, first day", r#"{"age": 67, "days": 1, "pain": 4}"#, SelfCare),
    ("stiff at 72 after a long walk", r#"{"age": 72, "days": 1, "pain": 3}"#, SelfCare),
    ("a strain with a cold, 37.4 °C", r#"{"temperature": 37.4, "days": 2, "pain": 4}"#, SelfCare),
    ("a stiff morning that has passed", r#"{"days": 0, "pain": 2}"#, SelfCare),
    ("moderate pain for five days, easing", r#"{"days": 5, "pain": 4}"#, SelfCare),
    ("a strain with pain of 8 that eases on lying down", r#"{"days": 0, "pain": 8}"#, SelfCare),
    ("a strain on day 9, clearly better", r#"{"days": 9, "pain": 2}"#, SelfCare),
    ("a strain at 62 on day 4, clearly better", r#"{"age": 62, "days": 4, "pain": 2}"#, SelfCare),
    ("a well-known stable ache of years", r#"{"days": 1500, "pain": 3, "spine-history": true}"#, SelfCare),
    ("an upper-back ache after desk work", r#"{"upper-back": true, "days": 1, "pain": 3}"#, SelfCare),
    ("a fresh strain that hurts on coughing", r#"{"cough-worse": true, "days": 1, "pain": 5}"#, SelfCare),
    ("a strain with well-set diabetes", r#"{"diabetes": true, "days": 1, "pain": 4}"#, SelfCare),
    ("a strain on a statin taken for years", r#"{"statin": true, "days": 1, "pain": 4}"#, SelfCare),
    ("a foot that fell asleep, now fine, not sure", r#"{"leg-numbness": "unsure", "days": 1, "pain": 3}"#, SelfCare),
    ("a spasm of seconds once a week", r#"{"recurrent": true, "days": 0, "pain": 6}"#, SeeDoctor),
    ("mild pain on a blood thinner", r#"{"blood-thinner": true, "days": 1, "pain": 3}"#, SeeDoctor),
    ("stiff mornings for months", r#"{"inflammatory-pattern": true, "days": 120, "pain": 4}"#, SeeDoctor),
    ("pain for seven weeks", r#"{"days": 49, "pain": 4, "no-improvement": true}"#, SeeDoctor),
    ("sciatica in one leg, no weakness", r#"{"leg-pain": true, "days": 3, "pain": 5}"#, SeeDoctor),
    ("woken by pain for some nights", r#"{"night-pain": true, "days": 4, "pain": 5}"#, SeeDoctor),
    ("a rib spasm that catches the breath", r#"{"breath-catch": true, "days": 0, "pain": 5}"#, SeeDoctor),
    ("sudden severe pain on lifting, eased by lying", r#"{"lift-severe": true, "days": 0, "pain": 8}"#, SeeDoctor),
    ("a strain, with a skin cancer cured 20 years ago", r#"{"cancer-history": true, "days": 1, "pain": 4}"#, SameDay),
];

fn given(case: &str) -> Urgency {
    let mut answers = Answers::from_json(embedded(), case).unwrap();
    answers.assume_no(embedded());
    embedded().verdict(&answers).urgency
}

#[test]
fn over_triage_is_what_the_readme_says_and_nothing_is_sent_too_low() {
    println!("{:<50} {:<11} supple", "case", "expected");
    for (name, case, expected) in CASES {
        println!("{name:<50} {expected:<11} {}", given(case));
    }
    let too_low: Vec<&str> = CASES.iter().filter(|(_, case, expected)| given(case) < *expected).map(|c| c.0).collect();
    assert!(too_low.is_empty(), "sent too low: {too_low:?}");

    let over = CASES.iter().filter(|(_, case, expected)| given(case) > *expected).count();
    let home: Vec<_> = CASES.iter().filter(|(_, _, expected)| *expected == SelfCare).collect();
    let kept = home.iter().filter(|(_, case, _)| given(case) == SelfCare).count();
    let emergencies = CASES.iter().filter(|(_, case, _)| given(case) == Urgency::Emergency).count();
    let line = format!(
        "Of {} ordinary cases, {over} are sent higher than calm guidelines would; {kept} of {} that belong at home stay \
         at home; {emergencies} are called an emergency.",
        CASES.len(),
        home.len(),
    );
    println!("\n{line}");
    // A quotation mark starts each of its lines.
    let words = include_str!("../../../README.md").split_whitespace().filter(|word| *word != ">");
    let readme = words.collect::<Vec<_>>().join(" ");
    assert!(readme.contains(&line), "README.md should say: {line}");
}
