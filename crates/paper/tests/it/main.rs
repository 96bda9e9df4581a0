//! What becomes of a sheet, as tools that others wrote read it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod layout;
mod letters;
mod properties;
mod sheets;
mod tools;
mod trials;
mod valid;
