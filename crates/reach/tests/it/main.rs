//! What reaches out, from outside: whom it tells, when, and in which bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, reason = "a test fails by panicking")]

mod clocks;
mod documents;
mod histories;
mod inputs;
mod notices;
mod oracle;
mod outbox;
mod reminders;
mod stories;
mod wires;
mod world;
