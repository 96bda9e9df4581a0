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
    /// What holds for all trials over days.
    #[serde(rename = "all-days")]
    pub all_days: AllTrials,
    /// The trials over days.
    pub days: Vec<DaysOf>,
}

/// What holds for all trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllTrials {
    /// What of it is our own judgement.
    pub judgement: Vec<String>,
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

    /// The trial with this id.
    pub fn get(&self, id: &str) -> Option<&TrialOf> {
        self.each.iter().find(|trial| trial.id == id)
    }
}
