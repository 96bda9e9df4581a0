//! The tests of what is written as a calendar, by programs that others wrote (`tests/calendar`).

use std::process::Command;

use crate::process::{Outcome, root, run};
use crate::{python, tools};

/// Writes calendars with what is in them, then has Node's and Python's readers find the same.
pub(crate) fn tests() -> Outcome {
    let written = tools::target()?.join("calendar");
    run(Command::new(tools::built("examples/feeds")?).arg(&written))?;
    let folder = root()?.join("tests/calendar");
    let judged = |command: &mut Command| run(command.current_dir(&folder).env("SUPPLE_CALENDAR", &written));
    let node = judged(Command::new("node").args(["--test", "--test-reporter=spec", "occurrences.test.js"]));
    let python = judged(Command::new(python::JUDGES.program("python")?).arg("occurrences.py"));
    node.and(python)
}
