//! From the diary to what can be compared: a time-stratified case-crossover design.
//!
//! # What is compared with what
//! A day on which a spasm began is compared with other days of the *same person* in the same stretch of the calendar.
//! Everything about the person that stays the same drops out.
//! - **Event**: the onset of a bout; at most one counts on a day, the first. [`days`] says which days are at risk: those
//!   with an answered check-in on which no episode was under way, and not just after one. A day without a check-in is
//!   unknown and never a day to compare with.
//! - **Stratum**: a block of 28 days, its edges fixed by the calendar and not by events, workdays and weekends apart
//!   ([`strata`]). Such strata make conditional logistic regression a valid likelihood (Lumley and Levy, Environmetrics
//!   2000; Janes, Sheppard and Lumley, Epidemiology 2005).
//! - **Clock**: within a stratum each event is compared at its own time of day. So a set holds the days of the stratum
//!   on which nothing had begun by that time, and the exposures of each day as they stood then. It is Cox's partial
//!   likelihood with the time of day as its clock; spasms whose time is not known come last, as ties, by the exact
//!   likelihood. With several events in a stratum this needs no choice of which day is compared at which hour.
//! - **Exposures**: [`exposures`] says which time before a spasm is looked at, [`practice`] the same of exercises. What began
//!   after the spasm never counts.
//!
//! The odds ratio is then how many times as often a spasm began in the hour in question with the exposure as without.
//!
//! # What else is looked at
//! [`Plan`] has what can be varied for sensitivity analyses: how long after an episode a day is left out, the same day
//! in place of the day before, only days *before* the spasm (immune to what a person changes after one), and without
//! answers that were typed after the spasm had begun.

mod cycle;
mod days;
mod exposures;
mod practice;
mod shape;
mod strata;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use days::{Day, Days, day_number};
pub(crate) use exposures::{Exposure, How, Reading, Window};
pub(crate) use shape::{Also, Shape};
pub(crate) use strata::{BLOCK, weekday};
pub(crate) use table::{Compared, Controls, Plan, Signs, Table};

use jiff::Zoned;
use supple_diary::Diary;

/// The diary, made ready for comparisons.
#[derive(Clone, Debug)]
pub(crate) struct Design {
    pub(crate) days: Days,
    pub(crate) exposures: Vec<Exposure>,
}

impl Design {
    /// Reads the days and exposures of a diary up to now.
    pub(crate) fn of(diary: &Diary, now: &Zoned) -> Design {
        let days = Days::of(diary, now);
        let mut exposures = exposures::all(diary, &days);
        for mut practised in practice::all(diary, &days) {
            // Whoever calls a thing of their own so has it beside the exercise.
            while exposures.iter().any(|one| one.id == practised.id) {
                practised.id.insert(0, ':');
            }
            exposures.push(practised);
        }
        Design { days, exposures }
    }
}
