//! When a period may begin, and its draw: no arm without its evidence.

use super::audit::RevealedDays;
use super::{HabitProtocol, HabitTrial, LAST_LOOK, PeriodError};
use crate::audit::Drawn;
use crate::draw::NotAsPromised;
use crate::protocol::Arm;
use crate::schedule::periods;
use crate::seed::{Commitment, Seed};
use jiff::civil::Date;

/// What is known of the day on which a period may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayFacts {
    /// The day, on the person's clock.
    pub today: Date,
    /// The last day of the period before; none before the first period.
    pub last: Option<Date>,
    /// Whether a check found nothing that needs help first.
    pub no_sign: bool,
    /// Whether no spasm and no episode goes on.
    pub no_episode: bool,
    /// Whether nothing known of the person speaks against the habit.
    pub allowed: bool,
}

/// Why no period begins today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    /// The period before goes on until this day.
    #[error("the period before goes on until {0}")]
    GoesOn(Date),
    /// Something needs help first.
    #[error("a sign needs help first")]
    Sign,
    /// What an episode asks for comes first.
    #[error("an episode goes on")]
    Episode,
    /// Something speaks against the habit.
    #[error("something known of the person speaks against the habit")]
    NotAllowed,
}

/// The evidence that a period may begin on a day. Only [`MayBegin::judge`] makes it.
///
/// ```compile_fail
/// let made_up = supple_trial::days::MayBegin { day: jiff::civil::date(2026, 12, 1) };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MayBegin {
    day: Date,
}

impl MayBegin {
    /// Judges a day.
    ///
    /// # Errors
    /// All reasons why no period begins on it.
    pub fn judge(facts: &DayFacts) -> Result<MayBegin, Vec<NotYet>> {
        let goes_on = facts.last.filter(|last| *last >= facts.today).map(NotYet::GoesOn);
        let sign = (!facts.no_sign).then_some(NotYet::Sign);
        let episode = (!facts.no_episode).then_some(NotYet::Episode);
        let against = (!facts.allowed).then_some(NotYet::NotAllowed);
        let reasons: Vec<NotYet> = goes_on.into_iter().chain(sign).chain(episode).chain(against).collect();
        if reasons.is_empty() { Ok(MayBegin { day: facts.today }) } else { Err(reasons) }
    }
}

/// A period whose arm was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodDraw {
    /// Which one, from 1.
    pub number: u8,
    /// Without the habit (A) or with it (B).
    pub arm: Arm,
    /// Its first day.
    pub first: Date,
}

impl HabitTrial {
    /// A new trial. Its commitment is stored before the first period.
    pub fn begin(protocol: HabitProtocol, seed: Seed) -> HabitTrial {
        HabitTrial { protocol, seed }
    }

    /// A trial that was begun before, if it is as was promised.
    ///
    /// # Errors
    /// If it is not.
    pub fn resume(protocol: HabitProtocol, seed: Seed, promised: Commitment) -> Result<HabitTrial, NotAsPromised> {
        let trial = HabitTrial { protocol, seed };
        if trial.commitment() == promised { Ok(trial) } else { Err(NotAsPromised) }
    }

    /// What is fixed beforehand.
    pub fn protocol(&self) -> &HabitProtocol {
        &self.protocol
    }

    /// What all draws follow from: to store it.
    pub fn seed(&self) -> &Seed {
        &self.seed
    }

    /// What is promised before the first period: rule 2 of the crate.
    pub fn commitment(&self) -> Commitment {
        self.seed.promise(&self.protocol.canonical())
    }

    /// The next period, after those that were drawn. It begins on the day of the evidence.
    ///
    /// # Errors
    /// Where one is missing among these, or has another arm than the seed gives; where all were drawn.
    pub fn draw(&self, drawn: &[Drawn], may: &MayBegin) -> Result<PeriodDraw, PeriodError> {
        let arms = periods(&self.seed, LAST_LOOK.into());
        for ((number, period), arm) in (1..).zip(drawn).zip(&arms) {
            if period.number != number {
                return Err(PeriodError::Missing(number));
            }
            if period.arm != *arm {
                return Err(PeriodError::Arm(number));
            }
        }
        let arm = *arms.get(drawn.len()).ok_or(PeriodError::Over)?;
        Ok(PeriodDraw { number: drawn.len() as u8 + 1, arm, first: may.day })
    }

    /// What is told when it is over, so that anyone can check it.
    pub fn reveal(&self, drawn: &[Drawn]) -> RevealedDays {
        let (protocol, seed, commitment) = (self.protocol.clone(), self.seed.clone(), self.commitment());
        RevealedDays { protocol, seed, commitment, draws: drawn.to_vec() }
    }
}
