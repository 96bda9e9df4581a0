//! What it costs to acknowledge a record, beside the bare `fdatasync` without which nothing is acknowledged.
//! Limit: 1.5 times as much.
//!
//! Both write the same bytes and take turns, so that they meet the same disk in the same moment, each as often first as
//! second. The ratio is the median of those of all turns, so that another program's use of the disk falls on both. The bare one writes on
//! through a file that is long already, the least that a log can do: to lengthen a file costs more, as is shown. A commit writes a
//! page of the table and one of each index, so what the disk takes for as many bytes is shown as well: the rest is ours.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking and prints what it found")]

use std::fs::OpenOptions;
use std::io::{Seek, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use supple_store::{Record, open};

const LIMIT: f64 = 1.5;
const TURNS: u64 = 3000;

/// What a commit writes to the log: three pages, each with a head.
const COMMIT: usize = 3 * (24 + 4096);

/// After so many commits the log is written again from its start, about as the store does.
const COMMITS: u64 = 42;

fn main() -> ExitCode {
    // Without --bench it is `cargo test --benches`, which only wants to see that it runs.
    let turns = if std::env::args().any(|argument| argument == "--bench") { TURNS } else { 100 };
    // Beside the build, since a temporary folder is often in memory.
    let folder = tempfile::tempdir_in(PathBuf::from(env!("CARGO_TARGET_TMPDIR"))).unwrap();
    let path = folder.path().join("diary.db");
    let store = open(&format!("sqlite:{}", path.display())).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();

    let mut bare = OpenOptions::new().create_new(true).write(true).open(folder.path().join("bare")).unwrap();
    let mut longer = OpenOptions::new().create_new(true).append(true).open(folder.path().join("longer")).unwrap();
    bare.write_all(&vec![0; usize::try_from(turns).unwrap() * 400]).unwrap();
    bare.sync_all().unwrap();
    bare.rewind().unwrap();

    let (mut bares, mut lengthenings, mut appends) = (Vec::new(), Vec::new(), Vec::new());
    for sequence in 0..turns {
        let record = record(sequence);
        let line = record.line.clone();
        let mut write_bare = || {
            bares.push(time(|| {
                bare.write_all(line.as_bytes()).unwrap();
                bare.sync_data().unwrap();
            }));
        };
        if sequence % 2 == 0 {
            write_bare();
        }
        appends.push(time(|| {
            runtime.block_on(store.append(vec![record])).unwrap();
        }));
        if sequence % 2 == 1 {
            write_bare();
        }
    }
    let mut ratios: Vec<f64> = appends.iter().zip(&bares).map(|(a, b)| a.as_secs_f64() / b.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let ratio = ratios[ratios.len() / 2];

    for sequence in 0..turns {
        let line = record(sequence).line;
        lengthenings.push(time(|| {
            longer.write_all(line.as_bytes()).unwrap();
            longer.sync_data().unwrap();
        }));
    }

    let mut log = OpenOptions::new().create_new(true).write(true).open(folder.path().join("log")).unwrap();
    let commit = vec![7; COMMIT];
    (0..COMMITS).for_each(|_| log.write_all(&commit).unwrap());
    log.sync_all().unwrap();
    let mut commits = Vec::new();
    for sequence in 0..turns {
        if sequence % COMMITS == 0 {
            log.rewind().unwrap();
        }
        commits.push(time(|| {
            log.write_all(&commit).unwrap();
            log.sync_data().unwrap();
        }));
    }

    let line = record(0).line.len();
    println!("{turns} records of {line} bytes in {}", folder.path().display());
    show("write and fdatasync, the file is long already", &mut bares);
    show("append, acknowledged", &mut appends);
    show("write and fdatasync, three pages with heads", &mut commits);
    show("write and fdatasync, lengthening the file", &mut lengthenings);
    print!("an append beside the bare fdatasync: {ratio:.2} times as long, at most {LIMIT}: ");
    if turns < TURNS {
        println!("too few turns to tell");
        return ExitCode::SUCCESS;
    }
    let holds = ratio <= LIMIT;
    println!("{}", if holds { "limit met" } else { "LIMIT MISSED" });
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// About what a diary entry is.
fn record(sequence: u64) -> Record {
    let mut id = [7; 16];
    id[..8].copy_from_slice(&(0x0192_0000_0000_0000 + sequence * 977).to_be_bytes());
    let line = format!(
        r#"{{"schema":1,"id":"01920000-0000-7000-8000-{sequence:012}","device":"0192aaaa-0000-7000-8000-000000000001","sequence":{sequence},"previous":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","happened":"2026-11-22T03:10:00+01:00[Europe/Berlin]","recorded":"2026-11-22T02:11:07.123Z","kind":"spasm","intensity":7,"where":["low-left"]}}"#
    );
    Record { id, device: [9; 16], sequence, line }
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Of sorted durations.
fn median(sorted: &[Duration]) -> Duration {
    sorted[sorted.len() / 2]
}

fn show(what: &str, times: &mut [Duration]) {
    times.sort();
    let (median, slow) = (median(times), times[times.len() * 99 / 100]);
    println!("{what:<46} median {:>7.1} µs, 1 in 100 over {:>7.1} µs", micros(median), micros(slow));
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
