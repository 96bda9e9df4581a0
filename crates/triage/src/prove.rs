//! The proof that nothing slips through.
//!
//! # How it covers the whole answer space
//! There are far too many sets of answers to try them all (more than 4⁶⁰), and no need to. A verdict is the *maximum* of
//! what the rules contribute, and a rule looks at only a handful of findings: its support. So each rule is tried in
//! every state of its support (each finding not asked, not sure, or at each level that any rule can tell apart), with
//! the very code that gives verdicts, and the following steps carry the result over to all rules together.
//!
//! 1. *More yes or more unsure never lowers the urgency.* Checked for each rule and each single step up. The maximum of
//!    functions that never fall never falls, and any change upwards is a chain of single steps.
//! 2. *Self-care only when every higher rule is definitely false.* Checked for each rule: whatever it is but definitely
//!    false, it contributes more than self-care. The maximum is self-care only if every part is.
//! 3. *Every interview path gives the verdict of answering everything.* Checked for each rule: in a state in which no
//!    unanswered finding is worth asking, answering any one of them changes neither how true the rule is nor that
//!    nothing is worth asking; by induction, answering them all does not. The interview ends when this is so for every
//!    rule above the established urgency E. Those rules then contribute the same after any further answers, and that
//!    is at most E, or E would be higher; the others cannot exceed E at all; and by 1. the verdict cannot fall below
//!    E, which is the verdict with everything unanswered at no. So it stays E.
//! 4. *Every path ends.* A step asks at least one finding, each stands on one screen, and an answered finding is not
//!    asked again: there are at most as many steps as findings.
//!
//! The promises, last, are plain cases: they tie the rules to what the sources demand, so that a rule that is dropped,
//! lowered or moved is noticed even though the rest still fits together.
//!
//! Tests hold a second route against this one: the rules written out again as propositional formulas for a SAT solver.

use crate::engine::{CompiledRule, State, Test3, Truth, contribution};
use crate::{Answer, Answers, Step, Triage};
use serde::Serialize;
use std::collections::BTreeSet;
use supple_guidance::{Opinion, Promise, Urgency};

/// The result of the proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Whether every property holds.
    pub all: bool,
    /// The properties, in the order in which they build on each other.
    pub properties: Vec<Property>,
}

/// One property and how it was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Property {
    /// The property as a sentence.
    pub name: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// How it was shown, or the first thing that contradicts it.
    pub how: String,
    /// How many states were looked at.
    pub states: u64,
}

/// The most screens and taps that someone with nothing wrong should need.
const MOST_SCREENS: usize = 5;
const MOST_TAPS: usize = 20;

/// The properties, in the order in which they build on each other.
const PROPERTIES: [fn(&Triage<'_>) -> Property; 10] = [
    never_lower,
    self_care_is_earned,
    unsure_is_never_no,
    interview_agrees,
    interview_ends,
    emergency_ends_it,
    all_clear_is_short,
    every_rule_fires,
    every_rule_matters,
    promises_are_kept,
];

/// Proves the properties of this triage over its whole answer space.
pub fn prove(triage: &Triage<'_>) -> Proof {
    let properties: Vec<Property> = PROPERTIES.iter().map(|property| property(triage)).collect();
    Proof { all: properties.iter().all(|property| property.holds), properties }
}

/// Whether [`prove()`] would find that everything holds. Stops at the first property that does not, the quickest first.
pub fn holds(triage: &Triage<'_>) -> bool {
    PROPERTIES.iter().rev().all(|property| property(triage).holds)
}

/// Collects what contradicts a property.
struct Case {
    name: &'static str,
    how: &'static str,
    states: u64,
    against: Option<String>,
}

impl Case {
    fn new(name: &'static str, how: &'static str) -> Case {
        Case { name, how, states: 0, against: None }
    }

    fn require(&mut self, holds: bool, against: impl FnOnce() -> String) {
        self.states += 1;
        if !holds && self.against.is_none() {
            self.against = Some(against());
        }
    }

    fn close(self) -> Property {
        let holds = self.against.is_none() && self.states > 0;
        let how = match self.against {
            Some(against) => format!("does not hold: {against}"),
            None if self.states == 0 => "does not hold: there was nothing to look at".to_owned(),
            None => self.how.to_owned(),
        };
        Property { name: self.name, holds, how, states: self.states }
    }
}

/// A rule with everything that it looks at.
struct Support<'t, 'g> {
    triage: &'t Triage<'g>,
    place: usize,
    rule: &'t CompiledRule,
    findings: Vec<usize>,
}

impl<'t, 'g> Support<'t, 'g> {
    fn all(triage: &'t Triage<'g>) -> impl Iterator<Item = Support<'t, 'g>> {
        triage.rules.iter().enumerate().map(move |(place, rule)| {
            let mut findings = BTreeSet::new();
            collect(&rule.when, &mut findings);
            Support { triage, place, rule, findings: findings.into_iter().collect() }
        })
    }

    fn id(&self) -> &'g str {
        &self.triage.guidance().rules[self.place].id
    }

    /// Every state of a finding: not asked, not sure, and each level.
    fn domain(&self, finding: usize) -> impl Iterator<Item = State> + use<> {
        [State::Unanswered, State::Unsure].into_iter().chain(self.levels(finding))
    }

    fn levels(&self, finding: usize) -> impl Iterator<Item = State> + use<> {
        (0..self.triage.scales[finding].levels).map(State::Level)
    }

    /// Calls `visit` with every state of the support. Everything outside it is "not asked", which the rule does not see.
    fn each(&self, visit: &mut impl FnMut(&mut Vec<State>)) {
        let mut states = vec![State::Unanswered; self.triage.scales.len()];
        self.fill(0, &mut states, visit);
    }

    fn fill(&self, depth: usize, states: &mut Vec<State>, visit: &mut impl FnMut(&mut Vec<State>)) {
        match self.findings.get(depth) {
            None => visit(states),
            Some(finding) => {
                for state in self.domain(*finding) {
                    states[*finding] = state;
                    self.fill(depth + 1, states, visit);
                }
                states[*finding] = State::Unanswered;
            }
        }
    }

    fn truth(&self, states: &[State]) -> Truth {
        self.rule.when.truth(states)
    }

    /// The findings, not asked, that the interview would ask for this rule.
    fn asked(&self, states: &[State]) -> BTreeSet<usize> {
        let mut asked = BTreeSet::new();
        self.rule.when.pivots(states, &mut |finding| {
            if states[finding] == State::Unanswered {
                asked.insert(finding);
            }
        });
        asked
    }

    fn tell(&self, states: &[State]) -> String {
        let guidance = self.triage.guidance();
        let told: Vec<String> = self
            .findings
            .iter()
            .map(|finding| {
                let id = &guidance.findings[*finding].id;
                match states[*finding] {
                    State::Unanswered => format!("{id} not asked"),
                    State::Unsure => format!("{id} unsure"),
                    State::Level(level) => format!("{id} at level {level}"),
                }
            })
            .collect();
        format!("rule \"{}\" with {}", self.id(), told.join(", "))
    }
}

fn collect(test: &Test3, findings: &mut BTreeSet<usize>) {
    match test {
        Test3::Atom { finding, .. } => {
            findings.insert(*finding);
        }
        Test3::All(parts) | Test3::Any(parts) | Test3::AtLeast(_, parts) => {
            for part in parts {
                collect(part, findings);
            }
        }
    }
}

/// The states that are one step up from this one. Between the levels of a finding that points both ways (age) there is
/// no order, and none is claimed.
fn steps_up(state: State, levels: u8, one_way: bool) -> Vec<State> {
    let top = State::Level(levels - 1);
    match state {
        State::Unanswered => vec![State::Unsure],
        State::Unsure if one_way => vec![top],
        State::Level(level) if one_way => {
            let mut up = if level + 1 < levels { vec![State::Level(level + 1)] } else { Vec::new() };
            if level == 0 {
                up.extend([State::Unanswered, State::Unsure]);
            }
            up
        }
        State::Unsure | State::Level(_) => Vec::new(),
    }
}

fn never_lower(triage: &Triage<'_>) -> Property {
    let mut case = Case::new(
        "one more yes, or an unsure in place of a no, never lowers the urgency",
        "every rule in every state of its support, every single step up; a maximum of rising functions rises",
    );
    for support in Support::all(triage) {
        support.each(&mut |states| {
            let truth = support.truth(states);
            for finding in &support.findings {
                let scale = &triage.scales[*finding];
                let before = states[*finding];
                for up in steps_up(before, scale.levels, scale.one_way) {
                    states[*finding] = up;
                    let higher = support.truth(states);
                    let falls = higher < truth
                        || contribution(support.rule.urgency, higher) < contribution(support.rule.urgency, truth);
                    case.require(!falls, || support.tell(states));
                }
                states[*finding] = before;
            }
        });
    }
    case.close()
}

fn self_care_is_earned(triage: &Triage<'_>) -> Property {
    let mut case = Case::new(
        "self-care is reached only when every higher rule is definitely false",
        "every rule in every state of its support: unless definitely false it contributes more; a verdict is the maximum",
    );
    for support in Support::all(triage) {
        let urgency = support.rule.urgency;
        case.require(urgency > Urgency::SelfCare, || format!("rule \"{}\" asks for self-care", support.id()));
        support.each(&mut |states| {
            let truth = support.truth(states);
            let mild = contribution(urgency, truth) == Urgency::SelfCare;
            case.require(mild == (truth == Truth::No), || support.tell(states));
        });
    }
    case.close()
}

fn unsure_is_never_no(triage: &Triage<'_>) -> Property {
    let mut case = Case::new(
        "not sure in place of the answer that makes a rule true never clears it",
        "every rule that holds, each answer in turn made unsure: a yes for strict signs, else at least same-day",
    );
    for support in Support::all(triage) {
        support.each(&mut |states| {
            if support.truth(states) != Truth::Yes {
                return;
            }
            for finding in &support.findings {
                let before = std::mem::replace(&mut states[*finding], State::Unsure);
                let truth = support.truth(states);
                let owed = if triage.scales[*finding].unsure_is_yes { Truth::Yes } else { Truth::Maybe };
                let enough = contribution(support.rule.urgency, truth) >= support.rule.urgency.min(Urgency::SameDay);
                case.require(truth >= owed && enough, || support.tell(states));
                states[*finding] = before;
            }
        });
    }
    case.close()
}

fn interview_agrees(triage: &Triage<'_>) -> Property {
    let mut case = Case::new(
        "every interview path gives the verdict of answering everything",
        "every rule in every state where it leaves nothing to ask: no further answer changes it; then by induction, \
         and rules at or below what is established cannot matter",
    );
    for support in Support::all(triage) {
        support.each(&mut |states| {
            if !support.asked(states).is_empty() {
                return;
            }
            let truth = support.truth(states);
            case.require(truth != Truth::Open, || support.tell(states));
            for finding in &support.findings {
                if states[*finding] != State::Unanswered {
                    continue;
                }
                for answer in support.levels(*finding).chain([State::Unsure]) {
                    states[*finding] = answer;
                    let same = support.truth(states) == truth && support.asked(states).is_empty();
                    case.require(same, || support.tell(states));
                }
                states[*finding] = State::Unanswered;
            }
        });
    }
    case.close()
}

fn interview_ends(triage: &Triage<'_>) -> Property {
    let mut case = Case::new(
        "every interview path ends",
        "every finding stands on exactly one screen and is asked at most once, and a step asks at least one",
    );
    let guidance = triage.guidance();
    for finding in &guidance.findings {
        let screens = guidance.screens.iter().filter(|screen| screen.id == finding.screen).count();
        case.require(screens == 1, || format!("\"{}\" stands on {screens} screens", finding.id));
    }
    for support in Support::all(triage) {
        support.each(&mut |states| {
            let asked = support.asked(states);
            let truth = support.truth(states);
            case.require(truth != Truth::Open || !asked.is_empty(), || support.tell(states));
            case.require(asked.iter().all(|finding| states[*finding] == State::Unanswered), || support.tell(states));
        });
    }
    case.close()
}

fn emergency_ends_it(triage: &Triage<'_>) -> Property {
    let mut case = Case::new(
        "an emergency ends the interview at once, and nothing left open can take it back",
        "every emergency rule in every state that makes it true, with all else not asked",
    );
    for support in Support::all(triage).filter(|support| support.rule.urgency == Urgency::Emergency) {
        support.each(&mut |states| {
            if support.truth(states) == Truth::Yes {
                let truths: Vec<Truth> = triage.rules.iter().map(|rule| rule.when.truth(states)).collect();
                case.require(triage.established(&truths) == Urgency::Emergency, || support.tell(states));
            }
        });
    }
    case.close()
}

fn all_clear_is_short(triage: &Triage<'_>) -> Property {
    let mut case = Case::new(
        "with nothing wrong, at most 5 screens and 20 taps lead to self-care",
        "the one path on which every answer is no: a tap for each screen and each answer that must be given",
    );
    let mut answers = Answers::none_yet(triage);
    let (mut screens, mut taps) = (0, 0);
    while let Step::Ask { findings, .. } = triage.next(&answers) {
        let required = findings.iter().filter(|finding| is_required(triage, **finding)).count();
        answers.none_of(triage, &findings);
        screens += 1;
        taps += 1 + required;
        case.require(screens <= MOST_SCREENS && taps <= MOST_TAPS, || format!("{screens} screens, {taps} taps"));
        if screens > triage.guidance().findings.len() {
            break;
        }
    }
    let urgency = triage.verdict(&answers).urgency;
    case.require(urgency == Urgency::SelfCare, || format!("all clear leads to {urgency}"));
    let mut property = case.close();
    if property.holds {
        property.how = format!("{}: {screens} screens, {taps} taps", property.how);
    }
    property
}

fn is_required(triage: &Triage<'_>, finding: usize) -> bool {
    matches!(&triage.guidance().findings[finding].kind, supple_guidance::Kind::Number(number) if number.required)
}

fn every_rule_fires(triage: &Triage<'_>) -> Property {
    let mut case = Case::new("every rule can fire", "for every rule, an answered state in which it is true");
    for support in Support::all(triage) {
        let mut fires = false;
        support.each(&mut |states| fires |= support.truth(states) == Truth::Yes);
        case.require(fires, || format!("rule \"{}\" is never true", support.id()));
    }
    case.close()
}

fn every_rule_matters(triage: &Triage<'_>) -> Property {
    let mut case = Case::new(
        "every rule matters",
        "for every rule, a state in which it alone gives the urgency, all else being no",
    );
    let mut no = Answers::none_yet(triage);
    no.assume_no(triage);
    let no = triage.states(&no);
    for support in Support::all(triage) {
        let mut matters = false;
        support.each(&mut |states| {
            if matters || support.truth(states) != Truth::Yes {
                return;
            }
            let mut whole = no.clone();
            for finding in &support.findings {
                whole[*finding] = states[*finding];
            }
            let others = triage.rules.iter().enumerate().filter(|(place, _)| *place != support.place);
            let without = others.map(|(_, rule)| contribution(rule.urgency, rule.when.truth(&whole))).max();
            matters = without.is_none_or(|urgency| urgency < support.rule.urgency);
        });
        case.require(matters, || format!("rule \"{}\" never decides", support.id()));
    }
    case.close()
}

fn promises_are_kept(triage: &Triage<'_>) -> Property {
    let mut case = Case::new(
        "every warning sign, red flag and threshold leads to the urgency that is owed",
        "each promise as a case, everything that it does not name being no",
    );
    for promise in &triage.guidance().promises {
        let Some(urgency) = promised(triage, promise) else {
            case.require(false, || format!("promise \"{}\" does not fit the findings", promise.id));
            continue;
        };
        let kept = if promise.exactly { urgency == promise.urgency } else { urgency >= promise.urgency };
        case.require(kept, || format!("\"{}\" leads to {urgency} instead of {}", promise.what, promise.urgency));
    }
    case.close()
}

/// The urgency that a promise's case leads to; none if it does not fit the findings.
fn promised(triage: &Triage<'_>, promise: &Promise) -> Option<Urgency> {
    let mut answers = Answers::none_yet(triage);
    for (id, opinion) in &promise.answers {
        let place = triage.place(id)?;
        let answer = match opinion {
            Opinion::Is(true) => Answer::Yes,
            Opinion::Is(false) => Answer::No,
            Opinion::Number(number) => Answer::Number(*number),
            Opinion::Word(word) if word == "unsure" => Answer::Unsure,
            Opinion::Word(word) => match &triage.guidance().findings[place].kind {
                supple_guidance::Kind::Choice(choice) => {
                    let option = choice.options.iter().position(|option| option.id == *word)?;
                    Answer::Option(u8::try_from(option).ok()?)
                }
                _ => return None,
            },
        };
        answers.set_at(triage, place, answer).ok()?;
    }
    answers.assume_no(triage);
    Some(triage.verdict(&answers).urgency)
}
