//! An entry: one immutable record in the diary.

use crate::chain::LineHash;
use crate::draft::{CLOCK_SKEW, Draft, FIRST_YEAR};
use crate::error::EntryError;
use crate::explain::explain;
use crate::kinds::{Kind, KindName, OfKind};
use crate::moment::Moment;
use crate::values::{BirthYear, Words};
use crate::wire::{Head, Wire};
use jiff::{SignedDuration, Timestamp};
use std::cmp::Ordering;
use std::sync::Arc;
use uuid::Uuid;

/// The newest schema version that this program writes and reads. An entry is written in the oldest version that has all
/// that it says ([`Draft::schema`]), so that an older peer reads what it can; one of a later version is carried
/// ([`Newer`]).
///
/// 1: the first. 2: the kind `plan`, the timer of a measure, decisions and health in a profile. 3: the kind
/// `return-step`, own words that look like an id ([`Label`](crate::Label)). 4: in a profile, whom to reach and what is at hand; of an
/// exercise, its rung, its sets, whether it was too much, and its timer; the kind `ability`. 5: the kind `questionnaire`. 6: the kinds
/// of a trial of one person. 7: reminders. 8: the kinds of a trial over days. 9: the kind `trial-harm`.
/// 10: the kind `chosen-start`.
pub const SCHEMA: u64 = 10;

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
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Known(Arc<Draft>),
    Newer(Box<Newer>),
}

/// What can be told of an entry of a later schema version than [`SCHEMA`].
///
/// Forward compatibility: such an entry is stored, chained, synced and exported byte for byte, and is shown as there. It is
/// never folded into anything, since nobody here knows what it means. The fields that every entry has
/// ([`Entry`], from its id to its kind) stay what they are in every version to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Newer {
    schema: u64,
    kind: Words,
    happened: Moment,
    of: Option<Uuid>,
}

impl Newer {
    /// Its schema version.
    pub fn schema(&self) -> u64 {
        self.schema
    }

    /// The name of its kind, which may be one that this program knows.
    pub fn kind(&self) -> &str {
        self.kind.as_str()
    }

    /// The entry that it changes, if it is a correction or a removal.
    pub fn changes(&self) -> Option<Uuid> {
        self.of.filter(|_| KindName::from_id(self.kind()).is_some_and(KindName::is_change))
    }
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
    /// An entry of a later schema version is carried: see [`Entry::newer`].
    ///
    /// # Errors
    /// Names the field that is wrong and says what it takes. Nothing is guessed and nothing is dropped: kinds and fields that
    /// no schema version up to the entry's own has are errors, too.
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
        let entry = match serde_json::from_str::<Wire>(line) {
            Ok(wire) => Entry {
                line: line.into(),
                id: wire.id,
                device: wire.device,
                sequence: wire.sequence,
                previous: wire.previous,
                recorded: wire.recorded,
                content: Content::Known(Arc::new(wire.into_draft())),
            },
            Err(_) => match explain(line) {
                newer @ EntryError::Newer(_) => Entry::carried(line).ok_or(newer)?,
                why => return Err(why),
            },
        };
        if entry.id.get_version_num() != 7 {
            let problem = format!("takes a UUID of version 7, not {}", entry.id);
            return Err(EntryError::Value { field: "id".to_owned(), problem });
        }
        if entry.recorded.as_second() < FIRST_RECORDED {
            return Err(EntryError::RecordedTooEarly(entry.recorded.to_string()));
        }
        entry.check(None)?;
        Ok(entry)
    }

    /// An entry of a later schema version, by the fields that every entry has.
    fn carried(line: &str) -> Option<Entry> {
        let Head { schema, id, device, sequence, previous, happened, recorded, kind, of } =
            serde_json::from_str(line).ok()?;
        let content = Content::Newer(Box::new(Newer { schema, kind, happened, of }));
        Some(Entry { line: line.into(), id, device, sequence, previous, recorded, content })
    }

    /// Checks what depends on the reader: the year of birth, where it is known.
    ///
    /// The reader's clock decides nothing: one entry that was recorded while a clock was ahead must not keep out what its
    /// device recorded after it. [`is_ahead`](Self::is_ahead) tells of it.
    ///
    /// # Errors
    /// Refuses an entry of a time before the year of birth.
    pub fn check(&self, birth_year: Option<BirthYear>) -> Result<(), EntryError> {
        match &self.content {
            Content::Known(draft) => draft.check(self.recorded, birth_year.map_or(FIRST_YEAR, BirthYear::get)),
            // What may be said of its time is for whoever knows its kind.
            Content::Newer(_) => Ok(()),
        }
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
        match &self.content {
            Content::Known(draft) => &draft.happened,
            Content::Newer(newer) => &newer.happened,
        }
    }

    /// What it says, as first written down: a correction may say otherwise. None if a newer Supple wrote it.
    pub fn kind(&self) -> Option<&Kind> {
        self.draft().map(|draft| &draft.kind)
    }

    /// What it says, if it is of this kind.
    pub fn get<K: OfKind>(&self) -> Option<&K> {
        self.kind().and_then(K::of)
    }

    /// Which kind it is. None if a newer Supple wrote it.
    pub fn name(&self) -> Option<KindName> {
        self.kind().map(Kind::name)
    }

    /// Whether it changes another entry, as far as this program knows.
    pub fn is_change(&self) -> bool {
        self.name().is_some_and(KindName::is_change)
    }

    /// When and what together. None if a newer Supple wrote it.
    pub fn draft(&self) -> Option<&Draft> {
        match &self.content {
            Content::Known(draft) => Some(draft),
            Content::Newer(_) => None,
        }
    }

    pub(crate) fn shared_draft(&self) -> Option<&Arc<Draft>> {
        match &self.content {
            Content::Known(draft) => Some(draft),
            Content::Newer(_) => None,
        }
    }

    /// What can be told of it, if it is of a later schema version than this program knows.
    ///
    /// ```
    /// # use supple_diary::{Diary, Entry, Log, SCHEMA};
    /// let line = format!(
    ///     r#"{{"schema":{},"id":"019aa957-4463-7000-8000-000000000000","device":"019aa957-0000-7000-8000-000000000001","#,
    ///     SCHEMA + 1
    /// ) + concat!(
    ///     r#""sequence":0,"previous":null,"happened":"2025-11-22T03:10:00+01:00[Europe/Berlin]","#,
    ///     r#""recorded":"2025-11-22T02:11:07.123Z","kind":"reminder","every":"day"}"#,
    /// );
    /// let entry = Entry::parse(&line).unwrap();
    /// assert_eq!((entry.line(), entry.newer().unwrap().kind()), (line.as_str(), "reminder"));
    /// let diary = Diary::fold(&Log::from_iter([entry]));
    /// assert_eq!((diary.items().len(), diary.newer().len()), (0, 1));
    /// ```
    pub fn newer(&self) -> Option<&Newer> {
        match &self.content {
            Content::Known(_) => None,
            Content::Newer(newer) => Some(newer),
        }
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
