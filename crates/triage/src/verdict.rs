//! The verdict: how soon, why, who says so, and what is still open.

use crate::engine::{Part, State, Truth, contribution};
use crate::{Answer, Answers, Triage};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use supple_guidance::{Rule, Urgency};

/// How soon someone needs help, and why.
///
/// Serialises to the object that `supple check --json` prints.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict<'g> {
    /// How soon. Self-care only when every higher rule is definitely false, or is weak and rests on doubts alone.
    pub urgency: Urgency,
    /// Whether nothing that is left open could raise the urgency.
    pub certain: bool,
    /// The rules that hold, or may hold for what the person is not sure of; the most urgent first. A weak sign that stands
    /// alone is among them, also where it contributes nothing.
    pub fired: Vec<Fired<'g>>,
    /// The ids of findings, not asked or not sure of, that could still raise the urgency above what is established.
    pub open: Vec<&'g str>,
    /// The ids of findings that were answered "not sure".
    pub unsure: Vec<&'g str>,
}

/// A rule that holds, or may hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Fired<'g> {
    /// The rule.
    pub rule: &'g Rule,
    /// What it contributes: its urgency, or at most same-day where it only may hold; what a weak sign has alone.
    pub urgency: Urgency,
    /// Whether it is a weak sign without the company that it needs for its source's urgency.
    pub alone: bool,
    /// False where it only may hold, because the person is not sure.
    pub holds: bool,
    /// The ids of the findings that speak for it.
    pub findings: Vec<&'g str>,
}

impl<'g> Triage<'g> {
    /// The verdict on these answers.
    ///
    /// A finding that was not asked is never taken as no: while it could make a rule true, the urgency is at least
    /// what that rule may contribute (same-day at most, for an answer not given).
    pub fn verdict(&self, answers: &Answers) -> Verdict<'g> {
        let states = self.states(answers);
        let truths: Vec<Truth> = self.rules.iter().map(|rule| rule.when.truth(&states)).collect();
        let established = self.established(&truths);
        let urgency = self
            .rules
            .iter()
            .zip(&truths)
            .map(|(rule, truth)| contribution(rule.urgency, *truth))
            .fold(established, Urgency::max);

        let mut open = vec![false; states.len()];
        for (rule, truth) in self.rules.iter().zip(&truths) {
            if rule.urgency > established && !truth.is_settled() {
                rule.when.pivots(&states, &mut |finding| open[finding] = true);
            }
        }
        let ids = |holds: &dyn Fn(usize) -> bool| -> Vec<&'g str> {
            let mut ids = Vec::with_capacity(states.len());
            let findings = self.guidance().findings.iter().enumerate();
            ids.extend(findings.filter(|(place, _)| holds(*place)).map(|(_, finding)| finding.id.as_str()));
            ids
        };
        let open = ids(&|place| open[place]);
        Verdict {
            urgency,
            certain: open.is_empty(),
            fired: self.fired(&states, &truths),
            open,
            unsure: ids(&|place| states[place] == State::Unsure),
        }
    }

    /// The urgency that this answer alone establishes, whatever else is answered.
    ///
    /// ```
    /// # use supple_guidance::Urgency;
    /// # use supple_triage::{Answer, embedded};
    /// let triage = embedded();
    /// let sign = triage.place("saddle-numbness").unwrap();
    /// assert_eq!(triage.alone(sign, Answer::Yes), Urgency::Emergency);
    /// assert_eq!(triage.alone(sign, Answer::No), Urgency::SelfCare);
    /// ```
    pub fn alone(&self, finding: usize, answer: Answer) -> Urgency {
        let mut answers = Answers::none_yet(self);
        if answers.set_at(self, finding, answer).is_err() {
            return Urgency::SelfCare;
        }
        self.established_by(&answers)
    }

    /// The urgency that these answers establish, whatever else is answered.
    pub fn established_by(&self, answers: &Answers) -> Urgency {
        let states = self.states(answers);
        let truths: Vec<Truth> = self.rules.iter().map(|rule| rule.when.truth(&states)).collect();
        self.established(&truths)
    }

    /// The urgency that holds even if everything unanswered is no.
    pub(crate) fn established(&self, truths: &[Truth]) -> Urgency {
        self.rules
            .iter()
            .zip(truths)
            .filter(|(_, truth)| **truth >= Truth::Maybe)
            .map(|(rule, truth)| contribution(rule.urgency, *truth))
            .max()
            .unwrap_or(Urgency::SelfCare)
    }

    fn fired(&self, states: &[State], truths: &[Truth]) -> Vec<Fired<'g>> {
        let mut fired: Vec<Fired<'g>> = Vec::new();
        for (compiled, truth) in self.rules.iter().zip(truths) {
            let rule = &self.guidance().rules[compiled.place];
            // The part in company comes first; where it counts, the sign alone adds nothing.
            let told = compiled.part == Part::Alone && fired.last().is_some_and(|fired| fired.rule.id == rule.id);
            if *truth < Truth::Maybe || told {
                continue;
            }
            let mut findings = Vec::new();
            compiled.when.grounds(states, &mut |finding| {
                let id = self.guidance().findings[finding].id.as_str();
                if !findings.contains(&id) {
                    findings.push(id);
                }
            });
            let urgency = contribution(compiled.urgency, *truth);
            let (alone, holds) = (compiled.part == Part::Alone, *truth == Truth::Yes);
            fired.push(Fired { rule, urgency, alone, holds, findings });
        }
        fired.sort_by_key(|fired| std::cmp::Reverse(fired.urgency));
        fired
    }
}

impl Serialize for Verdict<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Verdict", 5)?;
        object.serialize_field("urgency", &self.urgency)?;
        object.serialize_field("certain", &self.certain)?;
        object.serialize_field("rules", &self.fired)?;
        object.serialize_field("open", &self.open)?;
        object.serialize_field("unknown_answers", &self.unsure)?;
        object.end()
    }
}

impl Serialize for Fired<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Rule", 7)?;
        object.serialize_field("id", &self.rule.id)?;
        object.serialize_field("urgency", &self.urgency)?;
        object.serialize_field("holds", &self.holds)?;
        object.serialize_field("alone", &self.alone)?;
        object.serialize_field("because", &self.rule.because)?;
        object.serialize_field("findings", &self.findings)?;
        object.serialize_field("sources", &self.rule.sources)?;
        object.end()
    }
}
