//! A life: what a person does day by day, and the spasms that come.
//!
//! Spasms are a point process in continuous time. Its rate is the same for ten minutes at a time, and the next spasm comes
//! when the rate, added up, reaches an exponential variable. So a thing that makes the rate three times as high does just
//! that, whatever else is so.

mod calendar;
mod day;
mod habits;
mod hazard;
#[cfg(test)]
mod tests;

pub(crate) use day::{HOME, Life, Spasm, level};

use crate::dice::Dice;
use crate::model::{Change, DAY, Model, Warns, Window};
use habits::Around;
use hazard::{CELL, CELLS, clock, factors};
use jiff::civil::Date;
use std::ops::Range;

/// How people of a world differ in their rate, on the log scale.
const OWN_RATE: f64 = 0.2;

/// Days of a life before the diary, where the person waits for the worst of them.
const LEAD: i64 = 140;

/// Four weeks.
const FOUR_WEEKS: i64 = 28;

/// A back that feels wrong: when, and the spasm that it leads to.
struct Warning {
    wrong: Range<i64>,
    comes: bool,
}

/// The life of a person of this world, with a diary of so many days.
pub(crate) fn live(model: &Model, days: i64, dice: &mut Dice) -> Life {
    let lead = if model.window == Window::AtTheWorst { LEAD } else { 0 };
    let (first, total) = (calendar::first(dice), lead + days);
    let stays = calendar::stays(first, total, model.travels, dice);
    let own = habits::own(model, dice);
    let step = dice.whole(days / 3, 2 * days / 3 + 1);
    let own_rate = libm::exp(OWN_RATE * dice.normal() - OWN_RATE * OWN_RATE / 2.0);
    let hidden = hidden(model, total, dice);
    let mean_of_week = model.week.iter().sum::<f64>() / 7.0;
    let mut life =
        Life { first, days: Vec::new(), stays, spasms: Vec::new(), diary: 0..days, named: days / 2, decided: None };
    let weekday = |life: &Life, day: i64| life.date(day).weekday().to_monday_zero_offset() as usize;
    // The rate of a day, without what the person does.
    let of_day = |life: &Life, day: i64| {
        let pull = model.hidden.map_or(0.0, |hidden| hidden.pull);
        let state = libm::exp(pull * hidden[day as usize] - pull * pull / 2.0);
        let course = course(model.course, day, step, days) * season(model.season, life.date(day));
        own_rate * model.rate * state * course * model.week[weekday(life, day)] / mean_of_week
    };
    let warnings = match &model.warns {
        None => Vec::new(),
        Some(warns) => warnings(warns, total, |day| of_day(&life, day), dice),
    };

    let warned = model.warns.map_or(0.0, |warns| warns.share);
    let children = model.excites.map_or(0.0, |excites| excites.children);
    let base = (1.0 - warned) * (1.0 - children) / model.usual();
    let heat_lasts = model.excites.map_or(1.0, |excites| excites.days);
    let cooling = libm::exp(-1.0 / (heat_lasts * CELLS as f64));
    let (mut heat, mut left) = (0.0, dice.wait());
    for day in 0..total {
        // Several stretches of a day are told as one.
        let wrong = warnings.iter().filter_map(|warning| of_the_day(&warning.wrong, day));
        let wrong = wrong.reduce(|one, other| one.start.min(other.start)..one.end.max(other.end));
        let begins = life.stays[day as usize].begins;
        let (weekday, hidden) = (weekday(&life, day), hidden[day as usize]);
        let around = Around { weekday, hidden, wrong, before: life.days.last(), begins };
        let today = habits::day(model, &own, &around, dice);
        life.days.push(today);
        let factors = factors(model, &life.days, day as usize);
        let steady = base * of_day(&life, day);
        for (cell, factor) in factors.into_iter().enumerate() {
            let minute = cell as i64 * CELL;
            let mut rest = if minute < begins { 0.0 } else { 1.0 };
            loop {
                let rate = (steady + heat) * clock(minute) * factor / CELLS as f64;
                if left > rest * rate {
                    left -= rest * rate;
                    break;
                }
                rest -= left / rate;
                left = dice.wait();
                let at = day * DAY + minute + ((1.0 - rest) * CELL as f64) as i64;
                life.spasms.push(spasm(at, false, model.bursts, dice));
                heat += children / heat_lasts / model.usual();
            }
            heat *= cooling;
        }
    }
    for warning in warnings.iter().filter(|warning| warning.comes && warning.wrong.end < total * DAY) {
        let (day, minute) = (warning.wrong.end.div_euclid(DAY), warning.wrong.end.rem_euclid(DAY));
        if life.stays[day as usize].begins <= minute {
            life.spasms.push(spasm(warning.wrong.end, true, model.bursts, dice));
        }
    }
    life.spasms.sort_by_key(|spasm| spasm.at);
    choose(&mut life, model, (days, step), dice);
    life
}

/// The hidden state of each day: an autoregression of order one.
fn hidden(model: &Model, days: i64, dice: &mut Dice) -> Vec<f64> {
    let Some(hidden) = model.hidden else { return vec![0.0; days as usize] };
    let keeps = libm::exp(-1.0 / hidden.days);
    let new = (1.0 - keeps * keeps).sqrt();
    let mut state = dice.normal();
    (0..days)
        .map(|_| {
            state = keeps * state + new * dice.normal();
            state
        })
        .collect()
}

/// How many times the rate on a day, by how it changes over the diary.
fn course(change: Change, day: i64, step: i64, days: i64) -> f64 {
    match change {
        Change::Steady => 1.0,
        Change::Grows(times) => libm::exp(libm::log(times) * (day as f64 / days as f64 - 0.5)),
        Change::Steps(times) if day < step => 2.0 / (1.0 + times),
        Change::Steps(times) => 2.0 * times / (1.0 + times),
    }
}

/// How many times the rate, by the time of the year.
fn season(log_times: f64, date: Date) -> f64 {
    let turn = std::f64::consts::TAU * f64::from(date.day_of_year() - 15) / 365.25;
    libm::exp(log_times * libm::cos(turn)) / (1.0 + log_times * log_times / 4.0)
}

/// When the back feels wrong. The spasms at the end of it come as others do, but no thing brings them on.
fn warnings(warns: &Warns, days: i64, of_day: impl Fn(i64) -> f64, dice: &mut Dice) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for day in 0..days {
        let rate = warns.share * of_day(day);
        for (rate, comes) in [(rate, true), (rate * warns.in_vain / (1.0 - warns.in_vain), false)] {
            let mut next = dice.wait();
            while next < rate {
                let end = day * DAY + by_the_clock(dice);
                let long = dice.whole(warns.hours.0 * 60, warns.hours.1 * 60);
                warnings.push(Warning { wrong: end - long..end, comes });
                next += dice.wait();
            }
        }
    }
    warnings
}

/// A minute of the day, by how the rate goes with the clock.
fn by_the_clock(dice: &mut Dice) -> i64 {
    loop {
        let minute = dice.whole(0, DAY);
        if dice.yes(clock(minute) / clock(7 * 60)) {
            return minute;
        }
    }
}

/// The part of a stretch of minutes that lies on a day, in minutes of that day.
fn of_the_day(minutes: &Range<i64>, day: i64) -> Option<Range<i64>> {
    let part = (minutes.start - day * DAY).max(0)..(minutes.end - day * DAY).min(DAY);
    (part.start < part.end).then_some(part)
}

fn spasm(at: i64, warned: bool, bursts: f64, dice: &mut Dice) -> Spasm {
    let mut more: Vec<i64> = (0..dice.geometric(bursts)).map(|_| at + dice.whole(1, 60)).collect();
    more.sort_unstable();
    Spasm { at, warned, more }
}

/// Which days the diary is of, and which day is named.
fn choose(life: &mut Life, model: &Model, (days, step): (i64, i64), dice: &mut Dice) {
    // Of equally bad stretches the first.
    let worst = |life: &Life, starts: Range<i64>| {
        let bad = |start: &i64| (life.spasm_days(*start..start + FOUR_WEEKS), -start);
        starts.max_by_key(bad).unwrap_or(0)
    };
    match model.window {
        Window::Any if matches!(model.course, Change::Steps(_)) => life.named = step,
        Window::Any => {}
        Window::AtTheWorst => {
            let start = worst(life, 0..LEAD - FOUR_WEEKS);
            life.diary = start..start + days;
            life.named = start + days / 2;
        }
        // With four weeks before it, and six after it.
        Window::NamesTheWorst => life.named = worst(life, FOUR_WEEKS..days - 10 * 7) + FOUR_WEEKS,
        // With two weeks before it at least, and six after it.
        Window::ChanceAfterTheWorst => {
            let decided = worst(life, FOUR_WEEKS..days - 2 * FOUR_WEEKS - 8 * 7) + FOUR_WEEKS;
            life.decided = Some(decided);
            life.named = decided + 2 * 7 + dice.whole(0, FOUR_WEEKS - 1);
        }
    }
}
