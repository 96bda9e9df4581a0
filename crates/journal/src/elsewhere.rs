//! Which other places of a diary its machine knows: the facts by which [`supple_care::keeping::safety`] judges.
//!
//! A place counts only if it surely has the diary, and surely not on the machine that it is read on.

use crate::host::{Backups, Host};
use crate::link::{Devices, Link, PairedDevice, Peer};
use supple_care::keeping::{Elsewhere, Facts, Holder};

/// What only the one who asks knows of the place where the diary is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// Whether the server of a browser runs on the same machine: then both fail together.
    pub is_with_server: bool,
    /// Whether the diary goes two ways: then no place has all of another.
    pub is_forked: bool,
    /// Whether anything was ever written.
    pub is_begun: bool,
}

/// What is known of the places of a diary.
pub fn facts(host: &dyn Host, here: Here) -> Facts {
    Facts {
        is_begun: here.is_begun,
        is_missing: host.keeping().lost().is_some(),
        is_untold: host.backups() == Backups::NotKept,
        elsewhere: elsewhere(host, here),
    }
}

/// The other places that have the diary, as far as this machine knows.
fn elsewhere(host: &dyn Host, here: Here) -> Vec<Elsewhere> {
    let copy = match host.backups() {
        Backups::NotKept | Backups::Never => None,
        Backups::Last(at) => Some(Elsewhere { holder: Holder::Copy, as_of: at, lacks: None }),
        Backups::Made(at) => Some(Elsewhere { holder: Holder::Backup, as_of: at, lacks: None }),
    };
    let server = host.link().filter(|_| !here.is_with_server && !here.is_forked).and_then(|link| of_server(&link));
    let devices = host.devices().filter(|_| !here.is_forked).map(of_devices).unwrap_or_default();
    devices.into_iter().chain(server).chain(copy).collect()
}

/// The server, if it has taken all that it was sent, and no one has said that nothing goes there any more.
fn of_server(link: &Link) -> Option<Elsewhere> {
    let has_all = link.peer == Peer::Server && !link.has_left && link.refused.is_empty();
    let as_of = link.synced.filter(|_| has_all)?;
    Some(Elsewhere { holder: Holder::Server, as_of, lacks: link.pending })
}

/// The devices that keep a diary of their own: those that have said which entries they read, which they do when they sync.
/// Others open that of the server.
fn of_devices(devices: &dyn Devices) -> Vec<Elsewhere> {
    // What cannot be read is not known to hold anything.
    if devices.is_open() || !devices.is_reached().unwrap_or(false) {
        return Vec::new();
    }
    let syncs = |device: &PairedDevice| device.schema.is_some();
    let as_place = |device: PairedDevice| Elsewhere { holder: Holder::Device, as_of: device.seen, lacks: None };
    devices.paired().unwrap_or_default().into_iter().filter(syncs).map(as_place).collect()
}
