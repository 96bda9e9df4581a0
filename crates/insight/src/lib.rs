//! What the diary shows: the statistics on triggers, frequency and durations.
//!
//! [`Findings::of`] goes the whole way from a diary to what may be said of it, and [`Findings::sentences`] says it. It is
//! pure (no input or output, no clock, no chance), runs natively and in a browser, and gives the same digits in both.
//!
//! # Modules
//! - `design`: makes of a diary what can be compared, a time-stratified case-crossover. `days.rs` says which days are
//!   at risk, `strata.rs` which belong together, `exposures.rs` what was so before a time of a day, as it was known
//!   then, `practice.rs` the same of exercises; `table.rs` puts rows together.
//! - `findings`: what comes out. `triggers/` has states, the joint fit, verdicts and sensitivity analyses;
//!   `frequency.rs`, `gaps.rs` (closer together, without a check-in), `rhythm.rs` (days of the week, times of the day),
//!   `since.rs` (before and after a day that is named), `durations.rs`, `relief.rs`.
//! - `sentences`: says it, from findings and nothing else; a test reads them back from JSON and compares every
//!   sentence.
//! - `figures`: how numbers, ratios and lengths of time are written, so that sentence, table and `--json` never differ by a
//!   rounding, seconds stay seconds, and no range without meaning is told.
//! - `starts`: the first day of something new, which chance chose on request.
//! - `progress`: practice, walking, pain and spasms week by week, and since the first practice.
//! - `names`: what is offered, and which names are one of these. `asking`: what is asked at a time of its own. `shared`: what can be added up over many people.
//! - `simulate` (a feature): made-up people with known truth, evaluated the whole way; `docs/evaluation.md` has the
//!   figures, and the choices that they led to.
//!
//! ```
//! use supple_diary::{Diary, Log};
//! use supple_insight::Findings;
//!
//! let now = "2026-11-22T21:00:00+01:00[Europe/Berlin]".parse().unwrap();
//! let findings = Findings::of(&Diary::fold(&Log::new()), &now);
//! assert_eq!(findings.triggers.overall.more_spasms, 5);
//! assert!(findings.sentences().iter().any(|one| one.text.starts_with("It is too early")));
//! ```
//!
//! `design` makes of a diary what can be compared; `supple_stats` computes with it; `findings` judges what comes out.
//! [`shared`] is what can be added up over many people.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking"))]

pub mod asking;
mod design;
pub mod figures;
pub mod findings;
pub mod names;
pub mod progress;
mod sentences;
pub mod shared;
#[cfg(feature = "simulate")]
pub mod simulate;
pub mod starts;

pub use findings::{Findings, Settings};
pub use sentences::{About, Sentence};
