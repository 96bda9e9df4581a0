//! Why a row is not taken. Each says what happened; what to do there, whoever shows it adds.

use crate::text::shorten;
use supple_diary::{EntryError, Unclear};

/// Why a row is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Why {
    /// It is not text.
    #[error("it is not UTF-8 text; save the file as \"CSV UTF-8\"")]
    NotText,
    /// It is longer or shorter than the first row.
    #[error("it has {} {}, and the first row names {named}", .has, if *.has == 1 { "cell" } else { "cells" })]
    Cells {
        /// How many cells it has.
        has: usize,
        /// How many columns there are.
        named: usize,
    },
    /// It has no time.
    #[error("it does not say when it happened")]
    NoTime,
    /// What it has is no time.
    #[error("\"happened\" takes 2026-11-20 07:30, 2026-11-20 or 2026-11-20T07:30:00+01:00, not \"{}\"", shorten(.0))]
    NotATime(String),
    /// The clock showed it twice, or never.
    #[error(transparent)]
    Unclear(#[from] Unclear),
    /// It is a day that has not been.
    #[error("{} is still to come", shorten(.0))]
    StillToCome(String),
    /// The cell is neither yes nor no.
    #[error("\"{field}\" takes true or false, not \"{}\"", shorten(.cell))]
    NeitherYesNorNo {
        /// The field.
        field: String,
        /// The cell.
        cell: String,
    },
    /// The cell of a field cannot be read.
    #[error("\"{field}\": {why}")]
    Field {
        /// The field.
        field: String,
        /// Why.
        why: Box<Why>,
    },
    /// The cell is no length of time.
    #[error("{0}")]
    Length(String),
    /// Two columns say the same.
    #[error("two columns say \"{field}\"")]
    Twice {
        /// The field.
        field: String,
    },
    /// What was chosen for this name cannot be made of the cell.
    #[error("\"{}\" is {takes}, not \"{}\"", shorten(.name), shorten(.cell))]
    NotFor {
        /// The column, or what the row is about.
        name: String,
        /// What it takes.
        takes: &'static str,
        /// The cell.
        cell: String,
    },
    /// An entry must have this field.
    #[error("the field \"{field}\" is missing")]
    Missing {
        /// The field.
        field: String,
    },
    /// The entry cannot be.
    #[error(transparent)]
    Entry(EntryError),
    /// It is an entry that this program does not know.
    #[error("a table has no entries of a newer Supple")]
    Newer,
    /// It cannot be written as JSON.
    #[error("{0}")]
    Json(String),
}

impl From<serde_json::Error> for Why {
    fn from(error: serde_json::Error) -> Why {
        Why::Json(supple_text::told(&error))
    }
}

impl From<EntryError> for Why {
    fn from(error: EntryError) -> Why {
        match error {
            EntryError::Missing { field } => Why::Missing { field },
            error => Why::Entry(error),
        }
    }
}

/// Why it cannot be told which comes first in the days of a table, the day or the month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsettled {
    /// Rows tell otherwise.
    #[error("in \"{}\" the day comes first, and in \"{}\" the month", shorten(.day), shorten(.month))]
    Both {
        /// A row with the day first.
        day: String,
        /// A row with the month first.
        month: String,
    },
    /// No row tells.
    #[error("no row tells whether the day or the month comes first in \"{}\"", shorten(.text))]
    Neither {
        /// The first that may be read in two ways.
        text: String,
    },
}
