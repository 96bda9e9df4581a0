//! `cargo xtask test`: every test there is.

use std::env;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use crate::process::{Outcome, cargo, root, run};
use crate::{calendar, fhir, offline, push, rust_tests, setup, tools};

/// How one part of the tests ended.
#[derive(Clone, PartialEq, Eq)]
enum Verdict {
    Passed,
    /// And what it said.
    Failed(String),
    Skipped,
}

/// Sets up what is missing, runs all parts even when an early one fails, and sums up at the end.
pub(crate) fn run_all() -> Outcome {
    setup::ensure()?;

    let offline = part("part for the browser", offline::build);
    let bridge = part("store of a browser, for its tests", offline::build_store_bridge);
    let mut lanes = None;
    let rust = part("Rust tests", || {
        rust_tests::build()?;
        lanes = Some(rust_tests::Waiting::start());
        rust_tests::run_others()
    });
    let mut waiting = Verdict::Skipped;
    let mut wait = || {
        if let Some(lanes) = lanes.take() {
            waiting = part("Rust tests that wait", || lanes.end());
        }
    };
    let corpus = part("what the pages say", offline::corpus);
    let browser = if corpus == Verdict::Passed && offline == Verdict::Passed {
        part("browser tests", || browser_tests(&tools::built("supple")?, &mut wait))
    } else {
        Verdict::Skipped // An older program's results would only mislead.
    };
    wait();

    let fhir = part("FHIR tests", fhir::tests);
    let calendar = part("calendar tests", calendar::tests);
    let push = part("push tests", push::tests);

    let parts = [
        ("part for the browser", offline),
        ("store of a browser", bridge),
        ("Rust tests", rust),
        ("Rust tests that wait", waiting),
        ("browser tests", browser),
        ("FHIR tests", fhir),
        ("calendar tests", calendar),
        ("push tests", push),
    ];
    let summary = sum_up(&parts);
    if parts.iter().all(|(_, verdict)| *verdict == Verdict::Passed) {
        println!("{summary}");
        Ok(())
    } else {
        Err(summary)
    }
}

/// How many times `cargo xtask crash` kills the server, over both databases.
const KILLS: &str = "200";

/// The crash tests in full. `cargo xtask test` runs the same ones with a few kills.
pub(crate) fn crash() -> Outcome {
    setup::ensure()?;
    let tests = ["test", "--package", "supple", "--test", "crash", "--", "--nocapture", "--test-threads=1"];
    run(cargo().args(tests).env("SUPPLE_CRASH_KILLS", KILLS))
}

/// How many times `cargo xtask faults` goes through the faults.
const ROUNDS: &str = "3";

/// Every loss and every fault of a database, on the program as it is shipped. `cargo xtask test` goes through them once.
pub(crate) fn faults() -> Outcome {
    setup::ensure()?;
    let tests = ["--test", "missing", "--test", "damage", "--test", "faults", "--test", "disk_errors"];
    let quietly = ["--", "--nocapture", "--test-threads=1"];
    run(cargo()
        .args(["test", "--release", "--package", "supple"])
        .args(tests)
        .args(quietly)
        .env("SUPPLE_FAULT_ROUNDS", ROUNDS))
}

/// With how many diaries `cargo xtask reports` compares the forms of a report.
const DIARIES: &str = "1000";

/// One report in five forms, over many diaries. `cargo xtask test` takes a few.
pub(crate) fn reports() -> Outcome {
    setup::ensure()?;
    let tests = ["test", "--package", "supple", "--bin", "supple", "report_parity", "--", "--nocapture"];
    run(cargo().args(tests).env("SUPPLE_REPORT_CASES", DIARIES))
}

fn part(name: &str, task: impl FnOnce() -> Outcome) -> Verdict {
    println!("==> {name}");
    match task() {
        Ok(()) => Verdict::Passed,
        Err(message) => {
            eprintln!("xtask: {message}");
            Verdict::Failed(message)
        }
    }
}

/// The files of tests/browser that time a page: nothing runs beside them.
const TIMED: [&str; 3] = ["quick.test.js", "store.test.js", "without.test.js"];

/// The browser tests on the program as it is shipped. `cargo xtask test` runs them on the one that the Rust tests have built:
/// to build it for a release takes as long as a third of them.
pub(crate) fn browser() -> Outcome {
    setup::ensure()?;
    offline::build()?;
    run(cargo().args(["test", "--package", "supple-web", "--examples", "--no-run"]))?;
    offline::corpus()?;
    run(cargo().args(["build", "--release", "--package", "supple"]))?;
    browser_tests(&release_binary()?, &mut || ())
}

/// Node's test runner over tests/browser, against this program. By itself it leaves a core idle, and many tests wait: so two
/// files run at once, and those that time a page run alone after them, once `wait` has let whatever runs beside them end.
fn browser_tests(program: &Path, wait: &mut dyn FnMut()) -> Outcome {
    let filled = tools::target()?.join("filled");
    // What an older program wrote would only mislead.
    let _ = std::fs::remove_dir_all(&filled);
    std::fs::create_dir_all(&filled).map_err(|error| format!("{} cannot be made: {error}", filled.display()))?;
    let folder = root()?.join("tests/browser");
    let files = std::fs::read_dir(&folder).map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let named = files.flatten().filter_map(|file| {
        let length = file.metadata().map_or(0, |about| about.len());
        file.file_name().into_string().ok().filter(|name| name.ends_with(".test.js")).map(|name| (length, name))
    });
    // The longest first, so that none of them is left to run alone at the end.
    let mut tests: Vec<(u64, String)> = named.collect();
    tests.sort_by(|one, other| other.cmp(one));
    let tests = tests.into_iter().map(|(_, name)| name);
    let (timed, others): (Vec<String>, Vec<String>) = tests.partition(|name| TIMED.contains(&name.as_str()));
    let at_once = |files: &[String], many: &str| {
        run(node(program, &["--test", "--test-reporter=spec", many])?.args(files).env("SUPPLE_FILLED", &filled))
    };
    let together = at_once(&others, "--test-concurrency=2");
    wait();
    let alone = at_once(&timed, "--test-concurrency=1");
    together.and(alone)
}

/// Times what the app in the browser says of a diary, beside its limits.
pub(crate) fn timings() -> Outcome {
    setup::ensure()?;
    offline::build()?;
    // The program as the benchmarks have it, so that the gate builds it once.
    run(cargo().args(["bench", "--workspace", "--no-run", "--bench", "under_load"]))?;
    run(&mut node(&release_binary()?, &["timings.js"])?)
}

/// Takes a picture of every page on three diaries, light and dark, at 320, 360 and 1280 px, with large text and without
/// script; into the folder that is given, or below the target directory.
pub(crate) fn screenshots(arguments: &[String]) -> Outcome {
    let folder = match arguments {
        [] => tools::target()?.join("screenshots"),
        [given] => absolute(given).map_err(|error| format!("{given} is no folder: {error}"))?,
        _ => return Err("name one folder: run `cargo xtask screenshots FOLDER`".to_owned()),
    };
    setup::ensure()?;
    offline::build()?;
    run(cargo().args(["build", "--release", "--package", "supple"]))?;
    run(node(&release_binary()?, &["screenshots.js"])?.arg(folder))
}

/// Node in tests/browser, told of the browser and the program.
fn node(program: &Path, arguments: &[&str]) -> Outcome<Command> {
    let browser = tools::browser()?.ok_or("no browser: run `cargo xtask setup`")?;
    let mut node = Command::new("node");
    node.args(arguments)
        .current_dir(root()?.join("tests/browser"))
        .env("SUPPLE_CHROMIUM", browser)
        .env("SUPPLE_BIN", program)
        .env("SUPPLE_OFFLINE", tools::target()?.join("offline"));
    if let Some(light) = tools::light_browser() {
        node.env("SUPPLE_CHROMIUM_LIGHT", light);
    }
    Ok(node)
}

/// The release binary.
pub(crate) fn release_binary() -> Outcome<PathBuf> {
    Ok(tools::target()?.join("release").join(format!("supple{}", env::consts::EXE_SUFFIX)))
}

/// How each part ended, and below it what those said that failed: a log is read from its end.
fn sum_up(parts: &[(&str, Verdict)]) -> String {
    let words = parts.iter().map(|(name, verdict)| match verdict {
        Verdict::Passed => format!("{name} passed"),
        Verdict::Failed(_) => format!("{name} FAILED"),
        Verdict::Skipped => format!("{name} skipped"),
    });
    let said = parts.iter().filter_map(|(name, verdict)| match verdict {
        Verdict::Failed(message) => Some(format!("\n{name}: {message}")),
        Verdict::Passed | Verdict::Skipped => None,
    });
    format!("test summary: {}{}", words.collect::<Vec<_>>().join(", "), said.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_says_what_failed_and_what_did_not_run() {
        let parts = [("a", Verdict::Passed), ("b", Verdict::Failed("one breaks".to_owned())), ("c", Verdict::Skipped)];
        assert_eq!(sum_up(&parts), "test summary: a passed, b FAILED, c skipped\nb: one breaks");
    }
}
