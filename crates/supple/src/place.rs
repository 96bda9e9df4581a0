//! Where the diary is kept, and what lies beside it: the id of this device, when the last backup was made, which devices
//! are paired, and with which places this one syncs.
//!
//! Each database has a device id of its own on each machine. So a chain of entries can never be carried on in two
//! databases, which would make it a fork.

use crate::closed::Closed;
use crate::machine::ThisMachine;
use crate::paired::Paired;
use crate::problem::Problem;
use crate::sentence::count;
use crate::terminal::Out;
use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use jiff::Timestamp;
use std::fs;
use std::future::Future;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use supple_journal::{Backups, Damaged, Journal};
use supple_store::{Store, StoreError};
use tempfile::NamedTempFile;
use uuid::Uuid;

/// Where the diary is kept.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The address of the database, which may hold a password: it is never shown.
    address: String,
    /// The file of the database, if it is one.
    file: Option<PathBuf>,
    /// What the names of the files beside it begin with; none for a database in memory.
    beside: Option<PathBuf>,
}

impl Place {
    /// The database with this address, or else the diary in the person's data folder.
    pub(crate) fn new(database: Option<&str>) -> Result<Place, Problem> {
        let Some(address) = database.filter(|address| !address.is_empty()) else {
            let file = data_folder()?.join("diary.db");
            let address = file.to_str().map(|path| format!("sqlite:{path}")).ok_or_else(|| {
                Problem::Cannot("the data folder has no UTF-8 name; give --database sqlite:PATH".to_owned())
            })?;
            return Ok(Place { address, beside: Some(file.clone()), file: Some(file) });
        };
        let address = address.to_owned();
        Ok(match address.strip_prefix("sqlite:") {
            Some(":memory:") => Place { address, file: None, beside: None },
            Some(path) if !path.is_empty() => {
                let file = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
                Place { address, beside: Some(file.clone()), file: Some(file) }
            }
            _ => {
                let beside = data_folder()?.join(format!("server-{}", digest(&address)));
                Place { address, file: None, beside: Some(beside) }
            }
        })
    }

    /// Where it is, for its owner: a file by its path. A database with an address is named by its store.
    pub(crate) fn in_words(&self) -> Option<String> {
        self.file.as_ref().map(|file| file.display().to_string())
    }

    /// Opens the diary, and makes it where there is none.
    pub(crate) fn open(&self) -> Result<Journal, Problem> {
        let store = self.store()?.map_err(|error| Problem::Cannot(error.to_string()))?;
        self.journal(store, None)
    }

    fn store(&self) -> Result<Result<Box<dyn Store>, StoreError>, Problem> {
        // A file that lies beside a database which is gone belongs to that one.
        if self.file.as_ref().is_some_and(|file| !file.exists()) {
            self.forget_device()?;
        }
        Ok(supple_store::open(&self.address))
    }

    /// As [`Place::open`], on a server that lets these devices in: where the file is damaged, the pages that need no diary are there all the same, and
    /// nothing is written into it. Gives why, too.
    pub(crate) fn open_to_serve(&self, devices: Option<Arc<Paired>>) -> Result<(Journal, Option<StoreError>), Problem> {
        match self.store()? {
            Err(error @ (StoreError::Damaged { .. } | StoreError::NotOurs { .. })) => {
                let machine = Arc::new(ThisMachine::at(self.clone(), devices));
                Ok((Journal::new(Box::new(Closed(error.clone())), Uuid::nil(), machine), Some(error)))
            }
            Err(error) => Err(Problem::Cannot(error.to_string())),
            Ok(store) => Ok((self.journal(store, devices)?, None)),
        }
    }

    fn journal(&self, store: Box<dyn Store>, devices: Option<Arc<Paired>>) -> Result<Journal, Problem> {
        Ok(Journal::new(store, self.device()?, Arc::new(ThisMachine::at(self.clone(), devices))))
    }

    /// As [`Place::open`], for another chain: nothing that this database knew of is carried on.
    pub(crate) fn open_as_new_device(&self) -> Result<Journal, Problem> {
        self.forget_device()?;
        self.open()
    }

    /// The id under which this machine writes into this database, made when it is first asked for.
    fn device(&self) -> Result<Uuid, Problem> {
        let fresh = || -> Result<Uuid, Problem> {
            let mut bytes = [0; 16];
            getrandom::fill(&mut bytes)
                .map_err(|error| Problem::Cannot(format!("this machine gives no random numbers: {error}")))?;
            Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
        };
        let Some(path) = self.device_file() else { return fresh() };
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
            let made = in_place(&path, format!("{}\n", fresh()?).as_bytes(), Replace::Nothing);
            // Another Supple may have been quicker: then its id counts.
            made.or_else(|error| if error.kind() == ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })
                .map_err(|error| Problem::Cannot(format!("{} cannot be written: {error}", path.display())))?;
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
            (Some(_), Some(backup)) => Backups::Last(backup.at),
        }
    }

    /// Writes down that a backup was made.
    pub(crate) fn note_backup(&self, backup: &LastBackup) -> Result<(), Problem> {
        let Some(path) = self.backup_file() else { return Ok(()) };
        let text = serde_json::to_string(backup).map_err(|error| Problem::Cannot(error.to_string()))?;
        in_place(&path, format!("{text}\n").as_bytes(), Replace::Old).map_err(|error| {
            Problem::Cannot(format!("the backup is made, but {} cannot be written: {error}", path.display()))
        })
    }

    /// Removes the id of this device: the next entry begins a new chain.
    pub(crate) fn forget_device(&self) -> Result<(), Problem> {
        remove(self.device_file())
    }

    /// Removes all that lies beside the diary and tells of it or of its person.
    pub(crate) fn forget(&self) -> Result<(), Problem> {
        self.forget_device()?;
        self.forget_backup()?;
        self.forget_others()
    }

    /// Removes what is known of backups.
    fn forget_backup(&self) -> Result<(), Problem> {
        remove(self.backup_file())
    }

    /// Removes what is known of other devices and places: their names tell of the person, too.
    fn forget_others(&self) -> Result<(), Problem> {
        remove(self.paired_file())?;
        remove(self.named("paired-lock"))?;
        remove(self.places_file())
    }

    /// Where the devices are kept that may come in.
    pub(crate) fn paired_file(&self) -> Option<PathBuf> {
        self.named("paired")
    }

    /// Where the places are kept with which this one syncs.
    pub(crate) fn places_file(&self) -> Option<PathBuf> {
        self.named("places")
    }

    fn device_file(&self) -> Option<PathBuf> {
        self.named("device")
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
    let (others, are) = (count(others, "other entry", "other entries"), if others == 1 { "is" } else { "are" });
    aside.line(&format!("supple: the {others} {are} whole; a backup from before may have what is damaged: restore your last backup with `supple restore BACKUP --database sqlite:NEW`"))?;
    aside.finish()?;
    Err(out.then_fail())
}

/// Waits for an answer of the journal.
pub(crate) fn wait<T, E: std::fmt::Display>(answer: impl Future<Output = Result<T, E>>) -> Result<T, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| Problem::Cannot(format!("Supple cannot start: {error}")))?;
    runtime.block_on(answer).map_err(|error| Problem::Cannot(error.to_string()))
}

/// The folder for Supple's data of this person.
fn data_folder() -> Result<PathBuf, Problem> {
    let names =
        AppStrategyArgs { top_level_domain: String::new(), author: String::new(), app_name: "supple".to_owned() };
    let strategy = choose_app_strategy(names).map_err(|_| {
        Problem::Cannot(
            "this user has no home folder: say where to keep the diary with --database sqlite:PATH".to_owned(),
        )
    })?;
    Ok(strategy.data_dir())
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
    supple_diary::LineHash::of(&without_password).to_string()[..16].to_owned()
}

fn remove(path: Option<PathBuf>) -> Result<(), Problem> {
    match path.map(|path| (fs::remove_file(&path), path)) {
        Some((Err(error), path)) if error.kind() != ErrorKind::NotFound => {
            Err(Problem::Cannot(format!("{} cannot be removed: {error}", path.display())))
        }
        _ => Ok(()),
    }
}

/// Whether a file may take the place of another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replace {
    Old,
    Nothing,
}

/// Writes a file for its owner only, as a whole or not at all, and on the disk when this is done.
pub(crate) fn in_place(path: &Path, bytes: &[u8], replace: Replace) -> std::io::Result<()> {
    let mut file = beside(path)?;
    file.write_all(bytes)?;
    settle(file, path, replace)
}

/// A file in the folder of another, for its owner only, which is gone if it is not settled.
pub(crate) fn beside(path: &Path) -> std::io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.exists() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    tempfile::Builder::new().prefix(".supple-").tempfile_in(folder)
}

/// Gives a file its name, once it is on the disk.
pub(crate) fn settle(file: NamedTempFile, path: &Path, replace: Replace) -> std::io::Result<()> {
    file.as_file().sync_all()?;
    match replace {
        Replace::Old => file.persist(path).map_err(|error| error.error)?,
        Replace::Nothing => file.persist_noclobber(path).map_err(|error| error.error)?,
    };
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
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
