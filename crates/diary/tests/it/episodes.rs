//! Where episodes begin and end, to the second, and what belongs to them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use supple_diary::testing::{Keeper, pain};
use supple_diary::{Diary, EpisodeMark, EpisodeState, Moment, Phase, Seconds, Spasm};

const ONSET: EpisodeMark = EpisodeMark { phase: Phase::Onset };

fn at(time: &str) -> jiff::Timestamp {
    Moment::parse(time).unwrap().at()
}

/// A spasm that was over after ten seconds.
fn short() -> Spasm {
    Spasm { seconds: Some(Seconds::new(10).unwrap()), ..Spasm::default() }
}

/// The levels in the course of pain of an episode.
fn course(diary: &Diary, episode: usize) -> Vec<u32> {
    diary.pains()[diary.episodes()[episode].pains.clone()].iter().map(|pain| pain.level.get()).collect()
}

#[test]
fn one_spasm_of_unknown_length_leaves_its_bout_open_whatever_comes_after_it() {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T08:00:00Z", Spasm::default());
    keeper.say("2026-03-01T08:30:00Z", short());
    let diary = keeper.diary();
    assert!(!diary.bouts()[0].is_end_known);
    assert_eq!(diary.episodes()[0].state(at("2026-03-02T08:00:00Z")), EpisodeState::Open, "nobody said that it let go");
}

#[test]
fn what_goes_on_when_someone_names_it_goes_on_from_where_it_began() {
    // Its length is not known, so that it may go on: the tap of two days later is about it.
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T08:00:00Z", Spasm::default());
    keeper.say("2026-03-03T08:00:00Z", ONSET);
    assert_eq!(keeper.diary().episodes()[0].since.at(), at("2026-03-01T08:00:00Z"));
    // It was over after seconds, and the tap came within the same bout.
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T08:00:00Z", short());
    keeper.say("2026-03-01T09:59:59Z", ONSET);
    assert_eq!(keeper.diary().episodes()[0].since.at(), at("2026-03-01T08:00:00Z"));
    // A second tap moves nothing.
    keeper.say("2026-03-05T08:00:00Z", ONSET);
    assert_eq!(keeper.diary().episodes()[0].since.at(), at("2026-03-01T08:00:00Z"));
    // It was over two hours before the tap.
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T08:00:00Z", short());
    keeper.say("2026-03-01T10:00:00Z", ONSET);
    assert_eq!(keeper.diary().episodes()[0].since.at(), at("2026-03-01T10:00:00Z"));
}

#[test]
fn fourteen_days_count_from_the_last_onset_that_someone_named() {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T08:00:00Z", Spasm::default());
    keeper.say("2026-03-10T08:00:00Z", ONSET);
    keeper.say("2026-03-20T08:00:00Z", Spasm::default());
    assert_eq!(keeper.diary().episodes().len(), 1, "ten days after the onset");
    // One that is written down later, of an earlier time, takes nothing back.
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-10T08:00:00Z", Spasm::default());
    keeper.say("2026-03-10T09:30:00Z", Spasm::default());
    keeper.say("2026-03-10T08:30:00Z", ONSET);
    keeper.say("2026-03-24T09:00:00Z", Spasm::default());
    assert_eq!(keeper.diary().episodes().len(), 1, "half an hour less than fourteen days after the last spasm");
}

#[test]
fn of_two_signs_at_one_time_the_first_says_on_which_clock_it_was() {
    let mut keeper = Keeper::new(1);
    let berlin = "2026-03-01T09:00:00+01:00[Europe/Berlin]";
    keeper.say(berlin, Spasm::default());
    keeper.say("2026-03-01T08:00:00+00:00[Europe/London]", ONSET);
    let unsaid = EpisodeState::Unsaid(Moment::parse(berlin).unwrap());
    assert_eq!(keeper.diary().episodes()[0].state(at("2026-04-01T08:00:00Z")), unsaid);
    keeper.say("2026-04-02T08:00:00Z", Spasm::default());
    let diary = keeper.diary();
    assert_eq!(diary.episodes().len(), 2);
    assert_eq!(diary.episodes()[0].ending, supple_diary::Ending::Unsaid(Moment::parse(berlin).unwrap()));
}

#[test]
fn pain_belongs_to_an_episode_from_its_onset_on_and_for_fourteen_days_after_its_last_sign() {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T07:59:59Z", pain(1));
    keeper.say("2026-03-01T08:00:00Z", Spasm::default());
    keeper.say("2026-03-01T08:00:00Z", pain(2));
    keeper.say("2026-03-15T07:59:59Z", pain(3));
    keeper.say("2026-03-15T08:00:00Z", pain(4));
    keeper.say("2026-04-01T08:00:00Z", Spasm::default());
    keeper.say("2026-04-01T09:00:00Z", pain(5));
    let diary = keeper.diary();
    assert_eq!((course(&diary, 0), course(&diary, 1)), (vec![2, 3], vec![5]));
}

#[test]
fn pain_that_comes_when_an_episode_is_over_does_not_open_it_again() {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T08:00:00Z", ONSET);
    let state = |keeper: &Keeper, now: &str| keeper.diary().episodes()[0].state(at(now));
    keeper.say("2026-03-15T08:00:00Z", pain(3));
    assert_ne!(state(&keeper, "2026-03-15T09:00:00Z"), EpisodeState::Open);
    keeper.say("2026-03-15T07:59:59Z", pain(3));
    assert_eq!(state(&keeper, "2026-03-15T09:00:00Z"), EpisodeState::Open, "a second before it was over");
}
