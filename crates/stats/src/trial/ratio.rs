//! A trial over days: counts in pairs of periods, one with a habit and one without, by how many times the rate.
//!
//! # The model
//! In each pair the rate may be another one: flares, seasons and drift are as they are. What is compared is how the spasms of a
//! pair fall on its two periods. Of n in all, those in the period with the habit (B) are beta-binomial:
//! ```text
//! b | n ~ BetaBinomial(n, c p, c (1 - p)),   p = r days_B / (r days_B + days_A),   c = (1 - kappa) / kappa
//! ```
//! so r is how many times as often spasms come with the habit, and kappa how alike the spasms of one period are: they come in
//! clusters, and a Poisson model would be too sure. Two negative binomial counts of one rate of clustering give just this, once
//! their sum is known. What is known beforehand is weak: ln r ~ N(0, ln 2) with its standard deviation, and kappa ~ Beta(1, 4) up
//! to a half.
//!
//! # How it is computed
//! Over a grid of 101 by 16 points. The step of ln r is a quarter of ln 1.25, so that 0.8, 1 and 1.25 lie on it; shares
//! between points are those of the trapezoid with its end corrected, on a straight line between points.

use crate::number::{exp, is_above_zero, lgamma, ln};
use crate::rates::MAX_COUNT;
use crate::{RowError, StatsError};

/// The points of the grid over ln r on each side of 0, and how many lie between 1 and 1.25.
const SIDE: usize = 50;
const BETWEEN: f64 = 4.0;

/// The grid over kappa: the middles of so many equal parts of 0 to this.
const KAPPA_STEPS: usize = 16;
const KAPPA_MOST: f64 = 0.5;

/// Two periods that follow one another: counts, and days that were observed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Periods {
    /// Events without the habit, and the days in which they were counted.
    pub a: (u64, f64),
    /// The same with it.
    pub b: (u64, f64),
}

/// What is known of r: how many times as often events come with the habit.
#[derive(Clone, Debug)]
pub struct Ratio {
    /// The probability that ln r is below each point of the grid.
    below: Vec<f64>,
    mean_ln: f64,
    mean_kappa: f64,
}

/// The step of the grid over ln r.
fn step() -> f64 {
    ln(1.25) / BETWEEN
}

/// Compares rates with and without a habit, over pairs of periods whose order chance chose.
///
/// ```
/// use supple_stats::trial::{Periods, ratio};
///
/// let found = ratio(&[Periods { a: (6, 7.0), b: (2, 7.0) }; 5])?;
/// assert!(found.below(1.0) > 0.9 && found.quantile(0.5) < 0.6);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// Without a pair; with days that are not above 0, or a count that is surely a mistake.
pub fn ratio(pairs: &[Periods]) -> Result<Ratio, StatsError> {
    if pairs.is_empty() {
        return Err(StatsError::NoRows);
    }
    for (row, pair) in pairs.iter().enumerate() {
        for (count, days) in [pair.a, pair.b] {
            if !is_above_zero(days) {
                return Err(StatsError::Row { row, error: RowError::NotPositive { column: "the days" } });
            }
            if count > MAX_COUNT {
                return Err(StatsError::Row { row, error: RowError::CountTooLarge { count } });
            }
        }
    }
    let mut points = Vec::with_capacity((2 * SIDE + 1) * KAPPA_STEPS);
    for place in 0..=2 * SIDE {
        let ln_r = (place as f64 - SIDE as f64) * step();
        let in_units = ln_r / std::f64::consts::LN_2;
        let times = exp(ln_r);
        for kappa_step in 0..KAPPA_STEPS {
            let kappa = KAPPA_MOST * (kappa_step as f64 + 0.5) / KAPPA_STEPS as f64;
            let c = (1.0 - kappa) / kappa;
            let likelihood: f64 = pairs
                .iter()
                .map(|pair| {
                    let share = times * pair.b.1 / (times * pair.b.1 + pair.a.1);
                    rising(c * share, pair.b.0) + rising(c * (1.0 - share), pair.a.0) - rising(c, pair.a.0 + pair.b.0)
                })
                .sum();
            // Beta(1, 4) is (1 - kappa)^3 but for a constant.
            points.push((likelihood - 0.5 * in_units * in_units + 3.0 * ln(1.0 - kappa), ln_r, kappa));
        }
    }
    let highest = points.iter().map(|point| point.0).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = points.iter().map(|point| exp(point.0 - highest)).collect();
    let sum: f64 = weights.iter().sum();
    let mean = |of: fn(&(f64, f64, f64)) -> f64| {
        points.iter().zip(&weights).map(|(point, weight)| weight * of(point)).sum::<f64>() / sum
    };
    let density: Vec<f64> = weights.chunks_exact(KAPPA_STEPS).map(|chunk| chunk.iter().sum::<f64>() / sum).collect();
    let at = |place: usize| density.get(place).copied().unwrap_or(0.0);
    let mut before = 0.0;
    let below = (0..density.len())
        .map(|place| {
            before += at(place);
            let slope = at(place + 1) - place.checked_sub(1).map_or(0.0, at);
            (before - 0.5 * at(place) - slope / 24.0).clamp(0.0, 1.0)
        })
        .collect();
    Ok(Ratio { below, mean_ln: mean(|point| point.1), mean_kappa: mean(|point| point.2) })
}

/// ln of x (x + 1) … (x + many - 1). A logarithm is taken of some factors together, before they overflow.
fn rising(x: f64, many: u64) -> f64 {
    if many > 1000 {
        return lgamma(x + many as f64) - lgamma(x);
    }
    let mut sum = 0.0;
    let mut product = 1.0;
    for place in 0..many {
        product *= x + place as f64;
        if !(1e-200..1e200).contains(&product) {
            sum += ln(product);
            product = 1.0;
        }
    }
    sum + ln(product)
}

impl Ratio {
    /// The probability that r is below this; 0 for what is not above 0.
    pub fn below(&self, ratio: f64) -> f64 {
        if !is_above_zero(ratio) {
            return if ratio > 0.0 { 1.0 } else { 0.0 };
        }
        let place = ln(ratio) / step() + SIDE as f64;
        let last = self.below.len() - 1;
        if place <= 0.0 {
            return 0.0;
        }
        if place >= last as f64 {
            return 1.0;
        }
        // A point of the grid is met but for rounding.
        let near = libm::rint(place);
        let place = if (place - near).abs() < 1e-9 { near } else { place };
        let (floor, part) = (place as usize, place - libm::floor(place));
        if part == 0.0 { self.below[floor] } else { (1.0 - part) * self.below[floor] + part * self.below[floor + 1] }
    }

    /// The ratio below which r lies with this probability.
    pub fn quantile(&self, probability: f64) -> f64 {
        let above = self.below.partition_point(|below| *below < probability).clamp(1, self.below.len() - 1);
        let (low, high) = (self.below[above - 1], self.below[above]);
        let part = if high > low { ((probability - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        exp((above as f64 - 1.0 + part - SIDE as f64) * step())
    }

    /// The geometric mean of r.
    pub fn mean(&self) -> f64 {
        exp(self.mean_ln)
    }

    /// The mean of kappa: how alike the events of a period are.
    pub fn mean_kappa(&self) -> f64 {
        self.mean_kappa
    }
}
