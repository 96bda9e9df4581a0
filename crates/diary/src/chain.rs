//! The chain of a device: each entry carries the hash of the one before, so that a later change or a gap can be seen.

use crate::draft::Draft;
use crate::entry::Entry;
use crate::error::EntryError;
use crate::explain::explain;
use crate::log::Log;
use crate::moment::whole_millis;
use crate::values::{BirthYear, read_text};
use crate::wire::{Fields, Wire};
use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::value::to_raw_value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The SHA-256 of a line, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineHash([u8; 32]);

impl LineHash {
    /// The hash of a line.
    pub fn of(line: &str) -> LineHash {
        LineHash(Sha256::digest(line.as_bytes()).into())
    }

    /// The device of the chain in which the entry of this hash and what follows it are sealed again, after their own chain
    /// went two ways. It follows from the entry alone, so that all who do the same make the same chain.
    pub fn branch(&self) -> Uuid {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.0[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for LineHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for LineHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LineHash({self})")
    }
}

/// Why a text is no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a hash of 64 hexadecimal digits in lower case")]
pub struct NoHash;

/// The bit that marks what is no digit.
const NO_DIGIT: u8 = 0x80;

/// The value of each byte as a hexadecimal digit. Every entry has a hash, so this is read very often.
const DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    digits
};

impl FromStr for LineHash {
    type Err = NoHash;

    fn from_str(text: &str) -> Result<LineHash, NoHash> {
        let mut hash = [0; 32];
        if text.len() != 2 * hash.len() {
            return Err(NoHash);
        }
        let mut wrong = 0;
        for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let (high, low) = (DIGITS[usize::from(pair[0])], DIGITS[usize::from(pair[1])]);
            wrong |= high | low;
            *byte = (high << 4) | (low & 0x0f);
        }
        if wrong & NO_DIGIT == 0 { Ok(LineHash(hash)) } else { Err(NoHash) }
    }
}

impl Serialize for LineHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LineHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<LineHash, D::Error> {
        read_text(deserializer, "null or a hash of 64 hexadecimal digits in lower case")
    }
}

/// The end of a device's chain: what the next entry has to carry on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tail {
    device: Uuid,
    last: Option<(u64, LineHash)>,
}

impl Tail {
    /// The tail of a device that has not recorded anything.
    pub fn new(device: Uuid) -> Tail {
        Tail { device, last: None }
    }

    /// The tail of a device in this log.
    pub fn of(log: &Log, device: Uuid) -> Tail {
        let own = log.iter().filter(|entry| entry.device() == device);
        let last = own.max_by_key(|entry| (entry.sequence(), entry.id()));
        Tail { device, last: last.map(|entry| (entry.sequence(), entry.hash())) }
    }

    /// Moves on to an entry that this device has recorded, as another program may have done. Others change nothing.
    pub fn follow(&mut self, entry: &Entry) {
        if entry.device() == self.device && entry.sequence() >= self.next_sequence() {
            self.last = Some((entry.sequence(), entry.hash()));
        }
    }

    /// The device.
    pub fn device(&self) -> Uuid {
        self.device
    }

    /// The sequence number of the next entry.
    pub fn next_sequence(&self) -> u64 {
        self.last.map_or(0, |(sequence, _)| sequence.saturating_add(1))
    }

    /// Makes an entry of a draft and moves the tail on to it.
    ///
    /// `random` are ten random bytes, for the id. The same arguments give the same entry.
    ///
    /// # Errors
    /// As [`Entry::parse`] and [`Entry::check`]. The tail has not moved then.
    ///
    /// ```
    /// # use supple_diary::{Draft, Level, Moment, Pain, Tail};
    /// let now = "2026-11-22T02:11:07.123Z".parse().unwrap();
    /// let pain = Pain { level: Level::new(7).unwrap(), regions: Default::default(), note: None };
    /// let draft = Draft::new(Moment::in_zone(now, "Europe/Berlin").unwrap(), pain);
    /// let mut tail = Tail::new(uuid::Uuid::from_u128(1));
    /// let entry = tail.write(draft, now, [0; 10], None).unwrap();
    /// assert!(entry.line().ends_with(r#""kind":"pain","level":7}"#));
    /// assert_eq!(tail.write(entry.draft().unwrap().clone(), now, [1; 10], None).unwrap().previous(), Some(entry.hash()));
    /// ```
    pub fn write(
        &mut self,
        draft: Draft,
        now: Timestamp,
        random: [u8; 10],
        birth_year: Option<BirthYear>,
    ) -> Result<Entry, EntryError> {
        let recorded = whole_millis(now);
        let millis =
            u64::try_from(recorded.as_millisecond()).map_err(|_| EntryError::RecordedTooEarly(recorded.to_string()))?;
        let wire = Wire {
            schema: draft.schema(),
            id: uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid(),
            device: self.device,
            sequence: self.next_sequence(),
            previous: self.last.map(|(_, hash)| hash),
            happened: draft.happened,
            precision: draft.precision,
            recorded,
            kind: draft.kind,
        };
        let line = serde_json::to_string(&wire).map_err(|error| EntryError::NotAnObject(error.to_string()))?;
        // What cannot be read again must not be written.
        let entry = Entry::parse(&line)?;
        entry.check(birth_year)?;
        self.last = Some((entry.sequence(), entry.hash()));
        Ok(entry)
    }
}

impl Entry {
    /// The same entry at another place of another chain: it keeps its id, its times and all that it says.
    ///
    /// # Errors
    /// If it cannot be read again as it was written.
    pub fn sealed_again(&self, device: Uuid, sequence: u64, previous: Option<LineHash>) -> Result<Entry, EntryError> {
        // Field by field, since what a newer Supple wrote is sealed again, too.
        let Fields(mut fields) = serde_json::from_str(self.line()).map_err(|_| explain(self.line()))?;
        let unwritable = |error: serde_json::Error| EntryError::NotAnObject(error.to_string());
        for (name, value) in &mut fields {
            *value = match name.as_str() {
                "device" => to_raw_value(&device).map_err(unwritable)?,
                "sequence" => to_raw_value(&sequence).map_err(unwritable)?,
                "previous" => to_raw_value(&previous).map_err(unwritable)?,
                _ => continue,
            };
        }
        Entry::parse(&serde_json::to_string(&Fields(fields)).map_err(unwritable)?)
    }

    /// Whether it is the same entry, perhaps sealed again in the chain of a branch: nothing that a person said or sees of it
    /// differs.
    pub fn is_same_as(&self, other: &Entry) -> bool {
        // Only a branch has a device of this kind. In any other chain the entry was changed.
        let is_again = |entry: &Entry| entry.device().get_version_num() == 8;
        let is_said = || match (self.draft(), other.draft()) {
            (Some(mine), Some(theirs)) => mine == theirs,
            _ => {
                let said = |entry: &Entry| entry.sealed_again(Uuid::nil(), 0, None).ok();
                said(self).is_some() && said(self) == said(other)
            }
        };
        let is_one = (self.id(), self.recorded()) == (other.id(), other.recorded());
        self == other || is_one && (is_again(self) || is_again(other)) && is_said()
    }
}

/// The first entry of a device's chain that is not as it was written, or does not follow on the one before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {id} (number {sequence} of device {device}) {fault}")]
pub struct Broken {
    /// The id of the entry.
    pub id: Uuid,
    /// The device that recorded it.
    pub device: Uuid,
    /// Its place in the chain, from 0.
    pub sequence: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Entries are missing.
    #[error("comes after a gap: entry number {0} of this device is missing")]
    Gap(u64),
    /// The entry before was changed, or this one was.
    #[error("does not follow on the entry before it: one of the two was changed after it was written")]
    Previous,
    /// Two entries have the same place.
    #[error("has the same number as another entry: two programs wrote for one device, or one entry was changed")]
    Fork,
    /// Two different lines have the same id.
    #[error("is there in two different versions: one of them was changed after it was written")]
    Versions,
}

/// Checks the chains of all devices.
///
/// Says, for each device, the first entry that is wrong; the one that was recorded first comes first. Nothing is wrong
/// if the list is empty. A change of the very last entry of a device shows only once another one follows.
pub fn verify<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Vec<Broken> {
    let mut chains: BTreeMap<Uuid, Vec<&Entry>> = BTreeMap::new();
    let mut versions: BTreeMap<Uuid, (&Entry, bool)> = BTreeMap::new();
    for entry in entries {
        chains.entry(entry.device()).or_default().push(entry);
        let (first, differ) = versions.entry(entry.id()).or_insert((entry, false));
        *differ |= *first != entry;
    }
    let mut broken: Vec<(Timestamp, Broken)> = Vec::new();
    for (device, mut chain) in chains {
        chain.sort_unstable_by(|a, b| a.sequence().cmp(&b.sequence()).then_with(|| a.cmp(b)));
        chain.dedup();
        let two_versions = |entry: &Entry| versions.get(&entry.id()).is_some_and(|(_, differ)| *differ);
        if let Some((entry, fault)) = first_fault(&chain, two_versions) {
            let (id, sequence) = (entry.id(), entry.sequence());
            broken.push((entry.recorded(), Broken { id, device, sequence, fault }));
        }
    }
    broken.sort_by_key(|(recorded, broken)| (*recorded, broken.id));
    broken.into_iter().map(|(_, broken)| broken).collect()
}

/// The first fault of a chain that is sorted by sequence.
fn first_fault<'e>(chain: &[&'e Entry], two_versions: impl Fn(&Entry) -> bool) -> Option<(&'e Entry, Fault)> {
    let mut before: Option<&Entry> = None;
    for entry in chain {
        let expected = before.map_or(0, |before| before.sequence().saturating_add(1));
        let fault = if two_versions(entry) {
            Fault::Versions
        } else if entry.sequence() < expected {
            Fault::Fork
        } else if entry.sequence() > expected {
            Fault::Gap(expected)
        } else if entry.previous() != before.map(Entry::hash) {
            Fault::Previous
        } else {
            before = Some(entry);
            continue;
        };
        return Some((entry, fault));
    }
    None
}
