//! The moment of a person, read from their diary: what was said of it and still holds, the plan that follows, the way up
//! from the floor, the timers, and the review of what was taken.
//!
//! Pages and terminal call these functions, so one diary at one time gives one answer on both. Each is a pure function of
//! the diary, the embedded guidance and the time; how long an answer holds stands in `guidance/validity.toml`.

pub mod check;
pub mod clock;
pub mod floor_run;
mod plan;
pub mod review;
mod said;
pub mod timers;

pub use plan::{plan, plan_entry, preferences};
pub use said::{Said, onset, remembered, said, situation, so_far};
