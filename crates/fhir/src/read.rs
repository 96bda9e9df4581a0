//! Reads a QuestionnaireResponse, also one that another program filled in.
//!
//! All of it is understood, or none of it is taken: an answer that is passed over would count as not asked, and a condition
//! on it that is passed over could turn its sense.

use crate::codes;
use crate::questionnaire::{address, codes_of, without_number};
use crate::strict::Strict;
use jiff::Timestamp;
use serde_json::{Map, Value};
use supple_guidance::{Finding, Kind};
use supple_text::shorten;
use supple_triage::{Answer, AnswerError, Answers, Triage};

/// The largest response that is read: 1 MiB. A full one of ours takes about 40 KiB.
pub const MAX_BYTES: usize = 1024 * 1024;

/// So many characters of what was given stand in a message.
const LONGEST: usize = 60;

/// Why a response is not taken. Each is one line.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ResponseError {
    /// The text is too long.
    #[error("the response is longer than {} KiB", MAX_BYTES / 1024)]
    TooLong,
    /// The text is no JSON, or a name stands twice in one object.
    #[error("the response cannot be read as JSON: {0}")]
    Json(String),
    /// It is another resource.
    #[error("this is no QuestionnaireResponse but {0}")]
    NoResponse(String),
    /// It answers another questionnaire.
    #[error("this response answers another questionnaire: {0}")]
    OtherQuestionnaire(String),
    /// Its author took it back, or it has no status.
    #[error("a response with the status {0} is not taken")]
    Status(String),
    /// It carries something that changes its meaning, and that is not understood.
    #[error("\"{name}\" at {at} changes the meaning in a way that is not understood")]
    Modified {
        /// The field.
        name: String,
        /// The item.
        at: String,
    },
    /// It is not built as FHIR says.
    #[error("{at} is not built as a response is: {what}")]
    Shape {
        /// The item.
        at: String,
        /// What is wrong.
        what: String,
    },
    /// No question has this `linkId`.
    #[error("there is no question \"{0}\"")]
    UnknownQuestion(String),
    /// The value does not answer its question.
    #[error("\"{finding}\" takes {takes}, not {got}")]
    Value {
        /// The question.
        finding: String,
        /// What it takes.
        takes: String,
        /// What was given.
        got: String,
    },
    /// The number is out of its range, or the question is unknown to the check.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The same question has two answers.
    #[error("\"{0}\" is answered twice")]
    Twice(String),
}

/// Whether a text looks like a resource of FHIR: a JSON object with a `resourceType`.
pub fn is_resource(text: &str) -> bool {
    let value: Option<Value> = serde_json::from_str(text).ok();
    value.is_some_and(|value| value.get("resourceType").is_some())
}

/// Reads the text of a QuestionnaireResponse.
///
/// # Errors
/// As [`answers_of`]; also if the text is too long, is no JSON, or names one field of an object twice.
pub fn read_response(triage: &Triage<'_>, text: &str) -> Result<Answers, ResponseError> {
    if text.len() > MAX_BYTES {
        return Err(ResponseError::TooLong);
    }
    let Strict(value) = serde_json::from_str(text).map_err(|error| ResponseError::Json(supple_text::told(&error)))?;
    answers_of(triage, &value)
}

/// When a response was answered, as it says itself; none where it names no instant, as a day alone is none.
pub fn authored(text: &str) -> Option<Timestamp> {
    let value: Value = serde_json::from_str(text).ok()?;
    value.get("authored")?.as_str()?.parse().ok()
}

/// The answers of a QuestionnaireResponse. Items may be nested in any way; what has no answer was not asked.
///
/// # Errors
/// If any of it is not understood: another resource or questionnaire, an unknown question, a value that is no answer to
/// its question, two answers to one question, or a modifier.
pub fn answers_of(triage: &Triage<'_>, response: &Value) -> Result<Answers, ResponseError> {
    let text = |value: &Value| shorten(&value.to_string(), LONGEST);
    let Some(object) = response.as_object() else { return Err(ResponseError::NoResponse(text(response))) };
    match object.get("resourceType") {
        Some(Value::String(kind)) if kind == "QuestionnaireResponse" => {}
        other => return Err(ResponseError::NoResponse(other.map_or("a thing without resourceType".to_owned(), text))),
    }
    refuse_modifiers(object, "the response")?;
    match object.get("questionnaire") {
        None => {}
        Some(Value::String(canonical)) if canonical.split('|').next() == Some(&address()) => {}
        Some(other) => return Err(ResponseError::OtherQuestionnaire(text(other))),
    }
    match object.get("status").and_then(Value::as_str) {
        Some("completed" | "amended" | "in-progress") => {}
        other => return Err(ResponseError::Status(other.map_or("nothing".to_owned(), |it| shorten(it, LONGEST)))),
    }
    let mut reading = Reading { triage, answers: Answers::none_yet(triage) };
    reading.items(object.get("item"), "the response")?;
    Ok(reading.answers)
}

fn refuse_modifiers(object: &Map<String, Value>, at: &str) -> Result<(), ResponseError> {
    for name in ["modifierExtension", "implicitRules"] {
        if object.contains_key(name) {
            return Err(ResponseError::Modified { name: name.to_owned(), at: at.to_owned() });
        }
    }
    Ok(())
}

struct Reading<'t, 'g> {
    triage: &'t Triage<'g>,
    answers: Answers,
}

impl Reading<'_, '_> {
    fn items(&mut self, items: Option<&Value>, at: &str) -> Result<(), ResponseError> {
        for item in list(items, "item", at)? {
            let shape = |what: &str| ResponseError::Shape { at: at.to_owned(), what: what.to_owned() };
            let object = item.as_object().ok_or_else(|| shape("an item is no object"))?;
            let link = object.get("linkId").and_then(Value::as_str).ok_or_else(|| shape("an item has no linkId"))?;
            let here = format!("\"{}\"", shorten(link, LONGEST));
            refuse_modifiers(object, &here)?;
            let answers = list(object.get("answer"), "answer", &here)?;
            match answers {
                [] => {}
                [answer] => self.answer(link, &here, answer)?,
                _ => return Err(ResponseError::Twice(shorten(link, LONGEST))),
            }
            self.items(object.get("item"), &here)?;
        }
        Ok(())
    }

    fn answer(&mut self, link: &str, here: &str, answer: &Value) -> Result<(), ResponseError> {
        let shape = |what: &str| ResponseError::Shape { at: here.to_owned(), what: what.to_owned() };
        let object = answer.as_object().ok_or_else(|| shape("an answer is no object"))?;
        refuse_modifiers(object, here)?;
        let mut values = object.iter().filter(|(name, _)| name.trim_start_matches('_').starts_with("value"));
        let (Some((name, value)), None) = (values.next(), values.next()) else {
            return Err(shape("an answer has one value"));
        };
        let findings = &self.triage.guidance().findings;
        let by_itself = self.triage.place(link);
        let instead = || findings.iter().position(|finding| is_instead(finding, link));
        let Some(place) = by_itself.or_else(instead) else {
            return Err(ResponseError::UnknownQuestion(shorten(link, LONGEST)));
        };
        let finding = &findings[place];
        let read = match by_itself {
            Some(_) => read(finding, name, value),
            None => coded(finding, name, value),
        };
        let given = read.ok_or_else(|| ResponseError::Value {
            finding: shorten(link, LONGEST),
            takes: takes(finding, by_itself.is_some()),
            got: shorten(&format!("{name} {value}"), LONGEST),
        })?;
        if self.answers.get(place).is_some() {
            return Err(ResponseError::Twice(finding.id.to_string()));
        }
        self.answers.set_at(self.triage, place, given)?;
        self.items(object.get("item"), here)
    }
}

fn list<'v>(value: Option<&'v Value>, name: &str, at: &str) -> Result<&'v [Value], ResponseError> {
    match value {
        None => Ok(&[]),
        Some(Value::Array(list)) => Ok(list),
        Some(_) => Err(ResponseError::Shape { at: at.to_owned(), what: format!("\"{name}\" is no list") }),
    }
}

/// Whether this is the item that stands in place of the number of a finding.
fn is_instead(finding: &Finding, link: &str) -> bool {
    matches!(finding.kind, Kind::Number(_)) && without_number(&finding.id) == *link
}

fn read(finding: &Finding, name: &str, value: &Value) -> Option<Answer> {
    match (&finding.kind, name) {
        (Kind::Number(_), "valueDecimal" | "valueInteger") => value.as_f64().map(Answer::Number),
        (Kind::Number(number), "valueQuantity") => {
            let object = value.as_object()?;
            let plain = |name: &String| matches!(name.as_str(), "value" | "unit" | "id");
            // A code of a system of units, or a "less than", is not understood; another unit is another number.
            let unit = object.get("unit").is_none_or(|unit| unit.as_str() == Some(&number.unit));
            (unit && object.keys().all(plain)).then(|| object.get("value")?.as_f64().map(Answer::Number))?
        }
        (Kind::YesNo, "valueBoolean") => value.as_bool().map(|yes| if yes { Answer::Yes } else { Answer::No }),
        (Kind::YesNo | Kind::Choice(_), _) => coded(finding, name, value),
        (Kind::Number(_), _) => None,
    }
}

/// An answer that is one of our codes.
fn coded(finding: &Finding, name: &str, value: &Value) -> Option<Answer> {
    if name != "valueCoding" {
        return None;
    }
    let (system, code) = (value.get("system"), value.get("code")?.as_str()?);
    if system.is_some_and(|system| system.as_str() != Some(&codes::answers())) {
        return None;
    }
    let known = codes_of(finding).into_iter().position(|known| known.code.as_deref() == Some(code))?;
    match (&finding.kind, code) {
        (_, "unsure") => Some(Answer::Unsure),
        (Kind::Choice(_), _) => u8::try_from(known).ok().map(Answer::Option),
        (Kind::Number(number), _) => Some(Answer::Number(number.no)),
        (Kind::YesNo, "yes") => Some(Answer::Yes),
        (Kind::YesNo, _) => Some(Answer::No),
    }
}

fn takes(finding: &Finding, by_itself: bool) -> String {
    if let (Kind::Number(number), true) = (&finding.kind, by_itself) {
        return format!("a number from {} to {} ({})", number.min, number.max, number.unit);
    }
    let codes = codes_of(finding).into_iter().filter_map(|code| code.code);
    let codes: Vec<String> = codes.map(|code| format!("\"{code}\"")).collect();
    format!("the codes {}", codes.join(", "))
}
