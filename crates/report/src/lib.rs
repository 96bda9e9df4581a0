//! The report of a diary: what a doctor reads in one minute, from one summary.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod sheet;
