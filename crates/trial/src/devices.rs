//! Two devices that drew the same number while they were apart.

use crate::draw::Recorded;
use uuid::Uuid;

/// The draws that count, and those that do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// One for each number, in the order of numbers.
    pub draws: Vec<Recorded>,
    /// The others, in the order of numbers. Their spasms take no part.
    pub dropped: Vec<Dropped>,
}

/// A draw that does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The draw.
    pub draw: Recorded,
    /// The entry of the draw of the same number that counts.
    pub instead: Uuid,
    /// Whether the two differ in their arm, which chance alone cannot do.
    pub arms_differ: bool,
}

/// Keeps one draw for each number: the earliest; of two at one time the one whose entry has the smaller id, then the one
/// whose device has. The order of the list changes nothing, and an entry that stands in it twice counts once.
///
/// A device draws its numbers in their order, so by clocks that are right the draws that are kept are in the order of time too.
pub fn kept(stored: &[Recorded]) -> Kept {
    let mut sorted: Vec<&Recorded> = stored.iter().collect();
    sorted.sort_by_key(|draw| (draw.number, draw.at, draw.entry, draw.device, draw.baseline, draw.arm));
    sorted.dedup();
    let mut found = Kept { draws: Vec::new(), dropped: Vec::new() };
    for draw in sorted {
        match found.draws.last() {
            Some(first) if first.number == draw.number => {
                let arms_differ = first.arm != draw.arm;
                found.dropped.push(Dropped { draw: *draw, instead: first.entry, arms_differ });
            }
            _ => found.draws.push(*draw),
        }
    }
    found
}
