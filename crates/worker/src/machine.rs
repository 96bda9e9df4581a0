//! What the diary needs from the browser: its clock, its time zone, its chance.

use crate::host::Host;
use jiff::Timestamp;
use send_wrapper::SendWrapper;
use std::sync::Arc;
use supple_journal::Machine;

/// The browser as a machine.
#[derive(Debug)]
pub(crate) struct Browser(pub(crate) Arc<SendWrapper<Host>>);

impl Machine for Browser {
    fn now(&self) -> Timestamp {
        // A browser's clock is within what a timestamp can hold: its own dates end earlier.
        Timestamp::from_millisecond(self.0.now() as i64).unwrap_or_default()
    }

    fn zone(&self) -> String {
        self.0.zone()
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        let given = self.0.random(10);
        let count = given.len().min(bytes.len());
        bytes[..count].copy_from_slice(&given[..count]);
        bytes
    }
}
