//! Whether a spasm takes part, and which step of the plan is its measure.

use super::{InDiary, arm};
use crate::medicine::may_be_painkiller;
use crate::moment::{preferences, said};
use crate::{Asked, Plan, Planned, embedded, known};
use jiff::{Timestamp, Zoned};
use supple_diary::{Diary, Level, Measure, Medicine};
use supple_guidance::Urgency;
use supple_guidance::trial::{ArmOf, TrialOf};
use supple_trial::{Arm, Eligible, Facts, NotEligible, Pain};

/// Why a spasm takes no part now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Nothing that still holds was said of the moment: the plan comes first.
    SayFirst,
    /// No check of the day, and no look at the signs: they come first.
    CheckFirst,
    /// For the reasons of the trial.
    Not(NotEligible),
}

/// Judges the spasm of now. Without a pain it says what stands against it whatever the pain is.
///
/// # Errors
/// All reasons why it takes no part.
pub fn part(diary: &Diary, trial: &InDiary<'_>, pain: Option<Level>, now: &Zoned) -> Result<Eligible, Vec<Hold>> {
    let at = now.timestamp();
    let Some(said) = said(diary, at) else { return Err(vec![Hold::SayFirst]) };
    let known = known(diary, &said.situation, at);
    let pain = pain.map_or(Some(10), |level| u8::try_from(level.get()).ok());
    let Some(pain) = pain.and_then(|pain| Pain::new(pain).ok()) else {
        return Err(vec![Hold::Not(NotEligible::LittlePain)]);
    };
    let plans = [Arm::A, Arm::B].map(|of| planned(diary, trial.of, arm(trial.of, of), now));
    // Help comes first: also what the situation itself brings up.
    let is_calm = plans.iter().flatten().all(|plan| plan.owed < Urgency::SameDay && plan.recheck.is_empty());
    let goes = |of: Arm| {
        let arm = arm(trial.of, of);
        arm.steps.is_empty() || plans[usize::from(of == Arm::B)].as_ref().is_some_and(|plan| shown(plan, arm).is_some())
    };
    let facts = Facts {
        at,
        pain,
        no_sign: is_calm,
        allowed: [goes(Arm::A), goes(Arm::B)],
        awake: true,
        last_application: last_application(diary, trial, at),
    };
    let unasked = (known.asked == Asked::Nothing).then_some(Hold::CheckFirst);
    match (Eligible::judge(&facts), unasked) {
        (Ok(eligible), None) => Ok(eligible),
        (judged, unasked) => {
            let against = judged.err().unwrap_or_default().into_iter().map(Hold::Not);
            Err(unasked.into_iter().chain(against).collect())
        }
    }
}

/// The plan of this moment if the decision went this way.
fn planned(diary: &Diary, of: &TrialOf, arm: &ArmOf, now: &Zoned) -> Option<Plan<'static>> {
    let said = said(diary, now.timestamp())?;
    let known = known(diary, &said.situation, now.timestamp());
    let mut preferences = preferences(diary);
    preferences.set(embedded(), &of.decision, &arm.option).ok()?;
    Some(embedded().plan_made(&known, &said.situation, &preferences, now, said.at))
}

/// The step for now that is this measure.
pub(super) fn shown<'p>(plan: &'p Plan<'static>, arm: &ArmOf) -> Option<&'p Planned<'static>> {
    let ways = plan.now.iter().flat_map(|planned| std::iter::once(planned).chain(&planned.or));
    ways.into_iter().find(|way| arm.steps.iter().any(|id| way.step.id == id.as_str()))
}

/// The step of the plan that is this measure now; none where the plan does not show it, or to go without is the measure.
pub fn step_of(diary: &Diary, of: &TrialOf, side: Arm, now: &Zoned) -> Option<Planned<'static>> {
    let arm = arm(of, side);
    planned(diary, of, arm, now).as_ref().and_then(|plan| shown(plan, arm)).cloned()
}

/// When one of the measures, or what may be a painkiller, was last applied: a draw counts as one, whatever was done.
fn last_application(diary: &Diary, trial: &InDiary<'_>, now: Timestamp) -> Option<Timestamp> {
    let measures = [&trial.of.a, &trial.of.b].map(|arm| arm.measure.as_str());
    let done =
        diary.all::<Measure>().filter(|(_, measure)| measure.what.known().is_some_and(|id| measures.contains(&id)));
    let taken = diary.all::<Medicine>().filter(|(_, taken)| may_be_painkiller(diary, taken));
    let times = done.map(|(item, _)| item.happened().at()).chain(taken.map(|(item, _)| item.happened().at()));
    let drawn = trial.stored.iter().map(|draw| draw.at);
    times.chain(drawn).filter(|at| *at <= now).max()
}
