//! How many times the rate, by what is so.

use super::day::{Day, level};
use crate::model::{DAY, EVENING, Effect, Kind, MORNING, Model, TWO_HOURS, Thing};

/// The rate is the same for so many minutes.
pub(super) const CELL: i64 = 10;

/// So many are a day.
pub(super) const CELLS: usize = (DAY / CELL) as usize;

/// For each part of a day, how many times the rate by all things.
pub(super) fn factors(model: &Model, days: &[Day], day: usize) -> [f64; CELLS] {
    let mut factors = [1.0; CELLS];
    let mut multiply = |times: f64, on: &[bool; CELLS]| {
        for (factor, _) in factors.iter_mut().zip(on).filter(|(_, on)| **on) {
            *factor *= times;
        }
    };
    for (place, thing) in model.things.iter().enumerate().filter(|(_, thing)| thing.effect != Effect::Nothing) {
        multiply(thing.effect.factor(), &works(thing, place, days, day));
    }
    if let Some((one, other, times)) = model.together {
        let [one, other] = [one, other].map(|place| works(&model.things[place], place, days, day));
        multiply(times, &std::array::from_fn(|cell| one[cell] && other[cell]));
    }
    factors
}

/// In which parts of a day a thing works.
fn works(thing: &Thing, place: usize, days: &[Day], day: usize) -> [bool; CELLS] {
    let was = |ago: usize| day.checked_sub(ago).and_then(|day| days.get(day));
    let is = |ago: usize| {
        was(ago).is_some_and(|day| match thing.effect {
            Effect::From { level: least, .. } => level(day.behind[place]) >= least,
            _ => day.is[place],
        })
    };
    let at = |ago: usize| was(ago).map_or(&[][..], |day| &day.at[place]);
    if let Effect::Later { days, .. } = thing.effect {
        return [is(days as usize); CELLS];
    }
    std::array::from_fn(|cell| {
        let minute = cell as i64 * CELL;
        match thing.kind {
            Kind::Hours => at(0).iter().any(|at| (*at..at + TWO_HOURS).contains(&minute)),
            Kind::Night => is(usize::from(minute < MORNING)),
            Kind::Day | Kind::Level => is(usize::from(minute < EVENING)),
            Kind::Exercise => at(0).iter().any(|at| *at <= minute) || at(1).iter().any(|at| *at > minute),
        }
    })
}

/// How the rate of a day goes with the clock, with a mean of 1: most from seven to noon (Steffens et al., Arthritis Care
/// Res 2015), least in bed. By how much is a judgement.
pub(super) fn clock(minute: i64) -> f64 {
    let weight = match minute / 60 {
        7..12 => 2.0,
        12..18 => 1.2,
        6 | 18..22 => 0.8,
        _ => 0.25,
    };
    weight / ((5.0 * 2.0 + 6.0 * 1.2 + 5.0 * 0.8 + 8.0 * 0.25) / 24.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_has_a_mean_of_one() {
        let mean = (0..DAY).map(clock).sum::<f64>() / DAY as f64;
        assert!((mean - 1.0).abs() < 1e-12, "{mean}");
    }
}
