//! Reads the guidance from its TOML files.
//!
//! A file may hold tables of any kind; which file an entry came from is remembered, so that a fault can name it.

use crate::activity::Ladder;
use crate::care_data;
use crate::floor::{FloorLimit, FloorStep};
use crate::medicines::Medicines;
use crate::model::{
    Atom, Band, Choice, Claim, Condition, Conflict, Disagreement, EmergencyNumber, Finding, Guidance, Item, Kind,
    NotShown, Number, Opinion, Position, Promise, RedFlag, Rule, Said, Screen, Side, Source, Strength, Test, Topic,
    Urgency, Weak,
};
use crate::steps::{Avoid, Caution, Decision, Gate, Guard, Limit, Recheck, Relief, StageText, Step, Watch};
use crate::validity::Validity;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// Something wrong in the guidance: where it is, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The file, such as `guidance/rules.toml`.
    pub(crate) file: String,
    /// The kind and id of the entry, such as `rule "fever"`; the place in the file where it cannot be read at all.
    pub(crate) entry: String,
    /// What is wrong and what to do.
    pub(crate) problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.entry, self.problem)
    }
}

/// The guidance as read, with the file of each entry.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) guidance: Guidance,
    /// (kind, id) to the files in which an entry of that id stands: more than one where an id is used twice.
    pub(crate) files: BTreeMap<(&'static str, String), Vec<String>>,
}

impl Reading {
    /// A fault of the entry `kind "id"`.
    pub(crate) fn fault(&self, kind: &'static str, id: &str, problem: impl Into<String>) -> Fault {
        let files = self.files.get(&(kind, id.to_owned()));
        let file = files.and_then(|files| files.last()).cloned().unwrap_or_else(|| "guidance".to_owned());
        Fault { file, entry: format!("{kind} \"{id}\""), problem: problem.into() }
    }
}

/// Reads all files, given as (name, text).
pub(crate) fn read(files: &[(String, String)]) -> Result<Reading, Vec<Fault>> {
    let mut reading = Reading { guidance: empty(), files: BTreeMap::new() };
    let mut faults = Vec::new();
    for (name, text) in files {
        if care_data::is_ours(name) {
            if let Err(error) = care_data::read(name, text, &mut reading) {
                faults.push(unreadable(name, text, &error));
            }
            continue;
        }
        match toml::from_str::<File>(text) {
            Ok(file) => file.add_to(name, &mut reading, &mut faults),
            Err(error) => faults.push(unreadable(name, text, &error)),
        }
    }
    if faults.is_empty() { Ok(reading) } else { Err(faults) }
}

fn unreadable(name: &str, text: &str, error: &toml::de::Error) -> Fault {
    let start = error.span().map_or(0, |span| span.start);
    let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
    Fault { file: name.to_owned(), entry: format!("line {line}"), problem: error.message().replace('\n', " ") }
}

fn empty() -> Guidance {
    Guidance {
        sources: Vec::new(),
        screens: Vec::new(),
        findings: Vec::new(),
        rules: Vec::new(),
        promises: Vec::new(),
        red_flags: Vec::new(),
        topics: Vec::new(),
        claims: Vec::new(),
        disagreements: Vec::new(),
        numbers: Vec::new(),
        number_sources: Vec::new(),
        zones: BTreeMap::new(),
        zone_sources: Vec::new(),
        items: Vec::new(),
        conflicts: Vec::new(),
        not_shown: Vec::new(),
        relief: Relief::default(),
        medicines: Medicines::default(),
        treatments: Vec::new(),
        ladder: Ladder::default(),
        exposures: Vec::new(),
        validity: Validity::default(),
    }
}

/// The tables that a file may hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct File {
    sources: Vec<String>,
    zone_sources: Vec<String>,
    zone: BTreeMap<String, String>,
    source: BTreeMap<String, RawSource>,
    screen: Vec<Screen>,
    finding: Vec<RawFinding>,
    rule: Vec<RawRule>,
    promise: Vec<RawPromise>,
    red_flag: Vec<RedFlag>,
    topic: Vec<Topic>,
    claim: Vec<RawClaim>,
    disagreement: Vec<RawDisagreement>,
    number: Vec<EmergencyNumber>,
    item: Vec<Item>,
    conflict: Vec<Conflict>,
    not_shown: Vec<NotShown>,
    limit: Vec<Limit>,
    guard: Vec<Guard>,
    caution: Vec<Caution>,
    decision: Vec<Decision>,
    stage: Vec<StageText>,
    step: Vec<Step>,
    avoid: Vec<Avoid>,
    watch: Vec<Watch>,
    recheck: Vec<Recheck>,
    gate: Option<Gate>,
    floor: Vec<FloorStep>,
    floor_limit: Vec<FloorLimit>,
    not_planned: Vec<NotShown>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    short: String,
    citation: String,
    kind: String,
    address: Option<String>,
    seen: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFinding {
    id: String,
    screen: String,
    kind: Option<RawKind>,
    unsure: Option<RawUnsure>,
    ask: String,
    hint: Option<String>,
    find_out: Option<String>,
    say: Option<String>,
    say_unsure: String,
    deny: Option<String>,
    #[serde(default)]
    test_first: bool,
    #[serde(default)]
    lasting: bool,
    picture: Option<String>,
    unit: Option<String>,
    min: Option<f64>,
    max: Option<f64>,
    no: Option<RawAnswer>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    band: Vec<Band>,
    #[serde(default)]
    option: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RawKind {
    Number,
    Choice,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RawUnsure {
    Yes,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawAnswer {
    Is(bool),
    Number(f64),
    Word(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    urgency: Urgency,
    concern: String,
    when: RawCondition,
    weak: Option<RawWeak>,
    because: String,
    judgement: Option<String>,
    #[serde(default)]
    positions: Vec<Position>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    red_flags: Vec<String>,
    #[serde(default)]
    items: Vec<String>,
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
struct RawPromise {
    id: String,
    what: String,
    answers: BTreeMap<String, RawAnswer>,
    at_least: Option<Urgency>,
    exactly: Option<Urgency>,
    exception: Option<String>,
    #[serde(default)]
    red_flags: Vec<String>,
    #[serde(default)]
    items: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClaim {
    id: String,
    topic: String,
    text: String,
    caution: Option<String>,
    strength: Strength,
    sources: Vec<String>,
    #[serde(default)]
    items: Vec<String>,
    /// The entry of the evidence base that the claim restates. For the people who keep the guidance.
    #[serde(default, rename = "evidence")]
    _evidence: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDisagreement {
    id: String,
    question: String,
    #[serde(default)]
    conflicts: Vec<String>,
    /// As in [`RawClaim`].
    #[serde(default, rename = "evidence")]
    _evidence: Vec<String>,
    best_evidence: String,
    #[serde(default)]
    best_sources: Vec<String>,
    default: String,
    reason: String,
    position: Vec<RawSide>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSide {
    says: String,
    sources: Vec<String>,
    #[serde(default)]
    items: Vec<String>,
    #[serde(default)]
    reader: bool,
    urgency: Option<Urgency>,
}

impl File {
    fn add_to(self, name: &str, reading: &mut Reading, faults: &mut Vec<Fault>) {
        let mut note = |kind: &'static str, id: &str| {
            reading.files.entry((kind, id.to_owned())).or_default().push(name.to_owned());
        };
        let fault = |kind: &str, id: &str, problem: String| Fault {
            file: name.to_owned(),
            entry: format!("{kind} \"{id}\""),
            problem,
        };
        let guidance = &mut reading.guidance;
        guidance.number_sources.extend(self.sources);
        guidance.zone_sources.extend(self.zone_sources);
        guidance.zones.extend(self.zone);
        for (id, raw) in self.source {
            note("source", &id);
            let RawSource { short, citation, kind, address, seen } = raw;
            guidance.sources.push(Source { id, short, citation, kind, address, seen });
        }
        for screen in self.screen {
            note("screen", &screen.id);
            guidance.screens.push(screen);
        }
        for raw in self.finding {
            note("finding", &raw.id);
            let id = raw.id.clone();
            match raw.cook() {
                Ok(finding) => guidance.findings.push(finding),
                Err(problem) => faults.push(fault("finding", &id, problem)),
            }
        }
        for raw in self.rule {
            note("rule", &raw.id);
            let id = raw.id.clone();
            match raw.cook() {
                Ok(rule) => guidance.rules.push(rule),
                Err(problem) => faults.push(fault("rule", &id, problem)),
            }
        }
        for raw in self.promise {
            note("promise", &raw.id);
            let id = raw.id.clone();
            match raw.cook() {
                Ok(promise) => guidance.promises.push(promise),
                Err(problem) => faults.push(fault("promise", &id, problem)),
            }
        }
        for red_flag in self.red_flag {
            note("red flag", &red_flag.id);
            guidance.red_flags.push(red_flag);
        }
        for topic in self.topic {
            note("topic", &topic.id);
            guidance.topics.push(topic);
        }
        for raw in self.claim {
            note("claim", &raw.id);
            let RawClaim { id, topic, text, caution, strength, sources, items, _evidence } = raw;
            guidance.claims.push(Claim { id, topic, text, caution, strength, sources, items });
        }
        for raw in self.disagreement {
            note("disagreement", &raw.id);
            guidance.disagreements.push(raw.cook());
        }
        for number in self.number {
            note("number", &number.country);
            guidance.numbers.push(number);
        }
        for item in self.item {
            note("item", &item.id);
            guidance.items.push(item);
        }
        for conflict in self.conflict {
            note("conflict", &conflict.id);
            guidance.conflicts.push(conflict);
        }
        for entry in self.not_shown {
            note("not shown", entry.items.first().map_or("", String::as_str));
            guidance.not_shown.push(entry);
        }
        let relief = &mut guidance.relief;
        self.limit.iter().for_each(|limit| note("limit", &limit.id));
        self.caution.iter().for_each(|caution| note("caution", &caution.id));
        self.decision.iter().for_each(|decision| note("decision", &decision.id));
        self.step.iter().for_each(|step| note("step", &step.id));
        self.avoid.iter().for_each(|avoid| note("avoid", &avoid.id));
        self.watch.iter().for_each(|watch| note("watch", &watch.id));
        self.floor.iter().for_each(|step| note("floor step", &step.id));
        self.floor_limit.iter().for_each(|limit| note("floor limit", &limit.id));
        self.gate.iter().for_each(|_| note("gate", "signs"));
        relief.limits.extend(self.limit);
        relief.guards.extend(self.guard);
        relief.cautions.extend(self.caution);
        relief.decisions.extend(self.decision);
        relief.stages.extend(self.stage);
        relief.steps.extend(self.step);
        relief.avoid.extend(self.avoid);
        relief.watch.extend(self.watch);
        relief.rechecks.extend(self.recheck);
        if let Some(gate) = self.gate {
            relief.gate = gate;
        }
        relief.floor.extend(self.floor);
        relief.floor_limits.extend(self.floor_limit);
        relief.not_planned.extend(self.not_planned);
    }
}

impl RawFinding {
    fn cook(self) -> Result<Finding, String> {
        let kind = match self.kind {
            None => Kind::YesNo,
            Some(RawKind::Number) => {
                let (Some(unit), Some(min), Some(max), Some(RawAnswer::Number(no))) =
                    (self.unit, self.min, self.max, self.no)
                else {
                    return Err("a number needs `unit`, `min`, `max` and `no`, all numbers but the unit".to_owned());
                };
                Kind::Number(Number { unit, min, max, no, required: self.required, bands: self.band })
            }
            Some(RawKind::Choice) => {
                let last = self.option.last().map(|option| option.id.as_str());
                match &self.no {
                    Some(RawAnswer::Word(no)) if Some(no.as_str()) == last => {}
                    _ => return Err("a choice needs options, the worst first, and `no` naming the last one".to_owned()),
                }
                Kind::Choice(Choice { options: self.option })
            }
        };
        Ok(Finding {
            id: self.id,
            screen: self.screen,
            kind,
            unsure_is_yes: matches!(self.unsure, Some(RawUnsure::Yes)),
            ask: self.ask,
            hint: self.hint,
            find_out: self.find_out,
            say: self.say,
            say_unsure: self.say_unsure,
            deny: self.deny,
            test_first: self.test_first,
            lasting: self.lasting,
            picture: self.picture,
        })
    }
}

impl RawRule {
    fn cook(self) -> Result<Rule, String> {
        let mut sources: Vec<String> = self.positions.iter().map(|position| position.source.clone()).collect();
        sources.extend(self.sources);
        sources.dedup();
        let weak = match self.weak {
            None => None,
            Some(RawWeak { alone, with, evidence, because }) => {
                Some(Weak { alone, company: with.cook()?, evidence, because })
            }
        };
        Ok(Rule {
            id: self.id,
            urgency: self.urgency,
            concern: self.concern,
            when: self.when.cook()?,
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
    fn cook(self) -> Result<Condition, String> {
        let parts = |raw: Vec<RawCondition>| raw.into_iter().map(RawCondition::cook).collect::<Result<Vec<_>, _>>();
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
    Ok(Atom { finding: finding.trim().to_owned(), test })
}

impl RawPromise {
    fn cook(self) -> Result<Promise, String> {
        let (urgency, exactly) = match (self.at_least, self.exactly) {
            (Some(urgency), None) => (urgency, false),
            (None, Some(urgency)) => (urgency, true),
            _ => return Err("needs either `at_least` or `exactly`".to_owned()),
        };
        let answers = self.answers.into_iter().map(|(finding, answer)| (finding, answer.cook())).collect();
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
    fn cook(self) -> Opinion {
        match self {
            RawAnswer::Is(is) => Opinion::Is(is),
            RawAnswer::Number(number) => Opinion::Number(number),
            RawAnswer::Word(word) => Opinion::Word(word),
        }
    }
}

impl RawDisagreement {
    fn cook(self) -> Disagreement {
        let side = |raw: RawSide| Side {
            says: raw.says,
            sources: raw.sources,
            items: raw.items,
            reader: raw.reader,
            urgency: raw.urgency,
        };
        Disagreement {
            id: self.id,
            question: self.question,
            conflicts: self.conflicts,
            positions: self.position.into_iter().map(side).collect(),
            best_evidence: self.best_evidence,
            best_sources: self.best_sources,
            default: self.default,
            reason: self.reason,
        }
    }
}
