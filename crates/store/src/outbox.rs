//! A transactional outbox: what a server has to send, kept beside the documents from which it follows.
//!
//! A change of a document and the letters that follow from it are one transaction, so that neither is there without the
//! other whenever the program ends. Sending comes later and from anywhere: a letter is leased to whoever takes it, and a
//! fencing token tells whether its outcome still counts. So a letter is sent *at least* once: where a program dies
//! between sending and saying so, nobody can know, and [`Kept::may_be_out`] says that it is so. Whoever receives it should
//! pass over a key that they have seen.
//!
//! The outbox decides nothing. When a letter is due, when it is tried again and when it is given up, the caller says. All
//! times are milliseconds since 1970, and are handed in.
//!
//! Each diary of a database has an outbox of its own ([`Outboxes`]). No call for one returns, changes, leases, cancels, forgets or
//! erases anything of another.
//!
//! # Cancelling
//! A letter that nobody is sending is cancelled at once. One under a lease that has not ended may be out already: it
//! stays, and ends as sent if it is settled as sent, and as cancelled otherwise. It is not tried again. Once cancelled, a
//! letter ends in one of these two ways and no other.
//!
//! # Clocks
//! A letter is due by the clock of whoever takes it. A lease goes by one clock that all who might take the letter share:
//! - SQLite: theirs, as handed in, since they are on one machine.
//! - PostgreSQL: the server's. Their clocks may differ by minutes, and by their own the one that is ahead would see each lease of
//!   the others as ended, and send a second time.
//!
//! A clock that jumps costs a second sending at worst, and never holds a letter back for long. A lease that began in the
//! future cannot be (the clock was set back) and counts as ended, but for [`OVERTAKING`]. A retry that is further away than
//! [`LONGEST_RETRY`] cannot be either, and is due. When a letter is due for the first time is never touched by that.

mod outboxes;
mod postgresql;
mod sqlite;
mod thread;

pub use outboxes::Outboxes;

use crate::{DiaryKey, StoreError};
use std::fmt::Debug;

/// How far a call may be behind one that came later, in milliseconds: it asks for the time first, and then waits for its
/// turn. A lease that seems to begin this far in the future is a lease.
pub const OVERTAKING: i64 = 60_000;

/// The longest from a failure to the next try, in milliseconds: one day. A later one is brought forward to it.
pub const LONGEST_RETRY: i64 = 86_400_000;

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Letter {
    /// What it is known by, for ever (idempotency key): laid twice, it is there once. Any text; compared byte by byte.
    pub key: String,
    /// The way on which it goes, such as "mail". Whoever takes letters names the ways that they serve.
    pub channel: String,
    /// Not before this.
    pub due: i64,
    /// What whoever sends it needs to know. Kept and given back byte for byte.
    pub content: String,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is to be sent, now or later. With [`Kept::is_taken`], someone may be sending it.
    Waiting,
    /// Sent, and settled as sent at this time.
    Sent(i64),
    /// Not sent, and not tried any more since this time.
    GivenUp(i64),
    /// Cancelled at this time. With [`Kept::may_be_out`], it may have gone out before.
    Cancelled(i64),
}

/// A letter as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kept {
    /// The letter, as it was laid.
    pub letter: Letter,
    /// How often it was taken.
    pub tries: u32,
    /// When it is tried next, if it waits: when it is due, or what was said after the last failure.
    pub next: i64,
    /// Why the last try failed. None where there was no failure, or a later try came through.
    pub trouble: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// Whether someone is sending it in this moment, or died while doing so: nobody has said.
    pub is_taken: bool,
    /// Whether it went out or may have: it was sent, it is taken, whoever took it before never said what became of it, or a
    /// try ended without an answer. It never becomes false again.
    pub may_be_out: bool,
}

/// A letter that is the caller's to send until the lease ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Taken {
    /// The letter.
    pub letter: Letter,
    /// How often it was taken, this time included: 1 for the first.
    pub tries: u32,
    /// Which time of taking this is (fencing token): larger than that of any time before, of any letter.
    pub token: i64,
}

/// How sending went.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is out.
    Sent,
    /// Not this time.
    Later {
        /// When to try again; at most [`LONGEST_RETRY`] from now.
        next: i64,
        /// What went wrong.
        why: String,
        /// Whether it may have gone out all the same: only the answer is missing.
        may_be_out: bool,
    },
    /// It cannot be sent, or is not worth trying any more.
    GivenUp {
        /// What went wrong.
        why: String,
        /// Whether it may have gone out all the same.
        may_be_out: bool,
    },
}

/// A small text with a name: a setting, or a state from which letters follow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Document {
    /// Any text; compared byte by byte.
    pub name: String,
    /// One more with each change; 1 for the first. A document that comes after a removed one starts above it, so no two states
    /// of one name share a revision.
    pub revision: u64,
    /// The content. Kept and given back byte for byte.
    pub value: String,
}

/// What is to be done in one transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// The document.
    pub name: &'a str,
    /// The revision that the caller has seen. 0: there was none.
    pub revision: u64,
    /// What it is to say. None removes it; with revision 0, it stays away, and only the letters are dealt with.
    pub value: Option<&'a str>,
    /// Letters to lay. One whose key is there already is skipped, whatever became of it.
    pub lay: &'a [Letter],
    /// Beginnings of keys, word for word: waiting letters that have one are cancelled. They were laid before; what this
    /// change lays is not among them. The empty one cancels all.
    pub cancel: &'a [String],
}

/// Letters and documents on a database. Each call blocks; any thread may call.
///
/// What a call has acknowledged is on the disk.
pub trait Outbox: Send + Sync + Debug {
    /// The document with this name.
    ///
    /// # Errors
    /// If the database cannot be asked.
    fn document(&self, name: &str) -> Result<Option<Document>, StoreError>;

    /// The documents whose names begin with this, word for word, in the order of their bytes.
    ///
    /// # Errors
    /// If the database cannot be asked.
    fn documents(&self, prefix: &str) -> Result<Vec<Document>, StoreError>;

    /// One transaction: the document is changed if it is still at this revision (compare-and-swap), letters are
    /// cancelled, and letters are laid. False: another was quicker, and nothing was done.
    ///
    /// # Errors
    /// If it cannot be written. Nothing was done then, unless the connection to a server was lost for good or it was
    /// silent: then it may have been, and reading the document shows.
    fn commit(&self, change: &Change<'_>, now: i64) -> Result<bool, StoreError>;

    /// Takes the one due letter that has waited longest, of these channels, or of any if none is named. For `lease`
    /// milliseconds nobody else gets it. A letter whose lease has ended without a word is taken again.
    ///
    /// # Errors
    /// If it cannot be written.
    fn take(&self, channels: &[&str], now: i64, lease: i64) -> Result<Option<Taken>, StoreError>;

    /// Says how sending went. It counts also after the end of the lease, if nobody else has taken the letter since.
    /// False: the lease had ended and another has it, or it was settled, forgotten or erased before. Nothing was done.
    ///
    /// # Errors
    /// If it cannot be written.
    fn settle(&self, taken: &Taken, outcome: &Outcome, now: i64) -> Result<bool, StoreError>;

    /// The letters whose keys begin with this, word for word, in the order of their bytes.
    ///
    /// # Errors
    /// If the database cannot be asked.
    fn letters(&self, prefix: &str) -> Result<Vec<Kept>, StoreError>;

    /// Removes letters that were sent, given up or cancelled before this time, and says how many. A key that is forgotten may
    /// be laid again.
    ///
    /// # Errors
    /// If it cannot be written.
    fn forget_before(&self, before: i64) -> Result<usize, StoreError>;

    /// Removes everything. Nothing of any letter or document is left in the files of an SQLite database or the tables of a
    /// PostgreSQL database; what is beyond a program's reach is as with [`Store::erase`](crate::Store::erase).
    ///
    /// # Errors
    /// [`StoreError::Traces`] and [`StoreError::NoRoomForTraces`] if everything is gone, but not its last traces.
    fn erase(&self) -> Result<(), StoreError>;

    /// Where it is, for messages. Never a password.
    fn describe(&self) -> String;
}

/// Opens the outbox of the first diary, [`DiaryKey::FIRST`], and makes it where it is missing. It blocks until it is ready. Those
/// of other diaries are opened by [`Outboxes`].
///
/// The address is that of a diary, as [`open`](crate::open) takes it. Beside an SQLite file, the outbox is a file of its
/// own, whose name ends in `.outbox`: no file of a diary is opened twice in one program. On a PostgreSQL server it has
/// tables of its own in the same database.
///
/// ```
/// use supple_store::outbox::{Change, Letter, Outcome, open_outbox};
///
/// let outbox = open_outbox("sqlite::memory:")?;
/// let letter = Letter { key: "check-in/1".into(), channel: "mail".into(), due: 1_000, content: "How are you?".into() };
/// let asked = Change { name: "check-in", revision: 0, value: Some("asked"), lay: &[letter], cancel: &[] };
/// assert!(outbox.commit(&asked, 900)?);
/// assert!(!outbox.commit(&asked, 900)?, "another was quicker");
/// assert!(outbox.take(&["mail"], 999, 30_000)?.is_none(), "it is not due");
/// let taken = outbox.take(&["mail"], 1_000, 30_000)?.unwrap();
/// assert!(outbox.settle(&taken, &Outcome::Sent, 1_200)?);
/// # Ok::<(), supple_store::StoreError>(())
/// ```
///
/// # Errors
/// As [`open`](crate::open).
pub fn open_outbox(address: &str) -> Result<Box<dyn Outbox>, StoreError> {
    Outboxes::at(address)?.of(DiaryKey::FIRST)
}

/// Whether there is an outbox at this address that [`open_outbox`] would not have to make. Nothing is made, and nothing is changed.
///
/// # Errors
/// An address that is not understood, and a server that cannot be asked.
pub fn outbox_is_there(address: &str) -> Result<bool, StoreError> {
    Outboxes::at(address)?.has(DiaryKey::FIRST)
}

/// The texts that begin with this one, as a range of bytes: from the first on, and below the second.
fn beginning_with(prefix: &str) -> (Vec<u8>, Vec<u8>) {
    let first = prefix.as_bytes().to_vec();
    let mut end = first.clone();
    match end.last_mut() {
        // No byte of UTF-8 is the highest one.
        Some(byte) => *byte += 1,
        None => end.push(u8::MAX),
    }
    (first, end)
}

/// How a fate is written, beside its time.
const WAITING: i32 = 0;
const SENT: i32 = 1;
const GIVEN_UP: i32 = 2;
const CANCELLED: i32 = 3;

/// None if nothing was ever written so.
fn read_fate(fate: i32, ended: Option<i64>) -> Option<Fate> {
    match (fate, ended) {
        (WAITING, None) => Some(Fate::Waiting),
        (SENT, Some(at)) => Some(Fate::Sent(at)),
        (GIVEN_UP, Some(at)) => Some(Fate::GivenUp(at)),
        (CANCELLED, Some(at)) => Some(Fate::Cancelled(at)),
        _ => None,
    }
}

/// From where on the time of a next try cannot be.
fn beyond_retries(now: i64) -> i64 {
    now.saturating_add(LONGEST_RETRY + OVERTAKING)
}

/// What the outcome of a try that did not come through says, in the form in which both databases take it.
struct Failure<'o> {
    why: &'o str,
    /// When to try again.
    next: Option<i64>,
    may_be_out: bool,
}

fn failure(outcome: &Outcome, now: i64) -> Option<Failure<'_>> {
    match outcome {
        Outcome::Sent => None,
        Outcome::Later { next, why, may_be_out } => {
            let next = Some((*next).min(now.saturating_add(LONGEST_RETRY)));
            Some(Failure { why, next, may_be_out: *may_be_out })
        }
        Outcome::GivenUp { why, may_be_out } => Some(Failure { why, next: None, may_be_out: *may_be_out }),
    }
}

/// The longest lease, in milliseconds: thousands of years, so that adding it to a time is a time.
const LONGEST_LEASE: i64 = 1 << 48;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_what_begins_so_and_nothing_else() {
        for prefix in ["", "a", "a%", "a_", "ä", "\u{7f}", "\u{10ffff}", "a\0", "\0"] {
            let (first, end) = beginning_with(prefix);
            for text in ["", "a", "a%b", "a_b", "axb", "a\0b", "b", "ä", "äb", "å", "\0", "\u{7f}x", "\u{10ffff}x"] {
                let is_in = first.as_slice() <= text.as_bytes() && text.as_bytes() < end.as_slice();
                assert_eq!(is_in, text.starts_with(prefix), "{prefix:?} {text:?}");
            }
        }
    }
}
