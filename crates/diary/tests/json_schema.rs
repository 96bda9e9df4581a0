//! The published JSON Schema says what entries are, judged by a validator that others wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;
use supple_diary::testing::{drafts, now};
use supple_diary::{Entry, KindName, Tail, json_schema};
use uuid::Uuid;

const PUBLISHED: &str = include_str!("../../../docs/entry.schema.json");

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(PUBLISHED).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

#[test]
fn the_published_schema_is_the_one_of_this_version() {
    let published: Value = serde_json::from_str(PUBLISHED).unwrap();
    assert_eq!(published, json_schema(), "cargo run -p supple-diary --example entry_schema > docs/entry.schema.json");
    let fields = KindName::ALL.into_iter().flat_map(KindName::fields);
    assert!(fields.clone().count() > 50 && fields.clone().all(|field| !field.about.is_empty()));
}

#[test]
fn the_frozen_examples_of_all_versions_fit() {
    for lines in [
        include_str!("frozen/schema-1.jsonl"),
        include_str!("frozen/schema-2.jsonl"),
        include_str!("frozen/schema-3.jsonl"),
        include_str!("frozen/schema-4.jsonl"),
    ] {
        for line in lines.lines() {
            let told: Vec<String> =
                SCHEMA.iter_errors(&serde_json::from_str(line).unwrap()).map(|e| e.to_string()).collect();
            assert!(told.is_empty(), "{line}: {told:?}");
        }
    }
}

/// Every way in which a value of JSON can be spoilt.
fn spoil(value: &mut Value, way: usize) {
    *value = match way % 6 {
        1 => json!({"of": ["another", "shape"]}),
        2 => json!(-1),
        3 => json!("\u{7}"),
        4 => json!([true, 12.5]),
        _ => json!("x".repeat(20_001)),
    };
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    #[test]
    fn every_entry_fits_and_what_does_not_fit_is_no_entry(
        draft in drafts(),
        place in any::<prop::sample::Index>(),
        way in 0..6_usize,
        dropped in any::<bool>(),
    ) {
        let mut tail = Tail::new(Uuid::from_u128(7));
        let entry = tail.write(draft, now(0), [3; 10], None).unwrap();
        let mut value: Value = serde_json::from_str(entry.line()).unwrap();
        prop_assert!(SCHEMA.is_valid(&value), "{}", entry.line());
        // One field is spoilt or left out, or a new one comes: what the schema refuses, the reader refuses, too.
        let fields = value.as_object_mut().unwrap();
        let name = fields.keys().nth(place.index(fields.len())).unwrap().clone();
        // No value where a field may be absent is read as absent.
        if dropped || way == 0 {
            fields.remove(&name);
        } else {
            spoil(&mut fields[&name], way);
        }
        let line = in_order(entry.line(), &value);
        if let Ok(read) = Entry::parse(&line) {
            prop_assert!(SCHEMA.is_valid(&value) || read.newer().is_some(), "{line} is read, and does not fit");
        }
        value["a-new-field"] = json!(1);
        prop_assert!(!SCHEMA.is_valid(&value));
    }
}

/// The fields in the order of the line: the reader wants the kind before what belongs to it.
fn in_order(line: &str, value: &Value) -> String {
    let mut names: Vec<(usize, &String)> =
        value.as_object().unwrap().keys().map(|name| (line.find(&format!("\"{name}\":")).unwrap(), name)).collect();
    names.sort();
    let fields: Vec<String> =
        names.iter().map(|(_, name)| format!("{}:{}", json!(name), value[name.as_str()])).collect();
    format!("{{{}}}", fields.join(","))
}
