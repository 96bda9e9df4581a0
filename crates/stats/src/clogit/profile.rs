//! Profile limits: how far a coefficient can go before the fit becomes too bad.
//!
//! With l(v) the best (penalised) log likelihood when coefficient j is held at v, the *loss* is `2 (l(best) - l(v))`, and
//! a limit is where it reaches 3.8415. The square root of the loss is nearly a straight line in v, and its slope is
//! known: by the envelope theorem that of l(v) is the score of coefficient j at the constrained best. So Newton's method
//! on the root finds a limit in a few steps; a bracket keeps it safe. Each step starts from where the other coefficients
//! are on the way to, which the information tells: they move by `-I_oo^-1 I_oj` for each unit of v.
//!
//! P(b > 0) is, to the order of the normal approximation of the signed root, `Phi(sign(b) sqrt(loss(0)))`.

use super::newton::{Drift, NEAR, Point, Spread, Top, climb};
use crate::StatsError;
use crate::distributions::{CHI_SQUARE_95, Z_975, normal_cdf};
use crate::matrix::Cholesky;

/// How far from the best a limit is looked for, in within-set standard deviations of x: e^80 is not an odds ratio.
const FAR: f64 = 80.0;

const MOST_STEPS: usize = 200;

/// Limits of one coefficient.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    /// None: no lower limit, as under separation without a penalty.
    pub(super) lower: Option<f64>,
    pub(super) upper: Option<f64>,
    /// P(b > 0).
    pub(super) positive: Option<f64>,
    /// Whether all that there is was found. Not so, now and then, under separation: the other coefficients may run off
    /// faster than they can be followed.
    pub(super) complete: bool,
}

/// The limits of the free column at this place.
pub(super) fn limits(
    function: impl FnMut(&[f64]) -> Point,
    top: &Top,
    free: &[usize],
    spread: &Spread,
    place: usize,
    may_have_none: bool,
) -> Limits {
    let column = free[place];
    let mut profile = Profile {
        function,
        spread,
        may_have_none,
        column,
        others: free.iter().copied().filter(|other| *other != column).collect(),
        highest: top.at.value,
        at: top.coefficients.clone(),
        drag: Vec::new(),
    };
    profile.drag = profile.drag(&top.at, top.at.information.part(&profile.others).cholesky().as_ref());

    let goes_up = match top.drift[place] {
        Some(drift) => drift == Drift::Up,
        None => top.coefficients[column] > 0.0,
    };
    let best = profile.clone_place();
    let positive = profile.loss(0.0).ok().map(|(loss, _)| {
        let root = loss.max(0.0).sqrt();
        normal_cdf(if goes_up { root } else { -root })
    });
    let curvature = top.at.information.own_part(column, free.iter().copied());
    // Where the information has vanished, one standard deviation of x is as good a first step as any.
    let scale = spread.scale[column];
    let known = top.drift[place].is_none() && curvature > 0.0;
    let reach = if known { (Z_975 / curvature.sqrt()).min(4.0 / scale) } else { 1.0 / scale };
    let mut side = |away: Drift, first_step: f64| -> Result<Option<f64>, StatsError> {
        if top.drift[place] == Some(away) {
            return Ok(None);
        }
        profile.go_back(&best);
        profile.limit(first_step)
    };
    let (lower, upper) = (side(Drift::Down, -reach), side(Drift::Up, reach));
    let complete = positive.is_some() && lower.is_ok() && upper.is_ok();
    Limits { lower: lower.unwrap_or(None), upper: upper.unwrap_or(None), positive, complete }
}

/// The loss as a function of one coefficient.
struct Profile<'s, F> {
    function: F,
    spread: &'s Spread,
    /// Whether there may be no limit: not so with a penalty, which grows without bound.
    may_have_none: bool,
    column: usize,
    others: Vec<usize>,
    highest: f64,
    /// All coefficients, at the last place looked at.
    at: Vec<f64>,
    /// How the others move with one unit of the column, there.
    drag: Vec<f64>,
}

impl<F: FnMut(&[f64]) -> Point> Profile<'_, F> {
    /// The loss with the column held at a value, and its slope.
    fn loss(&mut self, value: f64) -> Result<(f64, f64), StatsError> {
        let way = value - self.at[self.column];
        for (other, drag) in self.others.iter().zip(&self.drag) {
            self.at[*other] += way * drag;
        }
        self.at[self.column] = value;
        let start = (self.at.clone(), (self.function)(&self.at));
        let held = climb(&mut self.function, start, &self.others, self.spread, NEAR)?;
        self.at = held.coefficients;
        self.drag = self.drag(&held.at, held.factor.as_ref());
        // The rest of the way, by the parabola.
        let mut score = held.at.score[self.column];
        for (other, step) in self.others.iter().zip(&held.step) {
            self.at[*other] += step;
            score -= held.at.information.get(self.column, *other) * step;
        }
        Ok((2.0 * (self.highest - held.at.value - 0.5 * held.gain), -2.0 * score))
    }

    /// How the others move with one unit of the column; with the factor of their information, if it has one.
    fn drag(&self, at: &Point, factor: Option<&Cholesky>) -> Vec<f64> {
        let pull: Vec<f64> = self.others.iter().map(|other| -at.information.get(self.column, *other)).collect();
        factor.map_or_else(|| vec![0.0; pull.len()], |factor| factor.solve(&pull))
    }

    fn clone_place(&self) -> (Vec<f64>, Vec<f64>) {
        (self.at.clone(), self.drag.clone())
    }

    fn go_back(&mut self, place: &(Vec<f64>, Vec<f64>)) {
        (self.at, self.drag) = place.clone();
    }

    /// The limit in the direction of a first step; none if there is none.
    fn limit(&mut self, first_step: f64) -> Result<Option<f64>, StatsError> {
        let (best, scale) = (self.at[self.column], self.spread.scale[self.column]);
        let (mut inside, mut outside) = (best, None);
        let (mut v, mut step) = (best + first_step, first_step);
        for _ in 0..MOST_STEPS {
            let (loss, slope) = self.loss(v)?;
            let root = loss.max(0.0).sqrt();
            if loss >= CHI_SQUARE_95 {
                outside = Some(v);
            } else {
                inside = v;
            }
            let newton = v - (root - Z_975) * 2.0 * root / slope;
            // The next step would be the square of this one. The bracket has no say any more: it is as narrow.
            if (newton - v).abs() * scale < 1e-7 {
                return Ok(Some(newton));
            }
            let next = match outside {
                Some(outside) if (newton - inside) * (newton - outside) < 0.0 => newton,
                Some(outside) => 0.5 * (inside + outside),
                // Not further than four times as far at once, so as not to run past a sound limit.
                None => {
                    let ahead = (newton - v) * step.signum();
                    step *= 2.0;
                    if ahead > 0.0 && ahead < step.abs() { newton } else { v + step }
                }
            };
            if self.may_have_none && (next - best).abs() * scale > FAR {
                return Ok(None);
            }
            if (next - v).abs() * scale < 1e-13 {
                return Ok(Some(next));
            }
            v = next;
        }
        Err(StatsError::NotSettled(MOST_STEPS))
    }
}
