//! The programme of a diary: what was written down leads up and down, and pauses it.

use crate::shared::{about, day};
use jiff::Zoned;
use std::collections::BTreeMap;
use supple_care::moment::check;
use supple_diary::testing::{Keeper, level};
use supple_diary::{Diary, Exercise, Health, Id, Kind, Label, Profile, Repetitions, Spasm, Words};
use supple_guidance::embedded;
use supple_programme::day::{Said, exposures, history, today};
use supple_programme::{Pause, Step, Why};
use supple_triage::Answers;

const NOW: &str = "2026-12-10T13:00:00+01:00[Europe/Berlin]";

fn at(day: &str) -> String {
    format!("2026-12-{day}T12:00:00+01:00[Europe/Berlin]")
}

fn calm_check() -> Kind {
    let triage = supple_triage::embedded();
    let mut answers = Answers::none_yet(triage);
    answers.assume_no(triage);
    Kind::Check(check::entry(&answers, &triage.verdict(&answers)).unwrap())
}

fn roll(rung: &str, too_much: Option<bool>) -> Exercise {
    let known = Id::new("knee-roll").unwrap();
    Exercise {
        repetitions: Some(Repetitions::new(20).unwrap()),
        before: Some(level(2)),
        after: Some(level(2)),
        rung: Some(Id::new(rung).unwrap()),
        sets: Some(Repetitions::new(1).unwrap()),
        too_much,
        ..Exercise::of(Label::Known(known))
    }
}

/// Someone who wrote this on these days of December.
fn diary(entries: Vec<(&str, Kind)>) -> Diary {
    let mut keeper = Keeper::new(7);
    keeper.move_clock(60 * 24 * 20);
    for (day, kind) in entries {
        keeper.say(&at(day), kind);
    }
    keeper.diary()
}

fn half_an_hour() -> Said {
    Said { minutes: 60, ..Said::default() }
}

fn of_roll(diary: &Diary) -> Option<(String, Step, Why)> {
    let now: Zoned = NOW.parse().unwrap();
    let programme = today(diary, &now, &half_an_hour()).unwrap();
    let one = programme.exercises.iter().find(|one| one.exercise.id == "knee-roll")?;
    Some((one.dose.id.clone(), one.step, one.why))
}

#[test]
fn a_new_diary_is_asked_to_check_first() {
    let now: Zoned = NOW.parse().unwrap();
    assert_eq!(today(&Diary::default(), &now, &half_an_hour()), Err(Pause::CheckFirst));
    assert!(today(&diary(vec![("10", calm_check())]), &now, &half_an_hour()).is_ok());
}

#[test]
fn what_was_practised_leads_up_and_too_much_leads_down() {
    let practised = |last: Option<bool>| {
        let days = ["01", "04", "07"];
        let mut entries: Vec<(&str, Kind)> = days.map(|day| (day, roll("5", None).into())).into();
        entries.push(("09", roll("5", last).into()));
        diary(entries)
    };
    assert_eq!(of_roll(&practised(None)), Some(("7".to_owned(), Step::Up, Why::WentWell)));
    assert_eq!(of_roll(&practised(Some(false))), Some(("7".to_owned(), Step::Up, Why::WentWell)));
    assert_eq!(of_roll(&practised(Some(true))), Some(("3".to_owned(), Step::Down, Why::TooMuch)));
    let first = &history(&practised(Some(true)))[0];
    assert_eq!((first.on, first.rung.as_deref(), first.sets), (day("2026-12-01"), Some("5"), Some(1)));
}

#[test]
fn ones_own_words_are_no_exercise_of_the_programme() {
    let own = Exercise { too_much: Some(true), ..Exercise::of(Label::Own(Words::new("knee-roll").unwrap())) };
    assert!(history(&diary(vec![("09", own.into())])).is_empty());
}

#[test]
fn a_spasm_pauses_it_and_an_answer_about_the_person_changes_it() {
    let now: Zoned = NOW.parse().unwrap();
    let spasm = |day: &'static str| {
        diary(vec![("01", roll("5", None).into()), (day, Spasm::default().into()), ("10", calm_check())])
    };
    assert_eq!(today(&spasm("10"), &now, &half_an_hour()), Err(Pause::Spasm));
    assert_eq!(today(&spasm("09"), &now, &half_an_hour()), Err(Pause::Episode));
    let health = BTreeMap::from([("operation-lately", Health::Is(true))]);
    let mut profile = Profile::default();
    for (id, said) in health {
        profile.health.insert(Words::new(id).unwrap(), said);
    }
    let operated = diary(vec![("10", calm_check()), ("10", profile.into())]);
    assert!(
        matches!(today(&operated, &now, &half_an_hour()), Err(Pause::Condition(condition)) if condition.id == "operated")
    );
    assert!(
        about(&[]).get("operation-lately").is_some() && embedded().exercises.question("operation-lately").is_some()
    );
}

#[test]
fn what_set_spasms_off_is_read_for_the_habits() {
    let sitting = supple_diary::testing::exposure("long-sitting", true);
    let not = supple_diary::testing::exposure("stress", false);
    let found = exposures(&diary(vec![("09", sitting.into()), ("09", not.into())]));
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["long-sitting"]);
}
