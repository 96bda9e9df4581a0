//! Whether a diary still holds what a report was made from.
//!
//! Each device chains its entries by hashes, so the hash of its last entry stands for all that it had written by then. A
//! report names these heads. A diary that holds an entry with each of them, and whose chains are whole, holds everything
//! that the report was made from, unchanged.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use supple_diary::{Entry, LineHash, Log};
use uuid::Uuid;

/// The last entry of a device, when a report was made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Head {
    /// The device.
    pub device: Uuid,
    /// How many entries it had written before that one.
    pub sequence: u64,
    /// The SHA-256 of its line, as hexadecimal digits.
    pub hash: String,
}

/// What ties a report to the diary from which it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The head of each device, in order.
    pub heads: Vec<Head>,
}

/// The heads of a log, in the order of their devices.
pub fn heads(log: &Log) -> Proof {
    Proof::of(log.iter())
}

/// What a diary says to the heads of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// It holds each of them.
    Whole {
        /// How many entries were written since.
        since: usize,
    },
    /// A device has another entry at the place of the head: it was changed, or it is another diary.
    Changed(Vec<Head>),
    /// A device is missing, or has fewer entries.
    Missing(Vec<Head>),
    /// The report was made from an empty diary: it says nothing.
    Empty,
}

/// Why something is no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("names no heads of a diary")]
pub struct NotAReport;

/// The key under which a report names its heads, in a Bundle and in the PDF that carries it.
pub const HEADS: &str = "urn:supple:heads";

impl Proof {
    /// The heads as one line, as a report carries them.
    pub fn line(&self) -> String {
        let heads = self.heads.iter().map(|head| format!("{}.{}.{}", head.device, head.sequence, head.hash));
        heads.collect::<Vec<_>>().join(",")
    }

    /// The line with its name before it, as [`Proof::read`] finds it.
    pub fn named(&self) -> String {
        format!("{HEADS}|{}", self.line())
    }

    /// Reads such a line.
    fn parse(line: &str) -> Option<Proof> {
        let head = |text: &str| {
            let mut parts = text.split('.');
            let (device, sequence, hash) = (parts.next()?, parts.next()?, parts.next()?);
            let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            let head =
                Head { device: device.parse().ok()?, sequence: sequence.parse().ok()?, hash: hash.to_lowercase() };
            (is_hash && parts.next().is_none()).then_some(head)
        };
        if line.is_empty() {
            Some(Proof::default())
        } else {
            Some(Proof { heads: line.split(',').map(head).collect::<Option<_>>()? })
        }
    }

    /// Finds the heads in the file of a report: its Bundle, or its PDF, whose metadata hold them in the clear.
    ///
    /// # Errors
    /// If it names none, or not in this form.
    pub fn read(file: &[u8]) -> Result<Proof, NotAReport> {
        let key = format!("{HEADS}|");
        let place = file.windows(key.len()).position(|window| window == key.as_bytes()).ok_or(NotAReport)?;
        let rest = file.get(place + key.len()..).unwrap_or_default();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b',');
        let line: Vec<u8> = rest.iter().copied().take_while(is_part).collect();
        Proof::parse(std::str::from_utf8(&line).map_err(|_| NotAReport)?).ok_or(NotAReport)
    }

    /// The heads of entries.
    pub fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Proof {
        let mut last: BTreeMap<Uuid, &Entry> = BTreeMap::new();
        for entry in entries {
            let known = last.entry(entry.device()).or_insert(entry);
            if entry.sequence() > known.sequence() {
                *known = entry;
            }
        }
        let head =
            |entry: &Entry| Head { device: entry.device(), sequence: entry.sequence(), hash: digits(&entry.hash()) };
        Proof { heads: last.into_values().map(head).collect() }
    }

    /// Twelve digits that stand for the heads, to be compared by eye.
    pub fn code(&self) -> String {
        let mut hash = Sha256::new();
        for head in &self.heads {
            hash.update(format!("{} {} {}\n", head.device, head.sequence, head.hash));
        }
        let digits: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02X}")).collect();
        [digits.get(0..4), digits.get(4..8), digits.get(8..12)].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// What a diary says to them.
    pub fn judge(&self, log: &Log) -> Judged {
        if self.heads.is_empty() {
            return Judged::Empty;
        }
        let mut by_place: BTreeMap<(Uuid, u64), Vec<String>> = BTreeMap::new();
        for entry in log.iter() {
            by_place.entry((entry.device(), entry.sequence())).or_default().push(digits(&entry.hash()));
        }
        let (mut changed, mut missing) = (Vec::new(), Vec::new());
        for head in &self.heads {
            match by_place.get(&(head.device, head.sequence)) {
                None => missing.push(head.clone()),
                Some(hashes) if hashes.contains(&head.hash) => {}
                Some(_) => changed.push(head.clone()),
            }
        }
        if !changed.is_empty() {
            return Judged::Changed(changed);
        }
        if !missing.is_empty() {
            return Judged::Missing(missing);
        }
        let known = |device: Uuid| self.heads.iter().find(|head| head.device == device);
        let since = log.iter().filter(|e| known(e.device()).is_none_or(|head| e.sequence() > head.sequence)).count();
        Judged::Whole { since }
    }
}

fn digits(hash: &LineHash) -> String {
    hash.bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
