//! What reaches out of a server, as its pages ask for it. A browser has none: nothing runs there while it is closed.

use jiff::Timestamp;
use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use supple_reach::{Act, DoorKind, Letter, State};

/// What a desk will say. An error is one line for a person.
pub type Deed<T> = Pin<Box<dyn Future<Output = Result<T, String>> + Send>>;

/// Everything that reaches out.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What is on, and what runs.
    pub state: State,
    /// The letters of the last weeks, in the order of their keys.
    pub letters: Vec<Shown>,
    /// Whether the computer that the server runs on can show notifications.
    pub has_desktop: bool,
}

/// A letter, and how far it has come.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The letter.
    pub letter: Letter,
    /// How far it has come.
    pub stage: Stage,
    /// How often it was tried.
    pub tries: u32,
    /// Why the last try failed.
    pub trouble: Option<String>,
    /// Whether it went out, or may have: no answer came to it.
    pub may_be_out: bool,
}

impl Shown {
    /// Why it did not go, and whether it may have arrived all the same.
    pub fn why(&self) -> Option<String> {
        let why = self.trouble.as_ref()?;
        Some(if self.may_be_out { format!("it may have arrived, but {why}") } else { why.clone() })
    }
}

/// How far a letter has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is tried then.
    Waiting {
        /// The next try.
        next: Timestamp,
    },
    /// It went out then.
    Sent(Timestamp),
    /// It is not tried any more.
    GivenUp(Timestamp),
    /// It was cancelled before it went out.
    Cancelled(Timestamp),
}

/// Reads and changes what reaches out.
pub trait Desk: Debug + Send + Sync {
    /// Everything as it is.
    fn look(&self) -> Deed<Seen>;

    /// Does something.
    fn act(&self, act: Act) -> Deed<()>;

    /// Opens a secret address for this device, and gives its secret, which is kept nowhere.
    fn open_door(&self, kind: DoorKind, name: String) -> Deed<String>;

    /// The public key of this server for push services (RFC 8292), in base64url.
    fn push_key(&self) -> Deed<String>;
}

/// The desk of the app, as its pages ask for it.
#[derive(Clone, Debug)]
pub(crate) struct AtDesk(pub(crate) Arc<dyn Desk>);
