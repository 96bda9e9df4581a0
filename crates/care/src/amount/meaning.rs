//! What a row of items means: one of the few shapes that have one meaning, or the highest reading that it bears.

use super::items::Item;
use super::{Amount, believed};
use crate::pieces::Number;

/// What a row of items means: one of few shapes, or unclear.
pub(super) fn shape(items: &[Item]) -> Amount {
    use Item::{Bare, Count, Each, Equals, Mass, Of, Plus, Shape, Spoon, Stroke, Times, Total, Twice, Volume};
    let one = |number: &Number| number.certain().or(number.comma.then_some(number.high)).filter(|value| *value > 0.0);
    let found = match items {
        [] | [Shape] | [Shape, Shape] => Some(Amount::Nothing),
        [Mass(mg, true)] | [Mass(mg, true), Total] | [Total, Mass(mg, true)] => Some(Amount::Mass(*mg)),
        [Mass(mg, true), Shape | Each] | [Shape, Mass(mg, true)] => Some(Amount::Each(*mg, None)),
        [Mass(mg, true), Times, Bare(n) | Count(n, _)]
        | [Bare(n) | Count(n, _), Times | Of, Mass(mg, true)]
        | [Bare(n) | Count(n, _), Times | Of, Mass(mg, true), Shape | Each]
        | [Count(n, _), Mass(mg, true), Each]
        | [Bare(n), Mass(mg, true), Shape | Each]
        | [Mass(mg, true), Shape, Times, Bare(n)] => one(n).map(|n| Amount::Each(*mg, Some(n))),
        [Count(n, shape), Mass(mg, true)]
        | [Count(n, shape), Equals, Mass(mg, true)]
        | [Mass(mg, true), Count(n, shape)] => one(n).map(|n| Amount::Beside(n, *mg, Some(*shape))),
        [Count(n, shape)] | [Times, Count(n, shape)] => one(n).map(|n| Amount::Count(n, Some(*shape))),
        [Times, Bare(n)] | [Bare(n), Times] | [Bare(n), Times, Shape] => one(n).map(|n| Amount::Count(n, None)),
        [Count(n, shape), Of] => one(n).map(|n| Amount::Count(n, Some(*shape))),
        [Bare(n)] | [Bare(n), Of] | [Bare(n), Of, Each] => one(n).map(Amount::Bare),
        [Twice] => Some(Amount::Count(2.0, None)),
        [Volume(ml)] => Some(Amount::Volume(*ml)),
        [Spoon(spoon), Volume(ml)] if (spoon - ml).abs() < 0.1 => Some(Amount::Volume(*ml)),
        [Mass(mg, true), Stroke, Volume(ml)] => Some(Amount::Rate(*mg, *ml)),
        [Volume(ml), Of, Mass(mg, true), Stroke, Volume(per)]
        | [Volume(ml), Mass(mg, true), Stroke, Volume(per)]
        | [Mass(mg, true), Stroke, Volume(per), Volume(ml)] => Some(Amount::VolumeOf(*ml, (*mg, *per))),
        [Mass(first, true), more @ ..] if more.len() >= 2 => {
            let added = |pair: &[Item]| if let [Plus, Mass(mg, true)] = pair { Some(*mg) } else { None };
            let more: Option<Vec<f64>> = more.chunks(2).map(added).collect();
            more.map(|more| Amount::Mass(first + more.iter().sum::<f64>()))
        }
        _ => None,
    };
    found.or_else(|| listed(items)).unwrap_or_else(|| highest(items))
}

/// "5/325", "8mg/500mg", "30/500 x 2", "two 8/500 tablets".
fn listed(items: &[Item]) -> Option<Amount> {
    use Item::{Bare, Count, Of, Shape, Times};
    let items = items.strip_suffix(&[Shape]).unwrap_or(items);
    if let Some(all) = list(items) {
        return Some(Amount::List(all, None));
    }
    let (count, rest) = match items {
        [rest @ .., Times, Bare(n) | Count(n, _)] | [Bare(n) | Count(n, _), Times | Of, rest @ ..] => {
            (n.certain()?, rest)
        }
        [rest @ .., Count(n, _)] if n.high < believed().least_strength_mg => (n.certain()?, rest),
        [Bare(n), rest @ ..] => (n.certain().filter(|n| *n <= believed().most_beside)?, rest),
        _ => return None,
    };
    (count > 0.0).then(|| list(rest))?.map(|all| Amount::List(all, Some(count)))
}

/// Strengths with strokes between them, and nothing else.
fn list(items: &[Item]) -> Option<Vec<f64>> {
    let mut all = Vec::new();
    for (place, item) in items.iter().enumerate() {
        match item {
            Item::Bare(number) if place % 2 == 0 => all.push(number.certain()?),
            Item::Mass(mg, true) if place % 2 == 0 => all.push(*mg),
            // "8/500 tablets" are no 500 tablets.
            Item::Count(number, _) if place % 2 == 0 && place > 0 && number.high >= believed().least_strength_mg => {
                all.push(number.certain()?);
            }
            Item::Stroke if place % 2 == 1 => {}
            _ => return None,
        }
    }
    (all.len() > 1 && items.len() % 2 == 1).then_some(all)
}

/// The highest that a row of items can mean, for what has no one meaning.
fn highest(items: &[Item]) -> Amount {
    let most = |known: Option<f64>, new: f64| Some(known.map_or(new, |known: f64| known.max(new)));
    let (mut mg, mut counts) = (None, Vec::new());
    let mut number = |value: f64, mg: &mut Option<f64>| {
        if value >= believed().least_strength_mg {
            *mg = most(*mg, value)
        } else if value > 0.0 {
            counts.push(value)
        }
    };
    for (place, item) in items.iter().enumerate() {
        let beside = [place.checked_sub(1), Some(place + 1)].into_iter().flatten();
        let of_list = beside.filter_map(|place| items.get(place)).any(|item| *item == Item::Stroke);
        match item {
            Item::Mass(value, _) => mg = most(mg, *value),
            // A strength of a list is no count: "30/500".
            Item::Bare(n) if of_list && n.high > believed().most_beside => mg = most(mg, n.high),
            Item::Count(n, _) | Item::Bare(n) => number(n.high, &mut mg),
            Item::Fraction(_, high) => number(*high, &mut mg),
            Item::Twice => number(2.0, &mut mg),
            _ => {}
        }
    }
    if items.contains(&Item::Plus) {
        // A sum without units.
        let parts = items.iter().map(|item| match item {
            Item::Bare(n) if n.high >= believed().least_strength_mg => n.high,
            Item::Mass(value, _) => *value,
            _ => 0.0,
        });
        mg = Some(parts.sum::<f64>()).filter(|sum| *sum > 0.0).or(mg);
    }
    let count = if counts.is_empty() {
        None
    } else if items.contains(&Item::Times) {
        Some(counts.iter().product())
    } else if items.contains(&Item::Range) {
        counts.iter().copied().reduce(f64::max)
    } else {
        Some(counts.iter().sum())
    };
    let finite = |value: Option<f64>| value.filter(|value: &f64| value.is_finite());
    Amount::Unclear(finite(mg), finite(count))
}
