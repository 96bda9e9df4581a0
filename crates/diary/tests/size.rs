//! A diary of 100,000 entries fits into 150 MB, the text that it is read from included.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking and speaks by printing")]

use std::ffi::OsStr;
use std::process::Command;
use std::time::Instant;
use supple_diary::{Diary, Log, testing};

const ENTRIES: usize = 100_000;
const LIMIT_KB: u64 = 150_000;

/// The variable that makes the test its own child, which reads this file.
const FILE: &str = "SUPPLE_DIARY_TEST_FILE";

/// In a process of its own, so that only loading and folding count.
fn load(file: &OsStr) {
    let text = std::fs::read_to_string(file).unwrap();
    let start = Instant::now();
    let (log, refused) = Log::from_lines(&text);
    let diary = Diary::fold(&log);
    let millis = start.elapsed().as_millis();
    assert!(refused.is_empty());
    assert_eq!(log.len(), ENTRIES);
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    println!("\npeak {peak} kB, {millis} ms, {} items, {} bytes of text", diary.items().len(), text.len());
    assert!(peak < LIMIT_KB, "it takes {peak} kB");
}

#[test]
fn a_hundred_thousand_entries_load_and_fold_within_150_mb() {
    if let Some(file) = std::env::var_os(FILE) {
        return load(&file);
    }
    let text = testing::years(ENTRIES, 1).into_iter().collect::<Log>().to_lines();
    let file = std::env::temp_dir().join(format!("supple-diary-{}.jsonl", std::process::id()));
    std::fs::write(&file, text).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_hundred_thousand_entries_load_and_fold_within_150_mb", "--nocapture"])
        .env(FILE, &file)
        .output()
        .unwrap();
    std::fs::remove_file(&file).unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let figures = said.lines().find(|line| line.contains("peak"));
    println!("{}", figures.unwrap_or("the child said nothing"));
    assert!(output.status.success() && figures.is_some(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
