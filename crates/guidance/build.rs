//! Reads, checks and embeds `guidance/*.toml`. A fault in the data fails the build and names the file and the id.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "this is how a build script speaks and fails")]

#[allow(dead_code, unreachable_pub)]
#[path = "src/activity.rs"]
mod activity;
// The library uses parts of these files that the build does not, and the other way round.
#[path = "src/care_data.rs"]
mod care_data;
#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "src/check.rs"]
mod check;
#[allow(dead_code, unreachable_pub)]
#[path = "src/check_steps.rs"]
mod check_steps;
#[allow(dead_code, unreachable_pub)]
#[path = "src/coverage.rs"]
mod coverage;
#[allow(dead_code, unreachable_pub)]
#[path = "src/exposures.rs"]
mod exposures;
#[allow(dead_code, unreachable_pub)]
#[path = "src/floor.rs"]
mod floor;
#[allow(dead_code, unreachable_pub)]
#[path = "src/medicines.rs"]
mod medicines;
#[allow(dead_code, unreachable_pub)]
#[path = "src/model.rs"]
mod model;
#[allow(dead_code, unreachable_pub)]
#[path = "src/source.rs"]
mod source;
#[allow(dead_code, unreachable_pub)]
#[path = "src/steps.rs"]
mod steps;
#[allow(dead_code, unreachable_pub)]
#[path = "src/validity.rs"]
mod validity;
#[path = "src/validity_check.rs"]
mod validity_check;

pub(crate) use coverage::Coverage;
pub(crate) use model::*;

use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../guidance");
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=src");
    let files = toml_files(&root);
    match source::read(&files).and_then(|reading| check::check(&reading).map(|()| reading.guidance)) {
        Ok(guidance) => {
            let bytes = postcard::to_allocvec(&guidance).expect("plain data can be written");
            let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("guidance.postcard");
            std::fs::write(out, bytes).expect("cargo's output folder can be written");
        }
        Err(faults) => {
            for fault in &faults {
                println!("cargo::error={fault}");
            }
            std::process::exit(1);
        }
    }
}

/// All TOML files of the folder as (name, text), in the order of their names.
fn toml_files(root: &Path) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root)
        .expect("the folder guidance/ stands at the root of the project")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    let name = |path: &Path| format!("guidance/{}", path.file_name().unwrap_or_default().to_string_lossy());
    paths.iter().map(|path| (name(path), std::fs::read_to_string(path).expect("a readable UTF-8 file"))).collect()
}
