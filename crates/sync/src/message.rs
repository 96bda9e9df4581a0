//! What the two sides say to each other: one JSON object.

use crate::admit::Refused;
use crate::version_vector::VersionVector;
use serde::{Deserialize, Serialize};
use supple_diary::{Entry, LineHash};
use uuid::Uuid;

/// The version of the messages that this program writes and reads.
pub const VERSION: u64 = 1;

/// The header of HTTP in which each side says the newest schema of entries that it reads
/// ([`SCHEMA`](supple_diary::SCHEMA)).
///
/// It is no field of the message: a peer of the first version refuses fields that it does not know. Nothing is decided by
/// it, since entries of a newer schema are carried; it is told to the person, who sees why the other side shows less.
pub const SCHEMA_HEADER: &str = "supple-schema";

/// The most bytes of lines in one message: 512 KiB, which is at least eight entries.
pub const MAX_LINES_BYTES: usize = 512 * 1024;

/// The most entries in one message.
pub const MAX_ENTRIES: usize = 4_096;

/// The most devices that a message tells of.
pub const MAX_DEVICES: usize = 1_000;

/// The most refusals that an answer tells of. What else was refused shows when these are settled.
pub const MAX_REFUSED: usize = 50;

/// The most bytes of a message: lines whose every letter has to be escaped, and what stands around them.
pub const MAX_MESSAGE_BYTES: usize = 1_536 * 1024;

/// A message, and an answer to one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// The version of messages: [`VERSION`].
    pub version: u64,
    /// The identity of the sender's diary. A message of another diary is refused as a whole: two people may use one
    /// browser or one address after the other, and what was erased must not come back from a phone.
    pub diary: Uuid,
    /// What the sender has.
    pub have: VersionVector,
    /// What the receiver seems to lack.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<ChainSegment>,
    /// In an answer: what was refused of the message that it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
}

/// Entries of one device that follow on each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainSegment {
    /// The entries as they were written.
    pub lines: Vec<String>,
    /// The hash of the last line: each of the others is vouched for by the line behind it.
    pub last: LineHash,
}

/// Why a message cannot be read at all. Nothing of it was taken. What to do there, each side says for itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// It has more bytes than any message.
    #[error("the message is larger than {} KiB, which Supple never sends", MAX_MESSAGE_BYTES / 1024)]
    TooLarge,
    /// It holds more than a message may.
    #[error("the message holds more than {most} {what}, which Supple never sends")]
    TooMuch {
        /// The most there may be.
        most: usize,
        /// Of what.
        what: &'static str,
    },
    /// A newer program wrote it.
    #[error("the message was written by a newer Supple (version {0})")]
    Newer(u64),
    /// It is no message.
    #[error("this is not a message of Supple ({0})")]
    NotOne(String),
}

impl Message {
    /// Reads a message, and sees that it is within the limits. Its entries are not looked at yet.
    ///
    /// # Errors
    /// Says what is wrong with it as a whole.
    pub fn read(text: &[u8]) -> Result<Message, MessageError> {
        #[derive(Deserialize)]
        struct Version {
            version: u64,
        }

        if text.len() > MAX_MESSAGE_BYTES {
            return Err(MessageError::TooLarge);
        }
        let not_one = |error: serde_json::Error| MessageError::NotOne(supple_text::told(&error));
        // What a newer Supple wrote may differ in every other way.
        let Version { version } = serde_json::from_slice(text).map_err(not_one)?;
        if version > VERSION {
            return Err(MessageError::Newer(version));
        }
        let message: Message = serde_json::from_slice(text).map_err(not_one)?;
        message.check()?;
        Ok(message)
    }

    /// The message as JSON.
    pub fn write(&self) -> String {
        // Nothing in it can fail to be written: its maps have texts as keys.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How many entries it brings.
    pub fn count(&self) -> usize {
        self.entries.iter().map(|run| run.lines.len()).sum()
    }

    /// How many of them are of this device.
    pub fn count_of(&self, device: Uuid) -> u64 {
        let is_of_it = |run: &&ChainSegment| {
            run.lines.first().and_then(|line| Entry::parse(line).ok()).is_some_and(|entry| entry.device() == device)
        };
        self.entries.iter().filter(is_of_it).map(|run| run.lines.len() as u64).sum()
    }

    fn check(&self) -> Result<(), MessageError> {
        let too_much = |most, what| Err(MessageError::TooMuch { most, what });
        if self.version != VERSION {
            return Err(MessageError::NotOne(format!("there is no version {}", self.version)));
        }
        if self.have.devices() > MAX_DEVICES || self.entries.len() > MAX_DEVICES {
            return too_much(MAX_DEVICES, "devices");
        }
        if self.have.devices.values().any(|held| held.entries == 0) {
            return Err(MessageError::NotOne("it tells of a device with no entries".to_owned()));
        }
        if self.count() > MAX_ENTRIES {
            return too_much(MAX_ENTRIES, "entries");
        }
        if self.entries.iter().flat_map(|run| &run.lines).map(String::len).sum::<usize>() > MAX_LINES_BYTES {
            return too_much(MAX_LINES_BYTES, "bytes of entries");
        }
        if self.refused.len() > MAX_REFUSED {
            return too_much(MAX_REFUSED, "refusals");
        }
        Ok(())
    }
}
