//! `pack`: what is shipped, from a program that was built. `cargo xtask dist` starts it.
//!
//! All that goes in is an argument, the time too, and archives are written in the order of their names: the same program gives
//! the same bytes on every machine and on every day.
//!
//! # Modules
//! `tree`: files with their rights, as a tape archive. `debian`: a package of Debian (deb(5)). `notices`: the licences of what others
//! wrote.

mod debian;
mod notices;
mod tree;

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};
use tree::Tree;

/// What a shipped folder has beside the program, from the root of the sources.
const PAPERS: [&str; 4] = ["LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md", "docs/network.md"];

/// The licences of what others wrote.
const NOTICES: &str = "THIRD-PARTY-NOTICES";

/// The account inside a container, as in packaging/Containerfile.
const CONTAINER_ACCOUNT: u64 = 65_532;

fn main() -> ExitCode {
    match Plan::read(env::args().skip(1)).and_then(|plan| plan.pack()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("pack: {message}");
            ExitCode::FAILURE
        }
    }
}

/// What is to be packed.
struct Plan {
    /// The root of the sources.
    sources: PathBuf,
    /// The program.
    program: PathBuf,
    /// The folder with the pages of the manual and with completions.
    manual: PathBuf,
    /// What `cargo metadata` says of the machine that it is for, and of the browser.
    metadata: [PathBuf; 2],
    /// Where everything goes.
    to: PathBuf,
    version: String,
    /// For which machine it was built, as in the names of the files.
    triple: String,
    /// Seconds since 1970: the time of every file.
    time: u64,
}

impl Plan {
    fn read(arguments: impl Iterator<Item = String>) -> Result<Plan, String> {
        let arguments: Vec<String> = arguments.collect();
        let mut given: BTreeMap<&str, &String> = BTreeMap::new();
        for pair in arguments.chunks(2) {
            match pair {
                [name, value] => given.insert(name, value),
                _ => return Err(format!("{} has no value", pair.concat())),
            };
        }
        let text = |name: &str| given.get(name).map(|value| (*value).clone()).ok_or(format!("{name} is missing"));
        Ok(Plan {
            sources: text("--sources")?.into(),
            program: text("--program")?.into(),
            manual: text("--manual")?.into(),
            metadata: [text("--metadata")?.into(), text("--browser-metadata")?.into()],
            to: text("--to")?.into(),
            version: text("--version")?,
            triple: text("--triple")?,
            time: text("--time")?.parse().map_err(|error| format!("--time is no number of seconds: {error}"))?,
        })
    }

    /// The licences of all that others wrote: in the program, in its part for the browser, and the font of its paper.
    fn notices(&self) -> Result<Vec<u8>, String> {
        let read_text = |file: &Path| read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let [here, browser] = [read_text(&self.metadata[0])?, read_text(&self.metadata[1])?];
        let programs = [("supple", &*here), ("supple-worker", &browser), ("supple-paper-worker", &browser)];
        let font = read_text(&self.sources.join("crates/paper/font/OFL.txt"))?;
        let rule = "-".repeat(80);
        Ok(format!("{}\n{rule}\nThe font of its paper\n{rule}\n\n{font}", notices::notices(&programs)?).into_bytes())
    }

    fn pack(&self) -> Result<(), String> {
        let mut shipped = vec![self.archive()?];
        if let Some(architecture) = debian::architecture(&self.triple) {
            shipped.push(self.program_alone()?);
            shipped.push(self.package(architecture)?);
            shipped.push(self.root_of_container()?);
            shipped.push(self.containerfile()?);
        }
        shipped.sort();
        let sums = shipped.iter().map(|name| Ok(format!("{}  {name}\n", sum(&self.to.join(name))?)));
        let sums = sums.collect::<Result<String, String>>()?;
        // One list for each machine: those of several machines are joined in one folder.
        write(&self.to.join(format!("SHA256SUMS-{}", self.triple)), sums.as_bytes())
    }

    /// The name of what is shipped, before its ending.
    fn name(&self) -> String {
        format!("supple-{}-{}", self.version, self.triple)
    }

    /// The folder that someone unpacks.
    fn archive(&self) -> Result<String, String> {
        let mut tree = Tree::default();
        let ending = if self.triple.contains("windows") { ".exe" } else { "" };
        tree.program(&format!("supple{ending}"), read(&self.program)?);
        for paper in PAPERS {
            tree.file(paper, read(&self.sources.join(paper))?);
        }
        tree.file(NOTICES, self.notices()?);
        for (name, content) in folder(&self.manual)? {
            tree.file(&name, content);
        }
        if self.triple.contains("linux") {
            tree.file("supple.service", read(&self.sources.join("packaging/supple.service"))?);
            tree.file("supple.sysusers", read(&self.sources.join("packaging/supple.sysusers"))?);
        }
        let name = format!("{}.tar.gz", self.name());
        write(&self.to.join(&name), &tree.packed(&format!("{}/", self.name()), self.time)?)?;
        Ok(name)
    }

    /// The program as it is, for who wants nothing else.
    fn program_alone(&self) -> Result<String, String> {
        let file = self.to.join(self.name());
        write(&file, &read(&self.program)?)?;
        #[cfg(unix)]
        fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .map_err(|error| format!("{} cannot be made a program: {error}", file.display()))?;
        Ok(self.name())
    }

    fn package(&self, architecture: &str) -> Result<String, String> {
        let manual = folder(&self.manual)?;
        let source = |name: &str| read(&self.sources.join(name));
        let package = debian::package(&debian::Parts {
            version: &self.version,
            architecture,
            time: self.time,
            program: read(&self.program)?,
            manual: &manual,
            notices: self.notices()?,
            source: &source,
        })?;
        let name = format!("supple_{}_{architecture}.deb", self.version);
        write(&self.to.join(&name), &package)?;
        Ok(name)
    }

    /// The whole file system of a container: the program, and a folder for the diary that belongs to its account.
    fn root_of_container(&self) -> Result<String, String> {
        let mut tree = Tree::default();
        tree.program("supple", read(&self.program)?);
        tree.private_folder("data", CONTAINER_ACCOUNT);
        tree.file(NOTICES, self.notices()?);
        let name = format!("{}-root.tar.gz", self.name());
        write(&self.to.join(&name), &tree.packed("", self.time)?)?;
        Ok(name)
    }

    /// The recipe of a container, which takes that file from the same folder.
    fn containerfile(&self) -> Result<String, String> {
        let recipe = String::from_utf8_lossy(&read(&self.sources.join("packaging/Containerfile"))?)
            .replace("@NAME@", &self.name())
            .replace("@TRIPLE@", &self.triple);
        let name = format!("Containerfile-{}", self.triple);
        write(&self.to.join(&name), recipe.as_bytes())?;
        Ok(name)
    }
}

/// All files below a folder, by their path in it.
fn folder(at: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut found = Vec::new();
    gather(at, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn gather(at: &Path, below: &str, found: &mut Vec<(String, Vec<u8>)>) -> Result<(), String> {
    let cannot = |error| format!("{} cannot be read: {error}", at.display());
    for entry in fs::read_dir(at).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let name = format!("{below}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            gather(&path, &format!("{name}/"), found)?;
        } else {
            found.push((name, read(&path)?));
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

fn write(file: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(file, content).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

/// The SHA-256 of a file, as `sha256sum` writes it.
fn sum(file: &Path) -> Result<String, String> {
    Ok(Sha256::digest(read(file)?).iter().map(|byte| format!("{byte:02x}")).collect())
}
