//! Checks the floor script: no dead end, nothing that asks too much too soon, and an end to waiting.

use super::Checker;
use super::relief::Backing;
use std::collections::{BTreeMap, BTreeSet};
use supple_guidance_schema::{FloorStep, Since, Track};

impl<'a> Checker<'a> {
    pub(super) fn floor(&mut self) {
        let floor: &'a [FloorStep] = &self.guidance.relief.floor;
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

    pub(super) fn floor_limits(&mut self) {
        for limit in &self.guidance.relief.floor_limits {
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
            if limit.said.is_some() && limit.since != Since::Lying {
                self.fault(
                    "floor limit",
                    &limit.id,
                    "has `said`, but nobody knows at the start whether it has run out",
                );
            }
        }
        for since in [Since::Lying, Since::Progress, Since::Worse] {
            let there = self.guidance.relief.floor_limits.iter().any(|limit| limit.since == since);
            if !self.guidance.relief.floor.is_empty() && !there {
                self.fault("floor limit", &format!("{since:?}"), "is missing; without it the script would never stop");
            }
        }
    }
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
