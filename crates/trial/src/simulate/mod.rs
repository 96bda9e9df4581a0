//! Made-up trials with known truth, that judge the rule: how often is it wrong, and how often does it find what is there?
//!
//! Each trial goes the whole way: a seed, the schedule of the crate, spasms with whole numbers of pain, [`crate::judge`]. A
//! trial is made from a seed and its number alone, so parts can be made side by side and added up, and the same numbers give
//! the same table anywhere.
//!
//! # What "wrong" means
//! The truth is the difference d: how many points further pain falls after B than after A, before it is rounded to a whole
//! number and kept within 0 to 10. A verdict is wrong
//! - if it calls a measure better, and d is 0, or the other one is better;
//! - if it calls the two about the same, and d is at least the margin.
//!
//! To decide nothing is never wrong. To stop for harm is no verdict on the difference, and is counted apart.
//!
//! # How it is made
//! The fall after the k-th spasm is `mean + d a_k + drift + rhythm + e_k`, with a_k as in `supple_stats::trial` and errors that
//! are normal, and alike by order or by time. The pain after is the pain before less that, rounded and kept within 0 to 10.

mod person;
mod setting;
mod table;
mod tally;

use crate::MeasureId;
use crate::bout::Bout;
use crate::protocol::{Protocol, ProtocolError};
use crate::rule::Ending;
pub use setting::{Alike, Group, Setting, settings};
pub use table::table;
pub use tally::{Share, Tally};

/// One made-up trial: its spasms as they were told, and whether the person stopped it.
pub fn made(setting: &Setting, seed: u64, number: u64) -> (Vec<Bout>, Ending) {
    let made = person::Made::new(setting, seed, number);
    (made.bouts, made.ending)
}

/// The difference of a setting as it can be written down: whole numbers between 0 and 10, and draws that are sometimes
/// declined. This is what intervals are held to. None where painkillers make it another one.
pub fn written_difference(setting: &Setting) -> Option<f64> {
    person::written_difference(setting)
}

/// Makes so many trials of a setting, from this number on, and judges them.
///
/// # Errors
/// Where the margin of the setting is none that a protocol has.
pub fn run(setting: &Setting, seed: u64, from: u64, many: u64) -> Result<Tally, ProtocolError> {
    let protocol =
        Protocol::new(MeasureId::new("a")?, MeasureId::new("b")?)?.with_margin_tenths(setting.margin_tenths)?;
    let written = written_difference(setting);
    let mut tally = Tally::default();
    for number in from..from + many {
        let made = person::Made::new(setting, seed, number);
        tally.add(setting, written, made.judged(&protocol).as_ref());
    }
    Ok(tally)
}
