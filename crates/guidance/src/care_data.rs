//! Reads and checks `medicines.toml`, `treatments.toml`, `activity.toml` and `exposures.toml`.

use crate::activity::{Ladder, Measure};
use crate::exposures::{Exposure, When};
use crate::medicines::{Directions, Medicine, Medicines, Reason, Sign, Treatment};
use crate::model::{Guidance, Kind};
use crate::source::{Fault, Reading};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Whether this file is read here.
pub(crate) fn is_ours(name: &str) -> bool {
    matches!(name, "guidance/treatments.toml" | "guidance/activity.toml" | "guidance/exposures.toml")
        || MEDICINES.contains(&name)
}

/// The files that hold what is known of medicines.
const MEDICINES: [&str; 5] = [
    "guidance/brands.toml",
    "guidance/interactions.toml",
    "guidance/medicines.toml",
    "guidance/products-gb.toml",
    "guidance/products-us.toml",
];

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
        name if MEDICINES.contains(&name) => {
            let read: Medicines = toml::from_str(text)?;
            ids.extend(read.questions.iter().map(|entry| ("question", entry.id.clone())));
            ids.extend(read.groups.iter().map(|entry| ("group", entry.id.clone())));
            ids.extend(read.medicines.iter().map(|entry| ("medicine", entry.id.clone())));
            ids.extend(read.relatives.iter().map(|entry| ("relative", entry.name.clone())));
            ids.extend(read.products.iter().map(|entry| ("product", entry.id())));
            ids.extend(read.families.iter().map(|entry| ("family", entry.names.first().cloned().unwrap_or_default())));
            ids.extend(read.pairs.iter().map(|entry| ("pair", entry.id())));
            ids.extend(read.answered.iter().map(|entry| ("answered", entry.question.clone())));
            reading.guidance.medicines.extend(read);
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
pub(crate) fn sources(guidance: &Guidance) -> Vec<(&'static str, String, &[String])> {
    let mut all: Vec<(&'static str, &str, &[String])> = Vec::new();
    let medicines = &guidance.medicines;
    for group in &medicines.groups {
        let together = group.together.iter().map(|_| &group.sources);
        let reasons = group.must_not.iter().chain(&group.ask_first).map(|reason| &reason.sources);
        all.extend(together.chain(reasons).map(|sources| ("group", group.id.as_str(), sources.as_slice())));
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
    }
    let ladder = &guidance.ladder;
    all.extend(ladder.criteria.iter().map(|one| ("criterion", one.id.as_str(), one.sources.as_slice())));
    all.extend(ladder.rungs.iter().map(|rung| ("rung", rung.id.as_str(), rung.sources.as_slice())));
    all.extend(ladder.stuck.iter().map(|stuck| ("stuck", stuck.below.as_str(), stuck.sources.as_slice())));
    all.extend(guidance.exposures.iter().map(|one| ("exposure", one.id.as_str(), one.sources.as_slice())));
    all.into_iter().map(|(kind, id, sources)| (kind, id.to_owned(), sources)).chain(pairs).chain(products).collect()
}

/// The faults of these files, sources apart.
pub(crate) fn faults(reading: &Reading) -> Vec<Fault> {
    let mut checker = Checker { reading, guidance: &reading.guidance, faults: Vec::new() };
    checker.questions();
    checker.medicines();
    checker.together();
    checker.names();
    checker.products();
    checker.families();
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
        let used: BTreeSet<&str> =
            medicines.reasons().flat_map(|reason| &reason.any).map(|sign| sign.finding.as_str()).collect();
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
            self.not_empty("group", &group.id, &[("name", &group.name)]);
            if let Some(together) = &group.together {
                self.not_empty("group", &group.id, &[("together", together)]);
                if group.hours == 0 {
                    self.fault("group", &group.id, "counts for 0 hours, which is never");
                }
            }
            for reason in group.must_not.iter().chain(&group.ask_first) {
                self.reason("group", &group.id, reason);
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
                self.reason("medicine", id, reason);
            }
            if let Some(skin) = &medicine.on_skin
                && self.guidance.medicines.medicine(skin).is_none()
            {
                self.fault("medicine", id, format!("is \"{skin}\" on the skin, which is no medicine that we know"));
            }
        }
        for relative in &self.guidance.medicines.relatives {
            self.not_empty("relative", &relative.name, &[("name", &relative.name)]);
            if let Some(skin) = &relative.on_skin
                && self.guidance.medicines.medicine(skin).is_none()
            {
                let problem = format!("is \"{skin}\" on the skin, which is no medicine that we know");
                self.fault("relative", &relative.name, problem);
            }
            self.kinds("relative", &relative.name, relative.groups.iter());
        }
    }

    fn kinds<'s>(&mut self, kind: &'static str, id: &str, groups: impl Iterator<Item = &'s String>) {
        for group in groups.filter(|group| self.guidance.medicines.group(group).is_none()).collect::<Vec<_>>() {
            self.fault(kind, id, format!("is of the group \"{group}\", which does not exist"));
        }
    }

    /// What does not go together, and what a logged medicine answers.
    fn together(&mut self) {
        for pair in &self.guidance.medicines.pairs {
            let id = pair.id();
            self.not_empty("pair", &id, &[("because", &pair.because)]);
            self.kinds("pair", &id, pair.kinds.iter());
            if pair.hours == 0 {
                self.fault("pair", &id, "counts for 0 hours, which is never");
            }
        }
        for answered in &self.guidance.medicines.answered {
            let id = &answered.question;
            if !self.is_known(id) {
                self.fault("answered", id, "is no question that we ask");
            }
            if answered.by.is_empty() || answered.by.iter().any(Vec::is_empty) {
                self.fault("answered", id, "is answered by nothing");
            }
            self.kinds("answered", id, answered.by.iter().flatten());
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

    fn reason(&mut self, kind: &'static str, id: &str, reason: &Reason) {
        self.not_empty(kind, id, &[("because", &reason.because)]);
        if reason.any.is_empty() {
            self.fault(kind, id, "has a reason that nothing can show; name a sign");
        }
        for sign in &reason.any {
            if let Some(problem) = self.sign_problem(sign) {
                self.fault(kind, id, problem);
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

    /// A name of a substance means one thing, and so does the name of a family in its country.
    fn names(&mut self) {
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
        let mut brands: BTreeSet<(String, Option<&String>)> = BTreeSet::new();
        for family in &medicines.families {
            for name in &family.names {
                let lower = name.to_lowercase();
                if names.contains(&lower) || !brands.insert((lower, family.country.as_ref())) {
                    let id = family.names.first().map_or("", String::as_str);
                    self.fault("family", id, format!("is called \"{name}\", which something else is called too"));
                }
            }
        }
    }

    /// A pack says all that is in it, how much of each, and who says so.
    fn products(&mut self) {
        for product in &self.guidance.medicines.products {
            let id = &product.id();
            self.not_empty("product", id, &[("unit", &product.unit), ("from", &product.from)]);
            if product.names.is_empty() || product.names.iter().any(|name| name.trim().is_empty()) {
                self.fault("product", id, "needs a name");
            }
            if product.holds.is_empty() {
                self.fault("product", id, "has no ingredient; name all of them or take it out");
            }
            if product.country.len() != 2 || !product.country.bytes().all(|letter| letter.is_ascii_uppercase()) {
                self.fault("product", id, format!("is sold in \"{}\"; use two capital letters", product.country));
            }
            if (product.unit == "ml") != product.ml.is_some_and(is_amount) {
                self.fault("product", id, "needs `ml` where its unit is \"ml\", and nowhere else");
            }
            if let Some(directions) = &product.directions {
                self.directions(id, directions);
            } else if product.holds.iter().any(|holds| holds.alone || holds.label.is_some()) {
                self.fault("product", id, "has limits of its own without `directions`");
            }
            for holds in &product.holds {
                self.holds("product", id, &holds.substance);
                match (holds.mg, holds.percent) {
                    (Some(amount), None) | (None, Some(amount)) if is_amount(amount) => {}
                    _ => {
                        let problem = format!("has no strength for \"{}\"; give `mg` or `percent`", holds.substance);
                        self.fault("product", id, problem);
                    }
                }
                let medicine = self.guidance.medicines.medicine(&holds.substance);
                if holds.percent.is_some() && medicine.is_some_and(|medicine| medicine.unit_mg.is_some()) {
                    self.fault("product", id, format!("gives \"{}\" in a hundred; it is swallowed", holds.substance));
                }
            }
        }
    }

    /// What a pack says of how much and how often.
    fn directions(&mut self, id: &str, directions: &Directions) {
        let Directions { at_once, in_day, hours, .. } = directions;
        self.not_empty("product", id, &[("directions.from", &directions.from)]);
        if ![*at_once, *in_day].into_iter().all(is_amount) || at_once > in_day {
            self.fault(
                "product",
                id,
                "has directions that are none: one dose is above 0 and at most what a day allows",
            );
        }
        if !(1..=24).contains(hours) || directions.days == Some(0) {
            self.fault("product", id, "has directions that are none: hours are from 1 to 24, days from 1 on");
        }
    }

    fn families(&mut self) {
        for family in &self.guidance.medicines.families {
            let id = family.names.first().map_or("", String::as_str);
            if family.names.is_empty() || family.may_hold.is_empty() {
                self.fault("family", id, "needs a name and what its packs hold");
            }
            for may_hold in &family.may_hold {
                self.holds("family", id, &may_hold.substance);
                if !may_hold.mg.iter().all(|mg| is_amount(*mg)) {
                    self.fault("family", id, "holds an amount that is none");
                }
            }
        }
    }

    fn holds(&mut self, kind: &'static str, id: &str, substance: &str) {
        let medicines = &self.guidance.medicines;
        if medicines.medicine(substance).is_none() && medicines.relative(substance).is_none() {
            self.fault(kind, id, format!("holds \"{substance}\", which is nothing that we know"));
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
