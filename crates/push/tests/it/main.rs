//! The public interface of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod answers;
mod browser;
mod encryption;
mod messages;
mod requests;
mod subscriptions;
mod vapid;
