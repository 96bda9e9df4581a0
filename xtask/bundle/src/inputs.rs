//! What the part for the browser is made from, as one hash: so that a build can tell whether the one it has is current.
//!
//! The build script of `supple` shares this file.

use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};
use std::{fmt::Write, fs};

/// The crates and folders that end up in the browser, and what fixes the versions of all others.
pub(crate) const INPUTS: [&str; 32] = [
    "Cargo.lock",
    "Cargo.toml",
    "guidance",
    "crates/guidance",
    "crates/guidance-compiler",
    "crates/guidance-schema",
    "crates/text",
    "crates/triage",
    "crates/diary",
    "crates/care",
    "crates/programme",
    "crates/stats",
    "crates/trial",
    "crates/insight",
    "crates/intake",
    "crates/wording",
    "crates/drawing",
    "crates/pictures",
    "crates/figure",
    "crates/report",
    "crates/fhir",
    "crates/paper",
    "crates/paper-worker",
    "crates/calendar",
    "crates/reach",
    "crates/store",
    "crates/sync",
    "crates/journal",
    "crates/seal",
    "crates/web",
    "crates/worker",
    "xtask/bundle",
];

/// Folders that change nothing in the browser.
const LEFT_OUT: [&str; 3] = ["tests", "benches", "examples"];

/// The hash of all inputs below the root of the workspace, as hexadecimal digits.
///
/// # Errors
/// If one of them cannot be read.
pub(crate) fn hash(root: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    for input in INPUTS {
        gather(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let content = fs::read(&file)?;
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(content);
    }
    Ok(digits(&hash.finalize()))
}

/// Bytes as hexadecimal digits.
pub(crate) fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let left_out = path.file_name().is_some_and(|name| LEFT_OUT.iter().any(|out| name == *out));
        if !left_out {
            gather(&path, files)?;
        }
    }
    Ok(())
}
