//! The promises of a store, on SQLite, on PostgreSQL, and on IndexedDB in Chromium.
//!
//! `promises`, `identity` and the model of `diaries_apart` say what all three keep, each once. The store of a browser is the one of
//! `supple-worker`: `bridged` sends each call to a page of Chromium (`browser`), where `supple-store-bridge` asks it. What stands
//! in one store only is tested beside it: `indexed_db` is for the browser.
//!
//! What IndexedDB is not asked for, and why:
//!
//! | tests | why not |
//! |---|---|
//! | `diaries`, `outbox*`, `beside` | An origin has one diary, and sends nothing by itself. |
//! | `replaced`, `migrations`, `refusals` | No address, no file of ours, one version so far. Deleted under an open store, damaged and newer: `indexed_db`. |
//! | `damage` | The files are Chromium's. A record that was changed by other means: `indexed_db`. |
//! | `killed` | No process of ours writes. The browser that is killed: `indexed_db`. |
//! | `full` | The quota of the browser is no disk: `indexed_db`. |
//! | `erase` | LevelDB keeps what was deleted until it compacts: `docs/decisions/erasing-in-a-browser.md`. |
//! | `server`, `tls*` | There is no server. |
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod bridged;
mod browser;
mod damage;
mod diaries;
mod diaries_apart;
mod erase;
mod full;
mod identity;
mod indexed_db;
mod killed;
mod migrations;
mod outbox;
mod outbox_apart;
mod outbox_files;
mod outbox_killed;
mod outbox_leases;
mod outbox_model;
mod outbox_server;
mod promises;
mod refusals;
mod replaced;
mod server;
mod spare_copy;
mod tls;
mod tls_network;

use browser::Browser;
use std::process::Command;
use std::sync::Arc;
use supple_store::testing::Cluster;
use supple_store::{Answer, Database, DiaryKey, Record, Store};
use tempfile::TempDir;

/// A database of a test, removed when the test is done.
struct Place {
    address: String,
    folder: Option<TempDir>,
    /// The diary that the test is about, and what the first one held before the test, if it is another.
    key: DiaryKey,
    beside: Option<Whole>,
    _cluster: Option<Arc<Cluster>>,
    /// For a database of IndexedDB: the browser that has it, under the address as its name.
    browser: Option<Arc<Browser>>,
}

/// All of a diary: its records with their positions, the last position and the identity.
type Whole = (Vec<(u64, Record)>, u64, [u8; 16]);

impl Place {
    fn sqlite() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("diary.db").display());
        Place { address, folder: Some(folder), key: DiaryKey::FIRST, beside: None, _cluster: None, browser: None }
    }

    fn postgresql() -> Place {
        let cluster = cluster();
        let address = cluster.fresh_database().unwrap();
        Place { address, folder: None, key: DiaryKey::FIRST, beside: None, _cluster: Some(cluster), browser: None }
    }

    fn indexed_db() -> Place {
        Place::of(Browser::shared())
    }

    /// A database of this browser.
    fn of(browser: Arc<Browser>) -> Place {
        let address = browser.fresh_database();
        Place { address, folder: None, key: DiaryKey::FIRST, beside: None, _cluster: None, browser: Some(browser) }
    }

    /// The same with another diary, beside one that holds ids, devices and sequences with which tests work, and says other things.
    fn beside(mut self) -> Place {
        let first = self.open();
        wait(first.identity([0xF1; 16])).unwrap();
        let other = |record: Record| Record { line: format!("first {}", record.line), ..record };
        let some = (1..10).flat_map(|device| records(device, 0..8)).map(other).collect();
        wait(first.append(some)).unwrap();
        self.beside = Some(whole(&*first));
        self.key = DiaryKey([0xB5; 16]);
        self
    }

    fn open(&self) -> Box<dyn Store> {
        if let Some(browser) = &self.browser {
            return Box::new(browser.open(&self.address));
        }
        let database = Database::open(&self.address).unwrap_or_else(|error| panic!("{error}"));
        database.diary(self.key).unwrap_or_else(|error| panic!("{error}"))
    }
}

impl Drop for Place {
    /// Whatever a test did with its diary, the first one is as it was.
    fn drop(&mut self) {
        if let Some(before) = self.beside.take().filter(|_| !std::thread::panicking()) {
            self.key = DiaryKey::FIRST;
            assert_eq!(whole(&*self.open()), before);
        }
    }
}

fn whole(store: &dyn Store) -> Whole {
    (wait(store.read(0)).unwrap(), wait(store.position()).unwrap(), wait(store.identity([0xEE; 16])).unwrap())
}

fn cluster() -> Arc<Cluster> {
    Cluster::shared().unwrap_or_else(|error| panic!("{error}"))
}

/// Makes a test of each of these functions on each kind of database that has an address.
macro_rules! on_each_kind {
    ($($test:ident),* $(,)?) => {
        mod sqlite { $(#[test] fn $test() { super::$test(&crate::Place::sqlite()); })* }
        mod postgresql { $(#[test] fn $test() { super::$test(&crate::Place::postgresql()); })* }
    };
}
use on_each_kind;

/// The same on every store, and on each kind of database also for a diary beside another.
macro_rules! on_every_store {
    ($($test:ident),* $(,)?) => {
        crate::on_each_kind!($($test),*);
        mod indexed_db { $(#[test] fn $test() { super::$test(&crate::Place::indexed_db()); })* }
        mod sqlite_beside_another { $(#[test] fn $test() { super::$test(&crate::Place::sqlite().beside()); })* }
        mod postgresql_beside_another { $(#[test] fn $test() { super::$test(&crate::Place::postgresql().beside()); })* }
    };
}
use on_every_store;

/// Makes a test of each of these functions on each kind of database, for the outbox of the first diary and for one beside another.
macro_rules! on_every_outbox {
    ($($test:ident),* $(,)?) => {
        crate::on_each_kind!($($test),*);
        mod sqlite_beside_another { $(#[test] fn $test() { crate::outbox::beside_another(crate::Place::sqlite(), super::$test); })* }
        mod postgresql_beside_another {
            $(#[test] fn $test() { crate::outbox::beside_another(crate::Place::postgresql(), super::$test); })*
        }
    };
}
use on_every_outbox;

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
