//! The types of the relief plan's data: steps, what limits them, what the person decides, what to avoid and to watch for.
//!
//! Which step is shown to whom is decided in the crate `care`; here is only what each step says of itself.

use crate::Urgency;
use crate::floor::{FloorLimit, FloorStep};
use crate::model::Strength;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    pub not_planned: Vec<crate::NotShown>,
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

/// How far someone can move at this moment. Ordered: `CannotMove < CanTurn < CanStand`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mobility {
    /// Neither turn nor get up.
    CannotMove,
    /// Turn over and crawl, but not get up.
    CanTurn,
    /// Get up and stand.
    CanStand,
}

impl Mobility {
    /// All three, the least first.
    pub const ALL: [Mobility; 3] = [Mobility::CannotMove, Mobility::CanTurn, Mobility::CanStand];
}

/// Where someone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Lying on the floor.
    Floor,
    /// Lying in bed or on a sofa.
    Bed,
    /// Sitting.
    Chair,
    /// On their feet.
    Standing,
}

impl Place {
    /// All four.
    pub const ALL: [Place; 4] = [Place::Floor, Place::Bed, Place::Chair, Place::Standing];

    /// Whether someone there is lying down already.
    pub fn is_lying(self) -> bool {
        matches!(self, Place::Floor | Place::Bed)
    }
}

/// Something within reach, or that someone else can bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Thing {
    /// Ice, a cold pack or frozen peas, and a cloth.
    Ice,
    /// A heating pad, a heat wrap, a hot water bottle or a warm towel, and a cloth.
    Heat,
    /// A wall.
    Wall,
    /// A chair or another steady piece of furniture.
    Chair,
    /// A phone.
    Phone,
    /// A pillow, or a coat to fold.
    Pillow,
    /// A bath or shower.
    Bath,
}

impl Thing {
    /// All things that are asked about.
    pub const ALL: [Thing; 7] =
        [Thing::Ice, Thing::Heat, Thing::Wall, Thing::Chair, Thing::Phone, Thing::Pillow, Thing::Bath];
}

/// What makes it worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worse {
    /// Breathing in or out.
    Breathing,
    /// Bending forward.
    Bending,
    /// Coughing, sneezing or straining.
    Coughing,
    /// Turning the trunk.
    Turning,
    /// Walking.
    Walking,
    /// Sitting.
    Sitting,
}

impl Worse {
    /// All that are asked about.
    pub const ALL: [Worse; 6] =
        [Worse::Breathing, Worse::Bending, Worse::Coughing, Worse::Turning, Worse::Walking, Worse::Sitting];
}

/// Where in the back it hurts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Below the lowest ribs.
    Low,
    /// Behind the ribs.
    Middle,
    /// At or above the shoulder blades.
    Upper,
}

impl Part {
    /// All three.
    pub const ALL: [Part; 3] = [Part::Low, Part::Middle, Part::Upper];
}

/// How the spasms come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// One bout, the first or one in a long while.
    #[default]
    Single,
    /// Spasms of a moment.
    Momentary,
    /// They keep coming back.
    Recurring,
    /// It has gone on for weeks or longer.
    Lasting,
}

impl Pattern {
    /// All four.
    pub const ALL: [Pattern; 4] = [Pattern::Single, Pattern::Momentary, Pattern::Recurring, Pattern::Lasting];
}

/// One thing to do: how, how long, when to stop, who says so and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// A unique id.
    pub id: String,
    /// What kind of step it is.
    pub kind: StepKind,
    /// What to do, in a few words.
    pub title: String,
    /// How to do it.
    pub how: String,
    /// How long the timer runs, in seconds, where there is a timer.
    #[serde(default)]
    pub seconds: Option<u32>,
    /// The id of the [`Limit`] that the timer stops at, whatever the person chose.
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
    pub told_by: Vec<String>,
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

/// The words of a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageText {
    /// The stage.
    pub id: Stage,
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
    pub rules: Vec<String>,
}

/// Something said about the situation that a rule of the check turns on, so that a plan can never be calmer than the
/// check would be. It holds where everything that it names does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recheck {
    /// The rule; its urgency by itself is the least urgency of the plan.
    pub rule: String,
    /// The findings to answer in the check, which make the rule true.
    pub findings: Vec<String>,
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

/// The gate: a few signs that a plan asks about where no check of the day is there. It is no check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// What a plan says that stands on no check of the day.
    pub unasked: String,
    /// What it says once the gate was answered with "None of these".
    pub passed: String,
    /// Which steps it leaves out for as long as the check is not done.
    pub waits: String,
    /// The question above the signs.
    pub ask: String,
    /// The signs, in their order.
    #[serde(rename = "sign")]
    pub signs: Vec<Sign>,
    /// What the choice of the signs stands on.
    pub sources: Vec<String>,
    /// Why these signs: our own judgement.
    pub judgement: String,
}

/// One row of the gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The row in a few words: as wide as all its findings together.
    pub ask: String,
    /// The ids of the findings of the check that it stands for.
    pub findings: Vec<String>,
}

impl Gate {
    /// The ids of all findings that the gate asks about.
    pub fn findings(&self) -> impl Iterator<Item = &str> {
        self.signs.iter().flat_map(|sign| &sign.findings).map(String::as_str)
    }
}
