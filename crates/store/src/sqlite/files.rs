//! The files of a database, apart from what is in them.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// How much room is tried when it is to be known whether there is any.
const TRIAL: usize = 128 * 1024;

/// Makes an empty file and the folders above it, all for their owner only. False if it is there already.
pub(super) fn make(path: &Path) -> io::Result<bool> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(true),
        Err(_) if path.is_dir() => Err(io::Error::new(ErrorKind::IsADirectory, "it is a folder")),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    // SQLite sees to it that its files are still in their folder after a power cut. The folders are ours to see to.
    #[cfg(unix)]
    for parent in missing.iter().filter_map(|folder| folder.parent()) {
        fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}

/// The name under which SQLite reads a file as it stands: no locks, no log.
pub(super) fn immutable(path: &Path) -> PathBuf {
    let mut name = Vec::from(b"file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'?' | b'#' | b'%' => name.extend(format!("%{byte:02X}").into_bytes()),
            byte => name.push(*byte),
        }
    }
    name.extend(b"?immutable=1");
    from_bytes(name)
}

#[cfg(unix)]
fn from_bytes(name: Vec<u8>) -> PathBuf {
    PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(name))
}

#[cfg(not(unix))]
fn from_bytes(name: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&name).into_owned())
}

/// How long a file is, in bytes, if it is there.
pub(super) fn length(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().map(|data| data.len())
}

/// Which file stands under a name: device and inode, which stay the same while it is open. None if there is none, and
/// on systems that do not say.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|data| (data.dev(), data.ino()))
}

#[cfg(not(unix))]
pub(super) fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// Whether the system said that there is no room.
pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}

/// Whether the disk itself failed: `EIO` of Unix; on Windows a fault of its data or of the device.
pub(super) fn is_of_the_disk(error: &io::Error) -> bool {
    const FAULTS: &[i32] = if cfg!(windows) { &[23, 1117] } else { &[5] };
    error.raw_os_error().is_some_and(|code| FAULTS.contains(&code))
}

/// What the disk says where a file on it cannot be opened; none if that is not its fault.
pub(super) fn fault(path: &Path) -> Option<io::Error> {
    fs::File::open(path).err().filter(is_of_the_disk)
}

/// Whether the files of a database cannot grow, found out by making a file beside them that is a little longer.
pub(super) fn have_no_room(path: &Path) -> bool {
    let longest = length(path).max(length(&log(path))).unwrap_or(0);
    let Some(folder) = path.parent() else { return false };
    let trial = || {
        let mut file = tempfile::tempfile_in(folder)?;
        file.seek(SeekFrom::Start(longest))?;
        file.write_all(&[0; TRIAL])?;
        file.sync_all()
    };
    trial().is_err_and(|error| is_full(&error))
}

/// The write-ahead log of a database.
pub(super) fn log(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}
