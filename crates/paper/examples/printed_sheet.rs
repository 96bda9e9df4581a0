//! Writes a made-up sheet to the file that is named, and says how long it took:
//! `cargo run --release -p supple-paper --example printed_sheet -- OUT.pdf [ROWS]`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "an example talks to whoever runs it"
)]

#[path = "../tests/it/sheets.rs"]
mod sheets;

use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().expect("name a file");
    let rows = arguments.next().map_or(0, |rows| rows.parse().unwrap());
    let sheet = if rows == 0 { sheets::realistic() } else { sheets::with_annex(rows) };
    for _ in 0..3 {
        let begun = Instant::now();
        let printed = supple_paper::pdf(&sheets::print(sheet.clone())).unwrap();
        println!(
            "{} pages, letters of {} points, {} bytes, {:?}",
            printed.pages,
            printed.size,
            printed.bytes.len(),
            begun.elapsed()
        );
        std::fs::write(&out, printed.bytes).unwrap();
    }
}
