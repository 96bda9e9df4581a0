//! Tables of other programs: what is recognised, and which entries their rows become.
//!
//! Pure: a table is bytes, and the clock, the zone and the diary are arguments. Terminal and pages ask here, so that one file
//! gives the same entries whichever takes it.
//!
//! # Modules
//! - `sheet`: the one way in which a table is read. `text`: what editors write. `dates`: times in tables.
//! - `columns`: which column and cell is which field, both ways.
//! - `fields`: a table of entries of one kind. `names`: a table that says something of each name; `presets` knows those of
//!   other programs, `becomes` what a name may become.
//! - `entry`: a row as the draft of an entry. `judge`: what all rows become. `why`: why one is not taken. `together`: which
//!   entries of a diary came at once, so that a table can be taken back.
//!
//! Nothing is guessed, and nothing is dropped without a word: each row is taken, refused by its line, or left out.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking"))]

mod becomes;
pub mod columns;
mod dates;
mod entry;
mod fields;
mod judge;
mod names;
mod presets;
mod sheet;
mod text;
mod together;
mod why;

pub use becomes::Becomes;
pub use dates::{Clock, Dates, happened, settle};
pub use entry::Reader;
pub use fields::Fields;
pub use judge::{Judged, NoTimes, Plan};
pub use names::{Looks, Names, NotRecognised, Source, recognise};
pub use presets::{PRESETS, Preset};
pub use sheet::{NotText, Row, Sheet, plain};
pub use text::{decoded, read_length};
pub use together::{last_together, together_with};
pub use why::{Unsettled, Why};
