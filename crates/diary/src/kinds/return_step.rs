//! A step of the return to activity.

use crate::kinds::Exercise;
use crate::kinds::field::kind;
use crate::label::{Id, Label};
use crate::values::{Level, Prose};

kind! {
    /// From now on someone is on this step of the return to work and sport.
    ///
    /// It is the outcome of criteria, so no form, edit, command or table writes one
    /// ([`KindName::is_decided`](crate::KindName::is_decided)).
    ReturnStep since 3 {
        /// Which: the id of a step, or `rest` below the first.
        step: Id,
        /// Pain before it.
        [default] pain: Option<Level>,
        /// Anything else.
        [default] note: Option<Prose>,
    }
}

/// What stood before the id of the step up to schema 2, where a step was an exercise of that name.
const PREFIX: &str = "way-back:";

/// The step that an exercise meant up to schema 2. Its line is kept; lengths and repetitions, which no page asked of a step,
/// stand there alone.
pub(crate) fn meant_by(exercise: &Exercise) -> Option<ReturnStep> {
    let Label::Own(what) = &exercise.what else { return None };
    let step = Id::new(what.as_str().strip_prefix(PREFIX)?).ok()?;
    Some(ReturnStep { step, pain: exercise.before, note: exercise.note.clone() })
}
