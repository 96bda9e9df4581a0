//! The moment of a person: what was said of it holds for its time and no longer, and late doses and second checks are
//! judged in one place.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp, Zoned};
use supple_care::moment::{self, clock, review, timers};
use supple_care::{Situation, embedded};
use supple_diary::testing::{Keeper, some_words};
use supple_diary::{Amount, Check, Diary, EpisodeMark, Medicine, Object, Phase, Plan, Profile, Region, Regions, Spasm};
use supple_guidance::validity::Window;
use supple_guidance::{Part, StepKind};
use supple_triage::Answers;

const SAID: &str = "2026-11-22T03:10:00+01:00[Europe/Berlin]";

fn at(text: &str) -> Timestamp {
    text.parse::<Zoned>().unwrap().timestamp()
}

fn hours(window: &Window) -> SignedDuration {
    SignedDuration::from_hours(window.hours.into())
}

fn plan(situation: &str) -> Plan {
    Plan { situation: Object::new(situation).unwrap(), urgency: some_words("same-day"), steps: Vec::new() }
}

fn situation(text: &str) -> Situation {
    Situation::from_json(embedded(), text).unwrap()
}

#[test]
fn what_was_said_holds_for_its_time_and_what_lasts_is_remembered_after_it() {
    let mut keeper = Keeper::new(1);
    keeper.say(SAID, plan(r#"{"mobility": "can-turn", "cautions": {"poor-circulation": true, "sleepy": true}}"#));
    let (diary, said) = (keeper.diary(), at(SAID));
    let windows = &supple_guidance::embedded().validity.window;
    let last = said + hours(&windows.situation);
    let moment = SignedDuration::from_nanos(1);
    assert_eq!(moment::said(&diary, last).unwrap().situation.mobility, Some(supple_guidance::Mobility::CanTurn));
    assert_eq!(moment::said(&diary, last + moment), None);
    let lasting = situation(r#"{"cautions": {"poor-circulation": true}}"#);
    assert_eq!(moment::so_far(&diary, last + moment), lasting);
    assert_eq!(moment::so_far(&diary, said + hours(&windows.lasting_caution)), lasting);
    assert_eq!(moment::so_far(&diary, said + hours(&windows.lasting_caution) + moment), Situation::default());
}

#[test]
fn the_body_that_speaks_again_ends_what_was_said() {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-11-22T01:10:00+01:00[Europe/Berlin]", plan(r#"{"spasm": "over"}"#));
    let regions = Regions::from_iter([Region::LowLeft, Region::ThighLeft]);
    keeper.say(SAID, Spasm { regions, ..Spasm::default() });
    let (diary, now) = (keeper.diary(), at("2026-11-22T03:11:00+01:00[Europe/Berlin]"));
    assert!(moment::said(&diary, at(SAID) - SignedDuration::from_mins(1)).is_some());
    assert_eq!(moment::said(&diary, now), None);
    let known = moment::so_far(&diary, now);
    assert_eq!((known.spasm, known.parts.into_iter().collect::<Vec<_>>()), (None, vec![Part::Low]));
}

#[test]
fn the_onset_is_that_of_the_open_episode_within_its_time() {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-11-12T08:00:00+01:00[Europe/Berlin]", EpisodeMark { phase: Phase::Onset });
    keeper.say(SAID, Spasm::default());
    let (diary, now) = (keeper.diary(), at(SAID));
    assert_eq!(moment::onset(&diary, now), Some(at("2026-11-12T08:00:00+01:00[Europe/Berlin]")));
    let later = at("2026-11-27T08:00:00+01:00[Europe/Berlin]");
    assert_eq!(moment::onset(&diary, later), Some(at(SAID)), "an episode of more than two weeks is not of this minute");
    assert_eq!(moment::onset(&Diary::default(), now), None);
}

#[test]
fn what_is_said_now_comes_on_top_and_counts_from_now() {
    let mut keeper = Keeper::new(1);
    keeper.say(SAID, plan(r#"{"mobility": "can-turn", "at-hand": ["heat"]}"#));
    let (diary, now) = (keeper.diary(), at(SAID) + SignedDuration::from_hours(1));
    let quiet = moment::situation(&diary, None, now);
    assert_eq!((quiet.situation, quiet.at), (situation(r#"{"mobility": "can-turn", "at-hand": ["heat"]}"#), at(SAID)));
    let spoken = moment::situation(&diary, Some(situation(r#"{"mobility": "can-stand"}"#)), now);
    assert_eq!((spoken.situation, spoken.at), (situation(r#"{"mobility": "can-stand", "at-hand": ["heat"]}"#), now));
}

#[test]
fn the_same_answers_are_one_check_for_an_hour() {
    let triage = supple_triage::embedded();
    let mut answers = Answers::none_yet(triage);
    answers.assume_no(triage);
    let check = moment::check::entry(&answers, &triage.verdict(&answers)).unwrap();
    let other = Check { rules: vec![some_words("fever")], ..check.clone() };
    let mut keeper = Keeper::new(1);
    let id = keeper.say(SAID, check.clone());
    let (diary, hour) = (keeper.diary(), hours(&supple_guidance::embedded().validity.window.same_check));
    let twin = |check, at| moment::check::twin(&diary, check, at).map(supple_diary::Item::id);
    assert_eq!(twin(&check, at(SAID) + hour - SignedDuration::from_nanos(1)), Some(id));
    assert_eq!(twin(&check, at(SAID) + hour), None);
    assert_eq!(twin(&other, at(SAID)), None);
}

#[test]
fn a_dose_long_past_is_judged_with_the_day_after_it_and_asks_for_nothing_now() {
    let mut keeper = Keeper::new(1);
    let milligrams = Some(Amount::new(9_000.0).unwrap());
    let what = some_words("paracetamol");
    let id = keeper.say(
        "2026-11-10T08:00:00+01:00[Europe/Berlin]",
        Medicine { what, substance: None, milligrams, units: None, note: None },
    );
    let (diary, taken) = (keeper.diary(), at("2026-11-10T08:00:00+01:00[Europe/Berlin]"));
    let told_for = hours(&supple_guidance::embedded().validity.window.passed_limit);
    let beside = |now: Timestamp| {
        let today = clock::on_clock(now, "Europe/Berlin").date();
        review::beside(&diary, diary.get(id).unwrap(), today, now).unwrap()
    };
    assert!(beside(taken + told_for).is_recent);
    let recent = beside(taken + SignedDuration::from_hours(2));
    assert!(recent.is_recent && !recent.guard.too_much.is_empty() && !recent.open_questions().is_empty());
    let late = beside(taken + told_for + SignedDuration::from_nanos(1));
    assert!(!late.is_recent && late.is_against() && !late.guard.stops.is_empty(), "the limit is told");
    assert!(late.guard.too_much.is_empty() && late.open_questions().is_empty(), "nothing is to be done now");
}

#[test]
fn the_clock_is_the_persons_own_then_that_of_the_machine() {
    let with = |zone: &str| {
        let mut keeper = Keeper::new(1);
        keeper.say(SAID, Profile { zone: Some(some_words(zone)), ..Profile::default() });
        keeper.diary()
    };
    assert_eq!(clock::zone(&with("Asia/Kathmandu"), "Europe/Berlin"), "Asia/Kathmandu");
    assert_eq!(clock::zone(&with("Mars/Olympus"), "Europe/Berlin"), "Europe/Berlin");
    assert_eq!(clock::zone(&Diary::default(), "Mars/Olympus"), "UTC");
}

#[test]
fn heat_cold_and_baths_work_on_the_skin_and_nothing_else_does() {
    let on_skin: Vec<StepKind> = StepKind::ALL.into_iter().filter(|kind| timers::is_on_skin(*kind)).collect();
    assert_eq!(on_skin, [StepKind::Heat, StepKind::Cold, StepKind::Bath]);
}
