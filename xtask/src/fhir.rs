//! The tests of what is written as FHIR, by programs that others wrote (`tests/fhir`).

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::process::{Outcome, cargo, root, run, stdout_of};
use crate::{apt, tools};

/// Writes everything once, then has Node's and Python's validators, the engine and the form filler judge it.
pub(crate) fn tests() -> Outcome {
    let written = tools::target()?.join("fhir");
    run(cargo().args(["run", "--quiet", "--package", "supple-fhir", "--example", "exchange", "--"]).arg(&written))?;
    let folder = root()?.join("tests/fhir");
    run(cargo().args(["build", "--quiet", "--package", "supple-fhir", "--example", "verdict"]))?;
    let verdict = tools::target()?.join("debug/examples").join(format!("verdict{}", std::env::consts::EXE_SUFFIX));
    let browser = tools::browser()?.ok_or("no browser: run `cargo xtask setup`")?;
    let node = run(Command::new("node")
        .args(["--test", "--test-reporter=spec", "--test-concurrency=2"])
        .args(["lforms.test.js", "plan.test.js", "validate.test.js"])
        .current_dir(&folder)
        .env("SUPPLE_FHIR", &written)
        .env("SUPPLE_FHIR_VERDICT", verdict)
        .env("SUPPLE_CHROMIUM", browser));
    let python = run(Command::new(python()?).arg("validate.py").current_dir(&folder).env("SUPPLE_FHIR", &written));
    node.and(python)
}

/// Python with the packages of tests/fhir/requirements.txt, in an environment of its own below the target directory.
fn python() -> Outcome<PathBuf> {
    let folder = tools::target()?.join("fhir-python");
    let (python, stamp) = (folder.join("bin/python"), folder.join("installed.txt"));
    let wanted = root()?.join("tests/fhir/requirements.txt");
    let requirements =
        fs::read(&wanted).map_err(|error| format!("cannot read tests/fhir/requirements.txt: {error}"))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == requirements) {
        return Ok(python);
    }
    if stdout_of(Command::new("python3").args(["-c", "import ensurepip, venv; print(1)"])).is_none() {
        println!("Installing for the tests of FHIR, with apt-get: python3-venv");
        apt::install(&["python3-venv"]).map_err(|error| format!("{error}; install Python 3 with venv by hand"))?;
    }
    println!("Installing for the tests of FHIR, with pip, below target/: the packages of tests/fhir/requirements.txt");
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&wanted))?;
    fs::write(&stamp, requirements).map_err(|error| format!("cannot write {}: {error}", stamp.display()))?;
    Ok(python)
}
