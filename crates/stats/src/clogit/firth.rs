//! Firth's penalty, `1/2 ln |I(b)|`, for comparison.
//!
//! Its gradient needs third derivatives of the likelihood. For a comparison it is enough to take them numerically:
//! central differences at two distances, extrapolated, good to about 1e-11.

use super::likelihood::Likelihood;
use super::newton::{Point, Spread};

/// The likelihood with Firth's penalty on the free columns. The information is that of the likelihood alone, as is
/// usual; so the climb is not Newton's to the letter, but near to it.
pub(super) fn firth(likelihood: &mut Likelihood<'_>, free: &[usize], spread: &Spread, coefficients: &[f64]) -> Point {
    let at = likelihood.at(coefficients);
    let mut penalty = |coefficients: &[f64]| {
        let information = likelihood.at(coefficients).information.part(free);
        information.cholesky().map_or(f64::NEG_INFINITY, |factor| 0.5 * factor.ln_determinant())
    };
    let mut score = at.score;
    let mut moved = coefficients.to_vec();
    for &column in free {
        let mut slope = |h: f64| {
            moved[column] = coefficients[column] + h;
            let above = penalty(&moved);
            moved[column] = coefficients[column] - h;
            let below = penalty(&moved);
            moved[column] = coefficients[column];
            (above - below) / (2.0 * h)
        };
        let h = 1e-3 / spread.scale[column];
        score[column] += (4.0 * slope(h) - slope(2.0 * h)) / 3.0;
    }
    Point { value: at.loglik + penalty(coefficients), loglik: at.loglik, score, information: at.information }
}
