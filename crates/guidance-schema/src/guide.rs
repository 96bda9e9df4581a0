//! The guide: sources, chapters, claims with the strength of their evidence, and disagreements.

use crate::urgency::Urgency;
use serde::{Deserialize, Serialize};

/// Where a statement is from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The id that claims and rules name.
    pub id: String,
    /// A name short enough to stand under a sentence, such as "NHS England, back pain page".
    pub short: String,
    /// The full citation.
    pub citation: String,
    /// What it is: guideline, systematic review, cohort, source article, …
    pub kind: String,
    /// DOI or address, where there is one.
    pub address: Option<String>,
    /// How it was read when the guidance was written: in full, as an abstract, or in someone else's account.
    pub seen: String,
}

/// A chapter of the guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// The id that claims name, and the address of its page.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One line that says what is in it.
    pub lead: String,
}

/// How strong the evidence behind a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Strength {
    /// A guideline of a health body.
    #[serde(rename = "guideline")]
    Guideline,
    /// A systematic review of studies.
    #[serde(rename = "systematic review")]
    SystematicReview,
    /// A randomised trial.
    #[serde(rename = "RCT")]
    Trial,
    /// A study that followed a group of people.
    #[serde(rename = "cohort")]
    Cohort,
    /// A study that compared people with themselves at other times.
    #[serde(rename = "case-crossover")]
    CaseCrossover,
    /// A narrative review.
    #[serde(rename = "review")]
    Review,
    /// What an expert or a clinic says.
    #[serde(rename = "expert")]
    Expert,
    /// One of the four articles, with nothing stronger behind it.
    #[serde(rename = "source article")]
    Article,
    /// What a reader reported below an article.
    #[serde(rename = "reader report")]
    Reader,
}

impl Strength {
    /// The strength in plain words.
    pub fn plain(self) -> &'static str {
        match self {
            Strength::Guideline => "Guideline",
            Strength::SystematicReview => "Review of many studies",
            Strength::Trial => "Trial",
            Strength::Cohort => "Study that followed people",
            Strength::CaseCrossover => "Study of people against themselves",
            Strength::Review => "Review",
            Strength::Expert => "Expert view",
            Strength::Article => "Article",
            Strength::Reader => "A reader's report",
        }
    }
}

/// A paraphrased statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// A unique id, `<topic>.<name>`.
    pub id: String,
    /// The topic under which it stands.
    pub topic: String,
    /// The statement, in our own plain words.
    pub text: String,
    /// One sentence that must stand right behind the text.
    pub caution: Option<String>,
    /// How strong the evidence is.
    pub strength: Strength,
    /// Who says so.
    pub sources: Vec<String>,
    /// The inventory items that it carries.
    pub items: Vec<String>,
}

/// Claims that cannot both be followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// A unique id, and the address of its page.
    pub id: String,
    /// The question as the person would ask it.
    pub question: String,
    /// The inventory conflicts that it carries.
    pub conflicts: Vec<String>,
    /// Who says what.
    pub positions: Vec<Side>,
    /// What the best evidence says.
    pub best_evidence: String,
    /// The sources behind the best evidence.
    pub best_sources: Vec<String>,
    /// What Supple starts with.
    pub default: String,
    /// Why.
    pub reason: String,
}

/// One side of a disagreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The position in plain words.
    pub says: String,
    /// Who holds it.
    pub sources: Vec<String>,
    /// The inventory items that it carries.
    pub items: Vec<String>,
    /// Whether it is what a reader of an article said.
    pub reader: bool,
    /// The urgency it gives, in disagreements about how urgent a sign is.
    pub urgency: Option<Urgency>,
}
