//! A side of a sync in memory, and messages between such sides.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each test uses a part of it")]

use jiff::Timestamp;
use std::sync::Arc;
use supple_diary::{Draft, Entry, Level, Log, Moment, Note, Pain, Tail, Text};
use supple_sync::{Admitted, Chains, Message, Refused, VERSION, VersionVector};
use uuid::Uuid;

/// 2026-11-22T02:11:07Z.
pub const NOW: i64 = 1_795_313_467;

pub fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

/// A device with a diary of its own.
#[derive(Clone, Debug)]
pub struct Side {
    pub diary: Uuid,
    pub log: Log,
    pub chains: Chains,
    /// By how many seconds the clock of this side is ahead.
    pub ahead: i64,
    /// Whether a Supple of tomorrow runs here: every third of its entries is one that the others cannot read.
    pub is_newer: bool,
    tail: Tail,
    written: u32,
}

impl Side {
    pub fn new(device: u8) -> Side {
        let device = Uuid::from_u128(u128::from(device) + 1);
        let (log, chains) = Default::default();
        Side { diary: Uuid::from_u128(99), log, chains, ahead: 0, is_newer: false, tail: Tail::new(device), written: 0 }
    }

    pub fn device(&self) -> Uuid {
        self.tail.device()
    }

    /// Writes a pain, or now and then a long note.
    pub fn write(&mut self) -> Arc<Entry> {
        let happened = Moment::in_zone(now(), "Europe/Berlin").unwrap();
        let number = self.written;
        let draft = if number % 7 == 3 {
            Draft::new(happened, Note { text: Text::new("\"\\ü".repeat(6_000)).unwrap() })
        } else {
            let level = Level::new(i64::from(number % 11)).unwrap();
            Draft::new(happened, Pain { level, regions: Default::default(), note: None })
        };
        self.write_draft(draft)
    }

    pub fn write_draft(&mut self, draft: Draft) -> Arc<Entry> {
        let mut random = [0; 10];
        random[..4].copy_from_slice(&self.written.to_be_bytes());
        random[4] = self.device().as_bytes()[15];
        self.written += 1;
        let at = Timestamp::from_second(NOW - 1_000_000 + i64::from(self.written) + self.ahead).unwrap();
        let happened = Moment::in_zone(at, "Europe/Berlin").unwrap();
        let draft = Draft { happened, ..draft };
        let entry = if self.is_newer && self.written.is_multiple_of(3) {
            supple_diary::testing::of_tomorrow(&mut self.tail, draft, at, random)
        } else {
            self.tail.write(draft, at, random, None).unwrap()
        };
        let entry = Arc::new(entry);
        self.add(&entry);
        entry
    }

    pub fn write_many(&mut self, count: usize) -> Vec<Arc<Entry>> {
        (0..count).map(|_| self.write()).collect()
    }

    pub fn add(&mut self, entry: &Arc<Entry>) {
        self.log.insert(Arc::clone(entry));
        self.chains.add(Arc::clone(entry));
    }

    pub fn message(&self, theirs: &VersionVector, refused: Vec<Refused>) -> Message {
        let entries = self.chains.offer(theirs);
        Message { version: VERSION, diary: self.diary, have: self.chains.have(), entries, refused }
    }

    pub fn admit(&self, message: &Message) -> Admitted {
        self.chains.admit(&self.log, &message.entries)
    }

    /// Takes what is good. Gives what was refused.
    pub fn take(&mut self, message: &Message) -> Vec<Refused> {
        if message.diary != self.diary {
            return Vec::new();
        }
        let admitted = self.admit(message);
        for entry in &admitted.entries {
            assert!(self.chains.have().entries(entry.device()) <= entry.sequence(), "in an order to be written in");
            self.add(entry);
        }
        admitted.refused
    }
}

/// A message over the wire.
pub fn sent(message: &Message) -> Message {
    let text = message.write();
    let read = Message::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read, *message);
    read
}

/// Messages to and fro until neither changes anything. Gives how many there were.
pub fn settle(one: &mut Side, other: &mut Side) -> usize {
    let mut messages = 0;
    loop {
        let before = (one.log.len(), other.log.len());
        let asked = sent(&one.message(&other.chains.have(), Vec::new()));
        other.take(&asked);
        let answer = sent(&other.message(&asked.have, Vec::new()));
        one.take(&answer);
        messages += 2;
        if before == (one.log.len(), other.log.len()) {
            return messages;
        }
        assert!(messages < 10_000, "it comes to an end");
    }
}
