//! What a person does on a day.

use super::day::Day;
use crate::dice::Dice;
use crate::model::{Kind, Model, Thing};
use std::ops::Range;

/// A person's own share of each thing differs by this, in log odds.
const OWN: f64 = 0.3;

/// How much a level carries over from day to day.
const LEVEL_LASTS: f64 = 0.3;

/// Nothing with a time is before this minute of the day, nor after the other.
const AWAKE: Range<i64> = 7 * 60..21 * 60 + 30;

/// It takes so many minutes of a back that feels wrong until someone does something else that day.
const FELT: i64 = 60;

/// What is so around a day.
pub(super) struct Around<'a> {
    /// The day of the week, from 0 for Monday.
    pub(super) weekday: usize,
    /// The hidden state.
    pub(super) hidden: f64,
    /// The minutes of the day in which the back feels wrong.
    pub(super) wrong: Option<Range<i64>>,
    /// The day before.
    pub(super) before: Option<&'a Day>,
    /// The first minute of the day.
    pub(super) begins: i64,
}

/// A person's own share of each thing, in log odds beside that of the world.
pub(super) fn own(model: &Model, dice: &mut Dice) -> Vec<f64> {
    model.things.iter().map(|_| OWN * dice.normal()).collect()
}

/// A day of a person: a Markov chain of two states for each thing, moved by how full the day is and by what nobody sees.
pub(super) fn day(model: &Model, own: &[f64], around: &Around<'_>, dice: &mut Dice) -> Day {
    let full = model.common * dice.normal();
    let wrong = around.wrong.as_ref().map(|wrong| wrong.start.max(AWAKE.start)..wrong.end.min(AWAKE.end));
    let wrong = wrong.filter(|wrong| wrong.end - wrong.start >= FELT);
    let mut day = Day::default();
    for (place, (thing, own)) in model.things.iter().zip(own).enumerate() {
        let moved = own + full + thing.hidden * around.hidden;
        let sign = thing.sign.filter(|_| wrong.is_some());
        let before = around.before.map(|before| (before.is[place], before.behind[place]));
        let mut behind = 0.0;
        let is = if thing.kind == Kind::Level {
            let rest = (1.0 - LEVEL_LASTS * LEVEL_LASTS).sqrt();
            behind = before.map_or(0.0, |(_, behind)| LEVEL_LASTS * behind) + rest * dice.normal();
            true
        } else {
            let usual = moved_by(moved, usual(thing, before.map(|(is, _)| is), around.weekday));
            dice.yes(sign.unwrap_or(usual))
        };
        let mut at = Vec::new();
        if is && matches!(thing.kind, Kind::Hours | Kind::Exercise) {
            at = times(thing.kind, sign.and(wrong.clone()), dice);
            at.retain(|minute| *minute >= around.begins);
        }
        // What would have been in hours that the clock never showed was not.
        let timed = matches!(thing.kind, Kind::Hours | Kind::Exercise);
        day.is.push(is && !(timed && at.is_empty()));
        day.behind.push(behind);
        day.at.push(at);
    }
    day
}

/// The chance that it is so, before anything moves it.
fn usual(thing: &Thing, before: Option<bool>, weekday: usize) -> f64 {
    match (thing.week, before) {
        (Some(week), _) => week[weekday],
        (None, None) => thing.share,
        (None, Some(true)) => 1.0 - 1.0 / thing.lasts,
        (None, Some(false)) => thing.share / ((1.0 - thing.share) * thing.lasts),
    }
}

/// A probability, moved by so much on the scale of log odds.
fn moved_by(moved: f64, probability: f64) -> f64 {
    1.0 / (1.0 + (1.0 / probability - 1.0) * libm::exp(-moved))
}

/// When it is done: any time awake, one to three times; again and again while the back feels wrong.
fn times(kind: Kind, wrong: Option<Range<i64>>, dice: &mut Dice) -> Vec<i64> {
    let mut at = Vec::new();
    if let Some(wrong) = wrong {
        let mut next = wrong.start + dice.whole(1, 7) * 10;
        while next < wrong.end {
            at.push(next / 10 * 10);
            next += dice.whole(6, 19) * 10;
        }
    } else {
        let many = match kind {
            Kind::Exercise => 1,
            _ => 1 + usize::from(dice.yes(0.5)) + usize::from(dice.yes(0.2)),
        };
        at.extend((0..many).map(|_| dice.whole(AWAKE.start / 10, AWAKE.end / 10 + 1) * 10));
    }
    at.sort_unstable();
    at.dedup();
    at
}
