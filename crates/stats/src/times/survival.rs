//! How long until something ends: Kaplan and Meier's curve.
//!
//! # What it is
//! (Kaplan and Meier, J. Am. Stat. Assoc. 1958.) At each time t with d ends among the n still under observation the curve is multiplied by `1 - d/n`. Who is no longer
//! watched (*censored*) counts as under observation up to and at that time, and not after: an episode that is still
//! under way at the last check-in is known to last at least so long, and leaving it out would make all look shorter.
//!
//! Its standard error is Greenwood's: `se(S) = S g` with `g^2 = sum d / (n (n - d))`. Limits are symmetric on the scale of
//! `ln(-ln S)`, which keeps them between 0 and 1 and near their 95 % even for few people (Borgan and Liestol, Scand. J.
//! Stat. 1990); the other two scales are for comparison.
//!
//! # What it is not
//! It takes durations as independent. Several of one person describe her diary; for many people, one of each should be
//! taken, or their limits are too narrow. Where a trend exists, say "over the whole diary".

use super::ties::{distinct, place};
use crate::distributions::Z_975;
use crate::number::{exp, is_sound, ln};
use crate::{RowError, StatsError};
use serde::Serialize;

/// A duration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// How long it was watched.
    pub time: f64,
    /// Whether it ended then; else it was watched no longer.
    pub ended: bool,
}

/// The scale on which 95 % limits are symmetric.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Limits {
    /// `ln(-ln S)`.
    #[default]
    LogLog,
    /// `ln S`.
    Log,
    /// S itself.
    Plain,
}

/// The share that lasts longer, by time. Lists have an item for each distinct time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Survival {
    /// The times at which something ended or was watched no longer.
    pub time: Vec<f64>,
    /// How many were under observation just before.
    pub n_risk: Vec<usize>,
    /// How many ended.
    pub n_event: Vec<usize>,
    /// The share that lasts longer.
    pub surv: Vec<f64>,
    /// Its standard error; none once the share is 0.
    pub std_err: Vec<Option<f64>>,
    /// Its lower 95 % limit; none once the share is 0.
    pub lower: Vec<Option<f64>>,
    /// Its upper 95 % limit; none once the share is 0.
    pub upper: Vec<Option<f64>>,
    /// The times by which a quarter, half and three quarters have ended.
    pub quantiles: Quantiles,
}

/// The times by which shares have ended. None: not within the time watched, or no limit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quantiles {
    /// The shares.
    pub p: Vec<f64>,
    /// The times.
    pub q: Vec<Option<f64>>,
    /// Their lower 95 % limits.
    pub lower: Vec<Option<f64>>,
    /// Their upper 95 % limits.
    pub upper: Vec<Option<f64>>,
}

/// The mean time up to a horizon.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RestrictedMean {
    /// The horizon.
    pub tau: f64,
    /// The mean of the durations, each cut at the horizon.
    pub rmean: f64,
    /// Its standard error.
    pub se: f64,
}

/// The curve of these durations: `survival::survfit(Surv(time, ended) ~ 1, conf.type = )` of R, with `log-log`, `log` or
/// `plain`.
///
/// ```
/// use supple_stats::times::{Limits, Observation, survival};
///
/// let of = |time, ended| Observation { time, ended };
/// // The one that was watched for 3 and no longer counts until then.
/// let curve = survival(&[of(1.0, true), of(2.0, true), of(3.0, false), of(4.0, true)], Limits::LogLog)?;
/// assert_eq!((curve.time.as_slice(), curve.n_risk.as_slice()), ([1.0, 2.0, 3.0, 4.0].as_slice(), [4, 3, 2, 1].as_slice()));
/// assert_eq!(curve.surv, [0.75, 0.5, 0.5, 0.0]);
/// assert_eq!(curve.quantiles(&[0.75]).q, [Some(4.0)]);
/// // 1 + 0.75 + 0.5 + 0.5
/// assert_eq!(curve.restricted_mean(4.0)?.rmean, 2.75);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// Without any, and with a time that is below 0 or no number.
pub fn survival(observations: &[Observation], limits: Limits) -> Result<Survival, StatsError> {
    check(observations)?;
    let time = distinct(observations.iter().map(|observation| observation.time));
    let (mut ended, mut left) = (vec![0_usize; time.len()], vec![0_usize; time.len()]);
    for observation in observations {
        let at = place(&time, observation.time);
        left[at] += 1;
        ended[at] += usize::from(observation.ended);
    }
    let mut at_risk = observations.len();
    let (mut share, mut greenwood) = (1.0, 0.0);
    let many = time.len();
    let mut curve = Survival {
        time,
        n_risk: Vec::with_capacity(many),
        n_event: ended,
        surv: Vec::with_capacity(many),
        std_err: Vec::with_capacity(many),
        lower: Vec::with_capacity(many),
        upper: Vec::with_capacity(many),
        quantiles: Quantiles { p: Vec::new(), q: Vec::new(), lower: Vec::new(), upper: Vec::new() },
    };
    for (ended, left) in curve.n_event.iter().zip(left) {
        let (d, n) = (*ended as f64, at_risk as f64);
        share *= 1.0 - d / n;
        greenwood += if *ended == at_risk { 0.0 } else { d / (n * (n - d)) };
        let alive = share > 0.0;
        let (lower, upper) = around(share, greenwood.sqrt(), limits);
        curve.n_risk.push(at_risk);
        curve.surv.push(share);
        curve.std_err.push(alive.then(|| share * greenwood.sqrt()));
        curve.lower.push(alive.then_some(lower));
        curve.upper.push(alive.then_some(upper));
        at_risk -= left;
    }
    curve.quantiles = curve.quantiles(&[0.25, 0.5, 0.75]);
    Ok(curve)
}

impl Survival {
    /// The times by which these shares have ended, with 95 % limits: where a level line crosses the curve, and where it
    /// crosses the limits: `quantile` of R's `survfit`. See the example at [`survival`]. Where the curve runs level at just this share it is the middle of the level stretch.
    pub fn quantiles(&self, shares: &[f64]) -> Quantiles {
        let curve: Vec<Option<f64>> = self.surv.iter().copied().map(Some).collect();
        let of = |curve: &[Option<f64>]| shares.iter().map(|share| self.crossing(curve, *share)).collect();
        Quantiles { p: shares.to_vec(), q: of(&curve), lower: of(&self.lower), upper: of(&self.upper) }
    }

    /// The mean time up to a horizon: the area under the curve. Its variance is the sum over times of
    /// `(area from there on)^2 d / (n (n - d))`: `print(survfit, rmean = tau)` of R. See the example at [`survival`].
    ///
    /// # Errors
    /// With a horizon that is not above 0, or later than the last time.
    pub fn restricted_mean(&self, tau: f64) -> Result<RestrictedMean, StatsError> {
        let last = self.time.last().copied().unwrap_or(0.0);
        if !(tau > 0.0 && tau <= last) {
            return Err(StatsError::Row { row: 0, error: RowError::OutsideTheTime });
        }
        // From the last stretch to the first.
        let (mut area, mut variance, mut end) = (0.0, 0.0, tau);
        for place in (0..self.time.len()).rev().filter(|place| self.time[*place] <= tau) {
            area += self.surv[place] * (end - self.time[place]);
            end = self.time[place];
            let (d, n) = (self.n_event[place] as f64, self.n_risk[place] as f64);
            if d < n {
                variance += area * area * d / (n * (n - d));
            }
        }
        Ok(RestrictedMean { tau, rmean: area + end, se: variance.sqrt() })
    }

    /// Where 1 - curve reaches a share, with the rules of R's `quantile.survfit`.
    fn crossing(&self, curve: &[Option<f64>], share: f64) -> Option<f64> {
        const LEVEL: f64 = 1.490_116_119_384_765_6e-8;
        // Time and share ended, at the beginning of each level stretch.
        let mut steps = vec![(0.0, 0.0)];
        for (time, value) in self.time.iter().zip(curve) {
            let Some(gone) = value.map(|value| 1.0 - value) else { continue };
            if steps.iter().all(|(_, other)| *other != gone) {
                steps.push((*time, gone));
            }
        }
        // Limits need not be monotone: the lowest step that is high enough counts, not the first.
        let first_above = |least: f64| {
            let above = steps.iter().filter(|(_, gone)| *gone >= least);
            above.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(time, _)| *time)
        };
        let reached = first_above(share - LEVEL)?;
        let ends_level = curve.last().is_some_and(Option::is_some)
            && steps.last().is_some_and(|(_, gone)| (gone - share).abs() < LEVEL);
        let passed = if ends_level { self.time.last().copied() } else { first_above(share + LEVEL) };
        Some(0.5 * (reached + passed?))
    }
}

pub(super) fn check(observations: &[Observation]) -> Result<(), StatsError> {
    if observations.is_empty() {
        return Err(StatsError::NoRows);
    }
    for (row, observation) in observations.iter().enumerate() {
        if !is_sound(observation.time) {
            return Err(StatsError::Row { row, error: RowError::NotANumber { column: "the time".to_owned() } });
        }
        if observation.time < 0.0 {
            return Err(StatsError::Row { row, error: RowError::Negative { column: "the time" } });
        }
    }
    Ok(())
}

/// Limits around a share, from the standard error of its logarithm.
fn around(share: f64, error: f64, limits: Limits) -> (f64, f64) {
    match limits {
        // Nothing has ended yet, and there is no width on this scale.
        Limits::LogLog if share >= 1.0 => (1.0, 1.0),
        Limits::LogLog => {
            let width = Z_975 * error / ln(share);
            let at = |width: f64| exp(ln(share) * exp(width));
            (at(-width), at(width))
        }
        Limits::Log => (share * exp(-Z_975 * error), (share * exp(Z_975 * error)).min(1.0)),
        Limits::Plain => ((share - Z_975 * error * share).max(0.0), (share + Z_975 * error * share).min(1.0)),
    }
}
