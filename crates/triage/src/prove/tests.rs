//! What each property refuses. No rule of `rules.toml` can break most of them, since conditions have no "not"; so compiled rules,
//! and what the engine says of them, are spoiled here, and the property must notice.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use super::*;
use crate::engine::Test3;
use crate::support::{At, LOWEST, Seen};
use supple_guidance::{Condition, Guidance, Kind, Test, embedded};

type Property_ = fn(&Proving<'_, '_>) -> Property;

/// The embedded guidance with these rules alone, and no promise.
fn with_rules(ids: &[&str]) -> Guidance {
    let mut guidance = embedded().clone();
    guidance.rules.retain(|rule| ids.contains(&rule.id.as_str()));
    assert_eq!(guidance.rules.len(), ids.len(), "{ids:?}");
    guidance.promises.clear();
    guidance
}

fn of(property: Property_, guidance: &Guidance) -> Property {
    property(&Proving::new(&Triage::new(guidance).unwrap()))
}

/// The property of compiled rules that were spoiled.
fn compiled(property: Property_, ids: &[&str], spoil: impl FnOnce(&mut Triage<'_>)) -> Property {
    let guidance = with_rules(ids);
    let mut triage = Triage::new(&guidance).unwrap();
    spoil(&mut triage);
    property(&Proving::new(&triage))
}

/// The property where the engine says something else in some states. The places are 0 not asked, 1 not sure, 2 no, 3 yes.
fn seen(property: Property_, ids: &[&str], change: impl Fn(&At<'_>, &mut Seen)) -> Property {
    let guidance = with_rules(ids);
    let triage = Triage::new(&guidance).unwrap();
    let mut proving = Proving::new(&triage);
    proving.supports.iter_mut().for_each(|support| support.say_instead(&change));
    property(&proving)
}

/// The same, in the state with these places alone.
fn seen_at(property: Property_, id: &str, places: &[usize], truth: Truth, asks: bool) -> Property {
    seen(property, &[id], |at, seen| {
        if at.places == places {
            *seen = Seen { truth, asks };
        }
    })
}

fn refuses(property: &Property, says: &str) {
    assert!(!property.holds && property.how.starts_with("does not hold: "), "{property:?}");
    assert!(property.how.contains(says), "{property:?}");
}

fn accepts(property: &Property) {
    assert!(property.holds && !property.how.contains("not hold") && property.states > 0, "{property:?}");
}

#[test]
fn a_proof_of_nothing_is_no_proof() {
    refuses(&of(promises_are_kept, &with_rules(&["rash"])), "there was nothing to look at");
    let guidance = with_rules(&["rash"]);
    assert!(!holds(&Triage::new(&guidance).unwrap()), "no promise, no proof");
    assert!(!prove(&Triage::new(&guidance).unwrap()).all);
}

#[test]
fn the_first_that_contradicts_is_told_and_each_state_is_counted() {
    let mut case = Case::new("it", "so");
    case.require(true, || unreachable!());
    case.require(false, || "first".to_owned());
    case.require(false, || "second".to_owned());
    let property = case.close();
    assert_eq!((property.holds, property.states), (false, 3));
    assert_eq!(property.how, "does not hold: first");
    let mut case = Case::new("it", "so");
    case.require(true, || unreachable!());
    assert_eq!(case.close(), Property { name: "it", holds: true, how: "so".to_owned(), states: 1 });
}

#[test]
fn a_yes_that_lowers_the_urgency_is_refused() {
    accepts(&of(never_lower, &with_rules(&["rash", "saddle-numbness", "leg-pain"])));
    // More yes, a doubt in place of a no, and a doubt that turns out to be so.
    refuses(&seen_at(never_lower, "rash", &[3], Truth::No, false), "rule \"rash\" with rash unsure");
    refuses(&seen_at(never_lower, "rash", &[1], Truth::No, false), "rule \"rash\" with rash not asked");
    refuses(&seen_at(never_lower, "rash", &[2], Truth::Yes, false), "rule \"rash\" with rash at level 0");
    // A certainty that becomes a possibility, though both are for today.
    refuses(&seen_at(never_lower, "rash", &[2], Truth::Maybe, false), "rule \"rash\" with rash at level 0");
    assert_eq!(of(never_lower, &with_rules(&["rash"])).states, 5, "every single step up");
}

#[test]
fn self_care_while_a_higher_rule_may_be_true_is_refused() {
    accepts(&of(self_care_is_earned, &with_rules(&["rash", "child", "leg-pain"])));
    let mild = compiled(self_care_is_earned, &["rash"], |triage| triage.rules[0].urgency = Urgency::SelfCare);
    refuses(&mild, "rule \"rash\" asks for self-care");
    // A doubt counts as nothing for a weak rule in company alone, and only where there are two.
    let two = |at: &At<'_>, seen: &mut Seen| {
        if at.places == [NOT_SURE, NOT_SURE] {
            seen.truth = Truth::Doubt;
        }
    };
    refuses(&seen(self_care_is_earned, &["stiff-spine-injury"], two), "injury unsure, stiff-spine unsure");
    let one = compiled(self_care_is_earned, &["child"], |triage| {
        let Test3::InCompany { shared, .. } = &mut triage.rules[0].when else { panic!("child is weak") };
        assert_eq!(shared.len(), 1, "an age is one thing");
        shared.clear();
    });
    refuses(&one, "rule \"child\" with age unsure");
}

#[test]
fn a_not_sure_that_clears_a_sign_is_refused() {
    accepts(&of(unsure_is_never_no, &with_rules(&["rash", "saddle-numbness", "leg-pain"])));
    refuses(&seen_at(unsure_is_never_no, "rash", &[NOT_SURE], Truth::No, false), "rash at level 1");
    // Not sure of a grave sign is a yes, not a perhaps.
    refuses(&seen_at(unsure_is_never_no, "saddle-numbness", &[NOT_SURE], Truth::Maybe, false), "saddle-numbness");
}

#[test]
fn an_interview_that_ends_before_an_answer_that_matters_is_refused() {
    accepts(&of(interview_agrees, &with_rules(&["rash", "stiff-spine-injury", "upper-back"])));
    refuses(&seen_at(interview_agrees, "rash", &[NOT_ASKED], Truth::Open, false), "rash not asked");
    refuses(&seen_at(interview_agrees, "rash", &[NOT_ASKED], Truth::No, false), "rash not asked");
    refuses(&seen_at(interview_agrees, "rash", &[NOT_ASKED], Truth::Yes, false), "rash not asked");
    // With no injury, a stiff spine matters no more; an answer to it must not open the question again.
    let again = seen_at(interview_agrees, "stiff-spine-injury", &[LOWEST, 3], Truth::No, true);
    refuses(&again, "injury at level 0, stiff-spine not asked");
}

#[test]
fn a_question_that_is_asked_twice_or_never_is_refused() {
    accepts(&of(interview_ends, &with_rules(&["rash"])));
    refuses(&seen_at(interview_ends, "rash", &[NOT_ASKED], Truth::Open, false), "rash not asked");
    refuses(&seen_at(interview_ends, "rash", &[3], Truth::Yes, true), "rash at level 1");
    let mut nowhere = with_rules(&["rash"]);
    nowhere.findings[3].screen = "nowhere".to_owned();
    refuses(&of(interview_ends, &nowhere), &format!("\"{}\" stands on 0 screens", nowhere.findings[3].id));
    let mut twice = with_rules(&["rash"]);
    let first = twice.screens[0].clone();
    twice.screens.push(first);
    refuses(&of(interview_ends, &twice), "stands on 2 screens");
}

#[test]
fn an_emergency_that_the_verdict_does_not_give_is_refused() {
    accepts(&of(emergency_ends_it, &with_rules(&["saddle-numbness", "rash"])));
    refuses(&seen_at(emergency_ends_it, "saddle-numbness", &[LOWEST], Truth::Yes, false), "saddle-numbness at level 0");
}

#[test]
fn a_check_that_asks_too_much_of_someone_with_nothing_wrong_is_refused() {
    let short = of(all_clear_is_short, embedded());
    assert!(short.holds && short.how.ends_with(": 4 screens, 7 taps"), "{short:?}");
    assert_eq!(short.states, 5, "each screen, and the end");
    // Eight taps on four screens.
    let mut taps = embedded().clone();
    let temperature = taps.findings.iter_mut().find(|finding| finding.id == "temperature").unwrap();
    let Kind::Number(number) = &mut temperature.kind else { panic!("a temperature is a number") };
    number.required = true;
    refuses(&of(all_clear_is_short, &taps), "4 screens, 8 taps");
    // Five screens with five taps.
    let mut screens = embedded().clone();
    for finding in &mut screens.findings {
        if let Kind::Number(number) = &mut finding.kind {
            number.required = false;
        }
    }
    accepts(&of(all_clear_is_short, &screens));
    let finding = screens.findings.iter().find(|finding| finding.screen == "harm-more").unwrap().id.clone();
    let mut rule = screens.rules.iter().find(|rule| rule.id == "rash").unwrap().clone();
    rule.when = Condition::Atom(Atom { finding, test: Test::Yes });
    screens.rules.push(rule);
    refuses(&of(all_clear_is_short, &screens), "5 screens, 5 taps");
    // Nothing wrong, and yet for today.
    let mut fever = with_rules(&["fever"]);
    fever.rules[0].when = Condition::Atom(Atom { finding: "temperature".to_owned().into(), test: Test::AtLeast(36.0) });
    refuses(&of(all_clear_is_short, &fever), "all clear leads to same-day");
}

#[test]
fn a_rule_that_is_never_true_or_never_decides_is_refused() {
    let never = |_: &At<'_>, seen: &mut Seen| seen.truth = Truth::Maybe;
    accepts(&of(every_rule_fires, &with_rules(&["rash"])));
    refuses(&seen(every_rule_fires, &["rash"], never), "rule \"rash\" is never true");
    accepts(&of(every_rule_matters, &with_rules(&["rash"])));
    refuses(&seen(every_rule_matters, &["rash"], never), "rule \"rash\" never decides");
    let mut twice = with_rules(&["rash"]);
    let mut other = twice.rules[0].clone();
    other.id = "rash-again".to_owned().into();
    twice.rules.push(other);
    refuses(&of(every_rule_matters, &twice), "rule \"rash\" never decides");
}

/// The embedded guidance with rules of these urgencies and conditions alone.
fn rules(conditions: &[(Urgency, &[(&str, Test)])]) -> Guidance {
    let mut guidance = with_rules(&["rash"]);
    let rash = guidance.rules.remove(0);
    for (place, (urgency, atoms)) in conditions.iter().enumerate() {
        let atoms = atoms
            .iter()
            .map(|(finding, test)| Condition::Atom(Atom { finding: (*finding).to_owned().into(), test: test.clone() }));
        let when = Condition::All(atoms.collect());
        guidance.rules.push(Rule { id: format!("rule-{place}").into(), urgency: *urgency, when, ..rash.clone() });
    }
    guidance
}

#[test]
fn a_rule_that_decides_only_low_or_only_high_within_its_limits_matters() {
    use Test::{AtLeast, Below};
    use Urgency::{Emergency, SameDay};
    // A fever below 39, and an age from 6 on.
    accepts(&of(
        every_rule_matters,
        &rules(&[(SameDay, &[("temperature", AtLeast(38.0))]), (Emergency, &[("temperature", AtLeast(39.0))])]),
    ));
    accepts(&of(
        every_rule_matters,
        &rules(&[(SameDay, &[("age", Below(18.0))]), (Emergency, &[("age", Below(6.0))])]),
    ));
    // Both low, and the first low with the second high.
    accepts(&of(
        every_rule_matters,
        &rules(&[
            (SameDay, &[("pain", AtLeast(4.0)), ("temperature", AtLeast(38.0))]),
            (Emergency, &[("pain", AtLeast(7.0))]),
            (Emergency, &[("temperature", AtLeast(39.0))]),
        ]),
    ));
    accepts(&of(
        every_rule_matters,
        &rules(&[
            (SameDay, &[("temperature", AtLeast(38.0)), ("age", Below(18.0))]),
            (Emergency, &[("temperature", AtLeast(39.0))]),
            (Emergency, &[("age", Below(6.0))]),
        ]),
    ));
}

#[test]
fn a_rule_below_its_own_urgency_is_refused_unless_it_says_so_by_name() {
    accepts(&of(exceptions_are_named, &with_rules(&["rash", "leg-pain"])));
    let lower =
        compiled(exceptions_are_named, &["saddle-numbness"], |triage| triage.rules[0].urgency = Urgency::SameDay);
    refuses(&lower, "rule \"saddle-numbness\" gives Some(SameDay)");
    // A weak rule is compiled to its sign in company, then its sign alone.
    let weak = |spoil: fn(&mut Triage<'_>)| compiled(exceptions_are_named, &["leg-pain"], spoil);
    refuses(&weak(|triage| triage.rules[1].urgency = Urgency::SelfCare), "is not named as standing alone");
    refuses(&weak(|triage| triage.rules[1].part = Part::Whole), "is not named as standing alone");
    refuses(&weak(|triage| triage.rules[0].urgency = Urgency::SeeDoctor), "does not rise in company");
    refuses(
        &weak(|triage| {
            triage.rules[0].when = Test3::Any(Vec::new());
            triage.rules[1].urgency = Urgency::SameDay;
        }),
        "does not rise in company",
    );
}

#[test]
fn a_sign_that_is_its_own_company_need_not_be_named_as_standing_alone() {
    let mut guidance = with_rules(&["leg-pain", "child"]);
    accepts(&of(exceptions_are_named, &guidance));
    let weak = guidance.rules[1].weak.as_mut().unwrap();
    weak.company = Condition::Atom(Atom { finding: "age".to_owned().into(), test: Test::Below(50.0) });
    accepts(&of(exceptions_are_named, &guidance));
}

#[test]
fn a_promise_that_is_not_kept_is_refused() {
    let promise = |exactly: bool, urgency: Urgency| {
        let mut guidance = with_rules(&["rash"]);
        let mut promise = embedded().promises[0].clone();
        promise.answers = vec![("rash".to_owned().into(), Opinion::Is(true))];
        guidance.promises.push(Promise { exactly, urgency, ..promise });
        of(promises_are_kept, &guidance)
    };
    accepts(&promise(true, Urgency::SameDay));
    accepts(&promise(false, Urgency::SeeDoctor));
    refuses(&promise(true, Urgency::SeeDoctor), "leads to same-day instead of see-doctor");
    refuses(&promise(false, Urgency::Emergency), "leads to same-day instead of emergency");
}

#[test]
fn a_promise_of_a_doubt_is_a_doubt_and_one_of_an_option_is_that_option() {
    let promise = |word: &str, urgency: Urgency| {
        let mut guidance = with_rules(&["serious-injury"]);
        let mut promise = embedded().promises[0].clone();
        promise.answers = vec![("injury".to_owned().into(), Opinion::Word(word.to_owned()))];
        guidance.promises.push(Promise { exactly: true, urgency, ..promise });
        of(promises_are_kept, &guidance)
    };
    accepts(&promise("unsure", Urgency::SameDay));
    accepts(&promise("serious", Urgency::Emergency));
    accepts(&promise("minor", Urgency::SelfCare));
    refuses(&promise("deadly", Urgency::Emergency), "does not fit the findings");
}
