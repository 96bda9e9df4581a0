//! The moment of a person, read from their diary: what was said of it and still holds, the plan that follows, the way up
//! from the floor, the timers, and the review of what was taken.
//!
//! Pages and terminal call these functions, so one diary at one time gives one answer on both. Each is a pure function of
//! the diary, the embedded guidance and the time; how long an answer holds stands in `guidance/validity.toml`.
//!
//! - `said`: what was said and still holds; `plan`: the plan that follows, and its entry.
//! - `floor_run`: the way up from the floor, as one entry.
//! - `call`: which number to call.
//! - `check`: a check as an entry, whether it is there already, and what it need not ask again.
//! - `review`: the review beside a dose.
//! - `timers`: timers, and the rest of the skin.
//! - `start`: which state a person is in, and so what stands first.
//! - `clock`: the person's clock.

pub mod call;
pub mod check;
pub mod clock;
pub mod floor_run;
mod plan;
pub mod review;
mod said;
pub mod start;
pub mod timers;

pub use plan::{plan, plan_entry, preferences};
pub use said::{Said, begun, onset, remembered, said, situation, so_far};
