//! The worlds.
//!
//! "Seen" after a source says that its abstract was read. What has no source is a judgement, and so are all numbers that
//! the comment does not name.

mod links;
mod rates;
mod records;
mod usual;

use crate::world::World;

/// All worlds.
pub fn worlds() -> Vec<World> {
    [links::worlds(), records::worlds(), rates::worlds()].concat()
}
