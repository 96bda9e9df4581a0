//! An exercise done.

use crate::kinds::field::kind;
use crate::label::{Id, Label};
use crate::timer::Timer;
use crate::values::{Level, Prose, Repetitions, Seconds};

kind! {
    /// An exercise done.
    Exercise since 1 {
        /// Which: the id of an exercise, or the person's own word.
        what: Label,
        /// How long.
        [default] seconds unit "s" typed "for": Option<Seconds>,
        /// How often; in each set, where there are sets.
        [default] repetitions typed "times": Option<Repetitions>,
        /// Pain before.
        [default] before: Option<Level>,
        /// Pain after.
        [default] after: Option<Level>,
        /// Anything else.
        [default] note: Option<Prose>,
        /// On which rung of the exercise, by its id: how much of it was meant. Since schema 4.
        [default] rung since 4: Option<Id>,
        /// How many sets. Since schema 4.
        [default] sets since 4: Option<Repetitions>,
        /// Whether it was too much: then the next time is a rung lower. Since schema 4.
        [default] too_much since 4: Option<bool>,
        /// The timer that it was done by. Since schema 4.
        [default] timer since 4: Option<Box<Timer>>,
    }
}

impl Exercise {
    /// This exercise, of which nothing else was said.
    pub fn of(what: Label) -> Exercise {
        Exercise {
            what,
            seconds: None,
            repetitions: None,
            before: None,
            after: None,
            note: None,
            rung: None,
            sets: None,
            too_much: None,
            timer: None,
        }
    }
}
