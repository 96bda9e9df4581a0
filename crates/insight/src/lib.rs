//! What the diary shows: the statistics on triggers, frequency and durations.
//!
//! [`Findings::of`] goes the whole way from a diary to what may be said of it, and [`Findings::sentences`] says it. It is
//! pure (no input or output, no clock, no chance), runs natively and in a browser, and gives the same digits in both.
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
//! `design` makes of a diary what can be compared; the statistics below it take numbers and give numbers, and know
//! nothing of diaries:
//!
//! | question | here |
//! |---|---|
//! | what goes with my spasms? | [`clogit`]: exact conditional logistic regression |
//! | and with the spasms of many people? | [`pool`]: the same over many diaries, in parts that add up |
//! | which of many links may be claimed? | [`claims()`]: Bayesian false discovery rate |
//! | does it become more frequent? | [`rates`]: negative binomial trend, exact comparison, change point |
//! | how long until it is over, and until the next? | [`times`]: Kaplan-Meier, mean cumulative function |
//! | which of two measures, where chance chose? | [`trial`]: Bayesian, with errors that go on in time |
//!
//! Results serialise to JSON with the names that R uses for them.
//!
//! ```
//! use supple_insight::clogit::{Options, Rows, Sets};
//!
//! // Eight pairs of days: lifting on the day of the spasm only in six of them, on the other day only in two.
//! let set = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8];
//! let case = [true, false].repeat(8);
//! let x = [[1.0, 0.0].repeat(6), [0.0, 1.0].repeat(2)].concat();
//! let sets = Sets::new(&Rows { names: &["lifting"], set: &set, case: &case, x: &x })?;
//! let fit = sets.fit(&Options { profile: true, ..Options::default() })?;
//!
//! // The penalty adds a pair each way: 7 to 3.
//! let odds_ratio = fit.coef[0].map(f64::exp).unwrap();
//! assert!((odds_ratio - 7.0 / 3.0).abs() < 1e-9);
//! # Ok::<(), supple_insight::StatsError>(())
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking"))]

mod claims;
pub mod clogit;
mod design;
mod error;
pub mod figures;
pub mod findings;
mod matrix;
pub mod names;
mod number;
pub mod pool;
pub mod rates;
mod sentences;
#[cfg(feature = "simulate")]
pub mod simulate;
pub mod times;
pub mod trial;

pub use claims::{Claim, ONE_IN_TEN, claims};
pub use error::StatsError;
pub use findings::{Findings, Settings};
pub use matrix::Symmetric;
pub use sentences::{About, Sentence};
