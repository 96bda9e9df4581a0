//! Whether all was as promised: the whole schedule again, from the seed.

use crate::protocol::{Arm, MOST_BOUTS, Protocol};
use crate::schedule::arms;
use crate::seed::{Commitment, Seed};
use serde::{Deserialize, Serialize};

/// A number and its arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// Which spasm of the trial, from 1.
    pub number: u8,
    /// The arm.
    pub arm: Arm,
}

/// What is told when a trial is over. `docs/verify-trial.py` reads it as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revealed {
    /// What was compared, and how.
    pub protocol: Protocol,
    /// The seed.
    pub seed: Seed,
    /// What was promised before the first spasm.
    pub commitment: Commitment,
    /// The draws that count, in the order of their numbers.
    pub draws: Vec<Drawn>,
}

/// Where something is not as promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// Seed or protocol were changed.
    #[error("seed and protocol are not those that were promised before the first spasm")]
    Promise {
        /// The first spasm whose arm is not the one that this seed gives, if any.
        first: Option<u8>,
    },
    /// Numbers are not in their order, or one is missing.
    #[error("spasm {place} of the trial has the number {number}")]
    Order {
        /// Which spasm, from 1.
        place: u8,
        /// The number that it has.
        number: u8,
    },
    /// Another arm than the one of the seed.
    #[error("spasm {number} of the trial has another measure than the seed gives")]
    Arm {
        /// Which spasm, from 1.
        number: u8,
    },
    /// More draws than a trial has.
    #[error("there are more than {MOST_BOUTS} draws")]
    TooMany,
}

impl Revealed {
    /// Derives the whole schedule again and compares.
    ///
    /// # Errors
    /// The first thing that is not as promised.
    pub fn audit(&self) -> Result<(), Mismatch> {
        let wrong = (1..=MOST_BOUTS).zip(&self.draws).zip(arms(&self.seed)).find_map(|((place, draw), arm)| {
            if draw.number != place {
                Some(Mismatch::Order { place, number: draw.number })
            } else if draw.arm != arm {
                Some(Mismatch::Arm { number: place })
            } else {
                None
            }
        });
        if self.seed.commitment(&self.protocol) != self.commitment {
            let first = wrong.map(|wrong| match wrong {
                Mismatch::Order { place, .. } => place,
                Mismatch::Arm { number } => number,
                Mismatch::Promise { .. } | Mismatch::TooMany => 1,
            });
            return Err(Mismatch::Promise { first });
        }
        match wrong {
            Some(wrong) => Err(wrong),
            None if self.draws.len() > usize::from(MOST_BOUTS) => Err(Mismatch::TooMany),
            None => Ok(()),
        }
    }
}
