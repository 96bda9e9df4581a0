//! Who may take part, and the draw: no measure without its evidence.

use crate::audit::{Drawn, Revealed};
use crate::bout::Pain;
use crate::devices::kept;
use crate::protocol::{Arm, LEAST_PAIN, MOST_BOUTS, MeasureId, Protocol, WASHOUT_MINUTES};
use crate::schedule::arms;
use crate::seed::{Commitment, Seed};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How old the stored pain before may be when a measure is drawn.
const FRESH: SignedDuration = SignedDuration::from_mins(15);

/// What is known of a spasm that may take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Now.
    pub at: Timestamp,
    /// The pain right now.
    pub pain: Pain,
    /// Whether the check of this spasm found nothing that needs help first.
    pub no_sign: bool,
    /// Whether nothing known of the person speaks against measure A, and against measure B.
    pub allowed: [bool; 2],
    /// Whether the person is awake for the next hour.
    pub awake: bool,
    /// When either measure, or a painkiller, was last applied.
    pub last_application: Option<Timestamp>,
}

/// Why a spasm takes no part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotEligible {
    /// Something needs help first.
    #[error("a sign needs help first")]
    Sign,
    /// Too little pain to see it fall.
    #[error("the pain is below {LEAST_PAIN}")]
    LittlePain,
    /// Something speaks against a measure.
    #[error("something known of the person speaks against a measure")]
    NotAllowed(Arm),
    /// Nobody would answer half an hour later.
    #[error("the person is about to sleep")]
    Asleep,
    /// What was applied last may still work.
    #[error("the last application is less than four hours ago")]
    Washout,
}

/// The evidence that a spasm may take part. Only [`Eligible::judge`] makes it.
///
/// ```compile_fail
/// let made_up = supple_trial::Eligible { at: jiff::Timestamp::UNIX_EPOCH };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eligible {
    at: Timestamp,
}

impl Eligible {
    /// Judges a spasm.
    ///
    /// # Errors
    /// All reasons why it takes no part.
    pub fn judge(facts: &Facts) -> Result<Eligible, Vec<NotEligible>> {
        let washed_out = facts.last_application.is_none_or(|last| facts.at.duration_since(last) >= washout());
        let reasons = [
            (!facts.no_sign, NotEligible::Sign),
            (facts.pain.get() < LEAST_PAIN, NotEligible::LittlePain),
            (!facts.allowed[0], NotEligible::NotAllowed(Arm::A)),
            (!facts.allowed[1], NotEligible::NotAllowed(Arm::B)),
            (!facts.awake, NotEligible::Asleep),
            (!washed_out, NotEligible::Washout),
        ];
        let against: Vec<NotEligible> =
            reasons.into_iter().filter_map(|(is_so, reason)| is_so.then_some(reason)).collect();
        if against.is_empty() { Ok(Eligible { at: facts.at }) } else { Err(against) }
    }
}

fn washout() -> SignedDuration {
    SignedDuration::from_mins(WASHOUT_MINUTES.into())
}

/// The evidence that the pain before is stored: the entry that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baseline {
    entry: Uuid,
    at: Timestamp,
}

impl Baseline {
    /// The pain before, which was stored as this entry at this time.
    pub fn stored(entry: Uuid, at: Timestamp) -> Baseline {
        Baseline { entry, at }
    }
}

/// A measure that chance chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Which spasm of the trial, from 1.
    pub number: u8,
    /// The arm.
    pub arm: Arm,
    /// Its measure.
    pub measure: MeasureId,
    /// The entry of the pain before.
    pub baseline: Uuid,
}

/// A draw as it was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Which spasm of the trial, from 1.
    pub number: u8,
    /// The arm.
    pub arm: Arm,
    /// The entry of the pain before.
    pub baseline: Uuid,
    /// When.
    pub at: Timestamp,
    /// The device that drew.
    pub device: Uuid,
    /// The entry that holds the draw.
    pub entry: Uuid,
}

/// Why no measure is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// Nothing is drawn twice.
    #[error("for this pain before, number {0} was drawn already")]
    AlreadyDrawn(u8),
    /// All numbers are drawn.
    #[error("all {MOST_BOUTS} numbers are drawn")]
    Over,
    /// Another draw is less than the washout ago.
    #[error("the last draw is less than four hours ago")]
    TooSoon,
    /// The pain before was not stored just now.
    #[error("the pain before was not stored within the 15 minutes before the draw")]
    StaleBaseline,
    /// A draw is missing among those that were stored.
    #[error("the draw of number {0} is missing")]
    Missing(u8),
}

/// Seed or protocol are not what was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("seed and protocol are not those that were promised before the first spasm")]
pub struct NotAsPromised;

/// A trial that goes on.
///
/// ```
/// use jiff::Timestamp;
/// use supple_trial::{Baseline, Eligible, Facts, MeasureId, Pain, Protocol, Seed, Trial};
///
/// let (cold, heat) = (MeasureId::new("cold-pack")?, MeasureId::new("heat-pack")?);
/// let trial = Trial::begin(Protocol::new(cold, heat)?, Seed::new([7; 32]));
/// let promised = trial.commitment(); // stored before anything is drawn
///
/// let (at, pain) = ("2026-03-01T06:00:00Z".parse::<Timestamp>()?, Pain::new(6)?);
/// let facts = Facts { at, pain, no_sign: true, allowed: [true; 2], awake: true, last_application: None };
/// let eligible = Eligible::judge(&facts).map_err(|against| against[0])?;
/// let baseline = Baseline::stored(uuid::Uuid::from_u128(1), at);
/// let draw = trial.draw(&[], &eligible, &baseline)?;
/// assert_eq!((draw.number, &draw.measure), (1, trial.protocol().measure(draw.arm)));
/// assert!(trial.reveal(&[]).audit().is_ok());
/// # assert!(Trial::resume(trial.protocol().clone(), Seed::new([7; 32]), promised).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Trial {
    protocol: Protocol,
    seed: Seed,
}

impl Trial {
    /// A new trial. Its commitment is stored before the first draw.
    pub fn begin(protocol: Protocol, seed: Seed) -> Trial {
        Trial { protocol, seed }
    }

    /// A trial that was begun, as it was stored.
    ///
    /// # Errors
    /// Where seed or protocol were changed since.
    pub fn resume(protocol: Protocol, seed: Seed, promised: Commitment) -> Result<Trial, NotAsPromised> {
        if seed.commitment(&protocol) == promised { Ok(Trial { protocol, seed }) } else { Err(NotAsPromised) }
    }

    /// What is compared, and how.
    pub fn protocol(&self) -> &Protocol {
        &self.protocol
    }

    /// The seed, to be stored.
    pub fn seed(&self) -> &Seed {
        &self.seed
    }

    /// What is promised before the first spasm.
    pub fn commitment(&self) -> Commitment {
        self.seed.commitment(&self.protocol)
    }

    /// Draws the measure of a spasm, after all draws that were stored. The same evidence and draws give the same draw, so
    /// one that was not stored is drawn again, never another.
    ///
    /// # Errors
    /// Where this pain before was drawn for, is old, or comes too soon; where a draw is missing, or all are drawn.
    pub fn draw(&self, stored: &[Recorded], eligible: &Eligible, baseline: &Baseline) -> Result<Draw, DrawError> {
        if let Some(same) = stored.iter().find(|draw| draw.baseline == baseline.entry) {
            return Err(DrawError::AlreadyDrawn(same.number));
        }
        let age = eligible.at.duration_since(baseline.at);
        if age.is_negative() || age > FRESH {
            return Err(DrawError::StaleBaseline);
        }
        // Either way: the clock of another device may be ahead.
        if stored.iter().any(|draw| eligible.at.duration_since(draw.at).abs() < washout()) {
            return Err(DrawError::TooSoon);
        }
        let kept = kept(stored).draws;
        if let Some((place, _)) = (1..).zip(&kept).find(|(place, draw)| *place != draw.number) {
            return Err(DrawError::Missing(place));
        }
        let arm = arms(&self.seed).get(kept.len()).copied().ok_or(DrawError::Over)?;
        let number = kept.last().map_or(1, |last| last.number + 1);
        Ok(Draw { number, arm, measure: self.protocol.measure(arm).clone(), baseline: baseline.entry })
    }

    /// What is told when the trial is over, so that anyone can check it.
    pub fn reveal(&self, stored: &[Recorded]) -> Revealed {
        let draws = kept(stored).draws;
        Revealed {
            protocol: self.protocol.clone(),
            seed: self.seed.clone(),
            commitment: self.commitment(),
            draws: draws.iter().map(|draw| Drawn { number: draw.number, arm: draw.arm }).collect(),
        }
    }
}
