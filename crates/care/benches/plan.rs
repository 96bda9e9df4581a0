//! How long a plan takes. Limit: 20 µs.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use divan::Bencher;
use jiff::Zoned;
use supple_care::{Floor, FloorAnswer, Plan, Planner, Preferences, Situation, embedded};
use supple_triage::{Answers, Verdict};

fn main() {
    divan::main();
}

fn verdict(json: &str) -> Verdict<'static> {
    let triage = supple_triage::embedded();
    let mut answers = Answers::from_json(triage, json).unwrap();
    answers.assume_no(triage);
    triage.verdict(&answers)
}

fn now() -> Zoned {
    "2026-11-22T03:10:00+01:00[Europe/Berlin]".parse().unwrap()
}

const FULL: &str = r#"{"onset": "2026-11-21T03:10:00+01:00", "spasm": "eased", "mobility": "can-stand", "place": "bed",
    "alone": false, "at-hand": ["ice", "heat", "wall", "chair", "phone", "pillow", "bath"], "parts": ["low"],
    "cautions": {"blood-thinner": false}}"#;

fn plan(bencher: Bencher<'_, '_>, answers: &str, situation: &str) {
    let (verdict, now) = (verdict(answers), now());
    let situation = Situation::from_json(embedded(), situation).unwrap();
    let preferences = Preferences::default();
    bencher.bench(|| -> Plan<'static> {
        embedded().plan(divan::black_box(&verdict), divan::black_box(&situation), &preferences, &now)
    });
}

#[divan::bench]
fn the_fullest_plan(bencher: Bencher<'_, '_>) {
    plan(bencher, "{}", FULL);
}

#[divan::bench]
fn a_plan_on_nothing_said(bencher: Bencher<'_, '_>) {
    plan(bencher, "{}", "{}");
}

#[divan::bench]
fn a_plan_in_an_emergency(bencher: Bencher<'_, '_>) {
    plan(bencher, r#"{"saddle-numbness": true}"#, FULL);
}

#[divan::bench]
fn a_step_on_the_floor(bencher: Bencher<'_, '_>) {
    let now = now().timestamp();
    let urgency = supple_guidance::Urgency::SameDay;
    let floor = Floor::start(embedded(), &Situation::default(), urgency, now).unwrap();
    bencher.bench(|| {
        floor.clone().next(divan::black_box(FloorAnswer::Done), now)
            == supple_care::Turn::Over(supple_guidance::Track::Wait)
    });
}

#[divan::bench]
fn making_the_steps_ready() -> Planner<'static> {
    Planner::new(supple_guidance::embedded())
}
