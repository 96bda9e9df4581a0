//! An exposure: what might set a spasm off.

use crate::kinds::field::kind;
use crate::label::Label;
use crate::moment::Moment;
use crate::values::{Amount, Words};

kind! {
    /// Something that might set a spasm off, done or not done. Happened-at is when it began.
    Exposure since 1 {
        /// What: the id of an exposure, or the person's own word.
        what: Label,
        /// Whether it was so.
        present: bool,
        /// How much, in `unit`.
        [default] amount asked "How much?": Option<Amount>,
        /// The unit of `amount`, such as kg.
        [default] unit asked "In which unit, such as kg?": Option<Words>,
        /// When it ended.
        [default] until: Option<Moment>,
    }
}
