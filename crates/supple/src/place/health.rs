//! What can be said of a place without making or changing anything there.

use super::{Place, fresh_id, wait};
use crate::machine::ThisMachine;
use crate::problem::Problem;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use supple_journal::{Found, Journal};
use supple_store::StoreError;

impl Place {
    /// The folder with the files of the diary, or of what is known of a diary on a server.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.beside.as_deref().and_then(Path::parent)
    }

    /// The folder, and those of the files of this place that are there.
    pub(crate) fn kept(&self) -> Vec<PathBuf> {
        let (Some(folder), Some(beside)) = (self.folder(), &self.beside) else { return Vec::new() };
        let name = beside.file_name().unwrap_or_default().as_encoded_bytes();
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut files: Vec<PathBuf> = entries
            .filter(|path| path.file_name().is_some_and(|file| file.as_encoded_bytes().starts_with(name)))
            .collect();
        files.sort();
        files
    }

    /// Those of the files, and the folder itself or the nearest one above it that is there, into which this account may not
    /// write.
    pub(crate) fn closed(&self) -> Vec<PathBuf> {
        let folder = self.folder().and_then(|folder| folder.ancestors().find(|folder| folder.exists()));
        let files = self.kept().into_iter().chain(folder.map(Path::to_owned));
        files.filter(|path| !may_write(path)).collect()
    }

    /// All entries, by a journal that notes nothing and writes for no device.
    ///
    /// # Errors
    /// As [`Place::store`].
    pub(crate) fn found(&self) -> Result<(Found, String), Problem> {
        let store = supple_store::open(&self.address)?;
        let journal = Journal::new(store, fresh_id()?, Arc::new(ThisMachine::of_nobody()));
        Ok((wait(journal.found())?, journal.place()))
    }

    /// Whether there is an outbox that would not have to be made.
    ///
    /// # Errors
    /// A server that cannot be asked.
    pub(crate) fn has_made_outbox(&self) -> Result<bool, StoreError> {
        supple_store::outbox::outbox_is_there(&self.address)
    }
}

/// Whether other accounts may read this file: it is not for its owner alone, and neither is a folder on the way to it.
#[cfg(unix)]
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let allows =
        |path: &Path, right: u32| fs::metadata(path).is_ok_and(|about| about.permissions().mode() & right != 0);
    allows(path, 0o044) && path.ancestors().skip(1).all(|folder| allows(folder, 0o011))
}

#[cfg(not(unix))]
pub(crate) fn is_open_to_others(_: &Path) -> bool {
    false
}

#[cfg(unix)]
fn may_write(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| !about.permissions().readonly())
}
