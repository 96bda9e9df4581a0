//! A pain level.

use crate::kinds::field::kind;
use crate::region::Regions;
use crate::values::{Level, Prose};

kind! {
    /// How much it hurts at this time.
    Pain since 1 {
        /// How much.
        level: Level,
        /// Where.
        [default] regions as "where": Regions,
        /// Anything else.
        [default] note: Option<Prose>,
    }
}
