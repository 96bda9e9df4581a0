//! Reads and checks `medicines.toml`, `treatments.toml`, `activity.toml` and `exposures.toml`.

use crate::activity::{Ladder, Measure};
use crate::exposures::{Exposure, When};
use crate::medicines::{Medicine, Medicines, Reason, Sign, Treatment};
use crate::model::{Guidance, Kind};
use crate::source::{Fault, Reading};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Whether this file is read here.
pub(crate) fn is_ours(name: &str) -> bool {
    matches!(
        name,
        "guidance/medicines.toml" | "guidance/treatments.toml" | "guidance/activity.toml" | "guidance/exposures.toml"
    )
}

/// Reads one of these files.
pub(crate) fn read(name: &str, text: &str, reading: &mut Reading) -> Result<(), toml::de::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Treatments {
        treatment: Vec<Treatment>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Exposures {
        exposure: Vec<Exposure>,
    }
    let mut ids: Vec<(&'static str, String)> = Vec::new();
    match name {
        "guidance/medicines.toml" => {
            let read: Medicines = toml::from_str(text)?;
            ids.extend(read.questions.iter().map(|entry| ("question", entry.id.clone())));
            ids.extend(read.groups.iter().map(|entry| ("group", entry.id.clone())));
            ids.extend(read.medicines.iter().map(|entry| ("medicine", entry.id.clone())));
            ids.extend(read.relatives.iter().map(|entry| ("relative", entry.name.clone())));
            ids.extend(read.products.iter().map(|entry| ("product", entry.names.first().cloned().unwrap_or_default())));
            reading.guidance.medicines = read;
        }
        "guidance/treatments.toml" => {
            let read: Treatments = toml::from_str(text)?;
            ids.extend(read.treatment.iter().map(|entry| ("treatment", entry.id.clone())));
            reading.guidance.treatments = read.treatment;
        }
        "guidance/exposures.toml" => {
            let read: Exposures = toml::from_str(text)?;
            ids.extend(read.exposure.iter().map(|entry| ("exposure", entry.id.clone())));
            reading.guidance.exposures = read.exposure;
        }
        _ => {
            let read: Ladder = toml::from_str(text)?;
            ids.extend(read.criteria.iter().map(|entry| ("criterion", entry.id.clone())));
            ids.extend(read.rungs.iter().map(|entry| ("rung", entry.id.clone())));
            ids.extend(read.stuck.iter().map(|entry| ("stuck", entry.below.clone())));
            reading.guidance.ladder = read;
        }
    }
    for id in ids {
        reading.files.entry(id).or_default().push(name.to_owned());
    }
    Ok(())
}

/// Every list of sources that these files name, with the kind and id of its entry.
pub(crate) fn sources(guidance: &Guidance) -> Vec<(&'static str, &str, &[String])> {
    let mut all: Vec<(&'static str, &str, &[String])> = Vec::new();
    let medicines = &guidance.medicines;
    all.extend(medicines.groups.iter().map(|group| ("group", group.id.as_str(), group.sources.as_slice())));
    for medicine in &medicines.medicines {
        let mut add = |sources| all.push(("medicine", &medicine.id, sources));
        medicine.labels.iter().for_each(|label| add(&label.sources));
        medicine.must_not.iter().chain(&medicine.ask_first).for_each(|reason| add(&reason.sources));
        medicine.stop_if.iter().for_each(|notice| add(&notice.sources));
        add(&medicine.too_much.sources);
        add(&medicine.how.sources);
    }
    let ladder = &guidance.ladder;
    all.extend(ladder.criteria.iter().map(|one| ("criterion", one.id.as_str(), one.sources.as_slice())));
    all.extend(ladder.rungs.iter().map(|rung| ("rung", rung.id.as_str(), rung.sources.as_slice())));
    all.extend(ladder.stuck.iter().map(|stuck| ("stuck", stuck.below.as_str(), stuck.sources.as_slice())));
    all.extend(guidance.exposures.iter().map(|one| ("exposure", one.id.as_str(), one.sources.as_slice())));
    all
}

/// The faults of these files, sources apart.
pub(crate) fn faults(reading: &Reading) -> Vec<Fault> {
    let mut checker = Checker { reading, guidance: &reading.guidance, faults: Vec::new() };
    checker.questions();
    checker.medicines();
    checker.products();
    checker.treatments();
    checker.ladder();
    checker.exposures();
    checker.faults
}

struct Checker<'a> {
    reading: &'a Reading,
    guidance: &'a Guidance,
    faults: Vec<Fault>,
}

impl<'a> Checker<'a> {
    fn fault(&mut self, kind: &'static str, id: &str, problem: impl Into<String>) {
        self.faults.push(self.reading.fault(kind, id, problem));
    }

    fn not_empty(&mut self, kind: &'static str, id: &str, texts: &[(&str, &str)]) {
        for (field, text) in texts {
            if text.trim().is_empty() {
                self.fault(kind, id, format!("has an empty `{field}`"));
            }
        }
    }

    fn claims(&mut self, kind: &'static str, id: &str, claims: &[String]) {
        if claims.is_empty() {
            self.fault(kind, id, "names no claim of the guide");
        }
        for claim in claims {
            if !self.guidance.claims.iter().any(|known| known.id == *claim) {
                self.fault(kind, id, format!("names the claim \"{claim}\", which does not exist"));
            }
        }
    }

    fn exposures(&mut self) {
        for exposure in &self.guidance.exposures {
            let id = &exposure.id;
            self.not_empty("exposure", id, &[("id", id), ("words", &exposure.words)]);
            let is_hours = exposure.when == When::Hours;
            if is_hours != exposure.hours.is_some() || exposure.hours == Some(0) {
                self.fault("exposure", id, "needs `hours` above 0 where `when` is \"hours\", and none otherwise");
            }
        }
    }

    fn questions(&mut self) {
        let medicines = &self.guidance.medicines;
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for medicine in &medicines.medicines {
            let reasons = medicine.must_not.iter().chain(&medicine.ask_first);
            used.extend(reasons.flat_map(|reason| &reason.any).map(|sign| sign.finding.as_str()));
        }
        for question in &medicines.questions {
            let id = &question.id;
            self.not_empty("question", id, &[("id", id), ("ask", &question.ask)]);
            if self.guidance.finding(id).is_some() {
                self.fault("question", id, "is a finding of the check already; use that");
            }
            if !used.contains(id.as_str()) {
                self.fault("question", id, "is asked for nothing: no medicine names it");
            }
            if let Some(other) = &question.only_if
                && !self.is_known(other)
            {
                self.fault("question", id, format!("hangs on \"{other}\", which does not exist"));
            }
            if question.number.as_ref().is_some_and(|range| range.min.is_nan() || range.max <= range.min) {
                self.fault("question", id, "has a range that holds no number");
            }
        }
    }

    fn is_known(&self, id: &str) -> bool {
        self.guidance.finding(id).is_some() || self.guidance.medicines.question(id).is_some()
    }

    fn medicines(&mut self) {
        for group in &self.guidance.medicines.groups {
            self.not_empty("group", &group.id, &[("name", &group.name), ("together", &group.together)]);
            if group.hours == 0 {
                self.fault("group", &group.id, "counts for 0 hours, which is never");
            }
        }
        for medicine in &self.guidance.medicines.medicines {
            let id = &medicine.id;
            self.not_empty("medicine", id, &[("name", &medicine.name), ("unit", &medicine.unit)]);
            self.not_empty(
                "medicine",
                id,
                &[("too_much.text", &medicine.too_much.text), ("how.text", &medicine.how.text)],
            );
            if self.guidance.medicines.group(&medicine.group).is_none() {
                self.fault("medicine", id, format!("is of the group \"{}\", which does not exist", medicine.group));
            }
            self.claims("medicine", id, &medicine.does);
            if medicine.unit_mg.is_some_and(|mg| !is_amount(mg)) {
                self.fault("medicine", id, "has a `unit_mg` that is no amount");
            }
            if medicine.labels.is_empty() {
                self.fault("medicine", id, "has no label; if a doctor sets its dose, make it a relative");
            }
            self.labels(medicine);
            for notice in &medicine.stop_if {
                self.not_empty("medicine", id, &[("stop_if.text", &notice.text)]);
            }
            if medicine.stop_if.is_empty() {
                self.fault("medicine", id, "does not say when to stop");
            }
            for reason in medicine.must_not.iter().chain(&medicine.ask_first) {
                self.reason(medicine, reason);
            }
        }
        for relative in &self.guidance.medicines.relatives {
            self.not_empty("relative", &relative.name, &[("name", &relative.name)]);
            if self.guidance.medicines.group(&relative.group).is_none() {
                let problem = format!("is of the group \"{}\", which does not exist", relative.group);
                self.fault("relative", &relative.name, problem);
            }
        }
    }

    fn labels(&mut self, medicine: &Medicine) {
        let id = &medicine.id;
        for label in &medicine.labels {
            if label.country.len() != 2 || !label.country.bytes().all(|letter| letter.is_ascii_uppercase()) {
                self.fault("medicine", id, format!("has a label for \"{}\"; use two capital letters", label.country));
            }
            let bound = label.gap_hours.is_some()
                || label.times.is_some()
                || label.days.is_some()
                || !label.windows.is_empty()
                || label.dose_mg.is_some();
            if !bound {
                self.fault("medicine", id, "has a label without a limit");
            }
            let amounts = label.windows.iter().map(|window| window.mg).chain(label.dose_mg).chain(label.strength_mg);
            let mut amounts: Vec<f64> = amounts.collect();
            if amounts.iter().any(|mg| !is_amount(*mg)) {
                self.fault("medicine", id, "has a limit that is no amount");
            }
            amounts.retain(|mg| mg.is_finite());
            if !amounts.is_empty() && medicine.unit_mg.is_none() {
                self.fault("medicine", id, "has a limit in milligrams but no `unit_mg`");
            }
            let counts = [label.gap_hours, label.times, label.days, label.first_within_minutes];
            if counts.contains(&Some(0)) || label.windows.iter().any(|window| window.hours == 0) {
                self.fault("medicine", id, "has a limit of 0");
            }
            for window in &label.windows {
                if label.dose_mg.is_some_and(|dose| dose > window.mg) {
                    let problem = format!("allows more at one time than in {} hours", window.hours);
                    self.fault("medicine", id, problem);
                }
            }
            if label.dose_mg.is_some() && !label.windows.iter().any(|window| window.hours == 24) {
                self.fault("medicine", id, "has a limit for one dose but none for 24 hours");
            }
            if label.gap_hours.is_some_and(|gap| gap > 24) {
                self.fault("medicine", id, "has a gap of more than 24 hours; is it in minutes?");
            }
        }
    }

    fn reason(&mut self, medicine: &Medicine, reason: &Reason) {
        self.not_empty("medicine", &medicine.id, &[("because", &reason.because)]);
        if reason.any.is_empty() {
            self.fault("medicine", &medicine.id, "has a reason that nothing can show; name a sign");
        }
        for sign in &reason.any {
            if let Some(problem) = self.sign_problem(sign) {
                self.fault("medicine", &medicine.id, problem);
            }
        }
    }

    fn sign_problem(&self, sign: &Sign) -> Option<String> {
        let id = &sign.finding;
        let limit = match (sign.at_least, sign.below) {
            (Some(_), Some(_)) => return Some(format!("tests \"{id}\" in two ways; make two signs of it")),
            (limit, None) | (None, limit) => limit,
        };
        let question = self.guidance.medicines.question(id);
        let wrong = || Some(format!("tests \"{id}\" in a way that does not fit its kind"));
        match (self.guidance.finding(id).map(|finding| &finding.kind), limit) {
            (Some(Kind::YesNo), None) => None,
            // As in the rules of the check, so that a tap on a band and a typed number never differ.
            (Some(Kind::Number(number)), Some(limit)) => {
                let on_edge = number.bands.iter().any(|band| band.from == limit);
                (!on_edge).then(|| format!("has {limit} for \"{id}\", which is not the edge of a band"))
            }
            (Some(_), _) => wrong(),
            (None, limit) => match (question.map(|question| &question.number), limit) {
                (None, _) => Some(format!("names the question \"{id}\", which does not exist")),
                (Some(None), None) => None,
                (Some(Some(range)), Some(limit)) => {
                    let inside = limit > range.min && limit <= range.max;
                    (!inside).then(|| format!("has {limit} for \"{id}\", which is outside its range"))
                }
                _ => wrong(),
            },
        }
    }

    fn products(&mut self) {
        let medicines = &self.guidance.medicines;
        let mut names: BTreeSet<String> = BTreeSet::new();
        let own = medicines.medicines.iter().map(|medicine| ("medicine", &medicine.id, &medicine.name, &medicine.also));
        let others = medicines.relatives.iter().map(|one| ("relative", &one.name, &one.name, &one.also));
        for (kind, id, name, also) in own.chain(others) {
            for name in also.iter().chain([name]) {
                if !names.insert(name.to_lowercase()) {
                    self.fault(kind, id, format!("is called \"{name}\", which something else is called too"));
                }
            }
        }
        for product in &medicines.products {
            let id = product.names.first().map_or("", String::as_str);
            if product.names.is_empty() || product.holds.is_empty() {
                self.fault("product", id, "needs a name and what it holds");
            }
            for name in &product.names {
                if !names.insert(name.to_lowercase()) {
                    self.fault("product", id, format!("is called \"{name}\", which something else is called too"));
                }
            }
            for holds in &product.holds {
                match medicines.medicine(&holds.medicine) {
                    None => {
                        let problem = format!("holds \"{}\", which is no medicine that we know", holds.medicine);
                        self.fault("product", id, problem);
                    }
                    Some(medicine) if holds.mg.is_some() && medicine.unit_mg.is_none() => {
                        self.fault("product", id, format!("gives milligrams for \"{}\", which has none", medicine.id));
                    }
                    Some(_) => {}
                }
                if holds.mg.is_some_and(|mg| !is_amount(mg)) {
                    self.fault("product", id, "holds an amount that is none");
                }
            }
        }
    }

    fn treatments(&mut self) {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for treatment in &self.guidance.treatments {
            let id = &treatment.id;
            self.not_empty("treatment", id, &[("name", &treatment.name)]);
            self.claims("treatment", id, &treatment.claims);
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

    fn ladder(&mut self) {
        let ladder = &self.guidance.ladder;
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
            self.claims("rung", id, &rung.claims);
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
}

/// Whether it is a number of milligrams that something can hold.
fn is_amount(mg: f64) -> bool {
    mg.is_finite() && mg > 0.0
}
