//! For someone lying on the floor: one instruction at a time.
//!
//! The script is data ([`supple_guidance::FloorStep`]); this is the machine that walks it. It takes three answers, keeps
//! two times, and stops by itself: after an hour down, when nothing has worked for some time, and whenever it is worse.
//! Then it names the findings with which the check goes on. It never sends anyone round in circles without an end.

use crate::{Planner, Situation};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use supple_guidance::{FloorLimit, FloorStep, Mobility, Relief, Since, Track, Urgency};

/// Someone on the way from the floor, or waiting there for help.
///
/// ```
/// use supple_care::{Floor, FloorAnswer, Situation, Turn, embedded};
/// use supple_guidance::Urgency;
///
/// let start = "2026-11-22T03:10:00Z".parse().unwrap();
/// let mut floor = Floor::start(embedded(), &Situation::default(), Urgency::SameDay, start).unwrap();
/// assert_eq!(floor.instruction().id, "tell-by-voice", "help comes first");
/// let Turn::Do(next) = floor.next(FloorAnswer::Done, start) else { panic!() };
/// assert_eq!(next.id, "breathe");
///
/// // An hour on the floor is a warning sign by itself.
/// let later = "2026-11-22T04:10:00Z".parse().unwrap();
/// let Turn::Check(limit) = floor.next(FloorAnswer::NotYet, later) else { panic!() };
/// assert_eq!(limit.findings, ["stuck", "stuck-over-an-hour"]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Floor<'g> {
    relief: &'g Relief,
    at: &'g FloorStep,
    down_since: Timestamp,
    progress: Timestamp,
}

/// What the person says to an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FloorAnswer {
    /// It worked.
    Done,
    /// It did not, or not yet.
    NotYet,
    /// It got worse, or something new came up.
    Worse,
}

/// What comes next on the floor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Turn<'g> {
    /// This instruction.
    Do(&'g FloorStep),
    /// Back to the check, with these findings answered with yes.
    Check(&'g FloorLimit),
    /// The person is up, or help is there.
    Over(Track),
}

/// Where someone is in the script: all that is needed to go on later, for instance in a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FloorState {
    /// The id of the instruction.
    pub at: String,
    /// Since when the person is down.
    pub down_since: Timestamp,
    /// When something last worked.
    pub progress: Timestamp,
}

/// Why the script cannot go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FloorError {
    /// The guidance has no script.
    #[error("there is no floor script in this guidance")]
    NoScript,
    /// No instruction has this id.
    #[error("there is no instruction \"{0}\"")]
    UnknownInstruction(String),
}

impl<'g> Floor<'g> {
    /// Begins with how to reach help, by voice, by phone or through who is there. In an emergency the script then only
    /// waits with the person; nothing moves the back.
    ///
    /// The hour counts from [`Situation::down_since`], or from now where that is not known or still to come.
    ///
    /// # Errors
    /// If the guidance has no script; the build makes sure that the embedded one has.
    pub fn start(
        planner: &Planner<'g>,
        situation: &Situation,
        urgency: Urgency,
        now: Timestamp,
    ) -> Result<Floor<'g>, FloorError> {
        let relief = planner.relief();
        let track = Track::of(urgency);
        let fits = |step: &&FloorStep| {
            step.start
                && step.track == track
                && step.at_hand.iter().all(|thing| situation.at_hand.contains(thing))
                && step.alone.is_none_or(|alone| situation.alone == Some(alone))
        };
        let at = relief.floor.iter().find(fits).ok_or(FloorError::NoScript)?;
        let down_since = situation.down_since.unwrap_or(now).min(now);
        Ok(Floor { relief, at, down_since, progress: now })
    }

    /// Goes on where someone was.
    ///
    /// # Errors
    /// If there is no such instruction, as after a change of the script.
    pub fn resume(planner: &Planner<'g>, state: &FloorState) -> Result<Floor<'g>, FloorError> {
        let relief = planner.relief();
        let at = find(relief, &state.at).ok_or_else(|| FloorError::UnknownInstruction(state.at.clone()))?;
        Ok(Floor { relief, at, down_since: state.down_since, progress: state.progress })
    }

    /// Where the person is, to go on later.
    pub fn state(&self) -> FloorState {
        FloorState { at: self.at.id.clone(), down_since: self.down_since, progress: self.progress }
    }

    /// The instruction to show.
    pub fn instruction(&self) -> &'g FloorStep {
        self.at
    }

    /// The limit that has run out at this time, the most urgent first. Nothing while one waits for help in an emergency
    /// (there is no more urgent place to go), and nothing once the person sits or stands.
    pub fn due(&self, now: Timestamp) -> Option<&'g FloorLimit> {
        let counts = |limit: &&FloorLimit| self.runs_out(limit).is_some_and(|at| at <= now);
        self.relief.floor_limits.iter().filter(counts).max_by_key(|limit| limit.minutes)
    }

    /// When the next limit runs out, if one counts.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.relief.floor_limits.iter().filter_map(|limit| self.runs_out(limit)).min()
    }

    /// The same, of the limits that run out after this time: for someone who has met one and is still there.
    pub fn deadline_after(&self, now: Timestamp) -> Option<Timestamp> {
        self.relief.floor_limits.iter().filter_map(|limit| self.runs_out(limit)).filter(|at| *at > now).min()
    }

    fn runs_out(&self, limit: &FloorLimit) -> Option<Timestamp> {
        let since = match limit.since {
            Since::Lying => self.down_since,
            Since::Progress => self.progress,
            Since::Worse => return None,
        };
        let counts = self.at.track == Track::Rise && self.at.needs < Mobility::CanStand;
        counts.then(|| since + SignedDuration::from_mins(limit.minutes.into()))
    }

    /// What comes next after this answer at this time.
    pub fn next(&mut self, answer: FloorAnswer, now: Timestamp) -> Turn<'g> {
        if answer == FloorAnswer::Worse {
            return self.due(now).map_or_else(|| self.worse(), Turn::Check);
        }
        if answer == FloorAnswer::Done {
            let Some(done) = &self.at.done else { return Turn::Over(self.at.track) };
            if self.at.progress {
                self.progress = self.progress.max(now);
            }
            self.go(done);
        } else {
            self.go(&self.at.not_yet);
        }
        self.due(now).map_or(Turn::Do(self.at), Turn::Check)
    }

    /// Worse sends to the check. While one waits for help in an emergency, it sends to calling again instead.
    fn worse(&mut self) -> Turn<'g> {
        let limit = self.relief.floor_limits.iter().find(|limit| limit.since == Since::Worse);
        match limit.filter(|_| self.at.track == Track::Rise) {
            Some(limit) => Turn::Check(limit),
            None => {
                // The last start of a track fits everyone: the build demands one.
                let again = self.relief.floor.iter().rfind(|step| step.start && step.track == self.at.track);
                self.at = again.unwrap_or(self.at);
                Turn::Do(self.at)
            }
        }
    }

    fn go(&mut self, id: &str) {
        self.at = find(self.relief, id).unwrap_or(self.at);
    }
}

fn find<'g>(relief: &'g Relief, id: &str) -> Option<&'g FloorStep> {
    relief.floor.iter().find(|step| step.id == id)
}
