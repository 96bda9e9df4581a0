//! The guide: sources, chapters with their answers and sections, claims with the strength of their evidence, short pages, and
//! disagreements.

use crate::id::RuleId;
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
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The id that claims name, and the address of its page.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One line that says what is in it.
    pub lead: String,
    /// What most readers came for, in one to three sentences. It stands before all else.
    #[serde(default)]
    pub answer: Vec<Answer>,
    /// All claims of the chapter in reading order, each in one section.
    #[serde(default)]
    pub sections: Vec<Section>,
}

/// One sentence of an answer, which restates claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The sentence.
    pub text: String,
    /// The claims that it rests on, of this chapter or another; never none.
    pub claims: Vec<String>,
}

/// Claims that belong together, under a heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// The claims in reading order.
    pub claims: Vec<String>,
}

/// A page for one situation, put together from claims of any chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortPage {
    /// A unique id, never that of a chapter, and the address of its page.
    pub id: String,
    /// Its title, as the reader would say it.
    pub title: String,
    /// One line that says what is in it.
    pub lead: String,
    /// The answer in one to three sentences.
    pub answer: Vec<Answer>,
    /// The claims, in sections; each at most once.
    pub sections: Vec<Section>,
    /// The rooms that it leads to, the most needed first.
    pub ways: Vec<Way>,
}

/// A room of the app that a page of the guide leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// The check for warning signs.
    Check,
    /// What to do in this minute.
    Now,
    /// The diary.
    Diary,
    /// What the diary shows.
    Patterns,
    /// Exercise, and getting active again.
    Exercise,
    /// What to take to the doctor.
    Doctor,
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
    /// Which source said what, where that is more than the names of the sources. A page may fold it.
    pub who: Option<String>,
    /// The disagreement that the statement is a part of.
    pub disagreement: Option<String>,
    /// The rules of the check whose signs the statement tells of. What it says of their urgency is what they say.
    pub rules: Vec<RuleId>,
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
    /// Whether someone in a spasm would ask this, by the rule of [`FirstQuestions`]. The others stand behind these.
    pub asked: bool,
    /// The inventory conflicts that it carries.
    pub conflicts: Vec<String>,
    /// Who says what.
    pub positions: Vec<Side>,
    /// What the best evidence says.
    pub best_evidence: String,
    /// The sources behind the best evidence.
    pub best_sources: Vec<String>,
    /// What Supple starts with, in at most three lines of a phone.
    pub default: String,
    /// The rest of it: with what it is more urgent, how, and for whom it is another.
    pub detail: Option<String>,
    /// Why.
    pub reason: String,
}

/// Which questions stand first where sources disagree, and why these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstQuestions {
    /// The rule by which a question is [`Disagreement::asked`], as the page says it.
    pub rule: String,
    /// What of it is our own judgement.
    pub judgement: String,
    /// At most so many.
    pub most: usize,
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
