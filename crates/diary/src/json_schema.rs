//! The JSON Schema of an entry, for programs that others write. It follows from the description of the kinds.

use crate::SCHEMA;
use crate::kinds::{Field, KindName, Shape};
use crate::region::Region;
use serde_json::{Map, Value, json};

/// The most things of one field that have names.
const MOST_NAMES: usize = 200;

/// The JSON Schema (2020-12) of one line of an export, up to [`SCHEMA`].
///
/// It is published as `docs/entry.schema.json`. Not all that [`Entry::parse`](crate::Entry::parse) checks can be said in
/// it: the order of the fields, that times are no later than the recording, that zones exist. Nor does it tell of what is
/// only read: `null` where a field may be absent.
///
/// ```
/// let schema = supple_diary::json_schema();
/// assert_eq!(schema["$defs"]["pain"]["required"], serde_json::json!(["kind", "level"]));
/// ```
pub fn json_schema() -> Value {
    let mut definitions = definitions();
    for kind in KindName::ALL {
        definitions.insert(kind.id().to_owned(), of_kind(kind));
    }
    let kinds = |of: fn(&KindName) -> bool| {
        let all = KindName::ALL.into_iter().filter(of);
        all.map(|kind| reference(kind.id())).collect::<Vec<_>>()
    };
    definitions.insert(
        "draft".to_owned(),
        json!({
            "description": "What an entry says: when, and a kind with its fields.",
            "type": "object",
            "properties": {"happened": reference("moment"), "precision": reference("precision")},
            "required": ["happened", "kind"],
            "oneOf": kinds(|kind| !kind.is_change()),
            "unevaluatedProperties": false,
        }),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An entry of a Supple diary",
        "description": "One line of an export. The fields that every entry has come first, then the kind, then the fields of that \
                        kind. An absent field was not asked, which is never no.",
        "type": "object",
        "properties": {
            "schema": {"type": "integer", "minimum": 1, "maximum": SCHEMA,
                "description": "The oldest version of this schema that has all that the entry says. A later one is kept as it is."},
            "id": {"type": "string", "format": "uuid", "description": "A UUID of version 7: entries sort by it."},
            "device": {"type": "string", "format": "uuid", "description": "The device that recorded it."},
            "sequence": {"type": "integer", "minimum": 0, "description": "How many entries the device had recorded before."},
            "previous": {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$",
                "description": "SHA-256 of the line of the device's previous entry, in hexadecimal."},
            "happened": reference("moment"),
            "precision": reference("precision"),
            "recorded": reference("time"),
        },
        "required": ["schema", "id", "device", "sequence", "previous", "happened", "recorded", "kind"],
        "oneOf": kinds(|_| true),
        "unevaluatedProperties": false,
        "$defs": definitions,
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn of_kind(kind: KindName) -> Value {
    let mut properties = Map::new();
    properties.insert("kind".to_owned(), json!({"const": kind.id()}));
    for field in kind.fields() {
        properties.insert(field.name.to_owned(), of_field(field, kind));
    }
    let mut required = vec!["kind"];
    required.extend(kind.fields().iter().filter(|field| field.required).map(|field| field.name));
    json!({
        "description": said(kind.about()),
        "since": kind.since(),
        "type": "object",
        "properties": properties,
        "required": required,
    })
}

fn of_field(field: &Field, kind: KindName) -> Value {
    let mut value = of_shape(field.shape);
    if let Some(object) = value.as_object_mut() {
        object.insert("description".to_owned(), json!(said(field.about)));
        if field.since > kind.since() {
            object.insert("since".to_owned(), json!(field.since));
        }
        if let Some(unit) = field.unit {
            object.insert("unit".to_owned(), json!(unit));
        }
    }
    value
}

fn said(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

fn of_shape(shape: Shape) -> Value {
    let named = |values: Value| json!({"type": "object", "propertyNames": text(200, false), "maxProperties": MOST_NAMES, "additionalProperties": values});
    match shape {
        Shape::Text { most, lines } => text(most, lines),
        Shape::Whole { least, most } => json!({"type": "integer", "minimum": least, "maximum": most}),
        Shape::Amount => reference("amount"),
        Shape::Truth => json!({"type": "boolean"}),
        Shape::Choice(words) => json!({"enum": words}),
        Shape::Id => reference("known"),
        Shape::Label => reference("label"),
        Shape::Moment => reference("moment"),
        Shape::Day => reference("day"),
        Shape::Country => json!({"type": "string", "pattern": "^[A-Za-z]{2}$"}),
        Shape::Regions => {
            json!({"type": "array", "uniqueItems": true, "items": {"enum": Region::ALL.map(Region::id)}})
        }
        Shape::List => json!({"type": "array", "items": text(200, false)}),
        Shape::Truths => named(json!({"type": "boolean"})),
        Shape::Answers => named(json!({"anyOf": [{"type": "boolean"}, reference("amount")]})),
        Shape::Named => named(text(200, false)),
        Shape::Health => named(reference("health")),
        Shape::Contact => reference("contact"),
        Shape::Timer => reference("timer"),
        Shape::Object => json!({"type": "object"}),
        Shape::Entry => json!({"type": "string", "format": "uuid"}),
        Shape::Draft => reference("draft"),
    }
}

/// Text of so many characters, without control characters; of these only line breaks and tabs where it may have lines.
fn text(most: usize, lines: bool) -> Value {
    let pattern = if lines {
        r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
    } else {
        r"^[^\u0000-\u001f\u007f-\u009f]*$"
    };
    json!({"type": "string", "minLength": 1, "maxLength": most, "pattern": pattern})
}

/// What several kinds use.
fn definitions() -> Map<String, Value> {
    let state = |name: &str, value: Value| json!({"type": "object", "properties": {name: value}, "required": [name], "additionalProperties": false});
    let left = || json!({"type": "integer", "minimum": 0, "maximum": 2_678_400, "unit": "s"});
    let definitions = json!({
        "time": {"type": "string", "format": "date-time", "description": "A point in time in UTC, to the millisecond."},
        "day": {"type": "string", "format": "date"},
        "moment": {
            "type": "string",
            "pattern": r"^-?[0-9]{4,6}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?)(\[[^\]]+\])?$",
            "description": "A time on the person's own clock, with its offset and, if it is known, its zone: RFC 9557.",
        },
        "precision": {"enum": ["minute", "hour", "day"], "description": "How exactly the time is known; exact if absent."},
        "amount": {"type": "number", "minimum": 0, "maximum": 1_000_000},
        "known": {"type": "string", "maxLength": 200, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
            "description": "The id of something that Supple knows."},
        "label": {
            "description": "The id of something that Supple knows, or the person's own words. Own words that look like an id stand \
                            in an object, since schema 3.",
            "anyOf": [text(200, false), {"type": "object", "properties": {"own": text(200, false)}, "required": ["own"],
                "additionalProperties": false}],
        },
        "health": {"anyOf": [
            {"const": "unsure"},
            state("is", json!({"type": "boolean"})),
            state("on", reference("day")),
        ]},
        "contact": {
            "type": "object",
            "properties": {
                "name": text(60, false),
                "number": {"type": "string", "pattern": r"^[0-9+ ()./-]*$", "minLength": 3, "maxLength": crate::contact::MOST,
                    "description": "3 to 15 digits, with a plus sign before them at most."},
                "says": text(200, false),
            },
            "required": ["name", "number"],
            "additionalProperties": false,
        },
        "timer": {
            "type": "object",
            "properties": {
                "step": text(200, false),
                "seconds": left(),
                "state": {"anyOf": [state("running", reference("time")), state("paused", left()), state("done", left()),
                    state("worse", left())]},
            },
            "required": ["step", "seconds", "state"],
            "additionalProperties": false,
        },
    });
    match definitions {
        Value::Object(definitions) => definitions,
        _ => Map::new(),
    }
}
