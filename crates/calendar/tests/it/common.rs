//! Calendars to test with, and a reader of lines that shares nothing with the writer.

use jiff::Timestamp;
use jiff::civil::{DateTime, Weekday, date};
use jiff::tz::TimeZone;
use supple_calendar::{Calendar, Event, Rule, When};

pub(crate) const EVERY_DAY: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn local(text: &str) -> DateTime {
    text.parse().unwrap()
}

pub(crate) fn calendar(zone: &str, events: Vec<Event>) -> Calendar {
    let zone = TimeZone::get(zone).unwrap();
    Calendar { name: "Supple".to_owned(), zone, now: at("2026-03-01T12:00:00Z"), events }
}

/// A walk on Monday, 2 March 2026, at half past eight.
pub(crate) fn walk() -> Event {
    let start = date(2026, 3, 2).at(8, 30, 0, 0);
    Event::new("walk@supple", "Walk", at("2026-03-01T12:00:00.5Z"), When::At { start, minutes: 20 })
}

pub(crate) fn set_for(time: &str) -> Event {
    Event { when: When::At { start: local(time), minutes: 20 }, ..walk() }
}

pub(crate) fn weekly(days: &[Weekday]) -> Option<Rule> {
    Some(Rule { days: days.to_vec(), every_weeks: 1, until: None })
}

/// The lines of a file, unfolded (RFC 5545, 3.1) over bytes. Panics where it is no file.
pub(crate) fn unfolded(file: &str) -> Vec<String> {
    let bytes = file.as_bytes();
    assert!(bytes.ends_with(b"\r\n"), "the last line has no end");
    let mut lines: Vec<Vec<u8>> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.windows(2).position(|pair| pair == b"\r\n").unwrap();
        let (line, after) = rest.split_at(end);
        assert!(line.len() <= 75, "{} octets", line.len());
        assert!(!line.contains(&b'\r') && !line.contains(&b'\n'), "half a line end");
        std::str::from_utf8(line).expect("a letter is split");
        match line.strip_prefix(b" ") {
            Some(more) => lines.last_mut().expect("the first line is folded").extend(more),
            None => lines.push(line.to_vec()),
        }
        rest = &after[2..];
    }
    lines.into_iter().map(|line| String::from_utf8(line).unwrap()).collect()
}

/// The values of a property, with its parameters, in order.
pub(crate) fn values(file: &str, property: &str) -> Vec<String> {
    let lines = unfolded(file);
    let begun = lines.iter().filter_map(|line| line.strip_prefix(property));
    begun.filter_map(|rest| rest.strip_prefix([':', ';'])).map(str::to_owned).collect()
}

/// A text as a program reads it (3.3.11).
pub(crate) fn unescaped(text: &str) -> String {
    let mut read = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        assert!(letter != ',' && letter != ';', "{text} is not escaped");
        read.push(match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => '\n',
                Some(letter @ ('\\' | ',' | ';')) => letter,
                other => panic!("no escape: {other:?}"),
            },
            letter => letter,
        });
    }
    read
}
