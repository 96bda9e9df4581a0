//! The gate: the few signs that a plan asks about where no check of the day is there.

use crate::id::FindingId;
use serde::{Deserialize, Serialize};

/// The gate: a few signs that a plan asks about where no check of the day is there. It is no check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// What a plan says that stands on no check of the day.
    pub unasked: String,
    /// What it says once the gate was answered with "None of these".
    pub passed: String,
    /// Which steps it leaves out for as long as the check is not done.
    pub waits: String,
    /// The question above the signs.
    pub ask: String,
    /// The signs, in their order.
    #[serde(rename = "sign")]
    pub signs: Vec<Sign>,
    /// What the choice of the signs stands on.
    pub sources: Vec<String>,
    /// Why these signs: our own judgement.
    pub judgement: String,
}

/// One row of the gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The row in a few words: as wide as all its findings together.
    pub ask: String,
    /// The ids of the findings of the check that it stands for.
    pub findings: Vec<FindingId>,
}

impl Gate {
    /// The ids of all findings that the gate asks about.
    pub fn findings(&self) -> impl Iterator<Item = &str> {
        self.signs.iter().flat_map(|sign| &sign.findings).map(FindingId::as_str)
    }
}
