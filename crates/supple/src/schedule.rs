//! Backups that `supple serve` makes by itself.

use crate::backup::{self, PassphraseFrom, Use};
use crate::place::Place;
use crate::problem::Problem;
use crate::sentence::count;
use crate::when;
use clap::Args;
use jiff::Timestamp;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use supple_journal::Journal;
use supple_seal::SecretString;

/// How many backups are kept.
const KEPT: usize = 7;

/// After a failure it is tried again this soon, or when the next one is due if that is sooner.
const AGAIN: Duration = Duration::from_secs(15 * 60);

/// Options of `supple serve` about backups.
#[derive(Debug, Default, Args)]
pub(crate) struct Schedule {
    /// Write backups into this folder by itself, and keep the last seven
    #[arg(long = "backup", value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// How often, such as 1d or 6h
    #[arg(long, value_name = "LENGTH", value_parser = every, default_value = "1d", requires = "folder")]
    every: Option<Duration>,
    #[command(flatten)]
    passphrase: Passphrase,
}

/// Where the passphrase of the backups comes from.
#[derive(Debug, Default, Args)]
struct Passphrase {
    /// Take the passphrase from the first line of this file; otherwise from SUPPLE_PASSPHRASE, or it is asked for once
    #[arg(long, value_name = "FILE", requires = "folder")]
    passphrase_file: Option<PathBuf>,
}

/// Backups that are to be made.
pub(crate) struct Keeper {
    folder: PathBuf,
    every: Duration,
    passphrase: SecretString,
    place: Place,
}

impl Schedule {
    /// What is to be kept, if anything. Asks for the passphrase, so that it is known before the server starts.
    pub(crate) fn keeper(&self, place: &Place) -> Result<Option<Keeper>, Problem> {
        let Some(folder) = self.folder.clone() else { return Ok(None) };
        let from = PassphraseFrom { passphrase_file: self.passphrase.passphrase_file.clone() };
        let passphrase = from.read(Use::Lock)?;
        let every = self.every.unwrap_or(Duration::from_secs(86_400));
        Ok(Some(Keeper { folder, every, passphrase, place: place.clone() }))
    }
}

impl Keeper {
    /// Makes a backup whenever one is due, until the server ends.
    pub(crate) async fn keep(self, journal: Arc<Journal>) {
        let keeper = Arc::new(self);
        loop {
            let due = keeper.due(Timestamp::now());
            if !due.is_zero() {
                // Not for longer than a minute at once: a machine that slept has a clock that jumped.
                tokio::time::sleep(due.min(Duration::from_secs(60))).await;
                continue;
            }
            let log = journal.log().await.map_err(|error| Problem::Cannot(error.to_string()));
            let made = match log {
                Ok(log) => {
                    let keeper = Arc::clone(&keeper);
                    let made = tokio::task::spawn_blocking(move || keeper.make(&log)).await;
                    made.unwrap_or_else(|_| Err(Problem::Cannot("the backup broke off".to_owned())))
                }
                Err(problem) => Err(problem),
            };
            match made {
                Ok(line) => say(&mut std::io::stdout(), &line),
                Err(problem) => {
                    say(&mut std::io::stderr(), &format!("supple: no backup was made: {problem}"));
                    tokio::time::sleep(AGAIN.min(keeper.every)).await;
                }
            }
        }
    }

    /// How long until the next backup.
    fn due(&self, now: Timestamp) -> Duration {
        let Some((last, _)) = backups(&self.folder).pop() else { return Duration::ZERO };
        // A backup from the future comes from a clock that was wrong.
        let age = Duration::try_from(now.duration_since(last)).unwrap_or(self.every);
        self.every.saturating_sub(age)
    }

    fn make(&self, log: &supple_diary::Log) -> Result<String, Problem> {
        let now = Timestamp::now();
        let path = self.folder.join(format!("supple-{}.age", now.strftime("%Y-%m-%dT%H-%M-%SZ")));
        let made = backup::write(&path, log, &self.passphrase)?;
        made.note(&self.place)?;
        let all = backups(&self.folder);
        for (_, old) in all.iter().take(all.len().saturating_sub(KEPT)) {
            fs::remove_file(old)
                .map_err(|error| Problem::Cannot(format!("{} cannot be removed: {error}", old.display())))?;
        }
        Ok(format!("Backup: {} in {}", count(made.entries, "entry", "entries"), path.display()))
    }
}

/// Prints a line. If nobody reads it, the backups are made all the same.
fn say(to: &mut impl Write, line: &str) {
    let _ = writeln!(to, "{line}").and_then(|()| to.flush());
}

/// The backups in a folder that were made by schedule, the oldest first, with when they were made.
fn backups(folder: &Path) -> Vec<(Timestamp, PathBuf)> {
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    let mut backups: Vec<_> = files
        .filter_map(|file| {
            let path = file.ok()?.path();
            let name = path.file_name()?.to_str()?;
            let stamp = name.strip_prefix("supple-")?.strip_suffix(".age")?;
            let (date, time) = stamp.split_once('T')?;
            let at = format!("{date}T{}", time.replace('-', ":")).parse().ok()?;
            Some((at, path))
        })
        .collect();
    backups.sort();
    backups
}

/// Reads how often: at least every minute.
fn every(text: &str) -> Result<Duration, String> {
    let seconds = match text.trim().to_lowercase().strip_suffix('d').and_then(|days| days.parse::<u64>().ok()) {
        Some(days) => days.saturating_mul(86_400),
        None => u64::from(when::read_length(text)?.get()),
    };
    if (60..=31 * 86_400).contains(&seconds) {
        Ok(Duration::from_secs(seconds))
    } else {
        Err("takes a length from 1m to 31d, such as 1d".to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn a_backup_is_due_when_the_last_one_is_old_enough() {
        let folder = tempfile::tempdir().unwrap();
        let keeper = Keeper {
            folder: folder.path().to_owned(),
            every: every("1d").unwrap(),
            passphrase: SecretString::from("one two"),
            place: Place::new(Some("sqlite::memory:")).unwrap(),
        };
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        assert_eq!(keeper.due(now), Duration::ZERO);
        for name in ["supple-2026-11-20T12-00-00Z.age", "supple-2026-11-22T06-00-00Z.age", "supple-mine.age", "other"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(keeper.due(now), Duration::from_secs(18 * 3_600));
        assert_eq!(keeper.due("2026-11-23T06:00:00Z".parse().unwrap()), Duration::ZERO);
        assert_eq!(backups(folder.path()).len(), 2, "what was not made by schedule is left alone");
        assert!(every("10s").is_err() && every("0d").is_err() && every("often").is_err());
    }
}
