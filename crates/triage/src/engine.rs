//! The rules, compiled, and their three-valued evaluation.
//!
//! A condition is positive: it has no "not". So its value is found by letting each atom say how true it is on a chain
//! of four and taking the minimum (all), the maximum (any) or the n-th largest (at least n). Cutting the chain at any
//! height gives the ordinary two-valued evaluation with everything at or above the cut taken as yes; that is why the
//! chain loses nothing.
//!
//! A weak rule is two: its sign at the urgency that it has alone, and its sign in company at the urgency of its source.
//! In company, two doubts are no reason: if neither the sign nor the company is certain, the truth is `Doubt`, which
//! contributes nothing. Distinguishing it from `No` keeps it visible: it is still listed as open.

use crate::{Answer, Answers};
use std::collections::BTreeMap;
use supple_guidance::{Condition, FindingId, Guidance, Kind, Rule, RuleId, Test, Urgency};

/// How true a condition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    /// Definitely false, whatever else is answered.
    No,
    /// Nothing but what the person is not sure of speaks for it, both for a weak sign and for its company.
    Doubt,
    /// It could become true through findings that were not asked.
    Open,
    /// It is true if what the person is not sure of is so.
    Maybe,
    /// Definitely true.
    Yes,
}

impl Truth {
    /// Whether neither a further answer nor finding out what the person is not sure of can change it.
    pub(crate) fn is_settled(self) -> bool {
        matches!(self, Truth::No | Truth::Yes)
    }
}

/// What is known of one finding, reduced to what the rules can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Unanswered,
    Unsure,
    /// 0 is "no" for yes/no (1 is "yes") and for choices (a worse option is higher); for a number it counts the edges
    /// at or below it.
    Level(u8),
}

/// What the rules can tell apart about one finding.
#[derive(Clone, Debug)]
pub(crate) struct Scale {
    pub(crate) unsure_is_yes: bool,
    /// How many levels there are.
    pub(crate) levels: u8,
    /// For numbers: the lower edge of each level.
    edges: Vec<f64>,
    /// Whether a higher level is never the milder one: false only where rules point both ways, as with age.
    pub(crate) one_way: bool,
}

impl Scale {
    fn of(finding: &supple_guidance::Finding, guidance: &Guidance) -> Scale {
        let mut scale = Scale { unsure_is_yes: finding.unsure_is_yes, levels: 2, edges: Vec::new(), one_way: true };
        match &finding.kind {
            Kind::YesNo => {}
            Kind::Choice(choice) => scale.levels = u8::try_from(choice.options.len()).unwrap_or(u8::MAX),
            Kind::Number(number) => {
                scale.edges.push(number.min);
                scale.edges.extend(number.bands.iter().map(|band| band.from));
                for rule in &guidance.rules {
                    rule.atoms(&mut |atom| match atom.test {
                        Test::AtLeast(limit) if atom.finding == finding.id => scale.edges.push(limit),
                        Test::Below(limit) if atom.finding == finding.id => {
                            scale.edges.push(limit);
                            scale.one_way = false;
                        }
                        _ => (),
                    });
                }
                scale.edges.sort_by(f64::total_cmp);
                scale.edges.dedup();
                scale.levels = u8::try_from(scale.edges.len()).unwrap_or(u8::MAX);
            }
        }
        scale
    }

    fn level(&self, value: f64) -> u8 {
        let below = self.edges.iter().filter(|edge| **edge <= value).count();
        u8::try_from(below.saturating_sub(1)).unwrap_or(u8::MAX)
    }

    pub(crate) fn state(&self, answer: Option<Answer>) -> State {
        match answer {
            None => State::Unanswered,
            Some(Answer::Unsure) => State::Unsure,
            Some(Answer::No) => State::Level(0),
            Some(Answer::Yes) => State::Level(1),
            Some(Answer::Number(value)) => State::Level(self.level(value)),
            Some(Answer::Option(place)) => State::Level(self.levels.saturating_sub(1).saturating_sub(place)),
        }
    }
}

/// A condition on states.
#[derive(Clone, Debug)]
pub(crate) enum Test3 {
    /// The finding has one of the levels whose bit is set.
    Atom {
        finding: usize,
        levels: u32,
        unsure: Truth,
    },
    All(Vec<Test3>),
    Any(Vec<Test3>),
    AtLeast(usize, Vec<Test3>),
    /// A weak sign in its company: at least one of the two must rest on more than doubt. `shared` are the findings that
    /// both look at, such as an age: not sure of one thing is one doubt, not two.
    InCompany {
        sign: Box<Test3>,
        company: Box<Test3>,
        shared: Vec<usize>,
    },
}

/// The smallest or the largest of these, as `pick` says; once one is `last`, the rest can change nothing. No without any.
fn extreme(mut truths: impl Iterator<Item = Truth>, pick: fn(Truth, Truth) -> Truth, last: Truth) -> Truth {
    let Some(mut so_far) = truths.next() else { return Truth::No };
    while so_far != last
        && let Some(next) = truths.next()
    {
        so_far = pick(so_far, next);
    }
    so_far
}

impl Test3 {
    pub(crate) fn truth(&self, states: &[State]) -> Truth {
        self.truth_with(states, None)
    }

    /// How true it is; with `firm`, if what the person is not sure of, unless it counts as a yes or is one of these
    /// findings, were a no.
    fn truth_with(&self, states: &[State], firm: Option<&[usize]>) -> Truth {
        match self {
            Test3::Atom { finding, levels, unsure } => match states[*finding] {
                State::Level(level) if levels & (1 << level) != 0 => Truth::Yes,
                State::Level(_) => Truth::No,
                State::Unsure if *unsure == Truth::Yes => Truth::Yes,
                State::Unsure if firm.is_some_and(|shared| !shared.contains(finding)) => Truth::No,
                State::Unsure => Truth::Maybe,
                State::Unanswered => Truth::Open,
            },
            Test3::All(parts) => extreme(parts.iter().map(|part| part.truth_with(states, firm)), Truth::min, Truth::No),
            Test3::Any(parts) => {
                extreme(parts.iter().map(|part| part.truth_with(states, firm)), Truth::max, Truth::Yes)
            }
            Test3::AtLeast(n, parts) => {
                let mut truths: Vec<Truth> = parts.iter().map(|part| part.truth_with(states, firm)).collect();
                truths.sort_unstable_by(|a, b| b.cmp(a));
                truths.get(n.saturating_sub(1)).copied().unwrap_or(Truth::No)
            }
            Test3::InCompany { sign, company, shared } => {
                let (s, c) = (sign.truth_with(states, firm), company.truth_with(states, firm));
                let firm = |test: &Test3| test.truth_with(states, Some(shared));
                match s.min(firm(company)).max(firm(sign).min(c)) {
                    Truth::No if s.min(c) > Truth::No => Truth::Doubt,
                    truth => truth,
                }
            }
        }
    }

    /// Calls `visit` for each finding that could still change this condition: those not answered, and those not sure of,
    /// that are left when everything known is put in.
    pub(crate) fn pivots(&self, states: &[State], visit: &mut dyn FnMut(usize)) {
        let truth = self.truth(states);
        if truth.is_settled() {
            return;
        }
        match self {
            Test3::Atom { finding, .. } => visit(*finding),
            // No answer makes more of two doubts; only finding out does.
            Test3::InCompany { sign, company, .. } => {
                let mut only = |finding: usize| {
                    if truth > Truth::Doubt || states[finding] == State::Unsure {
                        visit(finding);
                    }
                };
                sign.pivots(states, &mut only);
                company.pivots(states, &mut only);
            }
            Test3::All(parts) | Test3::Any(parts) | Test3::AtLeast(_, parts) => {
                for part in parts {
                    part.pivots(states, visit);
                }
            }
        }
    }

    /// Calls `visit` for each finding that speaks for this condition: yes, or not sure.
    pub(crate) fn grounds(&self, states: &[State], visit: &mut dyn FnMut(usize)) {
        match self {
            Test3::Atom { finding, .. } => {
                if self.truth(states) >= Truth::Maybe {
                    visit(*finding);
                }
            }
            Test3::InCompany { sign, company, .. } => {
                sign.grounds(states, visit);
                company.grounds(states, visit);
            }
            Test3::All(parts) | Test3::Any(parts) | Test3::AtLeast(_, parts) => {
                for part in parts.iter().filter(|part| part.truth(states) >= Truth::Maybe) {
                    part.grounds(states, visit);
                }
            }
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct CompiledRule {
    /// The place of the rule in the guidance.
    pub(crate) place: usize,
    pub(crate) part: Part,
    pub(crate) urgency: Urgency,
    pub(crate) when: Test3,
}

/// Which part of a rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// A weak sign in its company, at the urgency of its source.
    InCompany,
    /// A weak sign, at the urgency that it has alone.
    Alone,
}

/// What a rule contributes to the verdict: nothing when it is false, its urgency when it is true, and no more than
/// same-day when it is only possible.
pub(crate) fn contribution(urgency: Urgency, truth: Truth) -> Urgency {
    match truth {
        Truth::No | Truth::Doubt => Urgency::SelfCare,
        Truth::Open | Truth::Maybe => urgency.min(Urgency::SameDay),
        Truth::Yes => urgency,
    }
}

/// The rules of a guidance, ready to be evaluated.
#[derive(Clone, Debug)]
pub struct Triage<'g> {
    guidance: &'g Guidance,
    pub(crate) scales: Vec<Scale>,
    pub(crate) rules: Vec<CompiledRule>,
    places: BTreeMap<&'g str, usize>,
}

/// Why a guidance cannot be compiled. The build checks the embedded guidance for all of this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TriageError {
    /// A rule names a finding that does not exist.
    #[error("the rule \"{rule}\" names the finding \"{finding}\", which does not exist")]
    UnknownFinding {
        /// The rule.
        rule: RuleId,
        /// The finding.
        finding: FindingId,
    },
    /// A rule names an option that does not exist, or tests a finding in a way that does not fit its kind.
    #[error("the rule \"{rule}\" tests \"{finding}\" in a way that does not fit it")]
    Unfit {
        /// The rule.
        rule: RuleId,
        /// The finding.
        finding: FindingId,
    },
    /// A rule has an empty condition.
    #[error("the rule \"{0}\" has an empty condition")]
    Empty(RuleId),
    /// A finding has more levels than can be told apart.
    #[error("the finding \"{0}\" has more than 32 levels")]
    TooFine(FindingId),
}

impl<'g> Triage<'g> {
    /// Compiles the rules of a guidance.
    ///
    /// # Errors
    /// If a rule is empty or does not fit the findings.
    pub fn new(guidance: &'g Guidance) -> Result<Triage<'g>, TriageError> {
        let scales: Vec<Scale> = guidance.findings.iter().map(|finding| Scale::of(finding, guidance)).collect();
        if let Some(place) = scales.iter().position(|scale| scale.levels > 32) {
            return Err(TriageError::TooFine(guidance.findings[place].id.clone()));
        }
        let places =
            guidance.findings.iter().enumerate().map(|(place, finding)| (finding.id.as_str(), place)).collect();
        let mut triage = Triage { guidance, scales, rules: Vec::new(), places };
        for (place, rule) in guidance.rules.iter().enumerate() {
            triage.compile(place, rule)?;
        }
        Ok(triage)
    }

    /// The guidance that this was compiled from.
    pub fn guidance(&self) -> &'g Guidance {
        self.guidance
    }

    /// The place of a finding in the guidance.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// What "no" is for the finding at this place.
    pub fn no(&self, finding: usize) -> Answer {
        match &self.guidance.findings[finding].kind {
            Kind::YesNo => Answer::No,
            Kind::Number(number) => Answer::Number(number.no),
            Kind::Choice(choice) => Answer::Option(u8::try_from(choice.options.len() - 1).unwrap_or(u8::MAX)),
        }
    }

    pub(crate) fn states(&self, answers: &Answers) -> Vec<State> {
        self.scales.iter().enumerate().map(|(finding, scale)| scale.state(answers.get(finding))).collect()
    }

    fn compile(&mut self, place: usize, rule: &Rule) -> Result<(), TriageError> {
        let when = self.condition(rule, &rule.when)?;
        let Some(weak) = &rule.weak else {
            self.rules.push(CompiledRule { place, part: Part::Whole, urgency: rule.urgency, when });
            return Ok(());
        };
        let company = Box::new(self.condition(rule, &weak.company)?);
        let (mut in_sign, mut shared) = (Vec::new(), Vec::new());
        rule.when.atoms(&mut |atom| in_sign.extend(self.place(&atom.finding)));
        weak.company.atoms(&mut |atom| shared.extend(self.place(&atom.finding).filter(|own| in_sign.contains(own))));
        let together = Test3::InCompany { sign: Box::new(when.clone()), company, shared };
        self.rules.push(CompiledRule { place, part: Part::InCompany, urgency: rule.urgency, when: together });
        self.rules.push(CompiledRule { place, part: Part::Alone, urgency: weak.alone, when });
        Ok(())
    }

    fn condition(&self, rule: &Rule, condition: &Condition) -> Result<Test3, TriageError> {
        let parts = |parts: &[Condition]| match parts {
            [] => Err(TriageError::Empty(rule.id.clone())),
            parts => parts.iter().map(|part| self.condition(rule, part)).collect::<Result<Vec<_>, _>>(),
        };
        match condition {
            Condition::All(all) => parts(all).map(Test3::All),
            Condition::Any(any) => parts(any).map(Test3::Any),
            Condition::AtLeast(n, of) => match *n {
                0 => Err(TriageError::Empty(rule.id.clone())),
                n => parts(of).map(|of| Test3::AtLeast(n, of)),
            },
            Condition::Atom(atom) => {
                let Some(finding) = self.place(&atom.finding) else {
                    let (rule, finding) = (rule.id.clone(), atom.finding.clone());
                    return Err(TriageError::UnknownFinding { rule, finding });
                };
                let levels = self
                    .levels(finding, &atom.test)
                    .ok_or_else(|| TriageError::Unfit { rule: rule.id.clone(), finding: atom.finding.clone() })?;
                let unsure = if self.scales[finding].unsure_is_yes { Truth::Yes } else { Truth::Maybe };
                Ok(Test3::Atom { finding, levels, unsure })
            }
        }
    }

    /// The levels of a finding at which a test holds, one bit each.
    fn levels(&self, finding: usize, test: &Test) -> Option<u32> {
        let scale = &self.scales[finding];
        let from = |level: u8| (0..scale.levels).filter(|l| *l >= level).fold(0, |bits, l| bits | (1 << l));
        match (test, &self.guidance.findings[finding].kind) {
            (Test::Yes, Kind::YesNo) => Some(0b10),
            (Test::AtLeast(limit), Kind::Number(_)) => Some(from(scale.level(*limit))),
            (Test::Below(limit), Kind::Number(_)) => Some(!from(scale.level(*limit)) & from(0)),
            (Test::OrWorse(option), Kind::Choice(choice)) => {
                let place = choice.options.iter().position(|o| o.id == *option)?;
                Some(from(scale.levels - 1 - u8::try_from(place).ok()?))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
