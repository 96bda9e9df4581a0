//! One tap is one entry, also when it is sent twice.
//!
//! A shaking hand taps twice, and a slow link shows nothing for a while. Two requests are one tap where both say the same
//! and either
//!
//! - they come from the same page: each page that is made has a token in its forms, which becomes the chance in the id of
//!   the entry, so that the entry itself tells from which page it was sent, on any store and after a restart; or
//! - the second has no token, as that of a script or a button on the wall, and came within [`DOUBLE`] of the first.
//!
//! A page may be come back to, and the next spasm may be seconds away. So the first holds for [`WINDOW`] only, and whoever
//! is told [`Written::Already`] is asked whether it was another one.

use crate::{Journal, JournalError, State, id_of};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use supple_diary::{Draft, Entry};

/// For how long the same page sends the same entry only once: longer than anyone taps at a page that does not answer, and
/// shorter than anyone would lose a spasm of a page that was left open.
pub const WINDOW: SignedDuration = SignedDuration::from_secs(60);

/// How far apart two taps of one hand are at most, where nothing else tells: systems take two clicks within half a second
/// for a double one, and no two spasms are tapped so fast.
pub const DOUBLE: SignedDuration = SignedDuration::from_millis(500);

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The token of its page.
    pub token: Option<Token>,
    /// When it came, before anything was waited for.
    pub at: Timestamp,
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

impl State {
    /// The entry that the same tap has stored, if it has and if that still stands.
    fn same(&mut self, draft: &Draft, sent: Sent, now: Timestamp) -> Option<Arc<Entry>> {
        let after = |length| move |entry: &Entry| sent.at.duration_since(entry.recorded()) < length;
        let (lately, just_now) = (after(WINDOW), after(DOUBLE));
        // Ids sort by time.
        let since = now.saturating_sub(WINDOW + WINDOW).unwrap_or(Timestamp::MIN);
        let recent = self.log.shared().rev().take_while(|entry| entry.recorded() >= since);
        let same = recent.filter(|entry| entry.draft().is_some_and(|said| says_the_same(said, draft))).find(|entry| match sent.token {
            Some(token) => lately(entry) && token.made(entry),
            None => just_now(entry),
        })?;
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
        Token(self.machine.random())
    }

    /// Writes one entry, unless the same tap has written it already.
    ///
    /// # Errors
    /// As [`Journal::write`].
    pub async fn write_once(&self, draft: Draft, sent: Sent) -> Result<Written, JournalError> {
        let chance = sent.token.map(|token| token.0);
        let same = |state: &mut State, now| state.same(&draft, sent, now);
        let written = self.append(std::slice::from_ref(&draft), chance, same).await?;
        Ok(written.map_or_else(Written::Already, |mut entries| Written::Stored(entries.swap_remove(0))))
    }
}
