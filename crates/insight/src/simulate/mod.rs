//! Made-up people with known truth, and what the method makes of them.
//!
//! Nobody can see in a real diary whether a claim was right. So people are made up whose triggers are known, with the
//! troubles that real diaries have: exposures that last and go together, habits that change after a spasm, missed
//! check-ins, entries typed late, spasms that come in flares, rates that rise, and no trigger at all. Their diaries are
//! real entries, sealed and folded like anyone's. [`evaluate()`] sends each through the whole way from the diary to the
//! verdicts. [`People`] is what it takes, so that people whom others made up can be sent the same way.
//!
//! The same seed gives the same people.
//!
//! # How spasms come about
//! The rate at which a spasm begins, in each ten minutes in which none is under way, is that of the person and the time
//! of day, times `exp(b)` for each exposure that is on: in the two hours before for what is looked at by hours, in the
//! night before, or on the day before. So `b` is what the method should find, and 0 where there is no link. An exposure
//! is on when a normal variable exceeds a threshold; that is the sum of one that all exposures of the day share and one
//! of its own, and both carry over from day to day.

mod dice;
mod evaluate;
mod people;
mod settings;
mod table;
mod truth;

pub use evaluate::{Evaluation, Share, evaluate};
pub use people::{Person, person};
pub use settings::{Habit, Kind, Setting, settings};
pub use table::{links, rates};
pub use truth::{Known, People, Truth};
