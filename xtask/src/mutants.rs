//! `cargo xtask mutants`: the core is changed in every small way that cargo-mutants knows, and its tests must notice each.
//!
//! Mutant schemata: a crate is built once with all of its mutants in it, each behind a switch (`xtask/mutants`). That takes minutes, where
//! a build for each takes days. That a switch changes what cargo-mutants names, and nothing else, is confirmed for each on the way back
//! (`unweave.py`). What no switch can stand for, and what the compiler refuses behind one, cargo-mutants tries itself.
//!
//! What survives and is no fault stands in `docs/mutants.md` with its reason. A new survivor fails, and so does a reason for
//! what is noticed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::explained::{Explained, explained};
use crate::process::{Outcome, cargo, root, run, stdout_of};
use crate::{python, tools};

/// The crates that are changed where none is named, in this order.
const CRATES: [&str; 5] = ["triage", "trial", "sync", "care", "diary"];

/// The page of the survivors.
const PAGE: &str = "docs/mutants.md";

/// What cargo-mutants ends with, beyond 0, where it did its work: some survived, some took too long, both.
const DONE: [i32; 3] = [2, 3, 6];

/// Changes these crates, or all of [`CRATES`].
pub(crate) fn run_all(crates: &[String]) -> Outcome {
    if let Some(unknown) = crates.iter().find(|name| !CRATES.contains(&name.as_str())) {
        return Err(format!("`{unknown}` is not among {}: name some of these, or none for all", CRATES.join(", ")));
    }
    ensure()?;
    if !python::SCHEMATA.is_current()? {
        python::SCHEMATA.install()?;
    }
    let own = root()?.join("xtask/mutants");
    let mut weaver = Command::new(python::SCHEMATA.program("python")?);
    run(weaver.args(["-B", "-m", "unittest", "--quiet", "test_weave"]).current_dir(own))?;
    let page = fs::read_to_string(root()?.join(PAGE)).map_err(|error| format!("{PAGE} cannot be read: {error}"))?;
    let known = explained(&page)?;
    let mut faults = Vec::new();
    println!("| crate | mutants | caught | unviable | too long | explained | minutes |");
    for name in CRATES.iter().filter(|name| crates.is_empty() || crates.iter().any(|own| own == *name)) {
        let started = Instant::now();
        let found = change(name)?;
        let own = format!("crates/{name}/");
        let own: BTreeSet<&Explained> = known.iter().filter(|one| one.file.starts_with(&own)).collect();
        let counted = [found.len(), found.caught];
        let counted: Vec<String> = counted.map(|number| number.to_string()).to_vec();
        let minutes = started.elapsed().as_secs().div_ceil(60);
        println!(
            "| `{name}` | {} | {} | {} | {} | {minutes} |",
            counted.join(" | "),
            found.unviable,
            found.timeouts,
            own.len()
        );
        faults.extend(compare(&found.survivors, &own));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// What became of the mutants of one crate.
#[derive(Debug, Default)]
struct Found {
    survivors: Vec<Explained>,
    caught: usize,
    unviable: usize,
    timeouts: usize,
}

impl Found {
    /// What the lists in a folder say, which are named as cargo-mutants names them. A switch leaves open whether a mutant compiles.
    fn read(folder: &Path) -> Outcome<Found> {
        let unviable = folder.join("unviable.txt");
        Ok(Found {
            survivors: lines(&folder.join("missed.txt"))?.iter().map(|line| survivor(line)).collect::<Outcome<_>>()?,
            caught: lines(&folder.join("caught.txt"))?.len(),
            unviable: if unviable.exists() { lines(&unviable)?.len() } else { 0 },
            timeouts: lines(&folder.join("timeout.txt"))?.len(),
        })
    }

    fn len(&self) -> usize {
        self.survivors.len() + self.caught + self.unviable + self.timeouts
    }

    fn add(&mut self, more: Found) {
        self.survivors.extend(more.survivors);
        self.caught += more.caught;
        self.unviable += more.unviable;
        self.timeouts += more.timeouts;
    }
}

/// The survivors that have no reason, and the reasons for what did not survive.
fn compare(survivors: &[Explained], known: &BTreeSet<&Explained>) -> Vec<String> {
    let survivors: BTreeSet<&Explained> = survivors.iter().collect();
    let new = survivors.difference(known).map(|one| {
        format!("{}: nobody notices `{}` in `{}`: write a test, or a reason into {PAGE}", one.file, one.what, one.line)
    });
    let gone = known.difference(&survivors).map(|one| {
        format!("{}: `{}` in `{}` is noticed, or is no change: take it out of {PAGE}", one.file, one.what, one.line)
    });
    new.chain(gone).collect()
}

/// Changes one crate in a copy of the sources: all mutants behind switches, and then by a build of its own each for which that fails.
fn change(name: &str) -> Outcome<Found> {
    let target = tools::target()?.join("mutants");
    let out = target.join("found").join(name);
    // What an earlier run found says nothing about these sources.
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).map_err(|error| format!("{} cannot be made: {error}", out.display()))?;
    let package = format!("supple-{name}");
    let list = out.join("list.json");
    let named = stdout_of(command()?.args(["--list", "--json", "--package", &package]).current_dir(root()?))
        .ok_or("cargo-mutants does not name the mutants: run `cargo mutants --list` to see why")?;
    fs::write(&list, named).map_err(|error| format!("{} cannot be written: {error}", list.display()))?;
    let mut held = Command::new(python::SCHEMATA.program("python")?);
    held.arg("-B")
        .arg(root()?.join("xtask/mutants/hold.py"))
        .arg(root()?)
        .arg(name)
        .arg(&list)
        .arg(target.join("tree"))
        .arg(&out);
    run(held.env("CARGO_TARGET_DIR", target.join("build")))?;
    let mut found = Found::read(&out)?;
    let rest = lines(&out.join("rest.txt"))?;
    if rest.is_empty() {
        return Ok(found);
    }
    println!("{} mutants of {name} are built one by one", rest.len());
    let mut command = command()?;
    command.args(["--no-shuffle", "--colors", "never", "--jobs", "1", "--package", &package]);
    for mutant in &rest {
        command.args(["--re", &pattern(mutant)]);
    }
    command.arg("--output").arg(&out).env("CARGO_TARGET_DIR", target.join("build")).current_dir(root()?);
    let status = command.status().map_err(|error| format!("could not start cargo-mutants: {error}"))?;
    if !status.success() && !status.code().is_some_and(|code| DONE.contains(&code)) {
        return Err(format!("cargo-mutants failed ({status}): look at its message above"));
    }
    let built = Found::read(&out.join("mutants.out"))?;
    if built.len() != rest.len() {
        return Err(format!("cargo-mutants was asked for {} mutants of {name}, and tried {}", rest.len(), built.len()));
    }
    found.add(built);
    Ok(found)
}

/// What matches a name as cargo-mutants tells it, and nothing else.
fn pattern(name: &str) -> String {
    let plain = |letter: char| !r"\.+*?()|[]{}^$".contains(letter);
    let escaped = name.chars().flat_map(|letter| (!plain(letter)).then_some('\\').into_iter().chain([letter]));
    format!("^{}$", escaped.collect::<String>())
}

/// The lines of a list.
fn lines(path: &Path) -> Outcome<Vec<String>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// A survivor as cargo-mutants names it, `FILE:LINE:COLUMN: WHAT`, told by the words of its line: numbers of lines change.
fn survivor(named: &str) -> Outcome<Explained> {
    let strange = || format!("cargo-mutants names a mutant in another way than before: {named}");
    let (place, what) = named.split_once(": ").ok_or_else(strange)?;
    let mut place = place.split(':');
    let file = place.next().ok_or_else(strange)?;
    let number: usize = place.next().and_then(|number| number.parse().ok()).ok_or_else(strange)?;
    let text = fs::read_to_string(root()?.join(file)).map_err(|error| format!("{file} cannot be read: {error}"))?;
    let line = text.lines().nth(number.saturating_sub(1)).ok_or_else(strange)?.trim();
    Ok(Explained { file: file.to_owned(), what: what.to_owned(), line: line.to_owned() })
}

/// `cargo mutants`, of this machine or of the target folder.
fn command() -> Outcome<Command> {
    let mut command = if is_here(cargo().arg("mutants")) { cargo() } else { Command::new(own()?) };
    // Cargo names its own package to whatever it starts; the copy of the sources is not that one.
    command.arg("mutants").env_remove("CARGO_MANIFEST_DIR");
    Ok(command)
}

fn is_here(command: &mut Command) -> bool {
    stdout_of(command.arg("--version")).is_some()
}

/// The program, where this task has installed it.
fn own() -> Outcome<PathBuf> {
    Ok(folder()?.join("bin").join(format!("cargo-mutants{}", std::env::consts::EXE_SUFFIX)))
}

fn folder() -> Outcome<PathBuf> {
    Ok(tools::target()?.join("tools"))
}

/// Installs cargo-mutants into the target folder, if it is nowhere, saying so first.
fn ensure() -> Outcome {
    if is_here(cargo().arg("mutants")) || is_here(Command::new(own()?).arg("mutants")) {
        return Ok(());
    }
    println!("Installing cargo-mutants into the target folder, which takes minutes");
    let folder: PathBuf = folder()?;
    let folder: &Path = &folder;
    run(cargo().args(["install", "cargo-mutants", "--locked", "--root"]).arg(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(what: &str) -> Explained {
        Explained { file: "crates/a/src/lib.rs".to_owned(), what: what.to_owned(), line: "a > b".to_owned() }
    }

    #[test]
    fn a_new_survivor_and_a_reason_too_many_are_both_told() {
        let (old, new) = (one("replace > with >= in f"), one("replace f -> bool with true"));
        assert!(compare(std::slice::from_ref(&old), &BTreeSet::from([&old])).is_empty());
        let told = compare(std::slice::from_ref(&new), &BTreeSet::from([&old]));
        assert!(told.len() == 2 && told[0].contains("nobody notices `replace f -> bool with true`"), "{told:?}");
        assert!(told[1].contains("`replace > with >= in f` in `a > b` is noticed"), "{told:?}");
    }

    #[test]
    fn a_pattern_stands_for_one_name() {
        assert_eq!(
            pattern("a.rs:1:2: replace f -> B<'_> with (0, vec![])"),
            r"^a\.rs:1:2: replace f -> B<'_> with \(0, vec!\[\]\)$"
        );
    }

    #[test]
    fn a_survivor_is_told_by_the_words_of_its_line() {
        let read = survivor("xtask/src/mutants.rs:1:1: replace a with b");
        assert!(
            read.is_ok_and(|one| one.what == "replace a with b" && one.line.starts_with("//! `cargo xtask mutants`"))
        );
        assert!(survivor("nothing").is_err());
    }
}
