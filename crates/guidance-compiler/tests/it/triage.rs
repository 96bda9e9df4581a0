//! The check for warning signs: every way of spoiling its data fails the build.

use crate::{spoil, spoiled};

#[test]
fn a_dangling_source_fails() {
    spoiled(
        "rules.toml",
        "{ source = \"hse_dissection\"",
        "{ source = \"nobody\"",
        "guidance/rules.toml: rule \"tearing-pain\": names the source \"nobody\", which does not exist",
    );
}

#[test]
fn a_dangling_finding_fails() {
    spoiled(
        "rules.toml",
        "when = \"urine-retention\"",
        "when = \"urine-retension\"",
        "guidance/rules.toml: rule \"urine-retention\": names the finding \"urine-retension\", which does not exist",
    );
}

#[test]
fn an_empty_rule_fails() {
    spoiled(
        "rules.toml",
        "when = \"urine-retention\"",
        "when = { any = [] }",
        "guidance/rules.toml: rule \"urine-retention\": has an empty condition; name at least one finding",
    );
}

#[test]
fn an_impossible_count_fails() {
    spoiled(
        "rules.toml",
        "when = \"urine-retention\"",
        "when = { at_least = 3, of = [\"urine-retention\", \"stuck\"] }",
        "guidance/rules.toml: rule \"urine-retention\": wants at least 3 of 2",
    );
}

#[test]
fn an_urgency_below_a_source_fails() {
    spoiled(
        "rules.toml",
        "urgency = \"emergency\"\nconcern = \"squeezed nerves",
        "urgency = \"same-day\"\nconcern = \"squeezed nerves",
        "guidance/rules.toml: rule \"saddle-numbness\": is same-day, below emergency which \"seed0\" gives it",
    );
}

#[test]
fn an_urgency_below_what_an_article_owes_fails() {
    let faults = spoil(
        "rules.toml",
        "urgency = \"see-doctor\"\nconcern = \"severe pain\"",
        "urgency = \"self-care\"\nconcern = \"severe pain\"",
    );
    let expected = "guidance/rules.toml: rule \"severe-pain\": is self-care, below see-doctor which \"S0-SD-04\" owes";
    assert!(faults.iter().any(|fault| fault == expected), "{faults:?}");
}

#[test]
fn going_beyond_the_sources_without_saying_so_fails() {
    spoiled(
        "rules.toml",
        "judgement = \"A spasm that stops the breath altogether counts as trouble breathing. The sources do not name it.\"\n\
         positions = [\n  { source = \"seed0\", urgency = \"emergency\"",
        "positions = [\n  { source = \"seed0\", urgency = \"same-day\"",
        "guidance/rules.toml: rule \"breath-stopped\": goes beyond its sources; say so in `judgement`",
    );
}

#[test]
fn a_threshold_off_the_bands_fails() {
    spoiled(
        "rules.toml",
        "when = \"temperature >= 39\"",
        "when = \"temperature >= 39.5\"",
        "guidance/rules.toml: rule \"high-fever\": has 39.5 for \"temperature\", which is not the edge of a band",
    );
}

#[test]
fn a_rule_that_holds_on_no_fails() {
    spoiled(
        "rules.toml",
        "when = \"injury >= serious\"",
        "when = \"injury >= none\"",
        "guidance/rules.toml: rule \"serious-injury\": holds when \"injury\" is no",
    );
}

#[test]
fn a_weak_rule_that_is_no_lower_alone_fails() {
    spoiled(
        "rules.toml",
        "alone = \"see-doctor\"\nwith = { any = [\"age >= 60\", \"pain >= 7\"",
        "alone = \"same-day\"\nwith = { any = [\"age >= 60\", \"pain >= 7\"",
        "guidance/rules.toml: rule \"night-pain\": is weak and same-day alone, which is no lower",
    );
}

#[test]
fn a_weak_rule_without_evidence_fails() {
    spoiled(
        "rules.toml",
        "evidence = [\"verwoerd2016\", \"sheffield_back\"]",
        "evidence = []",
        "guidance/rules.toml: rule \"cough-worse\": has no source; name one or take it out",
    );
}

#[test]
fn an_exception_by_a_rule_that_is_not_weak_fails() {
    spoiled(
        "promises.toml",
        "answers = { saddle-numbness = true }\n",
        "answers = { saddle-numbness = true }\nexception = \"saddle-numbness\"\n",
        "guidance/promises.toml: promise \"saddle\": is an exception by \"saddle-numbness\", which is no weak rule",
    );
}

#[test]
fn a_sign_that_none_of_these_cannot_deny_fails() {
    spoiled(
        "findings.toml",
        "deny = \"chest pain\"\n",
        "",
        "guidance/findings.toml: finding \"chest-pain\": needs `deny` unless it is required: what \"none of these\" says of \
         it",
    );
}

#[test]
fn a_red_flag_without_a_promise_fails() {
    spoiled(
        "promises.toml",
        "red_flags = [\"rf.ces.urinary_retention\"]\n",
        "",
        "guidance/red-flags.toml: red flag \"rf.ces.urinary_retention\": has no promise of at least emergency; add one to \
         promises.toml",
    );
}

#[test]
fn a_warning_sign_without_a_promise_fails() {
    spoiled(
        "promises.toml",
        "items = [\"S0-RF-05\"]\n",
        "",
        "guidance/inventory.toml: item \"S0-RF-05\": has no promise of at least emergency; add one to promises.toml",
    );
}

#[test]
fn a_finding_that_no_rule_asks_for_fails() {
    spoiled(
        "rules.toml",
        "when = \"shape-change\"",
        "when = \"upper-back\"",
        "guidance/findings.toml: finding \"shape-change\": is asked for nothing: no rule names it",
    );
}

#[test]
fn an_item_without_its_article_among_the_sources_fails() {
    let faults = spoil("rules.toml", "items = [\"S0-RF-02\"]", "items = [\"S3-CA-01\"]");
    let expected =
        "guidance/rules.toml: rule \"saddle-numbness\": carries \"S3-CA-01\" but does not name its source \"seed3\"";
    assert!(faults.iter().any(|fault| fault == expected), "{faults:?}");
}
