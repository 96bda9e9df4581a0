//! A symptom.

use crate::kinds::field::kind;
use crate::label::Label;

kind! {
    /// A symptom that is there or is not.
    #[derive(Eq)]
    Symptom since 1 {
        /// Which: the id of a finding, or the person's own word.
        what: Label,
        /// Whether it is there.
        present: bool,
    }
}
