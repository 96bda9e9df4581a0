//! What someone who reads a fit has to know, a sentence each. What to do about it, whoever shows it adds.

use serde::{Serialize, Serializer};
use std::fmt;

/// What was left out of a fit, or is in doubt.
///
/// Serialises as a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// Sets that carry no information.
    SetsIgnored {
        /// Sets without a case.
        without_case: usize,
        /// Sets with cases only.
        only_cases: usize,
    },
    /// Sets with cases only, which can tell nothing, but which Efron's and Breslow's approximations count in.
    CertainSetsCounted {
        /// How many.
        sets: usize,
    },
    /// The column is the same for all rows of each set; it was not fitted.
    Constant {
        /// The column.
        column: String,
    },
    /// Within sets the column is a sum of others. Without a penalty it was not fitted.
    Combination {
        /// The column.
        column: String,
        /// Whether it was fitted nevertheless.
        fitted: bool,
    },
    /// Within sets two columns nearly always go together.
    Together {
        /// The first column.
        first: String,
        /// The second.
        second: String,
        /// Their correlation within sets, at equal chances of all rows.
        correlation: f64,
    },
    /// The column separates cases from the others; there is no finite estimate.
    Separated {
        /// The column.
        column: String,
        /// Whether the best coefficient is plus infinity; else minus infinity.
        upward: bool,
    },
    /// Nothing is left in the data, at the best fit, from which the column could be told from others.
    Undetermined {
        /// The column.
        column: String,
    },
    /// The search for a limit or a probability of this column did not settle; what was not found is missing.
    LimitsIncomplete {
        /// The column.
        column: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::SetsIgnored { without_case, only_cases } => write!(
                f,
                "sets that can tell nothing were left out: {without_case} without a case, {only_cases} with cases only"
            ),
            Warning::CertainSetsCounted { sets } => {
                write!(f, "{sets} sets with cases only can tell nothing, but this approximation counts them in")
            }
            Warning::Constant { column } => {
                write!(f, "{column} was not fitted: it does not vary within any set that can tell something")
            }
            Warning::Combination { column, fitted: false } => {
                write!(f, "{column} was not fitted: within sets it follows from other columns")
            }
            Warning::Combination { column, fitted: true } => {
                write!(f, "{column} follows from other columns within sets, so only the penalty tells them apart")
            }
            Warning::Together { first, second, correlation } => write!(
                f,
                "{first} and {second} nearly always go together within sets (correlation {correlation:.2}), so their \
                 parts cannot be told apart well"
            ),
            Warning::Undetermined { column } => {
                write!(f, "{column} has no estimate: the others separate so well that nothing is left")
            }
            Warning::LimitsIncomplete { column } => {
                write!(f, "not all limits of {column} could be found")
            }
            Warning::Separated { column, upward } => write!(
                f,
                "{column} has no finite estimate: it separates cases from the others, so the best value is {}",
                if *upward { "plus infinity" } else { "minus infinity" }
            ),
        }
    }
}

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
