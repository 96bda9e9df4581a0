//! The public interface of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod audit;
mod common;
mod days;
mod devices;
mod draws;
mod made_up;
mod protocol;
mod rule;
mod script;
mod sensitivity;
mod simulate;
mod whole;
