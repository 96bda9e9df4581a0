//! People of whom the truth is known, whoever made them up.

use super::people::person;
use super::settings::{Kind, Setting};
use crate::findings::Trigger;
use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use supple_diary::{EntryError, Log};

/// A kind of people of whom the truth is known.
pub trait People {
    /// A name for tables.
    fn name(&self) -> &str;

    /// The person of this number. The same seed and number give the same one.
    ///
    /// # Errors
    /// Those of an entry that cannot be.
    fn known(&self, seed: u64, number: u64) -> Result<Known, EntryError>;
}

/// A person of whom the truth is known.
#[derive(Clone, Debug)]
pub struct Known {
    /// The diary.
    pub log: Log,
    /// The time at which it ends.
    pub now: Zoned,
    /// The day that the person names as the one since when something is different.
    pub named: Date,
    /// The day on which they decided to let chance choose that day; none where they named it themselves.
    pub decided: Option<Date>,
    /// What is true of that which the person is asked about.
    pub truths: Vec<Truth>,
}

/// What is true of something.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Its id in the diary.
    pub id: String,
    /// Whether it is an exercise.
    pub is_exercise: bool,
    /// The log of how many times as often spasms begin with it; none where there is no single number.
    pub log_ratio: Option<f64>,
    /// Whether it brings spasms on, or keeps them away.
    pub is_trigger: bool,
}

impl Truth {
    /// Whether what was found is about this.
    pub(super) fn is_about(&self, found: &Trigger) -> bool {
        match self.is_exercise {
            true => found.exercise.as_deref() == Some(self.id.as_str()),
            false => found.exercise.is_none() && found.id == self.id,
        }
    }
}

impl People for Setting {
    fn name(&self) -> &str {
        self.name
    }

    fn known(&self, seed: u64, number: u64) -> Result<Known, EntryError> {
        let person = person(self, seed, number)?;
        let named = person.now.date().saturating_sub((self.days / 2).days());
        let truths = self.habits.iter().map(|habit| Truth {
            id: habit.id.clone(),
            is_exercise: habit.kind == Kind::Exercise,
            log_ratio: Some(habit.b),
            is_trigger: habit.b != 0.0,
        });
        Ok(Known { truths: truths.collect(), log: person.log, now: person.now, named, decided: None })
    }
}
