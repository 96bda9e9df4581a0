//! The days of one event: where its rule begins and ends, and which days between them it has.

use crate::error::{Fault, OUT_OF_RANGE};
use crate::{Event, LONGEST, Rule, When, YEARS};
use jiff::civil::{Date, DateTime, Time, Weekday, date};
use jiff::{SignedDuration, ToSpan};

/// The longest time between an alarm and the start.
const FARTHEST_ALARM: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Every so many weeks a rule may be at work.
const EVERY_WEEKS: std::ops::RangeInclusive<u32> = 1..=520;

/// No rule goes on beyond this day.
const LAST_DAY: Date = date(*YEARS.end(), 12, 31);

/// An event that can be written.
#[derive(Debug)]
pub(crate) struct Series<'e> {
    pub(crate) event: &'e Event,
    /// The first day, which is one of the rule's.
    pub(crate) first: Date,
    /// The last day, which is one of the rule's; none where the rule has no end.
    pub(crate) last: Option<Date>,
    /// The time of the day; midnight for all day.
    time: Time,
}

impl<'e> Series<'e> {
    /// # Errors
    /// The field that cannot be written.
    pub(crate) fn of(event: &'e Event) -> Result<Series<'e>, Fault> {
        check(event)?;
        let start = match event.when {
            When::At { start, .. } => start,
            When::Day(day) => day.to_datetime(Time::midnight()),
        };
        let (first, last) = match &event.rule {
            None => (start.date(), Some(start.date())),
            Some(rule) => ends(start.date(), rule)?,
        };
        let series = Series { event, first, last, time: start.time() };
        series.check_moved()?;
        Ok(series)
    }

    /// Whether it has no time of the day.
    pub(crate) fn is_all_day(&self) -> bool {
        matches!(self.event.when, When::Day(_))
    }

    /// The local time on a day.
    pub(crate) fn on(&self, day: Date) -> DateTime {
        day.to_datetime(self.time)
    }

    /// The same as the fields of an event give it: of an all-day event only the date counts.
    pub(crate) fn local(&self, time: DateTime) -> DateTime {
        if self.is_all_day() { self.on(time.date()) } else { time }
    }

    /// Whether the rule has this local time, whether or not it was taken out or moved.
    pub(crate) fn has(&self, time: DateTime) -> bool {
        let day = time.date();
        let within = self.first <= day && day <= self.last.unwrap_or(LAST_DAY);
        let on_a_day =
            self.event.rule.as_ref().is_none_or(|rule| is_on(rule, day) && is_in_turn(self.first, rule, day));
        within && on_a_day && time.time() == self.time
    }

    /// The local times that the rule has from one day to another, both included.
    pub(crate) fn between(&self, from: Date, to: Date) -> impl Iterator<Item = DateTime> {
        let to = to.min(self.last.unwrap_or(LAST_DAY));
        let mut next = Some(from.max(self.first)).filter(|day| *day <= to);
        let days = std::iter::from_fn(move || {
            let day = next?;
            next = day.tomorrow().ok().filter(|day| *day <= to);
            Some(day)
        });
        days.map(|day| self.on(day)).filter(|time| self.has(*time))
    }

    /// The exceptions that the rule has, in order and each once.
    pub(crate) fn exceptions(&self) -> Vec<DateTime> {
        let all = self.event.exceptions.iter().map(|time| self.local(*time));
        let mut known: Vec<DateTime> = all.filter(|time| self.has(*time)).collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    /// What was moved, from where and to where, in order.
    pub(crate) fn moved(&self) -> Vec<(DateTime, DateTime)> {
        let all = self.event.moved.iter();
        let mut moved: Vec<_> = all.map(|moved| (self.local(moved.of), self.local(moved.to))).collect();
        moved.sort_unstable();
        moved
    }

    fn check_moved(&self) -> Result<(), Fault> {
        let moved = self.moved();
        let exceptions = self.exceptions();
        for (of, to) in &moved {
            writable(*to, "moved")?;
            if !self.has(*of) {
                return Err(("moved", "of a time that the rule does not have"));
            }
            if exceptions.contains(of) {
                return Err(("moved", "of a time that is an exception"));
            }
        }
        match moved.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other)) {
            true => Err(("moved", "one time twice")),
            false => Ok(()),
        }
    }
}

fn check(event: &Event) -> Result<(), Fault> {
    if event.uid.trim().is_empty() {
        return Err(("uid", "empty"));
    }
    if event.uid.chars().any(char::is_control) {
        return Err(("uid", "with a control character"));
    }
    if i32::try_from(event.sequence).is_err() {
        return Err(("sequence", "more than 2147483647"));
    }
    if !YEARS.contains(&jiff::tz::Offset::UTC.to_datetime(event.changed).year()) {
        return Err(("changed", OUT_OF_RANGE));
    }
    match event.when {
        When::At { start, minutes } => {
            writable(start, "start")?;
            if minutes > LONGEST {
                return Err(("minutes", "more than 366 days"));
            }
        }
        When::Day(day) => writable(day.to_datetime(Time::midnight()), "when")?,
    }
    if event.alarm.is_some_and(|alarm| alarm < -FARTHEST_ALARM || FARTHEST_ALARM < alarm) {
        return Err(("alarm", "more than 366 days from the start"));
    }
    match (&event.rule, event.exceptions.is_empty(), event.moved.is_empty()) {
        (None, false, _) => Err(("exceptions", "without a rule")),
        (None, _, false) => Err(("moved", "without a rule")),
        _ => Ok(()),
    }
}

/// A value of the type DATE-TIME has neither fractions of a second nor years of more than four digits (RFC 5545, 3.3.5).
fn writable(time: DateTime, field: &'static str) -> Result<(), Fault> {
    if !YEARS.contains(&time.year()) {
        return Err((field, OUT_OF_RANGE));
    }
    if time.subsec_nanosecond() != 0 { Err((field, "with a fraction of a second")) } else { Ok(()) }
}

/// The first and the last day of a rule that begins on `start` or later. Programs differ in what they do with a DTSTART that
/// its RRULE does not have: so it always has it.
fn ends(start: Date, rule: &Rule) -> Result<(Date, Option<Date>), Fault> {
    if rule.days.is_empty() {
        return Err(("days", "none"));
    }
    if !EVERY_WEEKS.contains(&rule.every_weeks) {
        return Err(("every_weeks", "not 1 to 520"));
    }
    let mut week = start.series(1.day()).take(7);
    let first = week.find(|day| is_on(rule, *day) && *day <= LAST_DAY).ok_or(("start", OUT_OF_RANGE))?;
    let Some(until) = rule.until else { return Ok((first, None)) };
    if !YEARS.contains(&until.year()) {
        return Err(("until", OUT_OF_RANGE));
    }
    let mut back = until.series((-1).day()).take_while(|day| *day >= first);
    let last = back.find(|day| is_on(rule, *day) && is_in_turn(first, rule, *day));
    last.map(|last| (first, Some(last))).ok_or(("until", "before the first day"))
}

fn is_on(rule: &Rule, day: Date) -> bool {
    rule.days.contains(&day.weekday())
}

/// Whether the week of a day is one in which the rule is at work. The day is no earlier than the first.
fn is_in_turn(first: Date, rule: &Rule, day: Date) -> bool {
    let days = (day - first).get_days() + i32::from(first.weekday().since(Weekday::Monday));
    i64::from(days / 7) % i64::from(rule.every_weeks) == 0
}
