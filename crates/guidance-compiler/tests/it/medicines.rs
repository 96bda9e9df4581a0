//! Medicines and packs: every way of spoiling them fails the build.

use crate::{fails, guidance, spoil};

/// The first `[[medicine]]` is ibuprofen; its first label is the American one.
const FILE: &str = "medicines.toml";

#[test]
fn a_limit_without_a_source_fails() {
    let from = "days = 10\nsources = [\"ibuprofen_label\"]";
    let to = "days = 10\nsources = []";
    fails(FILE, from, to, "medicine \"ibuprofen\"", "has no source; name one or take it out");
}

#[test]
fn a_reason_without_a_source_fails() {
    let from = "because = \"It could set off the same reaction again, and worse.\"\nsources = [\"ibuprofen_label\", \"nhs_ibuprofen\"]";
    let to = "because = \"It could set off the same reaction again, and worse.\"\nsources = []";
    fails(FILE, from, to, "medicine \"ibuprofen\"", "has no source; name one or take it out");
}

#[test]
fn a_source_that_does_not_exist_fails() {
    let problem = "names the source \"hearsay\", which does not exist";
    fails(FILE, "sources = [\"nhs_ibuprofen_dose\"", "sources = [\"hearsay\"", "medicine \"ibuprofen\"", problem);
    fails("activity.toml", "sources = [\"ostelo2008\"]", "sources = [\"hearsay\"]", "criterion \"not-worse\"", problem);
}

#[test]
fn one_dose_above_the_limit_of_a_day_fails() {
    let problem = "allows more at one time than in 24 hours";
    fails(FILE, "dose_mg = 400.0", "dose_mg = 1300.0", "medicine \"ibuprofen\"", problem);
}

#[test]
fn a_limit_on_a_dose_without_one_on_a_day_fails() {
    let problem = "has a limit for one dose but none for 24 hours";
    let from = "within = [{ hours = 24, mg = 1200.0 }]";
    fails(FILE, from, "", "medicine \"ibuprofen\"", problem);
}

#[test]
fn a_limit_that_is_none_fails() {
    let medicine = "medicine \"ibuprofen\"";
    fails(FILE, "gap_hours = 4", "gap_hours = 0", medicine, "has a limit of 0");
    fails(FILE, "gap_hours = 4", "gap_hours = 240", medicine, "has a gap of more than 24 hours; is it in minutes?");
    fails(FILE, "dose_mg = 400.0", "dose_mg = nan", medicine, "has a limit that is no amount");
    fails(FILE, "hours = 24, mg = 1200.0", "hours = 24, mg = -1.0", medicine, "has a limit that is no amount");
    fails(FILE, "unit_mg = 200.0", "", medicine, "has a limit in milligrams but no `unit_mg`");
    let label = "country = \"GB\"\ndays = 14\n";
    fails(FILE, label, "country = \"GB\"\n", "medicine \"ibuprofen-gel\"", "has a label without a limit");
    fails(FILE, "country = \"US\"", "country = \"usa\"", medicine, "has a label for \"usa\"; use two capital letters");
}

#[test]
fn a_question_that_does_not_exist_fails() {
    let problem = "names the question \"ulzer\", which does not exist";
    fails(FILE, "{ finding = \"ulcer\" }", "{ finding = \"ulzer\" }", "medicine \"ibuprofen\"", problem);
}

#[test]
fn a_question_that_nothing_needs_fails() {
    let problem = "is asked for nothing: no medicine names it";
    fails(FILE, "{ finding = \"lupus\" }", "{ finding = \"asthma\" }", "question \"lupus\"", problem);
}

#[test]
fn a_question_that_the_check_asks_already_fails() {
    let problem = "is a finding of the check already; use that";
    fails(FILE, "id = \"lupus\"", "id = \"diabetes\"", "question \"diabetes\"", problem);
}

#[test]
fn a_question_that_hangs_on_nothing_fails() {
    let problem = "hangs on \"expecting\", which does not exist";
    fails(FILE, "only_if = \"pregnant\"", "only_if = \"expecting\"", "question \"pregnancy-week\"", problem);
}

#[test]
fn a_test_that_does_not_fit_its_question_fails() {
    let medicine = "medicine \"ibuprofen\"";
    let week = "{ finding = \"pregnancy-week\", at_least = 20.0 }";
    let no_number = "{ finding = \"pregnancy-week\" }";
    fails(FILE, week, no_number, medicine, "tests \"pregnancy-week\" in a way that does not fit its kind");
    let outside = "{ finding = \"pregnancy-week\", at_least = 200.0 }";
    fails(FILE, week, outside, medicine, "has 200 for \"pregnancy-week\", which is outside its range");
    let twice = "{ finding = \"pregnancy-week\", at_least = 20.0, below = 40.0 }";
    fails(FILE, week, twice, medicine, "tests \"pregnancy-week\" in two ways; make two signs of it");
    let age = "{ finding = \"age\", at_least = 60.0 }";
    let off = "{ finding = \"age\", at_least = 61.0 }";
    fails(FILE, age, off, medicine, "has 61 for \"age\", which is not the edge of a band");
    fails(
        FILE,
        "any = [{ finding = \"asthma\" }]",
        "any = []",
        medicine,
        "has a reason that nothing can show; name a sign",
    );
}

#[test]
fn a_group_that_does_not_exist_fails() {
    let problem = "is of the group \"nsaids\", which does not exist";
    fails(FILE, "group = \"nsaid\"\nroute", "group = \"nsaids\"\nroute", "medicine \"ibuprofen\"", problem);
    let from = "also = [\"Oruvail\"]\ngroups = [\"nsaid\"]";
    fails("interactions.toml", from, &from.replace("[\"nsaid\"]", "[\"nsaids\"]"), "relative \"ketoprofen\"", problem);
    let kinds = "kinds = [\"opioid\", \"sedative\"]";
    let problem = "is of the group \"nsaids\", which does not exist";
    let pair = "pair \"opioid and nsaids\"";
    fails("interactions.toml", kinds, "kinds = [\"opioid\", \"nsaids\"]", pair, problem);
}

#[test]
fn a_claim_that_does_not_exist_fails() {
    let problem = "names the claim \"medicines.cure\", which does not exist";
    fails(FILE, "\"medicines.anti-inflammatory\"", "\"medicines.cure\"", "medicine \"ibuprofen\"", problem);
    fails("treatments.toml", "\"treatments.massage\"", "\"medicines.cure\"", "treatment \"massage\"", problem);
    fails("activity.toml", "\"return.first-moves\"", "\"medicines.cure\"", "rung \"first-moves\"", problem);
}

/// The first product of the American packs.
const PACKS: &str = "products-us.toml";

const PACK: &str = "product \"Advil PM (US)\"";

const IBUPROFEN: &str = "holds = [\n  { substance = \"ibuprofen\", mg = 200.0 },\n";

#[test]
fn a_product_without_an_ingredient_a_strength_or_a_source_fails() {
    let holds = "holds = [\n  { substance = \"ibuprofen\", mg = 200.0 },\n  { substance = \"diphenhydramine\", mg = 38.0, salt = \"citrate\" },\n]";
    fails(PACKS, holds, "holds = []", PACK, "has no ingredient; name all of them or take it out");
    let problem = "has no strength for \"ibuprofen\"; give `mg` or `percent`";
    fails(PACKS, IBUPROFEN, "holds = [\n  { substance = \"ibuprofen\" },\n", PACK, problem);
    fails(PACKS, IBUPROFEN, "holds = [\n  { substance = \"ibuprofen\", mg = 0.0 },\n", PACK, problem);
    let problem = "gives \"ibuprofen\" in a hundred; it is swallowed";
    fails(PACKS, IBUPROFEN, "holds = [\n  { substance = \"ibuprofen\", percent = 5.0 },\n", PACK, problem);
    let from = "sources = [\"us_drug_listing\"]";
    fails(PACKS, from, "sources = []", PACK, "has no source; name one or take it out");
}

#[test]
fn a_product_that_holds_what_nobody_knows_fails() {
    let problem = "holds \"advil\", which is nothing that we know";
    fails(PACKS, IBUPROFEN, &IBUPROFEN.replace("\"ibuprofen\"", "\"advil\""), PACK, problem);
}

#[test]
fn at_least_eighty_packs_a_country_are_known() {
    for country in ["US", "GB"] {
        let packs = guidance().medicines.products.iter().filter(|product| product.country == country);
        assert!(packs.count() >= 80, "{country}");
    }
}

#[test]
fn a_name_for_two_things_fails() {
    let problem = "is called \"IBUPROFEN\", which something else is called too";
    fails("brands.toml", "names = [\"Tylenol\"]", "names = [\"IBUPROFEN\"]", "family \"IBUPROFEN\"", problem);
}

#[test]
fn a_pair_without_a_source_fails() {
    let from = "judgement = \"A doctor may have set the pair. Then keep to what you were told. The hours are our own.\"\nsources = [\"opioid_label\"]";
    let to = from.replace("[\"opioid_label\"]", "[]");
    fails("interactions.toml", from, &to, "pair \"opioid and sedative\"", "has no source; name one or take it out");
}

#[test]
fn a_misspelt_field_fails() {
    let faults = spoil(FILE, "gap_hours = 4", "gap_hour = 4");
    assert!(faults[0].starts_with("guidance/medicines.toml: line ") && faults[0].contains("gap_hour"), "{faults:?}");
}

#[test]
fn every_medicine_says_what_it_does_and_what_it_does_not() {
    for medicine in &guidance().medicines.medicines {
        assert!(!medicine.does.is_empty() && !medicine.must_not.is_empty() && !medicine.ask_first.is_empty());
        assert!(
            medicine.stop_if.iter().any(|notice| notice.urgency == supple_guidance_schema::Urgency::Emergency),
            "{}",
            medicine.id
        );
    }
}
