//! The file (iCalendar, RFC 5545).

use crate::error::CalendarError;
use crate::lines::Lines;
use crate::series::Series;
use crate::{Calendar, HORIZON, Rule, When, YEARS, zone};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::BTreeMap;

/// How often programs should ask again (RFC 7986, 5.7).
const ASK_AGAIN: &str = "PT1H";

const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Monday, "MO"),
    (Weekday::Tuesday, "TU"),
    (Weekday::Wednesday, "WE"),
    (Weekday::Thursday, "TH"),
    (Weekday::Friday, "FR"),
    (Weekday::Saturday, "SA"),
    (Weekday::Sunday, "SU"),
];

impl Calendar {
    /// The calendar as a file to subscribe to: iCalendar without METHOD. Its lines end with CRLF.
    ///
    /// It names its zone and says what the clocks do in it, from the year before the first event to the year of the last one,
    /// and of a rule without an end for [`HORIZON`] years.
    ///
    /// # Errors
    /// If the zone has no IANA name, two events have one UID, or a field cannot be written.
    pub fn write(&self) -> Result<String, CalendarError> {
        let zone = zone::name(&self.zone).ok_or(CalendarError::Zone)?;
        if !YEARS.contains(&self.zone.to_datetime(self.now).year()) {
            return Err(CalendarError::Now);
        }
        let all = self.series()?;
        let mut lines = Lines::default();
        lines.put("BEGIN:VCALENDAR");
        lines.put("VERSION:2.0");
        lines.put("PRODID:-//Supple//Supple//EN");
        lines.put("CALSCALE:GREGORIAN");
        lines.text("NAME", &self.name);
        lines.text("X-WR-CALNAME", &self.name);
        lines.put(&format!("REFRESH-INTERVAL;VALUE=DURATION:{ASK_AGAIN}"));
        lines.put(&format!("X-PUBLISHED-TTL:{ASK_AGAIN}"));
        // Also where no event is: a calendar has at least one component (3.6).
        zone::write(&mut lines, &self.zone, zone, self.years(&all));
        for series in &all {
            Writer { lines: &mut lines, series, zone: &self.zone, name: zone }.event();
        }
        lines.put("END:VCALENDAR");
        Ok(lines.into_string())
    }

    /// The events, each judged.
    pub(crate) fn series(&self) -> Result<Vec<Series<'_>>, CalendarError> {
        let mut known = BTreeMap::new();
        let mut all = Vec::with_capacity(self.events.len());
        for (second, event) in self.events.iter().enumerate() {
            let judged = Series::of(event);
            all.push(judged.map_err(|(field, problem)| CalendarError::Field { event: second, field, problem })?);
            if let Some(first) = known.insert(&event.uid, second) {
                return Err(CalendarError::SameUid { first, second });
            }
        }
        Ok(all)
    }

    /// The years for which the file says what the clocks do.
    fn years(&self, all: &[Series<'_>]) -> (i16, i16) {
        let now = self.zone.to_datetime(self.now).year();
        let moved = || all.iter().flat_map(|series| series.moved().into_iter().map(move |(_, to)| (series, to.date())));
        let first = all.iter().map(|series| series.first).chain(moved().map(|(_, to)| to)).min();
        let rules = all.iter().map(|series| match series.last {
            Some(last) => over(series, last).year(),
            None => now.max(series.first.year()).saturating_add(HORIZON),
        });
        let last = rules.chain(moved().map(|(series, to)| over(series, to).year())).max();
        let first = first.map_or(now, Date::year);
        (first - 1, last.unwrap_or(now))
    }
}

/// Writes one event.
struct Writer<'w> {
    lines: &'w mut Lines,
    series: &'w Series<'w>,
    zone: &'w TimeZone,
    /// The zone's.
    name: &'w str,
}

impl Writer<'_> {
    /// The event, and another one for each time that was moved, with the same UID (3.8.4.4).
    fn event(&mut self) {
        self.one(None, self.series.on(self.series.first));
        for (of, to) in self.series.moved() {
            self.one(Some(of), to);
        }
    }

    fn one(&mut self, moved_from: Option<DateTime>, start: DateTime) {
        let event = self.series.event;
        self.lines.put("BEGIN:VEVENT");
        self.lines.text("UID", &event.uid);
        self.lines.put(&format!("SEQUENCE:{}", event.sequence));
        let changed = utc(event.changed);
        self.lines.put(&format!("DTSTAMP:{changed}"));
        self.lines.put(&format!("LAST-MODIFIED:{changed}"));
        if let Some(of) = moved_from {
            self.time("RECURRENCE-ID", of);
        }
        self.time("DTSTART", start);
        match event.when {
            // Without a length an event ends as it begins (3.6.1), and a length has to be more than none.
            When::At { minutes: 0, .. } => {}
            // The end as a local time could be one that the clocks show twice.
            When::At { minutes, .. } => self.lines.put(&format!("DURATION:PT{minutes}M")),
            When::Day(_) => {
                self.time("DTEND", start.saturating_add(1.day()));
                // Nobody is busy for a whole day with it.
                self.lines.put("TRANSP:TRANSPARENT");
            }
        }
        if moved_from.is_none() {
            self.again();
        }
        self.lines.text("SUMMARY", &event.summary);
        if !event.description.is_empty() {
            self.lines.text("DESCRIPTION", &event.description);
        }
        self.lines.put(if event.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        if let Some(alarm) = event.alarm {
            self.alarm(alarm);
        }
        self.lines.put("END:VEVENT");
    }

    /// A local time, or a date where the event is all day.
    fn time(&mut self, property: &str, time: DateTime) {
        let line = if self.series.is_all_day() {
            format!("{property};VALUE=DATE:{}", time.strftime("%Y%m%d"))
        } else {
            format!("{property};TZID={}:{}", self.name, time.strftime("%Y%m%dT%H%M%S"))
        };
        self.lines.put(&line);
    }

    /// The rule and its exceptions, a line for each: not every program reads several from one.
    fn again(&mut self) {
        let Some(rule) = &self.series.event.rule else { return };
        let until =
            self.series.last.and_then(|last| self.until(last)).map_or_else(String::new, |it| format!(";UNTIL={it}"));
        self.lines.put(&format!("RRULE:{}{until}", days(rule)));
        for time in self.series.exceptions() {
            self.time("EXDATE", time);
        }
    }

    /// The last time of the rule itself: in UTC where the event has a time (3.3.10). Of a time that the clocks show twice it is
    /// the second, so that programs that take the event for that one find it too.
    fn until(&self, last: Date) -> Option<String> {
        if self.series.is_all_day() {
            return Some(last.strftime("%Y%m%d").to_string());
        }
        self.zone.to_ambiguous_timestamp(self.series.on(last)).later().ok().map(utc)
    }

    fn alarm(&mut self, before: SignedDuration) {
        let seconds = before.as_secs();
        let sign = if seconds > 0 { "-" } else { "" };
        let length = match seconds.unsigned_abs() {
            whole if whole % 60 == 0 => format!("PT{}M", whole / 60),
            other => format!("PT{other}S"),
        };
        self.lines.put("BEGIN:VALARM");
        self.lines.put("ACTION:DISPLAY");
        self.lines.text("DESCRIPTION", &self.series.event.summary);
        self.lines.put(&format!("TRIGGER:{sign}{length}"));
        self.lines.put("END:VALARM");
    }
}

/// A day on which an event of this day is over. The day may be another one in UTC.
fn over(series: &Series<'_>, day: Date) -> Date {
    let length = match series.event.when {
        When::At { minutes, .. } => minutes / (24 * 60),
        When::Day(_) => 1,
    };
    day.saturating_add((i64::from(length) + 2).days())
}

/// An instant in UTC, to the second.
fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The days of a rule, as RRULE has them.
fn days(rule: &Rule) -> String {
    let named: Vec<&str> = WEEK.iter().filter(|(day, _)| rule.days.contains(day)).map(|(_, name)| *name).collect();
    match rule.every_weeks {
        1 if named.len() == WEEK.len() => "FREQ=DAILY".to_owned(),
        1 => format!("FREQ=WEEKLY;BYDAY={}", named.join(",")),
        weeks => format!("FREQ=WEEKLY;INTERVAL={weeks};WKST=MO;BYDAY={}", named.join(",")),
    }
}
