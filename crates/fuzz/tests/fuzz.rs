//! Every target on its kept inputs, the same each time; and on changes of them, for as long as `SUPPLE_FUZZ_SECONDS` says.
//!
//! `SUPPLE_FUZZ_SEED` is the seed of chance, `SUPPLE_FUZZ_TARGET` names one target, and `SUPPLE_FUZZ_FOUND` a folder in which
//! an input that fails is kept.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "a long run says how far it went")]

use peak_alloc::PeakAlloc;
use std::path::{Path, PathBuf};
use std::time::Duration;
use supple_fuzz::targets::ALL;
use supple_fuzz::{Effort, Memory, SEED, Target, hash, kept, run};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn setting<T: std::str::FromStr>(name: &str) -> Option<T> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is \"{text}\", which is no such thing")))
}

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn effort() -> Effort {
    let memory =
        Memory { now: || MEMORY.current_usage(), reset: || MEMORY.reset_peak_usage(), peak: || MEMORY.peak_usage() };
    let lasts = setting("SUPPLE_FUZZ_SECONDS").map_or(Duration::ZERO, Duration::from_secs);
    Effort { seed: setting("SUPPLE_FUZZ_SEED").unwrap_or(SEED), lasts, memory: Some(memory), ..Effort::default() }
}

/// Runs a target, and says how far it went.
fn held(target: &Target) -> Result<(), String> {
    let effort = effort();
    match run(target, &kept(&seeds().join(target.name)), &effort) {
        Ok(report) => {
            let rate = report.inputs as f64 / report.took.as_secs_f64();
            println!(
                "{:9} {:8} inputs in {:4.0} s, {rate:6.0} a second; {:4} kept, {:4} ways; at most {:4} ms and {:6} KiB",
                target.name,
                report.inputs,
                report.took.as_secs_f64(),
                report.kept,
                report.ways,
                report.slowest.as_millis(),
                report.memory >> 10,
            );
            Ok(())
        }
        Err(failure) => {
            let name = format!("{:016x}", hash(&failure.input));
            if let Some(folder) = setting::<PathBuf>("SUPPLE_FUZZ_FOUND") {
                let folder = folder.join(target.name);
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(folder.join(&name), &failure.input).unwrap();
            }
            Err(format!(
                "{}, seed {}: {failure}\nMend it, and keep this input as seeds/{0}/{name}",
                target.name, effort.seed
            ))
        }
    }
}

/// One after the other: the memory of the program is that of one input.
#[test]
fn what_must_hold_of_every_parser_holds_of_every_input() {
    let only: Option<String> = setting("SUPPLE_FUZZ_TARGET");
    let chosen =
        ALL.iter().filter(|target| only.as_deref().is_none_or(|only| only.split(',').any(|one| one == target.name)));
    let results: Vec<Result<(), String>> = chosen.map(held).collect();
    assert!(!results.is_empty(), "there is no target {only:?}");
    let failed: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

#[test]
fn each_target_is_in_the_table_of_parsers() {
    let page = include_str!("../../../docs/fuzzing.md");
    for target in ALL {
        assert!(page.contains(&format!("| `{}` |", target.name)), "{} is missing in docs/fuzzing.md", target.name);
    }
}

#[test]
fn the_kept_inputs_are_of_a_target_each_and_small() {
    let mut all = 0;
    for folder in std::fs::read_dir(seeds()).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        assert!(ALL.iter().any(|target| target.name == name), "seeds/{name} are of no target");
        all += kept(&seeds().join(&name)).iter().map(Vec::len).sum::<usize>();
    }
    assert!(all <= 120 << 10, "the kept inputs have {all} bytes");
    for target in ALL {
        let inputs = kept(&seeds().join(target.name)).len() + (target.made)().len();
        assert!(inputs > 2, "{} begins with {inputs} inputs", target.name);
    }
}
