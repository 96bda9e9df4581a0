//! Why many diaries have no answer together. Each line says what happened; what to do, whoever shows it adds.

use supple_stats::StatsError;

/// Why nothing is told.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ResearchError {
    /// The statistics have no answer.
    #[error(transparent)]
    Stats(#[from] StatsError),
    /// Fewer people than may be told about.
    #[error(
        "fewer than {limit} people have spasm days that can be compared, and of so few nothing is told",
        limit = crate::LEAST_PEOPLE
    )]
    TooFewPeople,
    /// More columns than a row of bits has.
    #[error("{0} columns are more than the 64 that many diaries can be compared by")]
    TooManyColumns(usize),
    /// Parts were to be added, and there is none.
    #[error("there is no part to add up")]
    NoParts,
    /// A question was made by another version, or asks about something else.
    #[error("this question was made by another version of Supple, or is about something else")]
    OtherQuestion,
    /// A part cannot be added to the others.
    ///
    /// Whoever read the parts from files knows their names, and says [`PartError`] with that.
    #[error("part {place}: {error}")]
    Part {
        /// Its place, from 0.
        place: usize,
        /// What is wrong with it.
        error: PartError,
    },
    /// The same part stands twice.
    #[error("parts {first} and {second} are the same, and a diary may count only once")]
    SamePart {
        /// The place of the first, from 0.
        first: usize,
        /// The place of the second, from 0.
        second: usize,
    },
}

/// Why a part cannot be added to the others, without saying which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// It was made by another version, or is none.
    #[error("it was made by another version of Supple, or was changed")]
    OtherVersion,
    /// It does not answer the same question as the first.
    #[error("it belongs to another round than the first part")]
    OtherRound,
    /// It does not hold together.
    #[error("its lists do not fit together")]
    Broken,
}

/// Why a message cannot be read. Each is said after the name of the file.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// It follows a later protocol than this program knows.
    #[error("was written by a newer version of Supple (protocol {theirs}, this one reads {ours})", ours = crate::PROTOCOL)]
    Newer {
        /// The protocol that it names.
        theirs: u32,
    },
    /// It is another kind of message, or none.
    #[error("is no {wanted}{}", because(.why.as_ref()))]
    Other {
        /// What was wanted, in words.
        wanted: &'static str,
        /// What stands in its way, where that is known.
        why: Option<serde_json::Error>,
    },
}

fn because(why: Option<&serde_json::Error>) -> String {
    why.map_or_else(String::new, |why| format!(" ({})", supple_text::told(&why)))
}
