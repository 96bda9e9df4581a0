//! The outboxes of one database.

use super::{Outbox, postgresql, sqlite};
use crate::address::Address;
use crate::{DiaryKey, StoreError};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The outboxes of a database, and a way to that of each diary.
///
/// Each has its own documents, letters, revisions, fencing tokens, erase and lock: no call for one gives or changes anything of
/// another, though both may hold the same names and keys. Beside an SQLite file each is a file of its own, on a PostgreSQL server
/// it is a set of tables of its own. Those of a server share up to four connections.
///
/// ```
/// use supple_store::DiaryKey;
/// use supple_store::outbox::{Change, Outboxes};
///
/// let outboxes = Outboxes::at("sqlite::memory:")?;
/// let (first, second) = (outboxes.of(DiaryKey::FIRST)?, outboxes.of(DiaryKey([7; 16]))?);
/// let asked = Change { name: "check-in", revision: 0, value: Some("asked"), lay: &[], cancel: &[] };
/// assert!(first.commit(&asked, 900)? && second.commit(&asked, 900)?);
/// first.erase()?;
/// assert!(first.document("check-in")?.is_none());
/// assert!(second.document("check-in")?.is_some());
/// # Ok::<(), supple_store::StoreError>(())
/// ```
#[derive(Clone)]
pub struct Outboxes(Kind);

#[derive(Clone)]
enum Kind {
    /// In memory: what was opened, so that it is found again.
    Memory(Arc<Mutex<BTreeMap<DiaryKey, sqlite::File>>>),
    /// Beside this file of diaries.
    Beside(PathBuf),
    Server(Arc<postgresql::Lines>),
}

impl Outboxes {
    /// Those of the database at this address, which is read as [`open`](crate::open) reads it. Nothing is opened before a diary is
    /// asked for, and nothing is made. What is opened is closed with the last of its outboxes and of the clones of this.
    ///
    /// # Errors
    /// An address that is not understood.
    pub fn at(address: &str) -> Result<Outboxes, StoreError> {
        Ok(Outboxes(match Address::parse(address)? {
            Address::Memory => Kind::Memory(Arc::default()),
            Address::File(diary) => Kind::Beside(diary),
            Address::Server(server) => Kind::Server(Arc::new(postgresql::Lines::to(&server))),
        }))
    }

    /// The outbox of the diary with this key, made where it is missing; the diary itself need not be there. It blocks until it is
    /// ready. Several outboxes of one diary are as several programs that have it open.
    ///
    /// # Errors
    /// As [`open`](crate::open).
    pub fn of(&self, key: DiaryKey) -> Result<Box<dyn Outbox>, StoreError> {
        Ok(match &self.0 {
            Kind::Memory(open) => {
                let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
                let outbox = open.get(&key).cloned().map_or_else(sqlite::in_memory, Ok)?;
                open.insert(key, outbox.clone());
                Box::new(outbox)
            }
            Kind::Beside(diary) => Box::new(sqlite::open(&file_beside(diary, key))?),
            Kind::Server(lines) => Box::new(lines.outbox(key)?),
        })
    }

    /// Whether there is an outbox of this diary that [`Outboxes::of`] would not have to make. Nothing is made, and nothing is changed.
    ///
    /// # Errors
    /// A server that cannot be asked.
    pub fn has(&self, key: DiaryKey) -> Result<bool, StoreError> {
        match &self.0 {
            Kind::Memory(_) => Ok(true),
            Kind::Beside(diary) => Ok(std::fs::metadata(file_beside(diary, key)).is_ok_and(|data| data.len() > 0)),
            Kind::Server(lines) => lines.has(key),
        }
    }
}

impl fmt::Debug for Outboxes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match &self.0 {
            Kind::Memory(_) => "the memory".to_owned(),
            Kind::Beside(diary) => diary.display().to_string(),
            Kind::Server(lines) => lines.place().to_owned(),
        };
        f.debug_tuple("Outboxes").field(&place).finish()
    }
}

/// The file of the outbox of this diary, beside the file of the diaries: `FILE.outbox` for the first, `FILE.KEY.outbox` for others.
fn file_beside(diary: &Path, key: DiaryKey) -> PathBuf {
    let mut path = diary.as_os_str().to_owned();
    if key != DiaryKey::FIRST {
        path.push(format!(".{key}"));
    }
    path.push(".outbox");
    path.into()
}
