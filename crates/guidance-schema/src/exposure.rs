//! What might set a spasm off, and when it would have to come before one to count.

use crate::id::ExposureId;
use serde::{Deserialize, Serialize};

/// Something that might set a spasm off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exposure {
    /// The id that entries of the diary carry.
    pub id: ExposureId,
    /// What it is called within a sentence, such as "lifting something heavy".
    pub words: String,
    /// The time before a spasm that is looked at.
    pub when: When,
    /// With [`When::Hours`], how many.
    #[serde(default)]
    pub hours: Option<u32>,
    /// Who says that it might, or how long before.
    pub sources: Vec<String>,
}

/// The time before a spasm in which something would have to be to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Some hours before, on the clock.
    Hours,
    /// The night that has just passed.
    Night,
    /// The day before, or the same day where it was said before the spasm began.
    Day,
}
