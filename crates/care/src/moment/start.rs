//! What stands first when someone opens Supple: a pure function of the diary and the time.
//!
//! The states are in the order of how much someone needs help, and the first that fits holds. A state is what the diary
//! says, never a guess: where nothing says that a spasm let go, it may still hold.

use crate::Spasm as SpasmNow;
use crate::moment::floor_run::{Standing, standing};
use crate::moment::said::{Said, said};
use crate::validity::{length, windows};
use crate::{Checked, checked};
use jiff::Timestamp;
use supple_diary::{Diary, EpisodeState, Item, KindName, Spasm};
use supple_guidance::{Mobility, Urgency};

/// What the start is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Start<'d> {
    /// A check of the last day that found an emergency. It stands above everything, in every state.
    pub emergency: Option<Checked>,
    /// The state that the person is in.
    pub state: State<'d>,
}

/// The state that someone is in, as far as the diary says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State<'d> {
    /// Down: on the way up from the floor, or said to be unable to get up.
    Down,
    /// In a spasm: this one was stored within hours, and nobody said that it let go.
    Spasm(&'d Item),
    /// In an episode.
    Episode {
        /// Since when.
        since: Timestamp,
    },
    /// Over it for no more than two weeks.
    Recovered {
        /// Since when, or the onset of the last spasm, if each let go by itself.
        since: Timestamp,
    },
    /// Well, as far as is known.
    Well {
        /// When the last spasm began, if one was ever stored.
        last: Option<Timestamp>,
    },
    /// Nothing was ever written that says how the person is.
    New,
}

/// What stands first at this time.
pub fn start(diary: &Diary, now: Timestamp) -> Start<'_> {
    let emergency = checked(diary, now).filter(|checked| checked.verdict.urgency == Urgency::Emergency);
    Start { emergency, state: state(diary, now) }
}

fn state(diary: &Diary, now: Timestamp) -> State<'_> {
    let said = said(diary, now);
    let is_stuck = said.as_ref().is_some_and(|said| {
        matches!(said.situation.mobility, Some(Mobility::CannotMove | Mobility::CanTurn)) && !is_over(said)
    });
    if is_stuck || matches!(standing(diary, now), Standing::Going(_)) {
        return State::Down;
    }
    if let Some(spasm) = holding(diary, said.as_ref(), now) {
        return State::Spasm(spasm);
    }
    if let Some(episode) = diary.open_episode(now) {
        return State::Episode { since: episode.since.at().min(now) };
    }
    // Help was asked for, and no spasm was ever stored: that is an episode all the same.
    if let Some(said) = said.filter(|said| !is_over(said)) {
        return State::Episode { since: said.situation.onset.unwrap_or(said.at).min(said.at) };
    }
    if let Some(since) = recovered(diary, now) {
        return State::Recovered { since };
    }
    if diary.items().iter().all(|item| says_nothing(item.name())) && diary.newer().is_empty() {
        return State::New;
    }
    State::Well { last: diary.latest::<Spasm>(now).map(|(item, _)| item.happened().at()) }
}

fn is_over(said: &Said) -> bool {
    said.situation.spasm == Some(SpasmNow::Over)
}

/// The newest spasm, if it may still hold: nobody said how long it took, that it was over, or that they had recovered.
fn holding<'d>(diary: &'d Diary, said: Option<&Said>, now: Timestamp) -> Option<&'d Item> {
    let (item, spasm) = diary.latest::<Spasm>(now)?;
    let began = item.happened().at();
    let has_ended =
        spasm.seconds.is_some_and(|seconds| now.duration_since(began).as_secs() >= i64::from(seconds.get()));
    let is_near = now.duration_since(began) < length(&windows().in_spasm);
    let is_called_over = said.is_some_and(is_over)
        || diary.episodes().iter().any(
            |episode| matches!(episode.state(now), EpisodeState::Recovered(at) if at.at() >= began && at.at() <= now),
        );
    (is_near && !has_ended && !is_called_over).then_some(item)
}

/// When the last episode ended, if that is not long ago.
fn recovered(diary: &Diary, now: Timestamp) -> Option<Timestamp> {
    let ends = diary.episodes().iter().filter_map(|episode| match episode.state(now) {
        EpisodeState::Recovered(at) | EpisodeState::Passed(at) => Some(at.at()),
        EpisodeState::Open | EpisodeState::Unsaid(_) => None,
    });
    ends.filter(|at| *at <= now && now.duration_since(*at) <= length(&windows().just_recovered)).max()
}

/// Whether a kind says nothing of how someone is: about the person, or a look at what may be.
fn says_nothing(kind: KindName) -> bool {
    kind.is_of_a_trial()
        || kind.is_of_a_reminder()
        || matches!(kind, KindName::Profile | KindName::Check | KindName::Plan | KindName::Measure)
}
