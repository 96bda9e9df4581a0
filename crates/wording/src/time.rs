//! Times, days and lengths, as the reader's own clock and calendar tell them.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned, tz::Offset};
use supple_diary::{Draft, Moment, Precision, Seconds};
use supple_insight::figures;

/// Where and when someone reads: days are left out where they are today, and places where they are here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Here<'a> {
    /// The day on the reader's clock.
    pub today: Date,
    /// The name of the reader's time zone.
    pub zone: &'a str,
}

/// How long, in the units that fit.
pub fn seconds(length: Seconds) -> String {
    figures::duration(f64::from(length.get()))
}

/// The time on the clock, as exactly as it is known.
pub fn clock(moment: &Moment, precision: Option<Precision>) -> String {
    let clock = moment.clock();
    match precision {
        None | Some(Precision::Minute) => clock.strftime("%H:%M").to_string(),
        Some(Precision::Hour) => clock.strftime("about %H:%M").to_string(),
        Some(Precision::Day) => "that day".to_owned(),
    }
}

/// A day in words, with the year where it is not this one.
pub fn day(date: Date, today: Date) -> String {
    let form = if date.year() == today.year() { "%A %-d %B" } else { "%A %-d %B %Y" };
    let words = date.strftime(form).to_string();
    match today.yesterday() {
        _ if date == today => format!("Today, {words}"),
        Ok(yesterday) if date == yesterday => format!("Yesterday, {words}"),
        _ => words,
    }
}

/// A day in few words, to stand in a line.
pub fn short_day(date: Date, today: Date) -> String {
    let form = if date.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
    date.strftime(form).to_string()
}

/// When something happened, in one line: the day only where it is not today, the place only where it is not here.
pub fn moment<'a>(draft: &Draft, here: impl Into<Here<'a>>) -> String {
    happened(&draft.happened, draft.precision, here.into())
}

/// The same of a moment and how exactly it is known.
pub fn happened(moment: &Moment, precision: Option<Precision>, here: Here<'_>) -> String {
    let time = clock(moment, precision);
    let line = match moment.date() {
        date if date == here.today && precision == Some(Precision::Day) => "today".to_owned(),
        date if date == here.today => time,
        date if precision == Some(Precision::Day) => short_day(date, here.today),
        date => format!("{}, {time}", short_day(date, here.today)),
    };
    match elsewhere(moment, here.zone) {
        Some(place) => format!("{line} ({place})"),
        None => line,
    }
}

/// Where it was so late, if not where the reader is now.
pub fn elsewhere(moment: &Moment, zone: &str) -> Option<String> {
    match moment.zone() {
        Some(other) if other == zone => None,
        Some(other) => {
            let city = other.rsplit('/').next().unwrap_or(other).replace('_', " ");
            Some(format!("{city} time"))
        }
        None => Some(offset(moment.offset())),
    }
}

/// What a clock is ahead of UTC, such as UTC+2.
pub fn offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '−' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// A time at which something was written down, on the clock of now.
pub fn recorded<'a>(at: Timestamp, here: impl Into<Here<'a>>) -> String {
    let here = here.into();
    match Moment::in_zone(at, here.zone) {
        Ok(moment) if moment.date() == here.today => clock(&moment, None),
        Ok(moment) => format!("{}, {}", short_day(moment.date(), here.today), clock(&moment, None)),
        Err(_) => at.to_string(),
    }
}

/// A time on the reader's clock, with its day where that is not today.
pub fn at(at: &Zoned, today: Date) -> String {
    let time = at.strftime("%H:%M");
    if at.date() == today { time.to_string() } else { format!("{}, {time}", short_day(at.date(), today)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn lengths_are_said_in_the_unit_that_fits() {
        for (length, words) in [
            (0, "under 1 second"),
            (1, "1 second"),
            (40, "40 seconds"),
            (60, "1 minute"),
            (90, "90 seconds"),
            (900, "15 minutes"),
            (3_600, "1 hour"),
            (5_400, "1 hour 30 minutes"),
            (86_400, "1 day"),
            (180_000, "2 days 2 hours"),
        ] {
            assert_eq!(seconds(Seconds::new(length).unwrap()), words);
        }
    }

    #[test]
    fn a_time_is_said_as_exactly_as_it_is_known() {
        let moment = Moment::parse("2026-11-22T03:10:00+01:00[Europe/Berlin]").unwrap();
        assert_eq!(clock(&moment, None), "03:10");
        assert_eq!(clock(&moment, Some(Precision::Hour)), "about 03:10");
        assert_eq!(clock(&moment, Some(Precision::Day)), "that day");
        assert_eq!(elsewhere(&moment, "Europe/Berlin"), None);
        assert_eq!(elsewhere(&moment, "America/New_York").unwrap(), "Berlin time");
        assert_eq!(offset(moment.offset()), "UTC+1");
    }
}
