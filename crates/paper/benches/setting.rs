//! How long it takes to set a sheet: one page, and one page with six pages of a table.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark fails by panicking")]

#[path = "../tests/it/sheets.rs"]
mod sheets;

fn main() {
    divan::main();
}

#[divan::bench]
fn one_page() -> usize {
    supple_paper::pdf(&sheets::print(sheets::realistic())).unwrap().bytes.len()
}

#[divan::bench]
fn one_page_and_six_of_a_table() -> usize {
    supple_paper::pdf(&sheets::print(sheets::with_annex(200))).unwrap().bytes.len()
}
