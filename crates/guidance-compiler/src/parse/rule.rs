//! Reads rules with their conditions, and promises.

use serde::Deserialize;
use std::collections::BTreeMap;
use supple_guidance_schema::{
    Atom, Condition, FindingId, Opinion, Position, Promise, Rule, RuleId, Test, Urgency, Weak,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub(super) id: RuleId,
    pub(super) urgency: Urgency,
    pub(super) concern: String,
    when: RawCondition,
    weak: Option<RawWeak>,
    pub(super) because: String,
    pub(super) judgement: Option<String>,
    #[serde(default)]
    pub(super) positions: Vec<Position>,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) red_flags: Vec<String>,
    #[serde(default)]
    pub(super) items: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWeak {
    alone: Urgency,
    with: RawCondition,
    evidence: Vec<String>,
    because: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawCondition {
    Atom(String),
    All { all: Vec<RawCondition> },
    Any { any: Vec<RawCondition> },
    AtLeast { at_least: usize, of: Vec<RawCondition> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPromise {
    pub(super) id: String,
    pub(super) what: String,
    pub(super) answers: BTreeMap<FindingId, RawAnswer>,
    pub(super) at_least: Option<Urgency>,
    pub(super) exactly: Option<Urgency>,
    pub(super) exception: Option<RuleId>,
    #[serde(default)]
    pub(super) red_flags: Vec<String>,
    #[serde(default)]
    pub(super) items: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawAnswer {
    Is(bool),
    Number(f64),
    Word(String),
}

impl RawRule {
    pub(super) fn build(self) -> Result<Rule, String> {
        let mut sources: Vec<String> = self.positions.iter().map(|position| position.source.clone()).collect();
        sources.extend(self.sources);
        sources.dedup();
        let weak = match self.weak {
            None => None,
            Some(RawWeak { alone, with, evidence, because }) => {
                Some(Weak { alone, company: with.build()?, evidence, because })
            }
        };
        Ok(Rule {
            id: self.id,
            urgency: self.urgency,
            concern: self.concern,
            when: self.when.build()?,
            weak,
            because: self.because,
            judgement: self.judgement,
            positions: self.positions,
            sources,
            red_flags: self.red_flags,
            items: self.items,
        })
    }
}

impl RawCondition {
    fn build(self) -> Result<Condition, String> {
        let parts = |raw: Vec<RawCondition>| raw.into_iter().map(RawCondition::build).collect::<Result<Vec<_>, _>>();
        Ok(match self {
            RawCondition::Atom(text) => Condition::Atom(atom(&text)?),
            RawCondition::All { all } => Condition::All(parts(all)?),
            RawCondition::Any { any } => Condition::Any(parts(any)?),
            RawCondition::AtLeast { at_least, of } => Condition::AtLeast(at_least, parts(of)?),
        })
    }
}

/// Reads `finding`, `finding >= 39`, `finding < 18` or `finding >= option`.
fn atom(text: &str) -> Result<Atom, String> {
    let (finding, test) = if let Some((finding, limit)) = text.split_once(">=") {
        let limit = limit.trim();
        (finding, limit.parse().map_or_else(|_| Test::OrWorse(limit.to_owned()), Test::AtLeast))
    } else if let Some((finding, limit)) = text.split_once('<') {
        let limit = limit.trim().parse().map_err(|_| format!("`{text}` needs a number behind <"))?;
        (finding, Test::Below(limit))
    } else {
        (text, Test::Yes)
    };
    Ok(Atom { finding: finding.trim().into(), test })
}

impl RawPromise {
    pub(super) fn build(self) -> Result<Promise, String> {
        let (urgency, exactly) = match (self.at_least, self.exactly) {
            (Some(urgency), None) => (urgency, false),
            (None, Some(urgency)) => (urgency, true),
            _ => return Err("needs either `at_least` or `exactly`".to_owned()),
        };
        let answers = self.answers.into_iter().map(|(finding, answer)| (finding, answer.build())).collect();
        Ok(Promise {
            id: self.id,
            what: self.what,
            answers,
            urgency,
            exactly,
            exception: self.exception,
            red_flags: self.red_flags,
            items: self.items,
        })
    }
}

impl RawAnswer {
    fn build(self) -> Opinion {
        match self {
            RawAnswer::Is(is) => Opinion::Is(is),
            RawAnswer::Number(number) => Opinion::Number(number),
            RawAnswer::Word(word) => Opinion::Word(word),
        }
    }
}
