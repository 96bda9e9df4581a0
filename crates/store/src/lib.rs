//! Keeps records, and knows nothing of what they mean.
//!
//! A [`Store`] is append-only: records are added and read, and the only way to take something away is
//! [`Store::erase`], which takes everything. [`open`] gives one on SQLite (a file on this machine) or on PostgreSQL (a
//! server for a household or a practice), and [`Database`] gives several from one database, each apart from the others. `supple-worker`
//! has one on IndexedDB, in a browser. All keep the same promises and pass the same tests:
//!
//! - What [`Store::append`] has acknowledged survives the end of the program at any moment, a power cut and a full
//!   disk. What it has not acknowledged is there as a whole or not at all.
//! - Records are read back exactly as they were written, in the order of their arrival, or are named as damaged. One
//!   that is damaged costs no other. A check sum with each record and positions without holes see to that.
//! - Several programs may use one database at the same time.
//!
//! No executor is needed: the futures run anywhere. What is short is done within the call on SQLite, which takes as long
//! as the disk; everything that may have to wait is done on threads of the store's own.
//!
//! # Modules
//! - `sqlite`: a file; one writer thread, and waiting appends share a commit. `postgresql`: a server. The tests
//!   are on real files, on a throwaway server that `testing` (a feature) starts, and on IndexedDB in a real Chromium.
//! - `worker`: the threads behind each. `database`: one database with many diaries, which `key` tells apart.
//! - [`outbox`]: what a server has to send, kept with the documents from which it follows, on the same two kinds of
//!   database: one for each diary. It is no part of the diary, and changes and forgets.
//! - `checksum`: finds what is not as it was written. `address` reads an address, `sslmode` what it says of encryption, `error`
//!   says what went wrong.
//!
//! Tests kill writers at random moments, fill disks, flip bytes and search files for traces after an erase.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! use supple_store::{Appended, Record, open};
//!
//! let store = open("sqlite::memory:")?;
//! let record = Record { id: [1; 16], device: [2; 16], sequence: 0, line: "{}".to_owned() };
//! assert_eq!(store.append(vec![record.clone()]).await?, Appended { taken: 1, known: 0 });
//! assert_eq!(store.append(vec![record.clone()]).await?, Appended { taken: 0, known: 1 });
//! assert_eq!(store.read(0).await?, [(1, record)]);
//! # Ok::<(), supple_store::StoreError>(()) }).unwrap();
//! ```

#[cfg(feature = "databases")]
mod address;
pub mod checksum;
#[cfg(feature = "databases")]
mod database;
mod error;
mod key;
#[cfg(feature = "databases")]
pub mod outbox;
#[cfg(feature = "databases")]
mod postgresql;
#[cfg(feature = "databases")]
mod sqlite;
#[cfg(feature = "databases")]
mod sslmode;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "databases")]
mod worker;

pub use checksum::{Damage, Found, count_at, erased_between};
#[cfg(feature = "databases")]
pub use database::Database;
pub use error::{AddressFault, Bytes, Cause, StoreError, TlsFault};
pub use key::DiaryKey;
#[cfg(feature = "databases")]
pub use outbox::{
    Change, Document, Fate, Kept, Letter, Outbox, Outboxes, Outcome, Taken, open_outbox, outbox_is_there,
};

#[cfg(feature = "databases")]
use address::Address;
use std::fmt::Debug;
use std::pin::Pin;

/// One record. The store compares it, but never looks into it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// What the record is known by: a UUID as bytes.
    pub id: [u8; 16],
    /// The device that wrote it: a UUID as bytes.
    pub device: [u8; 16],
    /// Its place among the records of its device. No two records of a device share one.
    pub sequence: u64,
    /// The content. Kept and given back byte for byte.
    pub line: String,
}

/// What an append did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// How many records were added.
    pub taken: usize,
    /// How many were there already, with the same content.
    pub known: usize,
}

/// What a store will say.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A place where records are kept.
///
/// Dropping a store waits until what it was asked to do is done and closes the database. Dropping a future does not
/// take back what was asked.
pub trait Store: Send + Sync + Debug {
    /// Adds records: all or none, and on the disk before it answers.
    ///
    /// A record that is there already is skipped, so an append may be repeated when its fate is not known. Appends that
    /// wait at the same time share one write to the disk.
    ///
    /// # Errors
    /// [`StoreError::Differs`] if an id is there with another device, sequence or line. [`StoreError::Taken`] if the
    /// device has another record at this sequence: read what has arrived, build the record anew and try again; that is
    /// how programs that write for one device at the same time are put in order. [`StoreError::Full`] and
    /// [`StoreError::Busy`] pass. After any error nothing of `records` has been added, except when the connection to a
    /// server was lost for good: then it may have been, and repeating shows.
    fn append(&self, records: Vec<Record>) -> Answer<'_, Appended>;

    /// As [`Store::append`], for records of this diary only: it is asked in the same transaction, so that what another
    /// program erases in this moment does not come back.
    ///
    /// # Errors
    /// As [`Store::append`], and [`StoreError::OtherDiary`] if another diary is here, or none that has an identity.
    fn append_to(&self, diary: [u8; 16], records: Vec<Record>) -> Answer<'_, Appended>;

    /// The identity of the diary: a UUID as bytes. Where there is none yet, `fresh` becomes it, which has to be a UUID
    /// that nobody else has. It stays the same until [`Store::adopt`] or [`Store::erase`].
    ///
    /// # Errors
    /// If the database cannot be asked.
    fn identity(&self, fresh: [u8; 16]) -> Answer<'_, [u8; 16]>;

    /// Gives the diary the identity of another, with which it is to become one. The records stay.
    ///
    /// # Errors
    /// If it cannot be written.
    fn adopt(&self, identity: [u8; 16]) -> Answer<'_, ()>;

    /// The records that arrived after this position, in the order of their arrival, each with its position. All of
    /// them for 0. What is not as it was written is set apart: it costs itself, and no other.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the structure of what is there is broken, so that nobody can tell what was written.
    fn look(&self, after: u64) -> Answer<'_, Found>;

    /// As [`Store::look`], where all of it has to be as it was written.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if one record is not.
    fn read(&self, after: u64) -> Answer<'_, Vec<(u64, Record)>> {
        let found = self.look(after);
        Box::pin(async move { found.await?.whole(&self.describe()) })
    }

    /// The position of the last record. Cheap: for asking before each answer whether another program has written.
    ///
    /// Positions only grow, also over an [`erase`](Store::erase): no position is given twice, so an unchanged one means
    /// that nothing has changed. [`erased_between`] tells whether what was read before is gone.
    ///
    /// # Errors
    /// If the database cannot be asked.
    fn position(&self) -> Answer<'_, u64>;

    /// Puts these records in the place of all that are there, in one transaction: a new era of positions begins with them,
    /// and the identity stays. Says whether it was done: not where the last position is another than `last`, since
    /// something has arrived that whoever made these records has not seen.
    ///
    /// It is for records that have to stand elsewhere. What is left out of them is gone, though not without a trace.
    ///
    /// # Errors
    /// As [`Store::append`]. Nothing has changed then, unless the connection to a server was lost for good.
    fn rewrite(&self, last: u64, records: Vec<Record>) -> Answer<'_, bool>;

    /// Removes everything of this diary, the identity too. Afterwards nothing of any of its records is in the files of an SQLite
    /// database, its log and its index, or in the tables of a PostgreSQL database. All that stays is its key, and how often it was
    /// erased. Other diaries of the database ([`Database`]) stay as they were.
    ///
    /// What lies beyond a program's reach stays with its keeper: for SQLite old blocks of the drive, snapshots of the
    /// file system and copies of the file; for PostgreSQL also the server's write-ahead log (until it is recycled), its
    /// archive, replicas and backups, and its log file if it was set to log statements.
    ///
    /// # Errors
    /// [`StoreError::Traces`] if the records are gone, but another program keeps their traces from being removed;
    /// [`StoreError::NoRoomForTraces`] if a full disk does.
    fn erase(&self) -> Answer<'_, ()>;

    /// Where the records are, for messages. Never a password.
    fn describe(&self) -> String;
}

/// Opens a database, and makes it where it is missing: its first diary, [`DiaryKey::FIRST`]. It blocks until the database is
/// ready.
///
/// | address | means |
/// |---|---|
/// | `sqlite:PATH` | a file. Missing folders are created; folders and file are for their owner only. |
/// | `sqlite::memory:` | nothing is kept: for tests |
/// | `postgres://USER:PASSWORD@HOST:PORT/DATABASE` | a server of PostgreSQL 13 or newer. Without a password, the environment's `PGPASSWORD` counts. |
///
/// An SQLite file must not be opened or copied by other means in the same program while a store has it open: closing
/// any handle of a file drops the locks that all of the program have on it. (Other programs may.)
///
/// # Encryption
/// A connection to a PostgreSQL server is encrypted as libpq does it, by these parameters of the address and the environment:
///
/// | parameter | variable | says |
/// |---|---|---|
/// | `sslmode` | `PGSSLMODE` | the mode, below; `prefer` without it |
/// | `sslrootcert` | `PGSSLROOTCERT` | who may sign the certificate of the server: a file in PEM, or `system`, which goes with `verify-full` only and makes it the mode; `~/.postgresql/root.crt` without it |
/// | `sslcert`, `sslkey` | `PGSSLCERT`, `PGSSLKEY` | the certificate that this program shows if asked, with its key: files in PEM; `~/.postgresql/postgresql.crt` and `.key` without them |
///
/// | `sslmode` | is it encrypted? | is the server checked? |
/// |---|---|---|
/// | `disable` | no | no |
/// | `allow` | where the server takes nothing else | no |
/// | `prefer` | where the server offers it | no: whoever can change what goes over the network can have it in clear |
/// | `require` | yes | as `verify-ca` where the file of roots is there, and not at all otherwise |
/// | `verify-ca` | yes | its certificate, and not its name |
/// | `verify-full` | yes | its certificate, and that it is for the host of the address |
///
/// Only `verify-full` keeps out everyone between here and the server. A socket of this machine (a host that begins with a
/// slash) is never encrypted. Unlike libpq, a file that was named for `require` has to be there; a common name in a
/// certificate counts for no host, only its subject alternative names do; and lists of revoked certificates are not read.
/// Where the server offers it, the login is bound to the certificate (SCRAM-SHA-256-PLUS), and `channel_binding=require` has
/// no other. The files are read for each connection, so that a new certificate needs no restart.
///
/// # Errors
/// An address that is not understood, a database of a newer version (which is left untouched), a damaged one, one of
/// another program, a held one, and everything that keeps a file or a server from being used. Each is a sentence that
/// says what to do.
#[cfg(feature = "databases")]
pub fn open(address: &str) -> Result<Box<dyn Store>, StoreError> {
    Database::open(address)?.diary(DiaryKey::FIRST)
}

/// Whether there is a database at this address that [`open`] would not have to make. Nothing is made, and nothing is
/// changed. A file without a byte is none: that is what a disk that ran full, or a slip, leaves of one.
///
/// # Errors
/// An address that is not understood, and a server that cannot be asked.
#[cfg(feature = "databases")]
pub fn is_there(address: &str) -> Result<bool, StoreError> {
    Ok(match Address::parse(address)? {
        Address::Memory => true,
        Address::File(path) => sqlite::is_there(&path),
        Address::Server(server) => postgresql::is_there(&server, &postgresql::DIARY)?,
    })
}
