//! An outbox does what a model of a few lines does, whatever it is asked in whatever order.
//!
//! The model is written from the promises and shares no code with either database.

use crate::Place;
use crate::outbox::NOW;
use proptest::prelude::*;
use std::collections::BTreeMap;
use supple_store::DiaryKey;
use supple_store::outbox::{Change, Document, Fate, Kept, Letter, Outbox, Outcome, Taken, open_outbox};

const DAY: i64 = 24 * 60 * 60 * 1000;
const MINUTE: i64 = 60_000;

/// Few texts, so that they meet; with all that a pattern or a language might take for more than it is.
const TEXTS: [&str; 8] = ["", "a", "a%", "a_b", "ab", "A", "ä", "a\0"];
const CHANNELS: [&str; 3] = ["mail", "push", ""];

#[derive(Clone, Debug)]
pub(crate) enum Command {
    Commit {
        name: usize,
        is_seen: bool,
        value: Option<u8>,
        lay: Vec<(usize, usize, i64)>,
        cancel: Vec<usize>,
    },
    Take {
        channels: Vec<usize>,
        lease: i64,
    },
    /// Settles what was taken by the so-manieth last time.
    Settle {
        which: usize,
        outcome: u8,
        wait: i64,
    },
    Pass(i64),
    Forget(i64),
    Erase,
    Look(usize),
}

/// Spans of time from moments to weeks, some back.
fn span() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 0..200_i64,
        4 => 0..2 * MINUTE,
        2 => 0..3 * DAY,
        1 => -2 * MINUTE..0,
        1 => -3 * DAY..0,
        1 => Just(DAY), 1 => Just(DAY + MINUTE), 1 => Just(-MINUTE),
    ]
}

pub(crate) fn command() -> impl Strategy<Value = Command> {
    let text = 0..TEXTS.len();
    let letter = (text.clone(), 0..CHANNELS.len(), span());
    prop_oneof![
        6 => (0..3_usize, prop::bool::weighted(0.8), prop::option::weighted(0.8, any::<u8>()),
              prop::collection::vec(letter, 0..4), prop::collection::vec(text.clone(), 0..2))
            .prop_map(|(name, is_seen, value, lay, cancel)| Command::Commit { name, is_seen, value, lay, cancel }),
        8 => (prop::collection::vec(0..CHANNELS.len(), 0..3), span())
            .prop_map(|(channels, lease)| Command::Take { channels, lease }),
        8 => (0..3_usize, 0..5_u8, span()).prop_map(|(which, outcome, wait)| Command::Settle { which, outcome, wait }),
        6 => span().prop_map(Command::Pass),
        1 => span().prop_map(Command::Forget),
        1 => Just(Command::Erase),
        2 => text.prop_map(Command::Look),
    ]
}

#[derive(Clone, Debug)]
struct Entry {
    kept: Kept,
    laid: u64,
    token: i64,
    /// When the lease began and how long it is.
    lease: (i64, i64),
    cancelled: Option<i64>,
    /// Whether a try ended without an answer, or without a word.
    is_unsure: bool,
}

impl Entry {
    fn kept(&self) -> Kept {
        let may_be_out = matches!(self.kept.fate, Fate::Sent(_)) || self.kept.is_taken || self.is_unsure;
        Kept { may_be_out, ..self.kept.clone() }
    }

    fn is_free(&self, now: i64) -> bool {
        let (began, length) = self.lease;
        !self.kept.is_taken || began + length <= now || began > now + MINUTE
    }

    /// When its turn came, if it has come.
    fn turn(&self, channels: &[&str], now: i64) -> Option<i64> {
        let Kept { letter, next, fate, .. } = &self.kept;
        let is_named = channels.is_empty() || channels.contains(&letter.channel.as_str());
        let is_open = *fate == Fate::Waiting && self.cancelled.is_none() && self.is_free(now);
        let turn = if *next > now + DAY + MINUTE { letter.due } else { *next };
        (is_named && is_open && letter.due <= now && turn <= now).then_some(turn)
    }
}

#[derive(Debug, Default)]
struct Model {
    documents: BTreeMap<String, (u64, String)>,
    letters: BTreeMap<String, Entry>,
    removed: u64,
    laid: u64,
    token: i64,
}

impl Model {
    fn commit(&mut self, change: &Change<'_>, now: i64) -> bool {
        let found = self.documents.get(change.name).map_or(0, |(revision, _)| *revision);
        if found != change.revision {
            return false;
        }
        match change.value {
            Some(value) => {
                let revision = if found == 0 { self.removed + 1 } else { found + 1 };
                self.documents.insert(change.name.to_owned(), (revision, value.to_owned()));
            }
            None => {
                self.documents.remove(change.name);
                self.removed = self.removed.max(found);
            }
        }
        for entry in self.letters.values_mut() {
            let is_meant = change.cancel.iter().any(|prefix| entry.kept.letter.key.starts_with(prefix));
            if is_meant && entry.kept.fate == Fate::Waiting && entry.cancelled.is_none() {
                entry.cancelled = Some(now);
                if entry.is_free(now) {
                    entry.kept.fate = Fate::Cancelled(now);
                }
            }
        }
        for letter in change.lay {
            self.laid += 1;
            let kept = Kept {
                letter: letter.clone(),
                tries: 0,
                next: letter.due,
                trouble: None,
                fate: Fate::Waiting,
                is_taken: false,
                may_be_out: false,
            };
            let entry = Entry { kept, laid: self.laid, token: 0, lease: (0, 0), cancelled: None, is_unsure: false };
            self.letters.entry(letter.key.clone()).or_insert(entry);
        }
        true
    }

    fn take(&mut self, channels: &[&str], now: i64, lease: i64) -> Option<Taken> {
        for entry in self.letters.values_mut() {
            if let (Some(at), Fate::Waiting, true) = (entry.cancelled, entry.kept.fate, entry.is_free(now)) {
                entry.kept.fate = Fate::Cancelled(at);
            }
        }
        let due = self.letters.values_mut().filter_map(|entry| Some(((entry.turn(channels, now)?, entry.laid), entry)));
        let (_, entry) = due.min_by_key(|(turn, _)| *turn)?;
        self.token += 1;
        entry.token = self.token;
        entry.kept.tries += 1;
        entry.is_unsure |= entry.kept.is_taken;
        entry.kept.is_taken = true;
        entry.lease = (now, lease.max(0));
        Some(Taken { letter: entry.kept.letter.clone(), tries: entry.kept.tries, token: entry.token })
    }

    fn settle(&mut self, taken: &Taken, outcome: &Outcome, now: i64) -> bool {
        let Some(entry) = self.letters.get_mut(&taken.letter.key) else { return false };
        if entry.token != taken.token || !entry.kept.is_taken {
            return false;
        }
        let kept = &mut entry.kept;
        kept.is_taken = false;
        kept.trouble = match outcome {
            Outcome::Sent => None,
            Outcome::Later { why, may_be_out, .. } | Outcome::GivenUp { why, may_be_out } => {
                entry.is_unsure |= may_be_out;
                Some(why.clone())
            }
        };
        if let Outcome::Later { next, .. } = outcome {
            kept.next = (*next).min(now + DAY);
        }
        kept.fate = match (outcome, entry.cancelled) {
            (Outcome::Sent, _) => Fate::Sent(now),
            (_, Some(at)) => Fate::Cancelled(at),
            (Outcome::Later { .. }, None) => Fate::Waiting,
            (Outcome::GivenUp { .. }, None) => Fate::GivenUp(now),
        };
        true
    }

    fn forget_before(&mut self, before: i64) -> usize {
        let count = self.letters.len();
        self.letters.retain(|_, entry| match entry.kept.fate {
            Fate::Waiting => true,
            Fate::Sent(at) | Fate::GivenUp(at) | Fate::Cancelled(at) => at >= before,
        });
        count - self.letters.len()
    }

    fn erase(&mut self) {
        self.removed = self.documents.values().map(|(revision, _)| *revision).fold(self.removed, u64::max);
        self.documents.clear();
        self.letters.clear();
    }
}

/// An outbox and its model, which are asked for the same.
pub(crate) struct Watched<'o> {
    place: &'o Place,
    outbox: &'o dyn Outbox,
    model: Model,
    now: i64,
    all_taken: Vec<Taken>,
}

impl<'o> Watched<'o> {
    /// One that is empty, and was always.
    pub(crate) fn new(place: &'o Place, outbox: &'o dyn Outbox) -> Watched<'o> {
        Watched { place, outbox, model: Model::default(), now: NOW, all_taken: Vec::new() }
    }

    /// Does it with both, and sees that they say the same.
    pub(crate) fn perform(&mut self, command: &Command) {
        let Watched { place, outbox, model, now, all_taken } = self;
        match command {
            Command::Commit { name, is_seen, value, lay, cancel } => {
                let name = TEXTS[*name];
                let value = value.map(|value| format!("value {value}"));
                let seen = model.documents.get(name).map_or(0, |(revision, _)| *revision);
                let lay: Vec<Letter> = lay
                    .iter()
                    .map(|(key, channel, due)| Letter {
                        key: TEXTS[*key].to_owned(),
                        channel: CHANNELS[*channel].to_owned(),
                        due: *now + due,
                        content: format!("{key} {due}"),
                    })
                    .collect();
                let cancel: Vec<String> = cancel.iter().map(|prefix| TEXTS[*prefix].to_owned()).collect();
                let revision = if *is_seen { seen } else { seen.wrapping_sub(1) };
                let change = Change { name, revision, value: value.as_deref(), lay: &lay, cancel: &cancel };
                assert_eq!(outbox.commit(&change, *now), Ok(model.commit(&change, *now)));
            }
            Command::Take { channels, lease } => {
                let channels: Vec<&str> = channels.iter().map(|channel| CHANNELS[*channel]).collect();
                let taken = model.take(&channels, *now, *lease);
                assert_eq!(outbox.take(&channels, *now, *lease), Ok(taken.clone()));
                all_taken.extend(taken);
            }
            Command::Settle { which, outcome, wait } => {
                let Some(taken) = all_taken.iter().rev().nth(*which) else { return };
                let why = format!("why {wait}");
                let may_be_out = outcome % 2 == 0;
                let outcome = match outcome {
                    0 => Outcome::Sent,
                    1 | 2 => Outcome::Later { next: *now + wait, why, may_be_out },
                    _ => Outcome::GivenUp { why, may_be_out },
                };
                assert_eq!(outbox.settle(taken, &outcome, *now), Ok(model.settle(taken, &outcome, *now)));
            }
            Command::Pass(span) => place.pass(now, *span),
            Command::Forget(span) => {
                assert_eq!(outbox.forget_before(*now - span), Ok(model.forget_before(*now - span)));
            }
            Command::Erase => {
                outbox.erase().unwrap();
                model.erase();
            }
            Command::Look(prefix) => {
                let prefix = TEXTS[*prefix];
                let kept = model.letters.values().map(Entry::kept);
                let kept: Vec<Kept> = kept.filter(|kept| kept.letter.key.starts_with(prefix)).collect();
                assert_eq!(outbox.letters(prefix), Ok(kept));
                let documents: Vec<Document> = documents(model, prefix);
                assert_eq!(outbox.document(prefix), Ok(documents.first().filter(|one| one.name == prefix).cloned()));
                assert_eq!(outbox.documents(prefix), Ok(documents));
            }
        }
    }

    /// Sees that both hold the same.
    pub(crate) fn compare(&self) {
        let kept = self.model.letters.values().map(Entry::kept).collect();
        assert_eq!(self.outbox.letters(""), Ok(kept));
        assert_eq!(self.outbox.documents(""), Ok(documents(&self.model, "")));
    }
}

fn agree(place: &Place, outbox: &dyn Outbox, commands: &[Command]) {
    let mut watched = Watched::new(place, outbox);
    commands.iter().for_each(|command| watched.perform(command));
    watched.compare();
}

fn documents(model: &Model, prefix: &str) -> Vec<Document> {
    let document = |(name, (revision, value)): (&String, &(u64, String))| Document {
        name: name.clone(),
        revision: *revision,
        value: value.clone(),
    };
    model.documents.iter().filter(|(name, _)| name.starts_with(prefix)).map(document).collect()
}

pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn an_outbox_in_memory_does_what_the_model_does(commands in prop::collection::vec(command(), 1..60)) {
        let place = Place { address: "sqlite::memory:".to_owned(), folder: None, key: DiaryKey::FIRST, beside: None, _cluster: None, browser: None };
        agree(&place, &*open_outbox(&place.address).unwrap(), &commands);
    }
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn an_outbox_on_a_server_does_what_the_model_does(commands in prop::collection::vec(long_command(), 20..60)) {
        let place = Place::postgresql();
        agree(&place, &*place.outbox(), &commands);
    }
}

/// As `command`, with no lease that ends within minutes of a time that may come: a server's clock goes on by itself.
pub(crate) fn long_command() -> impl Strategy<Value = Command> {
    command().prop_map(|command| match command {
        Command::Take { channels, lease } => {
            Command::Take { channels, lease: if lease > MINUTE { 10 * MINUTE } else { 0 } }
        }
        Command::Pass(span) if span > 0 => Command::Pass(span / (4 * MINUTE) * (4 * MINUTE) + 1),
        Command::Pass(span) => Command::Pass(span / (4 * MINUTE) * (4 * MINUTE)),
        command => command,
    })
}
