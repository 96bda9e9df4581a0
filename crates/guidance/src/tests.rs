//! The guidance as it is passes; every way of spoiling it fails the build with a line that names the file and the id.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::source::Fault;
use crate::{Coverage, check, embedded, source};
use std::path::Path;

fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guidance");
    let mut files: Vec<(String, String)> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (format!("guidance/{}", path.file_name().unwrap().display()), std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn build(files: &[(String, String)]) -> Result<(), Vec<Fault>> {
    source::read(files).and_then(|reading| check::check(&reading))
}

/// Replaces the first `from` in one file and gives the faults as lines.
#[track_caller]
pub(crate) fn spoil(name: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(file, _)| *file == format!("guidance/{name}")).expect("the file is there");
    assert!(text.contains(from), "{name} no longer holds {from:?}");
    *text = text.replacen(from, to, 1);
    build(&files).expect_err("the build goes through").iter().map(ToString::to_string).collect()
}

#[track_caller]
pub(crate) fn spoiled(name: &str, from: &str, to: &str, expected: &str) {
    let faults = spoil(name, from, to);
    assert!(faults.iter().any(|fault| fault == expected), "expected\n  {expected}\nin\n  {}", faults.join("\n  "));
}

#[test]
fn the_guidance_as_it_is_builds_and_is_what_is_embedded() {
    let reading = source::read(&files()).unwrap();
    assert_eq!(check::check(&reading), Ok(()));
    assert_eq!(&reading.guidance, embedded());
}

#[test]
fn it_covers_all_586_statements_of_the_four_articles() {
    let coverage = Coverage::of(embedded());
    assert_eq!(coverage.items, 586);
    assert_eq!(coverage.shown + coverage.not_shown, 586);
    assert_eq!(coverage.uncovered, Vec::<String>::new());
}

#[test]
fn a_file_that_is_no_toml_is_named_with_its_line() {
    let faults = spoil("rules.toml", "[[rule]]", "[[rule]");
    assert!(faults[0].starts_with("guidance/rules.toml: line 1"), "{faults:?}");
}

#[test]
fn a_misspelt_field_is_named_with_its_line() {
    let faults = spoil("rules.toml", "because =", "becuase =");
    assert!(faults[0].contains("unknown field `becuase`"), "{faults:?}");
}

#[test]
fn an_id_used_twice_fails() {
    let text = "[[rule]]\nid = \"both-legs\"";
    let faults = spoil("rules.toml", text, &text.replace("both-legs", "saddle-numbness"));
    let expected = "guidance/rules.toml: rule \"saddle-numbness\": is there 2 times; give each its own id";
    assert!(faults.iter().any(|fault| fault == expected), "{faults:?}");
}

#[test]
fn an_unsourced_claim_fails() {
    let id = &embedded().claims.iter().find(|claim| claim.topic == "what").unwrap().id;
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(file, _)| file == "guidance/guide-basics.toml").unwrap();
    let at = text.find(&format!("id = \"{id}\"")).unwrap();
    let from = at + text[at..].find("sources = [").unwrap();
    let to = from + text[from..].find(']').unwrap();
    text.replace_range(from..=to, "sources = []");
    let faults: Vec<String> = build(&files).unwrap_err().iter().map(ToString::to_string).collect();
    let expected = format!("guidance/guide-basics.toml: claim \"{id}\": has no source; name one or take it out");
    assert!(faults.contains(&expected), "{faults:?}");
}

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
fn an_unused_source_fails() {
    spoiled(
        "sources.toml",
        "[source.acp2017]",
        "[source.nothing]\nshort = \"x\"\ncitation = \"x\"\nkind = \"x\"\nseen = \"x\"\n\n[source.acp2017]",
        "guidance/sources.toml: source \"nothing\": is used by nothing; take it out",
    );
}

#[test]
fn an_uncovered_item_fails() {
    spoiled(
        "not-shown.toml",
        "\"S1-UN-02\"",
        "\"S1-UN-03\"",
        "guidance/inventory.toml: item \"S1-UN-02\": is carried by no claim, rule or disagreement and not listed in \
         not-shown.toml",
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
fn a_conflict_left_out_fails() {
    let faults = spoil("disagreements.toml", "\"C12\"", "\"C99\"");
    let known = "guidance/inventory.toml: conflict \"C12\": is carried by 0 disagreements; it must be one";
    assert!(faults.iter().any(|fault| fault == known), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.ends_with("names \"C99\", which is no known conflict")), "{faults:?}");
}

#[test]
fn an_item_without_its_article_among_the_sources_fails() {
    let faults = spoil("rules.toml", "items = [\"S0-RF-02\"]", "items = [\"S3-CA-01\"]");
    let expected =
        "guidance/rules.toml: rule \"saddle-numbness\": carries \"S3-CA-01\" but does not name its source \"seed3\"";
    assert!(faults.iter().any(|fault| fault == expected), "{faults:?}");
}
