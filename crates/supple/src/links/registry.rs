//! Which links there are: a folder beside the database with the envelope of each, and a list of when each ends.
//!
//! Of an address only the hash is kept, of a passcode only a salted one. The envelope is what a thief of the folder would want,
//! and lies beside it: so the hash of a passcode needs no slow function, for it protects nothing that is not encrypted.

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
use supple_web::sharing::Waiting;

/// So many wrong passcodes end a link for good, however they come and however long it lasts.
pub(crate) const TRIES: u32 = 10;

/// The most links that wait at one time.
const MOST: usize = 20;

/// Of how many openings it is told.
const OPENINGS: usize = 20;

/// The longest name of a recipient that is kept, in characters.
const LONGEST_NAME: usize = 60;

/// How long an address from a manifest leads to its envelope.
const TICKET_LASTS: SignedDuration = SignedDuration::from_mins(10);

/// The most of such addresses at one time.
const MOST_TICKETS: usize = 200;

/// What stands in the list.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Known {
    links: Vec<Kept>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    /// The hash of what its address ends with.
    token: LineHash,
    made: Timestamp,
    until: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passcode: Option<Passcode>,
    /// How many wrong passcodes are left.
    tries: u32,
    /// When it was opened, and by whom as they said.
    #[serde(default)]
    opened: Vec<(Timestamp, String)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Passcode {
    salt: String,
    hash: LineHash,
}

impl Passcode {
    fn of(words: &str) -> Result<Passcode, String> {
        let salt = supple_shlink::token(machine::random()?);
        Ok(Passcode { hash: Passcode::hash(&salt, words), salt })
    }

    fn hash(salt: &str, words: &str) -> LineHash {
        LineHash::of(&format!("{salt} {words}"))
    }

    fn is(&self, words: &str) -> bool {
        Passcode::hash(&self.salt, words) == self.hash
    }
}

impl Kept {
    fn id(&self) -> String {
        LinkRegistry::of_hash(&self.token)
    }
}

/// What is said to whoever asks for an envelope.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fetched {
    /// Here it is.
    Envelope(String),
    /// The passcode is wrong, and so many may be tried yet.
    Wrong { left: u32 },
    /// It needs a passcode, by POST.
    Locked,
    /// There is no such link, or no more.
    Gone,
}

/// The links of a place.
#[derive(Debug)]
pub(crate) struct LinkRegistry {
    /// None for a database in memory: then it is all kept there.
    folder: Option<PathBuf>,
    memory: Mutex<(Known, Vec<(LineHash, String)>)>,
    tickets: Mutex<Vec<Ticket>>,
}

#[derive(Debug)]
struct Ticket {
    ticket: LineHash,
    token: LineHash,
    until: Timestamp,
}

impl LinkRegistry {
    pub(crate) fn of(place: &Place) -> LinkRegistry {
        LinkRegistry { folder: place.links_folder(), memory: Mutex::default(), tickets: Mutex::default() }
    }

    /// What a link is called in lists, by what its address ends with.
    pub(crate) fn id(token: &str) -> String {
        LinkRegistry::of_hash(&LineHash::of(token))
    }

    fn of_hash(token: &LineHash) -> String {
        token.to_string()[..16].to_owned()
    }

    /// Keeps an envelope until this time. Gives what its address ends with, which is kept nowhere.
    pub(crate) fn lay(&self, envelope: String, until: Timestamp, passcode: Option<&str>) -> Result<String, String> {
        let token = supple_shlink::token(machine::random()?);
        let passcode = passcode.map(Passcode::of).transpose()?;
        let hash = LineHash::of(&token);
        let kept = Kept { token: hash, made: machine::now(), until, passcode, tries: TRIES, opened: Vec::new() };
        self.change(|known, envelopes| {
            if known.links.len() >= MOST {
                return Err(format!("{MOST} links are open already: stop one of them first"));
            }
            // The envelope first: a link in the list has one.
            envelopes.put(&kept.token, envelope)?;
            known.links.push(kept);
            Ok(())
        })??;
        Ok(token)
    }

    /// The envelope of a link without a passcode.
    pub(crate) fn fetch(&self, token: &str, recipient: &str) -> Result<Fetched, String> {
        self.open(token, None, recipient)
    }

    /// The envelope of a link, with this passcode. A wrong one counts, whoever sends it.
    pub(crate) fn unlock(&self, token: &str, passcode: &str, recipient: &str) -> Result<Fetched, String> {
        self.open(token, Some(passcode), recipient)
    }

    fn open(&self, token: &str, passcode: Option<&str>, recipient: &str) -> Result<Fetched, String> {
        let token = LineHash::of(token);
        self.change(|known, envelopes| {
            let Some(link) = known.links.iter_mut().find(|link| link.token == token) else { return Ok(Fetched::Gone) };
            if let Some(wanted) = &link.passcode {
                if link.tries == 0 {
                    return Ok(Fetched::Gone);
                }
                let Some(given) = passcode else { return Ok(Fetched::Locked) };
                if !wanted.is(given) {
                    link.tries -= 1;
                    if link.tries == 0 {
                        envelopes.remove(&token)?;
                    }
                    return Ok(Fetched::Wrong { left: link.tries });
                }
            }
            let Some(envelope) = envelopes.get(&token)? else { return Ok(Fetched::Gone) };
            let name: String = recipient.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
            link.opened.push((machine::now(), name));
            if link.opened.len() > OPENINGS {
                link.opened.remove(0);
            }
            Ok(Fetched::Envelope(envelope))
        })?
    }

    /// A short-lived way to an envelope whose passcode was given.
    pub(crate) fn ticket(&self, token: &str) -> Result<String, String> {
        let ticket = supple_shlink::token(machine::random()?);
        let now = machine::now();
        let until = now.checked_add(TICKET_LASTS).map_err(|error| error.to_string())?;
        let mut tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        tickets.retain(|ticket| ticket.until > now);
        if tickets.len() >= MOST_TICKETS {
            tickets.remove(0);
        }
        tickets.push(Ticket { ticket: LineHash::of(&ticket), token: LineHash::of(token), until });
        Ok(ticket)
    }

    /// The envelope that a ticket leads to, as long as its link is open.
    pub(crate) fn by_ticket(&self, token: &str, ticket: &str) -> Result<Fetched, String> {
        let (token, ticket, now) = (LineHash::of(token), LineHash::of(ticket), machine::now());
        let tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = tickets.iter().any(|it| it.ticket == ticket && it.token == token && it.until > now);
        drop(tickets);
        if !counts {
            return Ok(Fetched::Gone);
        }
        self.change(|known, envelopes| {
            let is_open = known.links.iter().any(|link| link.token == token && link.tries > 0);
            let envelope = if is_open { envelopes.get(&token)? } else { None };
            Ok(envelope.map_or(Fetched::Gone, Fetched::Envelope))
        })?
    }

    /// All that have not ended, the newest first.
    pub(crate) fn waiting(&self) -> Result<Vec<Waiting>, String> {
        self.change(|known, _| {
            let shown = known.links.iter().rev().map(|link| Waiting {
                id: link.id(),
                made: link.made,
                until: link.until,
                has_passcode: link.passcode.is_some(),
                is_locked: link.tries == 0,
                opened: link.opened.clone(),
            });
            shown.collect()
        })
    }

    /// Ends a link: its envelope is removed. Gives whether it was there.
    pub(crate) fn stop(&self, id: &str) -> Result<bool, String> {
        self.change(|known, envelopes| {
            let (gone, left) = std::mem::take(&mut known.links).into_iter().partition(|link: &Kept| link.id() == id);
            known.links = left;
            gone.iter().try_for_each(|link: &Kept| envelopes.remove(&link.token))?;
            Ok(!gone.is_empty())
        })?
    }

    /// Looks at the list and changes it, one program and one request after the other. What has ended is removed first.
    fn change<T>(&self, change: impl FnOnce(&mut Known, &mut Envelopes<'_>) -> T) -> Result<T, String> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let (in_memory, kept) = &mut *memory;
        let mut envelopes = Envelopes { folder: self.folder.as_ref(), memory: kept };
        let Some(folder) = &self.folder else {
            end(in_memory, &mut envelopes)?;
            return Ok(change(in_memory, &mut envelopes));
        };
        let file = folder.join("list");
        let _held = hold(&file)?;
        let mut known = match fs::read_to_string(&file) {
            Ok(text) => serde_json::from_str(&text)
                .map_err(|error| format!("{} cannot be read ({error}): delete that folder", file.display()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => Known::default(),
            Err(error) => return Err(format!("{} cannot be read: {error}", file.display())),
        };
        let before = serde_json::to_string_pretty(&known).map_err(|error| error.to_string())?;
        end(&mut known, &mut envelopes)?;
        let done = change(&mut known, &mut envelopes);
        let text = serde_json::to_string_pretty(&known).map_err(|error| error.to_string())?;
        if text != before {
            in_place(&file, format!("{text}\n").as_bytes(), Replace::Old)
                .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
        }
        Ok(done)
    }
}

/// Removes what has ended.
fn end(known: &mut Known, envelopes: &mut Envelopes<'_>) -> Result<(), String> {
    let now = machine::now();
    let (ended, left) = std::mem::take(&mut known.links).into_iter().partition(|link: &Kept| link.until <= now);
    known.links = left;
    ended.iter().try_for_each(|link: &Kept| envelopes.remove(&link.token))
}

/// Where the envelopes are.
struct Envelopes<'r> {
    folder: Option<&'r PathBuf>,
    memory: &'r mut Vec<(LineHash, String)>,
}

impl Envelopes<'_> {
    fn file(&self, token: &LineHash) -> Option<PathBuf> {
        self.folder.map(|folder| folder.join(format!("{}.jose", LinkRegistry::of_hash(token))))
    }

    fn put(&mut self, token: &LineHash, envelope: String) -> Result<(), String> {
        match self.file(token) {
            Some(file) => in_place(&file, envelope.as_bytes(), Replace::Old)
                .map_err(|error| format!("{} cannot be written: {error}", file.display())),
            None => {
                self.memory.push((*token, envelope));
                Ok(())
            }
        }
    }

    fn get(&self, token: &LineHash) -> Result<Option<String>, String> {
        match self.file(token).map(|file| (fs::read_to_string(&file), file)) {
            None => Ok(self.memory.iter().find(|(known, _)| known == token).map(|(_, envelope)| envelope.clone())),
            Some((Ok(envelope), _)) => Ok(Some(envelope)),
            Some((Err(error), _)) if error.kind() == ErrorKind::NotFound => Ok(None),
            Some((Err(error), file)) => Err(format!("{} cannot be read: {error}", file.display())),
        }
    }

    fn remove(&mut self, token: &LineHash) -> Result<(), String> {
        self.memory.retain(|(known, _)| known != token);
        match self.file(token).map(|file| (fs::remove_file(&file), file)) {
            Some((Err(error), file)) if error.kind() != ErrorKind::NotFound => {
                Err(format!("{} cannot be removed: {error}", file.display()))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn registry(folder: &tempfile::TempDir) -> LinkRegistry {
        let address = format!("sqlite:{}", folder.path().join("diary.db").display());
        LinkRegistry::of(&Place::new(Some(&address)).unwrap())
    }

    fn later(seconds: i64) -> Timestamp {
        machine::now() + SignedDuration::from_secs(seconds)
    }

    fn envelopes(folder: &tempfile::TempDir) -> usize {
        let files = fs::read_dir(folder.path().join("diary.db.links")).unwrap().flatten();
        files.filter(|file| file.path().extension().is_some_and(|ending| ending == "jose")).count()
    }

    #[test]
    fn an_envelope_is_given_as_often_as_it_is_asked_for_until_it_ends_and_also_by_another_program() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (registry(&folder), registry(&folder));
        let token = one.lay("a..b.c.d".to_owned(), later(60), None).unwrap();
        assert_eq!(other.fetch(&token, "Dr. Y\n").unwrap(), Fetched::Envelope("a..b.c.d".to_owned()));
        assert_eq!(one.fetch("x", "Dr. Y").unwrap(), Fetched::Gone);
        assert_eq!(one.waiting().unwrap()[0].opened[0].1, "Dr. Y");
        let ends = one.lay("a..b.c.d".to_owned(), later(-1), None).unwrap();
        assert_eq!(one.fetch(&ends, "Dr. Y").unwrap(), Fetched::Gone);
        assert_eq!(envelopes(&folder), 1, "what has ended is not kept");
        assert!(one.stop(&LinkRegistry::id(&token)).unwrap() && !other.stop(&LinkRegistry::id(&token)).unwrap());
        assert_eq!((other.fetch(&token, "Dr. Y").unwrap(), envelopes(&folder)), (Fetched::Gone, 0));
    }

    #[test]
    fn ten_wrong_passcodes_end_a_link_for_good_also_when_they_come_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let registry = registry(&folder);
        let token = registry.lay("a..b.c.d".to_owned(), later(60), Some("4711")).unwrap();
        assert_eq!(registry.fetch(&token, "x").unwrap(), Fetched::Locked);
        assert_eq!(registry.unlock(&token, "4711", "x").unwrap(), Fetched::Envelope("a..b.c.d".to_owned()));
        let wrong: Vec<Fetched> = std::thread::scope(|scope| {
            let tried: Vec<_> =
                (0..40).map(|_| scope.spawn(|| registry.unlock(&token, "4712", "x").unwrap())).collect();
            tried.into_iter().map(|tried| tried.join().unwrap()).collect()
        });
        let mut left: Vec<u32> =
            wrong.iter().filter_map(|it| if let Fetched::Wrong { left } = it { Some(*left) } else { None }).collect();
        left.sort_unstable();
        assert_eq!(left, (0..TRIES).collect::<Vec<_>>(), "each number once");
        assert_eq!(registry.unlock(&token, "4711", "x").unwrap(), Fetched::Gone, "the right one is too late");
        assert_eq!(envelopes(&folder), 0);
        assert!(registry.waiting().unwrap()[0].is_locked, "and it is told of");
    }

    #[test]
    fn neither_address_nor_passcode_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let registry = registry(&folder);
        let token = registry.lay("a..b.c.d".to_owned(), later(60), Some("a good passcode")).unwrap();
        let kept = fs::read_to_string(folder.path().join("diary.db.links/list")).unwrap();
        assert!(!kept.contains(&token) && !kept.contains("a good passcode"), "{kept}");
    }

    #[test]
    fn a_ticket_leads_to_its_own_link_as_long_as_that_is_open() {
        let registry = LinkRegistry { folder: None, memory: Mutex::default(), tickets: Mutex::default() };
        let token = registry.lay("a..b.c.d".to_owned(), later(60), Some("4711")).unwrap();
        let other = registry.lay("e..f.g.h".to_owned(), later(60), None).unwrap();
        let ticket = registry.ticket(&token).unwrap();
        assert_eq!(registry.by_ticket(&token, &ticket).unwrap(), Fetched::Envelope("a..b.c.d".to_owned()));
        assert_eq!(registry.by_ticket(&other, &ticket).unwrap(), Fetched::Gone);
        assert_eq!(registry.by_ticket(&token, "x").unwrap(), Fetched::Gone);
        registry.stop(&LinkRegistry::id(&token)).unwrap();
        assert_eq!(registry.by_ticket(&token, &ticket).unwrap(), Fetched::Gone);
    }
}
