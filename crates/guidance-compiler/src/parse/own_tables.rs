//! Parses the files that have tables of their own: medicines, treatments, the way back to activity, exposures, validity,
//! figures, exercises, walking, habits, the report, questionnaires, trials.

use super::{Parsed, figures, packs};
use serde::Deserialize;
use supple_guidance_schema::activity::Ladder;
use supple_guidance_schema::exercise::Exercises;
use supple_guidance_schema::habit::Habit;
use supple_guidance_schema::medicines::{Believed, Medicines, Often};
use supple_guidance_schema::offered::Offered;
use supple_guidance_schema::questionnaire::Questionnaires;
use supple_guidance_schema::report::Report;
use supple_guidance_schema::trial::Trials;
use supple_guidance_schema::validity::Validity;
use supple_guidance_schema::walking::Walking;
use supple_guidance_schema::{Advice, Exposure, Treatment};

/// Whether this file is parsed here.
pub(super) fn has(name: &str) -> bool {
    matches!(
        name,
        "guidance/treatments.toml"
            | "guidance/activity.toml"
            | "guidance/exposures.toml"
            | "guidance/validity.toml"
            | "guidance/offered.toml"
            | "guidance/report.toml"
            | "guidance/questionnaires.toml"
            | "guidance/trials.toml"
            | "guidance/figures.toml"
            | "guidance/exercises.toml"
            | "guidance/walking.toml"
            | "guidance/habits.toml"
    ) || MEDICINES.contains(&name)
}

/// The files that hold what is known of medicines.
const MEDICINES: [&str; 5] = [
    "guidance/brands.toml",
    "guidance/interactions.toml",
    "guidance/medicines.toml",
    "guidance/products-gb.toml",
    "guidance/products-us.toml",
];

/// Parses one of these files.
pub(super) fn parse(name: &str, text: &str, parsed: &mut Parsed) -> Result<(), toml::de::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Treatments {
        treatment: Vec<Treatment>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Exposures {
        exposure: Vec<Exposure>,
        advice: Advice,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Walk {
        walking: Walking,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Habits {
        habit: Vec<Habit>,
    }
    let mut ids: Vec<(&'static str, String)> = Vec::new();
    match name {
        name if MEDICINES.contains(&name) => {
            let read: Medicines = toml::from_str(text)?;
            ids.extend(read.questions.iter().map(|entry| ("question", entry.id.clone())));
            ids.extend(read.groups.iter().map(|entry| ("group", entry.id.clone())));
            ids.extend(read.medicines.iter().map(|entry| ("medicine", entry.id.clone())));
            ids.extend(read.relatives.iter().map(|entry| ("relative", entry.name.clone())));
            ids.extend(read.products.iter().map(|entry| ("product", entry.id())));
            ids.extend(read.families.iter().map(|entry| ("family", entry.names.first().cloned().unwrap_or_default())));
            ids.extend(read.pairs.iter().map(|entry| ("pair", entry.id())));
            ids.extend(read.answered.iter().map(|entry| ("answered", entry.question.clone())));
            if read.believed != Believed::default() {
                ids.push(("believed", "amounts".to_owned()));
            }
            if read.often != Often::default() {
                ids.push(("painkillers often", "all".to_owned()));
            }
            packs::add(&mut parsed.guidance.medicines, read);
        }
        "guidance/treatments.toml" => {
            let read: Treatments = toml::from_str(text)?;
            ids.extend(read.treatment.iter().map(|entry| ("treatment", entry.id.clone())));
            parsed.guidance.treatments = read.treatment;
        }
        "guidance/exposures.toml" => {
            let read: Exposures = toml::from_str(text)?;
            ids.extend(read.exposure.iter().map(|entry| ("exposure", entry.id.to_string())));
            ids.extend(["all", "practice"].map(|id| ("advice", id.to_owned())));
            parsed.guidance.exposures = read.exposure;
            parsed.guidance.advice = read.advice;
        }
        "guidance/offered.toml" => {
            let read: Offered = toml::from_str(text)?;
            ids.push(("offered", "all".to_owned()));
            ids.extend(read.daily.iter().map(|entry| ("daily question", entry.id.clone())));
            ids.extend(read.exposure.iter().map(|entry| ("offered exposure", entry.id.clone())));
            ids.extend(read.measure.iter().map(|entry| ("offered measure", entry.id.clone())));
            ids.extend(read.came_with.iter().map(|entry| ("offered finding", entry.id.clone())));
            parsed.guidance.offered = read;
        }
        "guidance/report.toml" => {
            let read: Report = toml::from_str(text)?;
            ids.push(("report", "all".to_owned()));
            parsed.guidance.report = read;
        }
        "guidance/questionnaires.toml" => {
            let read: Questionnaires = toml::from_str(text)?;
            ids.extend(read.each.iter().map(|entry| ("questionnaire", entry.id.clone())));
            ids.extend(read.errors.iter().map(|entry| ("error of measurement", entry.of.clone())));
            parsed.guidance.questionnaires = read;
        }
        "guidance/trials.toml" => {
            let read: Trials = toml::from_str(text)?;
            ids.push(("trials", "all".to_owned()));
            ids.extend(read.each.iter().map(|entry| ("trial", entry.id.clone())));
            ids.extend(read.harms.iter().map(|entry| ("harm", entry.id.clone())));
            // One name begins one trial, so both kinds share their ids.
            ids.extend(read.days.iter().map(|entry| ("trial", entry.id.clone())));
            parsed.guidance.trials = read;
        }
        "guidance/figures.toml" => {
            let read = figures::parse(text)?;
            ids.extend(read.pose.iter().map(|entry| ("pose", entry.id.clone())));
            ids.extend(read.sequence.iter().map(|entry| ("sequence", entry.id.clone())));
            ids.extend(read.movement.iter().map(|entry| ("movement", entry.id.clone())));
            parsed.guidance.figures = read;
        }
        "guidance/exercises.toml" => {
            let read: Exercises = toml::from_str(text)?;
            ids.extend(read.classes.iter().map(|entry| ("class", entry.id.to_string())));
            ids.extend(read.questions.iter().map(|entry| ("question", entry.id.clone())));
            ids.extend(read.conditions.iter().map(|entry| ("condition", entry.id.to_string())));
            ids.extend(read.exercises.iter().map(|entry| ("exercise", entry.id.to_string())));
            ids.extend(read.trainings.iter().map(|entry| ("training", entry.id.clone())));
            ids.extend(read.rules.all().map(|(id, _)| ("rule of exercise", id.to_owned())));
            ids.extend(["stop", "slot"].map(|kind| (kind, "all".to_owned())));
            parsed.guidance.exercises = read;
        }
        "guidance/walking.toml" => {
            let read: Walk = toml::from_str(text)?;
            ids.push(("exercise", read.walking.id.clone()));
            parsed.guidance.walking = read.walking;
        }
        "guidance/habits.toml" => {
            let read: Habits = toml::from_str(text)?;
            ids.extend(read.habit.iter().map(|entry| ("habit", entry.id.clone())));
            parsed.guidance.habits = read.habit;
        }
        "guidance/validity.toml" => {
            let read: Validity = toml::from_str(text)?;
            ids.extend(read.window.all().map(|(id, _)| ("window", id.to_owned())));
            ids.extend(read.onset.iter().map(|entry| ("onset", entry.id.clone())));
            ids.push(("person", "passing".to_owned()));
            ids.push(("person", "group".to_owned()));
            ids.extend(read.person.groups.iter().map(|group| ("group", group.title.clone())));
            ids.push(("pregnancy", read.pregnancy.question.clone()));
            parsed.guidance.validity = read;
        }
        _ => {
            let read: Ladder = toml::from_str(text)?;
            ids.extend(read.criteria.iter().map(|entry| ("criterion", entry.id.to_string())));
            ids.extend(read.rungs.iter().map(|entry| ("rung", entry.id.to_string())));
            ids.extend(read.stuck.iter().map(|entry| ("stuck", entry.below.to_string())));
            parsed.guidance.ladder = read;
        }
    }
    for id in ids {
        parsed.files.entry(id).or_default().push(name.to_owned());
    }
    Ok(())
}
