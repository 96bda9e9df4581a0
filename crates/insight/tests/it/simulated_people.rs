//! The whole way from the diary to the verdict on made-up people: a small part of the evaluation that the documentation
//! has the figures of.

use supple_diary::{Diary, verify};
use supple_insight::simulate::{Evaluation, Setting, evaluate, links, person, rates, settings};
use supple_insight::{Findings, Settings};

fn setting(name: &str) -> Setting {
    settings().into_iter().find(|setting| setting.name == name).unwrap()
}

fn usual(name: &str, people: u64) -> Evaluation {
    evaluate(&setting(name), &[Settings::default()], 11, 0, people).unwrap().remove(0)
}

#[test]
fn the_same_seed_gives_the_same_people_and_another_one_others() {
    let setting = &settings()[0];
    let lines = |seed: u64, number: u64| person(setting, seed, number).unwrap().log.to_lines();
    assert_eq!(lines(1, 2), lines(1, 2));
    assert_ne!(lines(1, 2), lines(2, 2));
    assert_ne!(lines(1, 2), lines(1, 3));
}

#[test]
fn their_diaries_are_sound() {
    for setting in settings() {
        let person = person(&setting, 5, 1).unwrap();
        assert_eq!(verify(person.log.iter()), []);
        let diary = Diary::fold(&person.log);
        let findings = Findings::of(&diary, &person.now);
        assert!(findings.bouts > 3 && findings.check_in_days > 50, "{}: {findings:?}", setting.name);
        assert_eq!(diary.removed().len() + diary.loose().len(), 0);
    }
}

#[test]
fn parts_of_an_evaluation_add_up_to_the_whole() {
    let setting = setting("half a year, 12 things, 3 of them triggers");
    let part =
        |first: u64, people: u64| evaluate(&setting, &[Settings::default()], 4, first, people).unwrap().remove(0);
    let mut sum = part(0, 3);
    sum.merge(&part(3, 4));
    let json = |evaluation: &Evaluation| serde_json::to_value(evaluation).unwrap();
    let (sum, whole) = (json(&sum), json(&part(0, 7)));
    assert_eq!(sum["people"], 7);
    for key in ["coverage", "bias", "power", "spasm_days", "more_often", "false_discoveries"] {
        assert_eq!(sum[key]["of"], whole[key]["of"], "{key}");
        let value = |of: &serde_json::Value| of[key]["value"].as_f64().unwrap_or(-1.0);
        assert!((value(&sum) - value(&whole)).abs() < 1e-12, "{key}");
    }
}

#[test]
fn intervals_hold_the_truth_and_triggers_are_found() {
    let found = usual("a year, spasms three times as often at its end, 3 triggers of 8", 60);
    let coverage = found.coverage.value().unwrap();
    // 95 %, give or take four Monte Carlo errors of about 1 %.
    assert!((0.91..=0.985).contains(&coverage), "{coverage}");
    assert!(found.bias.value().unwrap().abs() < 0.25, "{:?}", found.bias);
    assert!(found.power.value().unwrap() > 0.2, "{:?}", found.power);
    assert!(found.more_often.value().unwrap() > 0.2, "{:?}", found.more_often);
    let found = [found];
    for (text, columns) in [(links(&found), 15), (rates(&found), 8)] {
        assert_eq!(text.lines().count(), 3);
        assert!(text.lines().all(|line| line.matches('|').count() == columns + 1), "{text}");
    }
}

#[test]
fn people_without_a_trigger_are_told_so() {
    let found = usual("a year, no trigger of 8, long flares", 80);
    assert!(found.with_verdicts.value().unwrap() > 0.7);
    assert!(found.nothing_stands_out.value().unwrap() > 0.8, "{:?}", found.nothing_stands_out);
    assert!(found.more_often.value().unwrap() <= 0.13, "{:?}", found.more_often);
}

#[test]
fn the_list_of_wrong_directions_claims_triggers_where_there_are_none() {
    use supple_insight::findings::Claiming;
    let none = setting("a year, 20 things, no trigger");
    let methods = [Settings::default(), Settings { claims: Claiming::Bayesian, ..Settings::default() }];
    let both = evaluate(&none, &methods, 8, 0, 30).unwrap();
    let [step_up, bayesian] = [0, 1].map(|place| both[place].any_false.value().unwrap());
    assert!(step_up <= 0.2 && bayesian > 0.35, "{step_up} and {bayesian}");
}
