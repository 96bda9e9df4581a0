//! Walking, level by level: the types of `walking.toml`.

use crate::exercise::Unless;
use serde::{Deserialize, Serialize};

/// The walking plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Walking {
    /// The id that entries of the diary carry.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// How.
    pub steps: Vec<String>,
    /// When to do less.
    pub stop: String,
    /// How long a walk is on a bad day, or while walking hurts, in minutes at most.
    pub short_minutes: u32,
    /// Who leaves it out or does it another way.
    #[serde(default)]
    pub unless: Vec<Unless>,
    /// The levels, the first first.
    #[serde(rename = "level")]
    pub levels: Vec<Level>,
    /// Who says so.
    pub sources: Vec<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// The items of the inventory that it carries.
    #[serde(default)]
    pub items: Vec<String>,
}

/// One level of walking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The id that entries of the diary carry.
    pub id: String,
    /// For how many weeks at least.
    pub weeks: u32,
    /// On how many days of a week.
    pub days: u32,
    /// How many minutes on such a day.
    pub minutes: u32,
}

impl Walking {
    /// The place of the level with this id, the first being 0.
    pub fn place(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|known| known.id == level)
    }

    /// The weeks of a level, counted from the first day of walking: from, to.
    ///
    /// ```
    /// use supple_guidance_schema::walking::{Level, Walking};
    /// let level = |id: &str, weeks| Level { id: id.to_owned(), weeks, days: 3, minutes: 5 };
    /// let walking = Walking { levels: vec![level("1", 2), level("2", 3)], ..Walking::default() };
    /// assert_eq!(walking.weeks(1), Some((3, 5)));
    /// ```
    pub fn weeks(&self, place: usize) -> Option<(u32, u32)> {
        let level = self.levels.get(place)?;
        let before: u32 = self.levels[..place].iter().map(|level| level.weeks).sum();
        Some((before + 1, before + level.weeks))
    }
}
