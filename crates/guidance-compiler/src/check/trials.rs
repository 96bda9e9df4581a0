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
        let of_days = &all.all_days.judgement;
        if of_days.is_empty() || of_days.iter().any(|line| line.trim().is_empty()) {
            self.fault("trials", "all", "needs a `judgement` of `all-days`, and no line of it empty");
        }
        self.not_empty("trials", "all", &[("start.judgement", &all.start.judgement)]);
        if all.start.wait == 0 || all.start.among < 2 {
            self.fault(
                "trials",
                "all",
                "needs a `start` with `wait` above 0 and `among` above 1: else chance chooses nothing",
            );
        }
        self.over_days();
        self.harms();
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

    /// Harm that can be told: never a sign of the check, which would be judged nowhere then.
    fn harms(&mut self) {
        for harm in &self.guidance.trials.harms {
            let id = harm.id.as_str();
            self.not_empty("harm", id, &[("name", &harm.name)]);
            self.stated("harm", id, &harm.sources, harm.judgement.as_ref());
            for trial in harm.trials.iter().filter(|trial| self.guidance.trials.get(trial).is_none()) {
                self.fault("harm", id, format!("names \"{trial}\", which is no trial of single spasms"));
            }
            if self.guidance.findings.iter().any(|finding| finding.id == id) {
                self.fault("harm", id, "is a sign of the check, which asks it");
            }
            let is_known = |caution: &String| self.guidance.relief.cautions.iter().any(|known| known.id == *caution);
            if let Some(caution) = harm.caution.as_ref().filter(|caution| !is_known(caution)) {
                self.fault("harm", id, format!("names \"{caution}\", which is no caution"));
            }
        }
    }

    /// A habit or an exercise that may be done each day, and left out without harm.
    fn over_days(&mut self) {
        for trial in &self.guidance.trials.days {
            let texts = [
                ("title", trial.title.as_str()),
                ("named", &trial.named),
                ("does", &trial.does),
                ("without", &trial.without),
                ("judgement", &trial.judgement),
            ];
            self.not_empty("trial", &trial.id, &texts);
            match (&trial.habit, &trial.exercise) {
                (Some(id), None) => match self.guidance.habits.iter().find(|habit| habit.id == *id) {
                    None => self.fault("trial", &trial.id, format!("names \"{id}\", which is no habit")),
                    Some(habit) if habit.minutes.is_some() => {
                        self.fault("trial", &trial.id, "is of a habit that is done once");
                    }
                    Some(_) => {}
                },
                (None, Some(id)) if *id == self.guidance.walking.id => {}
                (None, Some(id)) => {
                    let known = &self.guidance.exercises;
                    let class = known.exercise(id).and_then(|exercise| known.class(&exercise.class));
                    match class {
                        None => self.fault("trial", &trial.id, format!("names \"{id}\", which is no exercise")),
                        Some(class) if class.days_a_week < 7 || class.rest_days > 0 => {
                            self.fault("trial", &trial.id, format!("names \"{id}\", which is not for each day"));
                        }
                        Some(_) => {}
                    }
                }
                _ => self.fault("trial", &trial.id, "needs a `habit` or an `exercise`, and not both"),
            }
        }
    }
}
