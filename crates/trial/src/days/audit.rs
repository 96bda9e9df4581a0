//! Whether all was as promised: the whole order of periods again, from the seed.

use super::{HabitProtocol, LAST_LOOK};
use crate::audit::Drawn;
use crate::schedule::periods;
use crate::seed::{Commitment, Seed};
use serde::{Deserialize, Serialize};

/// What is told when a trial over days is over. `docs/verify-trial.py` reads it as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevealedDays {
    /// What was compared, and how.
    pub protocol: HabitProtocol,
    /// The seed.
    pub seed: Seed,
    /// What was promised before the first period.
    pub commitment: Commitment,
    /// The periods that count, in the order of their numbers.
    pub draws: Vec<Drawn>,
}

/// Where something is not as promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DaysMismatch {
    /// Seed or protocol were changed.
    #[error("seed and protocol are not those that were promised before the first period")]
    Promise,
    /// Numbers are not in their order, or one is missing.
    #[error("period {place} of the trial has the number {number}")]
    Order {
        /// Which period, from 1.
        place: u8,
        /// The number that it has.
        number: u8,
    },
    /// Another arm than the one of the seed.
    #[error("period {number} of the trial has another arm than the seed gives")]
    Arm {
        /// Which period, from 1.
        number: u8,
    },
    /// More periods than a trial has.
    #[error("there are more than {most} periods", most = 2 * LAST_LOOK)]
    TooMany,
}

impl RevealedDays {
    /// Derives the whole order again and compares.
    ///
    /// # Errors
    /// The first thing that is not as promised.
    pub fn audit(&self) -> Result<(), DaysMismatch> {
        if self.seed.promise(&self.protocol.canonical()) != self.commitment {
            return Err(DaysMismatch::Promise);
        }
        for ((place, draw), arm) in (1..).zip(&self.draws).zip(periods(&self.seed, LAST_LOOK.into())) {
            if draw.number != place {
                return Err(DaysMismatch::Order { place, number: draw.number });
            }
            if draw.arm != arm {
                return Err(DaysMismatch::Arm { number: place });
            }
        }
        if self.draws.len() > usize::from(2 * LAST_LOOK) { Err(DaysMismatch::TooMany) } else { Ok(()) }
    }
}
