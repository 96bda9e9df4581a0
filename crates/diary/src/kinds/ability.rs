//! How well someone can do something that matters to them.

use crate::kinds::field::kind;
use crate::values::{Level, Prose, Words};

kind! {
    /// How well someone can do something that matters to them: their own activity, on the scale of the Patient-Specific
    /// Functional Scale.
    Ability called "Something I want to do" since 4 {
        /// What, in their own words.
        what asked "What do you want to do? A short name": Words,
        /// From 0, not at all, to 10, as well as before.
        level asked "How well can you do it now? 0 is not at all, 10 as well as before": Level,
        /// Anything else.
        [default] note asked "Anything else?": Option<Prose>,
    }
}
