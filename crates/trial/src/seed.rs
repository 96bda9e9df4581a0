//! The seed of a trial, and what is promised of it.

use crate::protocol::Protocol;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// 32 bytes of chance from the system. Who knows them knows each draw, so they are told when the trial is over.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Seed([u8; 32]);

/// SHA-256 of seed and protocol: rule 2 of the crate.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Commitment([u8; 32]);

/// A text that is not 64 small hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a seed and a commitment are 64 small hexadecimal digits")]
pub struct HexError;

impl Seed {
    /// A seed of these bytes, which are chance.
    pub fn new(bytes: [u8; 32]) -> Seed {
        Seed(bytes)
    }

    /// A seed of 64 small hexadecimal digits.
    ///
    /// # Errors
    /// For any other text.
    pub fn from_hex(text: &str) -> Result<Seed, HexError> {
        from_hex(text).map(Seed)
    }

    /// It as 64 small hexadecimal digits: to store it, and to tell it at the end.
    pub fn to_hex(&self) -> String {
        to_hex(&self.0)
    }

    pub(crate) fn bytes(&self) -> [u8; 32] {
        self.0
    }

    /// What is promised before the first spasm.
    pub fn commitment(&self, protocol: &Protocol) -> Commitment {
        self.promise(&protocol.canonical())
    }

    /// SHA-256 of the seed and the canonical bytes of a protocol, also of one that is not known here.
    pub fn promise(&self, canonical: &[u8]) -> Commitment {
        Commitment(Sha256::new().chain_update(self.0).chain_update(canonical).finalize().into())
    }
}

/// Shows nothing of it.
impl fmt::Debug for Seed {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Seed(..)")
    }
}

impl Commitment {
    /// A commitment of 64 small hexadecimal digits.
    ///
    /// # Errors
    /// For any other text.
    pub fn from_hex(text: &str) -> Result<Commitment, HexError> {
        from_hex(text).map(Commitment)
    }

    /// It as 64 small hexadecimal digits.
    pub fn to_hex(&self) -> String {
        to_hex(&self.0)
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Commitment({})", self.to_hex())
    }
}

impl TryFrom<String> for Seed {
    type Error = HexError;

    fn try_from(text: String) -> Result<Seed, HexError> {
        Seed::from_hex(&text)
    }
}

impl From<Seed> for String {
    fn from(seed: Seed) -> String {
        seed.to_hex()
    }
}

impl TryFrom<String> for Commitment {
    type Error = HexError;

    fn try_from(text: String) -> Result<Commitment, HexError> {
        Commitment::from_hex(&text)
    }
}

impl From<Commitment> for String {
    fn from(commitment: Commitment) -> String {
        commitment.to_hex()
    }
}

fn to_hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Result<[u8; 32], HexError> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        _ => Err(HexError),
    };
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return Err(HexError);
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = 16 * digit(pair[0])? + digit(pair[1])?;
    }
    Ok(bytes)
}
