//! Checks the steps of the relief plan: no timer beyond its limit, no step of a kind without what the kind demands.

use super::Checker;
use super::relief::{Backing, name};
use supple_guidance_schema::Step;

impl<'a> Checker<'a> {
    pub(super) fn steps(&mut self) {
        for step in &self.guidance.relief.steps {
            let id = &step.id;
            let texts = [("title", step.title.as_str()), ("how", &step.how), ("stop_when", &step.stop_when)];
            self.not_empty("step", id, &texts);
            let (claims, sources, items) = (&step.claims, &step.sources, &step.items);
            self.backed("step", id, &Backing { claims, sources, strength: step.strength, items });
            if step.strength.is_none() && step.judgement.is_none() {
                self.fault("step", id, "has no strength; say in `judgement` that it is our own");
            }
            if step.now.is_empty() && step.next.is_empty() && step.later.is_empty() {
                self.fault("step", id, "is shown in no stage");
            }
            if step.next.is_empty() != step.after_minutes.is_none() {
                self.fault("step", id, "needs both `next` and `after_minutes`, or neither");
            }
            if step.from > step.up_to {
                self.fault("step", id, format!("is shown from {} up to {}", step.from, step.up_to));
            }
            if step.at_most.is_some_and(|most| most < step.needs) {
                self.fault("step", id, "needs more than it allows");
            }
            self.timer(step);
            self.guarded(step);
            self.references(step);
        }
    }

    /// No timer beyond its limit, whatever the person chooses.
    fn timer(&mut self, step: &Step) {
        let id = &step.id;
        if let Some(limit) = &step.limit {
            match self.guidance.relief.limit(limit) {
                None => self.fault("step", id, format!("names the limit \"{limit}\", which does not exist")),
                Some(limit) if limit.is_break => {
                    self.fault("step", id, format!("has \"{}\" as its limit, which is a break", limit.id));
                }
                Some(limit) => {
                    let decision = step.timed_by.as_ref().and_then(|id| self.guidance.relief.decision(id));
                    let choices = decision.iter().flat_map(|decision| &decision.options);
                    let longest = choices.filter_map(|option| option.seconds).chain(step.seconds).max();
                    if longest.is_none() {
                        self.fault("step", id, "has a limit but no timer; add `seconds`");
                    }
                    if let Some(longest) = longest.filter(|longest| *longest > limit.seconds) {
                        let problem = format!("runs for {longest} s, beyond {} s of \"{}\"", limit.seconds, limit.id);
                        self.fault("step", id, problem);
                    }
                }
            }
        } else if step.seconds.is_some() && step.judgement.is_none() {
            self.fault("step", id, "has a timer that no limit gives; say in `judgement` that it is our own");
        }
        if step.timed_by.is_some() && step.seconds.is_none() {
            self.fault("step", id, "is timed by a decision but has no timer; add `seconds`");
        }
    }

    /// A step carries what its kind demands.
    fn guarded(&mut self, step: &Step) {
        let Some(guard) = self.guard(step.kind) else { return };
        let id = &step.id;
        for caution in &guard.never {
            if !step.never.contains(caution) {
                self.fault("step", id, format!("is {} and must never be for \"{caution}\"", name(step.kind)));
            }
        }
        for caution in &guard.shorter {
            if !step.shorter.contains(caution) {
                self.fault("step", id, format!("is {} and must be shorter for \"{caution}\"", name(step.kind)));
            }
        }
        for caution in &guard.mind {
            if !step.mind.contains(caution) && !step.never.contains(caution) {
                self.fault("step", id, format!("is {} and must have \"{caution}\" in mind", name(step.kind)));
            }
        }
        if step.up_to > guard.up_to {
            let problem = format!("is {} and shown up to {}, beyond {}", name(step.kind), step.up_to, guard.up_to);
            self.fault("step", id, problem);
        }
        if step.needs < guard.needs {
            self.fault("step", id, format!("is {} and needs more than {:?}", name(step.kind), step.needs));
        }
        if guard.limit.is_some() && step.limit != guard.limit {
            self.fault("step", id, format!("is {} and must have its limit", name(step.kind)));
        }
        if guard.half_time && step.half_time.is_none() {
            self.fault("step", id, format!("is {} and must have a check at half time", name(step.kind)));
        }
        if let Some(rest) = guard.rest.as_ref().and_then(|rest| self.guidance.relief.limit(rest))
            && step.rest_seconds.is_none_or(|seconds| seconds < rest.seconds)
        {
            self.fault("step", id, format!("is {} and must have a break of {} s", name(step.kind), rest.seconds));
        }
    }

    fn references(&mut self, step: &Step) {
        let id = &step.id;
        for caution in step.never.iter().chain(&step.shorter).chain(&step.mind) {
            if !self.has_caution(caution) {
                self.fault("step", id, format!("names the caution \"{caution}\", which does not exist"));
            }
        }
        for caution in &step.mind {
            let known = self.guidance.relief.cautions.iter().find(|known| known.id == *caution);
            if known.is_some_and(|known| known.mind.is_none()) {
                self.fault("step", id, format!("has \"{caution}\" in mind, which has no `mind` line"));
            }
        }
        for caution in &step.shorter {
            let known = self.guidance.relief.cautions.iter().find(|known| known.id == *caution);
            if known.is_some_and(|known| known.shortens_to.is_none()) {
                self.fault("step", id, format!("is shortened by \"{caution}\", which does not say to what"));
            }
        }
        for (decision, options) in &step.options {
            match self.guidance.relief.decision(decision) {
                None => self.fault("step", id, format!("names the decision \"{decision}\", which does not exist")),
                Some(decision) => {
                    for option in options {
                        if !decision.options.iter().any(|known| known.id == *option) {
                            let problem =
                                format!("names the option \"{option}\", which \"{}\" does not have", decision.id);
                            self.fault("step", id, problem);
                        }
                    }
                }
            }
        }
        for decision in step.paced_by.iter().chain(&step.timed_by) {
            if self.guidance.relief.decision(decision).is_none() {
                self.fault("step", id, format!("names the decision \"{decision}\", which does not exist"));
            }
        }
    }
}
