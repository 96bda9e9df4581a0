//! How much of each substance a dose counts as, by everything that was said of it: the name, the words of the amount, the number of
//! units and the milligrams. What is not sure is marked, and what cannot be told is asked.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared::counts;

use jiff::Timestamp;
use supple_care::{Dose, Unknown, medicine_review};
use supple_guidance::embedded;

fn dose(words: &str) -> Dose {
    Dose::new(Timestamp::UNIX_EPOCH, words)
}

/// Each dose beside what it counts as; all that differ are told at once.
fn all_count(country: &str, expected: &[(Dose, &str)]) {
    let wrong = expected.iter().filter_map(|(dose, expected)| {
        let told = counts(country, dose);
        let said = (&dose.words, &dose.amount, dose.units, dose.milligrams);
        (told != *expected).then(|| format!("{said:?}: {told:?}, not {expected:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words of a name and of an amount, beside what they count as.
fn words_count(country: &str, expected: &[(&str, &str, &str)]) {
    let rows: Vec<(Dose, &str)> =
        expected.iter().map(|(words, amount, expected)| (dose(words).amount(*amount), *expected)).collect();
    all_count(country, &rows);
}

#[test]
fn units_below_a_tenth_of_one_and_beyond_twenty_are_not_believed() {
    all_count(
        "GB",
        &[
            (dose("ibuprofen 200 mg").units(0.1), "ibuprofen 20"),
            (dose("ibuprofen 200 mg").units(0.05), "ibuprofen 200?"),
            (dose("ibuprofen 200 mg").units(20.0), "ibuprofen 4000"),
            (dose("ibuprofen 200 mg").units(21.0), "ibuprofen 4200?"),
            (dose("ibuprofen 200 mg").units(0.0).amount("2 tablets"), "ibuprofen 400?"),
            (dose("ibuprofen 200 mg").units(f64::INFINITY), "ibuprofen 200?"),
        ],
    );
}

#[test]
fn an_unclear_strength_stays_so_whatever_is_said_beside_it() {
    all_count(
        "GB",
        &[
            (dose("paracetamol 1.000 mg").units(1.0), "paracetamol 1000?"),
            (dose("paracetamol 1.000 mg").mg(500.0), "paracetamol 500?"),
            (dose("paracetamol 500 mg").mg(500.0), "paracetamol 500"),
        ],
    );
}

#[test]
fn milligrams_beside_a_count_are_those_of_each_and_alone_those_of_all() {
    all_count(
        "GB",
        &[
            (dose("paracetamol").units(2.0).amount("500 mg"), "paracetamol 1000"),
            (dose("2x paracetamol").amount("500 mg"), "paracetamol 1000"),
            (dose("paracetamol").amount("500 mg"), "paracetamol 500"),
            (dose("paracetamol").amount("500mg tablets").units(2.0), "paracetamol 1000"),
            (dose("paracetamol").amount("3 x 500 mg"), "paracetamol 1500"),
        ],
    );
}

#[test]
fn a_number_alone_is_milligrams_from_fifty_on_and_else_a_count() {
    words_count(
        "GB",
        &[
            ("ibuprofen", "400", "ibuprofen 400?"),
            ("ibuprofen", "50", "ibuprofen 50?"),
            ("ibuprofen 200 mg", "49", "ibuprofen 9800?"),
            ("ibuprofen 200 mg", "2", "ibuprofen 400"),
            ("Anadin Extra", "60", "aspirin 18000? paracetamol 12000?"),
        ],
    );
}

#[test]
fn a_liquid_counts_by_its_millilitres() {
    words_count(
        "GB",
        &[
            ("paracetamol 120 mg/5 ml", "10 ml", "paracetamol 240"),
            ("Calpol SixPlus Suspension", "10 ml", "paracetamol 500"),
            ("Calpol SixPlus Suspension", "2 tsp (10 ml)", "paracetamol 500"),
            ("paracetamol", "15 ml of 120 mg/5 ml", "paracetamol 360"),
            ("paracetamol 500 mg", "10 ml", "paracetamol 500?"),
            ("paracetamol 120 mg/5 ml", "2 x 500 mg", "paracetamol 1000?"),
            ("co-codamol 120mg/5ml", "10 ml", "paracetamol 500?"),
        ],
    );
    all_count("GB", &[(dose("paracetamol 500 mg").units(2.0).amount("10 ml"), "paracetamol 1000?")]);
}

#[test]
fn more_strengths_than_names_show_that_there_is_more_in_it() {
    words_count(
        "GB",
        &[
            ("paracetamol", "5/325", "paracetamol 325? not all"),
            ("paracetamol 500 mg", "325/5", "paracetamol 325? not all"),
            ("co-codamol", "8/500", "paracetamol 500?"),
            ("ibuprofen 200 mg and paracetamol 500 mg", "200/500", "ibuprofen 500? paracetamol 500?"),
        ],
    );
}

#[test]
fn so_many_of_two_things_may_be_so_many_of_each_unless_that_is_said() {
    let two = "ibuprofen 200 mg and paracetamol 500 mg";
    words_count(
        "GB",
        &[
            (two, "1", "ibuprofen 200 paracetamol 500"),
            (two, "2", "ibuprofen 400? paracetamol 1000?"),
            (two, "2 of each", "ibuprofen 400 paracetamol 1000"),
            ("Anadin Extra", "2", "aspirin 600 paracetamol 400"),
        ],
    );
}

#[test]
fn a_unit_that_the_pack_cannot_have_makes_it_unsure() {
    words_count(
        "GB",
        &[
            ("ibuprofen 200 mg", "2 sachets", "ibuprofen 400?"),
            ("ibuprofen 200 mg", "2 tablets", "ibuprofen 400"),
            ("ibuprofen 200 mg", "2 puffs", "ibuprofen 400?"),
            ("ibuprofen 200 mg", "2 layers", "ibuprofen 400?"),
            ("ibuprofen 200 mg", "2 patches", "ibuprofen 400?"),
            ("paracetamol 500 mg", "1 suppository", "paracetamol 500"),
            ("Beechams Powders", "1 sachet", "aspirin 600"),
            ("Beechams Powders", "1 tablet", "aspirin 600?"),
            ("Calpol SixPlus Suspension", "2 tablets", "paracetamol 500?"),
            ("paracetamol 120 mg/5 ml", "1 tablet 120 mg", "paracetamol 120?"),
        ],
    );
}

#[test]
fn two_counts_multiply_and_are_unsure_and_one_beside_a_one_is_not() {
    all_count(
        "GB",
        &[
            (dose("2x ibuprofen 200 mg").units(2.0), "ibuprofen 800?"),
            (dose("1x ibuprofen 200 mg").units(2.0), "ibuprofen 400"),
            (dose("ibuprofen 200 mg").units(3.0).amount("2"), "ibuprofen 1200?"),
            (dose("2x ibuprofen 200 mg").units(0.5), "ibuprofen 200"),
        ],
    );
}

#[test]
fn what_a_pack_holds_counts_as_taken_only_where_nothing_else_says_how_much() {
    all_count(
        "GB",
        &[
            (dose("paracetamol 500mg 16 tablets"), "paracetamol 8000?"),
            (dose("paracetamol 500mg 16 tablets").mg(1000.0), "paracetamol 1000"),
            (dose("paracetamol 500mg 16 tablets").amount("1000 mg"), "paracetamol 1000"),
            (dose("paracetamol 500mg 16 tablets").units(2.0), "paracetamol 1000"),
            (dose("paracetamol 500mg 3 tablets"), "paracetamol 1500?"),
            (dose("paracetamol 500mg 4 tablets"), "paracetamol 2000?"),
        ],
    );
}

#[test]
fn milligrams_that_are_no_number_leave_the_other_words_unsure() {
    all_count(
        "GB",
        &[
            (dose("ibuprofen").mg(f64::NAN).amount("400 mg"), "ibuprofen 400?"),
            (dose("ibuprofen").mg(0.0).amount("400 mg"), "ibuprofen 400?"),
            (dose("ibuprofen").mg(-400.0).amount("400 mg"), "ibuprofen 400?"),
            (dose("ibuprofen").mg(600.0).amount("400 mg"), "ibuprofen 600"),
        ],
    );
}

#[test]
fn of_two_strengths_the_higher_counts_and_is_unsure_unless_they_are_one_by_rounding() {
    words_count(
        "GB",
        &[
            ("ibuprofen 200 mg", "2 x 400 mg", "ibuprofen 800?"),
            ("ibuprofen 400 mg", "2 x 200 mg", "ibuprofen 800?"),
            ("aspirin 325 mg", "2 x 324 mg", "aspirin 650"),
            ("paracetamol 500 mg", "2 x 495 mg", "paracetamol 1000"),
            ("paracetamol 500 mg", "2 x 494 mg", "paracetamol 1000?"),
            ("paracetamol 500 mg", "2 x 505 mg", "paracetamol 1010"),
            ("paracetamol 500 mg", "2 x 506 mg", "paracetamol 1012?"),
        ],
    );
}

#[test]
fn milligrams_in_brackets_are_those_of_all_only_where_the_strength_shows_it() {
    words_count(
        "GB",
        &[
            ("ibuprofen 200 mg", "2 tabs (400 mg)", "ibuprofen 400"),
            ("aspirin 325 mg", "2 tabs (648 mg)", "aspirin 648"),
            ("aspirin 300 mg", "2 tabs (594 mg)", "aspirin 1188?"),
            ("ibuprofen", "2 tabs (400 mg)", "ibuprofen 800?"),
            ("paracetamol 500 mg", "2 tabs (400 mg)", "paracetamol 1000?"),
            ("co-codamol 8/500", "2 tabs (1000 mg)", "paracetamol 2000?"),
            ("ibuprofen 200 mg", "about 2 tabs (400 mg)", "ibuprofen 800?"),
        ],
    );
    all_count("GB", &[(dose("ibuprofen 200 mg").units(3.0).amount("2 tabs (400 mg)"), "ibuprofen 2400?")]);
    all_count("GB", &[(dose("ibuprofen 200 mg").units(0.5).amount("2 tabs (400 mg)"), "ibuprofen 400?")]);
}

#[test]
fn milligrams_of_a_mix_are_of_the_substance_that_was_named_with_them() {
    let mix = || dose("Excedrin Migraine");
    let meant = |dose: Dose| Dose { substance: Some("acetaminophen".to_owned()), ..dose };
    all_count(
        "US",
        &[
            (mix().mg(500.0).units(2.0), "paracetamol 500 aspirin 500"),
            (mix().mg(1000.0), "paracetamol 1000? aspirin 1000?"),
            (meant(mix().mg(600.0).units(2.0)), "paracetamol 600 aspirin 500"),
            (meant(mix().amount("3 x 250 mg")), "paracetamol 750 aspirin 750"),
            (mix().amount("250 mg each"), "paracetamol 250? aspirin 250?"),
        ],
    );
}

#[test]
fn less_than_a_tenth_of_a_usual_unit_and_more_than_twenty_grams_are_slips() {
    all_count(
        "GB",
        &[
            (dose("paracetamol").mg(50.0), "paracetamol 50"),
            (dose("paracetamol").mg(49.0), "paracetamol 500?"),
            (dose("paracetamol").mg(20000.0), "paracetamol 20000"),
            (dose("paracetamol").mg(20001.0), "paracetamol 20001?"),
            (dose("paracetamol 24 mg").units(2.0), "paracetamol 1000?"),
            (dose("paracetamol 49 mg").units(1.0), "paracetamol 500?"),
            (dose("paracetamol 50 mg").units(1.0), "paracetamol 50"),
            (dose("paracetamol 1 g").units(20.0), "paracetamol 20000"),
            (dose("paracetamol 1001 mg").units(20.0), "paracetamol 20020?"),
            (dose("paracetamol 1 g").mg(1.0).units(2.0), "paracetamol 2000?"),
            (dose("paracetamol").mg(1300.0).units(2.0), "paracetamol 1300"),
        ],
    );
}

#[test]
fn milligrams_that_no_quarters_of_a_tablet_make_up_are_unsure_unless_it_is_said_how_many() {
    all_count(
        "GB",
        &[
            (dose("ibuprofen 200 mg").mg(150.0), "ibuprofen 150"),
            (dose("ibuprofen 200 mg").mg(100.9), "ibuprofen 100.9"),
            (dose("ibuprofen 200 mg").mg(101.1), "ibuprofen 101.1?"),
            (dose("ibuprofen 200 mg").mg(110.0), "ibuprofen 110?"),
            (dose("ibuprofen 200 mg").mg(110.0).units(1.0), "ibuprofen 110"),
        ],
    );
}

#[test]
fn a_usual_unit_is_that_of_the_own_country() {
    all_count("GB", &[(dose("naproxen").units(2.0), "naproxen 500?")]);
    all_count("US", &[(dose("naproxen").units(2.0), "naproxen 440?")]);
    all_count("DE", &[(dose("naproxen").units(2.0), "naproxen 440?")]);
}

#[test]
fn a_name_on_tablets_and_gels_is_asked_about_until_a_unit_or_milligrams_show_that_it_was_swallowed() {
    words_count(
        "GB",
        &[
            ("Voltarol", "1 tablet", ""),
            ("Voltarol", "1 suppository", ""),
            ("Voltarol", "50 mg", ""),
            ("Voltarol", "2 x 50 mg", ""),
            ("Voltarol", "2 tabs (100 mg)", ""),
            ("Voltarol", "about 50 mg", "form unread"),
            ("Voltarol", "1 application", "form"),
            ("Voltarol", "2", "form"),
        ],
    );
}

#[test]
fn of_what_a_doctor_sets_it_is_told_where_the_amount_was_not_understood() {
    words_count(
        "GB",
        &[
            ("diazepam", "", "unread"),
            ("diazepam", "1 tablet", ""),
            ("diazepam", "5 mg", ""),
            ("diazepam", "2 x 5 mg", ""),
            ("diazepam", "2 tablets (10 mg)", ""),
            ("diazepam", "about 2", "unread"),
            ("diazepam", "2 drops", "unread"),
            ("diazepam", "1 sachet", ""),
            ("diazepam", "1 patch", "unread"),
            ("fentanyl", "1 patch", "unread"),
            ("codeine", "", "unread"),
            ("Salonpas", "1 patch", ""),
            ("Salonpas", "1 tablet", ""),
            ("Salonpas", "1 drop", "unread"),
            ("co-codamol 8/500", "", "paracetamol 500?"),
        ],
    );
}

#[test]
fn which_strengths_there_are_is_told_only_where_nothing_of_the_strength_was_said() {
    let strengths = |dose: &Dose| {
        let told = medicine_review(
            embedded(),
            &crate::shared::nothing_against("US"),
            std::slice::from_ref(dose),
            Timestamp::UNIX_EPOCH,
            None,
        );
        let of_amount = |unknown: &Unknown<'_>| match unknown {
            Unknown::Amount { strengths, .. } => Some(strengths.clone()),
            _ => None,
        };
        told.unknown.iter().find_map(of_amount).expect("an amount that is not known")
    };
    assert_eq!(strengths(&dose("Tylenol").units(2.0)), [325.0, 500.0, 650.0]);
    assert_eq!(strengths(&dose("Tylenol 500 mg")), Vec::<f64>::new());
    assert_eq!(strengths(&dose("Tylenol").mg(f64::NAN)), Vec::<f64>::new());
    assert_eq!(strengths(&dose("Excedrin Migraine")), Vec::<f64>::new());
    // Of what is sold by itself in the own country: neither liquids nor mixes, and not what others sell.
    assert_eq!(strengths(&dose("paracetamol").units(2.0)), [325.0, 500.0, 650.0]);
    assert_eq!(strengths(&dose("ibuprofen").units(2.0)), [100.0, 200.0]);
    assert_eq!(strengths(&dose("naproxen").units(2.0)), [220.0]);
    assert_eq!(strengths(&dose("aspirin").units(2.0)), [81.0, 325.0]);
}
