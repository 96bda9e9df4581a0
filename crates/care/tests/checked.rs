//! Which check counts: the newest, for a day, and by the rules of today.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use supple_care::{CHECK_COUNTS, checked};
use supple_diary::{Check, Diary, Draft, Log, Moment, Object, Tail, Words};
use supple_guidance::Urgency;
use uuid::Uuid;

fn start() -> Timestamp {
    "2026-11-22T02:10:00Z".parse().unwrap()
}

/// A diary with these checks, so many hours after the start.
fn diary(checks: &[(i64, &str, &str)]) -> Diary {
    let write = |(device, (hours, answers, urgency)): (u128, &(i64, &str, &str))| {
        let at = start() + SignedDuration::from_hours(*hours);
        let check =
            Check { answers: Object::new(answers).unwrap(), urgency: Words::new(*urgency).unwrap(), rules: Vec::new() };
        let draft = Draft::new(Moment::in_zone(at, "Europe/Berlin").unwrap(), check);
        Tail::new(Uuid::from_u128(device)).write(draft, at, [0; 10], None).unwrap()
    };
    Diary::fold(&(1..).zip(checks).map(write).collect::<Log>())
}

fn urgency(diary: &Diary, now: Timestamp) -> Option<Urgency> {
    checked(diary, now).map(|checked| checked.verdict.urgency)
}

const EMERGENCY: &str = r#"{"stuck": true, "stuck-over-an-hour": true}"#;

#[test]
fn the_newest_check_counts_for_a_day() {
    let diary = diary(&[(0, EMERGENCY, "emergency"), (2, r#"{"stuck": true}"#, "same-day")]);
    let newest = start() + SignedDuration::from_hours(2);
    assert_eq!(checked(&diary, newest).map(|checked| checked.at), Some(newest));
    assert_eq!(urgency(&diary, newest + CHECK_COUNTS), Some(Urgency::SameDay));
    assert_eq!(urgency(&diary, newest + CHECK_COUNTS + SignedDuration::from_nanos(1)), None);
}

#[test]
fn without_a_check_nothing_was_asked() {
    assert_eq!(checked(&Diary::default(), start()), None);
}

#[test]
fn a_check_counts_by_the_rules_of_today_and_is_never_calmer_than_it_was() {
    assert_eq!(urgency(&diary(&[(0, EMERGENCY, "self-care")]), start()), Some(Urgency::Emergency));
    assert_eq!(urgency(&diary(&[(0, r#"{"stuck": true}"#, "emergency")]), start()), Some(Urgency::Emergency));
    // What can no longer be read was not asked: it may be today.
    let unread = |said| urgency(&diary(&[(0, r#"{"a-finding-of-old": true}"#, said)]), start());
    assert_eq!(unread("emergency"), Some(Urgency::Emergency));
    assert_eq!(unread("self-care"), Some(Urgency::SameDay));
    assert_eq!(unread("an-urgency-of-old"), Some(Urgency::SameDay));
}

#[test]
fn a_check_of_a_clock_that_was_ahead_counts_from_now() {
    let before = start() - SignedDuration::from_mins(4);
    assert_eq!(checked(&diary(&[(0, EMERGENCY, "emergency")]), before).map(|checked| checked.at), Some(before));
}
