//! What someone does in a trial over days, as the entry that it becomes. Its criteria are asked here, so each face only writes.

use super::{Due, Hold, holds, later, running};
use jiff::Zoned;
use jiff::civil::Date;
use supple_diary::{DaysDone, DaysPeriod, DaysTrial, Diary, Id, Object, TrialEnd, ValueError, Whole, Words};
use supple_guidance::trial::DaysOf;
use supple_trial::days::{HabitProtocol, HabitTrial, PeriodDraw, PeriodError};
use supple_trial::{Arm, MeasureId, Seed};

/// A day can be told so many days later.
const TOLD_LATER: u8 = 7;

/// Why nothing is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// No trial over days runs.
    NoTrial,
    /// One runs already.
    Another,
    /// Something comes first.
    Holds(Vec<Hold>),
    /// A period goes on until the end of this day, or the last days can still be told until then.
    GoesOn(Date),
    /// Nothing can be drawn.
    Draw(PeriodError),
    /// The day belongs to no period, or lies too long ago.
    NoDay(Date),
    /// It cannot be written down.
    Value(String),
}

impl From<ValueError> for Refused {
    fn from(error: ValueError) -> Refused {
        Refused::Value(error.to_string())
    }
}

/// What is fixed before a trial begins.
///
/// # Errors
/// With periods that are too short or too long.
pub fn protocol(of: &DaysOf, period_days: u8) -> Result<HabitProtocol, String> {
    let habit = MeasureId::new(&of.id);
    habit.and_then(|habit| HabitProtocol::new(habit, period_days)).map_err(|error| error.to_string())
}

/// The entry that begins a trial: its promise, before any day. `chance` is new chance of the machine.
///
/// # Errors
/// Where another one runs, where something comes first, and with periods that are too short or too long.
pub fn begin(diary: &Diary, of: &DaysOf, period_days: u8, chance: [u8; 32], now: &Zoned) -> Result<DaysTrial, Refused> {
    if running(diary, now).is_some() {
        return Err(Refused::Another);
    }
    let holds = holds(diary, of, now);
    if !holds.is_empty() {
        return Err(Refused::Holds(holds));
    }
    let trial = HabitTrial::begin(protocol(of, period_days).map_err(Refused::Value)?, Seed::new(chance));
    let canonical =
        String::from_utf8(trial.protocol().canonical()).map_err(|error| Refused::Value(error.to_string()))?;
    Ok(DaysTrial {
        which: Id::new(&of.id)?,
        protocol: Object::new(&canonical)?,
        seed: Words::new(trial.seed().to_hex())?,
        promised: Words::new(trial.commitment().to_hex())?,
    })
}

/// The next period of the trial that runs. It begins today, and its arm is drawn now.
///
/// # Errors
/// Where none begins today.
pub fn next(diary: &Diary, now: &Zoned) -> Result<DaysPeriod, Refused> {
    let trial = running(diary, now).ok_or(Refused::NoTrial)?;
    let may = match trial.due(diary, now) {
        Due::Begins(may) => may,
        Due::Held(holds) => return Err(Refused::Holds(holds)),
        Due::Goes { begun, .. } => return Err(Refused::GoesOn(begun.last)),
        Due::Waits(until) => return Err(Refused::GoesOn(until)),
    };
    let PeriodDraw { number, arm, first } = trial.trial.draw(&trial.drawn(), &may).map_err(Refused::Draw)?;
    let arm = Id::new(if arm == Arm::A { "a" } else { "b" })?;
    Ok(DaysPeriod { trial: trial.id(), number: Whole::new(number.into())?, arm, first })
}

/// Whether the habit was done on a day of the trial that runs.
///
/// # Errors
/// For a day of no period, for one that is still to come, and for one more than a week ago.
pub fn day(diary: &Diary, day: Date, did: bool, now: &Zoned) -> Result<DaysDone, Refused> {
    let trial = running(diary, now).ok_or(Refused::NoTrial)?;
    let is_of_it = trial.begun.iter().any(|begun| (begun.first..=begun.last).contains(&day));
    if !is_of_it || day > now.date() || later(day, TOLD_LATER) < now.date() {
        return Err(Refused::NoDay(day));
    }
    Ok(DaysDone { trial: trial.id(), day, did })
}

/// The end of the trial that runs.
///
/// # Errors
/// Where none runs.
pub fn stop(diary: &Diary, now: &Zoned) -> Result<TrialEnd, Refused> {
    running(diary, now).map(|trial| TrialEnd { trial: trial.id() }).ok_or(Refused::NoTrial)
}
