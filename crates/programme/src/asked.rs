//! What a programme is made from.

use jiff::civil::Date;
use std::collections::BTreeSet;
use supple_care::About;
use supple_care::moment::start::State;
use supple_guidance::Urgency;
use supple_guidance::exercise::{Need, Setting};

/// What is known for the programme of a day.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// What the person said about themselves.
    pub about: &'a About,
    /// What a check that still counts says; `None` where there is none.
    pub urgency: Option<Urgency>,
    /// Where the person stands since the last spasm.
    pub phase: Phase,
    /// The rung of the way back to activity that was reached, by its id.
    pub rung: Option<&'a str>,
    /// The day on which the last episode began, if one is known.
    pub episode: Option<Date>,
    /// Where it is to be done; `None` means anywhere.
    pub place: Option<Setting>,
    /// What hurts.
    pub hurts: &'a BTreeSet<Need>,
    /// The ids of the exercises that the person put aside, in favour of others.
    pub put_aside: &'a BTreeSet<String>,
    /// Whether it is a bad day.
    pub bad_day: bool,
    /// How much time there is, in minutes.
    pub minutes: u32,
    /// What was practised, the oldest first.
    pub history: &'a [Done],
    /// The person's own day.
    pub today: Date,
}

static NOTHING: BTreeSet<String> = BTreeSet::new();

impl<'a> Asked<'a> {
    /// Someone who is well, with no check and nothing practised yet.
    pub fn well(about: &'a About, hurts: &'a BTreeSet<Need>, minutes: u32, today: Date) -> Asked<'a> {
        Asked {
            about,
            urgency: None,
            phase: Phase::Well,
            rung: None,
            episode: None,
            place: None,
            hurts,
            put_aside: &NOTHING,
            bad_day: false,
            minutes,
            history: &[],
            today,
        }
    }
}

/// Where someone stands since the last spasm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// In a spasm, or down.
    Spasm,
    /// In an episode.
    Episode,
    /// Over it, for days.
    Recovered,
    /// Well, as far as is known.
    Well,
}

impl From<&State<'_>> for Phase {
    fn from(state: &State<'_>) -> Phase {
        match state {
            State::Down | State::Spasm(_) => Phase::Spasm,
            State::Episode { .. } => Phase::Episode,
            State::Recovered { .. } => Phase::Recovered,
            State::Well { .. } | State::New => Phase::Well,
        }
    }
}

/// An exercise or a walk that was done, as the diary tells it. What is absent was not said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The person's day.
    pub on: Date,
    /// The id of the exercise, or of the walking plan.
    pub exercise: String,
    /// The id of the rung, or of the level.
    pub rung: Option<String>,
    /// How many sets; not said counts as one.
    pub sets: Option<u32>,
    /// How often in a set.
    pub repetitions: Option<u32>,
    /// How long in all, in seconds.
    pub seconds: Option<u32>,
    /// Pain before, 0 to 10.
    pub before: Option<u8>,
    /// Pain after, 0 to 10.
    pub after: Option<u8>,
    /// Whether it was too much.
    pub too_much: bool,
}

/// Whole days from one day to another; 0 where it is none or the other way round.
pub(crate) fn days(from: Date, to: Date) -> u32 {
    from.until(to).ok().and_then(|span| u32::try_from(span.get_days()).ok()).unwrap_or(0)
}
