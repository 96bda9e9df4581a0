//! How long it takes to open a diary of 100,000 entries from its database. Limit: 0.5 s, the folding included.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use divan::Bencher;
use jiff::Timestamp;
use std::sync::{Arc, LazyLock};
use supple_diary::{Draft, Log, Spasm, testing};
use supple_journal::{Copies, Env, Host, Journal, Storage, Tasks};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

const ENTRIES: usize = 100_000;

#[derive(Debug)]
struct ThisMachine;

impl Env for ThisMachine {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn zone(&self) -> String {
        "Europe/Berlin".to_owned()
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        getrandom::fill(&mut bytes).unwrap();
        bytes
    }
}

impl Copies for ThisMachine {}

impl Storage for ThisMachine {}

impl Tasks for ThisMachine {}

impl Host for ThisMachine {}

fn journal(folder: &TempDir) -> Journal {
    let database = format!("sqlite:{}", folder.path().join("diary.db").display());
    Journal::new(supple_store::open(&database).unwrap(), Uuid::from_u128(7), Arc::new(ThisMachine))
}

fn runtime() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

/// A folder with a database of this many entries.
static YEARS: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let log: Log = testing::years(ENTRIES, 1).into_iter().collect();
    runtime().block_on(journal(&folder).take(&log)).unwrap();
    folder
});

fn main() {
    LazyLock::force(&YEARS);
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn open_load_and_fold(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    bencher.bench_local(|| runtime.block_on(journal(&YEARS).diary()).unwrap());
}

#[divan::bench(sample_count = 20)]
fn write_one_entry_and_fold_again(bencher: Bencher<'_, '_>) {
    let (runtime, journal) = (runtime(), journal(&YEARS));
    runtime.block_on(journal.diary()).unwrap();
    bencher.bench_local(|| {
        runtime.block_on(async {
            let draft = Draft::new(journal.host().moment().unwrap(), Spasm::default());
            journal.write(draft).await.unwrap();
            journal.diary().await.unwrap()
        })
    });
}
