//! What is read from amounts as people write them: numbers, units, words for numbers, and rows of them that have one meaning. What
//! has none is no amount, and counts at the most that it can mean.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared::counts;

use jiff::Timestamp;
use supple_care::{Dose, how_many, milligrams, number};

/// What differs of a table, all at once.
fn none_differ<T: PartialEq + std::fmt::Debug>(expected: &[(&str, T)], told: impl Fn(&str) -> T) {
    let wrong = expected.iter().filter_map(|(text, expected)| {
        let told = told(text);
        (told != *expected).then(|| format!("{text:?}: {told:?}, not {expected:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn count(name: &str, expected: &[(&str, &str)]) {
    none_differ(expected, |text| counts("GB", &Dose::new(Timestamp::UNIX_EPOCH, name).amount(text)).leak() as &str);
}

#[test]
fn so_many_in_words_figures_and_fractions_are_read_as_that_many() {
    none_differ(
        &[
            ("two tablets", Some(2.0)),
            ("twelve tablets", Some(12.0)),
            ("1½", Some(1.5)),
            ("1½ tablets", Some(1.5)),
            ("2¼ tablets", Some(2.25)),
            ("¾ tablet", Some(0.75)),
            ("¼", Some(0.25)),
            ("one and a half tablets", Some(1.5)),
            ("one and half tablets", Some(1.5)),
            ("two and a half", Some(2.5)),
            ("half a tablet", Some(0.5)),
            ("half of a tablet", Some(0.5)),
            ("half an injection", Some(0.5)),
            ("half tablet", Some(0.5)),
            ("1/2 tablet", Some(0.5)),
            ("1/4 pill", Some(0.25)),
            ("3/4 capsule", Some(0.75)),
            ("1⁄2 tablet", Some(0.5)),
            ("1 1/2 tablets", Some(1.5)),
            ("2 1/4 tablets", Some(2.25)),
            ("1 1/2", Some(1.5)),
            ("1 3/4 sachets", Some(1.75)),
            ("a tablet", Some(1.0)),
            ("an application", Some(1.0)),
            ("a pair", Some(2.0)),
            ("a dozen", Some(12.0)),
            ("twice", Some(2.0)),
            ("2x", Some(2.0)),
            ("x2", Some(2.0)),
            ("× 2", Some(2.0)),
            ("2 times", Some(2.0)),
            ("3 * tablets", Some(3.0)),
            ("2 soluble tablets", Some(2.0)),
            ("2 film coated tablets", Some(2.0)),
            ("2 of", Some(2.0)),
            ("2 tablets of", Some(2.0)),
            ("2 of each", Some(2.0)),
            ("the 2 tablets", Some(2.0)),
            ("(2)", Some(2.0)),
            ("[2 tablets];", Some(2.0)),
            ("two hundred", Some(200.0)),
            ("two thousand", Some(2000.0)),
            ("1,500", Some(1500.0)),
        ],
        how_many,
    );
}

#[test]
fn so_many_that_can_be_read_in_two_ways_or_is_no_number_is_none() {
    let texts = [
        "",
        "0",
        "0 tablets",
        "1/2",
        "1/2 tablets",
        "1/5 tablet",
        "2/1 tablet",
        "3/2 tablet",
        "2/2 tablet",
        "0/2 tablet",
        "1.5/2 tablet",
        "2-3",
        "2 – 3 tablets",
        "2 or 3 tablets",
        "2 to 3",
        "two or three",
        "2 maybe 3",
        "a couple",
        "a few",
        "double",
        "-2",
        "2?",
        "2+",
        "8 am",
        "2 hours",
        "3 days",
        "2 daily",
        "10 minutes",
        "8 oclock",
        "2 per 3",
        "a",
        "of",
        "24 ct",
        "24 pack",
        "2 percent",
        "2 %",
        "500 mg",
        "2 x 500 mg",
        "2 each",
        "2 green",
        "green 2",
        "1.500",
        "or 2",
        "tablets or 2",
        "2 or",
        "2 plus",
        "plus 2",
    ];
    none_differ(&texts.map(|text| (text, None)), how_many);
}

#[test]
fn milligrams_are_read_in_each_unit_of_mass() {
    none_differ(
        &[
            ("500 mg", Some(500.0)),
            ("500mgs", Some(500.0)),
            ("500 milligrams", Some(500.0)),
            ("0.5 g", Some(500.0)),
            ("0,5 gm", Some(500.0)),
            ("half a gram", Some(500.0)),
            ("half g", Some(500.0)),
            ("a gram", Some(1000.0)),
            ("two grams", Some(2000.0)),
            ("1½ g", Some(1500.0)),
            ("one and a half grams", Some(1500.0)),
            ("five hundred mg", Some(500.0)),
            ("two thousand mg", Some(2000.0)),
            ("250 mcg", Some(0.25)),
            ("500 μg", Some(0.5)),
            ("5 grains", Some(325.0)),
            ("1,500 mg", Some(1500.0)),
            ("1'000 mg", Some(1000.0)),
            ("(500 mg)", Some(500.0)),
            ("500 mg -", Some(500.0)),
            ("- (500 mg)", Some(500.0)),
            ("500 mg total", Some(500.0)),
            ("total 500 mg", Some(500.0)),
            ("500 mg altogether", Some(500.0)),
            ("500 mg + 250 mg", Some(750.0)),
            ("500 mg plus 250 mg", Some(750.0)),
            ("500mg + 250mg + 200mg", Some(950.0)),
            ("400", Some(400.0)),
            ("a dozen", Some(12.0)),
        ],
        milligrams,
    );
}

#[test]
fn milligrams_that_can_be_read_in_two_ways_or_are_of_each_are_none() {
    let texts = [
        "",
        "0 mg",
        "1 gr",
        "2 grs",
        "1.500 mg",
        "1,000 g",
        "20.001 mg",
        "-500 mg",
        "500 mg?",
        "500 mg or 650 mg",
        "500-650 mg",
        "500 mg x 2",
        "500 mg each",
        "500 mg tablets",
        "500 mg 2 tablets",
        "500 mg +",
        "500 mg + 2",
        "500 mg + 250 mg + 2",
        "500 mg plus",
        "5 ml",
        "500 ml",
        "500 mg/5 ml",
        "500 m",
        "5/325",
        "1000 mg twice",
        "about 500 mg",
        "mg",
        "two",
        "500 mg and 250 mg",
        "500 mg at 8 pm",
    ];
    let expected = texts.map(|text| (text, if text == "two" { Some(2.0) } else { None }));
    none_differ(&expected, milligrams);
}

#[test]
fn one_number_is_read_and_nothing_beside_it() {
    none_differ(
        &[
            ("2", Some(2.0)),
            ("0,5", Some(0.5)),
            ("1,500", Some(1500.0)),
            ("1 000 000", Some(1_000_000.0)),
            ("1,000'000'000", Some(1e9)),
            ("1'000,000,000", None),
            ("1,000,00", None),
            ("1.5.2", None),
            ("1,2500", None),
            ("0,5000", Some(0.5)),
            ("1.2500", Some(1.25)),
            ("1500,250", None),
            ("1.500", None),
            ("2 500", None),
            ("2 3", None),
            ("2 mg", None),
            ("two", None),
            ("", None),
        ],
        number,
    );
}

#[test]
fn a_strength_with_how_many_counts_as_so_many_of_that_strength() {
    count(
        "paracetamol",
        &[
            ("2 of 500 mg", "paracetamol 1000"),
            ("2 tablets of 500 mg", "paracetamol 1000"),
            ("2 x 500 mg tablets", "paracetamol 1000"),
            ("2 x 500 mg each", "paracetamol 1000"),
            ("2 tablets 500 mg each", "paracetamol 1000"),
            ("2 tablets, 500 mg apiece", "paracetamol 1000"),
            ("2 500 mg tablets", "paracetamol 2500?"),
            ("two 500 mg tablets", "paracetamol 1000"),
            ("500 mg tablets x 2", "paracetamol 1000"),
            ("500 mg x 2 tablets", "paracetamol 1000"),
            ("500 mg × 2", "paracetamol 1000"),
            ("500 mg tablet", "paracetamol 500?"),
            ("tablet 500 mg", "paracetamol 500?"),
            ("500 mg each", "paracetamol 500?"),
            ("0 x 500 mg", "paracetamol 500?"),
        ],
    );
    count(
        "paracetamol 500 mg",
        &[
            ("2 tablets = 1000 mg", "paracetamol 1000"),
            ("1000 mg 2 tablets", "paracetamol 1000"),
            ("2 tablets, 1000 mg", "paracetamol 1000"),
            ("2 tablets = 900 mg", "paracetamol 1800?"),
        ],
    );
}

#[test]
fn millilitres_with_what_is_in_them_count_by_both() {
    count(
        "paracetamol",
        &[
            ("10 ml of 120mg/5ml", "paracetamol 240"),
            ("10 ml 120mg/5ml", "paracetamol 240"),
            ("120 mg/5 ml 10 ml", "paracetamol 240"),
            ("10 ml of 24 mg/ml", "paracetamol 240"),
            ("10 ml of 120 mg per 5 ml", "paracetamol 240"),
            ("120mg/5ml", "paracetamol 500?"),
            ("about 10 ml of 120mg/5ml", "paracetamol 240?"),
        ],
    );
    count(
        "Calpol SixPlus Suspension",
        &[
            ("1 tsp (5 ml)", "paracetamol 250"),
            ("1 tbsp (15 ml)", "paracetamol 750"),
            ("2 spoons (10 ml)", "paracetamol 500"),
            ("1 tsp (15 ml)", "paracetamol 250?"),
            ("0 ml", "paracetamol 250?"),
        ],
    );
}

#[test]
fn what_has_no_one_meaning_counts_at_the_most_that_it_can_mean() {
    count(
        "paracetamol 500 mg",
        &[
            ("2-3 tablets", "paracetamol 1500?"),
            ("2 or 3", "paracetamol 1500?"),
            ("2 or three", "paracetamol 1500?"),
            ("3 to 2", "paracetamol 1500?"),
            ("3 maybe 4", "paracetamol 2000?"),
            ("2 x 3", "paracetamol 3000?"),
            ("2 tablets 1 tablet", "paracetamol 1500?"),
            ("1/2 tabs", "paracetamol 1000?"),
            ("3/4 tabs", "paracetamol 2000?"),
            ("2x500", "paracetamol 1000?"),
            ("1000mg twice", "paracetamol 2000?"),
            ("a couple", "paracetamol 1000?"),
            ("double", "paracetamol 1000?"),
            ("a few", "paracetamol 1500?"),
            ("2 at 8 pm", "paracetamol 1000?"),
            ("1 gr", "paracetamol 1000?"),
            ("1.500 mg", "paracetamol 1500?"),
            ("-2", "paracetamol 1000?"),
        ],
    );
    count(
        "paracetamol",
        &[
            ("about 400", "paracetamol 400?"),
            ("2'50 mg", "paracetamol 100?"),
            ("400 + 400", "paracetamol 800?"),
            ("400 + 400 mg", "paracetamol 800?"),
            ("500 mg 60+", "paracetamol 500?"),
            ("2 x 8 mg 250 mg 500 mg", "paracetamol 1000?"),
            ("8 tablets/500", "paracetamol 4000? not all"),
            ("500 tablets/8", "paracetamol 4000? not all"),
            ("30/8 tablets", "paracetamol 240? not all"),
            ("8mg 500 tablets 5", "paracetamol 2500?"),
            ("50 + 60", "paracetamol 110?"),
            ("49 + 60", "paracetamol 2940?"),
            ("500-1000 mg", "paracetamol 1000?"),
            ("2 or 3 of 500 mg", "paracetamol 1500?"),
            ("20.000 mg", "paracetamol 20000?"),
            ("60.001 mg", "paracetamol 60.001?"),
            ("1,000 g", "paracetamol 1000?"),
        ],
    );
    count("Nurofen", &[("2 + 3", "ibuprofen 2000?"), ("2", "ibuprofen 800?")]);
}

#[test]
fn strengths_with_strokes_between_them_are_a_list_and_never_a_count() {
    count(
        "co-codamol",
        &[
            ("30/500", "paracetamol 500?"),
            ("30/500 x2", "paracetamol 1000?"),
            ("2 x 30/500", "paracetamol 1000?"),
            ("2 of 30/500", "paracetamol 1000?"),
            ("2 30/500", "paracetamol 1000?"),
            ("30/500 2 tablets", "paracetamol 1000?"),
            ("two 30/500 tablets", "paracetamol 1000?"),
            ("8mg/500mg", "paracetamol 500?"),
            ("9 30/500", "paracetamol 4500?"),
            ("0 x 30/500", "paracetamol 500?"),
            ("8mg two 500mg", "paracetamol 1000?"),
            ("30/500 49 tablets", "paracetamol 24500?"),
            ("30/500 50 tablets", "paracetamol 500?"),
        ],
    );
}
