//! The log-linear rate by negative binomial regression.
//!
//! For a fixed theta the log likelihood is concave in a and b; so theta alone is searched: a coarse walk over ln theta
//! finds where the derivative `d l / d theta`, which at the best a and b is also that of the profile, changes its sign, and
//! there it is brought to 0. The form with variance `mu + mu^2 / theta` is that of Venables and Ripley's `glm.nb`.

use super::Counts;
use super::regression::{Best, Model, profile};
use crate::Penalty;
use crate::StatsError;
use crate::distributions::{CHI_SQUARE_95, normal_cdf};
use crate::number::{exp, ln, root};
use serde::Serialize;

/// A larger theta is no spread beyond Poisson.
pub const MAX_THETA: f64 = 1e4;

/// A smaller one is not looked for: the rate would vary by a factor of e^100.
const MIN_THETA: f64 = 1e-4;

const STEPS: usize = 19;

/// A bound on the log likelihood may be wrong in its last digits, but not by so much.
const ROUNDING: f64 = 1e-6;

/// Two log likelihoods that differ by less, as a part of themselves, are the same; of the two fits Poisson is the simpler.
const SAME: f64 = 1e-9;

/// A log-linear rate by negative binomial regression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NegativeBinomial {
    /// The logarithm of the rate per unit of exposure at x = 0, and its change for one unit of x.
    pub coef: [f64; 2],
    /// Their standard errors, with theta taken as known.
    pub se: [f64; 2],
    /// How little the rate varies: the variance of a count is `mu + mu^2 / theta`. None where there is no spread beyond
    /// Poisson.
    pub theta: Option<f64>,
    /// The standard error of theta.
    pub theta_se: Option<f64>,
    /// The log likelihood, without the prior.
    pub loglik: f64,
    /// The 95 % profile limits of the change for one unit of x, theta being at its best for each. None where there is
    /// no limit.
    pub profile95_t: Option<[f64; 2]>,
    /// P(b > 0), by the signed root of the profile.
    pub p_increasing: f64,
    /// What is to be said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
}

/// How many times a rate becomes over a stretch of x, with limits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Slope {
    /// The best estimate.
    pub ratio: f64,
    /// The lower 95 % limit.
    pub lower: f64,
    /// The upper 95 % limit.
    pub upper: f64,
}

impl NegativeBinomial {
    /// How many times the rate becomes over this much of x; none where there are no limits. With x in years, four weeks
    /// are 28/365.25.
    pub fn ratio_over(&self, x: f64) -> Option<Slope> {
        let [lower, upper] = self.profile95_t?;
        Some(Slope { ratio: exp(self.coef[1] * x), lower: exp(lower * x), upper: exp(upper * x) })
    }

    /// The x over which the rate doubles, or (negative) halves; none where the limits include no change.
    pub fn doubling(&self) -> Option<f64> {
        let [lower, upper] = self.profile95_t?;
        (lower > 0.0 || upper < 0.0).then(|| std::f64::consts::LN_2 / self.coef[1])
    }
}

/// Fits a negative binomial regression: `MASS::glm.nb(count ~ x + offset(log(exposure)))` of R, which has no prior.
///
/// ```
/// use supple_stats::Penalty;
/// use supple_stats::rates::{Counts, negative_binomial};
///
/// // Twice as many in the second half as in the first, and no more spread than chance gives.
/// let counts = Counts::new(&[0.0, 0.0, 1.0, 1.0], &[10.0; 4], &[5, 5, 10, 10])?;
/// let fit = negative_binomial(&counts, Penalty::None)?;
/// assert_eq!(fit.theta, None);
/// let ratio = fit.ratio_over(1.0).unwrap();
/// assert!((ratio.ratio - 2.0).abs() < 1e-6 && ratio.lower < 1.0 && ratio.upper > 2.0);
/// assert_eq!(fit.doubling(), None, "the limits include no change");
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// The prior is on the change over the whole of x: `b * (largest x - smallest x)`. With log-F(2, 2) even a diary of a few
/// weeks gives a finite slope. [`Penalty::Firth`] is taken as none.
///
/// # Errors
/// With fewer than three periods; without a prior, with all events at one end of x.
pub fn negative_binomial(counts: &Counts<'_>, prior: Penalty) -> Result<NegativeBinomial, StatsError> {
    check(counts, prior)?;
    let model = Model::new(counts, prior);
    let walk = walk(&model);
    let (best, theta) = over_theta(&model, &walk, counts, None)?;
    let excess = |b: f64| {
        over_theta(&model, &walk, counts, Some(b))
            .map_or(f64::NAN, |(held, _)| 2.0 * (best.value - held.value) - CHI_SQUARE_95)
    };
    let limits = profile(&best, excess).map(|(lo, hi)| [lo / model.span, hi / model.span]);
    let (coef, se) = model.on_scale_of_x(&best, theta);
    Ok(NegativeBinomial {
        coef,
        se,
        theta,
        theta_se: theta.and_then(|theta| {
            let information = theta_curvature(&model, counts, &best, theta);
            (information > 0.0).then(|| 1.0 / information.sqrt())
        }),
        loglik: best.loglik,
        profile95_t: limits,
        p_increasing: p_above_zero(best.b, excess(0.0) + CHI_SQUARE_95),
        note: theta.is_none().then_some("no more spread than chance gives (theta diverges): this is the Poisson fit"),
    })
}

fn check(counts: &Counts<'_>, prior: Penalty) -> Result<(), StatsError> {
    prior.check()?;
    if counts.periods() < 3 {
        return Err(StatsError::TooFewPeriods { got: counts.periods(), needed: 3 });
    }
    let flat = matches!(prior, Penalty::None | Penalty::Firth);
    if flat && counts.all_at_one_end() {
        return Err(StatsError::AllAtOneEnd);
    }
    Ok(())
}

/// P(b > 0) alone, as [`negative_binomial`] has it, without the limits that take most of its time.
///
/// ```
/// use supple_stats::Penalty;
/// use supple_stats::rates::{Counts, negative_binomial, p_increasing};
///
/// let counts = Counts::new(&[0.0, 0.0, 1.0, 1.0], &[10.0; 4], &[5, 5, 10, 10])?;
/// let fit = negative_binomial(&counts, Penalty::LogF(2.0))?;
/// assert_eq!(p_increasing(&counts, Penalty::LogF(2.0))?, fit.p_increasing);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// As [`negative_binomial`].
pub fn p_increasing(counts: &Counts<'_>, prior: Penalty) -> Result<f64, StatsError> {
    check(counts, prior)?;
    let model = Model::new(counts, prior);
    let walk = walk(&model);
    let best = over_theta(&model, &walk, counts, None)?.0;
    let held = over_theta(&model, &walk, counts, Some(0.0)).map_or(f64::NAN, |(held, _)| held.value);
    Ok(p_above_zero(best.b, 2.0 * (best.value - held)))
}

/// By the signed root of the profile, from the loss with b held at 0.
fn p_above_zero(b: f64, loss: f64) -> f64 {
    let root = loss.max(0.0).sqrt();
    normal_cdf(if b > 0.0 { root } else { -root })
}

/// The ln theta of a step of the walk.
fn place(k: usize) -> f64 {
    let (from, to) = (ln(MIN_THETA), ln(MAX_THETA));
    let step = (to - from) / (STEPS - 1) as f64;
    from + step * k as f64
}

/// The thetas of the walk, from much spread on, each with what no value exceeds there.
fn walk(model: &Model<'_>) -> [(f64, f64); STEPS] {
    std::array::from_fn(|k| {
        let theta = exp(place(k));
        (theta, model.most(theta))
    })
}

/// The best fit over all theta, and the theta; none where Poisson is as good.
///
/// The profile of theta can have several peaks, one of them towards Poisson: each is looked at where the slope changes its sign
/// between two places of the walk, however low these are.
fn over_theta(
    model: &Model<'_>,
    walk: &[(f64, f64); STEPS],
    counts: &Counts<'_>,
    held: Option<f64>,
) -> Result<(Best, Option<f64>), StatsError> {
    let poisson = model.best(None, held)?;
    let mut highest = (poisson, None);
    // From no spread on to much, each from the one before, which is near.
    let (mut near, mut falls, mut beyond) = (poisson, false, f64::INFINITY);
    for (k, (theta, most)) in walk.iter().enumerate().rev() {
        // With more spread than at the last place there is nothing as high: what no value exceeds only falls.
        if beyond < highest.0.value - ROUNDING * (1.0 + highest.0.value.abs()) {
            break;
        }
        near = model.best_from(Some(*theta), held, (near.a, near.b))?;
        let start = (near.a, near.b);
        let slope = |ln_theta: f64| {
            let theta = exp(ln_theta);
            model.best_from(Some(theta), held, start).map_or(f64::NAN, |best| theta_slope(model, counts, &best, theta))
        };
        let fell = std::mem::replace(&mut falls, theta_slope(model, counts, &near, *theta) < 0.0);
        let peak = match (falls, fell) {
            (false, true) => Some(exp(root(slope, place(k), place(k + 1)))),
            (true, _) if k == 0 => Some(*theta),
            _ => None,
        };
        if let Some(theta) = peak {
            let best = model.best_from(Some(theta), held, start)?;
            if best.value > highest.0.value + SAME * (1.0 + highest.0.value.abs()) {
                highest = (best, Some(theta));
            }
        }
        beyond = *most;
    }
    Ok(highest)
}

/// d l / d theta. For whole y, `digamma(y + theta) - digamma(theta)` is a sum.
fn theta_slope(model: &Model<'_>, counts: &Counts<'_>, best: &Best, theta: f64) -> f64 {
    let each = model.means(best).zip(counts.pairs()).map(|(mu, (_, count))| {
        let y = count as f64;
        let sum: f64 = (0..count).map(|k| 1.0 / (theta + k as f64)).sum();
        sum - crate::number::ln_1p(mu / theta) + (mu - y) / (theta + mu)
    });
    each.sum()
}

/// - d^2 l / d theta^2.
fn theta_curvature(model: &Model<'_>, counts: &Counts<'_>, best: &Best, theta: f64) -> f64 {
    let each = model.means(best).zip(counts.pairs()).map(|(mu, (_, count))| {
        let y = count as f64;
        let sum: f64 = (0..count).map(|k| 1.0 / ((theta + k as f64) * (theta + k as f64))).sum();
        let all = theta + mu;
        sum - 1.0 / theta + 2.0 / all - (y + theta) / (all * all)
    });
    each.sum()
}
