//! Everything that is known, as one value.

use crate::activity::Ladder;
use crate::emergency::{Anywhere, EmergencyNumber};
use crate::exercise::Exercises;
use crate::exposure::{Advice, Exposure};
use crate::figure::Figures;
use crate::finding::{Finding, Screen};
use crate::guide::{Claim, Disagreement, FirstQuestions, ShortPage, Source, Topic};
use crate::habit::Habit;
use crate::inventory::{Conflict, Item, NotShown};
use crate::medicines::Medicines;
use crate::offered::Offered;
use crate::promise::{Promise, RedFlag};
use crate::questionnaire::Questionnaires;
use crate::relief::Relief;
use crate::report::Report;
use crate::rule::Rule;
use crate::treatment::Treatment;
use crate::trial::Trials;
use crate::validity::Validity;
use crate::walking::Walking;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that is known, as one value.
///
/// The build checks that every id is unique and every reference leads somewhere; every claim, rule and screen has a
/// source and every source is used; no rule is empty and none is below a level that one of its sources gives; every
/// threshold lies on the edge of a band; every red flag and every warning sign of the four articles has a promise of at
/// least its level, in company only where a weak rule says so by name; and every inventory item and conflict is carried or is listed as not shown with a reason. Every limit
/// of a medicine and every reason against it has a source, and no dose is above the limit of a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// The statements of the guide, in the order of the files. The sections of a chapter give the reading order.
    pub claims: Vec<Claim>,
    /// Whom "one article" means, to be shown wherever [`Claim::who`] is.
    pub articles: String,
    /// The pages for one situation, each put together from claims.
    pub short_pages: Vec<ShortPage>,
    /// Claims that cannot both be followed, with the default and its reason.
    pub disagreements: Vec<Disagreement>,
    /// Which of them stand first.
    pub first_questions: FirstQuestions,
    /// Emergency numbers by country.
    pub numbers: Vec<EmergencyNumber>,
    /// Where the emergency numbers are from.
    pub number_sources: Vec<String>,
    /// The number where nothing is known of the country.
    pub anywhere: Anywhere,
    /// In which country a time zone is, by its name in the time-zone database; two letters.
    pub zones: BTreeMap<String, String>,
    /// Where that is from.
    pub zone_sources: Vec<String>,
    /// Every statement and request of the four articles.
    pub items: Vec<Item>,
    /// Every disagreement found between the four articles.
    pub conflicts: Vec<Conflict>,
    /// How bodies are drawn.
    pub figures: Figures,
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
    /// What to do about a link that a diary shows.
    pub advice: Advice,
    /// What is offered to write down.
    pub offered: Offered,
    /// What the report goes by.
    pub report: Report,
    /// Questionnaires of others, and the errors of scores.
    pub questionnaires: Questionnaires,
    /// What can be compared in a trial of one person.
    pub trials: Trials,
    /// How long what a person said holds.
    pub validity: Validity,
    /// What is known of exercises.
    pub exercises: Exercises,
    /// The walking plan.
    pub walking: Walking,
    /// Habits for the time between spasms.
    pub habits: Vec<Habit>,
}

impl Guidance {
    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The claim with this id.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
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
    /// use supple_guidance_schema::{EmergencyNumber, Guidance};
    /// let number = |country: &str, call: &str| EmergencyNumber {
    ///     country: country.to_owned(), name: String::new(), call: call.to_owned(), also: None, medical: true,
    /// };
    /// let zone = |zone: &str, country: &str| (zone.to_owned(), country.to_owned());
    /// let guidance = Guidance {
    ///     numbers: vec![number("US", "911"), number("DE", "112"), number("GB", "999")],
    ///     zones: [zone("America/Denver", "US"), zone("Europe/Berlin", "DE")].into(),
    ///     ..Guidance::default()
    /// };
    /// let call = |language, zone| guidance.number_by(language, zone).map(|number| number.call.as_str());
    /// assert_eq!(call(Some("US"), Some("America/Denver")), Some("911"));
    /// assert_eq!(call(Some("US"), Some("Europe/Berlin")), None, "they contradict each other");
    /// assert_eq!(call(None, Some("Europe/Berlin")), Some("112"));
    /// assert_eq!(call(Some("GB"), Some("UTC")), Some("999"));
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

    /// What to dial: the number of the country, or the one that most phones know where the country is not known.
    ///
    /// ```
    /// use supple_guidance_schema::{Anywhere, Guidance};
    /// let anywhere = Anywhere { call: "112".to_owned(), claim: String::new() };
    /// let guidance = Guidance { anywhere, ..Guidance::default() };
    /// assert_eq!(guidance.to_dial(guidance.number("ZZ")), "112");
    /// ```
    pub fn to_dial<'g>(&'g self, number: Option<&'g EmergencyNumber>) -> &'g str {
        number.map_or(&self.anywhere.call, |number| &number.call)
    }

    /// The emergency number of a country, by its two-letter code in either case.
    pub fn number(&self, country: &str) -> Option<&EmergencyNumber> {
        self.numbers.iter().find(|number| number.country.eq_ignore_ascii_case(country))
    }
}
