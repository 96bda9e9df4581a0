//! `supple backup` and `supple restore`: the whole diary in one file that only a passphrase opens.
//!
//! The file is what `supple export` prints, encrypted in the format of age (age-encryption.org/v1) with a passphrase. So
//! `age --decrypt` opens it too, with nothing of Supple at hand.

use crate::files::{self, Replace};
use crate::machine;
use crate::place::{LastBackup, Place, name_damage, wait};
use crate::problem::{Context, Problem};
use crate::remedy::Told;
use crate::terminal::Out;
use clap::Args;
use jiff::Timestamp;
use serde_json::json;
use std::fs;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use supple_diary::{Log, verify};
use supple_journal::Found;
use supple_seal::{ExposeSecret, LEAST_LETTERS, NotOpened, SecretString, WORK, is_sealed, is_weak, open, seal};
use supple_wording::counted;

/// Enough of a file to tell whether it is a backup.
const FIRST_BYTES: u64 = 64;

/// The longest passphrase file that is read, in bytes.
const LONGEST_PASSPHRASE: u64 = 4_096;

/// Where the passphrase comes from.
#[derive(Debug, Args)]
pub(crate) struct PassphraseFrom {
    /// Take the passphrase from the first line of this file; otherwise from SUPPLE_PASSPHRASE, or it is asked for
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// Options of `supple backup`.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write; an older backup of this name is replaced once the new one is whole
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseFrom,
    /// Write it even if the diary is empty, or the older backup holds what the diary lacks, or cannot be opened
    #[arg(long)]
    anyway: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Options of `supple restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseFrom,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Writes a backup of all that is whole, and names what is damaged.
pub(crate) fn run(options: &Backup, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let journal = place.look()?;
    let passphrase = options.passphrase.read(Use::Lock)?;
    let Found { log, damaged } = wait(journal.found())?;
    if let Some(first) = damaged.first().filter(|_| options.file.exists()) {
        return Err(Problem::Cannot(format!(
            "{} may hold what is damaged in the diary now, and was not replaced: choose another name ({first})",
            options.file.display()
        )));
    }
    if !options.anyway {
        see_that_nothing_goes(&options.file, &log, &passphrase, place)
            .map_err(|why| Problem::Cannot(format!("{why}; --anyway writes it all the same")))?;
    }
    let backup = write(&options.file, &log, &passphrase)?;
    // One that lacks something does not count: a whole one is still asked for.
    if damaged.is_empty() {
        backup.note(place)?;
    }
    if options.json {
        out.json(&json!({"file": backup.file, "at": backup.at, "entries": backup.entries}))?;
    } else {
        out.say(&format!(
            "Backup: {} in {}, read back and found whole. Without the passphrase nobody can open it, not even you.",
            counted(backup.entries, "entry", "entries"),
            options.file.display()
        ))?;
    }
    name_damage(&damaged, log.len(), out)
}

/// A backup that was made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) at: Timestamp,
    pub(crate) file: PathBuf,
    pub(crate) entries: usize,
}

impl Made {
    /// Writes down that it was made.
    pub(crate) fn note(&self, place: &Place) -> Result<(), Problem> {
        place.note_backup(&LastBackup { at: self.at, file: Some(self.file.clone()), entries: Some(self.entries) })
    }
}

/// Sees that a backup holds something, and all that the one holds whose place it takes: entry for entry, since both are
/// sealed with the same passphrase. Otherwise says why it was not made.
fn see_that_nothing_goes(path: &Path, log: &Log, passphrase: &SecretString, place: &Place) -> Result<(), String> {
    let name = path.display();
    let old = fs::read(path).ok().filter(|old| is_sealed(old));
    let stays = if old.is_some() { format!(", and {name} stays as it is") } else { String::new() };
    if log.is_empty() {
        return Err(format!("no backup was made{stays}: the diary is empty"));
    }
    let Some(old) = old else { return Ok(()) };
    let old = match open(&old, passphrase) {
        Ok(text) => Log::from_bytes(&text).0,
        // Nobody gets anything out of it any more.
        Err(NotOpened::Damaged) => return Ok(()),
        Err(_) if was_made_here(path, log, place) => return Ok(()),
        Err(why) => return Err(format!("no backup was made{stays}: {name} {why}, so what it holds cannot be told")),
    };
    let missing = old.iter().filter(|entry| log.get(entry.id()).is_none_or(|there| **there != **entry)).count();
    if missing == 0 {
        return Ok(());
    }
    let entries = counted(missing, "entry", "entries");
    Err(if missing == old.len() {
        format!("no backup was made{stays}: it holds another diary, of {entries}")
    } else {
        format!("no backup was made{stays}: it holds {entries} that the diary here lacks")
    })
}

/// Whether a backup is the last one of this very diary, which has lost nothing since: then it holds no more, whatever
/// its passphrase was.
fn was_made_here(path: &Path, log: &Log, place: &Place) -> bool {
    let path = std::path::absolute(path).ok();
    place.lost().is_none()
        && place.last_backup().is_some_and(|last| last.file == path && last.entries.is_some_and(|had| had <= log.len()))
}

/// Writes a backup, and reads it back.
pub(crate) fn write(path: &Path, log: &Log, passphrase: &SecretString) -> Result<Made, Problem> {
    let unwritten = format!("{} cannot be written", path.display());
    if let Ok(mut file) = fs::File::open(path) {
        let mut start = Vec::new();
        let read = std::io::Read::by_ref(&mut file).take(FIRST_BYTES).read_to_end(&mut start);
        if read.is_err() || !is_sealed(&start) {
            return Err("there is something else of this name, which is no backup; choose another name")
                .context(unwritten);
        }
    }
    let text = log.to_lines();
    let sealed = seal(text.as_bytes(), passphrase, WORK).context(&unwritten)?;
    let mut file = files::beside(path).context(&unwritten)?;
    file.write_all(&sealed).and_then(|()| file.as_file().sync_all()).context(&unwritten)?;
    let back = fs::read(file.path()).context(&unwritten)?;
    if open(&back, passphrase).ok().as_deref() != Some(text.as_bytes()) {
        return Err("it does not read back as it was written; look after the disk, or choose another")
            .context(unwritten);
    }
    files::settle(file, path, Replace::Old).context(&unwritten)?;
    let file = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Ok(Made { at: machine::now(), file, entries: log.len() })
}

/// Restores a backup into an empty diary.
pub(crate) fn restore(options: &Restore, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let name = options.file.display();
    let sealed = fs::read(&options.file).context(format_args!("{name} cannot be read"))?;
    let passphrase = options.passphrase.read(Use::Open)?;
    let text = open(&sealed, &passphrase).map_err(|why| Problem::Cannot(format!("{name} {}", why.told())))?;
    let (log, refused) = Log::from_bytes(&text);
    if let Some(first) = refused.first() {
        return Err(Problem::Cannot(format!("{name} holds what cannot be read, and nothing was restored: {first}")));
    }
    let journal = place.open_quietly()?;
    let there = wait(journal.log())?.len();
    if there > 0 {
        return Err(Problem::Cannot(format!(
            "{} holds {} already, and nothing was changed: restore into a new one with --database sqlite:NEW",
            journal.place(),
            counted(there, "entry", "entries")
        )));
    }
    drop(journal);
    // What comes after the backup may have been written before it was lost: this is another chain.
    let journal = place.open_as_new_device()?;
    wait(journal.take(&log))?;
    let restored = wait(journal.log())?;
    if restored != log {
        return Err(Problem::Cannot(format!("{} does not hold what was restored; try another place", journal.place())));
    }
    // Whatever was lost here, this is what there is of it.
    place.forget_loss()?;
    let broken = verify(restored.iter());
    let devices = devices(&restored);
    if options.json {
        let broken: Vec<String> = broken.iter().map(ToString::to_string).collect();
        out.json(&json!({"entries": restored.len(), "devices": devices, "place": journal.place(), "broken": broken}))?;
    } else {
        let whole = if broken.is_empty() { ": all as they were written" } else { "" };
        out.say(&format!(
            "Restored into {}: {} of {}{whole}.",
            journal.place(),
            counted(restored.len(), "entry", "entries"),
            counted(devices, "device", "devices")
        ))?;
        for broken in &broken {
            out.item("! ", &broken.to_string())?;
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(out.then_fail()) }
}

/// How many devices wrote these entries.
pub(crate) fn devices(log: &Log) -> usize {
    log.iter().map(supple_diary::Entry::device).collect::<std::collections::BTreeSet<_>>().len()
}

/// What a passphrase is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// A new file: it is asked for twice.
    Lock,
    /// A file that is there.
    Open,
}

impl PassphraseFrom {
    /// The passphrase, from a file, the environment or the terminal.
    pub(crate) fn read(&self, purpose: Use) -> Result<SecretString, Problem> {
        let passphrase = self.get(purpose)?;
        // A file that is there opens with what it was locked with.
        if purpose == Use::Lock && is_weak(passphrase.expose_secret()) {
            return Err(Problem::WrongUse(format!(
                "this passphrase can be guessed, so nothing was written: give {LEAST_LETTERS} letters or more that differ, \
                 such as three plain words"
            )));
        }
        Ok(passphrase)
    }

    fn get(&self, purpose: Use) -> Result<SecretString, Problem> {
        if let Some(path) = &self.passphrase_file {
            return from_file(path);
        }
        if let Some(passphrase) = std::env::var_os("SUPPLE_PASSPHRASE") {
            let passphrase = passphrase
                .into_string()
                .map_err(|_| Problem::Cannot("SUPPLE_PASSPHRASE is not UTF-8 text".to_owned()))?;
            return good(passphrase, "SUPPLE_PASSPHRASE");
        }
        if !std::io::stdin().is_terminal() {
            return Err(Problem::WrongUse(
                "there is nobody to ask for the passphrase: set SUPPLE_PASSPHRASE or give --passphrase-file FILE"
                    .to_owned(),
            ));
        }
        let ask = |prompt: &str| rpassword::prompt_password(prompt).context("the passphrase cannot be read");
        let passphrase = good(ask("Passphrase: ")?, "what you typed")?;
        if purpose == Use::Lock && ask("The same again: ")? != passphrase.expose_secret() {
            return Err(Problem::Cannot("the two passphrases differ, and nothing was written; try again".to_owned()));
        }
        Ok(passphrase)
    }
}

fn from_file(path: &Path) -> Result<SecretString, Problem> {
    let name = path.display().to_string();
    let mut text = String::new();
    fs::File::open(path)
        .and_then(|file| file.take(LONGEST_PASSPHRASE).read_to_string(&mut text))
        .context(format_args!("{name} cannot be read"))?;
    good(text.lines().next().unwrap_or_default().to_owned(), &name)
}

fn good(passphrase: String, from: &str) -> Result<SecretString, Problem> {
    if passphrase.is_empty() {
        return Err(Problem::WrongUse(format!("{from} holds no passphrase; give one of a few words")));
    }
    Ok(SecretString::from(passphrase))
}
