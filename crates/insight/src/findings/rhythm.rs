//! On which days of the week, and at which times of the day, spasms come; and the last weeks as a calendar.
//!
//! Days count once, however many spasms they hold, so that one bad day is one piece of evidence. A day of the week is compared
//! with all others, on days with a check-in: how many of them had a spasm. A quarter of the day is compared with the rest of
//! it: in how many the first spasm of a day began, where its time is known. Each comparison is exact (given the number of spasms
//! it is binomial, as in [`compare`]).
//!
//! The largest share is looked for, so its chance is multiplied by the number of parts (Bonferroni), and a pattern is told only
//! from one in a hundred on: spasms come in flares, and flares make neighbours alike. Below [`LEAST_FOR_RHYTHM`] days with a
//! spasm there is nothing to see.

use super::frequency::{EPOCH, FIRST_MONDAY, LOOK_BACK};
use crate::design::{Day, Days};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use supple_stats::distributions::beta_quantile;
use supple_stats::rates::compare;

/// With fewer days with a spasm no pattern is looked for.
pub const LEAST_FOR_RHYTHM: u64 = 10;

/// A pattern is told where chance alone would give one as clear at most so often.
const TOLD: f64 = 0.01;

/// How many weeks the calendar has.
const WEEKS: i64 = 11;

/// The parts of a day: by night, in the morning, in the afternoon, in the evening.
const PARTS: usize = 4;

/// How long each is, in minutes.
const PART: i64 = 24 * 60 / PARTS as i64;

/// When spasms come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rhythm {
    /// By the day of the week, from Monday on: of the days with a check-in those with a spasm.
    pub weekdays: Timing,
    /// By the quarter of the day, from midnight on: of the days with a spasm at a known time those whose first began in it.
    pub hours: Timing,
    /// The Monday on which the calendar begins; none where the diary is empty.
    pub monday: Option<Date>,
    /// Each day of the calendar, up to the last that something is known of: today, where the diary is kept.
    pub calendar: Vec<CalendarDay>,
}

/// How spasms spread over the parts of a week, or of a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// Days with a spasm that were counted.
    pub spasm_days: u64,
    /// Each part. Empty while there are too few.
    pub parts: Vec<Share>,
    /// The part that clearly has more than the others; none where no part stands out.
    pub most: Option<usize>,
    /// How often chance alone would give a part as clear as the clearest one; none while there are too few.
    pub p: Option<f64>,
    /// How many more days with a spasm are needed before a pattern is looked for.
    pub more: u64,
}

/// One part.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Days with a spasm in it.
    pub spasm_days: u64,
    /// Of so many.
    pub days: u64,
    /// The lower 95 % limit of their share (Clopper and Pearson).
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// One day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// How many spasms began, where those less than two hours apart are one.
    pub bouts: u32,
    /// Whether it is known that there were no others.
    pub is_known: bool,
}

pub(super) fn rhythm(days: &Days) -> Rhythm {
    let end = days.first + days.days.len() as i64;
    let recent = || days.iter().filter(move |(number, _)| *number >= end - LOOK_BACK);
    let is_empty = days.iter().all(|(_, day)| day.bouts == 0 && !day.is_known);
    // What was not kept for long is shown as far as it goes.
    let last = days.iter().filter(|(_, day)| day.bouts > 0 || day.is_known).map(|(number, _)| number).max();
    let until = last.filter(|last| end - last > 7).map_or(end, |last| last + 1);
    // The Monday of the first week of the calendar, or of the diary.
    let from = (until - 1 - 7 * (WEEKS - 1)).max(days.first);
    let monday = from - weekday(from);
    let day = |number: i64| days.get(number).map_or(CalendarDay { bouts: 0, is_known: false }, CalendarDay::of);
    Rhythm {
        weekdays: weekdays(recent()),
        hours: hours(recent()),
        monday: EPOCH.checked_add(monday.days()).ok().filter(|_| !is_empty),
        calendar: if is_empty { Vec::new() } else { (monday..until).map(day).collect() },
    }
}

impl CalendarDay {
    fn of(day: &Day) -> CalendarDay {
        CalendarDay { bouts: day.bouts, is_known: day.is_known }
    }
}

/// How many days after Monday.
fn weekday(number: i64) -> i64 {
    (number - FIRST_MONDAY).rem_euclid(7)
}

fn weekdays<'d>(days: impl Iterator<Item = (i64, &'d Day)>) -> Timing {
    let mut counts = [(0_u64, 0_u64); 7];
    for (number, day) in days.filter(|(_, day)| day.is_known) {
        if let Some((spasms, all)) = counts.get_mut(usize::try_from(weekday(number)).unwrap_or(0)) {
            *spasms += u64::from(day.bouts > 0);
            *all += 1;
        }
    }
    Timing::of(&counts, |(spasms, all), (other_spasms, other)| {
        compare((spasms, all as f64), (other_spasms, other as f64)).ok().map(|found| (found.p_two_sided, found.ratio))
    })
}

fn hours<'d>(days: impl Iterator<Item = (i64, &'d Day)>) -> Timing {
    let mut began = [0_u64; PARTS];
    for minute in days.filter_map(|(_, day)| day.onset.and_then(|onset| onset.minute)) {
        if let Some(began) = began.get_mut(usize::try_from(minute / PART).unwrap_or(0)) {
            *began += 1;
        }
    }
    let all = began.iter().sum();
    Timing::of(&began.map(|began| (began, all)), |(spasms, _), _| {
        let rest = (PARTS - 1) as f64;
        compare((spasms, 1.0), (all - spasms, rest)).ok().map(|found| (found.p_two_sided, found.ratio))
    })
}

impl Timing {
    /// From the days with a spasm of each part, and its days; and a comparison of a part with the sum of all others, which
    /// gives its p and how many times as often.
    fn of(counts: &[(u64, u64)], compared: impl Fn((u64, u64), (u64, u64)) -> Option<(f64, Option<f64>)>) -> Timing {
        let spasm_days: u64 = counts.iter().map(|(spasms, _)| spasms).sum();
        let more = LEAST_FOR_RHYTHM.saturating_sub(spasm_days);
        if more > 0 {
            return Timing { spasm_days, more, ..Timing::default() };
        }
        let rest = |place: usize| {
            let others = counts.iter().enumerate().filter(|(other, _)| *other != place);
            others.fold((0, 0), |sum, (_, count)| (sum.0 + count.0, sum.1 + count.1))
        };
        let clear = counts.iter().enumerate().filter_map(|(place, count)| {
            let (p, ratio) = compared(*count, rest(place))?;
            let is_more = ratio.is_none_or(|ratio| ratio > 1.0);
            is_more.then_some((place, (p / 2.0 * counts.len() as f64).min(1.0)))
        });
        let clearest = clear.min_by(|one, other| one.1.total_cmp(&other.1));
        Timing {
            spasm_days,
            parts: counts.iter().map(|(spasms, days)| Share::of(*spasms, *days)).collect(),
            most: clearest.filter(|(_, p)| *p <= TOLD).map(|(place, _)| place),
            p: clearest.map(|(_, p)| p),
            more,
        }
    }

    /// The days with a spasm of all parts but one, and their days.
    pub fn others(&self, place: usize) -> (u64, u64) {
        let others = self.parts.iter().enumerate().filter(|(other, _)| *other != place);
        others.fold((0, 0), |sum, (_, part)| (sum.0 + part.spasm_days, sum.1 + part.days))
    }
}

impl Share {
    fn of(spasm_days: u64, days: u64) -> Share {
        let (some, rest) = (spasm_days as f64, days.saturating_sub(spasm_days) as f64);
        Share {
            spasm_days,
            days,
            lower: beta_quantile(0.025, some, rest + 1.0).unwrap_or(0.0),
            upper: beta_quantile(0.975, some + 1.0, rest).unwrap_or(1.0),
        }
    }
}
