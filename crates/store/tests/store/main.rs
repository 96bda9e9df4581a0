//! The promises of a store, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod damage;
mod erase;
mod full;
mod identity;
mod killed;
mod outbox;
mod outbox_files;
mod outbox_killed;
mod outbox_leases;
mod outbox_model;
mod outbox_server;
mod promises;
mod refusals;
mod replaced;
mod server;
mod tls;
mod tls_network;

use std::process::Command;
use std::sync::Arc;
use supple_store::testing::Cluster;
use supple_store::{Answer, Record, Store, open};
use tempfile::TempDir;

/// A database of a test, removed when the test is done.
struct Place {
    address: String,
    folder: Option<TempDir>,
    _cluster: Option<Arc<Cluster>>,
}

impl Place {
    fn sqlite() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("diary.db").display());
        Place { address, folder: Some(folder), _cluster: None }
    }

    fn postgresql() -> Place {
        let cluster = cluster();
        Place { address: cluster.fresh_database().unwrap(), folder: None, _cluster: Some(cluster) }
    }

    fn open(&self) -> Box<dyn Store> {
        open(&self.address).unwrap_or_else(|error| panic!("{error}"))
    }
}

fn cluster() -> Arc<Cluster> {
    Cluster::shared().unwrap_or_else(|error| panic!("{error}"))
}

/// Makes a test of each of these functions on each kind of database.
macro_rules! on_both {
    ($($test:ident),* $(,)?) => {
        mod sqlite { $(#[test] fn $test() { super::$test(&crate::Place::sqlite()); })* }
        mod postgresql { $(#[test] fn $test() { super::$test(&crate::Place::postgresql()); })* }
    };
}
use on_both;

fn wait<T>(answer: Answer<'_, T>) -> Result<T, supple_store::StoreError> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(answer)
}

/// The record with this number of a device, the same each time.
fn record(device: u8, sequence: u64) -> Record {
    let mut id = [device; 16];
    id[8..].copy_from_slice(&sequence.to_be_bytes());
    let line = format!(r#"{{"schema":1,"sequence":{sequence},"kind":"note","text":"Rückenschmerz {sequence}"}}"#);
    Record { id, device: [device; 16], sequence, line }
}

fn records(device: u8, sequences: std::ops::Range<u64>) -> Vec<Record> {
    sequences.map(|sequence| record(device, sequence)).collect()
}

fn lines(store: &dyn Store) -> Vec<Record> {
    wait(store.read(0)).unwrap().into_iter().map(|(_, record)| record).collect()
}

/// This program again, running one test only: what a test does in a process of its own.
fn again(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    command
}
