//! The words of exercises and habits are easy to read: grade 6 at most, by both formulas, each as it is read by itself.

use supple_guidance::embedded;
use supple_guidance::reading::Reading;

const GRADE: f64 = 6.0;

/// Names that cannot be said otherwise.
const NAMES: [&str; 4] = ["magnesium", "calcium", "alcohol", "physiotherapist"];

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!', ':']) { text.to_owned() } else { format!("{text}.") }
}

fn join<'t>(texts: impl IntoIterator<Item = &'t String>) -> String {
    texts.into_iter().map(|text| sentence(text)).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_text_of_exercises_walking_habits_and_trials_over_days_is_of_grade_6_at_most() {
    let known = &embedded().exercises;
    let mut texts: Vec<(String, String)> = Vec::new();
    for exercise in &known.exercises {
        texts.push((
            format!("exercise {}", exercise.id),
            join([&exercise.name, &exercise.purpose].into_iter().chain(&exercise.steps)),
        ));
        let more = exercise.unless.iter().filter_map(|one| one.change.as_ref());
        let more = more.chain(exercise.rungs.iter().filter_map(|dose| dose.how.as_ref()));
        texts.extend(more.map(|text| (format!("exercise {}, otherwise", exercise.id), sentence(text))));
    }
    texts.extend(known.stop.iter().map(|stop| ("stop".to_owned(), stop.text.clone())));
    texts.extend(known.classes.iter().map(|class| (format!("class {}", class.id), join([&class.title, &class.why]))));
    texts.extend(
        known
            .questions
            .iter()
            .map(|one| (format!("question {}", one.id), join([&one.ask].into_iter().chain(&one.hint)))),
    );
    texts.extend(known.conditions.iter().map(|one| (format!("condition {}", one.id), join([&one.told, &one.mind]))));
    texts.extend(
        known.trainings.iter().map(|one| (format!("training {}", one.id), join([&one.name, &one.what, &one.known]))),
    );
    let walking = &embedded().walking;
    texts.push((
        "walking".to_owned(),
        join([&walking.name, &walking.purpose].into_iter().chain(&walking.steps).chain([&walking.stop])),
    ));
    for habit in &embedded().habits {
        texts.push((format!("habit {}", habit.id), join([&habit.title].into_iter().chain(&habit.steps))));
        texts.push((format!("habit {}, what is known", habit.id), habit.known.clone()));
        texts.extend(habit.opt_out.iter().map(|text| (format!("habit {}, opt-out", habit.id), text.clone())));
        texts.extend(habit.offer.iter().map(|offer| (format!("habit {}, why", habit.id), offer.because.clone())));
    }
    for of in &embedded().trials.days {
        texts.push((format!("trial {}", of.id), join([&of.title, &of.does, &of.without])));
        texts.push((format!("trial {}, why it is fair", of.id), of.judgement.clone()));
    }
    let mut hard = Vec::new();
    for (name, text) in &texts {
        let count = Reading::naming(text, &NAMES);
        // A single short line is too little for the index of letters: one long word would rule it.
        let grade = if text.split(' ').count() < 25 { count.flesch_kincaid() } else { count.grade() };
        if grade > GRADE {
            hard.push(format!("{:.1} and {:.1}: {name}: {text}", count.flesch_kincaid(), count.readability_index()));
        }
    }
    assert!(hard.is_empty(), "too hard to read:\n{}", hard.join("\n"));
}
