//! What is fixed before the first spasm: the measures, the blocks, the looks, and the rule with its numbers.

use serde::{Deserialize, Serialize};
use std::fmt;
use supple_stats::trial::Errors;

/// The most spasms of a trial.
pub(crate) const MOST_BOUTS: u8 = 20;

/// The pairs after which the rule looks: from the first of these to the last.
pub(crate) const FIRST_LOOK: u8 = 4;
pub(crate) const LAST_LOOK: u8 = 10;

/// From this pair on, the rule looks for harm.
pub(crate) const FIRST_HARM: u8 = 2;

/// An arm harms whose mean fall is below so many tenths of a point, with this probability in ten thousandths.
pub(crate) const HARM_MEAN_TENTHS: i8 = -10;
pub(crate) const HARM_SURE: u16 = 9500;

/// At the end an undecided trial leans to a measure that is better with at least this probability, in ten thousandths.
pub(crate) const LEAN_SURE: u16 = 9000;

/// Two measures are about the same if each of them is better by the margin with a probability below this, in ten thousandths;
/// with a margin above a point, the second.
pub(crate) const SAME_DOUBT: [u16; 2] = [200, 80];

/// The minutes between two draws, and from an application to the next draw.
pub(crate) const WASHOUT_MINUTES: u16 = 240;

/// The least pain with which a spasm takes part.
pub(crate) const LEAST_PAIN: u8 = 4;

/// The margins that a person may choose, in tenths of a point.
const MARGINS: std::ops::RangeInclusive<u8> = 5..=20;

/// What differs between versions.
struct Rule {
    /// How the model that decides takes errors to be alike.
    errors: Errors,
    /// A measure is better with a probability above this, in ten thousandths.
    better_sure: u16,
}

/// The versions, from the first on. New trials begin with the last; one that began with another is judged by that to its end.
/// `docs/trials.md` has the tables by which each was chosen.
const VERSIONS: [Rule; 2] =
    [Rule { errors: Errors::Independent, better_sure: 9925 }, Rule { errors: Errors::ByOrder, better_sure: 9940 }];

/// Measure A or measure B.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arm {
    /// Measure A.
    A,
    /// Measure B.
    B,
}

impl Arm {
    /// The other one.
    pub fn other(self) -> Arm {
        match self {
            Arm::A => Arm::B,
            Arm::B => Arm::A,
        }
    }
}

/// The id of a measure: small letters and digits, with single hyphens between them; at most 64.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MeasureId(String);

impl MeasureId {
    /// Nothing yet: the other measure is compared with going without.
    pub const WITHOUT: &'static str = "without";

    /// The id, if it can be one.
    ///
    /// # Errors
    /// Refuses what is not small letters and digits with single hyphens between them, or longer than 64.
    pub fn new(id: &str) -> Result<MeasureId, ProtocolError> {
        let is_part = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if id.len() <= 64 && id.split('-').all(is_part) {
            Ok(MeasureId(id.to_owned()))
        } else {
            Err(ProtocolError::Measure)
        }
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MeasureId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl TryFrom<String> for MeasureId {
    type Error = ProtocolError;

    fn try_from(id: String) -> Result<MeasureId, ProtocolError> {
        MeasureId::new(&id)
    }
}

impl From<MeasureId> for String {
    fn from(id: MeasureId) -> String {
        id.0
    }
}

/// Why something is no protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProtocolError {
    /// An id that is none.
    #[error("the id of a measure is small letters and digits with single hyphens between them, at most 64")]
    Measure,
    /// Both measures are the same.
    #[error("both measures are \"{0}\", so nothing can be compared")]
    OneMeasure(MeasureId),
    /// A margin out of range.
    #[error("a margin of {0} tenths of a point lies outside 5 to 20")]
    Margin(u8),
    /// A period out of range.
    #[error("a period of {0} days lies outside 3 to 28")]
    Period(u8),
    /// A version that this program does not know.
    #[error("version {0} of the protocol is not known here")]
    Version(u16),
    /// A number that its version does not have.
    #[error("the numbers of the rule are not those of version {0}")]
    Numbers(u16),
    /// No protocol at all.
    #[error("this is no protocol of a trial: {0}")]
    Unreadable(String),
}

/// What is fixed before the first spasm of a trial. Whoever reads one refuses unknown fields and other numbers than those of
/// its version.
///
/// ```
/// use supple_trial::{MeasureId, Protocol};
///
/// let protocol = Protocol::new(MeasureId::new("cold-pack")?, MeasureId::new("heat-pack")?)?;
/// assert!(protocol.canonical().starts_with(br#"{"a":"cold-pack","b":"heat-pack","better_sure":"#));
/// assert_eq!(protocol.margin(), 1.0);
/// # Ok::<(), supple_trial::ProtocolError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Protocol {
    a: MeasureId,
    b: MeasureId,
    margin_tenths: u8,
    version: u16,
}

/// A protocol as it is written. Its fields stand in the order of their bytes: see rule 1 of the crate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    a: MeasureId,
    b: MeasureId,
    better_sure: u16,
    blocks: [u8; 2],
    first_harm: u8,
    first_look: u8,
    harm_mean_tenths: i8,
    harm_sure: u16,
    last_look: u8,
    lean_sure: u16,
    least_pain: u8,
    margin_tenths: u8,
    most_bouts: u8,
    outcome_minutes: u16,
    same_doubt: u16,
    second_minutes: u16,
    version: u16,
    washout_minutes: u16,
}

impl Protocol {
    /// A protocol of the newest version with a margin of one point.
    ///
    /// # Errors
    /// With one measure alone.
    pub fn new(a: MeasureId, b: MeasureId) -> Result<Protocol, ProtocolError> {
        let version = VERSIONS.len() as u16;
        if a == b { Err(ProtocolError::OneMeasure(a)) } else { Ok(Protocol { a, b, margin_tenths: 10, version }) }
    }

    /// The same with another margin, in tenths of a point: what difference counts.
    ///
    /// # Errors
    /// Below 5 or above 20.
    pub fn with_margin_tenths(self, tenths: u8) -> Result<Protocol, ProtocolError> {
        if MARGINS.contains(&tenths) {
            Ok(Protocol { margin_tenths: tenths, ..self })
        } else {
            Err(ProtocolError::Margin(tenths))
        }
    }

    /// Reads canonical bytes, or the same JSON with other white space.
    ///
    /// # Errors
    /// Whatever is no protocol of a known version.
    pub fn read(json: &[u8]) -> Result<Protocol, ProtocolError> {
        let written: Written =
            serde_json::from_slice(json).map_err(|error| ProtocolError::Unreadable(supple_text::told(&error)))?;
        Protocol::try_from(written)
    }

    /// The measure of an arm.
    pub fn measure(&self, arm: Arm) -> &MeasureId {
        match arm {
            Arm::A => &self.a,
            Arm::B => &self.b,
        }
    }

    /// What difference counts, in points of 10.
    pub fn margin(&self) -> f64 {
        f64::from(self.margin_tenths) / 10.0
    }

    /// The most spasms.
    pub fn most_bouts(&self) -> u8 {
        MOST_BOUTS
    }

    /// The least pain with which a spasm takes part.
    pub fn least_pain(&self) -> u8 {
        LEAST_PAIN
    }

    /// The minutes from an application, or a draw, to the next draw.
    pub fn washout_minutes(&self) -> u16 {
        WASHOUT_MINUTES
    }

    /// The bytes that anyone can hash: rule 1 of the crate.
    pub fn canonical(&self) -> Vec<u8> {
        // Numbers and plain texts are always written.
        serde_json::to_vec(&Written::from(self.clone())).unwrap_or_default()
    }

    /// How the model that decides takes the errors of two spasms to be alike: by its version.
    pub fn errors(&self) -> Errors {
        self.rule().errors
    }

    /// The probability above which a measure is better, in ten thousandths.
    pub(crate) fn better_sure(&self) -> u16 {
        self.rule().better_sure
    }

    fn rule(&self) -> &'static Rule {
        &VERSIONS[usize::from(self.version) - 1]
    }

    /// The doubt below which two measures are about the same, in ten thousandths.
    pub(crate) fn same_doubt(&self) -> u16 {
        SAME_DOUBT[usize::from(self.margin_tenths > 10)]
    }
}

impl From<Protocol> for Written {
    fn from(protocol: Protocol) -> Written {
        Written {
            better_sure: protocol.better_sure(),
            blocks: [2, 4],
            first_harm: FIRST_HARM,
            first_look: FIRST_LOOK,
            harm_mean_tenths: HARM_MEAN_TENTHS,
            harm_sure: HARM_SURE,
            last_look: LAST_LOOK,
            lean_sure: LEAN_SURE,
            least_pain: LEAST_PAIN,
            margin_tenths: protocol.margin_tenths,
            most_bouts: MOST_BOUTS,
            outcome_minutes: 30,
            same_doubt: protocol.same_doubt(),
            second_minutes: 60,
            version: protocol.version,
            washout_minutes: WASHOUT_MINUTES,
            a: protocol.a,
            b: protocol.b,
        }
    }
}

impl TryFrom<Written> for Protocol {
    type Error = ProtocolError;

    fn try_from(written: Written) -> Result<Protocol, ProtocolError> {
        let version = written.version;
        if !(1..=VERSIONS.len()).contains(&usize::from(version)) {
            return Err(ProtocolError::Version(version));
        }
        let newest = Protocol::new(written.a.clone(), written.b.clone())?.with_margin_tenths(written.margin_tenths)?;
        let protocol = Protocol { version, ..newest };
        if Written::from(protocol.clone()) == written { Ok(protocol) } else { Err(ProtocolError::Numbers(version)) }
    }
}
