//! Why an entry is not taken, in one sentence that names the field. What to do there, whoever shows it adds.

use crate::draft::CLOCK_SKEW;
use crate::entry::MAX_LINE_BYTES;

/// Why an entry is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The bytes are not UTF-8.
    #[error("this is not text in UTF-8")]
    NotText,
    /// The line is too long.
    #[error("an entry has at most {} KiB", MAX_LINE_BYTES / 1024)]
    TooLong,
    /// There is a line break or another control character between the fields.
    #[error("an entry is one line without tabs or line breaks")]
    NotOneLine,
    /// The line is not a JSON object.
    #[error("this is not an entry, which is a JSON object on one line: {0}")]
    NotAnObject(String),
    /// The schema version is one that this program does not know yet.
    #[error("this was written by a newer Supple (schema {0})")]
    Newer(u64),
    /// There is no such kind in this schema version.
    #[error("there is no kind of entry \"{0}\"")]
    UnknownKind(String),
    /// The kind has no such field.
    #[error("there is no field \"{field}\" in an entry of this kind")]
    UnknownField {
        /// The field, with where it stands.
        field: String,
    },
    /// A field of the entry stands before or after where it belongs.
    #[error(
        "the field \"{field}\" stands in the wrong place: \"id\" to \"recorded\" first, then \"kind\", then the rest"
    )]
    Order {
        /// The field.
        field: String,
    },
    /// A field that must be given is not.
    #[error("the field \"{field}\" is missing")]
    Missing {
        /// The field, with where it should stand.
        field: String,
    },
    /// A field stands twice.
    #[error("the field \"{field}\" stands twice")]
    Twice {
        /// The field, with where it stands.
        field: String,
    },
    /// The value of a field is of the wrong kind or out of range.
    #[error("\"{field}\" {problem}")]
    Value {
        /// The field, with where it stands.
        field: String,
        /// What it takes and what was given.
        problem: String,
    },
    /// A time is after the entry was recorded.
    #[error(
        "\"{field}\" is {at}, which is more than {} minutes after the entry was recorded",
        CLOCK_SKEW / 60
    )]
    Future {
        /// The field.
        field: String,
        /// The time.
        at: String,
    },
    /// A time is before the person was born.
    #[error("\"{field}\" is in the year {year}, before {first_year}")]
    BeforeBirth {
        /// The field.
        field: String,
        /// The year of the time.
        year: i16,
        /// The first year that is taken.
        first_year: u32,
    },
    /// Something ends before it begins.
    #[error("\"until\" is before \"happened\"")]
    EndsBeforeStart,
    /// Criteria decide it, so it is not written by hand: see [`Kind::is_decided`](crate::Kind::is_decided).
    #[error("it follows from its questions, and is not written by hand")]
    Decided,
    /// The entry says that it was recorded before Supple existed.
    #[error("\"recorded\" is {0}, before Supple existed")]
    RecordedTooEarly(String),
}

impl EntryError {
    /// The field that it is about, with where it stands, if it is about one.
    ///
    /// ```
    /// # use supple_diary::KindName;
    /// let missing = KindName::Pain.read(&serde_json::Map::new()).unwrap_err();
    /// assert_eq!(missing.field(), Some("level"));
    /// ```
    pub fn field(&self) -> Option<&str> {
        match self {
            EntryError::UnknownField { field }
            | EntryError::Order { field }
            | EntryError::Missing { field }
            | EntryError::Twice { field }
            | EntryError::Value { field, .. }
            | EntryError::Future { field, .. }
            | EntryError::BeforeBirth { field, .. } => Some(field),
            EntryError::EndsBeforeStart => Some("until"),
            EntryError::RecordedTooEarly(_) => Some("recorded"),
            EntryError::NotText
            | EntryError::TooLong
            | EntryError::NotOneLine
            | EntryError::NotAnObject(_)
            | EntryError::Newer(_)
            | EntryError::UnknownKind(_)
            | EntryError::Decided => None,
        }
    }
}
