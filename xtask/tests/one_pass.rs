//! The compiler of `.ci/run` says what `cargo clippy` and `cargo doc` say, in the pass that compiles.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn wrapper() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/rustc")
}

/// A folder of this test's own in the target folder.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("one_pass").join(name);
    let _ = fs::remove_dir_all(&folder);
    ["src", "tests", "out"].iter().for_each(|own| fs::create_dir_all(folder.join(own)).unwrap_or_default());
    folder
}

/// Compiles this source as cargo has it compiled, with what `[workspace.lints]` asks for of documentation.
fn compiled(name: &str, file: &str, kind: &[&str], source: &str) -> (PathBuf, Output) {
    let folder = folder(name);
    fs::write(folder.join(file), source).unwrap_or_default();
    let output = Command::new(wrapper())
        .args(["rustc", "--crate-name", "example", "--edition=2024"])
        .arg(folder.join(file))
        .args(kind)
        .args(["--emit=dep-info,metadata,link", "-C", "opt-level=1", "--warn=missing_docs"])
        .arg("--out-dir")
        .arg(folder.join("out"))
        .output();
    match output {
        Ok(output) => (folder.join("out"), output),
        Err(error) => panic!("{} could not be started: {error}", wrapper().display()),
    }
}

fn library(name: &str, source: &str) -> (PathBuf, Output) {
    compiled(name, "src/lib.rs", &["--crate-type", "lib"], source)
}

#[track_caller]
fn refuses(name: &str, source: &str, word: &str) {
    let (_, output) = library(name, source);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(word), "{said}");
}

#[test]
fn a_clean_library_is_compiled_and_leaves_no_pages() {
    let (out, output) = library("clean", "//! Example.\n/// See [`of`].\npub fn of() {}\n");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let left: Vec<_> = fs::read_dir(out).into_iter().flatten().flatten().map(|file| file.file_name()).collect();
    assert!(left.iter().any(|name| name == "libexample.rlib"), "{left:?}");
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with("html") && name != "example"), "{left:?}");
}

#[test]
fn a_lint_of_clippy_ends_it() {
    refuses("lint", "//! Example.\n/// One.\npub fn of(list: &Vec<u8>) -> usize { list.len() }\n", "clippy::ptr-arg");
}

#[test]
fn a_lint_of_the_compiler_ends_it() {
    refuses("word", "//! Example.\npub fn of() {}\n", "missing-docs");
}

#[test]
fn a_link_of_the_documentation_to_nowhere_ends_it() {
    refuses("link", "//! Example: [`Nowhere`].\n", "rustdoc::broken-intra-doc-links");
}

#[test]
fn a_link_in_the_documentation_of_what_is_private_ends_it() {
    refuses(
        "private",
        "//! Example.\n/// See [`Nowhere`].\n#[allow(dead_code)]\nfn of() {}\n",
        "rustdoc::broken-intra-doc-links",
    );
}

#[test]
fn a_lint_in_a_test_program_ends_it() {
    let source = "#[test]\nfn holds() { let list: &Vec<u8> = &vec![1]; assert!(list.len() > 0); }\n";
    let (_, output) = compiled("program", "tests/it.rs", &["--test"], source);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("clippy::"), "{said}");
}
