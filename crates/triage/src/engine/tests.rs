//! What the compiler of rules refuses, and the scale of a finding.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use super::*;
use supple_guidance::{Atom, embedded};

fn refused(when: Condition) -> String {
    let mut guidance = embedded().clone();
    let rule = guidance.rules.iter_mut().find(|rule| rule.id == "rash").unwrap();
    rule.when = when;
    Triage::new(&guidance).err().map_or_else(String::new, |error| error.to_string())
}

fn atom(finding: &str, test: Test) -> Condition {
    Condition::Atom(Atom { finding: finding.to_owned().into(), test })
}

#[test]
fn a_rule_that_looks_at_nothing_or_at_what_is_not_there_is_refused_by_name() {
    assert_eq!(refused(atom("rush", Test::Yes)), "the rule \"rash\" names the finding \"rush\", which does not exist");
    for empty in [
        Condition::All(Vec::new()),
        Condition::Any(Vec::new()),
        Condition::AtLeast(1, Vec::new()),
        Condition::AtLeast(0, vec![atom("rash", Test::Yes)]),
    ] {
        assert_eq!(refused(empty), "the rule \"rash\" has an empty condition");
    }
    let unfit = "the rule \"rash\" tests \"injury\" in a way that does not fit it";
    for test in [Test::Yes, Test::AtLeast(1.0), Test::Below(1.0), Test::OrWorse("deadly".to_owned())] {
        assert_eq!(refused(atom("injury", test)), unfit);
    }
    assert_eq!(refused(atom("rash", Test::Yes)), "", "the rule as it is");
}

#[test]
fn a_finding_with_more_levels_than_there_are_bits_is_refused_and_just_as_many_are_taken() {
    let with_levels = |levels: u8| {
        let mut guidance = embedded().clone();
        guidance.rules.retain(|rule| {
            let mut looks = false;
            rule.atoms(&mut |atom| looks = looks || atom.finding == "pain");
            !looks
        });
        let finding = guidance.findings.iter_mut().find(|finding| finding.id == "pain").unwrap();
        let Kind::Number(number) = &mut finding.kind else { panic!("pain is a number") };
        let band = number.bands[0].clone();
        number.bands =
            (0..levels).map(|from| supple_guidance::Band { from: f64::from(from), ..band.clone() }).collect();
        Triage::new(&guidance).err().map(|error| error.to_string())
    };
    assert_eq!(with_levels(32), None);
    assert_eq!(with_levels(33).as_deref(), Some("the finding \"pain\" has more than 32 levels"));
}

#[test]
fn the_edges_of_a_number_are_its_bands_and_the_limits_of_its_own_rules() {
    let guidance = embedded();
    let scale = |id: &str| Scale::of(guidance.finding(id).unwrap(), guidance);
    assert_eq!(scale("pain").edges, [0.0, 4.0, 7.0]);
    assert_eq!(scale("days").edges, [0.0, 3.0, 7.0, 42.0]);
    assert_eq!(scale("temperature").edges, [30.0, 38.0, 39.0]);
    assert!(scale("pain").one_way && !scale("age").one_way, "a child and an old person are both at risk");
    let levels = [29.0, 30.0, 37.9, 38.0, 38.9, 39.0, 45.0].map(|value| scale("temperature").level(value));
    assert_eq!(levels, [0, 0, 0, 1, 1, 2, 2]);
    // A limit that no band has, of this finding alone.
    for test in [Test::Below(9.0), Test::AtLeast(9.0)] {
        let mut other = guidance.clone();
        other.rules.iter_mut().find(|rule| rule.id == "rash").unwrap().when = atom("pain", test);
        assert_eq!(Scale::of(other.finding("pain").unwrap(), &other).edges, [0.0, 4.0, 7.0, 9.0]);
        assert_eq!(Scale::of(other.finding("days").unwrap(), &other).edges, [0.0, 3.0, 7.0, 42.0]);
    }
}

fn yes(finding: usize) -> Test3 {
    Test3::Atom { finding, levels: 0b10, unsure: Truth::Maybe }
}

fn pivots(test: &Test3, states: &[State]) -> Vec<usize> {
    let mut found = Vec::new();
    test.pivots(states, &mut |finding| found.push(finding));
    found
}

#[test]
fn nothing_is_asked_where_only_two_doubts_hang_on_it_but_each_doubt_stays_open() {
    let company = Box::new(Test3::All(vec![yes(1), yes(2)]));
    let weak = Test3::InCompany { sign: Box::new(yes(0)), company, shared: Vec::new() };
    let doubts = [State::Unsure, State::Unsure, State::Unanswered];
    assert_eq!(weak.truth(&doubts), Truth::Doubt);
    assert_eq!(pivots(&weak, &doubts), [0, 1], "an answer to the third changes nothing, finding out does");
    let sign = [State::Level(1), State::Unsure, State::Unanswered];
    assert_eq!((weak.truth(&sign), pivots(&weak, &sign)), (Truth::Open, vec![1, 2]));
    let settled = [State::Level(1), State::Level(1), State::Level(1)];
    assert!(weak.truth(&settled) == Truth::Yes && pivots(&weak, &settled).is_empty());
}
