//! Checks the habits: each has its words, its sources, and someone to whom it is offered for a reason.

use super::Checker;

impl Checker<'_> {
    pub(super) fn habits(&mut self) {
        for habit in &self.guidance.habits {
            let id = habit.id.as_str();
            self.not_empty("habit", id, &[("title", &habit.title), ("known", &habit.known)]);
            self.sourced("habit", id, &habit.sources);
            if habit.steps.is_empty() || habit.steps.iter().any(|step| step.trim().is_empty()) {
                self.fault("habit", id, "does not say what to do: `steps` is empty");
            }
            self.are_drawn("habit", id, &habit.figures);
            if habit.offer.is_empty() {
                self.fault("habit", id, "is offered to nobody");
            }
            for offer in &habit.offer {
                self.not_empty("habit", id, &[("because", &offer.because)]);
                let ways = [offer.everyone, !offer.any.is_empty(), !offer.exposures.is_empty()];
                if ways.into_iter().filter(|way| *way).count() != 1 {
                    let problem = "must be offered to everyone, for signs or for exposures: one of the three";
                    self.fault("habit", id, problem);
                }
                if !offer.any.is_empty() {
                    self.signs("habit", id, &offer.any);
                }
                for exposure in &offer.exposures {
                    if !self.guidance.exposures.iter().any(|known| known.id == *exposure) {
                        self.fault("habit", id, format!("names the exposure \"{exposure}\", which does not exist"));
                    }
                }
            }
            let all = habit.offer.iter().position(|offer| offer.everyone);
            if all.is_some_and(|place| place + 1 < habit.offer.len()) {
                self.fault("habit", id, "is offered to everyone before it is offered for a reason of one's own");
            }
            if !habit.not_for.is_empty() {
                self.signs("habit", id, &habit.not_for);
                if habit.opt_out.as_ref().is_none_or(|text| text.trim().is_empty()) {
                    self.fault("habit", id, "is not for some, and does not say so in `opt_out`");
                }
            }
        }
    }
}
