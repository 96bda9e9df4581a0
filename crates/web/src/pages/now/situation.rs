//! The form in which someone says what the moment is like. What is remembered of it, and the plan that follows, is
//! [`supple_care::moment`].
//!
//! It is written as a plan entry each time it is said, so that a reload, a closed tab or another device loses nothing,
//! and what was said an hour ago is not asked again.

use crate::http::fields::Fields;
use crate::pages::now::gate;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};
use supple_care::{Situation, SituationError, embedded};

/// The id of a plain enum, as it stands in forms and in JSON.
pub(crate) fn id(member: impl Serialize) -> String {
    serde_json::to_value(member).ok().as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The button that says no to the cautions that were asked with it and not tapped; it holds their ids.
pub(crate) const NO_TO_THE_OTHERS: &str = "no-to-the-others";

/// Reads a form on top of what is known. A field that was not sent changes nothing; one of several that was sent empty
/// (`at-hand=`) says that there is nothing of it.
pub(crate) fn read(fields: &Fields, known: &Situation, now: Timestamp) -> Result<Situation, SituationError> {
    let not_a_situation = |error: serde_json::Error| SituationError::NotASituation(supple_text::told(&error));
    let known = serde_json::to_value(known).map_err(not_a_situation)?;
    let Value::Object(mut said) = known else { return Ok(Situation::default()) };
    for name in ["mobility", "place", "spasm", "pattern"] {
        if !fields.get(name).is_empty() {
            said.insert(name.to_owned(), json!(fields.get(name)));
        }
    }
    match fields.get("alone") {
        "" => {}
        "yes" => drop(said.insert("alone".to_owned(), json!(true))),
        "no" => drop(said.insert("alone".to_owned(), json!(false))),
        other => {
            return Err(SituationError::NotASituation(format!(
                "alone takes yes or no, not {}",
                supple_text::shorten(other, supple_text::IN_A_MESSAGE)
            )));
        }
    }
    for name in ["at-hand", "worse", "parts"] {
        if fields.all(name).next().is_some() {
            let chosen: Vec<&str> = fields.all(name).filter(|value| !value.is_empty()).collect();
            said.insert(name.to_owned(), json!(chosen));
        }
    }
    match fields.get("onset") {
        "" => {}
        chosen => match supple_guidance::embedded().validity.onset.iter().find(|onset| onset.id == chosen) {
            Some(onset) => {
                let at = now - SignedDuration::from_hours(onset.hours_ago.into());
                said.insert("onset".to_owned(), json!(at.to_string()));
            }
            None => {
                return Err(SituationError::NotASituation(format!(
                    "{} is no time that it may have begun",
                    supple_text::shorten(chosen, supple_text::IN_A_MESSAGE)
                )));
            }
        },
    }
    if let Some(denied) = fields.all(gate::FIELD).next() {
        match denied.split_whitespace().collect::<Vec<_>>() {
            // Taken back, so that it is asked again.
            none if none.is_empty() => drop(said.remove("gate")),
            denied => drop(said.insert("gate".to_owned(), json!({"at": now.to_string(), "no-to": denied}))),
        }
    }
    let mut cautions: Map<String, Value> = match said.remove("cautions") {
        Some(Value::Object(cautions)) => cautions,
        _ => Map::new(),
    };
    for (id, answer) in fields.under("caution.") {
        match answer {
            "yes" => drop(cautions.insert(id.to_owned(), json!(true))),
            "no" => drop(cautions.insert(id.to_owned(), json!(false))),
            "" => drop(cautions.remove(id)),
            other => return Err(SituationError::NotASituation(format!("{id} takes yes or no, not {other}"))),
        }
    }
    for id in fields.all(NO_TO_THE_OTHERS).flat_map(str::split_whitespace) {
        if fields.get(&format!("caution.{id}")).is_empty() {
            cautions.insert(id.to_owned(), json!(false));
        }
    }
    if !cautions.is_empty() {
        said.insert("cautions".to_owned(), Value::Object(cautions));
    }
    Situation::from_json(embedded(), &Value::Object(said).to_string())
}
