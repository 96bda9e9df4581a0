//! What the diary knows of a person: how long each answer holds, which of two counts, and what follows from a birthday or from
//! the day on which a child is due.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared::diary;

use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;
use supple_care::health::{
    KnownFacts, Told, about, asked_for_exercise, can_be_due, due, due_in_week, holds, known_facts, lapsed, latest_due,
    open, questions, told, week,
};
use supple_diary::{BirthYear, Check, Country, Diary, Health, Kind, Object, Profile, Words};
use supple_triage::Answer;

fn date(day: i64) -> Date {
    jiff::civil::date(2026, 1, 10).checked_add(day.days()).unwrap()
}

fn says(id: &str, health: Health) -> Kind {
    supple_care::profile::answered(id, health).into()
}

fn born(year: i64) -> Kind {
    Profile { birth_year: BirthYear::new(year).ok(), ..Profile::default() }.into()
}

fn check(answers: &str) -> Kind {
    let urgency = Words::new("see-doctor").unwrap();
    Check { answers: Object::new(answers).unwrap(), urgency, rules: Vec::new() }.into()
}

/// The last day on which this holds, from the day on which it was said.
fn last_day(entry: &Kind, id: &str) -> Option<i64> {
    let diary = diary(vec![(0, entry.clone())]);
    let days: Vec<i64> = (0..=500).filter(|day| holds(&diary, id, date(*day)).is_some()).collect();
    assert_eq!(days, (0..=days.last().copied().unwrap_or(-1)).collect::<Vec<_>>(), "without a gap");
    days.last().copied()
}

#[test]
fn each_answer_holds_for_its_own_time_to_the_day() {
    let for_ever = Some(500);
    let cases = [
        ("breastfeeding", says("breastfeeding", Health::Is(false)), Some(30)),
        ("breastfeeding", says("breastfeeding", Health::Is(true)), for_ever),
        ("poor-circulation", says("poor-circulation", Health::Is(false)), Some(90)),
        ("poor-circulation", says("poor-circulation", Health::Is(true)), for_ever),
        ("gout", says("gout", Health::Is(false)), for_ever),
        ("blood-thinner", says("blood-thinner", Health::Is(false)), for_ever),
        ("gout", says("gout", Health::Unsure), for_ever),
        ("alcohol-today", says("alcohol-today", Health::Is(true)), Some(0)),
        ("alcohol-today", says("alcohol-today", Health::Is(false)), Some(0)),
        ("alcohol-today", says("alcohol-today", Health::Unsure), Some(0)),
        // 40 weeks, and three weeks past the day.
        ("pregnant", says("pregnant", Health::Is(true)), Some(301)),
        ("pregnant", check(r#"{"pregnant": true}"#), Some(301)),
        ("blood-thinner", check(r#"{"blood-thinner": true}"#), for_ever),
        ("blood-thinner", check(r#"{"blood-thinner": false}"#), Some(30)),
        ("gout", check(r#"{"gout": true}"#), None),
    ];
    for (id, entry, expected) in cases {
        assert_eq!(last_day(&entry, id), expected, "{entry:?}");
    }
}

#[test]
fn a_no_of_a_clock_that_was_ahead_keeps_nobody_from_being_asked() {
    for (id, kind) in [
        ("breastfeeding", says("breastfeeding", Health::Is(false))),
        ("poor-circulation", says("poor-circulation", Health::Is(false))),
        ("blood-thinner", check(r#"{"blood-thinner": false}"#)),
    ] {
        let ahead = diary(vec![(10, kind)]);
        assert_eq!(holds(&ahead, id, date(9)), None, "{id}");
        assert_eq!(holds(&ahead, id, date(10)), Some(Answer::No), "{id}");
    }
    let ahead = diary(vec![(10, says("breastfeeding", Health::Is(false)))]);
    assert_eq!(
        lapsed(&ahead, "breastfeeding", date(9)),
        Some(Told { answer: Answer::No, on: None }),
        "on no day that can be told"
    );
}

#[test]
fn a_no_that_is_too_old_is_offered_again_and_nothing_else_is() {
    let no = diary(vec![(0, says("breastfeeding", Health::Is(false)))]);
    assert_eq!(lapsed(&no, "breastfeeding", date(30)), None, "it holds");
    assert_eq!(lapsed(&no, "breastfeeding", date(31)), Some(Told { answer: Answer::No, on: Some(date(0)) }));
    let others = diary(vec![(0, says("alcohol-today", Health::Is(false))), (0, says("pregnant", Health::Is(true)))]);
    for id in ["alcohol-today", "pregnant", "gout"] {
        assert_eq!(lapsed(&others, id, date(400)), None, "{id}");
    }
}

#[test]
fn where_profile_and_check_differ_the_yes_counts_and_of_two_alike_the_day_of_the_later() {
    let thinner = r#"{"blood-thinner": true}"#;
    let no_thinner = r#"{"blood-thinner": false}"#;
    let (yes, no) = (Health::Is(true), Health::Is(false));
    let cases = [
        (vec![(0, says("blood-thinner", no)), (1, check(thinner))], Answer::Yes, 1),
        (vec![(0, check(thinner)), (5, says("blood-thinner", no))], Answer::Yes, 0),
        (vec![(0, says("blood-thinner", yes)), (1, check(no_thinner))], Answer::Yes, 0),
        (vec![(0, says("blood-thinner", yes)), (5, check(thinner))], Answer::Yes, 5),
        (vec![(0, check(thinner)), (5, says("blood-thinner", yes))], Answer::Yes, 5),
        (vec![(0, says("blood-thinner", no)), (5, check(no_thinner))], Answer::No, 0),
    ];
    for (entries, answer, day) in cases {
        let known = told(&diary(entries.clone()), "blood-thinner", date(6));
        assert_eq!(known, Some(Told { answer, on: Some(date(day)) }), "{entries:?}");
    }
}

// ---------------------------------------------------------------- a pregnancy

fn pregnant(said: i64, due: i64) -> Diary {
    diary(vec![(said - 1, says("pregnancy-week", Health::On(date(due)))), (said, says("pregnant", Health::Is(true)))])
}

#[test]
fn a_pregnancy_is_over_three_weeks_after_the_day_on_which_the_child_was_due() {
    let last = |diary: &Diary| (10..500).filter(|day| holds(diary, "pregnant", date(*day)).is_some()).max();
    assert_eq!(last(&pregnant(10, 100)), Some(121));
    assert_eq!(last(&pregnant(10, 10)), Some(31), "due on the day on which it was said");
    assert_eq!(last(&pregnant(10, 9)), Some(311), "a day before that is of an earlier one");
}

#[test]
fn the_week_of_a_pregnancy_follows_from_the_day_on_which_the_child_is_due() {
    let number = |week: f64| Some(Answer::Number(week));
    let diary = pregnant(1, 140);
    assert_eq!(due(&diary), Some(date(140)));
    assert_eq!(week(&diary, date(1)), number(f64::from(280 - 139) / 7.0));
    assert_eq!((week(&diary, date(140)), week(&diary, date(161))), (number(40.0), number(43.0)));
    assert_eq!(week(&diary, date(162)), None);
    assert_eq!(about(&diary, date(140)).get("pregnancy-week"), number(40.0));
    assert_eq!(week(&pregnant(1, 400), date(1)), number(0.0), "never before its beginning");
}

#[test]
fn no_week_is_told_of_someone_who_is_not_pregnant_or_of_a_child_long_due() {
    let with = |health| diary(vec![(0, says("pregnancy-week", Health::On(date(100)))), (0, says("pregnant", health))]);
    assert_eq!(week(&with(Health::Is(false)), date(0)), None);
    assert_eq!(week(&with(Health::Unsure), date(100)), Some(Answer::Number(40.0)));
    assert_eq!(week(&with(Health::Unsure), date(122)), None);
    let unsure = |week| diary(vec![(0, says("pregnancy-week", week)), (0, says("pregnant", Health::Is(true)))]);
    assert_eq!(week(&unsure(Health::Unsure), date(0)), Some(Answer::Unsure));
    assert_eq!(week(&diary(vec![(0, says("pregnant", Health::Is(true)))]), date(0)), None);
}

#[test]
fn a_child_can_be_due_from_three_weeks_ago_to_a_whole_term_ahead() {
    assert_eq!(latest_due(date(0)), date(280));
    let can = |day| can_be_due(date(day), date(0));
    assert_eq!([-22, -21, 280, 281].map(can), [false, true, true, false]);
    assert_eq!([40.0, 20.0, 10.5, 43.0].map(|week| due_in_week(week, date(0))), [0, 140, 206, -21].map(date));
}

// ---------------------------------------------------------------- the age

#[test]
fn of_the_two_ages_that_a_year_leaves_open_the_one_that_asks_for_more_care_counts() {
    let age = |year| about(&diary(vec![(0, born(year))]), date(0)).get("age");
    for (year, expected) in
        [(2026, 0.0), (2009, 16.0), (2008, 17.0), (2007, 19.0), (1966, 60.0), (1906, 120.0), (1900, 120.0)]
    {
        assert_eq!(age(year), Some(Answer::Number(expected)), "born in {year}");
    }
    let told = diary(vec![(0, check(r#"{"age": 71}"#))]);
    assert_eq!(about(&told, date(2000)).get("age"), Some(Answer::Number(71.0)), "better than none");
    assert_eq!(about(&diary(vec![(0, check(r#"{"age": "unsure"}"#))]), date(0)).get("age"), None);
}

#[test]
fn what_the_guard_is_told_of_someone_is_what_holds_and_their_country() {
    let country = Profile { country: Country::new("gb").ok(), ..Profile::default() };
    let diary = diary(vec![(0, country.into()), (0, says("breastfeeding", Health::Is(false)))]);
    assert_eq!(about(&diary, date(30)).country(), Some("GB"));
    assert_eq!(about(&diary, date(30)).get("breastfeeding"), Some(Answer::No));
    assert_eq!(about(&diary, date(31)).get("breastfeeding"), None);
}

// ---------------------------------------------------------------- what is asked

#[test]
fn the_profile_asks_what_medicines_turn_on_each_once_and_no_sign_of_the_check() {
    let all: Vec<&str> = questions().collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    for id in ["blood-thinner", "pregnant", "steroids", "diabetes", "gout", "nsaid-allergy", "ulcer", "alcohol-today"] {
        assert!(all.contains(&id), "{id}");
    }
    for id in ["age", "pregnancy-week", "stuck", "chest-pain", "fever"] {
        assert!(!all.contains(&id), "{id}");
    }
    let exercise: BTreeSet<&str> = asked_for_exercise().collect();
    assert!(
        exercise.contains("pregnant") && exercise.contains("osteoporosis") && !exercise.contains("age"),
        "{exercise:?}"
    );
}

#[test]
fn how_many_questions_are_open_counts_the_age_and_not_what_is_of_one_day() {
    let all = questions().filter(|id| *id != "alcohol-today").count() + 1;
    assert_eq!(open(&Diary::default(), date(0)), all);
    assert_eq!(open(&diary(vec![(0, born(1980))]), date(0)), all - 1);
    let said = vec![(0, says("gout", Health::Is(true))), (0, says("breastfeeding", Health::Is(false)))];
    assert_eq!(open(&diary(said.clone()), date(0)), all - 2);
    assert_eq!(open(&diary(said), date(31)), all - 1);
}

// ---------------------------------------------------------------- still so?

fn places(ids: &[&str]) -> Vec<usize> {
    ids.iter().map(|id| supple_triage::embedded().place(id).unwrap()).collect()
}

/// The answers to these, and the days on which the first and the last of them were said.
fn known(diary: &Diary, day: i64, ids: &[&str]) -> (Vec<Option<Answer>>, Option<(Date, Date)>) {
    let known = known_facts(diary, date(day), &places(ids));
    (places(ids).into_iter().map(|place| known.answers.get(place)).collect(), known.said)
}

#[test]
fn what_lasts_is_offered_as_still_so_with_its_days_and_what_passes_is_asked_anew() {
    let entries = vec![
        (0, says("blood-thinner", Health::Is(true))),
        (5, check(r#"{"diabetes": false, "stuck": true, "steroids": "unsure"}"#)),
        (10, born(1980)),
    ];
    let ids = ["blood-thinner", "diabetes", "stuck", "steroids", "age"];
    let expected = vec![Some(Answer::Yes), Some(Answer::No), None, None, Some(Answer::Number(46.0))];
    // A no of a check is too old for the guard after a month; to be confirmed it is not.
    for day in [20, 300] {
        assert_eq!(
            known(&diary(entries.clone()), day, &ids),
            (expected.clone(), Some((date(0), date(10)))),
            "day {day}"
        );
    }
    assert!(!known_facts(&diary(entries.clone()), date(20), &places(&ids)).is_empty());
    assert_eq!(known_facts(&diary(entries), date(20), &places(&["stuck"])), KnownFacts::nothing());
    assert!(KnownFacts::nothing().is_empty());
}

#[test]
fn an_age_that_may_have_reached_the_next_band_is_asked_anew() {
    let age = |year| known(&diary(vec![(0, born(year))]), 0, &["age"]).0[0];
    assert_eq!(age(1976), None, "49 or 50");
    assert_eq!((age(1975), age(1977)), (Some(Answer::Number(51.0)), Some(Answer::Number(49.0))));
    assert_eq!(age(2026), Some(Answer::Number(0.0)));
    let corrected = vec![(0, born(1970)), (3, born(1980)), (8, says("gout", Health::Is(true)))];
    assert_eq!(known(&diary(corrected), 9, &["age"]), (vec![Some(Answer::Number(46.0))], Some((date(3), date(3)))));
}

#[test]
fn an_age_that_a_check_was_told_is_offered_for_a_year_the_newest_first() {
    let age = |day| known(&diary(vec![(0, check(r#"{"age": 30}"#)), (10, check(r#"{"age": 31}"#))]), day, &["age"]);
    assert_eq!(age(375), (vec![Some(Answer::Number(31.0))], Some((date(10), date(10)))));
    assert_eq!(age(376), (vec![None], None));
    let unsure = vec![(0, check(r#"{"age": 30}"#)), (10, check(r#"{"age": "unsure"}"#))];
    assert_eq!(known(&diary(unsure), 11, &["age"]).0, [Some(Answer::Number(30.0))]);
}
