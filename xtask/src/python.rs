//! Python packages that the tasks use, each list in an environment of its own in the target folder.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::process::{Outcome, root, run, stdout_of};
use crate::tools::target;

/// Packages in an environment of their own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Environment {
    /// The list of the packages with their versions, from the root of the sources.
    list: &'static str,
    /// The environment, in the target folder.
    folder: &'static str,
}

/// What judges the files that Supple writes. The tests of the paper look for it in its folder.
pub(crate) const JUDGES: Environment = Environment { list: "tests/requirements.txt", folder: "python" };

/// What makes requests from the description of a server.
pub(crate) const SCHEMATHESIS: Environment =
    Environment { list: "tests/schema/requirements.txt", folder: "schemathesis" };

/// What reads Rust, to change it.
pub(crate) const SCHEMATA: Environment = Environment { list: "xtask/mutants/requirements.txt", folder: "schemata" };

/// A C compiler and a linker for musl.
pub(crate) const ZIG: Environment = Environment { list: "packaging/requirements.txt", folder: "zig" };

/// Whether Python is here and can make an environment.
pub(crate) fn is_here() -> bool {
    stdout_of(Command::new("python3").args(["-c", "import ensurepip, venv; print(1)"])).is_some()
}

impl Environment {
    /// Whether the packages are there just as the list wants them.
    pub(crate) fn is_current(self) -> Outcome<bool> {
        let list = fs::read(self.list()?).map_err(|error| format!("cannot read {}: {error}", self.list))?;
        Ok(fs::read(self.stamp()?).is_ok_and(|installed| installed == list))
    }

    /// Installs the packages that the list names.
    pub(crate) fn install(self) -> Outcome {
        let folder = self.folder()?;
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let mut pip = Command::new(self.program("pip")?);
        run(pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(self.list()?))
            .map_err(|error| format!("{error}: look at pip's message above, then run this again"))?;
        fs::copy(self.list()?, self.stamp()?)
            .map(drop)
            .map_err(|error| format!("cannot write into {}: {error}", folder.display()))
    }

    /// A program of the environment, such as `python`.
    pub(crate) fn program(self, name: &str) -> Outcome<PathBuf> {
        Ok(self.folder()?.join("bin").join(name))
    }

    /// The environment.
    pub(crate) fn folder(self) -> Outcome<PathBuf> {
        Ok(target()?.join(self.folder))
    }

    fn list(self) -> Outcome<PathBuf> {
        Ok(root()?.join(self.list))
    }

    /// A copy of the list, left by the last installation that went well.
    fn stamp(self) -> Outcome<PathBuf> {
        Ok(self.folder()?.join("installed.txt"))
    }
}
