//! Times as other programs write them into tables. A form that says one time is read; where day and month may be changed
//! about, the other rows settle it, or the person does.

use crate::why::{Unsettled, Why};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use supple_diary::{Moment, Precision};

/// Which comes first, the day or the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// Day, month, year: 20/11/2026
    Dmy,
    /// Month, day, year: 11/20/2026
    Mdy,
}

/// How times are written in one table.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'z> {
    /// The zone of times that name none.
    pub zone: &'z str,
    /// Which comes first in 11/12/2026; none where no row tells.
    pub dates: Option<Dates>,
}

/// A day as its parts stand.
enum Day {
    Known(Date),
    /// Two numbers of which one is the day, and the year.
    Two(i8, i8, i16),
}

/// A time as its parts stand.
enum Written {
    Moment(Moment),
    At { day: Day, time: Option<(Time, bool)>, offset: Option<Offset> },
}

/// Which comes first in these times; none where it makes no difference.
///
/// # Errors
/// Where none of them tells, or two tell otherwise.
pub fn settle<'t>(times: impl Iterator<Item = &'t str>, zone: &str) -> Result<Option<Dates>, Unsettled> {
    let (mut day_first, mut month_first, mut either) = (None, None, None);
    for text in times {
        if let Some(Written::At { day: Day::Two(first, second, _), .. }) = read(text, zone) {
            match (first, second) {
                (13.., _) => day_first = day_first.or(Some(text)),
                (_, 13..) => month_first = month_first.or(Some(text)),
                (first, second) if first != second => either = either.or(Some(text)),
                _ => {}
            }
        }
    }
    match (day_first, month_first, either) {
        (Some(day), Some(month), _) => Err(Unsettled::Both { day: day.to_owned(), month: month.to_owned() }),
        (Some(_), None, _) => Ok(Some(Dates::Dmy)),
        (None, Some(_), _) => Ok(Some(Dates::Mdy)),
        (None, None, Some(text)) => Err(Unsettled::Neither { text: text.to_owned() }),
        (None, None, None) => Ok(None),
    }
}

/// When a row happened, and how exactly that is known.
///
/// # Errors
/// If it is no time, or one that no clock of the zone showed once.
pub fn happened(text: &str, clock: Clock<'_>) -> Result<(Moment, Option<Precision>), Why> {
    let wrong = || Why::NotATime(text.to_owned());
    let (day, time, offset) = match read(text, clock.zone).ok_or_else(wrong)? {
        Written::Moment(moment) => return Ok((moment, None)),
        Written::At { day, time, offset } => (day, time, offset),
    };
    let day = match (day, clock.dates) {
        (Day::Known(day), _) => day,
        (Day::Two(first, second, year), dates) => {
            let (month, day) = match dates {
                Some(Dates::Dmy) => (second, first),
                Some(Dates::Mdy) => (first, second),
                None if first == second => (first, second),
                None => return Err(wrong()),
            };
            Date::new(year, month, day).map_err(|_| wrong())?
        }
    };
    let Some((time, has_seconds)) = time else {
        let noon = Moment::around(day.at(12, 0, 0, 0), clock.zone)?;
        return Ok((noon, Some(Precision::Day)));
    };
    let precision = (!has_seconds).then_some(Precision::Minute);
    let moment = match offset {
        Some(offset) => {
            let at = offset.to_timestamp(day.to_datetime(time)).map_err(|_| wrong())?;
            Moment::from(&at.to_zoned(offset.to_time_zone()))
        }
        None => Moment::on_clock(day.to_datetime(time), clock.zone)?,
    };
    Ok((moment, precision))
}

/// Takes a time apart; none if it is no time.
fn read(text: &str, zone: &str) -> Option<Written> {
    let text = text.trim();
    if let Ok(moment) = Moment::parse(text) {
        return Some(Written::Moment(moment));
    }
    if let Some(at) = since_1970(text) {
        return Moment::in_zone(at, zone).ok().map(Written::Moment);
    }
    // 2026-11-20T07:30
    let words = match text.split_once(['T', 't']).filter(|(day, _)| day.ends_with(|c: char| c.is_ascii_digit())) {
        Some((day, time)) => [day].into_iter().chain(time.split_whitespace()).collect(),
        None => text.split_whitespace().collect::<Vec<_>>(),
    };
    let (day, mut rest) = if let Some(day) = words.first().and_then(|word| one_word(word)) {
        (day, &words[1..])
    } else {
        (Day::Known(with_name(words.get(..3)?)?), &words[3..])
    };
    let mut offset = None;
    if let [before @ .., last] = rest
        && !before.is_empty()
        && let Some(found) = offset_of(last)
    {
        (offset, rest) = (Some(found), before);
    }
    let time = match rest {
        [] => None,
        rest => {
            let mut clock = rest.concat().to_lowercase();
            if offset.is_none()
                && let Some(place) = clock.rfind(['+', '-', 'z'])
                && let Some(found) = offset_of(&clock[place..])
            {
                offset = Some(found);
                clock.truncate(place);
            }
            Some(time_of(&clock)?)
        }
    };
    Some(Written::At { day, time, offset })
}

/// Seconds or milliseconds since 1970, of this century.
fn since_1970(text: &str) -> Option<Timestamp> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = text.parse().ok()?;
    match text.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

/// A day in numbers.
fn one_word(word: &str) -> Option<Day> {
    let word = word.trim_end_matches(',');
    let mark = word.chars().find(|c| !c.is_ascii_digit()).filter(|mark| matches!(mark, '-' | '/' | '.'))?;
    let parts: Vec<&str> = word.split(mark).collect();
    let [first, second, third] = parts[..] else { return None };
    let number = |text: &str| -> Option<i8> {
        let is_one = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_one { text.parse().ok() } else { None }
    };
    let year = |text: &str| -> Option<i16> { if text.len() == 4 { text.parse().ok() } else { None } };
    if let Some(year) = year(first) {
        return Date::new(year, number(second)?, number(third)?).ok().map(Day::Known);
    }
    let (first, year) = (number(first)?, year(third)?);
    let Some(second) = number(second) else {
        // 20-Nov-2026
        return Date::new(year, month(second)?, first).ok().map(Day::Known);
    };
    // With points the day comes first, wherever they are used.
    if mark == '.' {
        return Date::new(year, second, first).ok().map(Day::Known);
    }
    // As a day it has to exist one way or the other.
    Date::new(year, second, first).or_else(|_| Date::new(year, first, second)).ok()?;
    Some(Day::Two(first, second, year))
}

/// A day with the name of the month: 20 November 2026, or November 20, 2026.
fn with_name(words: &[&str]) -> Option<Date> {
    let [one, two, year] = words else { return None };
    let year: i16 = Some(year.trim_end_matches(',')).filter(|year| year.len() == 4)?.parse().ok()?;
    let (day, name) = match month(one) {
        Some(name) => (two, name),
        None => (one, month(two)?),
    };
    let day = day.trim_end_matches([',', '.']);
    Date::new(year, name, day.parse().ok()?).ok()
}

fn month(word: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches([',', '.']).to_lowercase();
    let place =
        NAMES.iter().position(|name| word == *name || word == name[..3] || (word == "sept" && *name == "september"))?;
    i8::try_from(place + 1).ok()
}

/// A time of day in lower case without spaces, and whether it has seconds.
fn time_of(text: &str) -> Option<(Time, bool)> {
    let text = text.replace("a.m.", "am").replace("p.m.", "pm");
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (text.as_str(), None),
    };
    let number = |text: &str| -> Option<i8> {
        let is_one = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_one { text.parse().ok() } else { None }
    };
    let mut parts = clock.split(':');
    let hour = number(parts.next()?)?;
    let minute = match parts.next() {
        Some(minute) => number(minute)?,
        // 7 PM
        None => half.map(|_| 0)?,
    };
    let second = parts.next();
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        None => hour,
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
    };
    let (whole, fraction) = match second {
        None => (0, 0),
        Some(second) => {
            let (whole, fraction) = second.split_once(['.', ',']).unwrap_or((second, "0"));
            let is_one = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
            let fraction = if is_one { format!("{fraction:0<9}").parse().ok()? } else { return None };
            (number(whole)?, fraction)
        }
    };
    Some((Time::new(hour, minute, whole, fraction).ok()?, second.is_some()))
}

/// Z, +01:00, +0100 or UTC.
fn offset_of(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("gmt") {
        return Some(Offset::UTC);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits = rest.replace(':', "");
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| digits[range].parse::<i32>().ok();
    Offset::from_seconds(sign * (number(0..2)? * 3_600 + number(2..4)? * 60)).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    const ZONE: &str = "Europe/Berlin";

    fn at(text: &str, dates: Option<Dates>) -> Option<(String, Option<Precision>)> {
        let read = happened(text, Clock { zone: ZONE, dates }).ok()?;
        Some((read.0.at().to_string(), read.1))
    }

    #[test]
    fn a_form_that_says_one_time_is_read_whatever_program_wrote_it() {
        let (minute, day) = (Some(Precision::Minute), Some(Precision::Day));
        for (text, read, precision) in [
            ("2026-11-20 07:30", "2026-11-20T06:30:00Z", minute),
            ("2026-11-20T07:30:00+01:00", "2026-11-20T06:30:00Z", None),
            ("2026-11-20T07:30:00Z", "2026-11-20T07:30:00Z", None),
            ("2026-11-20T07:30Z", "2026-11-20T07:30:00Z", None),
            ("2026-11-20 07:30:15 +0100", "2026-11-20T06:30:15Z", None),
            ("2026-11-20 07:30:15.250", "2026-11-20T06:30:15.25Z", None),
            ("2012-10-8 0:4", "2012-10-07T22:04:00Z", minute),
            ("2026/11/20 7:30", "2026-11-20T06:30:00Z", minute),
            ("20.11.2026 07:30", "2026-11-20T06:30:00Z", minute),
            ("1.2.2026", "2026-02-01T11:00:00Z", day),
            ("20.11.2026, 07:30:05", "2026-11-20T06:30:05Z", None),
            ("1703175193324", "2023-12-21T16:13:13.324Z", None),
            ("1703175193", "2023-12-21T16:13:13Z", None),
            ("2026-11-20 07:30 PM", "2026-11-20T18:30:00Z", minute),
            ("2026-11-20 7:30\u{202f}pm", "2026-11-20T18:30:00Z", minute),
            ("2026-11-20 12:05 AM", "2026-11-19T23:05:00Z", minute),
            ("2026-11-20 12:05 p.m.", "2026-11-20T11:05:00Z", minute),
            ("2026-11-20 7 PM", "2026-11-20T18:00:00Z", minute),
            ("Nov 20, 2026 7:30 PM", "2026-11-20T18:30:00Z", minute),
            ("20 November 2026", "2026-11-20T11:00:00Z", day),
            ("20-Nov-2026 07:30", "2026-11-20T06:30:00Z", minute),
            ("5/5/2026 07:30", "2026-05-05T05:30:00Z", minute),
        ] {
            assert_eq!(at(text, None), Some((read.to_owned(), precision)), "{text}");
        }
    }

    #[test]
    fn what_may_be_two_times_or_none_is_not_read() {
        for text in [
            "",
            "7",
            "07:30",
            "1/2/2026",
            "1-2-2026 07:30",
            "20.11.26",
            "1/25/15",
            "20261120",
            "2026-13-01",
            "31.2.2026",
            "13/13/2026",
            "2026-11-20 25:00",
            "2026-11-20 07",
            "2026-11-20 13:30 PM",
            "2026-11-20 0:30 AM",
            "170317519332",
            "2026-11-20 07:30 CET",
            "2026-11-20 07:30:61",
            "20 Brumaire 2026",
            "-1",
            "1e12",
            "2026-11-20 07:30 and more",
            "2026-11-20é",
            "é/é/2026",
            "+ééé",
        ] {
            assert_eq!(at(text, None), None, "{text}");
        }
        assert_eq!(at("1/2/2026", Some(Dates::Dmy)).unwrap().0, "2026-02-01T11:00:00Z");
        assert_eq!(at("1/2/2026", Some(Dates::Mdy)).unwrap().0, "2026-01-02T11:00:00Z");
        assert_eq!(at("1/25/2026", Some(Dates::Dmy)), None);
    }

    #[test]
    fn one_row_settles_the_order_of_day_and_month_for_all() {
        let settle = |times: &[&str]| settle(times.iter().copied(), ZONE);
        assert_eq!(settle(&["1/2/2026", "1/25/2026", "nonsense"]), Ok(Some(Dates::Mdy)));
        assert_eq!(settle(&["1/2/2026", "25/1/2026 07:30"]), Ok(Some(Dates::Dmy)));
        assert_eq!(settle(&["2026-11-20", "5/5/2026"]), Ok(None));
        assert_eq!(settle(&["1/2/2026", "3/4/2026"]), Err(Unsettled::Neither { text: "1/2/2026".to_owned() }));
        assert!(settle(&["13/2/2026", "3/14/2026"]).unwrap_err().to_string().contains("\"3/14/2026\" the month"));
    }
}
