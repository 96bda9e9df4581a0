//! Treatments that others give, with what to ask about them.

use serde::{Deserialize, Serialize};

/// A treatment that someone else gives, or that a doctor prescribes: what to ask about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treatment {
    /// The id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What sort of treatment it is.
    pub sort: Sort,
    /// The claims of the guide that say what it is and what the evidence says.
    pub claims: Vec<String>,
    /// What to ask whoever offers it.
    pub questions: Vec<String>,
}

/// What sort of treatment something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A medicine that needs a prescription.
    Prescription,
    /// An injection or another procedure.
    Injection,
    /// Physical therapy.
    Physical,
    /// What stands beside medicine: massage, needles, mind and body.
    Alternative,
}

impl Sort {
    /// All four.
    pub const ALL: [Sort; 4] = [Sort::Prescription, Sort::Injection, Sort::Physical, Sort::Alternative];

    /// Its name above a list.
    pub fn title(self) -> &'static str {
        match self {
            Sort::Prescription => "Medicines on prescription",
            Sort::Injection => "Injections",
            Sort::Physical => "Physical therapy",
            Sort::Alternative => "Other treatments",
        }
    }
}
