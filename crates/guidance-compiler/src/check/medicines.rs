//! Checks medicines: limits that are limits, reasons that something can show, kinds that exist.

use super::Checker;
use std::collections::BTreeSet;
use supple_guidance_schema::Kind;
use supple_guidance_schema::medicines::{Medicine, Reason, Sign};

impl<'a> Checker<'a> {
    pub(super) fn questions(&mut self) {
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

    /// Nothing that a label allows is taken for a slip.
    pub(super) fn believed(&mut self) {
        let medicines = &self.guidance.medicines;
        let believed = &medicines.believed;
        if medicines.medicines.is_empty() {
            return;
        }
        self.not_empty("believed", "amounts", &[("judgement", &believed.judgement)]);
        let bounds = [
            believed.most_mg,
            believed.most_units,
            believed.smallest_part,
            believed.least_strength_mg,
            believed.part_of_a_tablet,
            believed.most_beside,
            believed.most_taken_solids,
        ];
        if bounds.iter().any(|bound| !bound.is_finite() || *bound <= 0.0) {
            self.fault("believed", "amounts", "needs every bound to be a number above 0");
        }
        for medicine in &medicines.medicines {
            for label in &medicine.labels {
                let doses = label.dose_mg.into_iter().chain(label.windows.iter().map(|window| window.mg));
                if doses.fold(0.0, f64::max) > believed.most_mg {
                    let problem = format!("allows more than the {} mg that are believed of any dose", believed.most_mg);
                    self.fault("medicine", &medicine.id, problem);
                }
            }
        }
    }

    /// Every mark can be reached, and says what it counts.
    pub(super) fn often(&mut self) {
        let medicines = &self.guidance.medicines;
        if medicines.medicines.is_empty() {
            return;
        }
        let (often, what) = (&medicines.often, "painkillers often");
        self.not_empty(what, "all", &[("do", &often.to_do), ("judgement", &often.judgement)]);
        if often.groups.is_empty() || often.marks.is_empty() {
            self.fault(what, "all", "needs the `groups` that are painkillers, and a `mark`");
        }
        let is_group = |id: &String| medicines.groups.iter().any(|group| group.id == *id);
        let named = often.groups.iter().chain(often.marks.iter().flat_map(|mark| &mark.groups));
        for id in named.filter(|id| !is_group(id)) {
            self.fault(what, "all", format!("names the group \"{id}\", which does not exist"));
        }
        for mark in &often.marks {
            self.not_empty(what, "all", &[("of", &mark.of), ("text", &mark.text)]);
            if mark.days == 0 || mark.days > often.days {
                self.fault(what, "all", format!("has a mark of {} in {} days", mark.days, often.days));
            }
        }
        if !often.marks.is_sorted_by_key(|mark| mark.days) {
            self.fault(what, "all", "has its marks out of order: the fewest days come first");
        }
    }

    fn is_known(&self, id: &str) -> bool {
        self.guidance.finding(id).is_some() || self.guidance.medicines.question(id).is_some()
    }

    pub(super) fn medicines(&mut self) {
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
            if let Some(set) = &medicine.each_day {
                self.not_empty("medicine", id, &[("each_day.text", &set.text)]);
                if set.sources.is_empty() && set.judgement.as_ref().is_none_or(|judgement| judgement.trim().is_empty())
                {
                    self.fault("medicine", id, "has `each_day` without a source or a `judgement` that says why");
                }
            }
            if self.guidance.medicines.group(&medicine.group).is_none() {
                self.fault("medicine", id, format!("is of the group \"{}\", which does not exist", medicine.group));
            }
            self.needs_claims("medicine", id, &medicine.does);
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
    pub(super) fn together(&mut self) {
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
}

/// Whether it is a number of milligrams that something can hold.
pub(super) fn is_amount(mg: f64) -> bool {
    mg.is_finite() && mg > 0.0
}
