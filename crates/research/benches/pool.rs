//! How fast the exact fits are, beside R where R is there, and what twelve million sets take.
//!
//! Limits: 50,000 sets of 4 rows with 20 columns at least 10 times faster than R's exact `clogit`, and faster than its
//! Efron; 12 million such sets of a million people, pooled, in 2 minutes and 1 GB on 2 cores. Times are wall times, ours
//! with packing, R's without reading its table; R's best of three.
//!
//! `cargo bench -p supple-research --bench pool` runs it all; R is looked for as `Rscript`, with its package survival.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking and speaks by printing")]

#[path = "shared/peak.rs"]
mod peak;

use peak::peak;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use supple_research::{Person, Pool};
use supple_stats::clogit::{Options, Penalty, Rows, Sets, Ties};

const COLUMNS: usize = 20;
const NAMES: [&str; COLUMNS] = [
    "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17",
    "x18", "x19", "x20",
];

/// Sets of a table that R fits, too.
const SETS: usize = 50_000;

const PEOPLE: usize = 1_000_000;
const SETS_OF_A_PERSON: usize = 12;
const MOST_SECONDS: f64 = 120.0;
const MOST_KB: u64 = 1_000_000;

/// The variable by which this program knows that it is the child that pools.
const CHILD: &str = "SUPPLE_BENCH_POOL";

fn main() {
    if std::env::var_os(CHILD).is_some() {
        return twelve_million();
    }
    beside_r();
    // In a process of its own, so that only its own memory counts.
    let status =
        Command::new(std::env::current_exe().unwrap()).env(CHILD, "1").env("RAYON_NUM_THREADS", "2").status().unwrap();
    assert!(status.success());
}

/// Random rows: 0/1 columns with chances from 0.05 to 0.4; the first three raise the odds of a case.
struct Dice(u64);

impl Dice {
    fn new() -> Dice {
        Dice(0x9E37_79B9_7F4A_7C15)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn row(&mut self, is_case: bool) -> u64 {
        // Chances in 256ths; a random number is enough for 7 columns.
        const CHANCES: [u64; 5] = [13, 26, 38, 64, 102];
        let (mut bits, mut random) = (0, 0);
        for column in 0..COLUMNS {
            if column % 7 == 0 {
                random = self.next() >> 8;
            }
            let chance = CHANCES[column % 5] * if is_case && column < 3 { 8 } else { 5 } / 5;
            bits |= u64::from(random & 255 < chance) << column;
            random >>= 8;
        }
        bits
    }

    /// A case and three others.
    fn set(&mut self) -> [u64; 4] {
        [true, false, false, false].map(|is_case| self.row(is_case))
    }
}

// ---------------------------------------------------------------- beside R

fn beside_r() {
    let mut dice = Dice::new();
    let sets: Vec<[u64; 4]> = (0..SETS).map(|_| dice.set()).collect();
    let x: Vec<f64> = sets
        .iter()
        .flatten()
        .flat_map(|bits| (0..COLUMNS).map(move |column| f64::from(u8::from(bits >> column & 1 == 1))))
        .collect();
    let set: Vec<u64> = (0..SETS as u64).flat_map(|set| [set; 4]).collect();
    let case = [true, false, false, false].repeat(SETS);

    println!("exact conditional logistic regression, {SETS} sets of 4 rows, {COLUMNS} columns, packing included");
    let options = Options { ties: Ties::Exact, penalty: Penalty::None, profile: false, adjusted: 0 };
    let (single, fit) =
        best(|| Sets::new(&Rows { names: &NAMES, set: &set, case: &case, x: &x }).unwrap().fit(&options).unwrap());
    let (pooled, pool) = best(|| {
        let mut pool = Pool::new(&NAMES).unwrap();
        let mut person = Person::default();
        for sets in sets.chunks(SETS_OF_A_PERSON) {
            person.clear();
            sets.iter().for_each(|set| person.add(&set[..1], &set[1..]).unwrap());
            pool.add(&person).unwrap();
        }
        pool.fit(Penalty::None).unwrap()
    });
    println!("  one table   {:7.1} ms", millis(single));
    println!("  pool        {:7.1} ms ({} threads)", millis(pooled), rayon::current_num_threads());
    let apart = |theirs: &[f64]| {
        let pairs = fit.coef.iter().zip(&pool.columns).zip(theirs);
        pairs
            .map(|((one, many), their)| (one.unwrap() - their).abs().max((many.b.unwrap() - their).abs()))
            .fold(0.0, f64::max)
    };
    let Some(r) = r(&sets) else {
        println!(
            "  R is not compared: there is no Rscript with the package survival (apt: r-base-core, r-cran-survival)"
        );
        return;
    };
    println!(
        "  R, exact    {:7.1} ms; largest difference of a coefficient {:.1e}",
        1e3 * r.exact,
        apart(&r.coefficients)
    );
    println!("  R, Efron    {:7.1} ms", 1e3 * r.efron);
    for (name, ours) in [("one table", single), ("pool", pooled)] {
        let (exact, efron) = (r.exact / ours.as_secs_f64(), r.efron / ours.as_secs_f64());
        println!(
            "  {name}: {exact:.1} times faster than R's exact, {efron:.1} times faster than its Efron: {}",
            met(exact >= 10.0 && efron > 1.0)
        );
    }
}

/// What R needs, in seconds, and what it finds.
struct R {
    exact: f64,
    efron: f64,
    coefficients: Vec<f64>,
}

const SCRIPT: &str = r#"
suppressMessages(library(survival))
d <- read.csv(commandArgs(TRUE)[1])
f <- as.formula(paste("y ~", paste(names(d)[-(1:2)], collapse = "+"), "+ strata(set)"))
for (method in c("exact", "efron")) {
  t <- min(sapply(1:3, function(i) system.time(m <<- clogit(f, d, method = method))[["elapsed"]]))
  cat(t, "\n")
}
cat(sprintf("%.15g", coef(m)), "\n")
"#;

/// None where R is not there.
fn r(sets: &[[u64; 4]]) -> Option<R> {
    let has_survival = Command::new("Rscript").args(["-e", "library(survival)"]).output().ok()?.status.success();
    if !has_survival {
        return None;
    }
    let mut csv = format!("set,y,{}\n", NAMES.join(","));
    for (number, set) in sets.iter().enumerate() {
        for (row, bits) in set.iter().enumerate() {
            write!(csv, "{number},{}", u8::from(row == 0)).unwrap();
            (0..COLUMNS).for_each(|column| write!(csv, ",{}", bits >> column & 1).unwrap());
            csv.push('\n');
        }
    }
    let folder = std::env::temp_dir();
    let (table, script) = (
        folder.join(format!("supple-{}.csv", std::process::id())),
        folder.join(format!("supple-{}.R", std::process::id())),
    );
    std::fs::write(&table, csv).unwrap();
    std::fs::write(&script, SCRIPT).unwrap();
    let said = run_r(&script, &table);
    std::fs::remove_file(&table).unwrap();
    std::fs::remove_file(&script).unwrap();
    let numbers: Vec<f64> = said.split_whitespace().map(|number| number.parse().unwrap()).collect();
    let [exact, efron, coefficients @ ..] = numbers.as_slice() else { panic!("R said {said}") };
    Some(R { exact: *exact, efron: *efron, coefficients: coefficients.to_vec() })
}

fn run_r(script: &Path, table: &Path) -> String {
    let output = Command::new("Rscript").args([script, table]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The shortest of five, and what came out.
fn best<T>(mut task: impl FnMut() -> T) -> (Duration, T) {
    let mut timed = || {
        let start = Instant::now();
        let found = task();
        (start.elapsed(), found)
    };
    let mut best = timed();
    for _ in 0..4 {
        let next = timed();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}

// ---------------------------------------------------------------- many

fn twelve_million() {
    let start = Instant::now();
    let mut dice = Dice::new();
    let mut pool = Pool::new(&NAMES).unwrap();
    let mut person = Person::default();
    for _ in 0..PEOPLE {
        person.clear();
        for _ in 0..SETS_OF_A_PERSON {
            let set = dice.set();
            person.add(&set[..1], &set[1..]).unwrap();
        }
        pool.add(&person).unwrap();
    }
    let made = start.elapsed();
    let packed_kb = peak();
    let fit = pool.fit(Penalty::LogF(1.0)).unwrap();
    let whole = start.elapsed();
    println!(
        "{} sets of {} people, {} rows, {COLUMNS} columns, {} threads",
        pool.sets(),
        pool.people(),
        pool.rows(),
        rayon::current_num_threads()
    );
    println!("  made and packed in {:.1} s, {} MB at most", made.as_secs_f64(), packed_kb / 1000);
    println!("  fitted in {:.1} s, {} rounds, robust variance included", (whole - made).as_secs_f64(), fit.rounds);
    println!(
        "  all in {:.1} s, {} MB at most: {}",
        whole.as_secs_f64(),
        peak() / 1000,
        met(whole.as_secs_f64() < MOST_SECONDS && peak() < MOST_KB)
    );
}

fn millis(time: Duration) -> f64 {
    1e3 * time.as_secs_f64()
}

fn met(is_met: bool) -> &'static str {
    if is_met { "limit met" } else { "LIMIT MISSED" }
}
