//! The store of a diary that cannot be opened: it says why to whoever asks, and takes nothing.

use supple_store::{Answer, Appended, Found, Record, Store, StoreError};

/// Why it cannot be opened.
#[derive(Debug)]
pub(crate) struct Closed(pub(crate) StoreError);

impl Closed {
    fn refuse<T: Send + 'static>(&self) -> Answer<'_, T> {
        Box::pin(async { Err(self.0.clone()) })
    }
}

impl Store for Closed {
    fn append(&self, _: Vec<Record>) -> Answer<'_, Appended> {
        self.refuse()
    }

    fn append_to(&self, _: [u8; 16], _: Vec<Record>) -> Answer<'_, Appended> {
        self.refuse()
    }

    fn identity(&self, _: [u8; 16]) -> Answer<'_, [u8; 16]> {
        self.refuse()
    }

    fn adopt(&self, _: [u8; 16]) -> Answer<'_, ()> {
        self.refuse()
    }

    fn look(&self, _: u64) -> Answer<'_, Found> {
        self.refuse()
    }

    fn position(&self) -> Answer<'_, u64> {
        self.refuse()
    }

    fn erase(&self) -> Answer<'_, ()> {
        self.refuse()
    }

    fn describe(&self) -> String {
        "the diary".to_owned()
    }
}
