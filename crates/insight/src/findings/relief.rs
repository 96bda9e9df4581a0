//! What was followed by how much relief.
//!
//! A description, never an effect: people do what suits the moment, pain falls by itself, and it is written down when it
//! is worst. Only a trial by chance could tell one measure from another.

use jiff::Zoned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use supple_diary::{Diary, Exercise, Item, Measure, Words};

/// Fewer times than this are not described.
const LEAST: usize = 3;

/// A fall by this much is one that people notice: about 2 of 10.
const NOTICED: f64 = 2.0;

/// What is offered to write down as done for relief: its id, and what it is called.
pub const MEASURES: [(&str, &str); 8] = [
    ("ice", "Ice"),
    ("heat", "Heat"),
    ("position", "An easy position"),
    ("walk", "A walk"),
    ("stretch", "A stretch"),
    ("breathing", "Slow breathing"),
    ("massage", "Massage"),
    ("bath", "A warm bath"),
];

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
    let mut sums: BTreeMap<(What, &str), Sum> = BTreeMap::new();
    let past = |item: &Item| item.happened().at() <= now.timestamp();
    let measures = diary.all::<Measure>().filter(|(item, _)| past(item));
    let measures = measures.map(|(_, done)| (What::Measure, &done.what, done.before, done.after, done.helped));
    // A step of the way back is an activity that someone is ready for, not something done for relief.
    let exercises = diary.all::<Exercise>().filter(|(item, done)| past(item) && done.way_back().is_none());
    let exercises = exercises.map(|(_, done)| (What::Exercise, &done.what, done.before, done.after, None));
    for (what, id, before, after, helped) in measures.chain(exercises) {
        let sum = sums.entry((what, Words::as_str(id))).or_default();
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
    let mut relief: Vec<Relief> = sums
        .into_iter()
        .filter(|(_, sum)| sum.times >= LEAST)
        .map(|((what, id), sum)| Relief {
            what,
            id: id.to_owned(),
            words: words(id),
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
    match MEASURES.iter().find(|(known, _)| *known == id) {
        Some((_, words)) => words.to_lowercase(),
        None => id.replace('-', " "),
    }
}
