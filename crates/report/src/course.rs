//! How spasms and pain went.

use crate::request::Period;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use supple_diary::{Diary, Level, Region, Seconds, Spasm};

/// The finding that someone cannot get up or move.
pub(crate) const STUCK: &str = "stuck";

/// Numbers in order of size: how many, the middle one, and the ends.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// How many.
    pub n: usize,
    /// Half are at most this: the middle one, or the mean of the two in the middle.
    pub median: f64,
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
}

impl Spread {
    pub(crate) fn of(numbers: impl IntoIterator<Item = f64>) -> Option<Spread> {
        let mut numbers: Vec<f64> = numbers.into_iter().collect();
        numbers.sort_by(f64::total_cmp);
        let (least, most) = (*numbers.first()?, *numbers.last()?);
        let n = numbers.len();
        let upper = *numbers.get(n / 2)?;
        let lower = *numbers.get((n - 1) / 2)?;
        Some(Spread { n, median: f64::midpoint(lower, upper), least, most })
    }
}

/// A spasm in which someone could not get up or move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stuck {
    /// On which day.
    pub on: Date,
    /// How long the spasm lasted, in seconds, where it was said.
    pub seconds: Option<u32>,
}

/// What is known of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekCount {
    /// Its Monday.
    pub monday: Date,
    /// Its first day in the period.
    pub from: Date,
    /// Its last day in the period.
    pub to: Date,
    /// Spasms that were written down.
    pub spasms: usize,
    /// Days on which it is known whether there was one.
    pub known: usize,
    /// The worst pain, 0 to 10, of a spasm or of any other entry.
    pub worst: Option<u32>,
}

/// How spasms and pain went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Spasms that were written down, each by itself.
    pub spasms: usize,
    /// Days that have a spasm, by an entry or a check-in.
    pub spasm_days: usize,
    /// Days on which it is known whether there was a spasm.
    pub known_days: usize,
    /// How long each lasted, in seconds, where it was said.
    pub seconds: Option<Spread>,
    /// How strong each was, 0 to 10, where it was said.
    pub strength: Option<Spread>,
    /// Pain levels of any entry, 0 to 10.
    pub pain: Option<Spread>,
    /// Where, by the id of a region, the most frequent first, and in how many spasms.
    pub places: Vec<(String, usize)>,
    /// Spasms in which the person could not get up or move.
    pub stuck: Vec<Stuck>,
    /// Week by week, from the first day of the period to the last.
    pub weeks: Vec<WeekCount>,
}

/// Of a diary that holds nothing but the period.
pub(crate) fn course(diary: &Diary, period: Period) -> Course {
    let mut places: BTreeMap<Region, usize> = BTreeMap::new();
    for (_, spasm) in diary.all::<Spasm>() {
        for region in spasm.regions.iter() {
            *places.entry(region).or_default() += 1;
        }
    }
    let mut places: Vec<(Region, usize)> = places.into_iter().collect();
    places.sort_by_key(|(region, times)| (std::cmp::Reverse(*times), *region));

    let is_known = |date: Date| diary.day(date).is_some_and(|day| day.spasm().is_some());
    let days = || diary.between(period.from, period.to);
    let stuck = diary.all::<Spasm>().filter(|(_, spasm)| spasm.came_with.about(STUCK) == Some(&true));
    Course {
        spasms: diary.all::<Spasm>().count(),
        spasm_days: days().filter(|day| day.spasm() == Some(true)).count(),
        known_days: days().filter(|day| is_known(day.date)).count(),
        seconds: Spread::of(diary.all::<Spasm>().filter_map(|(_, spasm)| Some(f64::from(spasm.seconds?.get())))),
        strength: Spread::of(diary.all::<Spasm>().filter_map(|(_, spasm)| Some(f64::from(spasm.intensity?.get())))),
        pain: Spread::of(diary.pains().iter().map(|pain| f64::from(pain.level.get()))),
        places: places.into_iter().map(|(region, times)| (region.id().to_owned(), times)).collect(),
        stuck: stuck
            .map(|(item, spasm)| Stuck { on: item.happened().date(), seconds: spasm.seconds.map(Seconds::get) })
            .collect(),
        weeks: weeks(diary, period),
    }
}

fn weeks(diary: &Diary, period: Period) -> Vec<WeekCount> {
    let mut weeks = Vec::new();
    let mut monday = monday_of(period.from);
    while monday <= period.to {
        let sunday = monday.saturating_add(6.days());
        let (from, to) = (monday.max(period.from), sunday.min(period.to));
        let mut week = WeekCount { monday, from, to, spasms: 0, known: 0, worst: None };
        for day in diary.between(from, to) {
            week.spasms += day.spasms;
            week.known += usize::from(day.spasm().is_some());
            let strengths = day.all::<Spasm>().filter_map(|(_, spasm)| spasm.intensity);
            let levels = strengths.chain(day.pain).map(Level::get);
            week.worst = week.worst.max(levels.max());
        }
        weeks.push(week);
        if sunday >= Date::MAX.saturating_sub(7.days()) {
            break;
        }
        monday = monday.saturating_add(7.days());
    }
    weeks
}

fn monday_of(date: Date) -> Date {
    let back = date.weekday().since(Weekday::Monday);
    date.saturating_sub(i64::from(back).days())
}
