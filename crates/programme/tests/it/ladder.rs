//! Up and down: what leads one rung up, what leads one rung down, and what does neither.

use crate::shared::{about, asked, day, done, walked};
use jiff::ToSpan;
use std::collections::BTreeSet;
use supple_guidance::embedded;
use supple_programme::{Asked, Done, Step, Why, programme};

const TODAY: &str = "2026-03-10";

/// Where the knee roll stands after this.
fn roll(history: &[Done]) -> Option<(String, Step, Why)> {
    let about = about(&[]);
    let asked = Asked { history, ..asked(&about, 60, TODAY) };
    let programme = programme(embedded(), &asked).unwrap();
    let one = programme.exercises.iter().find(|one| one.exercise.id == "knee-roll")?;
    Some((one.dose.id.clone(), one.step, one.why))
}

fn rolls(rung: &str, ago: &[i64], pain: (u8, u8)) -> Vec<Done> {
    ago.iter().map(|ago| done("knee-roll", rung, day(TODAY) - ago.days(), pain)).collect()
}

fn at(rung: &str, step: Step, why: Why) -> Option<(String, Step, Why)> {
    Some((rung.to_owned(), step, why))
}

#[test]
fn it_begins_at_its_start() {
    assert_eq!(roll(&[]), at("5", Step::Start, Why::New));
}

#[test]
fn three_good_sessions_in_a_week_lead_one_rung_up() {
    assert_eq!(roll(&rolls("5", &[7, 4, 1], (2, 2))), at("7", Step::Up, Why::WentWell));
    assert_eq!(roll(&rolls("5", &[6, 4, 1], (2, 2))), at("5", Step::Stay, Why::NotYet), "six days are too few");
    assert_eq!(roll(&rolls("5", &[7, 1], (2, 2))), at("5", Step::Stay, Why::NotYet), "two sessions are too few");
    assert_eq!(roll(&rolls("5", &[7, 7, 7, 1], (2, 2))), at("5", Step::Stay, Why::NotYet), "thrice a day is one day");
}

#[test]
fn what_is_at_its_top_gives_way_to_the_next_of_its_class() {
    let history = rolls("10", &[9, 7, 4, 1], (2, 2));
    assert_eq!(roll(&history), None);
    let about = about(&[]);
    let others: BTreeSet<String> = embedded().exercises.exercises.iter().map(|one| one.id.to_string()).collect();
    let others: BTreeSet<String> = others.into_iter().filter(|id| id != "knee-roll").collect();
    let asked = Asked { history: &history, put_aside: &others, ..asked(&about, 60, TODAY) };
    let programme = programme(embedded(), &asked).unwrap();
    let [one] = programme.exercises.as_slice() else { panic!("{:?}", programme.exercises) };
    assert_eq!((one.dose.id.as_str(), one.step, one.why), ("10", Step::Stay, Why::AtTop));
}

#[test]
fn what_is_not_known_or_not_whole_leads_nowhere() {
    let spoiled = |spoil: fn(&mut Done)| {
        let mut rolls = rolls("5", &[8, 6, 4, 1], (2, 2));
        spoil(rolls.last_mut().unwrap());
        roll(&rolls)
    };
    let stays = at("5", Step::Stay, Why::NotYet);
    assert_eq!(spoiled(|done| done.after = None), stays);
    assert_eq!(spoiled(|done| done.before = None), stays);
    assert_eq!(spoiled(|done| done.repetitions = Some(4)), stays);
    assert_eq!(spoiled(|done| done.repetitions = None), stays);
    assert_eq!(spoiled(|done| (done.before, done.after) = (Some(5), Some(5))), stays, "5 of 10 is too much for more");
    assert_eq!(spoiled(|_| {}), at("7", Step::Up, Why::WentWell));
}

#[test]
fn too_much_or_two_points_more_leads_one_rung_down() {
    let after = |spoil: fn(&mut Done)| {
        let mut rolls = rolls("7", &[9, 6, 4, 1], (2, 2));
        spoil(rolls.last_mut().unwrap());
        roll(&rolls)
    };
    assert_eq!(after(|done| done.too_much = true), at("5", Step::Down, Why::TooMuch));
    assert_eq!(after(|done| done.after = Some(4)), at("5", Step::Down, Why::Worse));
    assert_eq!(after(|done| done.after = Some(3)), at("10", Step::Up, Why::WentWell), "one point is no change");
    let mut twice = rolls("7", &[4, 1, 1], (2, 2));
    twice[1].too_much = true;
    assert_eq!(roll(&twice), at("5", Step::Down, Why::TooMuch), "a better try later in the day does not undo it");
}

#[test]
fn too_much_at_the_easiest_rests_for_some_days() {
    let mut easiest = rolls("3", &[2], (2, 2));
    easiest[0].too_much = true;
    assert_eq!(roll(&easiest), None);
    easiest[0].on = day(TODAY) - 3.days();
    assert_eq!(roll(&easiest), at("3", Step::Stay, Why::TooMuch));
}

#[test]
fn a_break_or_a_spasm_leads_one_rung_down_however_long_it_was() {
    assert_eq!(roll(&rolls("7", &[14], (2, 2))), at("7", Step::Stay, Why::NotYet));
    assert_eq!(roll(&rolls("7", &[15], (2, 2))), at("5", Step::Down, Why::LongAgo));
    assert_eq!(roll(&rolls("7", &[300], (2, 2))), at("5", Step::Down, Why::LongAgo));
    let about = about(&[]);
    let history = rolls("7", &[9, 6, 4], (2, 2));
    let asked = Asked { history: &history, episode: Some(day(TODAY) - 3.days()), ..asked(&about, 60, TODAY) };
    let programme = programme(embedded(), &asked).unwrap();
    let one = programme.exercises.iter().find(|one| one.exercise.id == "knee-roll").unwrap();
    assert_eq!((one.dose.id.as_str(), one.step, one.why), ("5", Step::Down, Why::SpasmSince));
}

#[test]
fn a_rung_or_an_exercise_that_nobody_knows_changes_nothing() {
    let mut strange = rolls("5", &[7, 4, 1], (2, 2));
    strange.push(Done { rung: Some("99".to_owned()), ..strange[2].clone() });
    strange.push(Done { exercise: "headstand".to_owned(), too_much: true, ..strange[2].clone() });
    strange.push(Done { rung: None, ..strange[2].clone() });
    assert_eq!(roll(&strange), at("7", Step::Up, Why::WentWell));
    let tomorrow = Done { on: day(TODAY) + 1.day(), too_much: true, ..strange[2].clone() };
    strange.push(tomorrow);
    assert_eq!(roll(&strange), at("7", Step::Up, Why::WentWell), "what a clock that was ahead wrote has not happened");
}

fn walk(history: &[Done]) -> (String, Step, u32) {
    let about = about(&[]);
    let asked = Asked { history, ..asked(&about, 60, TODAY) };
    let programme = programme(embedded(), &asked).unwrap();
    let walk = programme.walk.expect("it is due");
    (walk.level.id.clone(), walk.step, walk.minutes)
}

#[test]
fn walking_goes_up_after_its_weeks_with_one_miss_a_week() {
    let walks =
        |ago: &[i64]| -> Vec<Done> { ago.iter().map(|ago| walked("1", day(TODAY) - ago.days(), 5, (1, 1))).collect() };
    assert_eq!(walk(&[]), ("1".to_owned(), Step::Start, 5));
    assert_eq!(walk(&walks(&[14, 11, 8, 4])), ("2".to_owned(), Step::Up, 8));
    assert_eq!(walk(&walks(&[13, 11, 8, 4])).1, Step::Stay, "two weeks are not over");
    assert_eq!(walk(&walks(&[14, 11, 4])).1, Step::Stay, "three walks of six are too few");
    let mut short = walks(&[14, 11, 8, 4]);
    short[3].seconds = Some(200);
    assert_eq!(walk(&short).1, Step::Stay);
    short.push(Done { seconds: Some(100), ..short[3].clone() });
    assert_eq!(walk(&short).1, Step::Up, "two short walks of a day are one");
}

#[test]
fn the_walk_of_the_sixth_month_is_half_an_hour_on_five_days() {
    let plan = &embedded().walking;
    let last = plan.levels.last().unwrap();
    assert_eq!((last.days, last.minutes), (5, 30));
    let before: u32 = plan.levels[..plan.levels.len() - 1].iter().map(|level| level.weeks).sum();
    assert!((22..=26).contains(&before), "it is reached after {before} weeks");
}

#[test]
fn who_is_no_better_after_two_weeks_is_told_to_ask() {
    let about = about(&[]);
    let ask = |pains: [(i64, u8); 2]| {
        let history: Vec<Done> =
            pains.map(|(ago, pain)| done("knee-roll", "5", day(TODAY) - ago.days(), (pain, pain))).into();
        programme(embedded(), &Asked { history: &history, ..asked(&about, 30, TODAY) }).unwrap().ask_for_help
    };
    assert!(ask([(15, 3), (1, 3)]));
    assert!(!ask([(15, 3), (1, 2)]), "it is better");
    assert!(!ask([(13, 3), (1, 3)]), "it is too early");
    assert!(!ask([(15, 0), (1, 0)]), "nothing hurts");
}
