//! A trial: two measures compared by chance in one person, by how far pain fell within half an hour.
//!
//! # The model
//! For the k-th spasm, at the time t_k in days:
//! ```text
//! fall_k = mu + delta a_k + gamma (before_k - mean of before) + e_k,   a_k = +1/2 for B, -1/2 for A
//! cov(e_k, e_l) = sigma^2 rho^|t_k - t_l|
//! ```
//! so delta is how much further pain falls after B than after A, in points of 10. Errors of spasms that lie close together
//! are alike (a continuous autoregression); an ordinary t-test takes them for independent, and is too sure or too unsure.
//!
//! What is known beforehand is weak: mu ~ N(1.5, 3), delta ~ N(0, 2), gamma ~ N(0, 0.5) with standard deviations,
//! sigma ~ half-t with 3 degrees of freedom and scale 2, rho ~ Beta(1, 3).
//!
//! # How it is computed
//! Given sigma and rho, the coefficients are normal: with the errors made independent by taking from each its share of the
//! one before, `Q = X'X + P` and mean `Q^-1 (X'y + P m)`. The likelihood of sigma and rho is then closed, and both are
//! summed over a grid of 161 by 120 points; so the posterior of delta is a finite mixture of normals. Nothing is drawn by
//! chance: the same table gives the same digits anywhere. R with the whole matrix, and JAGS, give the same.
//!
//! # What it refuses
//! Two spasms at one time, numbers out of range, and tables in which not both measures occur. It is for trials in which
//! chance decided: after measures that were chosen, a difference says who chose what when.

use crate::distributions::normal_cdf;
use crate::matrix::{Symmetric, dot};
use crate::number::{exp, is_sound, ln, ln_1p, root};
use crate::{RowError, StatsError};
use serde::{Deserialize, Serialize};

/// The grid over ln sigma: its ends as sigma, and its points.
const SIGMA: (f64, f64, usize) = (0.15, 12.0, 161);

/// The grid over rho: the middles of so many equal parts of 0 to 1.
const RHO_STEPS: usize = 120;

/// What is known beforehand of mu, delta and gamma: means and standard deviations.
const PRIOR_MEAN: [f64; 3] = [1.5, 0.0, 0.0];
const PRIOR_SD: [f64; 3] = [3.0, 2.0, 0.5];

/// The scale and the degrees of freedom of the half-t prior of sigma.
const SIGMA_SCALE: f64 = 2.0;
const SIGMA_DEGREES: f64 = 3.0;

/// The quantiles that are told.
const QUANTILES: [f64; 5] = [0.025, 0.05, 0.5, 0.95, 0.975];

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

/// A point of the grid: its weight, and the normal distribution of delta there.
struct Part {
    weight: f64,
    mean: f64,
    sd: f64,
    sigma: f64,
    rho: f64,
}

/// Compares two measures by a trial. The same as `rjags` with this model, but summed, not drawn.
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
/// Without a row; with a number that is none or beyond 1e100; with two rows at one time; where one measure never occurs.
pub fn difference(rows: &[Allocated]) -> Result<Difference, StatsError> {
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
    let parts = grid(&sorted);
    let mean = |of: fn(&Part) -> f64| parts.iter().map(|part| part.weight * of(part)).sum::<f64>();
    let below = |x: f64| parts.iter().map(|part| part.weight * normal_cdf((x - part.mean) / part.sd)).sum::<f64>();
    let mean_delta = mean(|part| part.mean);
    let variance = mean(|part| part.sd * part.sd + part.mean * part.mean) - mean_delta * mean_delta;
    let sd_delta = variance.max(0.0).sqrt();
    let reach = parts.iter().map(|part| part.mean.abs() + 9.0 * part.sd).fold(0.0, f64::max);
    Ok(Difference {
        mean_delta,
        sd_delta,
        q: Quantiles { p: QUANTILES, x: QUANTILES.map(|share| root(|x| below(x) - share, -reach, reach)) },
        p_gt0: 1.0 - below(0.0),
        p_gt1: 1.0 - below(1.0),
        p_lt_m1: below(-1.0),
        mean_sigma: mean(|part| part.sigma),
        mean_rho: mean(|part| part.rho),
    })
}

/// All points of the grid, their weights adding up to 1. The rows are in the order of time.
fn grid(rows: &[Allocated]) -> Vec<Part> {
    let (from, to, steps) = SIGMA;
    let step = (ln(to) - ln(from)) / (steps - 1) as f64;
    let mut logs = Vec::with_capacity(steps * RHO_STEPS);
    let mut parts = Vec::with_capacity(steps * RHO_STEPS);
    for rho_step in 0..RHO_STEPS {
        let rho = (rho_step as f64 + 0.5) / RHO_STEPS as f64;
        let whitened = Whitened::of(rows, rho);
        for sigma_step in 0..steps {
            let ln_sigma = ln(from) + step * sigma_step as f64;
            let Some((ln_likelihood, mean, sd)) = whitened.given(ln_sigma) else { continue };
            let sigma = exp(ln_sigma);
            let t = sigma / SIGMA_SCALE;
            // The half-t density, as one of ln sigma; Beta(1, 3) is (1 - rho)^2 but for a constant.
            let ln_prior = -0.5 * (SIGMA_DEGREES + 1.0) * ln_1p(t * t / SIGMA_DEGREES) + ln_sigma + 2.0 * ln(1.0 - rho);
            logs.push(ln_likelihood + ln_prior);
            parts.push(Part { weight: 0.0, mean, sd, sigma, rho });
        }
    }
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logs.iter().map(|log| exp(log - highest)).sum();
    for (part, log) in parts.iter_mut().zip(logs) {
        part.weight = exp(log - highest) / sum;
    }
    parts
}

/// The rows with independent errors of variance sigma^2, as sums.
struct Whitened {
    rows: f64,
    /// X'X, X'y and y'y.
    xx: Symmetric,
    xy: [f64; 3],
    yy: f64,
    /// ln of the determinant of the correlations.
    ln_determinant: f64,
}

impl Whitened {
    /// Takes from each row its share of the one before, and gives what is left the same variance.
    fn of(rows: &[Allocated], rho: f64) -> Whitened {
        let middle = rows.iter().map(|one| one.before).sum::<f64>() / rows.len() as f64;
        let whole = |one: &Allocated| [1.0, if one.is_b { 0.5 } else { -0.5 }, one.before - middle, one.fall];
        let mut sums =
            Whitened { rows: rows.len() as f64, xx: Symmetric::zero(3), xy: [0.0; 3], yy: 0.0, ln_determinant: 0.0 };
        let mut before: Option<&Allocated> = None;
        for one in rows {
            let mut row = whole(one);
            if let Some(before) = before {
                let share = exp(ln(rho) * (one.time - before.time));
                let left = 1.0 - share * share;
                for (value, earlier) in row.iter_mut().zip(whole(before)) {
                    *value = (*value - share * earlier) / left.sqrt();
                }
                sums.ln_determinant += ln(left);
            }
            let [x @ .., y] = row;
            for a in 0..3 {
                for b in a..3 {
                    sums.xx.set(a, b, sums.xx.get(a, b) + x[a] * x[b]);
                }
                sums.xy[a] += x[a] * y;
            }
            sums.yy += y * y;
            before = Some(one);
        }
        sums
    }

    /// The log likelihood of a sigma, and the mean and standard deviation of delta with it.
    fn given(&self, ln_sigma: f64) -> Option<(f64, f64, f64)> {
        let precision = exp(-2.0 * ln_sigma);
        let mut q = self.xx.times(precision);
        let mut right = self.xy.map(|value| value * precision);
        let mut of_prior = 0.0;
        for place in 0..3 {
            let prior = 1.0 / (PRIOR_SD[place] * PRIOR_SD[place]);
            q.add_to_diagonal(place, prior);
            right[place] += prior * PRIOR_MEAN[place];
            of_prior += prior * PRIOR_MEAN[place] * PRIOR_MEAN[place];
        }
        let factor = q.cholesky()?;
        let best = factor.solve(&right);
        let variance = factor.solve(&[0.0, 1.0, 0.0])[1];
        let squares = self.yy * precision + of_prior - dot(&right, &best);
        let ln_likelihood = -self.rows * ln_sigma - 0.5 * (self.ln_determinant + factor.ln_determinant() + squares);
        ln_likelihood.is_finite().then(|| (ln_likelihood, best[1], variance.sqrt()))
    }
}
