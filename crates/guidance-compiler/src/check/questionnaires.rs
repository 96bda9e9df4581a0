//! Checks the questionnaires of others, and the errors of scores.

use super::Checker;

/// Scores of Supple's own that have an error: pain, and what someone wants to do.
const OWN: [&str; 2] = ["pain", "ability"];

impl Checker<'_> {
    pub(super) fn questionnaires(&mut self) {
        let all = &self.guidance.questionnaires;
        for one in &all.each {
            let texts = [
                ("name", one.name.as_str()),
                ("short", &one.short),
                ("title", &one.title),
                ("lead", &one.lead),
                ("permission", &one.permission),
            ];
            self.not_empty("questionnaire", &one.id, &texts);
            self.sourced("questionnaire", &one.id, &one.sources);
            let lines = || one.instructions.iter().chain(&one.sentences);
            if one.sentences.is_empty() || lines().any(|line| line.trim().is_empty()) {
                self.fault("questionnaire", &one.id, "needs `sentences`, and no line of it empty");
            }
            if one.minutes == 0 {
                self.fault("questionnaire", &one.id, "needs `minutes` above 0");
            }
            if !all.errors.iter().any(|error| error.of == one.id) {
                self.fault("questionnaire", &one.id, "needs an `[[error]]`: a score without its error says too much");
            }
        }
        for error in &all.errors {
            self.not_empty("error of measurement", &error.of, &[("name", &error.name)]);
            self.sourced("error of measurement", &error.of, &error.sources);
            if error.least == 0 || error.least > error.most {
                self.fault("error of measurement", &error.of, "needs points above 0, `least` at most `most`");
            }
            if !OWN.contains(&error.of.as_str()) && !all.each.iter().any(|one| one.id == error.of) {
                self.fault("error of measurement", &error.of, "is of no questionnaire, nor of pain or ability");
            }
        }
    }
}
