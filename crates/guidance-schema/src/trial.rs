//! What can be compared in a trial of one person: the types of `trials.toml`.

use serde::{Deserialize, Serialize};

/// What can be compared in a trial of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trials {
    /// What holds for all of them.
    pub all: AllTrials,
    /// The trials.
    #[serde(rename = "trial")]
    pub each: Vec<TrialOf>,
    /// How chance chooses the first day of something that is begun.
    pub start: StartOf,
    /// What holds for all trials over days.
    #[serde(rename = "all-days")]
    pub all_days: AllTrials,
    /// The trials over days.
    pub days: Vec<DaysOf>,
    /// Harm that a measure of a trial of single spasms may do.
    #[serde(rename = "harm")]
    pub harms: Vec<HarmOf>,
}

/// What holds for all trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllTrials {
    /// What of it is our own judgement.
    pub judgement: Vec<String>,
}

/// How chance chooses the first day of something that someone begins with and goes on with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartOf {
    /// Why so.
    pub judgement: String,
    /// It begins at least so many days after the decision.
    pub wait: u8,
    /// Chance chooses among so many days.
    pub among: u8,
}

/// Two sides of a decision, of which chance chooses one for each spasm.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrialOf {
    /// A unique id.
    pub id: String,
    /// The id of the decision that a spasm is planned by. Its disagreement says who says what.
    pub decision: String,
    /// What is asked, in the words of someone in pain.
    pub title: String,
    /// Why it is fair to let chance choose.
    pub judgement: String,
    /// One measure.
    pub a: ArmOf,
    /// The other one.
    pub b: ArmOf,
}

/// One of the two measures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArmOf {
    /// The option of the decision.
    pub option: String,
    /// The ids of the steps of the plan that are the measure; none if it is to go without the other one.
    pub steps: Vec<String>,
    /// What the diary calls it; `without` if it is to go without.
    pub measure: String,
    /// Its name on a page.
    pub name: String,
    /// Its name within a sentence.
    pub named: String,
    /// What to do, in one line.
    pub does: String,
}

/// Harm that a measure may do: what someone can tap after it. What it is not offered for, they say in their own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HarmOf {
    /// A unique id.
    pub id: String,
    /// Its name on a page.
    pub name: String,
    /// The ids of the trials of single spasms that offer it; none where all of them do.
    #[serde(default)]
    pub trials: Vec<String>,
    /// The id of the caution of the plan whose line is said once it is told.
    #[serde(default)]
    pub caution: Option<String>,
    /// Whether the warning signs are looked at again once it is told.
    #[serde(default)]
    pub looks_again: bool,
    /// Where it is named.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Why it is offered, where that is our own judgement.
    #[serde(default)]
    pub judgement: Option<String>,
}

impl HarmOf {
    /// Whether this trial offers it.
    pub fn is_of(&self, trial: &str) -> bool {
        self.trials.is_empty() || self.trials.iter().any(|id| id == trial)
    }
}

/// A habit or an exercise that is tried over days: periods with it and periods without, as chance chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaysOf {
    /// A unique id, also among trials of single spasms.
    pub id: String,
    /// The id of the habit, if it is one.
    #[serde(default)]
    pub habit: Option<String>,
    /// The id of the exercise, or of the walking plan, if it is one.
    #[serde(default)]
    pub exercise: Option<String>,
    /// What is asked, in the words of someone in pain.
    pub title: String,
    /// Its name within a sentence: "the walk".
    pub named: String,
    /// What to do in a period with it, in one line.
    pub does: String,
    /// What stays as it is in a period without it, in one line: nobody is told to be inactive.
    pub without: String,
    /// Why it is fair to let chance choose.
    pub judgement: String,
}

impl Trials {
    /// The trial over days with this id.
    pub fn over_days(&self, id: &str) -> Option<&DaysOf> {
        self.days.iter().find(|trial| trial.id == id)
    }

    /// The harm with this id.
    pub fn harm(&self, id: &str) -> Option<&HarmOf> {
        self.harms.iter().find(|harm| harm.id == id)
    }

    /// The trial with this id.
    pub fn get(&self, id: &str) -> Option<&TrialOf> {
        self.each.iter().find(|trial| trial.id == id)
    }
}
