//! Calls of a `Store` as JSON (RFC 8259), and what comes back. JSON carries each of them exactly, sequences up to the largest too:
//! both ends are Rust, and the script between hands over text.
//!
//! The tests of `supple-store` share this file.

use serde::{Deserialize, Serialize};
use supple_store::{Appended, Bytes, Cause, Damage, Found, Record, StoreError};

/// A call.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) enum Call {
    Append(Vec<Line>),
    AppendTo([u8; 16], Vec<Line>),
    Identity([u8; 16]),
    Adopt([u8; 16]),
    Look(u64),
    Position,
    Rewrite(u64, Vec<Line>),
    Erase,
    Describe,
}

/// What a call gives.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) enum Outcome {
    Appended(usize, usize),
    Identity([u8; 16]),
    Found(Seen),
    Position(u64),
    Rewritten(bool),
    Done,
    Described(String),
    Refused(Refusal),
}

/// What was read, and what of it is damaged.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Seen(Vec<(u64, Line)>, Vec<(u64, Option<Line>, String)>);

/// A record.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Line([u8; 16], [u8; 16], u64, String);

/// An error, of those that this store has.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) enum Refusal {
    Differs([u8; 16]),
    Taken([u8; 16], u64),
    OtherDiary(String),
    Full(String),
    Damaged(String, String),
    Cannot(String, String),
}

impl From<Record> for Line {
    fn from(record: Record) -> Line {
        Line(record.id, record.device, record.sequence, record.line)
    }
}

impl From<Line> for Record {
    fn from(Line(id, device, sequence, line): Line) -> Record {
        Record { id, device, sequence, line }
    }
}

/// Each of them as the other end has it.
pub(crate) fn all<From, To: std::convert::From<From>>(some: Vec<From>) -> Vec<To> {
    some.into_iter().map(To::from).collect()
}

impl From<Appended> for Outcome {
    fn from(appended: Appended) -> Outcome {
        Outcome::Appended(appended.taken, appended.known)
    }
}

impl From<Found> for Outcome {
    fn from(found: Found) -> Outcome {
        let records = found.records.into_iter().map(|(position, record)| (position, record.into())).collect();
        let damaged = found.damaged.into_iter();
        let damaged = damaged.map(|one| (one.position, one.record.map(Line::from), one.why));
        Outcome::Found(Seen(records, damaged.collect()))
    }
}

impl From<Seen> for Found {
    fn from(Seen(records, damaged): Seen) -> Found {
        let damage = |(position, record, why): (u64, Option<Line>, String)| {
            let record = record.map(Record::from);
            Damage { position, record, why }
        };
        Found {
            records: records.into_iter().map(|(position, record)| (position, record.into())).collect(),
            damaged: damaged.into_iter().map(damage).collect(),
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        match error {
            StoreError::Differs { id } => Refusal::Differs(id.0),
            StoreError::Taken { device, sequence } => Refusal::Taken(device.0, sequence),
            StoreError::OtherDiary { place } => Refusal::OtherDiary(place),
            StoreError::Full { place } => Refusal::Full(place),
            StoreError::Damaged { place, why } => Refusal::Damaged(place, why),
            StoreError::Cannot { place, why, .. } => Refusal::Cannot(place, why),
            other => {
                Refusal::Cannot("an error that the store of a browser does not have".to_owned(), other.to_string())
            }
        }
    }
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> StoreError {
        match refusal {
            Refusal::Differs(id) => StoreError::Differs { id: Bytes(id) },
            Refusal::Taken(device, sequence) => StoreError::Taken { device: Bytes(device), sequence },
            Refusal::OtherDiary(place) => StoreError::OtherDiary { place },
            Refusal::Full(place) => StoreError::Full { place },
            Refusal::Damaged(place, why) => StoreError::Damaged { place, why },
            Refusal::Cannot(place, why) => StoreError::Cannot { place, why, cause: Cause::Other },
        }
    }
}
