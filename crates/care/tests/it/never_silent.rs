//! No sequence of entries makes the guard silent when a limit is passed, and one more dose or one more yes never takes a
//! stop away. Against an oracle that counts in another way: minute by minute, over a table of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeSet;
use supple_care::{About, Dose, MedicineReview, Stop, Which, Why, medicine_review};
use supple_guidance::embedded;
use supple_triage::Answer;

/// The minutes over which doses are spread.
const SPAN: i64 = 60 * 60;

/// "Now", in minutes from the beginning.
const NOW: i64 = SPAN;

/// What one label allows: substance, group, milligrams at one time, minutes between, milligrams in a day, times a day.
struct Allowed {
    words: &'static str,
    id: &'static str,
    nsaid: bool,
    tablet: f64,
    dose: f64,
    gap: i64,
    day: f64,
    times: usize,
}

#[rustfmt::skip]
const TABLE: [Allowed; 4] = [
    Allowed { words: "ibuprofen", id: "ibuprofen", nsaid: true, tablet: 200.0, dose: 400.0, gap: 360, day: 1200.0, times: 3 },
    Allowed { words: "aspirin", id: "aspirin", nsaid: true, tablet: 300.0, dose: 600.0, gap: 240, day: 3600.0, times: 999 },
    Allowed { words: "Panadol", id: "paracetamol", nsaid: false, tablet: 500.0, dose: 1000.0, gap: 240, day: 4000.0, times: 4 },
    // A US label only, so it counts in every country.
    Allowed { words: "Aleve", id: "naproxen", nsaid: true, tablet: 220.0, dose: 440.0, gap: 480, day: 660.0, times: 999 },
];

/// One dose of the random sequences: which, at which minute, how many tablets.
#[derive(Clone, Debug)]
struct Taken {
    row: usize,
    minute: i64,
    tablets: f64,
    /// Whether milligrams are entered; otherwise only tablets, or nothing.
    entered: Entered,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Entered {
    Milligrams,
    Tablets,
    Nothing,
}

fn time(minute: i64) -> Timestamp {
    // A day on which the clock goes back in Europe: it must not matter.
    let start: Timestamp = "2026-10-24T10:00:00Z".parse().unwrap();
    start + SignedDuration::from_mins(minute)
}

fn dose(taken: &Taken) -> Dose {
    let row = &TABLE[taken.row];
    let dose = Dose::new(time(taken.minute), row.words);
    match taken.entered {
        Entered::Milligrams => dose.mg(row.tablet * taken.tablets).units(taken.tablets),
        Entered::Tablets => dose.units(taken.tablets),
        Entered::Nothing => dose,
    }
}

/// What it was at least, in milligrams.
fn least(taken: &Taken) -> f64 {
    let tablets = if taken.entered == Entered::Nothing { 1.0 } else { taken.tablets };
    TABLE[taken.row].tablet * tablets
}

fn british() -> About {
    let mut about = About::nothing_yet();
    about.set_country(Some("GB"));
    about
}

/// The oracle: which limits are passed, by kind and substance. It walks over every minute and knows nothing of labels,
/// anchors or sorting.
fn passed(taken: &[Taken]) -> BTreeSet<(&'static str, &'static str)> {
    let mut passed = BTreeSet::new();
    // What is told goes back for three days; all sequences here are shorter.
    assert!(SPAN <= embedded().validity.window.passed_limit.length_in_minutes());
    for (place, row) in TABLE.iter().enumerate() {
        let own: Vec<&Taken> = taken.iter().filter(|one| one.row == place).collect();
        for start in 0..=SPAN {
            if !own.iter().any(|one| one.minute == start) {
                continue;
            }
            let sum = |length: i64| -> f64 {
                own.iter().filter(|one| (start..start + length).contains(&one.minute)).map(|one| least(one)).sum()
            };
            if sum(6) > row.dose {
                passed.insert(("dose", row.id));
            }
            if sum(24 * 60) > row.day {
                passed.insert(("day", row.id));
            }
            if row.id == "naproxen" && sum(12 * 60) > 440.0 {
                passed.insert(("hours", row.id));
            }
            // How many doses with more than five minutes from the one before, from here on for a day.
            let (mut times, mut last) = (0, i64::MIN / 2);
            for minute in start..start + 24 * 60 {
                if own.iter().any(|one| one.minute == minute) && minute - last > 5 {
                    times += 1;
                    last = minute;
                }
            }
            if times > row.times {
                passed.insert(("times", row.id));
            }
        }
        for one in &own {
            for other in &own {
                let apart = other.minute - one.minute;
                if apart > 5 && apart < row.gap && !is_first_naproxen(row, taken, one, other) {
                    passed.insert(("gap", row.id));
                }
            }
        }
    }
    for one in taken.iter().filter(|one| TABLE[one.row].nsaid) {
        for other in taken.iter().filter(|other| TABLE[other.row].nsaid && other.row != one.row) {
            if (one.minute - other.minute).abs() < 24 * 60 {
                passed.insert(("same kind", "nsaid"));
            }
        }
    }
    passed
}

/// Two tablets within an hour may begin a course of naproxen.
fn is_first_naproxen(row: &Allowed, taken: &[Taken], one: &Taken, other: &Taken) -> bool {
    let near = |taken: &&Taken| {
        TABLE[taken.row].id == "naproxen" && taken.minute > one.minute - 24 * 60 && taken.minute <= other.minute
    };
    let near: Vec<&Taken> = taken.iter().filter(near).collect();
    row.id == "naproxen"
        && other.minute - one.minute <= 60
        && near.len() == 2
        && near.iter().map(|taken| least(taken)).sum::<f64>() <= 440.0
}

fn told(guard: &MedicineReview<'_>) -> BTreeSet<(&'static str, &'static str)> {
    let id = |substance: &str| TABLE.iter().map(|row| row.id).find(|id| *id == substance).expect("of the table");
    let stops = guard.stops.iter().map(|stop| match stop.why {
        Why::SameKind { .. } => ("same kind", "nsaid"),
        Why::Together { .. } => ("together", id(stop.substance.id())),
        Why::Dose { .. } => ("dose", id(stop.substance.id())),
        Why::Window { hours: 24, .. } => ("day", id(stop.substance.id())),
        Why::Window { .. } => ("hours", id(stop.substance.id())),
        Why::Times { .. } => ("times", id(stop.substance.id())),
        Why::Gap { .. } => ("gap", id(stop.substance.id())),
        Why::Days { .. } => ("days", id(stop.substance.id())),
        Why::MustNot(_) => ("must not", id(stop.substance.id())),
    });
    stops.collect()
}

fn one() -> impl Strategy<Value = Taken> {
    let entered = prop_oneof![6 => Just(Entered::Milligrams), 2 => Just(Entered::Tablets), 1 => Just(Entered::Nothing)];
    // Times at which limits meet are as likely as any other.
    let minute = prop_oneof![0..SPAN, (0_i64..30).prop_map(|n| n * 120), (0_i64..8).prop_map(|n| n * 360 + 59)];
    let tablets = prop_oneof![Just(1.0), Just(2.0), Just(3.0), Just(0.5), Just(9.0)];
    (0..TABLE.len(), minute, tablets, entered).prop_map(|(row, minute, tablets, entered)| Taken {
        row,
        minute,
        tablets,
        entered,
    })
}

fn sequence() -> impl Strategy<Value = Vec<Taken>> {
    // Few kinds at once, so that sequences within the limits occur too.
    prop_oneof![
        prop::collection::vec(one(), 0..12),
        (0..TABLE.len(), prop::collection::vec(one(), 0..8)).prop_map(|(row, mut all)| {
            all.iter_mut().for_each(|one| one.row = row);
            all
        }),
        // Regular doses around the gap.
        (0..TABLE.len(), 230_i64..500, 1_usize..8, prop_oneof![Just(1.0), Just(2.0)]).prop_map(
            |(row, apart, count, tablets)| {
                let entered = Entered::Milligrams;
                let minutes = (0_i64..).map(|n| n * apart).take(count).filter(|minute| *minute < SPAN);
                minutes.map(|minute| Taken { row, minute, tablets, entered }).collect()
            }
        ),
    ]
}

/// The words that say what each stop is, to compare guards: which, kind, substance.
fn keys(guard: &MedicineReview<'_>) -> BTreeSet<(Which, String)> {
    let key = |why: &Why<'_>| match why {
        Why::Window { hours, .. } => format!("window {hours}"),
        Why::MustNot(reason) => format!("must not {:?}", reason.any),
        Why::Dose { .. } => "dose".to_owned(),
        Why::Times { .. } => "times".to_owned(),
        Why::Gap { .. } => "gap".to_owned(),
        Why::Days { .. } => "days".to_owned(),
        Why::SameKind { .. } => "same kind".to_owned(),
        Why::Together { pair, .. } => format!("together {}", pair.id()),
    };
    guard.stops.iter().map(|stop| (stop.which, format!("{} {}", stop.substance.id(), key(&stop.why)))).collect()
}

/// Whether a stop is among these. What was a stop of the proposed dose may be one of what was taken: then the limit is passed without
/// it as well, which says more.
fn is_still_told((which, what): &(Which, String), stops: &BTreeSet<(Which, String)>) -> bool {
    let of_the_taken = *which == Which::Proposed && stops.contains(&(Which::Taken, what.clone()));
    of_the_taken || stops.contains(&(*which, what.clone()))
}

/// A dose in between takes the beginning of a course away: then what was taken passes the limit, without the proposed dose.
#[test]
fn a_limit_that_is_passed_without_the_proposed_dose_as_well_is_told_of_what_was_taken() {
    let aleve = |minute, tablets| Dose::new(time(minute), "Aleve").mg(220.0 * tablets).units(tablets);
    let proposed = aleve(840, 1.0);
    let about = |taken: &[Dose]| {
        let told = medicine_review(embedded(), &british(), taken, time(NOW), Some(&proposed));
        assert!(!told.is_calm());
        keys(&told)
    };
    let gap = |which| (which, "naproxen gap".to_owned());
    let two = [aleve(2219, 1.0), aleve(2160, 0.5)];
    assert_eq!(about(&two), BTreeSet::from([gap(Which::Proposed)]));
    let three = [two.as_slice(), &[aleve(1499, 1.0)]].concat();
    let told = about(&three);
    assert!(told.contains(&gap(Which::Taken)) && !told.contains(&gap(Which::Proposed)), "{told:?}");
}

/// Two tablets within an hour begin a course; a third before them takes that away.
#[test]
fn a_limit_that_is_passed_only_with_the_proposed_dose_is_about_it() {
    let taken = [2160, 2219].map(|minute| Dose::new(time(minute), "Aleve").mg(220.0).units(1.0));
    let proposed = Dose::new(time(779), "Aleve").mg(110.0).units(0.5);
    assert_eq!(medicine_review(embedded(), &british(), &taken, time(NOW), None).stops, []);
    let told = medicine_review(embedded(), &british(), &taken, time(NOW), Some(&proposed));
    assert!(matches!(told.stops[..], [Stop { which: Which::Proposed, why: Why::Gap { .. }, .. }]), "{:?}", told.stops);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_limit_that_is_passed_is_told_and_no_other(taken in sequence()) {
        let doses: Vec<Dose> = taken.iter().map(dose).collect();
        let guard = medicine_review(embedded(), &british(), &doses, time(NOW), None);
        prop_assert_eq!(told(&guard), passed(&taken));
        prop_assert!(guard.stops.iter().all(|stop| stop.which == Which::Taken));
        // Whatever is not known for sure is told.
        let unsure = taken.iter().filter(|one| match one.entered {
            Entered::Milligrams => false,
            // The name settles the strength of Aleve only.
            Entered::Tablets => TABLE[one.row].id != "naproxen",
            Entered::Nothing => true,
        });
        prop_assert_eq!(guard.unknown.len(), unsure.count());
    }

    #[test]
    fn a_proposed_dose_gets_a_stop_just_if_it_would_pass_a_limit(taken in sequence(), next in one()) {
        let doses: Vec<Dose> = taken.iter().map(dose).collect();
        let mut with = taken.clone();
        with.push(next.clone());
        let guard = medicine_review(embedded(), &british(), &doses, time(NOW), Some(&dose(&next)));
        prop_assert_eq!(told(&guard), passed(&with), "with and without, it is all told");
        let alone = supple_care::medicine_review(embedded(), &british(), &doses, time(NOW), None);
        prop_assert!(keys(&guard).is_superset(&keys(&alone)), "what was taken stays told");
        let by_itself = guard.stops.iter().any(|stop| stop.which == Which::Proposed);
        if passed(&with) != passed(&taken) {
            prop_assert!(by_itself);
        }
    }

    #[test]
    fn the_next_time_is_the_first_at_which_one_usual_unit_passes_no_limit(taken in sequence()) {
        let doses: Vec<Dose> = taken.iter().map(dose).collect();
        let told = medicine_review(embedded(), &british(), &doses, time(NOW), None);
        for next in &told.next {
            let at = next.not_before.expect("no reason is against it, and no row of days is so long");
            let unit = |at: Timestamp| {
                let dose = Dose::new(at, next.medicine.name.clone());
                let strength = next.medicine.unit_mg.unwrap();
                dose.mg(strength).units(1.0)
            };
            let stops = |at| {
                let told = medicine_review(embedded(), &british(), &doses, at, Some(&unit(at)));
                told.stops.iter().filter(|stop| stop.which == Which::Proposed).count()
            };
            prop_assert_eq!(stops(at), 0, "{} at {}", next.medicine.id, at);
            if at > time(NOW) {
                prop_assert!(stops(at - SignedDuration::from_secs(1)) > 0, "{} before {}", next.medicine.id, at);
            }
        }
    }

    #[test]
    fn one_more_dose_never_takes_a_stop_away(taken in sequence(), more in one(), proposed in one(), vague in 0_i64..3) {
        let doses: Vec<Dose> = taken.iter().map(dose).collect();
        let mut more = dose(&more);
        more.within = SignedDuration::from_hours(vague * 12);
        let mut with = doses.clone();
        with.push(more);
        for country in [None, Some("GB"), Some("US")] {
            let mut about = About::nothing_yet();
            about.set_country(country);
            for proposed in [None, Some(dose(&proposed))] {
                let before = keys(&medicine_review(embedded(), &about, &doses, time(NOW), proposed.as_ref()));
                let after = keys(&medicine_review(embedded(), &about, &with, time(NOW), proposed.as_ref()));
                let lost = before.iter().filter(|stop| !is_still_told(stop, &after));
                prop_assert_eq!(lost.collect::<Vec<_>>(), Vec::<&(Which, String)>::new());
            }
        }
    }

    #[test]
    fn a_yes_in_place_of_a_no_never_takes_a_stop_away(
        taken in sequence(),
        proposed in one(),
        said in prop::collection::vec(0..4_usize, 40),
        changed in 0..40_usize,
    ) {
        let guidance = embedded();
        let yes_no = ["blood-thinner", "pregnant", "steroids", "diabetes"];
        let own = guidance.medicines.questions.iter().filter(|question| question.number.is_none());
        let ids: Vec<&str> = own.map(|question| question.id.as_str()).chain(yes_no).collect();
        let answers = [Some(Answer::No), Some(Answer::Yes), Some(Answer::Unsure), None];
        let build = |changed: Option<usize>| {
            let mut about = About::nothing_yet();
            for (place, id) in ids.iter().enumerate() {
                let answer = if changed == Some(place) { Some(Answer::Yes) } else { answers[said[place]] };
                if let Some(answer) = answer {
                    about.set(guidance, id, answer).unwrap();
                }
            }
            about
        };
        let doses: Vec<Dose> = taken.iter().map(dose).collect();
        let look = |about| medicine_review(guidance, &about, &doses, time(NOW), Some(&dose(&proposed)));
        let (before, after) = (look(build(None)), look(build(Some(changed % ids.len()))));
        prop_assert!(keys(&after).is_superset(&keys(&before)));
        // And a yes never makes a reason to ask vanish: it becomes a stop, or stays.
        let reasons = |guard: &MedicineReview<'_>| guard.asks.len() + guard.stops.len();
        prop_assert!(reasons(&after) >= reasons(&before));
    }

    #[test]
    fn nothing_that_anyone_enters_makes_it_fail(
        words in "\\PC{0,30}",
        mg in any::<f64>(),
        units in any::<f64>(),
        second in -10_000_000_000_i64..10_000_000_000,
        within in 0..200_000_i64,
    ) {
        let at = Timestamp::from_second(second).unwrap();
        let mut strange = Dose::new(at, words.clone()).mg(mg).units(units);
        strange.within = SignedDuration::from_secs(within);
        let known = Dose { words: format!("{words} ibuprofen"), ..strange.clone() };
        for now in [at, Timestamp::MIN, Timestamp::MAX, time(NOW)] {
            let doses = [strange.clone(), known.clone(), known.clone()];
            let told = medicine_review(embedded(), &About::nothing_yet(), &doses, now, Some(&known));
            // "2 % ibuprofen" is a gel, of which three layers at one time are one.
            let swallowed = told.asked.iter().any(|substance| substance.id() == "ibuprofen");
            prop_assert!(!told.stops.is_empty() || !swallowed, "three doses at one time");
            for stop in &told.stops {
                prop_assert!(!supple_care::say_stop(stop).is_empty());
            }
        }
    }
}
