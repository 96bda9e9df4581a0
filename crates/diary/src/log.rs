//! The log: all entries that are known, as a set. Merging two logs is their union.

use crate::entry::Entry;
use crate::error::EntryError;
use std::sync::Arc;
use uuid::Uuid;

/// A set of entries.
///
/// It only grows. If two different lines carry one id (which only happens when one of them was changed), both are kept,
/// so that a merge never loses anything and does not depend on who merges with whom; [`verify`](crate::verify) names
/// them, and the diary shows the smaller one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// Sorted by id, then line.
    entries: Vec<Arc<Entry>>,
}

/// A line of an import that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct Refused {
    /// Its number, from 1.
    pub line: usize,
    /// Why.
    pub why: EntryError,
}

impl Log {
    /// No entries.
    pub fn new() -> Log {
        Log::default()
    }

    /// Adds an entry. Says whether it is new.
    pub fn insert(&mut self, entry: impl Into<Arc<Entry>>) -> bool {
        let entry = entry.into();
        match self.entries.binary_search(&entry) {
            Ok(_) => false,
            Err(place) => {
                self.entries.insert(place, entry);
                true
            }
        }
    }

    /// Adds all entries of another log. Says how many are new.
    ///
    /// Merging is commutative, associative and idempotent.
    pub fn merge(&mut self, other: &Log) -> usize {
        let before = self.entries.len();
        self.entries.extend(other.entries.iter().cloned());
        self.tidy();
        self.entries.len() - before
    }

    /// The entry with this id.
    pub fn get(&self, id: Uuid) -> Option<&Arc<Entry>> {
        let place = self.entries.partition_point(|entry| entry.id() < id);
        self.entries.get(place).filter(|entry| entry.id() == id)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All entries by id, which is about the order in which they were recorded.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Entry> + Clone {
        self.entries.iter().map(AsRef::as_ref)
    }

    /// All entries by id, to be kept elsewhere, too.
    pub fn shared(&self) -> impl ExactSizeIterator<Item = Arc<Entry>> + DoubleEndedIterator + Clone {
        self.entries.iter().map(Arc::clone)
    }

    /// All entries in the order of an export: by when they happened, as first written down, then by id.
    pub fn in_order(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.iter().collect();
        // Stable, so that what has one id stays ordered by line.
        entries.sort_by_key(|entry| (entry.happened().at(), entry.id()));
        entries
    }

    /// The whole log as text: each line ends with a line break.
    pub fn to_lines(&self) -> String {
        let mut text = String::with_capacity(self.iter().map(|entry| entry.line().len() + 1).sum());
        for entry in self.in_order() {
            text.push_str(entry.line());
            text.push('\n');
        }
        text
    }

    /// Reads lines, in any order. Empty lines, spaces around a line and a byte order mark are skipped.
    ///
    /// Every good line is taken, and every other one is reported. [`Entry::check`] is left to the caller, who has a
    /// clock.
    pub fn from_lines(text: &str) -> (Log, Vec<Refused>) {
        Log::read(text.split('\n').map(Ok))
    }

    /// As [`Log::from_lines`], for what may not even be text.
    pub fn from_bytes(bytes: &[u8]) -> (Log, Vec<Refused>) {
        match std::str::from_utf8(bytes) {
            Ok(text) => Log::from_lines(text),
            Err(_) => {
                let lines = bytes.split(|byte| *byte == b'\n');
                Log::read(lines.map(|line| std::str::from_utf8(line).map_err(|_| EntryError::NotText)))
            }
        }
    }

    fn read<'l>(lines: impl Iterator<Item = Result<&'l str, EntryError>>) -> (Log, Vec<Refused>) {
        let mut refused = Vec::new();
        let mut log = Log::new();
        for (place, line) in lines.enumerate() {
            let line = line.map(|line| {
                let line = if place == 0 { line.trim_start_matches('\u{feff}') } else { line };
                line.trim_ascii()
            });
            if line == Ok("") {
                continue;
            }
            match line.and_then(Entry::parse) {
                Ok(entry) => log.entries.push(Arc::new(entry)),
                Err(why) => refused.push(Refused { line: place + 1, why }),
            }
        }
        log.tidy();
        (log, refused)
    }

    /// All entries, sorted by id, then line; the same id may stand more than once.
    pub(crate) fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    fn tidy(&mut self) {
        // Both runs of a merge are sorted already, which this sort makes use of.
        self.entries.sort();
        self.entries.dedup();
    }
}

impl<E: Into<Arc<Entry>>> FromIterator<E> for Log {
    fn from_iter<I: IntoIterator<Item = E>>(entries: I) -> Log {
        let mut log = Log { entries: entries.into_iter().map(Into::into).collect() };
        log.tidy();
        log
    }
}

impl<E: Into<Arc<Entry>>> Extend<E> for Log {
    fn extend<I: IntoIterator<Item = E>>(&mut self, entries: I) {
        self.entries.extend(entries.into_iter().map(Into::into));
        self.tidy();
    }
}
