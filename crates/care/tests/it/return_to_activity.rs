//! The way back to activity.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use std::collections::BTreeMap;
use supple_care::{Activity, Standing, State, activity};
use supple_guidance::embedded;
use supple_triage::Answer;

/// Someone on this rung for whom everything asked is a yes and nothing hurts.
fn fine(rung: Option<&str>) -> State {
    let criteria = &embedded().ladder.criteria;
    State {
        reached: rung.map(str::to_owned),
        days: Some(3),
        pain: Some(0),
        pain_before: Some(0),
        answers: criteria.iter().map(|criterion| (criterion.id.to_string(), Answer::Yes)).collect(),
    }
}

fn without(rung: &str, criterion: &str) -> State {
    let mut state = fine(Some(rung));
    state.answers.insert(criterion.to_owned(), Answer::No);
    state
}

fn next(activity: &Activity<'_>) -> Option<String> {
    activity.next.map(|rung| rung.id.to_string())
}

fn back(activity: &Activity<'_>) -> Option<Option<String>> {
    activity.back.map(|rung| rung.map(|rung| rung.id.to_string()))
}

#[test]
fn the_ladder_leads_from_the_first_moves_to_contact_sport() {
    let mut rung: Option<String> = None;
    let mut steps = Vec::new();
    while let Some(id) = next(&activity(embedded(), &fine(rung.as_deref()))) {
        steps.push(id.clone());
        rung = Some(id);
    }
    let known: Vec<&str> = embedded().ladder.rungs.iter().map(|rung| rung.id.as_str()).collect();
    assert_eq!(steps, known);
    assert_eq!((known.first(), known.last()), (Some(&"first-moves"), Some(&"contact-sport")));
}

#[test]
fn contact_sport_waits_for_the_end_of_all_symptoms() {
    assert_eq!(next(&activity(embedded(), &fine(Some("sport")))).as_deref(), Some("contact-sport"));
    for missing in ["no-symptoms", "sport-moves"] {
        assert_eq!(next(&activity(embedded(), &without("sport", missing))), None, "{missing}");
        let mut unsure = fine(Some("sport"));
        unsure.answers.insert(missing.to_owned(), Answer::Unsure);
        assert_eq!(next(&activity(embedded(), &unsure)), None, "{missing}, not sure");
        unsure.answers.remove(missing);
        assert_eq!(next(&activity(embedded(), &unsure)), None, "{missing}, not asked");
    }
    let mut hurts = fine(Some("sport"));
    hurts.pain = Some(1);
    assert_eq!(next(&activity(embedded(), &hurts)), None);
    hurts.pain = None;
    assert_eq!(next(&activity(embedded(), &hurts)), None);
    let symptom = activity(embedded(), &without("contact-sport", "no-symptoms"));
    assert_eq!(back(&symptom), Some(Some("sport".to_owned())));
}

#[test]
fn daily_life_and_work_do_not_wait_for_the_end_of_all_pain() {
    for (rung, above) in [("first-walk", "daily-life"), ("daily-life", "work")] {
        let mut hurts = fine(Some(rung));
        (hurts.pain, hurts.pain_before) = (Some(5), Some(5));
        hurts.answers.insert("no-symptoms".to_owned(), Answer::No);
        assert_eq!(next(&activity(embedded(), &hurts)).as_deref(), Some(above));
    }
}

#[test]
fn a_new_spasm_or_two_points_more_pain_is_a_step_back() {
    let spasm = activity(embedded(), &without("lifting", "no-new-spasm"));
    assert_eq!(back(&spasm), Some(Some("exercise".to_owned())));
    assert_eq!(next(&spasm), None);
    let pain = |now| {
        let mut state = fine(Some("work"));
        (state.pain, state.pain_before) = (Some(now), Some(3));
        back(&activity(embedded(), &state))
    };
    assert_eq!(pain(4), None);
    assert_eq!(pain(5), Some(Some("daily-life".to_owned())));
    let first = activity(embedded(), &without("first-moves", "no-new-spasm"));
    assert_eq!(back(&first), Some(None), "below the first rung there is rest");
}

#[test]
fn who_has_no_pain_at_all_goes_on_also_where_nobody_knows_what_it_was_before() {
    let next_from = |rung: &str, pain_before| next(&activity(embedded(), &State { pain_before, ..fine(Some(rung)) }));
    let rungs = &embedded().ladder.rungs;
    assert!(rungs.iter().any(|rung| next_from(rung.id.as_str(), None).is_some()));
    for rung in rungs {
        assert_eq!(next_from(rung.id.as_str(), None), next_from(rung.id.as_str(), Some(0)), "{}", rung.id);
    }
}

#[test]
fn the_check_for_warning_signs_comes_first_everywhere() {
    let places = embedded().ladder.rungs.iter().map(|rung| Some(rung.id.as_str()));
    for rung in places.chain([None]) {
        let mut state = fine(rung);
        for answer in [Some(Answer::No), Some(Answer::Unsure), None] {
            state.answers.remove("no-warning-sign");
            state.answers.extend(answer.map(|answer| ("no-warning-sign".to_owned(), answer)));
            let activity = activity(embedded(), &state);
            assert_eq!(activity.first.map(|first| first.id.as_str()), Some("no-warning-sign"), "{rung:?}");
            assert_eq!(next(&activity), None);
        }
        assert_eq!(activity(embedded(), &fine(rung)).first, None);
    }
}

#[test]
fn a_hard_week_at_home_is_a_reason_to_see_a_doctor() {
    let days = |rung, days| {
        let mut state = fine(rung);
        state.days = days;
        activity(embedded(), &state).stuck.len()
    };
    assert_eq!(days(Some("first-walk"), Some(7)), 0);
    assert_eq!(days(Some("first-walk"), Some(8)), 1);
    assert_eq!(days(None, Some(8)), 1);
    assert_eq!(days(Some("daily-life"), Some(8)), 0);
    assert_eq!(days(Some("first-walk"), None), 0);
}

#[test]
fn nothing_known_leads_nowhere_and_says_what_is_open() {
    let activity = activity(embedded(), &State::default());
    assert_eq!((next(&activity), back(&activity)), (None, None));
    assert!(activity.why.iter().all(|criterion| criterion.standing == Standing::Open));
    assert!(!activity.why.is_empty());
}

fn answer() -> impl Strategy<Value = Option<Answer>> {
    prop_oneof![Just(None), Just(Some(Answer::Yes)), Just(Some(Answer::No)), Just(Some(Answer::Unsure))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_never_goes_up_on_what_is_not_known_and_never_up_and_back_at_once(
        place in 0..9_usize,
        said in prop::collection::vec(answer(), embedded().ladder.criteria.len()),
        pain in prop::option::of(0..=10_u8),
        before in prop::option::of(0..=10_u8),
    ) {
        let ladder = &embedded().ladder;
        let ids = ladder.criteria.iter().map(|criterion| criterion.id.to_string());
        let answers: BTreeMap<String, Answer> =
            ids.zip(&said).filter_map(|(id, answer)| Some((id, (*answer)?))).collect();
        let reached = ladder.rungs.get(place).map(|rung| rung.id.to_string());
        let state = State { reached, days: None, pain, pain_before: before, answers };
        let activity = activity(embedded(), &state);
        if let Some(up) = activity.next {
            prop_assert!(activity.back.is_none() && activity.first.is_none());
            for id in &up.enter {
                let asked = state.answers.get(id.as_str()) == Some(&Answer::Yes);
                prop_assert!(asked || (id == "no-pain" && pain == Some(0)), "{} for {}", id, up.id);
            }
        }
        if activity.back.is_some() {
            prop_assert!(activity.why.iter().any(|one| one.stay && one.standing == Standing::Unmet));
        }
    }
}
