//! The devices that may come in, and the codes for more: a file beside the database, so that `supple pair` works while the
//! server runs.
//!
//! A token is kept as its hash only. A code is short, so it works once and not for long, and wrong ones are counted (in
//! the gate of the server, which is the only place where anyone can try).

use crate::files::{Replace, hold, in_place};
use crate::machine;
use crate::place::Place;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
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

/// What stands in the file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Known {
    devices: Vec<Device>,
    codes: Vec<Code>,
    /// Under which address the server can be reached, as far as it knows.
    address: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
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

#[derive(Clone, Debug, Serialize, Deserialize)]
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
    /// None for a database in memory, and then nothing is kept.
    file: Option<PathBuf>,
    /// What is known, where there is no file. With one it is only held while the file is changed.
    memory: Mutex<Known>,
    is_open: bool,
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
#[derive(Debug)]
pub(crate) struct AuthenticatedDevice {
    pub(crate) device: PairedDevice,
    /// Whether it has not been seen for a while, so that its cookie should be given a new life.
    pub(crate) is_back: bool,
}

impl DeviceRegistry {
    /// The devices of this place. `is_open` if nobody has to be paired.
    pub(crate) fn of(place: &Place, is_open: bool) -> DeviceRegistry {
        DeviceRegistry { file: place.paired_file(), memory: Mutex::default(), is_open }
    }

    /// Notes under which address the server can be reached.
    pub(crate) fn note_address(&self, address: &str) -> Result<(), String> {
        self.change(|known| known.address = Some(address.to_owned()))
    }

    /// Makes a code at the server, and gives it with the address of the server, if that is known.
    pub(crate) fn new_code(&self) -> Result<Invitation, String> {
        self.code_by(None)
    }

    /// Makes a code for the device with this id.
    fn code_by(&self, by: Option<&str>) -> Result<Invitation, String> {
        let code = random_code()?;
        let now = machine::now();
        let until = now.saturating_add(CODE_COUNTS).unwrap_or(now);
        self.change(|known| {
            known.codes.retain(|code| code.until > now);
            if known.codes.len() >= MOST {
                known.codes.remove(0);
            }
            let by = known.devices.iter().find(|device| Some(device.id().as_str()) == by);
            let by = by.map(|device| LetInBy { id: device.id(), name: device.name.clone() });
            let code = Code { code, until, by };
            known.codes.push(code.clone());
            invitation(&code, known.address.as_deref())
        })
    }

    /// Pairs a device with a code, which then counts no more.
    pub(crate) fn enter(&self, code: &str, name: &str) -> Result<Entered, String> {
        let code = tidy(code);
        let token = random_token()?;
        let now = machine::now();
        self.change(|known| {
            known.codes.retain(|code| code.until > now);
            let Some(place) = known.codes.iter().position(|known| known.code == code) else { return Entered::Not };
            if known.devices.len() >= MOST {
                return Entered::Full;
            }
            let by = known.codes.remove(place).by;
            let name = free_name(name, &known.devices);
            let hash = LineHash::of(&token);
            known.devices.push(Device { name: name.clone(), token: hash, since: now, seen: now, by, schema: None });
            Entered::In(PairingGrant { token, name })
        })
    }

    /// The device with this token.
    pub(crate) fn guest(&self, token: &str) -> Result<Option<AuthenticatedDevice>, String> {
        let token = LineHash::of(token);
        let now = machine::now();
        let find = |known: &Known| known.devices.iter().find(|device| device.token == token).cloned();
        let Some(device) = self.look(find)? else { return Ok(None) };
        let is_back = now.duration_since(device.seen).abs() > SEEN_AGAIN;
        if is_back {
            self.change(|known| {
                known.devices.iter_mut().filter(|device| device.token == token).for_each(|device| device.seen = now);
            })?;
        }
        Ok(Some(AuthenticatedDevice { device: device.shown(), is_back }))
    }

    /// Notes which schema a device reads, where it says another than before.
    pub(crate) fn note_schema(&self, device: &PairedDevice, schema: Option<u64>) -> Result<(), String> {
        if schema.is_none() || device.schema == schema {
            return Ok(());
        }
        self.change(|known| {
            known.devices.iter_mut().filter(|one| one.id() == device.id).for_each(|one| one.schema = schema);
        })
    }

    /// Lets the devices with this name, or this id, in no more. Gives how many there were.
    pub(crate) fn remove(&self, name: &str) -> Result<Vec<PairedDevice>, String> {
        let is_meant = |device: &Device| device.name == name || device.shown().id == name;
        self.change(|known| {
            let gone: Vec<_> = known.devices.iter().filter(|device| is_meant(device)).map(Device::shown).collect();
            known.devices.retain(|device| !is_meant(device));
            // A code that it asked for would let it in again, or another one.
            known.codes.retain(|code| code.by.as_ref().is_none_or(|by| gone.iter().all(|device| device.id != by.id)));
            gone
        })
    }

    fn look<T>(&self, look: impl FnOnce(&Known) -> T) -> Result<T, String> {
        match &self.file {
            None => Ok(look(&self.memory.lock().unwrap_or_else(PoisonError::into_inner))),
            Some(file) => Ok(look(&read(file)?)),
        }
    }

    /// Changes what is known, one program after the other.
    fn change<T>(&self, change: impl FnOnce(&mut Known) -> T) -> Result<T, String> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = &self.file else { return Ok(change(&mut memory)) };
        let _held = hold(file)?;
        let mut known = read(file)?;
        let done = change(&mut known);
        let text = serde_json::to_string_pretty(&known).map_err(|error| error.to_string())?;
        in_place(file, format!("{text}\n").as_bytes(), Replace::Old)
            .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
        Ok(done)
    }
}

impl Devices for DeviceRegistry {
    fn is_open(&self) -> bool {
        self.is_open
    }

    fn is_reached(&self) -> Result<bool, String> {
        self.look(|known| known.address.as_deref().is_some_and(|address| !leads_to_itself(address)))
    }

    fn paired(&self) -> Result<Vec<PairedDevice>, String> {
        self.look(|known| known.devices.iter().map(Device::shown).collect())
    }

    fn invite(&self, by: Option<&str>) -> Result<(), String> {
        self.code_by(by).map(drop)
    }

    fn invitation(&self, here: &str) -> Result<Option<Invitation>, String> {
        let now = machine::now();
        self.look(|known| {
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

fn read(file: &PathBuf) -> Result<Known, String> {
    match fs::read_to_string(file) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| {
            format!("{} cannot be read ({error}): delete it, and pair the devices again", file.display())
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Known::default()),
        Err(error) => Err(format!("{} cannot be read: {error}", file.display())),
    }
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
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    /// What a code that counts has brought.
    fn welcome(entered: Result<Entered, String>) -> PairingGrant {
        match entered {
            Ok(Entered::In(welcome)) => welcome,
            other => panic!("{other:?}"),
        }
    }

    fn paired(folder: &tempfile::TempDir) -> DeviceRegistry {
        let address = format!("sqlite:{}", folder.path().join("diary.db").display());
        DeviceRegistry::of(&Place::new(Some(&address)).unwrap(), false)
    }

    #[test]
    fn a_code_works_once_in_any_spelling_and_in_another_program() {
        let folder = tempfile::tempdir().unwrap();
        let (server, command) = (paired(&folder), paired(&folder));
        let code = command.new_code().unwrap().code;
        assert_eq!(code.len(), 9, "{code}");
        assert!(matches!(server.enter("AAAA-AAAA", "x"), Ok(Entered::Not)));
        let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
        let welcome = welcome(server.enter(&typed, " Phone\n "));
        assert_eq!(welcome.name, "Phone");
        assert!(matches!(server.enter(&code, "x"), Ok(Entered::Not)), "once");
        assert_eq!(command.guest(&welcome.token).unwrap().unwrap().device.name, "Phone");
        assert!(command.guest("").unwrap().is_none() && command.guest(&code).unwrap().is_none());
        let kept = fs::read_to_string(folder.path().join("diary.db.paired")).unwrap();
        assert!(!kept.contains(&welcome.token), "only its hash is kept");
        assert_eq!(command.remove("Phone").unwrap().len(), 1);
        assert!(server.guest(&welcome.token).unwrap().is_none());
    }

    #[test]
    fn a_code_counts_for_ten_minutes() {
        let folder = tempfile::tempdir().unwrap();
        let paired = paired(&folder);
        let code = paired.new_code().unwrap();
        assert!(code.until > Timestamp::now() + SignedDuration::from_mins(9));
        paired.change(|known| known.codes[0].until = Timestamp::now() - SignedDuration::from_secs(1)).unwrap();
        assert!(paired.invitation("").unwrap().is_none());
        assert!(matches!(paired.enter(&code.code, "x"), Ok(Entered::Not)));
    }

    #[test]
    fn each_device_has_a_name_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let paired = paired(&folder);
        let enter = |name: &str| welcome(paired.enter(&paired.new_code().unwrap().code, name)).name;
        assert_eq!(
            [enter("Phone"), enter("Phone"), enter(""), enter("Phone")],
            ["Phone", "Phone 2", "Device", "Phone 3"]
        );
        assert_eq!(enter(&"x".repeat(500)).len(), LONGEST_NAME);
    }

    #[test]
    fn a_code_that_is_right_is_told_apart_from_a_list_that_is_full_and_stays_good() {
        let folder = tempfile::tempdir().unwrap();
        let paired = paired(&folder);
        for number in 0..MOST {
            welcome(paired.enter(&paired.new_code().unwrap().code, &format!("{number}")));
        }
        let code = paired.new_code().unwrap().code;
        assert!(matches!(paired.enter(&code, "one more"), Ok(Entered::Full)));
        assert!(matches!(paired.enter("22222222", "one more"), Ok(Entered::Not)));
        paired.remove("7").unwrap();
        assert_eq!(welcome(paired.enter(&code, "one more")).name, "one more");
    }

    #[test]
    fn who_let_whom_in_is_known_and_a_device_that_is_unpaired_leaves_no_code_behind() {
        let folder = tempfile::tempdir().unwrap();
        let paired = paired(&folder);
        let id = |name: &str| paired.paired().unwrap().into_iter().find(|device| device.name == name).unwrap().id;
        let enter = |by: Option<&str>, name: &str| {
            let code = paired.code_by(by.map(id).as_deref()).unwrap().code;
            welcome(paired.enter(&code, name));
        };
        enter(None, "Phone");
        enter(Some("Phone"), "Tablet");
        enter(Some("Tablet"), "Laptop");
        enter(None, "Other");
        let phone = id("Phone");
        let code = paired.code_by(Some(&phone)).unwrap().code;
        let own = paired.new_code().unwrap().code;
        paired.remove("Phone").unwrap();
        let left = paired.paired().unwrap();
        let by: Vec<&str> = supple_journal::let_in_by(&phone, &left).into_iter().map(|one| one.name.as_str()).collect();
        assert_eq!(by, ["Tablet", "Laptop"]);
        assert!(matches!(paired.enter(&code, "x"), Ok(Entered::Not)), "its code counts no more");
        welcome(paired.enter(&own, "x"));
    }

    #[test]
    fn a_code_leads_a_phone_to_an_address_that_it_can_reach() {
        let folder = tempfile::tempdir().unwrap();
        let paired = paired(&folder);
        paired.new_code().unwrap();
        let address = |here: &str| paired.invitation(here).unwrap().unwrap().address;
        assert_eq!(address("http://localhost:7878"), None);
        assert_eq!(address("http://[::1]:7878"), None);
        paired.note_address("http://10.0.0.7:7878").unwrap();
        assert!(address("http://127.0.0.1:7878").unwrap().starts_with("http://10.0.0.7:7878/pair?code="));
        assert!(address("https://supple.home").unwrap().starts_with("https://supple.home/pair?code="));
        let squares = paired.invitation("https://supple.home").unwrap().unwrap().squares;
        assert!(squares.len() >= 21 && squares.iter().all(|row| row.len() == squares.len()));
    }

    #[test]
    fn many_programs_that_pair_at_once_lose_none() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for name in 0..8 {
                let folder = &folder;
                scope.spawn(move || {
                    let paired = paired(folder);
                    let code = paired.new_code().unwrap().code;
                    welcome(paired.enter(&code, &format!("device {name}")));
                });
            }
        });
        assert_eq!(paired(&folder).paired().unwrap().len(), 8);
    }
}
