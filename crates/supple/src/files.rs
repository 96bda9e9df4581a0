//! Files for their owner only, written as a whole or not at all, one program after the other.

use crate::problem::Problem;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Removes a file, which need not be there.
pub(crate) fn remove(path: Option<PathBuf>) -> Result<(), Problem> {
    match path.map(|path| (fs::remove_file(&path), path)) {
        Some((Err(error), path)) if error.kind() != ErrorKind::NotFound => {
            Err(Problem::Cannot(format!("{} cannot be removed: {error}", path.display())))
        }
        _ => Ok(()),
    }
}

/// Keeps other programs from changing the file until it is dropped. It is a file of its own, since the other one is
/// replaced as a whole.
pub(crate) fn hold(file: &Path) -> Result<fs::File, String> {
    let mut name = file.as_os_str().to_owned();
    name.push("-lock");
    let path = PathBuf::from(name);
    let cannot = |error: std::io::Error| format!("{} cannot be locked: {error}", path.display());
    let mut options = fs::OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    make_folder_of(&path).map_err(cannot)?;
    let lock = options.open(&path).map_err(cannot)?;
    lock.lock().map_err(cannot)?;
    Ok(lock)
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
    tempfile::Builder::new().prefix(".supple-").tempfile_in(make_folder_of(path)?)
}

/// The folder of a file, which is made for its owner only where there is none.
pub(crate) fn make_folder_of(path: &Path) -> std::io::Result<&Path> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.exists() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    Ok(folder)
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
