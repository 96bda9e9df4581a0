//! One database with many diaries.

use crate::address::Address;
use crate::postgresql::{self, Postgresql};
use crate::sqlite::{self, Sqlite};
use crate::worker::Hall;
use crate::{DiaryKey, Store, StoreError};
use std::fmt;
use std::sync::Arc;

/// A database, and a way to each of its diaries.
///
/// Diaries share connections and threads, and nothing else. Each has its own records, positions, identity, erase and lock: no
/// call for one gives or changes anything of another, though both may hold the same ids, devices and sequences. A diary that
/// someone holds keeps no other waiting on PostgreSQL; an SQLite file takes one commit at a time, whosever it is.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use supple_store::{Database, DiaryKey, Record};
///
/// let database = Database::open("sqlite::memory:")?;
/// let (first, second) = (database.diary(DiaryKey::FIRST)?, database.diary(DiaryKey([7; 16]))?);
/// let record = Record { id: [1; 16], device: [2; 16], sequence: 0, line: "{}".to_owned() };
/// first.append(vec![record.clone()]).await?;
/// second.append(vec![record.clone()]).await?;
/// first.erase().await?;
/// assert_eq!(first.read(0).await?, []);
/// assert_eq!(second.read(0).await?, [(1, record)]);
/// assert_eq!(database.diaries()?, [DiaryKey::FIRST, DiaryKey([7; 16])]);
/// # Ok::<(), supple_store::StoreError>(()) }).unwrap();
/// ```
#[derive(Clone)]
pub struct Database(Kind);

#[derive(Clone)]
enum Kind {
    Sqlite(Arc<Hall<Sqlite>>),
    Postgresql(Arc<Hall<Postgresql>>),
}

impl Database {
    /// Opens a database, and makes it where it is missing. It blocks until the database is ready. Addresses are those of
    /// [`open`](crate::open). It is closed with the last of its diaries and its clones.
    ///
    /// # Errors
    /// As [`open`](crate::open).
    pub fn open(address: &str) -> Result<Database, StoreError> {
        Ok(Database(match Address::parse(address)? {
            Address::Memory => Kind::Sqlite(Arc::new(sqlite::in_memory()?)),
            Address::File(path) => Kind::Sqlite(Arc::new(sqlite::open(&path)?)),
            Address::Server(server) => Kind::Postgresql(Arc::new(postgresql::open(&server)?)),
        }))
    }

    /// The diary with this key, made where it is missing. It blocks until the diary is ready. Several stores of one diary are
    /// as several programs that have it open.
    ///
    /// # Errors
    /// If it cannot be made. [`StoreError::Damaged`] where the list of diaries is damaged so that this may be one of them.
    pub fn diary(&self, key: DiaryKey) -> Result<Box<dyn Store>, StoreError> {
        Ok(match &self.0 {
            Kind::Sqlite(hall) => Box::new(Hall::diary(hall, key)?),
            Kind::Postgresql(hall) => Box::new(Hall::diary(hall, key)?),
        })
    }

    /// The diaries that are here, in the order in which they were made. An erased one is among them: it may be written on.
    ///
    /// # Errors
    /// If the database cannot be asked. [`StoreError::Damaged`] where the list is damaged.
    pub fn diaries(&self) -> Result<Vec<DiaryKey>, StoreError> {
        match &self.0 {
            Kind::Sqlite(hall) => hall.diaries(),
            Kind::Postgresql(hall) => hall.diaries(),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Sqlite(hall) => hall.fmt(f),
            Kind::Postgresql(hall) => hall.fmt(f),
        }
    }
}
