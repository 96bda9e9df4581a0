//! The npm packages of tests/browser, tests/calendar and tests/fhir.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Outcome, root, run};

/// The folders that have packages.
const FOLDERS: [&str; 3] = ["tests/browser", "tests/calendar", "tests/fhir"];

/// Whether the packages are there just as the lock files want them.
pub(crate) fn packages_are_current() -> Outcome<bool> {
    FOLDERS.iter().try_fold(true, |so_far, name| Ok(so_far && is_current(name)?))
}

/// Installs the packages that the lock files name, where they are not there.
pub(crate) fn install_packages() -> Outcome {
    for name in FOLDERS {
        if !is_current(name)? {
            install(name)?;
        }
    }
    Ok(())
}

fn is_current(name: &str) -> Outcome<bool> {
    let folder = folder(name)?;
    let lock = fs::read(folder.join("package-lock.json"))
        .map_err(|error| format!("cannot read {name}/package-lock.json: {error}"))?;
    Ok(fs::read(stamp(&folder)).is_ok_and(|installed| installed == lock))
}

fn install(name: &str) -> Outcome {
    let folder = folder(name)?;
    run(Command::new("npm").arg("ci").current_dir(&folder))
        .map_err(|error| format!("{error}: look at npm's message above, then run this again"))?;
    fs::copy(folder.join("package-lock.json"), stamp(&folder))
        .map(drop)
        .map_err(|error| format!("cannot write into {name}/node_modules: {error}"))
}

fn folder(name: &str) -> Outcome<PathBuf> {
    Ok(root()?.join(name))
}

/// A copy of the lock file, left by the last installation that went well.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("node_modules/.installed-lock.json")
}
