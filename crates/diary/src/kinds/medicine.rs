//! A medicine taken.

use crate::kinds::field::kind;
use crate::values::{Amount, Prose, Words};

kind! {
    /// A medicine taken.
    Medicine since 1 {
        /// Product or substance, as the person says it.
        what asked "Which, as it says on the pack?": Words,
        /// The substance, where it is known.
        [default] substance: Option<Words>,
        /// How much of the substance, in milligrams, all units together.
        [default] milligrams unit "mg" typed "mg": Option<Amount>,
        /// How many tablets, drops, patches.
        [default] units: Option<Amount>,
        /// Anything else.
        [default] note: Option<Prose>,
    }
}
