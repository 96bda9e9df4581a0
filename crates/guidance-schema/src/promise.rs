//! What triage owes, written down apart from the rules.

use crate::id::{FindingId, RuleId};
use crate::urgency::Urgency;
use serde::{Deserialize, Serialize};

/// A case that triage must give an urgency: everything that it does not name counts as "no".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// A unique id.
    pub id: String,
    /// The case in a few words.
    pub what: String,
    /// The findings that are not "no".
    pub answers: Vec<(FindingId, Opinion)>,
    /// The urgency owed.
    pub urgency: Urgency,
    /// Whether it must be just this urgency (the edge of a threshold) or may be higher (a warning sign).
    pub exactly: bool,
    /// The weak rule by which a red flag or warning sign is owed its urgency only in this company.
    pub exception: Option<RuleId>,
    /// The red flags that this covers.
    pub red_flags: Vec<String>,
    /// The warning signs of the inventory that this covers.
    pub items: Vec<String>,
}

/// A red flag that guidelines, health services or the four articles name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedFlag {
    /// A unique id, such as `rf.ces.saddle`.
    pub id: String,
    /// What it is a flag for.
    pub condition: String,
    /// The most urgent level that any source gives.
    pub urgency: Urgency,
}

/// An answer as data writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Opinion {
    /// Yes or no.
    Is(bool),
    /// A number.
    Number(f64),
    /// The id of an option, or `unsure`.
    Word(String),
}
