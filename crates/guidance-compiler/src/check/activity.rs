//! Checks treatments, the way back to activity, and exposures.

use super::Checker;
use std::collections::BTreeSet;
use supple_guidance_schema::When;
use supple_guidance_schema::activity::Measure;

impl<'a> Checker<'a> {
    pub(super) fn treatments(&mut self) {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for treatment in &self.guidance.treatments {
            let id = &treatment.id;
            self.not_empty("treatment", id, &[("name", &treatment.name)]);
            self.needs_claims("treatment", id, &treatment.claims);
            told.extend(treatment.claims.iter().map(String::as_str));
            if treatment.questions.len() < 2 || treatment.questions.iter().any(|text| text.trim().is_empty()) {
                self.fault("treatment", id, "needs at least two questions to ask");
            }
        }
        if self.guidance.treatments.is_empty() {
            return;
        }
        for claim in self.guidance.claims.iter().filter(|claim| claim.topic == "treatments") {
            if !told.contains(claim.id.as_str()) {
                self.fault("claim", &claim.id, "is about a treatment, but no treatment names it");
            }
        }
    }

    pub(super) fn ladder(&mut self) {
        let ladder = &self.guidance.ladder;
        let holds = &ladder.holds;
        if !ladder.rungs.is_empty() {
            if holds.pain_hours == 0 || holds.symptom_hours == 0 {
                self.fault("holds", "activity", "takes hours from 1: for how long the diary speaks for the moment");
            }
            self.not_empty("holds", "activity", &[("judgement", &holds.judgement)]);
        }
        for criterion in &ladder.criteria {
            let id = &criterion.id;
            self.not_empty("criterion", id, &[("ask", &criterion.ask), ("unmet", &criterion.unmet)]);
            if criterion.test == Measure::PainRiseBelow(0) {
                self.fault("criterion", id, "can never be met");
            }
            if !ladder.rungs.iter().any(|rung| rung.enter.contains(id) || rung.stay.contains(id)) {
                self.fault("criterion", id, "is needed for nothing: no rung names it");
            }
        }
        for rung in &ladder.rungs {
            let id = &rung.id;
            self.not_empty("rung", id, &[("title", &rung.title), ("how", &rung.how)]);
            self.needs_claims("rung", id, &rung.claims);
            for criterion in rung.enter.iter().chain(&rung.stay) {
                if ladder.criterion(criterion).is_none() {
                    self.fault("rung", id, format!("names the criterion \"{criterion}\", which does not exist"));
                }
            }
            if rung.enter.is_empty() {
                self.fault("rung", id, "can be entered by anyone; name what must be so first");
            }
        }
        for stuck in &ladder.stuck {
            self.not_empty("stuck", &stuck.below, &[("text", &stuck.text)]);
            if ladder.place(&stuck.below).is_none() {
                self.fault("stuck", &stuck.below, "is no rung");
            }
        }
    }

    pub(super) fn exposures(&mut self) {
        let advice = &self.guidance.advice;
        let texts = [
            ("judgement", &advice.judgement),
            ("own", &advice.own),
            ("keep", &advice.keep),
            ("no-link", &advice.no_link),
            ("unclear", &advice.unclear),
            ("likely.judgement", &advice.likely.judgement),
            ("early-sign.judgement", &advice.early_sign.judgement),
            ("early-sign.may-be", &advice.early_sign.may_be),
            ("early-sign.tell", &advice.early_sign.tell),
        ];
        self.not_empty("advice", "all", &texts.map(|(name, text)| (name, text.as_str())));
        self.practice();
        for exposure in &self.guidance.exposures {
            let id = &exposure.id;
            self.not_empty("exposure", id, &[("id", id), ("words", &exposure.words), ("do", &exposure.to_do)]);
            self.needs_claims("exposure", id, &exposure.claims);
            let is_hours = exposure.when == When::Hours;
            if is_hours != exposure.hours.is_some() || exposure.hours == Some(0) {
                self.fault("exposure", id, "needs `hours` above 0 where `when` is \"hours\", and none otherwise");
            }
            if (exposure.when == When::Cycle) != exposure.cycle.is_some() {
                self.fault("exposure", id, "needs `cycle` where `when` is \"cycle\", and none otherwise");
            }
            if let Some(cycle) = &exposure.cycle {
                self.not_empty("exposure", id, &[("cycle.judgement", &cycle.judgement)]);
                let is_ordered =
                    cycle.after < cycle.same && cycle.same < cycle.shortest && cycle.shortest <= cycle.longest;
                if !is_ordered || cycle.before + cycle.after >= cycle.shortest {
                    let order = "needs `after` below `same`, that below `shortest`, and that not above `longest`";
                    self.fault("exposure", id, order);
                }
            }
        }
    }

    fn practice(&mut self) {
        let practice = &self.guidance.advice.practice;
        let texts = [
            ("judgement", &practice.judgement),
            ("do", &practice.to_do),
            ("keep", &practice.keep),
            ("chosen", &practice.chosen),
        ];
        self.not_empty("advice", "practice", &texts.map(|(name, text)| (name, text.as_str())));
        self.needs_claims("advice", "practice", &practice.claims);
        if practice.hours == 0 {
            self.fault("advice", "practice", "needs `hours` above 0");
        }
    }

    pub(super) fn needs_claims(&mut self, kind: &'static str, id: &str, claims: &[String]) {
        if claims.is_empty() {
            self.fault(kind, id, "names no claim of the guide");
        }
        for claim in claims {
            if !self.guidance.claims.iter().any(|known| known.id == *claim) {
                self.fault(kind, id, format!("names the claim \"{claim}\", which does not exist"));
            }
        }
    }
}
