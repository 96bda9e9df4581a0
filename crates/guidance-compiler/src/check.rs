//! Checks the guidance as a whole: unique ids, no dangling reference, nothing unsourced, nothing uncovered, no level
//! below what a source gives.
//!
//! One [`Checker`] gathers the faults; each module adds the checks of one part of the guidance.

mod activity;
mod exercises;
mod figures;
mod floor;
mod guide;
mod habits;
mod medicines;
mod offered;
mod packs;
mod questionnaires;
mod relief;
mod report;
mod steps;
mod triage;
mod trials;
mod validity;

use crate::fault::Fault;
use crate::parse::Parsed;
use std::collections::BTreeSet;
use supple_guidance_schema::Guidance;

/// All faults of the guidance, in the order of its parts.
pub(crate) fn check(parsed: &Parsed) -> Result<(), Vec<Fault>> {
    let mut checker = Checker { parsed, guidance: &parsed.guidance, faults: Vec::new(), used: BTreeSet::new() };
    checker.ids();
    checker.screens_and_findings();
    checker.rules();
    checker.promises();
    checker.guide();
    checker.disagreements();
    checker.coverage();
    checker.relief();
    checker.care();
    checker.sources();
    if checker.faults.is_empty() { Ok(()) } else { Err(checker.faults) }
}

struct Checker<'a> {
    parsed: &'a Parsed,
    guidance: &'a Guidance,
    faults: Vec<Fault>,
    /// The sources that something names.
    used: BTreeSet<&'a str>,
}

impl<'a> Checker<'a> {
    fn fault(&mut self, kind: &'static str, id: &str, problem: impl Into<String>) {
        self.faults.push(self.parsed.fault(kind, id, problem));
    }

    fn not_empty(&mut self, kind: &'static str, id: &str, texts: &[(&str, &str)]) {
        for (field, text) in texts {
            if text.trim().is_empty() {
                self.fault(kind, id, format!("has an empty `{field}`"));
            }
        }
    }

    fn ids(&mut self) {
        for ((kind, id), files) in &self.parsed.files {
            if files.len() > 1 && *kind != "not shown" {
                self.fault(kind, id, format!("is there {} times; give each its own id", files.len()));
            }
        }
    }

    fn relief(&mut self) {
        self.limits();
        self.guards();
        self.cautions();
        self.decisions();
        self.stages();
        self.stages_in_order();
        self.steps();
        self.avoid_and_watch();
        self.rechecks();
        self.gate();
        self.floor();
        self.floor_limits();
        self.relief_coverage();
    }

    fn care(&mut self) {
        for (kind, id, sources) in care_sources(self.guidance) {
            self.sourced(kind, &id, sources);
        }
        self.questions();
        self.believed();
        self.often();
        self.medicines();
        self.together();
        self.names();
        self.products();
        self.families();
        self.treatments();
        self.ladder();
        self.exposures();
        self.validity();
        self.offered();
        self.report();
        self.questionnaires();
        self.trials();
        self.figures();
        self.exercises();
        self.walking();
        self.habits();
        self.programme_coverage();
    }

    /// A source or our own judgement, and each source exists.
    fn stated(&mut self, kind: &'static str, id: &str, sources: &'a [String], judgement: Option<&String>) {
        if judgement.is_none_or(|text| text.trim().is_empty()) || !sources.is_empty() {
            self.sourced(kind, id, sources);
        }
    }

    /// At least one source, each of which exists.
    fn sourced(&mut self, kind: &'static str, id: &str, sources: &'a [String]) {
        if sources.is_empty() {
            self.fault(kind, id, "has no source; name one or take it out");
        }
        for source in sources {
            if self.guidance.source(source).is_none() {
                self.fault(kind, id, format!("names the source \"{source}\", which does not exist"));
            }
            self.used.insert(source);
        }
    }

    /// The number for whom no country is known stands in the claim that says what phones do with it.
    fn anywhere(&mut self) {
        let anywhere = &self.guidance.anywhere;
        let claim = self.guidance.claims.iter().find(|claim| claim.id == anywhere.claim);
        let says = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|number| number == anywhere.call);
        if anywhere.call.is_empty() || !claim.is_some_and(|claim| says(&claim.text)) {
            self.fault("number", "anywhere", "needs a `call` that the text of its `claim` names");
        }
    }

    fn sources(&mut self) {
        let numbers = &self.guidance.number_sources;
        if !self.guidance.numbers.is_empty() {
            let first = self.guidance.numbers[0].country.clone();
            self.sourced("number", &first, numbers);
            self.anywhere();
        }
        let zones = &self.guidance.zone_sources;
        if let Some((zone, _)) = self.guidance.zones.first_key_value() {
            self.sourced("zone", zone, zones);
        }
        for (zone, country) in &self.guidance.zones {
            if country.len() != 2 {
                self.fault("zone", zone, format!("is in \"{country}\", which is no country of two letters"));
            }
        }
        for source in &self.guidance.sources {
            if !self.used.contains(source.id.as_str()) {
                self.fault("source", &source.id, "is used by nothing; take it out");
            }
        }
    }
}

/// Every list of sources that what is asked, sold or done for care names, with the kind and id of its entry.
fn care_sources(guidance: &Guidance) -> Vec<(&'static str, String, &[String])> {
    let mut all: Vec<(&'static str, &str, &[String])> = Vec::new();
    let medicines = &guidance.medicines;
    for group in &medicines.groups {
        let together = group.together.iter().map(|_| &group.sources);
        let reasons = group.must_not.iter().chain(&group.ask_first).map(|reason| &reason.sources);
        all.extend(together.chain(reasons).map(|sources| ("group", group.id.as_str(), sources.as_slice())));
    }
    if !medicines.medicines.is_empty() {
        all.push(("painkillers often", "all", medicines.often.sources.as_slice()));
    }
    let pairs = medicines.pairs.iter().map(|pair| ("pair", pair.id(), pair.sources.as_slice()));
    let products = medicines.products.iter().map(|product| ("product", product.id(), product.sources.as_slice()));
    for medicine in &medicines.medicines {
        let mut add = |sources| all.push(("medicine", &medicine.id, sources));
        medicine.labels.iter().for_each(|label| add(&label.sources));
        medicine.must_not.iter().chain(&medicine.ask_first).for_each(|reason| add(&reason.sources));
        medicine.stop_if.iter().for_each(|notice| add(&notice.sources));
        add(&medicine.too_much.sources);
        add(&medicine.how.sources);
        medicine.each_day.iter().filter(|set| !set.sources.is_empty()).for_each(|set| add(&set.sources));
    }
    let ladder = &guidance.ladder;
    all.extend(ladder.criteria.iter().map(|one| ("criterion", one.id.as_str(), one.sources.as_slice())));
    all.extend(ladder.rungs.iter().map(|rung| ("rung", rung.id.as_str(), rung.sources.as_slice())));
    all.extend(ladder.stuck.iter().map(|stuck| ("stuck", stuck.below.as_str(), stuck.sources.as_slice())));
    all.extend(guidance.exposures.iter().map(|one| ("exposure", one.id.as_str(), one.sources.as_slice())));
    let windows = guidance.validity.window.all().into_iter().filter(|(_, window)| !window.sources.is_empty());
    all.extend(windows.map(|(id, window)| ("window", id, window.sources.as_slice())));
    all.into_iter().map(|(kind, id, sources)| (kind, id.to_owned(), sources)).chain(pairs).chain(products).collect()
}
