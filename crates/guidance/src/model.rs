//! The types of the guidance, as the rest of Supple reads them.

use crate::activity::Ladder;
use crate::exposures::Exposure;
use crate::medicines::{Medicines, Treatment};
use crate::steps::Relief;
use crate::validity::Validity;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How soon someone needs help. Ordered: `SelfCare < SeeDoctor < SameDay < Emergency`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Home care, with what to watch for.
    SelfCare,
    /// Book a clinician within days, at most two weeks.
    SeeDoctor,
    /// Speak to a doctor or an urgent care line today.
    SameDay,
    /// Call the emergency number or go to an emergency department now.
    Emergency,
}

impl Urgency {
    /// All four, the mildest first.
    pub const ALL: [Urgency; 4] = [Urgency::SelfCare, Urgency::SeeDoctor, Urgency::SameDay, Urgency::Emergency];

    /// The id used in data, JSON and pages: `self-care`, `see-doctor`, `same-day` or `emergency`.
    pub fn id(self) -> &'static str {
        match self {
            Urgency::SelfCare => "self-care",
            Urgency::SeeDoctor => "see-doctor",
            Urgency::SameDay => "same-day",
            Urgency::Emergency => "emergency",
        }
    }
}

impl std::fmt::Display for Urgency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id())
    }
}

/// Everything that is known, as one value.
///
/// The build checks that every id is unique and every reference leads somewhere; every claim, rule and screen has a
/// source and every source is used; no rule is empty and none is below a level that one of its sources gives; every
/// threshold lies on the edge of a band; every red flag and every warning sign of the four articles has a promise of at
/// least its level, in company only where a weak rule says so by name; and every inventory item and conflict is carried or is listed as not shown with a reason. Every limit
/// of a medicine and every reason against it has a source, and no dose is above the limit of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guidance {
    /// Where statements come from.
    pub sources: Vec<Source>,
    /// The screens of the check, worst first.
    pub screens: Vec<Screen>,
    /// What a person can be asked about, in the order in which it is asked.
    pub findings: Vec<Finding>,
    /// When to send someone where.
    pub rules: Vec<Rule>,
    /// What triage owes, written down apart from the rules.
    pub promises: Vec<Promise>,
    /// The red flags that the promises must cover.
    pub red_flags: Vec<RedFlag>,
    /// The chapters of the guide, in reading order.
    pub topics: Vec<Topic>,
    /// The statements of the guide, in reading order within their topic.
    pub claims: Vec<Claim>,
    /// Claims that cannot both be followed, with the default and its reason.
    pub disagreements: Vec<Disagreement>,
    /// Emergency numbers by country.
    pub numbers: Vec<EmergencyNumber>,
    /// Where the emergency numbers are from.
    pub number_sources: Vec<String>,
    /// In which country a time zone is, by its name in the time-zone database; two letters.
    pub zones: BTreeMap<String, String>,
    /// Where that is from.
    pub zone_sources: Vec<String>,
    /// Every statement and request of the four articles.
    pub items: Vec<Item>,
    /// Every disagreement found between the four articles.
    pub conflicts: Vec<Conflict>,
    /// Items that are no statement of the guide, with the reason.
    pub not_shown: Vec<NotShown>,
    /// What the relief plan and the floor script are made of.
    pub relief: Relief,
    /// What is known of medicines that can be bought.
    pub medicines: Medicines,
    /// Treatments that others give, with what to ask about them.
    pub treatments: Vec<Treatment>,
    /// The way back to activity.
    pub ladder: Ladder,
    /// What might set a spasm off, and when it would have to come before one.
    pub exposures: Vec<Exposure>,
    /// How long what a person said holds.
    pub validity: Validity,
}

impl Guidance {
    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The finding with this id.
    pub fn finding(&self, id: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.id == id)
    }

    /// The emergency number of the country in which this time zone is.
    pub fn number_in_zone(&self, zone: &str) -> Option<&EmergencyNumber> {
        self.number(self.zones.get(zone)?)
    }

    /// The emergency number of someone whose preferred language and time zone are known: where both tell a country they must
    /// agree, else the country is not known. A language that is merely a fallback tells nothing and must not be passed.
    ///
    /// ```
    /// let guidance = supple_guidance::embedded();
    /// let number = |language, zone| guidance.number_by(language, zone).map(|number| number.call.as_str());
    /// assert_eq!(number(Some("US"), Some("America/Denver")), Some("911"));
    /// assert_eq!(number(Some("US"), Some("Europe/Berlin")), None, "they contradict each other");
    /// assert_eq!(number(None, Some("Asia/Tokyo")), Some("119"));
    /// assert_eq!(number(Some("GB"), Some("UTC")), Some("999"));
    /// ```
    pub fn number_by(&self, region: Option<&str>, zone: Option<&str>) -> Option<&EmergencyNumber> {
        let spoken = region.and_then(|code| self.number(code));
        match (spoken, zone.and_then(|zone| self.zones.get(zone))) {
            (Some(spoken), Some(country)) => Some(spoken).filter(|spoken| spoken.country == *country),
            (Some(spoken), None) => Some(spoken),
            // A region without a number of its own contradicts every other.
            (None, Some(country)) if region.is_none_or(|code| code.eq_ignore_ascii_case(country)) => {
                self.number(country)
            }
            (None, _) => None,
        }
    }

    /// The emergency number of a country, by its two-letter code in either case.
    pub fn number(&self, country: &str) -> Option<&EmergencyNumber> {
        self.numbers.iter().find(|number| number.country.eq_ignore_ascii_case(country))
    }
}

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

/// One screen of the check. Clearing it clears one danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// The id that findings name.
    pub id: String,
    /// Its name in two or three words.
    pub title: String,
    /// The question above the list.
    pub ask: String,
    /// Why it is asked.
    pub why: String,
    /// Who says so.
    pub sources: Vec<String>,
}

/// One thing that a person can be asked about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The id used in rules, answers and JSON.
    pub id: String,
    /// The screen on which it is asked.
    pub screen: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Whether "not sure" counts as a yes (bladder, bowel, saddle, leg strength, chest and breathing signs).
    pub unsure_is_yes: bool,
    /// The question, in as few words as will do.
    pub ask: String,
    /// What is meant, below the question.
    pub hint: Option<String>,
    /// A quick way to find out, for someone who is not sure.
    pub find_out: Option<String>,
    /// What a "yes" means, in words that can be read out to a doctor.
    pub say: Option<String>,
    /// What "not sure" means, in words that can be read out.
    pub say_unsure: String,
    /// The sign as it is denied: a noun phrase that reads well behind "no". None where "none of these" says nothing about
    /// it, as for an age.
    pub deny: Option<String>,
    /// Whether the quick way to find out is shown before the answer, because it decides.
    pub test_first: bool,
    /// Whether it stays so from one check to the next, and is asked again as "still so?".
    pub lasting: bool,
    /// The name of the drawing that shows the place.
    pub picture: Option<String>,
}

/// The kind of answer that a finding takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// Yes, no or not sure.
    YesNo,
    /// A number, offered as bands so that it is one tap.
    Number(Number),
    /// One of several options, the worst first.
    Choice(Choice),
}

/// A finding that is a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// The unit, such as "°C" or "days".
    pub unit: String,
    /// The smallest value that is believed.
    pub min: f64,
    /// The largest value that is believed.
    pub max: f64,
    /// What "no" means, as when everything unanswered is taken as no.
    pub no: f64,
    /// Whether it must be answered by itself: "none of these" says nothing about an age.
    pub required: bool,
    /// The bands in the order in which they are offered.
    pub bands: Vec<Band>,
}

/// A stretch of a number, from `from` up to the next higher band.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// The smallest value of the band.
    pub from: f64,
    /// The value that a tap on the band stands for.
    pub value: f64,
    /// What the button says.
    pub label: String,
    /// The band in words that can be read out, where it matters.
    pub say: Option<String>,
}

/// A finding that is one of several options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The options, the worst first; the last one is "no".
    pub options: Vec<Said>,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The id used in rules, answers and JSON.
    pub id: String,
    /// What the button says.
    pub label: String,
    /// The option in words that can be read out, where it matters.
    pub say: Option<String>,
}

/// When to send someone where, and who says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// The id shown in JSON and used in the guide.
    pub id: String,
    /// How urgent it is when the condition holds.
    pub urgency: Urgency,
    /// What a doctor will think of, as a short noun phrase. Never a diagnosis.
    pub concern: String,
    /// The condition. It has no "not", so that one more yes can never lower the urgency.
    pub when: Condition,
    /// The company that the sign needs for this urgency, where it is uninformative alone.
    pub weak: Option<Weak>,
    /// Why, in plain words.
    pub because: String,
    /// What is our own judgement in it, such as a number that no source gives.
    pub judgement: Option<String>,
    /// Which source gives which urgency for this sign.
    pub positions: Vec<Position>,
    /// All sources of the rule: those of its positions, then further ones.
    pub sources: Vec<String>,
    /// The red flags that it serves.
    pub red_flags: Vec<String>,
    /// The inventory items that it carries.
    pub items: Vec<String>,
}

impl Rule {
    /// The urgency of the sign by itself: lower than that of the rule where it is weak.
    pub fn by_itself(&self) -> Urgency {
        self.weak.as_ref().map_or(self.urgency, |weak| weak.alone)
    }

    /// Calls `visit` for every atom of the sign and then of its company.
    pub fn atoms<'a>(&'a self, visit: &mut impl FnMut(&'a Atom)) {
        self.when.atoms(visit);
        if let Some(weak) = &self.weak {
            weak.company.atoms(visit);
        }
    }
}

/// The policy for a sign that its source lists alone and that studies find uninformative alone: the one exception to
/// "never below a source's urgency". With its company the rule has its urgency; alone it has a lower one.
///
/// Not sure of both the sign and its company is no alarm by itself: two doubts are no company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weak {
    /// The urgency of the sign alone, below that of the rule.
    pub alone: Urgency,
    /// The company: a condition as positive as any.
    #[serde(rename = "with")]
    pub company: Condition,
    /// The sources that find the sign uninformative alone, or calmer guidelines.
    pub evidence: Vec<String>,
    /// What they found, in plain words for the person.
    pub because: String,
}

/// What one source says of the urgency of a sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The id of the source.
    pub source: String,
    /// The urgency that it gives; [`Urgency::SelfCare`] where it calls the sign ordinary.
    pub urgency: Urgency,
    /// Under which condition, where it names one.
    pub says: Option<String>,
}

/// A positive condition on findings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// One finding.
    Atom(Atom),
    /// Every part holds.
    All(Vec<Condition>),
    /// At least one part holds.
    Any(Vec<Condition>),
    /// At least this many parts hold.
    AtLeast(usize, Vec<Condition>),
}

impl Condition {
    /// Calls `visit` for every atom, in reading order.
    pub fn atoms<'a>(&'a self, visit: &mut impl FnMut(&'a Atom)) {
        match self {
            Condition::Atom(atom) => visit(atom),
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                for part in parts {
                    part.atoms(visit);
                }
            }
        }
    }
}

/// A test of one finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Atom {
    /// The id of the finding.
    pub finding: String,
    /// What must be so.
    pub test: Test,
}

/// What an atom asks of its finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// The answer is yes.
    Yes,
    /// The number is this large or larger.
    AtLeast(f64),
    /// The number is smaller than this.
    Below(f64),
    /// The choice is this option or a worse one.
    OrWorse(String),
}

/// A case that triage must give an urgency: everything that it does not name counts as "no".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// A unique id.
    pub id: String,
    /// The case in a few words.
    pub what: String,
    /// The findings that are not "no".
    pub answers: Vec<(String, Opinion)>,
    /// The urgency owed.
    pub urgency: Urgency,
    /// Whether it must be just this urgency (the edge of a threshold) or may be higher (a warning sign).
    pub exactly: bool,
    /// The weak rule by which a red flag or warning sign is owed its urgency only in this company.
    pub exception: Option<String>,
    /// The red flags that this covers.
    pub red_flags: Vec<String>,
    /// The warning signs of the inventory that this covers.
    pub items: Vec<String>,
}

/// A red flag that guidelines, health services or the four articles name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedFlag {
    /// A unique id, such as `rf.ces.saddle`.
    pub id: String,
    /// What it is a flag for.
    pub condition: String,
    /// The most urgent level that any source gives.
    pub urgency: Urgency,
}

/// An answer as data writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Opinion {
    /// Yes or no.
    Is(bool),
    /// A number.
    Number(f64),
    /// The id of an option, or `unsure`.
    Word(String),
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

/// The number that reaches an ambulance in one country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyNumber {
    /// The two-letter code of the country (ISO 3166-1).
    pub country: String,
    /// The name of the country in English.
    pub name: String,
    /// The number to call first.
    pub call: String,
    /// A second number that works too.
    pub also: Option<String>,
    /// Whether a page was read that names it as the way to medical help, not only as an emergency number.
    pub medical: bool,
}

/// Who made a statement of the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// The text of the article.
    Article,
    /// A clinician whom the article quotes.
    Clinician,
    /// A reader, in a comment.
    Reader,
    /// A notice of the site.
    Site,
}

/// One statement or request of the four articles, by its id `S<article>-<kind>-<number>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The id.
    pub id: String,
    /// Who says it.
    pub voice: Voice,
    /// The statement in our own words.
    pub says: String,
    /// On warning signs: the most urgent level that any of the four articles gives this sign.
    pub urgency: Option<Urgency>,
}

/// Items that are no statement of the guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotShown {
    /// The ids of the items.
    pub items: Vec<String>,
    /// Why they are not shown.
    pub reason: String,
}

/// A disagreement found between the four articles, to be carried by a [`Disagreement`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The id, `C01` to `C52`.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The items on its sides.
    pub items: Vec<String>,
}
