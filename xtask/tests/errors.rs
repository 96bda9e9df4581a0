//! An error of a library says what happened. What to do there stands once a face, in `remedy.rs`: a phone has no command line.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// The libraries whose errors both faces show.
const LIBRARIES: [&str; 9] = ["triage", "diary", "sync", "care", "insight", "research", "store", "journal", "seal"];

/// What only someone at a command line can follow.
const OF_A_COMMAND_LINE: [&str; 6] = ["`", " --", "createdb", "GRANT ", "PGPASSWORD", "update Supple"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The lines of all errors of a file: what stands in `#[error(…)]`.
fn lines(source: &str) -> Vec<&str> {
    source.split("#[error(").skip(1).filter_map(|rest| rest.split(")]").next()).collect()
}

#[test]
fn no_error_of_a_library_names_a_command() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("crates");
    let mut seen = 0;
    for library in LIBRARIES {
        let mut files = Vec::new();
        sources(&crates.join(library).join("src"), &mut files);
        for file in files {
            let source = fs::read_to_string(&file).unwrap();
            for line in lines(&source) {
                seen += 1;
                let named = OF_A_COMMAND_LINE.iter().find(|words| line.contains(**words));
                assert_eq!(named, None, "{}: {line}", file.display());
            }
        }
    }
    assert!(seen > 60, "only {seen} errors were found");
}
