//! The way back to activity: which rung one is on, whether one may go up, and when to go a step back.
//!
//! A criterion is met only by a clear yes or a number that fits. What is not known keeps one from going up, but never
//! sends one back.

mod known;
mod step;

pub use known::ActivityKnown;
pub use step::{REST, StepRefused, take_step};

use std::collections::BTreeMap;
use supple_guidance::Guidance;
use supple_guidance::activity::{Criterion as Known, Measure, Rung, Stuck};
use supple_triage::Answer;

/// What is known of the person's way back. Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The id of the highest rung reached; `None`: none yet.
    pub reached: Option<String>,
    /// Whole days since the episode began.
    pub days: Option<u32>,
    /// Pain now, 0 to 10.
    pub pain: Option<u8>,
    /// Pain before this rung, 0 to 10.
    pub pain_before: Option<u8>,
    /// Answers to the criteria that are asked, by their id. A number or an option counts as not answered.
    pub answers: BTreeMap<String, Answer>,
}

/// Where one stands, and where to go.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity<'g> {
    /// The rung one is on; `None`: none yet.
    pub rung: Option<&'g Rung>,
    /// What comes before everything else: the check for warning signs, if it was not done or found something.
    pub first: Option<&'g Known>,
    /// The rung above, if all that must be so before it is met.
    pub next: Option<&'g Rung>,
    /// The rung to go back to, if something was lost that must stay so: `Some(None)` is rest, below the first rung.
    pub back: Option<Option<&'g Rung>>,
    /// Why: each criterion that decides, in order.
    pub why: Vec<Criterion<'g>>,
    /// Reasons to see a doctor about slow progress.
    pub stuck: Vec<&'g Stuck>,
}

/// A criterion, and how it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion<'g> {
    /// The criterion.
    pub known: &'g Known,
    /// How it stands.
    pub standing: Standing,
    /// Whether it must stay so on the present rung; otherwise it must be so before the next one.
    pub stay: bool,
}

/// How a criterion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is met.
    Met,
    /// It is clearly not met.
    Unmet,
    /// It is not known.
    Open,
}

/// Where someone stands on the way back, and what comes next.
///
/// A rung that the guidance does not know counts as none reached.
///
/// ```
/// use supple_care::{State, activity};
/// let back_at_sport = State { reached: Some("sport".to_owned()), pain: Some(1), ..State::default() };
/// let activity = activity(supple_guidance::embedded(), &back_at_sport);
/// assert_eq!(activity.next, None, "contact sport waits for the end of all symptoms");
/// ```
pub fn activity<'g>(guidance: &'g Guidance, state: &State) -> Activity<'g> {
    let ladder = &guidance.ladder;
    let place = state.reached.as_ref().and_then(|id| ladder.place(id));
    let rung = place.and_then(|place| ladder.rungs.get(place));
    let above = ladder.rungs.get(place.map_or(0, |place| place + 1));
    let judge = |id: &String, stay| {
        let known = ladder.criterion(id)?;
        Some(Criterion { known, standing: standing(known, state), stay })
    };
    let stays: Vec<Criterion<'g>> = rung.iter().flat_map(|rung| &rung.stay).filter_map(|id| judge(id, true)).collect();
    let enters: Vec<Criterion<'g>> =
        above.iter().flat_map(|rung| &rung.enter).filter_map(|id| judge(id, false)).collect();

    let all = || enters.iter().chain(&stays);
    let first = all().find(|criterion| criterion.known.first && criterion.standing != Standing::Met);
    let first = first.map(|criterion| criterion.known);
    let lost = stays.iter().any(|criterion| criterion.standing == Standing::Unmet);
    let below = place.and_then(|place| place.checked_sub(1)).and_then(|place| ladder.rungs.get(place));
    let back = (lost && rung.is_some()).then_some(below);
    // Going up needs what the next rung asks for, and what this one must not have lost.
    let ready = above.is_some() && all().all(|criterion| criterion.standing == Standing::Met);
    let next = above.filter(|_| ready);
    let is_below = |stuck: &&Stuck| ladder.place(&stuck.below).is_some_and(|limit| place.is_none_or(|at| at < limit));
    let is_long = |stuck: &&Stuck| state.days.is_some_and(|days| days > stuck.days);
    let stuck = ladder.stuck.iter().filter(is_below).filter(is_long).collect();
    Activity { rung, first, next, back, why: stays.into_iter().chain(enters).collect(), stuck }
}

fn standing(criterion: &Known, state: &State) -> Standing {
    let met = match criterion.test {
        Measure::Yes => match state.answers.get(&criterion.id) {
            Some(Answer::Yes) => Some(true),
            Some(Answer::No) => Some(false),
            _ => None,
        },
        Measure::NoPain => state.pain.map(|pain| pain == 0),
        Measure::PainRiseBelow(points) => match (state.pain, state.pain_before) {
            (Some(now), Some(before)) => Some(now < before.saturating_add(points)),
            // With no pain at all there is no rise, whatever it was before.
            (Some(0), None) => Some(true),
            _ => None,
        },
    };
    match met {
        Some(true) => Standing::Met,
        Some(false) => Standing::Unmet,
        None => Standing::Open,
    }
}
