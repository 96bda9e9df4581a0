//! How often spasms came before and after a day that the person names: the first exercises, a new chair.
//!
//! The day is given, not searched, so this tells more surely whether something changed than a turn that was found in the
//! data. At most 26 weeks to each side are looked at, on days with a check-in. Weeks are counted from that day on, so that
//! none lies on both sides; their counts are compared by a negative binomial step with a weak log-F(2, 2) prior. With
//! fewer than ten bouts, eight weeks, or two weeks on a side, both stretches are compared exactly.
//!
//! Spasms come in clusters that reach over the ends of weeks, so a change is told only where periods of four weeks (of two, where
//! there are few) show it too, against how spread these are; and, as for the trend, only where all days of the calendar show it.
//!
//! It does not tell what did it. People change something when it is worst, and what is at its worst mostly gets better;
//! and who picks the day from the drawing will find something there. So chance may choose the day ([`starts`]): then only
//! days since the decision count as before.

use super::frequency::{LEAST_BOUTS, LEAST_DAYS_OF_A_PART, LEAST_WEEKS, calendar_weeks_of, weeks_of};
use super::{FrequencyVerdict, MODEL, MORE_OFTEN, Ratio, Settings};
use crate::design::{Days, day_number};
use crate::starts;
use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use supple_diary::{ChosenStart, Diary};
use supple_stats::clogit::Penalty;
use supple_stats::number::exp;
use supple_stats::rates::{Counts, Week, compare, compare_stretches, negative_binomial};

/// How far is looked to each side, in days.
const SIDE: i64 = 26 * 7;

/// With fewer weeks on a side the stretches are compared exactly.
const LEAST_WEEKS_OF_A_SIDE: usize = 2;

/// With fewer periods of four weeks on a side they are of two.
const LEAST_PERIODS: usize = 3;

/// How often spasms came before and since a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Since {
    /// The version of the method.
    pub model: String,
    /// The first day of the later stretch.
    pub date: Date,
    /// What chance chose this day for; none where the person named it.
    pub chosen: Option<ChosenStart>,
    /// How it was looked at.
    pub method: SinceMethod,
    /// What is said.
    pub verdict: FrequencyVerdict,
    /// The days before.
    pub before: Stretch,
    /// The days since.
    pub after: Stretch,
    /// The rate since over the rate before.
    pub ratio: Option<Ratio>,
    /// The probability that the rate is higher since; none by the exact comparison.
    pub p_more_often: Option<f64>,
    /// The same by longer periods and their spread; none where there are too few of them.
    pub p_by_periods: Option<f64>,
    /// How many more days with a check-in are needed since; 0 where there are enough, too few before, or too few left.
    pub more_days: usize,
    /// The findings of the safety check that this answers with yes: `more-often` where the later stretch reaches to today.
    pub answers: Vec<String>,
}

/// How two stretches were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SinceMethod {
    /// Not at all: too few days before have a check-in.
    TooFewBefore,
    /// Not yet: too few days since have a check-in.
    TooFewSince,
    /// Not at all: no spasm stands on a day with a check-in.
    NoSpasm,
    /// Exactly, as two counts.
    Exact,
    /// By their weeks.
    Weeks,
}

/// The probability that the rate is higher since, by periods of four weeks, or of two where a side has not three of four.
fn p_by_periods(sides: &[Vec<Week>; 2]) -> Option<f64> {
    let periods = |side: &[Week], weeks: f64| {
        let mut periods: Vec<(f64, (f64, u64))> = Vec::new();
        for week in side {
            let number = (week.week / weeks).floor();
            match periods.last_mut().filter(|last| last.0 == number) {
                Some((_, (days, count))) => {
                    *days += week.days_observed;
                    *count += week.count;
                }
                None => periods.push((number, (week.days_observed, week.count))),
            }
        }
        periods.into_iter().map(|(_, period)| period).collect::<Vec<_>>()
    };
    let by = |weeks: f64| sides.each_ref().map(|side| periods(side, weeks));
    let is_enough = |sides: &[Vec<(f64, u64)>; 2]| sides.iter().all(|side| side.len() >= LEAST_PERIODS);
    let [before, after] = Some(by(4.0)).filter(is_enough).unwrap_or_else(|| by(2.0));
    Some(compare_stretches(&before, &after)?.p_increasing)
}

/// Days that lie together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// The first of them.
    pub from: Date,
    /// The last of them.
    pub to: Date,
    /// Those with a check-in that says whether there was a spasm.
    pub days: usize,
    /// Bouts that the diary knows of, on any day.
    pub stored: u64,
    /// Those of them on days with a check-in.
    pub bouts: u64,
    /// Bouts in 4 weeks of such days; none where nothing was compared.
    pub rate: Option<f64>,
}

impl Since {
    /// What changed since a day, as of now on the person's own clock. Of a day that is yet to come nothing is known.
    pub fn of(diary: &Diary, now: &Zoned, date: Date) -> Since {
        let chosen = starts::come(diary, now.date()).into_iter().map(|(_, chosen)| chosen);
        let chosen = chosen.filter(|chosen| chosen.start == date).max_by_key(|chosen| chosen.decided);
        let from = chosen.map(|chosen| chosen.decided);
        Since {
            chosen: chosen.cloned(),
            ..since(&Days::of(diary, now), now.date(), (from, date), &Settings::default())
        }
    }
}

/// What changed since a day, and where chance chose it, from which day on those before it count.
pub(crate) fn since(days: &Days, today: Date, (from, date): (Option<Date>, Date), settings: &Settings) -> Since {
    let (start, end) = (day_number(date), day_number(today));
    let first = from.map_or(days.first, |from| day_number(from).max(days.first));
    let before = (start - SIDE).max(first)..start;
    let after = start..(start + SIDE).min(end + 1);
    let stretch = |numbers: &Range<i64>| {
        let known = days.iter().filter(|(number, day)| numbers.contains(number) && day.is_known);
        let (known, bouts) = known.fold((0, 0), |(known, bouts), (_, day)| (known + 1, bouts + u64::from(day.bouts)));
        let all = days.iter().filter(|(number, _)| numbers.contains(number));
        let stored = all.map(|(_, day)| u64::from(day.bouts)).sum();
        let on = |number: i64| date.saturating_add((number - start).days());
        let (from, to) = (on(numbers.start.min(numbers.end)), on(numbers.end - 1));
        Stretch { from, to, days: known, stored, bouts, rate: None }
    };
    let mut since = Since {
        model: MODEL.to_owned(),
        date,
        chosen: None,
        method: SinceMethod::NoSpasm,
        verdict: FrequencyVerdict::CannotTell,
        before: stretch(&before),
        after: stretch(&after),
        ratio: None,
        p_more_often: None,
        p_by_periods: None,
        more_days: 0,
        answers: Vec::new(),
    };
    if since.before.days < LEAST_DAYS_OF_A_PART {
        since.method = SinceMethod::TooFewBefore;
        return since;
    }
    if since.after.days < LEAST_DAYS_OF_A_PART {
        since.method = SinceMethod::TooFewSince;
        // Days after the stretch would not count.
        let missing = LEAST_DAYS_OF_A_PART - since.after.days;
        let left = usize::try_from(start + SIDE - 1 - end).unwrap_or(0);
        since.more_days = if missing <= left { missing } else { 0 };
        return since;
    }
    let sides =
        [&before, &after].map(|those| weeks_of(days.iter().filter(|(number, _)| those.contains(number)), start));
    let many = sides[0].len() + sides[1].len();
    let is_enough = since.before.bouts + since.after.bouts >= LEAST_BOUTS
        && many >= LEAST_WEEKS
        && sides.iter().all(|side| side.len() >= LEAST_WEEKS_OF_A_SIDE);
    if !is_enough || since.by_weeks(&sides, settings.rising).is_none() {
        since.exactly();
    }
    // What all days of the calendar do not show may be about how the diary is kept.
    if since.verdict.is_change() && since.by_calendar(days, [&before, &after], settings.rising) != Some(since.verdict) {
        since.verdict = FrequencyVerdict::NoClearChange;
    }
    if since.verdict == FrequencyVerdict::MoreOften && since.after.to == today {
        since.answers.push(MORE_OFTEN.to_owned());
    }
    since
}

impl Since {
    fn by_weeks(&mut self, sides: &[Vec<Week>; 2], rising: f64) -> Option<()> {
        let all = || sides.iter().enumerate().flat_map(|(side, weeks)| weeks.iter().map(move |week| (side, week)));
        let x: Vec<f64> = all().map(|(side, _)| side as f64).collect();
        let observed: Vec<f64> = all().map(|(_, week)| week.days_observed).collect();
        let count: Vec<u64> = all().map(|(_, week)| week.count).collect();
        let fit = negative_binomial(&Counts::new(&x, &observed, &count).ok()?, Penalty::LogF(2.0)).ok()?;
        let step = fit.ratio_over(1.0)?;
        self.method = SinceMethod::Weeks;
        self.before.rate = Some(28.0 * exp(fit.coef[0]));
        self.after.rate = Some(28.0 * exp(fit.coef[0] + fit.coef[1]));
        self.ratio = Some(Ratio { ratio: Some(step.ratio), lower: step.lower, upper: Some(step.upper) });
        self.p_more_often = Some(fit.p_increasing);
        self.verdict = FrequencyVerdict::of_trend(fit.p_increasing, rising);
        self.p_by_periods = p_by_periods(sides);
        let by_periods = self.p_by_periods.map(|p| FrequencyVerdict::of_trend(p, rising));
        if self.verdict.is_change() && by_periods != Some(self.verdict) {
            self.verdict = FrequencyVerdict::NoClearChange;
        }
        Some(())
    }

    /// What is said by all days of the calendar, from the first with a check-in to the last, and all bouts that the diary knows of.
    fn by_calendar(&self, days: &Days, sides: [&Range<i64>; 2], rising: f64) -> Option<FrequencyVerdict> {
        let [before, after] = sides.map(|side| calendar_weeks_of(days, side, day_number(self.date)));
        if self.method == SinceMethod::Weeks {
            return Some(FrequencyVerdict::of_trend(p_by_periods(&[before, after])?, rising));
        }
        let sum =
            |side: &[Week]| side.iter().fold((0, 0.0), |sum, week| (sum.0 + week.count, sum.1 + week.days_observed));
        let found = compare(sum(&after), sum(&before)).ok()?;
        Some(FrequencyVerdict::of_limits(found.lower, found.upper))
    }

    fn exactly(&mut self) -> Option<()> {
        let exposure = |stretch: &Stretch| (stretch.bouts, stretch.days as f64);
        let found = compare(exposure(&self.after), exposure(&self.before)).ok()?;
        let rate = |stretch: &Stretch| Some(28.0 * stretch.bouts as f64 / stretch.days as f64);
        self.method = SinceMethod::Exact;
        (self.before.rate, self.after.rate) = (rate(&self.before), rate(&self.after));
        self.ratio = Some(Ratio { ratio: found.ratio, lower: found.lower, upper: found.upper });
        self.verdict = FrequencyVerdict::of_limits(found.lower, found.upper);
        Some(())
    }
}
