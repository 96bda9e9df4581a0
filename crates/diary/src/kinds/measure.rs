//! A measure: something done for relief.

use crate::kinds::field::kind;
use crate::label::Label;
use crate::timer::Timer;
use crate::values::{Level, Prose, Seconds};

kind! {
    /// Something done for relief, with the pain before and after.
    Measure since 1 {
        /// What: the id of a measure, or the person's own word.
        what: Label,
        /// How long.
        [default] seconds unit "s" typed "for": Option<Seconds>,
        /// Pain before.
        [default] before: Option<Level>,
        /// Pain after.
        [default] after: Option<Level>,
        /// Whether it helped.
        [default] helped: Option<bool>,
        /// Anything else.
        [default] note: Option<Prose>,
        /// The timer that it was done by. Since schema 2.
        [default] timer since 2: Option<Timer>,
    }
}
