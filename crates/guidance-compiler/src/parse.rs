//! Parses the TOML files into the types of the schema.
//!
//! A file may hold tables of any kind; which file an entry came from is remembered, so that a fault can name it.

mod figures;
mod finding;
mod guide;
mod own_tables;
mod packs;
mod rule;

use crate::TomlFile;
use crate::fault::Fault;
use finding::RawFinding;
use guide::{RawClaim, RawDisagreement, RawSource};
use rule::{RawPromise, RawRule};
use serde::Deserialize;
use std::collections::BTreeMap;
use supple_guidance_schema::{
    Anywhere, Avoid, Caution, Conflict, Decision, EmergencyNumber, FirstQuestions, FloorLimit, FloorStep, Gate, Guard,
    Guidance, Item, Limit, NotShown, Recheck, RedFlag, Screen, ShortPage, Source, StageText, Step, Topic, Watch,
};

/// The guidance as parsed, with the file of each entry.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) guidance: Guidance,
    /// (kind, id) to the files in which an entry of that id stands: more than one where an id is used twice.
    pub(crate) files: BTreeMap<(&'static str, String), Vec<String>>,
}

impl Parsed {
    /// A fault of the entry `kind "id"`.
    pub(crate) fn fault(&self, kind: &'static str, id: &str, problem: impl Into<String>) -> Fault {
        let files = self.files.get(&(kind, id.to_owned()));
        let file = files.and_then(|files| files.last()).cloned().unwrap_or_else(|| "guidance".to_owned());
        Fault { file, entry: format!("{kind} \"{id}\""), problem: problem.into() }
    }
}

/// Parses all files.
pub(crate) fn parse(files: &[TomlFile]) -> Result<Parsed, Vec<Fault>> {
    let mut parsed = Parsed { guidance: Guidance::default(), files: BTreeMap::new() };
    let mut faults = Vec::new();
    for TomlFile { name, text } in files {
        if own_tables::has(name) {
            if let Err(error) = own_tables::parse(name, text, &mut parsed) {
                faults.push(unreadable(name, text, &error));
            }
            continue;
        }
        match toml::from_str::<File>(text) {
            Ok(file) => file.add_to(name, &mut parsed, &mut faults),
            Err(error) => faults.push(unreadable(name, text, &error)),
        }
    }
    if faults.is_empty() { Ok(parsed) } else { Err(faults) }
}

fn unreadable(name: &str, text: &str, error: &toml::de::Error) -> Fault {
    let start = error.span().map_or(0, |span| span.start);
    let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
    Fault { file: name.to_owned(), entry: format!("line {line}"), problem: error.message().replace('\n', " ") }
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
    articles: Option<String>,
    short_page: Vec<ShortPage>,
    claim: Vec<RawClaim>,
    disagreement: Vec<RawDisagreement>,
    first: Option<FirstQuestions>,
    number: Vec<EmergencyNumber>,
    anywhere: Option<Anywhere>,
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

impl File {
    fn add_to(self, name: &str, parsed: &mut Parsed, faults: &mut Vec<Fault>) {
        let mut note = |kind: &'static str, id: &str| {
            parsed.files.entry((kind, id.to_owned())).or_default().push(name.to_owned());
        };
        let fault = |kind: &str, id: &str, problem: String| Fault {
            file: name.to_owned(),
            entry: format!("{kind} \"{id}\""),
            problem,
        };
        let guidance = &mut parsed.guidance;
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
            match raw.build() {
                Ok(finding) => guidance.findings.push(finding),
                Err(problem) => faults.push(fault("finding", &id, problem)),
            }
        }
        for raw in self.rule {
            note("rule", &raw.id);
            let id = raw.id.clone();
            match raw.build() {
                Ok(rule) => guidance.rules.push(rule),
                Err(problem) => faults.push(fault("rule", &id, problem)),
            }
        }
        for raw in self.promise {
            note("promise", &raw.id);
            let id = raw.id.clone();
            match raw.build() {
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
        if let Some(articles) = self.articles {
            note("articles", "guide");
            guidance.articles = articles;
        }
        for page in self.short_page {
            note("short page", &page.id);
            guidance.short_pages.push(page);
        }
        for raw in self.claim {
            note("claim", &raw.id);
            guidance.claims.push(raw.build());
        }
        for raw in self.disagreement {
            note("disagreement", &raw.id);
            guidance.disagreements.push(raw.build());
        }
        if let Some(first) = self.first {
            note("first", "questions");
            guidance.first_questions = first;
        }
        for number in self.number {
            note("number", &number.country);
            guidance.numbers.push(number);
        }
        if let Some(anywhere) = self.anywhere {
            note("number", "anywhere");
            guidance.anywhere = anywhere;
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
        self.stage.iter().for_each(|stage| note("stage", &format!("{:?}", stage.id)));
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
