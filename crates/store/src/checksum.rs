//! How a store knows that what it reads is what was written.
//!
//! A database engine notices a damaged page where the damage breaks its structure, not where it changes a letter. So
//! each record carries a check sum over all that is kept of it, and positions leave no hole.

use crate::{DiaryKey, Record, StoreError};

/// Positions count from the era's start. An erase begins a new era, so that no position is ever given twice.
const ERA_BITS: u32 = 32;

/// Whether everything was erased between two positions, so that what was read up to the first is no longer there.
///
/// ```
/// # use supple_store::erased_between;
/// assert!(!erased_between(3, 9));
/// assert!(erased_between(3, (1 << 32) + 2));
/// ```
pub const fn erased_between(before: u64, now: u64) -> bool {
    before >> ERA_BITS != now >> ERA_BITS
}

/// How many records there are at this position: it counts on without a hole since the last erase.
///
/// ```
/// # use supple_store::count_at;
/// assert_eq!((count_at(0), count_at(9), count_at((1 << 32) + 2)), (0, 9, 2));
/// ```
pub const fn count_at(position: u64) -> u64 {
    position & ((1 << ERA_BITS) - 1)
}

/// Where the era after this position starts.
pub const fn next_era(position: u64) -> u64 {
    ((position >> ERA_BITS) + 1) << ERA_BITS
}

/// Whether a record at `position` may be the next one after `before`.
pub const fn follows(before: u64, position: u64) -> bool {
    position == before.wrapping_add(1) || (position > before && position == ((position >> ERA_BITS) << ERA_BITS) + 1)
}

/// The check sum of a record at its position: CRC-32, which notices every change of up to 32 neighbouring bits.
///
/// It is that of the first diary of a database ([`checksum_in`]).
pub fn checksum(position: u64, record: &Record) -> i64 {
    checksum_in(DiaryKey::FIRST, position, record)
}

/// The check sum of a record of this diary. For all but the first it covers the key of the diary too, so that a record that was
/// moved from one diary to another is damaged there. For the first it does not: its records are those of databases from before
/// there could be several, and stay as they were written.
///
/// ```
/// # use supple_store::{DiaryKey, Record, checksum::{checksum, checksum_in}};
/// let record = Record { id: [1; 16], device: [2; 16], sequence: 0, line: "{}".to_owned() };
/// assert_eq!(checksum_in(DiaryKey::FIRST, 1, &record), checksum(1, &record));
/// assert_ne!(checksum_in(DiaryKey([7; 16]), 1, &record), checksum(1, &record));
/// ```
pub fn checksum_in(diary: DiaryKey, position: u64, record: &Record) -> i64 {
    let mut sum = crc32fast::Hasher::new();
    if diary != DiaryKey::FIRST {
        sum.update(&diary.0);
    }
    sum.update(&position.to_le_bytes());
    sum.update(&record.id);
    sum.update(&record.device);
    sum.update(&record.sequence.to_le_bytes());
    sum.update(record.line.as_bytes());
    i64::from(sum.finalize())
}

/// What was read: the records that are as they were written, and those that are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The records in the order of their arrival, each with its position.
    pub records: Vec<(u64, Record)>,
    /// What is damaged, in the same order.
    pub damaged: Vec<Damage>,
}

impl Found {
    /// The records, where nothing is damaged.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with the first that is.
    pub fn whole(self, place: &str) -> Result<Vec<(u64, Record)>, StoreError> {
        match self.damaged.into_iter().next() {
            None => Ok(self.records),
            Some(damage) => Err(StoreError::Damaged { place: place.to_owned(), why: damage.why }),
        }
    }
}

/// A record that is not as it was written. What it says of itself may be what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Its position.
    pub position: u64,
    /// What is there, as far as it can be read.
    pub record: Option<Record>,
    /// How it shows.
    pub why: String,
}

/// Takes records as they are read, and sets those apart that cannot be as they were written. One costs no other.
///
/// ```
/// # use supple_store::{Record, checksum::{Reading, checksum}};
/// let record = Record { id: [1; 16], device: [2; 16], sequence: 0, line: "{}".to_owned() };
/// let mut reading = Reading::after(0);
/// reading.take(1, Some(record.clone()), checksum(1, &record));
/// reading.take(2, Some(record.clone()), 7);
/// reading.take(4, Some(record.clone()), checksum(4, &record));
/// let found = reading.done();
/// assert_eq!(found.records, [(1, record.clone()), (4, record)]);
/// let why: Vec<&str> = found.damaged.iter().map(|damage| damage.why.as_str()).collect();
/// assert!(why[0].contains("check sum") && why[1].contains("missing between positions 2 and 4"));
/// ```
#[derive(Debug)]
pub struct Reading {
    diary: DiaryKey,
    before: u64,
    found: Found,
}

impl Reading {
    /// Begins after this position of the first diary.
    pub fn after(position: u64) -> Reading {
        Reading::of(DiaryKey::FIRST, position)
    }

    /// Begins after this position of this diary.
    pub fn of(diary: DiaryKey, position: u64) -> Reading {
        Reading { diary, before: position, found: Found::default() }
    }

    /// Takes the next record with its check sum; none where it cannot be read.
    pub fn take(&mut self, position: i64, record: Option<Record>, sum: i64) {
        let position = position.cast_unsigned();
        let is_next = follows(self.before, position);
        let is_whole = record.as_ref().is_some_and(|record| checksum_in(self.diary, position, record) == sum);
        // A position that does not follow, of a record that is damaged, is part of its damage.
        if is_whole && !is_next {
            let why = format!("records are missing between positions {} and {position}", self.before);
            self.found.damaged.push(Damage { position: self.before.wrapping_add(1), record: None, why });
        }
        if is_whole || is_next {
            self.before = position;
        }
        match record {
            Some(record) if is_whole => self.found.records.push((position, record)),
            record => {
                let why = match record {
                    Some(_) => format!("the check sum of the record at position {position} does not fit"),
                    None => format!("the record at position {position} cannot be read"),
                };
                self.found.damaged.push(Damage { position, record, why });
            }
        }
    }

    /// What was taken.
    pub fn done(self) -> Found {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_follow_without_a_hole_and_an_era_starts_anew() {
        assert!(follows(0, 1) && follows(7, 8) && follows(7, next_era(7) + 1));
        assert!(follows(next_era(7), next_era(7) + 1));
        assert!(!follows(0, 2) && !follows(7, 7) && !follows(8, 7) && !follows(7, next_era(7) + 2));
    }

    #[test]
    fn each_part_of_a_record_counts_in_its_check_sum() {
        let record = Record { id: [1; 16], device: [2; 16], sequence: 3, line: "abc".to_owned() };
        let sum = checksum(1, &record);
        assert_ne!(sum, checksum(2, &record));
        assert_ne!(sum, checksum(1, &Record { id: [9; 16], ..record.clone() }));
        assert_ne!(sum, checksum(1, &Record { device: [9; 16], ..record.clone() }));
        assert_ne!(sum, checksum(1, &Record { sequence: 4, ..record.clone() }));
        assert_ne!(sum, checksum(1, &Record { line: "abd".to_owned(), ..record }));
    }
}
