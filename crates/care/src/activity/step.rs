//! Going to a step: back is always open, up is what the criteria allow.

use crate::activity::{ActivityKnown, State, activity};
use supple_diary::{Id, Level, ReturnStep};
use supple_guidance::Guidance;

/// Below the first rung.
pub const REST: &str = "rest";

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepRefused {
    /// The ladder has no such step.
    #[error("it is none of the steps")]
    NoStep,
    /// What the step asks for is not met, or not known.
    #[error("what this step asks for is not met yet, or not known")]
    NotMet,
}

/// The step that someone may go to, with the answers in `state`. This is the one place that decides it.
///
/// Rest and every rung up to the present one are always open. Up it goes by one rung at a time, and only where all that it
/// asks for is met. Who has no step yet may say where they are, short of the last rung: that is reached by what it asks
/// for.
///
/// # Errors
/// Says why not.
pub fn take_step(
    guidance: &Guidance,
    known: &ActivityKnown<'_>,
    state: &State,
    to: &str,
) -> Result<ReturnStep, StepRefused> {
    let ladder = &guidance.ladder;
    if to != REST {
        let place = ladder.place(to).ok_or(StepRefused::NoStep)?;
        let at = state.reached.as_ref().and_then(|id| ladder.place(id));
        let back = at.is_some_and(|at| place <= at);
        let said = known.on.is_none() && place + 1 < ladder.rungs.len();
        let up = activity(guidance, state).next.is_some_and(|next| next.id == to);
        if !(back || said || up) {
            return Err(StepRefused::NotMet);
        }
    }
    let step = Id::new(to).map_err(|_| StepRefused::NoStep)?;
    Ok(ReturnStep { step, pain: state.pain.and_then(|pain| Level::new(pain.into()).ok()), note: None })
}
