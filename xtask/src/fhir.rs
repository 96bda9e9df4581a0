//! The tests of what is written as FHIR, by programs that others wrote (`tests/fhir`).

use std::path::PathBuf;
use std::process::Command;

use crate::process::{Outcome, cargo, root, run};
use crate::{python, tools};

/// Writes everything that is FHIR into a folder, and gives its path.
fn written() -> Outcome<PathBuf> {
    let folder = tools::target()?.join("fhir");
    run(Command::new(tools::built("examples/exchange")?).arg(&folder))?;
    run(Command::new(tools::built("examples/year")?).arg(&folder))?;
    Ok(folder)
}

/// Has types that others made read it, and write it back. Their build takes minutes, so `test` leaves it out.
pub(crate) fn types() -> Outcome {
    run(cargo().args(["build", "--workspace", "--examples"]))?;
    let target = tools::target()?.join("fhir-types");
    let manifest = root()?.join("tests/fhir-types/Cargo.toml");
    let mut test = cargo();
    test.args(["test", "--locked", "--manifest-path"]).arg(manifest).arg("--target-dir").arg(target);
    run(test.env("SUPPLE_FHIR", written()?))
}

/// Writes everything once, then has Node's and Python's validators, the engine and the form filler judge it.
pub(crate) fn tests() -> Outcome {
    let written = written()?;
    let folder = root()?.join("tests/fhir");
    let verdict = tools::built("examples/verdict")?;
    let browser = tools::browser()?.ok_or("no browser: run `cargo xtask setup`")?;
    let node = run(Command::new("node")
        .args(["--test", "--test-reporter=spec", "--test-concurrency=2"])
        .args(["lforms.test.js", "plan.test.js", "validate.test.js"])
        .current_dir(&folder)
        .env("SUPPLE_FHIR", &written)
        .env("SUPPLE_FHIR_VERDICT", verdict)
        .env("SUPPLE_CHROMIUM", browser));
    let python = run(Command::new(python::JUDGES.program("python")?)
        .arg("validate.py")
        .current_dir(&folder)
        .env("SUPPLE_FHIR", &written));
    node.and(python)
}
