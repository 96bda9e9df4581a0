//! What the diary needs from the browser: its clock, its time zone, its chance, and what it knows of its storage.

use crate::host::Host;
use jiff::Timestamp;
use send_wrapper::SendWrapper;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use supple_journal::{Backups, Copies, DataLoss, Env, Link, Peer, Storage, StorageStatus, Tasks, Work};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The browser as a machine.
#[derive(Debug)]
pub(crate) struct Browser(pub(crate) Arc<SendWrapper<Host>>);

/// What the script knows of the browser: `Host.known` in `js/host.js`. Times are milliseconds since 1970.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct State {
    persisted: Option<bool>,
    used: Option<f64>,
    quota: Option<f64>,
    lost: Option<Mark>,
    backup: Option<f64>,
    link: Server,
}

/// What is known of the server.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Server {
    peer: String,
    has_left: bool,
    owes: bool,
    name: Option<String>,
    pending: Option<f64>,
    schema: Option<f64>,
    synced: Option<f64>,
    refused: Vec<String>,
    problem: Option<String>,
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
        serde_json::from_str(&self.0.state()).unwrap_or_default()
    }
}

impl Env for Browser {
    fn now(&self) -> Timestamp {
        time(self.0.now()).unwrap_or_default()
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

impl Copies for Browser {
    fn backups(&self) -> Backups {
        self.state().backup.and_then(time).map_or(Backups::Never, Backups::Last)
    }

    fn note_backup(&self, at: Timestamp) {
        self.0.note_backup(at.as_millisecond() as f64);
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
        self.0.begin_anew();
    }

    fn forget(&self) -> Result<(), String> {
        self.0.forget();
        Ok(())
    }
}

impl Tasks for Browser {
    fn pause(&self, length: Duration) -> Work {
        let host = Arc::clone(&self.0);
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
        let Server { peer, has_left, owes, name, pending, schema, synced, refused, problem } = self.state().link;
        let peer = match peer.as_str() {
            "server" => Peer::Server,
            "not-paired" => Peer::NotPaired,
            "other-diary" => Peer::OtherDiary,
            "nobody" => Peer::Nobody,
            _ => Peer::Unmet,
        };
        let pending = pending.map(|pending| pending as usize);
        let schema = schema.map(|schema| schema as u64);
        let (synced, other) = (synced.and_then(time), None);
        Some(Link { peer, has_left, owes, name, pending, schema, synced, other, refused, problem })
    }
}

fn time(milliseconds: f64) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds as i64).ok()
}
