//! Which medicine words mean.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
use super::*;

fn found(words: &str) -> Found<'static> {
    find(supple_guidance::embedded(), Some("GB"), words)
}

fn ids(words: &str) -> Vec<&'static str> {
    found(words).parts.iter().map(|part| part.substance.id()).collect()
}

#[test]
fn case_spaces_hyphens_and_accents_do_not_matter() {
    for words in ["Ibuprofen", "IBUPROFEN", "  ibu-profen ", "Ibuprofén", "ibuprofens", "Ｉｂｕｐｒｏｆｅｎ"]
    {
        assert_eq!(ids(words), ["ibuprofen"], "{words}");
        assert!(found(words).is_known(), "{words}");
    }
    assert_eq!(ids("Co Codamol"), ["codeine", "paracetamol"]);
    assert_eq!(ids("Acetylsalicylsaure"), ["aspirin"]);
    assert_eq!(ids("acetylsalicylsäure"), ["aspirin"]);
}

#[test]
fn the_longer_name_counts() {
    assert_eq!(ids("ibuprofen gel"), ["ibuprofen-gel"]);
    assert_eq!(ids("Voltarol 12 Hour Emulgel"), ["diclofenac"]);
    assert_eq!(ids("Anadin Extra"), ["aspirin", "paracetamol", "caffeine"]);
    assert_eq!(ids("Anadin Ultra"), ["ibuprofen"]);
    assert_eq!(found("Nurofen Plus").parts[0].unit_mg, Some(200.0));
    let family = found("Nurofen");
    assert_eq!((family.parts[0].unit_mg, family.parts[0].most_mg), (None, Some(400.0)));
}

#[test]
fn a_word_that_is_left_over_makes_the_contents_unknown() {
    for words in ["Tylenol Ultra", "ibuprofen plus", "aspirin night", "paracetamol 8 hour", "AleveX", "Panadol?"] {
        assert!(!found(words).is_known(), "{words}");
    }
    for words in ["Tesco paracetamol 500mg", "paracetamol 500 mg effervescent tablets", "naproxen 500mg EC"] {
        assert!(found(words).is_known(), "{words}: {:?}", found(words));
    }
    assert_eq!(found("ibuprofin").mean, Some("ibuprofen"));
    assert_eq!(found("paracetmol 500mg").mean, Some("paracetamol"));
}

#[test]
fn a_name_that_stands_for_several_packs_asks_which() {
    assert!(found("Anadin").open && found("Lemsip").open);
    assert!(!found("Nurofen").open, "only how much is open");
}

#[test]
fn all_that_is_named_is_found() {
    assert_eq!(ids("ibuprofen and paracetamol"), ["ibuprofen", "paracetamol"]);
    assert_eq!(ids("Ibuprofentabletten"), ["ibuprofen"]);
    assert_eq!(ids("meloxicam 15 mg"), ["meloxicam"]);
}

#[test]
fn what_is_said_not_to_be_in_it_is_not_found() {
    for words in ["aspirin-free pain relief", "not ibuprofen, the other one", "nasal spray", "massage oil", ""] {
        assert_eq!(ids(words), Vec::<&str>::new(), "{words}");
        assert!(!found(words).is_known());
    }
}

#[test]
fn by_mouth_and_on_the_skin_are_told_apart() {
    assert_eq!(ids("Diclofenac 50 mg tablets"), ["diclofenac tablets"]);
    assert_eq!(ids("Voltarol 75mg SR"), ["diclofenac tablets"]);
    assert_eq!(ids("diclofenac gel 1%"), ["diclofenac"]);
    assert_eq!(ids("Nurofen 200mg medicated plaster"), ["ibuprofen-gel"]);
    assert!(found("Voltarol").either_way && !found("Voltarol 75mg SR").either_way);
    assert!(!found("paracetamol gel").is_known());
}

#[test]
fn strengths_belong_to_the_names_before_them() {
    let mg = |words: &str| found(words).parts.iter().map(|part| part.unit_mg).collect::<Vec<_>>();
    assert_eq!(mg("ibuprofen 400 mg"), [Some(400.0)]);
    assert_eq!(mg("Ibuprofen400"), [Some(400.0)]);
    assert_eq!(mg("paracetamol 0,5 g"), [Some(500.0)]);
    assert_eq!(mg("paracetamol 1,000 mg"), [Some(1000.0)]);
    assert_eq!(mg("co-codamol 8/500"), [Some(500.0), Some(8.0)]);
    assert_eq!(mg("Zapain 500/30"), [Some(30.0), Some(500.0)]);
    assert_eq!(mg("paracetamol 500mg + ibuprofen 200mg"), [Some(500.0), Some(200.0)]);
    assert_eq!(mg("hydrocodone-acetaminophen 10-325"), [Some(10.0), Some(325.0)]);
    assert_eq!(found("2 x 500mg paracetamol").units, Some(2.0));
    assert_eq!(found("paracetamol 500mg 16 tablets").pack, Some(16.0));
    assert!(found("paracetamol 1.000 mg").unclear);
}
