//! The calendar from outside: what is written, and when it happens.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, reason = "a test fails by panicking")]

mod common;
mod occurrences;
mod properties;
mod refusals;
mod written;
