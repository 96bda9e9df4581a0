//! A clock that was wrong once: what was written then is carried with a mark, and keeps nothing out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use jiff::{SignedDuration, Timestamp};
use shared::Home;
use supple_diary::{Draft, Level, Moment, Pain, Tail};
use uuid::Uuid;

/// Pains of one device: one with the clock right, one with it so many days ahead, and two more with it right.
fn lines(days: i64) -> String {
    let mut tail = Tail::new(Uuid::from_u128(1));
    let mut lines = String::new();
    for (place, days) in [0, days, 0, 0].into_iter().enumerate() {
        let at = Timestamp::now() - SignedDuration::from_hours(2) + SignedDuration::from_hours(24 * days);
        let pain = Pain { level: Level::new(3).unwrap(), regions: Default::default(), note: None };
        let random = [u8::try_from(place).unwrap(); 10];
        let draft = Draft::new(Moment::in_zone(at, "UTC").unwrap(), pain);
        lines.push_str(tail.write(draft, at, random, None).unwrap().line());
        lines.push('\n');
    }
    lines
}

#[test]
fn an_own_export_comes_back_whole_though_a_clock_was_ahead() {
    for days in [1, 400, 4_000] {
        let home = Home::new();
        let file = home.write("export.jsonl", lines(days));
        home.done(&["import", &file]);
        assert_eq!(home.log().iter().count(), 4, "{days} days ahead");
        let told = home.done(&["diary", "--since", "2d"]);
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(told.matches("(the clock was ahead when this was written)").count(), 1, "{told}");
        assert!(home.done(&["verify"]).contains("as they were written"));
    }
}
