//! What happened: the diary of a person with back spasms.
//!
//! Someone says something (a [`Draft`]); the device seals it into an immutable [`Entry`] that carries on its chain
//! ([`Tail`]); entries gather in a [`Log`], which only grows and merges by union; and a [`Diary`] is what they together
//! say happened: bouts, episodes, days, exposures. It is pure: no input or output, no clock, no chance.
//!
//! Three answers run through all of it: yes, no, and *not asked*, which is an absent field and never a no. A day without
//! a check-in is unknown, not quiet.
//!
//! # The line
//! An entry is one line of JSON, and is kept as it was first written. [`verify`] shows a change or a gap by the hashes
//! of lines. Schema version 1 is frozen by `tests/frozen`: what it can read will be read for ever; another field means
//! another version.
//!
//! Each entry is written in the oldest version that has all that it says, so that older programs read it. One of a later
//! version than a program knows is carried as it is ([`Newer`]): chained, stored, synced, exported and shown as there, and
//! never folded.
//!
//! # Modules
//! - `draft`, `chain`: a draft is sealed into an entry that carries the hash of its device's previous one; a check of
//!   the chain names the first that is not as it was.
//! - `entry`, `wire`, `explain`, `error`: the entry, its line, and why a line is none.
//! - `kinds`, `values`, `region`, `label`: what an entry can say, in checked values; a label is an id or own words.
//! - `contact`: whom to reach, with a number that can be dialled.
//! - `json_schema`: the published schema of a line; it follows from the kinds.
//! - `log`: a set of entries that merges by union. `diary` folds it: corrections and removals (`changes`), entries as
//!   they stand (`item`), bouts and episodes (`episode`; whether one goes on is asked for a time), days (`day`),
//!   timers (`timer`).
//! - `moment`: a time on the person's own clock, with the offset as written, so that no later time-zone database moves
//!   an old entry. Its `Unclear` is the one place that says which times a clock showed twice or never.
//! - `name`: which names that people wrote are one, and how they stand within another text.
//! - `testing` (a feature): random diaries.
//!
//! `tests/frozen` has an example for each schema: what every later version must be able to read for ever.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod chain;
mod changes;
mod contact;
mod day;
mod diary;
mod draft;
mod entry;
mod episode;
mod error;
mod explain;
mod item;
mod json_schema;
mod kinds;
mod label;
mod log;
mod moment;
mod name;
mod region;
#[cfg(feature = "testing")]
pub mod testing;
mod timer;
mod values;
mod wire;

pub use chain::{Broken, Fault, LineHash, NoHash, Tail, verify};
pub use contact::{Contact, PhoneNumber};
pub use day::{CheckInState, Day};
pub use diary::{Change, Choice, Diary};
pub use draft::{CLOCK_SKEW, Draft, FIRST_YEAR};
pub use entry::{Entry, MAX_LINE_BYTES, Newer, SCHEMA};
pub use episode::{BOUT_GAP, Bout, Ending, Episode, EpisodeState, PainAbout, PainPoint, QUIET};
pub use error::EntryError;
pub use item::Item;
pub use json_schema::json_schema;
pub use kinds::*;
pub use label::{Id, Label};
pub use log::{Log, Refused};
pub use moment::{Moment, Never, Precision, Twice, Unclear};
pub use name::{Names, isolated, key, same_name, turning_mark};
pub use region::{Region, Regions};
pub use timer::{Timer, TimerState};
pub use values::{
    Amount, BirthYear, Country, Level, Named, Prose, Repetitions, Said, Seconds, Text, ValueError, Whole, Words, whole,
};
