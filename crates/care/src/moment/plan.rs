//! The plan for the moment, and the entry that keeps it.

use crate::trials;
use crate::{Known, Plan, Planner, Preferences, Situation, embedded, known};
use jiff::{Timestamp, Zoned};
use supple_diary::{Diary, Object, Words};
use supple_guidance::Urgency;

/// The plan for a situation, with what is known of warning signs, on which it stands. Its times count from when the
/// situation was `said`.
pub fn plan(diary: &Diary, situation: &Situation, now: &Zoned, said: Timestamp) -> (Plan<'static>, Known<'static>) {
    let known = known(diary, situation, now.timestamp());
    let planner: &'static Planner<'static> = embedded();
    let own = preferences(diary);
    let made = |preferences: &Preferences| planner.plan_made(&known, situation, preferences, now, said);
    let mut plan = made(&own);
    let mut with_found = own;
    for of in &trials::offered().each {
        let Some(found) = trials::of_decision(diary, &of.decision, now.timestamp()) else { continue };
        let mut tried = with_found.clone();
        let _ = tried.set_found(planner, &of.decision, &found.measure().option);
        let by_it = made(&tried);
        if trials::is_shown(&by_it, &found) {
            (with_found, plan) = (tried, by_it);
        }
    }
    (plan, known)
}

/// What the person decided where sources disagree. What the guidance no longer knows is left out.
pub fn preferences(diary: &Diary) -> Preferences {
    let mut preferences = Preferences::default();
    for (decision, option) in diary.profile().decisions.iter() {
        let _ = preferences.set(embedded(), decision, option.as_str());
    }
    preferences
}

/// The entry that keeps a plan: what was said, how urgent it was, and the ids of the steps for now.
///
/// `None` where the diary takes no such entry: no situation that is read from JSON is that large.
pub fn plan_entry<'a>(
    situation: &Situation,
    urgency: Urgency,
    steps: impl IntoIterator<Item = &'a str>,
) -> Option<supple_diary::Plan> {
    let situation = Object::new(&serde_json::to_string(situation).ok()?).ok()?;
    let steps = steps.into_iter().map(|id| Words::new(id).ok()).collect::<Option<Vec<Words>>>()?;
    Some(supple_diary::Plan { situation, urgency: Words::new(urgency.id()).ok()?, steps })
}
