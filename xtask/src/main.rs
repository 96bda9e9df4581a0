//! Developer tasks of the workspace, run as `cargo xtask COMMAND`.
//!
//! Only the standard library is used, so that the tasks build in a moment on any machine.
//!
//! `crash` is the crash tests in full: 200 kills of the server over both databases, and a full disk; `test` runs them
//! with fewer kills. `browser` runs the browser tests on the program as it is shipped; `test` on the one that the Rust tests
//! have built. `faults` loses the diary in every way, and locks, freezes, ends, damages and fills its database,
//! on both, and prints what became of it; `test` does so once. The browser tests (`tests/browser`) drive real Chromium
//! against the program, with playwright-core and axe-core, under node's own test runner. `tests/fhir` has programs of
//! others judge what is written as FHIR, `tests/calendar` what is written as a calendar, and `tests/push` what is pushed;
//! `fhir-types` has types of others read FHIR, `desktop` shows notifications, and `mutants` changes the code to see whether
//! its tests notice; none of them is a part of `test`. `.ci/run` is what CI calls, and nothing else.

#![allow(clippy::print_stdout, reason = "a task talks to whoever runs it")]

mod apt;
mod calendar;
mod check;
mod desktop;
mod dist;
mod docs;
mod documents;
mod explained;
mod fhir;
mod figures;
mod fuzz;
mod gate;
mod mutants;
mod node;
mod offline;
mod process;
mod push;
mod python;
mod rust_tests;
mod schema;
mod setup;
mod test;
mod tools;

use std::env;
use std::process::{Command, ExitCode};

use process::{Outcome, cargo, run};

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  run [ARGS…]  build the app and start it as `supple serve ARGS…`; its part for the browser is built beside it
  test         set up what is missing, then run every test: Rust's, then the browser's
  browser      the browser tests alone, on the program as it is shipped
  offline      only build the part for the browser; the next `cargo build` of `supple` takes it in
  build-apart  only build the tests that do not wait for the part for the browser; `test` does so by itself
  store-bridge only build the store of a browser for the tests of the stores; `test` does so by itself
  setup        only set up what the tests need
  crash        the crash tests in full: 200 kills of the server on both databases, and a full disk
  faults       what is lost and what stands still, on both databases: a table, held to 200 ms
  reports      one report as PDF, FHIR, tables, text and page, over 1,000 diaries: the same numbers
  fhir-types   what is written as FHIR, read strictly by types that others made, which take minutes to build
  fuzz [SECONDS] [TARGET…]  every parser of bytes from outside on changed inputs, 300 seconds each unless told
  desktop      notifications of the desktop over a real session bus, with the feature that shows them
  screenshots [FOLDER]  every page on three diaries, in seven looks, to be looked at
  figures      every figure on one page, to be looked at; with --blind the exercises without words, and a key
  dist [--to FOLDER]  what is shipped: a program for any Linux, an archive, a package of Debian, a container
               --twice: once more in another folder, the same bytes; --check: start, use and remove each thing that is there
  schema       requests of programs to a real server, made from their description by Schemathesis
  timings      how long the app in the browser takes to say what a diary shows
  docs [FOLDER]  the documents as a site, made by mdbook
  gate [PART…] what must hold before a release, measured, as tables in docs/gate.md: speed, faults, attack, eye, mutants
  mutants [CRATE…]  whether the tests of triage, trial, sync, care and diary notice every small change of their code; takes long
  check        formatting, lints and documentation, with every warning an error
  bench        run the benchmarks; the fits beside R where Rscript with the package survival is there";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Outcome {
    let Some((command, rest)) = args.split_first() else {
        return Err(format!("say which command to run\n\n{USAGE}"));
    };
    match (command.as_str(), rest) {
        ("run", rest) => serve(rest),
        ("test", []) => test::run_all(),
        ("offline", []) => offline::build(),
        ("store-bridge", []) => offline::build_store_bridge(),
        ("build-apart", []) => rust_tests::build_apart(),
        ("setup", []) => setup::run(),
        ("faults", []) => test::faults(),
        ("check", []) => check::run_all(),
        ("browser", []) => test::browser(),
        ("crash", []) => test::crash(),
        ("reports", []) => test::reports(),
        ("fhir-types", []) => fhir::types(),
        ("desktop", []) => desktop::tests(),
        ("screenshots", rest) => test::screenshots(rest),
        ("figures", rest) => figures::sheet(rest),
        ("gate", rest) => gate::run(rest),
        ("dist", rest) => dist::run_all(rest),
        ("docs", rest) => docs::site(rest),
        ("mutants", rest) => mutants::run_all(rest),
        ("fuzz", rest) => fuzz::run_all(rest),
        ("schema", []) => schema::run_all(),
        ("timings", []) => test::timings(),
        ("bench", []) => run(cargo().args(["bench", "--workspace"])),
        ("help" | "-h" | "--help", []) => {
            println!("{USAGE}");
            Ok(())
        }
        (
            "test" | "browser" | "crash" | "faults" | "reports" | "fhir-types" | "desktop" | "offline" | "store-bridge"
            | "build-apart" | "setup" | "check" | "timings" | "bench" | "schema",
            _,
        ) => Err(format!("`{command}` takes no arguments: run `cargo xtask {command}`")),
        _ => Err(format!("there is no command `{command}`\n\n{USAGE}")),
    }
}

/// Starts the app in place of this process, so that a signal sent to it reaches the server. It answers as soon as it is built
/// itself; the part for the browser, which takes as long again, is built beside it, and taken in when it is there.
fn serve(args: &[String]) -> Outcome {
    run(cargo().args(["build", "--release", "--package", "supple", "--bin", "supple"]))?;
    let folder = tools::target()?.join("offline");
    // Whoever only wants to look at the app is not kept from it by what goes wrong here: the app itself says what is missing.
    match offline::build_aside(&folder) {
        Ok(log) => println!("The part that works with no network is built beside it: {}", log.display()),
        Err(error) => println!("The app will not work without this server: {error}"),
    }
    let mut command = Command::new(test::release_binary()?);
    command.arg("serve").args(args).env("SUPPLE_BROWSER_PART", folder);
    become_process(&mut command)
}

#[cfg(unix)]
fn become_process(command: &mut Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = command.exec(); // It returns only when it failed.
    Err(format!("could not start `{}`: {error}", process::spell(command)))
}

#[cfg(not(unix))]
fn become_process(command: &mut Command) -> Outcome {
    run(command)
}
