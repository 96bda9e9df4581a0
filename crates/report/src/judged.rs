//! What a diary says to a report, in words.

use crate::proof::Judged;
use supple_wording::counted;

/// Where no file was chosen.
pub const NO_FILE: &str = "Choose the file of a report first: its PDF, or its Bundle.";

/// Where a file names no heads.
pub const NO_REPORT: &str = "This is no report of Supple that names what it was made from. Nothing was compared.";

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whether the diary holds all of it.
    pub is_good: bool,
    /// The sentence.
    pub line: String,
}

impl Told {
    /// The words for a judgement. `code` is the check code of the report.
    pub fn of(judged: &Judged, code: &str) -> Told {
        let (is_good, line) = match judged {
            Judged::Whole { since: 0 } => (
                true,
                format!("Your diary holds all that report {code} was made from, unchanged. Nothing was written since."),
            ),
            Judged::Whole { since } => (
                true,
                format!(
                    "Your diary holds all that report {code} was made from, unchanged. {} came since.",
                    counted(*since, "entry", "entries")
                ),
            ),
            Judged::Changed(_) => (
                false,
                format!("Report {code} was made from other entries: the diary was changed, or it is another one."),
            ),
            Judged::Missing(_) => (
                false,
                format!("This diary lacks entries that report {code} was made from. Another device may have them."),
            ),
            Judged::Empty => (true, "The report was made from an empty diary. There is nothing to compare.".to_owned()),
        };
        Told { is_good, line }
    }
}
