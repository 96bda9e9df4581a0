//! What comes before a trial over days: help, an episode, and what speaks against the habit.

use crate::day::{self, Said};
use crate::fit::Out;
use crate::session::{Pause, may_begin};
use crate::walk;
use jiff::Zoned;
use supple_care::moment::start::{State, start};
use supple_care::{Truth, health};
use supple_diary::Diary;
use supple_guidance::embedded;
use supple_guidance::trial::DaysOf;

/// Why a trial waits today. Nothing is asked for then, and nothing is to be left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hold {
    /// What a programme of the day would pause for, too.
    Pause(Pause<'static>),
    /// The exercise is not for this person now.
    Out(Out<'static>),
    /// The habit is not for this person, or may not be.
    NotForYou,
}

/// All reasons why a trial of this habit waits today.
pub fn holds(diary: &Diary, of: &DaysOf, now: &Zoned) -> Vec<Hold> {
    let owed = day::owed(diary, now.timestamp()).map(Pause::WarningSign);
    // An episode asks for other things, whatever step of the way back was reached.
    let episode = match start(diary, now.timestamp()).state {
        State::Down | State::Spasm(_) => Some(Pause::Spasm),
        State::Episode { .. } => Some(Pause::Episode),
        State::Recovered { .. } | State::Well { .. } | State::New => None,
    };
    let first: Vec<Hold> = owed.into_iter().chain(episode).map(Hold::Pause).collect();
    if !first.is_empty() {
        return first;
    }
    let against = match (&of.exercise, &of.habit) {
        (Some(id), _) => exercise(diary, id, now),
        (None, Some(id)) => habit(diary, id, now),
        (None, None) => Some(Hold::NotForYou),
    };
    against.into_iter().collect()
}

fn exercise(diary: &Diary, id: &str, now: &Zoned) -> Option<Hold> {
    let guidance = embedded();
    let said = Said { minutes: 60, ..Said::default() };
    if let Some(pause) = day::asked(diary, now, &said, |asked| may_begin(guidance, asked).err()) {
        return Some(Hold::Pause(pause));
    }
    let out = if id == guidance.walking.id {
        // Whether or not the plan asks for a walk today.
        day::asked(diary, now, &said, |asked| walk::open(guidance, asked).err())
    } else {
        let Some(known) = guidance.exercises.exercise(id) else { return Some(Hold::NotForYou) };
        day::one(diary, now, &said, known).err()
    };
    // That its muscles rest today says nothing of the weeks.
    let of_today = |out: &Out<'_>| matches!(out, Out::RestDay | Out::Elsewhere | Out::PutAside);
    out.filter(|out| !of_today(out)).map(Hold::Out)
}

fn habit(diary: &Diary, id: &str, now: &Zoned) -> Option<Hold> {
    let guidance = embedded();
    let Some(habit) = guidance.habits.iter().find(|habit| habit.id == id) else { return Some(Hold::NotForYou) };
    match health::about(diary, now.date()).any(guidance, &habit.not_for) {
        Truth::Yes => Some(Hold::NotForYou),
        Truth::Open { unsure, .. } if !unsure.is_empty() => Some(Hold::NotForYou),
        Truth::No | Truth::Open { .. } => None,
    }
}

/// As `supple_trial` asks it: no sign, no episode, nothing against it.
pub(super) fn facts(holds: &[Hold]) -> (bool, bool, bool) {
    let is_sign = |hold: &Hold| matches!(hold, Hold::Pause(Pause::WarningSign(_)));
    let is_episode = |hold: &Hold| matches!(hold, Hold::Pause(Pause::Spasm | Pause::Episode));
    let no_sign = !holds.iter().any(is_sign);
    let no_episode = !holds.iter().any(is_episode);
    (no_sign, no_episode, holds.iter().all(|hold| is_sign(hold) || is_episode(hold)))
}
