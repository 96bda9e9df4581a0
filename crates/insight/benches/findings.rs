//! How long it takes to say what a diary shows. Limit: 50 ms for one person's year of 365 days with 20 exposures, with
//! everything that is shown.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking and speaks by printing")]

use divan::Bencher;
use supple_diary::Diary;
use supple_insight::Findings;
use supple_insight::simulate::{Person, person, settings};

fn main() {
    divan::main();
}

/// A year with 20 exposures and some 50 spasm days to compare.
fn someone() -> Person {
    let setting = settings().into_iter().find(|setting| setting.name == "a year, 20 things, no trigger").unwrap();
    person(&setting, 1, 1).unwrap()
}

#[divan::bench]
fn a_year_of_one_person_with_20_exposures(bencher: Bencher<'_, '_>) {
    let person = someone();
    let diary = Diary::fold(&person.log);
    bencher.bench_local(|| Findings::of(&diary, &person.now));
}

#[divan::bench]
fn the_same_with_its_sentences(bencher: Bencher<'_, '_>) {
    let person = someone();
    let diary = Diary::fold(&person.log);
    bencher.bench_local(|| Findings::of(&diary, &person.now).sentences());
}
