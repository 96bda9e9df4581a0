//! Worlds: their diaries are good ones, and what is told of them can be counted in what comes out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod mechanisms;
mod sound;
