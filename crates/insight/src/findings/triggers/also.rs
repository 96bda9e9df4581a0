//! What else may be made of an exposure, tried: that it acts a day or two later, that only much of it does, that two act only
//! together.
//!
//! Each is a column that is not in the fit. One pass over the rows gives the score of them all (Rao), each by itself beside all
//! exposures as they are usually looked at. What stands out, by Holm's list of its own, is then fitted with the rest,
//! and has to pass all that a link has to pass.

use super::fit::{plan, sets};
use crate::design::{Also, Design, Shape};
use crate::findings::Settings;
use supple_stats::clogit::{Penalty, Ties};
use supple_stats::discovery::{holm, two_sided};
use supple_stats::distributions::normal_cdf;

/// The chance of any false claim that the list of these works with. Less than for what is usually looked at: most of what is tried is
/// nothing, and both lists together have to stay within what is promised.
pub(super) const ALSO_ANY_FALSE: f64 = 0.02;

/// At most so many are fitted with the rest.
const MOST: usize = 3;

/// Something that was tried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tried {
    pub(super) also: Also,
    /// How many standard errors from 0 it is; none where it adds nothing that could be known.
    pub(super) z: Option<f64>,
    /// Whether it is fitted with the rest.
    pub(super) stands_out: bool,
}

/// What can be made of each of these exposures by itself, tried beside this fit of them.
pub(super) fn tried(
    design: &Design,
    settings: &Settings,
    places: &[usize],
    coef: &[Option<f64>],
) -> Option<Vec<Tried>> {
    let shapes = |(column, place): (usize, &usize)| {
        let exposure = &design.exposures[*place];
        let shapes = match exposure.exercise {
            // It is looked at for longer than a day as it is.
            Some(_) => Vec::new(),
            None => Shape::alone(exposure.window, exposure.scale.is_some()),
        };
        shapes.into_iter().map(move |shape| Also { column, shape })
    };
    try_all(design, settings, places, places.iter().enumerate().flat_map(shapes).collect(), coef)
}

/// Tries each of these beside a fit of the exposures as they are usually looked at.
pub(super) fn try_all(
    design: &Design,
    settings: &Settings,
    places: &[usize],
    all: Vec<Also>,
    coef: &[Option<f64>],
) -> Option<Vec<Tried>> {
    if all.is_empty() {
        return Some(Vec::new());
    }
    let table = design.table(&plan(settings, places, &all));
    let held = |column: usize| Some(coef.get(column).copied().flatten().unwrap_or(0.0));
    let mut coefficients: Vec<Option<f64>> = (0..places.len()).map(held).collect();
    coefficients.extend(all.iter().map(|_| None));
    coefficients.extend((places.len()..coef.len()).map(held));
    let scores = sets(design, places, &all, &table)?;
    let scores = scores.added(Ties::Exact, Penalty::LogF(settings.log_f), &coefficients).ok()?;
    let z: Vec<Option<f64>> = scores.into_iter().skip(places.len()).take(all.len()).collect();
    // What is done less for days after a spasm looks, days later, as if it kept the next one away.
    let counts = |also: &Also, z: f64| z > 0.0 || !matches!(also.shape, Shape::DaysBefore(_));
    let p = |(also, z): (&Also, &Option<f64>)| z.map(|z| if counts(also, z) { two_sided(normal_cdf(z)) } else { 1.0 });
    let p: Vec<Option<f64>> = all.iter().zip(&z).map(p).collect();
    let on_the_list = holm(&p, ALSO_ANY_FALSE);
    let mut by_size: Vec<usize> = (0..all.len()).filter(|place| on_the_list[*place]).collect();
    by_size.sort_by(|a, b| z[*b].unwrap_or(0.0).abs().total_cmp(&z[*a].unwrap_or(0.0).abs()));
    by_size.truncate(MOST);
    let one = |(place, also)| Tried { also, z: z[place], stands_out: by_size.contains(&place) };
    Some(all.into_iter().enumerate().map(one).collect())
}

/// Of two exposures that are each likely linked: pairs that act more, or less, together than both do apart. Each with the column of
/// either exposure, and whether it is more.
pub(super) fn together(
    design: &Design,
    settings: &Settings,
    likely: &[usize],
    places: &[usize],
    coef: &[Option<f64>],
) -> Vec<(usize, usize, bool)> {
    let pairs = likely.iter().enumerate().flat_map(|(at, column)| {
        let others = likely.get(at + 1..).unwrap_or_default();
        others.iter().map(|other| Also { column: *column, shape: Shape::With(*other) })
    });
    let tried = try_all(design, settings, places, pairs.collect(), coef).unwrap_or_default();
    let stands_out = tried.into_iter().filter(|one| one.stands_out);
    let pair = |one: Tried| match one.also.shape {
        Shape::With(other) => Some((one.also.column, other, one.z? > 0.0)),
        Shape::DaysBefore(_) | Shape::UpperThird => None,
    };
    stands_out.filter_map(pair).collect()
}
