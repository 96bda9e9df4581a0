//! What Supple knows, each line with its source.
//!
//! The text and the rules live as data in `guidance/*.toml` at the root of the project. The build script of this crate
//! reads them, checks them ([`Guidance`] lists what is checked) and embeds them in a compact form; a fault in the data
//! fails the build with a message that names the file and the id. This crate only decodes what was embedded: it does no
//! input or output.
//!
//! ```
//! let guidance = supple_guidance::embedded();
//! let rule = guidance.rules.iter().find(|rule| rule.id == "saddle-numbness").unwrap();
//! assert_eq!(rule.urgency, supple_guidance::Urgency::Emergency);
//! ```

pub mod activity;
mod coverage;
mod exposures;
mod floor;
pub mod medicines;
mod model;
pub mod reading;
mod steps;
pub mod validity;

// The reader and the checker run in the build script, which includes the same files; here they are for their tests.
#[cfg(test)]
mod care_data;
#[cfg(test)]
mod care_tests;
#[cfg(test)]
mod check;
#[cfg(test)]
mod check_steps;
#[cfg(test)]
mod source;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_steps;
#[cfg(test)]
mod validity_check;

pub use coverage::Coverage;
pub use exposures::{Exposure, When};
pub use floor::{FloorLimit, FloorStep, Since, Track};
pub use model::{
    Atom, Band, Choice, Claim, Condition, Conflict, Disagreement, EmergencyNumber, Finding, Guidance, Item, Kind,
    NotShown, Number, Opinion, Position, Promise, RedFlag, Rule, Said, Screen, Side, Source, Strength, Test, Topic,
    Urgency, Voice, Weak,
};
pub use steps::{
    Avoid, Caution, Decision, Gate, Guard, Instead, Limit, Mobility, Part, Pattern, Place, PlanOption, Recheck, Relief,
    Sign, Stage, StageText, Step, StepKind, Thing, Unknown, Watch, Worse, sureness,
};

use std::sync::LazyLock;

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/guidance.postcard"));
static EMBEDDED: LazyLock<Guidance> = LazyLock::new(decode);

/// The guidance that was checked and embedded when this program was built.
///
/// Decoded once, on first use.
pub fn embedded() -> &'static Guidance {
    &EMBEDDED
}

/// Decodes the embedded guidance afresh. [`embedded`] is what programs want; this is for measuring the cost.
///
/// # Panics
/// Never, unless the program file itself is damaged: the bytes were written by the build script from the same types.
pub fn decode() -> Guidance {
    match postcard::from_bytes(BYTES) {
        Ok(guidance) => guidance,
        Err(error) => panic!("the guidance inside this program is damaged ({error}); install it again"),
    }
}
