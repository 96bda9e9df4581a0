//! The programme: for whole lives of made-up people, and case by case.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod content;
mod count;
mod day;
mod habits;
mod ladder;
mod lives;
mod oracle;
mod people;
mod reading;
mod shared;
mod trial;
