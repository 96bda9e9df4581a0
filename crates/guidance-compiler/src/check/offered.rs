//! Checks what is offered to write down: whatever is asked or offered is looked at.

use super::Checker;

impl Checker<'_> {
    pub(super) fn offered(&mut self) {
        let (guidance, offered) = (self.guidance, &self.guidance.offered);
        self.not_empty("offered", "all", &[("judgement", &offered.judgement), ("text", &offered.text)]);
        for (field, words) in [("doing", &offered.doing), ("stopped", &offered.stopped)] {
            if words.is_empty() || words.iter().any(|words| words.trim().is_empty()) {
                self.fault("offered", "all", format!("needs words in `{field}`, none of them empty"));
            }
        }
        let morning = &offered.morning;
        self.not_empty("morning", "all", &[("judgement", &morning.judgement)]);
        if morning.from >= morning.until || morning.until > 24 || morning.days == 0 {
            self.fault("morning", "all", "needs an hour `from` before an hour `until`, and `days` above 0");
        }
        let is_exposure = |id: &str| guidance.exposures.iter().any(|exposure| exposure.id == *id);
        for daily in offered.daily.iter().chain(&offered.on_request) {
            self.not_empty("daily question", &daily.id, &[("ask", &daily.ask), ("words", &daily.words)]);
            if !is_exposure(&daily.id) {
                self.fault("daily question", &daily.id, "is no exposure, so nothing looks at its answers");
            }
        }
        for button in &offered.exposure {
            self.not_empty("offered exposure", &button.id, &[("words", &button.words)]);
            if !is_exposure(&button.id) {
                self.fault("offered exposure", &button.id, "is no exposure, so nothing looks at it");
            }
        }
        for button in &offered.measure {
            self.not_empty("offered measure", &button.id, &[("words", &button.words)]);
        }
        for button in &offered.came_with {
            self.not_empty("offered finding", &button.id, &[("words", &button.words)]);
            if guidance.finding(&button.id).is_none() {
                self.fault("offered finding", &button.id, "is no finding of the check");
            }
        }
    }
}
