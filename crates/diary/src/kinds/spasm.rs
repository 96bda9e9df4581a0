//! A spasm.

use crate::kinds::field::kind;
use crate::region::Regions;
use crate::values::{Level, Named, Prose, Seconds, Words};

kind! {
    /// One contraction, seconds to hours. Happened-at is when it began.
    #[derive(Default)]
    Spasm since 1 {
        /// How strong.
        [default] intensity: Option<Level>,
        /// Where.
        [default] regions as "where": Regions,
        /// How long.
        [default] seconds unit "s" typed "for": Option<Seconds>,
        /// What the person was doing.
        [default] doing asked "What were you doing?": Option<Words>,
        /// What came with it or did not, by the id of a finding or in the person's own word.
        [default] came_with: Named<bool>,
        /// Whether the back had already felt wrong before it, hours or a day or two: then what was done since may answer that.
        [default] felt_wrong since 5 typed "felt-wrong" asked "Had your back already felt wrong?": Option<bool>,
        /// Anything else.
        [default] note: Option<Prose>,
    }
}
