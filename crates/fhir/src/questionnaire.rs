//! The safety check as a Questionnaire.
//!
//! A screen is a group, a finding an item whose `linkId` is the id of the finding. A number has a second item,
//! [`without_number`], for "no" and "not sure": a number cannot say either.

use crate::codes::{self, canonical};
use crate::shown::{self, Need};
use crate::types::{Coding, Extension, Value};
use jiff::civil::Date;
use serde::Serialize;
use supple_guidance::{Finding, Guidance, Kind, Number, Screen};

/// A Questionnaire of FHIR R4.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "resourceType", rename_all = "camelCase")]
pub struct Questionnaire {
    /// Its canonical address.
    pub url: String,
    /// Its version: that of the check.
    pub version: String,
    /// Its name for programs.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// `active`.
    pub status: String,
    /// What is asked about: `Patient`.
    pub subject_type: Vec<String>,
    /// The day on which it was written.
    pub date: String,
    /// What it is for.
    pub description: String,
    /// The screens.
    pub item: Vec<Item>,
}

/// A group or a question.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// The smallest and largest number, and its unit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension>,
    /// The id, the same for ever.
    pub link_id: String,
    /// The words.
    pub text: String,
    /// `group`, `choice`, `decimal` or `display`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it is asked; always where empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enable_when: Vec<EnableWhen>,
    /// How its conditions are joined: `any`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_behavior: Option<String>,
    /// What can be answered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answer_option: Vec<AnswerOption>,
    /// What stands below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub item: Vec<Item>,
}

/// One answer of a choice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnswerOption {
    /// Its code.
    #[serde(rename = "valueCoding")]
    pub value: Coding,
}

/// A condition on another answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnableWhen {
    /// The `linkId` of the other question.
    pub question: String,
    /// How it is compared.
    pub operator: String,
    /// With what.
    #[serde(flatten)]
    pub answer: Compared,
}

/// What an answer is compared with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Compared {
    /// Whether there is one.
    #[serde(rename = "answerBoolean")]
    Boolean(bool),
    /// A number.
    #[serde(rename = "answerDecimal")]
    Decimal(f64),
    /// A code.
    #[serde(rename = "answerCoding")]
    Coding(Coding),
}

/// The address of the Questionnaire.
pub(crate) fn address() -> String {
    canonical("Questionnaire/check")
}

/// The `linkId` of the group of a screen.
pub fn group(screen: &str) -> String {
    format!("screen.{screen}")
}

/// The `linkId` of the item that says "no" or "not sure" in place of a number.
pub fn without_number(finding: &str) -> String {
    format!("{finding}.else")
}

/// The check as a Questionnaire, as of this day.
///
/// A question is shown where an answer before it leaves a rule possible that turns on it: never less than the interview asks.
///
/// ```
/// let questionnaire = supple_fhir::questionnaire(supple_guidance::embedded(), jiff::civil::date(2026, 1, 2));
/// assert_eq!(questionnaire.item[0].item[0].link_id, "saddle-numbness");
/// ```
pub fn questionnaire(guidance: &Guidance, date: Date) -> Questionnaire {
    Questionnaire {
        url: address(),
        version: codes::version(guidance),
        name: "SuppleCheck".to_owned(),
        title: "Is this back pain safe to treat at home?".to_owned(),
        status: "active".to_owned(),
        subject_type: vec!["Patient".to_owned()],
        date: date.to_string(),
        description:
            "The safety check of Supple, the worst first. \"Not sure\" is an answer of its own, and what is left \
                      out counts as not asked: neither is a no."
                .to_owned(),
        item: guidance.screens.iter().map(|screen| screen_group(guidance, screen)).collect(),
    }
}

fn screen_group(guidance: &Guidance, screen: &Screen) -> Item {
    let findings = guidance.findings.iter().filter(|finding| finding.screen == screen.id);
    Item {
        link_id: group(&screen.id),
        text: format!("{}: {}", screen.title, screen.ask),
        kind: "group".to_owned(),
        item: findings.flat_map(|finding| questions(guidance, finding)).collect(),
        ..Item::default()
    }
}

fn questions(guidance: &Guidance, finding: &Finding) -> Vec<Item> {
    let help = match finding.hint.as_deref().or(finding.find_out.as_deref()) {
        Some(hint) => format!("{}. {hint}", finding.ask.trim_end_matches(['.', '?'])),
        None => finding.ask.clone(),
    };
    let Kind::Number(number) = &finding.kind else {
        let needs = shown::needs(guidance, finding);
        let enable_when = needs.iter().flat_map(|need| conditions(guidance, need)).collect();
        return vec![Item {
            link_id: finding.id.to_string(),
            text: help,
            kind: "choice".to_owned(),
            enable_behavior: (!needs.is_empty()).then(|| "any".to_owned()),
            enable_when,
            answer_option: options(finding),
            ..Item::default()
        }];
    };
    let asked = Item {
        extension: limits(number),
        link_id: finding.id.to_string(),
        text: format!("{help} ({})", number.unit),
        kind: "decimal".to_owned(),
        ..Item::default()
    };
    let exists = EnableWhen {
        question: finding.id.to_string(),
        operator: "exists".to_owned(),
        answer: Compared::Boolean(false),
    };
    let instead = Item {
        link_id: without_number(&finding.id),
        text: format!("{}, without a number", finding.ask.trim_end_matches(['.', '?'])),
        kind: "choice".to_owned(),
        enable_when: vec![exists],
        answer_option: options(finding),
        ..Item::default()
    };
    vec![asked, instead]
}

/// The smallest and the largest number that are believed, and the unit in words.
fn limits(number: &Number) -> Vec<Extension> {
    let extension =
        |name: &str, value| Extension { url: format!("http://hl7.org/fhir/StructureDefinition/{name}"), value };
    let unit = Coding { display: Some(number.unit.clone()), ..Coding::default() };
    vec![
        extension("minValue", Value::Decimal(number.min)),
        extension("maxValue", Value::Decimal(number.max)),
        extension("questionnaire-unit", Value::Coding(unit)),
    ]
}

/// An answer of ours as a code.
pub(crate) fn code(answer: &str, words: &str) -> Coding {
    Coding::of(&codes::answers(), answer, words)
}

/// The codes that answer a question; of a number, those that stand in its place.
pub(crate) fn codes_of(finding: &Finding) -> Vec<Coding> {
    let mut codes = match &finding.kind {
        Kind::YesNo => vec![code("yes", "Yes"), code("no", "No")],
        Kind::Number(number) if number.required => Vec::new(),
        Kind::Number(_) => vec![code("no", "No")],
        Kind::Choice(choice) => choice.options.iter().map(|option| code(&option.id, &option.label)).collect(),
    };
    codes.push(code("unsure", "Not sure"));
    codes
}

fn options(finding: &Finding) -> Vec<AnswerOption> {
    codes_of(finding).into_iter().map(|value| AnswerOption { value }).collect()
}

/// The conditions under which an answer leaves this need possible.
fn conditions(guidance: &Guidance, need: &Need<'_>) -> Vec<EnableWhen> {
    let Some(finding) = guidance.finding(&need.atom.finding) else { return Vec::new() };
    let is = |question: String, coding: Coding| EnableWhen {
        question,
        operator: "=".to_owned(),
        answer: Compared::Coding(Coding { display: None, ..coding }),
    };
    if let Kind::Number(number) = &finding.kind {
        let Some((operator, limit)) = shown::compared(&need.atom.test) else { return Vec::new() };
        let over = EnableWhen {
            question: finding.id.to_string(),
            operator: operator.to_owned(),
            answer: Compared::Decimal(limit),
        };
        let mut conditions = vec![over, is(without_number(&finding.id), code("unsure", ""))];
        if !number.required && shown::meets(number.no, &need.atom.test) {
            conditions.push(is(without_number(&finding.id), code("no", "")));
        }
        return conditions;
    }
    let mut holding = shown::holding(finding, &need.atom.test);
    holding.push("unsure");
    holding.into_iter().map(|answer| is(finding.id.to_string(), code(answer, ""))).collect()
}
