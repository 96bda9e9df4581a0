//! What of a file of entries can be taken over: every line is judged, and what does not fit is named.

use crate::{Journal, JournalError};
use std::collections::BTreeMap;
use std::sync::Arc;
use supple_diary::{BirthYear, Broken, Entry, EntryError, Log, verify};
use uuid::Uuid;

/// A line that is not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLine {
    /// Its number, from 1.
    pub line: u64,
    /// Why, as a sentence without its end.
    pub why: String,
}

/// What was found in a file of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// How many lines hold something.
    pub read: usize,
    /// How many entries are in the diary already.
    pub known: usize,
    /// The entries that are new and can be taken.
    pub good: Log,
    /// The lines that cannot, in their order.
    pub refused: Vec<RefusedLine>,
}

/// An entry that may be taken, with the line that it stands on.
type Candidates = BTreeMap<Uuid, (u64, Arc<Entry>)>;

impl Judged {
    /// Judges lines in Supple's own format against what is there, and the year before which nothing can have happened.
    pub fn of(bytes: &[u8], there: &Log, birth_year: Option<BirthYear>) -> Judged {
        let mut judged = Judged::default();
        let mut good = Candidates::new();
        for (line, bytes) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            let text = std::str::from_utf8(bytes).map_err(|_| EntryError::NotText).map(|text| {
                let text = if line == 1 { text.trim_start_matches('\u{feff}') } else { text };
                text.strip_suffix('\r').unwrap_or(text)
            });
            if text == Ok("") {
                continue;
            }
            judged.read += 1;
            let entry = match text.and_then(Entry::parse) {
                Ok(entry) => entry,
                Err(why) => {
                    judged.refuse(line, why.to_string());
                    continue;
                }
            };
            let id = entry.id();
            match there.get(id).map(AsRef::as_ref).or(good.get(&id).map(|(_, entry)| &**entry)) {
                // Perhaps sealed again in another chain, after its own went two ways.
                Some(same) if same.is_same_as(&entry) => judged.known += 1,
                Some(_) => judged.refuse(
                    line,
                    format!("the entry {id} is there already and says something else: one of the two was changed"),
                ),
                None => match entry.check(birth_year) {
                    Ok(()) => drop(good.insert(id, (line, Arc::new(entry)))),
                    Err(why) => judged.refuse(line, why.to_string()),
                },
            }
        }
        judged.without_broken_chains(there, &mut good);
        judged.refused.sort_by_key(|refused| refused.line);
        judged.good = good.into_values().map(|(_, entry)| entry).collect();
        judged
    }

    fn refuse(&mut self, line: u64, why: String) {
        self.refused.push(RefusedLine { line, why });
    }

    /// Refuses what does not carry on its chain, and everything of that device behind it.
    fn without_broken_chains(&mut self, there: &Log, good: &mut Candidates) {
        loop {
            let all = there.iter().chain(good.values().map(|(_, entry)| &**entry));
            let broken =
                verify(all).into_iter().find(|broken| good.values().any(|(_, entry)| is_behind(entry, broken)));
            let Some(broken) = broken else { return };
            good.retain(|id, (line, entry)| {
                if !is_behind(entry, &broken) {
                    return true;
                }
                let why = if *id == broken.id {
                    broken.to_string()
                } else {
                    format!("it stands in its chain at or behind number {}, where the chain is broken", broken.sequence)
                };
                self.refuse(*line, why);
                false
            });
        }
    }
}

fn is_behind(entry: &Entry, broken: &Broken) -> bool {
    entry.device() == broken.device && entry.sequence() >= broken.sequence
}

impl Journal {
    /// Judges a file of entries. Nothing is written.
    ///
    /// # Errors
    /// As [`Journal::diary`].
    pub async fn judge(&self, bytes: &[u8]) -> Result<Judged, JournalError> {
        let there = self.log().await?;
        let birth_year = self.diary().await?.profile().birth_year;
        Ok(Judged::of(bytes, &there, birth_year))
    }
}
