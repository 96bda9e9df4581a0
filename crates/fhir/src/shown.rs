//! When a question is shown: what must still be possible, by the answers before it, for a rule to turn on it.
//!
//! The conditions of a Questionnaire are one flat list. So what a rule needs is widened to one: of parts that must all hold,
//! the shortest stays. A question is then shown more often than it must be, never less.

use supple_guidance::{Atom, Condition, Finding, Guidance, Kind, Rule, Test, Urgency};

/// An atom that must not be definitely false.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Need<'g> {
    pub(crate) atom: &'g Atom,
}

/// A list of needs, of which one must be possible; nothing where none is needed.
type Needs<'g> = Option<Vec<Need<'g>>>;

/// What of the answers before this finding must be possible, one at least; empty where it is always asked.
pub(crate) fn needs<'g>(guidance: &'g Guidance, finding: &Finding) -> Vec<Need<'g>> {
    let looked = Looked { guidance, finding, at: place(guidance, &finding.id) };
    let mut found: Vec<Needs<'g>> = Vec::new();
    for rule in &guidance.rules {
        found.extend(looked.rule(rule));
    }
    // A finding of no rule is asked all the same: the check has a reason that is not seen here.
    if found.is_empty() {
        return Vec::new();
    }
    any(found).unwrap_or_default()
}

/// The place of a finding on the way through the screens.
fn place(guidance: &Guidance, id: &str) -> Option<(usize, usize)> {
    let at = guidance.findings.iter().position(|finding| finding.id == *id)?;
    let screen = guidance.screens.iter().position(|screen| screen.id == guidance.findings[at].screen)?;
    Some((screen, at))
}

struct Looked<'g, 'f> {
    guidance: &'g Guidance,
    finding: &'f Finding,
    at: Option<(usize, usize)>,
}

impl<'g> Looked<'g, '_> {
    /// What each part of a rule that turns on the finding needs.
    fn rule(&self, rule: &'g Rule) -> Vec<Needs<'g>> {
        let (in_sign, mut parts) = (self.is_in(&rule.when), Vec::new());
        let Some(weak) = &rule.weak else {
            return if in_sign { vec![self.turns(&rule.when)] } else { parts };
        };
        if in_sign {
            parts.push(all(vec![self.turns(&rule.when), self.left(&weak.company)]));
            if weak.alone > Urgency::SelfCare {
                parts.push(self.turns(&rule.when));
            }
        }
        if self.is_in(&weak.company) {
            parts.push(all(vec![self.left(&rule.when), self.turns(&weak.company)]));
        }
        parts
    }

    fn is_in(&self, condition: &Condition) -> bool {
        let mut found = false;
        condition.atoms(&mut |atom| found |= atom.finding == self.finding.id);
        found
    }

    /// What is needed for the finding to matter in a condition that names it.
    fn turns(&self, condition: &'g Condition) -> Needs<'g> {
        match condition {
            Condition::Atom(_) => None,
            Condition::All(parts) => {
                let each = |part| if self.is_in(part) { self.turns(part) } else { self.left(part) };
                all(parts.iter().map(each).collect())
            }
            Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                any(parts.iter().filter(|part| self.is_in(part)).map(|part| self.turns(part)).collect())
            }
        }
    }

    /// What is needed of the answers before the finding for a condition to be possible.
    fn left(&self, condition: &'g Condition) -> Needs<'g> {
        match condition {
            Condition::Atom(atom) if place(self.guidance, &atom.finding) < self.at => Some(vec![Need { atom }]),
            Condition::Atom(_) => None,
            Condition::All(parts) => all(parts.iter().map(|part| self.left(part)).collect()),
            Condition::Any(parts) => any(parts.iter().map(|part| self.left(part)).collect()),
            Condition::AtLeast(n, parts) => {
                let needs: Vec<Needs<'g>> = parts.iter().map(|part| self.left(part)).collect();
                let free = needs.iter().filter(|needs| needs.is_none()).count();
                if free >= *n { None } else { any(needs.into_iter().filter(Option::is_some).collect()) }
            }
        }
    }
}

/// One of these: nothing is needed where one needs nothing.
fn any(parts: Vec<Needs<'_>>) -> Needs<'_> {
    let mut together = Vec::new();
    for need in parts.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten() {
        if !together.contains(&need) {
            together.push(need);
        }
    }
    Some(together)
}

/// All of these, widened to the one that has the fewest ways.
fn all(parts: Vec<Needs<'_>>) -> Needs<'_> {
    parts.into_iter().flatten().min_by_key(Vec::len)
}

/// The comparison of a test of a number.
pub(crate) fn compared(test: &Test) -> Option<(&'static str, f64)> {
    match test {
        Test::AtLeast(limit) => Some((">=", *limit)),
        Test::Below(limit) => Some(("<", *limit)),
        Test::Yes | Test::OrWorse(_) => None,
    }
}

/// Whether a number meets a test.
pub(crate) fn meets(value: f64, test: &Test) -> bool {
    match test {
        Test::AtLeast(limit) => value >= *limit,
        Test::Below(limit) => value < *limit,
        Test::Yes | Test::OrWorse(_) => false,
    }
}

/// The answers of a finding, without numbers, with which a test holds.
pub(crate) fn holding<'g>(finding: &'g Finding, test: &Test) -> Vec<&'g str> {
    match (test, &finding.kind) {
        (Test::Yes, Kind::YesNo) => vec!["yes"],
        (Test::OrWorse(worst), Kind::Choice(choice)) => {
            let upto = choice.options.iter().position(|option| option.id == *worst).map_or(0, |at| at + 1);
            choice.options[..upto].iter().map(|option| option.id.as_str()).collect()
        }
        _ => Vec::new(),
    }
}
