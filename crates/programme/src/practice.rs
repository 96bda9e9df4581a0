//! What the diary keeps of an exercise: as it begins, as it ends, and how the pain was.

use crate::count;
use crate::session::Chosen;
use crate::walk::Walk;
use jiff::Timestamp;
use supple_diary::{Exercise, Id, Label, Level, Repetitions, Seconds, Timer, Words};
use supple_guidance::embedded;
use supple_guidance::exercise::{self, Dose};

/// How much of an exercise or of a walk is meant, as an entry says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Much {
    id: String,
    rung: String,
    sets: Option<u32>,
    repetitions: Option<u32>,
    seconds: Option<u32>,
    timed: u32,
}

impl Much {
    /// An exercise at its dose.
    pub fn of_exercise(chosen: &Chosen<'_>) -> Much {
        let timed = count::seconds(chosen.exercise, chosen.dose, &embedded().exercises.rules);
        let Dose { id, sets, repetitions, .. } = chosen.dose.clone();
        let (sets, repetitions) = (Some(sets), Some(repetitions));
        Much { id: chosen.exercise.id.to_string(), rung: id, sets, repetitions, seconds: None, timed }
    }

    /// A walk of its minutes.
    pub fn of_walk(walk: &Walk<'_>) -> Much {
        let (id, rung, timed) = (walk.plan.id.to_string(), walk.level.id.clone(), walk.minutes * 60);
        Much { id, rung, sets: None, repetitions: None, seconds: Some(timed), timed }
    }

    /// How long its timer runs, in seconds.
    pub fn timed(&self) -> u32 {
        self.timed
    }

    /// The entry of what begins now, with its timer; `None` where an id is none that an entry can have.
    pub fn counted(&self, before: Option<Level>, now: Timestamp) -> Option<Exercise> {
        let seconds = Seconds::new(self.timed.into()).ok()?;
        let timer = Some(Box::new(Timer::start(Words::new(self.id.as_str()).ok()?, seconds, now)));
        Some(Exercise { timer, ..self.entry(before)? })
    }

    /// The entry of what was done whole.
    pub fn done(&self, before: Option<Level>) -> Option<Exercise> {
        Some(Exercise {
            sets: self.sets.and_then(times),
            repetitions: self.repetitions.and_then(times),
            seconds: self.seconds.and_then(|seconds| Seconds::new(seconds.into()).ok()),
            ..self.entry(before)?
        })
    }

    /// The entry of what was too much.
    pub fn too_much(&self, before: Option<Level>) -> Option<Exercise> {
        Some(Exercise { too_much: Some(true), ..self.entry(before)? })
    }

    fn entry(&self, before: Option<Level>) -> Option<Exercise> {
        let what = Label::Known(Id::new(&self.id).ok()?);
        Some(Exercise { rung: Id::new(&self.rung).ok(), before, ..Exercise::of(what) })
    }
}

fn times(number: u32) -> Option<Repetitions> {
    Repetitions::new(number.into()).ok()
}

/// The exercise of an entry, and its dose; `None` for the walk, for own words and for what the guidance does not know.
pub fn dosed(entry: &Exercise) -> Option<(&'static exercise::Exercise, &'static Dose)> {
    let exercise = embedded().exercises.exercise(entry.what.known()?)?;
    Some((exercise, exercise.rungs.get(exercise.place(entry.rung.as_ref()?.as_str())?)?))
}

/// An entry whose count has come to an end, by itself or by a word: how long it took, and how often it was done. One without
/// a timer is as it was.
#[must_use]
pub fn ended(entry: &Exercise, now: Timestamp) -> Exercise {
    let Some(timer) = entry.timer.as_ref().map(|timer| timer.done(now)) else { return entry.clone() };
    let ran = timer.ran(now);
    let mut ended = Exercise { seconds: entry.seconds.or(Some(ran)), timer: Some(Box::new(timer)), ..entry.clone() };
    if let Some((exercise, dose)) = dosed(entry).filter(|_| entry.repetitions.is_none()) {
        let done = count::times(exercise, dose, &embedded().exercises.rules, ran.get());
        let is_whole = done >= dose.sets * dose.repetitions;
        let (sets, often) = if is_whole { (dose.sets, dose.repetitions) } else { (1, done) };
        (ended.sets, ended.repetitions) = (times(sets), times(often));
    }
    ended
}

/// An entry that was too much, whether or not it is still counted.
#[must_use]
pub fn too_much(entry: &Exercise, now: Timestamp) -> Exercise {
    let timer = entry.timer.as_ref().map(|timer| Box::new(timer.worse(now)));
    Exercise { too_much: Some(true), timer, ..ended(entry, now) }
}
