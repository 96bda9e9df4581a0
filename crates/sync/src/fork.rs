//! A chain that goes two ways: a fork. It comes about when a database is put back to an older copy, and written on.
//!
//! It is mended on the side that is asked to. What only this side has of the chain is sealed again in a chain of its own
//! (a rebase); the rest of the chain then comes from the other side like anything else. The entries keep their ids, so that
//! corrections and addresses go on to fit, and the new chain follows from the old one alone ([`LineHash::branch`]). So whoever
//! else has the same branch makes the same chain of it, and nothing is there twice.

use crate::chains::Chains;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use supple_diary::{Entry, EntryError, LineHash};
use uuid::Uuid;

/// Where the chain of a device goes another way here than on another side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    /// The device of the chain.
    pub device: Uuid,
    /// How many entries both sides have.
    pub common: u64,
    /// The hash of the first entry behind them that is here. Where that entry is not there any more, the fork is mended.
    pub ours: LineHash,
    /// The same on the other side, where it was seen. Where it is here in a chain of its own, the other side has mended it.
    pub theirs: Option<LineHash>,
}

/// What becomes of a log whose forks are mended.
#[derive(Clone, Debug, Default)]
pub struct Reconciled {
    /// What stays, and what was sealed again, in an order in which it can be written.
    pub entries: Vec<Arc<Entry>>,
    /// What was sealed again.
    pub moved: Vec<Arc<Entry>>,
}

impl Chains {
    /// The fork before this entry of a chain here, and before that entry there.
    pub fn fork(&self, device: Uuid, sequence: u64, theirs: Option<LineHash>) -> Option<Fork> {
        let ours = self.at(device, sequence)?;
        Some(Fork { device, common: sequence, ours: ours.hash(), theirs })
    }

    /// Whether this fork is still there to be mended.
    pub fn has(&self, fork: &Fork) -> bool {
        let is_mended_there = fork.theirs.is_some_and(|theirs| self.at(theirs.branch(), 0).is_some());
        !is_mended_there && self.at(fork.device, fork.common).is_some_and(|entry| entry.hash() == fork.ours)
    }

    /// What only this side has of a chain.
    pub fn branch(&self, fork: &Fork) -> Vec<Arc<Entry>> {
        if self.has(fork) { self.from(fork.device, fork.common) } else { Vec::new() }
    }

    /// All entries, with what stands behind each fork sealed again. Without forks nothing changes.
    ///
    /// # Errors
    /// If an entry cannot be sealed again. Nothing has changed then.
    pub fn reconciled(&self, forks: &[Fork]) -> Result<Reconciled, EntryError> {
        let mut done = Reconciled::default();
        for device in self.devices() {
            let fork =
                forks.iter().filter(|fork| fork.device == device && self.has(fork)).min_by_key(|fork| fork.common);
            let common = fork.map_or(u64::MAX, |fork| fork.common);
            let whole = self.from(device, 0);
            let (stay, branch) = whole.split_at(whole.partition_point(|entry| entry.sequence() < common));
            done.entries.extend(stay.iter().cloned());
            let Some(first) = branch.first() else { continue };
            let (own, mut last) = (first.hash().branch(), None);
            for (sequence, entry) in (0..).zip(branch) {
                let again = Arc::new(entry.sealed_again(own, sequence, last)?);
                last = Some(again.hash());
                done.moved.push(again);
            }
        }
        done.entries.extend(done.moved.iter().cloned());
        Ok(done)
    }
}
