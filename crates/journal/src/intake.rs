//! What of a file of entries can be taken over: every line is judged, and what does not fit is named.

use crate::{Journal, JournalError};
use std::collections::BTreeMap;
use std::io::BufRead;
use std::sync::Arc;
use supple_diary::{BirthYear, Broken, Entry, EntryError, Log, MAX_LINE_BYTES, verify};
use uuid::Uuid;

/// Why a line of a file is not taken, as a sentence without its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// It is no entry that can be taken.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The diary has another entry with its id.
    #[error("the entry {0} is there already and says something else: one of the two was changed")]
    Differs(Uuid),
    /// Its chain is broken here.
    #[error(transparent)]
    Broken(Broken),
    /// Its chain is broken before it.
    #[error("it stands in its chain at or behind number {0}, where the chain is broken")]
    Behind(u64),
}

/// A line that is not taken, and why: a [`LineFault`] in Supple's own format, and what else a reader of other files says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLine<Why = LineFault> {
    /// Its number, from 1.
    pub line: u64,
    /// Why.
    pub why: Why,
}

/// How many refused lines are kept with why. A file that is no diary may have millions of them.
const MOST_TOLD: usize = 10_000;

/// The lines that are not taken: the first of them by their place and why, the others by their number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLines<Why = LineFault> {
    told: Vec<RefusedLine<Why>>,
    more: usize,
}

impl<Why> Default for RefusedLines<Why> {
    fn default() -> RefusedLines<Why> {
        RefusedLines { told: Vec::new(), more: 0 }
    }
}

impl<Why> RefusedLines<Why> {
    /// The same lines, with why said in another way.
    pub fn map<Other>(self, say: impl Fn(Why) -> Other) -> RefusedLines<Other> {
        let told = self.told.into_iter().map(|RefusedLine { line, why }| RefusedLine { line, why: say(why) });
        RefusedLines { told: told.collect(), more: self.more }
    }

    /// Adds a line.
    pub fn push(&mut self, line: u64, why: impl Into<Why>) {
        if self.told.len() < MOST_TOLD {
            self.told.push(RefusedLine { line, why: why.into() });
        } else {
            self.more += 1;
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.told.len() + self.more
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// The lines that are told, with why: all of them, or the first ten thousand.
    pub fn told(&self) -> &[RefusedLine<Why>] {
        &self.told
    }
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
    pub refused: RefusedLines,
}

/// An entry that may be taken, with the line that it stands on.
type Candidates = BTreeMap<Uuid, (u64, Arc<Entry>)>;

impl Judged {
    /// Judges lines in Supple's own format against what is there, and the year before which nothing can have happened.
    pub fn of(bytes: &[u8], there: &Log, birth_year: Option<BirthYear>) -> Judged {
        // Bytes that are there can be read.
        Judged::read(bytes, there, birth_year).unwrap_or_default()
    }

    /// As [`Judged::of`], line by line: nothing is kept but what may be taken. Each line costs the same, whatever the others
    /// are.
    ///
    /// # Errors
    /// If the file cannot be read to its end.
    pub fn read(mut from: impl BufRead, there: &Log, birth_year: Option<BirthYear>) -> std::io::Result<Judged> {
        let mut judged = Judged::default();
        let mut good = Candidates::new();
        let mut bytes = Vec::new();
        for line in 1.. {
            let Some(is_whole) = next_line(&mut from, &mut bytes)? else { break };
            let bytes = if line == 1 { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes) } else { &bytes };
            let text = bytes.trim_ascii();
            if text.is_empty() && is_whole {
                continue;
            }
            judged.read += 1;
            let entry = if is_whole {
                std::str::from_utf8(text).map_err(|_| EntryError::NotText).and_then(Entry::parse)
            } else {
                Err(EntryError::TooLong)
            };
            let entry = match entry {
                Ok(entry) => entry,
                Err(why) => {
                    judged.refused.push(line, why);
                    continue;
                }
            };
            let id = entry.id();
            match there.get(id).map(AsRef::as_ref).or(good.get(&id).map(|(_, entry)| &**entry)) {
                // Perhaps sealed again in another chain, after its own went two ways.
                Some(same) if same.is_same_as(&entry) => judged.known += 1,
                Some(_) => judged.refused.push(line, LineFault::Differs(id)),
                None => match entry.check(birth_year) {
                    Ok(()) => drop(good.insert(id, (line, Arc::new(entry)))),
                    Err(why) => judged.refused.push(line, why),
                },
            }
        }
        judged.without_broken_chains(there, &mut good);
        judged.refused.told.sort_by_key(|refused| refused.line);
        judged.good = good.into_values().map(|(_, entry)| entry).collect();
        Ok(judged)
    }

    /// Refuses what does not carry on its chain, and everything of that device behind it. A chain is looked at once: what
    /// stands before its first fault has none, and nothing of the file stands behind it any more.
    fn without_broken_chains(&mut self, there: &Log, good: &mut Candidates) {
        let all = there.iter().chain(good.values().map(|(_, entry)| &**entry));
        let broken: BTreeMap<Uuid, Broken> = verify(all).into_iter().map(|broken| (broken.device, broken)).collect();
        good.retain(|id, (line, entry)| {
            let Some(broken) = broken.get(&entry.device()).filter(|broken| is_behind(entry, broken)) else {
                return true;
            };
            if *id == broken.id {
                self.refused.push(*line, LineFault::Broken(broken.clone()));
            } else {
                self.refused.push(*line, LineFault::Behind(broken.sequence));
            }
            false
        });
    }
}

/// Reads the next line without its end; none behind the last. Says whether it is whole: of one that is longer than any
/// entry only the beginning is kept.
fn next_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<Option<bool>> {
    // Room for spaces around an entry of the greatest length.
    const MOST: usize = 2 * MAX_LINE_BYTES;
    line.clear();
    let (mut is_there, mut is_whole) = (false, true);
    loop {
        let part = from.fill_buf()?;
        if part.is_empty() {
            return Ok(is_there.then_some(is_whole));
        }
        is_there = true;
        let end = part.iter().position(|byte| *byte == b'\n');
        let (text, used) = end.map_or((part, part.len()), |end| (&part[..end], end + 1));
        let room = MOST.saturating_sub(line.len());
        is_whole &= text.len() <= room;
        line.extend_from_slice(&text[..text.len().min(room)]);
        from.consume(used);
        if end.is_some() {
            return Ok(Some(is_whole));
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

    /// As [`Journal::judge`], for a file that is read line by line.
    ///
    /// # Errors
    /// As [`Journal::diary`], and, inside, if the file cannot be read to its end.
    pub async fn judge_from(&self, file: impl BufRead) -> Result<std::io::Result<Judged>, JournalError> {
        let there = self.log().await?;
        let birth_year = self.diary().await?.profile().birth_year;
        Ok(Judged::read(file, &there, birth_year))
    }
}
