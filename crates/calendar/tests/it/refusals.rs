//! What cannot be written, and what is said of it.

use crate::common::{EVERY_DAY, at, calendar, local, set_for, walk, weekly};
use jiff::SignedDuration;
use jiff::civil::{Weekday, date};
use jiff::tz::TimeZone;
use supple_calendar::{CalendarError, Event, LONGEST, Moved, Rule, When};

fn refusal(event: Event) -> String {
    let calendar = calendar("Europe/Berlin", vec![Event { uid: "other@supple".to_owned(), ..walk() }, event]);
    let refused = calendar.write().unwrap_err();
    let all = calendar.occurrences(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    assert_eq!(all.unwrap_err(), refused, "occurrences and file differ");
    refused.to_string()
}

#[test]
fn a_zone_needs_a_name_that_others_know() {
    let mut calendar = calendar("UTC", vec![walk()]);
    for zone in [TimeZone::fixed(jiff::tz::offset(2)), TimeZone::posix("CET-1").unwrap(), TimeZone::unknown()] {
        calendar.zone = zone;
        assert_eq!(calendar.write(), Err(CalendarError::Zone));
    }
    assert_eq!(CalendarError::Zone.to_string(), "zone: has no IANA name");
}

#[test]
fn now_is_within_the_years() {
    let mut calendar = calendar("UTC", vec![walk()]);
    calendar.now = at("2200-01-01T00:00:00Z");
    assert_eq!(calendar.write().unwrap_err().to_string(), "now: not within the years 1970 to 2199");
}

#[test]
fn a_uid_is_there_and_is_that_of_one_event() {
    assert_eq!(refusal(Event { uid: " ".to_owned(), ..walk() }), "uid of event 1: empty");
    assert_eq!(refusal(Event { uid: "a\nb".to_owned(), ..walk() }), "uid of event 1: with a control character");
    let same = Event { uid: "other@supple".to_owned(), ..walk() };
    assert_eq!(refusal(same), "uid: events 0 and 1 have the same");
}

#[test]
fn a_date_is_within_the_years_and_the_message_names_its_field() {
    let beyond = " of event 1: not within the years 1970 to 2199";
    assert_eq!(refusal(set_for("1969-12-31T23:59")), format!("start{beyond}"));
    assert_eq!(refusal(set_for("-000001-01-01T00:00")), format!("start{beyond}"));
    assert_eq!(refusal(Event { when: When::Day(date(9999, 12, 31)), ..walk() }), format!("when{beyond}"));
    assert_eq!(refusal(Event { changed: at("1969-12-31T23:59:59Z"), ..walk() }), format!("changed{beyond}"));
    let until = |until| Some(Rule { days: EVERY_DAY.to_vec(), every_weeks: 1, until: Some(until) });
    assert_eq!(refusal(Event { rule: until(date(2200, 1, 1)), ..walk() }), format!("until{beyond}"));
    let moved = vec![Moved { of: local("2026-03-02T08:30"), to: local("2200-01-01T00:00") }];
    assert_eq!(refusal(Event { rule: weekly(&EVERY_DAY), moved, ..walk() }), format!("moved{beyond}"));
    let last = Event { rule: weekly(&[Weekday::Monday]), ..set_for("2199-12-31T08:00") };
    assert_eq!(refusal(last), format!("start{beyond}"));
}

#[test]
fn other_fields_are_named_too() {
    let rule = |days: &[Weekday], every_weeks, until| Some(Rule { days: days.to_vec(), every_weeks, until });
    let ruled = |rule| refusal(Event { rule, ..walk() });
    assert_eq!(refusal(set_for("2026-03-02T08:30:00.5")), "start of event 1: with a fraction of a second");
    assert_eq!(refusal(Event { sequence: u32::MAX, ..walk() }), "sequence of event 1: more than 2147483647");
    assert_eq!(ruled(rule(&[], 1, None)), "days of event 1: none");
    assert_eq!(ruled(rule(&EVERY_DAY, 0, None)), "every_weeks of event 1: not 1 to 520");
    assert_eq!(ruled(rule(&EVERY_DAY, 521, None)), "every_weeks of event 1: not 1 to 520");
    assert_eq!(ruled(rule(&EVERY_DAY, 1, Some(date(2026, 3, 1)))), "until of event 1: before the first day");
    let long = When::At { start: local("2026-03-02T08:30"), minutes: LONGEST + 1 };
    assert_eq!(refusal(Event { when: long, ..walk() }), "minutes of event 1: more than 366 days");
    for alarm in [SignedDuration::MAX, SignedDuration::MIN] {
        let refused = refusal(Event { alarm: Some(alarm), ..walk() });
        assert_eq!(refused, "alarm of event 1: more than 366 days from the start");
    }
}

#[test]
fn what_was_moved_is_a_time_of_the_rule_and_moved_once() {
    let moved = |of: &[&str], exceptions: &[&str]| {
        let moved = of.iter().map(|of| Moved { of: local(of), to: local("2026-04-01T10:00") }).collect();
        let exceptions = exceptions.iter().map(|time| local(time)).collect();
        refusal(Event { rule: weekly(&[Weekday::Monday]), moved, exceptions, ..walk() })
    };
    let monday = "2026-03-09T08:30";
    assert_eq!(moved(&["2026-03-10T08:30"], &[]), "moved of event 1: of a time that the rule does not have");
    assert_eq!(moved(&[monday], &[monday]), "moved of event 1: of a time that is an exception");
    assert_eq!(moved(&[monday, monday], &[]), "moved of event 1: one time twice");
    let moved = vec![Moved { of: local("2026-03-02T08:30"), to: local("2026-03-03T08:30") }];
    assert_eq!(refusal(Event { moved, ..walk() }), "moved of event 1: without a rule");
    let exceptions = vec![local("2026-03-02T08:30")];
    assert_eq!(refusal(Event { exceptions, ..walk() }), "exceptions of event 1: without a rule");
}
