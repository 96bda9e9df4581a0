//! Which medicine a name means, how much of it one unit holds, and what of the words is not understood.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared::{counts, named};

use jiff::Timestamp;
use supple_care::Dose;

/// What differs of a table, all at once.
fn none_differ(country: &str, expected: &[(&str, &str)], told: impl Fn(&str, &str) -> String) {
    let wrong = expected.iter().filter_map(|(text, expected)| {
        let told = told(country, text);
        (told != *expected).then(|| format!("{text:?}: {told:?}, not {expected:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn mean(country: &str, expected: &[(&str, &str)]) {
    none_differ(country, expected, named);
}

/// One unit of what these words name.
fn count_one(country: &str, expected: &[(&str, &str)]) {
    none_differ(country, expected, |country, words| {
        counts(country, &Dose::new(Timestamp::UNIX_EPOCH, words).units(1.0))
    });
}

// ---------------------------------------------------------------- which name it is

#[test]
fn a_long_name_is_found_within_a_word_and_what_is_left_of_the_word_is_told() {
    mean(
        "GB",
        &[
            ("ibuprofentablet", "ibuprofen -"),
            ("ibuprofentabletten 400", "ibuprofen 400"),
            ("nurofenx", "ibuprofen <400, left x"),
            ("xaspirin 300 mg", "aspirin 300, left x"),
            ("calpolxxxx", "left calpolxxxx"),
            ("ibuprofens", "ibuprofen -"),
            ("Nurofenplusx", "ibuprofen 200, codeine 12.8, left x"),
        ],
    );
}

#[test]
fn a_word_close_to_a_name_is_asked_about_by_how_long_it_is() {
    mean(
        "GB",
        &[
            ("ibuprofin", "left ibuprofin, mean ibuprofen"),
            ("ibuprufin", "left ibuprufin, mean ibuprofen"),
            ("ibuprufixn", "left ibuprufixn"),
            ("naprixin", "left naprixin, mean naproxen"),
            ("napricin", "left napricin"),
            ("nurufen", "left nurufen, mean Nurofen"),
            ("nurufin", "left nurufin"),
            ("aspirn", "left aspirn, mean aspirin"),
            ("apsirin", "left apsirin, mean aspirin"),
            ("apsirn", "left apsirn"),
            ("aaspirin", "aspirin -, left a"),
            ("asprn", "left asprn"),
            ("advli", "left advli, mean Advil"),
            ("dvail", "left dvail"),
            ("adil", "left adil"),
            ("advi", "left advi"),
            ("apapp", "left apapp"),
            ("tescoo", "left tescoo"),
            ("paracetamool", "left paracetamool, mean paracetamol"),
        ],
    );
}

#[test]
fn what_is_said_not_to_be_in_it_is_left_out_and_only_that() {
    mean(
        "GB",
        &[
            ("no aspirin", "left no aspirin, mean aspirin"),
            ("without aspirin", "left without aspirin, mean aspirin"),
            ("never aspirin", "left never aspirin, mean aspirin"),
            ("non-aspirin", "left non - aspirin, mean aspirin"),
            ("aspirin free", "left aspirin free, mean aspirin"),
            ("free aspirin", "aspirin -, left free"),
            ("aspirin not", "aspirin -, left not"),
            ("not for me: aspirin 300 mg", "aspirin 300, left not for me"),
            ("paracetamol not aspirin", "paracetamol -, left not aspirin, mean aspirin"),
        ],
    );
}

#[test]
fn a_name_written_twice_is_asked_about_and_two_names_of_one_thing_are_one() {
    mean(
        "GB",
        &[
            ("ibuprofen ibuprofen", "ibuprofen -, left ibuprofen, mean ibuprofen"),
            ("Nurofen 200mg ibuprofen 200 mg", "ibuprofen 200"),
            ("ibuprofen 200 mg Nurofen 400 mg", "ibuprofen <400"),
            ("aspirin 325 mg and Bayer aspirin 324 mg", "aspirin 325"),
            ("Nurofen and ibuprofen", "ibuprofen <400"),
            ("ibuprofen 200 mg and Nurofen", "ibuprofen 200"),
        ],
    );
    count_one(
        "GB",
        &[
            ("ibuprofen 200 mg Nurofen 400 mg", "ibuprofen 400?"),
            ("aspirin 325 mg and aspirin soluble 300 mg", "aspirin 325? not all"),
        ],
    );
}

#[test]
fn shops_are_no_part_of_a_name_and_every_other_word_is() {
    mean(
        "GB",
        &[
            ("Boots paracetamol 500mg", "paracetamol 500"),
            ("Tesco paracetamol", "paracetamol -"),
            ("Tesco", "left tesco"),
            ("xyzzy paracetamol 500mg", "paracetamol 500, left xyzzy"),
            ("ibuprofen 200 mg at 8 pm", "ibuprofen 200, left at 8 pm"),
            ("ibuprofen 24 ct", "ibuprofen -"),
            ("ibuprofen plus", "ibuprofen -, left plus"),
            ("ibuprofen 200 mg plus", "ibuprofen 200, left plus"),
            ("ibuprofen ml", "ibuprofen -, left ml"),
        ],
    );
}

#[test]
fn a_name_of_several_packs_is_asked_about_and_one_of_the_own_country_comes_first() {
    mean(
        "GB",
        &[
            ("Lemsip", "paracetamol <1000, phenylephrine -, pack?"),
            ("Anadin", "aspirin <300, paracetamol <500, ibuprofen <200, caffeine -, pack?"),
            ("Beechams Powders tablets", "aspirin 600, caffeine 50, pack?"),
            ("Alka-Seltzer Original", "aspirin 324"),
            ("Lemsip Max Day & Night Cold & Flu", "paracetamol 500, caffeine 25, phenylephrine 6.1"),
            ("Day Nurse", "paracetamol 500, pseudoephedrine 30, pholcodine 5, pack?"),
            ("Beechams Powders Capsule", "paracetamol 300, caffeine 25, phenylephrine 5"),
            ("Panadol", "paracetamol <500"),
        ],
    );
    mean(
        "US",
        &[
            ("NyQuil", "paracetamol <650, dextromethorphan -, doxylamine -, phenylephrine -, pack?"),
            ("Alka-Seltzer Original", "aspirin 325, citric acid 1000, sodium bicarbonate 1916"),
            ("PainQuil PM", "paracetamol <1000, diphenhydramine <50"),
            ("PainQuil PM 1000 mg", "paracetamol 1000, diphenhydramine 50"),
            ("PainQuil PM capsules", "paracetamol 500, diphenhydramine 25"),
            ("NyQuil liquid", "paracetamol 650, dextromethorphan 30, doxylamine 12.5"),
            ("Tylenol", "paracetamol <650"),
            ("Excedrin", "paracetamol <500, aspirin <250, caffeine <65, pack?"),
        ],
    );
}

#[test]
fn a_name_that_ends_in_a_number_takes_its_unit_and_no_other_word() {
    mean(
        "US",
        &[
            ("Bayer 81", "aspirin 81"),
            ("Bayer 81 mg", "aspirin 81"),
            ("Bayer 81 plus", "aspirin 81, left plus"),
            ("Tylenol #3.", "paracetamol <300, codeine <30"),
            ("Tylenol #3 plus", "paracetamol <300, codeine <30, left plus"),
        ],
    );
    count_one("US", &[("Bayer 81 mg", "aspirin 81")]);
    count_one("GB", &[("Codis 500 mg", "aspirin 500")]);
}

// ---------------------------------------------------------------- by mouth or on the skin

#[test]
fn what_goes_on_the_skin_counts_as_that_and_what_may_be_either_is_asked() {
    mean(
        "GB",
        &[
            ("diclofenac", "diclofenac tablets -, form?"),
            ("diclofenac tablets", "diclofenac tablets -, form?"),
            ("diclofenac 50 mg", "diclofenac tablets 50"),
            ("diclofenac suppositories", "diclofenac tablets -"),
            ("diclofenac cream", "diclofenac -"),
            ("diclofenac 1%", "diclofenac -"),
            ("ibuprofen 5% cream", "ibuprofen-gel -"),
            ("ibuprofen 5 percent", "ibuprofen-gel -"),
            ("ibuprofen patch", "ibuprofen-gel -"),
            ("ibuprofen 2 cream", "ibuprofen-gel -, x2"),
            ("Nurofen 200mg medicated plaster", "ibuprofen-gel -"),
            ("Nurofen cream", "ibuprofen-gel -"),
            ("ibuprofen 2 patches", "ibuprofen-gel -, x2"),
            ("ibuprofen", "ibuprofen -"),
            ("paracetamol gel", "paracetamol -, left on the skin"),
            ("codeine cream", "codeine -"),
            ("Voltarol Emulgel 2% gel", "diclofenac -"),
        ],
    );
}

#[test]
fn a_form_that_a_pack_does_not_have_is_another_pack() {
    mean(
        "GB",
        &[
            ("Nurofen Plus liquid", "ibuprofen 200, codeine 12.8, left liquid"),
            ("Nurofen Plus liquid capsules", "ibuprofen 200, codeine 12.8"),
            ("Nurofen Plus slow release", "ibuprofen 200, codeine 12.8, left slow release"),
            ("slow release Nurofen Plus", "ibuprofen 200, codeine 12.8, left slow release"),
            ("Nurofen Plus sachets", "ibuprofen 200, codeine 12.8, pack?"),
            ("Nurofen Plus tablets", "ibuprofen 200, codeine 12.8"),
            ("Calpol SixPlus Suspension liquid", "paracetamol 250"),
            ("paracetamol er 500 mg", "paracetamol 500"),
        ],
    );
}

#[test]
fn how_much_is_in_a_liquid_or_in_drops_is_not_known_by_their_number() {
    count_one(
        "GB",
        &[
            ("ibuprofen 200 mg", "ibuprofen 200"),
            ("ibuprofen 200 mg drops", "ibuprofen 200?"),
            ("ibuprofen 200 mg liquid", "ibuprofen 200?"),
            ("liquid ibuprofen 200 mg", "ibuprofen 200?"),
            ("ibuprofen 200 mg liquid medicine", "ibuprofen 200?"),
            ("ibuprofen 200 mg liquid capsules", "ibuprofen 200"),
            ("ibuprofen 200 mg liquid gels", "ibuprofen 200"),
            ("Calpol SixPlus Suspension liquid", "paracetamol 250"),
        ],
    );
    let ten_ml = |words| counts("GB", &Dose::new(Timestamp::UNIX_EPOCH, words).amount("10 ml"));
    assert_eq!(ten_ml("paracetamol 120mg/5ml syrup"), "paracetamol 240");
    assert_eq!(ten_ml("paracetamol syrup"), "paracetamol 500?");
}

// ---------------------------------------------------------------- how much one holds

#[test]
fn what_stands_before_a_name_is_how_many_or_how_much_of_it() {
    mean(
        "GB",
        &[
            ("2 ibuprofen 200 mg", "ibuprofen 200, x2"),
            ("2 tablets ibuprofen 200mg", "ibuprofen 200, x2"),
            ("2 x 200 mg ibuprofen", "ibuprofen 200, x2"),
            ("200 mg ibuprofen", "ibuprofen 200"),
            ("200 mg tablets ibuprofen", "ibuprofen 200"),
            ("1 ibuprofen 200 mg x 3", "ibuprofen 200, x3"),
            ("2 ibuprofen 200 mg x 3", "ibuprofen 200, x6"),
        ],
    );
    let counted = |words: &str| counts("GB", &Dose::new(Timestamp::UNIX_EPOCH, words));
    for (words, expected) in [
        ("2 ibuprofen 200 mg", "ibuprofen 400"),
        ("2 x 200 mg ibuprofen", "ibuprofen 400"),
        ("1 ibuprofen 200 mg x 3", "ibuprofen 600?"),
        ("2 ibuprofen 200 mg x 3", "ibuprofen 1200?"),
        ("2-3 ibuprofen 200 mg", "ibuprofen 200?"),
    ] {
        assert_eq!(counted(words), expected, "{words}");
    }
    count_one("GB", &[("2-3 ibuprofen 200 mg", "ibuprofen 200?"), ("200 mg ibuprofen", "ibuprofen 200")]);
}

#[test]
fn what_stands_behind_a_name_is_its_strength_or_how_many() {
    mean(
        "GB",
        &[
            ("ibuprofen 200 mg x 2", "ibuprofen 200, x2"),
            ("ibuprofen 400", "ibuprofen 400"),
            ("ibuprofen 50", "ibuprofen 50"),
            ("ibuprofen 49", "ibuprofen -, x49"),
            ("ibuprofen 2", "ibuprofen -, x2"),
            ("ibuprofen 3 tablets", "ibuprofen -, x3"),
            ("ibuprofen 4 tablets", "ibuprofen -"),
            ("ibuprofen 4 sachets", "ibuprofen -, x4"),
            ("ibuprofen 16 tablets 200 mg", "ibuprofen 200"),
            ("ibuprofen 2-3", "ibuprofen -, x3"),
            ("ibuprofen 200-400 mg", "ibuprofen 400"),
        ],
    );
    count_one(
        "GB",
        &[
            ("ibuprofen 200-400 mg", "ibuprofen 400?"),
            ("ibuprofen 200 mg 5 ml", "ibuprofen 200?"),
            ("ibuprofen 400", "ibuprofen 400"),
            ("ibuprofen 16 tablets 200 mg", "ibuprofen 200"),
        ],
    );
}

#[test]
fn a_strength_that_a_pack_does_not_have_is_unsure_and_the_higher_counts() {
    count_one(
        "GB",
        &[
            ("Nurofen", "ibuprofen 400?"),
            ("Nurofen 200 mg", "ibuprofen 200"),
            ("Nurofen 201 mg", "ibuprofen 201"),
            ("Nurofen 300 mg", "ibuprofen 400?"),
            ("Nurofen 400 mg", "ibuprofen 400"),
            ("Nurofen 900 mg", "ibuprofen 900?"),
            ("Nurofen Plus 200 mg", "ibuprofen 200"),
            ("Nurofen Plus 400 mg", "ibuprofen 200?"),
            ("Anadin Extra 300 mg", "aspirin 300 paracetamol 200"),
            ("Anadin Extra 250 mg", "aspirin 300? paracetamol 200?"),
        ],
    );
    count_one(
        "US",
        &[
            ("Advil", "ibuprofen 200"),
            ("Advil 200 mg", "ibuprofen 200"),
            ("Advil 202 mg", "ibuprofen 202"),
            ("Advil 203 mg", "ibuprofen 203?"),
            ("Advil 400 mg", "ibuprofen 400?"),
            ("Advil 100 mg", "ibuprofen 200?"),
        ],
    );
}

#[test]
fn strengths_with_strokes_are_those_of_the_parts_in_either_order() {
    mean(
        "GB",
        &[
            ("co-codamol 30/500", "codeine 30, paracetamol 500"),
            ("co-codamol 500/30", "codeine 30, paracetamol 500"),
            ("co-codamol 30/500 x 2", "codeine 30, paracetamol 500, x2"),
            ("co-codamol 30 mg", "codeine 30, paracetamol <500"),
            ("paracetamol and codeine 500/8", "paracetamol 500, codeine 8"),
            ("codeine and paracetamol 8/500 x 2", "codeine 8, paracetamol 500, x2"),
            ("ibuprofen and paracetamol 200-500", "ibuprofen 200, paracetamol 500"),
            ("ibuprofen/paracetamol 200/500", "ibuprofen 200, paracetamol 500"),
            ("Anadin Extra 300/200/45", "aspirin 300, paracetamol 200, caffeine 45"),
            ("Anadin Extra 300/200", "aspirin 300, paracetamol 200, caffeine 45, left 300/200"),
            ("paracetamol 5/325", "paracetamol -, left 5/325"),
            ("aspirin 300/200 paracetamol 200", "aspirin -, paracetamol 200, left 300/200"),
        ],
    );
    count_one(
        "GB",
        &[
            ("co-codamol 30/500", "paracetamol 500"),
            ("co-codamol 500/30", "paracetamol 500"),
            ("co-codamol 7/300", "paracetamol 500?"),
            ("co-codamol 400/7", "paracetamol 400?"),
            ("codeine and paracetamol 8///500", "paracetamol 500?"),
            ("co-codamol 500 mg", "paracetamol 500"),
            ("ibuprofen and paracetamol 200-500", "ibuprofen 200 paracetamol 500"),
            ("ibuprofen and paracetamol 2-3 or 4", "ibuprofen 200? paracetamol 500?"),
            ("co-codamol 8mg/5ml", "paracetamol 500?"),
        ],
    );
    count_one("US", &[("Norco 10-325", "paracetamol 3250?"), ("Percocet 5/325", "paracetamol 325")]);
}

// ---------------------------------------------------------------- what is said to be in it

#[test]
fn a_substance_said_apart_adds_what_it_tells_and_settles_a_name_that_is_not_known() {
    let dose = |words: &str, substance: &str| Dose {
        substance: Some(substance.to_owned()),
        ..Dose::new(Timestamp::UNIX_EPOCH, words)
    };
    for (dose, expected) in [
        (dose("Blue Wonder", "ibuprofen").mg(200.0), "ibuprofen 200"),
        (dose("ibuprofn", "naproxen").mg(220.0), "naproxen 220"),
        (dose("ibuprofen 200 mg", "paracetamol").units(1.0), "ibuprofen 200 paracetamol 500?"),
        (dose("ibuprofen 200 mg", "ibuprofen").units(1.0), "ibuprofen 200"),
        (dose("ibuprofen 200 mg", "2x ibuprofen"), "ibuprofen 400"),
        (dose("3x ibuprofen 200 mg", "2x ibuprofen"), "ibuprofen 600"),
        (dose("ibuprofen 200 mg", "xyzzy").units(1.0), "ibuprofen 200 not all"),
        (dose("ibuprofen 200 mg", "1.000 mg ibuprofen").units(1.0), "ibuprofen 200?"),
        (dose("ibuprofen 200 mg", "diclofenac").units(1.0), "ibuprofen 200 form"),
        (dose("paracetamol 500 mg", "Lemsip").units(1.0), "paracetamol 500 pack"),
    ] {
        assert_eq!(counts("GB", &dose), expected, "{:?} {:?}", dose.words, dose.substance);
    }
}
