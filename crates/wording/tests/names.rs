//! What was stored by its id is told by its name, and nothing of it is lost on the way from a list to the whole.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use proptest::test_runner::Config;
use supple_diary::testing::{self, some_words};
use supple_diary::{Check, Kind, Named, Object, Plan, Profile, Spasm};
use supple_wording::{headline, in_full, in_list};

fn object(json: &str) -> Object {
    Object::new(json).unwrap()
}

fn line(kind: impl Into<Kind>) -> String {
    in_full(&kind.into()).line()
}

#[test]
fn a_check_is_told_by_what_its_rules_are_about() {
    let rules = &supple_guidance::embedded().rules;
    for rule in rules {
        let check = Check { answers: object("{}"), urgency: some_words("same-day"), rules: vec![some_words(&rule.id)] };
        let told = line(check);
        assert!(told.starts_with("Safety check: Today. "), "{told}");
        assert!(told.to_lowercase().contains(&rule.concern.to_lowercase()), "{told}");
    }
}

#[test]
fn a_plan_is_told_by_the_titles_of_its_steps() {
    for step in &supple_guidance::embedded().relief.steps {
        let steps = vec![some_words(&step.id), some_words("gone-by-now")];
        let told = line(Plan { situation: object("{}"), urgency: some_words("see-doctor"), steps });
        let rest = format!("Plan for the moment. How soon: See a doctor soon. Steps: {}, Gone-by-now", step.title);
        assert_eq!(told, rest);
    }
}

#[test]
fn a_decision_is_told_by_its_question_and_the_answer() {
    for decision in &supple_guidance::embedded().relief.decisions {
        for option in &decision.options {
            let mut decisions = Named::new();
            decisions.insert(some_words(&decision.id), some_words(&option.id));
            let told = line(Profile { decisions, ..Profile::default() });
            assert!(told.contains(&decision.ask) && told.contains(&option.label), "{told}");
        }
    }
}

#[test]
fn what_came_with_a_spasm_and_what_did_not_is_told_by_its_name() {
    let mut came_with = Named::new();
    came_with.insert(some_words("leg-pain"), true);
    came_with.insert(some_words("fever"), false);
    let spasm: Kind = Spasm { came_with, ..Spasm::default() }.into();
    let fever = &supple_guidance::embedded().finding("fever").map(|finding| finding.ask.clone());
    let told = in_full(&spasm);
    assert_eq!(told.detail[0], "Pain down one leg or into the buttock");
    assert!(told.detail[1].to_lowercase().ends_with(" no"), "{told:?}");
    assert!(fever.as_ref().is_none_or(|fever| told.detail[1].starts_with(fever.as_str())), "{told:?}");
    assert!(supple_wording::signs(&spasm).unwrap().0.starts_with("Pain down one leg"));
}

proptest! {
    #![proptest_config(Config { cases: 2_000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_whole_has_all_that_a_list_has(draft in testing::drafts()) {
        let (list, whole) = (in_list(&draft.kind), in_full(&draft.kind));
        let begun = |text: &str| text.trim_end_matches(['…', '\u{2069}']).split_whitespace().collect::<String>();
        prop_assert_eq!(&list.headline, &headline(&draft.kind));
        prop_assert!(begun(&whole.headline).starts_with(&begun(&list.headline)));
        let mut rest = whole.detail.iter();
        for part in &list.detail {
            prop_assert!(rest.any(|whole| begun(whole).starts_with(&begun(part))), "{part:?} in {whole:?}");
        }
    }
}
