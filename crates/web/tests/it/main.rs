//! The pages through whole requests. One program: each one more would be linked with all that the pages stand on.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod activity;
mod devices;
mod diary;
mod exercise;
mod floor;
mod import;
mod insight;
mod keep;
mod medicine;
mod names;
mod never_waits;
mod now;
mod pages;
mod profile;
mod questionnaire;
mod reach;
mod report;
mod start;
mod still_so;
mod support;
mod taps;
mod times;
mod trial;
mod trial_days;
mod verdict_is_true;
