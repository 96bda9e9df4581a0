//! Why an entry is not taken, in one sentence that names the field and says what to do.

use crate::draft::CLOCK_SKEW;
use crate::entry::{MAX_LINE_BYTES, SCHEMA};
use crate::values::{ValueError, shorten};
use crate::wire::Wire;
use serde::Deserialize;
use serde_path_to_error::{Path, Segment};

/// Why an entry is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The bytes are not UTF-8.
    #[error("this is not text in UTF-8; take the file as Supple exported it")]
    NotText,
    /// The line is too long.
    #[error("an entry has at most {} KiB; shorten its texts", MAX_LINE_BYTES / 1024)]
    TooLong,
    /// There is a line break or another control character between the fields.
    #[error("an entry is one line without tabs or line breaks; take the file as Supple exported it")]
    NotOneLine,
    /// The line is not a JSON object.
    #[error("this is not an entry, which is a JSON object on one line: {0}")]
    NotAnObject(String),
    /// The schema version is one that this program does not know yet.
    #[error("this was written by a newer Supple (schema {0}); update Supple first")]
    Newer(u64),
    /// There is no such kind in this schema version.
    #[error("there is no kind of entry \"{0}\"; check how it is written, or update Supple")]
    UnknownKind(String),
    /// The kind has no such field.
    #[error("there is no field \"{field}\" in an entry of this kind; remove it, or check how it is written")]
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
    #[error("the field \"{field}\" is missing; add it")]
    Missing {
        /// The field, with where it should stand.
        field: String,
    },
    /// A field stands twice.
    #[error("the field \"{field}\" stands twice; keep one")]
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
        "\"{field}\" is {at}, which is more than {} minutes after the entry was recorded; give a time that has been",
        CLOCK_SKEW / 60
    )]
    Future {
        /// The field.
        field: String,
        /// The time.
        at: String,
    },
    /// A time is before the person was born.
    #[error("\"{field}\" is in the year {year}, before {first_year}; give a time within the person's life")]
    BeforeBirth {
        /// The field.
        field: String,
        /// The year of the time.
        year: i16,
        /// The first year that is taken.
        first_year: u32,
    },
    /// Something ends before it begins.
    #[error("\"until\" is before \"happened\"; give an end after the beginning")]
    EndsBeforeStart,
    /// Criteria decide it, so it is not written by hand: see [`Kind::is_decided`](crate::Kind::is_decided).
    #[error("a step of the return to activity follows from its questions, and is not written by hand")]
    Decided,
    /// The entry says that it was recorded before Supple existed.
    #[error("\"recorded\" is {0}, before Supple existed; set the clock of the device right")]
    RecordedTooEarly(String),
}

/// Why a line cannot be read. This is slow, and only done when reading has failed.
pub(crate) fn explain(line: &str) -> EntryError {
    #[derive(Deserialize)]
    struct Version {
        schema: u64,
    }

    if let Err(error) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line) {
        return EntryError::NotAnObject(without_place(&error.to_string()));
    }
    // What a newer Supple wrote may differ in every other way.
    if let Ok(Version { schema }) = serde_json::from_str(line)
        && schema > SCHEMA
    {
        return EntryError::Newer(schema);
    }
    let mut reader = serde_json::Deserializer::from_str(line);
    match serde_path_to_error::deserialize::<_, Wire>(&mut reader) {
        Ok(_) => EntryError::NotAnObject("it is followed by something else".to_owned()),
        Err(error) => translate(error.path(), &without_place(&error.inner().to_string())),
    }
}

/// Turns what serde says into a sentence for people.
fn translate(path: &Path, message: &str) -> EntryError {
    let keys = path.iter().filter(|segment| matches!(segment, Segment::Map { .. } | Segment::Enum { .. }));
    let parts: Vec<String> = keys.map(ToString::to_string).collect();
    let field = shorten(&parts.join("."));
    // The field that a message names, with where it stands.
    let named = |name: &str| {
        let above = if parts.last().is_some_and(|last| last == name) { &parts[..parts.len() - 1] } else { &parts[..] };
        shorten(&above.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("."))
    };

    if let Some((name, rest)) = quoted(message, "unknown field ") {
        // Before the kind is known, only the fields that every entry has are expected.
        return if rest.contains("`happened`") || Wire::FIELDS.contains(&name) {
            EntryError::Order { field: named(name) }
        } else {
            EntryError::UnknownField { field: named(name) }
        };
    }
    if let Some((name, _)) = quoted(message, "missing field ") {
        return EntryError::Missing { field: named(name) };
    }
    if let Some((name, _)) = quoted(message, "duplicate field ") {
        return EntryError::Twice { field: named(name) };
    }
    if let Some((name, rest)) = quoted(message, "unknown variant ") {
        if parts.last().is_some_and(|last| last == "kind") {
            return EntryError::UnknownKind(shorten(name));
        }
        let takes = rest.trim_start_matches(", expected ").replace('`', "\"");
        return EntryError::Value { field, problem: ValueError::new(takes, format!("\"{name}\"")).to_string() };
    }
    let problem = match message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: ")) {
        Some(rest) => {
            let (got, takes) = rest.split_once(", expected ").unwrap_or((rest, "something else"));
            let takes = match takes {
                "a boolean" => "true or false",
                "u64" => "a whole number from 0",
                other => other,
            };
            ValueError::new(takes, got.replace('`', "")).to_string()
        }
        None if message.starts_with("takes ") => message.to_owned(),
        None if message.starts_with("UUID parsing failed") => {
            "takes an id such as 0193b3f0-6f2a-7c4e-8a51-3f9d2b7c6e10, not another text".to_owned()
        }
        None => format!("cannot be read: {}", shorten(message)),
    };
    match field.is_empty() {
        true => EntryError::NotAnObject(problem),
        false => EntryError::Value { field, problem },
    }
}

/// The name in backticks after this beginning, and the rest.
fn quoted<'m>(message: &'m str, beginning: &str) -> Option<(&'m str, &'m str)> {
    message.strip_prefix(beginning)?.strip_prefix('`')?.split_once('`')
}

/// A message of serde without the line and column at its end: there is only one line.
fn without_place(message: &str) -> String {
    match message.rfind(" at line ") {
        Some(end) => message[..end].to_owned(),
        None => message.to_owned(),
    }
}
