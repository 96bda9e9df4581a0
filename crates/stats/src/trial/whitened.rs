//! Rows with their errors made independent, as sums, and what follows from them for one sigma.

use super::{Allocated, Errors};
use crate::number::{exp, ln};

/// The coefficients: mu, delta, gamma.
const MANY: usize = 3;

/// What is known beforehand of mu, delta and gamma: means and standard deviations.
const PRIOR_MEAN: [f64; MANY] = [1.5, 0.0, 0.0];
const PRIOR_SD: [f64; MANY] = [3.0, 2.0, 0.5];

/// A square of as many rows as there are coefficients, row by row.
type Square = [[f64; MANY]; MANY];

/// The rows with independent errors of variance sigma^2, as sums.
pub(super) struct Whitened {
    rows: f64,
    /// X'X, X'y and y'y.
    xx: Square,
    xy: [f64; MANY],
    yy: f64,
    /// ln of the determinant of the correlations.
    ln_determinant: f64,
}

/// What follows for one sigma.
pub(super) struct Given {
    pub(super) ln_likelihood: f64,
    /// The means of mu and delta.
    pub(super) mean: [f64; 2],
    /// The Cholesky factor of the precision, with its diagonal turned over.
    lower: Square,
}

impl Given {
    /// The variances of mu and delta, and their covariance.
    pub(super) fn variances(&self) -> [f64; 3] {
        // The inverse of the precision is M'M, where M is the inverse of the factor.
        let [[m00, ..], [l10, m11, _], [l20, l21, m22]] = self.lower;
        let m10 = -m11 * l10 * m00;
        let (m20, m21) = (-m22 * (l20 * m00 + l21 * m10), -m22 * l21 * m11);
        [m00 * m00 + m10 * m10 + m20 * m20, m11 * m11 + m21 * m21, m10 * m11 + m20 * m21]
    }
}

impl Whitened {
    /// Takes from each row its share of the one before, and gives what is left the same variance.
    pub(super) fn of(rows: &[Allocated], errors: Errors, rho: f64) -> Whitened {
        let middle = rows.iter().map(|one| one.before).sum::<f64>() / rows.len() as f64;
        let whole = |one: &Allocated| [1.0, if one.is_b { 0.5 } else { -0.5 }, one.before - middle, one.fall];
        let zero = [[0.0; MANY]; MANY];
        let mut sums = Whitened { rows: rows.len() as f64, xx: zero, xy: [0.0; MANY], yy: 0.0, ln_determinant: 0.0 };
        let mut before: Option<&Allocated> = None;
        for one in rows {
            let mut row = whole(one);
            if let Some(before) = before {
                let share = match errors {
                    Errors::Independent => 0.0,
                    Errors::ByTime => exp(ln(rho) * (one.time - before.time)),
                    Errors::ByOrder => rho,
                };
                let left = 1.0 - share * share;
                let scale = left.sqrt().recip();
                for (value, earlier) in row.iter_mut().zip(whole(before)) {
                    *value = (*value - share * earlier) * scale;
                }
                sums.ln_determinant += ln(left);
            }
            let [x @ .., y] = row;
            for a in 0..MANY {
                for b in a..MANY {
                    sums.xx[a][b] += x[a] * x[b];
                    sums.xx[b][a] = sums.xx[a][b];
                }
                sums.xy[a] += x[a] * y;
            }
            sums.yy += y * y;
            before = Some(one);
        }
        sums
    }

    /// The log likelihood of a sigma whose ln and precision these are, and mu and delta with it.
    pub(super) fn given(&self, ln_sigma: f64, precision: f64) -> Option<Given> {
        let mut q = self.xx.map(|row| row.map(|value| value * precision));
        let mut right = self.xy.map(|value| value * precision);
        let mut of_prior = 0.0;
        for place in 0..MANY {
            let prior = const {
                [
                    1.0 / (PRIOR_SD[0] * PRIOR_SD[0]),
                    1.0 / (PRIOR_SD[1] * PRIOR_SD[1]),
                    1.0 / (PRIOR_SD[2] * PRIOR_SD[2]),
                ]
            }[place];
            q[place][place] += prior;
            right[place] += prior * PRIOR_MEAN[place];
            of_prior += prior * PRIOR_MEAN[place] * PRIOR_MEAN[place];
        }
        let lower = factor(&q)?;
        let best = solve(&lower, right);
        let squares = self.yy * precision + of_prior - dot(&right, &best);
        let ln_determinant = -2.0 * ln((0..MANY).map(|place| lower[place][place]).product());
        let ln_likelihood = -self.rows * ln_sigma - 0.5 * (self.ln_determinant + ln_determinant + squares);
        ln_likelihood.is_finite().then_some(Given { ln_likelihood, mean: [best[0], best[1]], lower })
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The Cholesky factor, with its diagonal turned over. As `matrix` has it, but on the stack: a trial is fitted thousands of times.
fn factor(q: &Square) -> Option<Square> {
    let mut lower = [[0.0; MANY]; MANY];
    for row in 0..MANY {
        for column in 0..=row {
            let rest = q[row][column] - dot(&lower[row][..column], &lower[column][..column]);
            if column < row {
                lower[row][column] = rest * lower[column][column];
            } else if rest.is_finite() && rest > 1e-14 * q[row][row].max(0.0) {
                lower[row][row] = rest.sqrt().recip();
            } else {
                return None;
            }
        }
    }
    Some(lower)
}

/// x with L L' x = b, for a factor as [`factor`] gives it.
fn solve(lower: &Square, b: [f64; MANY]) -> [f64; MANY] {
    let mut x = b;
    for row in 0..MANY {
        x[row] = (x[row] - dot(&lower[row][..row], &x[..row])) * lower[row][row];
    }
    for row in (0..MANY).rev() {
        let later: f64 = (row + 1..MANY).map(|below| lower[below][row] * x[below]).sum();
        x[row] = (x[row] - later) * lower[row][row];
    }
    x
}
