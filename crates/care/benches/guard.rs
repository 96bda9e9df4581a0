//! What one look of the guard costs. It runs each time a page with medicines is shown.
#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use divan::{Bencher, black_box};
use jiff::{SignedDuration, Timestamp};
use supple_care::{About, Dose, medicine_review};
use supple_guidance::embedded;

fn main() {
    divan::main();
}

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// So many doses, one every eight hours up to now: 10,000 are nine years.
#[divan::bench(args = [0, 10, 100, 10_000])]
fn guard_a_proposed_dose(bencher: Bencher<'_, '_>, doses: i64) {
    let dose = |n: i64| Dose::new(now() - SignedDuration::from_hours(8 * n), "Nurofen 200 mg").units(2.0);
    let taken: Vec<Dose> = (1..=doses).map(dose).collect();
    let proposed = dose(0);
    let about = About::nothing_yet();
    bencher.bench_local(|| medicine_review(embedded(), black_box(&about), black_box(&taken), now(), Some(&proposed)));
}
