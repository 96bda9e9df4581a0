//! Whether spasms come more or less often, from what to what.
//!
//! Bouts are counted by weeks, on days with a check-in only, so that more logging is not more spasms; weeks with fewer
//! than three such days join a neighbour. The last 52 weeks are looked at: what rose years ago and fell since does not
//! rise. The rate may grow or fall by the same factor in each week (negative binomial,
//! since weeks differ by more than chance), with a weak log-F(2, 2) prior on the change over the whole diary. With fewer
//! than ten bouts or eight weeks there is only the exact comparison of the last four weeks with the four before.
//!
//! *More often* is said where the probability of a rise is 0.975 or more, *less often* where it is 0.025 or less. Lower
//! bars tell too many people with a steady rate and long flares of a rise, since bouts come in clusters that reach over the
//! ends of weeks; the evaluation has the figures.
//!
//! Neither is said unless all days of the calendar, with all bouts that the diary knows of, show the same. Whoever stops checking in
//! on quiet days has spasms on more and more of the days with a check-in; whoever checks in more and more knows of more and more.
//! Only what both counts show is not about logging.
//!
//! A *turn* is told as a part of such a change. Its likelihood is tempered by how much more spread four weeks are than chance makes
//! them, since clusters of spasms look like turns.

use super::Settings;
use crate::design::{Day, Days};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use supple_stats::clogit::Penalty;
use supple_stats::number::exp;
use supple_stats::rates::{
    ChangePoint, Counts, Week, change_point, compare, dispersion, merge_thin_weeks, negative_binomial, p_increasing,
};

/// With fewer bouts the last weeks are compared exactly.
pub(super) const LEAST_BOUTS: u64 = 10;

/// With fewer weeks the last weeks are compared exactly.
pub(super) const LEAST_WEEKS: usize = 8;

/// Weeks with fewer days with a check-in join a neighbour.
const LEAST_DAYS_OF_A_WEEK: f64 = 3.0;

/// The parts that are compared exactly, in days.
const PART: i64 = 28;

/// Fewer days with a check-in than this in a part tell too little.
pub(super) const LEAST_DAYS_OF_A_PART: usize = 10;

/// Check-ins that changed more than this between the halves are named.
const CHECK_INS_CHANGED: f64 = 0.3;

/// From this probability on a sudden change is told.
const CHANGED: f64 = 0.95;

/// How many weeks are one period where the spread of clusters is looked at.
const WEEKS_OF_A_PERIOD: f64 = 4.0;

const WEEKS_A_YEAR: f64 = 52.0;

/// How far back is looked, in days.
pub(super) const LOOK_BACK: i64 = 52 * 7;

/// Days are counted from here.
pub(super) const EPOCH: Date = Date::constant(1970, 1, 1);

/// 1970-01-05 was a Monday.
pub(super) const FIRST_MONDAY: i64 = 4;

/// Whether spasms come more or less often, over the last 52 weeks. Rates are bouts in 4 weeks of days with a check-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frequency {
    /// How it was looked at.
    pub method: Method,
    /// What is said.
    pub verdict: FrequencyVerdict,
    /// The Monday of the first week that was looked at: week 0 of `weeks`.
    pub first_week: Option<Date>,
    /// The weeks that were looked at, after thin ones were merged.
    pub weeks: Vec<Week>,
    /// Bouts that the diary knows of, on any day.
    pub stored: u64,
    /// Those of them on days with a check-in: what a rate is made from.
    pub bouts: u64,
    /// Days with a check-in.
    pub days: usize,
    /// The rate at the beginning: of the trend, or of the earlier 4 weeks.
    pub rate_from: Option<f64>,
    /// The rate at the end.
    pub rate_to: Option<f64>,
    /// The rate of the trend in each of `weeks`; empty without a trend.
    pub trend: Vec<f64>,
    /// How many times the rate becomes in 4 weeks; by the exact comparison, the last 4 weeks over those before.
    pub ratio: Option<Ratio>,
    /// The probability of a rise.
    pub p_more_often: Option<f64>,
    /// The same by all days of the calendar and all bouts that the diary knows of; none without a trend.
    pub p_by_calendar: Option<f64>,
    /// In how many weeks the rate doubles, or (negative) halves, where the interval excludes no change.
    pub doubling_weeks: Option<f64>,
    /// A sudden change, where there probably was one, and a change the same way is told.
    pub change: Option<Change>,
    /// What is in doubt.
    pub warnings: Vec<FrequencyWarning>,
    /// How many more days with a check-in, one after the other, are needed before anything can be said; 0 where it can,
    /// and where no spasm is known to count.
    pub more_days: usize,
}

/// How the frequency was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Too little is known.
    None,
    /// The last 4 weeks with the 4 before, exactly.
    LastWeeks,
    /// A trend over all weeks.
    Trend,
}

/// What is said about the frequency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrequencyVerdict {
    /// Spasms come more often.
    MoreOften,
    /// Spasms come less often.
    LessOften,
    /// No clear change.
    NoClearChange,
    /// Cannot tell yet.
    CannotTell,
}

impl FrequencyVerdict {
    /// By the probability that the rate is higher, and from which on a rise is told.
    pub(super) fn of_trend(p_more_often: f64, rising: f64) -> FrequencyVerdict {
        match p_more_often {
            p if p >= rising => FrequencyVerdict::MoreOften,
            p if p <= 1.0 - rising => FrequencyVerdict::LessOften,
            _ => FrequencyVerdict::NoClearChange,
        }
    }

    /// Whether it tells a change.
    pub(crate) fn is_change(self) -> bool {
        matches!(self, FrequencyVerdict::MoreOften | FrequencyVerdict::LessOften)
    }

    /// By the limits of an exact comparison.
    pub(super) fn of_limits(lower: f64, upper: Option<f64>) -> FrequencyVerdict {
        match upper {
            _ if lower > 1.0 => FrequencyVerdict::MoreOften,
            Some(upper) if upper < 1.0 => FrequencyVerdict::LessOften,
            _ => FrequencyVerdict::CannotTell,
        }
    }
}

/// How many times a rate becomes, with its 95 % interval. No upper limit: none could be found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// The best estimate; none where there was nothing before.
    pub ratio: Option<f64>,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: Option<f64>,
}

/// A sudden change of the rate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The probability that there was one.
    pub p: f64,
    /// The most likely week, counted from the first of `weeks`.
    pub week: f64,
    /// With 80 %, it lies between these weeks.
    pub range: [f64; 2],
    /// Bouts in 4 weeks before.
    pub rate_before: f64,
    /// Bouts in 4 weeks after.
    pub rate_after: f64,
}

/// What is in doubt about the frequency.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum FrequencyWarning {
    /// There were many more, or many fewer, check-ins in the second half.
    CheckInsChanged {
        /// Check-ins for each week in the second half over those in the first.
        ratio: f64,
    },
    /// Days with a check-in show a change, and all days of the calendar do not.
    OnlyWhereLogged {
        /// Whether days with a check-in show a rise; else a fall.
        rises: bool,
    },
}

pub(crate) fn frequency(days: &Days, settings: &Settings) -> Frequency {
    let (first_week, weeks) = weeks(days);
    let bouts = weeks.iter().map(|week| week.count).sum();
    let known = recent(days).filter(|(_, day)| day.is_known).count();
    let mut frequency = Frequency {
        method: Method::None,
        verdict: FrequencyVerdict::CannotTell,
        warnings: check_ins_changed(&weeks).into_iter().collect(),
        first_week,
        weeks,
        stored: recent(days).map(|(_, day)| u64::from(day.bouts)).sum(),
        bouts,
        days: known,
        rate_from: None,
        rate_to: None,
        trend: Vec::new(),
        ratio: None,
        p_more_often: None,
        p_by_calendar: None,
        doubling_weeks: None,
        change: None,
        more_days: 0,
    };
    if bouts >= LEAST_BOUTS && frequency.weeks.len() >= LEAST_WEEKS {
        frequency.trend(days, settings.rising);
    } else {
        frequency.last_weeks(days);
    }
    frequency
}

impl Frequency {
    fn trend(&mut self, days: &Days, rising: f64) -> Option<()> {
        let years: Vec<f64> = self.weeks.iter().map(|week| week.week / WEEKS_A_YEAR).collect();
        let observed: Vec<f64> = self.weeks.iter().map(|week| week.days_observed).collect();
        let count: Vec<u64> = self.weeks.iter().map(|week| week.count).collect();
        let counts = Counts::new(&years, &observed, &count).ok()?;
        let fit = negative_binomial(&counts, Penalty::LogF(2.0)).ok()?;
        let (first, last) = (years.first()?, years.last()?);
        let rate = |years: f64| 28.0 * exp(fit.coef[0] + fit.coef[1] * years);
        let slope = fit.ratio_over(4.0 / WEEKS_A_YEAR);
        self.method = Method::Trend;
        self.rate_from = Some(rate(*first));
        self.rate_to = Some(rate(*last));
        self.trend = years.iter().map(|years| rate(*years)).collect();
        self.ratio =
            slope.map(|slope| Ratio { ratio: Some(slope.ratio), lower: slope.lower, upper: Some(slope.upper) });
        self.p_more_often = Some(fit.p_increasing);
        self.doubling_weeks = fit.doubling().map(|years| years * WEEKS_A_YEAR);
        self.verdict = FrequencyVerdict::of_trend(fit.p_increasing, rising);
        self.p_by_calendar = p_by_calendar(days);
        let by_calendar = self.p_by_calendar.map(|p| FrequencyVerdict::of_trend(p, rising));
        if self.verdict.is_change() && by_calendar != Some(self.verdict) {
            self.warnings.push(FrequencyWarning::OnlyWhereLogged { rises: fit.p_increasing > 0.5 });
            self.verdict = FrequencyVerdict::NoClearChange;
        }
        let expected = years.iter().zip(&observed).map(|(years, days)| days / 28.0 * rate(*years));
        let spread = spread_of_periods(&self.weeks, expected);
        let numbers: Vec<f64> = self.weeks.iter().map(|week| week.week).collect();
        let found = Counts::new(&numbers, &observed, &count).ok().and_then(|counts| change_point(&counts).ok());
        // A turn is told only with a change that it is a part of: clusters of spasms look like turns.
        let is_part = |rises: bool| match self.verdict {
            FrequencyVerdict::MoreOften => rises,
            FrequencyVerdict::LessOften => !rises,
            FrequencyVerdict::NoClearChange | FrequencyVerdict::CannotTell => false,
        };
        let p = |found: &ChangePoint| found.p_where_spread(spread.unwrap_or(1.0));
        let found = found.filter(|found| p(found) >= CHANGED && is_part(found.rates[1] > found.rates[0]));
        self.change = found.map(|found| Change {
            p: p(&found),
            week: found.most_likely,
            range: found.range80,
            rate_before: 28.0 * found.rates[0],
            rate_after: 28.0 * found.rates[1],
        });
        Some(())
    }

    fn last_weeks(&mut self, days: &Days) -> Option<()> {
        let end = days.first + days.days.len() as i64;
        let part = |from: i64| {
            let known = days.iter().filter(|(number, day)| (from..from + PART).contains(number) && day.is_known);
            known.fold((0_u64, 0_usize), |(bouts, days), (_, day)| (bouts + u64::from(day.bouts), days + 1))
        };
        let (later, earlier) = (part(end - PART), part(end - 2 * PART));
        if later.1 < LEAST_DAYS_OF_A_PART || earlier.1 < LEAST_DAYS_OF_A_PART {
            self.more_days = more_days(days);
            return None;
        }
        let exposure = |(bouts, days): (u64, usize)| (bouts, days as f64);
        let found = compare(exposure(later), exposure(earlier)).ok()?;
        let rate = |(bouts, days): (u64, usize)| 28.0 * bouts as f64 / days as f64;
        self.method = Method::LastWeeks;
        self.rate_from = Some(rate(earlier));
        self.rate_to = Some(rate(later));
        self.ratio = Some(Ratio { ratio: found.ratio, lower: found.lower, upper: found.upper });
        self.verdict = FrequencyVerdict::of_limits(found.lower, found.upper);
        Some(())
    }
}

/// The probability of a rise by all days of the calendar, from the first with a check-in to the last, and all bouts that the diary
/// knows of.
fn p_by_calendar(days: &Days) -> Option<f64> {
    let end = days.first + days.days.len() as i64;
    let (first, _) = recent(days).find(|(_, day)| day.is_known)?;
    let monday = first - (first - FIRST_MONDAY).rem_euclid(7);
    let weeks = calendar_weeks_of(days, &(end - LOOK_BACK..end), monday);
    let years: Vec<f64> = weeks.iter().map(|week| week.week / WEEKS_A_YEAR).collect();
    let observed: Vec<f64> = weeks.iter().map(|week| week.days_observed).collect();
    let count: Vec<u64> = weeks.iter().map(|week| week.count).collect();
    let counts = Counts::new(&years, &observed, &count).ok()?;
    p_increasing(&counts, Penalty::LogF(2.0)).ok()
}

/// The weeks of all of these days from the first with a check-in to the last, whether they have one or not.
pub(super) fn calendar_weeks_of(days: &Days, those: &Range<i64>, start: i64) -> Vec<Week> {
    let known = || days.iter().filter(|(_, day)| day.is_known).map(|(number, _)| number);
    let Some((first, last)) = known().next().zip(known().last()) else { return Vec::new() };
    let mut weeks: Vec<Week> = Vec::new();
    for (number, day) in days.iter().filter(|(number, _)| those.contains(number) && (first..=last).contains(number)) {
        add(&mut weeks, (number - start).div_euclid(7), day);
    }
    merge_thin_weeks(&weeks, LEAST_DAYS_OF_A_WEEK)
}

/// How many times as spread as Poisson the counts of four weeks are around what a trend expects of each week.
fn spread_of_periods(weeks: &[Week], expected: impl Iterator<Item = f64>) -> Option<f64> {
    let mut periods: Vec<(f64, u64, f64)> = Vec::new();
    for (week, expected) in weeks.iter().zip(expected) {
        let number = (week.week / WEEKS_OF_A_PERIOD).floor();
        match periods.last_mut().filter(|last| last.0 == number) {
            Some(last) => {
                last.1 += week.count;
                last.2 += expected;
            }
            None => periods.push((number, week.count, expected)),
        }
    }
    let periods: Vec<(u64, f64)> = periods.into_iter().map(|(_, count, expected)| (count, expected)).collect();
    dispersion(&periods, 2)
}

/// How many days with a check-in, from tomorrow on, until each of two parts has enough of them.
fn more_days(days: &Days) -> usize {
    let end = days.first + days.days.len() as i64;
    let known = |from: i64, to: i64| {
        let past = days.iter().filter(|(number, day)| (from..to).contains(number) && day.is_known).count();
        past + usize::try_from(to - from.max(end)).unwrap_or(0)
    };
    let is_enough = |more: &i64| {
        let end = end + more;
        known(end - PART, end).min(known(end - 2 * PART, end - PART)) >= LEAST_DAYS_OF_A_PART
    };
    (0..=2 * PART).find(is_enough).map_or(0, |more| usize::try_from(more).unwrap_or(0))
}

/// The days of the last 52 weeks.
fn recent(days: &Days) -> impl Iterator<Item = (i64, &Day)> {
    let end = days.first + days.days.len() as i64;
    days.iter().filter(move |(number, _)| *number >= end - LOOK_BACK)
}

/// The weeks of the last year, from Monday on and counted from the first with a check-in, and its Monday.
fn weeks(days: &Days) -> (Option<Date>, Vec<Week>) {
    let Some((first, _)) = recent(days).find(|(_, day)| day.is_known) else { return (None, Vec::new()) };
    let monday = first - (first - FIRST_MONDAY).rem_euclid(7);
    (EPOCH.checked_add(monday.days()).ok(), weeks_of(recent(days), monday))
}

/// The weeks of these days, counted from the day with this number on; thin ones are merged.
pub(super) fn weeks_of<'d>(days: impl Iterator<Item = (i64, &'d Day)>, start: i64) -> Vec<Week> {
    let mut weeks: Vec<Week> = Vec::new();
    for (number, day) in days.filter(|(_, day)| day.is_known) {
        add(&mut weeks, (number - start).div_euclid(7), day);
    }
    merge_thin_weeks(&weeks, LEAST_DAYS_OF_A_WEEK)
}

/// Adds a day to its week, which is the last one or a new one.
fn add(weeks: &mut Vec<Week>, week: i64, day: &Day) {
    let week = week as f64;
    match weeks.last_mut().filter(|last| last.week == week) {
        Some(last) => {
            last.days_observed += 1.0;
            last.count += u64::from(day.bouts);
        }
        None => weeks.push(Week { week, days_observed: 1.0, count: u64::from(day.bouts) }),
    }
}

/// Whether check-ins for each week of the calendar changed between the halves of the time.
fn check_ins_changed(weeks: &[Week]) -> Option<FrequencyWarning> {
    let (first, last) = (weeks.first()?.week, weeks.last()?.week);
    if weeks.len() < LEAST_WEEKS {
        return None;
    }
    let middle = 0.5 * (first + last);
    let sum = |later: bool| -> f64 {
        weeks.iter().filter(|week| (week.week > middle) == later).map(|week| week.days_observed).sum()
    };
    let ratio = sum(true) / sum(false);
    ((ratio - 1.0).abs() > CHECK_INS_CHANGED).then_some(FrequencyWarning::CheckInsChanged { ratio })
}

/// Whether there were spasms on 3 or more days of the last 4 weeks: what the check asks by the finding `recurrent`.
pub(super) fn is_recurrent(days: &Days) -> bool {
    let end = days.first + days.days.len() as i64;
    days.iter().filter(|(number, day)| *number >= end - PART && day.bouts > 0).count() >= 3
}
