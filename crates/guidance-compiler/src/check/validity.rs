//! Checks how long what was said holds: every window has a length and a reason, and every id that it names is asked.

use super::Checker;

impl Checker<'_> {
    pub(super) fn validity(&mut self) {
        let (guidance, validity) = (self.guidance, &self.guidance.validity);
        for (id, window) in validity.window.all() {
            let judged = window.judgement.as_ref().is_some_and(|judgement| !judgement.trim().is_empty());
            match (window.length_in_minutes(), window.sources.is_empty() && !judged) {
                (0, _) => self.fault("window", id, "needs `hours` or `minutes` above 0"),
                (_, true) => self.fault("window", id, "needs a source, or a `judgement` that says why"),
                (_, false) => {}
            }
        }
        for onset in &validity.onset {
            self.not_empty("onset", &onset.id, &[("words", &onset.words)]);
        }
        for (before, onset) in validity.onset.iter().zip(validity.onset.iter().skip(1)) {
            if before.hours_ago >= onset.hours_ago {
                self.fault("onset", &onset.id, "must come after those that are less long ago");
            }
        }
        let is_question =
            |id: &str| guidance.medicines.question(id).or_else(|| guidance.exercises.question(id)).is_some();
        let is_asked = |id: &str| guidance.finding(id).is_some() || is_question(id);
        let (person, pregnancy) = (&validity.person, &validity.pregnancy);
        let named = person.passing.iter().chain(&person.today).chain([&person.age]);
        for id in named.chain([&pregnancy.question, &pregnancy.week]).filter(|id| !is_asked(id)) {
            let problem =
                format!("\"{id}\" is neither a finding of the check nor a question of medicines or exercises");
            self.fault("person", "passing", problem);
        }
        for id in person.today.iter().chain([&pregnancy.question]).filter(|id| !person.passes(id)) {
            self.fault("person", "passing", format!("lacks \"{id}\", which ends"));
        }
        if pregnancy.term_days <= 0 || pregnancy.overdue_days < 0 {
            let problem = "needs `term_days` above 0 and `overdue_days` not below";
            self.fault("pregnancy", &pregnancy.question, problem);
        }
        self.not_empty("person", "passing", &[("judgement", &person.judgement)]);
        self.not_empty("pregnancy", &pregnancy.question, &[("judgement", &pregnancy.judgement)]);
    }
}
