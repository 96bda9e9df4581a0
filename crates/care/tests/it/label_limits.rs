//! The guard against a table of the label limits: at the limit, just over it, across midnight, across a change of the
//! clock, and with two brands of one substance.
//!
//! The table is written down here apart from the guidance, so that a slip in either is seen.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared;

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use shared::{nothing_against, reasons};
use supple_care::{About, Dose, MedicineReview, Unknown, Which, Why, medicine_review, say_stop};
use supple_guidance::{Urgency, embedded};

/// What a label allows: words, country, milligrams of one tablet, tablets at one time, hours between, milligrams in 24
/// hours.
struct Row(&'static str, &'static str, f64, f64, i64, f64);

const LABELS: [Row; 9] = [
    Row("ibuprofen", "US", 200.0, 2.0, 4, 1200.0),
    Row("ibuprofen", "GB", 200.0, 2.0, 6, 1200.0),
    Row("naproxen", "US", 220.0, 2.0, 8, 660.0),
    Row("aspirin", "US", 325.0, 2.0, 4, 3900.0),
    Row("aspirin", "GB", 300.0, 2.0, 4, 3600.0),
    Row("acetaminophen", "US", 325.0, 2.0, 4, 3250.0),
    Row("acetaminophen", "US", 500.0, 2.0, 6, 3000.0),
    Row("acetaminophen", "US", 650.0, 2.0, 8, 3900.0),
    Row("paracetamol", "GB", 500.0, 2.0, 4, 4000.0),
];

const SECOND: SignedDuration = SignedDuration::from_secs(1);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn noon() -> Timestamp {
    at("2026-11-22T12:00:00Z")
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn look(country: &str, taken: &[Dose], proposed: Option<&Dose>) -> MedicineReview<'static> {
    let now = proposed.map_or_else(|| taken.iter().map(|dose| dose.at).max().unwrap(), |dose| dose.at);
    medicine_review(embedded(), &nothing_against(country), taken, now, proposed)
}

#[test]
fn one_dose_at_the_limit_gets_no_stop_and_just_over_it_does() {
    for Row(words, country, tablet, tablets, ..) in LABELS {
        let at_limit = Dose::new(noon(), words).mg(tablet * tablets).units(tablets);
        assert_eq!(reasons(&look(country, &[], Some(&at_limit))), Vec::<&str>::new(), "{words} {tablet} {country}");
        let over = Dose::new(noon(), words).mg(tablet * tablets + 1.0).units(tablets);
        let told = look(country, &[], Some(&over));
        assert!(reasons(&told).contains(&"dose"), "{words} {tablet} {country}: {told:?}");
        assert_eq!(told.stops[0].which, Which::Proposed);
        assert!(told.stops.iter().all(|stop| stop.certain && !stop.sources.is_empty()));
    }
}

#[test]
fn the_next_dose_at_the_end_of_the_gap_gets_no_stop_and_a_second_before_it_does() {
    for Row(words, country, tablet, _, gap, _) in LABELS {
        let dose = |at| Dose::new(at, words).mg(tablet).units(1.0);
        let taken = [dose(noon())];
        let in_time = dose(noon() + hours(gap));
        assert_eq!(reasons(&look(country, &taken, Some(&in_time))), Vec::<&str>::new(), "{words} {tablet} {country}");
        let early = dose(noon() + hours(gap) - SECOND);
        assert_eq!(reasons(&look(country, &taken, Some(&early))), ["gap"], "{words} {tablet} {country}");
        // And when both were taken already.
        assert_eq!(reasons(&look(country, &[taken[0].clone(), early], None)), ["gap"], "{words} {tablet} {country}");
    }
}

#[test]
fn a_day_at_the_limit_gets_no_stop_and_just_over_it_does() {
    for Row(words, country, tablet, tablets, gap, day) in LABELS {
        let doses = (day / (tablet * tablets)).ceil();
        // As far apart as the limit on a day needs, never closer than the gap.
        #[allow(clippy::cast_possible_truncation, reason = "a few hours")]
        let apart = hours(gap.max((24.0 / doses) as i64).max(if words == "naproxen" { 12 } else { 0 }));
        let mut left = day;
        let mut taken = Vec::new();
        let mut time = noon();
        while left > 0.0 {
            let mg = left.min(tablet * tablets);
            taken.push(Dose::new(time, words).mg(mg).units((mg / tablet).round()));
            left -= mg;
            time += apart;
        }
        let last = taken.pop().unwrap();
        assert!(last.at.duration_since(noon()) < hours(24), "{words} {tablet} {country}");
        assert_eq!(reasons(&look(country, &taken, Some(&last))), Vec::<&str>::new(), "{words} {tablet} {country}");
        // One tenth of a milligram more on the first of them.
        taken[0].milligrams = taken[0].milligrams.map(|mg| mg + 0.1);
        let told = reasons(&look(country, &taken, Some(&last)));
        assert!(told.contains(&"day"), "{words} {tablet} {country}: {told:?}");
    }
}

#[test]
fn after_24_hours_the_first_dose_no_longer_counts_and_a_second_before_it_does() {
    let first = Dose::new(noon(), "ibuprofen").mg(400.0);
    let second = Dose::new(noon() + hours(8), "ibuprofen").mg(400.0);
    let third = Dose::new(noon() + hours(16), "ibuprofen").mg(400.0);
    let taken = [first, second, third];
    let next = |at| Dose::new(at, "ibuprofen").mg(400.0);
    assert_eq!(reasons(&look("US", &taken, Some(&next(noon() + hours(24))))), Vec::<&str>::new());
    assert_eq!(reasons(&look("US", &taken, Some(&next(noon() + hours(24) - SECOND)))), ["day"]);
}

#[test]
fn midnight_starts_nothing_anew() {
    // 1200 mg before midnight and 400 mg after it is 1600 mg in 24 hours.
    let dose = |time: &str| Dose::new(at(time), "ibuprofen").mg(400.0);
    let taken = [dose("2026-03-10T14:00:00Z"), dose("2026-03-10T18:30:00Z"), dose("2026-03-10T23:00:00Z")];
    assert_eq!(reasons(&look("US", &taken, None)), Vec::<&str>::new());
    let told = look("US", &taken, Some(&dose("2026-03-11T03:00:00Z")));
    assert_eq!(reasons(&told), ["day"]);
    assert!(matches!(told.stops[0].why, Why::Window { hours: 24, mg: 1600.0, limit: 1200.0, .. }), "{told:?}");
    let ends = told.next.iter().find(|next| next.medicine.id == "ibuprofen").unwrap().not_before;
    assert_eq!(ends, Some(at("2026-03-11T14:00:00Z")), "24 hours after the first");
}

#[test]
fn a_change_of_the_clock_makes_no_gap_longer_or_shorter() {
    let zoned = |zone: &str, clock: &str| {
        let zone = TimeZone::get(zone).unwrap();
        clock.parse::<DateTime>().unwrap().to_zoned(zone).unwrap().timestamp()
    };
    // The clock of each pair shows the six hours of the NHS gap; only some of them have passed.
    let cases = [
        ("Europe/Berlin", "2026-03-28T22:00:00", "2026-03-29T04:00:00", 5),
        ("Europe/Berlin", "2026-10-24T22:00:00", "2026-10-25T04:00:00", 7),
        ("America/New_York", "2026-03-07T22:00:00", "2026-03-08T04:00:00", 5),
        ("America/New_York", "2026-10-31T22:00:00", "2026-11-01T04:00:00", 7),
        ("America/New_York", "2026-11-02T22:00:00", "2026-11-03T04:00:00", 6),
    ];
    for (zone, first, second, passed) in cases {
        let (first, second) = (zoned(zone, first), zoned(zone, second));
        assert_eq!(second.duration_since(first), hours(passed), "{zone}");
        let taken = [Dose::new(first, "ibuprofen").mg(200.0)];
        let told = look("GB", &taken, Some(&Dose::new(second, "ibuprofen").mg(200.0)));
        let expected: &[&str] = if passed < 6 { &["gap"] } else { &[] };
        assert_eq!(reasons(&told), expected, "{zone}");
        // Six hours by the clock on the wall, before the clock has made them six.
        let before = Dose::new(first + hours(6) - SECOND, "ibuprofen").mg(200.0);
        assert_eq!(reasons(&look("GB", &taken, Some(&before))), ["gap"], "{zone}");
    }
    // 24 hours on the day that has 25 of them: the clock shows 23:00 of the same day, not midnight.
    let first = zoned("Europe/Berlin", "2026-10-25T00:00:00");
    let taken: Vec<Dose> = (0..3).map(|n| Dose::new(first + hours(8 * n), "ibuprofen").mg(400.0)).collect();
    let after = zoned("Europe/Berlin", "2026-10-25T23:00:00");
    let dose = |at| Dose::new(at, "ibuprofen").mg(400.0);
    assert_eq!(reasons(&look("US", &taken, Some(&dose(after)))), Vec::<&str>::new());
    assert_eq!(reasons(&look("US", &taken, Some(&dose(after - SECOND)))), ["day"]);
    // 24 hours on the day that has 23: at the same time of the next day, only 23 hours have passed.
    let first = zoned("America/New_York", "2026-03-07T12:00:00");
    let taken: Vec<Dose> = (0..3).map(|n| Dose::new(first + hours(8 * n), "ibuprofen").mg(400.0)).collect();
    let same_clock = zoned("America/New_York", "2026-03-08T12:00:00");
    assert_eq!(reasons(&look("US", &taken, Some(&dose(same_clock)))), ["day"]);
    assert_eq!(reasons(&look("US", &taken, Some(&dose(same_clock + hours(1))))), Vec::<&str>::new());
}

#[test]
fn two_brands_of_one_substance_are_counted_together() {
    let taken = [Dose::new(noon(), "Advil").units(2.0)];
    let told = look("US", &taken, Some(&Dose::new(noon() + hours(2), "Nurofen").mg(400.0)));
    assert_eq!(reasons(&told), ["gap"]);
    let taken = [
        Dose::new(noon(), "Extra Strength Tylenol").units(2.0),
        Dose::new(noon() + hours(6), "Doliprane").mg(1000.0),
        Dose::new(noon() + hours(12), "co-codamol").units(2.0),
    ];
    let told = look("US", &taken, Some(&Dose::new(noon() + hours(18), "Panadol 500 mg").units(1.0)));
    assert_eq!(reasons(&told), ["day"]);
    let counted = told.counted.iter().find(|one| one.substance.id() == "paracetamol").unwrap();
    assert_eq!((counted.mg, counted.entries, counted.words.len()), (Some(3000.0), 3, 3));
}

#[test]
fn a_mix_counts_for_each_of_its_parts() {
    let taken = [Dose::new(noon(), "Excedrin Migraine").units(2.0)];
    let told = look("US", &taken, Some(&Dose::new(noon() + hours(1), "Tylenol").mg(500.0).units(1.0)));
    assert_eq!(reasons(&told), ["gap"], "paracetamol after paracetamol");
    let told = look("US", &taken, Some(&Dose::new(noon() + hours(5), "ibuprofen").mg(200.0)));
    assert_eq!(reasons(&told), ["same kind"], "an NSAID after aspirin");
}

/// What a pack says, where its own directions count in place of the limits of the substance: words, country, units at one
/// time, hours between, units in 24 hours.
const PACKS_ALONE: [(&str, &str, f64, i64, f64); 5] = [
    ("Anadin Original", "GB", 2.0, 4, 12.0),
    ("Codis 500", "GB", 2.0, 4, 8.0),
    ("Nurofen Back Pain 300mg Sustained Release Capsules", "GB", 2.0, 8, 4.0),
    ("Nurofen Long Lasting Pain Relief 300mg Prolonged Release Capsules", "GB", 2.0, 8, 4.0),
    ("Bayer Back and Body Extra Strength", "US", 2.0, 6, 8.0),
];

#[test]
fn a_pack_of_another_strength_is_held_to_its_own_directions() {
    for (words, country, units, gap, day) in PACKS_ALONE {
        let dose = |at| Dose::new(at, words).units(units);
        let late = Dose::new(noon() + hours(gap) - SECOND, words).units(units);
        assert_eq!(reasons(&look(country, &[], Some(&dose(noon())))), Vec::<&str>::new(), "{words}");
        assert_eq!(reasons(&look(country, &[dose(noon())], Some(&late))), ["gap"], "{words}");
        let over = Dose::new(noon(), words).units(units + 1.0);
        assert_eq!(reasons(&look(country, &[], Some(&over))), ["dose"], "{words}");
        #[allow(clippy::cast_possible_truncation, reason = "a few")]
        let times = (day / units) as i64;
        let day: Vec<Dose> = (0..times).map(|n| dose(noon() + hours(gap * n))).collect();
        assert_eq!(reasons(&look(country, &day, None)), Vec::<&str>::new(), "{words}");
        let after = noon() + hours(24) - SECOND;
        let told = reasons(&look(country, &day, Some(&Dose::new(after, words).units(1.0))));
        assert!(told.contains(&"day"), "{words}: {told:?}");
        // Beside another pack of the substance both count for its label.
        let other = if words.starts_with("Nurofen") { "ibuprofen" } else { "aspirin" };
        let mixed = look(country, &[dose(noon())], Some(&Dose::new(noon() + hours(1), other).mg(300.0).units(1.0)));
        assert!(reasons(&mixed).contains(&"gap"), "{words}");
    }
}

#[test]
fn a_pack_that_allows_less_than_its_substances_is_held_to_that() {
    let taken = [Dose::new(noon(), "Excedrin Migraine").units(2.0)];
    let more = Dose::new(noon() + hours(20), "Excedrin Migraine").units(1.0);
    let told = reasons(&look("US", &taken, Some(&more)));
    assert!(told.contains(&"day") && told.contains(&"gap"), "{told:?}");
    // What is in another pack is no matter of this one.
    let other = Dose::new(noon() + hours(9), "Tylenol").mg(500.0).units(1.0);
    assert_eq!(reasons(&look("US", &taken, Some(&other))), Vec::<&str>::new());
}

/// One dose as a pack says it never gets a stop, but for these: the label of the substance is stricter, and counts.
#[test]
fn one_dose_as_the_pack_says_gets_no_stop() {
    let stricter = ["Disprin Original", "Disprin Direct"];
    let packs = &embedded().medicines.products;
    let mut seen = 0;
    for pack in packs {
        let Some(directions) = &pack.directions else { continue };
        let units = directions.at_once / pack.ml.unwrap_or(1.0);
        let told = look(&pack.country, &[], Some(&Dose::new(noon(), &pack.names[0]).units(units)));
        let stopped = told.stops.iter().any(|stop| matches!(stop.why, Why::Dose { .. } | Why::Window { .. }));
        assert_eq!(stopped, stricter.contains(&pack.names[0].as_str()), "{}: {:?}", pack.names[0], reasons(&told));
        seen += 1;
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn two_nsaids_within_a_day_get_a_stop_also_aspirin_gels_and_what_a_doctor_sets() {
    for (first, second) in [
        ("ibuprofen", "naproxen"),
        ("Aleve", "aspirin"),
        ("low dose aspirin 81", "ibuprofen"),
        ("Voltarol gel", "ibuprofen"),
        ("ibuprofen", "ibuprofen gel"),
        ("meloxicam", "ibuprofen"),
        ("ibuprofen", "Celebrex"),
        ("ketoprofen", "celecoxib"),
    ] {
        let taken = [Dose::new(noon(), first).units(1.0)];
        let later = |at| Dose::new(at, second).units(1.0);
        let told = look("US", &taken, Some(&later(noon() + hours(24) - SECOND)));
        assert_eq!(reasons(&told), ["same kind"], "{first}, {second}");
        assert_eq!(reasons(&look("US", &taken, Some(&later(noon() + hours(24))))), Vec::<&str>::new());
    }
    let taken = [Dose::new(noon(), "paracetamol").mg(500.0)];
    assert_eq!(reasons(&look("US", &taken, Some(&Dose::new(noon(), "ibuprofen").mg(200.0)))), Vec::<&str>::new());
}

#[test]
fn naproxen_lets_the_first_dose_be_two_tablets_within_the_hour_and_no_later_one() {
    let tablet = |at| Dose::new(at, "Aleve").units(1.0);
    let first = tablet(noon());
    let within = tablet(noon() + SignedDuration::from_mins(60));
    assert_eq!(reasons(&look("US", std::slice::from_ref(&first), Some(&within))), Vec::<&str>::new());
    let later = tablet(noon() + SignedDuration::from_mins(61));
    assert_eq!(reasons(&look("US", std::slice::from_ref(&first), Some(&later))), ["gap"]);
    // Two parts, not three.
    let half = |minutes| Dose::new(noon() + SignedDuration::from_mins(minutes), "Aleve").mg(110.0).units(0.5);
    assert_eq!(reasons(&look("US", &[half(0), half(20), half(40)], None)), ["gap"]);
    // Not if there was one the evening before.
    let earlier = tablet(noon() - hours(10));
    assert_eq!(reasons(&look("US", &[earlier, first.clone()], Some(&within))), ["hours", "gap"]);
    // Three tablets in 12 hours are too many, even with 8 between.
    let told = look("US", &[first, within], Some(&tablet(noon() + hours(9))));
    assert_eq!(reasons(&told), ["hours"]);
}

#[test]
fn three_doses_a_day_is_what_the_nhs_page_has_for_ibuprofen() {
    let dose = |hour| Dose::new(noon() + hours(hour), "ibuprofen").mg(200.0);
    let taken = [dose(0), dose(6), dose(12)];
    assert_eq!(reasons(&look("GB", &taken, Some(&dose(18)))), ["times"]);
    assert_eq!(reasons(&look("GB", &taken, Some(&dose(24)))), Vec::<&str>::new());
    assert_eq!(reasons(&look("US", &taken, Some(&dose(18)))), Vec::<&str>::new());
}

#[test]
fn a_gel_is_limited_by_times_and_days() {
    let layer = |hour| Dose::new(noon() + hours(hour), "diclofenac gel").units(1.0);
    let taken = [layer(0), layer(4), layer(8), layer(12)];
    assert_eq!(reasons(&look("US", &taken, Some(&layer(16)))), ["times"]);
    assert_eq!(reasons(&look("GB", &taken[..1], Some(&layer(3)))), ["gap"]);
    let days: Vec<Dose> = (0..21).map(|day| layer(24 * day)).collect();
    assert_eq!(reasons(&look("US", &days, None)), Vec::<&str>::new());
    assert_eq!(reasons(&look("US", &days, Some(&layer(24 * 21)))), ["days"]);
}

#[test]
fn ten_days_with_no_break_is_the_limit_and_a_break_of_two_days_ends_the_row() {
    let dose = |hour| Dose::new(noon() + hours(hour), "naproxen").mg(220.0);
    let ten: Vec<Dose> = (0..10).map(|day| dose(24 * day)).collect();
    assert_eq!(reasons(&look("US", &ten, None)), Vec::<&str>::new());
    assert_eq!(reasons(&look("US", &ten, Some(&dose(24 * 10 - 1)))), Vec::<&str>::new());
    assert_eq!(reasons(&look("US", &ten, Some(&dose(24 * 10)))), ["days"]);
    assert_eq!(reasons(&look("US", &ten, Some(&dose(24 * 9 + 48)))), Vec::<&str>::new());
    let told = look("US", &ten, Some(&dose(24 * 10)));
    assert_eq!(told.next[0].not_before, None, "a row of days ends by asking, not by waiting");
}

#[test]
fn nobody_is_told_to_stop_the_small_aspirin_for_the_heart() {
    let daily: Vec<Dose> =
        (0..12).map(|day| Dose::new(noon() + hours(24 * day), "aspirin").mg(81.0).units(1.0)).collect();
    let told = look("US", &daily, Some(&Dose::new(noon() + hours(24 * 11 + 1), "Advil").units(1.0)));
    assert_eq!(reasons(&told), ["same kind", "days"]);
    for stop in &told.stops {
        assert!(say_stop(stop).contains("small aspirin each day, keep taking it"), "{}", say_stop(stop));
    }
}

#[test]
fn without_a_country_the_strictest_label_counts() {
    let about = |country: Option<&str>| {
        let mut about = nothing_against("US");
        about.set_country(country);
        about
    };
    let taken = [Dose::new(noon(), "ibuprofen").mg(200.0)];
    let proposed = Dose::new(noon() + hours(5), "ibuprofen").mg(200.0);
    let told = |country| reasons(&medicine_review(embedded(), &about(country), &taken, proposed.at, Some(&proposed)));
    assert_eq!(told(Some("us")), Vec::<&str>::new());
    assert_eq!(told(Some("GB")), ["gap"]);
    assert_eq!(told(None), ["gap"]);
    assert_eq!(told(Some("DE")), ["gap"], "a country without a label of its own");
}

#[test]
fn two_tablets_entered_one_after_the_other_are_one_dose() {
    let tablet = |seconds| Dose::new(noon() + SignedDuration::from_secs(seconds), "ibuprofen").mg(200.0);
    assert_eq!(reasons(&look("GB", &[tablet(0), tablet(300)], None)), Vec::<&str>::new());
    assert_eq!(reasons(&look("GB", &[tablet(0), tablet(301)], None)), ["gap"]);
    assert_eq!(reasons(&look("GB", &[tablet(0), tablet(1), tablet(2)], None)), ["dose"]);
}

#[test]
fn an_amount_that_is_not_known_counts_as_a_usual_unit_and_is_told() {
    let some = |hour| Dose::new(noon() + hours(hour), "ibuprofen");
    let taken: Vec<Dose> = (0..6).map(|n| some(n * 4 - 20)).collect();
    let told = look("US", &taken, None);
    assert_eq!(told.counted[0].mg, Some(1200.0));
    assert!(told.counted[0].at_least);
    assert_eq!(told.unknown.len(), 6);
    assert!(matches!(told.unknown[0], Unknown::Amount { counts_mg: 200.0, .. }), "{told:?}");
    let told = look("US", &taken, Some(&some(3)));
    assert_eq!(reasons(&told), ["day", "gap"]);
    assert!(!told.stops[0].certain);
}

#[test]
fn a_product_that_is_not_known_is_told_and_not_guessed() {
    let taken = [Dose::new(noon(), "the blue ones").units(4.0)];
    let told = look("US", &taken, None);
    assert!(told.counted.is_empty());
    assert_eq!(told.unknown, [Unknown::Words { words: "the blue ones".to_owned(), at: noon(), mean: None }]);
}

#[test]
fn a_time_that_is_known_only_to_the_day_is_taken_at_its_worst() {
    let mut sometime = Dose::new(noon(), "ibuprofen").mg(400.0);
    sometime.within = hours(24);
    let told = look("US", &[sometime], Some(&Dose::new(noon() + hours(20), "ibuprofen").mg(400.0)));
    assert_eq!(reasons(&told), ["dose", "gap"], "it may have been at the same time, or just before");
    assert!(told.stops.iter().all(|stop| !stop.certain));
}

#[test]
fn doses_at_times_that_are_not_known_are_doses_of_their_own() {
    let layers = |count: usize, within| {
        let layer = Dose { within, ..Dose::new(noon(), "diclofenac gel").units(1.0) };
        reasons(&look("US", &vec![layer; count], None))
    };
    assert_eq!(layers(5, SignedDuration::ZERO), Vec::<&str>::new(), "five entries at one time are one dose");
    assert_eq!(layers(4, hours(24)), Vec::<&str>::new());
    assert_eq!(layers(5, hours(24)), ["times"]);
}

#[test]
fn what_was_taken_is_told_apart_from_what_is_proposed() {
    let dose = |hour| Dose::new(noon() + hours(hour), "ibuprofen").mg(800.0);
    let told = look("US", &[dose(0), dose(5)], Some(&dose(10)));
    let which: Vec<Which> = told
        .stops
        .iter()
        .filter(|stop| matches!(stop.why, Why::Window { .. } | Why::Dose { .. }))
        .map(|stop| stop.which)
        .collect();
    assert_eq!(which, [Which::Proposed, Which::Proposed, Which::Taken, Which::Taken]);
    let windows: Vec<f64> = told
        .stops
        .iter()
        .filter_map(|stop| match stop.why {
            Why::Window { mg, .. } => Some(mg),
            _ => None,
        })
        .collect();
    assert_eq!(windows, [2400.0, 1600.0]);
    assert_eq!(told.too_much.len(), 1, "too much was taken, whatever comes next");
}

#[test]
fn entries_out_of_order_and_ahead_of_now_count() {
    let dose = |hour| Dose::new(noon() + hours(hour), "ibuprofen").mg(400.0);
    let told = medicine_review(embedded(), &nothing_against("US"), &[dose(2), dose(-8)], noon(), Some(&dose(0)));
    assert_eq!(reasons(&told), ["gap"], "the one that lies ahead is too close");
    assert!(told.unknown.iter().any(|unknown| matches!(unknown, Unknown::Ahead { .. })));
    assert_eq!(told.counted[0].mg, Some(800.0));
    let forwards = look("US", &[dose(0), dose(1), dose(9)], None);
    let backwards = look("US", &[dose(9), dose(1), dose(0)], None);
    assert_eq!(forwards, backwards);
}

#[test]
fn more_than_4000_mg_of_paracetamol_is_an_emergency_and_a_dose_not_yet_taken_is_not() {
    let dose = |hour, mg| Dose::new(noon() + hours(hour), "paracetamol").mg(mg).units(mg / 500.0);
    let taken = [dose(0, 1000.0), dose(4, 1000.0), dose(8, 1000.0), dose(12, 1000.0)];
    assert!(look("GB", &taken, None).too_much.is_empty());
    assert!(look("GB", &taken, Some(&dose(16, 500.0))).too_much.is_empty());
    let over = [dose(0, 1000.0), dose(4, 1000.0), dose(8, 1000.0), dose(12, 1000.0), dose(16, 500.0)];
    let told = look("GB", &over, None);
    assert_eq!(told.too_much[0].advice.urgency, Urgency::Emergency);
    assert!(told.too_much[0].certain);
    let at_once = look("GB", &[dose(0, 2500.0)], None);
    assert_eq!(at_once.too_much.len(), 1, "five tablets at one time");
    // It is told for three days, since harm shows late.
    let later = |passed| {
        let now = noon() + hours(16) + passed;
        medicine_review(embedded(), &nothing_against("GB"), &over, now, None).too_much.len()
    };
    assert_eq!(later(hours(72)), 1);
    assert_eq!(later(hours(72) + SECOND), 0);
}

#[test]
fn what_is_told_of_a_stop_names_the_label_that_sets_it() {
    let taken = [Dose::new(noon(), "ibuprofen").mg(200.0)];
    let proposed = Dose::new(noon() + hours(5), "ibuprofen").mg(200.0);
    let told = medicine_review(embedded(), &About::nothing_yet(), &taken, proposed.at, Some(&proposed));
    let gap = told.stops.iter().find(|stop| matches!(stop.why, Why::Gap { .. })).unwrap();
    assert!(gap.sources.contains(&"nhs_ibuprofen_dose".to_owned()), "{:?}", gap.sources);
}
