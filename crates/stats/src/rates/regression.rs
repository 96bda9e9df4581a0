//! The log-linear rate, with the spread of counts known: Poisson, or negative binomial at one theta.
//!
//! Work is done on z = (x - middle) / span, which runs over one unit, so that a and b are hardly entangled and a penalty
//! on b is one on the change over the whole time watched.

use super::Counts;
use crate::Penalty;
use crate::StatsError;
use crate::distributions::CHI_SQUARE_95;
use crate::number::{exp, lgamma, ln, ln_1p, root_before};
use serde::Serialize;

const MOST_ROUNDS: usize = 200;

/// A log-linear rate by Poisson regression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Poisson {
    /// The logarithm of the rate per unit of exposure at x = 0, and its change for one unit of x.
    pub coef: [f64; 2],
    /// Their standard errors.
    pub se: [f64; 2],
    /// The log likelihood.
    pub loglik: f64,
    /// Twice the log likelihood that is missing to a perfect fit.
    pub deviance: f64,
    /// The sum of the squared Pearson residuals.
    pub pearson: f64,
    /// Periods less two.
    pub df: usize,
    /// 95 % profile limits of the change.
    pub profile95_t: [f64; 2],
}

/// A log-linear rate whose standard errors are widened by the spread that is seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuasiPoisson {
    /// As for [`Poisson`].
    pub coef: [f64; 2],
    /// Those of [`Poisson`], times the square root of the dispersion.
    pub se: [f64; 2],
    /// The sum of the squared Pearson residuals for each degree of freedom. 1 where counts are Poisson.
    pub dispersion: f64,
}

/// Fits a Poisson regression: `glm(count ~ x + offset(log(exposure)), family = poisson)` of R, with the limits of `confint`.
///
/// ```
/// use supple_stats::rates::{Counts, poisson, quasi_poisson};
///
/// // 4 in 20 days, 2 and then 8 in 40: the rate doubles from the first two periods, taken together, to the last.
/// let counts = Counts::new(&[0.0, 0.0, 1.0], &[20.0, 40.0, 40.0], &[4, 2, 8])?;
/// let fit = poisson(&counts)?;
/// assert!((fit.coef[0].exp() - 0.1).abs() < 1e-9 && (fit.coef[1].exp() - 2.0).abs() < 1e-9);
/// let wider = quasi_poisson(&fit);
/// assert!(wider.coef == fit.coef && wider.se[1] > fit.se[1]);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// With fewer than three periods, and with all events at one end of x.
pub fn poisson(counts: &Counts<'_>) -> Result<Poisson, StatsError> {
    if counts.periods() < 3 {
        return Err(StatsError::TooFewPeriods { got: counts.periods(), needed: 3 });
    }
    if counts.all_at_one_end() {
        return Err(StatsError::AllAtOneEnd);
    }
    let model = Model::new(counts, Penalty::None);
    let best = model.best(None, None)?;
    let excess = |z_slope: f64| {
        model.best(None, Some(z_slope)).map_or(f64::NAN, |held| 2.0 * (best.value - held.value) - CHI_SQUARE_95)
    };
    let (lo, hi) = profile(&best, excess).ok_or(StatsError::NotSettled(MOST_ROUNDS))?;
    let (mut deviance, mut pearson) = (0.0, 0.0);
    for (mu, (_, count)) in model.means(&best).zip(counts.pairs()) {
        let y = count as f64;
        deviance += 2.0 * (if count == 0 { 0.0 } else { y * ln(y / mu) } - (y - mu));
        pearson += (y - mu) * (y - mu) / mu;
    }
    let (coef, se) = model.on_scale_of_x(&best, None);
    Ok(Poisson {
        coef,
        se,
        loglik: best.loglik,
        deviance,
        pearson,
        df: counts.periods() - 2,
        profile95_t: [lo / model.span, hi / model.span],
    })
}

/// Widens the standard errors of a Poisson regression by the spread that is seen: `family = quasipoisson` of R's `glm`. See
/// the example at [`poisson`].
pub fn quasi_poisson(poisson: &Poisson) -> QuasiPoisson {
    let dispersion = poisson.pearson / poisson.df as f64;
    QuasiPoisson { coef: poisson.coef, se: poisson.se.map(|se| se * dispersion.sqrt()), dispersion }
}

/// The regression on z.
pub(super) struct Model<'c> {
    counts: &'c Counts<'c>,
    z: Vec<f64>,
    /// The logarithm of each exposure, and of the factorial of each count: they come again at every step.
    ln_exposure: Vec<f64>,
    ln_factorial: Vec<f64>,
    middle: f64,
    pub(super) span: f64,
    prior: Penalty,
}

/// A fit on z.
#[derive(Clone, Copy, Debug)]
pub(super) struct Best {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) loglik: f64,
    /// With the penalty.
    pub(super) value: f64,
    /// The observed information about b beyond what a explains.
    pub(super) curvature: f64,
}

impl<'c> Model<'c> {
    pub(super) fn new(counts: &'c Counts<'c>, prior: Penalty) -> Model<'c> {
        let (least, most) = counts.ends();
        let (middle, span) = (0.5 * least + 0.5 * most, most - least);
        let z = counts.x().iter().map(|x| (x - middle) / span).collect();
        let ln_exposure = counts.pairs().map(|(exposure, _)| ln(exposure)).collect();
        let ln_factorial = counts.pairs().map(|(_, count)| lgamma(count as f64 + 1.0)).collect();
        Model { counts, z, ln_exposure, ln_factorial, middle, span, prior }
    }

    /// The best fit at a theta (none for Poisson), with the slope free or held.
    ///
    /// The log likelihood is concave in a and b, so Newton's method with halved steps gets there from anywhere.
    pub(super) fn best(&self, theta: Option<f64>, held: Option<f64>) -> Result<Best, StatsError> {
        self.best_from(theta, held, (ln(self.counts.events() as f64 / self.counts.exposure()), 0.0))
    }

    /// The same, from what may be near it: the best fit at another theta.
    pub(super) fn best_from(
        &self,
        theta: Option<f64>,
        held: Option<f64>,
        (mut a, b): (f64, f64),
    ) -> Result<Best, StatsError> {
        let mut b = held.unwrap_or(b);
        let mut at = self.at(theta, a, b);
        for _ in 0..MOST_ROUNDS {
            let [aa, ab, bb] = at.information;
            let own = bb - ab * ab / aa;
            let (step_a, step_b) = match held {
                Some(_) => (at.score[0] / aa, 0.0),
                None => {
                    let step_b = (at.score[1] - ab / aa * at.score[0]) / own;
                    ((at.score[0] - ab * step_b) / aa, step_b)
                }
            };
            let gain = at.score[0] * step_a + at.score[1] * step_b;
            if !gain.is_finite() {
                break;
            }
            if gain < 1e-18 {
                return Ok(Best { a, b, loglik: at.loglik, value: at.value, curvature: own });
            }
            let mut part = 1.0;
            loop {
                let there = self.at(theta, a + part * step_a, b + part * step_b);
                if there.value >= at.value - 1e-13 * (1.0 + at.value.abs()) {
                    (a, b, at) = (a + part * step_a, b + part * step_b, there);
                    break;
                }
                part *= 0.5;
                if part < 1e-12 {
                    return Err(StatsError::NotSettled(MOST_ROUNDS));
                }
            }
        }
        Err(StatsError::NotSettled(MOST_ROUNDS))
    }

    /// What no value at this theta exceeds: each count at the mean that makes it likeliest, and no change, which the prior makes
    /// likeliest. It grows with theta: its derivative is `sum over k < y of 1 / (theta + k) - ln(1 + y / theta)`, and the sum is
    /// larger than the integral.
    pub(super) fn most(&self, theta: f64) -> f64 {
        let counts = self.counts.pairs().map(|(_, count)| count).zip(&self.ln_factorial);
        let each = counts.filter(|(count, _)| *count > 0).map(|(count, ln_factorial)| {
            let y = count as f64;
            ln_choices(count, theta, y) + y * ln(y) - theta * ln_1p(y / theta) - ln_factorial
        });
        self.prior.at(0.0).0 + each.sum::<f64>()
    }

    /// The expected counts at a fit.
    pub(super) fn means(&self, best: &Best) -> impl Iterator<Item = f64> {
        let (a, b) = (best.a, best.b);
        self.z.iter().zip(self.counts.pairs()).map(move |(z, (exposure, _))| exposure * exp(a + b * z))
    }

    /// The coefficients for x, and their standard errors from the expected information at this theta.
    pub(super) fn on_scale_of_x(&self, best: &Best, theta: Option<f64>) -> ([f64; 2], [f64; 2]) {
        let (mut aa, mut ab, mut bb) = (0.0, 0.0, self.prior.at(best.b).2);
        for (mu, z) in self.means(best).zip(&self.z) {
            let weight = theta.map_or(mu, |theta| mu / (1.0 + mu / theta));
            aa += weight;
            ab += weight * z;
            bb += weight * z * z;
        }
        let determinant = aa * bb - ab * ab;
        let (var_a, cov, var_b) = (bb / determinant, -ab / determinant, aa / determinant);
        // a + b z = (a - b middle/span) + (b/span) x
        let shift = self.middle / self.span;
        let intercept_variance = var_a - 2.0 * shift * cov + shift * shift * var_b;
        ([best.a - best.b * shift, best.b / self.span], [intercept_variance.sqrt(), var_b.sqrt() / self.span])
    }

    fn at(&self, theta: Option<f64>, a: f64, b: f64) -> At {
        let (value, slope, curvature) = self.prior.at(b);
        let mut at = At { loglik: 0.0, value, score: [0.0, slope], information: [0.0, 0.0, curvature] };
        let known = self.ln_exposure.iter().zip(&self.ln_factorial);
        for ((z, (_, count)), (ln_exposure, ln_factorial)) in self.z.iter().zip(self.counts.pairs()).zip(known) {
            let y = count as f64;
            let eta = a + b * z + ln_exposure;
            let mu = exp(eta);
            let (slope, curvature) = match theta {
                None => {
                    at.loglik += y * eta - mu - ln_factorial;
                    (y - mu, mu)
                }
                Some(theta) => {
                    at.loglik += ln_choices(count, theta, mu) + y * eta - theta * ln_1p(mu / theta) - ln_factorial;
                    let share = theta / (theta + mu);
                    ((y - mu) * share, mu * share * (theta + y) / (theta + mu))
                }
            };
            at.score[0] += slope;
            at.score[1] += slope * z;
            at.information[0] += curvature;
            at.information[1] += curvature * z;
            at.information[2] += curvature * z * z;
        }
        at.value += at.loglik;
        at
    }
}

struct At {
    loglik: f64,
    value: f64,
    score: [f64; 2],
    information: [f64; 3],
}

/// `ln Gamma(y + theta) - ln Gamma(theta) - y ln(theta + mu)`: for whole y a sum, which stays exact for large theta.
fn ln_choices(count: u64, theta: f64, mu: f64) -> f64 {
    // The logarithm of a few factors at once costs as much as that of one, and no product of so few leaves what a number can hold.
    const AT_ONCE: usize = 16;
    let all = theta + mu;
    let from = |first: u64| -> f64 { (first..count).take(AT_ONCE).map(|k| (theta + k as f64) / all).product() };
    (0..count).step_by(AT_ONCE).map(|first| ln(from(first))).sum()
}

/// Where the excess over the limit is 0, below and above the best slope. None if it never is.
pub(super) fn profile(best: &Best, mut excess: impl FnMut(f64) -> f64) -> Option<(f64, f64)> {
    let reach = 2.0 / best.curvature.sqrt();
    if !reach.is_finite() {
        return None;
    }
    let mut side = |direction: f64| {
        let (mut inside, mut step) = (best.b, direction * reach);
        for _ in 0..60 {
            let v = inside + step;
            let there = excess(v);
            if there.is_nan() {
                return None;
            }
            if there >= 0.0 {
                return Some(root_before(&mut excess, inside, (v, there)));
            }
            inside = v;
            step *= 2.0;
        }
        None
    };
    Some((side(-1.0)?, side(1.0)?))
}
