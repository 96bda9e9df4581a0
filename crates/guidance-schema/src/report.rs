//! What the report goes by: the types of `report.toml`.

use serde::{Deserialize, Serialize};

/// What the report for a doctor goes by, and what it offers to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Why these.
    pub judgement: String,
    /// What was written within so many minutes was written as it happened.
    pub prompt_minutes: u32,
    /// Who counts so.
    pub prompt_sources: Vec<String>,
    /// A pain level at most so many minutes before a medicine is told as the one before it.
    pub before_medicine_minutes: u32,
    /// A pain level at most so many minutes after it is told as what followed.
    pub after_medicine_minutes: u32,
    /// A mean of fewer values is not told.
    pub least_for_mean: u32,
    /// What the trouble is called on a report.
    pub problem: String,
    /// Questions to take along.
    pub ask: Vec<String>,
    /// What stands at the end of each report.
    pub not_a_diagnosis: String,
}
