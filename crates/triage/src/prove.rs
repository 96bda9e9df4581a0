//! The proof that nothing slips through.
//!
//! # How it covers the whole answer space
//! There are far too many sets of answers to try them all (more than 4⁶⁰), and no need to. A verdict is the *maximum* of
//! what the rules contribute, and a rule looks at only a handful of findings: its support. So each rule is tried in
//! every state of its support (each finding not asked, not sure, or at each level that this rule can tell apart: what it
//! cannot tell apart cannot change it), with the very code that gives verdicts, and the following steps carry the result
//! over to all rules together. A weak rule is two rules here, as in the engine: its sign alone, and its sign in company.
//!
//! 1. *More yes or more unsure never lowers the urgency.* Checked for each rule and each single step up. The maximum of
//!    functions that never fall never falls, and any change upwards is a chain of single steps. One step is left out, for
//!    weak rules alone: from "not asked" to "not sure", which may turn "possible" into two doubts. It is no step of an
//!    answer that changes, and argument 3 does not use it.
//! 2. *Self-care only when every higher rule is definitely false, or is weak by name and rests on doubts alone.* Checked
//!    for each rule: whatever else it is, it contributes more than self-care. The maximum is self-care only if every part
//!    is. That a doubt is never a part of a rule that is not weak is checked with it.
//! 3. *Every interview path gives the verdict of answering everything.* Checked for each rule: in a state in which no
//!    unanswered finding is worth asking, answering any one of them changes neither what the rule contributes nor that
//!    nothing is worth asking; by induction, answering them all does not. The interview ends when this is so for every
//!    rule above the established urgency E. Those rules then contribute the same after any further answers, and that
//!    is at most E, or E would be higher; the others cannot exceed E at all; and by 1. the verdict cannot fall below
//!    E, which is the verdict with everything unanswered at no. So it stays E.
//! 4. *Every path ends.* A step asks at least one finding, each stands on one screen, and an answered finding is not
//!    asked again: there are at most as many steps as findings.
//!
//! 5. *Never below a source's urgency, except where the policy says so by name.* Each way in which a rule's condition can
//!    be fulfilled, with all else no, gives the rule's urgency. Where the rule is weak, it gives at least what it says of
//!    the sign alone, the verdict names the rule as standing alone, and each kind of its company restores the urgency.
//!    What the sources demand of a rule is checked by the build.
//!
//! The promises, last, are plain cases: they tie the rules to what the sources demand, so that a rule that is dropped,
//! lowered, moved or called weak is noticed even though the rest still fits together.
//!
//! Tests hold a second route against this one: the rules written out again as propositional formulas for a SAT solver.

use crate::engine::{Part, Truth, contribution};
use crate::support::{NOT_ASKED, NOT_SURE, Support};
use crate::ways::{answered, fulfilled, ways};
use crate::{Answer, Answers, Step, Triage};
use serde::Serialize;
use supple_guidance::{Atom, Opinion, Promise, Rule, RuleId, Urgency};

/// The result of the proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Whether every property holds.
    pub all: bool,
    /// The properties, in the order in which they build on each other.
    pub properties: Vec<Property>,
    /// The exceptions to "never below a source's urgency": every weak rule by name.
    pub exceptions: Vec<Exception>,
}

/// A weak rule, as the proof lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exception {
    /// The id of the rule.
    pub rule: RuleId,
    /// The urgency that a source gives the sign alone.
    pub urgency: Urgency,
    /// The urgency that Supple gives it alone.
    pub alone: Urgency,
    /// The sources that find it uninformative alone, or calmer guidelines.
    pub evidence: Vec<String>,
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
const MOST_SCREENS: usize = 4;
const MOST_TAPS: usize = 7;

/// The properties, in the order in which they build on each other.
const PROPERTIES: [fn(&Proving<'_, '_>) -> Property; 11] = [
    never_lower,
    self_care_is_earned,
    unsure_is_never_no,
    interview_agrees,
    interview_ends,
    emergency_ends_it,
    all_clear_is_short,
    every_rule_fires,
    every_rule_matters,
    exceptions_are_named,
    promises_are_kept,
];

/// Proves the properties of this triage over its whole answer space.
pub fn prove(triage: &Triage<'_>) -> Proof {
    let proving = Proving::new(triage);
    let properties: Vec<Property> = PROPERTIES.iter().map(|property| property(&proving)).collect();
    let rules = triage.guidance().rules.iter();
    let exceptions = rules.filter_map(|rule| {
        let weak = rule.weak.as_ref()?;
        let (rule, urgency, evidence) = (rule.id.clone(), rule.urgency, weak.evidence.clone());
        Some(Exception { rule, urgency, alone: weak.alone, evidence })
    });
    let exceptions = exceptions.collect();
    Proof { all: properties.iter().all(|property| property.holds), properties, exceptions }
}

/// Whether [`prove()`] would find that everything holds. Stops at the first property that does not, the quickest first.
pub fn holds(triage: &Triage<'_>) -> bool {
    let proving = Proving::new(triage);
    PROPERTIES.iter().rev().all(|property| property(&proving).holds)
}

/// What the proof is about: the triage, and the support of each of its rules.
struct Proving<'t, 'g> {
    triage: &'t Triage<'g>,
    supports: Vec<Support<'t, 'g>>,
}

impl<'t, 'g> Proving<'t, 'g> {
    fn new(triage: &'t Triage<'g>) -> Proving<'t, 'g> {
        Proving { triage, supports: Support::all(triage) }
    }
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

fn never_lower(proving: &Proving<'_, '_>) -> Property {
    let mut case = Case::new(
        "one more yes, or an unsure in place of a no, never lowers the urgency",
        "every rule in every state of its support, every single step up; a maximum of rising functions rises",
    );
    for support in &proving.supports {
        let urgency = support.rule.urgency;
        support.each(&mut |at| {
            let truth = support.seen(&at).truth;
            for finding in 0..support.findings.len() {
                for up in support.steps_up(finding, at.places[finding]) {
                    let higher = support.moved(&at, finding, up).truth;
                    let falls = higher < truth || contribution(urgency, higher) < contribution(urgency, truth);
                    case.require(!falls, || support.tell(&at));
                }
            }
        });
    }
    case.close()
}

fn self_care_is_earned(proving: &Proving<'_, '_>) -> Property {
    let mut case = Case::new(
        "self-care is reached only when every higher rule is definitely false, or is weak and rests on doubts alone",
        "every rule in every state of its support: otherwise it contributes more; a verdict is the maximum",
    );
    for support in &proving.supports {
        let urgency = support.rule.urgency;
        case.require(urgency > Urgency::SelfCare, || format!("rule \"{}\" asks for self-care", support.id()));
        support.each(&mut |at| {
            let truth = support.seen(&at).truth;
            let mild = contribution(urgency, truth) == Urgency::SelfCare;
            let doubt = truth == Truth::Doubt && support.rule.part == Part::InCompany;
            case.require(mild == (truth == Truth::No || doubt), || support.tell(&at));
            let doubts = at.places.iter().filter(|place| **place == NOT_SURE).count();
            case.require(!doubt || doubts >= 2, || support.tell(&at));
        });
    }
    case.close()
}

fn unsure_is_never_no(proving: &Proving<'_, '_>) -> Property {
    let mut case = Case::new(
        "not sure in place of the answer that makes a rule true never clears it",
        "every rule that holds, each answer in turn made unsure: a yes for strict signs, else at least same-day",
    );
    for support in &proving.supports {
        let urgency = support.rule.urgency;
        support.each(&mut |at| {
            if support.seen(&at).truth != Truth::Yes {
                return;
            }
            for (place, finding) in support.findings.iter().enumerate() {
                let truth = support.moved(&at, place, NOT_SURE).truth;
                let owed = if support.triage.scales[*finding].unsure_is_yes { Truth::Yes } else { Truth::Maybe };
                let enough = contribution(urgency, truth) >= urgency.min(Urgency::SameDay);
                case.require(truth >= owed && enough, || support.tell(&at));
            }
        });
    }
    case.close()
}

fn interview_agrees(proving: &Proving<'_, '_>) -> Property {
    let mut case = Case::new(
        "every interview path gives the verdict of answering everything",
        "every rule in every state where it leaves nothing to ask: no further answer changes what it gives; then by \
         induction, and rules at or below what is established cannot matter",
    );
    // No and two doubts give the same: nothing.
    let told = |truth: Truth| if truth == Truth::Doubt { Truth::No } else { truth };
    for support in &proving.supports {
        support.each(&mut |at| {
            let seen = support.seen(&at);
            if seen.asks {
                return;
            }
            case.require(seen.truth != Truth::Open, || support.tell(&at));
            for (finding, domain) in support.domains.iter().enumerate() {
                if at.places[finding] == NOT_ASKED {
                    for answer in NOT_SURE..domain.len() {
                        let then = support.moved(&at, finding, answer);
                        case.require(told(then.truth) == told(seen.truth) && !then.asks, || support.tell(&at));
                    }
                }
            }
        });
    }
    case.close()
}

fn interview_ends(proving: &Proving<'_, '_>) -> Property {
    let mut case = Case::new(
        "every interview path ends",
        "every finding stands on exactly one screen and is asked at most once, and a step asks at least one",
    );
    let guidance = proving.triage.guidance();
    for finding in &guidance.findings {
        let screens = guidance.screens.iter().filter(|screen| screen.id == finding.screen).count();
        case.require(screens == 1, || format!("\"{}\" stands on {screens} screens", finding.id));
    }
    for support in &proving.supports {
        support.each(&mut |at| {
            let seen = support.seen(&at);
            case.require(seen.truth != Truth::Open || seen.asks, || support.tell(&at));
            let left = at.places.contains(&NOT_ASKED);
            case.require(left || !seen.asks, || support.tell(&at));
        });
    }
    case.close()
}

fn emergency_ends_it(proving: &Proving<'_, '_>) -> Property {
    let mut case = Case::new(
        "an emergency ends the interview at once, and nothing left open can take it back",
        "every emergency rule in every state that makes it true, with all else not asked",
    );
    let triage = proving.triage;
    for support in proving.supports.iter().filter(|support| support.rule.urgency == Urgency::Emergency) {
        support.each(&mut |at| {
            if support.seen(&at).truth == Truth::Yes {
                let states = support.states(at.places);
                let truths: Vec<Truth> = triage.rules.iter().map(|rule| rule.when.truth(&states)).collect();
                case.require(triage.established(&truths) == Urgency::Emergency, || support.tell(&at));
            }
        });
    }
    case.close()
}

fn all_clear_is_short(proving: &Proving<'_, '_>) -> Property {
    let triage = proving.triage;
    let mut case = Case::new(
        "with nothing wrong, at most 4 screens and 7 taps lead to self-care",
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

fn every_rule_fires(proving: &Proving<'_, '_>) -> Property {
    let mut case = Case::new("every rule can fire", "for every rule, an answered state in which it is true");
    for support in &proving.supports {
        let fires = support.table().iter().any(|seen| seen.truth == Truth::Yes);
        case.require(fires, || format!("rule \"{}\" is never true", support.id()));
    }
    case.close()
}

fn every_rule_matters(proving: &Proving<'_, '_>) -> Property {
    let mut case = Case::new(
        "every rule matters",
        "for every rule, a state in which it alone gives the urgency, all else being no; a weak sign alone may give what \
         another rule gives too",
    );
    let triage = proving.triage;
    let mut no = Answers::none_yet(triage);
    no.assume_no(triage);
    let no = triage.states(&no);
    for support in proving.supports.iter().filter(|support| support.rule.part != Part::Alone) {
        let mut matters = false;
        support.each(&mut |at| {
            // Other rules may tell apart what this one cannot, so the lowest and the highest of such levels are tried.
            if matters || support.seen(&at).truth != Truth::Yes {
                return;
            }
            for highest in 0_u32..1 << support.findings.len() {
                let mut whole = no.clone();
                for (place, finding) in support.findings.iter().enumerate() {
                    let state = support.domains[place][at.places[place]];
                    let high = support.highest(place, at.places[place]);
                    whole[*finding] = if highest & (1 << place) == 0 { state } else { high };
                }
                let others = triage.rules.iter().filter(|rule| !std::ptr::eq(*rule, support.rule));
                let without = others.map(|rule| contribution(rule.urgency, rule.when.truth(&whole))).max();
                matters = without.is_none_or(|urgency| urgency < support.rule.urgency);
                if matters {
                    return;
                }
            }
        });
        case.require(matters, || format!("rule \"{}\" never decides", support.id()));
    }
    case.close()
}

fn exceptions_are_named(proving: &Proving<'_, '_>) -> Property {
    let triage = proving.triage;
    let mut case = Case::new(
        "never below a source's urgency, except where the policy says so by name",
        "every way to fulfil each rule, all else being no: the rule's urgency; a weak sign alone gives what it says and \
         is named, and every kind of company restores the urgency",
    );
    for rule in &triage.guidance().rules {
        for sign in ways(&rule.when) {
            let Some(weak) = &rule.weak else {
                let urgency = fulfilled(triage, &sign).map(|verdict| verdict.urgency);
                case.require(urgency >= Some(rule.urgency), || format!("rule \"{}\" gives {urgency:?}", rule.id));
                continue;
            };
            let verdict = fulfilled(triage, &sign);
            let named = verdict.as_ref().is_some_and(|verdict| {
                let own = verdict.fired.iter().find(|fired| fired.rule.id == rule.id);
                verdict.urgency >= weak.alone && own.is_some_and(|own| own.alone == in_lack(triage, rule, &sign))
            });
            case.require(named, || format!("rule \"{}\" is not named as standing alone", rule.id));
            for company in ways(&weak.company) {
                let both: Vec<&Atom> = sign.iter().chain(&company).copied().collect();
                let verdict = fulfilled(triage, &both);
                let restored = verdict.is_some_and(|verdict| {
                    let own = verdict.fired.iter().find(|fired| fired.rule.id == rule.id);
                    own.is_some_and(|own| !own.alone && own.holds && own.urgency == rule.urgency)
                });
                case.require(restored, || format!("rule \"{}\" does not rise in company of {company:?}", rule.id));
            }
        }
    }
    case.close()
}

/// Whether a sign, with all else no, lacks the company of its weak rule. An age below 18 may be below 16, too.
fn in_lack(triage: &Triage<'_>, rule: &Rule, sign: &[&Atom]) -> bool {
    let company = triage.rules.iter().find(|part| {
        part.part == Part::InCompany && triage.guidance().rules.get(part.place).is_some_and(|own| own.id == rule.id)
    });
    let answers = answered(triage, sign);
    company.zip(answers).is_some_and(|(part, answers)| part.when.truth(&triage.states(&answers)) < Truth::Maybe)
}

fn promises_are_kept(proving: &Proving<'_, '_>) -> Property {
    let triage = proving.triage;
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

#[cfg(test)]
mod tests;
