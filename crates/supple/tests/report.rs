//! A report as a PDF, from diaries of a day, a month and ten years, judged by tools of others.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::Home;
use std::path::{Path, PathBuf};
use std::process::Command;
use supple_insight::simulate::{person, settings};

/// What a program of others says of a file. One that is not there is a failure: this proves nothing without it.
fn said(program: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{} ({error}): run `cargo xtask setup`", program.display()));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}: {said}{}", program.display(), String::from_utf8_lossy(&output.stderr));
    said
}

/// The program of the Python environment that the tests set up, beside the build.
fn pdfua() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_supple")).ancestors().nth(2).unwrap().join("python/bin/pdfua")
}

#[test]
fn the_first_page_of_a_report_is_one_page_and_passes_the_checks_whether_of_a_day_a_month_or_ten_years() {
    for days in [1, 30, 3_650] {
        let mut setting = settings().into_iter().find(|setting| setting.days >= 365).unwrap();
        setting.days = days;
        let person = person(&setting, 1, 1).unwrap();
        let home = Home::new();
        home.done(&["import", &home.write("diary.jsonl", person.log.to_lines())]);
        let first = person.now.date().saturating_sub(jiff::Span::new().days(days)).to_string();
        for (name, more) in [("first", &[][..]), ("whole", &["--annexes", "weeks,spasms,doses,trials,answers"])] {
            let file = home.path(&format!("{name}.pdf")).display().to_string();
            home.done(&[&["report", "--since", &first, "--pdf", &file][..], more].concat());
            said(Path::new("qpdf"), &["--check", &file]);
            said(&pdfua(), &["check", &file]);
            let pages = said(Path::new("qpdf"), &["--show-npages", &file]);
            if name == "first" {
                assert_eq!(pages.trim(), "1", "{days} days");
            }
            let page = said(Path::new("pdftotext"), &["-raw", "-f", "1", "-l", "1", &file, "-"]);
            assert!(page.starts_with("Back spasm record"), "{days} days: {page}");
            assert!(page.contains("Supple does not diagnose"), "{days} days: the end stands on the first page: {page}");
        }
    }
}
