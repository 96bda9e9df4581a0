//! The tests of push messages, by programs that others wrote (`tests/push`).

use std::process::Command;

use crate::process::{Outcome, root, run};
use crate::{python, tools};

/// Browsers subscribe, in Python; the example writes to each; Python opens what it wrote, and node reads who sent it.
pub(crate) fn tests() -> Outcome {
    let folder = root()?.join("tests/push");
    let written = tools::target()?.join("push");
    let python = |task: &str| {
        let mut command = Command::new(python::JUDGES.program("python")?);
        run(command.args(["decrypt.py", task]).current_dir(&folder).env("SUPPLE_PUSH", &written))
    };
    python("subscribe")?;
    run(Command::new(tools::built("examples/push")?).arg(&written))?;
    let node = run(Command::new("node")
        .args(["--test", "--test-reporter=spec", "vapid.test.js"])
        .current_dir(&folder)
        .env("SUPPLE_PUSH", &written));
    python("open").and(node)
}
