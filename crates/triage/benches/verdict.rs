//! How long a verdict takes. Limit: 2 µs from answers.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use divan::Bencher;
use supple_triage::{Answers, embedded};

fn main() {
    divan::main();
}

#[divan::bench]
fn verdict_when_everything_is_no(bencher: Bencher<'_, '_>) {
    let mut answers = Answers::none_yet(embedded());
    answers.assume_no(embedded());
    bencher.bench(|| embedded().verdict(divan::black_box(&answers)));
}

#[divan::bench]
fn verdict_when_nothing_is_answered(bencher: Bencher<'_, '_>) {
    let answers = Answers::none_yet(embedded());
    bencher.bench(|| embedded().verdict(divan::black_box(&answers)));
}

#[divan::bench]
fn verdict_of_an_emergency(bencher: Bencher<'_, '_>) {
    let answers = Answers::from_json(embedded(), r#"{"saddle-numbness": true, "leg-pain": true, "pain": 8}"#).unwrap();
    bencher.bench(|| embedded().verdict(divan::black_box(&answers)));
}

#[divan::bench(sample_count = 10)]
fn the_whole_proof() -> supple_triage::Proof {
    supple_triage::prove(embedded())
}
