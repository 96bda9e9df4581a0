//! The best fit: Newton's method on a function that has one top.

use crate::StatsError;
use crate::matrix::{Cholesky, Symmetric, dot};

/// After so many rounds a fit has failed. Sound ones need 5 to 10, separated ones 30.
const MOST_ROUNDS: usize = 300;

/// The longest step: how much it may change the standard deviation of x'b within sets.
const LONGEST: f64 = 1000.0;

/// A step is halved at most so often.
const MOST_PARTS: usize = 40;

/// Settled when the next step would gain less than half of this in log likelihood: it is then shorter than 1e-9
/// standard errors.
pub(super) const SETTLED: f64 = 1e-18;

/// The same where derivatives are numerical: steps below 1e-7 standard errors are rounding.
pub(super) const SETTLED_ROUGHLY: f64 = 5e-15;

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

/// How x varies within sets, at equal chances of all rows.
#[derive(Clone, Debug)]
pub(super) struct Spread {
    /// The covariance of a chosen row.
    pub(super) covariance: Symmetric,
    /// The standard deviation of each column.
    pub(super) scale: Vec<f64>,
}

/// Where the climb ended.
#[derive(Debug)]
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
    /// The factor of the information of the free columns; none where that has vanished in some direction.
    pub(super) factor: Option<Cholesky>,
}

/// The direction in which a coefficient runs off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drift {
    Up,
    Down,
}

/// Climbs from a place, where the function is as given, moving the free coefficients only. Ends when twice the gain of the next step is below the given one.
pub(super) fn climb(
    mut function: impl FnMut(&[f64]) -> Point,
    start: (Vec<f64>, Point),
    free: &[usize],
    spread: &Spread,
    settled: f64,
) -> Result<Top, StatsError> {
    let (mut coefficients, mut at) = start;
    for rounds in 0..MOST_ROUNDS {
        let score: Vec<f64> = free.iter().map(|column| at.score[*column]).collect();
        let part = at.information.part(free);
        let factor = part.cholesky();
        let raised = if factor.is_none() { raised(part, free, &spread.scale) } else { None };
        let Some(step) = factor.as_ref().or(raised.as_ref()).map(|factor| factor.solve(&score)) else { break };
        let gain = dot(&score, &step);
        if !gain.is_finite() {
            break;
        }
        let long = |place: usize| step[place].abs() * spread.scale[free[place]] > LONG;
        let drifts = gain < FLAT && (0..free.len()).any(long);
        if gain < settled || drifts {
            let drift = (0..free.len()).map(|place| match (drifts && long(place), step[place] > 0.0) {
                (false, _) => None,
                (true, true) => Some(Drift::Up),
                (true, false) => Some(Drift::Down),
            });
            let drift = drift.collect();
            return Ok(Top { coefficients, at, rounds, drift, step, gain, factor });
        }
        // Where the curvature has nearly vanished the step is far too long.
        let mut whole = vec![0.0; coefficients.len()];
        free.iter().zip(&step).for_each(|(column, step)| whole[*column] = *step);
        let mut part = f64::min(1.0, LONGEST / spread.covariance.quadratic(&whole).sqrt());
        let mut next = None;
        for _ in 0..MOST_PARTS {
            let mut trial = coefficients.clone();
            for (column, step) in free.iter().zip(&step) {
                trial[*column] += part * step;
            }
            let there = function(&trial);
            // How steep it still is in the direction of the step; below 0 past the top. Where the information is not
            // quite the curvature, steps that are twice too long would go to and fro for ever.
            let ahead: f64 = free.iter().zip(&step).map(|(column, step)| there.score[*column] * step).sum();
            // Near the top the gain drowns in rounding.
            let higher = there.value >= at.value - 1e-12 * (1.0 + at.value.abs()) && ahead.is_finite();
            if higher && (ahead > -0.5 * gain || part < 1.0) {
                next = Some((trial, there));
                break;
            }
            // Newton's step may overshoot; half of it, or half of that, does not.
            part *= 0.5;
        }
        let Some((trial, there)) = next else { break };
        (coefficients, at) = (trial, there);
    }
    Err(StatsError::NotSettled(MOST_ROUNDS))
}

/// Where the information has vanished in some direction, the factor of a little more than it, so that there is still a way up.
fn raised(mut information: Symmetric, free: &[usize], scale: &[f64]) -> Option<Cholesky> {
    const LITTLE: f64 = 1e-12;
    for (place, column) in free.iter().enumerate() {
        let more = LITTLE * (information.get(place, place) + scale[*column] * scale[*column]);
        information.add_to_diagonal(place, more);
    }
    information.cholesky()
}
