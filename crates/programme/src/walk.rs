//! The walk of a day.

use crate::asked::{Asked, Done, days};
use crate::fit::{Borne, Changed, Out, borne};
use crate::ladder::{Bar, Ladder, Stand, Step, Why};
use std::collections::BTreeSet;
use supple_guidance::Guidance;
use supple_guidance::exercise::{Condition, Need};
use supple_guidance::walking::{Level, Walking};

/// The walk of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk<'g> {
    /// The walking plan.
    pub plan: &'g Walking,
    /// The level that one is on.
    pub level: &'g Level,
    /// Where it goes, and why.
    pub step: Step,
    /// Why it goes there.
    pub why: Why,
    /// How many minutes fit: as many as the level has, or fewer.
    pub minutes: u32,
    /// How it is done otherwise.
    pub changes: Vec<Changed<'g>>,
    /// What stays in view, since nobody has answered.
    pub minds: Vec<&'g Condition>,
}

/// A walk that may be taken, before it is fitted into the time.
pub(crate) struct Open<'g> {
    plan: &'g Walking,
    level: &'g Level,
    stand: Stand,
    borne: Borne<'g>,
    /// Whether the plan asks for it today.
    pub(crate) is_due: bool,
    /// The minutes that it has where there is time.
    pub(crate) full: u32,
}

impl<'g> Open<'g> {
    /// The walk of this many minutes.
    pub(crate) fn of(&self, minutes: u32) -> Walk<'g> {
        let Borne { changes, minds } = self.borne.clone();
        let Stand { step, why, .. } = self.stand;
        Walk { plan: self.plan, level: self.level, step, why, minutes, changes, minds }
    }
}

/// The walk, if it may be taken at all.
pub(crate) fn open<'g>(guidance: &'g Guidance, asked: &Asked<'_>) -> Result<Open<'g>, Out<'g>> {
    let (plan, rules) = (&guidance.walking, &guidance.exercises.rules);
    let borne = borne(guidance, asked, &plan.unless)?;
    let walks = || asked.history.iter().filter(|done| done.exercise == plan.id && done.on <= asked.today);
    let mut done: Vec<(usize, &Done)> =
        walks().filter_map(|done| Some((plan.place(done.rung.as_deref()?)?, done))).collect();
    done.sort_by_key(|(_, done)| done.on);
    let hurts = asked.hurts.contains(&Need::Walking);
    let is_short = asked.bad_day || hurts;
    let ladder = Ladder {
        start: 0,
        open: plan.levels.len(),
        done,
        rules,
        today: asked.today,
        episode: asked.episode,
        bad_day: is_short,
    };
    let bar = |place: usize| {
        let level = plan.levels.get(place);
        let weeks = level.map_or(1, |level| level.weeks);
        let a_week = level.map_or(1, |level| level.days.saturating_sub(rules.walk_misses.is).max(1));
        Bar { sessions: a_week * weeks, days: WEEK * weeks, in_a_row: false }
    };
    // A walk may be cut into short ones.
    let complete = |place: usize, day: &[&Done]| {
        let walked: u32 = day.iter().filter_map(|done| done.seconds).fold(0, u32::saturating_add);
        plan.levels.get(place).is_some_and(|level| walked >= level.minutes * 60)
    };
    let stand = ladder.stand(bar, complete);
    let level = plan.levels.get(stand.place).ok_or(Out::Later)?;
    let lately: BTreeSet<_> =
        walks().map(|done| done.on).filter(|on| days(*on, asked.today) < WEEK && *on < asked.today).collect();
    let walked_today = walks().any(|done| done.on == asked.today);
    let is_due = !walked_today && u32::try_from(lately.len()).unwrap_or(WEEK) < level.days;
    let full = if is_short || stand.rests { level.minutes.min(plan.short_minutes) } else { level.minutes };
    Ok(Open { plan, level, stand, borne, is_due, full })
}

/// The days of a week.
pub(crate) const WEEK: u32 = 7;
