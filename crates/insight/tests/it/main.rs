//! What a diary shows: from days that are written one by one to sentences.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod findings;
mod gaps_of_a_diary;
mod life;
mod names;
mod no_contradiction;
mod of_worlds;
mod practice;
mod progress;
mod rhythm;
mod sentences;
mod simulated_people;
mod since;
mod story;
mod worlds;
