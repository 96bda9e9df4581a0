//! Checks the data of the relief plan: nothing unsourced, no timer beyond its limit, no step of a kind without what the
//! kind demands, no dangling id, no dead end in the floor script, no item about relief left out.

use crate::floor::{FloorStep, Since, Track};
use crate::model::{Claim, Disagreement, Guidance, Strength, Urgency};
use crate::source::{Fault, Reading};
use crate::steps::{Guard, Recheck, Relief, Stage, Step, StepKind};
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of inventory items of which the plan must carry every one. The kind is the code in the middle of an id.
const PLANNED: [&str; 4] = ["AR", "PO", "HC", "ST"];

/// Items of other kinds that are relief all the same: the night, getting up, hands and baths, and what to mind.
const PLANNED_TOO: [&str; 11] = [
    "S0-AT-01", "S0-CT-01", "S0-CT-02", "S0-EG-05", "S0-EG-06", "S0-LS-02", "S1-CT-02", "S1-RA-01", "S2-CT-01",
    "S3-AT-01", "S3-AT-02",
];

/// What may be done in an emergency while help is on its way.
const WHILE_WAITING: [StepKind; 3] = [StepKind::Help, StepKind::Breathing, StepKind::Position];

/// All faults in the data of the plan.
pub(crate) fn check(reading: &Reading) -> Vec<Fault> {
    let mut checker =
        Checker { reading, guidance: &reading.guidance, relief: &reading.guidance.relief, faults: Vec::new() };
    checker.limits();
    checker.guards();
    checker.cautions();
    checker.decisions();
    checker.stages();
    checker.steps();
    checker.avoid_and_watch();
    checker.rechecks();
    checker.gate();
    checker.floor();
    checker.floor_limits();
    checker.coverage();
    checker.faults
}

/// What a step, an instruction or a line to avoid stands on.
struct Backing<'a> {
    claims: &'a [String],
    sources: &'a [String],
    strength: Option<Strength>,
    items: &'a [String],
}

struct Checker<'a> {
    reading: &'a Reading,
    guidance: &'a Guidance,
    relief: &'a Relief,
    faults: Vec<Fault>,
}

impl<'a> Checker<'a> {
    fn fault(&mut self, kind: &'static str, id: &str, problem: impl Into<String>) {
        self.faults.push(self.reading.fault(kind, id, problem));
    }

    fn claim(&self, id: &str) -> Option<&'a Claim> {
        self.guidance.claims.iter().find(|claim| claim.id == id)
    }

    fn disagreement(&self, id: &str) -> Option<&'a Disagreement> {
        self.guidance.disagreements.iter().find(|disagreement| disagreement.id == id)
    }

    fn has_caution(&self, id: &str) -> bool {
        self.relief.cautions.iter().any(|caution| caution.id == id)
    }

    fn not_empty(&mut self, kind: &'static str, id: &str, texts: &[(&str, &str)]) {
        for (field, text) in texts {
            if text.trim().is_empty() {
                self.fault(kind, id, format!("has an empty `{field}`"));
            }
        }
    }

    /// Every named claim exists. Gives those that do.
    fn claims(&mut self, kind: &'static str, id: &str, claims: &[String]) -> Vec<&'a Claim> {
        let mut found = Vec::new();
        for claim in claims {
            match self.claim(claim) {
                Some(claim) => found.push(claim),
                None => self.fault(kind, id, format!("names the claim \"{claim}\", which does not exist")),
            }
        }
        found
    }

    /// Something shown stands on a claim, names sources of its claims only, and is no surer than they are.
    fn backed(&mut self, kind: &'static str, id: &str, backing: &Backing<'_>) {
        let claims = self.claims(kind, id, backing.claims);
        if backing.claims.is_empty() {
            self.fault(kind, id, "stands on no claim; name one in `claims` or take it out");
        }
        if backing.sources.is_empty() {
            self.fault(kind, id, "has no source; name one or take it out");
        }
        for source in backing.sources {
            if self.guidance.source(source).is_none() {
                self.fault(kind, id, format!("names the source \"{source}\", which does not exist"));
            } else if !claims.iter().any(|claim| claim.sources.contains(source)) {
                self.fault(kind, id, format!("names the source \"{source}\", which none of its claims has"));
            }
        }
        if let Some(strength) = backing.strength
            && !claims.iter().any(|claim| claim.strength == strength)
        {
            self.fault(kind, id, format!("is marked \"{}\", as none of its claims is", strength.plain()));
        }
        for item in backing.items {
            if !claims.iter().any(|claim| claim.items.contains(item)) {
                self.fault(kind, id, format!("carries the item \"{item}\", which none of its claims does"));
            }
        }
    }

    /// The number of a limit stands in the text that the limit is taken from.
    fn limits(&mut self) {
        for limit in &self.relief.limits {
            let claims = self.claims("limit", &limit.id, &limit.claims);
            let mut texts: Vec<&str> = claims.iter().map(|claim| claim.text.as_str()).collect();
            if let Some(id) = &limit.disagreement {
                match self.disagreement(id) {
                    Some(disagreement) => texts.push(&disagreement.default),
                    None => self.fault("limit", &limit.id, format!("names \"{id}\", which is no disagreement")),
                }
            }
            let stands = texts.iter().any(|text| text.split(|c: char| !c.is_alphanumeric()).any(|w| w == limit.says));
            if !stands {
                let problem = format!("says {}, which none of the texts that it names says", limit.says);
                self.fault("limit", &limit.id, problem);
            }
            let number = limit.says.parse::<u32>().unwrap_or(0);
            if limit.seconds != number && limit.seconds != number * 60 {
                let problem = format!("is {} s, which is neither {number} seconds nor minutes", limit.seconds);
                self.fault("limit", &limit.id, problem);
            }
        }
    }

    fn guard(&self, kind: StepKind) -> Option<&'a Guard> {
        self.relief.guards.iter().find(|guard| guard.kind == kind)
    }

    fn guards(&mut self) {
        if self.relief.steps.is_empty() {
            return;
        }
        for kind in StepKind::ALL {
            let times = self.relief.guards.iter().filter(|guard| guard.kind == kind).count();
            if times != 1 {
                self.fault("guard", &name(kind), format!("is there {times} times; every kind of step needs one"));
            }
        }
        for guard in &self.relief.guards {
            let id = name(guard.kind);
            for caution in guard.never.iter().chain(&guard.shorter).chain(&guard.mind) {
                if !self.has_caution(caution) {
                    self.fault("guard", &id, format!("names the caution \"{caution}\", which does not exist"));
                }
            }
            for limit in guard.limit.iter().chain(&guard.rest) {
                if self.relief.limit(limit).is_none() {
                    self.fault("guard", &id, format!("names the limit \"{limit}\", which does not exist"));
                }
            }
            if guard.up_to == Urgency::Emergency && !WHILE_WAITING.contains(&guard.kind) {
                self.fault("guard", &id, "lets steps be shown in an emergency; only help, breathing and positions may");
            }
        }
    }

    fn cautions(&mut self) {
        for caution in &self.relief.cautions {
            let id = &caution.id;
            self.not_empty("caution", id, &[("ask", &caution.ask), ("limit", &caution.limit)]);
            self.claims("caution", id, &caution.claims);
            for disagreement in &caution.disagreements {
                if self.disagreement(disagreement).is_none() {
                    self.fault("caution", id, format!("names \"{disagreement}\", which is no disagreement"));
                }
            }
            if caution.claims.is_empty() && caution.disagreements.is_empty() && caution.judgement.is_none() {
                self.fault("caution", id, "stands on nothing; name a claim or say in `judgement` that it is our own");
            }
            if let Some(limit) = &caution.shortens_to
                && self.relief.limit(limit).is_none()
            {
                self.fault("caution", id, format!("names the limit \"{limit}\", which does not exist"));
            }
            for rule in &caution.told_by {
                if !self.guidance.rules.iter().any(|known| known.id == *rule) {
                    self.fault("caution", id, format!("is told by the rule \"{rule}\", which does not exist"));
                }
            }
            let used = |step: &Step| step.never.contains(id) || step.shorter.contains(id) || step.mind.contains(id);
            if !self.relief.steps.iter().any(used) {
                self.fault("caution", id, "is asked for nothing: no step names it");
            }
        }
    }

    fn decisions(&mut self) {
        for decision in &self.relief.decisions {
            let id = &decision.id;
            if self.disagreement(&decision.disagreement).is_none() {
                self.fault("decision", id, format!("names \"{}\", which is no disagreement", decision.disagreement));
            }
            if decision.options.len() < 2 {
                self.fault("decision", id, "has fewer than two options");
            }
            let has = |option: &String| decision.options.iter().any(|known| known.id == *option);
            if !has(&decision.default) {
                self.fault("decision", id, format!("starts with \"{}\", which is no option of it", decision.default));
            }
            for instead in &decision.instead {
                if !has(&instead.option) || !self.has_caution(&instead.caution) {
                    self.fault("decision", id, "has an `instead` that names no option or no caution");
                }
            }
            for option in &decision.options {
                self.not_empty("decision", id, &[("label", &option.label), ("line", &option.line)]);
            }
            let used = |step: &Step| {
                step.options.contains_key(id)
                    || step.paced_by.as_ref() == Some(id)
                    || step.timed_by.as_ref() == Some(id)
            };
            if !self.relief.steps.iter().any(used) {
                self.fault("decision", id, "decides nothing: no step names it");
            }
        }
    }

    fn stages(&mut self) {
        for stage in Stage::ALL {
            if !self.relief.steps.is_empty() && self.relief.stage(stage).is_none() {
                self.fault("stage", &format!("{stage:?}"), "has no words; add it");
            }
        }
        for stage in &self.relief.stages {
            let id = format!("{:?}", stage.id);
            self.not_empty("stage", &id, &[("lead", &stage.lead), ("review", &stage.review)]);
            let claims = self.claims("stage", &id, &stage.claims);
            for item in &stage.items {
                if !claims.iter().any(|claim| claim.items.contains(item)) {
                    self.fault("stage", &id, format!("carries the item \"{item}\", which none of its claims does"));
                }
            }
        }
    }

    fn steps(&mut self) {
        for step in &self.relief.steps {
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
            match self.relief.limit(limit) {
                None => self.fault("step", id, format!("names the limit \"{limit}\", which does not exist")),
                Some(limit) if limit.is_break => {
                    self.fault("step", id, format!("has \"{}\" as its limit, which is a break", limit.id));
                }
                Some(limit) => {
                    let decision = step.timed_by.as_ref().and_then(|id| self.relief.decision(id));
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
        if let Some(rest) = guard.rest.as_ref().and_then(|rest| self.relief.limit(rest))
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
            let known = self.relief.cautions.iter().find(|known| known.id == *caution);
            if known.is_some_and(|known| known.mind.is_none()) {
                self.fault("step", id, format!("has \"{caution}\" in mind, which has no `mind` line"));
            }
        }
        for caution in &step.shorter {
            let known = self.relief.cautions.iter().find(|known| known.id == *caution);
            if known.is_some_and(|known| known.shortens_to.is_none()) {
                self.fault("step", id, format!("is shortened by \"{caution}\", which does not say to what"));
            }
        }
        for (decision, options) in &step.options {
            match self.relief.decision(decision) {
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
            if self.relief.decision(decision).is_none() {
                self.fault("step", id, format!("names the decision \"{decision}\", which does not exist"));
            }
        }
    }

    fn avoid_and_watch(&mut self) {
        for avoid in &self.relief.avoid {
            self.not_empty("avoid", &avoid.id, &[("text", &avoid.text)]);
            let (claims, sources, items) = (&avoid.claims, &avoid.sources, &avoid.items);
            self.backed("avoid", &avoid.id, &Backing { claims, sources, strength: None, items });
        }
        for watch in &self.relief.watch {
            self.not_empty("watch", &watch.id, &[("text", &watch.text), ("then", &watch.then)]);
            if watch.rules.is_empty() {
                self.fault("watch", &watch.id, "stands for no rule");
            }
            for rule in &watch.rules {
                if !self.guidance.rules.iter().any(|known| known.id == *rule) {
                    self.fault("watch", &watch.id, format!("names the rule \"{rule}\", which does not exist"));
                }
            }
        }
    }

    fn rechecks(&mut self) {
        for Recheck { rule, findings, caution, .. } in &self.relief.rechecks {
            let known = self.guidance.rules.iter().find(|known| known.id == *rule);
            let mut asked = BTreeSet::new();
            if let Some(known) = known {
                known.when.atoms(&mut |atom| {
                    asked.insert(atom.finding.as_str());
                });
            }
            for finding in findings {
                if !asked.contains(finding.as_str()) {
                    self.fault("recheck", rule, format!("has no rule of this name that asks for \"{finding}\""));
                }
            }
            if let Some(caution) = caution
                && !self.has_caution(caution)
            {
                self.fault("recheck", rule, format!("names the caution \"{caution}\", which does not exist"));
            }
        }
    }

    /// Every sign of the gate is one that the check asks about, once, and that has a "no".
    fn gate(&mut self) {
        let gate = &self.relief.gate;
        if self.relief.steps.is_empty() {
            return;
        }
        if gate.signs.is_empty() {
            self.fault("gate", "signs", "asks nothing; add a `[[gate.sign]]`");
        }
        let texts =
            [("unasked", &gate.unasked), ("passed", &gate.passed), ("ask", &gate.ask), ("judgement", &gate.judgement)];
        self.not_empty("gate", "signs", &texts.map(|(field, text)| (field, text.as_str())));
        for source in &gate.sources {
            if self.guidance.source(source).is_none() {
                self.fault("gate", "signs", format!("names the source \"{source}\", which does not exist"));
            }
        }
        let mut asked = BTreeSet::new();
        for sign in &gate.signs {
            self.not_empty("gate", "signs", &[("ask", &sign.ask)]);
            if sign.findings.is_empty() {
                self.fault("gate", "signs", format!("has \"{}\", which stands for no finding", sign.ask));
            }
            for id in &sign.findings {
                match self.guidance.finding(id) {
                    None => self.fault("gate", "signs", format!("names \"{id}\", which is no finding")),
                    Some(finding) if finding.deny.is_none() => {
                        self.fault(
                            "gate",
                            "signs",
                            format!("asks about \"{id}\", which \"None of these\" cannot deny"),
                        );
                    }
                    Some(_) if !asked.insert(id.as_str()) => {
                        self.fault("gate", "signs", format!("asks about \"{id}\" twice"));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    fn floor(&mut self) {
        let floor: &'a [FloorStep] = &self.relief.floor;
        let by_id: BTreeMap<&str, &FloorStep> = floor.iter().map(|step| (step.id.as_str(), step)).collect();
        for step in floor {
            let id = &step.id;
            self.not_empty("floor step", id, &[("title", &step.title), ("yes", &step.yes), ("no", &step.no)]);
            let (claims, sources, items) = (&step.claims, &step.sources, &step.items);
            self.backed("floor step", id, &Backing { claims, sources, strength: step.strength, items });
            if step.strength.is_none() && step.judgement.is_none() {
                self.fault("floor step", id, "has no strength; say in `judgement` that it is our own");
            }
            for to in step.done.iter().chain([&step.not_yet]) {
                match by_id.get(to.as_str()) {
                    None => self.fault("floor step", id, format!("leads to \"{to}\", which does not exist")),
                    Some(to) if to.track != step.track => {
                        self.fault("floor step", id, format!("leads to \"{}\", which is another way", to.id));
                    }
                    Some(_) => {}
                }
            }
            // What is asked next must be within what this instruction has shown that the person can do.
            if let Some(next) = step.done.as_ref().and_then(|done| by_id.get(done.as_str())) {
                let shown = step.shows.unwrap_or(step.needs).max(step.needs);
                if next.needs > shown {
                    let problem = format!("leads to \"{}\", which needs more than it shows", next.id);
                    self.fault("floor step", id, problem);
                }
            }
        }
        if floor.is_empty() {
            return;
        }
        for track in [Track::Wait, Track::Rise] {
            let always = |step: &&FloorStep| {
                step.track == track && step.start && step.at_hand.is_empty() && step.alone.is_none()
            };
            if !floor.iter().any(|step| always(&step)) {
                self.fault("floor step", &format!("{track:?}"), "has no start that fits everyone");
            }
        }
        let reached = reach(floor.iter().filter(|step| step.start), &by_id);
        for step in floor {
            if !reached.contains(step.id.as_str()) {
                self.fault("floor step", &step.id, "is never reached");
            }
            let from_here = reach([step].into_iter(), &by_id);
            let ends = from_here.iter().any(|id| by_id.get(id).is_some_and(|step| step.done.is_none()));
            if step.track == Track::Rise && !ends {
                self.fault("floor step", &step.id, "is a dead end: no way leads up from it");
            }
        }
    }

    fn floor_limits(&mut self) {
        for limit in &self.relief.floor_limits {
            let known = self.guidance.rules.iter().find(|rule| rule.id == limit.rule);
            if known.is_none() {
                self.fault("floor limit", &limit.id, format!("names the rule \"{}\", which is not there", limit.rule));
            }
            for finding in &limit.findings {
                if self.guidance.finding(finding).is_none() {
                    self.fault("floor limit", &limit.id, format!("names \"{finding}\", which is no finding"));
                }
            }
            if limit.since != Since::Worse && limit.minutes == 0 {
                self.fault("floor limit", &limit.id, "has no minutes");
            }
        }
        for since in [Since::Lying, Since::Progress, Since::Worse] {
            let there = self.relief.floor_limits.iter().any(|limit| limit.since == since);
            if !self.relief.floor.is_empty() && !there {
                self.fault("floor limit", &format!("{since:?}"), "is missing; without it the script would never stop");
            }
        }
    }

    /// Every item about relief stands in a step or is listed with a reason.
    fn coverage(&mut self) {
        let carried = carried(self.relief);
        let excused: BTreeSet<&str> =
            self.relief.not_planned.iter().flat_map(|entry| &entry.items).map(String::as_str).collect();
        for item in &self.guidance.items {
            let id = item.id.as_str();
            let owed = PLANNED_TOO.contains(&id) || id.get(3..5).is_some_and(|kind| PLANNED.contains(&kind));
            if owed && !carried.contains(id) && !excused.contains(id) {
                self.fault("item", id, "is about relief, but no step carries it and `not_planned` does not list it");
            }
            if carried.contains(id) && excused.contains(id) {
                self.fault("item", id, "is carried by a step and listed in `not_planned` too; take it out there");
            }
        }
        for entry in &self.relief.not_planned {
            let first = entry.items.first().map_or("", String::as_str);
            self.not_empty("item", first, &[("reason", &entry.reason)]);
        }
    }
}

/// The ids of the items that steps, floor instructions and lines to avoid carry.
fn carried(relief: &Relief) -> BTreeSet<&str> {
    let steps = relief.steps.iter().flat_map(|step| &step.items);
    let floor = relief.floor.iter().flat_map(|step| &step.items);
    let avoid = relief.avoid.iter().flat_map(|avoid| &avoid.items);
    let stages = relief.stages.iter().flat_map(|stage| &stage.items);
    steps.chain(floor).chain(avoid).chain(stages).map(String::as_str).collect()
}

/// The instructions that can be reached from these, themselves included.
fn reach<'a>(from: impl Iterator<Item = &'a FloorStep>, by_id: &BTreeMap<&'a str, &'a FloorStep>) -> BTreeSet<&'a str> {
    let mut open: Vec<&FloorStep> = from.collect();
    let mut reached = BTreeSet::new();
    while let Some(step) = open.pop() {
        if reached.insert(step.id.as_str()) {
            let next = step.done.iter().chain([&step.not_yet]);
            open.extend(next.filter_map(|id| by_id.get(id.as_str()).copied()));
        }
    }
    reached
}

/// A kind as data writes it.
fn name(kind: StepKind) -> String {
    format!("{kind:?}").to_lowercase()
}
