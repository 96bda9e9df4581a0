//! The best fit: Newton's method on a function that has one top.

use crate::StatsError;
use crate::matrix::{Symmetric, dot};

/// After so many rounds a fit has failed. Sound ones need 5 to 10, separated ones 30.
const MOST_ROUNDS: usize = 100;

/// Settled when the next step would gain less than half of this in log likelihood: it is then shorter than 1e-9
/// standard errors.
pub(super) const SETTLED: f64 = 1e-18;

/// Near enough to say by a parabola where the top is, and how high: to 1e-13.
pub(super) const NEAR: f64 = 1e-9;

/// When a step gains less than half of this and is yet long, the coefficients run off to infinity.
const FLAT: f64 = 1e-10;

/// How long is long, in within-set standard deviations of x.
const LONG: f64 = 0.01;

/// What is maximised, at one place.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) value: f64,
    /// The log likelihood in it, without a penalty.
    pub(super) loglik: f64,
    pub(super) score: Vec<f64>,
    /// The second derivatives times -1, or something near to them.
    pub(super) information: Symmetric,
}

/// Where the climb ended.
#[derive(Clone, Debug)]
pub(super) struct Top {
    pub(super) coefficients: Vec<f64>,
    pub(super) at: Point,
    pub(super) rounds: usize,
    /// For each free column, in which direction it still moves when nothing is gained any more, if it does: the value
    /// is then the limit, to nine digits, and the coefficient has none.
    pub(super) drift: Vec<Option<Drift>>,
    /// The step that was not taken any more, for each free column.
    pub(super) step: Vec<f64>,
    /// Twice what it would gain.
    pub(super) gain: f64,
}

/// The direction in which a coefficient runs off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drift {
    Up,
    Down,
}

/// Climbs from a place, where the function is as given, moving the free coefficients only. The scale of each column is its within-set standard
/// deviation. Ends when twice the gain of the next step is below the given one.
pub(super) fn climb(
    mut function: impl FnMut(&[f64]) -> Point,
    start: (Vec<f64>, Point),
    free: &[usize],
    scale: &[f64],
    settled: f64,
) -> Result<Top, StatsError> {
    let (mut coefficients, mut at) = start;
    for rounds in 0..MOST_ROUNDS {
        let score: Vec<f64> = free.iter().map(|column| at.score[*column]).collect();
        let Some(factor) = at.information.part(free).cholesky() else { break };
        let step = factor.solve(&score);
        let gain = dot(&score, &step);
        if !gain.is_finite() {
            break;
        }
        let long = |place: usize| step[place].abs() * scale[free[place]] > LONG;
        let drifts = gain < FLAT && (0..free.len()).any(long);
        if gain < settled || drifts {
            let drift = (0..free.len()).map(|place| match (drifts && long(place), step[place] > 0.0) {
                (false, _) => None,
                (true, true) => Some(Drift::Up),
                (true, false) => Some(Drift::Down),
            });
            let drift = drift.collect();
            return Ok(Top { coefficients, at, rounds, drift, step, gain });
        }
        // Newton's step may overshoot; half of it, or half of that, does not.
        let mut part = 1.0;
        let next = loop {
            let mut trial = coefficients.clone();
            for (column, step) in free.iter().zip(&step) {
                trial[*column] += part * step;
            }
            let there = function(&trial);
            // Near the top the gain drowns in rounding.
            if there.value >= at.value - 1e-12 * at.value.abs() {
                break Some((trial, there));
            }
            part *= 0.5;
            if part < 1e-12 {
                break None;
            }
        };
        let Some((trial, there)) = next else { break };
        (coefficients, at) = (trial, there);
    }
    Err(StatsError::NotSettled(MOST_ROUNDS))
}
