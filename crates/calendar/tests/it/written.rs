//! What is written.

use crate::common::{EVERY_DAY, at, calendar, local, set_for, unescaped, unfolded, values, walk, weekly};
use jiff::SignedDuration;
use jiff::civil::{Weekday, date};
use supple_calendar::{Event, Moved, Rule, When};

fn rule_of(rule: Rule) -> String {
    let file = calendar("Europe/Berlin", vec![Event { rule: Some(rule), ..walk() }]).write().unwrap();
    values(&file, "RRULE").remove(0)
}

#[test]
fn a_file_says_what_it_is_and_how_often_to_ask_again() {
    let file = calendar("Europe/Berlin", vec![walk()]).write().unwrap();
    let lines = unfolded(&file);
    let expected = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Supple//Supple//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Supple",
        "X-WR-CALNAME:Supple",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
    ];
    assert_eq!(lines[..expected.len()], expected);
    assert!(values(&file, "METHOD").is_empty());
}

#[test]
fn an_event_is_written_whole() {
    let walk = Event {
        description: "Slowly; then, a little faster.\nStop when it hurts.".to_owned(),
        rule: weekly(&[Weekday::Thursday, Weekday::Monday]),
        exceptions: vec![local("2026-03-09T08:30"), local("2026-03-05T08:30")],
        moved: vec![Moved { of: local("2026-03-12T08:30"), to: local("2026-03-13T10:00") }],
        alarm: Some(SignedDuration::from_mins(15)),
        sequence: 3,
        ..walk()
    };
    let lines = unfolded(&calendar("Europe/Berlin", vec![walk]).write().unwrap());
    let begin = lines.iter().position(|line| line == "BEGIN:VEVENT").unwrap();
    let ending = [
        "SUMMARY:Walk",
        "DESCRIPTION:Slowly\\; then\\, a little faster.\\nStop when it hurts.",
        "STATUS:CONFIRMED",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Walk",
        "TRIGGER:-PT15M",
        "END:VALARM",
        "END:VEVENT",
    ];
    let beginning =
        ["BEGIN:VEVENT", "UID:walk@supple", "SEQUENCE:3", "DTSTAMP:20260301T120000Z", "LAST-MODIFIED:20260301T120000Z"];
    let first = [
        "DTSTART;TZID=Europe/Berlin:20260302T083000",
        "DURATION:PT20M",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TH",
        "EXDATE;TZID=Europe/Berlin:20260305T083000",
        "EXDATE;TZID=Europe/Berlin:20260309T083000",
    ];
    let moved = [
        "RECURRENCE-ID;TZID=Europe/Berlin:20260312T083000",
        "DTSTART;TZID=Europe/Berlin:20260313T100000",
        "DURATION:PT20M",
    ];
    let expected = [&beginning[..], &first, &ending, &beginning, &moved, &ending, &["END:VCALENDAR"]].concat();
    assert_eq!(lines[begin..], expected);
}

#[test]
fn an_all_day_event_has_dates_throughout() {
    let day = Event {
        when: When::Day(date(2026, 3, 2)),
        rule: Some(Rule { days: vec![Weekday::Monday], every_weeks: 2, until: Some(date(2026, 4, 1)) }),
        exceptions: vec![local("2026-03-16T09:00")],
        moved: vec![Moved { of: local("2026-03-30T00:00"), to: local("2026-03-31T00:00") }],
        ..walk()
    };
    let file = calendar("Europe/Berlin", vec![day]).write().unwrap();
    let dates: Vec<String> = values(&file, "DTSTART").into_iter().filter(|value| value.contains("DATE")).collect();
    assert_eq!(dates, ["VALUE=DATE:20260302", "VALUE=DATE:20260331"]);
    assert_eq!(values(&file, "DTEND"), ["VALUE=DATE:20260303", "VALUE=DATE:20260401"]);
    assert_eq!(values(&file, "RRULE"), ["FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=MO;UNTIL=20260330"]);
    assert_eq!(values(&file, "EXDATE"), ["VALUE=DATE:20260316"]);
    assert_eq!(values(&file, "RECURRENCE-ID"), ["VALUE=DATE:20260330"]);
}

#[test]
fn an_end_is_the_last_time_of_the_rule_in_utc() {
    let days = vec![Weekday::Monday];
    let until = |until| rule_of(Rule { days: days.clone(), every_weeks: 1, until: Some(until) });
    // Summer time begins on 29 March.
    assert_eq!(until(date(2026, 3, 23)), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260323T073000Z");
    assert_eq!(until(date(2026, 4, 5)), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260330T063000Z");
    assert_eq!(rule_of(Rule { days: EVERY_DAY.to_vec(), every_weeks: 1, until: None }), "FREQ=DAILY");
}

#[test]
fn an_end_at_a_time_that_the_clocks_show_twice_is_the_second() {
    let rule = Rule { until: Some(date(2019, 2, 16)), days: EVERY_DAY.to_vec(), every_weeks: 1 };
    let event = Event { rule: Some(rule), ..set_for("2019-02-01T23:30") };
    let calendar = calendar("America/Sao_Paulo", vec![event]);
    assert_eq!(values(&calendar.write().unwrap(), "RRULE"), ["FREQ=DAILY;UNTIL=20190217T023000Z"]);
    let found = calendar.occurrences(at("2019-02-17T00:00:00Z"), at("2019-03-01T00:00:00Z")).unwrap();
    assert_eq!(found.iter().map(|it| it.start).collect::<Vec<_>>(), [at("2019-02-17T01:30:00Z")]);
}

#[test]
fn a_start_that_the_rule_does_not_have_moves_to_the_next_day_that_it_has() {
    let event = Event { rule: weekly(&[Weekday::Sunday, Weekday::Wednesday]), ..walk() };
    let file = calendar("Europe/Berlin", vec![event]).write().unwrap();
    assert!(file.contains("DTSTART;TZID=Europe/Berlin:20260304T083000\r\n"), "{file}");
}

#[test]
fn exceptions_that_the_rule_does_not_have_are_left_out() {
    let exceptions = vec![local("2026-03-09T08:31"), local("2026-03-10T08:30"), local("2026-02-23T08:30")];
    let event = Event { rule: weekly(&[Weekday::Monday]), exceptions, ..walk() };
    let file = calendar("Europe/Berlin", vec![event]).write().unwrap();
    assert!(values(&file, "EXDATE").is_empty());
}

#[test]
fn an_event_called_off_stays_and_says_so() {
    let file = calendar("Europe/Berlin", vec![Event { cancelled: true, ..walk() }]).write().unwrap();
    assert_eq!(values(&file, "STATUS"), ["CANCELLED"]);
}

#[test]
fn an_alarm_is_before_at_or_after_the_start() {
    let trigger = |seconds| {
        let alarm = Some(SignedDuration::from_secs(seconds));
        values(&calendar("UTC", vec![Event { alarm, ..walk() }]).write().unwrap(), "TRIGGER").remove(0)
    };
    assert_eq!([trigger(5400), trigger(90), trigger(0), trigger(-60)], ["-PT90M", "-PT90S", "PT0M", "PT1M"]);
}

#[test]
fn no_length_is_written_where_there_is_none() {
    let event = Event { when: When::At { start: local("2026-03-02T08:30"), minutes: 0 }, ..walk() };
    let file = calendar("UTC", vec![event]).write().unwrap();
    assert!(values(&file, "DURATION").is_empty() && values(&file, "DTEND").is_empty());
}

#[test]
fn the_zone_has_each_change_of_its_offset_from_the_year_before_to_the_last_year() {
    let file = calendar("Europe/Berlin", vec![set_for("2026-07-01T08:30")]).write().unwrap();
    let lines = unfolded(&file);
    let observance = |kind: &str, start: &str, from: &str, to: &str, name: &str| {
        let (start, from, to) =
            (format!("DTSTART:{start}"), format!("TZOFFSETFROM:{from}"), format!("TZOFFSETTO:{to}"));
        let (begin, end) = (format!("BEGIN:{kind}"), format!("END:{kind}"));
        [begin, start, from, to, format!("TZNAME:{name}"), end]
    };
    let expected = [
        observance("STANDARD", "20250101T000000", "+0100", "+0100", "CET"),
        observance("DAYLIGHT", "20250330T020000", "+0100", "+0200", "CEST"),
        observance("STANDARD", "20251026T030000", "+0200", "+0100", "CET"),
        observance("DAYLIGHT", "20260329T020000", "+0100", "+0200", "CEST"),
        observance("STANDARD", "20261025T030000", "+0200", "+0100", "CET"),
    ];
    let expected = expected.concat();
    let begin = lines.iter().position(|line| line == "BEGIN:STANDARD").unwrap();
    assert_eq!(lines[begin..begin + expected.len()], expected);
    assert_eq!(lines[begin + expected.len()], "END:VTIMEZONE");
}

#[test]
fn a_rule_without_an_end_knows_the_offsets_of_five_years_more() {
    let event = Event { rule: weekly(&[Weekday::Monday]), ..set_for("2020-01-06T08:30") };
    let mut calendar = calendar("Europe/Berlin", vec![event]);
    let file = calendar.write().unwrap();
    assert!(file.contains("DTSTART:20190101T000000\r\n"));
    assert!(file.contains("DTSTART:20311026T030000\r\n"));
    assert!(!file.contains("DTSTART:2032"));
    // A file changes no oftener than its events do.
    calendar.now = at("2026-11-30T12:00:00Z");
    assert_eq!(calendar.write().unwrap(), file);
}

#[test]
fn a_zone_that_never_changes_has_one_offset() {
    for (zone, offset) in [("UTC", "+0000"), ("Asia/Kathmandu", "+0545"), ("Etc/GMT+5", "-0500")] {
        let file = calendar(zone, vec![walk()]).write().unwrap();
        assert_eq!(values(&file, "TZOFFSETTO"), [offset], "{zone}");
        assert_eq!(values(&file, "TZID"), [zone]);
    }
}

#[test]
fn an_offset_with_seconds_is_written_with_them() {
    let file = calendar("Africa/Monrovia", vec![set_for("1972-07-01T08:30")]).write().unwrap();
    assert_eq!(values(&file, "TZOFFSETTO"), ["-004430", "+0000"]);
}

#[test]
fn an_empty_calendar_has_its_zone() {
    let file = calendar("Europe/Berlin", Vec::new()).write().unwrap();
    assert!(file.contains("BEGIN:VTIMEZONE\r\n") && !file.contains("VEVENT"));
}

#[test]
fn every_kind_of_line_break_is_one_and_other_control_characters_go() {
    let summary = "a\r\nb\rc\nd\u{2028}e\u{2029}f\u{0}g\u{7}h\ti\u{85}j\\n;,".to_owned();
    let file = calendar("UTC", vec![Event { summary, ..walk() }]).write().unwrap();
    assert_eq!(values(&file, "SUMMARY"), ["a\\nb\\nc\\nd\\ne\\nfgh\tij\\\\n\\;\\,"]);
    assert_eq!(unescaped(&values(&file, "SUMMARY")[0]), "a\nb\nc\nd\ne\nfgh\tij\\n;,");
}
