//! One tap is one entry, also when it is sent twice.
//!
//! A shaking hand taps twice, and a slow link shows nothing for a while. Two requests are one tap where both say the same
//! and either
//!
//! - they come from the same page: each page that is made has a token in its forms, which becomes the chance in the id of
//!   the entry, so that the entry itself tells from which page it was sent, on any store and after a restart; or
//! - the second has no token, as that of a script, and came before the first was answered: whoever sent it cannot have seen
//!   that it is stored. A server lingers over such an answer for a moment ([`Tasks::linger`](crate::Tasks::linger)), so
//!   that its twin is there by then.
//!
//! A page may be come back to, and the next spasm may be seconds away. So the first holds for [`WINDOW`] only, and whoever
//! is told [`Written::Already`] is asked whether it was another one.

use crate::{Door, Journal, JournalError, State, id_of};
use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;
use std::sync::Arc;
use supple_diary::{Draft, Entry, Kind};
use uuid::Uuid;

/// For how long the same page sends the same entry only once: longer than anyone taps at a page that does not answer, and
/// shorter than anyone would lose a spasm of a page that was left open.
pub const WINDOW: SignedDuration = SignedDuration::from_secs(60);

/// How many of the last writes are remembered.
const REMEMBERED: usize = 64;

/// What a page has in its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token([u8; 10]);

impl Token {
    /// The token that is written so, if it is one.
    pub fn parse(text: &str) -> Option<Token> {
        let mut bytes = [0; 10];
        let is_one = text.len() == 20 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        for (place, byte) in bytes.iter_mut().enumerate().filter(|_| is_one) {
            *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
        }
        is_one.then_some(Token(bytes))
    }

    /// Whether this entry was written with it.
    fn made(self, entry: &Entry) -> bool {
        // The time stands in the first six bytes.
        id_of(Timestamp::UNIX_EPOCH, &self.0).as_bytes()[6..] == entry.id().as_bytes()[6..]
    }
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A form that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The token of its page.
    pub token: Option<Token>,
    /// What its sender could not know when it came.
    pub arrival: Arrival,
}

/// How far this program had written when a request came, and which of it nobody had been told of.
#[derive(Clone, Debug)]
pub struct Arrival {
    count: u64,
    unanswered: Vec<Uuid>,
}

/// What became of an entry.
#[derive(Clone, Debug)]
pub enum Written {
    /// It is stored.
    Stored(Arc<Entry>),
    /// The same tap has stored this one; nothing was written.
    Already(Arc<Entry>),
}

impl Written {
    /// The entry that stands, whoever wrote it.
    pub fn entry(&self) -> &Arc<Entry> {
        match self {
            Written::Stored(entry) | Written::Already(entry) => entry,
        }
    }
}

/// The last entries that this program has written.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    count: u64,
    /// The newest first.
    last: VecDeque<Uuid>,
    /// Those whose senders have no answer yet.
    unanswered: Vec<Uuid>,
}

impl Recent {
    pub(crate) fn add(&mut self, id: Uuid) {
        self.count += 1;
        self.last.push_front(id);
        self.last.truncate(REMEMBERED);
        self.unanswered.push(id);
    }

    fn arrival(&self) -> Arrival {
        Arrival { count: self.count, unanswered: self.unanswered.clone() }
    }

    /// Whether an entry was written since, or not answered for by then.
    fn crossed(&self, id: Uuid, arrival: &Arrival) -> bool {
        let since = usize::try_from(self.count.saturating_sub(arrival.count)).unwrap_or(usize::MAX);
        arrival.unanswered.contains(&id) || self.last.iter().take(since).any(|other| *other == id)
    }
}

/// An entry whose sender waits for the answer; dropped when the answer goes out, or when nobody waits for it any more.
struct Unanswered<'j>(&'j Journal, Uuid);

impl Drop for Unanswered<'_> {
    fn drop(&mut self) {
        self.0.answered(&[self.1]);
    }
}

impl State {
    /// Whether criteria decide what it says, or what it corrects.
    pub(crate) fn is_decided(&mut self, draft: &Draft) -> bool {
        let corrected = match &draft.kind {
            Kind::Correction(correction) => self.fold().get(correction.of).is_some_and(|item| item.kind().is_decided()),
            _ => false,
        };
        corrected || draft.kind.is_decided()
    }

    /// The entry that the same tap has stored, if it has and if that still stands.
    fn same(&mut self, draft: &Draft, sent: &Sent, now: Timestamp) -> Option<Arc<Entry>> {
        let since = now.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN);
        // Ids sort by time.
        let lately = self.log.shared().rev().take_while(|entry| entry.recorded() > since);
        let same = lately.filter(|entry| entry.draft().is_some_and(|said| says_the_same(said, draft))).find(
            |entry| match sent.token {
                Some(token) => token.made(entry),
                None => self.recent.crossed(entry.id(), &sent.arrival),
            },
        )?;
        (same.is_change() || self.fold().get(same.id()).is_some()).then_some(same)
    }
}

/// Whether two drafts say the same. The time of now is another one with each request; a minute that was given is not.
fn says_the_same(one: &Draft, other: &Draft) -> bool {
    let apart = one.happened.at().duration_since(other.happened.at()).abs();
    one.kind == other.kind && one.precision == other.precision && apart < WINDOW
}

impl Journal {
    /// A token for the forms of a page.
    pub fn token(&self) -> Token {
        Token(self.host.random())
    }

    /// A request has come: what is written from now on, its sender cannot know.
    pub fn arrival(&self) -> Arrival {
        self.state().recent.arrival()
    }

    /// Their senders have their answers.
    pub(crate) fn answered(&self, ids: &[Uuid]) {
        self.state().recent.unanswered.retain(|id| !ids.contains(id));
    }

    /// Writes one entry, unless the same tap has written it already.
    ///
    /// # Errors
    /// As [`Journal::write`].
    pub async fn write_once(&self, draft: Draft, sent: Sent) -> Result<Written, JournalError> {
        self.write_tap(draft, Door::Hand, sent).await
    }

    /// Writes what criteria have decided ([`Kind::is_decided`](supple_diary::Kind::is_decided)), unless the same tap has
    /// written it already. Only the code that asks the criteria calls this.
    ///
    /// # Errors
    /// As [`Journal::write`].
    pub async fn write_decided(&self, draft: Draft, sent: Sent) -> Result<Written, JournalError> {
        self.write_tap(draft, Door::Criteria, sent).await
    }

    async fn write_tap(&self, draft: Draft, door: Door, sent: Sent) -> Result<Written, JournalError> {
        let chance = sent.token.map(|token| token.0);
        let same = |state: &mut State, now| state.same(&draft, &sent, now);
        let written = self.append(std::slice::from_ref(&draft), door, chance, same).await?;
        let mut entries = match written {
            Ok(entries) => entries,
            Err(entry) => return Ok(Written::Already(entry)),
        };
        let entry = entries.swap_remove(0);
        let _unanswered = Unanswered(self, entry.id());
        // A change that is written twice changes nothing more.
        if sent.token.is_none() && !entry.is_change() {
            self.host.linger().await;
        }
        Ok(Written::Stored(entry))
    }
}
