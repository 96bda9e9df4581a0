//! The Python packages that judge what Supple writes, in an environment of their own in the target folder.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::process::{Outcome, root, run, stdout_of};
use crate::tools::target;

/// Whether Python is here and can make an environment.
pub(crate) fn is_here() -> bool {
    stdout_of(Command::new("python3").args(["-c", "import ensurepip, venv; print(1)"])).is_some()
}

/// Whether the packages are there just as the list wants them.
pub(crate) fn packages_are_current() -> Outcome<bool> {
    let list = fs::read(list()?).map_err(|error| format!("cannot read {LIST}: {error}"))?;
    Ok(fs::read(stamp()?).is_ok_and(|installed| installed == list))
}

/// Installs the packages that the list names.
pub(crate) fn install_packages() -> Outcome {
    let folder = folder()?;
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = Command::new(folder.join("bin/pip"));
    run(pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(list()?))
        .map_err(|error| format!("{error}: look at pip's message above, then run this again"))?;
    fs::copy(list()?, stamp()?).map(drop).map_err(|error| format!("cannot write into {}: {error}", folder.display()))
}

/// The list of packages with their versions.
const LIST: &str = "tests/requirements.txt";

fn list() -> Outcome<PathBuf> {
    Ok(root()?.join(LIST))
}

/// Python with these packages.
pub(crate) fn interpreter() -> Outcome<PathBuf> {
    Ok(folder()?.join("bin/python"))
}

/// The tests of the paper look for it here.
fn folder() -> Outcome<PathBuf> {
    Ok(target()?.join("python"))
}

/// A copy of the list, left by the last installation that went well.
fn stamp() -> Outcome<PathBuf> {
    Ok(folder()?.join("installed.txt"))
}
