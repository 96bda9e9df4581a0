//! What a person does to the state: on a page, by a command, or a contact by their link.

use crate::check::{Check, GRACE, LONGEST_MINUTES, SHORTEST_SECONDS, Seen, Told};
use crate::door::{Door, Kind, hash_of};
use crate::letter::Letter;
use crate::quiet::Quiet;
use crate::way::{Mail, To, Way, WayFault};
use crate::{Effects, State, words};
use jiff::{SignedDuration, Timestamp};

/// The most ways, contacts and doors of a kind.
const MOST: usize = 20;

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// The longest words for a contact, in characters.
const LONGEST_WORDS: usize = 500;

/// Something that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A way to reach the person is added. It is on from then.
    AddMine(NewWay),
    /// A contact is added, and on from then: also for a check that runs.
    AddContact(NewWay),
    /// A way or contact goes: nothing that waits for it is sent.
    RemoveWay(String),
    /// A way or contact is switched on or off. A check that runs passes over a contact who is off.
    Switch(String, bool),
    /// Whether a way takes reminders, beside what a check says.
    Reminds(String, bool),
    /// What the person is called in messages.
    Name(String),
    /// Under which address others reach this server; empty where they do not.
    Address(String),
    /// The server that sends e-mail, or none.
    MailServer(Option<Mail>),
    /// The key for push services, made once.
    Vapid(String),
    /// A secret address is opened, for this device or reader.
    OpenDoor(Kind, String, String),
    /// A secret address is closed.
    CloseDoor(String),
    /// A secret address was used.
    Used(String),
    /// Quiet hours and a pause.
    Quiet(Quiet),
    /// A check begins.
    BeginCheck(Begin),
    /// The check that runs gets so many minutes from now.
    PutOff(i64),
    /// The person is all right.
    AllRight,
    /// A contact has seen it, by what their link ends with.
    Seen(String),
    /// A dry run: a test goes to every way and contact that is on.
    Test,
}

/// A way that is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWay {
    /// Whose it is.
    pub name: String,
    /// Where it leads.
    pub to: To,
}

/// A check that begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Begin {
    /// After how many minutes the person is warned.
    pub minutes: i64,
    /// So many seconds more: for trying it.
    pub seconds: i64,
    /// How long after the warning contacts are told, in seconds, from one to a day. None: five minutes.
    pub grace: Option<i64>,
    /// What they are told.
    pub said: String,
    /// Where the person is.
    pub place: String,
    /// The zone of the person's clock, for the time in the message.
    pub zone: String,
}

/// Why something is not done, in one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// An address is none.
    #[error("{0}")]
    Way(#[from] WayFault),
    /// There are too many.
    #[error("there are {MOST} already: remove one first")]
    Many,
    /// Nobody would be told.
    #[error("nobody would be told: there is no contact that is switched on")]
    NoContact,
    /// One runs.
    #[error("a check runs already: say that you are all right, or give it more time")]
    Runs,
    /// None runs.
    #[error("no check runs")]
    NoneRuns,
    /// The time is none.
    #[error("a check takes from 1 second to {LONGEST_MINUTES} minutes")]
    Time,
    /// A text is too long.
    #[error("{0} takes at most {1} characters")]
    Long(&'static str, usize),
    /// Nothing has this id.
    #[error("there is nothing called \"{0}\"")]
    Unknown(String),
    /// The link of a contact is none, or no more.
    #[error("this link leads to nothing, or no longer")]
    NoLink,
}

/// Does it. `fresh` is chance: at least 32 characters that nobody can guess. Ids and secrets are made from it.
///
/// # Errors
/// A sentence for the person; the state is as it was.
pub fn apply(state: &mut State, act: Act, now: Timestamp, fresh: &str) -> Result<Effects, Refused> {
    let before = state.clone();
    let mut effects = Effects::default();
    match done(state, act, now, fresh, &mut effects) {
        Ok(()) => {
            effects.changed = *state != before;
            Ok(effects)
        }
        Err(refused) => {
            *state = before;
            Err(refused)
        }
    }
}

fn done(state: &mut State, act: Act, now: Timestamp, fresh: &str, effects: &mut Effects) -> Result<(), Refused> {
    let id = |letter: &str| format!("{letter}{}", hash_of(fresh).get(..10).unwrap_or_default());
    match act {
        Act::AddMine(new) => add(&mut state.mine, new, id("w"))?,
        Act::AddContact(NewWay { to: To::Desktop, .. }) => return Err(WayFault::Here.into()),
        Act::AddContact(new) => {
            add(&mut state.contacts, new, id("c"))?;
            join(state, fresh);
        }
        Act::RemoveWay(way) => {
            state.way(&way).ok_or_else(|| Refused::Unknown(way.clone()))?;
            state.mine.retain(|one| one.id != way);
            state.contacts.retain(|one| one.id != way);
            effects.cancel.push(format!("{way}/"));
            if let Some(check) = state.check.as_mut().filter(|check| check.is_open()) {
                check.contacts.retain(|contact| contact.id != way);
            }
        }
        Act::Switch(way, is_on) => {
            find(state, &way)?.is_on = is_on;
            if is_on {
                join(state, fresh);
            } else {
                effects.cancel.push(format!("{way}/"));
            }
        }
        Act::Reminds(way, reminds) => {
            find(state, &way)?.reminds = reminds;
            if !reminds {
                effects.cancel.push(format!("{way}/reminder/"));
            }
        }
        Act::Name(name) => state.name = line("a name", &name, LONGEST_NAME)?,
        Act::Address(address) => state.address = own_address(&address)?,
        Act::MailServer(mail) => state.mail = mail.map(Mail::checked).transpose()?,
        // The first one counts: with another, no browser that is subscribed would be reached.
        Act::Vapid(key) => state.vapid = state.vapid.take().or(Some(key)),
        Act::OpenDoor(kind, name, secret) => {
            if state.doors.iter().filter(|door| door.kind == kind).count() >= MOST {
                return Err(Refused::Many);
            }
            let name = line("a name", &name, LONGEST_NAME)?;
            state.doors.push(Door { id: id("d"), kind, name, hash: hash_of(&secret), made: now, used: None });
        }
        Act::CloseDoor(door) => {
            let before = state.doors.len();
            state.doors.retain(|one| one.id != door);
            if state.doors.len() == before {
                return Err(Refused::Unknown(door));
            }
        }
        Act::Used(door) => {
            let of = state.doors.iter_mut().find(|one| one.id == door);
            of.ok_or(Refused::Unknown(door))?.used = Some(now);
        }
        Act::Quiet(quiet) => state.quiet = quiet,
        Act::BeginCheck(begin) => begin_check(state, begin, now, fresh)?,
        Act::PutOff(minutes) => {
            let deadline = in_time(now, minutes, 0)?;
            let mine = &state.mine;
            let check = state.check.as_mut().filter(|check| check.is_open()).ok_or(Refused::NoneRuns)?;
            effects.cancel = check.put_off(now, deadline, mine);
        }
        Act::AllRight => {
            let mine = &state.mine;
            effects.cancel = state.check.as_mut().ok_or(Refused::NoneRuns)?.all_right(now, mine);
        }
        Act::Seen(secret) => {
            let mine = &state.mine;
            let check = state.check.as_mut().ok_or(Refused::NoLink)?;
            if let Seen::Now { by, cancel } = check.see(&secret, now).ok_or(Refused::NoLink)? {
                effects.cancel = cancel;
                effects.lay = check.has_seen(&by, now, mine);
            }
        }
        Act::Test => {
            let (run, name) = (id(""), state.name.clone());
            let ways = state.mine.iter().map(|way| (way, false)).chain(state.contacts.iter().map(|way| (way, true)));
            effects.lay = ways
                .filter(|(way, _)| way.is_on)
                .map(|(way, is_contact)| Letter {
                    key: format!("{}/test/{run}", way.id),
                    way: way.id.clone(),
                    to: way.to.clone(),
                    due: now,
                    until: now.checked_add(SignedDuration::from_mins(10)).ok(),
                    words: words::test(&name, is_contact),
                })
                .collect();
        }
    }
    Ok(())
}

fn add(ways: &mut Vec<Way>, new: NewWay, id: String) -> Result<(), Refused> {
    if ways.len() >= MOST {
        return Err(Refused::Many);
    }
    let name = line("a name", &new.name, LONGEST_NAME)?;
    if name.is_empty() {
        return Err(WayFault::Missing("a name").into());
    }
    if let Some(known) = ways.iter_mut().find(|way| way.to == new.to) {
        // The same address again: it is switched on, and nobody is told twice.
        known.name = name;
        known.is_on = true;
        return Ok(());
    }
    // A reminder by e-mail is one more letter that nobody reads: whoever wants it switches it on.
    let reminds = !matches!(new.to, To::Mail { .. });
    ways.push(Way { id, name, to: new.to, is_on: true, reminds });
    Ok(())
}

fn find<'s>(state: &'s mut State, id: &str) -> Result<&'s mut Way, Refused> {
    let mut ways = state.mine.iter_mut().chain(&mut state.contacts);
    ways.find(|way| way.id == id).ok_or_else(|| Refused::Unknown(id.to_owned()))
}

/// Whoever is on now is told by a check that runs, too.
fn join(state: &mut State, fresh: &str) {
    let State { check: Some(check), contacts, .. } = state else { return };
    if check.is_open() {
        let is_new = |way: &&Way| way.is_on && !check.contacts.iter().any(|contact| contact.id == way.id);
        let new: Vec<Told> = contacts.iter().filter(is_new).map(|way| Told::new(way, fresh)).collect();
        check.contacts.extend(new);
    }
}

fn begin_check(state: &mut State, begin: Begin, now: Timestamp, fresh: &str) -> Result<(), Refused> {
    if state.check.as_ref().is_some_and(Check::is_open) {
        return Err(Refused::Runs);
    }
    let deadline = in_time(now, begin.minutes, begin.seconds)?;
    let id = format!("k{}", hash_of(fresh).get(..10).unwrap_or_default());
    let contacts = state.contacts.iter().filter(|way| way.is_on);
    let contacts: Vec<Told> = contacts.map(|way| Told::new(way, fresh)).collect();
    if contacts.is_empty() {
        return Err(Refused::NoContact);
    }
    let grace = begin.grace.unwrap_or(GRACE.as_secs()).clamp(SHORTEST_SECONDS, LONGEST_MINUTES * 60);
    state.check = Some(Check {
        id,
        began: now,
        deadline,
        grace,
        said: text("what they are told", &begin.said)?,
        place: text("the place", &begin.place)?,
        zone: begin.zone,
        contacts,
        warned: None,
        warnings: 0,
        extensions: 0,
        seen: None,
        ended: None,
    });
    Ok(())
}

fn in_time(now: Timestamp, minutes: i64, seconds: i64) -> Result<Timestamp, Refused> {
    let length = minutes.checked_mul(60).and_then(|of_minutes| of_minutes.checked_add(seconds));
    let length = length.filter(|length| (SHORTEST_SECONDS..=LONGEST_MINUTES * 60).contains(length));
    now.checked_add(SignedDuration::from_secs(length.ok_or(Refused::Time)?)).map_err(|_| Refused::Time)
}

/// A text of one line: what stands in the head of a message must not add to it.
fn line(what: &'static str, text: &str, most: usize) -> Result<String, Refused> {
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let line = line.trim();
    if line.chars().count() > most { Err(Refused::Long(what, most)) } else { Ok(line.to_owned()) }
}

/// A text of several lines.
fn text(what: &'static str, text: &str) -> Result<String, Refused> {
    let text = text.replace("\r\n", "\n");
    let text: String = text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect();
    let text = text.trim();
    if text.chars().count() > LONGEST_WORDS { Err(Refused::Long(what, LONGEST_WORDS)) } else { Ok(text.to_owned()) }
}

/// The address of this server, without what follows its name.
fn own_address(address: &str) -> Result<Option<String>, Refused> {
    let address = address.trim().trim_end_matches('/');
    if address.is_empty() {
        return Ok(None);
    }
    To::webhook(address)?;
    let is_bare = address.split_once("://").is_some_and(|(_, host)| !host.contains(['/', '?']));
    if is_bare { Ok(Some(address.to_owned())) } else { Err(WayFault::Url(address.to_owned()).into()) }
}
