//! What the guidance must have for a programme.

use std::collections::BTreeSet;
use supple_guidance::embedded;
use supple_guidance::exercise::Setting;

#[test]
fn there_are_at_least_24_exercises_of_all_kinds_and_for_all_places() {
    let known = &embedded().exercises;
    assert!(known.exercises.len() >= 24, "{}", known.exercises.len());
    for place in Setting::ALL {
        let here = known.exercises.iter().filter(|exercise| exercise.places.contains(&place)).count();
        assert!(here >= 5, "{place:?} has {here}");
    }
    let conditions = known.exercises.iter().filter(|exercise| !exercise.unless.is_empty()).count();
    assert!(conditions >= 24, "{conditions} say who leaves them out");
}

#[test]
fn each_exercise_has_a_figure_of_its_own() {
    let mut seen = BTreeSet::new();
    for exercise in &embedded().exercises.exercises {
        assert!(!exercise.figures.is_empty(), "{} has none", exercise.id);
        for figure in &exercise.figures {
            assert!(seen.insert(figure), "{} shows {figure}, as another one does", exercise.id);
        }
    }
}

#[test]
fn each_rung_is_at_least_as_much_work_as_the_one_below_but_for_a_harder_way_or_a_longer_hold() {
    for exercise in &embedded().exercises.exercises {
        for pair in exercise.rungs.windows(2) {
            let work = |place: usize| pair[place].sets * pair[place].repetitions * (exercise.pace + pair[place].hold);
            let harder = pair[1].how.is_some() || pair[0].how.is_some() || pair[1].hold > pair[0].hold;
            assert!(harder || work(1) >= work(0), "{}: {} is less than {}", exercise.id, pair[1].id, pair[0].id);
        }
    }
}

#[test]
fn no_exercise_takes_longer_than_eight_minutes_at_once() {
    let known = &embedded().exercises;
    for exercise in &known.exercises {
        for dose in &exercise.rungs {
            let seconds = exercise.seconds(dose, &known.rules);
            assert!((5..=480).contains(&seconds), "{} {} takes {seconds} s", exercise.id, dose.id);
        }
    }
}
