//! What a person was exposed to before a time of a day, as far as they said so.
//!
//! `guidance/exposures.toml` says for each exposure which time is looked at ([`Window`]). Whatever was said is looked at
//! as of a *reference time*: the onset of a spasm, or the same time of day on a day that it is compared with.
//! - *Hours*: written down with a time; on if any of it lies in the hours before the reference time. Someone who writes
//!   such times down is taken not to have had it in hours without one, from the first time on. Where most are written
//!   down soon, only those count that were by the reference time: a spasm makes people remember what they forget on other
//!   days, and whatever they do, that is the same for a spasm day and the others. Where most are written down later, all
//!   count, and what was typed after the spasm is marked.
//! - *Night*: the answer of the day. Before 6 in the morning the night is not over, and a spasm in it may be what spoilt
//!   it, so the answer of the day before counts.
//! - *Day*: what was said on the same day before the reference time, otherwise the answer of the day before.
//! - *Cycle*: whether the day lies around the first day of a period ([`cycle`]).
//!
//! An exposure by hours that was mostly told in check-ins, without a time, is looked at by day.
//!
//! A number is centred and divided by two standard deviations, so that one penalty fits all (Gelman, Stat. Med. 2008).

use super::cycle::{self, Noted};
use super::days::{Days, day_number, minute_of};
use crate::names::{Groups, exercise_words, known_exposure};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::ops::Range;
use supple_diary::{CheckIn, Diary, Item, Precision, Said};
use supple_guidance::When;

/// The time before a spasm that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Window {
    /// So many minutes before, on the clock.
    Minutes(i64),
    /// The night that has just passed.
    Night,
    /// The day before, or earlier on the same day.
    Day,
    /// The days around the first day of a period: so many before it and so many after it.
    Cycle { before: u32, after: u32 },
}

/// The same window for what has none of its own.
const OWN_MINUTES: i64 = 120;

/// Before this minute of the day the night is not over.
const NIGHT_ENDS: i64 = 6 * 60;

/// With fewer entries that carry a time, an exposure is not looked at by hours.
const LEAST_TIMED: usize = 3;

/// So many of so many are most of them.
const MOSTLY_OF: (usize, usize) = (2, 3);

pub(super) const DAY: i64 = 24 * 60;

/// Before the name of an exercise in its id, so that it is not taken for an exposure of this name.
const EXERCISE: &str = "exercise:";

/// Something that might set a spasm off, with all that was said about it.
#[derive(Clone, Debug)]
pub(crate) struct Exposure {
    pub(crate) id: String,
    /// Where it is an exercise, its id in the guidance, or the person's own words.
    pub(crate) exercise: Option<String>,
    /// What it is called within a sentence.
    pub(crate) words: String,
    pub(crate) window: Window,
    /// For a number, the mean and twice the standard deviation over days at risk; none for yes and no.
    pub(crate) scale: Option<(f64, f64)>,
    /// Whether a back that is about to cramp may bring it about.
    pub(crate) may_be_sign: bool,
    /// For a number, a low and a high level that are twice the standard deviation apart.
    pub(crate) levels: Option<[f64; 2]>,
    /// For a number, on its scale, what about a third of the days at risk lie above; else 0.
    pub(crate) upper_third: f64,
    /// What was said about the days, one day after the other, each in the order in which it was said.
    answers: Vec<Answer>,
    /// Where the answers of each day end, by the place of the day.
    ends: Vec<usize>,
    /// Stretches of time with it, in minutes since the first day, by their beginning.
    times: Vec<Time>,
    /// Stretches in which it was, and that tell nothing: an exercise at an unknown hour, or done because of a spasm.
    unclear: Vec<Range<i64>>,
    longest: i64,
    /// Whether most of them were written down soon.
    is_prompt: bool,
    /// Whether check-ins never ask about it: then a check-in without an entry means that it was not so, from the first
    /// entry on.
    is_live: bool,
    /// The number of the day of the first entry.
    since: i64,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    /// The minute in which it was said, counted from the beginning of the day that it is about.
    pub(super) minute: i64,
    pub(super) value: f64,
    pub(super) recorded: Timestamp,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    pub(super) from: i64,
    pub(super) to: i64,
    /// When it was written down, in the same minutes.
    pub(super) said: i64,
    pub(super) recorded: Timestamp,
}

/// How an exposure is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// As described above.
    Usual,
    /// What is looked at by day is the day itself, whenever it was said.
    SameDay,
    /// What is looked at by hours counts only if it was written down by the reference time.
    ByThen,
}

/// What is known of an exposure as of a reference time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reading {
    /// It was so, or not, or so much; and whether the answer was recorded after the onset of the spasm.
    Known { x: f64, is_late: bool },
    /// It was not asked, or not said.
    Unknown,
    /// It would stand in the check-in of the day before, and there is none.
    NoDayBefore,
}

impl Exposure {
    /// The value as of a minute of a day; `onset` is when the spasm began, for telling what was typed after it.
    pub(crate) fn at(&self, days: &Days, day: i64, minute: Option<i64>, onset: Option<Timestamp>, how: How) -> Reading {
        let known = |value: f64, recorded: Timestamp| Reading::Known {
            x: self.scale.map_or(value, |(mean, two_sd)| (value - mean) / two_sd),
            is_late: onset.is_some_and(|onset| recorded > onset),
        };
        match self.window {
            Window::Minutes(minutes) => self.in_the_minutes(days, day, minute, onset, (minutes, how)),
            Window::Night if minute.is_none_or(|minute| minute >= NIGHT_ENDS) => {
                self.last(days, day).map_or(Reading::Unknown, |said| known(said.value, said.recorded))
            }
            Window::Day if how == How::SameDay => {
                self.last(days, day).map_or(Reading::Unknown, |said| known(said.value, said.recorded))
            }
            Window::Cycle { .. } => {
                self.last(days, day).map_or(Reading::Unknown, |said| known(said.value, said.recorded))
            }
            Window::Night | Window::Day => {
                let before = |said: &&Answer| minute.is_some_and(|minute| said.minute < minute);
                let earlier = self.of(days, day).iter().rev().find(before);
                let earlier = earlier.filter(|_| self.window == Window::Day).copied();
                match earlier.or_else(|| self.last(days, day - 1)) {
                    Some(said) => known(said.value, said.recorded),
                    None if days.get(day - 1).is_none_or(|day| !day.has_check_in) => Reading::NoDayBefore,
                    None => Reading::Unknown,
                }
            }
        }
    }

    /// What was so on a whole day; `onset` is when the spasm of a later one began.
    pub(crate) fn on_day(&self, days: &Days, day: i64, onset: Option<Timestamp>, how: How) -> Reading {
        let known = |value: f64, recorded: Timestamp| Reading::Known {
            x: self.scale.map_or(value, |(mean, two_sd)| (value - mean) / two_sd),
            is_late: onset.is_some_and(|onset| recorded > onset),
        };
        let begins = (day - days.first) * DAY;
        let from = self.times.partition_point(|time| time.from < begins);
        let of_day = self.times[from..].iter().take_while(|time| time.from < begins + DAY);
        let written = |time: &&Time| how != How::ByThen || onset.is_none_or(|onset| time.recorded <= onset);
        match of_day.filter(written).min_by_key(|time| time.recorded) {
            Some(time) => known(1.0, time.recorded),
            None => match self.last(days, day) {
                Some(said) => known(said.value, said.recorded),
                None if days.get(day).is_none_or(|day| !day.has_check_in) => Reading::NoDayBefore,
                None => Reading::Unknown,
            },
        }
    }

    fn in_the_minutes(
        &self,
        days: &Days,
        day: i64,
        minute: Option<i64>,
        onset: Option<Timestamp>,
        (minutes, how): (i64, How),
    ) -> Reading {
        // Of a spasm at an unknown time nothing can be said; nor of the days that it is compared with.
        let Some(minute) = minute else { return Reading::Known { x: 0.0, is_late: false } };
        let to = (day - days.first) * DAY + minute;
        let from = to - minutes;
        let begun = self.times.partition_point(|time| time.from < to);
        let near = self.times[..begun].iter().rev().take_while(|time| time.from >= from - self.longest);
        let inside = near.filter(|time| time.from >= from || time.to > from);
        let mut inside = inside.filter(|time| !(self.is_prompt || how == How::ByThen) || time.said <= to).peekable();
        if inside.peek().is_some() {
            let is_late = onset.is_some_and(|onset| inside.all(|time| time.recorded > onset));
            return Reading::Known { x: 1.0, is_late };
        }
        if self.unclear.iter().any(|time| time.start < to && time.end > from) {
            return Reading::Unknown;
        }
        let no = Reading::Known { x: 0.0, is_late: false };
        match self.last_answer(days, day) {
            Some(said) if said.value == 0.0 => no,
            // It was so that day, and if there is a time, it was another one.
            Some(_) if self.times.iter().any(|time| time.from.div_euclid(DAY) == day - days.first) => no,
            None if self.is_live && day >= self.since => no,
            _ => Reading::Unknown,
        }
    }

    fn of(&self, days: &Days, day: i64) -> &[Answer] {
        let Ok(place) = usize::try_from(day - days.first) else { return &[] };
        let Some(end) = self.ends.get(place) else { return &[] };
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.answers[start..*end]
    }

    fn last_answer(&self, days: &Days, day: i64) -> Option<Answer> {
        self.of(days, day).last().copied()
    }

    /// The last word on a day.
    fn last(&self, days: &Days, day: i64) -> Option<Answer> {
        self.last_answer(days, day).or_else(|| {
            let is_no = self.is_live && day >= self.since && days.get(day).is_some_and(|day| day.is_known);
            is_no.then_some(Answer { minute: DAY, value: 0.0, recorded: Timestamp::MIN })
        })
    }

    /// For how many days it was so on end, at the median of all times that it was; none where it never was.
    pub(crate) fn median_run(&self, days: &Days) -> Option<i64> {
        if self.scale.is_some() {
            return None;
        }
        let mut timed: BTreeSet<i64> = BTreeSet::new();
        for time in &self.times {
            timed.extend(time.from.div_euclid(DAY)..=(time.to - 1).max(time.from).div_euclid(DAY));
        }
        timed.extend(self.unclear.iter().map(|time| time.start.div_euclid(DAY)));
        let (mut runs, mut run) = (Vec::new(), 0);
        for (place, (number, day)) in days.iter().enumerate() {
            let was_so = match (self.last(days, number), timed.contains(&(place as i64))) {
                (_, true) => Some(true),
                (Some(said), false) => Some(said.value > 0.0),
                (None, false) => day.has_check_in.then_some(false),
            };
            match was_so {
                Some(true) => run += 1,
                Some(false) if run > 0 => runs.push(std::mem::take(&mut run)),
                // A day that nothing is known of does not end a run, and does not lengthen it.
                Some(false) | None => {}
            }
        }
        runs.extend((run > 0).then_some(run));
        runs.sort_unstable();
        runs.get(runs.len() / 2).copied()
    }
}

/// All that was said about one exposure.
#[derive(Default)]
struct Gathered {
    said: Vec<(i64, Answer, bool)>,
    entries: Vec<(i64, Answer)>,
    times: Vec<Time>,
    /// Days on which it was so, as they were written down.
    noted: Vec<Noted>,
}

/// All exposures that the diary speaks of, by id.
pub(super) fn all(diary: &Diary, days: &Days) -> Vec<Exposure> {
    let mut gathered: Groups<'_, Gathered> = Groups::new(known_exposure);
    let today = days.first + days.days.len() as i64;
    for (item, check_in) in diary.all::<CheckIn>() {
        let day = day_number(check_in.date);
        let minute = (day_number(item.happened().date()) - day) * DAY + minute_of(item.happened());
        let recorded = recorded(item);
        let waited = recorded.duration_since(item.happened().at()).as_mins();
        for (id, said) in check_in.answers.iter().filter(|_| day < today) {
            let (value, is_number) = match said {
                Said::Is(yes) => (f64::from(u8::from(*yes)), false),
                Said::Number(number) => (number.get(), true),
            };
            let of = gathered.of(id, item.happened().at());
            of.said.push((day, Answer { minute, value, recorded }, is_number));
            if value > 0.0 {
                of.noted.push(Noted { day, said: minute + waited, recorded, is_answer: true });
            }
        }
    }
    for (item, exposure) in diary.all::<supple_diary::Exposure>() {
        let day = day_number(item.happened().date());
        if day >= today {
            continue;
        }
        let minute = minute_of(item.happened());
        let of = gathered.of(exposure.what.as_str(), item.happened().at());
        let value = f64::from(u8::from(exposure.present));
        of.entries.push((day, Answer { minute, value, recorded: recorded(item) }));
        let waited = recorded(item).duration_since(item.happened().at()).as_mins();
        if exposure.present {
            of.noted.push(Noted { day, said: minute + waited, recorded: recorded(item), is_answer: false });
        }
        if exposure.present && item.precision() != Some(Precision::Day) {
            let from = (day - days.first) * DAY + minute;
            let to = exposure
                .until
                .as_ref()
                .map_or(from, |until| (day_number(until.date()) - days.first) * DAY + minute_of(until));
            of.times.push(Time { from, to: to.max(from), said: from + waited, recorded: recorded(item) });
        }
    }
    gathered.all().map(|(id, gathered)| exposure(id, gathered, days)).collect()
}

/// When an item was recorded as it stands now.
pub(super) fn recorded(item: &Item) -> Timestamp {
    item.correction().unwrap_or(item.first()).recorded()
}

fn exposure(id: &str, gathered: Gathered, days: &Days) -> Exposure {
    let known = supple_guidance::embedded().exposures.iter().find(|known| known.id == id);
    let Gathered { mut said, mut entries, mut times, noted } = gathered;
    let cycle = known.and_then(|known| known.cycle.as_ref());
    if let Some(cycle) = cycle {
        // Whatever was said of other days, the first days alone tell of all.
        let noted = still_noted(noted, &said);
        let last = days.first + days.days.len() as i64 - 1;
        said = cycle::days(&noted, cycle, days.first..=last).into_iter().map(|(day, it)| (day, it, false)).collect();
        (entries, times) = (Vec::new(), Vec::new());
    }
    // Of numbers and yes or no, what was said more often.
    let numbers = said.iter().filter(|(_, _, is_number)| *is_number).count();
    let is_number = 2 * numbers > said.len() && entries.is_empty();
    said.retain(|(_, _, number)| *number == is_number);

    let days_with = |days: &mut dyn Iterator<Item = i64>| days.collect::<BTreeSet<i64>>();
    let timed_days = days_with(&mut times.iter().map(|time| time.from.div_euclid(DAY) + days.first));
    let told_days = days_with(&mut said.iter().filter(|(_, said, _)| said.value > 0.0).map(|(day, _, _)| *day));
    let has_times = times.len() >= LEAST_TIMED && 2 * timed_days.intersection(&told_days).count() >= told_days.len();
    let window = match known.map(|known| (known.when, known.hours)) {
        Some((When::Night, _)) => Window::Night,
        Some((When::Cycle, _)) => {
            cycle.map_or(Window::Day, |cycle| Window::Cycle { before: cycle.before, after: cycle.after })
        }
        Some((When::Hours, hours)) if has_times => {
            Window::Minutes(hours.map_or(OWN_MINUTES, |hours| i64::from(hours) * 60))
        }
        None if has_times => Window::Minutes(OWN_MINUTES),
        Some((When::Day | When::Hours, _)) | None => Window::Day,
    };
    let is_live = said.is_empty() && cycle.is_none();
    let since = entries.iter().map(|(day, _)| *day).min().unwrap_or(i64::MAX);
    let entered = entries.into_iter().filter(|_| !matches!(window, Window::Minutes(_)));
    let all = said.into_iter().map(|(day, answer, _)| (day, answer)).chain(entered);
    let mut answers: Vec<(i64, Answer)> = all.filter(|(day, _)| days.get(*day).is_some()).collect();
    answers.sort_by_key(|(day, answer)| (*day, answer.minute, answer.recorded));
    let ends = days.iter().map(|(number, _)| answers.partition_point(|(day, _)| *day <= number)).collect();
    times.sort_by_key(|time| (time.from, time.to));
    let is_prompt = is_prompt(&times);
    let longest = times.iter().map(|time| time.to - time.from).max().unwrap_or(0);
    let words = known.map_or_else(|| format!("\u{201c}{id}\u{201d}"), |known| known.words.clone());
    let mut exposure = Exposure {
        id: id.to_owned(),
        exercise: None,
        words,
        window,
        scale: None,
        levels: None,
        may_be_sign: known.is_none_or(|known| known.early_sign),
        upper_third: 0.0,
        answers: answers.into_iter().map(|(_, answer)| answer).collect(),
        ends,
        times,
        unclear: Vec::new(),
        longest,
        is_prompt,
        is_live,
        since,
    };
    if is_number {
        let (scale, levels) = exposure.spread(days);
        (exposure.scale, exposure.levels) = (Some(scale), levels);
        exposure.upper_third = exposure.upper_third(days, scale);
    }
    exposure
}

/// What was noted and still stands: of the answers of check-ins the last one of a day. An entry of its own stands whatever a check-in says.
fn still_noted(mut noted: Vec<Noted>, said: &[(i64, Answer, bool)]) -> Vec<Noted> {
    let last = |day: i64| {
        let of_day = said.iter().filter(|(of, _, _)| *of == day);
        of_day.max_by_key(|(_, said, _)| (said.minute, said.recorded)).is_some_and(|(_, said, _)| said.value > 0.0)
    };
    noted.retain(|one| !one.is_answer || last(one.day));
    noted
}

/// Whether most of these were written down soon.
fn is_prompt(times: &[Time]) -> bool {
    let soon = times.iter().filter(|time| time.said <= time.to + OWN_MINUTES).count();
    MOSTLY_OF.0 * times.len() <= MOSTLY_OF.1 * soon
}

impl Exposure {
    /// An exercise. Only entries tell of it, so from the first day on a day without one is a day without it.
    pub(super) fn practised(
        name: &str,
        minutes: i64,
        mut times: Vec<Time>,
        unclear: Vec<Range<i64>>,
        days: &Days,
    ) -> Exposure {
        times.sort_by_key(|time| (time.from, time.to));
        let begun = times.iter().map(|time| time.from).chain(unclear.iter().map(|time| time.start)).min();
        Exposure {
            id: format!("{EXERCISE}{name}"),
            exercise: Some(name.to_owned()),
            words: exercise_words(name),
            window: Window::Minutes(minutes),
            scale: None,
            levels: None,
            may_be_sign: true,
            upper_third: 0.0,
            answers: Vec::new(),
            ends: Vec::new(),
            is_prompt: is_prompt(&times),
            times,
            unclear,
            longest: 0,
            is_live: true,
            since: begun.map_or(i64::MAX, |minute| days.first + minute.div_euclid(DAY)),
        }
    }

    /// What about a third of the days at risk lie above, on the scale of the number.
    fn upper_third(&self, days: &Days, (mean, two_sd): (f64, f64)) -> f64 {
        let mut values: Vec<f64> =
            days.at_risk(0).filter_map(|day| self.last_answer(days, day)).map(|said| said.value).collect();
        values.sort_by(f64::total_cmp);
        let last_below = (2 * values.len() / 3).saturating_sub(1);
        values.get(last_below).map_or(0.0, |value| (value - mean) / two_sd)
    }

    /// The mean of a number over days at risk and twice its standard deviation, 1 where it never changes; and a low and a high
    /// level so far apart, around the mean, but not below what was ever said.
    fn spread(&self, days: &Days) -> ((f64, f64), Option<[f64; 2]>) {
        let values: Vec<f64> =
            days.at_risk(0).filter_map(|day| self.last_answer(days, day)).map(|said| said.value).collect();
        let many = values.len().max(1) as f64;
        let mean = values.iter().sum::<f64>() / many;
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / many;
        if variance <= 0.0 {
            return ((mean, 1.0), None);
        }
        let sd = variance.sqrt();
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let low = (mean - sd).max(least);
        ((mean, 2.0 * sd), Some([low, low + 2.0 * sd]))
    }
}
