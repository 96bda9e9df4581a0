//! How soon someone needs help.

use serde::{Deserialize, Serialize};

/// How soon someone needs help. Ordered: `SelfCare < SeeDoctor < SameDay < Emergency`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Home care, with what to watch for.
    SelfCare,
    /// Book a clinician within days, at most two weeks.
    SeeDoctor,
    /// Speak to a doctor or an urgent care line today.
    SameDay,
    /// Call the emergency number or go to an emergency department now.
    Emergency,
}

impl Urgency {
    /// All four, the mildest first.
    pub const ALL: [Urgency; 4] = [Urgency::SelfCare, Urgency::SeeDoctor, Urgency::SameDay, Urgency::Emergency];

    /// The id used in data, JSON and pages: `self-care`, `see-doctor`, `same-day` or `emergency`.
    pub fn id(self) -> &'static str {
        match self {
            Urgency::SelfCare => "self-care",
            Urgency::SeeDoctor => "see-doctor",
            Urgency::SameDay => "same-day",
            Urgency::Emergency => "emergency",
        }
    }
}

impl std::fmt::Display for Urgency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id())
    }
}
