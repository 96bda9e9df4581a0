//! Answers as a QuestionnaireResponse and back, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;
use serde_json::{Value, json};
use supple_fhir::{ResponseError, answers_of, read_response, response};
use supple_guidance::Kind;
use supple_triage::{Answer, Answers, embedded};

/// Random answers to some of the findings, numbers at and beside every edge.
pub(crate) fn answers() -> impl Strategy<Value = Answers> {
    let each = embedded().guidance().findings.iter().map(|finding| -> BoxedStrategy<Option<Answer>> {
        let given = match &finding.kind {
            Kind::YesNo => {
                prop_oneof![6 => Just(Answer::No), 1 => Just(Answer::Yes), 1 => Just(Answer::Unsure)].boxed()
            }
            Kind::Number(number) => {
                let edges: Vec<f64> =
                    number.bands.iter().flat_map(|band| [band.from - 0.1, band.from, band.value]).collect();
                let fit: Vec<f64> = edges.into_iter().filter(|it| (number.min..=number.max).contains(it)).collect();
                prop_oneof![4 => prop::sample::select(fit).prop_map(Answer::Number), 1 => Just(Answer::Unsure)].boxed()
            }
            Kind::Choice(choice) => {
                let last = u8::try_from(choice.options.len()).unwrap() - 1;
                let some = (0..=last).prop_map(Answer::Option);
                prop_oneof![5 => Just(Answer::Option(last)), 2 => some, 1 => Just(Answer::Unsure)].boxed()
            }
        };
        prop_oneof![1 => Just(None), 4 => given.prop_map(Some)].boxed()
    });
    each.collect::<Vec<_>>().prop_map(|given| {
        let mut answers = Answers::none_yet(embedded());
        for (place, answer) in given.into_iter().enumerate() {
            answer.into_iter().for_each(|answer| answers.set_at(embedded(), place, answer).unwrap());
        }
        answers
    })
}

fn read(items: &Value) -> Result<Answers, ResponseError> {
    answers_of(embedded(), &json!({"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}))
}

fn refused(items: &Value) -> String {
    let error = read(items).unwrap_err().to_string();
    assert!(!error.contains('\n'), "{error}");
    error
}

fn as_json(answers: &Answers) -> Value {
    serde_json::from_str(&answers.to_json(embedded())).unwrap()
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(all in answers()) {
        let written = serde_json::to_string(&response(embedded(), &all, Timestamp::UNIX_EPOCH)).unwrap();
        prop_assert_eq!(read_response(embedded(), &written).unwrap(), all);
    }
}

#[test]
fn answers_of_other_programs_are_read_in_every_form_that_says_the_same() {
    let items = json!([{"linkId": "anything", "item": [
        {"linkId": "chest-pain", "answer": [{"valueBoolean": false}]},
        {"linkId": "stuck", "answer": [{"valueCoding": {"code": "yes"}, "item": [
            {"linkId": "hit-head", "answer": [{"valueCoding": {"system": supple_fhir::answer_codes(), "code": "unsure"}}]}]}]},
        {"linkId": "age", "answer": [{"valueInteger": 66}]},
        {"linkId": "temperature", "answer": [{"valueQuantity": {"value": 38.5, "unit": "°C"}}]},
        {"linkId": "pain.else", "answer": [{"valueCoding": {"code": "unsure"}}]},
        {"linkId": "breathless", "answer": []}]},
        {"linkId": "injury", "answer": [{"valueCoding": {"code": "minor"}}]}]);
    let expected = json!({"chest-pain": false, "stuck": true, "hit-head": "unsure", "age": 66.0, "temperature": 38.5,
                          "pain": "unsure", "injury": "minor"});
    assert_eq!(as_json(&read(&items).unwrap()), expected, "what has no answer was not asked");
}

#[test]
fn no_fever_can_be_said_without_a_number_and_an_age_cannot() {
    let no = |link: &str| json!([{"linkId": link, "answer": [{"valueCoding": {"code": "no"}}]}]);
    assert_eq!(as_json(&read(&no("temperature.else")).unwrap()), json!({"temperature": 36.8}));
    assert_eq!(refused(&no("age.else")), "\"age.else\" takes the codes \"unsure\", not valueCoding {\"code\":\"no\"}");
}

#[test]
fn what_is_not_understood_is_refused_and_named() {
    let answer = |link: &str, answer: Value| json!([{"linkId": link, "answer": [answer]}]);
    let cases = [
        (answer("chest-pian", json!({"valueBoolean": true})), "there is no question \"chest-pian\""),
        (answer("screen.nerves", json!({"valueBoolean": true})), "there is no question \"screen.nerves\""),
        (answer("chest-pain", json!({"valueString": "yes"})), "\"chest-pain\" takes the codes"),
        (answer("chest-pain", json!({"valueCoding": {"code": "Y"}})), "\"chest-pain\" takes the codes"),
        (answer("chest-pain", json!({"valueCoding": {"system": "http://x", "code": "yes"}})), "\"chest-pain\" takes"),
        (answer("chest-pain", json!({"valueCoding": {"display": "Yes"}})), "\"chest-pain\" takes the codes"),
        (answer("chest-pain.else", json!({"valueCoding": {"code": "yes"}})), "there is no question"),
        (answer("chest-pain", json!({})), "an answer has one value"),
        (answer("chest-pain", json!({"valueBoolean": true, "valueInteger": 1})), "an answer has one value"),
        (answer("chest-pain", json!({"_valueBoolean": {"extension": []}})), "\"chest-pain\" takes the codes"),
        (answer("chest-pain", json!({"valueBoolean": true, "modifierExtension": []})), "changes the meaning"),
        (answer("temperature", json!({"valueDecimal": 101.3})), "takes a number from 30 to 45"),
        (answer("temperature", json!({"valueQuantity": {"value": 38, "unit": "°F"}})), "takes a number from 30 to 45"),
        (answer("pain", json!({"valueQuantity": {"value": 3, "comparator": ">"}})), "takes a number from 0 to 10"),
        (answer("age", json!({"valueString": "66"})), "takes a number from 0 to 120"),
        (answer("injury", json!({"valueBoolean": false})), "\"injury\" takes the codes"),
        (json!([{"linkId": "stuck", "answer": [{"valueBoolean": true}, {"valueBoolean": true}]}]), "answered twice"),
        (
            json!([{"linkId": "age", "answer": [{"valueInteger": 40}]},
                {"linkId": "age.else", "answer": [{"valueCoding": {"code": "unsure"}}]}]),
            "\"age\" is answered twice",
        ),
        (json!([{"answer": [{"valueBoolean": true}]}]), "an item has no linkId"),
        (json!({"linkId": "stuck"}), "\"item\" is no list"),
    ];
    for (items, named) in cases {
        let error = refused(&items);
        assert!(error.contains(named), "{items}: {error}");
    }
}

#[test]
fn another_resource_or_questionnaire_is_refused() {
    let refuse = |value: Value| answers_of(embedded(), &value).unwrap_err();
    let response = |name: &str, value: Value| {
        let mut object = json!({"resourceType": "QuestionnaireResponse", "status": "completed"});
        object[name] = value;
        refuse(object)
    };
    assert!(matches!(refuse(json!({"resourceType": "Patient"})), ResponseError::NoResponse(_)));
    assert!(matches!(refuse(json!([])), ResponseError::NoResponse(_)));
    assert!(matches!(response("questionnaire", json!("http://x/q")), ResponseError::OtherQuestionnaire(_)));
    assert!(matches!(response("status", json!("entered-in-error")), ResponseError::Status(_)));
    assert!(matches!(response("implicitRules", json!("http://x")), ResponseError::Modified { .. }));
}

#[test]
fn a_name_that_stands_twice_is_seen() {
    let text = r#"{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [
        {"linkId": "stuck", "answer": [{"valueBoolean": true, "valueBoolean": false}]}]}"#;
    let error = read_response(embedded(), text).unwrap_err().to_string();
    assert!(error.contains("\"valueBoolean\" stands twice"), "{error}");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = read_response(embedded(), &text);
    }
}
