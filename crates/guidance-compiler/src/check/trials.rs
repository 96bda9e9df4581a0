//! Checks what can be compared in a trial of one person.

use super::Checker;

/// What going without is called.
const WITHOUT: &str = "without";

impl Checker<'_> {
    pub(super) fn trials(&mut self) {
        let all = &self.guidance.trials;
        if all.all.judgement.is_empty() || all.all.judgement.iter().any(|line| line.trim().is_empty()) {
            self.fault("trials", "all", "needs a `judgement`, and no line of it empty");
        }
        for trial in &all.each {
            self.not_empty("trial", &trial.id, &[("title", &trial.title), ("judgement", &trial.judgement)]);
            let Some(decision) = self.guidance.relief.decision(&trial.decision) else {
                self.fault("trial", &trial.id, format!("names \"{}\", which is no decision", trial.decision));
                continue;
            };
            for arm in [&trial.a, &trial.b] {
                let texts = [
                    ("measure", arm.measure.as_str()),
                    ("name", &arm.name),
                    ("named", &arm.named),
                    ("does", &arm.does),
                ];
                self.not_empty("trial", &trial.id, &texts);
                if !decision.options.iter().any(|option| option.id == arm.option) {
                    self.fault(
                        "trial",
                        &trial.id,
                        format!("compares \"{}\", which is no option of its decision", arm.option),
                    );
                }
                if arm.steps.is_empty() != (arm.measure == WITHOUT) {
                    self.fault("trial", &trial.id, "goes without where no `steps` are, and only there");
                }
                for step in arm.steps.iter().filter(|id| self.guidance.relief.step(id).is_none()) {
                    self.fault("trial", &trial.id, format!("names \"{step}\", which is no step"));
                }
            }
            if trial.a.option == trial.b.option || trial.a.measure == trial.b.measure {
                self.fault("trial", &trial.id, "compares a measure with itself");
            }
        }
    }
}
