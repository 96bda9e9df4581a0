//! Checks what the report goes by.

use super::Checker;

impl Checker<'_> {
    pub(super) fn report(&mut self) {
        let report = &self.guidance.report;
        let texts = [("judgement", report.judgement.as_str()), ("not_a_diagnosis", &report.not_a_diagnosis)];
        self.not_empty("report", "all", &texts);
        self.sourced("report", "all", &report.prompt_sources);
        if report.ask.is_empty() || report.ask.iter().any(|ask| ask.trim().is_empty()) {
            self.fault("report", "all", "needs questions in `ask`, none of them empty");
        }
        let minutes = [report.prompt_minutes, report.before_medicine_minutes, report.after_medicine_minutes];
        if minutes.contains(&0) || report.least_for_mean < 2 {
            self.fault("report", "all", "needs times above 0, and a mean of at least 2 values");
        }
    }
}
