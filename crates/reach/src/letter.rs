//! A word that is due.

use crate::way::To;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One message to one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The idempotency key: `WAY/PURPOSE/…`. What has it is the same letter, whoever laid it.
    pub key: String,
    /// The way that it goes.
    pub way: String,
    /// Where that leads.
    pub to: To,
    /// From when it may be sent.
    pub due: Timestamp,
    /// From when nobody needs it any more. None: it is always needed.
    pub until: Option<Timestamp>,
    /// What it says.
    pub words: Words,
}

/// What a letter says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// In a few words.
    pub subject: String,
    /// In whole sentences, line by line.
    pub text: String,
    /// Where it leads: a path on this server, for the person's own browser.
    pub path: String,
    /// Whether someone is waiting.
    pub is_urgent: bool,
}

impl Words {
    /// A text in one line and short enough for a message about it.
    pub(crate) fn cut(text: &str) -> String {
        let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(60).collect();
        if text.chars().count() > 60 { format!("{line}…") } else { line }
    }
}
