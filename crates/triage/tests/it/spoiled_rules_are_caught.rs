//! The proof is only worth something if it fails when it should: every rule is changed in every way that a hand may slip.
//! Where an urgency changes, up or down, the proof must notice; where only what is told changes, the tables of
//! `signs_and_stories`. What nobody can notice, since another rule gives the same, stands in `same_verdicts.toml` with its
//! reason, and nothing else stands there.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod changes;

use crate::interview::walk_by;
use crate::signs_and_stories::{doubts_are_taken_as_they_should, told_otherwise};
use changes::changes;
use serde::Deserialize;
use std::collections::BTreeSet;
use supple_guidance::{Condition, Guidance, Opinion, Promise, embedded};
use supple_triage::{Answers, Triage};

/// What changes no verdict, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Same {
    kind: String,
    changes: Vec<String>,
    why: String,
}

#[derive(Deserialize)]
struct File {
    same: Vec<Same>,
}

fn same() -> Vec<Same> {
    toml::from_str::<File>(include_str!("../same_verdicts.toml")).unwrap().same
}

/// Whether the proof holds for this guidance. A guidance that cannot even be compiled is noticed, too.
fn holds(guidance: &Guidance) -> bool {
    Triage::new(guidance).is_ok_and(|triage| supple_triage::holds(&triage))
}

/// What is quickly held against a guidance before the whole proof: the promises, and what is told of doubts and weak signs.
struct Quick {
    promises: Vec<(&'static Promise, Answers)>,
}

impl Quick {
    fn new() -> Quick {
        let triage = supple_triage::embedded();
        let answers = |promise: &Promise| {
            let pairs = promise.answers.iter().map(|(finding, opinion)| {
                let value = match opinion {
                    Opinion::Is(yes) => (*yes).into(),
                    Opinion::Number(number) => (*number).into(),
                    Opinion::Word(word) => word.as_str().into(),
                };
                (finding.to_string(), value)
            });
            let json = serde_json::Value::Object(pairs.collect()).to_string();
            let mut answers = Answers::from_json(triage, &json).unwrap();
            answers.assume_no(triage);
            answers
        };
        Quick { promises: embedded().promises.iter().map(|promise| (promise, answers(promise))).collect() }
    }

    fn notices(&self, guidance: &Guidance) -> bool {
        let Ok(triage) = Triage::new(guidance) else { return true };
        let kept = |(promise, answers): &(&Promise, Answers)| {
            let urgency = triage.verdict(answers).urgency;
            if promise.exactly { urgency == promise.urgency } else { urgency >= promise.urgency }
        };
        !doubts_are_taken_as_they_should(guidance)
            || !self.promises.iter().all(kept)
            || told_otherwise(&triage).is_some()
    }

    /// Whether some promise is not kept by the interview, which asks one screen after the other.
    fn notices_on_the_way(&self, guidance: &Guidance) -> bool {
        let Ok(triage) = Triage::new(guidance) else { return true };
        let nothing_wrong = Answers::from_json(supple_triage::embedded(), "{}").map(|mut answers| {
            answers.assume_no(supple_triage::embedded());
            answers
        });
        let all = nothing_wrong.iter().chain(self.promises.iter().map(|(_, answers)| answers));
        let mut all = all.map(|answers| (walk_by(&triage, answers, |_, _| {}).0, triage.verdict(answers).urgency));
        all.any(|(on_the_way, urgency)| on_the_way != urgency)
    }
}

/// Every change of this kind is noticed, but for those that are explained.
fn each_is_caught(kind: &str, at_least: usize) {
    let quick = Quick::new();
    let explained = same();
    let explained: BTreeSet<&str> =
        explained.iter().filter(|same| same.kind == kind).flat_map(|same| &same.changes).map(String::as_str).collect();
    let (mut seen, mut new) = (0, Vec::new());
    let mut left = explained.clone();
    changes(kind, &mut |told, guidance| {
        seen += 1;
        let noticed = quick.notices(guidance)
            || (["question", "screen"].contains(&kind) && quick.notices_on_the_way(guidance))
            || (!explained.contains(told) && !holds(guidance));
        if !noticed && !left.remove(told) {
            new.push(told.to_owned());
        }
    });
    assert!(seen >= at_least, "only {seen} changes");
    assert!(new.is_empty(), "nobody notices ({} of {seen}): {new:#?}", new.len());
    assert!(left.is_empty(), "these are noticed, or are no change: take them out of same_verdicts.toml: {left:#?}");
}

#[test]
fn what_changes_no_verdict_says_why() {
    for same in same() {
        assert!(same.why.len() > 30 && !same.changes.is_empty(), "{:?} lacks its reason", same.changes);
    }
}

#[test]
fn dropping_any_rule_is_caught() {
    each_is_caught("rule", 60);
}

#[test]
fn lowering_the_urgency_of_any_rule_is_caught() {
    each_is_caught("lower", 150);
}

#[test]
fn raising_the_urgency_of_any_rule_is_caught() {
    each_is_caught("higher", 50);
}

#[test]
fn moving_any_threshold_is_caught() {
    each_is_caught("threshold", 100);
}

#[test]
fn turning_any_comparison_is_caught() {
    each_is_caught("operator", 100);
}

#[test]
fn all_in_place_of_any_and_any_in_place_of_all_is_caught() {
    each_is_caught("any-or-all", 50);
}

#[test]
fn taking_any_alternative_out_of_a_rule_is_caught() {
    each_is_caught("alternative", 100);
}

#[test]
fn taking_any_part_out_of_what_must_come_together_is_caught() {
    each_is_caught("part", 50);
}

#[test]
fn another_count_of_what_must_come_together_is_caught() {
    each_is_caught("count", 0);
}

#[test]
fn another_urgency_of_a_sign_alone_is_caught() {
    each_is_caught("alone", 100);
}

#[test]
fn a_weak_sign_that_is_its_own_company_or_is_swapped_with_it_is_caught() {
    each_is_caught("company", 15);
    each_is_caught("sign-for-company", 15);
}

#[test]
fn taking_unsure_lightly_or_gravely_is_caught() {
    each_is_caught("unsure", 80);
}

#[test]
fn a_question_that_no_screen_asks_is_caught() {
    each_is_caught("question", 80);
    each_is_caught("screen", 5);
}

#[test]
fn a_check_that_grows_too_long_is_caught() {
    let mut guidance = embedded().clone();
    for screen in ["harm-more", "you-more"] {
        let mut rule = guidance.rules.iter().find(|rule| rule.id == "diabetes").unwrap().clone();
        rule.id = format!("always-{screen}").into();
        let finding = guidance.findings.iter().find(|finding| finding.screen == screen).unwrap();
        rule.when =
            Condition::Atom(supple_guidance::Atom { finding: finding.id.clone(), test: supple_guidance::Test::Yes });
        guidance.rules.push(rule);
    }
    assert!(!holds(&guidance), "six screens for someone with nothing wrong went unnoticed");
}
