//! Profile limits: how far a coefficient can go before the fit becomes too bad.
//!
//! With l(v) the best (penalised) log likelihood when coefficient j is held at v, a limit solves
//! `2 (l(best) - l(v)) = 3.8415`. By the envelope theorem the slope of l(v) is the score of coefficient j at that
//! constrained best; so the root is found by Newton's method inside a bracket. P(b > 0) is, to the order of the normal
//! approximation of the signed root, `Phi(sign(b) sqrt(2 (l(best) - l(0))))`.

use super::newton::{Drift, Point, Top, climb};
use crate::StatsError;
use crate::number::{CHI_SQUARE_95, normal_cdf};

/// A coefficient, in within-set standard deviations of x, beyond which there is no limit to be found: e^40 is not an
/// odds ratio.
const FAR: f64 = 40.0;

/// Limits of one coefficient.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// None: no lower limit, as under separation without a penalty.
    pub(super) lower: Option<f64>,
    pub(super) upper: Option<f64>,
    /// P(b > 0).
    pub(super) positive: f64,
}

/// The limits of the free column at this place.
pub(super) fn limits(
    mut function: impl FnMut(&[f64]) -> Point,
    top: &Top,
    free: &[usize],
    scale: &[f64],
    place: usize,
) -> Result<Limits, StatsError> {
    let column = free[place];
    let others: Vec<usize> = free.iter().copied().filter(|other| *other != column).collect();
    let best = top.coefficients[column];
    // The excess over the limit at v, and its slope.
    let mut warm = top.coefficients.clone();
    let mut excess = |v: f64| -> Result<(f64, f64), StatsError> {
        warm[column] = v;
        let held = climb(&mut function, warm.clone(), &others, scale)?;
        warm.clone_from(&held.coefficients);
        Ok((2.0 * (top.at.value - held.at.value) - CHI_SQUARE_95, -2.0 * held.at.score[column]))
    };

    let at_zero = (excess(0.0)?.0 + CHI_SQUARE_95).max(0.0).sqrt();
    let goes_up = match top.drift[place] {
        Some(drift) => drift == Drift::Up,
        None => best > 0.0,
    };
    let positive = normal_cdf(if goes_up { at_zero } else { -at_zero });

    let curvature = top.at.information.own_part(column, free.iter().copied());
    // Two standard errors, or one standard deviation of x where the information has vanished.
    let reach =
        if top.drift[place].is_none() && curvature > 0.0 { 2.0 / curvature.sqrt() } else { 1.0 / scale[column] };
    let reach = reach.min(4.0 / scale[column]);
    let mut side = |direction: f64| -> Result<Option<f64>, StatsError> {
        let (mut inside, mut step) = (best, reach * direction);
        let mut outside = loop {
            let v = inside + step;
            if (v - best).abs() * scale[column] > 2.0 * FAR {
                return Ok(None);
            }
            if excess(v)?.0 >= 0.0 {
                break v;
            }
            inside = v;
            step *= 2.0;
        };
        let mut v = 0.5 * (inside + outside);
        for _ in 0..100 {
            let (too_much, slope) = excess(v)?;
            if too_much >= 0.0 {
                outside = v;
            } else {
                inside = v;
            }
            let newton = v - too_much / slope;
            let within = (newton - inside) * (newton - outside) < 0.0;
            let next = if within { newton } else { 0.5 * (inside + outside) };
            if (next - v).abs() * scale[column] < 1e-11 || (inside - outside).abs() * scale[column] < 1e-13 {
                return Ok(Some(next));
            }
            v = next;
        }
        Ok(Some(v))
    };
    let lower = if top.drift[place] == Some(Drift::Down) { None } else { side(-1.0)? };
    let upper = if top.drift[place] == Some(Drift::Up) { None } else { side(1.0)? };
    Ok(Limits { lower, upper, positive })
}
