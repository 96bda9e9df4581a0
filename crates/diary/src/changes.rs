//! What corrections and removals leave standing.
//!
//! Both name one entry, so they form trees that grow towards the entry that was first written. A removal counts unless
//! it is itself removed, and whether it is depends only on what names it. So the outermost are settled first, then what
//! they name, and so on inwards: every change is looked at once, however long the chain of undone undoings is.

use crate::entry::Entry;
use crate::kinds::{Correction, Kind, Removal};
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// The result: places refer to the list of entries that was given.
pub(crate) struct Standing {
    /// Whether an entry is taken back.
    pub(crate) removed: Vec<bool>,
    /// The correction that counts, for entries that have one.
    pub(crate) correction: BTreeMap<usize, usize>,
    /// The corrections and removals that belong to an entry, by when they were recorded.
    pub(crate) changes: BTreeMap<usize, Vec<usize>>,
    /// Changes that name an entry that is not there, or each other in a circle. They change nothing.
    pub(crate) loose: Vec<usize>,
}

/// Settles the changes among entries that are sorted by id, each id once.
pub(crate) fn settle(entries: &[&Arc<Entry>]) -> Standing {
    let targets: BTreeMap<usize, Option<usize>> = entries
        .iter()
        .enumerate()
        .filter_map(|(place, entry)| Some((place, find(entries, target(entry.kind()?)?))))
        .collect();
    let mut standing = Standing {
        removed: vec![false; entries.len()],
        correction: BTreeMap::new(),
        changes: BTreeMap::new(),
        loose: Vec::new(),
    };

    // From the outside in: a change is settled once everything that names it is.
    let mut waiting: BTreeMap<usize, usize> = targets.keys().map(|change| (*change, 0)).collect();
    for target in targets.values().flatten() {
        if let Some(count) = waiting.get_mut(target) {
            *count += 1;
        }
    }
    let mut settled: Vec<usize> = waiting.iter().filter(|(_, count)| **count == 0).map(|(change, _)| *change).collect();
    let mut next = 0;
    while let Some(change) = settled.get(next).copied() {
        next += 1;
        let Some(Some(target)) = targets.get(&change).copied() else { continue };
        if entries[change].get::<Removal>().is_some() && !standing.removed[change] {
            standing.removed[target] = true;
        }
        if let Some(count) = waiting.get_mut(&target) {
            *count -= 1;
            if *count == 0 {
                settled.push(target);
            }
        }
    }

    // From the inside out: what a change belongs to. What was never settled goes round in a circle.
    let mut belongs: BTreeMap<usize, Belongs> = BTreeMap::new();
    for change in settled.iter().rev().copied() {
        let Some(Some(target)) = targets.get(&change).copied() else { continue };
        let is_correction = entries[change].get::<Correction>().is_some();
        let found = match belongs.get(&target) {
            // A correction of a correction corrects the same entry; a correction of a removal has nothing to correct.
            Some(to) => Some(Belongs { corrects: is_correction && to.corrects, ..*to }),
            None if targets.contains_key(&target) => None,
            None => Some(Belongs { entry: target, corrects: is_correction }),
        };
        if let Some(to) = found {
            belongs.insert(change, to);
        }
    }

    let order = order_of_recording(entries);
    for change in targets.keys().copied() {
        let Some(to) = belongs.get(&change) else {
            standing.loose.push(change);
            continue;
        };
        standing.changes.entry(to.entry).or_default().push(change);
        if to.corrects && !standing.removed[change] {
            let best = standing.correction.entry(to.entry).or_insert(change);
            if order[change] > order[*best] {
                *best = change;
            }
        }
    }
    for changes in standing.changes.values_mut() {
        changes.sort_by_key(|change| order[*change]);
    }
    standing
}

/// When each entry was recorded, for telling which of two changes is the later one: that one wins.
///
/// A clock that was ahead is found out by what its device recorded after it: an entry was recorded no later than any that
/// follows it in its chain. Otherwise a correction of such a time would win for ever over all that come after it.
fn order_of_recording(entries: &[&Arc<Entry>]) -> Vec<(Timestamp, Uuid, u64)> {
    let mut last_first: Vec<usize> = (0..entries.len()).collect();
    last_first.sort_unstable_by_key(|place| (entries[*place].device(), Reverse(entries[*place].sequence())));
    let mut order = vec![(Timestamp::MIN, Uuid::nil(), 0); entries.len()];
    let mut after: Option<(Uuid, Timestamp)> = None;
    for place in last_first {
        let entry = entries[place];
        let latest = after.filter(|(device, _)| *device == entry.device()).map_or(Timestamp::MAX, |(_, latest)| latest);
        let recorded = entry.recorded().min(latest);
        after = Some((entry.device(), recorded));
        order[place] = (recorded, entry.device(), entry.sequence());
    }
    order
}

#[derive(Clone, Copy)]
struct Belongs {
    /// The entry that was first written.
    entry: usize,
    /// Whether this change, where it stands, gives that entry other content.
    corrects: bool,
}

fn target(kind: &Kind) -> Option<Uuid> {
    match kind {
        Kind::Correction(correction) => Some(correction.of),
        Kind::Removal(removal) => Some(removal.of),
        _ => None,
    }
}

fn find(entries: &[&Arc<Entry>], id: Uuid) -> Option<usize> {
    entries.binary_search_by_key(&id, |entry| entry.id()).ok()
}
