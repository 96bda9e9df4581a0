//! The store of a browser, as a [`Store`] of this program: each call goes to the page as JSON.

use crate::browser::{Browser, given};
use serde_json::json;
use std::sync::Arc;
use supple_store::{Answer, Appended, Cause, Found, Record, Store, StoreError};

#[path = "../../../store-bridge/src/protocol.rs"]
mod protocol;
use protocol::{Call, Outcome, all};

/// A handle of a database of a browser.
#[derive(Debug)]
pub(crate) struct Bridged {
    browser: Arc<Browser>,
    handle: u64,
    place: String,
}

impl Bridged {
    /// The handle that the page knows by this number.
    pub(crate) fn new(browser: Arc<Browser>, handle: u64) -> Bridged {
        let mut store = Bridged { browser, handle, place: String::new() };
        let described = crate::wait(store.ask(&Call::Describe, |outcome| match outcome {
            Outcome::Described(place) => Some(place),
            _ => None,
        }));
        store.place = described.unwrap();
        store
    }

    /// Asks at once, and reads the outcome when it is waited for.
    fn ask<T: 'static>(&self, call: &Call, read: fn(Outcome) -> Option<T>) -> Answer<'static, T> {
        let call = serde_json::to_string(call).unwrap();
        let asked = self.browser.begin(&format!("call({}, {})", self.handle, json!(call)));
        Box::pin(async move {
            let place = || "the browser of the test".to_owned();
            let cannot = |why| StoreError::Cannot { place: place(), why, cause: Cause::Other };
            let outcome = given(asked.await).map_err(cannot)?;
            match serde_json::from_str(outcome.as_str().unwrap()).unwrap() {
                Outcome::Refused(refusal) => Err(refusal.into()),
                outcome => Ok(read(outcome).expect("an outcome of this call")),
            }
        })
    }

    fn add(&self, call: &Call) -> Answer<'_, Appended> {
        self.ask(call, |outcome| match outcome {
            Outcome::Appended(taken, known) => Some(Appended { taken, known }),
            _ => None,
        })
    }

    fn order(&self, call: &Call) -> Answer<'_, ()> {
        self.ask(call, |outcome| match outcome {
            Outcome::Done => Some(()),
            _ => None,
        })
    }
}

impl Store for Bridged {
    fn append(&self, records: Vec<Record>) -> Answer<'_, Appended> {
        self.add(&Call::Append(all(records)))
    }

    fn append_to(&self, diary: [u8; 16], records: Vec<Record>) -> Answer<'_, Appended> {
        self.add(&Call::AppendTo(diary, all(records)))
    }

    fn identity(&self, fresh: [u8; 16]) -> Answer<'_, [u8; 16]> {
        self.ask(&Call::Identity(fresh), |outcome| match outcome {
            Outcome::Identity(identity) => Some(identity),
            _ => None,
        })
    }

    fn adopt(&self, identity: [u8; 16]) -> Answer<'_, ()> {
        self.order(&Call::Adopt(identity))
    }

    fn look(&self, after: u64) -> Answer<'_, Found> {
        self.ask(&Call::Look(after), |outcome| match outcome {
            Outcome::Found(seen) => Some(seen.into()),
            _ => None,
        })
    }

    fn position(&self) -> Answer<'_, u64> {
        self.ask(&Call::Position, |outcome| match outcome {
            Outcome::Position(position) => Some(position),
            _ => None,
        })
    }

    fn rewrite(&self, last: u64, records: Vec<Record>) -> Answer<'_, bool> {
        self.ask(&Call::Rewrite(last, all(records)), |outcome| match outcome {
            Outcome::Rewritten(is_done) => Some(is_done),
            _ => None,
        })
    }

    fn erase(&self) -> Answer<'_, ()> {
        self.order(&Call::Erase)
    }

    fn describe(&self) -> String {
        self.place.clone()
    }
}

impl Drop for Bridged {
    /// As for any store, it waits until what was asked is done. A browser that was killed does nothing any more.
    fn drop(&mut self) {
        let _ = given(self.browser.begin(&format!("close({})", self.handle)).blocking_recv());
    }
}
