//! An outbox that keeps letters by key, as the one of a server does, and whose networks and senders fail as they are told to.

use std::collections::BTreeMap;
use supple_reach::Letter;

/// What became of a letter so far.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) letter: Letter,
    /// Whether it is still to be sent.
    pub(crate) waits: bool,
    /// Whether someone may have it.
    pub(crate) may_be_out: bool,
}

/// How a try ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Try {
    Sent,
    Failed,
    /// The sender dies after the letter may have gone out and before it could say so.
    Died,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox {
    letters: BTreeMap<String, Kept>,
}

impl Outbox {
    /// Cancels what waits, and lays letters. Gives those whose key is new.
    pub(crate) fn commit(&mut self, lay: &[Letter], cancel: &[String]) -> Vec<Letter> {
        for (_, kept) in self.letters.iter_mut().filter(|(key, _)| cancel.iter().any(|begin| key.starts_with(begin))) {
            kept.waits = false;
        }
        let mut new = Vec::new();
        for letter in lay {
            self.letters.entry(letter.key.clone()).or_insert_with(|| {
                new.push(letter.clone());
                Kept { letter: letter.clone(), waits: true, may_be_out: false }
            });
        }
        new
    }

    /// Tries the letters that wait, each as it is told, over and over.
    pub(crate) fn send(&mut self, tries: &[Try]) {
        let waiting = self.letters.values_mut().filter(|kept| kept.waits);
        for (kept, how) in waiting.zip(tries.iter().cycle()) {
            match how {
                Try::Sent => (kept.waits, kept.may_be_out) = (false, true),
                Try::Failed => {}
                Try::Died => kept.may_be_out = true,
            }
        }
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.letters.contains_key(key)
    }

    /// The keys that wait, of those that begin so.
    pub(crate) fn waiting(&self, begin: &str) -> Vec<&str> {
        let begun = self.letters.iter().filter(|(key, kept)| kept.waits && key.starts_with(begin));
        begun.map(|(key, _)| key.as_str()).collect()
    }

    /// Whether a letter of those whose keys begin so went out, or may have.
    pub(crate) fn may_be_out(&self, begin: &str) -> bool {
        self.letters.iter().any(|(key, kept)| kept.may_be_out && key.starts_with(begin))
    }

    pub(crate) fn letters(&self) -> impl Iterator<Item = &Kept> {
        self.letters.values()
    }
}
