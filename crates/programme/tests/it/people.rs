//! For whom what is left out or changed, person by person.

use crate::shared::{ASKED, about, asked, day, done, walked};
use std::collections::BTreeSet;
use supple_care::About;
use supple_guidance::exercise::{Need, Setting};
use supple_guidance::{Urgency, embedded};
use supple_programme::{Asked, Out, Pause, Phase, Programme, programme};
use supple_triage::Answer;

const TODAY: &str = "2026-03-02";

#[test]
fn the_tests_ask_for_all_that_the_guidance_asks_for() {
    let known: BTreeSet<&str> = embedded()
        .exercises
        .conditions
        .iter()
        .flat_map(|condition| &condition.any)
        .chain(embedded().habits.iter().flat_map(|habit| habit.offer.iter().flat_map(|offer| &offer.any)))
        .map(|sign| sign.finding.as_str())
        .collect();
    let here: BTreeSet<&str> = ASKED.into_iter().chain(["age", "temperature", "alcohol"]).collect();
    assert_eq!(known, here);
}

#[test]
fn someone_well_with_half_an_hour_walks_first_and_does_four_exercises() {
    let about = about(&[]);
    let programme = programme(embedded(), &asked(&about, 30, TODAY)).unwrap();
    assert_eq!(programme.walk.as_ref().map(|walk| walk.minutes), Some(5));
    assert_eq!(programme.exercises.len(), 4);
    let classes: BTreeSet<&str> = programme.exercises.iter().map(|one| one.class.id.as_str()).collect();
    assert_eq!(classes.len(), 4, "one of each kind: {classes:?}");
    assert!(!programme.stop.is_empty() && programme.open.is_empty());
}

#[test]
fn the_check_comes_first_and_a_warning_sign_before_everything() {
    let about = about(&[]);
    let asked = |urgency| Asked { urgency, phase: Phase::Spasm, ..asked(&about, 20, TODAY) };
    assert_eq!(programme(embedded(), &asked(Some(Urgency::Emergency))), Err(Pause::WarningSign(Urgency::Emergency)));
    assert_eq!(programme(embedded(), &asked(Some(Urgency::SelfCare))), Err(Pause::Spasm));
    let well = Asked { phase: Phase::Well, ..asked(None) };
    assert_eq!(programme(embedded(), &well), Err(Pause::CheckFirst));
    let walked = [walked("1", day("2026-02-28"), 5, (1, 1))];
    let since = Asked { history: &walked, ..well.clone() };
    assert!(programme(embedded(), &since).is_ok(), "who has begun need not check each day");
    let again = Asked { episode: Some(day("2026-02-28")), ..since };
    assert_eq!(programme(embedded(), &again), Err(Pause::CheckFirst), "after a spasm the check comes first again");
}

#[test]
fn an_operation_or_a_fever_pauses_it_and_says_so() {
    for (id, answer) in [
        ("operation-lately", Answer::Yes),
        ("operation-lately", Answer::Unsure),
        ("spinal-procedure", Answer::Yes),
        ("temperature", Answer::Number(38.5)),
        ("temperature", Answer::Unsure),
    ] {
        let about = about(&[(id, answer)]);
        let outcome = programme(embedded(), &asked(&about, 20, TODAY));
        let Err(Pause::Condition(condition)) = outcome else { panic!("{id}: {outcome:?}") };
        assert!(condition.any.iter().any(|sign| sign.finding == id) && !condition.told.is_empty());
    }
}

#[test]
fn thin_bones_leave_out_deep_bends_also_where_nobody_asked() {
    let leaves_out = |about: &About| {
        let outcome = programme(embedded(), &asked(about, 60, TODAY)).unwrap();
        let find = |id: &str| outcome.left_out.iter().find(|one| one.exercise.id == id).map(|one| one.why);
        let why = find("knee-hug");
        (why, outcome.open.iter().map(|condition| condition.id.to_string()).collect::<Vec<_>>())
    };
    let told = leaves_out(&about(&[("osteoporosis", Answer::Yes)]));
    assert!(matches!(told.0, Some(Out::Condition(_))) && told.1.is_empty());
    let open = leaves_out(&About::nothing_yet());
    assert!(matches!(open.0, Some(Out::Unanswered(_))));
    assert_eq!(open.1, ["fragile-bones"], "and it is said which answer would open them");
    assert_eq!(leaves_out(&about(&[])).0, None);
}

#[test]
fn what_nobody_asked_stays_in_view() {
    let nothing = About::nothing_yet();
    let programme = programme(embedded(), &asked(&nothing, 60, TODAY)).unwrap();
    let roll = programme.exercises.iter().find(|one| one.exercise.class == "core").unwrap();
    assert!(roll.minds.iter().any(|condition| condition.id == "high-pressure"), "{:?}", roll.minds);
}

#[test]
fn each_place_has_something_for_someone_well() {
    let about = about(&[]);
    for place in Setting::ALL {
        let asked = Asked { place: Some(place), ..asked(&about, 30, TODAY) };
        let programme = programme(embedded(), &asked).unwrap();
        assert!(programme.exercises.len() >= 3, "{place:?}: {:?}", programme.exercises);
        assert!(programme.exercises.iter().all(|one| one.exercise.places.contains(&place)));
    }
}

#[test]
fn someone_pregnant_has_a_programme_with_nothing_flat_on_the_back() {
    let about = about(&[("pregnant", Answer::Yes)]);
    let programme = programme(embedded(), &asked(&about, 30, TODAY)).unwrap();
    assert!(programme.walk.is_some() && programme.exercises.len() >= 3, "{programme:#?}");
    for one in &programme.exercises {
        let on_the_back = one.exercise.steps.iter().any(|step| step.contains("on your back"));
        assert!(!on_the_back, "{}", one.exercise.id);
    }
}

#[test]
fn from_65_on_balance_comes_before_the_rest_of_its_slot() {
    for (age, first) in [(64.0, false), (65.0, true)] {
        let about = about(&[("age", Answer::Number(age))]);
        let programme = programme(embedded(), &asked(&about, 30, TODAY)).unwrap();
        assert_eq!(programme.exercises.iter().any(|one| one.class.id == "balance"), first, "{age}");
    }
}

#[test]
fn a_bad_day_is_short_and_gentle() {
    let about = about(&[]);
    let asked = Asked { bad_day: true, ..asked(&about, 60, TODAY) };
    let programme = programme(embedded(), &asked).unwrap();
    assert!(programme.is_short && programme.seconds() <= 5 * 60 && programme.exercises.len() <= 2);
    assert!(programme.exercises.iter().all(|one| one.class.gentle));
    assert_eq!(programme.walk.as_ref().map(|walk| walk.minutes), Some(3));
}

#[test]
fn an_episode_pauses_it_and_the_way_back_opens_it_rung_by_rung() {
    let about = about(&[]);
    let at = |rung| {
        let asked = Asked { phase: Phase::Episode, episode: Some(day("2026-02-27")), rung, ..asked(&about, 30, TODAY) };
        programme(embedded(), &asked)
            .map(|programme| programme.exercises.iter().map(|one| one.class.id.to_string()).collect::<BTreeSet<_>>())
    };
    for rung in [None, Some("first-moves"), Some("first-walk")] {
        assert_eq!(at(rung), Err(Pause::Episode), "{rung:?}");
    }
    assert_eq!(at(Some("daily-life")).unwrap(), ["mobility".to_owned()].into());
    assert!(at(Some("exercise")).unwrap().contains("core"));
}

#[test]
fn weights_wait_for_the_rung_of_lifting_and_who_had_them_before_goes_down_one_at_a_time() {
    let about = about(&[]);
    let lifted: Vec<_> =
        ["2026-02-02", "2026-02-05", "2026-02-24"].map(|on| done("hip-hinge", "light", day(on), (0, 0))).into();
    let at = |rung, history| {
        let asked = Asked { rung, history, ..asked(&about, 60, TODAY) };
        programme(embedded(), &asked).unwrap()
    };
    let fit = at(Some("lifting"), &lifted);
    let hinge = fit.exercises.iter().find(|one| one.exercise.id == "hip-hinge");
    let left_out = |programme: &Programme<'static>| {
        programme.left_out.iter().find(|one| one.exercise.id == "hip-hinge").map(|one| one.why)
    };
    assert!(hinge.is_none_or(|one| one.dose.load) && left_out(&fit).is_none());
    assert_eq!(left_out(&at(Some("work"), &lifted)), Some(Out::Load));
}

#[test]
fn what_is_put_aside_gives_way_to_another() {
    let about = about(&[]);
    let ids = |put_aside: &BTreeSet<String>| -> Vec<String> {
        let programme = programme(embedded(), &Asked { put_aside, ..asked(&about, 30, TODAY) }).unwrap();
        programme.exercises.iter().map(|one| one.exercise.id.to_string()).collect()
    };
    let first = ids(&BTreeSet::new());
    let second = ids(&first.iter().cloned().collect());
    assert!(second.len() >= 3 && second.iter().all(|id| !first.contains(id)), "{first:?} {second:?}");
}

#[test]
fn someone_unsteady_for_whom_all_hurts_is_told_that_nothing_fits() {
    let about = about(&[("unsteady-feet", Answer::Yes)]);
    let hurts: BTreeSet<Need> = Need::ALL.into();
    let asked = Asked { hurts: &hurts, place: Some(Setting::Wall), bad_day: true, ..asked(&about, 30, TODAY) };
    assert_eq!(programme(embedded(), &asked), Err(Pause::NothingFits));
}
