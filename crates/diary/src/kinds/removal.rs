//! A removal.

use crate::kinds::field::kind;
use uuid::Uuid;

kind! {
    /// An earlier entry taken back. Taking back a removal restores; taking back a correction undoes it.
    #[derive(Eq)]
    Removal since 1 {
        /// The id of the entry.
        of: Uuid,
    }
}
