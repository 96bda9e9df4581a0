//! The chains of a log, and what of them another side lacks.

use crate::admit::{Fault, Refused};
use crate::message::{ChainSegment, MAX_DEVICES, MAX_ENTRIES, MAX_LINES_BYTES, MAX_REFUSED};
use crate::version_vector::{Held, VersionVector};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use supple_diary::{Entry, LineHash};
use uuid::Uuid;

/// What is said of a chain that is another one on the other side.
const FORKED: &str = "goes another way there: one of the two diaries was put back to an older copy and written on, or an entry \
                      was changed; nothing is lost";

/// The entries of a log, chain by chain.
///
/// Adding an entry costs about one hash, so this is kept beside a log rather than made anew. It takes a log in which each
/// device has one entry at each place, as every store keeps it.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    devices: BTreeMap<Uuid, Chain>,
}

/// The chain of one device.
#[derive(Clone, Debug, Default)]
struct Chain {
    /// The entries from the first on, each following on the one before.
    whole: Vec<Arc<Entry>>,
    /// The hash of the last of them.
    last: Option<LineHash>,
    /// What stands behind a gap or a break, by its number.
    behind: BTreeMap<u64, Arc<Entry>>,
}

/// The part of a chain that cannot be sent. The chains of other devices are sent all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stuck {
    /// The device that recorded it.
    pub device: Uuid,
    /// The number of the first entry that cannot be sent.
    pub sequence: u64,
    /// How many cannot be sent.
    pub entries: usize,
    /// The entry that is missing before it; none if it does not fit what the other side has.
    pub missing: Option<u64>,
}

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stuck { device, sequence, entries, missing } = self;
        match missing {
            Some(missing) => write!(
                f,
                "{entries} of device {device} cannot be sent, from number {sequence} on: number {missing} is missing \
                 here or was changed"
            ),
            None => write!(
                f,
                "{entries} of device {device} cannot be sent, from number {sequence} on: the other side has other \
                 entries there, as after one of the two diaries was put back to an older copy and written on"
            ),
        }
    }
}

impl Chain {
    fn next(&self) -> u64 {
        self.whole.len() as u64
    }

    fn add(&mut self, entry: Arc<Entry>) {
        if entry.sequence() >= self.next() {
            self.behind.entry(entry.sequence()).or_insert(entry);
        }
        while let Some(entry) = self.behind.get(&self.next()).filter(|entry| entry.previous() == self.last) {
            let entry = Arc::clone(entry);
            self.behind.remove(&entry.sequence());
            self.last = Some(entry.hash());
            self.whole.push(entry);
        }
    }

    fn at(&self, sequence: u64) -> Option<&Arc<Entry>> {
        let place = usize::try_from(sequence).ok();
        place.and_then(|place| self.whole.get(place)).or_else(|| self.behind.get(&sequence))
    }

    /// The hash of the last of the first so many entries. (Each entry holds that of the one before it.)
    fn last_of(&self, entries: u64) -> Option<LineHash> {
        match usize::try_from(entries).ok().and_then(|next| self.whole.get(next)) {
            Some(next) => next.previous(),
            None => self.last,
        }
    }

    /// Where what the other side lacks begins; none if the two chains are not the same so far.
    fn lacking_from(&self, theirs: Option<Held>) -> Option<usize> {
        let Some(theirs) = theirs else { return Some(0) };
        // If it has more than we do, it can tell whether it goes on from ours.
        if theirs.entries > self.next() {
            return Some(self.whole.len());
        }
        let is_same = self.last_of(theirs.entries) == Some(theirs.last);
        is_same.then(|| usize::try_from(theirs.entries).unwrap_or(self.whole.len()))
    }
}

impl Chains {
    /// The chains of these entries.
    pub fn of(entries: impl IntoIterator<Item = Arc<Entry>>) -> Chains {
        let mut chains = Chains::default();
        entries.into_iter().for_each(|entry| chains.add(entry));
        chains
    }

    /// Adds an entry of the log; one that is there already changes nothing.
    pub fn add(&mut self, entry: Arc<Entry>) {
        self.devices.entry(entry.device()).or_default().add(entry);
    }

    /// What is here: of each device the entries without a hole.
    pub fn have(&self) -> VersionVector {
        let held = |chain: &Chain| chain.last.map(|last| Held { entries: chain.next(), last });
        let devices = self.devices.iter().filter_map(|(device, chain)| Some((*device, held(chain)?)));
        VersionVector { devices: devices.collect() }
    }

    /// What the other side lacks, in the order of each chain, as much as goes into one message.
    ///
    /// The devices take turns, so that a chain that the other side refuses never keeps the others from being sent.
    pub fn offer(&self, theirs: &VersionVector) -> Vec<ChainSegment> {
        let mut lacking: Vec<(&[Arc<Entry>], usize)> = self
            .lacking(theirs)
            .filter(|entries| !entries.is_empty())
            .take(MAX_DEVICES)
            .map(|entries| (entries, 0))
            .collect();
        let (mut entries, mut bytes, mut turns) = (0, 0, true);
        while turns {
            turns = false;
            for (lacking, taken) in &mut lacking {
                let Some(next) = lacking.get(*taken) else { continue };
                let with_it = bytes + next.line().len();
                if entries < MAX_ENTRIES && with_it <= MAX_LINES_BYTES {
                    (entries, bytes, turns) = (entries + 1, with_it, true);
                    *taken += 1;
                }
            }
        }
        lacking.iter().filter_map(|(lacking, taken)| run(&lacking[..*taken])).collect()
    }

    /// How many entries could be sent that the other side lacks.
    pub fn pending(&self, theirs: &VersionVector) -> usize {
        self.lacking(theirs).map(<[_]>::len).sum()
    }

    /// What the other side lacks, and cannot be sent to it.
    pub fn stuck(&self, theirs: &VersionVector) -> Vec<Stuck> {
        let mut stuck = Vec::new();
        for (device, chain) in &self.devices {
            let device = *device;
            let has = theirs.entries(device);
            if chain.lacking_from(theirs.of(device)).is_none() {
                let entries = chain.whole.len() + chain.behind.len();
                let sequence = has.saturating_sub(1);
                let before = usize::try_from(sequence).unwrap_or(usize::MAX);
                stuck.push(Stuck { device, sequence, entries: entries.saturating_sub(before), missing: None });
                continue;
            }
            let mut behind = chain.behind.range(has..);
            if let Some((sequence, _)) = behind.next() {
                let missing = if *sequence == chain.next() { chain.next().saturating_sub(1) } else { chain.next() };
                let entries = behind.count() + 1;
                stuck.push(Stuck { device, sequence: *sequence, entries, missing: Some(missing) });
            }
        }
        stuck
    }

    /// The chains of the other side that go on otherwise than here, which it cannot see itself where its own is the
    /// shorter one. They are told to it like what was refused.
    pub fn forks(&self, theirs: &VersionVector) -> Vec<Refused> {
        let forked = theirs.devices.iter().filter(|(device, held)| {
            self.devices.get(device).is_some_and(|chain| chain.lacking_from(Some(**held)).is_none())
        });
        let told = forked.map(|(device, held)| Refused {
            id: None,
            device: Some(*device),
            sequence: Some(held.entries.saturating_sub(1)),
            fault: Fault::Fork,
            why: FORKED.to_owned(),
        });
        told.take(MAX_REFUSED).collect()
    }

    /// Whether the other side has entries that are not here.
    pub fn lacks(&self, theirs: &VersionVector) -> bool {
        theirs.devices.iter().any(|(device, held)| {
            let is_missing = |chain: &Chain| (chain.next()..held.entries).any(|place| chain.at(place).is_none());
            self.devices.get(device).is_none_or(is_missing)
        })
    }

    /// The devices whose chain is another one on the other side, as far as can be seen from here.
    pub fn forked(&self, theirs: &VersionVector) -> impl Iterator<Item = Uuid> {
        self.devices
            .iter()
            .filter(|(device, chain)| chain.lacking_from(theirs.of(**device)).is_none())
            .map(|(device, _)| *device)
    }

    /// The first so many entries of a device, as one who has them would tell; none if there are not so many.
    pub fn held(&self, device: Uuid, entries: u64) -> Option<Held> {
        let chain = self.devices.get(&device).filter(|chain| entries <= chain.next())?;
        let last = chain.last_of(entries)?;
        Some(Held { entries, last })
    }

    /// All devices.
    pub(crate) fn devices(&self) -> impl Iterator<Item = Uuid> {
        self.devices.keys().copied()
    }

    /// The entries of a device from this number on, also those behind a gap.
    pub(crate) fn from(&self, device: Uuid, sequence: u64) -> Vec<Arc<Entry>> {
        let Some(chain) = self.devices.get(&device) else { return Vec::new() };
        let all = chain.whole.iter().chain(chain.behind.values());
        all.filter(|entry| entry.sequence() >= sequence).cloned().collect()
    }

    /// The entry of a device with this number.
    pub(crate) fn at(&self, device: Uuid, sequence: u64) -> Option<&Arc<Entry>> {
        self.devices.get(&device)?.at(sequence)
    }

    /// The number of the entry that the chain of a device goes on with, and the hash that it has to carry.
    pub(crate) fn end(&self, device: Uuid) -> (u64, Option<LineHash>) {
        self.devices.get(&device).map_or((0, None), |chain| (chain.next(), chain.last))
    }

    fn lacking<'c>(&'c self, theirs: &'c VersionVector) -> impl Iterator<Item = &'c [Arc<Entry>]> {
        self.devices.iter().filter_map(|(device, chain)| {
            let from = chain.lacking_from(theirs.of(*device))?;
            chain.whole.get(from..)
        })
    }
}

fn run(entries: &[Arc<Entry>]) -> Option<ChainSegment> {
    let last = entries.last()?.hash();
    Some(ChainSegment { lines: entries.iter().map(|entry| entry.line().to_owned()).collect(), last })
}
