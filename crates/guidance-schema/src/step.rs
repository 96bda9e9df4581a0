//! The steps of the relief plan.
//!
//! Which step is shown to whom is decided in the crate `care`; here is only what each step says of itself.

use crate::guide::Strength;
use crate::id::StepId;
use crate::situation::{Mobility, Part, Pattern, Place, Thing, Worse};
use crate::urgency::Urgency;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What kind of step it is. A plan shows one step of a kind first and the others as ways to do the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Reaching a person or a service.
    Help,
    /// Slow breathing.
    Breathing,
    /// A position that eases.
    Position,
    /// Something warm on the back.
    Heat,
    /// Something cold on the back.
    Cold,
    /// A warm bath or shower.
    Bath,
    /// Small movements.
    Movement,
    /// A walk.
    Walk,
    /// A stretch.
    Stretch,
    /// Hands on the muscle.
    Massage,
    /// Getting up from the floor, out of bed or from a chair.
    Rise,
    /// Lying down for the night.
    Sleep,
    /// The way to the questions about medicines. Never a dose.
    Medicine,
    /// Exercise for later.
    Exercise,
    /// Something to ask a doctor or therapist about.
    Ask,
}

impl StepKind {
    /// All kinds.
    pub const ALL: [StepKind; 15] = [
        StepKind::Help,
        StepKind::Breathing,
        StepKind::Position,
        StepKind::Heat,
        StepKind::Cold,
        StepKind::Bath,
        StepKind::Movement,
        StepKind::Walk,
        StepKind::Stretch,
        StepKind::Massage,
        StepKind::Rise,
        StepKind::Sleep,
        StepKind::Medicine,
        StepKind::Exercise,
        StepKind::Ask,
    ];
}

/// How far along someone is, counted from the onset and from how the spasm feels now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Under 15 minutes.
    #[serde(rename = "first-minutes")]
    FirstMinutes,
    /// Up to 48 hours.
    #[serde(rename = "first-48-hours")]
    First48Hours,
    /// From 48 up to 72 hours.
    #[serde(rename = "48-to-72-hours")]
    From48To72Hours,
    /// From 72 hours on.
    #[serde(rename = "after-72-hours")]
    After72Hours,
    /// The spasm has eased and the back is still sore.
    #[serde(rename = "recovery")]
    Recovery,
    /// It is over.
    #[serde(rename = "prevention")]
    Prevention,
}

impl Stage {
    /// All stages in their order.
    pub const ALL: [Stage; 6] = [
        Stage::FirstMinutes,
        Stage::First48Hours,
        Stage::From48To72Hours,
        Stage::After72Hours,
        Stage::Recovery,
        Stage::Prevention,
    ];
}

/// One thing to do: how, how long, when to stop, who says so and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// A unique id.
    pub id: StepId,
    /// What kind of step it is.
    pub kind: StepKind,
    /// What to do, in a few words.
    pub title: String,
    /// How to do it.
    pub how: String,
    /// How long the timer runs, in seconds, where there is a timer.
    #[serde(default)]
    pub seconds: Option<u32>,
    /// The id of the [`Limit`](crate::Limit) that the timer stops at, whatever the person chose.
    #[serde(default)]
    pub limit: Option<String>,
    /// What to look at when half of the time is over.
    #[serde(default)]
    pub half_time: Option<String>,
    /// The shortest break before the same again, in seconds.
    #[serde(default)]
    pub rest_seconds: Option<u32>,
    /// How often, in words.
    #[serde(default)]
    pub often: Option<String>,
    /// When to stop.
    pub stop_when: String,
    /// The stages in which it is for this moment.
    #[serde(default)]
    pub now: Vec<Stage>,
    /// The stages in which it comes next.
    #[serde(default)]
    pub next: Vec<Stage>,
    /// The stages in which it is for later.
    #[serde(default)]
    pub later: Vec<Stage>,
    /// How long after this moment it comes next, in minutes.
    #[serde(default)]
    pub after_minutes: Option<u32>,
    /// Whether it waits until the spasm has eased.
    #[serde(default)]
    pub waits: bool,
    /// The patterns that it is for; none named means all.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
    /// The mildest urgency at which it is shown.
    pub from: Urgency,
    /// The highest urgency at which it is shown.
    pub up_to: Urgency,
    /// How far one must be able to move.
    pub needs: Mobility,
    /// How far one can move at most; for what makes no sense to someone who can do more.
    #[serde(default)]
    pub at_most: Option<Mobility>,
    /// Whether it is done lying down, so that one must lie already or be able to get there.
    #[serde(default)]
    pub lying: bool,
    /// Where one must be; none named means anywhere.
    #[serde(default)]
    pub places: Vec<Place>,
    /// What must be at hand.
    #[serde(default)]
    pub at_hand: Vec<Thing>,
    /// It is only for someone who has named none of these as at hand: what then stands for them.
    #[serde(default)]
    pub unless_at_hand: Vec<Thing>,
    /// Whether it is only for someone alone (true) or only for someone who is not (false).
    #[serde(default)]
    pub alone: Option<bool>,
    /// The ids of the cautions that forbid it.
    #[serde(default)]
    pub never: Vec<String>,
    /// The ids of the cautions that shorten it.
    #[serde(default)]
    pub shorter: Vec<String>,
    /// The ids of the cautions whose `mind` line stays in view, unless they are answered with no.
    #[serde(default)]
    pub mind: Vec<String>,
    /// What must not be made worse by.
    #[serde(default)]
    pub not_if_worse: Vec<Worse>,
    /// It is only for someone whom one of these makes worse.
    #[serde(default)]
    pub only_if_worse: Vec<Worse>,
    /// The parts of the back that it is for; none named means all.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// For each decision that it belongs to, the options with which it is shown.
    #[serde(default)]
    pub options: BTreeMap<String, Vec<String>>,
    /// The id of the decision whose option says from when it may be done.
    #[serde(default)]
    pub paced_by: Option<String>,
    /// The id of the decision whose option says how long it takes.
    #[serde(default)]
    pub timed_by: Option<String>,
    /// The ids of the claims that it stands on.
    pub claims: Vec<String>,
    /// Who says so: sources of those claims.
    pub sources: Vec<String>,
    /// How strong the evidence is: the strength of one of those claims, or none where it is our own judgement.
    #[serde(default)]
    pub strength: Option<Strength>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// The inventory items that it carries.
    #[serde(default)]
    pub items: Vec<String>,
}

/// How sure a step is, in plain words: the strength of its evidence, or that it is our own judgement.
pub fn sureness(strength: Option<Strength>) -> &'static str {
    strength.map_or("Our own judgement", Strength::plain)
}

/// A stage: when it begins, and its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageText {
    /// The stage.
    pub id: Stage,
    /// When it begins, in minutes after the onset. What has eased by then is in recovery, what is over in prevention.
    pub from_minutes: u32,
    /// Its name.
    pub title: String,
    /// What it is about, in one line.
    pub lead: String,
    /// When to look at the plan again, in minutes.
    pub review_minutes: u32,
    /// What to ask oneself then.
    pub review: String,
    /// The claims behind the line.
    pub claims: Vec<String>,
    /// The inventory items that it carries.
    #[serde(default)]
    pub items: Vec<String>,
    /// What is our own judgement in it, such as the minutes.
    pub judgement: String,
}
