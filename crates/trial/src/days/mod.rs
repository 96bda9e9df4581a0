//! A habit or none: a trial over days, by how often spasms come.
//!
//! A habit works over days, if at all, so chance chooses periods of days: in each pair one with the habit and one without, in
//! either order. Spasms are counted, never the relief of one. The rule of single spasms must not be used for this: at 0.4
//! spasms a day it calls a true halving "about the same" nearly always. Here the model is that of
//! [`supple_stats::trial::ratio()`], and the margin is a ratio: a fifth less often, or a quarter more.
//!
//! A period begins only when the one before is over and nothing of the person asks for something else ([`MayBegin`]); its arm is
//! drawn then, and never earlier.
//!
//! Chance is that of the crate, with rule 5 for blocks of two alone, for whose size no byte is taken. A is the period
//! without the habit, B the one with it.

mod audit;
mod draw;
pub mod figures;
mod rule;
pub mod simulate;

use crate::protocol::{Arm, MeasureId, ProtocolError};
use crate::seed::Seed;
pub use audit::{DaysMismatch, RevealedDays};
pub use draw::{DayFacts, MayBegin, NotYet, PeriodDraw};
pub use rule::{DaysEstimate, DaysReport, judge_days};
use serde::{Deserialize, Serialize};

/// The pairs after which the rule looks: from the first of these to the last.
pub(crate) const FIRST_LOOK: u8 = 4;
pub(crate) const LAST_LOOK: u8 = 10;

/// Spasms come less often in one arm with a probability above this, in ten thousandths.
pub(crate) const BETTER_SURE: u16 = 9875;

/// At the end an undecided trial leans to the arm that is better with at least this probability, in ten thousandths.
pub(crate) const LEAN_SURE: u16 = 9000;

/// Both are about the same if either is better by the margin with a probability below this, in ten thousandths.
pub(crate) const SAME_DOUBT: u16 = 200;

/// The margin: this ratio in hundredths, or one over it.
pub(crate) const MARGIN_HUNDREDTHS: u8 = 80;

const PERIODS: std::ops::RangeInclusive<u8> = 3..=28;

/// What is fixed before the first day. Written as a [`crate::Protocol`] is, and read as strictly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct HabitProtocol {
    habit: MeasureId,
    period_days: u8,
}

/// A protocol as it is written, its fields in the order of their bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    better_sure: u16,
    first_look: u8,
    habit: MeasureId,
    last_look: u8,
    lean_sure: u16,
    margin_hundredths: u8,
    period_days: u8,
    same_doubt: u16,
    version: u16,
}

impl HabitProtocol {
    /// A protocol with periods of so many days.
    ///
    /// # Errors
    /// Below 3 days or above 28.
    pub fn new(habit: MeasureId, period_days: u8) -> Result<HabitProtocol, ProtocolError> {
        if PERIODS.contains(&period_days) {
            Ok(HabitProtocol { habit, period_days })
        } else {
            Err(ProtocolError::Period(period_days))
        }
    }

    /// Reads canonical bytes, or the same JSON with other white space.
    ///
    /// # Errors
    /// Whatever is no protocol of this version.
    pub fn read(json: &[u8]) -> Result<HabitProtocol, ProtocolError> {
        let written: Written =
            serde_json::from_slice(json).map_err(|error| ProtocolError::Unreadable(supple_text::told(&error)))?;
        HabitProtocol::try_from(written)
    }

    /// The habit.
    pub fn habit(&self) -> &MeasureId {
        &self.habit
    }

    /// How many days a period has.
    pub fn period_days(&self) -> u8 {
        self.period_days
    }

    /// After how many pairs the rule looks for the first time.
    pub fn first_look(&self) -> u8 {
        FIRST_LOOK
    }

    /// How many pairs of periods there are at most.
    pub fn most_pairs(&self) -> u8 {
        LAST_LOOK
    }

    /// The bytes that anyone can hash: rule 1 of the crate.
    pub fn canonical(&self) -> Vec<u8> {
        // Numbers and plain texts are always written.
        serde_json::to_vec(&Written::from(self.clone())).unwrap_or_default()
    }
}

impl From<HabitProtocol> for Written {
    fn from(protocol: HabitProtocol) -> Written {
        Written {
            better_sure: BETTER_SURE,
            first_look: FIRST_LOOK,
            habit: protocol.habit,
            last_look: LAST_LOOK,
            lean_sure: LEAN_SURE,
            margin_hundredths: MARGIN_HUNDREDTHS,
            period_days: protocol.period_days,
            same_doubt: SAME_DOUBT,
            version: 1,
        }
    }
}

impl TryFrom<Written> for HabitProtocol {
    type Error = ProtocolError;

    fn try_from(written: Written) -> Result<HabitProtocol, ProtocolError> {
        if written.version != 1 {
            return Err(ProtocolError::Version(written.version));
        }
        let protocol = HabitProtocol::new(written.habit.clone(), written.period_days)?;
        if Written::from(protocol.clone()) == written {
            Ok(protocol)
        } else {
            Err(ProtocolError::Numbers(written.version))
        }
    }
}

/// A period that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Which one, from 1.
    pub number: u8,
    /// Without the habit (A) or with it (B), as it was drawn.
    pub arm: Arm,
    /// Its days on which it is known whether spasms came.
    pub observed_days: u8,
    /// The spasms of these days.
    pub spasms: u32,
}

/// Why no period begins, or none is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// A period is missing among those that are over.
    #[error("period {0} is missing")]
    Missing(u8),
    /// All periods are over.
    #[error("all periods are over")]
    Over,
    /// More days than a period has.
    #[error("period {0} has more observed days than days")]
    Days(u8),
    /// Another arm than the one of the seed.
    #[error("period {0} has another arm than the seed gives")]
    Arm(u8),
}

/// A trial of a habit that goes on.
#[derive(Clone, Debug)]
pub struct HabitTrial {
    protocol: HabitProtocol,
    seed: Seed,
}
