//! The Rust tests, in three lanes: half of their time is waiting for deadlines, restarts and locks, which leaves both cores idle.
//! The two lanes of those that wait go on beside whatever comes after the others.
//!
//! All of them are built first and as one, so that no lane builds anything with other features. (`cargo-nextest` does the
//! same and more; no registry that a build may ask has it as a program, and to build it takes longer than it saves.)

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};

use crate::process::{Outcome, cargo, root, run, spell};

/// Test programs that wait most of their time, in lanes of their own. Each starts servers and databases of its own. The first lane is
/// the one that waits longest by far.
const WAITING: [&[&str]; 2] = [
    &["reach"],
    &[
        "command_line",
        "crash",
        "damage",
        "diary",
        "disk_errors",
        "faults",
        "missing",
        "network",
        "newer",
        "openapi",
        "paired",
        "store",
        "sync",
        "taps",
    ],
];

/// Builds all of them.
pub(crate) fn build() -> Outcome {
    run(cargo().args(["test", "--workspace", "--no-run"]))
}

/// The lanes of the tests that wait, once they are started.
pub(crate) struct Waiting(Vec<JoinHandle<Outcome>>);

impl Waiting {
    /// Starts them.
    pub(crate) fn start() -> Waiting {
        let lanes = WAITING.map(|names| {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            thread::spawn(move || quietly(&mut lane(&[], &names)))
        });
        Waiting(lanes.into())
    }

    /// Waits for their ends.
    pub(crate) fn end(self) -> Outcome {
        let ended =
            |lane: JoinHandle<Outcome>| lane.join().unwrap_or_else(|_| Err("a lane ended without a word".to_owned()));
        all(self.0.into_iter().map(ended))
    }
}

/// Runs all tests that do not wait.
pub(crate) fn run_others() -> Outcome {
    let waits = |name: &String| WAITING.iter().any(|lane| lane.contains(&name.as_str()));
    let others: BTreeSet<String> = programs(&root()?)?.into_iter().filter(|name| !waits(name)).collect();
    let units = named(units(&root()?).args(["--no-fail-fast", "--bins"]));
    let others = named(&mut lane(&[], &others));
    let examples = named(cargo().args(["test", "--workspace", "--no-fail-fast", "--doc"]));
    all([units, others, examples])
}

/// The crate that embeds the part for the browser. What is built of it before that part is there is built once more.
const EMBEDS: &str = "supple";

/// Builds all tests that do not wait for the part for the browser: those of every crate but the one that embeds it.
pub(crate) fn build_apart() -> Outcome {
    let root = root()?;
    run(units(&root).args(["--quiet", "--no-run"]))?;
    run(&mut lane(&["--quiet", "--no-run"], &apart(&root)))
}

/// The names of the test programs that the crate that embeds it has none of.
fn apart(root: &Path) -> BTreeSet<String> {
    let (own, others): (Vec<PathBuf>, Vec<PathBuf>) =
        crates(root).into_iter().partition(|folder| folder.ends_with(EMBEDS));
    named_in(&others).difference(&named_in(&own)).cloned().collect()
}

/// The unit tests of the libraries that have some. With `--lib` cargo compiles the others once more as test programs, too.
fn units(root: &Path) -> Command {
    let mut command = cargo();
    command.args(["test", "--workspace", "--lib"]);
    for manifest in crates(root).iter().filter_map(|folder| std::fs::read_to_string(folder.join("Cargo.toml")).ok()) {
        if let Some(name) = without_unit_tests(&manifest) {
            command.args(["--exclude", name]);
        }
    }
    command
}

/// The name of a package whose manifest says that its library has no test.
fn without_unit_tests(manifest: &str) -> Option<&str> {
    let (_, library) = manifest.split_once("\n[lib]\n")?;
    let library = library.split("\n[").next().unwrap_or(library);
    library.lines().find(|line| *line == "test = false")?;
    manifest.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
}

/// What those of them that failed say.
fn all(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
    let failed: Vec<String> = outcomes.into_iter().filter_map(Result::err).collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}

/// The tests of these programs, in whichever crate they are.
fn lane(more: &[&str], programs: &BTreeSet<String>) -> Command {
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]).args(more);
    programs.iter().for_each(|name| {
        command.args(["--test", name]);
    });
    command
}

/// Runs `command` and shows what it printed when it is over, in one piece.
fn quietly(command: &mut Command) -> Outcome {
    let output = command.output().map_err(|error| format!("could not start `{}`: {error}", spell(command)))?;
    let printed = String::from_utf8_lossy(&output.stdout);
    print!("{printed}");
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(()) } else { Err(told(command, &printed)) }
}

/// Runs `command`, shows what it prints as it comes, and names the tests that failed.
fn named(command: &mut Command) -> Outcome {
    let started = command.stdout(Stdio::piped()).spawn();
    let mut child = started.map_err(|error| format!("could not start `{}`: {error}", spell(command)))?;
    let mut printed = String::new();
    for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).split(b'\n')) {
        let line = String::from_utf8_lossy(&line.unwrap_or_default()).into_owned();
        println!("{line}");
        printed.push_str(&line);
        printed.push('\n');
    }
    let status = child.wait().map_err(|error| format!("`{}` was lost: {error}", spell(command)))?;
    if status.success() { Ok(()) } else { Err(told(command, &printed)) }
}

/// The name of a test that failed, if this line of its program says so.
fn failed(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

/// What is said at the end: which tests failed, where and with which words. Whoever reads a log from its end finds it there, also
/// where the middle of a long one is not kept.
fn told(command: &Command, printed: &str) -> String {
    let failures: Vec<String> = printed
        .lines()
        .filter_map(failed)
        .map(|name| panic_of(printed, name).map_or_else(|| name.to_owned(), |panic| format!("{name} ({panic})")))
        .collect();
    match failures.as_slice() {
        [] => format!("`{}` failed", spell(command)),
        failures => format!("tests failed: {}", failures.join(", ")),
    }
}

/// How many lines of a panic are told: those of `assert_eq!`.
const PANIC_LINES: usize = 4;

/// The first panic in the output of a test: its place and its message.
fn panic_of(printed: &str, name: &str) -> Option<String> {
    let (_, output) = printed.split_once(&format!("\n---- {name} stdout ----\n"))?;
    let output = output.split("\n---- ").next().unwrap_or(output);
    let (_, panic) = output.split_once(" panicked at ")?;
    let is_over = |line: &str| line.is_empty() || line.starts_with("note: ") || line.starts_with("stack backtrace:");
    let lines = panic.lines().take_while(|line| !is_over(line));
    Some(lines.take(PANIC_LINES).map(str::trim).collect::<Vec<_>>().join(" "))
}

/// The names of all test programs of the workspace: the files in the folders `tests` of its crates, and the folders with a
/// `main.rs`.
fn programs(root: &Path) -> Outcome<BTreeSet<String>> {
    let names = named_in(&crates(root));
    match WAITING.iter().copied().flatten().find(|name| !names.contains(**name)) {
        Some(gone) => Err(format!("there is no test program \"{gone}\" any more: take it out of WAITING")),
        None => Ok(names),
    }
}

/// The names of the test programs of these crates.
fn named_in(crates: &[PathBuf]) -> BTreeSet<String> {
    let files = crates.iter().flat_map(|of| within(&of.join("tests")));
    let named = files.filter(|path| path.extension().is_some_and(|end| end == "rs") || path.join("main.rs").is_file());
    named.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect()
}

/// The folders of all crates of the workspace.
fn crates(root: &Path) -> Vec<PathBuf> {
    within(&root.join("crates")).into_iter().chain([root.join("xtask"), root.join("xtask/bundle")]).collect()
}

/// What is in this folder; nothing if it is none.
fn within(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_failed_is_named_with_its_place_and_its_words() {
        let printed = "\
test it::holds ... ok
test it::breaks ... FAILED
test it::ends ... FAILED

failures:

---- it::breaks stdout ----

thread 'it::breaks' (12) panicked at crates/a/tests/it.rs:3:5:
assertion `left == right` failed: of round 2
  left: 1
 right: 2
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- it::ends stdout ----
something else

failures:
    it::breaks
";
        let told = told(&Command::new("cargo"), printed);
        let place = "crates/a/tests/it.rs:3:5:";
        let words = "assertion `left == right` failed: of round 2 left: 1 right: 2";
        assert_eq!(told, format!("tests failed: it::breaks ({place} {words}), it::ends"));
    }

    #[test]
    fn a_command_that_fails_is_told_also_where_no_test_did() {
        let outcome = named(Command::new("sh").args(["-c", "echo 'test it::breaks ... FAILED'; exit 1"]));
        assert_eq!(outcome, Err("tests failed: it::breaks".to_owned()));
        assert_eq!(named(Command::new("sh").args(["-c", "exit 1"])), Err("`sh -c exit 1` failed".to_owned()));
    }

    fn workspace() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
    }

    fn has_a_test(folder: &Path) -> bool {
        within(folder).iter().any(|path| {
            has_a_test(path)
                || std::fs::read_to_string(path)
                    .is_ok_and(|text| text.contains("#[test]") || text.contains("#[cfg(test)]"))
        })
    }

    #[test]
    fn a_library_says_that_it_has_no_test_if_and_only_if_it_has_none() {
        let libraries = crates(workspace()).into_iter().filter(|folder| folder.join("src/lib.rs").is_file());
        let mut seen = 0;
        for folder in libraries {
            let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
            assert_eq!(
                without_unit_tests(&manifest).is_none(),
                has_a_test(&folder.join("src")),
                "{}",
                folder.display()
            );
            seen += 1;
        }
        assert!(seen > 30, "{seen} libraries");
    }

    #[test]
    fn what_is_built_before_the_part_for_the_browser_is_none_of_the_crate_that_embeds_it() {
        let apart = apart(workspace());
        let embeds = named_in(&[workspace().join("crates").join(EMBEDS)]);
        assert!(apart.contains("it") && !embeds.is_empty(), "{apart:?} and {embeds:?}");
        assert!(apart.is_disjoint(&embeds), "{apart:?} and {embeds:?}");
    }

    #[test]
    fn every_test_program_is_in_one_lane() {
        let root = workspace();
        let names = programs(root);
        assert!(names.as_ref().is_ok_and(|names| names.contains("it") && names.contains("purity")), "{names:?}");
    }
}
