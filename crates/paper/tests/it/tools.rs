//! The tools: qpdf, those of poppler, and pdfua.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A PDF as a file, for as long as this lives.
pub(crate) struct File {
    folder: tempfile::TempDir,
}

impl File {
    pub(crate) fn of(bytes: &[u8]) -> File {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("sheet.pdf"), bytes).unwrap();
        File { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("sheet.pdf")
    }

    /// What a tool says of it. A tool that is not there is a failure: these tests prove nothing without it.
    pub(crate) fn run(&self, program: &str, before: &[&str], after: &[&str]) -> Output {
        let mut command = Command::new(program);
        command.args(before).arg(self.path()).args(after);
        command.output().unwrap_or_else(|error| panic!("{program} does not start ({error}): run `cargo xtask setup`"))
    }

    fn said(&self, program: &str, before: &[&str], after: &[&str]) -> String {
        let output = self.run(program, before, after);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{program}: {said}{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    /// Its words in the order in which they are written.
    pub(crate) fn text(&self) -> String {
        self.said("pdftotext", &["-raw", "-enc", "UTF-8"], &["-"])
    }

    /// Its words of one page, from 1.
    pub(crate) fn text_of(&self, page: usize) -> String {
        let page = page.to_string();
        self.said("pdftotext", &["-raw", "-enc", "UTF-8", "-f", &page, "-l", &page], &["-"])
    }

    /// Its structure with its words, as one that hears it has it.
    pub(crate) fn structure(&self) -> String {
        self.said("pdfinfo", &["-struct-text"], &[])
    }

    /// What it says of itself.
    pub(crate) fn about(&self) -> String {
        self.said("pdfinfo", &[], &[])
    }

    /// What qpdf shows with these options.
    pub(crate) fn qpdf(&self, options: &[&str]) -> String {
        self.said("qpdf", options, &[])
    }

    /// Fails where qpdf finds the file damaged, or pdfua finds something against PDF/UA-1.
    pub(crate) fn check(&self) {
        self.said("qpdf", &["--check"], &[]);
        let said = self.said(&pdfua().to_string_lossy(), &["check"], &[]);
        assert!(said.contains("PASS"), "{said}");
    }
}

/// `cargo xtask setup` puts it into the target folder; it may be named with `SUPPLE_PDFUA`.
fn pdfua() -> PathBuf {
    if let Some(given) = std::env::var_os("SUPPLE_PDFUA").filter(|given| given != OsStr::new("")) {
        return given.into();
    }
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(3).unwrap().join("python/bin/pdfua")
}
