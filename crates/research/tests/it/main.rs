//! Many diaries at once: held to one table of all rows, and to what each diary shows.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../../../stats/tests/it/common.rs"]
mod common;
mod diaries;
mod pool;
#[path = "../../../insight/tests/it/story.rs"]
mod story;
