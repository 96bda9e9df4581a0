//! The Rust tests: built once, then run in two lanes. Cargo itself runs one program after the other; those of the program
//! `supple` mostly wait for servers, databases and clocks, so a core would be idle for minutes.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::process::{Outcome, cargo, run};

/// The package whose tests mostly wait.
const WAITS: &str = "supple";

/// A program of tests.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Program {
    /// The folder of its package, in which it runs.
    package: PathBuf,
    path: PathBuf,
}

/// Builds all and runs all, also when an early one fails; then the examples in the documentation.
pub(crate) fn tests() -> Outcome {
    let (waiting, others): (Vec<Program>, Vec<Program>) =
        build()?.into_iter().partition(|program| program.package.ends_with(WAITS));
    if waiting.is_empty() || others.is_empty() {
        return Err("cargo names no programs of tests".to_owned());
    }
    let failed = thread::scope(|scope| {
        let lanes = [waiting, others].map(|lane| scope.spawn(move || in_turn(&lane)));
        lanes.into_iter().flat_map(|lane| lane.join().unwrap_or_else(|_| vec!["a lane".to_owned()])).collect::<Vec<_>>()
    });
    let documentation = run(cargo().args(["test", "--workspace", "--doc", "--no-fail-fast"]));
    if !failed.is_empty() {
        return Err(format!("these failed: {}", failed.join(", ")));
    }
    documentation
}

/// Builds the tests, and the examples with them. Gives the programs in the order in which cargo names them.
fn build() -> Outcome<Vec<Program>> {
    let mut command = cargo();
    command
        .args(["test", "--workspace", "--no-run", "--message-format=json-render-diagnostics"])
        .stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("could not start cargo: {error}"))?;
    let lines = child.stdout.take().map(BufReader::new).into_iter().flat_map(BufReader::lines);
    let mut programs: Vec<Program> = lines.map_while(Result::ok).filter_map(|line| read(&line)).collect();
    let status = child.wait().map_err(|error| format!("cargo was lost: {error}"))?;
    programs.sort_by(|one, other| one.path.cmp(&other.path));
    if status.success() { Ok(programs) } else { Err(format!("the tests cannot be built ({status})")) }
}

/// The program that a line of cargo's tells of, if it is one of tests. No path of ours has a quote or a backslash in it.
fn read(line: &str) -> Option<Program> {
    let text = |name: &str| {
        let (_, rest) = line.split_once(&format!("\"{name}\":\""))?;
        rest.split_once('"').map(|(value, _)| PathBuf::from(value))
    };
    // Whether it is one stands in the profile; what stands in the target is whether it could be.
    let (profile, _) = line.split_once("\"profile\":{")?.1.split_once('}')?;
    let is_test = line.starts_with("{\"reason\":\"compiler-artifact\"") && profile.contains("\"test\":true");
    let package = text("manifest_path")?.parent().map(Path::to_path_buf)?;
    is_test.then_some(Program { package, path: text("executable")? })
}

/// Runs one after the other, and prints what each has said when it ends. Gives the names of those that failed.
fn in_turn(programs: &[Program]) -> Vec<String> {
    let mut failed = Vec::new();
    for program in programs {
        let name = program.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ran = Command::new(&program.path)
            .current_dir(&program.package)
            .env("CARGO_MANIFEST_DIR", &program.package)
            .stdin(Stdio::null())
            .output();
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "\n     Ran {name}");
        match ran {
            Ok(ran) => {
                let _ = out.write_all(&ran.stdout).and_then(|()| out.write_all(&ran.stderr));
                if !ran.status.success() {
                    failed.push(name);
                }
            }
            Err(error) => {
                let _ = writeln!(out, "could not start: {error}");
                failed.push(name);
            }
        }
    }
    failed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_of_tests_is_told_from_all_else_that_cargo_says() {
        let of = |test: bool, executable: &str| {
            format!(
                "{{\"reason\":\"compiler-artifact\",\"manifest_path\":\"/a/crates/care/Cargo.toml\",\"target\":\
                 {{\"test\":true}},\"profile\":{{\"opt_level\":\"1\",\"test\":{test}}},\"executable\":{executable}}}"
            )
        };
        let program = Program { package: "/a/crates/care".into(), path: "/t/it-1".into() };
        assert_eq!(read(&of(true, "\"/t/it-1\"")), Some(program));
        assert_eq!(read(&of(false, "\"/t/supple\"")), None, "a program that is no test");
        assert_eq!(read(&of(true, "null")), None);
        assert_eq!(read("{\"reason\":\"build-finished\",\"success\":true}"), None);
    }
}
