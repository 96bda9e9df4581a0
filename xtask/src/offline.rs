//! `cargo xtask offline`: the part of the app that runs inside the browser.

use crate::process::{Outcome, cargo, run};
use crate::{setup, tools};

/// Builds it where it is not current, after installing what builds it.
pub(crate) fn build() -> Outcome {
    setup::ensure_compiler()?;
    // A program of its own, so that these tasks stay quick to build.
    run(cargo().args(["run", "--quiet", "--package", "bundle"]))
}

/// Writes down what the pages say on the server, for the browser tests to compare with the browser.
pub(crate) fn corpus() -> Outcome {
    let file = tools::target()?.join("offline").join("corpus.json");
    run(cargo().args(["run", "--quiet", "--package", "supple-web", "--example", "corpus", "--"]).arg(file))
}
