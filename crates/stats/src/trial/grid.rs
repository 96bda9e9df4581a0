//! The posterior as a finite mixture of normals, one for each point of a grid.

use super::whitened::{Given, Whitened};
use super::{Allocated, Difference, Errors, QUANTILES, Quantiles};
use crate::distributions::{normal_cdf, normal_density, normal_quantile};
use crate::number::{exp, ln, ln_1p};
use std::sync::OnceLock;

/// The grid over ln sigma: its ends as sigma.
const SIGMA: (f64, f64) = (0.15, 12.0);

/// Its points; so many tell a posterior that is as narrow as after 20 spasms to nine digits. By time there are twice as many,
/// by order half: what is summed there too is smooth.
const SIGMA_STEPS: usize = 81;

/// The grid over rho by time: the middles of so many equal parts.
const RHO_STEPS: usize = 120;

/// The grid over rho by order: steps of u from 0 to either side, with rho = tanh u. The sum of a smooth function that dies away on
/// both sides converges faster than any power of the step (trapezoidal rule), and after 20 spasms u is known to 0.2 at best.
const TANH_STEPS: i32 = 22;
const TANH_STEP: f64 = 0.2;

/// The scale and the degrees of freedom of the half-t prior of sigma.
const SIGMA_SCALE: f64 = 2.0;
const SIGMA_DEGREES: f64 = 3.0;

/// What is known after a trial: a finite mixture of normals.
#[derive(Clone, Debug)]
pub struct Posterior(Vec<Part>);

/// A point of the grid: its weight, and the normal distribution of mu and delta there.
#[derive(Clone, Debug)]
struct Part {
    weight: f64,
    mean_mu: f64,
    mean: f64,
    sd: f64,
    /// The standard deviations of mu - delta / 2 and mu + delta / 2.
    sd_arms: [f64; 2],
    sigma: f64,
    rho: f64,
}

impl Posterior {
    /// All points of the grid, their weights adding up to 1. The rows are in the order of time.
    pub(super) fn of(rows: &[Allocated], errors: Errors) -> Posterior {
        let sigmas = sigmas(errors);
        let rhos = rhos(errors);
        let mut points = Vec::with_capacity(sigmas.len() * rhos.len());
        for (rho, ln_prior_rho) in rhos {
            let whitened = Whitened::of(rows, errors, rho);
            for sigma in sigmas {
                let Some(given) = whitened.given(sigma.ln, sigma.precision) else { continue };
                let log = given.ln_likelihood + (sigma.ln_prior + ln_prior_rho);
                points.push((log, given, sigma.value, rho));
            }
        }
        let highest = points.iter().map(|point| point.0).fold(f64::NEG_INFINITY, f64::max);
        // What weighs less than this changes no digit.
        let least = if errors == Errors::ByTime { f64::NEG_INFINITY } else { highest - 45.0 };
        points.retain(|point| point.0 > least);
        let sum: f64 = points.iter().map(|point| exp(point.0 - highest)).sum();
        let part = |(log, given, sigma, rho): (f64, Given, f64, f64)| {
            let [mean_mu, mean] = given.mean;
            let [of_mu, of_delta, covariance] = given.variances();
            let arm = |sign: f64| (of_mu + 0.25 * of_delta + sign * covariance).max(0.0).sqrt();
            let sd_arms = [arm(-1.0), arm(1.0)];
            Part { weight: exp(log - highest) / sum, mean_mu, mean, sd: of_delta.sqrt(), sd_arms, sigma, rho }
        };
        Posterior(points.into_iter().map(part).collect())
    }

    fn average(&self, of: impl Fn(&Part) -> f64) -> f64 {
        self.0.iter().map(|part| part.weight * of(part)).sum()
    }

    /// The mean of delta.
    pub fn mean_delta(&self) -> f64 {
        self.average(|part| part.mean)
    }

    /// The standard deviation of delta.
    pub fn sd_delta(&self) -> f64 {
        let mean = self.mean_delta();
        let variance = self.average(|part| part.sd * part.sd + part.mean * part.mean) - mean * mean;
        variance.max(0.0).sqrt()
    }

    /// The probability that delta is below so many points.
    pub fn below(&self, points: f64) -> f64 {
        self.average(|part| normal_cdf((points - part.mean) / part.sd))
    }

    /// The probability that delta is above so many points.
    pub fn above(&self, points: f64) -> f64 {
        1.0 - self.below(points)
    }

    /// The points below which delta lies with this probability.
    pub fn quantile(&self, probability: f64) -> f64 {
        let reach = self.0.iter().map(|part| part.mean.abs() + 9.0 * part.sd).fold(0.0, f64::max);
        let (mut low, mut high) = (-reach, reach);
        // Newton's method, kept within what brackets the quantile: a root of a sum of thousands costs by how often it is made.
        let mut at = (self.mean_delta() + self.sd_delta() * normal_quantile(probability)).clamp(low, high);
        for _ in 0..100 {
            let over = self.below(at) - probability;
            *(if over > 0.0 { &mut high } else { &mut low }) = at;
            let slope = self.average(|part| normal_density((at - part.mean) / part.sd) / part.sd);
            let next = at - over / slope;
            if (next - at).abs() <= 1e-12 * (1.0 + at.abs()) {
                return next;
            }
            at = if low < next && next < high { next } else { 0.5 * (low + high) };
        }
        at
    }

    /// The probability that the mean fall after a measure, at the mean pain before, is below so many points.
    pub fn arm_below(&self, is_b: bool, points: f64) -> f64 {
        let half = if is_b { 0.5 } else { -0.5 };
        let place = usize::from(is_b);
        self.average(|part| normal_cdf((points - part.mean_mu - half * part.mean) / part.sd_arms[place]))
    }

    /// The mean of sigma: how far falls scatter.
    pub fn mean_sigma(&self) -> f64 {
        self.average(|part| part.sigma)
    }

    /// The mean of rho: how alike errors a day apart are, or those of one spasm and the next. 0 where they are independent.
    pub fn mean_rho(&self) -> f64 {
        self.average(|part| part.rho)
    }

    /// All that is told of delta.
    pub fn difference(&self) -> Difference {
        Difference {
            mean_delta: self.mean_delta(),
            sd_delta: self.sd_delta(),
            q: Quantiles { p: QUANTILES, x: QUANTILES.map(|share| self.quantile(share)) },
            p_gt0: self.above(0.0),
            p_gt1: self.above(1.0),
            p_lt_m1: self.below(-1.0),
            mean_sigma: self.mean_sigma(),
            mean_rho: self.mean_rho(),
        }
    }
}

/// A point of the grid over sigma.
struct Sigma {
    value: f64,
    ln: f64,
    precision: f64,
    /// The half-t density, as one of ln sigma, but for a constant.
    ln_prior: f64,
}

/// The points of the grid over sigma. They are always the same, and half of the time of a small fit.
fn sigmas(errors: Errors) -> &'static [Sigma] {
    static BY_ORDER: OnceLock<Vec<Sigma>> = OnceLock::new();
    static INDEPENDENT: OnceLock<Vec<Sigma>> = OnceLock::new();
    static BY_TIME: OnceLock<Vec<Sigma>> = OnceLock::new();
    let (grid, steps) = match errors {
        Errors::ByOrder => (&BY_ORDER, SIGMA_STEPS.div_ceil(2)),
        Errors::Independent => (&INDEPENDENT, SIGMA_STEPS),
        Errors::ByTime => (&BY_TIME, 2 * SIGMA_STEPS - 1),
    };
    grid.get_or_init(|| {
        let (from, to) = SIGMA;
        let step = (ln(to) - ln(from)) / (steps - 1) as f64;
        let sigma = |place: usize| {
            let ln = ln(from) + step * place as f64;
            let value = exp(ln);
            let t = value / SIGMA_SCALE;
            let ln_prior = -0.5 * (SIGMA_DEGREES + 1.0) * ln_1p(t * t / SIGMA_DEGREES) + ln;
            Sigma { value, ln, precision: exp(-2.0 * ln), ln_prior }
        };
        (0..steps).map(sigma).collect()
    })
}

/// The points of the grid over rho, each with the ln of its prior but for a constant.
fn rhos(errors: Errors) -> Vec<(f64, f64)> {
    match errors {
        Errors::Independent => vec![(0.0, 0.0)],
        // Beta(1, 3) is (1 - rho)^2.
        Errors::ByTime => {
            let middles = (0..RHO_STEPS).map(|step| (step as f64 + 0.5) / RHO_STEPS as f64);
            middles.map(|rho| (rho, 2.0 * ln(1.0 - rho))).collect()
        }
        // Beta(3, 3) over -1 to 1 is (1 - rho^2)^2, and drho = (1 - rho^2) du.
        Errors::ByOrder => (-TANH_STEPS..=TANH_STEPS)
            .map(|step| {
                let e = exp(2.0 * TANH_STEP * f64::from(step));
                let rho = (e - 1.0) / (e + 1.0);
                (rho, 3.0 * (ln(4.0) + ln(e) - 2.0 * ln(e + 1.0)))
            })
            .collect(),
    }
}
