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
    /// Letters in plain words.
    pub letters: Vec<Letter>,
}

/// A letter in plain words. What it always says tells nothing medical.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Its id.
    pub id: String,
    /// For whom it is.
    pub name: String,
    /// Why these lines.
    pub judgement: String,
    /// How it begins.
    pub greeting: String,
    /// What it always says.
    pub opening: String,
    /// How it ends.
    pub close: String,
    /// What may be ticked.
    pub lines: Vec<Line>,
}

/// A line of a letter, which stands in it only where it is ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// What it tells, beside the box.
    pub tick: String,
    /// The sentence. What stands in braces, such as `{days}`, comes from the diary.
    pub text: String,
}
