//! How long it takes to load and fold a diary of 100,000 entries. Limit: 0.5 s and 150 MB together.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking and speaks by printing")]

use divan::Bencher;
use std::sync::LazyLock;
use supple_diary::{Diary, Draft, Log, Moment, Spasm, Tail, testing, verify};

const ENTRIES: usize = 100_000;

static TEXT: LazyLock<String> = LazyLock::new(|| testing::years(ENTRIES, 1).into_iter().collect::<Log>().to_lines());

fn main() {
    println!("{ENTRIES} entries, {} MB of text", TEXT.len() / 1_000_000);
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn load() -> Log {
    Log::from_lines(divan::black_box(&TEXT)).0
}

#[divan::bench(sample_count = 20)]
fn fold(bencher: Bencher<'_, '_>) {
    let log = load();
    bencher.bench_local(|| Diary::fold(divan::black_box(&log)));
}

#[divan::bench(sample_count = 20)]
fn load_and_fold() -> (Log, Diary) {
    let log = load();
    let diary = Diary::fold(&log);
    (log, diary)
}

#[divan::bench(sample_count = 20)]
fn verify_all(bencher: Bencher<'_, '_>) {
    let log = load();
    bencher.bench_local(|| verify(divan::black_box(&log).iter()));
}

#[divan::bench(sample_count = 20)]
fn export(bencher: Bencher<'_, '_>) {
    let log = load();
    bencher.bench_local(|| divan::black_box(&log).to_lines());
}

#[divan::bench]
fn write_one_entry(bencher: Bencher<'_, '_>) {
    let now = testing::now(0);
    let draft = Draft::new(Moment::in_zone(now, "Europe/Berlin").unwrap(), Spasm::default());
    let tail = Tail::new(uuid::Uuid::from_u128(1));
    bencher.bench_local(|| tail.clone().write(draft.clone(), now, [0; 10], None).unwrap());
}
