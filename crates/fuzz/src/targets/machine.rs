//! The machine on which a journal runs.

use super::{ZONE, now};
use jiff::Timestamp;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use supple_journal::{Copies, Env, Host, Storage, Tasks, Work};

/// A machine whose clock stands still.
#[derive(Debug, Default)]
pub(super) struct Machine(AtomicU64);

impl Env for Machine {
    fn now(&self) -> Timestamp {
        now()
    }

    fn zone(&self) -> String {
        ZONE.to_owned()
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        bytes
    }
}

impl Copies for Machine {}

impl Storage for Machine {
    fn forget(&self) -> Result<(), String> {
        Ok(())
    }
}

impl Tasks for Machine {
    fn linger(&self) -> Work {
        Box::pin(tokio::task::yield_now())
    }

    fn pause(&self, _: Duration) -> Work {
        Box::pin(std::future::pending())
    }

    fn go_on(&self, work: Work) {
        tokio::spawn(work);
    }
}

impl Host for Machine {}
