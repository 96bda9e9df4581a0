//! What it takes from daily life.

use crate::request::Period;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use supple_care::questionnaire::{questionnaires, scores};
use supple_diary::{Diary, Named, Said, key, same_name};

/// The daily question about sleep.
const POOR_SLEEP: &str = "poor-sleep";

/// Nights of which it was said how the person slept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nights {
    /// How many were asked about.
    pub asked: usize,
    /// How many were bad.
    pub bad: usize,
}

/// How well someone can do something that matters to them, on the scale of the Patient-Specific Functional Scale: from 0, not
/// at all, to 10, as well as before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ability {
    /// What, in their own words.
    pub what: String,
    /// How well at first in the period.
    pub first: u32,
    /// When.
    pub first_on: Date,
    /// How well at last.
    pub last: u32,
    /// When.
    pub last_on: Date,
    /// How often it was written down.
    pub times: usize,
}

/// A questionnaire of others that was filled in: the last score, and the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// Its id.
    pub id: String,
    /// What it scored at last.
    pub points: u32,
    /// The most that it can score.
    pub of: u32,
    /// When.
    pub on: Date,
    /// What it scored the time before, and when, where it was filled in more than once.
    pub before: Option<(u32, Date)>,
    /// How often it was filled in.
    pub times: usize,
}

pub(crate) fn nights(diary: &Diary, period: Period) -> Nights {
    let mut nights = Nights::default();
    for day in diary.between(period.from, period.to) {
        if let Some(bad) = slept_badly(&day.answers) {
            nights.asked += 1;
            nights.bad += usize::from(bad);
        }
    }
    nights
}

fn slept_badly(answers: &Named<Said>) -> Option<bool> {
    match answers.about(POOR_SLEEP)? {
        Said::Is(bad) => Some(*bad),
        _ => None,
    }
}

/// Each ability, the one that was written down last first.
pub(crate) fn abilities(diary: &Diary) -> Vec<Ability> {
    let mut abilities: Vec<Ability> = Vec::new();
    for (item, said) in diary.all::<supple_diary::Ability>() {
        let (level, on) = (said.level.get(), item.happened().date());
        match abilities.iter_mut().find(|known| same_name(&known.what, said.what.as_str())) {
            Some(known) => {
                (known.last, known.last_on) = (level, on);
                known.times += 1;
            }
            None => abilities.push(Ability {
                what: said.what.as_str().to_owned(),
                first: level,
                first_on: on,
                last: level,
                last_on: on,
                times: 1,
            }),
        }
    }
    abilities.sort_by(|a, b| b.last_on.cmp(&a.last_on).then_with(|| key(&a.what).cmp(&key(&b.what))));
    abilities
}

/// Each questionnaire of which a score is known, in the order of the guidance. What is not understood has none.
pub(crate) fn filled(diary: &Diary) -> Vec<Filled> {
    let told = questionnaires().iter().filter_map(|one| {
        let scores = scores(diary, &one.id);
        let ((item, last), earlier) = scores.split_last()?;
        Some(Filled {
            id: one.id.clone(),
            points: last.points,
            of: last.of,
            on: item.happened().date(),
            before: earlier.last().map(|(item, score)| (score.points, item.happened().date())),
            times: scores.len(),
        })
    });
    told.collect()
}
