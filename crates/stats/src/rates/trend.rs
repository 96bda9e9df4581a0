//! Whether it becomes more frequent: all that is known about it from weekly counts.

use super::{
    ChangePoint, ChangePointProfile, Counts, NegativeBinomial, Poisson, QuasiPoisson, Week, change_point,
    change_point_profile, negative_binomial, poisson, quasi_poisson,
};
use crate::Penalty;
use crate::{RowError, StatsError};
use serde::{Serialize, Serializer};
use std::fmt;

/// Weeks in the year of the slopes.
const WEEKS_A_YEAR: f64 = 52.0;

/// Check-ins that changed more than this between the halves of a diary are named.
const CHANGED: f64 = 0.3;

/// The trend of weekly counts. Slopes are for 52 weeks, rates for a day with a check-in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// As if bouts came independently; for comparison.
    pub poisson: Poisson,
    /// With standard errors widened by the spread that is seen; for comparison.
    pub quasipoisson: QuasiPoisson,
    /// The one to show.
    pub negbin: NegativeBinomial,
    /// The likelihood of a change in each week, in weeks.
    pub changepoint_poisson: Option<ChangePointProfile>,
    /// The probability of a change, in weeks; none where the diary is too short or too quiet for it.
    pub changepoint: Option<ChangePoint>,
    /// What is in doubt.
    pub warnings: Vec<TrendWarning>,
}

/// What is in doubt about a trend.
///
/// Serialises as a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TrendWarning {
    /// There were many more, or many fewer, check-ins in the second half.
    CheckInsChanged {
        /// Check-ins for each week in the second half over those in the first.
        ratio: f64,
    },
    /// The diary is too short or too quiet to look for a change.
    TooLittleForAChange,
}

impl fmt::Display for TrendWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TrendWarning::CheckInsChanged { ratio } => write!(
                f,
                "there were {ratio:.2} times as many check-ins a week in the second half as in the first, so the trend \
                 may be one of logging"
            ),
            TrendWarning::TooLittleForAChange => write!(
                f,
                "a sudden change was not looked for: that needs at least {} weeks and {} events",
                super::LEAST_WEEKS_FOR_A_CHANGE,
                super::LEAST_EVENTS_FOR_A_CHANGE
            ),
        }
    }
}

impl Serialize for TrendWarning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The trend of these weeks, in any order. The prior is for the negative binomial slope; see [`negative_binomial`].
///
/// In R: `glm` with `poisson` and `quasipoisson`, and `MASS::glm.nb`, of `count ~ week / 52 + offset(log(days))`.
///
/// ```
/// use supple_stats::Penalty;
/// use supple_stats::rates::{TrendWarning, Week, trend};
///
/// let weeks: Vec<Week> =
///     (0..4).map(|week| Week { week: f64::from(week), days_observed: 7.0, count: 1 << week }).collect();
/// let found = trend(&weeks, Penalty::None)?;
/// // It doubles each week.
/// assert!((found.poisson.coef[1] / 52.0 - 2.0_f64.ln()).abs() < 1e-9);
/// assert_eq!(found.warnings, [TrendWarning::TooLittleForAChange]);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// With fewer than three weeks, a week without a day, no event, or all events in the first or the last week.
pub fn trend(weeks: &[Week], prior: Penalty) -> Result<Trend, StatsError> {
    let years: Vec<f64> = weeks.iter().map(|week| week.week / WEEKS_A_YEAR).collect();
    let column = |weeks: &[Week]| -> (Vec<f64>, Vec<u64>) {
        (weeks.iter().map(|week| week.days_observed).collect(), weeks.iter().map(|week| week.count).collect())
    };
    let (days, count) = column(weeks);
    let counts = Counts::new(&years, &days, &count)?;
    let poisson = poisson(&counts)?;
    let quasipoisson = quasi_poisson(&poisson);
    let negbin = negative_binomial(&counts, prior)?;

    let mut order: Vec<usize> = (0..weeks.len()).collect();
    order.sort_by(|a, b| weeks[*a].week.total_cmp(&weeks[*b].week));
    let weeks: Vec<Week> = order.iter().map(|row| weeks[*row]).collect();
    let as_it_came = |error: StatsError| match error {
        StatsError::Row { row, error: RowError::OutOfOrder } => {
            StatsError::Row { row: order[row], error: RowError::OutOfOrder }
        }
        error => error,
    };
    let numbers: Vec<f64> = weeks.iter().map(|week| week.week).collect();
    let (days, count) = column(&weeks);
    let counts = Counts::new(&numbers, &days, &count)?;
    let mut warnings = Vec::new();
    let half = weeks.len() / 2;
    let mean = |days: &[f64]| days.iter().sum::<f64>() / days.len() as f64;
    let ratio = mean(&days[half..]) / mean(&days[..half]);
    if (ratio - 1.0).abs() > CHANGED {
        warnings.push(TrendWarning::CheckInsChanged { ratio });
    }
    let changepoint = match change_point(&counts) {
        Ok(found) => Some(found),
        Err(StatsError::TooFewPeriods { .. } | StatsError::TooFewEvents { .. }) => {
            warnings.push(TrendWarning::TooLittleForAChange);
            None
        }
        Err(error) => return Err(as_it_came(error)),
    };
    let changepoint_poisson = match change_point_profile(&counts) {
        Ok(profile) => Some(profile),
        Err(StatsError::TooFewPeriods { .. }) => None,
        Err(error) => return Err(as_it_came(error)),
    };
    Ok(Trend { poisson, quasipoisson, negbin, changepoint_poisson, changepoint, warnings })
}
