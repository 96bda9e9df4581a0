//! An exercise done.

use crate::kinds::field::kind;
use crate::label::Label;
use crate::values::{Level, Prose, Repetitions, Seconds};

kind! {
    /// An exercise done.
    Exercise since 1 {
        /// Which: the id of an exercise, or the person's own word.
        what: Label,
        /// How long.
        [default] seconds unit "s" typed "for": Option<Seconds>,
        /// How often.
        [default] repetitions typed "times": Option<Repetitions>,
        /// Pain before.
        [default] before: Option<Level>,
        /// Pain after.
        [default] after: Option<Level>,
        /// Anything else.
        [default] note: Option<Prose>,
    }
}
