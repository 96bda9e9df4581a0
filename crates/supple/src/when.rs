//! When something happened, as a person types it. Read strictly: what may mean two times is refused, with examples.

use crate::machine;
use crate::remedy::Told;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Span, Timestamp, ToSpan, Unit, Zoned};
use supple_diary::{CLOCK_SKEW, Moment, Precision};
pub(crate) use supple_intake::read_length;

/// What can be typed.
pub(crate) const EXAMPLES: &str = "03:00, 3pm, \"about 15\", \"about 3 this morning\", \"yesterday 21:15\", \"2026-11-20 07:30\", 2026-11-20 or \"2h ago\"";

/// Why what was typed is no time, and what to type in its place.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NotATime(String);

impl From<String> for NotATime {
    fn from(why: String) -> NotATime {
        NotATime(why)
    }
}

/// A time, and how exactly it is known.
pub(crate) type When = (Moment, Option<Precision>);

/// Reads when something happened, on the clock of this zone.
pub(crate) fn read(text: &str, now: Timestamp, zone: &str) -> Result<When, NotATime> {
    let (moment, precision) = read_any(text, now, zone)?;
    if moment.at() > now + SignedDuration::from_secs(CLOCK_SKEW) {
        return Err(format!("\"{}\" is still to come: give a time that has been", shorten(text)).into());
    }
    Ok((moment, precision))
}

fn read_any(text: &str, now: Timestamp, zone: &str) -> Result<When, String> {
    let unknown = || format!("\"{}\" is no time that Supple understands; write {EXAMPLES}", shorten(text));
    let latest = now + SignedDuration::from_secs(CLOCK_SKEW);
    let now = machine::find(zone).map(|zone| now.to_zoned(zone)).ok_or_else(unknown)?;
    let lower = text.trim().to_lowercase();
    // A full time with its offset says everything.
    if let Ok(moment) = Moment::parse(text.trim()) {
        return Ok((moment, None));
    }
    if lower == "now" {
        return Ok((Moment::from(&now), None));
    }
    if let Some(past) = lower.strip_suffix("ago") {
        return ago(past.trim(), &now, zone).ok_or_else(unknown)?;
    }
    let words: Vec<&str> = match lower.split_once('t') {
        // 2026-11-20T07:30
        Some((day, clock)) if date(day).is_some() => [day].into_iter().chain(clock.split_whitespace()).collect(),
        _ => lower.split_whitespace().collect(),
    };
    let is_about = words.contains(&"about");
    let rest: Vec<&str> = words.iter().copied().filter(|word| *word != "about").collect();
    if words.len() - rest.len() > 1 {
        return Err(unknown());
    }
    let today = now.date();
    // "about 3 this morning" says which 3, and that it was today.
    let (rest, half) = match rest.as_slice() {
        [clock @ .., "this", half] => match half_of_day(half) {
            Some(half) => ([&["today"], clock].concat(), Some(half)),
            None => return Err(unknown()),
        },
        _ => (rest, None),
    };
    let (day, clock) = match rest.as_slice() {
        [] => return Err(unknown()),
        [first, clock @ ..] => match *first {
            "today" => (Some(today), clock),
            "yesterday" => (Some(today.saturating_sub(1.day())), clock),
            first => match date(first) {
                Some(day) => (Some(day), clock),
                None => (None, rest.as_slice()),
            },
        },
    };
    let clock = match half {
        // Nobody can say which of the two "12 this evening" means.
        Some(half) if !clock.is_empty() && !clock.concat().starts_with("12") => format!("{}{half}", clock.concat()),
        Some(_) => return Err(unknown()),
        None => clock.concat(),
    };
    if clock.is_empty() {
        let Some(day) = day.filter(|_| !is_about) else { return Err(unknown()) };
        return some_time(day, &now, zone);
    }
    let (time, precision) = match (time(&clock), is_about) {
        (Some((time, _)), true) => (time, Precision::Hour),
        (Some((time, true)), false) => (time, Precision::Minute),
        (Some((time, false)), false) => {
            let hour = time.hour();
            return Err(match hour {
                1..=11 => format!(
                    "\"{}\" may mean {hour:02}:00 or {:02}:00, or about that: write {hour:02}:00, {hour}pm or \"about {hour}\"",
                    shorten(text),
                    hour + 12
                ),
                _ => format!("\"{}\" may be exact or not: write {hour:02}:00 or \"about {hour}\"", shorten(text)),
            });
        }
        (None, _) => return Err(unknown()),
    };
    let shown = day.unwrap_or(today).to_datetime(time);
    // Of what has been only the first can be meant while the second is still to come.
    let moment =
        Moment::on_clock(shown, zone).or_else(|unclear| unclear.by(latest)).map_err(|unclear| unclear.told())?;
    if day.is_none() && moment.at() > now.timestamp() + SignedDuration::from_secs(CLOCK_SKEW) {
        return Err(format!(
            "{} is still to come today: write \"yesterday {}\" or another time that has been",
            time.strftime("%H:%M"),
            time.strftime("%H:%M")
        ));
    }
    Ok((moment, Some(precision)))
}

/// Which half of the day a word means.
fn half_of_day(word: &str) -> Option<&'static str> {
    match word {
        "morning" => Some("am"),
        "afternoon" | "evening" => Some("pm"),
        _ => None,
    }
}

/// Reads a day.
pub(crate) fn read_day(text: &str, now: Timestamp, zone: &str) -> Result<Date, NotATime> {
    let today =
        machine::find(zone).map_or_else(|| now.to_zoned(jiff::tz::TimeZone::UTC), |zone| now.to_zoned(zone)).date();
    match text.trim().to_lowercase().as_str() {
        "today" => Ok(today),
        "yesterday" => Ok(today.saturating_sub(1.day())),
        text => date(text).ok_or_else(|| {
            NotATime(format!("\"{}\" is no day; write today, yesterday or a day such as 2026-11-20", shorten(text)))
        }),
    }
}

/// Reads from which day on: a day, or how long ago, such as `14d`. The first counts today as one of them.
pub(crate) fn read_since(text: &str, now: Timestamp, zone: &str) -> Result<Date, NotATime> {
    let today = read_day("today", now, zone)?;
    let text = text.trim().to_lowercase();
    let back = text.strip_suffix('d').and_then(|days| days.parse::<i64>().ok());
    if let Some(days) = back.filter(|days| (1..=100_000).contains(days)) {
        return today.checked_sub((days - 1).days()).map_err(|error| NotATime(error.to_string()));
    }
    read_day(&text, now, zone).map_err(|_| {
        NotATime(format!(
            "\"{}\" is no beginning; write how many days, such as 14d, or a day such as 2026-11-20",
            shorten(&text)
        ))
    })
}

/// A length before now, such as "2h" or "3 days".
fn ago(text: &str, now: &Zoned, zone: &str) -> Option<Result<When, String>> {
    let (text, is_about) = match text.strip_prefix("about ") {
        Some(rest) => (rest.trim(), true),
        None => (text, false),
    };
    let span: Span = text.parse().ok()?;
    if span.is_negative() || span.is_zero() {
        return None;
    }
    let then = now.checked_sub(span).ok()?;
    if span.get_hours() == 0 && span.get_minutes() == 0 && span.get_seconds() == 0 {
        return Some(some_time(then.date(), now, zone));
    }
    let precision = if is_about { Precision::Hour } else { Precision::Minute };
    let minute = then.round(Unit::Minute).ok()?.min(now.clone());
    Some(Ok((Moment::from(&minute), Some(precision))))
}

/// Some time on this day: noon, or now if that is earlier.
fn some_time(day: Date, now: &Zoned, zone: &str) -> Result<When, String> {
    let noon = Moment::around(day.at(12, 0, 0, 0), zone).map_err(|unclear| unclear.told())?;
    let moment = if day == now.date() && noon.at() > now.timestamp() { Moment::from(now) } else { noon };
    Ok((moment, Some(Precision::Day)))
}

/// A day as it is written everywhere; not 03/04/2026, which means two days.
fn date(text: &str) -> Option<Date> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shaped { text.parse().ok() } else { None }
}

/// A time of day, and whether it says which half of the day and which minute.
fn time(text: &str) -> Option<(Time, bool)> {
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (text, None),
    };
    let number = |digits: &str, longest: usize| {
        let good = (1..=longest).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if good { digits.parse::<i8>().ok() } else { None }
    };
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, minute)) if minute.len() == 2 => (number(hour, 2)?, Some(number(minute, 2)?)),
        Some(_) => return None,
        None => (number(digits, 2)?, None),
    };
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    let time = Time::new(hour, minute.unwrap_or(0), 0, 0).ok()?;
    Some((time, half.is_some() || minute.is_some()))
}

/// What a person typed, cut to a length that fits one line.
pub(crate) fn shorten(text: &str) -> String {
    supple_text::shorten(text, supple_text::IN_A_MESSAGE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use supple_diary::Seconds;

    /// It is 21:30 on Sunday, 2026-11-22, in Berlin.
    fn when(text: &str) -> Result<String, String> {
        let now = "2026-11-22T20:30:00Z".parse().unwrap();
        read(text, now, "Europe/Berlin").map_err(|error| error.to_string()).map(|(moment, precision)| {
            let text = moment.to_string();
            let precision = precision.map_or(String::new(), |precision| format!(" {precision:?}"));
            format!("{}{precision}", text.trim_end_matches("[Europe/Berlin]"))
        })
    }

    #[test]
    fn what_a_person_types_is_read_on_their_own_clock() {
        for (text, expected) in [
            ("now", "2026-11-22T21:30:00+01:00"),
            ("03:00", "2026-11-22T03:00:00+01:00 Minute"),
            ("3:05", "2026-11-22T03:05:00+01:00 Minute"),
            ("3am", "2026-11-22T03:00:00+01:00 Minute"),
            ("3:15 PM", "2026-11-22T15:15:00+01:00 Minute"),
            ("12am", "2026-11-22T00:00:00+01:00 Minute"),
            ("12pm", "2026-11-22T12:00:00+01:00 Minute"),
            ("about 3", "2026-11-22T03:00:00+01:00 Hour"),
            ("about 15:30", "2026-11-22T15:30:00+01:00 Hour"),
            ("about 3 this morning", "2026-11-22T03:00:00+01:00 Hour"),
            ("9:15 this morning", "2026-11-22T09:15:00+01:00 Minute"),
            ("about 2 this afternoon", "2026-11-22T14:00:00+01:00 Hour"),
            ("8:30 this evening", "2026-11-22T20:30:00+01:00 Minute"),
            ("yesterday about 3", "2026-11-21T03:00:00+01:00 Hour"),
            ("about yesterday 23", "2026-11-21T23:00:00+01:00 Hour"),
            ("yesterday 21:15", "2026-11-21T21:15:00+01:00 Minute"),
            ("today 07:30", "2026-11-22T07:30:00+01:00 Minute"),
            ("2026-11-20 07:30", "2026-11-20T07:30:00+01:00 Minute"),
            ("2026-11-20T07:30", "2026-11-20T07:30:00+01:00 Minute"),
            ("2026-07-01 07:30", "2026-07-01T07:30:00+02:00 Minute"),
            ("2026-11-20", "2026-11-20T12:00:00+01:00 Day"),
            ("yesterday", "2026-11-21T12:00:00+01:00 Day"),
            ("today", "2026-11-22T12:00:00+01:00 Day"),
            ("2h ago", "2026-11-22T19:30:00+01:00 Minute"),
            ("90 min ago", "2026-11-22T20:00:00+01:00 Minute"),
            ("about 2h ago", "2026-11-22T19:30:00+01:00 Hour"),
            ("3 days ago", "2026-11-19T12:00:00+01:00 Day"),
            ("2026-11-20T07:30:00+09:00", "2026-11-20T07:30:00+09:00"),
        ] {
            assert_eq!(when(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_times_is_refused_with_what_to_write() {
        for (text, says) in [
            ("3", "may mean 03:00 or 15:00"),
            ("yesterday 9", "may mean 09:00 or 21:00"),
            ("15", "may be exact or not: write 15:00"),
            ("22:00", "still to come today: write \"yesterday 22:00\""),
            ("2026-10-25 02:30", "showed 02:30 twice: write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00"),
            (
                "2026-03-29 02:30",
                "never showed 02:30: it went from 02:00 to 03:00; give a time before 02:00, or from 03:00 on",
            ),
            ("2026-11-23", "still to come"),
            ("today 21:45", "still to come"),
            ("today about 22", "still to come"),
            ("2026-11-22T21:45:00+01:00", "still to come"),
        ] {
            let error = when(text).unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
        assert!(when("2026-10-25T02:30:00+01:00").is_ok(), "as the message says");
        for text in [
            "",
            " ",
            "soon",
            "this morning",
            "12 this evening",
            "15:00 this afternoon",
            "3 this week",
            "yesterday 3 this morning",
            "03/04/2026",
            "20.11.2026",
            "monday 21:00",
            "25:00",
            "13pm",
            "0am",
            "3:5",
            "3:60",
            "about",
            "about about 3",
            "about yesterday",
            "ago",
            "-2h ago",
            "0h ago",
            "2h",
            "tomorrow 03:00",
            "2026-02-30",
            "2026-11-20 07:30 08:00",
            "١٢:٠٠",
            "03:00:00:00",
            "now now",
            "999999999999h ago",
            "t",
            "2026-11-20T",
        ] {
            if text == "2026-11-20T" {
                assert!(when(text).is_ok_and(|day| day.ends_with("Day")), "only the day is given");
                continue;
            }
            let error = when(text).unwrap_err();
            assert!(error.contains("understands; write 03:00"), "{text}: {error}");
        }
    }

    #[test]
    fn a_time_that_the_clock_showed_twice_is_taken_as_the_message_says_to_write_it_in_every_zone() {
        let now = "2026-12-01T00:00:00Z".parse().unwrap();
        for (zone, text) in [
            ("Europe/Berlin", "2026-10-25 02:30"),
            ("America/New_York", "2026-11-01 01:30"),
            ("America/St_Johns", "2026-11-01 01:30"),
            ("Australia/Lord_Howe", "2026-04-05 01:45"),
        ] {
            let error = read(text, now, zone).unwrap_err().to_string();
            let (_, write) = error.split_once("twice: write ").unwrap();
            let times: Vec<_> = write.split(" or ").map(|time| read(time, now, zone).unwrap().0.at()).collect();
            assert!(times[0] < times[1], "{error}");
        }
    }

    #[test]
    fn a_day_or_time_that_the_clock_left_out_is_refused_with_the_times_around_it() {
        let now = "2026-12-01T00:00:00Z".parse().unwrap();
        for (zone, text, says) in [
            ("Australia/Lord_Howe", "2026-10-04 02:10", "before 02:00, or from 02:30 on"),
            ("Australia/Lord_Howe", "2026-10-04 about 2:10", "before 02:00, or from 02:30 on"),
            ("Pacific/Apia", "2011-12-30 10:00", "before 2011-12-30 00:00, or from 2011-12-31 00:00 on"),
            ("Pacific/Apia", "2011-12-30", "before 2011-12-30 00:00, or from 2011-12-31 00:00 on"),
        ] {
            let error = read(text, now, zone).unwrap_err().to_string();
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn of_two_times_only_the_one_that_has_been_is_meant() {
        let now = "2026-10-25T00:40:00Z".parse().unwrap();
        let (moment, _) = read("02:30", now, "Europe/Berlin").unwrap();
        assert_eq!(moment.to_string(), "2026-10-25T02:30:00+02:00[Europe/Berlin]");
    }

    #[test]
    fn lengths_and_beginnings_are_read() {
        assert_eq!(read_length("30s").map(Seconds::get), Ok(30));
        assert_eq!(read_length("1h30m").map(Seconds::get), Ok(5_400));
        assert!(read_length("30").unwrap_err().contains("write 30s"));
        assert!(read_length("40d").is_err());
        assert!(read_length("-3s").is_err());
        let now = "2026-11-22T20:30:00Z".parse().unwrap();
        assert_eq!(read_since("14d", now, "Europe/Berlin").unwrap().to_string(), "2026-11-09");
        assert_eq!(read_since("2026-01-01", now, "Europe/Berlin").unwrap().to_string(), "2026-01-01");
        assert!(read_since("0d", now, "Europe/Berlin").is_err());
        assert!(read_since("soon", now, "Europe/Berlin").unwrap_err().to_string().contains("14d"));
    }
}
