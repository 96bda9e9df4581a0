//! Many diaries on two cores beside one: from their lines to the result. Limit: at least 1.7 times as fast, and the same to
//! the last bit.
//!
//! `cargo bench -p supple-research --bench diaries`
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking and speaks by printing")]

use rayon::ThreadPoolBuilder;
use std::time::{Duration, Instant};
use supple_diary::{Entry, Log};
use supple_insight::simulate::{person as made_up, settings};
use supple_research::{Pool, Pooled, each, names, person};
use supple_stats::clogit::Penalty;

const DIARIES: u64 = 2_000;
const LEAST: f64 = 1.7;
const RUNS: usize = 3;

fn main() {
    let setting = settings().into_iter().find(|one| one.name.starts_with("half a year")).unwrap();
    let lines: Vec<String> = (0..DIARIES).map(|number| made_up(&setting, 7, number).unwrap().log.to_lines()).collect();
    println!("{DIARIES} diaries of half a year, from their lines to what they show together");
    let (one, of_one) = best(&lines, 1);
    let (two, of_two) = best(&lines, 2);
    println!("  one core   {:6.2} s", one.as_secs_f64());
    println!("  two cores  {:6.2} s", two.as_secs_f64());
    assert_eq!(format!("{of_one:?}"), format!("{of_two:?}"), "to the last bit");
    let faster = one.as_secs_f64() / two.as_secs_f64();
    println!(
        "two cores beside one, the same to the last bit: {faster:.2} times as fast, at least {LEAST}: {}",
        if faster >= LEAST { "limit met" } else { "LIMIT MISSED" }
    );
}

fn best(lines: &[String], cores: usize) -> (Duration, Pooled) {
    let threads = ThreadPoolBuilder::new().num_threads(cores).build().unwrap();
    let runs = (0..RUNS).map(|_| {
        let start = Instant::now();
        let pooled = threads.install(|| {
            let mut pool = Pool::new(&names()).unwrap();
            let of_lines = |lines: &String| {
                let entries = lines.lines().map(|line| Entry::parse(line).unwrap());
                person(&entries.collect::<Log>()).unwrap()
            };
            each(lines, of_lines).iter().for_each(|person| pool.add(person).unwrap());
            pool.fit(Penalty::LogF(1.0)).unwrap()
        });
        (start.elapsed(), pooled)
    });
    runs.min_by_key(|(time, _)| *time).unwrap()
}
