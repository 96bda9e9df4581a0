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

impl Trials {
    /// The trial with this id.
    pub fn get(&self, id: &str) -> Option<&TrialOf> {
        self.each.iter().find(|trial| trial.id == id)
    }
}
