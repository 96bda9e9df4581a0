//! Fuzzing of every parser of bytes from outside, bounded and on stable Rust.
//!
//! Each parser has a [`Target`]: a function of bytes with what must hold for all of them. It never panics and takes a bounded
//! time and memory; what is read and written again is equal; what is refused gives one clear line. `docs/fuzzing.md` has the
//! table of all.
//!
//! [`run`] drives a target with kept inputs (`seeds/`) and changes of them. It is a plain test (`tests/fuzz.rs`): a part of a
//! second each in `cargo test`, as long as one likes with `cargo xtask fuzz SECONDS`. The same seed gives the same inputs in
//! the same order; time only says how far they go. The same functions can be driven by libFuzzer.
//!
//! The mutations are our own: `bolero` on stable makes inputs at random and changes none that are kept, and `mutatis` changes
//! typed values, but what comes from outside is damaged as text, and as JSON, tables and forms.
//!
//! # Modules
//! - `harness`: a run, its limits, and the smallest input that still fails. `outcome`: what a target says of an input, and
//!   whether a line is clear.
//! - `mutate`: the changes; of bytes, and of the structure of JSON, tables, forms and files in a form.
//! - `chance`: the dice.
//! - `targets`: the parsers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a target fails by panicking")]

mod chance;
mod harness;
mod mutate;
mod outcome;
pub mod targets;

pub use chance::{Dice, hash};
pub use harness::{Effort, Failure, Memory, Report, SEED, Target, kept, run};
pub use mutate::Shape;
pub use outcome::{Seen, clear};
