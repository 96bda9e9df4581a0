//! Checks what the report goes by.

use super::Checker;
use std::collections::BTreeSet;

impl Checker<'_> {
    pub(super) fn report(&mut self) {
        let report = &self.guidance.report;
        let texts = [("judgement", report.judgement.as_str()), ("not_a_diagnosis", &report.not_a_diagnosis)];
        self.not_empty("report", "all", &texts);
        self.sourced("report", "all", &report.prompt_sources);
        if report.ask.is_empty() || report.ask.iter().any(|ask| ask.trim().is_empty()) {
            self.fault("report", "all", "needs questions in `ask`, none of them empty");
        }
        for letter in &report.letters {
            let texts = [
                ("name", letter.name.as_str()),
                ("judgement", &letter.judgement),
                ("greeting", &letter.greeting),
                ("opening", &letter.opening),
                ("close", &letter.close),
            ];
            self.not_empty("letter", &letter.id, &texts);
            if letter.opening.contains('{') {
                self.fault("letter", &letter.id, "must not tell of the diary in `opening`: nobody ticked it");
            }
            let mut ids = BTreeSet::new();
            for line in &letter.lines {
                self.not_empty("letter", &letter.id, &[("tick", &line.tick), ("text", &line.text)]);
                if !ids.insert(&line.id) {
                    self.fault("letter", &letter.id, "has two lines of one id");
                }
            }
        }
        let minutes = [report.prompt_minutes, report.before_medicine_minutes, report.after_medicine_minutes];
        if minutes.contains(&0) || report.least_for_mean < 2 {
            self.fault("report", "all", "needs times above 0, and a mean of at least 2 values");
        }
    }
}
