//! Tests of the report's public interface.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod brief;
mod letter;
mod proof;
mod trials;
mod trials_over_days;
mod whole;
