//! How long the fits take. Limits: 0.1 s for a year of one person with profile limits; 0.4 s for 50,000 sets of 4 rows
//! with 20 columns, packing included (R's exact takes 4.3 s).
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking and speaks by printing")]

use divan::Bencher;
use supple_stats::clogit::{Options, Penalty, Rows, Sets, Ties};

const NAMES: [&str; 20] = [
    "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17",
    "x18", "x19", "x20",
];

fn main() {
    divan::main();
}

/// Random rows: 0/1 columns with chances from 0.05 to 0.4, the last `numbers` of them numbers.
struct Table {
    set: Vec<u64>,
    case: Vec<bool>,
    x: Vec<f64>,
}

impl Table {
    fn new(sets: u64, rows: u64, cases: u64, numbers: usize) -> Table {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut table = Table { set: vec![], case: vec![], x: vec![] };
        for set in 0..sets {
            for row in 0..rows {
                table.set.push(set);
                let case = row < cases;
                table.case.push(case);
                for column in 0..NAMES.len() {
                    let chance = [0.05, 0.1, 0.15, 0.25, 0.4][column % 5] * if case && column < 3 { 1.6 } else { 1.0 };
                    let uniform = random();
                    let number = column + numbers >= NAMES.len();
                    table.x.push(if number { uniform * 3.0 - 1.5 } else { f64::from(u8::from(uniform < chance)) });
                }
            }
        }
        table
    }

    fn pack(&self) -> Sets {
        Sets::new(&Rows { names: &NAMES, set: &self.set, case: &self.case, x: &self.x }).unwrap()
    }
}

const EXACT: Options = Options { ties: Ties::Exact, penalty: Penalty::None, profile: false, adjusted: 0 };
const EFRON: Options = Options { ties: Ties::Efron, penalty: Penalty::None, profile: false, adjusted: 0 };
const SHOWN: Options = Options { ties: Ties::Exact, penalty: Penalty::LogF(2.0), profile: true, adjusted: 0 };

/// 13 blocks of 28 days, each with 4 days of a bout, 20 triggers.
#[divan::bench]
fn a_year_of_one_person(bencher: Bencher<'_, '_>) {
    let sets = Table::new(13, 28, 4, 2).pack();
    bencher.bench_local(|| sets.fit(&Options { profile: false, ..SHOWN }).unwrap());
}

#[divan::bench]
fn a_year_of_one_person_with_limits(bencher: Bencher<'_, '_>) {
    let sets = Table::new(13, 28, 4, 2).pack();
    bencher.bench_local(|| sets.fit(&SHOWN).unwrap());
}

#[divan::bench(sample_count = 10)]
fn diaries_of_500_blocks_of_28_days(bencher: Bencher<'_, '_>) {
    let sets = Table::new(500, 28, 5, 2).pack();
    bencher.bench_local(|| sets.fit(&EXACT).unwrap());
}

#[divan::bench(sample_count = 10)]
fn pack_50_000_sets(bencher: Bencher<'_, '_>) {
    let table = Table::new(50_000, 4, 1, 2);
    bencher.bench_local(|| table.pack());
}

#[divan::bench(sample_count = 10)]
fn fit_50_000_sets_of_1_to_3(bencher: Bencher<'_, '_>) {
    let sets = Table::new(50_000, 4, 1, 2).pack();
    bencher.bench_local(|| sets.fit(&EXACT).unwrap());
}

#[divan::bench(sample_count = 10)]
fn pack_and_fit_50_000_sets_of_1_to_3(bencher: Bencher<'_, '_>) {
    let table = Table::new(50_000, 4, 1, 2);
    bencher.bench_local(|| table.pack().fit(&EXACT).unwrap());
}

#[divan::bench(sample_count = 10)]
fn fit_50_000_sets_of_1_to_3_by_efron(bencher: Bencher<'_, '_>) {
    let sets = Table::new(50_000, 4, 1, 2).pack();
    bencher.bench_local(|| sets.fit(&EFRON).unwrap());
}

#[divan::bench(sample_count = 10)]
fn fit_50_000_sets_of_20_rows_with_3_cases(bencher: Bencher<'_, '_>) {
    let sets = Table::new(50_000, 20, 3, 2).pack();
    bencher.bench_local(|| sets.fit(&EXACT).unwrap());
}
