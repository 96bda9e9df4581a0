//! Version vector: what one side of a sync has.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use supple_diary::LineHash;
use uuid::Uuid;

/// What one side has of a device's chain: its first so many entries, without a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// How many entries, from the first. At least one.
    pub entries: u64,
    /// The hash of the last of them.
    pub last: LineHash,
}

/// Version vector: per device, contiguous length and head hash. A device that is absent has nothing here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VersionVector {
    pub(crate) devices: BTreeMap<Uuid, Held>,
}

impl VersionVector {
    /// What is had of this device.
    pub fn of(&self, device: Uuid) -> Option<Held> {
        self.devices.get(&device).copied()
    }

    /// How many entries of this device; 0 for none.
    pub fn entries(&self, device: Uuid) -> u64 {
        self.of(device).map_or(0, |held| held.entries)
    }

    /// The same with something else of one device.
    #[must_use]
    pub fn with(&self, device: Uuid, held: Option<Held>) -> VersionVector {
        let mut devices = self.devices.clone();
        match held {
            Some(held) => drop(devices.insert(device, held)),
            None => drop(devices.remove(&device)),
        }
        VersionVector { devices }
    }

    /// How many entries of those that are in `sent` came to be here since `before`.
    pub fn gained(&self, before: &VersionVector, sent: &VersionVector) -> u64 {
        let gained = |(device, sent): (&Uuid, &Held)| {
            self.entries(*device).min(sent.entries).saturating_sub(before.entries(*device))
        };
        sent.devices.iter().map(gained).fold(0, u64::saturating_add)
    }

    /// How many devices.
    pub fn devices(&self) -> usize {
        self.devices.len()
    }
}
