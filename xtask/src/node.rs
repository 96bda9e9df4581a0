//! The npm packages of tests/browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Outcome, root, run};

/// Whether the packages are there just as the lock file wants them.
pub(crate) fn packages_are_current() -> Outcome<bool> {
    let folder = folder()?;
    let lock = fs::read(folder.join("package-lock.json"))
        .map_err(|error| format!("cannot read tests/browser/package-lock.json: {error}"))?;
    Ok(fs::read(stamp(&folder)).is_ok_and(|installed| installed == lock))
}

/// Installs the packages that the lock file names.
pub(crate) fn install_packages() -> Outcome {
    let folder = folder()?;
    run(Command::new("npm").arg("ci").current_dir(&folder))
        .map_err(|error| format!("{error}: look at npm's message above, then run this again"))?;
    fs::copy(folder.join("package-lock.json"), stamp(&folder))
        .map(drop)
        .map_err(|error| format!("cannot write into tests/browser/node_modules: {error}"))
}

fn folder() -> Outcome<PathBuf> {
    Ok(root()?.join("tests/browser"))
}

/// A copy of the lock file, left by the last installation that went well.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("node_modules/.installed-lock.json")
}
