//! Distributions: `pnorm`, `pbeta` and `qbeta`, `qchisq`, `pt` and `qt` of R.
//!
//! Upper and lower tails are as in R with `lower.tail = TRUE`.

use crate::number::{exp, root};
use statrs::distribution::{Beta, ChiSquared, ContinuousCDF, Normal, StudentsT};

/// The 95 % point of chi-square with one degree of freedom: a profile limit is where twice the loss of log likelihood
/// reaches it.
pub const CHI_SQUARE_95: f64 = 3.841_458_820_694_124;

/// The 97.5 % point of the standard normal.
pub const Z_975: f64 = 1.959_963_984_540_054;

/// The standard normal distribution function: `pnorm` of R.
///
/// ```
/// use supple_stats::distributions::{Z_975, normal_cdf};
///
/// assert!((normal_cdf(Z_975) - 0.975).abs() < 1e-15);
/// ```
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The point below which a standard normal variable lies with this probability: `qnorm` of R. At 0 and 1 it is 38 standard
/// deviations away, where no probability can be told from none.
///
/// ```
/// use supple_stats::distributions::{Z_975, normal_quantile};
///
/// assert!((normal_quantile(0.975) - Z_975).abs() < 1e-9);
/// ```
pub fn normal_quantile(probability: f64) -> f64 {
    root(|z| normal_cdf(z) - probability, -38.0, 38.0)
}

/// The standard normal density: `dnorm` of R.
///
/// ```
/// assert!((supple_stats::distributions::normal_density(0.0) - 0.398_942_280_401_432_7).abs() < 1e-15);
/// ```
pub fn normal_density(z: f64) -> f64 {
    exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt()
}

/// The point below which a beta variable lies with this probability, `qbeta` of R; none unless both shapes are above 0.
///
/// ```
/// use supple_stats::distributions::beta_quantile;
///
/// assert!((beta_quantile(0.975, 4.0, 1.0).unwrap() - 0.975_f64.powf(0.25)).abs() < 1e-14);
/// assert_eq!(beta_quantile(0.5, 0.0, 1.0), None);
/// ```
pub fn beta_quantile(probability: f64, a: f64, b: f64) -> Option<f64> {
    Beta::new(a, b).ok().map(|beta| beta.inverse_cdf(probability))
}

/// The probability that a beta variable is below this, `pbeta` of R; none unless both shapes are above 0.
///
/// ```
/// use supple_stats::distributions::beta_cdf;
///
/// assert!((beta_cdf(0.5, 1.0, 2.0).unwrap() - 0.75).abs() < 1e-14);
/// ```
pub fn beta_cdf(x: f64, a: f64, b: f64) -> Option<f64> {
    Beta::new(a, b).ok().map(|beta| beta.cdf(x))
}

/// The point below which a chi-square variable lies with this probability, `qchisq` of R; none unless the degrees are
/// above 0.
///
/// ```
/// use supple_stats::distributions::{CHI_SQUARE_95, chi_square_quantile};
///
/// assert!((chi_square_quantile(0.95, 1.0).unwrap() - CHI_SQUARE_95).abs() < 1e-12);
/// ```
pub fn chi_square_quantile(probability: f64, degrees: f64) -> Option<f64> {
    ChiSquared::new(degrees).ok().map(|chi| chi.inverse_cdf(probability))
}

/// From so many degrees on, Student's t is told by its expansion about the normal distribution (Fisher, Metron 1925): what
/// is left out is of the order of 1e-12 there, while the beta function of statrs is off by 1e-5 at a million degrees.
const MANY_DEGREES: f64 = 1e4;

/// The point below which Student's t lies with this probability, `qt` of R; none unless the degrees are above 0.
///
/// ```
/// use supple_stats::distributions::student_quantile;
///
/// assert!((student_quantile(0.975, 9.0).unwrap() - 2.262_157_162_798_2).abs() < 1e-12);
/// ```
pub fn student_quantile(probability: f64, degrees: f64) -> Option<f64> {
    if degrees > MANY_DEGREES {
        let z = Normal::standard().inverse_cdf(probability);
        let square = z * z;
        let first = z * (square + 1.0) / 4.0;
        let second = z * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
        return Some(z + first / degrees + second / (degrees * degrees));
    }
    StudentsT::new(0.0, 1.0, degrees).ok().map(|student| student.inverse_cdf(probability))
}

/// The probability that Student's t is below this, `pt` of R; none unless the degrees are above 0.
///
/// ```
/// use supple_stats::distributions::student_cdf;
///
/// assert_eq!(student_cdf(0.0, 5.0), Some(0.5));
/// ```
pub fn student_cdf(t: f64, degrees: f64) -> Option<f64> {
    if degrees > MANY_DEGREES {
        let density = exp(-0.5 * t * t) / (2.0 * std::f64::consts::PI).sqrt();
        let square = t * t;
        let first = t * (square + 1.0) / 4.0;
        let second = t * (((3.0 * square - 7.0) * square - 5.0) * square - 3.0) / 96.0;
        return Some(normal_cdf(t) - density * (first / degrees + second / (degrees * degrees)));
    }
    StudentsT::new(0.0, 1.0, degrees).ok().map(|student| student.cdf(t))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_are_the_quantiles_that_they_claim_to_be() {
        assert!((chi_square_quantile(0.95, 1.0).unwrap() - CHI_SQUARE_95).abs() < 1e-12);
        assert!((normal_cdf(Z_975) - 0.975).abs() < 1e-15);
        assert!((normal_cdf(-6.0) - 9.865_876_450_376_98e-10).abs() < 1e-22);
    }

    #[test]
    fn a_beta_quantile_is_the_closed_form_where_there_is_one() {
        // One shape 1: the distribution function is a power.
        assert!((beta_quantile(0.975, 4.0, 1.0).unwrap() - 0.975_f64.powf(0.25)).abs() < 1e-14);
        assert!((beta_quantile(0.025, 1.0, 200.0).unwrap() - (1.0 - 0.975_f64.powf(0.005))).abs() < 1e-14);
        assert!(beta_quantile(0.5, 0.0, 1.0).is_none());
    }

    #[test]
    fn students_t_is_that_of_the_tables() {
        // `qt(0.975, degrees)` of R.
        for (degrees, t) in [
            (1.0, 12.706_204_736_174_7),
            (9.0, 2.262_157_162_798_2),
            (1e4, 1.960_201_239_890_63),
            (10_001.0, 1.960_201_216_164_64),
            (1e5, 1.959_987_707_534_61),
            (1e6, 1.959_966_356_814_11),
        ] {
            assert!((student_quantile(0.975, degrees).unwrap() - t).abs() < 2e-9, "{degrees}");
            assert!((student_cdf(t, degrees).unwrap() - 0.975).abs() < 1e-10, "{degrees}");
        }
        // `pt(4, 20000)` of R, and far out.
        assert!((student_cdf(4.0, 2e4).unwrap() - 0.999_968_214_857_243_7).abs() < 1e-12);
        assert!((0.0..1e-12).contains(&student_cdf(-40.0, 2e4).unwrap()));
        assert!(student_quantile(0.975, 0.0).is_none());
    }
}
