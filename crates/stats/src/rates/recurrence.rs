//! The times of single events: is there a drift, by tests that need no weeks.
//!
//! Details for those who ask: all of them take events as independent, and overstate what clustered spasms show. With
//! event times t_i in (0, T] and N of them:
//! - **Laplace**: `U = (mean t - T/2) / (T sqrt(1 / (12 N)))`, standard normal without a trend.
//! - **MIL-HDBK-189**: `2 sum ln(T / t_i)`, chi-square with 2N degrees without a trend.
//! - **Power law**: rate proportional to t^(shape - 1); `shape = N / sum ln(T / t_i)`, with chi-square limits. It ties the
//!   rate to the arbitrary start of the diary.
//! - **Log-linear**: rate exp(a + b t); b solves `sum t + N/b - N T / (1 - exp(-b T)) = 0`.

use crate::distributions::{chi_square_quantile, normal_cdf};
use crate::number::{exp, is_above_zero, ln, root};
use crate::{RowError, StatsError};
use serde::Serialize;

/// Drift in the times of events.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recurrence {
    /// The number of events.
    pub n: usize,
    /// The time watched, in the unit of the times.
    #[serde(rename = "T")]
    pub watched: f64,
    /// Laplace's statistic: above 0 when events become more frequent.
    #[serde(rename = "laplace_U")]
    pub laplace_u: f64,
    /// The chance of one as far from 0, without a trend.
    pub laplace_p_two_sided: f64,
    /// Twice the sum of ln(T / t).
    pub mil_hdbk_189_chisq: f64,
    /// Its degrees of freedom.
    pub mil_hdbk_189_df: usize,
    /// The shape of a power law, by maximum likelihood: above 1 when events become more frequent.
    pub powerlaw_shape_mle: f64,
    /// Its scale: the expected number of events by time 1, per unit of time.
    pub powerlaw_scale_lambda: f64,
    /// The shape without bias.
    pub powerlaw_shape_unbiased: f64,
    /// 95 % limits of the shape.
    pub powerlaw_shape_ci95: [f64; 2],
    /// The log likelihood of the power law.
    pub loglik_powerlaw: f64,
    /// The log likelihood of an even rate.
    pub loglik_hpp: f64,
    /// The drift of a log-linear rate, per unit of time. None where it is infinite.
    pub loglinear_b: Option<f64>,
}

/// Looks for drift in event times, counted from the start of watching, which lasted a given time.
///
/// R has none of these built in; by hand they are `pnorm` of Laplace's U and `pchisq` of MIL-HDBK-189.
///
/// ```
/// use supple_stats::rates::recurrence;
///
/// let even = recurrence(&[1.0, 5.0, 9.0], 10.0)?;
/// assert_eq!((even.laplace_u, even.laplace_p_two_sided), (0.0, 1.0));
/// assert!(recurrence(&[5.0, 8.0, 9.0], 10.0)?.powerlaw_shape_mle > 1.0);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// With fewer than two events, and with a time that is not above 0 and at most the time watched, or not before it for
/// all.
pub fn recurrence(times: &[f64], watched: f64) -> Result<Recurrence, StatsError> {
    if !is_above_zero(watched) {
        return Err(StatsError::Row { row: 0, error: RowError::NotPositive { column: "the time watched" } });
    }
    if let Some(row) = times.iter().position(|time| !(*time > 0.0 && *time <= watched)) {
        return Err(StatsError::Row { row, error: RowError::OutsideTheTime });
    }
    if times.len() < 2 {
        return Err(StatsError::TooFewEvents { got: times.len() as u64, needed: 2 });
    }
    let n = times.len() as f64;
    let sum: f64 = times.iter().sum();
    let logs: f64 = times.iter().map(|time| ln(watched / time)).sum();
    if logs <= 0.0 {
        return Err(StatsError::AllAtOneEnd);
    }
    let laplace_u = (sum / n - watched / 2.0) / (watched * (1.0 / (12.0 * n)).sqrt());
    let shape = n / logs;
    let limit = |p: f64| chi_square_quantile(p, 2.0 * n).map_or(f64::NAN, |q| shape * q / (2.0 * n));
    // N t^(shape - 1) shape / T^shape is the rate at its best.
    let loglik_powerlaw = n * ln(n * shape / watched) - (shape - 1.0) * logs - n;
    Ok(Recurrence {
        n: times.len(),
        watched,
        laplace_u,
        laplace_p_two_sided: 2.0 * normal_cdf(-laplace_u.abs()),
        mil_hdbk_189_chisq: 2.0 * logs,
        mil_hdbk_189_df: 2 * times.len(),
        powerlaw_shape_mle: shape,
        powerlaw_scale_lambda: exp(ln(n) - shape * ln(watched)),
        powerlaw_shape_unbiased: (n - 1.0) / logs,
        powerlaw_shape_ci95: [limit(0.025), limit(0.975)],
        loglik_powerlaw,
        loglik_hpp: n * ln(n / watched) - n,
        loglinear_b: log_linear(sum / n / watched).map(|b| b / watched),
    })
}

/// The drift over the whole time at which events are, on average, at this share of it; none where no drift up to e^500
/// is enough.
fn log_linear(mean_share: f64) -> Option<f64> {
    // The mean of a variable on (0, 1) with density proportional to e^(b s), less 1/2: odd in b.
    let centred = |b: f64| {
        if b.abs() < 1e-3 { b / 12.0 - b * b * b / 720.0 } else { 0.5 / libm::tanh(b / 2.0) - 1.0 / b }
    };
    let off = |b: f64| centred(b) - (mean_share - 0.5);
    (off(-500.0) < 0.0 && off(500.0) > 0.0).then(|| root(off, -500.0, 500.0))
}
