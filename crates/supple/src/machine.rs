//! What the diary needs from this machine: its clock, its time zone, its chance.

use crate::device_registry::DeviceRegistry;
use crate::offline;
use crate::place::{LastBackup, Place};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use supple_diary::Moment;
use supple_journal::{Backups, Copies, Devices, Env, Fork, Head, Host, Storage, StorageStatus, Tasks, Work};

/// This machine, the place of the diary on it, and who may come in where it is a server.
#[derive(Debug)]
pub(crate) struct ThisMachine {
    place: Option<Place>,
    devices: Option<Arc<DeviceRegistry>>,
    /// The position of the head that was noted last.
    noted: Mutex<u64>,
}

impl ThisMachine {
    /// The machine on which the diary is at this place.
    pub(crate) fn at(place: Place, devices: Option<Arc<DeviceRegistry>>) -> ThisMachine {
        let noted = Mutex::new(place.head().map_or(0, |head| head.position));
        ThisMachine { place: Some(place), devices, noted }
    }

    /// The same without any diary.
    pub(crate) fn of_nobody() -> ThisMachine {
        ThisMachine { place: None, devices: None, noted: Mutex::default() }
    }
}

impl Env for ThisMachine {
    fn now(&self) -> Timestamp {
        now()
    }

    fn zone(&self) -> String {
        zone(&zoned())
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        // A machine without a source of chance: the id of an entry still holds the time and is refused if it is taken.
        let _ = getrandom::fill(&mut bytes);
        bytes
    }
}

impl Copies for ThisMachine {
    fn backups(&self) -> Backups {
        self.place.as_ref().map_or(Backups::NotKept, Place::backups)
    }

    fn note_backup(&self, at: Timestamp) {
        // The copy is made already. What is not noted makes a reminder come too early, and nothing else.
        let _ = self.place.as_ref().map(|place| place.note_backup(&LastBackup { at, file: None, entries: None }));
    }
}

impl Storage for ThisMachine {
    fn keeping(&self) -> StorageStatus {
        match &self.place {
            Some(place) => StorageStatus::Server {
                place: place.in_words(),
                offline: !offline::files().is_empty(),
                lost: place.lost().map(|lost| lost.in_short()),
            },
            // Whoever is not paired has the diary of their own browser, once the app is on it.
            None => StorageStatus::Site,
        }
    }

    fn note_head(&self, head: Head) {
        let Some(place) = &self.place else { return };
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if head.position > *noted {
            // What is not noted is missed by nobody: a later loss is then told as a smaller one.
            let _ = place.note_head(&head);
            *noted = head.position;
        }
    }

    fn note_fork(&self, fork: Fork) {
        // What is not noted is noticed again by the next sync.
        let _ = self.place.as_ref().map(|place| place.note_fork(fork));
    }

    fn forks(&self) -> Vec<Fork> {
        self.place.as_ref().map(Place::forks).unwrap_or_default()
    }

    fn begin_anew(&self) {
        // If it cannot be forgotten, it is told again.
        let _ = self.place.as_ref().map(Place::forget_loss);
    }

    fn forget(&self) -> Result<(), String> {
        *self.noted.lock().unwrap_or_else(PoisonError::into_inner) = 0;
        let forgotten = self.place.as_ref().map_or(Ok(()), Place::forget).map_err(|problem| problem.to_string());
        self.devices.iter().for_each(|devices| devices.forget());
        forgotten
    }
}

impl Tasks for ThisMachine {
    fn linger(&self) -> Work {
        Box::pin(async move { tokio::time::sleep(TWIN).await })
    }

    fn pause(&self, length: Duration) -> Work {
        // The clock of the runtime is asked only when someone has to wait.
        Box::pin(async move { tokio::time::sleep(length).await })
    }

    fn go_on(&self, work: Work) {
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(work);
        }
    }
}

impl Host for ThisMachine {
    fn devices(&self) -> Option<&dyn Devices> {
        self.devices.as_deref().map(|devices| devices as &dyn Devices)
    }
}

/// Within this time two requests that are sent at once are both here, also on a busy machine.
const TWIN: Duration = Duration::from_millis(50);

/// The time on the clock of this machine. Tests of what is printed set it, which a release cannot be made to do.
pub(crate) fn now() -> Timestamp {
    #[cfg(debug_assertions)]
    if let Some(set) = std::env::var("SUPPLE_TEST_NOW").ok().and_then(|text| text.parse().ok()) {
        return set;
    }
    Timestamp::now()
}

/// So many random bytes, of which keys and addresses are made.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| format!("this machine gives no random numbers: {error}"))?;
    Ok(bytes)
}

/// The same in the time zone of this machine.
pub(crate) fn zoned() -> Zoned {
    now().to_zoned(TimeZone::system())
}

/// The name of the zone; where it has none, or one that Supple does not know, one with the same whole hours.
pub(crate) fn zone(now: &Zoned) -> String {
    let known = |name: &str| Moment::in_zone(now.timestamp(), name).is_ok();
    match now.time_zone().iana_name() {
        Some(name) if known(name) => name.to_owned(),
        _ => {
            let hours = now.offset().seconds() / 3_600;
            // The signs of these zones are the wrong way round.
            let name = format!("Etc/GMT{:+}", -hours);
            if hours != 0 && known(&name) { name } else { "UTC".to_owned() }
        }
    }
}

/// A zone that comes with Supple, by its name.
pub(crate) fn find(name: &str) -> Option<TimeZone> {
    jiff::tz::db().get(name).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn a_zone_without_a_name_becomes_one_with_the_same_hours() {
        let at: Timestamp = "2026-11-22T02:11:07Z".parse().unwrap();
        let of = |hours| zone(&at.to_zoned(TimeZone::fixed(jiff::tz::offset(hours))));
        assert_eq!(of(1), "Etc/GMT-1");
        assert_eq!(of(-5), "Etc/GMT+5");
        assert_eq!(of(0), "UTC");
        assert_eq!(zone(&at.in_tz("Europe/Berlin").unwrap()), "Europe/Berlin");
    }
}
