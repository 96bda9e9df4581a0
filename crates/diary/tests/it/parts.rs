//! A part of the diary: some days, a window of time, the latest of a kind.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp, civil::date};
use supple_diary::testing::{Keeper, check_in, exposure, measure, now, of_tomorrow, pain, some_words};
use supple_diary::{
    BirthYear, CLOCK_SKEW, Choice, Diary, Draft, Exposure, Item, KindName, Log, Medicine, Moment, Pain, Precision, Tail,
};
use uuid::Uuid;

fn at(time: &str) -> Timestamp {
    Moment::parse(time).unwrap().at()
}

fn draft(time: &str, level: i64) -> Draft {
    Draft::new(Moment::parse(time).unwrap(), pain(level))
}

#[test]
fn some_days_of_a_diary_are_a_diary_with_all_that_stands_on_them_and_nothing_else() {
    let mut keeper = Keeper::new(1);
    let days = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"];
    let ids = days.map(|day| keeper.say(&format!("{day}T08:00:00Z"), pain(3)));
    // A check-in belongs to the day that it is about.
    let about = keeper.say("2026-03-04T07:00:00Z", check_in("2026-03-03", Some(true)));
    let part = keeper.diary().within(date(2026, 3, 2), date(2026, 3, 3));
    let there: Vec<Uuid> = part.items().iter().map(Item::id).collect();
    assert_eq!(there, [ids[1], ids[2], about]);
    assert_eq!(part.days().keys().copied().collect::<Vec<_>>(), [date(2026, 3, 2), date(2026, 3, 3)]);
    assert_eq!((part.of(KindName::Pain).len(), part.pains().len()), (2, 2));
    assert!(part.get(ids[1]).is_some() && part.get(ids[0]).is_none());
    assert_eq!(keeper.diary().within(date(2026, 3, 1), date(2026, 3, 4)), keeper.diary());
}

#[test]
fn what_a_clock_that_was_ahead_wrote_is_not_the_latest_before_its_time() {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T08:00:00Z", pain(3));
    let later = keeper.say("2026-03-02T08:00:00Z", pain(5));
    let diary = keeper.diary();
    let level = |now: Timestamp| diary.latest::<Pain>(now).map(|(_, pain)| pain.level.get());
    let time = at("2026-03-02T08:00:00Z");
    assert_eq!(level(at("2026-03-01T07:00:00Z")), None);
    assert_eq!(level(at("2026-03-01T08:00:00Z")), Some(3));
    assert_eq!(level(time - SignedDuration::from_secs(CLOCK_SKEW + 1)), Some(3));
    assert_eq!(level(time - SignedDuration::from_secs(CLOCK_SKEW)), Some(5), "clocks differ by as much");
    assert_eq!(diary.last::<Pain>().map(|(item, _)| item.id()), Some(later));
}

#[test]
fn an_exposure_without_an_end_is_in_the_window_that_begins_with_it() {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T08:00:00Z", exposure("lifting", true));
    let diary = keeper.diary();
    let what = |from: &str, to: &str| diary.exposures_in(at(from), at(to)).count();
    assert_eq!(what("2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z"), 1);
    assert_eq!(what("2026-03-01T08:00:01Z", "2026-03-01T09:00:00Z"), 0);
    assert_eq!(what("2026-03-01T07:00:00Z", "2026-03-01T08:00:00Z"), 0);
    assert_eq!(diary.exposed("lifting", at("2026-03-01T08:00:00Z"), at("2026-03-01T09:00:00Z")), Some(true));
    // One that ended as it began is taken, and one that ended before is not.
    let ended = |until: &str| {
        let until = Some(Moment::parse(until).unwrap());
        let draft =
            Draft::new(Moment::parse("2026-03-01T08:00:00Z").unwrap(), Exposure { until, ..exposure("lifting", true) });
        Tail::new(Uuid::from_u128(1)).write(draft, now(0), [1; 10], None)
    };
    assert!(ended("2026-03-01T08:00:00Z").is_ok() && ended("2026-03-01T07:59:59Z").is_err());
    // One that lasts is in each window up to its end.
    let until = Some(Moment::parse("2026-03-02T12:00:00Z").unwrap());
    keeper.say("2026-03-02T08:00:00Z", Exposure { until, ..exposure("sitting", true) });
    let diary = keeper.diary();
    let is_in = |from: &str, to: &str| diary.exposed("sitting", at(from), at(to));
    assert_eq!(is_in("2026-03-02T11:59:59Z", "2026-03-02T13:00:00Z"), Some(true));
    assert_eq!(is_in("2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z"), None);
}

#[test]
fn what_only_a_newer_program_reads_is_told_on_its_day() {
    let mut tail = Tail::new(Uuid::from_u128(1));
    let newer = of_tomorrow(&mut tail, draft("2026-03-01T08:00:00Z", 3), now(0), [1; 10]);
    let diary = Diary::fold(&Log::from_iter([newer.clone()]));
    let on = |day| diary.newer_on(day).map(|entry| entry.id()).collect::<Vec<_>>();
    assert_eq!((on(date(2026, 3, 1)), on(date(2026, 3, 2))), (vec![newer.id()], vec![]));
}

#[test]
fn a_medicine_and_a_measure_that_were_named_are_offered_again() {
    let mut keeper = Keeper::new(1);
    let what = some_words("Ibuprofen 400");
    let medicine = Medicine { what, substance: None, milligrams: None, units: None, note: None };
    keeper.say("2026-03-01T08:00:00Z", medicine);
    keeper.say("2026-03-01T09:00:00Z", measure("heat"));
    assert_eq!(keeper.diary().recent(Choice::Medicine, 9), ["Ibuprofen 400"]);
    assert_eq!(keeper.diary().recent(Choice::Measure, 9), ["heat"]);
    assert!(keeper.diary().recent(Choice::Exercise, 9).is_empty());
}

#[test]
fn a_time_is_taken_up_to_what_clocks_differ_by_and_to_how_well_it_is_known() {
    let recorded = now(0);
    let written = |seconds: i64, precision: Option<Precision>| {
        let happened = Moment::in_zone(recorded + SignedDuration::from_secs(seconds), "UTC").unwrap();
        let draft = Draft::new(happened, pain(3));
        let draft = match precision {
            Some(precision) => draft.about(precision),
            None => draft,
        };
        Tail::new(Uuid::from_u128(1)).write(draft, recorded, [1; 10], None)
    };
    for precision in [None, Some(Precision::Minute), Some(Precision::Hour), Some(Precision::Day)] {
        let most = CLOCK_SKEW + precision.map_or(0, Precision::seconds);
        let entry = written(most, precision).unwrap();
        assert_eq!(entry.draft().unwrap().precision, precision);
        assert!(written(most + 1, precision).is_err(), "{precision:?}");
    }
}

#[test]
fn nothing_happened_to_someone_before_the_year_of_their_birth() {
    let draft = draft("1985-05-05T10:00:00Z", 1);
    let lives = |year: i64| draft.in_life_of(Some(BirthYear::new(year).unwrap())).is_ok();
    assert!(lives(1980) && lives(1985) && !lives(1986));
    assert!(draft.in_life_of(None).is_ok());
}
