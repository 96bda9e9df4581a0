//! A trial of one person over days: a habit or none, by periods that chance chooses. What it means is `supple_trial::days`'
//! business. The person stops it as any trial, by a `trial-end`.

use crate::kinds::Object;
use crate::kinds::field::kind;
use crate::label::Id;
use crate::values::{Whole, Words};
use jiff::civil;
use uuid::Uuid;

kind! {
    /// A trial over days that was begun: a habit or none, chosen by chance for each period of days.
    DaysTrial called "Trial over days" since 8 {
        /// Which: the id of what is tried.
        which asked "Which habit?": Id,
        /// What was fixed beforehand: the protocol.
        protocol asked "By which rules?": Object,
        /// What all draws follow from, in hexadecimal digits. No page shows it before the end.
        seed asked "From which seed?": Words,
        /// SHA-256 of seed and protocol, in hexadecimal digits.
        promised asked "What was promised?": Words,
    }
}

kind! {
    /// A period of days for which chance chose. It is written on its first day.
    #[derive(Eq)]
    DaysPeriod called "Chance chose, for days" since 8 {
        /// The trial.
        #[serde(deserialize_with = "crate::values::read_id")]
        trial asked "In which trial?": Uuid,
        /// Which period of the trial, from 1.
        number asked "Which period of it?": Whole<1, 20>,
        /// `a` without the habit, `b` with it.
        arm asked "Which side?": Id,
        /// Its first day.
        #[serde(deserialize_with = "crate::values::read_date")]
        first asked "From which day?": civil::Date,
    }
}

kind! {
    /// Whether the habit of a trial was done on a day, whatever chance chose. The last one of a day counts.
    #[derive(Eq)]
    DaysDone called "Done in a trial over days" since 8 {
        /// The trial.
        #[serde(deserialize_with = "crate::values::read_id")]
        trial asked "In which trial?": Uuid,
        /// The day.
        #[serde(deserialize_with = "crate::values::read_date")]
        day asked "On which day?": civil::Date,
        /// Whether it was done.
        did asked "Did you do it?": bool,
    }
}
