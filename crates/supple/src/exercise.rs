//! `supple exercise`: the programme of the day, the exercises that there are, and the habits that are offered.

use crate::machine;
use crate::place::{self, Place};
use crate::practice;
use crate::problem::Problem;
use crate::progress;
use crate::terminal::Out;
use crate::values::name;
use clap::Args;
use serde::Serialize;
use std::sync::Arc;
use supple_care::health;
use supple_diary::Diary;
use supple_guidance::embedded;
use supple_guidance::exercise::{Dose, Exercises, Need, Setting};
use supple_guidance::habit::Habit;
use supple_guidance::walking::{Level, Walking};
use supple_programme::day::{self, Said};
use supple_programme::{Chosen, Pause, Programme, Walk, habits};
use supple_wording::programme as wording;
use supple_wording::text::sources;

/// Options of `supple exercise`.
#[derive(Debug, Args)]
pub(crate) struct Exercise {
    /// How many minutes you have
    #[arg(long, value_name = "MINUTES", default_value_t = 15, value_parser = clap::value_parser!(u32).range(0..=240))]
    minutes: u32,
    /// Where you do it: floor, bed, chair, wall or standing; anywhere otherwise
    #[arg(long, value_name = "PLACE", value_parser = name::<Setting>)]
    place: Option<Setting>,
    /// What hurts: bending, arching, turning, sitting, standing, walking, kneeling, lying
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = name::<Need>)]
    hurts: Vec<Need>,
    /// Exercises that you would rather not do, by their names in --list
    #[arg(long, value_name = "EXERCISES", value_delimiter = ',', value_parser = known)]
    not: Vec<String>,
    /// Go through it now, one at a time, with a count; what you do is in your diary by itself
    #[arg(long, conflicts_with_all = ["list", "habits", "json"])]
    start: bool,
    /// It is a bad day: short and gentle
    #[arg(long)]
    bad_day: bool,
    /// Print every exercise with its doses, and who leaves it out
    #[arg(long, conflicts_with = "habits")]
    list: bool,
    /// Print the habits that are offered to you, and why
    #[arg(long)]
    habits: bool,
    /// Print how it went: practice, walks, pain and spasms of the last 12 weeks, and since you began
    #[arg(long, conflicts_with_all = ["list", "habits"])]
    progress: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

fn known(id: &str) -> Result<String, String> {
    match embedded().exercises.exercise(id) {
        Some(exercise) => Ok(exercise.id.to_string()),
        None => Err("there is no such exercise; `supple exercise --list` has them all".to_owned()),
    }
}

/// Prints the programme of the day, the exercises, or the habits.
pub(crate) fn run(
    options: &Exercise,
    place: impl FnOnce() -> Result<Place, Problem>,
    out: &mut Out,
) -> Result<(), Problem> {
    if options.list {
        return list(options.json, out);
    }
    let said = Said {
        minutes: options.minutes,
        place: options.place,
        hurts: options.hurts.iter().copied().collect(),
        put_aside: options.not.iter().cloned().collect(),
        bad_day: options.bad_day,
    };
    if options.start {
        return practice::run(said, place, out);
    }
    let place = place()?;
    let is_new = !place.is_named() && !place.had_one() && !place.is_there()?;
    let diary: Arc<Diary> = if is_new { Arc::default() } else { place::read(&place.look()?)? };
    if options.habits {
        return offered(&diary, options.json, out);
    }
    if options.progress {
        return progress::print(&diary, &machine::zoned(), options.json, out);
    }
    let outcome = day::today(&diary, &machine::zoned(), &said);
    if options.json {
        return out.json(&Today::of(&outcome));
    }
    match outcome {
        Err(pause) => out.say(&wording::pause(&pause)),
        Ok(programme) => tell(&programme, out),
    }
}

fn tell(programme: &Programme<'_>, out: &mut Out) -> Result<(), Problem> {
    let minutes = programme.seconds().div_ceil(60);
    out.heading(&format!("Today: about {minutes} {}", if minutes == 1 { "minute" } else { "minutes" }))?;
    if let Some(one) = &programme.walk {
        out.gap()?;
        walk(one, out)?;
    }
    for one in &programme.exercises {
        out.gap()?;
        exercise(one, out)?;
    }
    out.gap()?;
    for stop in programme.stop {
        out.item("- ", &stop.text)?;
    }
    if programme.ask_for_help {
        out.say("It is no better after two weeks or more. Ask for a physiotherapist.")?;
    }
    for condition in &programme.open {
        out.say(&format!("More would fit if the check knew this of you: {}", condition.mind))?;
    }
    if let Some(one) = programme.exercises.first() {
        out.gap()?;
        out.say("Go through it with a count: supple exercise --start")?;
        let line = format!(
            "Or write down what you did: supple log exercise {} --rung {} --times {} --before 2 --after 2",
            one.exercise.id, one.dose.id, one.dose.repetitions
        );
        out.say(&line)?;
    }
    Ok(())
}

/// Tells of a walk.
pub(crate) fn walk(walk: &Walk<'_>, out: &mut Out) -> Result<(), Problem> {
    out.say(&format!("{}: {} minutes.", walk.plan.name, walk.minutes))?;
    out.item("  ", &format!("Your level: {} {}", wording::level(walk.level), wording::step(walk.step, walk.why)))?;
    for step in &walk.plan.steps {
        out.item("- ", step)?;
    }
    for line in walk.changes.iter().map(|change| change.how).chain(walk.minds.iter().map(|one| one.mind.as_str())) {
        out.item("! ", line)?;
    }
    Ok(())
}

/// Tells of an exercise.
pub(crate) fn exercise(one: &Chosen<'_>, out: &mut Out) -> Result<(), Problem> {
    out.say(&format!("{}: {}", one.exercise.name, wording::dose(one.dose)))?;
    out.item("  ", &format!("{} {}", one.exercise.purpose, wording::step(one.step, one.why)))?;
    for step in &one.exercise.steps {
        out.item("- ", step)?;
    }
    let how = one.dose.how.as_deref().into_iter();
    for line in how.chain(one.changes.iter().map(|change| change.how)) {
        out.item("! ", line)?;
    }
    for condition in &one.minds {
        out.item("! ", &condition.mind)?;
    }
    Ok(())
}

/// What is printed of a day as JSON.
#[derive(Serialize)]
struct Today<'g> {
    pause: Option<String>,
    walk: Option<WalkOut<'g>>,
    exercises: Vec<Do<'g>>,
    seconds: u32,
    stop: Vec<&'g str>,
    left_out: Vec<Left<'g>>,
    ask_for_help: bool,
}

#[derive(Serialize)]
struct WalkOut<'g> {
    minutes: u32,
    level: &'g Level,
    step: &'static str,
}

#[derive(Serialize)]
struct Do<'g> {
    id: &'g str,
    name: &'g str,
    dose: &'g Dose,
    step: &'static str,
    otherwise: Vec<&'g str>,
    mind: Vec<&'g str>,
    seconds: u32,
}

#[derive(Serialize)]
struct Left<'g> {
    id: &'g str,
    why: String,
}

impl<'g> Today<'g> {
    fn of(outcome: &Result<Programme<'g>, Pause<'g>>) -> Today<'g> {
        let programme = outcome.as_ref().ok();
        let of_exercise = |one: &Chosen<'g>| Do {
            id: one.exercise.id.as_str(),
            name: &one.exercise.name,
            dose: one.dose,
            step: wording::step(one.step, one.why),
            otherwise: one.changes.iter().map(|change| change.how).collect(),
            mind: one.minds.iter().map(|condition| condition.mind.as_str()).collect(),
            seconds: one.seconds,
        };
        Today {
            pause: outcome.as_ref().err().map(wording::pause),
            walk: programme.and_then(|programme| programme.walk.as_ref()).map(|walk| WalkOut {
                minutes: walk.minutes,
                level: walk.level,
                step: wording::step(walk.step, walk.why),
            }),
            exercises: programme.iter().flat_map(|programme| &programme.exercises).map(of_exercise).collect(),
            seconds: programme.map_or(0, Programme::seconds),
            stop: programme.iter().flat_map(|programme| programme.stop).map(|stop| stop.text.as_str()).collect(),
            left_out: programme
                .iter()
                .flat_map(|programme| &programme.left_out)
                .map(|left| Left { id: left.exercise.id.as_str(), why: wording::out(&left.why) })
                .collect(),
            ask_for_help: programme.is_some_and(|programme| programme.ask_for_help),
        }
    }
}

/// What is printed of all exercises as JSON.
#[derive(Serialize)]
struct All<'g> {
    exercises: &'g Exercises,
    walking: &'g Walking,
    habits: &'g [Habit],
}

fn list(json: bool, out: &mut Out) -> Result<(), Problem> {
    let guidance = embedded();
    let known = &guidance.exercises;
    if json {
        return out.json(&All { exercises: known, walking: &guidance.walking, habits: &guidance.habits });
    }
    for class in &known.classes {
        out.heading(&class.title)?;
        out.say(&class.why)?;
        for exercise in known.exercises.iter().filter(|exercise| exercise.class == class.id) {
            let start = exercise.place(&exercise.start).and_then(|place| exercise.rungs.get(place));
            let dose = start.map(wording::dose).unwrap_or_default();
            out.item("- ", &format!("{} ({}): {} {dose}", exercise.name, exercise.id, exercise.purpose))?;
            let out_of = exercise.unless.iter().filter(|unless| unless.change.is_none());
            let told = out_of.filter_map(|unless| known.condition(&unless.condition)).map(|one| one.id.as_str());
            let told: Vec<&str> = told.collect();
            if !told.is_empty() {
                out.item("    ", &format!("Left out with: {}.", told.join(", ")))?;
            }
            if !exercise.sources.is_empty() {
                out.item("    ", &format!("Sources: {}.", sources(&exercise.sources)))?;
            }
        }
        out.gap()?;
    }
    out.heading("To choose in place of single exercises")?;
    for training in &known.trainings {
        out.item(
            "- ",
            &format!(
                "{}: {} {} Sources: {}.",
                training.name,
                training.what,
                training.known,
                sources(&training.sources)
            ),
        )?;
    }
    Ok(())
}

/// A habit as JSON, with the reason for which it is offered.
#[derive(Serialize)]
struct OfferedHabit<'g> {
    because: &'g str,
    #[serde(flatten)]
    habit: &'g Habit,
}

fn offered(diary: &Diary, json: bool, out: &mut Out) -> Result<(), Problem> {
    let about = health::about(diary, machine::zoned().date());
    let offered = habits(embedded(), &about, &day::exposures(diary));
    if json {
        let offered = offered.iter().map(|one| OfferedHabit { because: &one.offer.because, habit: one.habit });
        return out.json(&offered.collect::<Vec<_>>());
    }
    for (at, one) in offered.iter().enumerate() {
        if at > 0 {
            out.gap()?;
        }
        out.heading(&one.habit.title)?;
        out.say(&format!("Why you: {}", one.offer.because))?;
        for step in &one.habit.steps {
            out.item("- ", step)?;
        }
        out.say(&format!("What is known: {}", one.habit.known))?;
        if let Some(text) = &one.habit.opt_out {
            out.say(text)?;
        }
        out.say(&format!("Sources: {}.", sources(&one.habit.sources)))?;
    }
    Ok(())
}
