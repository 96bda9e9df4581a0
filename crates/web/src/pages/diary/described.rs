//! The form of a kind that has no form of its own: it follows from the description of its fields.

use crate::forms::form::{Form, place};
use crate::http::fields::{Fields, Reader};
use crate::http::remedy::Remedy;
use crate::names;
use maud::{Markup, html};
use serde_json::{Map, Value, json};
use supple_diary::{Field, Kind, KindName, Label, Shape};
use supple_insight::names::label;
use supple_wording::described::asked;

/// A question for each field that can be asked in general. The others are kept as they stand.
pub(crate) fn ask(kind: KindName, form: Form<'_>) -> Markup {
    html! { @for field in kind.fields() { (question(field, form)) } }
}

fn question(field: &Field, form: Form<'_>) -> Markup {
    let (name, words) = (field.name, asked(field));
    let with_unit = || field.unit.map_or_else(|| words.clone(), |unit| format!("{words} ({unit})"));
    match field.shape {
        Shape::Text { lines: true, .. } => form.prose(name, &words),
        Shape::Text { .. } | Shape::Country => html! { div class="card" { (form.line(name, &words, "text")) } },
        Shape::Whole { least: 0, most: 10 } => form.level(name, &words, "0 is none, 10 the most."),
        Shape::Whole { .. } => html! { div class="card" { (form.line(name, &with_unit(), "numeric")) } },
        Shape::Amount => html! { div class="card" { (form.line(name, &with_unit(), "decimal")) } },
        Shape::Truth => html! { div class="card" { (form.yes_no(name, &html! { (words) }, &html! {})) } },
        Shape::Choice(ids) => html! {
            fieldset class="card" id=(place(name)) {
                legend { (words) }
                (form.note(name))
                div class="pick free" {
                    @for id in ids {
                        label {
                            input type="radio" name=(name) value=(id) checked[form.fields.get(name) == *id];
                            span { (names::of(id)) }
                        }
                    }
                }
            }
        },
        Shape::Label => form.choice(name, &words, &[], &[]),
        Shape::Regions if name == "where" => form.body_map(),
        _ => html! {},
    }
}

/// The fields of the form, as the entry says.
pub(crate) fn fill(kind: &Kind) -> Fields {
    let mut fields = Fields::default();
    for (field, value) in kind.values() {
        match (&value, field.shape) {
            (Value::Bool(yes), Shape::Truth) => fields.put(field.name, if *yes { "yes" } else { "no" }),
            (Value::Array(regions), Shape::Regions) => {
                regions.iter().filter_map(Value::as_str).for_each(|region| fields.put(field.name, region));
            }
            (value, Shape::Label) => fields.put(field.name, text_of(value)),
            (Value::String(text), _) => fields.put(field.name, text),
            (Value::Number(number), _) => fields.put(field.name, number),
            _ => {}
        }
    }
    fields
}

/// The id or the own words of a label.
fn text_of(label: &Value) -> &str {
    label.as_str().or_else(|| label.get("own").and_then(Value::as_str)).unwrap_or_default()
}

/// Reads the form on top of what stands. What is wrong with a field is said at it.
pub(crate) fn read(kind: KindName, reader: &mut Reader<'_>, stands: Option<&Kind>) -> Option<Kind> {
    let mut said: Map<String, Value> = Map::new();
    for (field, value) in stands.map(Kind::values).unwrap_or_default() {
        said.insert(field.name.to_owned(), value);
    }
    for field in kind.fields() {
        let value = match field.shape {
            Shape::Text { lines: true, .. } => reader.prose(field.name).map(|text| Value::from(text.as_str())),
            Shape::Text { .. } | Shape::Country => reader.words(field.name).map(|text| Value::from(text.as_str())),
            Shape::Whole { least: 0, most: 10 } => reader.level(field.name).map(|level| Value::from(level.get())),
            Shape::Whole { .. } => match reader.fields.get(field.name).trim() {
                "" => None,
                text => Some(text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from)),
            },
            Shape::Amount => reader.amount(field.name).map(|amount| Value::from(amount.get())),
            Shape::Truth => reader.yes_no(field.name).map(Value::from),
            Shape::Choice(_) => Some(reader.fields.get(field.name)).filter(|id| !id.is_empty()).map(Value::from),
            Shape::Label => {
                let stood = said.get(field.name).cloned();
                reader.choice(field.name).map(|words| match stood {
                    Some(stood) if text_of(&stood) == words.as_str() => stood,
                    _ => match label(kind, words) {
                        Label::Known(id) => Value::from(id.as_str()),
                        Label::Own(words) => json!({"own": words.as_str()}),
                    },
                })
            }
            Shape::Regions if field.name == "where" => {
                let regions: Vec<Value> = reader.fields.all(field.name).map(Value::from).collect();
                (!regions.is_empty()).then_some(Value::Array(regions))
            }
            _ => continue,
        };
        match value {
            Some(value) => said.insert(field.name.to_owned(), value),
            None => said.remove(field.name),
        };
    }
    for field in kind.fields().iter().filter(|field| field.required && !said.contains_key(field.name)) {
        // What is there and wrong has been said.
        if reader.fields.get(field.name).trim().is_empty() {
            reader.wrong(field.name, "This is needed.");
        }
    }
    match kind.read(&said) {
        Ok(kind) => Some(kind),
        Err(error) => {
            let field = kind.fields().iter().find(|field| error.field() == Some(field.name));
            if field.is_none_or(|field| said.contains_key(field.name)) {
                reader.wrong(field.map_or("", |field| field.name), error.told());
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn kind(name: KindName, fields: &str) -> Kind {
        name.read(&serde_json::from_str(fields).unwrap()).unwrap()
    }

    /// The kinds with forms of their own stand for those that will have none: their fields have all shapes that are asked.
    #[test]
    fn what_a_described_form_shows_it_reads_back_and_keeps_what_it_does_not_ask() {
        for (name, fields) in [
            (
                KindName::Spasm,
                r#"{"intensity":8,"where":["low-left","neck"],"seconds":45,"came_with":{"fever":true},"note":"two\nlines"}"#,
            ),
            (KindName::Pain, r#"{"level":0}"#),
            (KindName::EpisodeMark, r#"{"phase":"recovery"}"#),
            (KindName::Symptom, r#"{"what":"fever","present":false}"#),
            (
                KindName::Exposure,
                r#"{"what":{"own":"cello"},"present":true,"amount":2.5,"unit":"h","until":"2026-11-20T10:00:00Z"}"#,
            ),
            (
                KindName::Measure,
                r#"{"what":"ice","before":5,"after":3,"helped":true,"timer":{"step":"cold-pack","seconds":900,"state":{"done":0}}}"#,
            ),
            (KindName::Medicine, r#"{"what":"Aleve","milligrams":220,"units":1}"#),
            (KindName::Note, r#"{"text":"as ever"}"#),
        ] {
            let stands = kind(name, fields);
            let sent = fill(&stands);
            let mut reader = Reader::new(&sent);
            let said = read(name, &mut reader, Some(&stands));
            assert_eq!(reader.done(said).unwrap(), stands, "{name}");
        }
    }

    #[test]
    fn what_is_needed_or_wrong_is_said_at_its_field() {
        let trouble = |name: KindName, sent: &[(&str, &str)]| {
            let mut fields = Fields::default();
            sent.iter().for_each(|(field, value)| fields.put(*field, value));
            let mut reader = Reader::new(&fields);
            let said = read(name, &mut reader, None);
            reader.done(said).unwrap_err().into_iter().map(|trouble| trouble.field).collect::<Vec<_>>()
        };
        assert_eq!(trouble(KindName::Pain, &[]), ["level"]);
        assert_eq!(trouble(KindName::Pain, &[("level", "11")]), ["level"]);
        assert_eq!(trouble(KindName::EpisodeMark, &[("phase", "later")]), ["phase"]);
        assert_eq!(trouble(KindName::Exercise, &[("what-own", "bridge"), ("repetitions", "many")]), ["repetitions"]);
    }
}
