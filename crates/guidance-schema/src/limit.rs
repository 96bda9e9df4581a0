//! What limits the steps of the relief plan: longest times, what every kind must carry, and what is asked first.

use crate::id::RuleId;
use crate::situation::Mobility;
use crate::step::StepKind;
use crate::urgency::Urgency;
use serde::{Deserialize, Serialize};

/// The longest that a timer may run, and the text that says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// A unique id.
    pub id: String,
    /// The limit in seconds. For a break it is the shortest.
    pub seconds: u32,
    /// Whether it is the shortest time of a break rather than the longest of a timer.
    #[serde(default)]
    pub is_break: bool,
    /// The number as it stands in the text that it is taken from.
    pub says: String,
    /// The claims whose text holds the number.
    #[serde(default)]
    pub claims: Vec<String>,
    /// The disagreement whose default holds the number.
    #[serde(default)]
    pub disagreement: Option<String>,
}

/// What every step of one kind must carry, so that no step can be written without its limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// The kind.
    pub kind: StepKind,
    /// The highest urgency at which a step of this kind may be shown.
    pub up_to: Urgency,
    /// How far one must be able to move for any step of this kind.
    pub needs: Mobility,
    /// The cautions that must forbid it.
    #[serde(default)]
    pub never: Vec<String>,
    /// The cautions that must shorten it.
    #[serde(default)]
    pub shorter: Vec<String>,
    /// The cautions whose line must stay in view.
    #[serde(default)]
    pub mind: Vec<String>,
    /// The limit that its timer must name.
    #[serde(default)]
    pub limit: Option<String>,
    /// The limit that its break must keep.
    #[serde(default)]
    pub rest: Option<String>,
    /// Whether there must be a check at half time.
    #[serde(default)]
    pub half_time: bool,
}

/// Something about the person that forbids, shortens or colours a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// A unique id.
    pub id: String,
    /// The question, in as few words as will do.
    pub ask: String,
    /// The limit in words, which stays in view while nobody has answered.
    pub limit: String,
    /// What to mind with a step that it does not forbid.
    #[serde(default)]
    pub mind: Option<String>,
    /// What happens while nobody has answered.
    pub unknown: Unknown,
    /// Whether an answer holds for months, so that asking it again each time would be a burden.
    #[serde(default)]
    pub lasting: bool,
    /// The rules of the check that tell of it: when one of them fired, it counts as a yes.
    #[serde(default)]
    pub told_by: Vec<RuleId>,
    /// The findings or questions about the person that tell of it: a yes to one of them counts as a yes. A caution is told
    /// by the question of its own id without being named here.
    #[serde(default)]
    pub known_by: Vec<String>,
    /// The longest time of a step that this shortens, by the id of a [`Limit`].
    #[serde(default)]
    pub shortens_to: Option<String>,
    /// The claims or disagreements behind it.
    #[serde(default)]
    pub claims: Vec<String>,
    /// As `claims`.
    #[serde(default)]
    pub disagreements: Vec<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
}

/// What happens to a step while nobody has answered a caution that forbids it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// It is shown with the limit in view.
    Show,
    /// It is left out.
    LeaveOut,
}
