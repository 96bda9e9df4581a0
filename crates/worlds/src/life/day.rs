//! What a life is: days, spasms, and the clock that they are told by.

use crate::model::DAY;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use std::ops::Range;
use supple_diary::Moment;

/// What was so on a day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Day {
    /// For each thing, whether it was so.
    pub(crate) is: Vec<bool>,
    /// For each level, the normal variable behind it.
    pub(crate) behind: Vec<f64>,
    /// For each thing with a time, the minutes of the day.
    pub(crate) at: Vec<Vec<i64>>,
}

/// A spasm, in minutes since the first midnight of the life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spasm {
    /// When it began.
    pub(crate) at: i64,
    /// Whether the back had felt wrong before.
    pub(crate) warned: bool,
    /// When others began in the hour after it.
    pub(crate) more: Vec<i64>,
}

/// Where a person is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stay {
    /// The zone of the clock.
    pub(crate) zone: &'static str,
    /// The first minute of the day that this clock shows; not 0 after a flight to the east.
    pub(crate) begins: i64,
}

/// The home of everyone.
pub(crate) const HOME: &str = "Europe/Berlin";

/// What happened to a person, and which part of it the diary is of.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    /// The first day.
    pub(crate) first: Date,
    /// The days.
    pub(crate) days: Vec<Day>,
    /// Where the person was.
    pub(crate) stays: Vec<Stay>,
    /// All spasms in order.
    pub(crate) spasms: Vec<Spasm>,
    /// The days of the diary.
    pub(crate) diary: Range<i64>,
    /// The day that the person names as the one since when something is different.
    pub(crate) named: i64,
    /// The day on which they decided to name one that chance chooses.
    pub(crate) decided: Option<i64>,
}

/// The level from 0 to 10 that a normal variable stands for.
pub(crate) fn level(behind: f64) -> f64 {
    libm::round(5.0 + 2.5 * behind).clamp(0.0, 10.0)
}

impl Life {
    /// The day of this number.
    pub(crate) fn date(&self, day: i64) -> Date {
        self.first.saturating_add(day.days())
    }

    /// The moment of a minute, on the clock where the person is.
    pub(crate) fn moment(&self, minute: i64) -> Option<Moment> {
        let day = minute.div_euclid(DAY);
        let zone = usize::try_from(day).ok().and_then(|day| self.stays.get(day)).map_or(HOME, |stay| stay.zone);
        let shown =
            DateTime::from_parts(self.date(day), Time::midnight()).checked_add(minute.rem_euclid(DAY).minutes());
        Moment::around(shown.ok()?, zone).ok()
    }

    /// The spasms that began in these minutes.
    pub(crate) fn spasms_in(&self, minutes: Range<i64>) -> &[Spasm] {
        let from = self.spasms.partition_point(|spasm| spasm.at < minutes.start);
        let to = self.spasms.partition_point(|spasm| spasm.at < minutes.end);
        self.spasms.get(from..to).unwrap_or_default()
    }

    /// How many of these days have a spasm.
    pub(crate) fn spasm_days(&self, days: Range<i64>) -> usize {
        days.filter(|day| !self.spasms_in(day * DAY..(day + 1) * DAY).is_empty()).count()
    }
}
