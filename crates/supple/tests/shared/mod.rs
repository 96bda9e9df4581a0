//! What the tests of the program share: a home of its own for each test.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test file uses a part of it")]

pub mod kept;
pub mod served;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use supple_diary::Log;
use tempfile::TempDir;

/// A person's machine: a data folder that is removed when the test is done.
pub struct Home {
    pub folder: TempDir,
    database: Option<String>,
}

impl Home {
    pub fn new() -> Home {
        Home { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// A home in this folder, so that its path is as long everywhere.
    pub fn below(folder: &str) -> Home {
        Home { folder: tempfile::tempdir_in(folder).unwrap(), database: None }
    }

    /// A home whose diary is in this database.
    pub fn with(database: &str) -> Home {
        Home { database: Some(database.to_owned()), ..Home::new() }
    }

    /// The address of its database, if it is not in its data folder.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn diary(&self) -> PathBuf {
        self.path("supple").join("diary.db")
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// `supple` in this home. It is never asked for a passphrase.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_supple"));
        command
            .args(arguments)
            .env("XDG_DATA_HOME", self.folder.path())
            .env("LC_ALL", "de_DE.UTF-8")
            .env("TZ", "Europe/Berlin")
            .env_remove("SUPPLE_DATABASE")
            .env_remove("SUPPLE_PASSPHRASE")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(database) = &self.database {
            command.env("SUPPLE_DATABASE", database);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs `supple` with this on its standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        // A program that does not read its input closes it; that is no failure of the test.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    /// What `supple` prints when it does what it was asked to.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
        out(&output)
    }

    /// The same as JSON.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.done(arguments)).unwrap()
    }

    /// All entries, as an export has them.
    #[track_caller]
    pub fn export(&self) -> String {
        self.done(&["export"])
    }

    #[track_caller]
    pub fn log(&self) -> Log {
        let (log, refused) = Log::from_lines(&self.export());
        assert!(refused.is_empty(), "{refused:?}");
        log
    }
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// One line on standard error that says what is wrong, nothing on standard output, and this exit code.
#[track_caller]
pub fn fails(output: &Output, code: i32, says: &str) {
    let error = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{error}");
    assert_eq!(error.trim_end().lines().count(), 1, "one line: {error}");
    assert!(error.starts_with("supple: ") && error.contains(says), "expected {says:?} in {error}");
    assert!(output.stdout.is_empty(), "{}", out(output));
}

/// Nothing but this is in the folder of a database, and its files are for their owner only.
#[cfg(unix)]
pub fn is_private(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o077 == 0
}

/// A way to run a command in a mount namespace of its own, with a file system in memory in this folder, if this system lets a
/// test have one.
pub fn mounting(folder: &Path, options: &str) -> Option<Command> {
    let ways: [&[&str]; 2] = [&["unshare", "--mount"], &["unshare", "--mount", "--map-root-user"]];
    ways.iter().find_map(|way| {
        let command = |script: &str| {
            let mut command = Command::new(way[0]);
            command.args(&way[1..]).args(["sh", "-c", script, "sh", options]).arg(folder);
            command
        };
        let script = r#"mount -t tmpfs -o "$1" tmpfs "$2" && shift 2"#;
        let works = command(script).output().is_ok_and(|output| output.status.success());
        works.then(|| command(&format!(r#"{script} && exec "$@""#)))
    })
}
