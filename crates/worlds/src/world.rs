//! A world, its people, and what is true of them.

use crate::dice::{Dice, Of};
use crate::life::live;
use crate::model::{Change, Effect, Kind, Model};
use crate::writing::write;
use jiff::Zoned;
use jiff::civil::Date;
use serde::Serialize;
use supple_diary::{EntryError, Log};

/// Made-up people of one kind: how spasms come to them, and how they write them down.
///
/// Serialises without its mechanisms.
#[derive(Clone, Debug, Serialize)]
pub struct World {
    /// Its id: small letters and hyphens.
    pub id: &'static str,
    /// A name for tables.
    pub name: &'static str,
    /// Of which claims the method says that they hold here.
    pub claims: Claims,
    /// How a person would notice that something does not; none where all claims hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noticed: Option<&'static str>,
    /// How long a diary is, in days.
    pub days: i64,
    /// How the rate of spasms changes over it.
    pub course: Course,
    /// What people are asked about, and what is true of it.
    pub things: Vec<Truth>,
    #[serde(skip)]
    model: Model,
}

/// Of which claims the method says that they hold in a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Claims {
    /// 95 % intervals hold the truth.
    pub coverage: bool,
    /// At most one in ten of the links that are called likely is none, or points the wrong way.
    pub likely: bool,
    /// "More often" and "less often" are said to at most one in twenty whose rate does not change so.
    pub rate: bool,
    /// The same of a turn.
    pub turn: bool,
    /// The same of more or less often since a day that the person names.
    pub since: bool,
    /// A trigger that makes spasms three times as frequent is found by many, and the fewest are told that it is none.
    pub finds: bool,
}

/// How the rate of spasms changes over a diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    /// It is as high at the end as at the beginning.
    Steady,
    /// It rises.
    Rises,
    /// It falls.
    Falls,
}

/// What is true of something that a person is asked about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Truth {
    /// Its id, or the person's own words.
    pub id: &'static str,
    /// Whether it is an exercise.
    pub is_exercise: bool,
    /// The log of how many times as often a spasm begins in its time, given all that happened before; 0 without a link.
    /// None where there is no single number: it works above a level, later, with another thing, or not for spasms that
    /// come with a warning.
    pub log_ratio: Option<f64>,
    /// Whether it brings spasms on, or keeps them away. An early sign does neither.
    pub trigger: bool,
}

/// A made-up person.
#[derive(Clone, Debug)]
pub struct Made {
    /// The diary, as sealed entries.
    pub log: Log,
    /// The time at which it ends.
    pub now: Zoned,
    /// The day that the person names as the one since when something is different; by itself it changes nothing.
    pub named: Date,
    /// The day on which they decided to name one that chance chooses; none where they named it themselves.
    pub decided: Option<Date>,
    /// What is true.
    pub truths: Vec<Truth>,
}

/// Nothing is known that speaks against any claim.
const ALL: Claims = Claims { coverage: true, likely: true, rate: true, turn: true, since: true, finds: true };

impl World {
    /// A world in which all claims hold, so long as nobody says otherwise.
    pub(crate) fn new(id: &'static str, name: &'static str, days: i64, model: Model) -> World {
        let course = match model.course {
            Change::Steady => Course::Steady,
            Change::Grows(times) | Change::Steps(times) if times > 1.0 => Course::Rises,
            Change::Grows(_) | Change::Steps(_) => Course::Falls,
        };
        World { id, name, claims: ALL, noticed: None, days, course, things: truths(&model), model }
    }

    /// The same where some claims do not hold, and how a person would notice.
    pub(crate) fn without(self, noticed: &'static str, claims: impl FnOnce(Claims) -> Claims) -> World {
        World { noticed: Some(noticed), claims: claims(ALL), ..self }
    }

    /// What happens in it.
    #[cfg(test)]
    pub(crate) fn model(&self) -> &Model {
        &self.model
    }

    /// The person of this number. The same seed and number give the same one, byte for byte.
    ///
    /// # Errors
    /// None that a person could cause: made-up entries are good ones.
    pub fn person(&self, seed: u64, number: u64) -> Result<Made, EntryError> {
        let life = live(&self.model, self.days, &mut Dice::new(seed, self.id, number, Of::Life));
        let (log, now) = write(&self.model, &life, &mut Dice::new(seed, self.id, number, Of::Diary))?;
        Ok(Made {
            log,
            now,
            named: life.date(life.named),
            decided: life.decided.map(|day| life.date(day)),
            truths: self.things.clone(),
        })
    }
}

/// What is true in a world.
fn truths(model: &Model) -> Vec<Truth> {
    let with_another = |place: usize| model.together.is_some_and(|(one, other, _)| [one, other].contains(&place));
    (0..)
        .zip(&model.things)
        .map(|(place, thing)| {
            let (log_ratio, trigger) = match thing.effect {
                Effect::Nothing if with_another(place) => (None, true),
                Effect::Nothing => (Some(0.0), false),
                Effect::Times(_) if model.warns.is_some() => (None, true),
                Effect::Times(times) => (Some(libm::log(times)), true),
                Effect::Later { .. } | Effect::From { .. } => (None, true),
            };
            Truth { id: thing.id, is_exercise: thing.kind == Kind::Exercise, log_ratio, trigger }
        })
        .collect()
}
