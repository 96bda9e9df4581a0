//! Who makes a link for a practice: the server that keeps what waits under it. A browser has none, and asks its server.

use jiff::{SignedDuration, Timestamp};
use std::fmt::Debug;
use std::sync::Arc;

/// What is to be shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask<'a> {
    /// A FHIR Bundle as JSON.
    pub content: String,
    /// What it is called where it is opened.
    pub label: &'a str,
    /// How long the link leads to it.
    pub lasts: SignedDuration,
    /// What has to be typed where it is opened, if anything has to.
    pub passcode: Option<&'a str>,
    /// Under which address the server is reached, such as `https://supple.home`.
    pub server: &'a str,
}

/// A link that was just made. It holds the key, so it is shown once and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The link.
    pub address: String,
    /// When it ends.
    pub until: Timestamp,
}

/// A link that leads somewhere yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What it is stopped by.
    pub id: String,
    /// When it was made.
    pub made: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// Whether a passcode has to be typed.
    pub has_passcode: bool,
    /// Whether too many wrong passcodes have ended it.
    pub is_locked: bool,
    /// When it was opened, and by whom as they said.
    pub opened: Vec<(Timestamp, String)>,
}

/// Makes links and ends them. Each error is one line for a person.
pub trait Sharer: Debug + Send + Sync {
    /// Encrypts and keeps what is shared, and gives the one way to it.
    ///
    /// # Errors
    /// If it cannot be kept, or the address of the server is too long for a link.
    fn share(&self, ask: Ask<'_>) -> Result<Made, String>;

    /// All links that have not ended, the newest first.
    ///
    /// # Errors
    /// If the list cannot be read.
    fn waiting(&self) -> Result<Vec<Waiting>, String>;

    /// Ends a link. Gives whether it was there.
    ///
    /// # Errors
    /// If what waits under it cannot be removed.
    fn stop(&self, id: &str) -> Result<bool, String>;
}

/// The sharer of the app, as its pages ask for it.
#[derive(Clone, Debug)]
pub(crate) struct Shared(pub(crate) Arc<dyn Sharer>);
