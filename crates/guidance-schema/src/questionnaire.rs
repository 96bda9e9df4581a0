//! Questionnaires of others, and the errors of scores: the types of `questionnaires.toml`.

use serde::{Deserialize, Serialize};

/// Questionnaires of others, word for word, and by how much scores differ by chance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaires {
    /// The questionnaires.
    #[serde(rename = "questionnaire")]
    pub each: Vec<Questionnaire>,
    /// The errors of measurement.
    #[serde(rename = "error")]
    pub errors: Vec<ScoreError>,
}

/// A questionnaire: the score is how many of its sentences are ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Its id.
    pub id: String,
    /// Its name as doctors know it.
    pub name: String,
    /// The same in short.
    pub short: String,
    /// What it is to whoever fills it in.
    pub title: String,
    /// What it is good for.
    pub lead: String,
    /// How long it takes someone who can read calmly, in minutes.
    pub minutes: u32,
    /// What it says before its sentences, word for word.
    pub instructions: Vec<String>,
    /// Its sentences, word for word and in their order. The first is number 1.
    pub sentences: Vec<String>,
    /// Who says that it may be used.
    pub permission: String,
    /// Where it stands, and where the permission does.
    pub sources: Vec<String>,
}

/// By how much a score of one person may differ although nothing has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreError {
    /// Of what: the id of a questionnaire, `pain` or `ability`.
    pub of: String,
    /// What it is called in a sentence.
    pub name: String,
    /// A change of fewer points is within the error.
    pub least: u32,
    /// A change of at least so many points is beyond it.
    pub most: u32,
    /// Below this score it can hardly get better by more than the error.
    #[serde(default)]
    pub from: Option<u32>,
    /// Above this score it can hardly get worse by more than the error.
    #[serde(default)]
    pub to: Option<u32>,
    /// Who measured it.
    pub sources: Vec<String>,
}
