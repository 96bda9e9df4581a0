//! Checks how long what was said holds: every window has a length and a reason, and every id that it names is asked.

use super::Checker;
use supple_guidance_schema::Kind;

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
        self.groups();
        if pregnancy.term_days <= 0 || pregnancy.overdue_days < 0 {
            let problem = "needs `term_days` above 0 and `overdue_days` not below";
            self.fault("pregnancy", &pregnancy.question, problem);
        }
        self.not_empty("person", "passing", &[("judgement", &person.judgement)]);
        self.not_empty("pregnancy", &pregnancy.question, &[("judgement", &pregnancy.judgement)]);
    }

    /// Whatever is asked about a person and lasts stands in one group, once, so that nobody has to look for it twice.
    fn groups(&mut self) {
        let guidance = self.guidance;
        let person = &guidance.validity.person;
        let is_yes_no = |id: &str| guidance.finding(id).is_some_and(|finding| finding.kind == Kind::YesNo);
        let lasts = |id: &str| guidance.relief.cautions.iter().any(|caution| caution.lasting && caution.id == id);
        let asked = |id: &str| guidance.medicines.question(id).or_else(|| guidance.exercises.question(id));
        let own = |id: &str| asked(id).is_some_and(|question| question.number.is_none());
        for group in &person.groups {
            self.not_empty("group", &group.title, &[("title", &group.title)]);
            for id in &group.asks {
                if !(is_yes_no(id) || own(id) || lasts(id)) {
                    self.fault("group", &group.title, format!("asks \"{id}\", which nobody can answer with yes or no"));
                }
                if person.asks().filter(|other| *other == id).count() > 1 {
                    self.fault("group", &group.title, format!("asks \"{id}\", which is asked twice"));
                }
            }
        }
        let questions = guidance.medicines.questions.iter().chain(&guidance.exercises.questions);
        let of_medicines = questions.filter(|question| question.number.is_none());
        let of_check = guidance.findings.iter().filter(|finding| finding.lasting && finding.kind == Kind::YesNo);
        let of_plan = guidance.relief.cautions.iter().filter(|caution| caution.lasting);
        let lasting = of_medicines.map(|question| question.id.as_str());
        let lasting =
            lasting.chain(of_check.map(|finding| finding.id.as_str())).chain(of_plan.map(|one| one.id.as_str()));
        for id in lasting.filter(|id| !person.asks().any(|asked| asked == id)).collect::<Vec<_>>() {
            self.fault("person", "group", format!("lacks \"{id}\", which is asked and lasts"));
        }
    }
}
