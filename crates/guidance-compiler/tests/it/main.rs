//! The guidance as it is compiles; every way of spoiling it fails with a line that names the file and the id.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod activity;
mod exercises;
mod figures;
mod floor;
mod guide;
mod medicines;
mod questionnaires;
mod relief;
mod syntax;
mod triage;
mod trials;
mod validity;

use std::path::Path;
use std::sync::LazyLock;
use supple_guidance_compiler::{TomlFile, compile, read_folder};
use supple_guidance_schema::Guidance;

static FILES: LazyLock<Vec<TomlFile>> =
    LazyLock::new(|| read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guidance")).unwrap());
static GUIDANCE: LazyLock<Guidance> = LazyLock::new(|| compile(&FILES).unwrap());

/// The files as they are, to be spoilt.
fn files() -> Vec<TomlFile> {
    FILES.clone()
}

/// What they compile to.
fn guidance() -> &'static Guidance {
    &GUIDANCE
}

/// The faults of these files as lines.
fn build(files: &[TomlFile]) -> Result<(), Vec<String>> {
    let faults = |faults: Vec<supple_guidance_compiler::Fault>| faults.iter().map(ToString::to_string).collect();
    compile(files).map(|_| ()).map_err(faults)
}

/// Replaces the first `from` in one file and gives the faults as lines.
#[track_caller]
fn spoil(name: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = files();
    let file = files.iter_mut().find(|file| file.name == format!("guidance/{name}")).expect("the file is there");
    assert!(file.text.contains(from), "{name} no longer holds {from:?}");
    file.text = file.text.replacen(from, to, 1);
    build(&files).expect_err("the build goes through")
}

#[track_caller]
fn spoiled(name: &str, from: &str, to: &str, expected: &str) {
    let faults = spoil(name, from, to);
    assert!(faults.iter().any(|fault| fault == expected), "expected\n  {expected}\nin\n  {}", faults.join("\n  "));
}

/// As [`spoiled`], with the line that is expected in its parts.
#[track_caller]
fn fails(name: &str, from: &str, to: &str, entry: &str, problem: &str) {
    spoiled(name, from, to, &format!("guidance/{name}: {entry}: {problem}"));
}
