//! Why many diaries have no answer together, in one sentence that says what to do.

use supple_stats::StatsError;

/// Why nothing is told.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ResearchError {
    /// The statistics have no answer.
    #[error(transparent)]
    Stats(#[from] StatsError),
    /// Fewer people than may be told about.
    #[error(
        "fewer than {limit} people have spasm days that can be compared, and of so few nothing is told; add more diaries",
        limit = crate::LEAST_PEOPLE
    )]
    TooFewPeople,
    /// More columns than a row of bits has.
    #[error("{0} columns are more than the 64 that many diaries can be compared by; leave some out")]
    TooManyColumns(usize),
    /// Parts were to be added, and there is none.
    #[error("there is no part to add up; name at least one")]
    NoParts,
    /// A question was made by another version, or asks about something else.
    #[error(
        "this question was made by another version of Supple, or is about something else; use one version everywhere"
    )]
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
    #[error("parts {first} and {second} are the same; a diary may count only once, so leave one out")]
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
    #[error("it was made by another version of Supple, or was changed; use one version everywhere")]
    OtherVersion,
    /// It does not answer the same question as the first.
    #[error("it belongs to another round than the first part; compute all parts from the same question")]
    OtherRound,
    /// It does not hold together.
    #[error("its lists do not fit together; compute it anew")]
    Broken,
}

/// Why a message cannot be read. Each is said after the name of the file.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// It follows a later protocol than this program knows.
    #[error("was written by a newer version of Supple (protocol {theirs}, this one reads {ours}); update Supple here", ours = crate::PROTOCOL)]
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
    why.map_or_else(String::new, |why| format!(" ({why})"))
}
