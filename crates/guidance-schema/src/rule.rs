//! When to send someone where: rules, their conditions, and the policy for signs that are weak alone.

use crate::id::{FindingId, RuleId};
use crate::urgency::Urgency;
use serde::{Deserialize, Serialize};

/// When to send someone where, and who says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// The id shown in JSON and used in the guide.
    pub id: RuleId,
    /// How urgent it is when the condition holds.
    pub urgency: Urgency,
    /// What a doctor will think of, as a short noun phrase. Never a diagnosis.
    pub concern: String,
    /// The condition. It has no "not", so that one more yes can never lower the urgency.
    pub when: Condition,
    /// The company that the sign needs for this urgency, where it is uninformative alone.
    pub weak: Option<Weak>,
    /// Why, in plain words.
    pub because: String,
    /// What is our own judgement in it, such as a number that no source gives.
    pub judgement: Option<String>,
    /// Which source gives which urgency for this sign.
    pub positions: Vec<Position>,
    /// All sources of the rule: those of its positions, then further ones.
    pub sources: Vec<String>,
    /// The red flags that it serves.
    pub red_flags: Vec<String>,
    /// The inventory items that it carries.
    pub items: Vec<String>,
}

impl Rule {
    /// The urgency of the sign by itself: lower than that of the rule where it is weak.
    pub fn by_itself(&self) -> Urgency {
        self.weak.as_ref().map_or(self.urgency, |weak| weak.alone)
    }

    /// Calls `visit` for every atom of the sign and then of its company.
    pub fn atoms<'a>(&'a self, visit: &mut impl FnMut(&'a Atom)) {
        self.when.atoms(visit);
        if let Some(weak) = &self.weak {
            weak.company.atoms(visit);
        }
    }
}

/// The policy for a sign that its source lists alone and that studies find uninformative alone: the one exception to
/// "never below a source's urgency". With its company the rule has its urgency; alone it has a lower one.
///
/// Not sure of both the sign and its company is no alarm by itself: two doubts are no company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weak {
    /// The urgency of the sign alone, below that of the rule.
    pub alone: Urgency,
    /// The company: a condition as positive as any.
    #[serde(rename = "with")]
    pub company: Condition,
    /// The sources that find the sign uninformative alone, or calmer guidelines.
    pub evidence: Vec<String>,
    /// What they found, in plain words for the person.
    pub because: String,
}

/// What one source says of the urgency of a sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The id of the source.
    pub source: String,
    /// The urgency that it gives; [`Urgency::SelfCare`] where it calls the sign ordinary.
    pub urgency: Urgency,
    /// Under which condition, where it names one.
    pub says: Option<String>,
}

/// A positive condition on findings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// One finding.
    Atom(Atom),
    /// Every part holds.
    All(Vec<Condition>),
    /// At least one part holds.
    Any(Vec<Condition>),
    /// At least this many parts hold.
    AtLeast(usize, Vec<Condition>),
}

impl Condition {
    /// Calls `visit` for every atom, in reading order.
    pub fn atoms<'a>(&'a self, visit: &mut impl FnMut(&'a Atom)) {
        match self {
            Condition::Atom(atom) => visit(atom),
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                for part in parts {
                    part.atoms(visit);
                }
            }
        }
    }
}

/// A test of one finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Atom {
    /// The id of the finding.
    pub finding: FindingId,
    /// What must be so.
    pub test: Test,
}

/// What an atom asks of its finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// The answer is yes.
    Yes,
    /// The number is this large or larger.
    AtLeast(f64),
    /// The number is smaller than this.
    Below(f64),
    /// The choice is this option or a worse one.
    OrWorse(String),
}
