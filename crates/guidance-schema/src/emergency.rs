//! Emergency numbers.

use serde::{Deserialize, Serialize};

/// The number to call where the country is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anywhere {
    /// The number to call.
    pub call: String,
    /// The id of the claim that says what phones do with it.
    pub claim: String,
}

/// The number that reaches an ambulance in one country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyNumber {
    /// The two-letter code of the country (ISO 3166-1).
    pub country: String,
    /// The name of the country in English.
    pub name: String,
    /// The number to call first.
    pub call: String,
    /// A second number that works too.
    pub also: Option<String>,
    /// Whether a page was read that names it as the way to medical help, not only as an emergency number.
    pub medical: bool,
}
