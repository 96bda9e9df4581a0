//! What was tried, at what dose, and what followed.

use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use supple_diary::{Diary, Measure, Medicine, PainPoint, same_name};
use supple_guidance::report::Report;
use supple_insight::names::known_measure;

/// Something done for relief. It was not tried at random, so nothing of this is an effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The id of a measure, or the person's own word.
    pub what: String,
    /// How often it was written down.
    pub times: usize,
    /// The day on which it was done first.
    pub first: Date,
    /// The day on which it was done last.
    pub last: Date,
    /// How often with the pain before and after.
    pub compared: usize,
    /// The mean pain before, 0 to 10; none where it was compared too seldom.
    pub before: Option<f64>,
    /// The mean pain after.
    pub after: Option<f64>,
    /// How often the person said whether it helped.
    pub asked: usize,
    /// How often it did.
    pub helped: usize,
}

/// A medicine that was taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// Product or substance, as it was written last.
    pub what: String,
    /// The substance, where it is known.
    pub substance: Option<String>,
    /// How many doses.
    pub times: usize,
    /// On how many days.
    pub days: usize,
    /// The smallest dose, in milligrams, where it was said.
    pub least: Option<f64>,
    /// The largest dose, in milligrams.
    pub most: Option<f64>,
    /// The day of the first dose.
    pub first: Date,
    /// The day of the last dose.
    pub last: Date,
    /// How often the pain was written down before and after.
    pub compared: usize,
    /// The mean pain before, 0 to 10; none where it was compared too seldom.
    pub before: Option<f64>,
    /// The mean pain after.
    pub after: Option<f64>,
}

#[derive(Default)]
struct Means {
    n: usize,
    before: f64,
    after: f64,
}

impl Means {
    fn add(&mut self, before: f64, after: f64) {
        self.n += 1;
        self.before += before;
        self.after += after;
    }

    fn told(&self, rules: &Report) -> (Option<f64>, Option<f64>) {
        let enough = u32::try_from(self.n).is_ok_and(|n| n >= rules.least_for_mean);
        let mean = |sum: f64| enough.then(|| sum / self.n as f64);
        (mean(self.before), mean(self.after))
    }
}

/// What was tried, the most frequent first.
pub(crate) fn tried(diary: &Diary, rules: &Report) -> Vec<Tried> {
    let mut all: Vec<(Tried, Means)> = Vec::new();
    for (item, done) in diary.all::<Measure>() {
        let on = item.happened().date();
        let what = known_measure(done.what.as_str()).unwrap_or(done.what.as_str());
        let place = all.iter().position(|(known, _)| same_name(&known.what, what)).unwrap_or_else(|| {
            let none = Tried {
                what: what.to_owned(),
                times: 0,
                first: on,
                last: on,
                compared: 0,
                before: None,
                after: None,
                asked: 0,
                helped: 0,
            };
            all.push((none, Means::default()));
            all.len() - 1
        });
        let Some((tried, means)) = all.get_mut(place) else { continue };
        tried.times += 1;
        (tried.first, tried.last) = (tried.first.min(on), tried.last.max(on));
        tried.asked += usize::from(done.helped.is_some());
        tried.helped += usize::from(done.helped == Some(true));
        if let (Some(before), Some(after)) = (done.before, done.after) {
            means.add(f64::from(before.get()), f64::from(after.get()));
        }
    }
    let told = |(mut tried, means): (Tried, Means)| {
        tried.compared = means.n;
        (tried.before, tried.after) = means.told(rules);
        tried
    };
    let mut all: Vec<Tried> = all.into_iter().map(told).collect();
    all.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.what.cmp(&b.what)));
    all
}

/// Medicines that were taken, the one taken last first.
pub(crate) fn taken(diary: &Diary, rules: &Report) -> Vec<Taken> {
    let mut all: Vec<(Taken, Means)> = Vec::new();
    for (item, dose) in diary.all::<Medicine>() {
        let on = item.happened().date();
        let place = all.iter().position(|(known, _)| same_name(&known.what, dose.what.as_str())).unwrap_or_else(|| {
            let none = Taken {
                what: String::new(),
                substance: None,
                times: 0,
                days: 0,
                least: None,
                most: None,
                first: on,
                last: Date::MIN,
                compared: 0,
                before: None,
                after: None,
            };
            all.push((Taken { what: dose.what.as_str().to_owned(), ..none }, Means::default()));
            all.len() - 1
        });
        let Some((taken, means)) = all.get_mut(place) else { continue };
        taken.what = dose.what.as_str().to_owned();
        taken.substance = dose.substance.as_ref().map(|words| words.as_str().to_owned()).or(taken.substance.take());
        taken.times += 1;
        taken.days += usize::from(taken.last != on);
        (taken.first, taken.last) = (taken.first.min(on), on);
        if let Some(milligrams) = dose.milligrams.map(supple_diary::Amount::get) {
            taken.least = Some(taken.least.map_or(milligrams, |least| least.min(milligrams)));
            taken.most = Some(taken.most.map_or(milligrams, |most| most.max(milligrams)));
        }
        let at = item.happened().at();
        let minutes = |minutes: u32| SignedDuration::from_mins(i64::from(minutes));
        let (Ok(from), Ok(to)) = (
            at.checked_sub(minutes(rules.before_medicine_minutes)),
            at.checked_add(minutes(rules.after_medicine_minutes)),
        ) else {
            continue;
        };
        let level = |pain: &PainPoint| f64::from(pain.level.get());
        let before = diary.pains_in(from, at).last().map(level);
        let after = diary.pains_in(at, to).last().map(level);
        if let (Some(before), Some(after)) = (before, after) {
            means.add(before, after);
        }
    }
    let told = |(mut taken, means): (Taken, Means)| {
        taken.compared = means.n;
        (taken.before, taken.after) = means.told(rules);
        taken
    };
    let mut all: Vec<Taken> = all.into_iter().map(told).collect();
    all.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| b.times.cmp(&a.times)).then_with(|| a.what.cmp(&b.what)));
    all
}
