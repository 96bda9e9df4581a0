//! A mail server of others (aiosmtpd) that keeps what it is given, and fails in the ways in which mail servers do.

use crate::person::until;
use serde::Deserialize;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A mail server; it may be down.
pub struct MailServer {
    folder: TempDir,
    pub port: u16,
    child: Option<Child>,
}

/// A message that came to it.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    pub to: Vec<String>,
    /// Their names in lower case.
    pub headers: Vec<(String, String)>,
    pub text: String,
    /// In seconds since 1970.
    pub at: f64,
    /// Whether the server took it.
    pub taken: bool,
}

impl Mail {
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let all: Vec<_> = self.headers.iter().filter(|(known, _)| known == name).collect();
        assert_eq!(all.len(), 1, "{name}: {:?}", self.headers);
        &all[0].1
    }

    pub fn id(&self) -> &str {
        self.header("message-id")
    }
}

/// Python with what the tests need, which `cargo xtask setup` puts beside the build.
fn python() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_supple")).ancestors().nth(2).unwrap().join("python/bin/python")
}

impl MailServer {
    pub fn start() -> MailServer {
        let mut server = MailServer { folder: tempfile::tempdir().unwrap(), port: 0, child: None };
        server.how("take");
        server.up();
        server
    }

    /// What becomes of the next messages: see `tests/mail/server.py`.
    pub fn how(&self, how: &str) {
        let (new, name) = (self.folder.path().join("new"), self.folder.path().join("how"));
        fs::write(&new, how).unwrap();
        fs::rename(new, name).unwrap();
    }

    pub fn up(&mut self) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/mail/server.py");
        let mut command = Command::new(python());
        command.args([script, &self.port.to_string()]).arg(self.folder.path());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("run cargo xtask setup");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.port = line.trim().parse().expect("the mail server starts: run cargo xtask setup");
        self.child = Some(child);
    }

    /// Nobody answers on its port any more.
    pub fn down(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = (child.kill(), child.wait());
        }
    }

    /// All that came, also what was refused.
    pub fn tries(&self) -> Vec<Mail> {
        let mails = fs::read_to_string(self.folder.path().join("mails")).unwrap_or_default();
        mails.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// What it took for this address.
    pub fn mails_to(&self, address: &str) -> Vec<Mail> {
        self.tries().into_iter().filter(|mail| mail.taken && mail.to == [address]).collect()
    }

    /// Waits for as many messages to this address.
    #[track_caller]
    pub fn wait(&self, address: &str, count: usize, within: Duration) -> Vec<Mail> {
        until(&format!("{count} mails to {address}"), within, || {
            Some(self.mails_to(address)).filter(|mails| mails.len() >= count)
        })
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.down();
    }
}
