//! The table of a rule: every state once, and what is next to what.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use super::*;
use crate::engine::CompiledRule;
use supple_guidance::{Atom, Condition, Test};

fn triage() -> &'static Triage<'static> {
    crate::embedded()
}

/// The compiled part of a rule.
fn rule(id: &str, part: Part) -> &'static CompiledRule {
    let own = |rule: &&CompiledRule| triage().guidance().rules[rule.place].id == id && rule.part == part;
    triage().rules.iter().find(own).unwrap()
}

fn support(id: &str, part: Part) -> Support<'static, 'static> {
    Support::of(triage(), rule(id, part))
}

#[test]
fn what_a_rule_can_tell_apart_of_a_finding_is_not_asked_not_sure_and_each_run_of_levels() {
    let level = State::Level;
    let rash = support("rash", Part::Whole);
    assert_eq!(rash.domains, [vec![State::Unanswered, State::Unsure, level(0), level(1)]]);
    // Days from a week on, and from six weeks on; not those from three days on.
    let lasting = support("lasting", Part::InCompany);
    assert_eq!(lasting.domains, [vec![State::Unanswered, State::Unsure, level(0), level(2), level(3)]]);
    // Fever and injury before a stiff spine, as in the guidance.
    let injury = support("stiff-spine-injury", Part::Whole);
    let ids: Vec<&str> =
        injury.findings.iter().map(|finding| triage().guidance().findings[*finding].id.as_str()).collect();
    assert_eq!(ids, ["injury", "stiff-spine"]);
    assert_eq!((injury.domains[0].len(), injury.domains[1].len()), (4, 4));
}

#[test]
fn every_rule_that_can_raise_a_verdict_is_looked_at_and_a_sign_that_is_self_care_alone_is_not() {
    let all = Support::all(triage());
    let parts = |id: &str| -> Vec<Part> {
        all.iter().filter(|support| support.id() == id).map(|support| support.rule.part).collect()
    };
    assert_eq!(parts("rash"), [Part::Whole]);
    assert_eq!(parts("leg-pain"), [Part::InCompany, Part::Alone], "alone it is for a doctor");
    assert_eq!(parts("lasting"), [Part::InCompany], "alone it is for nobody");
}

#[test]
fn every_state_is_visited_once_at_its_own_place_of_the_table() {
    for support in Support::all(triage()).iter().filter(|support| support.findings.len() <= 4) {
        let size: usize = support.domains.iter().map(Vec::len).product();
        let mut visited = vec![0; size];
        support.each(&mut |at| {
            let mut stride = 1;
            let mut index = 0;
            for (place, domain) in at.places.iter().zip(&support.domains) {
                index += place * stride;
                stride *= domain.len();
            }
            assert_eq!(at.index, index, "{}", support.id());
            visited[index] += 1;
        });
        assert!(visited.iter().all(|times| *times == 1), "{}: {visited:?}", support.id());
    }
}

#[test]
fn what_is_seen_in_a_state_and_next_to_it_is_what_the_engine_says_there() {
    for id in ["rash", "stiff-spine-injury", "aneurysm-lower-threshold"] {
        let support = support(id, Part::Whole);
        let says = |places: &[usize]| {
            let mut states = vec![State::Unanswered; triage().scales.len()];
            for ((finding, domain), place) in support.findings.iter().zip(&support.domains).zip(places) {
                states[*finding] = domain[*place];
            }
            assert_eq!(support.states(places), states);
            let mut asks = false;
            support.rule.when.pivots(&states, &mut |finding| asks = asks || states[finding] == State::Unanswered);
            (support.rule.when.truth(&states), asks)
        };
        support.each(&mut |at| {
            let seen = support.seen(&at);
            assert_eq!((seen.truth, seen.asks), says(at.places), "{}", support.tell(&at));
            for (finding, domain) in support.domains.iter().enumerate() {
                for place in 0..domain.len() {
                    let mut places = at.places.to_vec();
                    places[finding] = place;
                    let moved = support.moved(&at, finding, place);
                    assert_eq!((moved.truth, moved.asks), says(&places), "{}", support.tell(&at));
                }
            }
        });
    }
}

#[test]
fn a_step_up_is_one_more_yes_or_a_doubt_in_place_of_a_no_and_an_age_has_no_worse() {
    let steps = |support: &Support<'_, '_>, finding: usize| -> Vec<Vec<usize>> {
        (0..support.domains[finding].len()).map(|place| support.steps_up(finding, place).collect()).collect()
    };
    let none = Vec::new();
    assert_eq!(steps(&support("rash", Part::Whole), 0), [vec![1], vec![3], vec![3, 0, 1], none.clone()]);
    // In company, from not asked to not sure may make two doubts.
    let lasting = support("lasting", Part::InCompany);
    assert_eq!(steps(&lasting, 0), [none.clone(), vec![4], vec![3, 0, 1], vec![4], none.clone()]);
    let child = support("small-child", Part::Whole);
    assert_eq!(steps(&child, 0), [vec![1], none.clone(), none.clone(), none.clone()]);
    // Of a limit that everyone reaches there is nothing worse.
    let mut guidance = triage().guidance().clone();
    let fever = guidance.rules.iter_mut().find(|rule| rule.id == "fever").unwrap();
    fever.when = Condition::Atom(Atom { finding: "temperature".to_owned().into(), test: Test::AtLeast(30.0) });
    let always = Triage::new(&guidance).unwrap();
    let rule = always.rules.iter().find(|rule| guidance.rules[rule.place].id == "fever").unwrap();
    assert_eq!(steps(&Support::of(&always, rule), 0), [vec![1], vec![2], vec![0, 1]]);
}

#[test]
fn the_highest_level_of_a_run_is_just_below_the_next_run() {
    let fever = support("fever", Part::Whole);
    assert_eq!(fever.highest(0, LOWEST), State::Level(0));
    assert_eq!(fever.highest(0, LOWEST + 1), State::Level(2), "39 °C and more is a fever too");
    assert_eq!(fever.highest(0, NOT_ASKED), State::Unanswered);
    assert_eq!(fever.highest(0, NOT_SURE), State::Unsure);
    let lasting = support("lasting", Part::InCompany);
    let highest: Vec<State> = (LOWEST..5).map(|place| lasting.highest(0, place)).collect();
    assert_eq!(highest, [State::Level(1), State::Level(2), State::Level(3)]);
}

#[test]
fn a_state_is_told_by_its_rule_and_every_finding() {
    let support = support("stiff-spine-injury", Part::Whole);
    let mut told = Vec::new();
    support.each(&mut |at| told.push(support.tell(&at)));
    assert_eq!(told[0], "rule \"stiff-spine-injury\" with injury not asked, stiff-spine not asked");
    assert_eq!(told[1], "rule \"stiff-spine-injury\" with injury unsure, stiff-spine not asked");
    assert_eq!(told[15], "rule \"stiff-spine-injury\" with injury at level 1, stiff-spine at level 1");
}
