//! The relief plan as a whole, with what to avoid, what to watch for and what leads back to the check.

use crate::decision::Decision;
use crate::floor::{FloorLimit, FloorStep};
use crate::gate::Gate;
use crate::id::{FindingId, RuleId};
use crate::inventory::NotShown;
use crate::limit::{Caution, Guard, Limit};
use crate::situation::{Mobility, Part, Pattern, Worse};
use crate::step::{Stage, StageText, Step, StepKind};
use crate::urgency::Urgency;
use serde::{Deserialize, Serialize};

/// Everything that the relief plan and the floor script are made of.
///
/// The build checks that every step stands on a claim and names sources of that claim; that no timer is longer than the
/// limit it names, and that the limit's number stands in the text it is taken from; that every step of a kind carries
/// what the [`Guard`] of that kind demands; that no id dangles; that the floor script has no dead end and no step that
/// is never reached; and that every item of the inventory about relief stands in a step or is listed with a reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Relief {
    /// The longest times that any timer may run.
    pub limits: Vec<Limit>,
    /// What every step of a kind must carry.
    pub guards: Vec<Guard>,
    /// What a person is asked before heat, cold and hands.
    pub cautions: Vec<Caution>,
    /// What the person decides where sources disagree.
    pub decisions: Vec<Decision>,
    /// The stages from the onset, in their order.
    pub stages: Vec<StageText>,
    /// The steps, in the order in which they are offered.
    pub steps: Vec<Step>,
    /// What to avoid.
    pub avoid: Vec<Avoid>,
    /// What to watch for.
    pub watch: Vec<Watch>,
    /// What, said about the situation, belongs into the check for warning signs.
    pub rechecks: Vec<Recheck>,
    /// What a plan asks first where no check of the day is there.
    pub gate: Gate,
    /// The script for someone lying on the floor.
    pub floor: Vec<FloorStep>,
    /// When the floor script stops and sends back to the check.
    pub floor_limits: Vec<FloorLimit>,
    /// Items about relief that no step carries, with the reason.
    pub not_planned: Vec<NotShown>,
}

impl Relief {
    /// The step with this id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The limit with this id.
    pub fn limit(&self, id: &str) -> Option<&Limit> {
        self.limits.iter().find(|limit| limit.id == id)
    }

    /// The decision with this id.
    pub fn decision(&self, id: &str) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.id == id)
    }

    /// The text of a stage.
    pub fn stage(&self, stage: Stage) -> Option<&StageText> {
        self.stages.iter().find(|text| text.id == stage)
    }
}

/// Something to avoid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Avoid {
    /// A unique id.
    pub id: String,
    /// What to avoid, and why.
    pub text: String,
    /// The stages in which it is shown.
    pub stages: Vec<Stage>,
    /// The mildest urgency at which it is shown.
    pub from: Urgency,
    /// The highest urgency at which it is shown.
    pub up_to: Urgency,
    /// The kinds of step beside which it is shown; none named means always.
    #[serde(default)]
    pub with: Vec<StepKind>,
    /// The claims that it stands on.
    pub claims: Vec<String>,
    /// Who says so: sources of those claims.
    pub sources: Vec<String>,
    /// The inventory items that it carries.
    #[serde(default)]
    pub items: Vec<String>,
}

/// Something to watch for, which leads back to the check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// A unique id.
    pub id: String,
    /// What to watch for.
    pub text: String,
    /// What to do then.
    pub then: String,
    /// The rules that it stands for; their sources are its sources.
    pub rules: Vec<RuleId>,
}

/// Something said about the situation that a rule of the check turns on, so that a plan can never be calmer than the
/// check would be. It holds where everything that it names does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recheck {
    /// The rule; its urgency by itself is the least urgency of the plan.
    pub rule: RuleId,
    /// The findings to answer in the check, which make the rule true.
    pub findings: Vec<FindingId>,
    /// For someone who cannot move further than this.
    #[serde(default)]
    pub mobility: Option<Mobility>,
    /// For someone who has been down for so many minutes.
    #[serde(default)]
    pub down_minutes: Option<u32>,
    /// For someone with this caution.
    #[serde(default)]
    pub caution: Option<String>,
    /// For someone whom this makes worse.
    #[serde(default)]
    pub worse: Option<Worse>,
    /// For someone who hurts in one of these parts.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// For these patterns.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
    /// From so many days after the onset, while it is not over.
    #[serde(default)]
    pub days: Option<u32>,
}
