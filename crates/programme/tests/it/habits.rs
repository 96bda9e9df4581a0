//! Habits are offered for a reason that is told.

use crate::shared::about;
use std::collections::BTreeSet;
use supple_care::About;
use supple_guidance::embedded;
use supple_programme::habits;
use supple_triage::Answer;

fn offered(about: &About, exposures: &[&str]) -> Vec<(String, String)> {
    let exposures: BTreeSet<String> = exposures.iter().map(|id| (*id).to_owned()).collect();
    let found = habits(embedded(), about, &exposures);
    found.into_iter().map(|one| (one.habit.id.clone(), one.offer.because.clone())).collect()
}

fn because(offers: &[(String, String)], id: &str) -> Option<String> {
    offers.iter().find(|(habit, _)| habit == id).map(|(_, because)| because.clone())
}

#[test]
fn a_habit_for_a_reason_of_ones_own_comes_before_those_for_everyone() {
    let nothing = offered(&about(&[]), &[]);
    let sitting = offered(&about(&[]), &["long-sitting"]);
    assert_eq!(because(&nothing, "workstation"), None);
    assert!(because(&sitting, "workstation").unwrap().contains("sitting"));
    assert_ne!(because(&nothing, "break-up-sitting"), because(&sitting, "break-up-sitting"));
    let last_own = sitting.iter().rposition(|(_, because)| because.contains("diary")).unwrap();
    let first_for_all = sitting.iter().position(|(id, _)| id == "pacing").unwrap();
    assert!(last_own < first_for_all, "{sitting:?}");
}

#[test]
fn only_who_says_that_they_smoke_is_told_to_stop() {
    for (answer, is_offered) in [(Answer::Yes, true), (Answer::No, false), (Answer::Unsure, false)] {
        assert_eq!(because(&offered(&about(&[("smokes", answer)]), &[]), "smoking").is_some(), is_offered);
    }
    assert_eq!(because(&offered(&About::nothing_yet(), &[]), "smoking"), None);
}

#[test]
fn water_is_not_offered_to_sick_kidneys_or_hearts_and_says_whom_a_doctor_told_otherwise() {
    for id in ["kidney-disease", "heart"] {
        for answer in [Answer::Yes, Answer::Unsure] {
            assert_eq!(because(&offered(&about(&[(id, answer)]), &["low-water"]), "water"), None, "{id}");
        }
    }
    assert!(because(&offered(&about(&[]), &["low-water"]), "water").is_some());
    let weak = embedded().habits.iter().filter(|habit| ["water", "food-and-minerals"].contains(&habit.id.as_str()));
    for habit in weak {
        assert!(habit.known.starts_with("Weak.") && habit.opt_out.is_some(), "{}", habit.id);
    }
}
