//! The report of a diary: what a doctor reads in one minute, from one summary.
//!
//! [`Summary::of`] makes of a diary, a period and a time every number that a report tells. Page, paper, FHIR, tables and text
//! take it from there and count nothing themselves, so that no two of them differ. [`Summary::sheet`] words it: a
//! [`Sheet`](sheet::Sheet) is what a face sets, and [`text`] and [`tables`] are the same as plain text and as tables.
//!
//! # Modules
//! - `request`: which period and parts, whose name, what the person wants to ask.
//! - `summary`: the numbers, by parts: `course` (spasms and pain), `tried` (measures and medicines), `own_trials` (randomised
//!   trials of the person; `told_trials` in words), `said` (the check, what is so of the person), `life` (what it takes), `moments` (own words), `written` (when it was written, and what the
//!   chain of entries says).
//! - `sheet`, `words`: the same in words. `text`, `tables`: as a text and as tables.
//! - `letter`: for work and for whoever is close, in plain words.
//! - `card`: one screen to hold up at an emergency room.
//! - `exchange`: as a Bundle of FHIR R4. `print`: what whoever makes a PDF is told.
//! - `proof`, `judged`: whether a diary still holds what a report was made from.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod annexes;
mod card;
mod course;
mod exchange;
pub mod judged;
pub mod letter;
mod life;
mod moments;
mod own_days;
mod own_trials;
pub mod print;
mod proof;
mod request;
mod said;
pub mod sheet;
mod summary;
pub mod tables;
pub mod text;
mod told_days;
mod told_trials;
mod tried;
mod words;
mod written;

pub use card::Card;
pub use course::{Course, Spread, Stuck, WeekCount};
pub use life::{Ability, Filled, Nights};
pub use moments::OwnWords;
pub use own_days::{DaysOutcome, OwnDaysTrial};
pub use own_trials::{Look, Outcome, OwnArm, OwnHarm, OwnHarms, OwnTrial, OwnTrials};
pub use proof::{HEADS, Head, Judged, NotAReport, Proof, heads};
pub use request::{Annex, Part, Period, Request};
pub use said::{AnswerKind, Answered, Checked, Fact};
pub use summary::{Link, Summary, Trend};
pub use tried::{Taken, Tried};
pub use written::Written;
