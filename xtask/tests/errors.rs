//! An error of a library says what happened. What to do there stands once a face, in `remedy.rs`: a phone has no command line.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// The libraries whose errors both faces show.
const LIBRARIES: [&str; 10] =
    ["triage", "diary", "sync", "care", "stats", "insight", "research", "store", "journal", "seal"];

/// What only someone at a command line can follow.
const OF_A_COMMAND_LINE: [&str; 6] = ["`", " --", "createdb", "GRANT ", "PGPASSWORD", "update Supple"];

/// How a clause begins that tells someone what to do.
const ORDERS: [&str; 36] = [
    "add", "check", "choose", "close", "compare", "correct", "create", "free", "give", "go", "keep", "leave", "look",
    "make", "mend", "merge", "name", "open", "pair", "please", "put", "read", "remove", "restore", "run", "save",
    "see", "set", "shorten", "sort", "split", "start", "take", "try", "use", "write",
];

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

/// The clause of a line that tells someone what to do, if there is one.
fn order(line: &str) -> Option<&str> {
    let text = line.trim().strip_prefix('"')?;
    let clauses = text.split([';', ':', '.', ',', '(']).map(str::trim);
    clauses.into_iter().find(|clause| {
        let first = clause.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
        ORDERS.contains(&first)
    })
}

#[test]
fn an_order_is_known_where_it_begins_a_clause() {
    assert_eq!(order("\"the disk is full; free some space\""), Some("free some space\""));
    assert_eq!(order("\"{place} is held: close it, then try again\""), Some("close it"));
    assert_eq!(order("\"the answers are longer than {} KiB; a full set takes about 2\", MOST / 1024"), None);
    assert_eq!(order("transparent"), None);
}

#[test]
fn no_error_of_a_library_names_a_command_or_gives_an_order() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("crates");
    let mut seen = 0;
    for library in LIBRARIES {
        let mut files = Vec::new();
        sources(&crates.join(library).join("src"), &mut files);
        for file in files {
            let source = fs::read_to_string(&file).unwrap();
            let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
            let ours: Vec<&str> = code.filter(|line| line.contains("`supple ")).collect();
            assert_eq!(ours, Vec::<&str>::new(), "{}", file.display());
            for line in lines(&source) {
                seen += 1;
                let named = OF_A_COMMAND_LINE.iter().find(|words| line.contains(**words));
                assert_eq!(named, None, "{}: {line}", file.display());
                assert_eq!(order(line), None, "{}: {line}", file.display());
            }
        }
    }
    assert!(seen > 100, "only {seen} errors were found");
}
