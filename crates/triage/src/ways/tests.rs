//! Every way to fulfil a condition, and answers that just fulfil it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use super::*;
use Test::{AtLeast, Below, OrWorse, Yes};

fn atom(finding: &str, test: Test) -> Condition {
    Condition::Atom(Atom { finding: finding.to_owned().into(), test })
}

fn yes(finding: &str) -> Condition {
    atom(finding, Yes)
}

/// The ways, each as the ids of its findings.
fn told(condition: &Condition) -> Vec<String> {
    let id = |atom: &&Atom| atom.finding.to_string();
    ways(condition).iter().map(|way| way.iter().map(id).collect::<Vec<_>>().join("+")).collect()
}

#[test]
fn the_ways_are_every_choice_of_what_is_enough() {
    let [a, b, c] = ["rash", "stuck", "calf"].map(yes);
    assert_eq!(told(&a), ["rash"]);
    assert_eq!(told(&Condition::Any(vec![a.clone(), b.clone()])), ["rash", "stuck"]);
    assert_eq!(
        told(&Condition::All(vec![a.clone(), Condition::Any(vec![b.clone(), c.clone()])])),
        ["rash+stuck", "rash+calf"]
    );
    let of = |n| Condition::AtLeast(n, vec![a.clone(), b.clone(), c.clone()]);
    assert_eq!(told(&of(1)), ["rash", "stuck", "calf"]);
    assert_eq!(told(&of(2)), ["rash+stuck", "rash+calf", "stuck+calf"]);
    assert_eq!(told(&of(3)), ["rash+stuck+calf"]);
    assert!(told(&of(4)).is_empty(), "more than there are");
}

fn given(conditions: &[Condition]) -> Option<Vec<(String, Answer)>> {
    let triage = crate::embedded();
    let atoms = conditions.iter().map(|condition| match condition {
        Condition::Atom(atom) => atom,
        _ => panic!("atoms alone"),
    });
    let answers = answered(triage, &atoms.collect::<Vec<_>>())?;
    let told = answers.given().filter(|(place, answer)| *answer != triage.no(*place));
    Some(told.map(|(place, answer)| (triage.guidance().findings[place].id.to_string(), answer)).collect())
}

#[test]
fn the_answers_just_fulfil_every_atom_and_all_else_is_no() {
    let one = |finding: &str, answer| Some(vec![(finding.to_owned(), answer)]);
    assert_eq!(given(&[yes("rash")]), one("rash", Answer::Yes));
    assert_eq!(given(&[atom("pain", AtLeast(7.0))]), one("pain", Answer::Number(7.0)));
    assert_eq!(given(&[atom("age", Below(18.0))]), one("age", Answer::Number(17.0)), "the band just below");
    assert_eq!(given(&[atom("age", Below(17.0))]), one("age", Answer::Number(14.0)), "17 is not below 17");
    assert_eq!(given(&[atom("injury", OrWorse("minor".to_owned()))]), one("injury", Answer::Option(1)));
    // Two atoms of one finding: the stricter of both.
    for (low, high) in [(3.0, 7.0), (7.0, 3.0)] {
        let both = given(&[atom("days", AtLeast(low)), atom("days", AtLeast(high))]);
        assert_eq!(both, one("days", Answer::Number(7.0)));
    }
    for (low, high) in [(6.0, 18.0), (18.0, 6.0)] {
        assert_eq!(given(&[atom("age", Below(low)), atom("age", Below(high))]), one("age", Answer::Number(4.0)));
    }
    for (worse, milder) in [("serious", "minor"), ("minor", "serious")] {
        let both = given(&[worse, milder].map(|option| atom("injury", OrWorse(option.to_owned()))));
        assert_eq!(both, one("injury", Answer::Option(0)));
    }
    assert_eq!(given(&[atom("age", Below(0.0))]), None, "nobody is that young");
    assert_eq!(given(&[yes("age")]), None, "an age is no yes");
}
