//! What the tests of the journal share.
#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking")]

pub mod talk;

use jiff::Timestamp;
use std::sync::atomic::{AtomicU64, Ordering};
use supple_journal::Host;
use supple_journal::{Copies, Env, Storage, Tasks};

/// A machine whose clock moves a millisecond at each look, and whose chance is a counter.
#[derive(Debug)]
pub struct Ticking {
    looks: AtomicU64,
    seed: u64,
}

impl Ticking {
    /// One of many: machines with different seeds never have the same chance.
    pub fn new(seed: u64) -> Ticking {
        Ticking { looks: AtomicU64::new(0), seed }
    }
}

impl Env for Ticking {
    fn now(&self) -> Timestamp {
        let looks = self.looks.fetch_add(1, Ordering::Relaxed);
        Timestamp::from_millisecond(1_790_000_000_000 + i64::try_from(looks).unwrap()).unwrap()
    }

    fn zone(&self) -> String {
        "Europe/Berlin".to_owned()
    }

    fn random(&self) -> [u8; 10] {
        let number = self.looks.fetch_add(1, Ordering::Relaxed) ^ (self.seed << 32);
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&number.to_be_bytes());
        bytes
    }
}

impl Copies for Ticking {}

impl Storage for Ticking {}

impl Tasks for Ticking {}

impl Host for Ticking {}
