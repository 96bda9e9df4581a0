//! What is so of a person, read once for check, medicines and plan; and what is asked again.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared::{START, diary};

use jiff::{Timestamp, ToSpan};
use supple_care::moment::{begun, remembered};
use supple_care::profile::{asked_again, at_home, cautions, groups, is_asked, known, of, still_so, told_to_a_plan};
use supple_care::{Situation, embedded, health};
use supple_diary::{Check, Diary, Health, Kind, Object, Plan, Profile, ProfileFact, Words};
use supple_guidance::Thing;
use supple_triage::Answer;

fn at(day: i64) -> Timestamp {
    START.parse::<Timestamp>().unwrap() + (24 * day).hours()
}

fn date(day: i64) -> jiff::civil::Date {
    at(day).to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn says(id: &str, health: Health) -> Kind {
    supple_care::profile::answered(id, health).into()
}

fn at_hand(things: &[&str]) -> Kind {
    let things = things.iter().map(|thing| Words::new(*thing).unwrap()).collect();
    Profile { at_hand: Some(things), ..Profile::default() }.into()
}

fn plan(situation: &str) -> Kind {
    Plan { situation: Object::new(situation).unwrap(), urgency: Words::new("same-day").unwrap(), steps: Vec::new() }
        .into()
}

fn check(answers: &str) -> Kind {
    let urgency = Words::new("see-doctor").unwrap();
    Check { answers: Object::new(answers).unwrap(), urgency, rules: Vec::new() }.into()
}

#[test]
fn a_yes_anywhere_is_a_yes_to_the_caution_and_a_no_only_to_the_very_question() {
    let cases: [(&str, Kind, Option<bool>); 8] = [
        ("blood-thinner", says("blood-thinner", Health::Is(true)), Some(true)),
        ("blood-thinner", says("blood-thinner", Health::Is(false)), Some(false)),
        ("blood-thinner", says("blood-thinner", Health::Unsure), None),
        ("blood-thinner", check(r#"{"blood-thinner": true}"#), Some(true)),
        ("fragile-bones", says("osteoporosis", Health::Is(true)), Some(true)),
        ("fragile-bones", says("osteoporosis", Health::Is(false)), None),
        ("pregnant", says("pregnant", Health::Is(true)), Some(true)),
        // A no to a pregnancy is asked again for each moment.
        ("pregnant", says("pregnant", Health::Is(false)), None),
    ];
    for (caution, kind, expected) in cases {
        let told = format!("{caution}: {kind:?}");
        let diary = diary(vec![(0, kind)]);
        assert_eq!(cautions(&diary, at(1)).get(caution).copied(), expected, "{told}");
        assert_eq!(remembered(&diary, at(1)).cautions.get(caution).copied(), expected, "{told}");
    }
}

#[test]
fn a_no_ends_after_its_time_and_a_yes_does_not() {
    for (yes, after, expected) in
        [(false, 89, Some(false)), (false, 92, None), (true, 92, Some(true)), (true, 4000, Some(true))]
    {
        let diary = diary(vec![(0, says("poor-circulation", Health::Is(yes)))]);
        assert_eq!(cautions(&diary, at(after)).get("poor-circulation").copied(), expected, "{yes} after {after} days");
    }
    // Nor is it made new by each plan that carries it along.
    let carried = plan(r#"{"mobility": "can-stand", "cautions": {"poor-circulation": false}}"#);
    let diary = diary(vec![(0, says("poor-circulation", Health::Is(false))), (80, carried)]);
    assert_eq!(cautions(&diary, at(100)).get("poor-circulation"), None);
}

#[test]
fn what_is_corrected_in_the_profile_counts_above_what_an_older_plan_says() {
    let said = plan(r#"{"mobility": "can-stand", "cautions": {"poor-circulation": true, "sleepy": true}}"#);
    let mut entries = vec![(0, said)];
    assert_eq!(remembered(&diary(entries.clone()), at(2)).cautions.get("poor-circulation"), Some(&true));
    entries.push((1, says("poor-circulation", Health::Is(false))));
    assert_eq!(remembered(&diary(entries.clone()), at(2)).cautions.get("poor-circulation"), Some(&false));
    entries.push((2, says("poor-circulation", Health::Is(true))));
    let last = remembered(&diary(entries), at(3)).cautions;
    assert_eq!((last.get("poor-circulation"), last.get("sleepy")), (Some(&true), None));
}

#[test]
fn a_plan_tells_the_profile_what_lasts_and_what_is_a_yes_and_says_nothing_twice() {
    let answers = [("poor-circulation", false), ("pregnant", false), ("blood-thinner", true), ("numb-skin", true)];
    let said = answers.into_iter().map(|(id, yes)| (id.to_owned(), yes)).collect();
    let told = told_to_a_plan(&Diary::default(), &said, at(0));
    let ids: Vec<&str> = told.health.iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["blood-thinner", "poor-circulation"]);
    assert_eq!(told_to_a_plan(&diary(vec![(0, told.into())]), &said, at(1)), Profile::default());
}

#[test]
fn a_fact_is_asked_again_after_a_year_and_counts_until_then_and_after() {
    let diary = diary(vec![
        (0, says("gout", Health::Is(true))),
        (0, at_hand(&["heat"])),
        (0, says("breastfeeding", Health::Is(false))),
    ]);
    let old = |day| asked_again(&diary, date(day)).into_iter().map(|known| known.fact).collect::<Vec<_>>();
    assert_eq!(old(20), []);
    assert_eq!(old(40), [ProfileFact::Health("breastfeeding")]);
    assert_eq!(old(366), [ProfileFact::AtHand, ProfileFact::Health("gout"), ProfileFact::Health("breastfeeding")]);
    assert_eq!(health::holds(&diary, "gout", date(4000)), Some(Answer::Yes));
    assert_eq!(health::holds(&diary, "breastfeeding", date(40)), None, "until it is confirmed it is no answer");
    assert!(!of(&diary, ProfileFact::Health("breastfeeding"), date(40)).unwrap().holds);
    assert_eq!(known(&diary, date(1)).len(), 3);
}

#[test]
fn a_year_of_birth_is_never_asked_again_and_what_may_change_is_on_the_day_after_a_year() {
    let born = Profile { birth_year: supple_diary::BirthYear::new(1980).ok(), ..Profile::default() };
    let diary = diary(vec![(0, born.into()), (0, says("gout", Health::Is(true)))]);
    let old = |day| asked_again(&diary, date(day)).into_iter().map(|known| known.fact).collect::<Vec<_>>();
    assert_eq!((old(365), old(366)), (vec![], vec![ProfileFact::Health("gout")]));
    assert!(!of(&diary, ProfileFact::BirthYear, date(4000)).unwrap().is_old);
}

#[test]
fn a_no_that_was_said_before_a_plan_stands_unless_the_plan_says_yes() {
    let no = || (0, says("poor-circulation", Health::Is(false)));
    let after = |json: &str| remembered(&diary(vec![no(), (1, plan(json))]), at(2)).cautions;
    assert_eq!(after(r#"{"mobility": "can-stand"}"#).get("poor-circulation"), Some(&false));
    let yes = r#"{"mobility": "can-stand", "cautions": {"poor-circulation": true}}"#;
    assert_eq!(after(yes).get("poor-circulation"), Some(&true));
}

#[test]
fn the_questions_about_a_person_stand_in_groups_and_each_is_asked() {
    assert!(!groups().is_empty());
    for group in groups() {
        assert!(!group.asks.is_empty() && group.asks.iter().all(|id| is_asked(id)), "{group:?}");
    }
    assert!(!is_asked("shoe-size"));
}

#[test]
fn still_so_says_the_same_once_more_and_what_a_check_said_with_a_yes() {
    let mut entries = vec![(0, says("blood-thinner", Health::Is(false))), (1, check(r#"{"blood-thinner": true}"#))];
    let before = diary(entries.clone());
    let so = still_so(
        &before,
        &[ProfileFact::Health("blood-thinner"), ProfileFact::Health("lupus"), ProfileFact::Contact],
        date(400),
    );
    assert_eq!(so.health.iter().collect::<Vec<_>>(), [("blood-thinner", &Health::Is(true))], "never said stays so");
    entries.push((400, so.into()));
    let after = diary(entries);
    assert_eq!(of(&after, ProfileFact::Health("blood-thinner"), date(401)).unwrap().said, Some(date(400)));
    assert_eq!(asked_again(&after, date(401)), []);
}

#[test]
fn what_is_at_home_is_within_reach_of_whoever_can_stand_and_what_only_a_newer_program_knows_is_left_out() {
    let home = diary(vec![(0, at_hand(&["heat", "sauna"]))]);
    assert_eq!(at_home(&home).into_iter().collect::<Vec<_>>(), [Thing::Heat]);
    let read = |json: &str| Situation::from_json(embedded(), json).unwrap();
    let things = |json: &str| begun(&home, read(json), at(1)).at_hand.into_iter().collect::<Vec<_>>();
    assert_eq!(things(r#"{"mobility": "can-stand"}"#), [Thing::Heat]);
    assert_eq!(things(r#"{"mobility": "can-stand", "at-hand": ["ice"]}"#), [Thing::Ice], "what is said of now counts");
    assert_eq!((things(r#"{"mobility": "can-turn"}"#), things("{}")), (vec![], vec![]));
    let said = diary(vec![(0, at_hand(&["heat"])), (1, plan(r#"{"mobility": "can-stand"}"#))]);
    assert_eq!(
        begun(&said, read(r#"{"mobility": "can-stand"}"#), at(1)).at_hand.len(),
        0,
        "nothing was said to be at hand"
    );
}

#[test]
fn what_the_person_decided_where_sources_disagree_stands_in_the_profile() {
    let mut profile = Profile::default();
    for (decision, option) in [("heat-or-cold", "heat"), ("tea-or-coffee", "tea")] {
        profile.decisions.insert(Words::new(decision).unwrap(), Words::new(option).unwrap());
    }
    let read = supple_care::moment::preferences(&diary(vec![(0, profile.into())]));
    assert_eq!(read.iter().collect::<Vec<_>>(), [("heat-or-cold", "heat")], "and what nobody knows is left out");
}
