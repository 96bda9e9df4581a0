//! A diary of 100,000 entries opens within 150 MB, with the database that it is kept in.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking and speaks by printing")]

use jiff::Timestamp;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;
use supple_diary::{Log, testing};
use supple_journal::{Copies, Env, Host, Journal, Storage, Tasks};
use uuid::Uuid;

const ENTRIES: usize = 100_000;
const LIMIT_KB: u64 = 150_000;

/// The variable that makes the test its own child, which opens this database.
const DATABASE: &str = "SUPPLE_JOURNAL_TEST_DATABASE";

#[derive(Debug)]
struct Still;

impl Env for Still {
    fn now(&self) -> Timestamp {
        testing::now(0)
    }

    fn zone(&self) -> String {
        "Europe/Berlin".to_owned()
    }

    fn random(&self) -> [u8; 10] {
        [0; 10]
    }
}

impl Copies for Still {}

impl Storage for Still {}

impl Tasks for Still {}

impl Host for Still {}

fn journal(database: &str) -> Journal {
    Journal::new(supple_store::open(database).unwrap(), Uuid::from_u128(7), Arc::new(Still))
}

/// In a process of its own, so that only opening counts.
async fn open(database: &str) {
    let start = Instant::now();
    let journal = journal(database);
    let diary = journal.diary().await.unwrap();
    let millis = start.elapsed().as_millis();
    assert_eq!(journal.log().await.unwrap().len(), ENTRIES);
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    println!("\npeak {peak} kB, {millis} ms, {} items", diary.items().len());
    assert!(peak < LIMIT_KB, "it takes {peak} kB");
}

#[tokio::test]
async fn a_diary_of_a_hundred_thousand_entries_opens_within_150_mb() {
    if let Ok(database) = std::env::var(DATABASE) {
        return open(&database).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("diary.db").display());
    let log: Log = testing::years(ENTRIES, 1).into_iter().collect();
    journal(&database).take(&log).await.unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_diary_of_a_hundred_thousand_entries_opens_within_150_mb", "--nocapture"])
        .env(DATABASE, &database)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let figures = said.lines().find(|line| line.contains("peak"));
    println!("{}", figures.unwrap_or("the child said nothing"));
    assert!(output.status.success() && figures.is_some(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
