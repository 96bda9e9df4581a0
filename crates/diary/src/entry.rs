//! An entry: one immutable record in the diary.

use crate::chain::LineHash;
use crate::draft::{CLOCK_SKEW, Draft, FIRST_YEAR};
use crate::error::{EntryError, explain};
use crate::kind::{Kind, KindName};
use crate::moment::Moment;
use crate::values::BirthYear;
use crate::wire::Wire;
use jiff::{SignedDuration, Timestamp};
use std::cmp::Ordering;
use uuid::Uuid;

/// The schema version that this program writes, and the newest that it reads.
///
/// 1: the first. 2: the kind `plan`, the timer of a measure, decisions and health in a profile.
pub const SCHEMA: u64 = 2;

/// The longest line of an entry: 64 KiB.
pub const MAX_LINE_BYTES: usize = 64 * 1024;

/// 2020-01-01T00:00:00Z, before there was a Supple. An earlier time comes from a clock that was never set.
const FIRST_RECORDED: i64 = 1_577_836_800;

/// One immutable record in the diary.
///
/// Its line is the entry: the JSON text is kept as it was first written, so that what was hashed and exported can never
/// change by reading it. Entries are equal if their lines are, and are ordered by id.
#[derive(Clone, Debug)]
pub struct Entry {
    line: Box<str>,
    id: Uuid,
    device: Uuid,
    sequence: u64,
    previous: Option<LineHash>,
    recorded: Timestamp,
    draft: Draft,
}

impl Entry {
    /// Reads an entry from its line, and checks everything that does not depend on the reader's clock.
    ///
    /// ```
    /// # use supple_diary::Entry;
    /// let line = concat!(
    ///     r#"{"schema":1,"id":"019aa957-4463-7000-8000-000000000000","device":"019aa957-0000-7000-8000-000000000001","#,
    ///     r#""sequence":0,"previous":null,"happened":"2025-11-22T03:10:00+01:00[Europe/Berlin]","#,
    ///     r#""recorded":"2025-11-22T02:11:07.123Z","kind":"pain","level":7}"#,
    /// );
    /// assert_eq!(Entry::parse(line).unwrap().line(), line);
    ///
    /// let error = Entry::parse(&line.replace("7}", "11}")).unwrap_err();
    /// assert_eq!(error.to_string(), "\"level\" takes a whole number from 0 to 10, not 11");
    /// ```
    ///
    /// # Errors
    /// Names the field that is wrong and says what it takes. Nothing is guessed and nothing is dropped: unknown kinds
    /// and fields are errors, too.
    pub fn parse(line: &str) -> Result<Entry, EntryError> {
        if line.len() > MAX_LINE_BYTES {
            return Err(EntryError::TooLong);
        }
        // Looking at every byte, without stopping at the first that is wrong, takes a fifth of the time.
        if line.bytes().fold(false, |found, byte| found | (byte < b' ')) {
            return Err(EntryError::NotOneLine);
        }
        if line.starts_with(' ') || line.ends_with(' ') {
            return Err(EntryError::NotAnObject("there are spaces around it".to_owned()));
        }
        let wire: Wire = serde_json::from_str(line).map_err(|_| explain(line))?;
        if wire.id.get_version_num() != 7 {
            let problem = format!("takes a UUID of version 7, not {}", wire.id);
            return Err(EntryError::Value { field: "id".to_owned(), problem });
        }
        if wire.recorded.as_second() < FIRST_RECORDED {
            return Err(EntryError::RecordedTooEarly(wire.recorded.to_string()));
        }
        let entry = Entry {
            line: line.into(),
            id: wire.id,
            device: wire.device,
            sequence: wire.sequence,
            previous: wire.previous,
            recorded: wire.recorded,
            draft: wire.into_draft(),
        };
        entry.draft.check(entry.recorded, FIRST_YEAR)?;
        Ok(entry)
    }

    /// Checks what depends on the reader: the year of birth, where it is known.
    ///
    /// The reader's clock decides nothing: one entry that was recorded while a clock was ahead must not keep out what its
    /// device recorded after it. [`is_ahead`](Self::is_ahead) tells of it.
    ///
    /// # Errors
    /// Refuses an entry of a time before the year of birth.
    pub fn check(&self, birth_year: Option<BirthYear>) -> Result<(), EntryError> {
        self.draft.check(self.recorded, birth_year.map_or(FIRST_YEAR, BirthYear::get))
    }

    /// Whether it was recorded more than five minutes from now: by a clock that was ahead, or else the reader's is behind.
    pub fn is_ahead(&self, now: Timestamp) -> bool {
        self.recorded > now.saturating_add(SignedDuration::from_secs(CLOCK_SKEW)).unwrap_or(Timestamp::MAX)
    }

    /// The text of the entry, as it was first written: one JSON object, without a line break.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The SHA-256 of the line.
    pub fn hash(&self) -> LineHash {
        LineHash::of(&self.line)
    }

    /// The identity, a UUID of version 7.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The device on which it was recorded.
    pub fn device(&self) -> Uuid {
        self.device
    }

    /// How many entries the device had recorded before.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The hash of the line of the device's previous entry.
    pub fn previous(&self) -> Option<LineHash> {
        self.previous
    }

    /// When it was recorded, to the millisecond.
    pub fn recorded(&self) -> Timestamp {
        self.recorded
    }

    /// When it happened, as first written down: a correction may say otherwise.
    pub fn happened(&self) -> &Moment {
        &self.draft.happened
    }

    /// What it says, as first written down: a correction may say otherwise.
    pub fn kind(&self) -> &Kind {
        &self.draft.kind
    }

    /// Which kind it is.
    pub fn name(&self) -> KindName {
        self.draft.kind.name()
    }

    /// When and what together.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.line == other.line
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Entry) -> Ordering {
        // A line has one id, so this agrees with equality.
        self.id.cmp(&other.id).then_with(|| self.line.cmp(&other.line))
    }
}
