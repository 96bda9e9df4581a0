//! Forks: chains that go another way on another side. They are noticed in a sync, and mended when a person asks for it.

use crate::{Journal, JournalError, State, TRIES, record};
use jiff::Timestamp;
use std::sync::Arc;
use supple_diary::Entry;
use supple_store::StoreError;
use supple_sync::Fork;
use uuid::Uuid;

/// A fork, in the words of a person: what only this side has of a chain.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Forked {
    /// Where the chain goes two ways.
    pub fork: Fork,
    /// How many entries only this side has.
    pub entries: usize,
    /// When the first of them was recorded.
    pub first: Timestamp,
    /// When the last of them was recorded.
    pub last: Timestamp,
}

impl Journal {
    /// The forks that are known and not mended yet.
    ///
    /// # Errors
    /// As [`Journal::diary`].
    pub async fn forks(&self) -> Result<Vec<Forked>, JournalError> {
        let _turn = self.current().await?;
        let mut state = self.state();
        let forks = state.open_forks(&self.host.forks());
        let chains = state.chains();
        let told = forks.into_iter().filter_map(|fork| {
            let branch = chains.branch(&fork);
            let recorded = branch.iter().map(|entry| entry.recorded());
            Some(Forked { fork, entries: branch.len(), first: recorded.clone().min()?, last: recorded.max()? })
        });
        Ok(told.collect())
    }

    /// Mends all forks that are known: what only this side has of a chain is sealed again in a chain of its own, and the
    /// next sync brings what the other side has of it. Gives what was sealed again; nothing if there is no fork.
    ///
    /// Another device writes from now on, since the chain of this one may have been cut. (Where the id of the device is
    /// kept outside of the store, it has to be forgotten there.)
    ///
    /// # Errors
    /// If the store refuses, or an entry in it is damaged. Nothing has changed then.
    pub async fn reconcile(&self) -> Result<Vec<Arc<Entry>>, JournalError> {
        let mut tries = TRIES;
        loop {
            let _turn = self.current().await?;
            let (position, done) = {
                let mut state = self.state();
                if let Some(refused) = state.refused.clone().filter(|_| !state.waiting.is_empty()) {
                    return Err(refused);
                }
                let forks = state.open_forks(&self.host.forks());
                if forks.is_empty() {
                    return Ok(Vec::new());
                }
                // What cannot be read would not be written again.
                if let Some(damaged) = state.damaged.first() {
                    let why = damaged.to_string();
                    return Err(StoreError::Damaged { place: self.place(), why }.into());
                }
                (state.position, state.chains().reconciled(&forks)?)
            };
            let records = done.entries.iter().map(|entry| record(entry)).collect();
            if self.store.rewrite(position, records).await? {
                *self.state() = State::anew(&*self.host);
                self.refresh().await?;
                return Ok(done.moved);
            }
            tries -= 1;
            if tries == 0 {
                return Err(StoreError::Busy { place: self.place() }.into());
            }
        }
    }

    /// Remembers forks, here and where the machine keeps them.
    pub(crate) fn note_forks(&self, forks: impl IntoIterator<Item = Fork>) {
        for fork in forks {
            // What is known of the other side is not forgotten for what is not.
            let known = self.state().forks.get(&fork.device).copied();
            if known.is_some_and(|known| Fork { theirs: None, ..known } == fork) {
                continue;
            }
            let is_new = self.state().forks.insert(fork.device, fork) != Some(fork);
            if is_new {
                self.host.note_fork(fork);
            }
        }
    }

    /// Remembers that the other side refuses this entry, since its chain goes another way there. Gives the fork, if the
    /// entry is here.
    pub(crate) fn note_fork_at(&self, device: Uuid, sequence: u64, id: Uuid) -> Option<Fork> {
        let fork = {
            let mut state = self.state();
            let is_ours =
                state.log.get(id).is_some_and(|entry| (entry.device(), entry.sequence()) == (device, sequence));
            is_ours.then(|| state.chains().fork(device, sequence, None)).flatten()?
        };
        self.note_forks([fork]);
        Some(fork)
    }
}

impl State {
    /// The forks that are known, also those that another program has noticed, and that are not mended.
    fn open_forks(&mut self, others: &[Fork]) -> Vec<Fork> {
        let mut forks = self.forks.clone();
        let chains = self.chains();
        for fork in others.iter().filter(|fork| chains.has(fork)) {
            forks.entry(fork.device).or_insert(*fork);
        }
        forks.into_values().filter(|fork| chains.has(fork)).collect()
    }
}
