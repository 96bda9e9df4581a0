//! Answers of the check as JSON and as a QuestionnaireResponse, and situations of the plan.

use super::now;
use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::Seen;
use supple_care::Situation;
use supple_fhir::{authored, is_resource, read_response, response};
use supple_triage::{Answers, embedded};

pub(super) const ANSWERS: Target = Target {
    name: "answers",
    shape: Shape::Json,
    tokens: &[
        "resourceType",
        "QuestionnaireResponse",
        "status",
        "completed",
        "amended",
        "in-progress",
        "entered-in-error",
        "item",
        "linkId",
        "answer",
        "valueBoolean",
        "valueDecimal",
        "valueInteger",
        "valueQuantity",
        "valueCoding",
        "valueString",
        "system",
        "code",
        "unit",
        "value",
        "yes",
        "no",
        "unsure",
        "modifierExtension",
        "implicitRules",
        "authored",
        "_valueBoolean",
        "questionnaire",
        "chest-pain",
        "temperature",
        "age",
        "injury",
        "stuck",
        "days",
        "mobility",
        "gate",
        "no_to",
        "cautions",
        "days-without-number",
        "2026-11-22T20:12:00Z",
    ],
    most: 48 << 10,
    made,
    judge: answers,
};

fn made() -> Vec<Vec<u8>> {
    let triage = embedded();
    let json = [
        r#"{"chest-pain": "unsure", "age": 45, "injury": "minor", "stuck": false}"#,
        r#"{"temperature": 38.4, "days": 3, "pain": 7}"#,
        r#"{"mobility": "can-walk", "gate": {"no_to": ["chest-pain"]}, "cautions": {}}"#,
    ];
    let read = json.iter().filter_map(|json| Answers::from_json(triage, json).ok());
    let responses = read.map(|answers| serde_json::to_vec(&response(triage, &answers, now())).unwrap());
    responses.chain(json.iter().map(|json| json.as_bytes().to_vec())).collect()
}

/// A text that is given as answers. Each of the three readers takes it whole or refuses it with a line, and what it takes
/// comes back equal, also by way of FHIR.
pub fn answers(bytes: &[u8]) -> Seen {
    let Ok(text) = std::str::from_utf8(bytes) else { return Seen::of("no text") };
    let triage = embedded();
    let by_name = match Answers::from_json(triage, text) {
        Ok(answers) => same(&answers, "names"),
        Err(why) => Seen::refused(&why.to_string()),
    };
    let as_response = match read_response(triage, text) {
        Ok(answers) => {
            assert!(is_resource(text), "a response is a resource");
            same(&answers, "response")
        }
        Err(why) => Seen::refused(&why.to_string()),
    };
    let kept = Answers::from_kept(triage, text);
    assert_eq!(Answers::from_kept(triage, &kept.to_json(triage)), kept, "what was kept comes back");
    let situation = match Situation::from_json(supple_care::embedded(), text) {
        Ok(situation) => {
            let written = serde_json::to_string(&situation).expect("a situation is written");
            assert_eq!(
                Situation::from_json(supple_care::embedded(), &written).as_ref(),
                Ok(&situation),
                "it comes back"
            );
            Seen::of("situation")
        }
        Err(why) => Seen::refused(&why.to_string()),
    };
    by_name.and(as_response).and(situation).and(Seen::of(&authored(text).is_some().to_string()))
}

fn same(answers: &Answers, way: &str) -> Seen {
    let triage = embedded();
    let named = Answers::from_json(triage, &answers.to_json(triage));
    assert_eq!(named.as_ref(), Ok(answers), "by their names they come back");
    let json = serde_json::to_string(&response(triage, answers, now())).expect("a response is written");
    assert_eq!(read_response(triage, &json).as_ref(), Ok(answers), "as a response they come back");
    drop(triage.verdict(answers));
    Seen::of(&format!("{way} {:?}", answers.given().map(|(place, _)| place).collect::<Vec<_>>()))
}
