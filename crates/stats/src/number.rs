//! Functions of one number.
//!
//! Everything goes through libm, never through the machine's own mathematics, so that a phone's browser and a server
//! give the same digits.

/// The functions of the C library, in Rust: `exp`, `lgamma`, `log` and `log1p` of R.
///
/// ```
/// use supple_stats::number::{exp, lgamma, ln, ln_1p};
///
/// assert_eq!((ln(1.0), ln_1p(0.0), exp(0.0)), (0.0, 0.0, 1.0));
/// assert!((lgamma(5.0) - ln(24.0)).abs() < 1e-15);
/// ```
pub use libm::{exp, lgamma, log as ln, log1p as ln_1p};

/// The largest absolute value that is computed with: its square must still be a number.
const LARGEST: f64 = 1e100;

/// Whether a value is one to compute with: finite, and not beyond 1e100.
///
/// ```
/// use supple_stats::number::is_sound;
///
/// assert!(is_sound(-1e100) && !is_sound(1e101) && !is_sound(f64::NAN));
/// ```
pub fn is_sound(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// Whether a value is one to compute with, and above 0.
///
/// ```
/// use supple_stats::number::is_above_zero;
///
/// assert!(is_above_zero(0.1) && !is_above_zero(0.0) && !is_above_zero(f64::INFINITY));
/// ```
pub fn is_above_zero(value: f64) -> bool {
    value > 0.0 && value <= LARGEST
}

/// ln(1 + e^x) without overflow: `-plogis(-x, log.p = TRUE)` of R.
///
/// ```
/// assert_eq!(supple_stats::number::ln_1p_exp(1000.0), 1000.0);
/// ```
pub fn ln_1p_exp(x: f64) -> f64 {
    if x > 0.0 { x + ln_1p(exp(-x)) } else { ln_1p(exp(x)) }
}

/// 1 / (1 + e^-x): `plogis` of R.
///
/// ```
/// assert_eq!(supple_stats::number::logistic(0.0), 0.5);
/// ```
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 { 1.0 / (1.0 + exp(-x)) } else { exp(x) / (1.0 + exp(x)) }
}

/// Where a continuous function that has different signs at the two ends is 0, to the last digits: `uniroot` of R.
///
/// Chandrupatla's method (Adv. Eng. Softw. 1997): inverse quadratic interpolation where it is safe, else bisection.
/// Without a change of sign the end with the smaller value comes back.
///
/// ```
/// let root = supple_stats::number::root(|x| x * x - 2.0, 0.0, 2.0);
/// assert!((root - 2.0_f64.sqrt()).abs() < 1e-15);
/// ```
pub fn root(mut function: impl FnMut(f64) -> f64, from: f64, to: f64) -> f64 {
    let end = function(to);
    root_before(function, from, (to, end))
}

/// The same, where the value at the second end is known.
pub(crate) fn root_before(mut function: impl FnMut(f64) -> f64, from: f64, to: (f64, f64)) -> f64 {
    let (mut a, (mut b, mut fb)) = (from, to);
    let mut fa = function(a);
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
