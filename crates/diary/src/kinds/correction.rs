//! A correction.

use crate::draft::Draft;
use crate::kinds::field::kind;
use uuid::Uuid;

kind! {
    /// Other content in place of an earlier entry's. The latest correction of an entry wins.
    Correction since 1 {
        /// The id of the entry. Naming a correction means the entry that it corrects.
        of: Uuid,
        /// What it should have said. This cannot be a correction or a removal itself.
        entry: Box<Draft>,
    }
}
