//! Two rates compared exactly, for a few events.
//!
//! Given that N = n1 + n0 events happened in both parts together, n1 is binomial with chance
//! `p = ratio q / (ratio q + 1 - q)`, where q is the share of the exposure that the later part had. So limits of p
//! (Clopper and Pearson, Biometrika 1934; quantiles of beta distributions) are limits of the rate ratio
//! `p (1 - q) / ((1 - p) q)`. They hold whatever the rates are, and are wide.

use crate::distributions::{beta_cdf, beta_quantile};
use crate::number::is_above_zero;
use crate::rates::MAX_COUNT;
use crate::{RowError, StatsError};
use serde::Serialize;

/// How many times the rate became.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RateRatio {
    /// The later rate over the earlier one. None where nothing happened earlier: then it is infinite.
    pub ratio: Option<f64>,
    /// The lower 95 % limit.
    pub lower: f64,
    /// The upper 95 % limit. None: there is no upper limit.
    pub upper: Option<f64>,
    /// The chance of a split at least as uneven in this direction if the rates were the same, doubled.
    pub p_two_sided: f64,
}

/// Compares the rate in a later part with that in an earlier one. Each part is its number of events and its exposure, in
/// any one unit.
///
/// The same as `poisson.test(c(later, earlier), c(exposures))` of R, whose interval is this one; its p is the sum of all
/// splits that are no likelier, ours twice the smaller tail.
///
/// ```
/// use supple_stats::rates::compare;
///
/// let found = compare((3, 28.0), (1, 28.0))?;
/// assert_eq!(found.ratio, Some(3.0));
/// // P(3 or 4 of 4) = 5/16, doubled.
/// assert!((found.p_two_sided - 0.625).abs() < 1e-12);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// Without an event, and with an exposure that is not above 0.
pub fn compare(later: (u64, f64), earlier: (u64, f64)) -> Result<RateRatio, StatsError> {
    for (row, (count, exposure)) in [earlier, later].into_iter().enumerate() {
        if !is_above_zero(exposure) {
            return Err(StatsError::Row { row, error: RowError::NotPositive { column: "the number of days" } });
        }
        if count > MAX_COUNT {
            return Err(StatsError::Row { row, error: RowError::CountTooLarge { count } });
        }
    }
    let (n1, n0) = (later.0 as f64, earlier.0 as f64);
    if later.0 + earlier.0 == 0 {
        return Err(StatsError::NoEvents);
    }
    let odds_of_exposure = later.1 / earlier.1;
    let ratio = |p: f64| p / (1.0 - p) / odds_of_exposure;
    let q = later.1 / (later.1 + earlier.1);
    // P(Bin(N, q) >= n1) and P(Bin(N, q) <= n1), as beta probabilities. A shape of 0 means certainty.
    let at_least = beta_cdf(q, n1, n0 + 1.0).unwrap_or(1.0);
    let at_most = beta_cdf(1.0 - q, n0, n1 + 1.0).unwrap_or(1.0);
    Ok(RateRatio {
        ratio: (earlier.0 > 0).then(|| n1 / n0 / odds_of_exposure),
        lower: beta_quantile(0.025, n1, n0 + 1.0).map_or(0.0, ratio),
        upper: beta_quantile(0.975, n1 + 1.0, n0).map(ratio),
        p_two_sided: (2.0 * at_least.min(at_most)).min(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_bouts_after_one_in_equal_time_cannot_tell() {
        let ratio = compare((3, 28.0), (1, 28.0)).unwrap();
        assert_eq!(ratio.ratio, Some(3.0));
        assert!((ratio.lower - 0.24).abs() < 0.005, "{ratio:?}");
        assert!((ratio.upper.unwrap() - 157.0).abs() < 0.5, "{ratio:?}");
        // P(3 or 4 of 4) = 5/16, doubled.
        assert!((ratio.p_two_sided - 0.625).abs() < 1e-12);
    }

    #[test]
    fn the_limits_are_where_the_tails_hold_two_and_a_half_percent() {
        let (later, earlier) = ((7_u64, 20.0), (2_u64, 30.0));
        let ratio = compare(later, earlier).unwrap();
        let tail = |rate_ratio: f64, range: std::ops::RangeInclusive<u64>| -> f64 {
            let p = rate_ratio * 20.0 / (rate_ratio * 20.0 + 30.0);
            let choose = |k: u64| (0..k).map(|i| (9 - i) as f64 / (i + 1) as f64).product::<f64>();
            range.map(|k| choose(k) * p.powi(k as i32) * (1.0 - p).powi(9 - k as i32)).sum()
        };
        assert!((tail(ratio.lower, 7..=9) - 0.025).abs() < 1e-10);
        assert!((tail(ratio.upper.unwrap(), 0..=7) - 0.025).abs() < 1e-10);
    }

    #[test]
    fn nothing_before_has_no_upper_limit_and_nothing_after_none_below() {
        let new = compare((2, 28.0), (0, 28.0)).unwrap();
        assert_eq!((new.ratio, new.upper), (None, None));
        // All of 2 in one half: p >= sqrt(0.025).
        let p = 0.025_f64.sqrt();
        assert!((new.lower - p / (1.0 - p)).abs() < 1e-12);
        let gone = compare((0, 28.0), (2, 28.0)).unwrap();
        assert_eq!((gone.ratio, gone.lower), (Some(0.0), 0.0));
        assert!((gone.upper.unwrap() - (1.0 - p) / p).abs() < 1e-10);
        assert_eq!(compare((0, 28.0), (0, 28.0)), Err(StatsError::NoEvents));
    }
}
