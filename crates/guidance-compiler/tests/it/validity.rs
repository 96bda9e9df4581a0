//! Windows, and answers about a person: every way of spoiling them fails the build, and says where.

use crate::fails;

#[test]
fn a_window_without_a_length_or_a_reason_fails() {
    let spoil = |from, to, entry, problem| fails("validity.toml", from, to, entry, problem);
    let empty = "needs `hours` or `minutes` above 0";
    spoil("[window.onset]\nhours = 336", "[window.onset]\nhours = 0", "window \"onset\"", empty);
    spoil("minutes = 5", "minutes = 0", "window \"same-dose\"", empty);
    spoil("minutes = 5", "", "window \"same-dose\"", empty);
    let judgement = "judgement = \"An age grows by a year in a year. A year of birth tells it for good.\"";
    spoil(judgement, "", "window \"told-age\"", "needs a source, or a `judgement` that says why");
    spoil(
        judgement,
        "sources = [\"hearsay\"]",
        "window \"told-age\"",
        "names the source \"hearsay\", which does not exist",
    );
    spoil("hours_ago = 60", "hours_ago = 20", "onset \"days\"", "must come after those that are less long ago");
}

#[test]
fn a_stage_that_begins_out_of_its_order_or_gives_no_reason_fails() {
    let spoil = |from: &str, to: &str, stage: &str, problem: &str| {
        fails("steps.toml", from, to, &format!("stage \"{stage}\""), problem);
    };
    let (third_day, before) = ("From48To72Hours", "begins before the stage First48Hours has begun");
    spoil("from_minutes = 2880", "from_minutes = 15", third_day, before);
    spoil("from_minutes = 10080", "from_minutes = 4000", "Recovery", "begins before the stage After72Hours has begun");
    let first = "must begin with the onset if it is the first, and later if it is not";
    spoil("from_minutes = 0", "from_minutes = 1", "FirstMinutes", first);
    spoil("from_minutes = 15\n", "from_minutes = 0\n", "First48Hours", first);
    let judgement = "judgement = \"To look again after 15 minutes is our own judgement.\"";
    spoil(judgement, "judgement = \"\"", "FirstMinutes", "has an empty `judgement`");
}

#[test]
fn bounds_of_amounts_that_a_label_passes_or_that_have_no_reason_fail() {
    let spoil = |from, to, entry, problem| fails("medicines.toml", from, to, entry, problem);
    let bounds = "needs every bound to be a number above 0";
    spoil("most_units = 20.0", "most_units = 0.0", "believed \"amounts\"", bounds);
    spoil("smallest_part = 0.1", "smallest_part = nan", "believed \"amounts\"", bounds);
    spoil(
        "most_mg = 20000.0",
        "most_mg = 3600.0",
        "medicine \"aspirin\"",
        "allows more than the 3600 mg that are believed of any dose",
    );
    let why =
        "judgement = \"Whoever takes a small aspirin for the heart must not stop it over what is said here of pain.\"";
    let none = "has `each_day` without a source or a `judgement` that says why";
    spoil(why, "judgement = \" \"", "medicine \"aspirin\"", none);
}

#[test]
fn a_number_for_everywhere_that_its_claim_does_not_name_fails() {
    let spoil = |from, to| {
        let problem = "needs a `call` that the text of its `claim` names";
        fails("emergency-numbers.toml", from, to, "number \"anywhere\"", problem);
    };
    spoil("call = \"112\"\nclaim", "call = \"12\"\nclaim");
    spoil("claim = \"warning-signs.emergency-call\"", "claim = \"relief.stop\"");
}

#[test]
fn what_is_said_of_the_floor_or_of_a_stopped_timer_is_there_and_means_something() {
    let nobody = "has `said`, but nobody knows at the start whether it has run out";
    let says = "says = \"Nothing has worked";
    fails("floor.toml", says, &format!("said = \"x\"\n{says}"), "floor limit \"nothing-works\"", nobody);
    let words = "needs words in `stopped`, none of them empty";
    fails("offered.toml", "stopped = [\"More pain\"", "stopped = [\"\"", "offered \"all\"", words);
    let ordinary = "needs `ordinary` within its range if it is `required`, and none if not";
    fails("findings.toml", "ordinary = 5.0", "ordinary = 50.0", "finding \"pain\"", ordinary);
    fails("findings.toml", "ordinary = 5.0\n", "", "finding \"pain\"", ordinary);
}

#[test]
fn an_answer_about_a_person_that_nothing_asks_for_fails() {
    let spoil = |from, to, entry, problem| fails("validity.toml", from, to, entry, problem);
    let entry = "person \"passing\"";
    let unknown = "\"measles\" is neither a finding of the check nor a question of medicines or exercises";
    spoil("\"chickenpox\"", "\"measles\"", entry, unknown);
    spoil("    \"pregnant\",\n", "", entry, "lacks \"pregnant\", which ends");
    spoil("    \"alcohol-today\",\n", "", entry, "lacks \"alcohol-today\", which ends");
    let pregnancy = "pregnancy \"pregnant\"";
    spoil("term_days = 280", "term_days = 0", pregnancy, "needs `term_days` above 0 and `overdue_days` not below");
}

#[test]
fn what_is_offered_and_looked_at_by_nothing_fails() {
    let spoil = |from, to, entry, problem| fails("offered.toml", from, to, entry, problem);
    let cycle = |from, to, problem| fails("exposures.toml", from, to, "exposure \"period\"", problem);
    cycle("when = \"cycle\"", "when = \"day\"", "needs `cycle` where `when` is \"cycle\", and none otherwise");
    let cycle_order = "needs `after` below `same`, that below `shortest`, and that not above `longest`";
    cycle("longest = 42", "longest = 20", cycle_order);
    cycle("after = 2", "after = 12", cycle_order);
    let daily = "[[daily]]\nid = \"stress\"";
    spoil(
        daily,
        "[[daily]]\nid = \"mood\"",
        "daily question \"mood\"",
        "is no exposure, so nothing looks at its answers",
    );
    spoil("id = \"leg-pain\"", "id = \"aura\"", "offered finding \"aura\"", "is no finding of the check");
    spoil("words = \"Ice\"", "words = \"\"", "offered measure \"ice\"", "has an empty `words`");
}

#[test]
fn what_lasts_and_stands_in_no_group_about_the_person_or_in_two_fails() {
    let spoil = |from, to, entry, problem| fails("validity.toml", from, to, entry, problem);
    spoil("    \"gout\",\n", "", "person \"group\"", "lacks \"gout\", which is asked and lasts");
    spoil("\"poor-circulation\", ", "", "person \"group\"", "lacks \"poor-circulation\", which is asked and lasts");
    spoil(
        "    \"gout\",\n",
        "    \"gout\",\n    \"lupus\",\n",
        "group \"Illnesses\"",
        "asks \"lupus\", which is asked twice",
    );
    let nobody = "asks \"hiccups\", which nobody can answer with yes or no";
    spoil("\"breastfeeding\"]", "\"breastfeeding\", \"hiccups\"]", "group \"Pregnancy\"", nobody);
    let known = "is known by \"hiccups\", which nobody is asked";
    fails(
        "limits.toml",
        "known_by = [\"osteoporosis\"]",
        "known_by = [\"hiccups\"]",
        "caution \"fragile-bones\"",
        known,
    );
}
