//! `cargo xtask offline`: the part of the app that runs inside the browser; `cargo xtask store-bridge`: its store, for tests.

use crate::process::{Outcome, cargo, root, run, spell};
use crate::{setup, tools};
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Builds it where it is not current, after installing what builds it.
pub(crate) fn build() -> Outcome {
    setup::ensure_compiler()?;
    // A program of its own, so that these tasks stay quick to build. `cargo run` would hold up every other cargo meanwhile.
    run(cargo().args(["build", "--quiet", "--package", "bundle"]))?;
    run(Command::new(tools::built("bundle")?).env("CARGO_MANIFEST_DIR", root()?.join("xtask/bundle")))
}

/// Builds the store of a browser for the tests of `supple-store`.
pub(crate) fn build_store_bridge() -> Outcome {
    setup::ensure_compiler()?;
    run(cargo().args(["build", "--quiet", "--package", "bundle"]))?;
    let own = root()?.join("xtask/bundle");
    run(Command::new(tools::built("bundle")?).arg("store-bridge").env("CARGO_MANIFEST_DIR", own))
}

/// Builds it in a process of its own that goes on when this one has become another, and gives the file that has its messages.
pub(crate) fn build_aside(folder: &Path) -> Outcome<PathBuf> {
    let log = folder.join("build.log");
    let cannot = |error: std::io::Error| format!("{}: {error}", log.display());
    fs::create_dir_all(folder).map_err(cannot)?;
    let out = File::create(&log).map_err(cannot)?;
    let also = out.try_clone().map_err(cannot)?;
    let own = env::current_exe().map_err(|error| format!("cannot find the build: {error}"))?;
    let mut command = Command::new(own);
    command.arg("offline").stdin(Stdio::null()).stdout(out).stderr(also);
    command.spawn().map_err(|error| format!("could not start `{}`: {error}", spell(&command)))?;
    Ok(log)
}

/// Writes down what the pages say on the server, for the browser tests to compare with the browser.
pub(crate) fn corpus() -> Outcome {
    let file = tools::target()?.join("offline").join("corpus.json");
    run(Command::new(tools::built("examples/corpus")?).arg(file))
}
