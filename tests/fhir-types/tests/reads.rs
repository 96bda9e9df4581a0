//! Each document that Supple writes is FHIR R4 to types that others made: read strictly, and written back as it was.
//!
//! `SUPPLE_FHIR` names the folder in which `exchange` and `year` wrote; `cargo xtask fhir-types` runs it all.

use fhirbolt::model::r4::Resource;
use fhirbolt::serde::{DeserializationConfig, DeserializationMode};
use serde_json::Value;
use std::path::PathBuf;

/// Whether it is a resource: the answers that rules take stand in the folder, too.
fn is_resource(text: &str) -> bool {
    serde_json::from_str::<Value>(text).unwrap().get("resourceType").is_some()
}

/// The documents, by their file names.
fn documents() -> Vec<(String, String)> {
    let folder = PathBuf::from(std::env::var_os("SUPPLE_FHIR").expect("SUPPLE_FHIR names the folder"));
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    let read = |path: PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap())
    };
    files.into_iter().map(read).filter(|(_, text)| is_resource(text)).collect()
}

#[test]
fn each_document_is_read_strictly_and_written_back_as_it_was() {
    let mut kinds = Vec::new();
    for (name, text) in documents() {
        let config = DeserializationConfig { mode: DeserializationMode::Strict };
        let resource: Resource =
            fhirbolt::json::from_str(&text, Some(config)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let back = fhirbolt::json::to_string(&resource, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (before, after): (Value, Value) =
            (serde_json::from_str(&text).unwrap(), serde_json::from_str(&back).unwrap());
        assert_eq!(after, before, "{name} is something else after it was read");
        kinds.push(before["resourceType"].as_str().unwrap().to_owned());
        let inside = before["entry"].as_array().into_iter().flatten();
        kinds.extend(inside.map(|entry| entry["resource"]["resourceType"].as_str().unwrap().to_owned()));
    }
    for kind in ["Bundle", "Questionnaire", "PlanDefinition", "QuestionnaireResponse", "ResearchStudy"] {
        assert!(kinds.iter().any(|one| one == kind), "there is no {kind} in {kinds:?}");
    }
}

#[test]
fn what_is_no_fhir_is_not_read() {
    for (from, to) in [("\"type\":\"document\"", "\"kind\":\"document\""), ("\"timestamp\"", "\"at\"")] {
        for (name, text) in documents().into_iter().filter(|(name, _)| name == "year.json") {
            assert!(text.contains(from), "{name} has no {from}");
            let config = DeserializationConfig { mode: DeserializationMode::Strict };
            let read = fhirbolt::json::from_str::<Resource>(&text.replacen(from, to, 1), Some(config));
            assert!(read.is_err(), "{name} is read with {to}");
        }
    }
}
