//! `cargo xtask offline`: the part of the app that runs inside the browser.

use crate::process::{Outcome, cargo, run};
use crate::setup;

/// Builds it where it is not current, after installing what builds it.
pub(crate) fn build() -> Outcome {
    setup::ensure_compiler()?;
    // A program of its own, so that these tasks stay quick to build.
    run(cargo().args(["run", "--quiet", "--package", "bundle"]))
}
