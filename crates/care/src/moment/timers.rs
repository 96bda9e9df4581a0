//! The timers of steps, read from the diary: which run, when they ended, how long the skin rests.

use jiff::{SignedDuration, Timestamp};
use supple_diary::{Diary, Item, Measure, Timer, TimerState};
use supple_guidance::{Step, StepKind};

/// What is looked at of the newest timers.
const NEWEST: usize = 5;

/// What a step is called in the diary, so that relief can be compared.
pub fn measure_of(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Heat => "heat",
        StepKind::Cold => "ice",
        StepKind::Bath => "bath",
        StepKind::Breathing => "breathing",
        StepKind::Walk => "walk",
        StepKind::Stretch => "stretch",
        StepKind::Massage => "massage",
        StepKind::Movement => "movement",
        StepKind::Exercise => "exercise",
        StepKind::Position | StepKind::Rise | StepKind::Sleep => "position",
        StepKind::Help | StepKind::Medicine | StepKind::Ask => "other",
    }
}

/// Whether a step works on the skin, so that the skin has to rest before the next one: its kind must carry a rest.
pub fn is_on_skin(kind: StepKind) -> bool {
    let relief = crate::embedded().relief();
    relief.guards.iter().any(|guard| guard.kind == kind && guard.rest.is_some())
}

/// The measures with a timer, the newest first, with their steps.
pub fn all(diary: &Diary) -> impl Iterator<Item = (&Item, &Timer, &'static Step)> {
    diary.all::<Measure>().rev().filter_map(|(item, measure)| {
        let timer = measure.timer.as_ref()?;
        Some((item, timer, crate::embedded().relief().step(timer.step.as_str())?))
    })
}

/// The timer that runs or rests now.
pub fn under_way(diary: &Diary, now: Timestamp) -> Option<(&Item, &Timer, &'static Step)> {
    all(diary).take(NEWEST).find(|(_, timer, _)| !timer.is_over(now))
}

/// The timer of this step that runs or rests now: two taps on one button are one start.
pub fn running<'d>(diary: &'d Diary, step: &Step, now: Timestamp) -> Option<&'d Item> {
    all(diary).find(|(_, timer, other)| other.id == step.id && !timer.is_over(now)).map(|(item, ..)| item)
}

/// When a timer that is over ended: when it said, or when the person ended it.
fn ended(item: &Item, timer: &Timer, now: Timestamp) -> Option<Timestamp> {
    match timer.state {
        TimerState::Running(ends) => timer.is_over(now).then_some(ends),
        TimerState::Paused(_) => None,
        TimerState::Done(_) | TimerState::Worse(_) => Some(item.correction().unwrap_or(item.first()).recorded()),
    }
}

/// Until when the skin has to rest from heat and cold; `None` where it need not.
pub fn rests_until(diary: &Diary, now: Timestamp) -> Option<Timestamp> {
    let on_skin = all(diary).filter(|(_, _, step)| is_on_skin(step.kind));
    let until = on_skin.filter_map(|(item, timer, step)| {
        Some(ended(item, timer, now)? + SignedDuration::from_secs(step.rest_seconds?.into()))
    });
    until.take(NEWEST).max().filter(|until| *until > now)
}
