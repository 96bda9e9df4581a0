//! The interview: worst first, and only what can still change the verdict.
//!
//! There is no script. A finding is asked while some rule, more urgent than what is established, would still turn on
//! it; the screens put the questions in order. So the checklist on the web and the questions on the terminal are the
//! same rules, an emergency ends both at once, and follow-up questions appear by themselves.

use crate::engine::{State, Truth};
use crate::{Answers, Triage, Verdict};
use supple_guidance::{Screen, Urgency};

/// What comes next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<'g> {
    /// Ask these findings of this screen.
    Ask {
        /// The screen.
        screen: &'g Screen,
        /// The places of the findings in the guidance, at least one, none of them answered.
        findings: Vec<usize>,
    },
    /// Nothing that was not asked can change the verdict.
    Done(Verdict<'g>),
}

impl<'g> Triage<'g> {
    /// What to ask next, given these answers.
    ///
    /// ```
    /// # use supple_triage::{Answers, Step, embedded};
    /// let triage = embedded();
    /// let mut answers = Answers::none_yet(triage);
    /// let mut screens = 0;
    /// let verdict = loop {
    ///     match triage.next(&answers) {
    ///         Step::Ask { findings, .. } => answers.none_of(triage, &findings),
    ///         Step::Done(verdict) => break verdict,
    ///     }
    ///     screens += 1;
    /// };
    /// assert!(verdict.open.is_empty(), "nothing that was not asked could change it");
    /// assert_eq!(screens, triage.screens_left(&Answers::none_yet(triage)));
    /// ```
    pub fn next(&self, answers: &Answers) -> Step<'g> {
        let asked = self.worth_asking(answers);
        let guidance = self.guidance();
        for screen in &guidance.screens {
            let on_screen = |place: &usize| guidance.findings[*place].screen == screen.id;
            let findings: Vec<usize> = (0..asked.len()).filter(|place| asked[*place]).filter(on_screen).collect();
            if !findings.is_empty() {
                return Step::Ask { screen, findings };
            }
        }
        Step::Done(self.verdict(answers))
    }

    /// How many screens are left if everything still to be asked turns out to be no.
    pub fn screens_left(&self, answers: &Answers) -> usize {
        let mut answers = answers.clone();
        let mut left = 0;
        while let Step::Ask { findings, .. } = self.next(&answers) {
            answers.none_of(self, &findings);
            left += 1;
        }
        left
    }

    /// For each finding, whether asking it can still change the verdict.
    pub(crate) fn worth_asking(&self, answers: &Answers) -> Vec<bool> {
        let states = self.states(answers);
        let truths: Vec<Truth> = self.rules.iter().map(|rule| rule.when.truth(&states)).collect();
        let established = self.established(&truths);
        let mut asked = vec![false; states.len()];
        if established == Urgency::Emergency {
            return asked;
        }
        for (rule, truth) in self.rules.iter().zip(&truths) {
            if rule.urgency > established && !truth.is_settled() {
                rule.when.pivots(&states, &mut |finding| {
                    asked[finding] |= states[finding] == State::Unanswered;
                });
            }
        }
        asked
    }
}
