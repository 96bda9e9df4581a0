//! Checks what the relief plan is made of, its steps apart: nothing unsourced, no limit that its text does not give, no
//! item about relief left out.

use super::Checker;
use std::collections::BTreeSet;
use supple_guidance_schema::{Claim, Disagreement, Guard, Recheck, Relief, Stage, Step, StepKind, Strength, Urgency};

/// The kinds of inventory items of which the plan must carry every one. The kind is the code in the middle of an id.
const PLANNED: [&str; 4] = ["AR", "PO", "HC", "ST"];

/// Items of other kinds that are relief all the same: the night, getting up, hands and baths, and what to mind.
const PLANNED_TOO: [&str; 11] = [
    "S0-AT-01", "S0-CT-01", "S0-CT-02", "S0-EG-05", "S0-EG-06", "S0-LS-02", "S1-CT-02", "S1-RA-01", "S2-CT-01",
    "S3-AT-01", "S3-AT-02",
];

/// What may be done in an emergency while help is on its way.
const WHILE_WAITING: [StepKind; 3] = [StepKind::Help, StepKind::Breathing, StepKind::Position];

/// What a step, an instruction or a line to avoid stands on.
pub(super) struct Backing<'a> {
    pub(super) claims: &'a [String],
    pub(super) sources: &'a [String],
    pub(super) strength: Option<Strength>,
    pub(super) items: &'a [String],
}

impl<'a> Checker<'a> {
    fn claim(&self, id: &str) -> Option<&'a Claim> {
        self.guidance.claims.iter().find(|claim| claim.id == id)
    }

    fn disagreement(&self, id: &str) -> Option<&'a Disagreement> {
        self.guidance.disagreements.iter().find(|disagreement| disagreement.id == id)
    }

    pub(super) fn has_caution(&self, id: &str) -> bool {
        self.guidance.relief.cautions.iter().any(|caution| caution.id == id)
    }

    /// Every named claim exists. Gives those that do.
    fn named_claims(&mut self, kind: &'static str, id: &str, claims: &[String]) -> Vec<&'a Claim> {
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
    pub(super) fn backed(&mut self, kind: &'static str, id: &str, backing: &Backing<'_>) {
        let claims = self.named_claims(kind, id, backing.claims);
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
    pub(super) fn limits(&mut self) {
        for limit in &self.guidance.relief.limits {
            let claims = self.named_claims("limit", &limit.id, &limit.claims);
            let mut texts: Vec<&str> = claims.iter().map(|claim| claim.text.as_str()).collect();
            if let Some(id) = &limit.disagreement {
                match self.disagreement(id) {
                    Some(known) => texts.extend([known.default.as_str()].into_iter().chain(known.detail.as_deref())),
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

    pub(super) fn guard(&self, kind: StepKind) -> Option<&'a Guard> {
        self.guidance.relief.guards.iter().find(|guard| guard.kind == kind)
    }

    pub(super) fn guards(&mut self) {
        if self.guidance.relief.steps.is_empty() {
            return;
        }
        for kind in StepKind::ALL {
            let times = self.guidance.relief.guards.iter().filter(|guard| guard.kind == kind).count();
            if times != 1 {
                self.fault("guard", &name(kind), format!("is there {times} times; every kind of step needs one"));
            }
        }
        for guard in &self.guidance.relief.guards {
            let id = name(guard.kind);
            for caution in guard.never.iter().chain(&guard.shorter).chain(&guard.mind) {
                if !self.has_caution(caution) {
                    self.fault("guard", &id, format!("names the caution \"{caution}\", which does not exist"));
                }
            }
            for limit in guard.limit.iter().chain(&guard.rest) {
                if self.guidance.relief.limit(limit).is_none() {
                    self.fault("guard", &id, format!("names the limit \"{limit}\", which does not exist"));
                }
            }
            if guard.up_to == Urgency::Emergency && !WHILE_WAITING.contains(&guard.kind) {
                self.fault("guard", &id, "lets steps be shown in an emergency; only help, breathing and positions may");
            }
        }
    }

    pub(super) fn cautions(&mut self) {
        for caution in &self.guidance.relief.cautions {
            let id = &caution.id;
            self.not_empty("caution", id, &[("ask", &caution.ask), ("limit", &caution.limit)]);
            self.named_claims("caution", id, &caution.claims);
            for disagreement in &caution.disagreements {
                if self.disagreement(disagreement).is_none() {
                    self.fault("caution", id, format!("names \"{disagreement}\", which is no disagreement"));
                }
            }
            if caution.claims.is_empty() && caution.disagreements.is_empty() && caution.judgement.is_none() {
                self.fault("caution", id, "stands on nothing; name a claim or say in `judgement` that it is our own");
            }
            if let Some(limit) = &caution.shortens_to
                && self.guidance.relief.limit(limit).is_none()
            {
                self.fault("caution", id, format!("names the limit \"{limit}\", which does not exist"));
            }
            for rule in &caution.told_by {
                if !self.guidance.rules.iter().any(|known| known.id == *rule) {
                    self.fault("caution", id, format!("is told by the rule \"{rule}\", which does not exist"));
                }
            }
            for id in &caution.known_by {
                if self.guidance.finding(id).is_none() && self.guidance.medicines.question(id).is_none() {
                    self.fault("caution", &caution.id, format!("is known by \"{id}\", which nobody is asked"));
                }
            }
            let used = |step: &Step| step.never.contains(id) || step.shorter.contains(id) || step.mind.contains(id);
            if !self.guidance.relief.steps.iter().any(used) {
                self.fault("caution", id, "is asked for nothing: no step names it");
            }
        }
    }

    pub(super) fn decisions(&mut self) {
        for decision in &self.guidance.relief.decisions {
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
            if !self.guidance.relief.steps.iter().any(used) {
                self.fault("decision", id, "decides nothing: no step names it");
            }
        }
    }

    pub(super) fn stages(&mut self) {
        for stage in Stage::ALL {
            if !self.guidance.relief.steps.is_empty() && self.guidance.relief.stage(stage).is_none() {
                self.fault("stage", &format!("{stage:?}"), "has no words; add it");
            }
        }
        for stage in &self.guidance.relief.stages {
            let id = format!("{:?}", stage.id);
            let texts = [("lead", &stage.lead), ("review", &stage.review), ("judgement", &stage.judgement)];
            self.not_empty("stage", &id, &texts.map(|(field, text)| (field, text.as_str())));
            let first = stage.id == Stage::FirstMinutes;
            if first != (stage.from_minutes == 0) {
                self.fault("stage", &id, "must begin with the onset if it is the first, and later if it is not");
            }
            let claims = self.named_claims("stage", &id, &stage.claims);
            for item in &stage.items {
                if !claims.iter().any(|claim| claim.items.contains(item)) {
                    self.fault("stage", &id, format!("carries the item \"{item}\", which none of its claims does"));
                }
            }
        }
    }

    /// A spasm goes through the stages in their order; nothing eases or ends before the last of them has begun.
    pub(super) fn stages_in_order(&mut self) {
        use Stage::{After72Hours, First48Hours, FirstMinutes, From48To72Hours, Prevention, Recovery};
        let from = |stage| self.guidance.relief.stage(stage).map(|text| text.from_minutes);
        let follows = |(before, stage): (Stage, Stage), strictly: bool| match (from(before), from(stage)) {
            (Some(before), Some(from)) => {
                if strictly {
                    before < from
                } else {
                    before <= from
                }
            }
            // A stage that is missing is a fault of its own.
            _ => true,
        };
        let elapsing = [(FirstMinutes, First48Hours), (First48Hours, From48To72Hours), (From48To72Hours, After72Hours)];
        let settling = [(After72Hours, Recovery), (After72Hours, Prevention)];
        let pairs = elapsing.map(|pair| (pair, true)).into_iter().chain(settling.map(|pair| (pair, false)));
        let wrong: Vec<(Stage, Stage)> =
            pairs.filter(|(pair, strictly)| !follows(*pair, *strictly)).map(|(pair, _)| pair).collect();
        for (before, stage) in wrong {
            self.fault("stage", &format!("{stage:?}"), format!("begins before the stage {before:?} has begun"));
        }
    }

    pub(super) fn avoid_and_watch(&mut self) {
        for avoid in &self.guidance.relief.avoid {
            self.not_empty("avoid", &avoid.id, &[("text", &avoid.text)]);
            let (claims, sources, items) = (&avoid.claims, &avoid.sources, &avoid.items);
            self.backed("avoid", &avoid.id, &Backing { claims, sources, strength: None, items });
        }
        for watch in &self.guidance.relief.watch {
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

    pub(super) fn rechecks(&mut self) {
        for Recheck { rule, findings, caution, .. } in &self.guidance.relief.rechecks {
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
    pub(super) fn gate(&mut self) {
        let gate = &self.guidance.relief.gate;
        if self.guidance.relief.steps.is_empty() {
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

    /// Every item about relief stands in a step or is listed with a reason.
    pub(super) fn relief_coverage(&mut self) {
        let carried = carried(&self.guidance.relief);
        let excused: BTreeSet<&str> =
            self.guidance.relief.not_planned.iter().flat_map(|entry| &entry.items).map(String::as_str).collect();
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
        for entry in &self.guidance.relief.not_planned {
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

/// A kind as data writes it.
pub(super) fn name(kind: StepKind) -> String {
    format!("{kind:?}").to_lowercase()
}
