//! How long: until it is over, until the next, and how many by when.
//!
//! Times are in any one unit, which all results share. Two times closer to one another than rounding makes them (less
//! than 1.5e-8, absolutely or relative to the mean time) are one time, as in R's survival.

mod logrank;
mod mcf;
mod survival;
mod ties;

pub use logrank::{LogRank, log_rank};
pub use mcf::{Interval, MeanCumulative, mean_cumulative};
pub use survival::{Limits, Observation, Quantiles, RestrictedMean, Survival, survival};
