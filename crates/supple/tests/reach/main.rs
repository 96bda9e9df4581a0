//! What reaches out, with the program as it is: who is told what and when, whatever ends, breaks or lies on the way.
//!
//! `SUPPLE_KILLS` says how often a server is killed in the middle of a check; 10 times without it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub, missing_docs, reason = "a test fails by panicking")]

#[path = "../shared/mod.rs"]
mod shared;

mod addresses;
mod clocks;
mod egress;
mod hook;
mod killed;
mod mail;
mod person;
mod raw;
mod servers;
mod told;
