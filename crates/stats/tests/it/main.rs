//! The statistics, held to R, to other tools, and to what must hold of any data.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod any_data;
mod clogit;
mod clogit_reference;
mod common;
mod gaps;
mod likelihood;
mod rates;
mod rates_reference;
mod same_digits;
mod times;
mod times_reference;
mod trial;
