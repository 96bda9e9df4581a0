//! Where the diary is kept, and what lies beside it: the id of this device, how far the diary had come, what of it is
//! lost, when the last backup was made, with which places this one syncs, and the outbox, which has the paired devices, too.
//!
//! How far it had come (its head) is noted after each write, in a file of its own, so that an older Supple still reads
//! the id of the device. A database that lacks the head is not the diary that was written here. That is kept as a loss
//! until the diary is back, or its person begins anew.
//!
//! Each database has a device id of its own on each machine. So a chain of entries can never be carried on in two
//! databases, which would make it a fork.

mod health;
mod outbox;

pub(crate) use health::is_open_to_others;

use crate::device_registry::DeviceRegistry;
use crate::files::{Replace, in_place, remove};
use crate::late::{Late, Opened};
use crate::machine::ThisMachine;
use crate::problem::{Context, Problem};
use crate::remedy::Told;
use crate::terminal::Out;
use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use outbox::OpenOutbox;
use std::fs;
use std::future::Future;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::sync::Arc;
use supple_diary::Diary;
use supple_journal::{Backups, Damaged, DataLoss, Fork, Head, Journal, Loss, Since};
use supple_store::{Cause, Store, StoreError};
use supple_wording::counted;
use uuid::Uuid;

/// How long the file of the head is: always the same, so that it is written over as a whole, and less than what a disk
/// writes at once.
const HEAD_BYTES: usize = 256;

/// Where the diary is kept.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The address of the database, which may hold a password: it is never shown.
    address: String,
    /// The file of the database, if it is one.
    file: Option<PathBuf>,
    /// What the names of the files beside it begin with; none for a database in memory.
    beside: Option<PathBuf>,
    /// Whether the person said where it is.
    is_named: bool,
    /// What reaches out of it, once it was opened: one handle for the whole program.
    outbox: OpenOutbox,
}

impl Place {
    /// The database with this address, or else the diary in the person's data folder.
    pub(crate) fn new(database: Option<&str>) -> Result<Place, Problem> {
        let Some(address) = database.filter(|address| !address.is_empty()) else {
            let file = data_folder()?.join("diary.db");
            let address = file.to_str().map(|path| format!("sqlite:{path}")).ok_or_else(|| {
                Problem::Cannot("the data folder has no UTF-8 name; give --database sqlite:PATH".to_owned())
            })?;
            return Ok(Place {
                address,
                beside: Some(file.clone()),
                file: Some(file),
                is_named: false,
                outbox: OpenOutbox::default(),
            });
        };
        let address = address.to_owned();
        Ok(match address.strip_prefix("sqlite:") {
            Some(":memory:") => {
                Place { address, file: None, beside: None, is_named: true, outbox: OpenOutbox::default() }
            }
            Some(path) if !path.is_empty() => {
                let file = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
                Place {
                    address,
                    beside: Some(file.clone()),
                    file: Some(file),
                    is_named: true,
                    outbox: OpenOutbox::default(),
                }
            }
            _ => {
                let beside = data_folder()?.join(format!("server-{}", digest(&address)));
                Place { address, file: None, beside: Some(beside), is_named: true, outbox: OpenOutbox::default() }
            }
        })
    }

    /// A diary that is gone when the command ends.
    pub(crate) fn nowhere() -> Place {
        Place {
            address: "sqlite::memory:".to_owned(),
            file: None,
            beside: None,
            is_named: false,
            outbox: OpenOutbox::default(),
        }
    }

    /// Whether the person said where it is.
    pub(crate) fn is_named(&self) -> bool {
        self.is_named
    }

    /// Where it is, for its owner: a file by its path. A database with an address is named by its store.
    pub(crate) fn in_words(&self) -> Option<String> {
        self.file.as_ref().map(|file| file.display().to_string())
    }

    /// Opens the diary, and makes it where there is none. A line aside says what of it is lost.
    pub(crate) fn open(&self) -> Result<Journal, Problem> {
        let journal = self.open_quietly()?;
        self.tell_of_loss()?;
        Ok(journal)
    }

    /// Opens the diary for looking at it: where there is none, none is made.
    pub(crate) fn look(&self) -> Result<Journal, Problem> {
        if self.is_there()? { self.open() } else { Err(self.no_diary()) }
    }

    /// Whether there is a database.
    pub(crate) fn is_there(&self) -> Result<bool, Problem> {
        Ok(supple_store::is_there(&self.address)?)
    }

    /// Whether a diary was ever written here, as far as is known.
    pub(crate) fn had_one(&self) -> bool {
        self.head().is_some() || self.lost().is_some()
    }

    /// That there is no diary here, and what to do.
    pub(crate) fn no_diary(&self) -> Problem {
        let place = self.file.as_ref().map_or("in this database".to_owned(), |file| format!("at {}", file.display()));
        let was = self.head().map(|head| self.loss(Loss::Gone, Some(head.entries()), head)).or_else(|| self.lost());
        Problem::Cannot(match was {
            Some(lost) => format!("there is no diary {place}, but {}; {}", lost.in_words(), self.way_back(&lost)),
            None => format!("there is no diary {place}: see that the address is right; `supple log` begins a new one"),
        })
    }

    /// As [`Place::open`], for what says by itself what is lost, or ends it.
    pub(crate) fn open_quietly(&self) -> Result<Journal, Problem> {
        let store = self.store()?;
        self.journal(store, None)
    }

    /// Opens the database, and compares it with what is known of it here.
    pub(crate) fn store(&self) -> Result<Box<dyn Store>, StoreError> {
        // A file that lies beside a database which is gone belongs to that one.
        if self.file.as_ref().is_some_and(|file| !file.exists()) {
            let place = self.in_words().unwrap_or_default();
            let cannot = |why: Problem| StoreError::Cannot { place, why: why.to_string(), cause: Cause::Other };
            self.forget_device().map_err(cannot)?;
        }
        let store = supple_store::open(&self.address)?;
        self.compare(&*store);
        Ok(store)
    }

    /// As [`Place::open`], on a server that lets these devices in. Where the database cannot be opened, the pages that need
    /// no diary are there all the same, and the diary comes when it can be opened: gives why it is not there yet, too.
    pub(crate) fn open_to_serve(
        &self,
        devices: Option<Arc<DeviceRegistry>>,
    ) -> Result<(Journal, Option<StoreError>), Problem> {
        let (journal, why) = match Late::open(self.clone()) {
            Opened::Now(store) => (self.journal(store, devices)?, None),
            Opened::Late(_, why @ StoreError::Address(_)) => return Err(Problem::WrongUse(why.told())),
            // What is known of this device's chain is read when the database is: until then nobody can tell whether it may
            // be carried on.
            Opened::Late(store, why) => {
                let machine = Arc::new(ThisMachine::at(self.clone(), devices));
                (Journal::new(Box::new(store), fresh_id()?, machine), Some(why))
            }
        };
        self.tell_of_loss()?;
        Ok((journal, why))
    }

    /// Says in a line aside what is lost.
    fn tell_of_loss(&self) -> Result<(), Problem> {
        let Some(lost) = self.lost() else { return Ok(()) };
        let mut aside = Out::aside();
        aside.line(&format!("supple: {}; {}", lost.in_words(), self.way_back(&lost)))?;
        aside.finish()
    }

    fn journal(&self, store: Box<dyn Store>, devices: Option<Arc<DeviceRegistry>>) -> Result<Journal, Problem> {
        Ok(Journal::new(store, self.device()?, Arc::new(ThisMachine::at(self.clone(), devices))))
    }

    /// As [`Place::open`], for another chain: nothing that this database knew of is carried on.
    pub(crate) fn open_as_new_device(&self) -> Result<Journal, Problem> {
        self.forget_device()?;
        self.open_quietly()
    }

    /// Compares the database with what is known of it here. A database that cannot be read is left for whoever reads it.
    fn compare(&self, store: &dyn Store) {
        match self.head().map(|head| (head, wait(head.compare(store)))) {
            Some((head, Ok(Since::Lost(how, entries)))) => {
                // What is written from now on is another chain: the old one may come back, and would be forked.
                let lost = self.loss(how, entries, head);
                if self.note_loss(&lost).and_then(|()| self.forget_device()).is_ok() {
                    let _ = self.forget_head();
                }
            }
            Some((_, Ok(Since::Erased))) => drop(self.forget_head()),
            Some((_, Ok(Since::Whole) | Err(_))) | None => {}
        }
        if self.lost().is_some_and(|lost| wait(lost.head.is_in(store)).unwrap_or(false)) {
            let _ = self.forget_loss();
        }
    }

    fn loss(&self, how: Loss, entries: Option<u64>, head: Head) -> LostDiary {
        LostDiary { how, entries, head, backup: self.last_backup() }
    }

    /// What is lost of the diary that was written here, if anything is.
    pub(crate) fn lost(&self) -> Option<LostDiary> {
        serde_json::from_str(&fs::read_to_string(self.loss_file()?).ok()?).ok()
    }

    /// Writes down what is lost. A greater loss that is known already stays.
    fn note_loss(&self, lost: &LostDiary) -> Result<(), Problem> {
        let Some(path) = self.loss_file() else { return Ok(()) };
        if self.lost().is_some_and(|known| known.head.entries() >= lost.head.entries()) {
            return Ok(());
        }
        let text = serde_json::to_string(lost)?;
        in_place(&path, format!("{text}\n").as_bytes(), Replace::Old)
            .context(format_args!("{} cannot be written", path.display()))
    }

    /// The diary is back, or begins anew: nothing is lost any more.
    pub(crate) fn forget_loss(&self) -> Result<(), Problem> {
        remove(self.loss_file())
    }

    /// What to do about a loss, as the rest of a sentence.
    pub(crate) fn way_back(&self, lost: &LostDiary) -> String {
        let backup = lost.backup.as_ref().and_then(|backup| backup.file.as_ref());
        let backup =
            backup.map_or("your last backup".to_owned(), |file| format!("the last backup, {}", file.display()));
        let anew = self.loss_file().filter(|file| file.exists());
        let anew = anew.map(|file| format!("; to go on without it, delete {}", file.display())).unwrap_or_default();
        format!("put the right one back, or restore {backup}, with `supple restore`{anew}")
    }

    /// How far the diary had come when it was last noted. What cannot be read is not known.
    pub(crate) fn head(&self) -> Option<Head> {
        let text = fs::read_to_string(self.head_file()?).ok()?;
        let (sum, text) = text.trim_end().split_once(' ')?;
        if sum == digits(text) { serde_json::from_str(text).ok() } else { None }
    }

    /// Notes how far the diary has come, in place and without waiting for the disk: a new file each time would take as
    /// long as the entry itself. A power cut may take it back or break it, which its sum shows: a head that is too low,
    /// or not known, never says that something is missing.
    pub(crate) fn note_head(&self, head: &Head) -> std::io::Result<()> {
        let Some(path) = self.head_file() else { return Ok(()) };
        let text = serde_json::to_string(head)?;
        let line = format!("{:width$}\n", format!("{} {text}", digits(&text)), width = HEAD_BYTES - 1);
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)?.write_all(line.as_bytes())
    }

    fn forget_head(&self) -> Result<(), Problem> {
        remove(self.head_file())
    }

    /// The id under which this machine writes into this database, made when it is first asked for.
    fn device(&self) -> Result<Uuid, Problem> {
        let Some(path) = self.device_file() else { return fresh_id() };
        for _ in 0..3 {
            match fs::read_to_string(&path) {
                Ok(text) => {
                    return text.trim().parse().map_err(|_| {
                        Problem::Cannot(format!(
                            "{} does not hold the id of a device: delete it, and Supple makes a new one",
                            path.display()
                        ))
                    });
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(Problem::Cannot(format!("{} cannot be read: {error}", path.display()))),
            }
            let made = in_place(&path, format!("{}\n", fresh_id()?).as_bytes(), Replace::Nothing);
            // Another Supple may have been quicker: then its id counts.
            made.or_else(|error| if error.kind() == ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })
                .context(format_args!("{} cannot be written", path.display()))?;
        }
        Err(Problem::Cannot(format!("{} comes and goes: another program removes it", path.display())))
    }

    /// When the last backup was made and where it is, if one is known.
    pub(crate) fn last_backup(&self) -> Option<LastBackup> {
        let text = fs::read_to_string(self.backup_file()?).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// What the pages may say of backups.
    pub(crate) fn backups(&self) -> Backups {
        match (self.backup_file(), self.last_backup()) {
            (None, _) => Backups::NotKept,
            (Some(_), None) => Backups::Never,
            (Some(_), Some(LastBackup { at, file, .. })) => file.map_or(Backups::Last(at), |_| Backups::Made(at)),
        }
    }

    /// Writes down that a backup was made.
    pub(crate) fn note_backup(&self, backup: &LastBackup) -> Result<(), Problem> {
        let Some(path) = self.backup_file() else { return Ok(()) };
        let text = serde_json::to_string(backup)?;
        in_place(&path, format!("{text}\n").as_bytes(), Replace::Old)
            .context(format_args!("the backup is made, but {} cannot be written", path.display()))
    }

    /// Removes the id of this device: the next entry begins a new chain.
    pub(crate) fn forget_device(&self) -> Result<(), Problem> {
        remove(self.device_file())
    }

    /// Removes all that lies beside the diary and tells of it or of its person.
    pub(crate) fn forget(&self) -> Result<(), Problem> {
        self.forget_device()?;
        self.forget_head()?;
        self.forget_loss()?;
        self.forget_backup()?;
        self.forget_forks()?;
        remove(self.reconciled_file())?;
        self.forget_outbox()?;
        self.forget_others()
    }

    /// The chains that go another way on another side. What cannot be read is noticed again by a sync.
    pub(crate) fn forks(&self) -> Vec<Fork> {
        let text = self.named("forks").and_then(|file| fs::read_to_string(file).ok());
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Writes down that a chain goes another way on another side.
    pub(crate) fn note_fork(&self, fork: Fork) -> std::io::Result<()> {
        let Some(file) = self.named("forks") else { return Ok(()) };
        let mut forks = self.forks();
        if forks.contains(&fork) {
            return Ok(());
        }
        forks.retain(|known| known.device != fork.device);
        forks.push(fork);
        in_place(&file, serde_json::to_string(&forks)?.as_bytes(), Replace::Old)
    }

    /// The forks are mended.
    pub(crate) fn forget_forks(&self) -> Result<(), Problem> {
        remove(self.named("forks"))
    }

    /// Where the diary is kept as it was before it was reconciled.
    pub(crate) fn reconciled_file(&self) -> Option<PathBuf> {
        self.named("before-reconcile")
    }

    /// Removes what is known of backups.
    fn forget_backup(&self) -> Result<(), Problem> {
        remove(self.backup_file())
    }

    /// Removes what is known of other devices and places: their names tell of the person, too.
    fn forget_others(&self) -> Result<(), Problem> {
        remove(self.paired_file())?;
        remove(self.named("paired-lock"))?;
        remove(self.places_file())?;
        match self.links_folder().map(|folder| (fs::remove_dir_all(&folder), folder)) {
            Some((Err(error), folder)) if error.kind() != ErrorKind::NotFound => {
                Err(Problem::Cannot(format!("{} cannot be removed: {error}", folder.display())))
            }
            _ => Ok(()),
        }
    }

    /// Where a Supple of before kept the devices that may come in. None for a database in memory.
    pub(crate) fn paired_file(&self) -> Option<PathBuf> {
        self.named("paired")
    }

    /// Where links for a practice wait.
    pub(crate) fn links_folder(&self) -> Option<PathBuf> {
        self.named("links")
    }

    /// Where the places are kept with which this one syncs.
    pub(crate) fn places_file(&self) -> Option<PathBuf> {
        self.named("places")
    }

    fn device_file(&self) -> Option<PathBuf> {
        self.named("device")
    }

    fn head_file(&self) -> Option<PathBuf> {
        self.named("head")
    }

    fn loss_file(&self) -> Option<PathBuf> {
        self.named("lost")
    }

    fn backup_file(&self) -> Option<PathBuf> {
        self.named("last-backup")
    }

    fn named(&self, what: &str) -> Option<PathBuf> {
        let mut name = self.beside.clone()?.into_os_string();
        name.push(".");
        name.push(what);
        Some(name.into())
    }
}

/// When the last backup was made, and where it is. A copy that a browser saved is a backup, too: only the browser knows
/// where that is.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct LastBackup {
    pub(crate) at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) entries: Option<usize>,
}

/// A diary that was written here and is lost, or what is lost of it.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct LostDiary {
    how: Loss,
    /// How many entries are missing, where that is known.
    pub(crate) entries: Option<u64>,
    /// How far it had come.
    pub(crate) head: Head,
    /// The last backup when it was lost.
    backup: Option<LastBackup>,
}

impl LostDiary {
    /// As pages tell of it.
    pub(crate) fn in_short(&self) -> DataLoss {
        DataLoss { how: self.how, since: Some(self.head.at), entries: self.entries }
    }

    /// As a sentence without its end.
    pub(crate) fn in_words(&self) -> String {
        let until = format!("the last from {}", self.head.at.to_zoned(TimeZone::system()).strftime("%-d %B %Y"));
        let missing =
            counted(usize::try_from(self.entries.unwrap_or_default()).unwrap_or(usize::MAX), "entry", "entries");
        let is = if self.entries == Some(1) { "is" } else { "are" };
        match self.how {
            Loss::Deleted | Loss::Gone => format!("the diary that was written here is gone: {missing}, {until}"),
            Loss::Older => {
                format!("this diary is older than what this device wrote: {missing} {is} missing, {until}")
            }
            Loss::Other => format!("this is another diary than the one that was written here, {until}"),
        }
    }
}

/// Names what is damaged, one a line, beside what a command has printed.
///
/// # Errors
/// If there is any: the command has done what it could, and fails all the same.
pub(crate) fn name_damage(damaged: &[Damaged], others: usize, out: &mut Out) -> Result<(), Problem> {
    if damaged.is_empty() {
        return Ok(());
    }
    let mut aside = Out::aside();
    for damaged in damaged {
        aside.line(&format!("supple: {damaged}"))?;
    }
    let (others, are) = (counted(others, "other entry", "other entries"), if others == 1 { "is" } else { "are" });
    aside.line(&format!(
        "supple: the {others} {are} whole; a backup from before may have what is damaged: restore your last backup with `supple restore BACKUP --database sqlite:NEW`, then add the rest with `supple export REST` here and `supple import REST --database sqlite:NEW`"
    ))?;
    aside.finish()?;
    Err(out.then_fail())
}

/// The diary, for a command that goes by all of it. A line aside says of how much it knows nothing.
pub(crate) fn read(journal: &Journal) -> Result<Arc<Diary>, Problem> {
    let diary = wait(journal.diary())?;
    tell_of_newer(&diary)?;
    Ok(diary)
}

/// Says in a line aside how many entries a newer Supple wrote, if there are any.
pub(crate) fn tell_of_newer(diary: &Diary) -> Result<(), Problem> {
    let newer = diary.newer().len();
    if newer > 0 {
        let mut aside = Out::aside();
        let (entries, was) = (counted(newer, "entry", "entries"), if newer == 1 { "was" } else { "were" });
        aside.line(&format!(
            "supple: {entries} {was} written by a newer Supple and count for nothing here; update Supple to read them"
        ))?;
        aside.finish()?;
    }
    Ok(())
}

/// Says in a line aside that the diary cannot be opened, where a command goes on without it, and what follows.
pub(crate) fn without_a_diary(so: &str, problem: &str) -> Result<(), Problem> {
    let mut aside = Out::aside();
    aside.line(&format!("supple: your diary cannot be opened, so {so}: {problem}"))?;
    aside.finish()
}

/// An id for a device.
fn fresh_id() -> Result<Uuid, Problem> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).context("this machine gives no random numbers")?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// Waits for an answer of the journal.
pub(crate) fn wait<T, E: Into<Problem>>(answer: impl Future<Output = Result<T, E>>) -> Result<T, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().context("Supple cannot start")?;
    runtime.block_on(answer).map_err(Into::into)
}

const NO_HOME: &str = "this user has no home folder: say where to keep the diary with --database sqlite:PATH";

/// The folder for Supple's data of this person.
fn data_folder() -> Result<PathBuf, Problem> {
    let names =
        AppStrategyArgs { top_level_domain: String::new(), author: String::new(), app_name: "supple".to_owned() };
    let strategy = choose_app_strategy(names).map_err(|_| Problem::Cannot(NO_HOME.to_owned()))?;
    Ok(strategy.data_dir())
}

/// Whether a password stands in the address of a database.
pub(crate) fn has_password(address: &str) -> bool {
    let Some(rest) = ["postgres://", "postgresql://"].into_iter().find_map(|kind| address.strip_prefix(kind)) else {
        return false;
    };
    let user = rest.rsplit_once('@').map_or("", |(user, _)| user);
    user.contains(':') || rest.contains("password=")
}

/// A short name for the address of a server, without what is secret in it.
fn digest(address: &str) -> String {
    let without_password = match (address.find("://"), address.rfind('@')) {
        (Some(start), Some(end)) if start + 3 < end => {
            let user = address[start + 3..end].split(':').next().unwrap_or_default();
            format!("{user}{}", &address[end..])
        }
        _ => address.to_owned(),
    };
    digits(&without_password)
}

/// The first digits of the hash of a text.
fn digits(text: &str) -> String {
    supple_diary::LineHash::of(text).to_string()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_beside_a_server_do_not_depend_on_the_password() {
        let one = digest("postgres://supple:p%40ss@db/diary");
        assert_eq!(one, digest("postgres://supple:other@db/diary"));
        assert_eq!(one, digest("postgres://supple@db/diary"));
        assert_ne!(one, digest("postgres://supple@db/other"));
    }
}
