//! What someone does in a trial, as the entry that it becomes. Its criteria are asked here, so each face only writes.

use super::{Asks, Hold, InDiary, part, running, word_of};
use jiff::{Timestamp, Zoned};
use supple_diary::{Diary, Id, Label, Level, TrialDone, TrialDraw, TrialEnd, TrialHarm, TrialPain};
use supple_trial::{Baseline, Done, DrawError};
use uuid::Uuid;

/// Why nothing is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// No trial runs.
    NoTrial,
    /// What was drawn last is still asked about, so nothing new is drawn.
    Pending,
    /// The spasm takes no part.
    Holds(Vec<Hold>),
    /// Nothing can be drawn.
    Draw(DrawError),
    /// Nothing is asked now.
    NotAsked,
    /// Chance chose for no such spasm.
    NoSpasm,
    /// This was told of the spasm already.
    Told,
}

/// The trial that runs, with the draw that is asked about.
fn asked<'d>(diary: &'d Diary, now: Timestamp) -> Result<(InDiary<'d>, Uuid, Asks), Refused> {
    let trials = super::all(diary, now);
    // A trial that came to its end still takes the second answer of its last spasm.
    let open = trials.into_iter().flatten().filter(|trial| !trial.is_second);
    let mut pending = open.filter_map(|trial| {
        let (draw, asks) = trial.pending(now).map(|(draw, asks)| (draw.entry, asks))?;
        Some((trial, draw, asks))
    });
    pending.next().ok_or(Refused::NotAsked)
}

/// The pain before a draw, which is stored first.
///
/// # Errors
/// Where nothing would be drawn.
pub fn before(diary: &Diary, level: Level, now: &Zoned) -> Result<TrialPain, Refused> {
    let trial = running(diary, now.timestamp()).ok_or(Refused::NoTrial)?;
    if trial.pending(now.timestamp()).is_some() {
        return Err(Refused::Pending);
    }
    part(diary, &trial, Some(level), now).map_err(Refused::Holds)?;
    Ok(TrialPain { of: trial.id(), level })
}

/// The draw, once the pain before is stored: as this entry, recorded at this time. The diary is the one that holds it.
///
/// # Errors
/// Where nothing is drawn.
pub fn draw(diary: &Diary, baseline: (Uuid, Timestamp), level: Level, now: &Zoned) -> Result<TrialDraw, Refused> {
    let trial = running(diary, now.timestamp()).ok_or(Refused::NoTrial)?;
    let eligible = part(diary, &trial, Some(level), now).map_err(Refused::Holds)?;
    let (entry, at) = baseline;
    let drawn = trial.trial.draw(&trial.stored, &eligible, &Baseline::stored(entry, at)).map_err(Refused::Draw)?;
    trial.drawn(&drawn).ok_or(Refused::Draw(DrawError::Over))
}

/// The answer after a draw.
///
/// # Errors
/// Where none is asked for now.
pub fn after(diary: &Diary, level: Level, now: Timestamp) -> Result<TrialPain, Refused> {
    match asked(diary, now)? {
        (_, _, Asks::NotYet(_)) => Err(Refused::NotAsked),
        (_, draw, Asks::First | Asks::Second { .. }) => Ok(TrialPain { of: draw, level }),
    }
}

/// What was done after a draw, in place of what chance chose.
///
/// # Errors
/// Where no draw is asked about.
pub fn did(diary: &Diary, done: Done, now: Timestamp) -> Result<TrialDone, Refused> {
    let (_, draw, _) = asked(diary, now)?;
    Id::new(word_of(done)).map(|done| TrialDone { draw, done }).map_err(|_| Refused::NotAsked)
}

/// Harm that a measure did after this draw of the trial, also once it is over.
///
/// # Errors
/// Where chance made no such draw, and where this was told of it already.
pub fn harm(trial: &InDiary<'_>, draw: Uuid, what: Label) -> Result<TrialHarm, Refused> {
    if !trial.stored.iter().any(|stored| stored.entry == draw) {
        return Err(Refused::NoSpasm);
    }
    if trial.told_harms().any(|told| told.draw == draw && told.what == what) {
        return Err(Refused::Told);
    }
    Ok(TrialHarm { draw, what })
}

/// The end of the trial that runs.
///
/// # Errors
/// Where none runs.
pub fn stop(diary: &Diary, now: Timestamp) -> Result<TrialEnd, Refused> {
    running(diary, now).map(|trial| TrialEnd { trial: trial.id() }).ok_or(Refused::NoTrial)
}
