//! The diary, kept in a store.
//!
//! A [`Journal`] joins what entries mean ([`supple_diary`]) with where they are kept ([`supple_store`]). It writes for one
//! device: it seals drafts into entries that carry on the device's chain, and answers only when they are on the disk. It
//! keeps the folded diary in memory and notices what other programs have written to the same store.
//!
//! Two journals become one by messages ([`Journal::receive`], [`Exchange`]). When one is sent, to whom, and what an answer
//! means, a [`Controller`] decides; how they travel is the business of [`Ways`].
//!
//! Clock, time zone and chance come from an [`Env`], so that pages and tests decide what they are. What else only the machine
//! knows comes by ports of their own ([`Copies`], [`Storage`], [`Tasks`], [`Devices`], [`Link`]), which a [`Host`] joins.
//!
//! When another program wrote for the same device in between, the store refuses the place, and the journal builds the
//! entry anew on what has arrived: two programs on one file keep one unbroken chain. After an erase it writes for a
//! new device, since an old export may still hold the old chain. It folds anew after each write (about 66 ms for
//! 100,000 entries, a fraction of one for a usual diary): there is no second way to a result, which could differ from
//! the first.
//!
//! # Modules
//! - `state`: what is known of the store. `damaged`: what in it is not as it was written.
//! - `near`: the diary for those who must not wait for the store: a look with a deadline, and entries that count at
//!   once and are stored when the store answers.
//! - `storage_status`: where the diary is kept. `link`: what is known of other devices. `elsewhere`: which other places
//!   count for how safe it is.
//! - `sync`: what a journal says and takes. `exchange`: which message comes next, also to find where a chain goes two ways.
//!   `fork` remembers that, and mends it when asked.
//! - `controller`: each decision of a sync, sans I/O, for the terminal and the browser alike. `courier` does its steps.
//! - `intake`: judges a file of entries line by line before any of it is taken, for pages and commands alike; each
//!   chain is looked at once, and of refused lines a bound is kept.
//! - `tap`: one tap is one entry.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod controller;
mod courier;
mod damaged;
mod elsewhere;
mod exchange;
mod fork;
mod host;
mod intake;
mod link;
mod near;
mod state;
mod storage_status;
mod sync;
mod tap;

pub use controller::{Answer, Controller, Did, Facts, MOST_ANSWER_BYTES, Note, Progress, Request, Step, Stop, Wish};
pub use courier::{Courier, Ways};
pub use damaged::{Damaged, Found};
pub use elsewhere::{Here, facts};
pub use exchange::{Exchange, Outcome};
pub use fork::Forked;
pub use host::{Backups, Copies, Env, Host, Storage, Tasks};
pub use link::{Devices, Invitation, LetInBy, Link, PairedDevice, Peer, leads_to_itself, let_in_by};
pub use near::{Glance, Work};
pub use storage_status::{DataLoss, Head, Loss, Since, StorageStatus};
pub use supple_sync::{
    Fault, Fork, MAX_MESSAGE_BYTES, Message, MessageError, Refused, SCHEMA_HEADER, Stuck, VersionVector,
};
pub use sync::Received;
pub use tap::{Arrival, Sent, Token, WINDOW, Written};

use jiff::Timestamp;
use std::fmt::Debug;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use supple_diary::{Diary, Draft, Entry, EntryError, Log, Tail};
use supple_store::{Damage, Record, Store, StoreError, count_at, erased_between};
use uuid::Uuid;

pub use intake::{Judged, LineFault, RefusedLine, RefusedLines};

use state::State;

/// How often a write is tried again when other programs write for the same device at the same moment.
const TRIES: usize = 16;

/// Why the journal cannot do what it was asked to. Each line says what happened; what to do there, whoever shows it adds.
#[derive(Clone, Debug, thiserror::Error)]
pub enum JournalError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The entry is not one that can be taken. Nothing was written.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The message is of another diary. Nothing of it was taken.
    #[error("this is another diary (its identity is {theirs}, the one here is {here}): nothing was taken")]
    OtherDiary {
        /// The diary that is here.
        here: Uuid,
        /// The diary of the message.
        theirs: Uuid,
    },
    /// The store lacks what was read from it before. Nothing was written.
    #[error(
        "{place} lacks {missing} of the entries that were there a moment ago, so nothing is stored: an older copy was put in its place"
    )]
    Rewound {
        /// Where the entries are.
        place: String,
        /// How many entries are missing.
        missing: u64,
    },
}

/// The diary of one person, kept in a store, written by one device.
#[derive(Debug)]
pub struct Journal {
    store: Box<dyn Store>,
    host: Arc<dyn Host>,
    /// Whose turn it is to talk with the store. It is held while the store is waited for, so whoever must not wait for the
    /// store must not wait for it either: see [`near`].
    turn: Arc<tokio::sync::Mutex<()>>,
    /// What is known. It is held while something is worked out, and never while anyone is waited for.
    state: Mutex<State>,
    /// Whether a question is with the store that its asker gave up on.
    is_late: AtomicBool,
}

/// Which way a draft comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    /// A form, an edit, a command or a table: anything but what criteria decide.
    Hand,
    /// The code that has asked the criteria.
    Criteria,
}

impl Journal {
    /// A journal on this store, which writes for this device; after an erase it writes for a new one.
    pub fn new(store: Box<dyn Store>, device: Uuid, host: Arc<dyn Host>) -> Journal {
        Journal {
            store,
            host,
            turn: Arc::default(),
            state: Mutex::new(State::new(device)),
            is_late: AtomicBool::new(false),
        }
    }

    /// Writes for this device from now on. It is for where a journal begins before it is known which device it writes for:
    /// nothing has been read or stored then, and what waits to be stored keeps its ids.
    pub fn write_for(&self, device: Uuid) {
        self.state().tail = Tail::new(device);
    }

    /// The machine that tells the time.
    pub fn host(&self) -> &dyn Host {
        &*self.host
    }

    /// Where the entries are kept, for messages.
    pub fn place(&self) -> String {
        self.store.describe()
    }

    /// New chance of the machine, for whoever draws.
    pub fn seed(&self) -> [u8; 32] {
        let mut seed = [0; 32];
        for part in seed.chunks_mut(10) {
            part.copy_from_slice(&self.host.random()[..part.len()]);
        }
        seed
    }

    /// A number that is all chance.
    pub fn chance(&self) -> u64 {
        self.host.random().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// The diary as it is now, with everything that any program has written. An entry that is damaged costs no other.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn diary(&self) -> Result<Arc<Diary>, JournalError> {
        let _turn = self.current().await?;
        Ok(self.state().fold())
    }

    /// All entries as they were written.
    ///
    /// # Errors
    /// As [`Journal::diary`], and [`StoreError::Damaged`] where one of them is not: [`Journal::found`] has the others.
    pub async fn log(&self) -> Result<Log, JournalError> {
        let Found { log, damaged } = self.found().await?;
        match damaged.first() {
            None => Ok(log),
            Some(first) => Err(StoreError::Damaged { place: self.place(), why: first.to_string() }.into()),
        }
    }

    /// The entries that are as they were written, and those that are not.
    ///
    /// # Errors
    /// As [`Journal::diary`].
    pub async fn found(&self) -> Result<Found, JournalError> {
        let _turn = self.current().await?;
        let state = self.state();
        Ok(Found { log: state.log.clone(), damaged: state.damaged.clone() })
    }

    /// Writes one entry: it is on the disk when this answers.
    ///
    /// # Errors
    /// As [`Journal::write_all`].
    pub async fn write(&self, draft: Draft) -> Result<Arc<Entry>, JournalError> {
        let mut written = self.write_all(vec![draft]).await?;
        Ok(written.swap_remove(0))
    }

    /// Writes entries, all or none, in this order: they are on the disk when this answers.
    ///
    /// # Errors
    /// If one of them cannot be taken or is decided by criteria ([`EntryError::Decided`]), or the store refuses. Nothing of them has been written then, unless the
    /// connection to a server was lost for good.
    pub async fn write_all(&self, drafts: Vec<Draft>) -> Result<Vec<Arc<Entry>>, JournalError> {
        let written = self.append(&drafts, Door::Hand, None, |_, _| None).await?.unwrap_or_default();
        self.answered(&written.iter().map(|entry| entry.id()).collect::<Vec<_>>());
        Ok(written)
    }

    /// Writes what criteria have decided ([`Kind::is_decided`](supple_diary::Kind::is_decided)), for a face that sends no form
    /// twice. Only the code that asks the criteria calls this.
    ///
    /// # Errors
    /// As [`Journal::write`].
    pub async fn decide(&self, draft: Draft) -> Result<Arc<Entry>, JournalError> {
        let mut written = self.append(&[draft], Door::Criteria, None, |_, _| None).await?.unwrap_or_default();
        let entry = written.swap_remove(0);
        self.answered(&[entry.id()]);
        Ok(entry)
    }

    /// Writes entries, unless this one is found to stand for them. `random` is the chance of the first, if it is given.
    async fn append(
        &self,
        drafts: &[Draft],
        door: Door,
        random: Option<[u8; 10]>,
        instead: impl Fn(&mut State, Timestamp) -> Option<Arc<Entry>>,
    ) -> Result<Result<Vec<Arc<Entry>>, Arc<Entry>>, JournalError> {
        let mut tries = TRIES;
        loop {
            let _turn = self.current().await?;
            let (there, birth_year, mut tail) = {
                let mut state = self.state();
                if door == Door::Hand && drafts.iter().any(|draft| state.is_decided(draft)) {
                    return Err(EntryError::Decided.into());
                }
                let there = instead(&mut state, self.host.now());
                (there, state.birth_year(), state.tail.clone())
            };
            if let Some(there) = there {
                // Appending what is there changes nothing, and the store vouches for it: it may be lost since.
                self.store.append(vec![record(&there)]).await?;
                return Ok(Err(there));
            }
            let mut entries = Vec::with_capacity(drafts.len());
            let mut given = random;
            // One moment for all, by which they are known to have come together.
            let now = self.host.now();
            for draft in drafts {
                // Two different entries of one page in one millisecond would have one id.
                let given = given.take().filter(|chance| self.state().log.get(id_of(now, chance)).is_none());
                let random = given.unwrap_or_else(|| self.host.random());
                entries.push(Arc::new(tail.write(draft.clone(), now, random, birth_year)?));
            }
            match self.store.append(entries.iter().map(|entry| record(entry)).collect()).await {
                Ok(_) => {
                    self.stored(&entries);
                    let mut state = self.state();
                    entries.iter().for_each(|entry| state.recent.add(entry.id()));
                    drop(state);
                    return Ok(Ok(entries));
                }
                // Another program wrote for this device in between: carry on from what it wrote.
                Err(error) if error.is_taken() && tries > 1 => tries -= 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Takes over entries from elsewhere, all or none. Gives how many were new.
    ///
    /// # Errors
    /// If the store refuses, for instance an entry that is there in another version. Nothing has been taken then.
    pub async fn take(&self, log: &Log) -> Result<usize, JournalError> {
        let records = log.iter().map(record).collect();
        let taken = self.store.append(records).await?.taken;
        // They are on the disk. Reading them notes how far the diary has come; what cannot be read is told to who asks.
        drop(self.current().await);
        Ok(taken)
    }

    /// Removes everything, without trace.
    ///
    /// # Errors
    /// As [`Store::erase`].
    pub async fn erase(&self) -> Result<(), JournalError> {
        let _turn = self.turn.lock().await;
        self.store.erase().await?;
        *self.state() = State::anew(&*self.host);
        Ok(())
    }

    /// What is known.
    fn state(&self) -> MutexGuard<'_, State> {
        // It is whole after a panic too: what is folded is put there last.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn to talk with the store, after reading what has arrived since. What waits to be stored is tried on the way:
    /// that it is refused keeps nobody from reading.
    async fn current(&self) -> Result<tokio::sync::MutexGuard<'_, ()>, JournalError> {
        let turn = self.turn.lock().await;
        self.settle().await?;
        Ok(turn)
    }

    /// Reads what has arrived, and stores what waits. Only for whoever has the turn.
    async fn settle(&self) -> Result<(), JournalError> {
        let read = self.refresh().await;
        self.state().trouble = read.as_ref().err().cloned();
        read?;
        let refused = self.store_waiting().await.err();
        self.state().refused = refused;
        Ok(())
    }

    /// Stores what waits. Only for whoever has the turn, on what has just been read.
    async fn store_waiting(&self) -> Result<(), JournalError> {
        let mut tries = TRIES;
        loop {
            let waiting = self.state().sealed();
            if waiting.is_empty() {
                return Ok(());
            }
            match self.store.append(waiting.iter().map(|entry| record(entry)).collect()).await {
                Ok(_) => self.stored(&waiting),
                Err(error) if error.is_taken() && tries > 1 => {
                    tries -= 1;
                    self.refresh().await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Reads what has arrived since. Only for whoever has the turn.
    async fn refresh(&self) -> Result<(), JournalError> {
        let position = self.store.position().await?;
        let known = self.state().position;
        if erased_between(known, position) {
            *self.state() = State::anew(&*self.host);
        }
        if position == known {
            self.state().is_read = true;
            return Ok(());
        }
        if position < known {
            let missing = count_at(known).saturating_sub(count_at(position)).max(1);
            return Err(JournalError::Rewound { place: self.place(), missing });
        }
        let known = self.state().position;
        let mut found = self.store.look(known).await?;
        let mut last = None;
        let mut state = self.state();
        for (position, record) in found.records {
            let entry = match Entry::parse(&record.line) {
                Ok(entry) => Arc::new(entry),
                Err(error) => {
                    let why = format!("it cannot be read ({error})");
                    found.damaged.push(Damage { position, record: Some(record), why });
                    continue;
                }
            };
            state.tail.follow(&entry);
            last = Some(Arc::clone(&entry));
            state.add(entry);
            state.position = position;
        }
        found.damaged.sort_by_key(|damage| damage.position);
        state.position = state.position.max(found.damaged.last().map_or(0, |damage| damage.position));
        state.damaged.extend(found.damaged.into_iter().map(Damaged));
        state.leave_a_damaged_end(&*self.host);
        state.is_read = true;
        state.note_stored();
        let position = state.position;
        drop(state);
        if let Some(last) = last {
            self.note(position, &last);
        }
        Ok(())
    }

    /// What this device has written is on the disk.
    fn stored(&self, entries: &[Arc<Entry>]) {
        let position = {
            let mut state = self.state();
            state.add_own(entries);
            state.position
        };
        if let Some(last) = entries.last() {
            // Other programs may have written in between: it stands there or behind.
            self.note(position + entries.len() as u64, last);
        }
    }

    fn note(&self, position: u64, last: &Entry) {
        self.host.note_head(Head { position, last: last.id(), at: last.recorded() });
    }
}

/// An id that nobody else has.
fn fresh(machine: &dyn Host) -> Uuid {
    id_of(machine.now(), &machine.random())
}

/// The id of what is made at this time by this chance.
fn id_of(at: Timestamp, chance: &[u8; 10]) -> Uuid {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(milliseconds, chance).into_uuid()
}

fn record(entry: &Entry) -> Record {
    Record {
        id: entry.id().into_bytes(),
        device: entry.device().into_bytes(),
        sequence: entry.sequence(),
        line: entry.line().to_owned(),
    }
}
