//! The devices that may come in, and the codes for more. They are kept with the diary (`shelf`), so that `supple pair` works while
//! the server runs, and all servers of one database let in the same ones.
//!
//! A token is kept as its hash only. A code is short, so it works once and not for long, and wrong ones are counted (in
//! the gate of the server, which is the only place where anyone can try).

mod served;
mod shelf;

use crate::machine;
use crate::place::Place;
use crate::terminal::Out;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use served::Served;
pub(crate) use served::Wait;
use shelf::{Shelf, Trouble};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::thread;
use std::time::Duration;
use supple_diary::LineHash;
use supple_journal::{Devices, Invitation, LetInBy, PairedDevice, leads_to_itself};

/// How long a code counts.
const CODE_COUNTS: SignedDuration = SignedDuration::from_mins(10);

/// The time at which a device was last seen is written down about this often.
const SEEN_AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// The letters of a code: none that looks like another.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters a code has.
const CODE_LENGTH: usize = 8;

/// The most devices that are paired at one time, and the most codes that are open.
pub(crate) const MOST: usize = 100;

/// The longest name of a device, in characters.
const LONGEST_NAME: usize = 40;

/// How many lists of before are remembered as taken over.
const TAKEN_OVER: usize = 20;

/// How often it is tried again to note the address of a server.
const AGAIN: Duration = Duration::from_secs(2);

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Known {
    devices: Vec<Device>,
    codes: Vec<Code>,
    /// Under which address the server can be reached, as far as it knows; that of the one that started last, if there are several.
    address: Option<String>,
    /// The hashes of files of before that are in here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    taken_over: Vec<LineHash>,
    /// What a newer Supple on the same database keeps there.
    #[serde(flatten)]
    more: Map<String, Value>,
}

impl Known {
    /// The device with the token of this hash.
    fn with(&self, token: LineHash) -> Option<Device> {
        self.devices.iter().find(|device| device.token == token).cloned()
    }

    /// Adds what a list of before has, once.
    fn take_over(&mut self, before: &Known, mark: LineHash) {
        if self.taken_over.contains(&mark) {
            return;
        }
        for device in &before.devices {
            if self.devices.iter().all(|known| known.token != device.token) {
                let name = free_name(&device.name, &self.devices);
                self.devices.push(Device { name, ..device.clone() });
            }
        }
        for code in &before.codes {
            if self.codes.iter().all(|known| known.code != code.code) {
                self.codes.push(code.clone());
            }
        }
        self.address = self.address.take().or_else(|| before.address.clone());
        self.taken_over.push(mark);
        let first = self.taken_over.len().saturating_sub(TAKEN_OVER);
        self.taken_over.drain(..first);
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Device {
    name: String,
    /// The hash of its token.
    token: LineHash,
    since: Timestamp,
    seen: Timestamp,
    /// The device that let it in; none if that was the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<LetInBy>,
    /// The newest schema that it reads, as it said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    schema: Option<u64>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

impl Device {
    fn id(&self) -> String {
        self.token.to_string()[..16].to_owned()
    }

    fn shown(&self) -> PairedDevice {
        let Device { name, since, seen, by, schema, .. } = self;
        PairedDevice { id: self.id(), name: name.clone(), since: *since, seen: *seen, by: by.clone(), schema: *schema }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Code {
    code: String,
    until: Timestamp,
    /// The device that asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<LetInBy>,
}

/// The devices that may come in.
#[derive(Debug)]
pub(crate) struct DeviceRegistry {
    kept: Kept,
    is_open: bool,
    /// Whether it is being written down that a device was seen.
    is_noting: Arc<AtomicBool>,
}

#[derive(Debug)]
enum Kept {
    /// With a database in memory.
    Memory(Mutex<Known>),
    /// For a command, which waits.
    Shelf(Shelf),
    Served(Served),
}

/// What became of a code.
#[derive(Debug)]
pub(crate) enum Entered {
    /// The device is paired.
    In(PairingGrant),
    /// The code counts, and goes on to, but no more devices can be paired.
    Full,
    /// The code does not count.
    Not,
}

/// Pairing grant: what a valid code has brought.
#[derive(Debug)]
pub(crate) struct PairingGrant {
    /// What the device has to show from now on.
    pub(crate) token: String,
    /// What it is called here.
    pub(crate) name: String,
}

/// A device that has shown its token.
#[derive(Clone, Debug)]
pub(crate) struct AuthenticatedDevice {
    pub(crate) device: PairedDevice,
    /// Whether it has not been seen for a while, so that its cookie should be given a new life.
    pub(crate) is_back: bool,
}

impl DeviceRegistry {
    /// The devices of this place, for a command.
    pub(crate) fn of(place: &Place) -> DeviceRegistry {
        DeviceRegistry::on(place, false, Kept::Shelf(Shelf::of(place, false)))
    }

    /// The same for looking at them: nothing is made.
    pub(crate) fn seen_at(place: &Place) -> DeviceRegistry {
        DeviceRegistry::on(place, false, Kept::Shelf(Shelf::of(place, true)))
    }

    /// The same for a server, where nobody waits for a store that hangs. `is_open` if nobody has to be paired.
    pub(crate) fn served(place: &Place, is_open: bool) -> DeviceRegistry {
        DeviceRegistry::on(place, is_open, Kept::Served(Served::of(Shelf::of(place, false))))
    }

    fn on(place: &Place, is_open: bool, kept: Kept) -> DeviceRegistry {
        let kept = if place.paired_file().is_some() { kept } else { Kept::Memory(Mutex::default()) };
        DeviceRegistry { kept, is_open, is_noting: Arc::default() }
    }

    /// Notes under which address the server can be reached, and takes over what a Supple of before knew of devices: as soon as
    /// that can be done, for a server starts without its database. It is waited for a little while only.
    pub(crate) fn settle(this: &Arc<DeviceRegistry>, address: Option<String>) {
        let this = Arc::downgrade(this);
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let mut said = String::new();
            while let Some(Err(line)) = Weak::upgrade(&this).map(|this| this.note_address(address.as_deref())) {
                let _ = tell.send(());
                if line != said {
                    let mut aside = Out::aside();
                    let _ = aside.line(&format!("supple: {line}")).and_then(|()| aside.finish());
                    said = line;
                }
                thread::sleep(AGAIN);
            }
        });
        // Also where it came through: then the other end is gone.
        let _ = told.recv_timeout(AGAIN);
    }

    fn note_address(&self, address: Option<&str>) -> Result<(), String> {
        let address = address.map(str::to_owned);
        self.change(move |known| known.address = address.clone().or_else(|| known.address.take()))
    }

    /// Everything was erased: nothing of what was read before counts.
    pub(crate) fn forget(&self) {
        if let Kept::Served(served) = &self.kept {
            served.forget();
        }
    }

    /// Makes a code at the server, and gives it with the address of the server, if that is known.
    pub(crate) fn new_code(&self) -> Result<Invitation, String> {
        self.code_by(None)
    }

    /// Makes a code for the device with this id.
    fn code_by(&self, by: Option<&str>) -> Result<Invitation, String> {
        let (code, by) = (random_code()?, by.map(str::to_owned));
        let now = machine::now();
        let until = now.saturating_add(CODE_COUNTS).unwrap_or(now);
        self.change(move |known| {
            known.codes.retain(|code| code.until > now);
            if known.codes.len() >= MOST {
                known.codes.remove(0);
            }
            let by = known.devices.iter().find(|device| Some(device.id()) == by);
            let by = by.map(|device| LetInBy { id: device.id(), name: device.name.clone() });
            let code = Code { code: code.clone(), until, by };
            known.codes.push(code.clone());
            invitation(&code, known.address.as_deref())
        })
    }

    /// Pairs a device with a code, which then counts no more.
    pub(crate) fn enter(&self, code: &str, name: &str) -> Result<Entered, String> {
        let (code, name) = (tidy(code), name.to_owned());
        let token = random_token()?;
        let now = machine::now();
        self.change(move |known| {
            let counts = |known: &Code| known.code == code && known.until > now;
            let Some(place) = known.codes.iter().position(counts) else { return Entered::Not };
            if known.devices.len() >= MOST {
                return Entered::Full;
            }
            let by = known.codes.remove(place).by;
            known.codes.retain(|code| code.until > now);
            let name = free_name(&name, &known.devices);
            let hash = LineHash::of(&token);
            let (name_here, more) = (name.clone(), Map::new());
            known.devices.push(Device { name: name_here, token: hash, since: now, seen: now, by, schema: None, more });
            Entered::In(PairingGrant { token: token.clone(), name })
        })
    }

    /// The device with this token.
    #[cfg(test)]
    fn guest(&self, token: &str) -> Result<Option<AuthenticatedDevice>, String> {
        let token = LineHash::of(token);
        self.look(Wait::Yes, |known| known.with(token)).map(|device| device.map(|device| self.authenticated(&device)))
    }

    /// The device with this token, for a server.
    pub(crate) async fn recognise(&self, token: &str, wait: Wait) -> Result<Option<AuthenticatedDevice>, String> {
        let token = LineHash::of(token);
        let device = match &self.kept {
            Kept::Served(served) => served.look(wait).await?.with(token),
            Kept::Memory(_) | Kept::Shelf(_) => self.look(wait, |known| known.with(token))?,
        };
        Ok(device.map(|device| self.authenticated(&device)))
    }

    fn authenticated(&self, device: &Device) -> AuthenticatedDevice {
        let now = machine::now();
        let is_back = now.duration_since(device.seen).abs() > SEEN_AGAIN;
        if is_back && !self.is_noting.swap(true, Ordering::SeqCst) {
            let (token, is_noting) = (device.token, Arc::clone(&self.is_noting));
            let change = move |known: &mut Known| {
                known.devices.iter_mut().filter(|device| device.token == token).for_each(|device| device.seen = now);
            };
            // No request waits for it. What is not noted is noted with the next one.
            let then = move |_| is_noting.store(false, Ordering::SeqCst);
            match &self.kept {
                Kept::Served(served) => served.begin(change, then),
                Kept::Memory(_) | Kept::Shelf(_) => then(self.change(change)),
            }
        }
        AuthenticatedDevice { device: device.shown(), is_back }
    }

    /// Notes which schema a device reads, where it says another than before.
    pub(crate) fn note_schema(&self, device: &PairedDevice, schema: Option<u64>) -> Result<(), String> {
        if schema.is_none() || device.schema == schema {
            return Ok(());
        }
        let id = device.id.clone();
        self.change(move |known| {
            known.devices.iter_mut().filter(|one| one.id() == id).for_each(|one| one.schema = schema);
        })
    }

    /// Lets the devices with this name, or this id, in no more. Gives how many there were.
    pub(crate) fn remove(&self, name: &str) -> Result<Vec<PairedDevice>, String> {
        let name = name.to_owned();
        let is_meant = move |device: &Device| device.name == name || device.id() == name;
        self.change(move |known| {
            let gone: Vec<_> = known.devices.iter().filter(|device| is_meant(device)).map(Device::shown).collect();
            known.devices.retain(|device| !is_meant(device));
            // A code that it asked for would let it in again, or another one.
            known.codes.retain(|code| code.by.as_ref().is_none_or(|by| gone.iter().all(|device| device.id != by.id)));
            gone
        })
    }

    fn look<T>(&self, wait: Wait, look: impl FnOnce(&Known) -> T) -> Result<T, String> {
        match &self.kept {
            Kept::Memory(known) => Ok(look(&known.lock().unwrap_or_else(PoisonError::into_inner))),
            Kept::Shelf(shelf) => Ok(look(&shelf.read().map_err(Trouble::told)?)),
            Kept::Served(served) => Ok(look(&*served.look_here(wait)?)),
        }
    }

    /// Changes what is known, one program after the other.
    fn change<T: Send + 'static>(&self, change: impl Fn(&mut Known) -> T + Send + 'static) -> Result<T, String> {
        match &self.kept {
            Kept::Memory(known) => Ok(change(&mut known.lock().unwrap_or_else(PoisonError::into_inner))),
            Kept::Shelf(shelf) => shelf.change(change).map(|(done, _)| done).map_err(Trouble::told),
            Kept::Served(served) => served.change(change),
        }
    }
}

impl Devices for DeviceRegistry {
    fn is_open(&self) -> bool {
        self.is_open
    }

    fn is_reached(&self) -> Result<bool, String> {
        // Pages ask that wait for nothing.
        self.look(Wait::No, |known| known.address.as_deref().is_some_and(|address| !leads_to_itself(address)))
    }

    fn paired(&self) -> Result<Vec<PairedDevice>, String> {
        self.look(Wait::Yes, |known| known.devices.iter().map(Device::shown).collect())
    }

    fn invite(&self, by: Option<&str>) -> Result<(), String> {
        self.code_by(by).map(drop)
    }

    fn invitation(&self, here: &str) -> Result<Option<Invitation>, String> {
        let now = machine::now();
        self.look(Wait::Yes, |known| {
            let code = known.codes.iter().rev().find(|code| code.until > now)?;
            // What works for the one who asks works for a phone, unless it leads from this machine to itself.
            let here = Some(here).filter(|here| !here.is_empty() && !leads_to_itself(here));
            Some(invitation(code, here.or(known.address.as_deref())))
        })
    }

    fn unpair(&self, id: &str) -> Result<Option<PairedDevice>, String> {
        Ok(self.remove(id)?.pop())
    }
}

fn invitation(code: &Code, address: Option<&str>) -> Invitation {
    let address =
        address.filter(|address| !leads_to_itself(address)).map(|address| format!("{address}/pair?code={}", code.code));
    let squares = address.as_deref().and_then(supple_pictures::squares::holding);
    let (first, second) = code.code.split_at(CODE_LENGTH / 2);
    Invitation { code: format!("{first}-{second}"), until: code.until, address, squares: squares.unwrap_or_default() }
}

/// A code as it is kept: capitals and digits only.
fn tidy(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// A name that no other device has.
fn free_name(name: &str, devices: &[Device]) -> String {
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    let name = match name.trim() {
        "" => "Device".to_owned(),
        name => name.to_owned(),
    };
    let is_free = |name: &str| devices.iter().all(|device| device.name != name);
    let more = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.clone()).chain(more).find(|name| is_free(name)).unwrap_or(name)
}

fn random_code() -> Result<String, String> {
    let mut code = String::with_capacity(CODE_LENGTH);
    while code.len() < CODE_LENGTH {
        let byte: [u8; 1] = machine::random()?;
        // 240 is eight times the number of letters: what is above would make some letters likelier than others.
        if byte[0] < 240 {
            code.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
        }
    }
    Ok(code)
}

/// 32 random bytes as hexadecimal digits.
fn random_token() -> Result<String, String> {
    let bytes: [u8; 32] = machine::random()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
mod tests;
