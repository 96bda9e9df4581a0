//! What reaches out of Supple: who is told what, when, and over which channel.
//!
//! It is pure: no input or output, no clock, no chance. A server keeps one [`State`] and the [`Letter`]s that follow from it;
//! pages and commands do something to it with an [`Act`]; the clock does with [`State::tick`]. Both give the letters that are
//! to be laid, and the keys of those that are not to be sent any more. Whoever keeps them does all of it in one transaction, so
//! that two servers on one database come to one answer.
//!
//! Every channel is off until the person switches it on: a state that nobody touched gives no letter at any time.
//!
//! # Modules
//! - `way`: an address of the person or of a contact: e-mail, ntfy, webhook, the push service of a browser.
//! - `letter`: a word that is due, and its idempotency key; `words` has its sentences, `wire` what travels, byte for byte.
//! - `check`: check on me: a countdown, a warning, then contacts are told, until someone answers.
//! - `act`: what a person does to the state. `door`: secret addresses, of which only a hash is kept.
//! - `quiet`: hours in which nothing rings, and a pause. `reminder`: the reminders of a diary; `notice`: which of them are due. `again`: backoff.
//!
//! ```
//! use jiff::{SignedDuration, Timestamp};
//! use supple_reach::{Act, Begin, NewWay, State, To, apply};
//!
//! let now: Timestamp = "2026-12-01T20:00:00Z".parse().unwrap();
//! let later = |minutes| now + SignedDuration::from_mins(minutes);
//! let mut state = State::default();
//! assert_eq!(state.tick(later(100_000)).lay, [], "nobody switched anything on");
//!
//! let chance = "a made-up text of thirty-two letters";
//! let ann = NewWay { name: "Ann".to_owned(), to: To::mail("ann@example.org").unwrap() };
//! apply(&mut state, Act::AddContact(ann), now, chance).unwrap();
//! let begin = Begin { minutes: 30, said: "I hurt my back".to_owned(), ..Begin::default() };
//! apply(&mut state, Act::BeginCheck(begin), now, chance).unwrap();
//! assert_eq!(state.tick(later(29)).lay, []);
//! state.tick(later(30)); // The person is warned first.
//! let letters = state.tick(later(35)).lay;
//! assert_eq!(letters.len(), 1);
//! assert!(letters[0].words.text.contains("I hurt my back"));
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod act;
mod again;
mod check;
mod door;
mod letter;
mod notice;
mod quiet;
mod reminder;
mod way;
mod wire;
mod words;

pub use act::{Act, Begin, NewWay, Refused, apply};
pub use again::{again, gives_up};
pub use check::{Check, Ending, LONGEST_MINUTES, SHORTEST_SECONDS, Told};
pub use door::{Door, Kind as DoorKind, hash_of};
pub use letter::{Letter, Words};
pub use notice::{LATE, Notice};
pub use quiet::{Quiet, clock_time};
pub use reminder::{BEFORE_A_VISIT, Standing, calendar, notice_of, notices, reminders};
pub use way::{Mail, Security, To, Way, WayFault};
pub use wire::{Http, Post, Wire, message_id, wire};
pub use words::{NoticeOf, notice_words};

use check::Around;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// All that a server knows of channels: what is on, whom to reach, and the check that runs.
///
/// It holds addresses and passwords, so it stays on the server: no export and no sync has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// What the person wants to be called in messages. Empty: no name is given.
    pub name: String,
    /// Under which address others reach this server, such as `https://supple.home`, for links in messages.
    pub address: Option<String>,
    /// The server that sends e-mail.
    pub mail: Option<Mail>,
    /// The key of this server for push services (RFC 8292), as its keeper wrote it.
    pub vapid: Option<String>,
    /// Ways to reach the person.
    pub mine: Vec<Way>,
    /// Whom to tell if the person does not answer.
    pub contacts: Vec<Way>,
    /// Secret addresses that take a spasm or give the calendar.
    pub doors: Vec<Door>,
    /// When nothing rings.
    pub quiet: Quiet,
    /// The check that runs, or the last one.
    pub check: Option<Check>,
    /// Up to when reminders were looked at.
    pub noticed: Option<Timestamp>,
}

/// What becomes of a state besides itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// Letters to lay. One whose key was laid before is not laid again.
    pub lay: Vec<Letter>,
    /// Letters whose keys begin so are not sent any more.
    pub cancel: Vec<String>,
    /// Whether the state is another than before.
    pub changed: bool,
}

impl State {
    /// What the clock does: a check goes on. Twice at one time does what once does.
    ///
    /// A clock that was set back never undoes what was done, and no wait becomes longer than it may ever be; one that was set
    /// forward only makes it earlier: rather too early than never. Who is switched off is passed over.
    pub fn tick(&mut self, now: Timestamp) -> Effects {
        let mut effects = Effects::default();
        let State { check: Some(check), mine, contacts, name, address, .. } = self else { return effects };
        let before = check.clone();
        effects.lay = check.tick(now, &Around { mine, contacts, name, server: address.as_deref() });
        effects.changed = *check != before;
        effects
    }

    /// What follows from how a check went on: everyone who was told hears of it. `told` are the ids of contacts of whose letters
    /// one went out or may have gone out.
    pub fn follow_up(&mut self, now: Timestamp, told: &[String]) -> Effects {
        let mut effects = Effects::default();
        let State { check: Some(check), mine, contacts, name, address, .. } = self else { return effects };
        let before = check.clone();
        effects.lay = check.follow_up(now, told, &Around { mine, contacts, name, server: address.as_deref() });
        effects.changed = *check != before;
        effects
    }

    /// The way or contact with this id.
    pub fn way(&self, id: &str) -> Option<&Way> {
        self.mine.iter().chain(&self.contacts).find(|way| way.id == id)
    }

    /// Whether a message that goes this way can leave at all: e-mail needs a server.
    pub fn can_reach(&self, way: &Way) -> bool {
        way.is_on && (self.mail.is_some() || !matches!(way.to, To::Mail { .. }))
    }

    /// Whether anything may leave this machine.
    pub fn is_anything_on(&self) -> bool {
        self.mine.iter().chain(&self.contacts).any(|way| way.is_on)
    }

    /// The door that this secret opens, if it is one that was not closed.
    pub fn door(&self, kind: DoorKind, secret: &str) -> Option<&Door> {
        let hash = hash_of(secret);
        self.doors.iter().find(|door| door.kind == kind && door.hash == hash)
    }
}
