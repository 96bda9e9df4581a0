//! A day of the diary. A day is a view: it belongs to the person's own clock, wherever that was.

use crate::item::Item;
use crate::kinds::{CheckIn, OfKind, Spasm};
use crate::values::{Level, Named, Said};
use jiff::civil::Date;

/// What is known of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// What was recorded of it, by when it happened. A check-in stands on the day that it is about.
    pub items: Vec<Item>,
    /// Whether the daily question was answered.
    pub check_in: CheckInState,
    /// The pain over the day, from the check-in.
    pub pain: Option<Level>,
    /// What else was answered in the check-in. An absent answer was not asked.
    pub answers: Named<Said>,
    /// How many spasms were recorded.
    pub spasms: usize,
}

/// Whether the daily question was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CheckInState {
    /// It was, and said whether there was a spasm.
    Done {
        /// Whether there was one.
        spasm: bool,
    },
    /// Something was answered, but not whether there was a spasm.
    Partial,
    /// It was not. Such a day is unknown, never quiet.
    #[default]
    None,
}

impl Day {
    /// A day of which nothing is known.
    pub(crate) fn new(date: Date) -> Day {
        Day { date, items: Vec::new(), check_in: CheckInState::None, pain: None, answers: Named::new(), spasms: 0 }
    }

    /// Adds the next item. Of several check-ins the later one wins, field by field.
    pub(crate) fn push(&mut self, item: &Item) {
        if let Some(check_in) = item.get::<CheckIn>() {
            self.pain = check_in.pain.or(self.pain);
            for (name, said) in check_in.answers.pairs() {
                self.answers.say(name.clone(), *said);
            }
            self.check_in = match (check_in.spasm, self.check_in) {
                (Some(spasm), _) => CheckInState::Done { spasm },
                (None, CheckInState::None) => CheckInState::Partial,
                (None, before) => before,
            };
        }
        self.spasms += usize::from(item.get::<Spasm>().is_some());
        self.items.push(item.clone());
    }

    /// Whether there was a spasm: `None` if nobody said so.
    ///
    /// A recorded spasm counts, also against a check-in that says that there was none.
    pub fn spasm(&self) -> Option<bool> {
        match self.check_in {
            _ if self.spasms > 0 => Some(true),
            CheckInState::Done { spasm } => Some(spasm),
            CheckInState::Partial | CheckInState::None => None,
        }
    }

    /// What was recorded of one kind.
    pub fn all<K: OfKind>(&self) -> impl Iterator<Item = (&Item, &K)> {
        self.items.iter().filter_map(|item| Some((item, item.get::<K>()?)))
    }
}

/// The day that an item belongs to.
pub(crate) fn of(item: &Item) -> Date {
    match item.get::<CheckIn>() {
        Some(check_in) => check_in.date,
        None => item.happened().date(),
    }
}
