//! The programme of a diary: what was written down leads up and down, and pauses it.

use crate::shared::{about, day};
use jiff::Zoned;
use std::collections::BTreeMap;
use supple_care::moment::check;
use supple_diary::testing::{Keeper, level};
use supple_diary::{Diary, Exercise, Health, Id, Kind, Label, Profile, Repetitions, Seconds, Spasm, Timer, Words};
use supple_guidance::embedded;
use supple_programme::day::{Part, Said, done_today, exposures, history, next, one, parts, today, under_way};
use supple_programme::{Done, Out, Pause, Step, Why};
use supple_triage::Answers;

const NOW: &str = "2026-12-10T13:00:00+01:00[Europe/Berlin]";

fn now() -> jiff::Timestamp {
    NOW.parse::<Zoned>().unwrap().timestamp()
}

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
    let first = &history(&practised(Some(true)), now())[0];
    assert_eq!((first.on, first.rung.as_deref(), first.sets), (day("2026-12-01"), Some("5"), Some(1)));
}

#[test]
fn ones_own_words_are_no_exercise_of_the_programme() {
    let own = Exercise { too_much: Some(true), ..Exercise::of(Label::Own(Words::new("knee-roll").unwrap())) };
    assert!(history(&diary(vec![("09", own.into())]), now()).is_empty());
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

#[test]
fn the_programme_of_a_day_stays_while_it_is_ticked_off() {
    let now: Zoned = NOW.parse().unwrap();
    let fresh = diary(vec![("10", calm_check())]);
    let planned = today(&fresh, &now, &half_an_hour()).unwrap();
    let first = next(&planned, &[]).unwrap();
    let rolled = diary(vec![("10", calm_check()), ("10", roll("5", None).into())]);
    assert_eq!(today(&rolled, &now, &half_an_hour()), Ok(planned.clone()));
    let done = done_today(&rolled, &now);
    assert_eq!(done.len(), 1);
    let all: Vec<Part<'_>> = parts(&planned).collect();
    assert_eq!(first.id(), all[0].id());
    // Each once, then those that are meant for more than once.
    let mut done = Vec::new();
    let mut way = Vec::new();
    while let Some(part) = next(&planned, &done) {
        way.push(part.id());
        done.push(Done { exercise: part.id().to_owned(), ..history(&rolled, now.timestamp())[0].clone() });
        assert!(way.len() < 40, "{way:?}");
    }
    assert_eq!(&way[..all.len()], all.iter().map(Part::id).collect::<Vec<_>>());
    let meant: u32 = all.iter().map(Part::times).sum();
    assert_eq!(way.len(), usize::try_from(meant).unwrap());
}

#[test]
fn what_an_older_check_found_pauses_it_until_a_newer_one_says_otherwise() {
    let triage = supple_triage::embedded();
    let mut answers = Answers::none_yet(triage);
    answers.assume_no(triage);
    answers.set(triage, "saddle-numbness", supple_triage::Answer::Yes).unwrap();
    let found = Kind::Check(check::entry(&answers, &triage.verdict(&answers)).unwrap());
    let now: Zoned = NOW.parse().unwrap();
    let pause = |entries| today(&diary(entries), &now, &half_an_hour()).err();
    let practised = ("05", Kind::from(roll("5", None)));
    assert!(
        matches!(pause(vec![practised.clone(), ("07", found.clone())]), Some(Pause::WarningSign(_))),
        "three days ago"
    );
    assert_eq!(pause(vec![practised.clone(), ("07", found), ("08", calm_check())]), None);
    assert_eq!(pause(vec![practised]), None, "practised since, and nothing was found");
}

#[test]
fn a_count_that_ran_out_was_done_and_one_that_runs_is_not_yet() {
    let began: Zoned = at("10").parse().unwrap();
    let timer = Timer::start(Words::new("knee-roll").unwrap(), Seconds::new(100).unwrap(), began.timestamp());
    let counted = |timer: Timer| {
        let exercise = Exercise { repetitions: None, timer: Some(Box::new(timer)), ..roll("5", None) };
        diary(vec![("10", exercise.into())])
    };
    let runs = counted(timer.clone());
    let after = |seconds: i64| began.timestamp() + jiff::SignedDuration::from_secs(seconds);
    assert!(history(&runs, after(99)).is_empty() && under_way(&runs, after(99)).is_some());
    assert_eq!(history(&runs, after(100))[0].seconds, Some(100));
    assert!(under_way(&runs, after(100)).is_none());
    let ended = counted(timer.done(after(40)));
    assert_eq!(history(&ended, after(50))[0].seconds, Some(40), "it is done, as far as it went");
}

#[test]
fn pain_of_the_last_hour_is_the_pain_before_an_exercise() {
    let pain = |minutes: i64| {
        let told = diary(vec![(
            "10",
            supple_diary::Pain { level: level(4), regions: supple_diary::Regions::default(), note: None }.into(),
        )]);
        let began: Zoned = at("10").parse().unwrap();
        supple_programme::day::pain(&told, began.timestamp() + jiff::SignedDuration::from_mins(minutes))
    };
    assert_eq!((pain(0), pain(60), pain(61)), (Some(level(4)), Some(level(4)), None));
}

#[test]
fn it_is_enough_for_today_when_the_pain_rose() {
    let rose = |after: i64| diary(vec![("10", Exercise { after: Some(level(after)), ..roll("5", None) }.into())]);
    let is_enough = |diary: &Diary| supple_programme::day::is_enough(&done_today(diary, &NOW.parse().unwrap()));
    assert!(is_enough(&rose(4)) && !is_enough(&rose(3)));
}

#[test]
fn one_exercise_is_dosed_as_in_the_programme_whether_or_not_the_day_has_it() {
    let now: Zoned = NOW.parse().unwrap();
    let diary = diary(vec![("09", roll("5", Some(true)).into()), ("10", calm_check())]);
    let known = &embedded().exercises;
    for chosen in today(&diary, &now, &half_an_hour()).unwrap().exercises {
        assert_eq!(one(&diary, &now, &half_an_hour(), chosen.exercise), Ok(chosen.clone()), "{}", chosen.exercise.id);
    }
    let roll = one(&diary, &now, &Said::default(), known.exercise("knee-roll").unwrap()).unwrap();
    assert_eq!((roll.dose.id.as_str(), roll.why), ("3", Why::TooMuch));
    assert!(one(&Diary::default(), &now, &Said::default(), known.exercise("knee-roll").unwrap()).is_err(), "no check");
}

#[test]
fn pain_that_rises_a_little_with_each_exercise_is_enough_too() {
    let done = |pains: &[(Option<u8>, Option<u8>)]| -> Vec<Done> {
        let first = history(&diary(vec![("10", roll("5", None).into())]), now());
        pains.iter().map(|(before, after)| Done { before: *before, after: *after, ..first[0].clone() }).collect()
    };
    let is_enough = |pains: &[_]| supple_programme::day::is_enough(&done(pains));
    assert!(is_enough(&[(Some(2), Some(3)), (Some(3), Some(4))]));
    assert!(is_enough(&[(Some(2), None), (None, Some(4))]));
    assert!(!is_enough(&[(Some(2), Some(3)), (Some(3), Some(3))]));
    assert!(!is_enough(&[(Some(4), Some(3)), (Some(3), Some(4))]));
    assert!(!is_enough(&[(None, Some(9))]), "how it was before is not known");
}

#[test]
fn what_was_too_much_today_does_not_come_again_today() {
    let now: Zoned = NOW.parse().unwrap();
    let fresh = diary(vec![("10", calm_check())]);
    let planned = today(&fresh, &now, &half_an_hour()).unwrap();
    let again = parts(&planned).find(|part| part.times() > 1).expect("one is meant for more than once").id();
    let blank = history(&diary(vec![("10", roll("5", None).into())]), now.timestamp())[0].clone();
    let mut done: Vec<Done> =
        parts(&planned).map(|part| Done { exercise: part.id().to_owned(), ..blank.clone() }).collect();
    done.iter_mut().filter(|done| done.exercise == again).for_each(|done| done.too_much = true);
    let told = diary(vec![("10", calm_check()), ("10", roll("5", Some(true)).into())]);
    let roll = embedded().exercises.exercise("knee-roll").unwrap();
    assert_eq!(one(&told, &now, &half_an_hour(), roll), Err(Out::TooMuch), "by its name neither");
    while let Some(part) = next(&planned, &done) {
        assert_ne!(part.id(), again);
        done.push(Done { exercise: part.id().to_owned(), ..blank.clone() });
    }
}
