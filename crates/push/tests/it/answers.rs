use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use supple_push::{LONGEST_WAIT, Outcome, answer};

fn now() -> Timestamp {
    "2026-03-02T08:00:00Z".parse().unwrap()
}

#[test]
fn each_status_has_its_meaning() {
    for taken in [200, 201, 202, 204] {
        assert_eq!(answer(taken, None, now()), Outcome::Accepted, "{taken}");
    }
    for over in [404, 410] {
        assert_eq!(answer(over, Some("10"), now()), Outcome::Gone, "{over}");
    }
    for busy in [408, 429, 500, 502, 503, 504] {
        assert_eq!(answer(busy, None, now()), Outcome::Later { after: None }, "{busy}");
    }
    for refused in [101, 301, 307, 400, 401, 403, 405, 413, 600] {
        let Outcome::Refused(why) = answer(refused, None, now()) else { panic!("{refused}") };
        assert!(why.contains(&refused.to_string()) && why.lines().count() == 1, "{why}");
    }
}

#[test]
fn a_push_service_puts_us_off_by_seconds_or_by_a_date() {
    let after = |text: &str| match answer(503, Some(text), now()) {
        Outcome::Later { after } => after,
        other => panic!("{other:?}"),
    };
    assert_eq!(after("0"), Some(SignedDuration::ZERO));
    assert_eq!(after(" 90 "), Some(SignedDuration::from_secs(90)));
    assert_eq!(after("Mon, 02 Mar 2026 08:01:30 GMT"), Some(SignedDuration::from_secs(90)));
    assert_eq!(after("Mon, 02 Mar 2026 07:00:00 GMT"), Some(SignedDuration::ZERO), "it is over");
    assert_eq!(after("9999999"), Some(LONGEST_WAIT));
    assert_eq!(after("99999999999999999999999999"), Some(LONGEST_WAIT));
    assert_eq!(after("Mon, 02 Mar 2099 07:00:00 GMT"), Some(LONGEST_WAIT));
    assert_eq!(after("Tue, 02 Mar 2099 07:00:00 GMT"), None, "that day is a Monday");
    for nothing in ["", "soon", "-5", "1.5"] {
        assert_eq!(after(nothing), None, "{nothing:?}");
    }
}

proptest! {
    #[test]
    fn no_answer_panics_and_no_wait_is_longer_than_a_day(status in any::<u16>(), header in ".{0,40}|[0-9]{1,30}") {
        if let Outcome::Later { after: Some(after) } = answer(status, Some(&header), now()) {
            prop_assert!((SignedDuration::ZERO..=LONGEST_WAIT).contains(&after));
        }
    }
}
