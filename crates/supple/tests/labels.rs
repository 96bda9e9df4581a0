//! What an entry is about: something that Supple knows, or the person's own words. And what only its questions decide.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::json;
use shared::{Home, fails, out};

const SAYS: &str = "follows from its questions";

const STEPS: [&str; 3] = ["way-back:contact-sport", "way-back:first-walk", "way-back:rest"];

#[test]
fn no_command_and_no_table_walks_round_the_questions_of_a_step() {
    let home = Home::new();
    home.done(&["log", "exercise", "bridge"]);
    for what in STEPS {
        fails(&home.run(&["log", "exercise", what]), 2, SAYS);
        let file = home.write("steps.csv", format!("happened,what\n2026-11-20,{what}\n2026-11-21,bridge\n"));
        let told = home.run(&["import", &file, "--csv", "exercise"]);
        assert!(!told.status.success() && out(&told).contains(SAYS), "{told:?}");
    }
    let file = home.write("steps.csv", "happened,step\n2026-11-20,contact-sport\n");
    fails(&home.run(&["import", &file, "--csv", "return-step"]), 2, SAYS);
    assert_eq!(home.log().len(), 1);
}

#[test]
fn own_words_that_look_like_an_id_stay_own_words_through_a_table() {
    let home = Home::new();
    home.done(&["log", "exercise", "sport"]);
    home.done(&["log", "exposure", "Long sitting"]);
    home.done(&["log", "measure", "A walk"]);
    let said = home.json(&["diary", "--json"]);
    let what: Vec<_> = said.as_array().unwrap().iter().map(|entry| entry["what"].clone()).collect();
    assert_eq!(what, [json!({"own": "sport"}), json!("long-sitting"), json!("walk")]);
    let folder = home.path("tables");
    home.done(&["export", "--csv", folder.to_str().unwrap()]);
    let table = home.path("tables/exercise.csv");
    let file = table.to_str().unwrap();
    let table = std::fs::read_to_string(file).unwrap();
    assert!(table.lines().nth(1).unwrap().contains(",sport,"), "{table}");
    let report = home.json(&["import", file, "--csv", "exercise", "--json"]);
    assert_eq!(report["known"], 1, "{report}");
    let other = Home::new();
    other.done(&["import", file, "--csv", "exercise"]);
    assert_eq!(other.json(&["diary", "--since", "2020-01-01", "--json"])[0]["what"], json!({"own": "sport"}));
}

#[test]
fn an_older_entry_of_the_same_words_is_known_in_a_table() {
    let home = Home::new();
    let line = concat!(
        r#"{"schema":1,"id":"01a1f7fa-04c0-7000-8000-000000000003","device":"0193b3f0-0000-7000-8000-00000000000d","#,
        r#""sequence":0,"previous":null,"happened":"2026-11-20T09:02:00+01:00[Europe/Berlin]","#,
        r#""recorded":"2026-11-20T08:02:00.000Z","kind":"exercise","what":"sport"}"#,
    );
    let file = home.write("older.jsonl", format!("{line}\n"));
    home.done(&["import", &file]);
    let file = home.write("table.csv", "happened,what\n2026-11-20T09:02:00+01:00[Europe/Berlin],sport\n");
    let report = home.json(&["import", &file, "--csv", "exercise", "--json"]);
    assert_eq!((&report["known"], &report["taken"]), (&json!(1), &json!(0)), "{report}");
}
