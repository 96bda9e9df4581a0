//! What holds for any calendar.

use crate::common::{EVERY_DAY, at, calendar, set_for, unescaped, unfolded, values, walk};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest};
use supple_calendar::{Calendar, Event, Moved, Rule, When};

/// Years that can be written, and once in a while any.
fn year() -> impl Strategy<Value = i16> {
    prop_oneof![60 => 2018_i16..2032, 2 => 1968_i16..2203, 1 => -9999_i16..=9999]
}

fn day() -> impl Strategy<Value = Date> {
    (year(), 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| jiff::civil::date(year, month, day))
}

fn time() -> impl Strategy<Value = DateTime> {
    (day(), 0_i8..24, 0_i8..60, prop_oneof![60 => Just(0), 1 => 0_i32..1_000_000_000])
        .prop_map(|(day, hour, minute, nanos)| day.at(hour, minute, 0, nanos))
}

fn instant() -> impl Strategy<Value = Timestamp> {
    let all = Timestamp::MIN.as_second()..=Timestamp::MAX.as_second();
    prop_oneof![60 => 1_500_000_000_i64..1_900_000_000, 1 => all].prop_map(|at| Timestamp::from_second(at).unwrap())
}

fn rule() -> impl Strategy<Value = Rule> {
    let days = vec((0_i8..7).prop_map(|day| Weekday::from_monday_zero_offset(day).unwrap()), 1..9);
    let some = (days, prop_oneof![60 => 1_u32..5, 1 => any::<u32>()], option::weighted(0.2, day()))
        .prop_map(|(days, every_weeks, until)| Rule { days, every_weeks, until });
    let every_day = Rule { days: EVERY_DAY.to_vec(), every_weeks: 1, until: None };
    prop_oneof![10 => Just(every_day), 20 => some, 1 => Just(Rule { days: Vec::new(), every_weeks: 1, until: None })]
}

fn zone() -> impl Strategy<Value = TimeZone> {
    let names =
        ["Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "Pacific/Apia", "UTC"];
    proptest::sample::select(names.to_vec()).prop_map(|name| TimeZone::get(name).unwrap())
}

/// An event whose exceptions, and what was moved, its rule often has.
fn event() -> impl Strategy<Value = Event> {
    let when = prop_oneof![
        3 => (time(), prop_oneof![60 => 0_u32..3000, 1 => any::<u32>()]).prop_map(|(start, minutes)| When::At { start, minutes }),
        1 => day().prop_map(When::Day),
    ];
    let alarm = option::of(
        (any::<i64>(), 0..60)
            .prop_map(|(seconds, far)| SignedDuration::from_secs(if far == 0 { seconds } else { seconds % 100_000 })),
    );
    let texts = ("\\PC{1,40}|\\PC{0,40}", any::<String>(), any::<String>());
    (texts, when, option::weighted(0.7, rule()), vec(0_i64..60, 0..4), vec((0_i64..60, time()), 0..2), alarm, instant())
        .prop_map(|((uid, summary, description), when, rule, exceptions, moved, alarm, changed)| {
            let start = match when {
                When::At { start, .. } => start,
                When::Day(day) => day.at(0, 0, 0, 0),
            };
            let later = |days| start.saturating_add(SignedDuration::from_hours(24 * days));
            let is_daily = rule.as_ref().is_some_and(|rule: &Rule| rule.days.len() == 7 && rule.every_weeks == 1);
            let moved =
                moved.into_iter().filter(|_| is_daily).map(|(days, to)| Moved { of: later(days), to }).collect();
            let exceptions = exceptions.into_iter().filter(|_| rule.is_some()).map(later).collect();
            Event { description, rule, exceptions, moved, alarm, ..Event::new(&uid, &summary, changed, when) }
        })
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    (any::<String>(), zone(), instant(), vec(event(), 0..3)).prop_map(|(name, zone, now, events)| Calendar {
        name,
        zone,
        now,
        events,
    })
}

/// What a text becomes on its way: line breaks are one, and what cannot be written is gone.
fn kept(text: &str) -> String {
    let breaks = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    breaks.chars().filter(|letter| matches!(letter, '\n' | '\t') || !letter.is_control()).collect()
}

/// Letters that are special to the format, or more than one byte.
const HARD: &str = "([,;:\"\\\\n \t\r\nÄжλ😀\u{2028}]|\\PC){0,200}";

proptest! {
    #[test]
    fn texts_come_back_whole_from_lines_of_75_octets(summary in HARD, description in HARD, name in HARD) {
        let event = Event { summary: summary.clone(), description: description.clone(), ..walk() };
        let mut calendar = calendar("Europe/Berlin", vec![event]);
        calendar.name.clone_from(&name);
        let file = calendar.write().unwrap();
        let back = |property: &str| values(&file, property).iter().map(|text| unescaped(text)).collect::<Vec<_>>();
        prop_assert_eq!(back("SUMMARY"), [kept(&summary)]);
        prop_assert_eq!(back("DESCRIPTION"), if description.is_empty() { vec![] } else { vec![kept(&description)] });
        prop_assert_eq!(back("NAME"), [kept(&name)]);
    }

    #[test]
    fn lines_of_every_length_are_folded_between_letters(letters in vec(proptest::sample::select(vec!['a', 'ä', 'ж', '語', '😀']), 0..200)) {
        let summary: String = letters.into_iter().collect();
        let file = calendar("UTC", vec![Event { summary: summary.clone(), ..walk() }]).write().unwrap();
        prop_assert_eq!(values(&file, "SUMMARY"), [summary]);
    }

    #[test]
    fn any_calendar_is_written_whole_or_refused(calendar in any_calendar(), from in instant(), to in instant()) {
        let found = calendar.occurrences(from, to);
        match calendar.write() {
            Ok(file) => {
                let lines = unfolded(&file);
                let count = |line: &str| lines.iter().filter(|other| *other == line).count();
                for part in ["VCALENDAR", "VTIMEZONE", "VEVENT", "VALARM", "STANDARD", "DAYLIGHT"] {
                    prop_assert_eq!(count(&format!("BEGIN:{part}")), count(&format!("END:{part}")));
                }
                let moved: usize = calendar.events.iter().map(|event| event.moved.len()).sum();
                prop_assert_eq!(count("BEGIN:VEVENT"), calendar.events.len() + moved);
                let found = found.unwrap();
                prop_assert!(found.is_sorted());
                prop_assert!(found.iter().all(|it| from <= it.start && it.start < to && it.start <= it.end));
            }
            Err(refused) => {
                let line = refused.to_string();
                prop_assert!(!line.contains('\n') && line.contains(':'), "{}", line);
            }
        }
    }

    #[test]
    fn two_spans_find_what_one_does(event in event(), zone in zone(), cut in 1_700_000_000_i64..1_800_000_000) {
        let mut calendar = calendar("UTC", vec![event]);
        calendar.zone = zone;
        let (from, cut, to) = (at("2023-01-01T00:00:00Z"), Timestamp::from_second(cut).unwrap(), at("2027-06-01T00:00:00Z"));
        if let Ok(whole) = calendar.occurrences(from, to) {
            let halves = [calendar.occurrences(from, cut).unwrap(), calendar.occurrences(cut, to).unwrap()].concat();
            prop_assert_eq!(whole, halves);
        }
    }
}

#[test]
fn the_last_day_that_can_be_written_is_written() {
    let calendar = calendar("Pacific/Kiritimati", vec![set_for("2199-12-31T23:59:59")]);
    assert!(calendar.write().unwrap().contains("21991231T235959"));
}
