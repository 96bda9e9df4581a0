//! Plans as a calendar that other programs subscribe to: iCalendar (RFC 5545, with the properties of RFC 7986), and the
//! occurrences of these plans for our own reminders.
//!
//! [`Calendar::write`] gives the file, [`Calendar::occurrences`] when everything in it happens. The writer is our own, since
//! the crate `icalendar` writes no time zone (VTIMEZONE): programs that know no zone of that name took local times for UTC.
//!
//! A local time that the clocks skip is read with the offset before the gap, and one that they show twice is the first
//! (RFC 5545, 3.3.5). Of a rule, 3.3.10 leaves out what the clocks skip; here it happens all the same, an hour later on the
//! clock: a reminder that is late is better than none. The programs of `tests/calendar` keep it too, some an hour earlier.
//!
//! It is pure: the time now is an argument.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod error;
mod expand;
mod lines;
mod series;
mod write;
mod zone;

pub use error::CalendarError;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The first and the last year of a date that can be written. Within them no program is known to fail, and every offset
/// is that of a law, not of the sun.
pub const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;

/// The longest event, in minutes: 366 days.
pub const LONGEST: u32 = 366 * 24 * 60;

/// How many years beyond now (or beyond its start, if that is later) a rule without an end finds its offsets in the file.
pub const HORIZON: i16 = 5;

/// The media type of what [`Calendar::write`] gives.
pub const CONTENT_TYPE: &str = "text/calendar; charset=utf-8";

/// A calendar: a name, a time zone, and events.
///
/// ```
/// use jiff::civil::{Weekday, date};
/// use supple_calendar::{Calendar, Event, Rule, When};
/// let now = "2026-03-01T12:00:00Z".parse()?;
/// let walk = Event {
///     rule: Some(Rule { days: vec![Weekday::Monday, Weekday::Thursday], every_weeks: 1, until: None }),
///     ..Event::new("walk@supple", "Walk", now, When::At { start: date(2026, 3, 2).at(8, 30, 0, 0), minutes: 20 })
/// };
/// let zone = jiff::tz::TimeZone::get("Europe/Berlin")?;
/// let calendar = Calendar { name: "Supple".to_owned(), zone, now, events: vec![walk] };
/// assert!(calendar.write()?.contains("DTSTART;TZID=Europe/Berlin:20260302T083000\r\n"));
/// let week = calendar.occurrences(now, "2026-03-08T12:00:00Z".parse()?)?;
/// let starts: Vec<String> = week.iter().map(|occurrence| occurrence.start.to_string()).collect();
/// assert_eq!(starts, ["2026-03-02T07:30:00Z", "2026-03-05T07:30:00Z"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// What programs call it (NAME, X-WR-CALNAME).
    pub name: String,
    /// The zone of all its local times. It needs an IANA name.
    pub zone: TimeZone,
    /// The time now. Only its year counts, so that a file changes no oftener than its events do.
    pub now: Timestamp,
    /// What happens.
    pub events: Vec<Event>,
}

/// One event (VEVENT), which may happen many times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is known by for good (UID): neither empty nor that of another event.
    pub uid: String,
    /// How many times it was changed (SEQUENCE); at most [`i32::MAX`].
    pub sequence: u32,
    /// When it was last changed (DTSTAMP, LAST-MODIFIED).
    pub changed: Timestamp,
    /// What it is, in a few words (SUMMARY).
    pub summary: String,
    /// More of it (DESCRIPTION). Where empty, none is written.
    pub description: String,
    /// When it first happens.
    pub when: When,
    /// On which days it happens again (RRULE). Where the first day is none of them, the next one is the first.
    pub rule: Option<Rule>,
    /// Local times of its rule at which it does not happen (EXDATE); of an all-day event only the dates count. What the rule
    /// does not have is passed over: it may be left from an earlier one.
    pub exceptions: Vec<DateTime>,
    /// Times of its rule that happen at another time (RECURRENCE-ID).
    pub moved: Vec<Moved>,
    /// How long before its start to remind (VALARM), to the second; below zero is after. At most 366 days.
    pub alarm: Option<SignedDuration>,
    /// Whether it was called off (STATUS:CANCELLED). It stays in the file, so that programs take it away.
    pub cancelled: bool,
}

impl Event {
    /// An event that happens once, and of which nothing else is known.
    pub fn new(uid: &str, summary: &str, changed: Timestamp, when: When) -> Event {
        Event {
            uid: uid.to_owned(),
            sequence: 0,
            changed,
            summary: summary.to_owned(),
            description: String::new(),
            when,
            rule: None,
            exceptions: Vec::new(),
            moved: Vec::new(),
            alarm: None,
            cancelled: false,
        }
    }
}

/// When an event happens (DTSTART).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At a time of the day, in the zone of the calendar.
    At {
        /// The local time, in whole seconds.
        start: DateTime,
        /// How many minutes it takes, at most [`LONGEST`]. They are minutes that pass, whatever the clocks do (DURATION).
        minutes: u32,
    },
    /// All day.
    Day(Date),
}

/// On which days an event happens again (RRULE). Several times a day are several events: few programs read BYHOUR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The days of the week; at least one.
    pub days: Vec<Weekday>,
    /// Every so many weeks, 1 to 520. A week begins on Monday, and that of the first day counts.
    pub every_weeks: u32,
    /// The last day on which it may happen, in local time; none for no end.
    pub until: Option<Date>,
}

/// One time of a rule that happens at another time. Of an all-day event only the dates count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The local time that the rule has.
    pub of: DateTime,
    /// The local time at which it happens, in whole seconds.
    pub to: DateTime,
}

/// One time at which an event happens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// When it begins. Of an all-day event, when that day begins in the zone of the calendar.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// The event's.
    pub uid: String,
    /// The local time that the rule has for it, also where it was moved: what [`Event::exceptions`] and [`Moved::of`] take.
    pub of: DateTime,
}
