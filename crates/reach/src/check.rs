//! Check on me: a dead man's switch for a person who lies on the floor, alone.
//!
//! Three stages. It counts down; nobody is told. At its end the person is warned over every way that they have. After a grace
//! the contacts are told, again and again, until one of them says that they have seen it, or the person says that they are all
//! right. Then everyone who was told is told that.
//!
//! Everything follows from times of the wall clock that are kept with the check, so it survives the end of a program. After a
//! long standstill the stages are gone through in their order: the warning comes first, and the grace begins with it, since the
//! person must have the chance to answer. A clock that was set back is noticed by a time that is farther away than it ever is.

use crate::door::hash_of;
use crate::letter::Letter;
use crate::way::{To, Way};
use crate::words;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The shortest countdown, in seconds. It is this short so that it can be tried.
pub const SHORTEST_SECONDS: i64 = 1;

/// The longest countdown, in minutes: a day.
pub const LONGEST_MINUTES: i64 = 24 * 60;

/// The usual grace after the warning.
pub(crate) const GRACE: SignedDuration = SignedDuration::from_mins(5);

/// How long after each of the first attempts the next one follows.
const SOON: SignedDuration = SignedDuration::from_mins(10);

/// So many attempts follow each other soon.
const SOON_ATTEMPTS: u32 = 6;

/// How long after each later one.
const LATER: SignedDuration = SignedDuration::from_hours(1);

/// How many attempts there are, to each contact: the hourly ones go on for a day.
const ATTEMPTS: u32 = 30;

/// A check on the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What it is known by, also in keys of letters.
    pub id: String,
    /// When it began.
    pub began: Timestamp,
    /// When the person is warned, if they have not answered.
    pub deadline: Timestamp,
    /// How long after the warning contacts are told, in seconds.
    pub grace: i64,
    /// What the person chose to say.
    pub said: String,
    /// Where they are, as they typed it.
    pub place: String,
    /// The zone of their clock.
    #[serde(default)]
    pub zone: String,
    /// Whom it tells, each with a one-time secret.
    pub contacts: Vec<Told>,
    /// When the person was warned.
    pub warned: Option<Timestamp>,
    /// How often they were: once for each time that they were given.
    #[serde(default)]
    pub warnings: u32,
    /// How often the person asked for more time.
    #[serde(default)]
    pub extensions: u32,
    /// When a contact said that they have seen it, and who.
    pub seen: Option<(Timestamp, String)>,
    /// How it ended.
    pub ended: Option<(Timestamp, Ending)>,
}

/// A contact of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The id of the way.
    pub id: String,
    /// Who it is.
    pub name: String,
    /// Where the word goes.
    pub to: To,
    /// What their link ends with. It can do one thing: say that they have seen it.
    pub secret: String,
    /// How often a word was laid for them.
    pub attempts: u32,
    /// When the next one is due.
    pub next: Option<Timestamp>,
    /// Whether they were told how it ended.
    pub knows_the_end: bool,
    /// Whether they were told that another has seen it.
    #[serde(default)]
    pub knows_of_another: bool,
    /// Whether they are to hear that the person has answered and asked for more time.
    #[serde(default)]
    pub hears_of_more: bool,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// The person said that they are all right.
    AllRight,
    /// Everyone was told as often as is tried, and nobody answered.
    NoAnswer,
}

impl Check {
    /// Whether it still goes on.
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// When contacts are told, if nobody answers.
    pub fn tells_at(&self) -> Timestamp {
        after(self.warned.unwrap_or(self.deadline), SignedDuration::from_secs(self.grace))
    }

    /// Whether contacts are being told now.
    pub fn is_telling(&self) -> bool {
        self.contacts.iter().any(|contact| contact.attempts > 0)
    }

    /// Takes the next step, as far as the time has come.
    pub(crate) fn tick(&mut self, now: Timestamp, around: &Around<'_>) -> Vec<Letter> {
        if self.ended.is_some() {
            return Vec::new();
        }
        self.set_right(now);
        if now < self.deadline {
            return Vec::new();
        }
        if self.warned.is_none() {
            self.warned = Some(now);
            self.warnings = self.warnings.saturating_add(1);
            let on = self.contacts.iter().filter(|contact| around.is_on(&contact.id));
            let words = words::warning(&on.map(|contact| contact.name.as_str()).collect::<Vec<_>>(), self.grace);
            let (purpose, until) = (format!("warned/{}", self.warnings), Some(self.tells_at()));
            return to_each(around.mine, |way| self.letter(&way.id, &way.to, &purpose, now, until, words.clone()));
        }
        if now < self.tells_at() || self.seen.is_some() {
            return Vec::new();
        }
        let mut letters = Vec::new();
        for at in 0..self.contacts.len() {
            let Some(contact) = self.contacts.get(at) else { continue };
            let rests = contact.next.is_some_and(|next| now < next) || contact.attempts >= ATTEMPTS;
            if rests || !around.is_on(&contact.id) {
                continue;
            }
            let attempts = contact.attempts + 1;
            let words = words::told(self, contact, attempts, around.name, around.server);
            let purpose = format!("told/{attempts}");
            letters.push(self.letter(&contact.id, &contact.to, &purpose, now, None, words));
            if let Some(contact) = self.contacts.get_mut(at) {
                contact.attempts = attempts;
                contact.next = Some(after(now, gap(attempts)));
                contact.hears_of_more = false;
            }
        }
        let is_over = |contact: &Told| contact.attempts >= ATTEMPTS && contact.next.is_none_or(|next| next <= now);
        let mut on = self.contacts.iter().filter(|contact| around.is_on(&contact.id)).peekable();
        if on.peek().is_some() && on.all(is_over) {
            self.ended = Some((now, Ending::NoAnswer));
        }
        letters
    }

    /// A clock that was set back must not make anyone wait until it has caught up: no wait is longer than it ever is.
    fn set_right(&mut self, now: Timestamp) {
        if let Some(warned) = self.warned {
            // The countdown is over, whatever the clock says now; the grace begins anew.
            (self.warned, self.deadline) = (Some(warned.min(now)), self.deadline.min(now));
        } else {
            let ahead = self.began.duration_since(now).max(SignedDuration::ZERO);
            let longest = after(now, SignedDuration::from_mins(LONGEST_MINUTES));
            self.deadline = self.deadline.checked_sub(ahead).unwrap_or(now).min(longest);
        }
        self.began = self.began.min(now);
        for contact in &mut self.contacts {
            contact.next = contact.next.map(|next| next.min(after(now, gap(contact.attempts))));
        }
    }

    /// The person is all right. Gives the keys of what is not to be sent any more.
    pub(crate) fn all_right(&mut self, now: Timestamp, mine: &[Way]) -> Vec<String> {
        // Late is better than never: also after everyone was told in vain.
        if !matches!(self.ended, Some((_, Ending::AllRight))) {
            self.ended = Some((now, Ending::AllRight));
        }
        self.purposes(mine)
    }

    /// More time. Gives the keys of what is not to be sent any more.
    pub(crate) fn put_off(&mut self, now: Timestamp, deadline: Timestamp, mine: &[Way]) -> Vec<String> {
        self.began = self.began.min(now);
        self.deadline = deadline.max(now);
        self.warned = None;
        self.seen = None;
        self.extensions = self.extensions.saturating_add(1);
        for contact in &mut self.contacts {
            contact.next = None;
            contact.knows_of_another = false;
            contact.hears_of_more = contact.attempts > 0;
        }
        // Its attempts go on counting: whoever was told is told the end, and no key is used twice.
        self.purposes(mine)
    }

    /// A contact says that they have seen it. A word from before the person put it off was answered by that: it must not keep
    /// silent what is told after it.
    pub(crate) fn see(&mut self, secret: &str, now: Timestamp) -> Option<Seen> {
        let of = self.contacts.iter().find(|contact| !secret.is_empty() && contact.secret == secret)?;
        let (id, name) = (of.id.clone(), of.name.clone());
        if self.ended.is_some() {
            return Some(Seen::Over);
        }
        if self.seen.is_some() {
            return Some(Seen::Before);
        }
        of.next?;
        self.seen = Some((now, name));
        let ids = self.contacts.iter().map(|contact| &contact.id);
        Some(Seen::Now { by: id, cancel: ids.map(|id| format!("{id}/check/{}/told/", self.id)).collect() })
    }

    /// What is to be told of how it went on, once it is known whose letters went out or may have: the ids of contacts in `told`.
    pub(crate) fn follow_up(&mut self, now: Timestamp, told: &[String], around: &Around<'_>) -> Vec<Letter> {
        let mut letters = Vec::new();
        let (ended, name) = (self.ended, around.name);
        let (all_right, seen) = (words::all_right(name), self.seen.clone());
        for at in 0..self.contacts.len() {
            let Some(contact) = self.contacts.get(at) else { continue };
            if !told.contains(&contact.id) || !around.is_on(&contact.id) {
                continue;
            }
            let (mut knows_the_end, mut knows_of_another) = (contact.knows_the_end, contact.knows_of_another);
            let mut hears_of_more = contact.hears_of_more;
            if matches!(ended, Some((_, Ending::AllRight))) && !knows_the_end {
                letters.push(self.letter(&contact.id, &contact.to, "all-right", now, None, all_right.clone()));
                knows_the_end = true;
            } else if contact.hears_of_more && ended.is_none() && self.warned.is_none() {
                let purpose = format!("more/{}", self.extensions);
                let words = words::more_time(self, name);
                letters.push(self.letter(&contact.id, &contact.to, &purpose, now, Some(self.deadline), words));
                hears_of_more = false;
            } else if let (Some((_, who)), None, false) = (&seen, ended, knows_of_another) {
                // One name is one person, who may have two ways.
                if *who != contact.name {
                    let purpose = format!("seen/{}", self.warnings);
                    let words = words::another_has_seen(who, name);
                    letters.push(self.letter(&contact.id, &contact.to, &purpose, now, None, words));
                }
                knows_of_another = true;
            }
            if let Some(contact) = self.contacts.get_mut(at) {
                (contact.knows_the_end, contact.knows_of_another) = (knows_the_end, knows_of_another);
                contact.hears_of_more = hears_of_more;
            }
        }
        letters
    }

    /// The word to the person that a contact has seen it.
    pub(crate) fn has_seen(&self, by: &str, now: Timestamp, mine: &[Way]) -> Vec<Letter> {
        let name = self.contacts.iter().find(|contact| contact.id == by).map_or("", |contact| &contact.name);
        let (purpose, words) = (format!("seen/{}", self.warnings), words::has_seen(name));
        to_each(mine, |way| self.letter(&way.id, &way.to, &purpose, now, None, words.clone()))
    }

    /// What the keys of its letters begin with, by way: all that it has to say before its end.
    fn purposes(&self, mine: &[Way]) -> Vec<String> {
        let warned = mine.iter().map(|way| format!("{}/check/{}/warned", way.id, self.id));
        let contacts = self.contacts.iter();
        let told = contacts.flat_map(|contact| ["told", "more"].map(|what| (contact, what)));
        let told = told.map(|(contact, what)| format!("{}/check/{}/{what}/", contact.id, self.id));
        warned.chain(told).collect()
    }

    fn letter(
        &self,
        way: &str,
        to: &To,
        purpose: &str,
        due: Timestamp,
        until: Option<Timestamp>,
        words: crate::Words,
    ) -> Letter {
        Letter {
            key: format!("{way}/check/{}/{purpose}", self.id),
            way: way.to_owned(),
            to: to.clone(),
            due,
            until,
            words,
        }
    }
}

/// What a check is told of the state that it stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'s> {
    pub(crate) mine: &'s [Way],
    pub(crate) contacts: &'s [Way],
    pub(crate) name: &'s str,
    pub(crate) server: Option<&'s str>,
}

impl Around<'_> {
    /// Whether a contact is still there and switched on.
    fn is_on(&self, id: &str) -> bool {
        self.contacts.iter().any(|way| way.is_on && way.id == id)
    }
}

impl Told {
    /// A contact to whom nothing was told yet. `fresh` is chance.
    pub(crate) fn new(way: &Way, fresh: &str) -> Told {
        Told {
            id: way.id.clone(),
            name: way.name.clone(),
            to: way.to.clone(),
            secret: hash_of(&format!("{fresh} {}", way.id)),
            attempts: 0,
            next: None,
            knows_the_end: false,
            knows_of_another: false,
            hears_of_more: false,
        }
    }
}

/// What became of a contact's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Now { by: String, cancel: Vec<String> },
    Before,
    Over,
}

fn to_each(ways: &[Way], letter: impl Fn(&Way) -> Letter) -> Vec<Letter> {
    ways.iter().filter(|way| way.is_on).map(letter).collect()
}

/// How long after so many attempts the next one follows.
fn gap(attempts: u32) -> SignedDuration {
    if attempts < SOON_ATTEMPTS { SOON } else { LATER }
}

/// So long after; the end of time where there is none.
fn after(at: Timestamp, length: SignedDuration) -> Timestamp {
    at.checked_add(length).unwrap_or(Timestamp::MAX)
}
