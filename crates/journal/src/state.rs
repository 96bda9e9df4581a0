//! What is known of a store: the log as it was read, the diary that it makes, and what waits to be stored.

use crate::damaged::Damaged;
use crate::near::Waiting;
use crate::tap::Recent;
use crate::{Host, JournalError, fresh};
use std::collections::BTreeMap;
use std::sync::Arc;
use supple_diary::{BirthYear, Diary, Entry, KindName, Log, Tail};
use supple_sync::{Chains, Fork};
use uuid::Uuid;

/// What a journal knows of its store.
#[derive(Debug)]
pub(crate) struct State {
    /// The position up to which the store has been read.
    pub(crate) position: u64,
    pub(crate) log: Log,
    /// The same by chains; none until someone syncs.
    pub(crate) chains: Option<Chains>,
    pub(crate) tail: Tail,
    /// The folded log; none when the log has grown since.
    pub(crate) diary: Option<Arc<Diary>>,
    /// As the last fold had it: nothing can have happened before. None when an entry that may change it has come since.
    pub(crate) birth_year: Option<Option<BirthYear>>,
    /// What is there and is not as it was written.
    pub(crate) damaged: Vec<Damaged>,
    /// Whether the store was ever read.
    pub(crate) is_read: bool,
    /// What this program has written lately.
    pub(crate) recent: Recent,
    /// Why it could not be read the last time.
    pub(crate) trouble: Option<JournalError>,
    /// Why it did not take what waits.
    pub(crate) refused: Option<JournalError>,
    /// The forks that were noticed, by the device of the chain.
    pub(crate) forks: BTreeMap<Uuid, Fork>,
    /// What is not known to be stored, in the order in which it was written.
    pub(crate) waiting: Vec<Waiting>,
    /// Whether someone asks for these by itself until all are stored.
    pub(crate) persists: bool,
    /// The folded log with what waits; none when one of them has changed since.
    pub(crate) whole: Option<Arc<Diary>>,
}

impl State {
    pub(crate) fn new(device: Uuid) -> State {
        State {
            position: 0,
            log: Log::new(),
            chains: None,
            tail: Tail::new(device),
            diary: None,
            birth_year: None,
            damaged: Vec::new(),
            is_read: false,
            recent: Recent::default(),
            trouble: None,
            refused: None,
            forks: BTreeMap::new(),
            waiting: Vec::new(),
            persists: false,
            whole: None,
        }
    }

    /// A state with nothing in it, for a device of its own: an entry that was erased here may still stand in an export,
    /// and a second chain of the same device would look like a fork of it.
    pub(crate) fn anew(machine: &dyn Host) -> State {
        State::new(fresh(machine))
    }

    pub(crate) fn add(&mut self, entry: Arc<Entry>) {
        let may_change_birth_year = entry.name() == Some(KindName::Profile) || entry.is_change();
        if let Some(chains) = &mut self.chains {
            chains.add(Arc::clone(&entry));
        }
        if self.log.insert(entry) {
            (self.diary, self.whole) = (None, None);
            if may_change_birth_year {
                self.birth_year = None;
            }
        }
    }

    /// Adds what this device has written, and goes on behind it.
    pub(crate) fn add_own(&mut self, entries: &[Arc<Entry>]) {
        for entry in entries {
            self.tail.follow(entry);
            self.add(Arc::clone(entry));
        }
        self.note_stored();
    }

    /// Goes on as another device where the last entry of this one is damaged: nobody can tell what would have to be carried
    /// on, and its place is taken.
    pub(crate) fn leave_a_damaged_end(&mut self, machine: &dyn Host) {
        let device = self.tail.device().into_bytes();
        let is_the_end = |damaged: &Damaged| {
            let record = damaged.0.record.as_ref();
            record.is_some_and(|record| record.device == device && record.sequence >= self.tail.next_sequence())
        };
        if self.damaged.iter().any(is_the_end) {
            self.tail = Tail::new(fresh(machine));
        }
    }

    /// The log by chains.
    pub(crate) fn chains(&mut self) -> &Chains {
        let log = &self.log;
        self.chains.get_or_insert_with(|| Chains::of(log.shared()))
    }

    /// The folded log, folded anew where it has grown.
    pub(crate) fn fold(&mut self) -> Arc<Diary> {
        let diary = self.diary.take().unwrap_or_else(|| Arc::new(Diary::fold(&self.log)));
        self.birth_year = Some(diary.profile().birth_year);
        self.diary = Some(Arc::clone(&diary));
        diary
    }

    /// The year before which nothing can have happened, if it is known.
    pub(crate) fn birth_year(&mut self) -> Option<BirthYear> {
        match self.birth_year {
            Some(known) => known,
            None => self.fold().profile().birth_year,
        }
    }
}
