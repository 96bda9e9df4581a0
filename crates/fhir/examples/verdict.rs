//! `cargo run --package supple-fhir --example verdict -- FILE`: the verdict on answers in a file, be they plain or a
//! QuestionnaireResponse. `tests/fhir` asks it what a form filler's response comes to.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "a tool of the tests")]

use supple_triage::{Answers, embedded};

fn main() {
    let file = std::env::args_os().nth(1).unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    let answers = if supple_fhir::is_resource(&text) {
        supple_fhir::read_response(embedded(), &text).unwrap_or_else(|error| panic!("{error}"))
    } else {
        Answers::from_json(embedded(), &text).unwrap_or_else(|error| panic!("{error}"))
    };
    println!("{}", serde_json::to_string(&embedded().verdict(&answers)).unwrap());
}
