//! `cargo xtask dist`: what is shipped, from the sources as they are.
//!
//! On Linux the program is static, with musl: it runs on any distribution, and in a container that holds nothing else. Elsewhere
//! it is what the compiler of the machine makes. It has the part for the browser inside.
//!
//! - `build`: the program. `tried` starts, uses and removes each thing that was made.
//! - `xtask/pack` writes the archives, with libraries that these tasks do without.

mod booted;
mod build;
mod confined;
mod tried;

use std::env;
use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use crate::process::{Outcome, cargo, root, run, stdout_of};
use crate::{offline, tools};

/// What the command was asked to do.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    /// Where the files go.
    to: Option<String>,
    /// Build again in another folder, and compare.
    twice: bool,
    /// Try what was made.
    check: bool,
}

impl Asked {
    fn read(arguments: &[String]) -> Outcome<Asked> {
        let mut asked = Asked::default();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--to" => asked.to = Some(words.next().ok_or("say which folder: --to FOLDER")?.clone()),
                "--twice" => asked.twice = true,
                "--check" => asked.check = true,
                other => {
                    return Err(format!("`dist` does not know {other}: it takes --to FOLDER, --twice and --check"));
                }
            }
        }
        match asked {
            Asked { twice: true, check: true, .. } => Err("give --twice or --check, one after the other".to_owned()),
            asked => Ok(asked),
        }
    }
}

/// Makes it, makes it twice, or tries what was made.
pub(crate) fn run_all(arguments: &[String]) -> Outcome {
    let asked = Asked::read(arguments)?;
    let to = match &asked.to {
        Some(folder) => absolute(folder).map_err(|error| format!("{folder} is no folder: {error}"))?,
        None => tools::target()?.join("dist"),
    };
    if asked.check {
        return tried::all(&to);
    }
    make(&to)?;
    if asked.twice { again(&to) } else { Ok(()) }
}

fn make(to: &Path) -> Outcome {
    let time = time()?;
    offline::build()?;
    let build::Built { program, triple, how } = build::program()?;
    fs::create_dir_all(to).map_err(|error| format!("{} cannot be made: {error}", to.display()))?;
    let manual = tools::target()?.join("manual");
    // What an older program wrote would be shipped, too.
    let _ = fs::remove_dir_all(&manual);
    run(Command::new(&program).arg("manual").arg(&manual))?;
    run(cargo().args(["build", "--quiet", "--package", "pack"]))?;
    let (here, browser) = (metadata(&triple)?, metadata("wasm32-unknown-unknown")?);
    run(Command::new(tools::built("pack")?)
        .arg("--sources")
        .arg(root()?)
        .arg("--program")
        .arg(&program)
        .arg("--manual")
        .arg(&manual)
        .arg("--metadata")
        .arg(&here)
        .arg("--browser-metadata")
        .arg(&browser)
        .arg("--to")
        .arg(to)
        .args(["--version", &version(&program)?, "--triple", &triple, "--time", &time]))?;
    println!("{how}. It is in {}", to.display());
    Ok(())
}

/// Writes what cargo says of the packages for a target, and gives the file.
fn metadata(triple: &str) -> Outcome<PathBuf> {
    let said = stdout_of(cargo().args(["metadata", "--format-version", "1", "--locked", "--filter-platform", triple]));
    let file = tools::target()?.join(format!("metadata-{triple}.json"));
    fs::write(&file, said.ok_or("cargo says nothing of its packages")?)
        .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    Ok(file)
}

/// The version that the program says it has: `supple 1.2.3`.
fn version(program: &Path) -> Outcome<String> {
    let said = stdout_of(Command::new(program).arg("--version"));
    said.as_deref()
        .and_then(|line| line.strip_prefix("supple "))
        .map(str::to_owned)
        .ok_or_else(|| format!("{} does not say its version", program.display()))
}

/// The time of every file, in seconds since 1970: `SOURCE_DATE_EPOCH`, or that of the commit.
fn time() -> Outcome<String> {
    let given = env::var("SOURCE_DATE_EPOCH").ok().filter(|it| !it.is_empty());
    let commit = || stdout_of(Command::new("git").args(["log", "-1", "--format=%ct"]).current_dir(root().ok()?));
    given
        .or_else(commit)
        .filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()) && !it.is_empty())
        .ok_or_else(|| "these sources are no commit: set SOURCE_DATE_EPOCH to the seconds since 1970".to_owned())
}

/// Builds it once more from a copy of the sources in another folder, and compares every byte.
fn again(made: &Path) -> Outcome {
    let place = tools::target()?.join("twice");
    let _ = fs::remove_dir_all(&place);
    let sources = place.join("another folder").join("with-a-longer-name");
    copy_sources(&sources)?;
    let to = place.join("dist");
    run(Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["xtask", "dist", "--to"])
        .arg(&to)
        .current_dir(&sources)
        .env("CARGO_TARGET_DIR", place.join("target"))
        .env("SOURCE_DATE_EPOCH", time()?))?;
    let names = names(&to)?;
    let differing: Vec<&String> = names.iter().filter(|name| !is_same(&made.join(name), &to.join(name))).collect();
    match differing.as_slice() {
        [] => {
            println!("{} files, made twice in two folders: the same bytes.", names.len());
            Ok(())
        }
        some => Err(format!("not the same bytes in another folder ({}): {some:?}", to.display())),
    }
}

/// Copies what git knows of, and what is new and not ignored.
fn copy_sources(to: &Path) -> Outcome {
    let root = root()?;
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = stdout_of(Command::new("git").args(list).current_dir(&root)).ok_or("git does not list the sources")?;
    for name in listed.split('\0').filter(|name| root.join(name).is_file()) {
        let target = to.join(name);
        let folder = target.parent().map_or_else(|| to.to_owned(), PathBuf::from);
        fs::create_dir_all(folder)
            .and_then(|()| fs::copy(root.join(name), &target))
            .map_err(|error| format!("{name} cannot be copied: {error}"))?;
    }
    Ok(())
}

/// The names of the files in a folder.
fn names(folder: &Path) -> Outcome<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::read(one), fs::read(other)), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Outcome<Asked> {
        Asked::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_asked_is_read_and_anything_else_is_refused() {
        assert_eq!(asked(""), Ok(Asked::default()));
        assert_eq!(asked("--twice --to x"), Ok(Asked { to: Some("x".to_owned()), twice: true, check: false }));
        assert!(asked("--to").is_err_and(|message| message.contains("--to FOLDER")));
        assert!(asked("--fast").is_err_and(|message| message.contains("does not know --fast")));
        assert!(asked("--twice --check").is_err());
    }
}
