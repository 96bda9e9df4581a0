//! Backups that `supple serve` makes by itself.

use crate::backup::{self, PassphraseFrom, Use};
use crate::machine;
use crate::place::Place;
use crate::problem::{Context, Problem};
use crate::terminal::harmless;
use crate::when;
use clap::Args;
use jiff::Timestamp;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use supple_journal::{Found, Journal};
use supple_seal::SecretString;
use supple_wording::counted;
use uuid::Uuid;

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
        // What keeps it from being made is told once, not at each try.
        let mut told = None;
        loop {
            let made = match keeper.look(&journal).await {
                Ok((_, due)) if !due.is_zero() => {
                    // Not for longer than a minute at once: a machine that slept has a clock that jumped.
                    tokio::time::sleep(due.min(Duration::from_secs(60))).await;
                    continue;
                }
                Ok((diary, _)) => keeper.try_it(&journal, diary).await,
                Err(problem) => Err(problem),
            };
            match made {
                Ok(line) => {
                    told = None;
                    say(&mut std::io::stdout(), &line);
                }
                Err(problem) => {
                    let line = format!("supple: no backup was made: {problem}");
                    if told.as_ref() != Some(&line) {
                        say(&mut std::io::stderr(), &line);
                        told = Some(line);
                    }
                    tokio::time::sleep(AGAIN.min(keeper.every)).await;
                }
            }
        }
    }

    /// Which diary it is, and how long until its next backup.
    async fn look(&self, journal: &Journal) -> Result<(String, Duration), Problem> {
        let diary = journal.identity().await?;
        let diary = short(&diary);
        let due = self.due(machine::now(), &diary);
        Ok((diary, due))
    }

    async fn try_it(self: &Arc<Self>, journal: &Journal, diary: String) -> Result<String, Problem> {
        let found = journal.found().await?;
        let keeper = Arc::clone(self);
        let made = tokio::task::spawn_blocking(move || keeper.make(&found, &diary)).await;
        made.unwrap_or_else(|_| Err(Problem::Cannot("it broke off".to_owned())))
    }

    /// How long until the next backup of this diary.
    fn due(&self, now: Timestamp, diary: &str) -> Duration {
        // One from the future was made by a clock that was wrong, and says nothing.
        let kept = backups(&self.folder).into_iter().filter(|kept| kept.may_be_of(diary) && kept.at <= now);
        let Some(last) = kept.map(|kept| kept.at).max() else { return Duration::ZERO };
        let age = Duration::try_from(now.duration_since(last)).unwrap_or(self.every);
        self.every.saturating_sub(age)
    }

    fn make(&self, found: &Found, diary: &str) -> Result<String, Problem> {
        let Found { log, damaged } = found;
        if log.is_empty() {
            let lost = self.place.lost().map(|lost| format!(", but {}", lost.in_words())).unwrap_or_default();
            return Err(Problem::Cannot(format!("the diary is empty{lost}")));
        }
        let time = machine::now().strftime("%Y-%m-%dT%H-%M-%SZ").to_string();
        let path = self.folder.join(format!("supple-{time}-{diary}-{}.age", log.len()));
        let made = backup::write(&path, log, &self.passphrase)?;
        let mut line = format!("Backup: {} in {}", counted(made.entries, "entry", "entries"), path.display());
        if let Some(first) = damaged.first() {
            // One that lacks something does not count, and pushes out nothing that may have it.
            line.push_str(&format!("; it lacks what is damaged, so none was removed ({first})"));
            return Ok(line);
        }
        made.note(&self.place)?;
        let (all, unnamed): (Vec<_>, Vec<_>) = backups(&self.folder)
            .into_iter()
            .filter(|kept| kept.may_be_of(diary))
            .partition(|kept| kept.diary.is_some());
        let newest = all.iter().find(|kept| kept.path == path);
        if let Some(more) = newest.and_then(|newest| all.iter().find(|kept| kept.bytes > newest.bytes)) {
            line.push_str(&format!("; {} holds more, so none was removed", more.path.display()));
        }
        // Those of an older Supple do not say of which diary they are, so they are counted apart.
        let of_older = superfluous(&unnamed, unnamed.iter().max_by_key(|kept| kept.at));
        for old in superfluous(&all, newest).into_iter().chain(of_older) {
            fs::remove_file(&old.path).context(format_args!("{} cannot be removed", old.path.display()))?;
        }
        Ok(line)
    }
}

/// Prints a line. If nobody reads it, the backups are made all the same.
fn say(to: &mut impl Write, line: &str) {
    let _ = writeln!(to, "{}", harmless(line)).and_then(|()| to.flush());
}

/// A short name for a diary: the end of its identity, since the beginning is a time.
fn short(identity: &Uuid) -> String {
    identity.simple().to_string()[24..].to_owned()
}

/// A backup that was made by schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    /// When, by the clock of then.
    at: Timestamp,
    /// The short name of the diary; none in the name that an older Supple gave.
    diary: Option<String>,
    /// How much it holds. A diary only grows and a sealed file is as much longer than what it holds, whatever that is;
    /// so of two backups of a diary the longer one has all that the other has. No passphrase is needed to know it, and a
    /// file that was cut short does not pass for whole, as it would by a number in its name.
    bytes: u64,
    path: PathBuf,
}

impl Kept {
    fn of(path: PathBuf, bytes: u64) -> Option<Kept> {
        let stem = path.file_name()?.to_str()?.strip_prefix("supple-")?.strip_suffix(".age")?;
        let (stamp, rest) = stem.split_at_checked("2026-01-10T10-00-00Z".len())?;
        let (date, time) = stamp.split_once('T')?;
        let at = format!("{date}T{}", time.replace('-', ":")).parse().ok()?;
        let diary = match rest.strip_prefix('-').map(|rest| rest.split_once('-')) {
            Some(Some((diary, entries))) if entries.parse::<u64>().is_ok() => Some(diary.to_owned()),
            None if rest.is_empty() => None,
            _ => return None,
        };
        Some(Kept { at, diary, bytes, path })
    }

    /// Whether it is of this diary, as far as its name says.
    fn may_be_of(&self, diary: &str) -> bool {
        self.diary.as_deref().is_none_or(|own| own == diary)
    }
}

/// The backups in a folder that were made by schedule.
fn backups(folder: &Path) -> Vec<Kept> {
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    let kept = files.filter_map(|file| {
        let file = file.ok()?;
        Kept::of(file.path(), file.metadata().ok()?.len())
    });
    kept.collect()
}

/// Which backups of one diary are not needed beside the newest: all but [`KEPT`]. First those go that hold the same as
/// another, then those that hold least. So a clock that is wrong pushes out nothing but doubles: dates decide only
/// between backups that hold the same. Where one holds more than the newest, the newest is not to be trusted, and all
/// stay.
fn superfluous<'k>(kept: &'k [Kept], newest: Option<&Kept>) -> Vec<&'k Kept> {
    let Some(newest) = newest.filter(|newest| kept.iter().all(|kept| kept.bytes <= newest.bytes)) else {
        return Vec::new();
    };
    let mut order: Vec<&Kept> = kept.iter().filter(|kept| kept.path != newest.path).collect();
    order.sort_by_key(|kept| (kept.bytes, kept.at));
    let is_double =
        |place: usize, kept: &Kept| kept.bytes == order.get(place + 1).map_or(newest.bytes, |next| next.bytes);
    let (double, single): (Vec<_>, Vec<_>) =
        order.iter().enumerate().partition(|(place, kept)| is_double(*place, kept));
    let excess = kept.len().saturating_sub(KEPT);
    double.into_iter().chain(single).map(|(_, kept)| *kept).take(excess).collect()
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
        assert_eq!(keeper.due(now, "aaaaaaaa"), Duration::ZERO);
        for name in [
            "supple-2026-11-20T12-00-00Z.age",
            "supple-2026-11-22T06-00-00Z-aaaaaaaa-12.age",
            "supple-2026-11-22T11-00-00Z-bbbbbbbb-7.age",
            "supple-mine.age",
            "supple-2026-11-22T11-00-00Z-mine.age",
            "other",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(keeper.due(now, "aaaaaaaa"), Duration::from_secs(18 * 3_600));
        assert_eq!(keeper.due("2026-11-23T06:00:00Z".parse().unwrap(), "aaaaaaaa"), Duration::ZERO);
        assert_eq!(backups(folder.path()).len(), 3, "what was not made by schedule is left alone");
        assert!(every("10s").is_err() && every("0d").is_err() && every("often").is_err());

        fs::write(folder.path().join("supple-2099-01-01T00-00-00Z-aaaaaaaa-12.age"), "").unwrap();
        let soon = keeper.due(now, "aaaaaaaa");
        assert_eq!(soon, Duration::from_secs(18 * 3_600), "one from the future neither hastens nor delays the next");
    }

    /// Backups of one diary: the day of the clock, and how much each holds.
    fn of_days(days: &[(u8, u64)]) -> Vec<Kept> {
        let one = |(day, bytes): &(u8, u64)| {
            Kept::of(format!("supple-2026-01-{day:02}T10-00-00Z-aaaaaaaa-1.age").into(), *bytes).unwrap()
        };
        days.iter().map(one).collect()
    }

    /// The days of the backups that are left when the last one of these is the newest.
    fn left(days: &[(u8, u64)]) -> Vec<u8> {
        let kept = of_days(days);
        let gone = superfluous(&kept, kept.last());
        days.iter().zip(&kept).filter(|(_, kept)| !gone.contains(kept)).map(|((day, _), _)| *day).collect()
    }

    #[test]
    fn of_growing_backups_the_last_seven_stay() {
        let days: Vec<(u8, u64)> = (1..=9).map(|day| (day, 100 * u64::from(day))).collect();
        assert_eq!(left(&days), [3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(left(&days[..7]).len(), 7);
    }

    #[test]
    fn the_backup_with_the_most_entries_is_never_removed() {
        let mut days: Vec<(u8, u64)> = vec![(1, 900)];
        days.extend((2..=20).map(|day| (day, 200)));
        assert_eq!(left(&days).len(), 20, "nothing goes while the newest has less than an older one");
        let mut cut: Vec<(u8, u64)> = (1..=9).map(|day| (day, 500)).collect();
        cut.push((10, 0));
        assert_eq!(left(&cut).len(), 10, "one that was cut short pushes out nothing");
    }

    #[test]
    fn a_clock_that_jumps_ahead_pushes_out_nothing_but_doubles() {
        let mut days: Vec<(u8, u64)> = (1..=7).map(|day| (day, 100 * u64::from(day))).collect();
        for jump in 8..=14 {
            days.push((jump, 700));
            let stay = left(&days);
            assert_eq!(stay.len(), 7);
            assert!((1..=6).all(|day| stay.contains(&day)), "all that differ stay: {stay:?}");
            days.retain(|(day, _)| stay.contains(day));
        }
        // Set right again, it goes on with earlier dates than those that are there.
        days.push((8, 800));
        assert_eq!(left(&days), [2, 3, 4, 5, 6, 14, 8]);
    }
}
