//! What the person decides, because sources disagree.

use serde::{Deserialize, Serialize};

/// What the person decides, because sources disagree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// A unique id.
    pub id: String,
    /// The id of the disagreement, whose default this starts with.
    pub disagreement: String,
    /// The question in a few words.
    pub ask: String,
    /// The option that the plan starts with.
    pub default: String,
    /// Other options to start with, for people with a caution.
    #[serde(default)]
    pub instead: Vec<Instead>,
    /// The options, at least two.
    pub options: Vec<PlanOption>,
}

/// An option to start with when a caution is answered with yes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instead {
    /// The id of the caution.
    pub caution: String,
    /// The option.
    pub option: String,
}

/// One option of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanOption {
    /// The id within the decision.
    pub id: String,
    /// What the button says.
    pub label: String,
    /// What the plan does with it, in one line.
    pub line: String,
    /// What steps are called together that only this option shows side by side.
    #[serde(default)]
    pub together: Option<String>,
    /// How long steps timed by this decision take, in seconds.
    #[serde(default)]
    pub seconds: Option<u32>,
    /// How long after the onset steps paced by this decision start, in minutes.
    #[serde(default)]
    pub hold_minutes: Option<u32>,
    /// Whether steps paced by this decision wait until the spasm has eased; what the step says if absent.
    #[serde(default)]
    pub waits: Option<bool>,
}
