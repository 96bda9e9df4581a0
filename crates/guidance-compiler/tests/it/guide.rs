//! The guide and the inventory: every way of spoiling them fails the build.

use crate::{build, fails, files, guidance, spoil, spoiled};

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
        "\"S1-CT-05\"",
        "\"S1-UN-03\"",
        "guidance/inventory.toml: item \"S1-CT-05\": is carried by no claim, rule or disagreement and not listed in \
         not-shown.toml",
    );
}

#[test]
fn an_item_that_is_shown_is_not_listed_as_not_shown() {
    let at = "items = [\"S1-UN-13\"]";
    let problem = "names \"S1-UN-23\", which is shown";
    fails("not-shown.toml", at, "items = [\"S1-UN-13\", \"S1-UN-23\"]", "not shown \"S1-UN-13\"", problem);
}

#[test]
fn no_reason_for_not_showing_puts_off_to_what_is_there() {
    // What Supple has, and words that put off. What a reason names of these is to be shown instead.
    let there = [
        "check",
        "plan",
        "diary",
        "pattern",
        "report",
        "doctor",
        "guide",
        "chapter",
        "search",
        "source",
        "date",
        "trial",
        "exercise",
        "activity",
        "medicine",
        "treatment",
        "floor",
        "timer",
        "figure",
        "reminder",
        "country",
        "device",
        "sync",
        "backup",
        "letter",
        "partner",
        "disagree",
        "yet",
        "later",
        "until",
        "planned",
        "future",
    ];
    let guidance = guidance();
    assert!(!guidance.not_shown.is_empty());
    for entry in &guidance.not_shown {
        let words: Vec<String> = entry.reason.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        let named: Vec<&String> =
            words.iter().filter(|word| there.iter().any(|there| word.starts_with(there))).collect();
        assert!(named.is_empty(), "{:?} puts off to {named:?}", entry.items);
    }
}

#[test]
fn the_questions_that_stand_first_keep_to_their_rule() {
    let asked = guidance().disagreements.iter().filter(|known| known.asked).count();
    assert!((8..=15).contains(&asked), "{asked}");
    let too_many = format!("are {asked}, and must be 1 to 3");
    let spoil = |from, to, problem| fails("disagreements.toml", from, to, "first \"questions\"", problem);
    spoil("most = 15", "most = 3", &too_many);
    spoil("rule = \"First come", "rule = \"\"\n# \"", "has an empty `rule`");
}

#[test]
fn a_conflict_left_out_fails() {
    let faults = spoil("disagreements.toml", "\"C12\"", "\"C99\"");
    let known = "guidance/inventory.toml: conflict \"C12\": is carried by 0 disagreements; it must be one";
    assert!(faults.iter().any(|fault| fault == known), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.ends_with("names \"C99\", which is no known conflict")), "{faults:?}");
}

#[test]
fn every_claim_of_a_chapter_stands_in_one_section() {
    let topic = "topic \"course\"";
    let (from, other) = ("\"course.comes-back\", \"course.comes-back-strict\"]", "\"course.stays\"");
    fails(
        "guide.toml",
        from,
        "\"course.comes-back\"]",
        topic,
        "has the claim \"course.comes-back-strict\" in no section",
    );
    let twice = format!("\"course.comes-back-strict\", {other}, {from}");
    fails("guide.toml", from, &twice, topic, "places the claim \"course.stays\" twice");
    let nothing = from.replace("back-strict", "back-nothing");
    fails("guide.toml", from, &nothing, topic, "places the claim \"course.comes-back-nothing\", which does not exist");
    let strange = from.replace(']', ", \"return.work\"]");
    let problem = "has the claim \"return.work\" of the topic \"return\" in a section";
    fails("guide.toml", from, &strange, topic, problem);
    fails(
        "guide.toml",
        &format!("claims = [{from}"),
        "claims = []",
        topic,
        "has no claim in the section \"When it comes back\"",
    );
    let heading = "heading = \"When it comes back\"";
    fails("guide.toml", heading, "heading = \" \"", topic, "has an empty `heading`");
}

#[test]
fn an_answer_has_one_to_three_sentences_that_rest_on_claims() {
    let topic = "topic \"return\"";
    let first = "{ text = \"Go back to normal";
    let problem = "has 4 sentences as its answer; it must be 1 to 3";
    let one = "{ text = \"Go.\", claims = [\"return.work\"] },\n  ";
    fails("guide.toml", first, &format!("{one}{first}"), topic, problem);
    let cited = "claims = [\"return.full-sport\"] }";
    fails(
        "guide.toml",
        cited,
        &cited.replace("full", "half"),
        topic,
        "answers with the claim \"return.half-sport\", which does not exist",
    );
    let answer = &guidance().topics.iter().find(|topic| topic.id == "return").unwrap().answer;
    let problem = format!("answers \"{}\" without a claim", answer.last().unwrap().text);
    fails("guide.toml", cited, "claims = [] }", topic, &problem);
    let faults = spoil("guide.toml", "id = \"return\"", "id = \"return\"\nanswers = []");
    assert!(faults.iter().any(|fault| fault.contains("unknown field `answers`")), "{faults:?}");
}

#[test]
fn a_short_page_keeps_the_same_rules() {
    let page = "short page \"first-spasm\"";
    let section = "claims = [\"what.spasm\", \"what.protects\", \"types.sudden\"";
    let problem = "places the claim \"types.suden\", which does not exist";
    fails("guide.toml", section, &section.replace("sudden", "suden"), page, problem);
    let problem = "places the claim \"what.spasm\" twice";
    fails("guide.toml", section, &section.replace("types.sudden", "what.spasm"), page, problem);
    fails("guide.toml", "ways = [\"check\", \"now\", \"diary\"]", "ways = []", page, "leads nowhere");
    fails("guide.toml", "id = \"first-spasm\"", "id = \"what\"", "short page \"what\"", "has the id of a topic");
    let faults = spoil("guide.toml", "ways = [\"check\"", "ways = [\"chek\"");
    assert!(faults.iter().any(|fault| fault.contains("unknown variant `chek`")), "{faults:?}");
}

#[test]
fn a_claim_names_only_disagreements_and_rules_that_exist() {
    let claim = "claim \"what.spasm\"";
    let at = "id = \"what.spasm\"\n";
    let named = "disagreement = \"ice-or-hate\"\n";
    let problem = "names the disagreement \"ice-or-hate\", which does not exist";
    fails("guide-basics.toml", at, &format!("{at}{named}"), claim, problem);
    let problem = "names the rule \"nothing\", which does not exist";
    fails("guide-basics.toml", at, &format!("{at}rules = [\"nothing\"]\n"), claim, problem);
    fails("guide-basics.toml", at, &format!("{at}who = \"\"\n"), claim, "has an empty `who`");
    let problem = "is missing: claims say who said what, and nothing explains whom they mean";
    let faults = spoil("guide.toml", "\narticles = \"", "\narticles = \"\" #");
    assert!(faults.iter().any(|fault| fault.ends_with(problem)), "{faults:?}");
}
