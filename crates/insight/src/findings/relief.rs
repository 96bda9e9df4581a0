//! What was followed by how much relief.
//!
//! A description, never an effect: people do what suits the moment, pain falls by itself, and it is written down when it
//! is worst. Only a trial by chance could tell one measure from another.

use crate::names::{Groups, exercise_words, known_measure, measures};
use jiff::Zoned;
use serde::{Deserialize, Serialize};
use supple_diary::{Diary, Exercise, Item, Measure};

/// Fewer times than this are not described.
const LEAST: usize = 3;

/// A fall by this much is one that people notice: about 2 of 10.
const NOTICED: f64 = 2.0;

/// How pain went on after a measure or an exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relief {
    /// What it was.
    pub what: What,
    /// Its id in the diary.
    pub id: String,
    /// What it is called within a sentence.
    pub words: String,
    /// How often pain was given before and after; the means are over these.
    pub times: usize,
    /// The mean pain before, 0 to 10.
    pub before: f64,
    /// The mean pain after, 0 to 10.
    pub after: f64,
    /// How often it fell by 2 or more.
    pub fell_by_two: usize,
    /// How often the person said whether it helped.
    pub asked: usize,
    /// How often it did.
    pub helped: usize,
}

/// A measure or an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Something done for relief.
    Measure,
    /// An exercise.
    Exercise,
}

#[derive(Default)]
struct Sum {
    times: usize,
    before: f64,
    after: f64,
    fell_by_two: usize,
    asked: usize,
    helped: usize,
}

pub(super) fn relief(diary: &Diary, now: &Zoned) -> Vec<Relief> {
    let mut measured: Groups<'_, Sum> = Groups::new(known_measure);
    let mut exercised: Groups<'_, Sum> = Groups::new(|_| None);
    let past = |item: &Item| item.happened().at() <= now.timestamp();
    let measures = diary.all::<Measure>().filter(|(item, _)| past(item));
    let measures = measures
        .map(|(item, done)| (item.happened().at(), What::Measure, &done.what, done.before, done.after, done.helped));
    let exercises = diary.all::<Exercise>().filter(|(item, _)| past(item));
    let exercises =
        exercises.map(|(item, done)| (item.happened().at(), What::Exercise, &done.what, done.before, done.after, None));
    for (at, what, id, before, after, helped) in measures.chain(exercises) {
        let sums = if what == What::Measure { &mut measured } else { &mut exercised };
        let sum = sums.of(id.as_str(), at);
        if let (Some(before), Some(after)) = (before, after) {
            let (before, after) = (f64::from(before.get()), f64::from(after.get()));
            sum.times += 1;
            sum.before += before;
            sum.after += after;
            sum.fell_by_two += usize::from(before - after >= NOTICED);
        }
        sum.asked += usize::from(helped.is_some());
        sum.helped += usize::from(helped == Some(true));
    }
    let measured = measured.all().map(|(id, sum)| (What::Measure, id, sum));
    let exercised = exercised.all().map(|(id, sum)| (What::Exercise, id, sum));
    let mut relief: Vec<Relief> = measured
        .chain(exercised)
        .filter(|(_, _, sum)| sum.times >= LEAST)
        .map(|(what, id, sum)| Relief {
            what,
            id: id.to_owned(),
            words: match what {
                What::Measure => words(id),
                What::Exercise => exercise_words(id),
            },
            times: sum.times,
            before: sum.before / sum.times as f64,
            after: sum.after / sum.times as f64,
            fell_by_two: sum.fell_by_two,
            asked: sum.asked,
            helped: sum.helped,
        })
        .collect();
    relief.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.id.cmp(&b.id)));
    relief
}

/// What a measure is called within a sentence; what the person named stands as it is.
fn words(id: &str) -> String {
    match measures().find(|(known, _)| *known == id) {
        Some((_, words)) => words.to_lowercase(),
        None => id.replace('-', " "),
    }
}
