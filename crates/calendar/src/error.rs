//! Why a calendar cannot be written.

use std::error::Error;
use std::fmt;

/// Why a calendar cannot be written. Events are named by their place in the list, from 0 on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarError {
    /// The time zone has no IANA name by which other programs know it.
    Zone,
    /// The time now is outside the years that can be written.
    Now,
    /// Two events have the same UID.
    SameUid {
        /// The first of them.
        first: usize,
        /// The other.
        second: usize,
    },
    /// A field of an event cannot be written.
    Field {
        /// The event.
        event: usize,
        /// The name of the field, as it is in [`Event`](crate::Event), [`When`](crate::When) or [`Rule`](crate::Rule).
        field: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CalendarError::Zone => write!(f, "zone: has no IANA name"),
            CalendarError::Now => write!(f, "now: {OUT_OF_RANGE}"),
            CalendarError::SameUid { first, second } => write!(f, "uid: events {first} and {second} have the same"),
            CalendarError::Field { event, field, problem } => write!(f, "{field} of event {event}: {problem}"),
        }
    }
}

impl Error for CalendarError {}

/// A date that cannot be written.
pub(crate) const OUT_OF_RANGE: &str = "not within the years 1970 to 2199";

/// A fault of one event: its field, and what is wrong with it.
pub(crate) type Fault = (&'static str, &'static str);
