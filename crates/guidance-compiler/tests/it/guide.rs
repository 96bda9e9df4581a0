//! The guide and the inventory: every way of spoiling them fails the build.

use crate::{build, files, guidance, spoil, spoiled};

#[test]
fn an_unsourced_claim_fails() {
    let id = &guidance().claims.iter().find(|claim| claim.topic == "what").unwrap().id;
    let mut files = files();
    let file = files.iter_mut().find(|file| file.name == "guidance/guide-basics.toml").unwrap();
    let text = &mut file.text;
    let at = text.find(&format!("id = \"{id}\"")).unwrap();
    let from = at + text[at..].find("sources = [").unwrap();
    let to = from + text[from..].find(']').unwrap();
    text.replace_range(from..=to, "sources = []");
    let faults = build(&files).unwrap_err();
    let expected = format!("guidance/guide-basics.toml: claim \"{id}\": has no source; name one or take it out");
    assert!(faults.contains(&expected), "{faults:?}");
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
fn a_conflict_left_out_fails() {
    let faults = spoil("disagreements.toml", "\"C12\"", "\"C99\"");
    let known = "guidance/inventory.toml: conflict \"C12\": is carried by 0 disagreements; it must be one";
    assert!(faults.iter().any(|fault| fault == known), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.ends_with("names \"C99\", which is no known conflict")), "{faults:?}");
}
