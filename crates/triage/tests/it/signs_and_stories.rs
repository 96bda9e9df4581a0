//! Every warning sign of the four articles alone, and the stories that readers wrote below one of them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use supple_guidance::{Guidance, Urgency, embedded};
use supple_triage::{Answers, Triage, Verdict};

/// The verdict on a JSON object, as `supple check --answers` reads it; with everything else taken as no.
fn verdict(json: &str) -> Verdict<'static> {
    let triage = supple_triage::embedded();
    let mut answers = Answers::from_json(triage, json).unwrap();
    answers.assume_no(triage);
    triage.verdict(&answers)
}

/// The signs of bladder, bowel, saddle, leg strength, chest and breath: "not sure" counts as a yes for these and no others.
/// Elsewhere a doubt is for today at most, or whoever is not sure of everything is sent to a hospital.
const GRAVE: [&str; 10] = [
    "saddle-numbness",
    "urine-retention",
    "bladder-bowel-loss",
    "both-legs",
    "leg-weakness-worse",
    "leg-weakness",
    "chest-pain",
    "breathless",
    "breath-stopped",
    "tearing-pain",
];

/// Whether this guidance takes just these signs as a yes when someone is not sure.
pub(crate) fn doubts_are_taken_as_they_should(guidance: &Guidance) -> bool {
    let grave = guidance.findings.iter().filter(|finding| finding.unsure_is_yes);
    grave.map(|finding| finding.id.as_str()).eq(GRAVE)
}

/// What someone with a weak sign is told that a source is stricter about, though it changes no urgency: the rules that stand
/// alone, just at the limits and where there is nothing but their company.
const STRICTER: [(&str, &[&str]); 15] = [
    (r#"{"sudden-severe": true, "lift-severe": true}"#, &["lift-severe", "sudden-severe"]),
    (r#"{"osteoporosis": true}"#, &[]),
    (r#"{"sudden-severe": true}"#, &["sudden-severe"]),
    (r#"{"breath-catch": true}"#, &["breath-catch"]),
    (r#"{"upper-back": true}"#, &["upper-back"]),
    (r#"{"days": 6}"#, &[]),
    (r#"{"days": 7}"#, &["lasting"]),
    (r#"{"days": 41}"#, &["lasting"]),
    (r#"{"days": 42}"#, &[]),
    (r#"{"pain": 6}"#, &[]),
    (r#"{"pain": 7}"#, &["severe-pain"]),
    (r#"{"limits-life": true}"#, &["limits-life"]),
    (r#"{"spine-history": true}"#, &["spine-history"]),
    (r#"{"statin": true}"#, &["statin"]),
    (r#"{"diabetes": true}"#, &["diabetes"]),
];

/// The first of these that is told otherwise by this triage.
pub(crate) fn told_otherwise(triage: &Triage<'_>) -> Option<String> {
    STRICTER.iter().find_map(|(json, owed)| {
        let mut answers = Answers::from_json(supple_triage::embedded(), json).unwrap();
        answers.assume_no(supple_triage::embedded());
        let verdict = triage.verdict(&answers);
        let told: Vec<&str> =
            verdict.fired.iter().filter(|fired| fired.alone).map(|fired| fired.rule.id.as_str()).collect();
        (told != *owed).then(|| format!("{json} tells {told:?}"))
    })
}

#[test]
fn not_sure_counts_as_a_yes_for_the_grave_signs_and_for_no_others() {
    assert!(doubts_are_taken_as_they_should(embedded()));
}

#[test]
fn who_has_a_weak_sign_alone_is_told_that_a_source_is_stricter_from_its_limit_on() {
    assert_eq!(told_otherwise(supple_triage::embedded()), None);
}

/// The verdict on the same object with everything else left unasked.
fn verdict_so_far(json: &str) -> Verdict<'static> {
    let triage = supple_triage::embedded();
    triage.verdict(&Answers::from_json(triage, json).unwrap())
}

#[test]
fn every_warning_sign_of_the_four_articles_gives_the_urgency_its_article_gives_unless_the_policy_says_so_by_name() {
    // Sign, as answers; the urgency that the article gives it ("immediate" is same-day, "doctor" is see-doctor). Where the
    // policy calls a sign weak, the verdict names the rule as standing alone.
    let signs = [
        // Symptom guide, emergency list
        (r#"{"bladder-bowel-loss": true}"#, Urgency::Emergency),
        (r#"{"saddle-numbness": true}"#, Urgency::Emergency),
        (r#"{"leg-weakness-worse": true}"#, Urgency::Emergency),
        (r#"{"severe-belly-pain": true}"#, Urgency::Emergency),
        (r#"{"temperature": 39}"#, Urgency::Emergency),
        (r#"{"chest-pain": true}"#, Urgency::Emergency),
        (r#"{"breathless": true}"#, Urgency::Emergency),
        (r#"{"injury": "serious"}"#, Urgency::Emergency),
        (r#"{"side-pain": "waves"}"#, Urgency::Emergency),
        (r#"{"blood-in-urine": true}"#, Urgency::Emergency),
        (r#"{"no-relief": true}"#, Urgency::Emergency),
        (r#"{"cancer-history": true}"#, Urgency::Emergency),
        (r#"{"sudden-severe": true, "lift-severe": true}"#, Urgency::Emergency),
        // Symptom guide, immediate care
        (r#"{"temperature": 38}"#, Urgency::SameDay),
        (r#"{"weight-loss": true}"#, Urgency::SameDay),
        (r#"{"night-pain": true}"#, Urgency::SameDay),
        // Symptom guide, appointment
        (r#"{"days": 8}"#, Urgency::SeeDoctor),
        (r#"{"recurrent": true}"#, Urgency::SeeDoctor),
        (r#"{"pain": 7}"#, Urgency::SeeDoctor),
        (r#"{"leg-numbness": true}"#, Urgency::SeeDoctor),
        (r#"{"leg-weakness": true}"#, Urgency::SeeDoctor),
        (r#"{"leg-pain": true}"#, Urgency::SeeDoctor),
        (r#"{"no-improvement": true}"#, Urgency::SeeDoctor),
        (r#"{"spine-history": true}"#, Urgency::SeeDoctor),
        // University Health News
        (r#"{"leg-weakness": true}"#, Urgency::Emergency),
        (r#"{"back-weakness": true}"#, Urgency::SameDay),
        (r#"{"limits-life": true}"#, Urgency::SeeDoctor),
        // Acute care article
        (r#"{"leg-pain": true}"#, Urgency::SameDay),
        (r#"{"both-legs": true}"#, Urgency::SameDay),
        (r#"{"leg-numbness": true}"#, Urgency::SameDay),
        // New York spine clinic
        (r#"{"days": 43}"#, Urgency::SeeDoctor),
        (r#"{"more-often": true}"#, Urgency::SeeDoctor),
    ];
    let mut weak = Vec::new();
    for (sign, owed) in signs {
        let (alone, so_far) = (verdict(sign), verdict_so_far(sign));
        if alone.urgency < owed {
            let named = alone.fired.iter().find(|fired| fired.alone && fired.rule.urgency >= owed);
            weak.push(
                named.unwrap_or_else(|| panic!("{sign} with all else no gives {}", alone.urgency)).rule.id.as_str(),
            );
        }
        // What is open may be its company, so an answer on the way is never calmer than for today.
        assert!(so_far.urgency >= owed.min(Urgency::SameDay), "{sign} with all else open gives {}", so_far.urgency);
    }
    let known = [
        "high-fever",
        "cancer-history",
        "lift-severe",
        "night-pain",
        "lasting",
        "severe-pain",
        "spine-history",
        "limits-life",
        "leg-pain",
    ];
    assert_eq!(weak, known, "the warning signs of the articles that need company");
}

#[test]
fn every_warning_sign_of_the_inventory_is_carried_by_a_rule_of_at_least_its_urgency() {
    for item in &embedded().items {
        let Some(owed) = item.urgency else { continue };
        // A weak rule carries it by the urgency that it has in company.
        let carried = embedded().rules.iter().any(|rule| rule.items.contains(&item.id) && rule.urgency >= owed);
        assert!(carried, "{} ({}) is owed {owed}", item.id, item.says);
    }
}

#[test]
fn a_spasm_around_the_clock_for_almost_a_year_belongs_to_a_doctor() {
    let story = verdict(r#"{"days": 330, "pain": 8, "limits-life": true, "no-improvement": true}"#);
    assert_eq!(story.urgency, Urgency::SeeDoctor);
}

#[test]
fn a_first_spasm_without_any_sign_is_cared_for_at_home() {
    assert_eq!(verdict(r#"{"days": 1, "pain": 5}"#).urgency, Urgency::SelfCare);
}

#[test]
fn a_spasm_of_seconds_that_floors_someone_weekly_and_more_and_more_often_belongs_to_a_doctor() {
    let story = verdict(r#"{"days": 0, "pain": 8, "recurrent": true, "more-often": true}"#);
    assert_eq!(story.urgency, Urgency::SeeDoctor);
    let said: Vec<&str> = story.fired.iter().map(|fired| fired.rule.id.as_str()).collect();
    assert!(said.contains(&"more-often"), "the rising frequency itself is named: {said:?}");
}

#[test]
fn a_spasm_that_stops_the_breath_is_an_emergency_since_nobody_can_tell_at_home() {
    let story = verdict(r#"{"days": 7300, "pain": 10, "recurrent": true, "breath-catch": true, "breathless": true}"#);
    assert_eq!(story.urgency, Urgency::Emergency);
}

#[test]
fn a_breath_that_hurts_but_is_normal_in_between_is_for_today_when_it_is_severe() {
    let story = verdict(r#"{"days": 2000, "pain": 8, "breath-catch": true, "limits-life": true}"#);
    assert_eq!(story.urgency, Urgency::SameDay);
    assert_eq!(verdict(r#"{"days": 1, "pain": 5, "breath-catch": true}"#).urgency, Urgency::SelfCare);
}

#[test]
fn an_ordinary_first_spasm_on_lifting_stays_at_home_and_is_told_what_a_list_says() {
    let story = verdict(r#"{"days": 0, "pain": 8, "sudden-severe": true, "lift-severe": true}"#);
    assert_eq!(story.urgency, Urgency::SelfCare);
    let alone: Vec<&str> = story.fired.iter().filter(|fired| fired.alone).map(|fired| fired.rule.id.as_str()).collect();
    assert_eq!(alone, ["lift-severe", "sudden-severe", "severe-pain"]);
    assert!(story.fired.iter().all(|fired| fired.urgency == Urgency::SelfCare));
}

#[test]
fn several_weak_doubts_are_no_alarm_but_stay_open() {
    let doubts = r#"{"upper-back": "unsure", "breath-catch": "unsure", "sudden-severe": "unsure"}"#;
    let story = verdict(doubts);
    assert_eq!(story.urgency, Urgency::SelfCare);
    assert!(!story.certain, "finding out may still raise it");
    assert_eq!(story.unsure, ["sudden-severe", "upper-back", "breath-catch"]);
    assert_eq!(story.open, ["sudden-severe", "upper-back"], "each is company of the other");
    assert_eq!(
        verdict(r#"{"breath-catch": "unsure", "pain": 8}"#).urgency,
        Urgency::SameDay,
        "a doubt and its company"
    );
}

#[test]
fn one_doubt_about_an_age_is_not_two_doubts() {
    let story = verdict(r#"{"age": "unsure"}"#);
    assert_eq!(story.urgency, Urgency::SameDay, "a child may be meant");
}

#[test]
fn lying_alone_on_the_floor_for_seven_hours_is_an_emergency() {
    let story = verdict(r#"{"days": 0, "pain": 10, "stuck": true, "stuck-over-an-hour": true}"#);
    assert_eq!(story.urgency, Urgency::Emergency);
    assert!(verdict(r#"{"stuck": true}"#).urgency >= Urgency::SameDay, "and before the hour is up it is for today");
}

#[test]
fn hours_flat_on_the_back_after_bending_over_is_an_emergency() {
    let story = verdict(r#"{"days": 0, "pain": 9, "stuck": true, "stuck-over-an-hour": true, "leg-pain": false}"#);
    assert_eq!(story.urgency, Urgency::Emergency);
}

#[test]
fn nothing_answered_is_neither_self_care_nor_certain() {
    let nothing = verdict_so_far("{}");
    assert_eq!(nothing.urgency, Urgency::SameDay);
    assert!(!nothing.certain);
    assert!(nothing.open.contains(&"saddle-numbness"));
}

#[test]
fn an_emergency_is_certain_however_much_is_open() {
    let verdict = verdict_so_far(r#"{"chest-pain": true}"#);
    assert!(verdict.certain && verdict.open.is_empty());
}

#[test]
fn unsure_about_an_ordinary_emergency_sign_holds_the_verdict_at_same_day_and_says_what_is_open() {
    let verdict = verdict(r#"{"side-pain": "unsure"}"#);
    assert_eq!(verdict.urgency, Urgency::SameDay);
    assert_eq!(verdict.open, ["side-pain"]);
    assert_eq!(verdict.unsure, ["side-pain"]);
    assert!(!verdict.fired[0].holds);
}

#[test]
fn the_sources_of_a_fired_rule_and_what_they_disagree_about_come_with_it() {
    let verdict = verdict(r#"{"leg-weakness": true}"#);
    let rule = verdict.fired[0].rule;
    let levels: Vec<Urgency> = rule.positions.iter().map(|position| position.urgency).collect();
    assert!(levels.contains(&Urgency::Emergency) && levels.contains(&Urgency::SeeDoctor));
}

#[test]
fn the_reasons_of_a_verdict_are_what_someone_said_and_nothing_else() {
    let reasons = |json: &str, id: &str| -> Vec<&str> {
        let verdict = verdict(json);
        let fired = verdict.fired.into_iter().find(|fired| fired.rule.id == id);
        fired.map(|fired| fired.findings).unwrap_or_default()
    };
    let fever = r#"{"temperature": 38, "leg-numbness": true, "back-weakness": "unsure"}"#;
    assert_eq!(reasons(fever, "fever-with-nerve-sign"), ["temperature", "leg-numbness", "back-weakness"]);
    assert_eq!(reasons(r#"{"upper-back": true, "pain": 7}"#, "upper-back"), ["upper-back", "pain"], "and its company");
    // Of two ways to be so, the one that is so.
    let meningitis = r#"{"temperature": 38, "rash-that-stays": true, "pain": 7}"#;
    assert_eq!(reasons(meningitis, "meningitis"), ["temperature", "rash-that-stays"]);
    let once = r#"{"stiff-neck": true, "temperature": 38, "rash-that-stays": true}"#;
    assert_eq!(reasons(once, "meningitis"), ["stiff-neck", "temperature", "rash-that-stays"], "each once");
}
