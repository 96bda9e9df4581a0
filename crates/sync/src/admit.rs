//! What is taken of what another side sends.

use crate::chains::Chains;
use crate::fork::Fork;
use crate::message::{ChainSegment, MAX_REFUSED};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;
use std::sync::Arc;
use supple_diary::{Entry, EntryError, LineHash, Log};
use uuid::Uuid;

/// What was found in a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admitted {
    /// What is new and good, in an order in which it can be written.
    pub entries: Vec<Arc<Entry>>,
    /// What was not taken, at most [`MAX_REFUSED`].
    pub refused: Vec<Refused>,
    /// The chains that go another way on the other side, as what it sent shows.
    pub forks: Vec<Fork>,
}

/// A line that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{} {why}", self.what())]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// Its id, if that can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// The device that recorded it, if that can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Uuid>,
    /// Its number among the entries of that device, if that can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// What kind of fault it is.
    pub fault: Fault,
    /// Why: the end of a sentence that begins with the entry.
    pub why: String,
}

/// The kinds of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is no entry that this program can read.
    Unreadable,
    /// A newer Supple wrote it.
    Newer,
    /// It says that it was recorded in the future. Only a version before this one refuses that.
    Clock,
    /// An entry before it is not here. That passes where messages came in another order, and it is sent again.
    Gap,
    /// It does not follow on the entry before it, as that is here.
    Broken,
    /// The entry behind it, or the hash at its end, says that it was another text.
    Altered,
    /// There is another entry at its place.
    Fork,
    /// There is another entry with its id.
    Versions,
}

impl Refused {
    /// Whether it needs nobody's care: it is sent again by itself.
    pub fn passes(&self) -> bool {
        self.fault == Fault::Gap
    }

    fn what(&self) -> String {
        match (self.id, self.sequence, self.device) {
            (Some(id), Some(sequence), Some(device)) => format!("entry {id} (number {sequence} of device {device})"),
            (Some(id), ..) => format!("entry {id}"),
            (None, Some(sequence), Some(device)) => format!("entry number {sequence} of device {device}"),
            _ => "an entry".to_owned(),
        }
    }
}

/// What can be read of a line, also if it is no good entry.
#[derive(Clone, Copy, Default)]
struct Label {
    id: Option<Uuid>,
    device: Option<Uuid>,
    sequence: Option<u64>,
    previous: Option<LineHash>,
}

/// A line, read as far as can be.
struct Line {
    label: Label,
    entry: Result<Arc<Entry>, Box<EntryError>>,
}

impl Line {
    fn read(line: &str) -> Line {
        match Entry::parse(line) {
            Ok(entry) => {
                let (id, device, sequence) = (Some(entry.id()), Some(entry.device()), Some(entry.sequence()));
                let label = Label { id, device, sequence, previous: entry.previous() };
                Line { label, entry: Ok(Arc::new(entry)) }
            }
            Err(why) => Line { label: Label::read(line), entry: Err(Box::new(why)) },
        }
    }
}

impl Label {
    fn read(line: &str) -> Label {
        let Ok(value) = serde_json::from_str::<Value>(line) else { return Label::default() };
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        Label {
            id: text("id").and_then(|id| id.parse().ok()),
            device: text("device").and_then(|device| device.parse().ok()),
            sequence: value.get("sequence").and_then(Value::as_u64),
            previous: text("previous").and_then(|hash| hash.parse().ok()),
        }
    }

    fn refused(self, fault: Fault, why: impl Into<String>) -> Refused {
        let Label { id, device, sequence, .. } = self;
        Refused { id, device, sequence, fault, why: why.into() }
    }
}

/// What has been admitted so far.
struct Validator<'a> {
    chains: &'a Chains,
    log: &'a Log,
    /// Where the chains end with what was admitted: the next number, and the hash of the last.
    ends: BTreeMap<Uuid, (u64, Option<LineHash>)>,
    places: BTreeMap<(Uuid, u64), Arc<Entry>>,
    ids: BTreeMap<Uuid, Arc<Entry>>,
    forks: Vec<Fork>,
}

impl Chains {
    /// Judges what another side sends, line by line. Of each line that is new, good and in its place the entry is given;
    /// what is here already is skipped; everything else is refused and named.
    ///
    /// A year of birth that only one side knows must not decide here: otherwise two diaries would differ for ever by
    /// what came first.
    ///
    /// No clock decides either: an entry that was recorded while a clock was ahead is taken like any other, so that it never
    /// keeps out what follows it in its chain.
    pub fn admit(&self, log: &Log, runs: &[ChainSegment]) -> Admitted {
        let (ends, places, ids, forks) = Default::default();
        let mut desk = Validator { chains: self, log, ends, places, ids, forks };
        let mut admitted = Admitted::default();
        for run in runs {
            let lines: Vec<Line> = run.lines.iter().map(|line| Line::read(line)).collect();
            for (place, line) in lines.iter().enumerate() {
                // What vouches for this line: the one behind it, or the end of the run.
                let vouched = match lines.get(place + 1) {
                    Some(next) => next.label.previous,
                    None => Some(run.last),
                };
                match desk.judge(line, vouched) {
                    Ok(Some(entry)) => admitted.entries.push(entry),
                    Err(refused) if admitted.refused.len() < MAX_REFUSED => admitted.refused.push(refused),
                    Ok(None) | Err(_) => {}
                }
            }
        }
        admitted.forks = desk.forks;
        admitted
    }
}

impl Validator<'_> {
    /// An entry that is new, or none for one that is known.
    fn judge(&mut self, line: &Line, vouched: Option<LineHash>) -> Result<Option<Arc<Entry>>, Refused> {
        let label = line.label;
        let entry = line.entry.as_ref().map_err(|why| {
            let fault = if matches!(**why, EntryError::Newer(_)) { Fault::Newer } else { Fault::Unreadable };
            label.refused(fault, format!("cannot be read: {why}"))
        })?;
        let (device, sequence) = (entry.device(), entry.sequence());
        let there = self.places.get(&(device, sequence)).or_else(|| self.chains.at(device, sequence));
        if let Some(there) = there {
            if there == entry {
                return Ok(None);
            }
            // An entry that was changed keeps its id. Two that follow on the same one are the first of two branches.
            if there.id() != entry.id() && there.previous() == entry.previous() {
                self.forks.extend(self.chains.fork(device, sequence, Some(entry.hash())));
            }
            let why = format!(
                "is refused: another entry ({}) has its place, so one of the two diaries was put back to an older copy \
                 and written on, or one of the two entries was changed",
                there.id()
            );
            return Err(label.refused(Fault::Fork, why));
        }
        if let Some(there) = self.ids.get(&entry.id()).or_else(|| self.log.get(entry.id())) {
            if there.is_same_as(entry) {
                // It was sealed again, there or here.
                if sequence == 0 && there.hash().branch() == device {
                    self.forks.extend(self.chains.fork(there.device(), there.sequence(), None));
                }
                let why = format!("is here already, as number {} of device {}", there.sequence(), there.device());
                return Err(label.refused(Fault::Fork, why));
            }
            let why = "is refused: it is here already and says something else, so one of the two was changed";
            return Err(label.refused(Fault::Versions, why));
        }

        let (next, last) = self.end(device);
        if sequence != next {
            let why = format!("waits: number {next} of its device is not here");
            return Err(label.refused(Fault::Gap, why));
        }
        if entry.previous() != last {
            let why =
                "is refused: it does not follow on the entry before it as it is here, so one of the two was changed";
            return Err(label.refused(Fault::Broken, why));
        }
        let hash = entry.hash();
        if vouched != Some(hash) {
            let why =
                "is refused: what follows it says that it was another text, so one of the two was changed on the way";
            return Err(label.refused(Fault::Altered, why));
        }
        self.places.insert((device, sequence), Arc::clone(entry));
        self.ids.insert(entry.id(), Arc::clone(entry));
        self.go_on(device, sequence, hash);
        Ok(Some(Arc::clone(entry)))
    }

    fn end(&mut self, device: Uuid) -> (u64, Option<LineHash>) {
        match self.ends.entry(device) {
            Place::Occupied(end) => *end.get(),
            Place::Vacant(place) => *place.insert(self.chains.end(device)),
        }
    }

    /// Moves the end of a chain behind an entry, and on over what was waiting here behind the gap that it closes.
    fn go_on(&mut self, device: Uuid, sequence: u64, hash: LineHash) {
        let mut end = (sequence.saturating_add(1), Some(hash));
        while let Some(next) = self.chains.at(device, end.0).filter(|next| next.previous() == end.1) {
            end = (end.0.saturating_add(1), Some(next.hash()));
        }
        self.ends.insert(device, end);
    }
}
