//! What is known of medicines that can be bought.
//!
//! Limits are what a label or a health service gives, never our own. Where several differ, all are kept with their
//! sources; which of them counts for whom is decided by the guard over medicines in the crate `care`.

mod packs;

pub use packs::{Directions, Family, Holds, MayHold, Product};

use crate::urgency::Urgency;
use serde::{Deserialize, Serialize};

/// Everything on medicines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Medicines {
    /// What is asked about the person, beyond the findings of the check.
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
    /// Kinds of medicine that must not be added to each other.
    #[serde(rename = "group")]
    pub groups: Vec<Group>,
    /// What can be bought and counted.
    #[serde(rename = "medicine")]
    pub medicines: Vec<Medicine>,
    /// What belongs to a group but has no label for everyone: a doctor sets its dose.
    #[serde(rename = "relative")]
    pub relatives: Vec<Relative>,
    /// Which logged kinds answer which question.
    pub answered: Vec<Answered>,
    /// Kinds that do not go together.
    #[serde(rename = "pair")]
    pub pairs: Vec<Pair>,
    /// Exact names of packs, with all that is in them.
    #[serde(rename = "product")]
    pub products: Vec<Product>,
    /// Names that stand for several packs.
    #[serde(rename = "family")]
    pub families: Vec<Family>,
    /// Which reading of an amount is believed.
    pub believed: Believed,
    /// On how many days in a month painkillers are often.
    pub often: Often,
    /// Names of shops and makers that say nothing of what is in a pack.
    pub shops: Vec<String>,
}

impl Medicines {
    /// The medicine with this id.
    pub fn medicine(&self, id: &str) -> Option<&Medicine> {
        self.medicines.iter().find(|medicine| medicine.id == id)
    }

    /// The relative with this name.
    pub fn relative(&self, name: &str) -> Option<&Relative> {
        self.relatives.iter().find(|relative| relative.name == name)
    }

    /// Every reason that some medicine or some kind has.
    pub fn reasons(&self) -> impl Iterator<Item = &Reason> {
        let medicines = self.medicines.iter().flat_map(|one| one.must_not.iter().chain(&one.ask_first));
        medicines.chain(self.groups.iter().flat_map(|one| one.must_not.iter().chain(&one.ask_first)))
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The question with this id; a finding of the check is not among them.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

/// From how many days on painkillers count as taken often.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Often {
    /// So many days up to today are looked at.
    pub days: u16,
    /// The kinds that are painkillers.
    pub groups: Vec<String>,
    /// The marks, the fewest days first.
    #[serde(rename = "mark")]
    pub marks: Vec<Mark>,
    /// What to do where a mark is reached.
    #[serde(rename = "do")]
    pub to_do: String,
    /// Why these, and what is our own.
    pub judgement: String,
    /// Who gives the marks.
    pub sources: Vec<String>,
}

/// So many days are often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// From so many days on.
    pub days: u16,
    /// Only days with one of these kinds, or with two painkillers in one pack; without any, all days count.
    #[serde(default)]
    pub groups: Vec<String>,
    /// What is counted towards it, within a sentence.
    pub of: String,
    /// What is said once it is reached.
    pub text: String,
}

/// Bounds that tell which reading of an amount in someone's own words is meant, and what is no dose at all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Believed {
    /// More milligrams than this at one time are a slip, or the wrong one of two readings.
    pub most_mg: f64,
    /// More units than this at one time are a slip.
    pub most_units: f64,
    /// Less than this part of a unit is a slip, in units as in milligrams.
    pub smallest_part: f64,
    /// A number by itself is milligrams from here on; below it is how many.
    pub least_strength_mg: f64,
    /// Milligrams that are no multiple of this part of a tablet do not fit its strength.
    pub part_of_a_tablet: f64,
    /// Up to here a number beside a stroke may be how many there were.
    pub most_beside: f64,
    /// Up to here a count of tablets behind a name is how many were taken; beyond it is what the pack holds.
    pub most_taken_solids: f64,
    /// Why these.
    pub judgement: String,
}

/// One thing that is asked about the person before a medicine. Yes, no or not sure, unless it has a `number`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The id, distinct from those of the findings.
    pub id: String,
    /// The question, in as few words as will do.
    pub ask: String,
    /// What is meant, below the question.
    #[serde(default)]
    pub hint: Option<String>,
    /// What number it takes, if it takes one.
    #[serde(default)]
    pub number: Option<Range>,
    /// It is asked only if the answer to this question or finding is not no.
    #[serde(default)]
    pub only_if: Option<String>,
}

/// The numbers that an answer can be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The unit, such as "weeks".
    pub unit: String,
    /// The smallest value that is believed.
    pub min: f64,
    /// The largest value that is believed.
    pub max: f64,
}

/// A kind of medicine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The id that medicines name.
    pub id: String,
    /// Its name in plain words.
    pub name: String,
    /// What two different ones of this kind together do, if they must not be taken together.
    #[serde(default)]
    pub together: Option<String>,
    /// For how many hours one counts as still there when another is added.
    #[serde(default)]
    pub hours: u32,
    /// Who must not take any of this kind.
    #[serde(default)]
    pub must_not: Vec<Reason>,
    /// Who asks first.
    #[serde(default)]
    pub ask_first: Vec<Reason>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// Who says what two of them do.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// A question that a logged medicine answers with yes, whatever was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The question or the finding.
    pub question: String,
    /// Of each of these lists of kinds one must have been taken.
    pub by: Vec<Vec<String>>,
}

/// Two kinds that do not go together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The two kinds.
    pub kinds: [String; 2],
    /// How much it matters.
    pub level: Level,
    /// For how many hours one counts as still there when the other is added.
    pub hours: u32,
    /// Why, in plain words.
    pub because: String,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
}

impl Pair {
    /// Its id: the two kinds.
    pub fn id(&self) -> String {
        self.kinds.join(" and ")
    }
}

/// How much it matters that two medicines were taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Ask a pharmacist or doctor first.
    Ask,
    /// Do not.
    Stop,
}

/// A medicine that can be bought: one substance in one form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medicine {
    /// The id.
    pub id: String,
    /// Its name within a sentence.
    pub name: String,
    /// Other names of the same thing. Brand names stand with the products.
    #[serde(default)]
    pub also: Vec<String>,
    /// The group that it belongs to.
    pub group: String,
    /// How it is taken.
    pub route: Route,
    /// What one unit is called, such as "tablet".
    pub unit: String,
    /// Milligrams in the usual unit. An amount that is not known counts as at least this. Absent where milligrams mean
    /// nothing, as with a gel.
    #[serde(default)]
    pub unit_mg: Option<f64>,
    /// The usual unit of a country where it is another.
    #[serde(default)]
    pub usual: Vec<Usual>,
    /// The id of the medicine that it is when the words say that it goes on the skin.
    #[serde(default)]
    pub on_skin: Option<String>,
    /// How to take it.
    pub how: Advice,
    /// What is said beside a stop to someone whom a doctor put on it each day.
    #[serde(default)]
    pub each_day: Option<EachDay>,
    /// What labels and health services allow.
    #[serde(rename = "label")]
    pub labels: Vec<Label>,
    /// Who must not take it.
    #[serde(default)]
    pub must_not: Vec<Reason>,
    /// Who must ask a pharmacist or doctor first.
    #[serde(default)]
    pub ask_first: Vec<Reason>,
    /// When to stop and get help.
    pub stop_if: Vec<Notice>,
    /// What to do if too much was taken.
    pub too_much: TooMuch,
    /// The claims of the guide that say what it does for a spasm, and what it does not.
    pub does: Vec<String>,
}

/// The usual unit in one country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usual {
    /// The country, by its two letters.
    pub country: String,
    /// Milligrams in one unit.
    pub mg: f64,
}

/// How a medicine is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// Swallowed.
    Mouth,
    /// Rubbed on the skin.
    Skin,
}

/// What one label, or one health service, allows an adult without a doctor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// The country in which it holds, by its two letters.
    pub country: String,
    /// The strength in milligrams that the label is for; any if absent.
    #[serde(default)]
    pub strength_mg: Option<f64>,
    /// The most at one time, in milligrams.
    #[serde(default)]
    pub dose_mg: Option<f64>,
    /// The least time from one dose to the next, in hours.
    #[serde(default)]
    pub gap_hours: Option<u32>,
    /// A first dose may be taken in two parts within so many minutes.
    #[serde(default)]
    pub first_within_minutes: Option<u32>,
    /// The most within a stretch of time, wherever it begins.
    #[serde(default, rename = "within")]
    pub windows: Vec<Window>,
    /// The most doses in 24 hours.
    #[serde(default)]
    pub times: Option<u32>,
    /// After so many days one must ask before going on.
    #[serde(default)]
    pub days: Option<u32>,
    /// What is our own arithmetic or judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
}

/// The most that may be taken in any stretch of so many hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// How long the stretch is.
    pub hours: u32,
    /// Milligrams.
    pub mg: f64,
}

/// A reason not to take a medicine, or to ask first. It holds if any of its signs does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The signs.
    pub any: Vec<Sign>,
    /// Why, in plain words.
    pub because: String,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
}

/// A test of one answer: yes, unless it names a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The id of a question or of a finding.
    pub finding: String,
    /// The number is this large or larger.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// The number is smaller than this.
    #[serde(default)]
    pub below: Option<f64>,
}

/// How to take a medicine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// In plain words.
    pub text: String,
    /// Who says so.
    pub sources: Vec<String>,
}

/// What someone is told whom a doctor put on a medicine each day: a stop of the guard is not about that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EachDay {
    /// In plain words.
    pub text: String,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// Who says so; may be empty where `judgement` says why.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// When to stop and get help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// What to watch for and what to do.
    pub text: String,
    /// How soon.
    pub urgency: Urgency,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
}

/// What to do if too much was taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TooMuch {
    /// What to do.
    pub text: String,
    /// How soon.
    pub urgency: Urgency,
    /// Beyond which amounts it holds. If empty: as soon as a limit on 24 hours is passed.
    #[serde(default)]
    pub beyond: Vec<Window>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
}

/// A substance that is not counted: the guard knows of which kinds it is, and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relative {
    /// Its name within a sentence; also its id.
    pub name: String,
    /// Other names, brands included.
    #[serde(default)]
    pub also: Vec<String>,
    /// The kinds that it belongs to.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Whether it can be bought. Otherwise a doctor sets its dose.
    #[serde(default)]
    pub sold: bool,
    /// The id of the medicine that it is when the words say that it goes on the skin.
    #[serde(default)]
    pub on_skin: Option<String>,
}
