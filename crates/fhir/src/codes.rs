//! Addresses and codes.
//!
//! A code of a foreign system stands here only where its definition, or a guide that uses it for the same thing, was read.
//! All else is told as text.

use crate::types::Coding;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use supple_guidance::Guidance;

/// Where what is ours is named. The domain is reserved (RFC 2606) and never answers: a name, not an address to call.
const BASE: &str = "https://supple.invalid/fhir";

/// The canonical address of a resource of ours, such as `Questionnaire/check`.
pub(crate) fn canonical(what: &str) -> String {
    format!("{BASE}/{what}")
}

/// Our code system of answers: `yes`, `no`, `unsure`, and the options of choices.
pub fn answers() -> String {
    canonical("CodeSystem/answers")
}

/// LOINC.
pub(crate) const LOINC: &str = "http://loinc.org";
/// ICD-10-CM, the United States' edition.
pub(crate) const ICD_10_CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";
/// UCUM, the system of units.
pub(crate) const UCUM: &str = "http://unitsofmeasure.org";

/// The security label for what a patient asserts.
pub(crate) fn patient_asserted() -> Coding {
    Coding::of("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "PATAST", "patient asserted")
}

/// The version of the check: the first 12 digits of the SHA-256 of its screens, findings and rules.
///
/// ```
/// let guidance = supple_guidance::embedded();
/// let mut other = guidance.clone();
/// other.rules.pop();
/// assert_ne!(supple_fhir::version(guidance), supple_fhir::version(&other));
/// ```
pub fn version(guidance: &Guidance) -> String {
    let check = (&guidance.screens, &guidance.findings, &guidance.rules);
    // Plain data always has a JSON form; should it ever not, all versions would be one, and none wrong.
    let json = serde_json::to_vec(&check).unwrap_or_default();
    hex(&Sha256::digest(json)[..6])
}

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
