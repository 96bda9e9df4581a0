//! Whether durations differ between groups: the log-rank test (Mantel, Cancer Chemother. Rep. 1966).
//!
//! At each time with d ends among n under observation, each group is expected to have its share of them. Over all times
//! that gives observed less expected, with hypergeometric covariance `d (n - d) / (n - 1)` times that of one draw, and
//! `chi-square = (O - E)' V^-1 (O - E)` with one degree of freedom less than there are groups.

use super::Observation;
use super::ties::{distinct, place};
use crate::StatsError;
use crate::matrix::{Symmetric, dot};
use serde::Serialize;

/// A log-rank test.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogRank {
    /// Chi-square, with one degree of freedom less than there are groups. None where the groups never overlap in time
    /// enough to be compared.
    pub chisq: Option<f64>,
    /// The number of ends in each group.
    pub obs: Vec<f64>,
    /// The number to be expected if the groups did not differ.
    pub exp: Vec<f64>,
}

/// Compares groups: `survival::survdiff(Surv(time, ended) ~ group)` of R.
///
/// ```
/// use supple_stats::times::{Observation, log_rank};
///
/// let ended = |time| Observation { time, ended: true };
/// let (short, long) = ([1.0, 2.0].map(ended), [3.0, 4.0].map(ended));
/// let test = log_rank(&[&short, &long])?;
/// // Expected in the first: 2/4 + 1/3; variance 1/4 + 2/9.
/// let (difference, variance) = (2.0 - 5.0 / 6.0, 17.0 / 36.0);
/// assert!((test.chisq.unwrap() - difference * difference / variance).abs() < 1e-12);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// With fewer than two groups, with an empty one, and with a time that is below 0 or no number.
pub fn log_rank(groups: &[&[Observation]]) -> Result<LogRank, StatsError> {
    if groups.len() < 2 {
        return Err(StatsError::OneGroup);
    }
    for group in groups {
        super::survival::check(group)?;
    }
    let time = distinct(groups.iter().flat_map(|group| group.iter().map(|observation| observation.time)));
    let many = groups.len();
    // For each time and group: how many leave, and how many of them ended.
    let (mut left, mut ended) = (vec![0.0; time.len() * many], vec![0.0; time.len() * many]);
    for (group, observations) in groups.iter().enumerate() {
        for observation in *observations {
            let at = place(&time, observation.time) * many + group;
            left[at] += 1.0;
            ended[at] += f64::from(u8::from(observation.ended));
        }
    }
    let mut at_risk: Vec<f64> = groups.iter().map(|group| group.len() as f64).collect();
    let (mut obs, mut exp) = (vec![0.0; many], vec![0.0; many]);
    let mut variance = Symmetric::zero(many);
    for (left, ended) in left.chunks_exact(many).zip(ended.chunks_exact(many)) {
        let (n, d): (f64, f64) = (at_risk.iter().sum(), ended.iter().sum());
        let spread = if n > 1.0 { d * (n - d) / (n - 1.0) } else { 0.0 };
        for a in 0..many {
            let share = at_risk[a] / n;
            obs[a] += ended[a];
            exp[a] += d * share;
            for (b, other) in at_risk.iter().enumerate().skip(a) {
                let covariance = share * (f64::from(u8::from(a == b)) - other / n);
                variance.set(a, b, variance.get(a, b) + spread * covariance);
            }
        }
        at_risk.iter_mut().zip(left).for_each(|(at_risk, left)| *at_risk -= left);
    }
    // The differences add up to 0, so the last one says nothing new.
    let keep: Vec<usize> = (0..many - 1).collect();
    let difference: Vec<f64> = keep.iter().map(|group| obs[*group] - exp[*group]).collect();
    let chisq = variance.part(&keep).cholesky().map(|factor| dot(&difference, &factor.solve(&difference)));
    Ok(LogRank { chisq, obs, exp })
}
