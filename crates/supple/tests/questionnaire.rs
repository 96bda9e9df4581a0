//! A check that was answered in another program, as a QuestionnaireResponse of FHIR.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::{Value, json};
use shared::{Home, fails};

fn response(authored: &str, items: &Value) -> String {
    json!({"resourceType": "QuestionnaireResponse", "status": "completed", "authored": authored, "item": items})
        .to_string()
}

fn answer(link: &str, value: &Value) -> Value {
    json!({"linkId": link, "answer": [value]})
}

#[test]
fn a_response_is_a_check_of_the_time_when_it_was_answered_and_is_taken_once() {
    let home = Home::new();
    let items =
        json!([answer("chest-pain", &json!({"valueBoolean": true})), answer("age", &json!({"valueInteger": 45}))]);
    let file = home.write("response.json", response("2026-03-02T09:30:00+01:00", &items));
    assert_eq!(home.json(&["import", &file, "--dry-run", "--json"])["would_take"], 1);
    assert_eq!(home.json(&["import", &file, "--json"])["taken"], 1, "a dry run took nothing");
    assert_eq!(home.json(&["import", &file, "--json"])["known"], 1);
    let log = home.log();
    let check = log.iter().find(|entry| entry.name().is_some_and(|name| name.id() == "check")).unwrap();
    assert_eq!(check.happened().to_string(), "2026-03-02T09:30:00+01:00[Europe/Berlin]");
    let told = home.json(&["diary", "--since", "2026-03-01", "--json"]);
    assert_eq!((&told[0]["urgency"], &told[0]["answers"]["age"]), (&json!("emergency"), &json!(45.0)), "{told}");
}

#[test]
fn check_reads_a_response_as_it_reads_plain_answers() {
    let home = Home::new();
    let items = json!([
        answer("stuck", &json!({"valueCoding": {"code": "unsure"}})),
        answer("pain", &json!({"valueDecimal": 7}))
    ]);
    let filled = home.write("response.json", response("2026-03-02T09:30:00Z", &items));
    let plain = home.write("plain.json", json!({"stuck": "unsure", "pain": 7}).to_string());
    let verdict = |file: &str| home.json(&["check", "--answers", file, "--json", "--country", "US"]);
    assert_eq!(verdict(&filled), verdict(&plain));
}

#[test]
fn what_is_not_understood_leaves_the_diary_as_it_was() {
    let home = Home::new();
    let yes = |link: &str| json!([answer(link, &json!({"valueBoolean": true}))]);
    let cases = [
        (response("2026-03-02T09:30:00Z", &yes("chest-pian")), "there is no question \"chest-pian\""),
        (response("2026-03-02", &yes("chest-pain")), "at which time it was answered"),
        (response("2999-01-01T00:00:00Z", &yes("chest-pain")), "still to come"),
        (response("2026-03-02T09:30:00Z", &json!([])), "nothing is answered"),
        (json!({"resourceType": "Patient"}).to_string(), "no QuestionnaireResponse but \"Patient\""),
    ];
    for (text, named) in cases {
        let file = home.write("response.json", text);
        fails(&home.run(&["import", &file]), 1, named);
    }
    assert_eq!(home.log().iter().count(), 0);
}
