//! The diary without waiting for its store.
//!
//! Some pages are needed in the very minute in which a disk is full or a server stands still: the check, the floor, the
//! number to call. They ask with a deadline ([`Journal::glance`]) and go on with what is known in memory. What they write
//! ([`Journal::keep`]) is known here at once, and is stored when the store answers; until then the page says that it is not.
//!
//! Why nothing is claimed that is not so, and nothing is stored twice: an entry that waits keeps its time and its chance,
//! so it has the same id however often it is tried. It stops waiting when the store has acknowledged it, or has given it
//! back. A store that refuses is asked again with each page, and by itself.
//!
//! Why nothing piles up: at most one question is with the store at a time. When its asker stops waiting, the machine goes
//! on with it, and whoever comes in between is answered from memory at once.

use crate::{Journal, JournalError, State};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use supple_diary::{BirthYear, Diary, Draft, Entry, EntryError, Tail};
use supple_store::StoreError;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

/// Something that is done by itself.
pub type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The most entries that wait. A diary that takes nothing for long must not fill the memory: then the oldest go.
const MOST_WAITING: usize = 256;

/// After so long a store that did not take what waits is asked again by itself, and after twice as long each time.
const AGAIN: Duration = Duration::from_secs(2);

/// The longest between two such questions.
const SELDOM: Duration = Duration::from_secs(60);

/// Whoever has so much time waits for a store that others gave up on, since it may answer again.
const PATIENT: Duration = Duration::from_secs(1);

/// The diary as far as it is known without waiting.
#[derive(Clone, Debug)]
pub struct Glance {
    /// The diary, with what waits to be stored.
    pub diary: Arc<Diary>,
    /// Whether the store was ever read. If not, the diary holds only what waits.
    pub is_read: bool,
    /// How many entries are damaged, and cannot be read.
    pub damaged: usize,
    /// Why the store could not be read just now.
    pub trouble: Option<JournalError>,
    /// Why it did not take what waits.
    pub refused: Option<JournalError>,
    /// The entries that are not known to be stored.
    pub waiting: BTreeSet<Uuid>,
}

/// An entry that is not known to be stored. Sealed again it has the same id.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    id: Uuid,
    draft: Draft,
    at: Timestamp,
    chance: [u8; 10],
}

impl Waiting {
    fn seal(&self, tail: &mut Tail, birth_year: Option<BirthYear>) -> Result<Entry, EntryError> {
        tail.write(self.draft.clone(), self.at, self.chance, birth_year)
    }
}

/// A question that is with the store. When its asker stops waiting, for whatever reason, the machine goes on with it.
struct Question {
    journal: Arc<Journal>,
    work: Option<Work>,
}

impl Question {
    fn new(journal: &Arc<Journal>, turn: OwnedMutexGuard<()>) -> Question {
        let mine = Turn { journal: Arc::clone(journal), _turn: turn };
        let work = Box::pin(async move {
            // What becomes of it is remembered with what is known.
            let _ = mine.journal.settle().await;
        });
        Question { journal: Arc::clone(journal), work: Some(work) }
    }

    async fn answered(&mut self) {
        if let Some(work) = &mut self.work {
            work.await;
        }
        self.work = None;
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        if let Some(work) = self.work.take() {
            self.journal.state().trouble = Some(self.journal.silent());
            self.journal.is_late.store(true, Ordering::Release);
            self.journal.host.go_on(work);
        }
    }
}

/// Someone's turn to talk with the store.
struct Turn {
    journal: Arc<Journal>,
    _turn: OwnedMutexGuard<()>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.journal.is_late.store(false, Ordering::Release);
    }
}

impl State {
    /// The folded log with what waits.
    fn whole(&mut self) -> Arc<Diary> {
        if self.waiting.is_empty() {
            return self.fold();
        }
        if let Some(whole) = &self.whole {
            return Arc::clone(whole);
        }
        let mut log = self.log.clone();
        for entry in self.sealed() {
            log.insert(entry);
        }
        let whole = Arc::new(Diary::fold(&log));
        self.whole = Some(Arc::clone(&whole));
        whole
    }

    /// What waits, as entries that carry on the chain as it is now.
    pub(crate) fn sealed(&self) -> Vec<Arc<Entry>> {
        let mut tail = self.tail.clone();
        // They were sound when they were taken, and nothing that is learned later makes them unsound.
        self.waiting.iter().filter_map(|waiting| waiting.seal(&mut tail, None).ok().map(Arc::new)).collect()
    }

    /// What the log holds waits no more.
    pub(crate) fn note_stored(&mut self) {
        let State { waiting, log, .. } = self;
        let before = waiting.len();
        waiting.retain(|waiting| log.get(waiting.id).is_none());
        if waiting.len() < before {
            self.whole = None;
        }
    }
}

impl Journal {
    /// The diary, asked for with this deadline: as it is now where the store answers in time, else as it was known last.
    pub async fn glance(self: &Arc<Self>, within: Duration) -> Glance {
        let trouble = self.ask(within).await.err();
        Glance { trouble, ..self.known() }
    }

    /// The diary as it is known in memory, without asking.
    pub fn known(&self) -> Glance {
        let mut state = self.state();
        Glance {
            diary: state.whole(),
            is_read: state.is_read,
            damaged: state.damaged.len(),
            trouble: state.trouble.clone(),
            refused: state.refused.clone(),
            waiting: state.waiting.iter().map(|waiting| waiting.id).collect(),
        }
    }

    /// As [`Journal::diary`], for someone who waits no longer than this.
    ///
    /// # Errors
    /// As [`Journal::diary`], and [`StoreError::Silent`] where the store does not answer in time.
    pub async fn diary_within(self: &Arc<Self>, within: Duration) -> Result<Arc<Diary>, JournalError> {
        self.ask(within).await?;
        Ok(self.state().fold())
    }

    /// Takes an entry at once, and waits for the store no longer than this. Gives its id; [`Glance::waiting`] tells whether
    /// it is stored.
    ///
    /// # Errors
    /// If it is no entry that can be taken. That a store refuses is no error here: [`Glance::refused`] has it.
    pub async fn keep(self: &Arc<Self>, draft: Draft, within: Duration) -> Result<Uuid, EntryError> {
        let (at, chance) = (self.host.now(), self.host.random());
        let id = {
            let mut state = self.state();
            if state.is_decided(&draft) {
                return Err(EntryError::Decided);
            }
            let birth_year = state.birth_year();
            let mut waiting = Waiting { id: Uuid::nil(), draft, at, chance };
            waiting.id = waiting.seal(&mut state.tail.clone(), birth_year)?.id();
            let id = waiting.id;
            if state.waiting.len() == MOST_WAITING {
                state.waiting.remove(0);
            }
            state.waiting.push(waiting);
            state.whole = None;
            id
        };
        // Why it failed is remembered with what is known.
        let _ = self.ask(within).await;
        self.persist();
        Ok(id)
    }

    /// Asks again by itself until nothing waits: whoever said something may never come back.
    fn persist(self: &Arc<Self>) {
        let mut state = self.state();
        if state.waiting.is_empty() || std::mem::replace(&mut state.persists, true) {
            return;
        }
        drop(state);
        let (journal, host) = (Arc::downgrade(self), Arc::clone(&self.host));
        self.host.go_on(Box::pin(async move {
            let mut rest = AGAIN;
            loop {
                host.pause(rest).await;
                let Some(journal) = journal.upgrade() else { return };
                // What came of it is remembered with what is known.
                let _ = journal.ask(PATIENT).await;
                let mut state = journal.state();
                if state.waiting.is_empty() {
                    state.persists = false;
                    return;
                }
                drop(state);
                rest = SELDOM.min(rest * 2);
            }
        }));
    }

    /// Reads what has arrived, and stores what waits. Nobody waits longer than this.
    async fn ask(self: &Arc<Self>, within: Duration) -> Result<(), JournalError> {
        if self.is_late.load(Ordering::Acquire) && within < PATIENT {
            return Err(self.silent());
        }
        let mut pause = self.host.pause(within);
        let turn = tokio::select! {
            biased;
            turn = Arc::clone(&self.turn).lock_owned() => turn,
            () = &mut pause => return Err(self.silent()),
        };
        let mut question = Question::new(self, turn);
        tokio::select! {
            biased;
            () = question.answered() => self.state().trouble.clone().map_or(Ok(()), Err),
            () = &mut pause => Err(self.silent()),
        }
    }

    fn silent(&self) -> JournalError {
        JournalError::Store(StoreError::Silent { place: self.place() })
    }
}
