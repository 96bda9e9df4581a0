//! The guard at the edges of what it counts: the last second in which a limit is told, the worst of several, the label that fits
//! a strength, and which of two doses a stop is about.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared;

use jiff::{SignedDuration, Timestamp};
use shared::{nothing_against, reasons};
use supple_care::{About, Concern, Dose, MedicineReview, Stop, Truth, Unknown, Which, Why, medicine_review};
use supple_guidance::embedded;
use supple_triage::Answer;

const SECOND: SignedDuration = SignedDuration::from_secs(1);

fn noon() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

fn at(country: &str, taken: &[Dose], now: Timestamp) -> MedicineReview<'static> {
    medicine_review(embedded(), &nothing_against(country), taken, now, None)
}

/// At the time of the latest dose.
fn look(country: &str, taken: &[Dose]) -> MedicineReview<'static> {
    at(country, taken, taken.iter().map(|dose| dose.at).max().unwrap())
}

fn propose(country: &str, taken: &[Dose], proposed: &Dose) -> MedicineReview<'static> {
    medicine_review(embedded(), &nothing_against(country), taken, proposed.at, Some(proposed))
}

fn mg(hour: i64, words: &str, mg: f64) -> Dose {
    Dose::new(noon() + hours(hour), words).mg(mg)
}

/// So many tablets of this strength.
fn tablets(after: SignedDuration, words: &str, strength: f64, count: f64) -> Dose {
    Dose::new(noon() + after, words).mg(strength * count).units(count)
}

// ---------------------------------------------------------------- how long it is told

#[test]
fn a_limit_that_was_passed_is_told_for_three_days_after_the_last_of_its_doses_whichever_limit_it_is() {
    let cases: [(&str, Vec<Dose>); 3] = [
        ("gap", vec![mg(0, "ibuprofen", 200.0), mg(1, "ibuprofen", 200.0)]),
        ("same kind", vec![mg(0, "ibuprofen", 200.0), mg(20, "naproxen", 220.0)]),
        ("day", (0..4).map(|n| mg(6 * n, "ibuprofen", 400.0)).collect()),
    ];
    for (name, taken) in cases {
        let last = taken.last().unwrap().at;
        assert_eq!(reasons(&at("US", &taken, last + hours(72))), [name]);
        assert_eq!(reasons(&at("US", &taken, last + hours(72) + SECOND)), Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn what_was_not_understood_is_told_for_three_days_and_no_longer() {
    let taken = [Dose::new(noon(), "the blue ones")];
    assert_eq!(at("US", &taken, noon() + hours(72)).unknown.len(), 1);
    assert_eq!(at("US", &taken, noon() + hours(72) + SECOND).unknown, []);
}

#[test]
fn a_dose_is_among_those_of_the_last_day_until_24_hours_are_over() {
    let taken = [mg(0, "ibuprofen", 200.0)];
    assert_eq!(at("US", &taken, noon() + hours(24) - SECOND).counted.len(), 1);
    assert_eq!(at("US", &taken, noon() + hours(24)).counted, []);
}

#[test]
fn a_blood_thinner_that_was_taken_answers_its_question_for_two_weeks() {
    let stops = |after| {
        let taken = [Dose::new(noon(), "warfarin").units(1.0)];
        reasons(&propose("US", &taken, &Dose::new(noon() + after, "ibuprofen").mg(200.0)))
    };
    assert_eq!(stops(hours(14 * 24)), ["must not"]);
    assert_eq!(stops(hours(14 * 24) + SECOND), Vec::<&str>::new());
}

#[test]
fn a_row_of_days_is_told_as_far_back_as_any_label_can_matter() {
    let daily: Vec<Dose> = (0..60).map(|day| mg(24 * day, "naproxen", 220.0)).collect();
    let told = look("US", &daily);
    // Three days in which it is told, three weeks of the longest row, and a week before them.
    assert!(matches!(told.stops[0].why, Why::Days { days: 32, limit: 10, .. }), "{:?}", told.stops);
}

// ---------------------------------------------------------------- what is too much

#[test]
fn more_than_a_pack_advises_is_a_stop_but_not_yet_too_much_of_a_medicine() {
    let taken = [
        Dose::new(noon(), "Excedrin Migraine").units(2.0),
        Dose::new(noon() + hours(20), "Excedrin Migraine").units(1.0),
    ];
    let told = look("US", &taken);
    assert!(reasons(&told).contains(&"day"), "{:?}", told.stops);
    assert_eq!(told.too_much, []);
}

// ---------------------------------------------------------------- the worst of several

#[test]
fn of_several_days_with_too_much_the_one_that_is_furthest_beyond_its_label_is_told() {
    let small = (0..6).map(|n| tablets(hours(4 * n), "acetaminophen", 325.0, 2.0));
    let large = (0..4).map(|n| tablets(hours(60 + 6 * n), "acetaminophen", 500.0, 2.0));
    let told = look("US", &small.chain(large).collect::<Vec<_>>());
    let [stop] = told.stops.as_slice() else { panic!("{:?}", told.stops) };
    assert!(matches!(stop.why, Why::Window { hours: 24, mg: 4000.0, limit: 3000.0, .. }), "{stop:?}");
}

#[test]
fn of_several_doses_too_close_those_closest_by_their_label_are_told() {
    let taken = [
        tablets(hours(0), "acetaminophen", 325.0, 1.0),
        tablets(hours(1), "acetaminophen", 325.0, 1.0),
        tablets(hours(30), "acetaminophen", 650.0, 1.0),
        tablets(hours(34), "acetaminophen", 650.0, 1.0),
    ];
    let told = look("US", &taken);
    let [stop] = told.stops.as_slice() else { panic!("{:?}", told.stops) };
    assert!(matches!(stop.why, Why::Gap { hours: 4, between, .. } if between == hours(1)), "{stop:?}");
    // Three hours of four are less close than five of eight.
    let taken = [
        tablets(hours(0), "acetaminophen", 325.0, 1.0),
        tablets(hours(3), "acetaminophen", 325.0, 1.0),
        tablets(hours(30), "acetaminophen", 650.0, 1.0),
        tablets(hours(35), "acetaminophen", 650.0, 1.0),
    ];
    let told = look("US", &taken);
    let [stop] = told.stops.as_slice() else { panic!("{:?}", told.stops) };
    assert!(matches!(stop.why, Why::Gap { hours: 8, between, .. } if between == hours(5)), "{stop:?}");
}

#[test]
fn two_doses_that_may_have_been_at_one_time_are_closer_than_any_other() {
    let vague = |after| Dose { within: minutes(30), ..Dose::new(noon() + after, "ibuprofen").mg(100.0) };
    let told = look("US", &[vague(hours(0)), vague(hours(0)), vague(hours(3))]);
    let gap = told.stops.iter().find(|stop| matches!(stop.why, Why::Gap { .. })).unwrap();
    assert!(matches!(gap.why, Why::Gap { between: SignedDuration::ZERO, .. }), "{gap:?}");
}

#[test]
fn of_several_days_with_too_many_doses_the_fullest_is_told() {
    let layers: Vec<Dose> = (0..8).map(|n| Dose::new(noon() + hours(3 * n), "diclofenac gel").units(1.0)).collect();
    let told = look("US", &layers);
    assert!(matches!(told.stops[..], [Stop { why: Why::Times { times: 8, limit: 4, .. }, .. }]), "{:?}", told.stops);
}

#[test]
fn the_days_of_a_pack_count_before_the_longer_ones_of_its_substance() {
    let daily: Vec<Dose> =
        (0..12).map(|day| Dose::new(noon() + hours(24 * day), "Solpadeine Max Tablets").units(2.0)).collect();
    let told = look("US", &daily);
    let days = |id: &str| {
        let own = told.stops.iter().filter(|stop| stop.substance.id() == id);
        own.filter_map(|stop| if let Why::Days { days, limit, .. } = stop.why { Some((days, limit)) } else { None })
            .collect::<Vec<_>>()
    };
    assert_eq!(days("paracetamol"), [(12, 3)], "{:?}", told.stops);
}

// ---------------------------------------------------------------- what is one dose

#[test]
fn one_dose_of_which_only_the_day_is_known_is_not_too_close_to_itself() {
    let sometime = Dose { within: hours(12), ..mg(0, "ibuprofen", 400.0) };
    assert_eq!(reasons(&look("GB", &[sometime])), Vec::<&str>::new());
}

#[test]
fn two_layers_five_minutes_apart_are_one_use_of_a_gel_and_a_second_more_makes_two() {
    let layer = |after| Dose::new(noon() + after, "diclofenac gel").units(1.0);
    let day = |second: SignedDuration| {
        let taken = [layer(hours(0)), layer(second), layer(hours(5)), layer(hours(10)), layer(hours(15))];
        reasons(&look("US", &taken))
    };
    assert_eq!(day(minutes(5)), Vec::<&str>::new());
    assert_eq!(day(minutes(5) + SECOND), ["times"]);
}

#[test]
fn a_course_of_naproxen_begins_anew_once_a_whole_day_lies_before_it() {
    let tablet = |after| Dose::new(noon() + after, "Aleve").units(1.0);
    let first = [tablet(hours(0)), tablet(minutes(60))];
    let after = |earlier: SignedDuration| {
        let taken = [&[tablet(-earlier)], first.as_slice()].concat();
        reasons(&look("US", &taken))
    };
    assert_eq!(after(hours(24)), Vec::<&str>::new());
    assert_eq!(after(hours(24) - SECOND), ["gap"]);
}

#[test]
fn a_first_dose_of_naproxen_in_two_parts_is_no_larger_than_one_at_once() {
    let tablets = |after, count| Dose::new(noon() + after, "Aleve").units(count);
    let told = reasons(&look("US", &[tablets(hours(0), 2.0), tablets(minutes(30), 0.5)]));
    assert_eq!(told, ["hours", "gap"]);
}

// ---------------------------------------------------------------- the label that fits

#[test]
fn a_strength_half_a_milligram_off_a_label_is_held_to_the_strictest_of_all_labels() {
    let later = |strength| {
        let taken =
            [tablets(hours(0), "acetaminophen", strength, 1.0), tablets(hours(5), "acetaminophen", strength, 1.0)];
        reasons(&look("US", &taken))
    };
    assert_eq!(later(325.4), Vec::<&str>::new(), "four hours between tablets of 325 mg");
    assert_eq!(later(325.5), ["gap"]);
    assert_eq!(later(324.6), Vec::<&str>::new());
    assert_eq!(later(400.0), ["gap"]);
}

#[test]
fn milligrams_alone_are_held_to_the_tablets_that_can_make_them_up() {
    let later =
        |amount, hour| reasons(&look("US", &[mg(0, "acetaminophen", amount), mg(hour, "acetaminophen", amount)]));
    assert_eq!(later(1000.0, 6), Vec::<&str>::new(), "two tablets of 500 mg");
    assert_eq!(later(1000.0, 5), ["gap"]);
    // One of 650 mg, or two of 325 mg.
    assert_eq!(later(650.0, 7), ["gap"]);
    assert_eq!(later(650.0, 8), Vec::<&str>::new());
    // No number of tablets: any label may be the one on the pack.
    assert_eq!(later(400.0, 7), ["gap"]);
}

#[test]
fn of_an_amount_that_is_not_known_every_label_may_be_the_one_on_the_pack() {
    let some = |hour| Dose::new(noon() + hours(hour), "acetaminophen");
    assert_eq!(reasons(&look("US", &[some(0), some(7)])), ["gap"]);
    assert_eq!(reasons(&look("US", &[some(0), some(8)])), Vec::<&str>::new());
}

#[test]
fn the_next_time_is_that_of_the_tablets_that_were_taken_last() {
    let next = |strength| {
        let taken = [tablets(hours(0), "acetaminophen", strength, 2.0), mg(1, "ibuprofen", 200.0)];
        let told = look("US", &taken);
        told.next.iter().find(|next| next.medicine.id == "paracetamol").unwrap().not_before
    };
    assert_eq!(next(325.0), Some(noon() + hours(4)));
    assert_eq!(next(500.0), Some(noon() + hours(6)));
    assert_eq!(next(650.0), Some(noon() + hours(8)));
}

// ---------------------------------------------------------------- which of two

#[test]
fn a_stop_for_two_of_a_kind_is_about_the_later_of_them_and_about_the_proposed_one_at_the_same_time() {
    let who = |told: &MedicineReview<'static>| {
        let [Stop { substance, which, why: Why::SameKind { other, .. }, .. }] = &told.stops[..] else {
            panic!("{:?}", told.stops)
        };
        (substance.id(), other.id(), *which)
    };
    let (early, late) = (mg(0, "naproxen", 220.0), mg(1, "ibuprofen", 200.0));
    assert_eq!(who(&look("US", &[early.clone(), late.clone()])), ("ibuprofen", "naproxen", Which::Taken));
    assert_eq!(
        who(&propose("US", std::slice::from_ref(&late), &mg(1, "aspirin", 325.0))),
        ("aspirin", "ibuprofen", Which::Proposed)
    );
    assert_eq!(who(&propose("US", &[mg(1, "aspirin", 325.0)], &late)), ("ibuprofen", "aspirin", Which::Proposed));
    // At one time, in the order of their names.
    assert_eq!(who(&look("US", &[mg(1, "naproxen", 220.0), late])), ("naproxen", "ibuprofen", Which::Taken));
}

#[test]
fn a_dose_at_this_very_minute_does_not_lie_ahead() {
    let ahead = |told: &MedicineReview<'_>| told.unknown.iter().any(|one| matches!(one, Unknown::Ahead { .. }));
    let taken = [mg(0, "ibuprofen", 200.0)];
    assert!(!ahead(&at("US", &taken, noon())));
    assert!(ahead(&at("US", &taken, noon() - SECOND)));
}

/// Two tablets of naproxen within an hour begin a course; a third before them takes that away.
#[test]
fn a_limit_that_only_the_proposed_dose_passes_is_about_it_also_beside_others_that_were_passed_before() {
    let aleve = |after, tablets: f64| Dose::new(noon() + after, "Aleve").mg(220.0 * tablets).units(tablets);
    let taken = [
        aleve(minutes(0), 1.0),
        aleve(minutes(59), 1.0),
        mg(0, "acetaminophen", 500.0),
        Dose::new(noon() + minutes(30), "acetaminophen").mg(500.0),
    ];
    let now = noon() + minutes(60);
    assert_eq!(reasons(&at("US", &taken, now)), ["gap"], "of the other");
    let proposed = aleve(minutes(-1381), 0.5);
    let told = medicine_review(embedded(), &nothing_against("US"), &taken, now, Some(&proposed));
    let gaps: Vec<_> = told.stops.iter().filter(|stop| matches!(stop.why, Why::Gap { .. })).collect();
    let of: Vec<_> = gaps.iter().map(|stop| (stop.substance.id(), stop.which)).collect();
    assert_eq!(of, [("naproxen", Which::Proposed), ("paracetamol", Which::Taken)]);
}

#[test]
fn a_row_of_days_that_was_too_long_before_is_told_of_what_was_taken_and_of_the_proposed_dose() {
    let day = |day: i64| mg(24 * day, "naproxen", 220.0);
    let taken: Vec<Dose> = (0..11).map(day).collect();
    let told = propose("US", &taken, &day(11));
    let rows = told.stops.iter().filter_map(|stop| match stop.why {
        Why::Days { days, .. } => Some((stop.which, days)),
        _ => None,
    });
    assert_eq!(rows.collect::<Vec<_>>(), [(Which::Proposed, 12), (Which::Taken, 11)]);
}

// ---------------------------------------------------------------- two that do not go together

#[test]
fn two_that_do_not_go_together_are_told_once_by_their_strictest_pair_in_either_order_and_for_its_time() {
    let told = |first: &str, second: &str, after: SignedDuration| -> Vec<(&'static str, String)> {
        let told = propose("US", &[Dose::new(noon(), first).units(1.0)], &Dose::new(noon() + after, second).units(1.0));
        let stops = told.stops.iter().filter_map(|stop| match stop.why {
            Why::Together { pair, .. } => Some(("stop", pair.kinds.join(" "))),
            _ => None,
        });
        let asks = told.asks.iter().filter_map(|ask| match ask.about {
            Concern::Other(_, pair) => Some(("ask", pair.kinds.join(" "))),
            Concern::Person(_) => None,
        });
        stops.chain(asks).collect()
    };
    let cases = [
        ("tramadol", "diazepam", "stop", "opioid sedative", 24),
        ("codeine", "amitriptyline", "stop", "opioid sedative", 24),
        ("amitriptyline", "diazepam", "ask", "sedative sedative", 24),
        ("promethazine", "diphenhydramine", "stop", "antihistamine antihistamine", 24),
        ("pseudoephedrine", "nortriptyline", "stop", "decongestant tricyclic", 24),
        ("pseudoephedrine", "phenelzine", "stop", "decongestant maoi", 336),
        ("dextromethorphan", "phenelzine", "stop", "serotonin maoi", 336),
        ("dextromethorphan", "sertraline", "ask", "serotonin ssri", 24),
        ("dextromethorphan", "amitriptyline", "ask", "serotonin tricyclic", 24),
    ];
    for (one, other, level, kinds, length) in cases {
        for (first, second) in [(one, other), (other, one)] {
            let expected = vec![(level, kinds.to_owned())];
            assert_eq!(told(first, second, hours(length) - SECOND), expected, "{first}, {second}");
            assert_eq!(told(first, second, hours(length)), vec![], "{first}, {second}");
        }
    }
    for (one, other) in [("sertraline", "lisinopril"), ("diazepam", "phenelzine"), ("diazepam", "diazepam")] {
        assert_eq!(told(one, other, hours(1)), vec![], "{one}, {other}");
    }
}

#[test]
fn what_one_pack_holds_was_put_together_on_purpose_and_two_names_in_one_entry_were_not() {
    let stops = |words: &str| {
        let told = look("GB", &[Dose::new(noon(), words).units(1.0)]);
        let couples = told.stops.iter().filter(|stop| matches!(stop.why, Why::SameKind { .. } | Why::Together { .. }));
        (told.counted.len(), couples.count())
    };
    // Paracetamol, codeine, doxylamine and caffeine.
    assert_eq!(stops("Syndol"), (4, 0));
    assert_eq!(stops("ibuprofen and naproxen"), (2, 1));
    assert_eq!(stops("codeine and doxylamine"), (2, 1));
}

// ---------------------------------------------------------------- of what is told

#[test]
fn each_medicine_of_an_entry_is_told_once_and_each_that_was_taken_has_its_next_time() {
    let asked = |words: &str| -> Vec<&'static str> {
        let told = propose("US", &[], &Dose::new(noon(), words).units(1.0));
        told.asked.iter().map(|substance| substance.id()).collect()
    };
    assert_eq!(asked("ibuprofen and naproxen"), ["ibuprofen", "naproxen"]);
    assert_eq!(asked("Advil and ibuprofen"), ["ibuprofen"]);
    let told = look("US", &[mg(0, "ibuprofen", 200.0), mg(1, "acetaminophen", 500.0), mg(2, "ibuprofen", 200.0)]);
    let next: Vec<&str> = told.next.iter().map(|next| next.medicine.id.as_str()).collect();
    assert_eq!(next, ["ibuprofen", "paracetamol"]);
}

#[test]
fn what_holds_is_told_before_what_is_only_open() {
    let mut about = About::nothing_yet();
    about.set(embedded(), "kidney-disease", Answer::Yes).unwrap();
    let told = medicine_review(embedded(), &about, &[], noon(), Some(&mg(0, "ibuprofen", 200.0)));
    let holds: Vec<bool> = told.asks.iter().map(|ask| ask.truth == Truth::Yes).collect();
    let first_open = holds.iter().position(|yes| !yes).unwrap();
    assert!(first_open > 0 && holds[first_open..].iter().all(|yes| !yes), "{holds:?}");
}

#[test]
fn too_much_was_taken_only_once_it_was_taken() {
    let day: Vec<Dose> = (0..4).map(|n| mg(5 * n, "ibuprofen", 400.0)).collect();
    let too_much = |taken: &[Dose], proposed: Option<&Dose>| {
        let told = medicine_review(embedded(), &nothing_against("US"), taken, day[3].at, proposed);
        (reasons(&told).contains(&"day"), told.too_much.len())
    };
    assert_eq!(too_much(&day, None), (true, 1));
    assert_eq!(too_much(&day[..3], Some(&day[3])), (true, 0));
}
