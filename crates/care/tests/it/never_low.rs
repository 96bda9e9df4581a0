//! Whatever is written, in whatever form: what is counted is never lower than what was written, or it is said that it
//! cannot be counted. And nothing calm is said while a question is open, a word is not understood, or an amount is unsure.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared;

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use shared::nothing_against;
use supple_care::{About, Dose, MedicineReview, NO_LIMIT_PASSED, Truth, Unknown, find, headline, medicine_review};
use supple_guidance::embedded;
use supple_guidance::medicines::{Holds, Product};
use supple_triage::Answer;

const WORDS: [&str; 16] = [
    "Dual", "Plus", "PM", "Extra", "Cold", "Night", "Max", "Ultra", "Strong", "8 hour", "sinus", "new", "xyzzy",
    "for kids", "and more", "or so",
];

fn told(country: &str, dose: &Dose) -> MedicineReview<'static> {
    medicine_review(embedded(), &nothing_against(country), std::slice::from_ref(dose), Timestamp::UNIX_EPOCH, None)
}

/// Whether it is said that something of it is not known or cannot be counted for sure.
fn asks(guard: &MedicineReview<'_>) -> bool {
    guard.unknown.iter().any(|unknown| !matches!(unknown, Unknown::NoLabel { .. }))
}

fn counted(guard: &MedicineReview<'_>, id: &str) -> f64 {
    guard.counted.iter().find(|one| one.substance.id() == id).and_then(|one| one.mg).unwrap_or(0.0)
}

/// Letters and digits alone, to tell whether words are a name.
fn bare(words: &str) -> String {
    let lower = words.to_lowercase();
    // Forms and strengths beside a name change nothing of whose name it is.
    let empty = [
        "and",
        "&",
        "+",
        "tablets",
        "tablet",
        "caplets",
        "caplet",
        "capsules",
        "gelcaps",
        "meltlets",
        "liquid",
        "gels",
        "liqui-gels",
        "liquigels",
        "effervescent",
        "soluble",
        "powder",
        "film-coated",
        "suspension",
    ];
    let is_strength = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let words = lower.split_whitespace().filter(|word| !empty.contains(word) && !is_strength(word));
    words.flat_map(str::chars).filter(|c| c.is_alphanumeric() || matches!(c, '%' | '#')).collect()
}

fn is_a_name(words: &str) -> bool {
    let medicines = &embedded().medicines;
    let products = medicines.products.iter().flat_map(|one| &one.names);
    let families = medicines.families.iter().flat_map(|one| &one.names);
    let own = medicines.medicines.iter().flat_map(|one| one.also.iter().chain([&one.name]));
    let others = medicines.relatives.iter().flat_map(|one| one.also.iter().chain([&one.name]));
    products.chain(families).chain(own).chain(others).any(|name| bare(name) == bare(words))
}

// ---------------------------------------------------------------- amounts

/// A number, written in one of the ways of the world. `Some(false)`: one of them is not certain.
fn number(value: f64, way: usize) -> String {
    let plain = value.to_string();
    let grouped = |mark: &str| {
        let whole = value.trunc();
        if value.fract() == 0.0 && (1000.0..1_000_000.0).contains(&whole) {
            format!("{}{mark}{:03}", (whole / 1000.0).trunc(), whole % 1000.0)
        } else {
            plain.clone()
        }
    };
    match way % 9 {
        0 => grouped(","),
        1 => grouped("\u{a0}"),
        2 => grouped("\u{2009}"),
        3 => grouped("'"),
        4 => grouped("."),
        5 => plain.replace('.', ","),
        6 => plain.chars().map(|c| if c.is_ascii_digit() { wide(c) } else { c }).collect(),
        7 => grouped(" "),
        _ => plain,
    }
}

fn wide(digit: char) -> char {
    char::from_u32(u32::from(digit) - u32::from('0') + 0xff10).unwrap()
}

fn mass(mg: f64, way: usize) -> String {
    match way % 5 {
        0 => format!("{}mg", number(mg, way / 5)),
        1 => format!("{} milligrams", number(mg, way / 5)),
        2 => format!("{} g", number(mg / 1000.0, way / 5)),
        3 => format!("{}g", number(mg / 1000.0, way / 5)),
        _ => format!("{} MG", number(mg, way / 5)),
    }
}

fn count(units: f64, way: usize) -> String {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
    let place = words.iter().enumerate().find(|(place, _)| (*place as f64 + 1.0 - units).abs() < 0.1);
    let text = match (place, way % 4) {
        (Some((_, word)), 0) => (*word).to_owned(),
        _ if (units.fract() - 0.5).abs() < 0.1 && way.is_multiple_of(3) => {
            let whole = units.trunc();
            if whole < 1.0 { "½".to_owned() } else { format!("{whole}½") }
        }
        _ => number(units, way / 4),
    };
    match (way / 2) % 4 {
        0 => format!("{text} tablets"),
        1 => format!("{text} pills"),
        2 => text,
        _ => format!("{text} caps"),
    }
}

/// So many of such a strength, as someone might write it: for the name and for the amount.
fn written(name: &str, mg: f64, units: f64, shape: usize, ways: [usize; 3]) -> (String, String) {
    let (each, many) = (mass(mg, ways[0]), count(units, ways[1]));
    let times = number(units, ways[2]);
    match shape % 12 {
        0 => (format!("{name} {each}"), many),
        1 => (name.to_owned(), format!("{each} x {times}")),
        2 => (name.to_owned(), format!("{times} x {each}")),
        3 => (name.to_owned(), format!("{many} of {each}")),
        4 => (format!("{times} x {each} {name}"), String::new()),
        5 => (name.to_owned(), mass(mg * units, ways[0])),
        6 => (format!("{name} {each} x{times}"), String::new()),
        7 => (format!("{name} {each}"), mass(mg * units, ways[2])),
        8 => (name.to_owned(), format!("{each}, {many}")),
        9 => (format!("{name} {each}"), format!("about {many}")),
        10 => (format!("{name} {each}"), format!("1-{times}")),
        _ => (name.to_owned(), format!("{many} ({each} each)")),
    }
}

// ---------------------------------------------------------------- names

/// What someone makes of a name.
#[derive(Clone, Debug)]
enum Change {
    Nothing,
    Add(&'static str, Index),
    Drop(Index),
    /// A letter is lost, doubled or swapped with the next.
    Slip(Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Nothing),
        (select(&WORDS[..]), any::<Index>()).prop_map(|(word, place)| Change::Add(word, place)),
        any::<Index>().prop_map(Change::Drop),
        (any::<Index>(), 0..3_usize).prop_map(|(place, way)| Change::Slip(place, way)),
    ]
}

fn changed(name: &str, change: &Change) -> String {
    let mut words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
    match change {
        Change::Nothing => {}
        Change::Add(word, place) => words.insert(place.index(words.len() + 1), (*word).to_owned()),
        Change::Drop(place) => drop(words.remove(place.index(words.len()))),
        Change::Slip(place, way) => return slipped(name, place.index(name.chars().count()), *way),
    }
    words.join(" ")
}

fn slipped(name: &str, at: usize, way: usize) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    match way {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => {}
    }
    letters.into_iter().collect()
}

fn product() -> impl Strategy<Value = &'static Product> {
    any::<Index>().prop_map(|place| {
        let products = &embedded().medicines.products;
        &products[place.index(products.len())]
    })
}

// ---------------------------------------------------------------- calm

fn answer() -> impl Strategy<Value = Option<Answer>> {
    // Mostly no: otherwise nothing calm would ever be tried.
    prop_oneof![40 => Just(Some(Answer::No)), 1 => Just(None), 1 => Just(Some(Answer::Yes)), 1 => Just(Some(Answer::Unsure))]
}

fn entry() -> impl Strategy<Value = (String, String, Option<f64>)> {
    let names = prop_oneof![
        4 => select(vec!["ibuprofen 200 mg", "paracetamol 500mg", "Advil", "Aleve", "Hedex", "Advil Dual Action", "aspirin 300 mg"]).prop_map(str::to_owned),
        1 => select(vec!["warfarin", "sertraline", "diazepam", "lisinopril", "levothyroxine", "co-codamol 8/500", "Voltarol", "Nytol One-A-Night", "lithium"]).prop_map(str::to_owned),
        1 => (product(), change()).prop_map(|(product, change)| changed(&product.names[0], &change)),
        1 => "\\PC{0,20}".prop_map(|words| words),
    ];
    let amounts = prop_oneof![
        4 => select(vec!["1", "2 tablets", "two", "½"]).prop_map(str::to_owned),
        1 => select(vec!["", "a few", "1.500 mg", "2-3", "5OO mg", "0", "10 ml", "2?"]).prop_map(str::to_owned),
    ];
    (names, amounts, prop_oneof![5 => Just(None), 1 => (1..4_i32).prop_map(|n| Some(f64::from(n)))])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_counted_is_never_lower_than_what_was_written(
        name in select(vec!["paracetamol", "acetaminophen", "ibuprofen", "aspirin", "naproxen", "Tylenol", "Nurofen"]),
        mg in select(vec![75.0, 200.0, 220.0, 325.0, 400.0, 500.0, 650.0, 1000.0, 1250.0, 1500.0]),
        units in select(vec![0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0]),
        shape in any::<usize>(),
        ways in any::<[usize; 3]>(),
        country in select(vec!["US", "GB"]),
    ) {
        let (words, amount) = written(name, mg, units, shape, ways);
        let dose = Dose::new(Timestamp::UNIX_EPOCH, words.clone()).amount(amount.clone());
        let told = told(country, &dose);
        let ids = ["paracetamol", "ibuprofen", "aspirin", "naproxen"];
        let total: f64 = ids.iter().map(|id| counted(&told, id)).sum();
        prop_assert!(
            total >= mg * units * 0.999 || asks(&told),
            "{words:?}, {amount:?}: {total} of {}", mg * units
        );
    }

    #[test]
    fn no_word_added_dropped_or_misspelt_hides_an_ingredient(
        product in product(),
        name in any::<Index>(),
        change in change(),
        units in 1..4_i32,
        at_home in any::<bool>(),
    ) {
        let words = changed(&product.names[name.index(product.names.len())], &change);
        // Another name is another product, and counts as that.
        prop_assume!(matches!(change, Change::Nothing) || !is_a_name(&words));
        let country = if at_home { product.country.as_str() } else { "DE" };
        let dose = Dose::new(Timestamp::UNIX_EPOCH, words.clone()).units(f64::from(units));
        let told = told(country, &dose);
        for holds in &product.holds {
            let swallowed = embedded().medicines.medicine(&holds.substance).is_some_and(|one| one.unit_mg.is_some());
            if let (Some(mg), true) = (holds.mg, swallowed) {
                let has = counted(&told, &holds.substance);
                prop_assert!(
                    has >= mg * f64::from(units) * 0.98 || asks(&told),
                    "{words:?}: {has} of {} {}", mg * f64::from(units), holds.substance
                );
            }
        }
        if matches!(change, Change::Add(..)) {
            prop_assert!(asks(&told) && !told.is_calm(), "{words:?} is not the name of a pack");
        }
    }

    #[test]
    fn nothing_calm_is_said_while_anything_is_open(
        taken in prop::collection::vec(entry(), 0..3),
        proposed in prop::option::of(entry()),
        said in prop::collection::vec(answer(), 60),
        country in select(vec![None, Some("US"), Some("GB"), Some("DE")]),
    ) {
        let guidance = embedded();
        let mut about = About::nothing_yet();
        about.set_country(country);
        let own = guidance.medicines.questions.iter().filter(|question| question.number.is_none());
        let ids = own.map(|question| question.id.as_str()).chain(["blood-thinner", "pregnant", "steroids", "diabetes"]);
        for (id, answer) in ids.zip(&said) {
            if let Some(answer) = answer {
                about.set(guidance, id, *answer).unwrap();
            }
        }
        if said[59].is_some() {
            about.set(guidance, "age", Answer::Number(40.0)).unwrap();
        }
        let dose = |(words, amount, units): &(String, String, Option<f64>)| {
            let dose = Dose::new(Timestamp::UNIX_EPOCH, words.clone()).amount(amount.clone());
            units.map_or(dose.clone(), |units| dose.units(units))
        };
        let doses: Vec<Dose> = taken.iter().map(dose).collect();
        let next = proposed.as_ref().map(dose);
        let told = medicine_review(guidance, &about, &doses, Timestamp::UNIX_EPOCH, next.as_ref());
        let line = headline(&told);
        prop_assert_eq!(line.contains(NO_LIMIT_PASSED), told.is_calm(), "{}", line);
        if told.is_calm() {
            for dose in doses.iter().chain(&next) {
                let found = find(guidance, country, &dose.words);
                let by_form = dose.amount.as_deref().is_some_and(|amount| amount.contains("tablet"));
                prop_assert!(found.is_known() && (!found.either_way || by_form), "{:?}", dose.words);
                for part in &found.parts {
                    let medicines = part.substance.medicine().into_iter();
                    let own = medicines.flat_map(|one| one.must_not.iter().chain(&one.ask_first));
                    let groups = part.substance.groups().iter().filter_map(|id| guidance.medicines.group(id));
                    let of_groups = groups.flat_map(|one| one.must_not.iter().chain(&one.ask_first));
                    for reason in own.chain(of_groups) {
                        prop_assert_eq!(about.holds(guidance, reason), Truth::No, "{:?}", reason.any);
                    }
                }
                let unclear = ["", "a few", "1.500 mg", "2-3", "5OO mg", "0", "10 ml", "2?"];
                let amount = dose.amount.as_deref().unwrap_or_default();
                let skin = found.parts.iter().all(|part| part.substance.medicine().is_some_and(|one| one.unit_mg.is_none()));
                let poured = amount == "10 ml";
                let is_said = !unclear.contains(&amount) || (amount.is_empty() && dose.units.is_some()) || skin || poured;
                prop_assert!(is_said, "{:?} of {:?}", amount, dose.words);
            }
        }
    }
}

/// A random walk meets one letter of one name in weeks; so every name is tried with every letter of it lost.
#[test]
fn no_letter_of_any_pack_that_is_lost_doubled_or_swapped_hides_an_ingredient() {
    let guidance = embedded();
    let mut hidden = Vec::new();
    for product in &guidance.medicines.products {
        for name in &product.names {
            for (at, way) in (0..name.chars().count()).flat_map(|at| [(at, 0), (at, 1), (at, 2)]) {
                let words = slipped(name, at, way);
                let known = find(guidance, Some(&product.country), &words);
                if known.parts.is_empty() || !known.left.is_empty() || is_a_name(&words) {
                    continue;
                }
                let told = told(&product.country, &Dose::new(Timestamp::UNIX_EPOCH, words.clone()).units(1.0));
                let swallowed = |holds: &&Holds| {
                    guidance.medicines.medicine(&holds.substance).is_some_and(|one| one.unit_mg.is_some())
                };
                let less = product
                    .holds
                    .iter()
                    .filter(swallowed)
                    .any(|holds| holds.mg.is_some_and(|mg| counted(&told, &holds.substance) < mg * 0.98));
                if less && !asks(&told) {
                    hidden.push(words);
                }
            }
        }
    }
    assert!(hidden.is_empty(), "{hidden:?}");
}

#[test]
fn a_pack_in_another_form_than_the_one_that_is_known_is_asked_about() {
    for words in ["Beechams Powders caplet", "Beechams Powder tablets", "Beechams All-In-One sachets"] {
        let told = told("GB", &Dose::new(Timestamp::UNIX_EPOCH, words.to_owned()).units(1.0));
        assert!(asks(&told) && !told.is_calm(), "{words}");
    }
    let told = told("GB", &Dose::new(Timestamp::UNIX_EPOCH, "Beechams Powders Capsule".to_owned()).units(1.0));
    assert_eq!(counted(&told, "paracetamol"), 300.0);
}

// ---------------------------------------------------------------- what was found once

fn proposed(
    country: &str,
    said: &[(&str, Answer)],
    logged: &[(&str, f64)],
    words: &str,
    units: f64,
) -> MedicineReview<'static> {
    let mut about = nothing_against(country);
    for (id, answer) in said {
        about.set(embedded(), id, *answer).unwrap();
    }
    let now: Timestamp = "2026-11-26T12:00:00Z".parse().unwrap();
    let hour = jiff::SignedDuration::from_hours(1);
    let logged: Vec<Dose> = logged.iter().map(|(words, units)| Dose::new(now - hour, *words).units(*units)).collect();
    medicine_review(embedded(), &about, &logged, now, Some(&Dose::new(now, words).units(units)))
}

#[test]
fn a_combination_in_a_longer_name_counts_with_all_that_is_in_it() {
    let told = proposed("US", &[], &[("Tylenol Extra Strength", 6.0)], "Advil Dual Action", 2.0);
    assert!(
        !told.too_much.is_empty() || told.stops.iter().any(|stop| stop.substance.id() == "paracetamol"),
        "{told:?}"
    );
    let told = proposed("GB", &[], &[("paracetamol 500mg", 2.0)], "Nurofen Dual Action", 2.0);
    assert!(told.stops.iter().any(|stop| stop.substance.id() == "paracetamol"), "2 g in an hour: {told:?}");
}

#[test]
fn a_logged_medicine_beats_a_no_that_was_said_before() {
    for (logged, words, is_stop) in [
        ("warfarin 5mg", "ibuprofen 200 mg", true),
        ("Eliquis 5 mg", "Aleve", true),
        ("lithium 400 mg", "ibuprofen 200 mg", true),
        ("methotrexate 10mg", "naproxen 220 mg", true),
        ("sertraline 50 mg", "ibuprofen 200 mg", false),
        ("prednisolone 5mg", "ibuprofen 200 mg", false),
        ("tacrolimus 1 mg", "ibuprofen 200 mg", false),
        ("lisinopril 10mg", "ibuprofen 200 mg", false),
        ("furosemide 40mg", "ibuprofen 200 mg", false),
        ("carbamazepine 200 mg", "paracetamol 500 mg", false),
    ] {
        let told = proposed("GB", &[], &[(logged, 1.0)], words, 1.0);
        let stop = told.stops.iter().any(|stop| told.is_asked(stop.substance));
        let ask = told.asks.iter().any(|ask| ask.truth == Truth::Yes && told.is_asked(ask.substance));
        assert_eq!((stop, stop || ask), (is_stop, true), "{logged}, {words}: {told:?}");
        assert!(!told.is_calm());
    }
    let both = [("lisinopril 10mg", 1.0), ("furosemide 40mg", 1.0)];
    let told = proposed("GB", &[], &both, "ibuprofen 200 mg", 1.0);
    assert!(!told.stops.is_empty(), "an ACE inhibitor with a water tablet: {told:?}");
}

#[test]
fn what_makes_sleepy_is_told_with_opioids_with_alcohol_and_with_its_kin() {
    let stop = |logged: &str, words: &str| {
        let told = proposed("GB", &[], &[(logged, 1.0)], words, 1.0);
        assert!(!told.is_calm(), "{logged}, {words}");
        !told.stops.is_empty()
    };
    assert!(stop("diazepam 2mg", "co-codamol 8/500"), "the codeine of a combination");
    assert!(stop("Nurofen Plus", "Nytol One-A-Night"));
    assert!(!stop("diazepam 2mg", "Sominex"), "to be asked");
    assert!(stop("Sominex", "Nytol One-A-Night"), "two allergy tablets that make you sleepy");
    let told = proposed("GB", &[("alcohol-today", Answer::Yes)], &[], "Nytol One-A-Night", 1.0);
    assert!(!told.stops.is_empty());
    let told = proposed("GB", &[], &[], "Nurofen Plus", 1.0);
    assert!(!told.stops.iter().any(|stop| told.is_asked(stop.substance)), "what one pack holds is no couple");
}

#[test]
fn under_fifty_kilograms_nothing_calm_is_said_of_paracetamol() {
    let told = proposed("GB", &[("low-weight", Answer::Yes)], &[], "paracetamol 500mg", 2.0);
    assert!(!told.is_calm() && !headline(&told).contains(NO_LIMIT_PASSED));
}

#[test]
fn a_thousand_with_a_comma_is_a_thousand_in_the_name_too() {
    for words in ["Paracetamol 1,000 mg", "Paracetamol 1.000 mg", "Paracetamol 1 000 mg"] {
        let told = proposed("GB", &[], &[], words, 3.0);
        assert!(told.stops.iter().any(|stop| told.is_asked(stop.substance)), "{words}");
    }
}

#[test]
fn a_stop_is_said_once_and_the_medicine_that_was_asked_about_comes_first() {
    let told = proposed("US", &[], &[("Aleve", 4.0), ("Tylenol Extra Strength", 4.0)], "ibuprofen 200 mg", 1.0);
    let said = told.said_stops();
    assert!(told.is_asked(said[0].substance), "{said:?}");
    let texts: Vec<String> = said.iter().map(|stop| supple_care::say_stop(stop)).collect();
    let once: std::collections::BTreeSet<&String> = texts.iter().collect();
    assert_eq!(once.len(), texts.len());
}

#[test]
fn the_first_line_answers_the_medicine_that_was_asked_about() {
    let told = proposed("GB", &[], &[("the blue ones", 1.0)], "paracetamol 500mg", 2.0);
    assert_eq!(headline(&told), supple_care::BEFORE, "nothing against it, and what was taken is not known");
    let told = proposed("GB", &[], &[], "Hedex Ultra Night", 1.0);
    assert_eq!(headline(&told), supple_care::NOT_ALL_KNOWN);
    let told = proposed("GB", &[], &[("ibuprofen 200 mg", 6.0)], "paracetamol 500mg", 1.0);
    assert!(headline(&told).ends_with("Also: a limit is passed."), "{}", headline(&told));
    let told = proposed("GB", &[], &[("levothyroxine 50 mcg", 1.0)], "paracetamol 500mg", 1.0);
    assert_eq!(headline(&told), NO_LIMIT_PASSED);
}
