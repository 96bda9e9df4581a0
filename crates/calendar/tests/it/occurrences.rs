//! When it happens.

use crate::common::{EVERY_DAY, at, calendar, local, set_for, walk, weekly};
use jiff::civil::{Weekday, date};
use supple_calendar::{Calendar, Event, Moved, Rule, When};

fn starts(calendar: &Calendar, from: &str, to: &str) -> Vec<String> {
    let found = calendar.occurrences(at(from), at(to)).unwrap();
    found.iter().map(|occurrence| occurrence.start.to_string()).collect()
}

#[test]
fn the_local_time_stays_when_the_clocks_change() {
    let calendar = calendar("Europe/Berlin", vec![Event { rule: weekly(&[Weekday::Monday]), ..walk() }]);
    let found = starts(&calendar, "2026-03-20T00:00:00Z", "2026-04-01T00:00:00Z");
    assert_eq!(found, ["2026-03-23T07:30:00Z", "2026-03-30T06:30:00Z"]);
}

#[test]
fn a_time_that_the_clocks_skip_is_read_with_the_offset_before() {
    let daily = Event { rule: weekly(&EVERY_DAY), ..set_for("2026-03-28T02:30") };
    let calendar = calendar("Europe/Berlin", vec![daily]);
    let found = starts(&calendar, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z");
    assert_eq!(found, ["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"]);
}

#[test]
fn a_time_that_the_clocks_show_twice_is_the_first() {
    let calendar = calendar("Europe/Berlin", vec![set_for("2026-10-25T02:30")]);
    let found = calendar.occurrences(at("2026-10-25T00:00:00Z"), at("2026-10-26T00:00:00Z")).unwrap();
    assert_eq!(found[0].start, at("2026-10-25T00:30:00Z"));
    // Minutes pass, whatever the clocks do.
    assert_eq!(found[0].end, at("2026-10-25T00:50:00Z"));
}

#[test]
fn a_day_is_as_long_as_the_clocks_make_it() {
    let day = Event { when: When::Day(date(2026, 3, 29)), ..walk() };
    let found = calendar("Europe/Berlin", vec![day])
        .occurrences(at("2026-03-28T00:00:00Z"), at("2026-03-30T00:00:00Z"))
        .unwrap();
    assert_eq!((found[0].start, found[0].end), (at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z")));
}

#[test]
fn every_other_week_counts_from_the_week_of_the_first_day() {
    let rule = Rule { days: vec![Weekday::Monday, Weekday::Friday], every_weeks: 2, until: Some(date(2026, 3, 27)) };
    // On a Thursday: the first day is the Friday.
    let event = Event { rule: Some(rule), ..set_for("2026-02-26T08:00") };
    let found = starts(&calendar("UTC", vec![event]), "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    assert_eq!(
        found,
        [
            "2026-02-27T08:00:00Z",
            "2026-03-09T08:00:00Z",
            "2026-03-13T08:00:00Z",
            "2026-03-23T08:00:00Z",
            "2026-03-27T08:00:00Z"
        ]
    );
}

#[test]
fn exceptions_are_gone_and_what_was_moved_is_where_it_was_moved_to() {
    let event = Event {
        rule: weekly(&[Weekday::Monday]),
        exceptions: vec![local("2026-03-09T08:30")],
        moved: vec![Moved { of: local("2026-03-16T08:30"), to: local("2026-02-20T10:00") }],
        ..walk()
    };
    let calendar = calendar("UTC", vec![event]);
    let found = starts(&calendar, "2026-02-01T00:00:00Z", "2026-03-24T00:00:00Z");
    assert_eq!(found, ["2026-02-20T10:00:00Z", "2026-03-02T08:30:00Z", "2026-03-23T08:30:00Z"]);
    let moved = calendar.occurrences(at("2026-02-01T00:00:00Z"), at("2026-03-01T00:00:00Z")).unwrap();
    assert_eq!(moved[0].of, local("2026-03-16T08:30"));
}

#[test]
fn what_was_called_off_does_not_happen() {
    let calendar = calendar("UTC", vec![Event { cancelled: true, ..walk() }]);
    assert!(starts(&calendar, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z").is_empty());
}

#[test]
fn the_beginning_of_a_span_is_in_it_and_its_end_is_not() {
    let calendar = calendar("UTC", vec![walk()]);
    assert_eq!(starts(&calendar, "2026-03-02T08:30:00Z", "2026-03-02T08:30:01Z").len(), 1);
    assert!(starts(&calendar, "2026-03-02T08:00:00Z", "2026-03-02T08:30:00Z").is_empty());
    assert!(starts(&calendar, "2026-03-02T08:30:01Z", "2026-03-02T09:00:00Z").is_empty());
    assert!(starts(&calendar, "2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z").is_empty());
}

#[test]
fn a_zone_without_a_name_does_for_reminders() {
    let mut calendar = calendar("UTC", vec![walk()]);
    calendar.zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(2));
    assert_eq!(starts(&calendar, "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"), ["2026-03-02T06:30:00Z"]);
}

#[test]
fn they_come_in_order_over_all_events() {
    let evening = Event { uid: "evening@supple".to_owned(), ..set_for("2026-03-02T20:00") };
    let morning = Event { rule: weekly(&EVERY_DAY), ..walk() };
    let calendar = calendar("UTC", vec![evening, morning]);
    let found = starts(&calendar, "2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z");
    assert_eq!(found, ["2026-03-02T08:30:00Z", "2026-03-02T20:00:00Z", "2026-03-03T08:30:00Z"]);
}
