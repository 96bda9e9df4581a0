//! Functions of one number.
//!
//! Everything goes through libm, never through the machine's own mathematics, so that a phone's browser and a server
//! give the same digits.

use statrs::distribution::{Beta, ChiSquared, ContinuousCDF, Normal, StudentsT};

pub(crate) use libm::{exp, lgamma, log as ln, log1p as ln_1p};

/// The 95 % point of chi-square with one degree of freedom: a profile limit is where twice the loss of log likelihood
/// reaches it.
pub(crate) const CHI_SQUARE_95: f64 = 3.841_458_820_694_124;

/// The 97.5 % point of the standard normal.
pub(crate) const Z_975: f64 = 1.959_963_984_540_054;

/// The largest absolute value that is computed with: its square must still be a number.
const LARGEST: f64 = 1e100;

/// Whether a value is one to compute with: finite, and not too large.
pub(crate) fn is_sound(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// Whether a value is one to compute with, and above 0.
pub(crate) fn is_above_zero(value: f64) -> bool {
    value > 0.0 && value <= LARGEST
}

/// The standard normal distribution function.
pub(crate) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The point below which a beta variable lies with this probability; none unless both shapes are above 0.
pub(crate) fn beta_quantile(probability: f64, a: f64, b: f64) -> Option<f64> {
    Beta::new(a, b).ok().map(|beta| beta.inverse_cdf(probability))
}

/// The probability that a beta variable is below this.
pub(crate) fn beta_cdf(x: f64, a: f64, b: f64) -> Option<f64> {
    Beta::new(a, b).ok().map(|beta| beta.cdf(x))
}

/// The point below which a chi-square variable lies with this probability; none unless the degrees are above 0.
pub(crate) fn chi_square_quantile(probability: f64, degrees: f64) -> Option<f64> {
    ChiSquared::new(degrees).ok().map(|chi| chi.inverse_cdf(probability))
}

/// From so many degrees on, Student's t is told by its expansion about the normal distribution (Fisher, Metron 1925): what
/// is left out is of the order of 1e-12 there, while the beta function of statrs is off by 1e-5 at a million degrees.
const MANY_DEGREES: f64 = 1e4;

/// The point below which Student's t lies with this probability; none unless the degrees are above 0.
pub(crate) fn student_quantile(probability: f64, degrees: f64) -> Option<f64> {
    if degrees > MANY_DEGREES {
        let z = Normal::standard().inverse_cdf(probability);
        let square = z * z;
        let first = z * (square + 1.0) / 4.0;
        let second = z * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
        return Some(z + first / degrees + second / (degrees * degrees));
    }
    StudentsT::new(0.0, 1.0, degrees).ok().map(|student| student.inverse_cdf(probability))
}

/// The probability that Student's t is below this.
pub(crate) fn student_cdf(t: f64, degrees: f64) -> Option<f64> {
    if degrees > MANY_DEGREES {
        let density = exp(-0.5 * t * t) / (2.0 * std::f64::consts::PI).sqrt();
        let square = t * t;
        let first = t * (square + 1.0) / 4.0;
        let second = t * (((3.0 * square - 7.0) * square - 5.0) * square - 3.0) / 96.0;
        return Some(normal_cdf(t) - density * (first / degrees + second / (degrees * degrees)));
    }
    StudentsT::new(0.0, 1.0, degrees).ok().map(|student| student.cdf(t))
}

/// ln(1 + e^x) without overflow.
pub(crate) fn ln_1p_exp(x: f64) -> f64 {
    if x > 0.0 { x + ln_1p(exp(-x)) } else { ln_1p(exp(x)) }
}

/// 1 / (1 + e^-x).
pub(crate) fn logistic(x: f64) -> f64 {
    if x >= 0.0 { 1.0 / (1.0 + exp(-x)) } else { exp(x) / (1.0 + exp(x)) }
}

/// Where a continuous function that has different signs at the two ends is 0, to the last digits.
///
/// Chandrupatla's method (Adv. Eng. Softw. 1997): inverse quadratic interpolation where it is safe, else bisection.
/// Without a change of sign the end with the smaller value comes back.
pub(crate) fn root(mut function: impl FnMut(f64) -> f64, from: f64, to: f64) -> f64 {
    let (mut a, mut b) = (from, to);
    let (mut fa, mut fb) = (function(a), function(b));
    if fa == 0.0 {
        return a;
    }
    let mut part = 0.5;
    for _ in 0..200 {
        let x = a + part * (b - a);
        let fx = function(x);
        // [a, b] brackets; c is the point before.
        let (c, fc) = if (fx > 0.0) == (fa > 0.0) { (a, fa) } else { (b, fb) };
        if (fx > 0.0) != (fa > 0.0) {
            (b, fb) = (a, fa);
        }
        (a, fa) = (x, fx);
        let (best, f_best) = if fa.abs() < fb.abs() { (a, fa) } else { (b, fb) };
        let smallest = (4.0 * f64::EPSILON * best.abs() + 1e-300) / (b - a).abs().max(f64::MIN_POSITIVE);
        if smallest > 0.5 || f_best == 0.0 {
            return best;
        }
        let xi = (a - b) / (c - b);
        let phi = (fa - fb) / (fc - fb);
        let safe = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        part = if safe {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        }
        .clamp(smallest, 1.0 - smallest);
    }
    if fa.abs() < fb.abs() { a } else { b }
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

    #[test]
    fn a_root_is_found_to_the_last_digits() {
        assert!((root(|x| x * x - 2.0, 0.0, 2.0) - std::f64::consts::SQRT_2).abs() < 1e-15);
        assert!((root(|x| 2.0 - x * x, 2.0, 0.0) - std::f64::consts::SQRT_2).abs() < 1e-15);
        assert!((root(|x| exp(x) - 1e9, -50.0, 50.0) - ln(1e9)).abs() < 1e-12);
        assert!((root(|x| x * x * x, -1.0, 3.0)).abs() < 1e-5, "a flat root");
        assert_eq!(root(|x| x, 0.0, 1.0), 0.0);
        assert_eq!(root(|x| x - 1.0, 0.0, 1.0), 1.0);
    }

    #[test]
    fn logistic_functions_neither_overflow_nor_cancel() {
        assert_eq!(ln_1p_exp(1000.0), 1000.0);
        assert_eq!(ln_1p_exp(-1000.0), 0.0);
        assert!((ln_1p_exp(0.0) - std::f64::consts::LN_2).abs() < 1e-16);
        assert_eq!((logistic(1000.0), logistic(-1000.0), logistic(0.0)), (1.0, 0.0, 0.5));
    }
}
