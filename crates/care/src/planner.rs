//! The steps made ready, and which of them a person can do and may do.
//!
//! [`Ready`] is a step with every name resolved to a place in a list, so that a plan is made without searching. What
//! cannot be resolved is left out whole: a limit that is lost must never show a step without it.
//!
//! Every test in [`Moment::fit`] can only take a step away. What was not said counts as what shows less.

use crate::stage::elapsed;
use crate::{Preferences, Situation, Spasm, Timer};
use jiff::{SignedDuration, Timestamp, Zoned};
use std::collections::BTreeSet;
use supple_guidance::{
    Caution, Decision, Guidance, Mobility, Part, Place, PlanOption, Recheck, Relief, Rule, Stage, Step, StepKind,
    Unknown, Urgency,
};
use supple_triage::Verdict;

/// Makes plans. Build it once; each plan then takes microseconds.
#[derive(Debug)]
pub struct Planner<'g> {
    pub(crate) guidance: &'g Guidance,
    pub(crate) steps: Vec<Ready<'g>>,
    pub(crate) rechecks: Vec<(&'g Recheck, &'g Rule)>,
}

/// A step with its names resolved.
#[derive(Debug)]
pub(crate) struct Ready<'g> {
    pub(crate) step: &'g Step,
    at_hand: u32,
    unless_at_hand: u32,
    never: Vec<usize>,
    mind: Vec<usize>,
    /// Cautions, and the seconds to which they shorten.
    shorter: Vec<(usize, u32)>,
    /// Decisions, and a bit for each option with which the step is shown.
    options: Vec<(usize, u32)>,
    paced_by: Option<usize>,
    timed_by: Option<usize>,
    /// The hard stop, in seconds.
    longest: Option<u32>,
}

/// A person's answer to a caution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answered {
    Yes,
    No,
    NotAsked,
}

/// One bit a member of a set of plain enums.
fn bits<T: Copy>(members: impl IntoIterator<Item = T>, place: impl Fn(T) -> u32) -> u32 {
    members.into_iter().fold(0, |bits, member| bits | 1 << place(member))
}

impl<'g> Planner<'g> {
    /// Makes the steps of the guidance ready.
    pub fn new(guidance: &'g Guidance) -> Planner<'g> {
        let relief = &guidance.relief;
        let steps = relief.steps.iter().filter_map(|step| Ready::new(relief, step)).collect();
        let rule = |id: &str| guidance.rules.iter().find(|rule| rule.id == id);
        let rechecks = relief.rechecks.iter().filter_map(|recheck| Some((recheck, rule(&recheck.rule)?))).collect();
        Planner { guidance, steps, rechecks }
    }

    /// The data that plans are made of.
    pub fn relief(&self) -> &'g Relief {
        &self.guidance.relief
    }

    /// All guidance that this planner reads.
    pub fn guidance(&self) -> &'g Guidance {
        self.guidance
    }
}

impl<'g> Ready<'g> {
    /// Nothing where a name in it does not resolve.
    fn new(relief: &'g Relief, step: &'g Step) -> Option<Ready<'g>> {
        let caution = |id: &String| relief.cautions.iter().position(|caution| caution.id == *id);
        let decision = |id: &String| relief.decisions.iter().position(|decision| decision.id == *id);
        let optional = |id: &Option<String>| match id {
            None => Some(None),
            Some(id) => decision(id).map(Some),
        };
        let shorter = |id: &String| {
            let place = caution(id)?;
            let limit = relief.limit(relief.cautions[place].shortens_to.as_deref()?)?;
            Some((place, limit.seconds))
        };
        let options = |(id, options): (&String, &Vec<String>)| {
            let place = decision(id)?;
            let known = &relief.decisions[place].options;
            let chosen = known.iter().enumerate().filter(|(_, option)| options.contains(&option.id));
            Some((place, bits(chosen.map(|(place, _)| place), |place| place as u32)))
        };
        Some(Ready {
            step,
            at_hand: bits(step.at_hand.iter().copied(), |thing| thing as u32),
            unless_at_hand: bits(step.unless_at_hand.iter().copied(), |thing| thing as u32),
            never: step.never.iter().map(caution).collect::<Option<_>>()?,
            mind: step.mind.iter().map(caution).collect::<Option<_>>()?,
            shorter: step.shorter.iter().map(shorter).collect::<Option<_>>()?,
            options: step.options.iter().map(options).collect::<Option<_>>()?,
            paced_by: optional(&step.paced_by)?,
            timed_by: optional(&step.timed_by)?,
            longest: match &step.limit {
                None => None,
                Some(id) => Some(relief.limit(id)?.seconds),
            },
        })
    }
}

/// All that is known about a person at this time.
#[derive(Debug)]
pub(crate) struct Moment<'a, 'g> {
    pub(crate) relief: &'g Relief,
    pub(crate) situation: &'a Situation,
    pub(crate) now: &'a Zoned,
    /// When the plan was made: its times count from then. Never later than now.
    pub(crate) made: Timestamp,
    pub(crate) urgency: Urgency,
    /// How soon someone is to be reached.
    pub(crate) owed: Urgency,
    pub(crate) stage: Stage,
    at_hand: u32,
    /// For each caution.
    pub(crate) cautions: Vec<Answered>,
    /// For each decision, the place of the option in force.
    pub(crate) chosen: Vec<usize>,
}

/// When a step is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    Now,
    At(Timestamp),
    WhenEased,
    /// This long after an onset that is not known.
    AfterOnset(u32),
    Later,
}

/// What stands between a person and a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Nothing.
    Fits,
    /// Nothing but an option of a decision.
    Decided,
    /// Nothing but a caution that nobody has answered.
    Unanswered,
    /// Something else.
    Not,
}

impl<'a, 'g> Moment<'a, 'g> {
    pub(crate) fn new(
        planner: &Planner<'g>,
        verdict: &Verdict<'_>,
        situation: &'a Situation,
        preferences: &Preferences,
        now: &'a Zoned,
    ) -> Moment<'a, 'g> {
        let relief = planner.relief();
        let cautions: Vec<Answered> =
            relief.cautions.iter().map(|caution| answered(caution, verdict, situation)).collect();
        let yes =
            |id: &str| relief.cautions.iter().zip(&cautions).any(|(known, is)| known.id == id && *is == Answered::Yes);
        let chosen = relief.decisions.iter().map(|decision| choose(decision, preferences, &yes)).collect();
        Moment {
            relief,
            situation,
            now,
            made: now.timestamp(),
            urgency: verdict.urgency,
            owed: verdict.urgency,
            stage: crate::stage(situation.onset, situation.spasm, now.timestamp()),
            at_hand: bits(situation.at_hand.iter().copied(), |thing| thing as u32),
            cautions,
            chosen,
        }
    }

    /// What is not said counts as the least.
    fn mobility(&self) -> Mobility {
        self.situation.mobility.unwrap_or(Mobility::CannotMove)
    }

    fn elapsed(&self) -> Option<SignedDuration> {
        self.situation.onset.map(|onset| elapsed(onset, self.now.timestamp()))
    }

    fn option(&self, decision: usize) -> &'g PlanOption {
        &self.relief.decisions[decision].options[self.chosen[decision]]
    }

    /// Whether the person can do the step and may do it at this urgency.
    pub(crate) fn fit(&self, ready: &Ready<'g>) -> Fit {
        let step = ready.step;
        let urgency = if step.kind == StepKind::Help { self.owed } else { self.urgency };
        if !((step.from..=step.up_to).contains(&urgency) && self.can(ready) && self.suits(step)) {
            return Fit::Not;
        }
        let mut unanswered = false;
        for caution in &ready.never {
            match (self.cautions[*caution], self.relief.cautions[*caution].unknown) {
                (Answered::Yes, _) => return Fit::Not,
                (Answered::NotAsked, Unknown::LeaveOut) => unanswered = true,
                (Answered::NotAsked, Unknown::Show) | (Answered::No, _) => {}
            }
        }
        let decided = |(decision, options): &(usize, u32)| options & 1 << self.chosen[*decision] != 0;
        match (unanswered, ready.options.iter().all(decided)) {
            (true, _) => Fit::Unanswered,
            (false, true) => Fit::Fits,
            (false, false) => Fit::Decided,
        }
    }

    /// Whether the person can move so far, is in the place for it and has what it takes.
    fn can(&self, ready: &Ready<'g>) -> bool {
        let (step, situation) = (ready.step, self.situation);
        let gets_to_lie = self.mobility() == Mobility::CanStand || situation.place.is_some_and(Place::is_lying);
        self.mobility() >= step.needs
            && step.at_most.is_none_or(|most| situation.mobility.is_some_and(|mobility| mobility <= most))
            && (!step.lying || gets_to_lie)
            && (step.places.is_empty() || situation.place.is_some_and(|place| step.places.contains(&place)))
            && ready.at_hand & !self.at_hand == 0
            && ready.unless_at_hand & self.at_hand == 0
            && match step.alone {
                None => true,
                Some(true) => situation.alone != Some(false),
                Some(false) => situation.alone == Some(false),
            }
    }

    /// Whether the step is for such a spasm.
    fn suits(&self, step: &Step) -> bool {
        let situation = self.situation;
        let worse = |them: &[supple_guidance::Worse]| them.iter().any(|it| situation.worse.contains(it));
        let in_parts = |parts: &BTreeSet<Part>| parts.is_empty() || step.parts.iter().any(|part| parts.contains(part));
        (step.patterns.is_empty() || step.patterns.contains(&situation.pattern.unwrap_or_default()))
            && !worse(&step.not_if_worse)
            && (step.only_if_worse.is_empty() || worse(&step.only_if_worse))
            && (step.parts.is_empty() || in_parts(&situation.parts))
    }

    /// When the step is due; nothing where it is not for this stage.
    pub(crate) fn due(&self, ready: &Ready<'g>) -> Option<Due> {
        let step = ready.step;
        let pace = ready.paced_by.map(|decision| self.option(decision));
        let waits = pace.and_then(|option| option.waits).unwrap_or(step.waits);
        let due = if step.now.contains(&self.stage) {
            Due::Now
        } else if step.next.contains(&self.stage) {
            let at = self.made + SignedDuration::from_mins(step.after_minutes.unwrap_or(0).into());
            if at < self.now.timestamp() { Due::Now } else { Due::At(at) }
        } else if step.later.contains(&self.stage) {
            return Some(Due::Later);
        } else {
            return None;
        };
        // Not said counts as still there.
        if waits && !matches!(self.situation.spasm, Some(Spasm::Eased | Spasm::Over)) {
            return Some(Due::WhenEased);
        }
        // Someone who chose to carry on does not wait for what would come next.
        let due = if pace.is_some_and(|option| option.waits == Some(false)) { Due::Now } else { due };
        let hold = pace.and_then(|option| option.hold_minutes);
        Some(match (hold, self.situation.onset) {
            (None, _) => due,
            (Some(minutes), None) => Due::AfterOnset(minutes),
            (Some(minutes), Some(onset)) => {
                let hold = SignedDuration::from_mins(minutes.into());
                match due {
                    _ if self.elapsed().is_some_and(|elapsed| elapsed >= hold) => due,
                    Due::At(at) => Due::At(at.max(onset + hold)),
                    _ => Due::At(onset + hold),
                }
            }
        })
    }

    /// The timer: what the person chose, cut to the hard stop and to what cautions shorten it to. A caution that nobody
    /// has answered shortens too.
    pub(crate) fn timer(&self, ready: &Ready<'g>) -> Option<Timer<'g>> {
        let step = ready.step;
        let chosen = ready.timed_by.and_then(|decision| self.option(decision).seconds);
        let wanted = chosen.or(step.seconds)?;
        let caps = ready.shorter.iter().filter(|(caution, _)| self.cautions[*caution] != Answered::No);
        let seconds = caps.map(|(_, seconds)| *seconds).chain(ready.longest).fold(wanted, u32::min);
        Some(Timer { seconds, half_time: step.half_time.as_deref(), rest_seconds: step.rest_seconds })
    }

    /// The limits to keep in view: those that nobody has answered, and those to mind.
    pub(crate) fn limits(&self, ready: &Ready<'g>) -> Vec<&'g str> {
        let caution = |place: &usize| &self.relief.cautions[*place];
        let open = |place: &&usize| self.cautions[**place] == Answered::NotAsked;
        let never = ready.never.iter().filter(open).map(|place| caution(place).limit.as_str());
        let to_mind = |place: &&usize| self.cautions[**place] != Answered::No;
        let shorter = ready.shorter.iter().map(|(place, _)| place).filter(to_mind);
        let mind = ready.mind.iter().filter(to_mind).filter_map(|place| caution(place).mind.as_deref());
        never.chain(shorter.map(|place| caution(place).limit.as_str())).chain(mind).collect()
    }

    /// The cautions that the step turns on and that nobody has answered.
    pub(crate) fn unanswered(&self, ready: &Ready<'g>) -> impl Iterator<Item = usize> {
        let shorter = ready.shorter.iter().map(|(place, _)| place);
        let all = ready.never.iter().chain(shorter).chain(&ready.mind).copied();
        all.filter(|place| self.cautions[*place] == Answered::NotAsked)
    }

    /// What these steps are called together, where they differ in an option and only the one in force shows them all.
    pub(crate) fn together(&self, steps: &[&'g Step]) -> Option<&'g str> {
        self.relief.decisions.iter().zip(&self.chosen).find_map(|(decision, chosen)| {
            let together = decision.options[*chosen].together.as_deref()?;
            let options: BTreeSet<&Vec<String>> =
                steps.iter().filter_map(|step| step.options.get(&decision.id)).collect();
            (options.len() > 1).then_some(together)
        })
    }

    /// When time alone makes this so, for what counts minutes down or days since the onset. Someone who is down, nobody
    /// knows since when, counts from now.
    pub(crate) fn turns_true_at(&self, recheck: &Recheck) -> Option<Timestamp> {
        let (situation, now) = (self.situation, self.now.timestamp());
        let stuck = recheck.mobility.is_none_or(|least| situation.mobility.is_some_and(|mobility| mobility <= least));
        if let Some(minutes) = recheck.down_minutes.filter(|_| stuck) {
            let since = situation.down_since.unwrap_or(now).min(now);
            return Some(since + SignedDuration::from_mins(minutes.into()));
        }
        let lasts = situation.onset.filter(|_| situation.spasm != Some(Spasm::Over));
        Some(lasts?.min(now) + SignedDuration::from_hours(i64::from(recheck.days?) * 24))
    }

    /// Whether this, which belongs into the check, is so.
    pub(crate) fn belongs_into_the_check(&self, recheck: &Recheck) -> bool {
        let situation = self.situation;
        let down = situation.down_since.map(|since| elapsed(since, self.now.timestamp()));
        let minutes = |minutes: u32| SignedDuration::from_mins(minutes.into());
        let caution = |id: &String| {
            self.relief.cautions.iter().zip(&self.cautions).any(|(known, is)| known.id == *id && *is == Answered::Yes)
        };
        recheck.mobility.is_none_or(|least| situation.mobility.is_some_and(|mobility| mobility <= least))
            && recheck.down_minutes.is_none_or(|limit| down.is_some_and(|down| down >= minutes(limit)))
            && recheck.caution.as_ref().is_none_or(caution)
            && recheck.worse.is_none_or(|worse| situation.worse.contains(&worse))
            && (recheck.parts.is_empty() || recheck.parts.iter().any(|part| situation.parts.contains(part)))
            && (recheck.patterns.is_empty()
                || situation.pattern.is_some_and(|pattern| recheck.patterns.contains(&pattern)))
            && recheck.days.is_none_or(|days| {
                situation.spasm != Some(Spasm::Over)
                    && self.elapsed().is_some_and(|elapsed| elapsed >= minutes(days * 24 * 60))
            })
    }
}

impl Ready<'_> {
    /// The decisions that it belongs to.
    pub(crate) fn decisions(&self) -> impl Iterator<Item = usize> {
        self.options.iter().map(|(decision, _)| *decision).chain(self.paced_by).chain(self.timed_by)
    }

    /// The place among the kinds that do the same: a plan shows one of them first.
    pub(crate) fn group(&self) -> StepKind {
        match self.step.kind {
            StepKind::Cold | StepKind::Bath => StepKind::Heat,
            kind => kind,
        }
    }
}

/// A rule of the check that tells of the caution counts as a yes, whatever else was said.
fn answered(caution: &Caution, verdict: &Verdict<'_>, situation: &Situation) -> Answered {
    if verdict.fired.iter().any(|fired| caution.told_by.contains(&fired.rule.id)) {
        return Answered::Yes;
    }
    match situation.cautions.get(&caution.id) {
        Some(true) => Answered::Yes,
        Some(false) => Answered::No,
        None => Answered::NotAsked,
    }
}

/// The option in force: what the person decided, or the default, which a caution may change.
fn choose(decision: &Decision, preferences: &Preferences, yes: &dyn Fn(&str) -> bool) -> usize {
    let place = |id: &str| decision.options.iter().position(|option| option.id == id);
    let instead =
        || decision.instead.iter().find(|instead| yes(&instead.caution)).map(|instead| instead.option.as_str());
    let decided = preferences.get(&decision.id).and_then(place);
    decided.or_else(|| place(instead().unwrap_or(&decision.default))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Planner;
    use supple_guidance::embedded;

    #[test]
    fn every_step_of_the_guidance_is_ready() {
        assert_eq!(Planner::new(embedded()).steps.len(), embedded().relief.steps.len());
    }

    #[test]
    fn a_step_that_names_a_lost_limit_or_caution_is_left_out_whole() {
        let shows_heat = |spoil: &dyn Fn(&mut supple_guidance::Relief)| {
            let mut guidance = embedded().clone();
            spoil(&mut guidance.relief);
            Planner::new(&guidance).steps.iter().any(|ready| ready.step.id == "heat-pack")
        };
        assert!(shows_heat(&|_| ()));
        assert!(!shows_heat(&|relief| relief.cautions.retain(|caution| caution.id != "sleepy")));
        assert!(!shows_heat(&|relief| relief.limits.retain(|limit| limit.id != "skin")));
        assert!(!shows_heat(&|relief| relief.decisions.retain(|decision| decision.id != "session")));
    }
}
