//! Many diaries at once: what goes with the spasms of a practice's people, or of several practices.
//!
//! # The model
//! The likelihood is that of [`clogit`](supple_stats::clogit), exact; a set is a time of a stratum of *one person's* calendar
//! ([`person`]), so everybody is compared with themselves only. What a person adds under their own name has another
//! meaning for each, so only the exposures of the guidance are columns; a number counts as "above this person's own
//! mean". So a row is a word of bits ([`Pool`]).
//!
//! # How sure
//! Sets of one person resemble one another. The usual standard error takes each set for news; the *robust* one takes
//! each person for news: with U_k the score of person k and A the information, its square is the diagonal of
//! `A^-1 (sum of U_k U_k') A^-1` (Lin and Wei, JASA 1989; R's survival calls it cluster). Limits are wider still:
//! with n people who can tell of a column, `n / (n - 1)` times the variance, and Student's t with n - 1 degrees.
//!
//! # Parts that add up
//! One round is: given coefficients ([`Ask`]), the log likelihood, the score, the information and the sum of
//! `U_k U_k'` ([`Part`]). Those numbers are sums over people, so a round may be computed in parts, on machines that never
//! show one another a diary; [`combine`] adds parts up and says the next question, or the result. Each person's numbers
//! are cut once to multiples of 2^-56 and added as integers (`exact.rs`): no order, number of threads or way to split
//! people into parts changes a single bit. (A column that rests on too few people in a part, alone or together with
//! another, is withheld from it.)
//!
//! # What leaves a machine
//! An [`Ask`] and a [`Part`] are JSON, and each names its format, the version of the protocol ([`PROTOCOL`]) and that of the
//! method ([`MODEL`]). [`Ask::from_json`] and [`Part::from_json`] look at these first: what follows a later protocol is
//! refused by one sentence that says so, whatever else stands in it.
//!
//! # What is not told
//! Nothing that rests on fewer than [`LEAST_PEOPLE`] people leaves: no part, no column of a part, no result. A column is
//! about a person if it varies within one of their sets. Whoever is in two parts counts twice, and no sum shows it: see to
//! it that nobody is.
//!
//! # Modules
//! - `message`: reads what leaves a machine, its head first.
//! - `diaries`: makes of a diary a word of bits for each row; `packed` keeps them; `pass` goes over all of them once
//!   (the feature `parallel`: on all cores).
//! - `part`: the rounds. `result`: what may be said. `error`: why there is no answer.
//! - `exact`: why it does not matter how people are split: sums are integers.
//!
//! `docs/pool.md` is how it is used.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking"))]

mod diaries;
mod error;
mod exact;
mod message;
mod packed;
mod part;
mod pass;
mod result;

pub use diaries::{each, names, person};
pub use error::{MessageError, PartError, ResearchError};
pub use packed::{Person, Pool};
pub use part::{Ask, Part, Round, combine};
pub use result::{Column, Pooled, Seen};

/// Of fewer people nothing is told.
pub const LEAST_PEOPLE: usize = 10;

/// The version of the protocol: what fields a message has, and what they mean. It changes whenever a program that knows
/// only the one before could misread a message.
pub const PROTOCOL: u32 = 1;

/// The version of the method. It changes whenever the same diaries could give other numbers.
pub const MODEL: &str = "supple-pool-1";
