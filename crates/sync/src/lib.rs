//! How two copies of a diary become one.
//!
//! Each side says what it has: for each device, how many entries of its chain, and the hash of the last ([`VersionVector`]). The
//! other sends what is missing, as runs of chains ([`Chains::offer`]), and what arrives is judged line by line before it
//! is taken ([`Chains::admit`]). That is all there is: a message may be lost, doubled or come late, and the next one
//! mends it, since taking is a union and what is known is skipped.
//!
//! What is taken was checked: it is an entry, it is not from the future, it carries on the chain that is here, and the
//! entry behind it (or the hash that its sender gives) says that it is as it was written. So one changed letter is
//! refused and named, and never spreads.
//!
//! Every diary has an identity, a UUID, which each message carries. Two diaries never mix by accident; see
//! [`Message::diary`].
//!
//! It is pure: no input or output, no clock, no chance.
//!
//! # Modules
//! - `version_vector`: per device, contiguous length and head hash.
//! - `chains`: a log by chains, what of it another side lacks, and what cannot be sent.
//! - `admit`: every line that arrives is judged before it is taken; read its `judge`.
//! - `fork`: a chain that goes two ways, and how it becomes one.
//! - `message`: the JSON and its limits.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod admit;
mod chains;
mod fork;
mod message;
mod version_vector;

pub use admit::{Admitted, Fault, Refused};
pub use chains::{Chains, Stuck};
pub use fork::{Fork, Reconciled};
pub use message::{
    ChainSegment, MAX_DEVICES, MAX_ENTRIES, MAX_LINES_BYTES, MAX_MESSAGE_BYTES, MAX_REFUSED, Message, MessageError,
    SCHEMA_HEADER, VERSION,
};
pub use version_vector::{Held, VersionVector};
