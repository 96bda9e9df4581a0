//! What is known of medicines that can be bought, and of treatments: the types.
//!
//! Limits are what a label or a health service gives, never our own. Where several differ, all are kept with their
//! sources; which of them counts for whom is the guard's part.

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

    /// Adds what another file holds.
    pub fn extend(&mut self, mut more: Medicines) {
        more.products.iter_mut().for_each(Product::settle);
        self.questions.extend(more.questions);
        self.groups.extend(more.groups);
        self.medicines.extend(more.medicines);
        self.relatives.extend(more.relatives);
        self.answered.extend(more.answered);
        self.pairs.extend(more.pairs);
        self.products.extend(more.products);
        self.families.extend(more.families);
        self.shops.extend(more.shops);
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

/// When to stop and get help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// What to watch for and what to do.
    pub text: String,
    /// How soon.
    pub urgency: crate::Urgency,
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
    pub urgency: crate::Urgency,
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

/// The exact name of a pack, and all that is in one unit of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// The country in which it is sold so, by its two letters.
    pub country: String,
    /// The name and its spellings.
    pub names: Vec<String>,
    /// What one unit is called, such as "tablet"; "ml" if it is poured.
    pub unit: String,
    /// Millilitres that hold the strengths below, if it is poured.
    #[serde(default)]
    pub ml: Option<f64>,
    /// Whether it lets go of its contents over many hours.
    #[serde(default)]
    pub slow: bool,
    /// Every ingredient.
    pub holds: Vec<Holds>,
    /// The page or row that says so.
    pub from: String,
    /// The sources in which that stands.
    pub sources: Vec<String>,
    /// What the pack says of how much and how often, where that was read.
    #[serde(default)]
    pub directions: Option<Directions>,
}

/// What a pack tells an adult of how much to take and how often.
///
/// It is about this pack only: what else was taken of the same substance counts for the labels of the substance. It counts
/// beside those, so the stricter of both holds, unless it counts [`alone`](Self::alone).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directions {
    /// The most units at one time; with a larger first dose, that one.
    pub at_once: f64,
    /// The least time from one dose to the next, in hours.
    pub hours: u32,
    /// The most units in 24 hours.
    pub in_day: f64,
    /// After so many days one must ask before going on.
    #[serde(default)]
    pub days: Option<u32>,
    /// Whether it counts in place of the labels of what is in the pack: they are for other strengths, and would stop what
    /// this pack allows.
    #[serde(default)]
    pub alone: bool,
    /// The page that says so.
    pub from: String,
    /// The sources in which that stands.
    pub sources: Vec<String>,
}

impl Directions {
    /// The limits that follow for a substance of which one unit holds so many milligrams.
    fn label(&self, country: &str, mg: f64) -> Label {
        Label {
            country: country.to_owned(),
            strength_mg: Some(mg),
            dose_mg: Some(self.at_once * mg),
            gap_hours: Some(self.hours),
            first_within_minutes: None,
            windows: vec![Window { hours: 24, mg: self.in_day * mg }],
            times: None,
            days: self.days,
            judgement: None,
            sources: self.sources.clone(),
        }
    }
}

impl Product {
    /// Works out the limits that its directions set for each ingredient.
    fn settle(&mut self) {
        let Some(directions) = &self.directions else { return };
        // Of a liquid the strengths are in so many millilitres.
        let per = self.ml.unwrap_or(1.0);
        for holds in &mut self.holds {
            holds.label = holds.mg.map(|mg| directions.label(&self.country, mg / per));
            holds.alone = directions.alone;
        }
    }

    /// Its id: its name with the country, since packs of one name differ from country to country.
    pub fn id(&self) -> String {
        let name = self.names.first().map_or("", String::as_str);
        format!("{name} ({})", self.country)
    }
}

/// One ingredient of a pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holds {
    /// The id of a medicine, or the name of a relative.
    pub substance: String,
    /// Milligrams in one unit.
    #[serde(default)]
    pub mg: Option<f64>,
    /// Or parts in a hundred, where it goes on the skin.
    #[serde(default)]
    pub percent: Option<f64>,
    /// The salt, if the strength is that of a salt.
    #[serde(default)]
    pub salt: Option<String>,
    /// The limits that the directions of the pack set. Worked out from them, never written.
    #[serde(default)]
    pub label: Option<Label>,
    /// Whether it counts in place of the labels of the substance.
    #[serde(default)]
    pub alone: bool,
}

/// A name that stands for several packs: it never settles how much there is, and asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The country in which the name means this; any if absent.
    #[serde(default)]
    pub country: Option<String>,
    /// The name and its spellings.
    pub names: Vec<String>,
    /// What the packs hold, in the order in which strengths are written after the name.
    pub may_hold: Vec<MayHold>,
    /// Whether what is in it differs from pack to pack; otherwise only how much.
    #[serde(default)]
    pub open: bool,
}

/// One ingredient of some pack of a family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MayHold {
    /// The id of a medicine, or the name of a relative.
    pub substance: String,
    /// The strengths in milligrams that are sold under the name.
    pub mg: Vec<f64>,
}

/// A treatment that someone else gives, or that a doctor prescribes: what to ask about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treatment {
    /// The id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What sort of treatment it is.
    pub sort: Sort,
    /// The claims of the guide that say what it is and what the evidence says.
    pub claims: Vec<String>,
    /// What to ask whoever offers it.
    pub questions: Vec<String>,
}

/// What sort of treatment something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A medicine that needs a prescription.
    Prescription,
    /// An injection or another procedure.
    Injection,
    /// Physical therapy.
    Physical,
    /// What stands beside medicine: massage, needles, mind and body.
    Alternative,
}

impl Sort {
    /// All four.
    pub const ALL: [Sort; 4] = [Sort::Prescription, Sort::Injection, Sort::Physical, Sort::Alternative];

    /// Its name above a list.
    pub fn title(self) -> &'static str {
        match self {
            Sort::Prescription => "Medicines on prescription",
            Sort::Injection => "Injections",
            Sort::Physical => "Physical therapy",
            Sort::Alternative => "Other treatments",
        }
    }
}
