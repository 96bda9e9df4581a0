//! Whether, and when, the rate changed at once.
//!
//! # In closed form
//! Before and after a change the counts are Poisson with two rates, each with a gamma prior of shape 1 and the mean of
//! the whole diary (`b0 = all days / all bouts`). The chance of N events in E days, with the rate integrated out, is up
//! to factors that all splits share
//!
//! ```text
//! g(N, E) = b0 N! / (b0 + E)^(N + 1)
//! ```
//!
//! so a change before week c has `M(c) = g(N1, E1) g(N2, E2)` and no change `M = g(N, E)`. A change at all has chance
//! 1/2 beforehand, each week being as likely as the other. Nothing is searched, so nothing has to be corrected for the
//! search. (Raftery and Akman, Biometrika 1986, for the gamma form.)
//!
//! Counts that are more spread than Poisson look like changes now and then: this is a hint to look, not a proof.

use super::Counts;
use crate::number::{exp, lgamma, ln, logistic};
use crate::{RowError, StatsError};
use serde::Serialize;

/// Fewer weeks than this are not searched for a change.
pub const LEAST_WEEKS_FOR_A_CHANGE: usize = 26;

/// Fewer events than this are not searched for a change.
pub const LEAST_EVENTS_FOR_A_CHANGE: u64 = 20;

/// Periods that have to lie before and after a change.
const LEAST_SIDE: usize = 2;

/// What is known about a change of rate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangePoint {
    /// The probability that there was a change.
    pub p_change: f64,
    /// The logarithm of how many times as likely the counts are with a change as without.
    pub ln_bayes: f64,
    /// If there was one: the x of the period with which the new rate most likely began.
    pub most_likely: f64,
    /// If there was one: with a probability of at least 80 % it lies from this x to that, both included.
    pub range80: [f64; 2],
    /// If there was one: the mean rates before and after, per unit of exposure.
    pub rates: [f64; 2],
}

impl ChangePoint {
    /// The probability of a change where counts are so many times as spread as Poisson: the likelihood is taken to the power of
    /// one over it, as a quasi-likelihood is (McCullagh and Nelder 1989). What is less spread counts as Poisson.
    pub fn p_where_spread(&self, dispersion: f64) -> f64 {
        logistic(self.ln_bayes / dispersion.max(1.0))
    }
}

/// How likely each place of a change is, by Poisson likelihood.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangePointProfile {
    /// The x of the first period with which a new rate may begin.
    pub first_week: f64,
    /// The log likelihood with a new rate from this period on, and from each later one.
    pub profile_loglik: Vec<f64>,
    /// The log likelihood with one rate throughout.
    pub loglik_null: f64,
    /// The x of the period with the highest.
    pub best_week: f64,
}

/// The probability of a change, and where. R has no equal of its own; a test integrates the model numerically.
///
/// ```
/// use supple_stats::rates::{Counts, change_point};
///
/// let week: Vec<f64> = (0..40).map(f64::from).collect();
/// let count: Vec<u64> = (0..40).map(|week| if week < 20 { 1 } else { 5 }).collect();
/// let found = change_point(&Counts::new(&week, &[7.0; 40], &count)?)?;
/// assert!(found.p_change > 0.999);
/// assert_eq!(found.most_likely, 20.0);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// With periods out of order, fewer than [`LEAST_WEEKS_FOR_A_CHANGE`] of them, or fewer events than
/// [`LEAST_EVENTS_FOR_A_CHANGE`].
pub fn change_point(counts: &Counts<'_>) -> Result<ChangePoint, StatsError> {
    let (got, needed) = (counts.periods(), LEAST_WEEKS_FOR_A_CHANGE);
    if got < needed {
        return Err(StatsError::TooFewPeriods { got, needed });
    }
    let (got, needed) = (counts.events(), LEAST_EVENTS_FOR_A_CHANGE);
    if got < needed {
        return Err(StatsError::TooFewEvents { got, needed });
    }
    let splits = splits(counts)?;
    let (days, events) = (counts.exposure(), counts.events() as f64);
    let b0 = days / events;
    let ln_g = |n: f64, e: f64| ln(b0) + lgamma(n + 1.0) - (n + 1.0) * ln(b0 + e);
    let ln_none = ln_g(events, days);
    let ln_change: Vec<f64> =
        splits.iter().map(|split| ln_g(split.before.0, split.before.1) + ln_g(split.after.0, split.after.1)).collect();
    let most = ln_change.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = ln_change.iter().map(|ln| exp(ln - most)).collect();
    let sum: f64 = weights.iter().sum();
    let ln_bayes = most + ln(sum / splits.len() as f64) - ln_none;
    let chances: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();

    let mut best = 0;
    let (mut before, mut after) = (0.0, 0.0);
    for (place, (split, chance)) in splits.iter().zip(&chances).enumerate() {
        if *chance > chances[best] {
            best = place;
        }
        before += chance * (1.0 + split.before.0) / (b0 + split.before.1);
        after += chance * (1.0 + split.after.0) / (b0 + split.after.1);
    }
    // At most a tenth of the probability lies outside on either side.
    let from = past_a_tenth(chances.iter()).unwrap_or(best);
    let to = past_a_tenth(chances.iter().rev()).map_or(best, |place| chances.len() - 1 - place);
    Ok(ChangePoint {
        p_change: logistic(ln_bayes),
        ln_bayes,
        most_likely: splits[best].x,
        range80: [splits[from].x, splits[to].x],
        rates: [before, after],
    })
}

/// The Poisson log likelihood of a change at each period that has two before it and two from it on: `logLik` of R's `glm`
/// with a step at each.
///
/// ```
/// use supple_stats::rates::{Counts, change_point_profile};
///
/// let counts = Counts::new(&[1.0, 2.0, 3.0, 4.0, 5.0], &[7.0; 5], &[1, 1, 1, 6, 6])?;
/// let profile = change_point_profile(&counts)?;
/// assert_eq!((profile.first_week, profile.best_week, profile.profile_loglik.len()), (3.0, 4.0, 2));
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// With periods out of order, or fewer than four.
pub fn change_point_profile(counts: &Counts<'_>) -> Result<ChangePointProfile, StatsError> {
    let splits = splits(counts)?;
    // With the rate at its best, sum of y ln(rate) - N; the rest is the same for all.
    let ln_exposures: f64 =
        counts.pairs().map(|(exposure, count)| count as f64 * ln(exposure) - lgamma(count as f64 + 1.0)).sum();
    let part = |(n, e): (f64, f64)| if n == 0.0 { 0.0 } else { n * ln(n / e) - n };
    let profile_loglik: Vec<f64> =
        splits.iter().map(|split| ln_exposures + part(split.before) + part(split.after)).collect();
    let mut best = 0;
    for (place, loglik) in profile_loglik.iter().enumerate() {
        if *loglik > profile_loglik[best] {
            best = place;
        }
    }
    Ok(ChangePointProfile {
        first_week: splits[0].x,
        loglik_null: ln_exposures + part((counts.events() as f64, counts.exposure())),
        best_week: splits[best].x,
        profile_loglik,
    })
}

/// The first place up to which, itself included, there is more than a tenth.
fn past_a_tenth<'c>(mut chances: impl Iterator<Item = &'c f64>) -> Option<usize> {
    let mut sum = 0.0;
    chances.position(|chance| {
        sum += chance;
        sum > 0.1
    })
}

/// Events and exposure on both sides of a change, and the x from which on the new rate holds.
struct Split {
    x: f64,
    before: (f64, f64),
    after: (f64, f64),
}

fn splits(counts: &Counts<'_>) -> Result<Vec<Split>, StatsError> {
    let (got, needed) = (counts.periods(), 2 * LEAST_SIDE);
    if got < needed {
        return Err(StatsError::TooFewPeriods { got, needed });
    }
    if let Some(row) = counts.x().windows(2).position(|pair| pair[0] >= pair[1]) {
        return Err(StatsError::Row { row: row + 1, error: RowError::OutOfOrder });
    }
    let all = (counts.events() as f64, counts.exposure());
    let (mut before, mut splits) = ((0.0, 0.0), Vec::new());
    for (place, (exposure, count)) in counts.pairs().enumerate() {
        if place >= LEAST_SIDE && place + LEAST_SIDE <= counts.periods() {
            let after = (all.0 - before.0, all.1 - before.1);
            splits.push(Split { x: counts.x()[place], before, after });
        }
        before = (before.0 + count as f64, before.1 + exposure);
    }
    Ok(splits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(count: &[u64]) -> ChangePoint {
        let x: Vec<f64> = (0..count.len()).map(|week| week as f64).collect();
        change_point(&Counts::new(&x, &vec![7.0; count.len()], count).unwrap()).unwrap()
    }

    #[test]
    fn a_plain_change_is_found_where_it_is() {
        let mut count = vec![1; 20];
        count.extend([5; 20]);
        let found = of(&count);
        assert!(found.p_change > 0.999);
        assert_eq!(found.most_likely, 20.0);
        assert!(found.range80[0] >= 19.0 && found.range80[1] <= 21.0, "{found:?}");
        assert!((found.rates[0] - 1.0 / 7.0).abs() < 0.02 && (found.rates[1] - 5.0 / 7.0).abs() < 0.03);
    }

    #[test]
    fn an_even_rate_has_none() {
        let found = of(&[2; 40]);
        assert!(found.p_change < 0.25, "{found:?}");
    }

    #[test]
    fn the_chance_of_a_change_is_the_one_of_the_integrals() {
        // The rates integrated numerically, week by week, for a diary small enough.
        let count: Vec<u64> = (0..26).map(|week| u64::from(week > 9) + u64::from(week % 4 == 0)).collect();
        let events: u64 = count.iter().sum();
        let b0 = 26.0 * 7.0 / events as f64;
        let integral = |counts: &[u64]| -> f64 {
            let (n, e) = (counts.iter().sum::<u64>() as i32, 7.0 * counts.len() as f64);
            // Simpson's rule.
            let (top, steps) = (3.0, 20_000);
            let f = |rate: f64| b0 * (-b0 * rate).exp() * (rate * 10.0).powi(n) * (-rate * e).exp();
            let h = top / f64::from(steps);
            let weight = |k: i32| {
                if k == 0 || k == steps {
                    1.0
                } else if k % 2 == 1 {
                    4.0
                } else {
                    2.0
                }
            };
            (0..=steps).map(|k| weight(k) * f(f64::from(k) * h)).sum::<f64>() * h / 3.0
        };
        let none = integral(&count);
        let change: f64 = (2..=24).map(|c| integral(&count[..c]) * integral(&count[c..])).sum::<f64>() / 23.0;
        assert!((of(&count).p_change - change / (change + none)).abs() < 1e-9);
    }

    #[test]
    fn a_short_or_quiet_diary_is_not_searched() {
        let (x, days): (Vec<f64>, Vec<f64>) = ((0..30).map(f64::from).collect(), vec![7.0; 30]);
        let few = Counts::new(&x[..25], &days[..25], &[4; 25]).map(|counts| change_point(&counts)).unwrap();
        assert_eq!(few, Err(StatsError::TooFewPeriods { got: 25, needed: 26 }));
        let mut count = [0; 30];
        count[3] = 19;
        let quiet = Counts::new(&x, &days, &count).map(|counts| change_point(&counts)).unwrap();
        assert_eq!(quiet, Err(StatsError::TooFewEvents { got: 19, needed: 20 }));
    }
}
