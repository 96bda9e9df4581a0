//! The long run of the fuzz targets (`crates/fuzz`); a part of a second of each is in the usual tests.

use crate::process::{Outcome, cargo, run};
use crate::tools::target;

/// How long each target is run unless it is said, in seconds.
const SECONDS: u32 = 300;

/// Runs each target, or those that are named, for so many seconds. An input that fails is kept in the target folder.
pub(crate) fn run_all(args: &[String]) -> Outcome {
    let (seconds, names) = match args {
        [first, names @ ..] if first.starts_with(|letter: char| letter.is_ascii_digit()) => {
            let seconds = first
                .parse()
                .map_err(|_| format!("\"{first}\" is no number of seconds: write `cargo xtask fuzz 300`"))?;
            (seconds, names)
        }
        names => (SECONDS, names),
    };
    let found = target()?.join("fuzz");
    let mut command = cargo();
    command.args(["test", "--package", "supple-fuzz", "--test", "fuzz", "--", "--nocapture", "what_must_hold"]);
    command.env("SUPPLE_FUZZ_SECONDS", seconds.to_string()).env("SUPPLE_FUZZ_FOUND", &found);
    if !names.is_empty() {
        command.env("SUPPLE_FUZZ_TARGET", names.join(","));
    }
    run(&mut command)
}
