//! The way back to activity, from the first moves to contact sport: the types.

use serde::{Deserialize, Serialize};

/// The way back, as rungs of a ladder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ladder {
    /// What must be so before a rung, or to stay on it.
    #[serde(rename = "criterion")]
    pub criteria: Vec<Criterion>,
    /// The rungs, the lowest first.
    #[serde(rename = "rung")]
    pub rungs: Vec<Rung>,
    /// When slow progress is a reason to see a doctor.
    pub stuck: Vec<Stuck>,
    /// For how long what the diary knows speaks for the moment.
    pub holds: Holds,
}

/// For how long what the diary knows speaks for the moment. What is older is asked again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holds {
    /// A pain level, in hours.
    pub pain_hours: u32,
    /// A spasm or a symptom that was written down, in hours.
    pub symptom_hours: u32,
    /// Why so long.
    pub judgement: String,
}

impl Ladder {
    /// The criterion with this id.
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }

    /// The place of the rung with this id, the lowest being 0.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.rungs.iter().position(|rung| rung.id == id)
    }
}

/// What must be so. It is a positive statement: only a clear yes, or a number that fits, meets it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The id that rungs name.
    pub id: String,
    /// How it is found out.
    pub test: Measure,
    /// While it is not met, nothing else counts.
    #[serde(default)]
    pub first: bool,
    /// What of the diary answers it, so that it is not asked.
    #[serde(default)]
    pub diary: Option<FromDiary>,
    /// The question; where it is found out from numbers, what is needed.
    pub ask: String,
    /// What to say where it is not met.
    pub unmet: String,
    /// What is our own judgement in it, such as a number that no source gives.
    #[serde(default)]
    pub judgement: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
}

/// What of the diary answers a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromDiary {
    /// A check that still counts: yes if it found nothing, no if it found something for today or graver.
    Check,
    /// A spasm since the present rung was reached: then no.
    SpasmSince,
    /// A spasm or a symptom of late: then no.
    Symptom,
}

/// How a criterion is found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// By asking: a yes meets it.
    Yes,
    /// Pain now is 0 of 10.
    NoPain,
    /// Pain now is not higher than before this rung by so many points or more.
    PainRiseBelow(u8),
}

/// One rung.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// The id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What to do on it.
    pub how: String,
    /// What must be so before one goes up to it.
    pub enter: Vec<String>,
    /// What must stay so; if it is clearly not, it is time to go a step back.
    pub stay: Vec<String>,
    /// The claims of the guide behind it.
    pub claims: Vec<String>,
    /// What is our own judgement in it, such as the order.
    #[serde(default)]
    pub judgement: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
}

/// Slow progress that a doctor should see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stuck {
    /// More days than this since it began.
    pub days: u32,
    /// Still below this rung.
    pub below: String,
    /// What to do.
    pub text: String,
    /// Who says so.
    pub sources: Vec<String>,
}
