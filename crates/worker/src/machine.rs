//! What the diary needs from the browser: its clock, its time zone, its chance, and what it knows of its storage.

use crate::host::Host;
use jiff::Timestamp;
use send_wrapper::SendWrapper;
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use supple_journal::{Backups, Controller, Copies, DataLoss, Env, Link, Storage, StorageStatus, Tasks, Work};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The browser as a machine.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) host: Arc<SendWrapper<Host>>,
    /// What is known of the server.
    pub(crate) controller: Arc<Mutex<Controller>>,
}

/// What the script knows of the browser: `Host.known` in `js/host.js`. Times are milliseconds since 1970.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct State {
    persisted: Option<bool>,
    used: Option<f64>,
    quota: Option<f64>,
    lost: Option<Mark>,
    backup: Option<f64>,
}

/// What a mark outside of the database tells of the diary that was in it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Mark {
    since: Option<f64>,
    entries: Option<f64>,
}

impl Browser {
    fn state(&self) -> State {
        // It is our own script that writes it.
        serde_json::from_str(&self.host.state()).unwrap_or_default()
    }
}

impl Env for Browser {
    fn now(&self) -> Timestamp {
        time(self.host.now()).unwrap_or_default()
    }

    fn zone(&self) -> String {
        self.host.zone()
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        let given = self.host.random(10);
        let count = given.len().min(bytes.len());
        bytes[..count].copy_from_slice(&given[..count]);
        bytes
    }
}

impl Copies for Browser {
    fn backups(&self) -> Backups {
        self.state().backup.and_then(time).map_or(Backups::Never, Backups::Last)
    }

    fn note_backup(&self, at: Timestamp) {
        self.host.note_backup(at.as_millisecond() as f64);
    }
}

impl Storage for Browser {
    fn keeping(&self) -> StorageStatus {
        let state = self.state();
        let lost = state.lost.map(|mark| DataLoss {
            since: mark.since.and_then(time),
            entries: mark.entries.map(|entries| entries as u64),
            ..DataLoss::default()
        });
        let whole = |bytes: f64| bytes as u64;
        StorageStatus::Browser {
            persisted: state.persisted,
            used: state.used.map(whole),
            quota: state.quota.map(whole),
            lost,
        }
    }

    fn begin_anew(&self) {
        self.host.begin_anew();
    }

    fn forget(&self) -> Result<(), String> {
        self.host.forget();
        Ok(())
    }
}

impl Tasks for Browser {
    fn pause(&self, length: Duration) -> Work {
        let host = Arc::clone(&self.host);
        // Everything in a worker is on one thread, which the wrapper sees to.
        Box::pin(SendWrapper::new(async move {
            let _ = JsFuture::from(host.pause(length.as_millis() as f64)).await;
        }))
    }

    fn go_on(&self, work: Work) {
        spawn_local(work);
    }
}

impl supple_journal::Host for Browser {
    fn link(&self) -> Option<Link> {
        // It is whole after a panic too: it is changed at one place after the other, and never while anyone is waited for.
        Some(self.controller.lock().unwrap_or_else(PoisonError::into_inner).link().clone())
    }
}

fn time(milliseconds: f64) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds as i64).ok()
}
