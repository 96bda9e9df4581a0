//! Days and durations across changes of the clock, and on journeys.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::civil::{date, datetime};
use supple_diary::testing::Keeper;
use supple_diary::{Moment, Spasm, Unclear};

#[test]
fn the_hour_that_comes_twice_in_autumn_is_two_hours() {
    let mut keeper = Keeper::new(1);
    let first = keeper.say("2026-10-25T02:30:00+02:00[Europe/Berlin]", Spasm::default());
    let second = keeper.say("2026-10-25T02:30:00+01:00[Europe/Berlin]", Spasm::default());
    let third = keeper.say("2026-10-25T03:31:00+01:00[Europe/Berlin]", Spasm::default());
    let diary = keeper.diary();
    let order: Vec<_> = diary.items().iter().map(supple_diary::Item::id).collect();
    assert_eq!(order, [first, second, third]);
    assert_eq!(diary.day(date(2026, 10, 25)).unwrap().spasms, 3);
    // 02:30 to 03:31 looks like an hour; from the first 02:30 it is two.
    assert_eq!(diary.bouts().len(), 1);
    keeper.remove(second);
    assert_eq!(keeper.diary().bouts().len(), 2, "two hours and a minute passed");
}

#[test]
fn the_hour_that_is_left_out_in_spring_does_not_part_a_bout() {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-29T01:30:00+01:00[Europe/Berlin]", Spasm::default());
    keeper.say("2026-03-29T04:00:00+02:00[Europe/Berlin]", Spasm::default());
    assert_eq!(keeper.diary().bouts().len(), 1, "only an hour and a half passed");
}

#[test]
fn a_journey_can_give_one_day_twice_and_another_never() {
    let mut keeper = Keeper::new(1);
    // Auckland to Honolulu: the evening of the 10th comes again.
    keeper.say("2026-05-10T21:00:00+12:00[Pacific/Auckland]", Spasm::default());
    keeper.say("2026-05-10T08:00:00-10:00[Pacific/Honolulu]", Spasm::default());
    // Honolulu to Kiritimati, a day ahead at the same hour: the 12th never comes.
    keeper.say("2026-05-11T23:30:00-10:00[Pacific/Honolulu]", Spasm::default());
    keeper.say("2026-05-13T00:30:00+14:00[Pacific/Kiritimati]", Spasm::default());
    let diary = keeper.diary();
    let days: Vec<_> = diary.days().values().map(|day| (day.date, day.spasms)).collect();
    assert_eq!(days, [(date(2026, 5, 10), 2), (date(2026, 5, 11), 1), (date(2026, 5, 13), 1)]);
    assert_eq!(diary.bouts().last().unwrap().spasms.len(), 2, "an hour passed between the last two");
}

#[test]
fn what_was_written_counts_and_not_what_the_zone_says_now() {
    let moment = Moment::parse("2026-07-01T00:30:00+09:00[Europe/Berlin]").unwrap();
    assert_eq!(moment.date(), date(2026, 7, 1));
    assert_eq!(moment.at().to_string(), "2026-06-30T15:30:00Z");
    assert_eq!(moment.to_string(), "2026-07-01T00:30:00+09:00[Europe/Berlin]");

    for text in ["2026-07-01T00:30:00-03:30[Mars/Olympus]", "1971-12-31T23:00:00-00:44:30[Africa/Monrovia]"] {
        assert_eq!(Moment::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn a_time_on_the_clock_finds_its_moment() {
    let on_clock = |time| Moment::on_clock(time, "Europe/Berlin").unwrap().to_string();
    assert_eq!(on_clock(datetime(2026, 10, 25, 1, 59, 0, 0)), "2026-10-25T01:59:00+02:00[Europe/Berlin]");
    assert_eq!(on_clock(datetime(2026, 10, 25, 3, 0, 0, 0)), "2026-10-25T03:00:00+01:00[Europe/Berlin]");
    assert!(Moment::on_clock(datetime(2026, 3, 29, 2, 30, 0, 0), "Mars/Olympus").is_err());
    let noon = "2026-07-01T12:00:00Z".parse().unwrap();
    assert_eq!(
        Moment::in_zone(noon, "Asia/Kathmandu").unwrap().to_string(),
        "2026-07-01T17:45:00+05:45[Asia/Kathmandu]"
    );
}

#[test]
fn a_time_that_a_clock_showed_twice_or_never_is_no_moment() {
    for (time, zone, says) in [
        (
            datetime(2026, 3, 29, 2, 30, 0, 0),
            "Europe/Berlin",
            "on 2026-03-29 the clock in Europe/Berlin never showed 02:30: it went from 02:00 to 03:00",
        ),
        (
            datetime(2026, 10, 4, 2, 10, 0, 0),
            "Australia/Lord_Howe",
            "on 2026-10-04 the clock in Australia/Lord_Howe never showed 02:10: it went from 02:00 to 02:30",
        ),
        (
            datetime(2011, 12, 30, 10, 0, 0, 0),
            "Pacific/Apia",
            "on 2011-12-30 the clock in Pacific/Apia never showed 10:00: it went from 2011-12-30 00:00 to 2011-12-31 00:00",
        ),
        (
            datetime(2026, 4, 5, 1, 45, 0, 0),
            "Australia/Lord_Howe",
            "on 2026-04-05 the clock in Australia/Lord_Howe showed 01:45 twice",
        ),
    ] {
        assert_eq!(Moment::on_clock(time, zone).unwrap_err().to_string(), says);
    }
    for (time, zone, edges) in [
        (datetime(2026, 3, 29, 2, 30, 0, 0), "Europe/Berlin", ("02:00", "03:00")),
        (datetime(2011, 12, 30, 10, 0, 0, 0), "Pacific/Apia", ("2011-12-30 00:00", "2011-12-31 00:00")),
    ] {
        let Err(Unclear::Never(never)) = Moment::on_clock(time, zone) else { panic!("never shown") };
        assert_eq!(never.edges(), (edges.0.to_owned(), edges.1.to_owned()));
    }
    let half_past = datetime(2026, 10, 25, 2, 30, 0, 0);
    let Err(Unclear::Twice(twice)) = Moment::on_clock(half_past, "Europe/Berlin") else { panic!("shown twice") };
    assert_eq!(twice.first.to_string(), "2026-10-25T02:30:00+02:00[Europe/Berlin]");
    assert_eq!(twice.second.to_string(), "2026-10-25T02:30:00+01:00[Europe/Berlin]");
    // Until the second has come, only the first can have been.
    let unclear = || Unclear::Twice(twice.clone());
    assert_eq!(unclear().by(twice.first.at()), Ok(twice.first.clone()));
    assert_eq!(unclear().by(twice.second.at()), Err(unclear()));
}

#[test]
fn some_time_of_a_day_is_on_that_day_or_nowhere() {
    let around = |time, zone| Moment::around(time, zone).map(|moment| moment.to_string());
    let three = datetime(2026, 3, 29, 3, 0, 0, 0);
    assert_eq!(around(three, "Europe/Athens").unwrap(), "2026-03-29T04:00:00+03:00[Europe/Athens]");
    assert!(around(datetime(2011, 12, 30, 12, 0, 0, 0), "Pacific/Apia").is_err());
}

#[test]
fn a_corrected_time_is_read_on_the_clock_that_it_was_written_by() {
    let corrected =
        |stands: &str, time| Moment::parse(stands).unwrap().corrected(time).map(|moment| moment.to_string());
    let tokyo = "2026-11-20T07:30:00+09:00[Asia/Tokyo]";
    assert_eq!(corrected(tokyo, datetime(2026, 11, 20, 7, 35, 0, 0)).unwrap(), "2026-11-20T07:35:00+09:00[Asia/Tokyo]");
    // Across a change of the clock the zone counts; where it is unknown, or says otherwise, what was written down.
    let summer = "2026-10-24T12:00:00+02:00[Europe/Berlin]";
    let noon = datetime(2026, 10, 25, 12, 0, 0, 0);
    assert_eq!(corrected(summer, noon).unwrap(), "2026-10-25T12:00:00+01:00[Europe/Berlin]");
    for stands in [
        "2026-10-24T12:00:00+02:00",
        "2026-10-24T12:00:00+02:00[Mars/Olympus]",
        "2026-10-24T12:00:00+09:00[Europe/Berlin]",
    ] {
        assert_eq!(corrected(stands, noon).unwrap(), stands.replace("10-24", "10-25"));
    }
    // Untouched, it keeps its seconds and the hour that came second.
    let second = "2026-10-25T02:30:45+01:00[Europe/Berlin]";
    assert_eq!(corrected(second, datetime(2026, 10, 25, 2, 30, 0, 0)).unwrap(), second);
    assert!(corrected(second, datetime(2026, 10, 25, 2, 35, 0, 0)).is_err(), "which of the two has to be asked");
}

#[test]
fn the_end_of_something_is_told_on_the_clock_of_its_beginning() {
    let end = Moment::parse("2026-10-25T12:00:00+00:00[Europe/London]").unwrap();
    for (start, told) in [
        // By the zone, whose clock was set back in between.
        ("2026-10-24T12:00:00+02:00[Europe/Berlin]", "2026-10-25T13:00:00+01:00[Europe/Berlin]"),
        // Where it is not known, or had another offset than was written down, by that offset.
        ("2026-10-24T12:00:00+02:00[Mars/Olympus]", "2026-10-25T14:00:00+02:00[Mars/Olympus]"),
        ("2026-10-24T12:00:00+09:00[Europe/Berlin]", "2026-10-25T21:00:00+09:00[Europe/Berlin]"),
        ("2026-10-24T12:00:00+02:00", "2026-10-25T14:00:00+02:00"),
    ] {
        let shown = end.on_clock_of(&Moment::parse(start).unwrap());
        assert_eq!((shown.to_string().as_str(), shown.at()), (told, end.at()));
    }
}
