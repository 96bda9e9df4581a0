//! A note.

use crate::kinds::field::kind;
use crate::values::Prose;

kind! {
    /// Free words.
    #[derive(Eq)]
    Note since 1 {
        /// The words.
        text: Prose,
    }
}
