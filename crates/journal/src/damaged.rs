//! What a store holds, and what of it is not as it was written.

use jiff::Timestamp;
use std::fmt;
use supple_diary::Log;
use supple_store::Damage;
use uuid::Uuid;

/// What a store holds.
#[derive(Clone, Debug)]
pub struct Found {
    /// The entries that are as they were written.
    pub log: Log,
    /// What is not, in the order of its arrival.
    pub damaged: Vec<Damaged>,
}

/// An entry that is not as it was written. Shown, it is named as far as it can still be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged(pub(crate) Damage);

impl Damaged {
    /// Its position in the store.
    pub fn position(&self) -> u64 {
        self.0.position
    }

    /// Its id, as it is there now.
    pub fn id(&self) -> Option<Uuid> {
        self.0.record.as_ref().map(|record| Uuid::from_bytes(record.id))
    }

    /// When it was written, by its id.
    pub fn recorded(&self) -> Option<Timestamp> {
        let (seconds, nanoseconds) = self.id()?.get_timestamp()?.to_unix();
        Timestamp::new(i64::try_from(seconds).ok()?, i32::try_from(nanoseconds).ok()?).ok()
    }

    /// How it shows.
    pub fn why(&self) -> &str {
        &self.0.why
    }
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id() {
            None => f.write_str("an entry is damaged")?,
            Some(id) => write!(f, "the entry {id}")?,
        }
        if let Some(recorded) = self.recorded() {
            write!(f, ", written {recorded},")?;
        }
        if self.id().is_some() {
            f.write_str(" is damaged")?;
        }
        write!(f, ": {}", self.why())
    }
}
