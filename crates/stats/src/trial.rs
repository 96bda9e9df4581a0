//! A trial: two measures compared by chance in one person, by how far pain fell within half an hour.
//!
//! # The model
//! For the k-th spasm, at the time t_k in days:
//! ```text
//! fall_k = mu + delta a_k + gamma (before_k - mean of before) + e_k,   a_k = +1/2 for B, -1/2 for A
//! cov(e_k, e_l) = sigma^2 r_kl
//! ```
//! so delta is how much further pain falls after B than after A, in points of 10. How errors are alike, [`Errors`] says:
//!
//! | errors | r_kl | known beforehand of rho |
//! |---|---|---|
//! | [`Errors::Independent`] | 0 | |
//! | [`Errors::ByTime`] | rho^abs(t_k - t_l), a continuous autoregression | Beta(1, 3) |
//! | [`Errors::ByOrder`] | rho^abs(k - l) in the order of time, of either sign | (rho + 1) / 2 ~ Beta(3, 3) |
//!
//! What is known beforehand is weak: mu ~ N(1.5, 3), delta ~ N(0, 2), gamma ~ N(0, 0.5) with standard deviations,
//! sigma ~ half-t with 3 degrees of freedom and scale 2.
//!
//! # How it is computed
//! Given sigma and rho, the coefficients are normal: with the errors made independent by taking from each its share of the
//! one before, `Q = X'X + P` and mean `Q^-1 (X'y + P m)`. The likelihood of sigma and rho is then closed, and both are
//! summed over a grid: by time of 161 by 120 points, by order of 41 by 45, where rho = tanh u, and independent of 81. So the posterior
//! of delta is a finite mixture of normals.
//! Nothing is drawn by chance: the same table gives the same digits anywhere. R with the whole matrix, and JAGS, give the
//! same.
//!
//! # What it refuses
//! Two spasms at one time, numbers out of range, and tables in which not both measures occur. It is for trials in which
//! chance decided: after measures that were chosen, a difference says who chose what when.
//!
//! A habit is tried over days, and counted: [`ratio()`].

mod grid;
mod ratio;
mod whitened;

use crate::number::is_sound;
use crate::{RowError, StatsError};
pub use grid::Posterior;
pub use ratio::{Periods, Ratio, ratio};
use serde::{Deserialize, Serialize};

/// The quantiles that are told.
const QUANTILES: [f64; 5] = [0.025, 0.05, 0.5, 0.95, 0.975];

/// How the errors of two spasms are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Errors {
    /// Not at all.
    Independent,
    /// The more, the closer they lie in time. Never opposed.
    ByTime,
    /// From one spasm to the next, whenever that is. They may be opposed: a good one after a bad one.
    ByOrder,
}

/// A spasm of a trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allocated {
    /// When, in days from anywhere.
    pub time: f64,
    /// Whether chance chose measure B; A otherwise.
    pub is_b: bool,
    /// Pain before, 0 to 10.
    pub before: f64,
    /// How many points it had fallen half an hour later; below 0 where it rose.
    pub fall: f64,
}

/// What a trial tells of delta: how much further pain falls after B than after A, in points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The mean of its posterior.
    pub mean_delta: f64,
    /// Its standard deviation.
    pub sd_delta: f64,
    /// Its quantiles.
    pub q: Quantiles,
    /// The probability that B is better.
    pub p_gt0: f64,
    /// The probability that B is better by more than a point.
    pub p_gt1: f64,
    /// The probability that A is better by more than a point.
    pub p_lt_m1: f64,
    /// The mean of sigma: how far falls scatter.
    pub mean_sigma: f64,
    /// The mean of rho: how alike errors a day apart are.
    pub mean_rho: f64,
}

/// Points below which the posterior has a share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// The shares.
    pub p: [f64; 5],
    /// The points.
    pub x: [f64; 5],
}

/// Compares two measures by a trial, with errors that are alike by time. The same as `rjags` with this model, but summed,
/// not drawn.
///
/// ```
/// use supple_stats::trial::{Allocated, difference};
///
/// let of = |time, is_b, fall| Allocated { time, is_b, before: 6.0, fall };
/// let found = difference(&[of(0.0, true, 3.0), of(5.0, false, 1.0), of(9.0, true, 3.0), of(14.0, false, 1.0)])?;
/// assert!(found.mean_delta > 1.0 && found.p_gt0 > 0.9);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// As [`posterior`].
pub fn difference(rows: &[Allocated]) -> Result<Difference, StatsError> {
    Ok(posterior(rows, Errors::ByTime)?.difference())
}

/// What is known after a trial.
///
/// ```
/// use supple_stats::trial::{Allocated, Errors, posterior};
///
/// let of = |time, is_b, fall| Allocated { time, is_b, before: 6.0, fall };
/// let rows = [of(0.0, true, 3.0), of(5.0, false, 1.0), of(9.0, true, 3.0), of(14.0, false, 1.0)];
/// let found = posterior(&rows, Errors::Independent)?;
/// assert!(found.above(0.0) > 0.9 && found.arm_below(false, 3.0) > 0.9);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// Without a row; with a number that is none or beyond 1e100; with two rows at one time; where one measure never occurs.
pub fn posterior(rows: &[Allocated], errors: Errors) -> Result<Posterior, StatsError> {
    if rows.is_empty() {
        return Err(StatsError::NoRows);
    }
    for (row, one) in rows.iter().enumerate() {
        for (column, value) in [("the time", one.time), ("the pain before", one.before), ("the fall", one.fall)] {
            if !is_sound(value) {
                return Err(StatsError::Row { row, error: RowError::NotANumber { column: column.to_owned() } });
            }
        }
    }
    if rows.iter().all(|one| one.is_b == rows[0].is_b) {
        return Err(StatsError::OneMeasure);
    }
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|a, b| rows[*a].time.total_cmp(&rows[*b].time));
    if let Some(pair) = order.windows(2).find(|pair| rows[pair[0]].time == rows[pair[1]].time) {
        return Err(StatsError::Row { row: pair[0].max(pair[1]), error: RowError::SameTime });
    }
    let sorted: Vec<Allocated> = order.into_iter().map(|row| rows[row]).collect();
    Ok(Posterior::of(&sorted, errors))
}
