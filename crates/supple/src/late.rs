//! The store of a database that cannot be opened yet: a server that starts before its database, beside a program that
//! holds the file, or on a damaged one. It says why to whoever asks, tries again, and is the database from then on.

use crate::place::Place;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;
use supple_store::{Answer, Appended, Cause, Found, Record, Store, StoreError};

/// How long a start waits for the database. The check must not wait for it, and nobody likes to read of a trouble that is
/// over before it is read.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often it is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// What became of opening a database.
pub(crate) enum Opened {
    Now(Box<dyn Store>),
    /// It comes later, if it comes, and why it is not there yet.
    Late(Late, StoreError),
}

/// A database that is opened when that can be done.
#[derive(Debug)]
pub(crate) struct Late {
    name: String,
    store: OnceLock<Box<dyn Store>>,
    heard: Mutex<Heard>,
}

#[derive(Debug)]
struct Heard {
    tries: Receiver<Result<Box<dyn Store>, StoreError>>,
    why: StoreError,
}

impl Late {
    /// Opens it on a thread of its own, since a server that stands still answers nobody.
    pub(crate) fn open(place: Place) -> Opened {
        let name = place.in_words().unwrap_or_else(|| "the database".to_owned());
        let (tried, tries) = sync_channel(1);
        let silent = || StoreError::Silent { place: name.clone() };
        let started = thread::Builder::new().name("supple-open".to_owned()).spawn(move || keep_trying(&place, &tried));
        let why = match started.map(|_| tries.recv_timeout(PATIENCE)) {
            Ok(Ok(Ok(store))) => return Opened::Now(store),
            Ok(Ok(Err(why))) => why,
            Ok(Err(_)) => silent(),
            Err(error) => StoreError::Cannot { place: name.clone(), why: error.to_string(), cause: Cause::Other },
        };
        let heard = Mutex::new(Heard { tries, why: why.clone() });
        Opened::Late(Late { name, store: OnceLock::new(), heard }, why)
    }

    /// The database, if it is open by now.
    fn now(&self) -> Result<&dyn Store, StoreError> {
        if let Some(store) = self.store.get() {
            return Ok(&**store);
        }
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        while let Ok(tried) = heard.tries.try_recv() {
            match tried {
                Ok(store) => return Ok(&**self.store.get_or_init(|| store)),
                Err(why) => heard.why = why,
            }
        }
        // Someone else may have had it first.
        self.store.get().map(|store| &**store).ok_or_else(|| heard.why.clone())
    }

    fn ask<'s, T: Send + 's>(&'s self, ask: impl FnOnce(&'s dyn Store) -> Answer<'s, T>) -> Answer<'s, T> {
        match self.now() {
            Ok(store) => ask(store),
            Err(why) => Box::pin(async { Err(why) }),
        }
    }
}

/// Opens a database until it succeeds, can never succeed, or nobody wants it any more.
fn keep_trying(place: &Place, tried: &SyncSender<Result<Box<dyn Store>, StoreError>>) {
    let was_there = place.is_there().ok();
    loop {
        let opened = place.store();
        let is_last = opened.as_ref().map_or_else(is_for_good, |_| true);
        if tried.send(opened).is_err() || is_last {
            return;
        }
        // What is gone by now is not made anew: someone has put it away, and may be about to put another there.
        loop {
            thread::sleep(AGAIN);
            if was_there != Some(true) || place.is_there().unwrap_or(false) {
                break;
            }
        }
    }
}

/// Whether trying again is of no use until the program is started again, or would do harm.
fn is_for_good(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Address(_) | StoreError::Damaged { .. } | StoreError::NotOurs { .. } | StoreError::Newer { .. }
    )
}

impl Store for Late {
    fn append(&self, records: Vec<Record>) -> Answer<'_, Appended> {
        self.ask(|store| store.append(records))
    }

    fn append_to(&self, diary: [u8; 16], records: Vec<Record>) -> Answer<'_, Appended> {
        self.ask(|store| store.append_to(diary, records))
    }

    fn identity(&self, fresh: [u8; 16]) -> Answer<'_, [u8; 16]> {
        self.ask(|store| store.identity(fresh))
    }

    fn adopt(&self, identity: [u8; 16]) -> Answer<'_, ()> {
        self.ask(|store| store.adopt(identity))
    }

    fn look(&self, after: u64) -> Answer<'_, Found> {
        self.ask(|store| store.look(after))
    }

    fn position(&self) -> Answer<'_, u64> {
        self.ask(|store| store.position())
    }

    fn rewrite(&self, last: u64, records: Vec<Record>) -> Answer<'_, bool> {
        self.ask(|store| store.rewrite(last, records))
    }

    fn erase(&self) -> Answer<'_, ()> {
        self.ask(|store| store.erase())
    }

    fn describe(&self) -> String {
        self.now().map_or_else(|_| self.name.clone(), Store::describe)
    }
}
