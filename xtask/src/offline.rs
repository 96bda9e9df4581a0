//! `cargo xtask offline`: the part of the app that runs inside the browser.

use crate::process::{Outcome, cargo, root, run};
use crate::{setup, tools};
use std::process::Command;

/// Builds it where it is not current, after installing what builds it.
pub(crate) fn build() -> Outcome {
    setup::ensure_compiler()?;
    // A program of its own, so that these tasks stay quick to build. `cargo run` would hold up every other cargo meanwhile.
    run(cargo().args(["build", "--quiet", "--package", "bundle"]))?;
    run(Command::new(tools::built("bundle")?).env("CARGO_MANIFEST_DIR", root()?.join("xtask/bundle")))
}

/// Writes down what the pages say on the server, for the browser tests to compare with the browser.
pub(crate) fn corpus() -> Outcome {
    let file = tools::target()?.join("offline").join("corpus.json");
    run(Command::new(tools::built("examples/corpus")?).arg(file))
}
