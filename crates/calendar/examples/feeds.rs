//! `cargo run --package supple-calendar --example feeds -- FOLDER`: calendars as files, and what is in them by our own count
//! (`feeds.json`), for programs that others wrote to find the same. `tests/calendar` reads it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, reason = "a tool of the tests")]

use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};
use std::path::Path;
use supple_calendar::{Calendar, Event, Moved, Rule, When};

use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};

const EVERY_DAY: [Weekday; 7] = [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday];

/// Texts that are hard to write: long, of many bytes a letter, with what the format itself uses.
const HARD: [&str; 4] = [
    "Ξεκουραστείτε, μετά περπατήστε· αργά; και ξανά αργά, όσο δεν πονάει η μέση σας καθόλου\nΔεύτερη γραμμή\\n, όχι τρίτη",
    "Ходьба; не спеша, двадцать минут — и отдых:\r\nпотом, если не больно, ещё раз \"немного\" дальше, чем вчера вечером",
    "🚶🏽‍♀️🧘‍♂️, 🙂; 🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴🦴\n\n👩‍👩‍👧‍👦",
    "BEGIN:VEVENT\r\nEND:VCALENDAR\\;=\"'\\\\N\tעברית, ابطأ",
];

fn local(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn on(days: &[Weekday]) -> Rule {
    Rule { days: days.to_vec(), every_weeks: 1, until: None }
}

fn event(uid: &str, start: &str, rule: Option<Rule>) -> Event {
    let when = When::At { start: local(start), minutes: 20 };
    Event { rule, ..Event::new(uid, "Walk", "2026-01-01T12:00:00Z".parse().unwrap(), when) }
}

fn all_day(uid: &str, day: Date, rule: Option<Rule>) -> Event {
    Event { when: When::Day(day), ..event(uid, "2026-01-01T00:00", rule) }
}

fn moved(of: &str, to: &str) -> Moved {
    Moved { of: local(of), to: local(to) }
}

/// A calendar, the years that are looked at, and its events.
struct Feed {
    name: String,
    zone: &'static str,
    years: (i16, i16),
    events: Vec<Event>,
}

fn feed(name: &str, zone: &'static str, events: Vec<Event>) -> Feed {
    Feed { name: name.to_owned(), zone, years: (2026, 2026), events }
}

fn zones() -> Vec<Feed> {
    vec![
        feed(
            "berlin",
            "Europe/Berlin",
            vec![
                Event {
                    exceptions: vec![local("2026-03-30T08:30"), local("2026-10-22T08:30"), local("2026-01-01T08:30")],
                    moved: vec![
                        moved("2026-03-26T08:30", "2026-03-29T03:15"),
                        moved("2026-10-26T08:30", "2026-10-25T19:00"),
                    ],
                    alarm: Some(SignedDuration::from_mins(15)),
                    ..event("walk", "2026-01-01T08:30", Some(on(&[Monday, Thursday])))
                },
                // On a Tuesday, which the rule does not have.
                event("late", "2026-01-06T23:45", Some(Rule { every_weeks: 2, ..on(&[Monday, Sunday]) })),
                all_day("review", date(2026, 1, 2), Some(Rule { every_weeks: 4, ..on(&[Friday]) })),
            ],
        ),
        feed(
            "new-york",
            "America/New_York",
            vec![
                event("early", "2026-01-01T00:15", Some(Rule { until: Some(date(2026, 11, 1)), ..on(&EVERY_DAY) })),
                event(
                    "late",
                    "2026-02-01T23:50",
                    Some(Rule { until: Some(date(2026, 6, 3)), ..on(&[Wednesday, Sunday]) }),
                ),
                all_day(
                    "day",
                    date(2026, 2, 1),
                    Some(Rule { until: Some(date(2026, 6, 4)), ..on(&[Tuesday, Thursday]) }),
                ),
            ],
        ),
        feed(
            "lord-howe",
            "Australia/Lord_Howe",
            vec![
                event("skipped", "2026-01-01T02:15", Some(on(&EVERY_DAY))),
                event("twice", "2026-01-01T01:45", Some(on(&EVERY_DAY))),
                event("noon", "2026-01-01T12:00", Some(on(&[Sunday]))),
            ],
        ),
        feed("kathmandu", "Asia/Kathmandu", vec![event("walk", "2026-01-01T06:10", Some(on(&[Monday, Saturday])))]),
        feed(
            "casablanca",
            "Africa/Casablanca",
            vec![
                event("morning", "2025-01-01T07:00", Some(on(&EVERY_DAY))),
                event("edge", "2026-01-01T02:30", Some(on(&[Sunday, Monday]))),
            ],
        ),
        Feed {
            years: (2018, 2019),
            ..feed(
                "sao-paulo",
                "America/Sao_Paulo",
                vec![
                    event("skipped", "2018-08-01T00:30", Some(on(&EVERY_DAY))),
                    event("twice", "2018-08-01T23:30", Some(Rule { until: Some(date(2019, 2, 16)), ..on(&EVERY_DAY) })),
                    all_day("day", date(2018, 8, 1), Some(on(&[Sunday]))),
                ],
            )
        },
        feed(
            "auckland",
            "Pacific/Auckland",
            vec![
                event("third", "2026-01-05T09:00", Some(Rule { every_weeks: 3, ..on(&[Monday, Wednesday, Sunday]) })),
                Event { alarm: Some(SignedDuration::ZERO), ..event("once", "2026-04-05T02:30", None) },
            ],
        ),
        feed(
            "utc",
            "UTC",
            vec![Event {
                moved: vec![moved("2026-05-05T12:00", "2026-05-06T12:30")],
                ..event("noon", "2026-01-01T12:00", Some(on(&[Tuesday])))
            }],
        ),
    ]
}

fn edges() -> Vec<Feed> {
    let hard = HARD.iter().enumerate().map(|(place, text)| Event {
        summary: (*text).to_owned(),
        description: HARD.concat(),
        ..event(&format!("text-{place}"), "2026-05-01T10:00", None)
    });
    vec![
        feed(
            "clocks",
            "Europe/Berlin",
            vec![
                event("skipped", "2026-03-29T02:30", None),
                event("skipped-daily", "2026-03-01T02:30", Some(on(&EVERY_DAY))),
                event("twice", "2026-10-25T02:30", None),
                event("twice-daily", "2026-10-01T02:00", Some(on(&EVERY_DAY))),
                event("across", "2026-10-25T01:50", None),
                Event {
                    exceptions: vec![local("2026-03-29T02:30"), local("2026-10-25T02:30")],
                    ..event("left-out", "2026-01-04T02:30", Some(on(&[Sunday])))
                },
                Event {
                    moved: vec![
                        moved("2026-03-22T02:30", "2026-03-29T02:45"),
                        moved("2026-03-29T02:30", "2026-03-28T12:00"),
                        moved("2026-10-18T02:30", "2026-10-25T02:15"),
                    ],
                    ..event("moved", "2026-01-04T02:30", Some(on(&[Sunday])))
                },
                event(
                    "until-skipped",
                    "2026-03-01T02:30",
                    Some(Rule { until: Some(date(2026, 3, 29)), ..on(&[Sunday]) }),
                ),
            ],
        ),
        feed("letters", "Europe/Athens", hard.collect()),
        Feed {
            years: (2024, 2027),
            ..feed(
                "three-years",
                "Europe/Berlin",
                vec![Event {
                    exceptions: vec![local("2024-02-29T18:00"), local("2026-12-31T18:00")],
                    ..event(
                        "long",
                        "2024-01-01T18:00",
                        Some(Rule { until: Some(date(2026, 12, 31)), ..on(&[Monday, Thursday]) }),
                    )
                }],
            )
        },
        feed(
            "moved",
            "Europe/Berlin",
            vec![
                Event {
                    exceptions: vec![local("2026-02-16T00:00")],
                    moved: vec![
                        moved("2026-02-09T00:00", "2026-02-10T00:00"),
                        moved("2026-02-23T00:00", "2026-01-20T00:00"),
                    ],
                    ..all_day("day", date(2026, 2, 2), Some(on(&[Monday])))
                },
                Event {
                    moved: vec![
                        moved("2026-02-02T10:00", "2026-01-10T10:00"),
                        moved("2026-06-01T10:00", "2026-12-24T10:00"),
                    ],
                    ..event("first", "2026-02-02T10:00", Some(Rule { until: Some(date(2026, 6, 1)), ..on(&[Monday]) }))
                },
            ],
        ),
        feed(
            "cancelled",
            "Europe/Berlin",
            vec![
                Event { cancelled: true, ..event("off", "2026-02-02T10:00", Some(on(&[Monday]))) },
                Event {
                    cancelled: true,
                    moved: vec![moved("2026-02-09T11:00", "2026-02-10T11:00")],
                    ..event("off-too", "2026-02-02T11:00", Some(on(&[Monday])))
                },
                event("on", "2026-02-03T10:00", Some(Rule { until: Some(date(2026, 3, 1)), ..on(&[Tuesday]) })),
            ],
        ),
    ]
}

/// How many calendars by chance.
const BY_CHANCE: usize = 40;

/// Chance that is the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: i32) -> i32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i32::try_from(self.0 >> 33).unwrap() % sides
    }

    /// A local time of these days, while no clock changes anywhere.
    fn time(&mut self, first: Date, days: i32) -> DateTime {
        let day = first.saturating_add(self.below(days).days());
        day.at(i8::try_from(7 + self.below(15)).unwrap(), i8::try_from(self.below(60)).unwrap(), 0, 0)
    }
}

/// A rule by chance, with some of its times taken out and some moved.
fn by_chance(dice: &mut Dice, uid: &str) -> Event {
    let start = dice.time(date(2025, 6, 1), 400);
    let mut days: Vec<Weekday> = EVERY_DAY.into_iter().filter(|_| dice.below(3) == 0).collect();
    if days.is_empty() {
        days = EVERY_DAY.to_vec();
    }
    let until = (dice.below(2) == 0).then(|| start.date().saturating_add((21 + dice.below(500)).days()));
    let every_weeks = u32::try_from(1 + dice.below(3)).unwrap();
    let when = match dice.below(4) {
        0 => When::Day(start.date()),
        _ => When::At { start, minutes: u32::try_from(dice.below(90)).unwrap() },
    };
    let mut event =
        Event { when, rule: Some(Rule { days, every_weeks, until }), ..event(uid, "2026-01-01T00:00", None) };
    // The times of the rule, as it is alone.
    let alone = calendar("UTC", 2026, vec![event.clone()]);
    let (from, to) = ("2025-01-01T00:00:00Z".parse().unwrap(), "2027-02-01T00:00:00Z".parse().unwrap());
    for it in alone.occurrences(from, to).unwrap() {
        match dice.below(12) {
            0 => event.exceptions.push(it.of),
            1 => event.moved.push(Moved { of: it.of, to: dice.time(it.of.date().saturating_sub(9.days()), 19) }),
            _ => {}
        }
    }
    event
}

fn chance() -> Vec<Feed> {
    let mut dice = Dice(20_260_301);
    let zones: Vec<&str> = zones().iter().map(|feed| feed.zone).filter(|zone| *zone != "America/Sao_Paulo").collect();
    let feeds = (0..BY_CHANCE).map(|place| {
        let events = (0..3).map(|event| by_chance(&mut dice, &format!("{place}-{event}"))).collect();
        Feed { name: format!("chance-{place}"), zone: zones[place % zones.len()], years: (2026, 2026), events }
    });
    feeds.collect()
}

fn calendar(zone: &str, year: i16, events: Vec<Event>) -> Calendar {
    let now = date(year, 3, 1).to_zoned(TimeZone::UTC).unwrap().timestamp();
    Calendar { name: "Supple, to be read".to_owned(), zone: TimeZone::get(zone).unwrap(), now, events }
}

/// The same plan before a change and after it.
fn pair() -> Vec<Feed> {
    let before = event("walk", "2026-01-05T10:00", Some(on(&[Monday])));
    let gone = event("stretch", "2026-01-05T11:00", Some(on(&[Monday])));
    let after = Event { sequence: 1, ..event("walk", "2026-01-06T11:30", Some(on(&[Tuesday, Friday]))) };
    vec![
        feed("plan-before", "Europe/Berlin", vec![before, gone.clone()]),
        feed("plan-after", "Europe/Berlin", vec![after, Event { sequence: 1, cancelled: true, ..gone }]),
    ]
}

/// What a program should find.
fn expected(feed: &Feed, calendar: &Calendar) -> Value {
    let days = [date(feed.years.0, 1, 1), date(feed.years.1 + 1, 1, 1)];
    let [from, to] = days.map(|day| day.to_zoned(calendar.zone.clone()).unwrap().timestamp());
    let is_all_day =
        |uid: &str| calendar.events.iter().any(|event| event.uid == uid && matches!(event.when, When::Day(_)));
    let found = calendar.occurrences(from, to).unwrap().into_iter().map(|it| {
        let told = |at: Timestamp| match is_all_day(&it.uid) {
            true => calendar.zone.to_datetime(at).date().to_string(),
            false => at.to_string(),
        };
        json!({"uid": it.uid, "start": told(it.start), "end": told(it.end)})
    });
    let events = feed.events.iter().map(|event| {
        json!({
            "uid": event.uid,
            "sequence": event.sequence,
            // As a program gives them back: every line break is one.
            "summary": event.summary.replace("\r\n", "\n"),
            "description": event.description.replace("\r\n", "\n"),
            "cancelled": event.cancelled,
            "alarm": event.alarm.map(|alarm| alarm.as_secs()),
        })
    });
    json!({
        "zone": feed.zone,
        "from": from.to_string(),
        "to": to.to_string(),
        "days": days.map(|day| day.to_string()),
        "events": events.collect::<Vec<_>>(),
        "occurrences": found.collect::<Vec<_>>(),
    })
}

fn main() {
    let folder = std::env::args().nth(1).expect("name a folder");
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap();
    let mut all = serde_json::Map::new();
    for feed in zones().into_iter().chain(edges()).chain(chance()).chain(pair()) {
        let calendar = calendar(feed.zone, feed.years.0, feed.events.clone());
        std::fs::write(folder.join(format!("{}.ics", feed.name)), calendar.write().unwrap()).unwrap();
        all.insert(feed.name.clone(), expected(&feed, &calendar));
    }
    std::fs::write(folder.join("feeds.json"), serde_json::to_string_pretty(&all).unwrap()).unwrap();
}
