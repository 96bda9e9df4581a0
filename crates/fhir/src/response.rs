//! Answers of a check as a QuestionnaireResponse.

use crate::codes;
use crate::questionnaire::{address, code, codes_of, group};
use crate::types::{Meta, Reference, Value};
use jiff::Timestamp;
use serde::Serialize;
use supple_guidance::{Finding, Kind};
use supple_triage::{Answer, Answers, Triage};

/// A QuestionnaireResponse of FHIR R4.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(tag = "resourceType", rename_all = "camelCase")]
pub struct QuestionnaireResponse {
    /// Its labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
    /// What it answers, with the version.
    pub questionnaire: String,
    /// `completed`.
    pub status: String,
    /// Whom it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Reference>,
    /// When it was answered.
    pub authored: String,
    /// Who wrote it down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Reference>,
    /// Who answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Reference>,
    /// The screens.
    pub item: Vec<Answered>,
}

/// A group, or a question with its answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    /// The id of the group or question.
    pub link_id: String,
    /// Its words.
    pub text: String,
    /// The answer: none of a group, one of a question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answer: Vec<Given>,
    /// What stands below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub item: Vec<Answered>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Given {
    /// What it is.
    #[serde(flatten)]
    pub value: Value,
}

/// Answers as a QuestionnaireResponse. What was not asked is left out.
///
/// ```
/// use supple_triage::{Answers, embedded};
/// let answers = Answers::from_json(embedded(), r#"{"chest-pain": "unsure", "age": 45}"#).unwrap();
/// let response = supple_fhir::response(embedded(), &answers, jiff::Timestamp::UNIX_EPOCH);
/// let json = serde_json::to_string(&response).unwrap();
/// assert_eq!(supple_fhir::read_response(embedded(), &json).unwrap(), answers);
/// ```
pub fn response(triage: &Triage<'_>, answers: &Answers, authored: Timestamp) -> QuestionnaireResponse {
    let guidance = triage.guidance();
    let screen = |screen: &supple_guidance::Screen| {
        let given = answers.given().filter_map(|(place, answer)| Some((guidance.findings.get(place)?, answer)));
        let item: Vec<Answered> = given
            .filter(|(finding, _)| finding.screen == screen.id)
            .map(|(finding, answer)| answered(finding, answer))
            .collect();
        (!item.is_empty()).then(|| Answered {
            link_id: group(&screen.id),
            text: format!("{}: {}", screen.title, screen.ask),
            item,
            ..Answered::default()
        })
    };
    QuestionnaireResponse {
        questionnaire: format!("{}|{}", address(), codes::version(guidance)),
        status: "completed".to_owned(),
        authored: authored.to_string(),
        item: guidance.screens.iter().filter_map(screen).collect(),
        ..QuestionnaireResponse::default()
    }
}

fn answered(finding: &Finding, answer: Answer) -> Answered {
    let coded = |name: &str| {
        codes_of(finding)
            .into_iter()
            .find(|code| code.code.as_deref() == Some(name))
            .unwrap_or_else(|| code(name, name))
    };
    let mut link_id = finding.id.to_string();
    let value = match (answer, &finding.kind) {
        (Answer::Number(number), _) => Value::Decimal(number),
        (Answer::Yes, _) => Value::Coding(coded("yes")),
        (Answer::No, _) => Value::Coding(coded("no")),
        (Answer::Option(place), Kind::Choice(choice)) => {
            // Answers hold no option that their finding does not have; doubt is the careful reading of one that does.
            let name = choice.options.get(usize::from(place)).map_or("unsure", |option| &option.id);
            Value::Coding(coded(name))
        }
        (Answer::Unsure, Kind::Number(_)) => {
            link_id = crate::questionnaire::without_number(&finding.id);
            Value::Coding(coded("unsure"))
        }
        (Answer::Unsure | Answer::Option(_), _) => Value::Coding(coded("unsure")),
    };
    Answered { link_id, text: finding.ask.clone(), answer: vec![Given { value }], item: Vec::new() }
}
