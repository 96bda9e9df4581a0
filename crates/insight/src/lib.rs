//! What the diary shows: the statistics on triggers, frequency and durations.
//!
//! Numbers in, numbers out: nothing here knows of the diary. It is pure (no input or output, no clock, no chance), runs
//! natively and in a browser, and gives the same digits in both.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking"))]

mod claims;
pub mod clogit;
mod error;
mod matrix;
mod number;
pub mod rates;
pub mod times;

pub use claims::{Claim, ONE_IN_TEN, claims};
pub use error::StatsError;
pub use matrix::Symmetric;
