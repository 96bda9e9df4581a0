//! What a machine knows of other devices: a server of those that may come in, a browser of the server that it syncs with.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt::Debug;
use uuid::Uuid;

/// A device that may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairedDevice {
    /// What it is known by here.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// When it was paired.
    pub since: Timestamp,
    /// When it last came, to about an hour.
    pub seen: Timestamp,
    /// The device that let it in; none if that was the machine itself.
    pub by: Option<LetInBy>,
    /// The newest schema of entries that it reads; none if it has not said.
    pub schema: Option<u64>,
}

/// The device that let another one in, as it was called then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetInBy {
    /// What it was known by here.
    pub id: String,
    /// What the person called it.
    pub name: String,
}

/// The devices of a list that this one let in, or those that it had let in, and so on.
pub fn let_in_by<'d>(id: &'d str, devices: &'d [PairedDevice]) -> Vec<&'d PairedDevice> {
    let mut found: Vec<&PairedDevice> = Vec::new();
    let mut asked = vec![id];
    while let Some(id) = asked.pop() {
        let is_new = |device: &&PairedDevice| found.iter().all(|known| known.id != device.id);
        let by = devices.iter().filter(|device| device.by.as_ref().is_some_and(|by| by.id == id));
        let by: Vec<_> = by.filter(is_new).collect();
        asked.extend(by.iter().map(|device| device.id.as_str()));
        found.extend(by);
    }
    found
}

/// A code with which one more device can be paired, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The code, in the form in which a person reads it.
    pub code: String,
    /// Until when it counts.
    pub until: Timestamp,
    /// The address to open on the other device, with the code in it; none if it is not known under which address the
    /// other device reaches this one.
    pub address: Option<String>,
    /// The same as a QR code, row by row, `true` for dark. Empty without an address.
    pub squares: Vec<Vec<bool>>,
}

/// The devices that may come in. Each problem is one sentence that says what to do.
pub trait Devices: Send + Sync + Debug {
    /// Whether anyone who reaches this machine may come in, as on a server that listens to its own machine only.
    fn is_open(&self) -> bool;

    /// Whether other machines reach this one, as far as it knows. Otherwise whatever is paired may be on this very machine.
    ///
    /// # Errors
    /// If the list cannot be read.
    fn is_reached(&self) -> Result<bool, String>;

    /// The devices that may come in, in the order in which they were paired.
    ///
    /// # Errors
    /// If the list cannot be read.
    fn paired(&self) -> Result<Vec<PairedDevice>, String>;

    /// Makes a code for one more, on behalf of the device with this id; without one, of the machine itself.
    ///
    /// # Errors
    /// If it cannot be written down.
    fn invite(&self, by: Option<&str>) -> Result<(), String>;

    /// The newest code that still counts. `here` is the address under which this machine was just asked.
    ///
    /// # Errors
    /// If the list cannot be read.
    fn invitation(&self, here: &str) -> Result<Option<Invitation>, String>;

    /// Lets a device in no more. Gives which it was; none if there is no such device.
    ///
    /// # Errors
    /// If the list cannot be written.
    fn unpair(&self, id: &str) -> Result<Option<PairedDevice>, String>;
}

/// Whether an address means another machine on every machine: what stands there is on the machine that asks.
///
/// ```
/// use supple_journal::leads_to_itself;
/// assert!(leads_to_itself("http://localhost:7878") && leads_to_itself("127.0.0.1:7878") && leads_to_itself("[::1]"));
/// assert!(!leads_to_itself("https://supple.home") && !leads_to_itself("10.0.0.7:7878"));
/// ```
pub fn leads_to_itself(address: &str) -> bool {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split([':', '/']).next().unwrap_or_default(),
    };
    host.eq_ignore_ascii_case("localhost") || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Who is at the other end, for a browser with a diary of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Peer {
    /// Not known: no server has answered yet, or the person wants no sync.
    #[default]
    Unmet,
    /// Nobody, for good: the host only sends files.
    Nobody,
    /// A server with the same diary.
    Server,
    /// A server that does not know this browser.
    NotPaired,
    /// A server that keeps another diary.
    OtherDiary,
}

/// What a browser with a diary of its own knows of the server that it syncs with. As JSON, it is what the browser writes
/// down of it; times are milliseconds since 1970 there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Link {
    /// Who is there.
    pub peer: Peer,
    /// Whether it was the person who wants no sync any more.
    pub has_left: bool,
    /// Whether the server is still to be told that it must let this browser in no more: everything was erased here.
    pub owes: bool,
    /// What this browser is called there; none where nobody has to be paired.
    pub name: Option<String>,
    /// How many entries the server has not got yet; none if that is not known.
    pub pending: Option<usize>,
    /// The newest schema of entries that the server reads; none if it has not said.
    pub schema: Option<u64>,
    /// When both last had the same.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::optional")]
    pub synced: Option<Timestamp>,
    /// The identity of the diary that is there, where it is another one: the one that the person may make one with this.
    pub other: Option<Uuid>,
    /// What was refused at the last sync, on either side, a sentence each.
    pub refused: Vec<String>,
    /// Why the last sync did not come to its end, as one sentence.
    pub problem: Option<String>,
}
