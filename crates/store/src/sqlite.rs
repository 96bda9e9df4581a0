//! Records in a file of this machine.
//!
//! A write-ahead log with `synchronous = FULL`: a commit is one write and one `fdatasync`, and readers never wait. Once
//! the log has been copied into the database it is written again from its start, so that the file system has no file
//! to lengthen, which would cost a second write to the disk.

mod diaries;
mod erase;
mod files;
mod schema;

use crate::checksum::{Reading, checksum_in};
use crate::worker::{Backend, Batch, Diary, Hall, Worker};
use crate::{Appended, Bytes, Cause, DiaryKey, Found, Record, StoreError};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use schema::DIARY;
pub(crate) use schema::Schema;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long to wait for another program.
const PATIENCE: Duration = Duration::from_secs(5);

/// After so many pages (of 4 KiB) in the log, it is copied into the database. It keeps the log near half a megabyte.
const PAGES_BEFORE_COPY: usize = 128;

/// Pages that a commit writes at least: the table and its two indexes.
const PAGES_OF_A_COMMIT: usize = 3;

/// What messages call a database without a file.
const MEMORY: &str = "the memory";

/// How many statements are kept compiled: a handful for each diary.
const MOST_STATEMENTS: usize = 128;

/// The shortest that a database can be, in bytes.
const SHORTEST: u64 = 512;

/// Opening makes the file, then closes that handle, which drops the locks that this process has on the file. So one
/// after the other.
static OPENING: Mutex<()> = Mutex::new(());

/// A connection to a database.
#[derive(Debug)]
pub(crate) struct Sqlite {
    pub(crate) connection: Connection,
    pub(crate) file: Place,
    /// About how many pages of the log are not in the database yet.
    pub(crate) pages_to_copy: usize,
    opened: Opened,
}

/// Which files were opened. A name that stands for another file, or for none, means that commits go into one that
/// nobody will find again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Opened {
    database: Option<(u64, u64)>,
    log: Option<(u64, u64)>,
}

/// Where the database is, and what its troubles are called.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// None for a database in memory.
    path: Option<PathBuf>,
    pub(crate) name: String,
}

/// A database of diaries that is gone when it is closed.
pub(crate) fn in_memory() -> Result<Hall<Sqlite>, StoreError> {
    let writer = Worker::start(|| Sqlite::in_memory(&DIARY))?;
    Ok(Hall { reader: None, writer, place: MEMORY.to_owned() })
}

/// Whether there is anything in this file. What cannot be looked at is left for opening it to judge.
pub(crate) fn is_there(path: &Path) -> bool {
    match std::fs::metadata(path) {
        Ok(data) => data.len() > 0,
        Err(error) => !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
    }
}

/// The database of diaries in this file, made if it is missing.
pub(crate) fn open(path: &Path) -> Result<Hall<Sqlite>, StoreError> {
    let file = Place::of(path)?;
    let place = file.name.clone();
    let _one_at_a_time = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
    file.make(&DIARY)?;
    let for_reading = file.clone();
    let writer = Worker::start(move || Sqlite::open(file.clone(), &DIARY))?;
    let reader = Worker::start(move || {
        let sqlite = Sqlite::connect(for_reading.clone(), &DIARY)?;
        sqlite.set("query_only", true)?;
        Ok(sqlite)
    })?;
    Ok(Hall { reader: Some(reader), writer, place })
}

impl Sqlite {
    /// A database of this kind that is gone when it is closed.
    pub(crate) fn in_memory(schema: &Schema) -> Result<Sqlite, StoreError> {
        let file = Place { path: None, name: MEMORY.to_owned() };
        let connection = Connection::open_in_memory().map_err(|error| file.trouble(&error))?;
        let sqlite = Sqlite { connection, file, pages_to_copy: 0, opened: Opened::default() };
        sqlite.prepare()?;
        schema.migrate(&sqlite.connection, &sqlite.file)?;
        Ok(sqlite)
    }

    /// A database of this kind in this file, made if it is missing, with one connection.
    pub(crate) fn in_file(path: &Path, schema: &Schema) -> Result<Sqlite, StoreError> {
        let file = Place::of(path)?;
        let _one_at_a_time = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
        file.make(schema)?;
        Sqlite::open(file, schema)
    }

    /// A connection that writes. The file is there.
    fn open(file: Place, schema: &Schema) -> Result<Sqlite, StoreError> {
        let mut sqlite = Sqlite::connect(file, schema)?;
        sqlite.use_log()?;
        schema.migrate(&sqlite.connection, &sqlite.file)?;
        sqlite.look_for_damage()?;
        // The log is there now, and stays the same file for as long as someone has it open.
        sqlite.opened.log = sqlite.file.standing().log;
        Ok(sqlite)
    }

    fn connect(file: Place, schema: &Schema) -> Result<Sqlite, StoreError> {
        let trouble = |error: rusqlite::Error| file.trouble(&error);
        let path = file.path.clone().unwrap_or_default();
        // No flag to create it: that would give the file to everyone whom the umask allows.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(trouble)?;
        let opened = Opened { database: file.standing().database, log: None };
        connection.busy_timeout(PATIENCE).map_err(trouble)?;
        // Until it is known that the database is ours to change, closing it must not copy the log into it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(trouble)?;
        let sqlite = Sqlite { connection, file, pages_to_copy: 0, opened };
        schema.is_ours(&sqlite.connection, &sqlite.file)?;
        sqlite
            .connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
            .map_err(|error| sqlite.trouble(&error))?;
        sqlite.prepare()?;
        Ok(sqlite)
    }

    fn prepare(&self) -> Result<(), StoreError> {
        self.connection.set_prepared_statement_cache_capacity(MOST_STATEMENTS);
        self.connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
            .map_err(|error| self.trouble(&error))?;
        self.set("synchronous", "FULL")?;
        self.set("foreign_keys", true)?;
        self.set("trusted_schema", false)?;
        self.set("cell_size_check", true)?;
        // What is deleted is overwritten, and nothing of it goes into temporary files.
        self.set("secure_delete", true)?;
        self.set("temp_store", "MEMORY")?;
        // Copying the log waits until the answers are out: see `tidy`.
        self.set("wal_autocheckpoint", 0)?;
        self.set("journal_size_limit", 4 << 20)?;
        // A plain fsync of macOS does not reach the disk.
        self.set("fullfsync", true)?;
        self.set("checkpoint_fullfsync", true)
    }

    /// Whether the log has grown so long that it should be copied.
    pub(crate) fn needs_copying(&self) -> bool {
        self.pages_to_copy >= PAGES_BEFORE_COPY
    }

    /// Copies as much of the log into the database as can be without waiting for anyone.
    pub(crate) fn copy_log(&mut self) {
        // It is tried again after the next commits.
        self.pages_to_copy = 0;
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    }

    fn set(&self, pragma: &str, value: impl rusqlite::ToSql) -> Result<(), StoreError> {
        self.connection.pragma_update(None, pragma, value).map_err(|error| self.trouble(&error))
    }

    /// Switches to a write-ahead log. SQLite does not wait for others here, so this does.
    fn use_log(&self) -> Result<(), StoreError> {
        let until = Instant::now() + PATIENCE;
        let mode: String = loop {
            match self.connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0)) {
                Ok(mode) => break mode,
                Err(error) if is_busy(&error) && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(error) => return Err(self.trouble(&error)),
            }
        };
        if mode.eq_ignore_ascii_case("wal") {
            return Ok(());
        }
        Err(self.file.cannot("its folder allows no write-ahead log", Cause::NoLog))
    }

    fn look_for_damage(&self) -> Result<(), StoreError> {
        let found: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(|error| self.trouble(&error))?;
        if found == "ok" {
            return Ok(());
        }
        // The first line of what it found is its heading.
        let why = found.lines().find(|line| !line.starts_with("***")).unwrap_or("its structure is broken").to_owned();
        Err(StoreError::Damaged { place: self.file.name.clone(), why })
    }

    /// Sees that the names of the files still stand for those that are open. Asking costs a few microseconds.
    pub(crate) fn see_that_it_is_there(&self) -> Result<(), StoreError> {
        let standing = self.file.standing();
        let is_other = |opened: Option<_>, standing| opened.is_some() && opened != standing;
        if is_other(self.opened.database, standing.database) || is_other(self.opened.log, standing.log) {
            return Err(StoreError::Replaced { place: self.file.name.clone() });
        }
        Ok(())
    }

    pub(crate) fn trouble(&self, error: &rusqlite::Error) -> StoreError {
        self.file.trouble(error)
    }
}

impl Backend for Sqlite {
    const IS_NEAR: bool = true;
    // SQLite has one writer at a time.
    const MOST_CONNECTIONS: usize = 1;

    fn be_patient(&mut self, patient: bool) {
        // Setting it cannot fail; if it did, it would be asked for what follows.
        let _ = self.connection.busy_timeout(if patient { PATIENCE } else { Duration::ZERO });
    }

    fn make(&mut self, key: DiaryKey) -> Result<Diary, StoreError> {
        if let Some(diary) = diaries::find(&self.connection, &self.file, key)? {
            return Ok(diary);
        }
        self.see_that_it_is_there()?;
        let made = in_transaction(&self.connection, || {
            // Another program may have been quicker.
            Ok(match diaries::find(&self.connection, &self.file, key) {
                Ok(None) => Ok(diaries::make(&self.connection, key)?),
                Ok(Some(diary)) => Ok(diary),
                Err(error) => Err(error),
            })
        });
        made.map_err(|error| self.trouble(&error))?
    }

    fn diaries(&mut self) -> Result<Vec<DiaryKey>, StoreError> {
        diaries::all(&self.connection, &self.file)
    }

    fn append(&mut self, group: &[Batch]) -> Result<Vec<Result<Appended, StoreError>>, StoreError> {
        self.see_that_it_is_there()?;
        let (outcomes, pages) =
            append(&self.connection, group, &self.file).map_err(|error| self.file.trouble(&error))?;
        self.pages_to_copy += pages;
        // Asked again, since it may have gone meanwhile: nothing is acknowledged that went with it.
        self.see_that_it_is_there()?;
        Ok(outcomes)
    }

    fn look(&mut self, diary: Diary, after: u64) -> Result<Found, StoreError> {
        let trouble = |error: rusqlite::Error| self.file.trouble(&error);
        let mut reading = Reading::of(diary.key, after);
        let sql = format!(
            "SELECT position, id, device, sequence, line, checksum FROM {} WHERE position > ?1 ORDER BY position",
            diary.table()
        );
        let mut statement = self.connection.prepare_cached(&sql).map_err(trouble)?;
        let mut rows = statement.query([i64::try_from(after).unwrap_or(i64::MAX)]).map_err(trouble)?;
        while let Some(row) = rows.next().map_err(trouble)? {
            let position = row.get(0).map_err(trouble)?;
            // What has another form than what was written is damaged, whatever it is.
            let (record, sum) = read(row).map_or((None, 0), |(record, sum)| (Some(record), sum));
            reading.take(position, record, sum);
        }
        Ok(reading.done())
    }

    fn position(&mut self, diary: Diary) -> Result<u64, StoreError> {
        last_position(&self.connection, diary).map_err(|error| self.trouble(&error))
    }

    fn identity(&mut self, diary: Diary, fresh: [u8; 16]) -> Result<[u8; 16], StoreError> {
        let found = match identity(&self.connection, diary) {
            Ok(None) => in_transaction(&self.connection, || {
                // Another program may have been quicker: then its identity counts.
                let sql = "UPDATE diary SET identity = coalesce(identity, ?1) WHERE number = ?2";
                set_identity(&self.connection, sql, diary, fresh)?;
                identity(&self.connection, diary)
            }),
            found => found,
        };
        let found = found.map_err(|error| self.trouble(&error))?;
        found.ok_or_else(|| StoreError::Damaged {
            place: self.file.name.clone(),
            why: "the row that says where positions start is missing".to_owned(),
        })
    }

    fn adopt(&mut self, diary: Diary, identity: [u8; 16]) -> Result<(), StoreError> {
        self.see_that_it_is_there()?;
        let sql = "UPDATE diary SET identity = ?1 WHERE number = ?2 AND identity IS NOT ?1";
        let adopt = || set_identity(&self.connection, sql, diary, identity);
        in_transaction(&self.connection, adopt).map_err(|error| self.file.trouble(&error))
    }

    fn rewrite(&mut self, diary: Diary, last: u64, records: &[Record]) -> Result<bool, StoreError> {
        self.see_that_it_is_there()?;
        let rewritten = erase::rewrite(&self.connection, diary, last, records).map_err(|error| self.trouble(&error))?;
        // Asked again, since it may have gone meanwhile: nothing is acknowledged that went with it.
        self.see_that_it_is_there()?;
        self.pages_to_copy = PAGES_BEFORE_COPY;
        rewritten
    }

    fn erase(&mut self, diary: Diary) -> Result<(), StoreError> {
        self.see_that_it_is_there()?;
        self.erase_with(|connection| erase::empty(connection, diary))
    }

    fn is_untidy(&self) -> bool {
        self.needs_copying()
    }

    fn tidy(&mut self) {
        self.copy_log();
    }
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Record, i64)> {
    let sequence: i64 = row.get(3)?;
    let record = Record { id: row.get(1)?, device: row.get(2)?, sequence: sequence.cast_unsigned(), line: row.get(4)? };
    Ok((record, row.get(5)?))
}

fn last_position(connection: &Connection, diary: Diary) -> rusqlite::Result<u64> {
    let (table, number) = (diary.table(), diary.number);
    connection
        .prepare_cached(&format!(
            "SELECT coalesce((SELECT max(position) FROM {table}), (SELECT origin FROM diary WHERE number = {number}))"
        ))?
        .query_row([], |row| row.get::<_, i64>(0))
        .map(i64::cast_unsigned)
}

/// The identity of the diary, if it has one.
fn identity(connection: &Connection, diary: Diary) -> rusqlite::Result<Option<[u8; 16]>> {
    let mut statement = connection.prepare_cached("SELECT identity FROM diary WHERE number = ?1")?;
    let found = statement.query_row([diary.number], |row| row.get(0)).optional()?;
    Ok(found.flatten())
}

fn set_identity(connection: &Connection, sql: &str, diary: Diary, identity: [u8; 16]) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute(params![identity, diary.number]).map(drop)
}

/// What became of each append, and about how many pages that wrote.
type Done = (Vec<Result<Appended, StoreError>>, usize);

fn append(connection: &Connection, group: &[Batch], file: &Place) -> rusqlite::Result<Done> {
    in_transaction(connection, || {
        let mut lasts = BTreeMap::new();
        let mut outcomes = Vec::with_capacity(group.len());
        let mut bytes = 0;
        for Batch { diary, identity: meant, records } in group {
            let last = match lasts.entry(diary.number) {
                Entry::Occupied(last) => last.into_mut(),
                Entry::Vacant(last) => last.insert(last_position(connection, *diary)?),
            };
            if meant.is_some() && *meant != identity(connection, *diary)? {
                outcomes.push(Err(StoreError::OtherDiary { place: file.name.clone() }));
                continue;
            }
            run(connection, "SAVEPOINT one")?;
            let outcome = insert(connection, *diary, records, *last)?;
            match &outcome {
                Ok(appended) => {
                    *last += appended.taken as u64;
                    bytes += records.iter().map(|record| record.line.len()).sum::<usize>();
                }
                Err(_) => run(connection, "ROLLBACK TO one")?,
            }
            run(connection, "RELEASE one")?;
            outcomes.push(outcome);
        }
        Ok((outcomes, PAGES_OF_A_COMMIT + bytes / 4096))
    })
}

/// Does all of it or nothing, as the only writer. (rusqlite's own transactions compile their SQL anew each time.)
pub(crate) fn in_transaction<T>(
    connection: &Connection,
    work: impl FnOnce() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    run(connection, "BEGIN IMMEDIATE")?;
    let done = work().and_then(|done| run(connection, "COMMIT").map(|()| done));
    // After some errors SQLite has taken it back already.
    if done.is_err() && !connection.is_autocommit() {
        run(connection, "ROLLBACK")?;
    }
    done
}

fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

/// Adds what is new. The records before one that is refused have been added: the caller takes them back.
fn insert(
    connection: &Connection,
    diary: Diary,
    records: &[Record],
    mut last: u64,
) -> rusqlite::Result<Result<Appended, StoreError>> {
    let table = diary.table();
    let mut add = connection.prepare_cached(&format!(
        "INSERT INTO {table} (position, id, device, sequence, line, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING"
    ))?;
    let same = format!("SELECT device = ?2 AND sequence = ?3 AND line = ?4 FROM {table} WHERE id = ?1");
    let mut appended = Appended::default();
    for record in records {
        let Record { id, device, sequence, line } = record;
        let (next, stored) = (last + 1, sequence.cast_signed());
        if add.execute(params![next.cast_signed(), id, device, stored, line, checksum_in(diary.key, next, record)])?
            == 1
        {
            appended.taken += 1;
            last = next;
            continue;
        }
        let is_same = connection
            .prepare_cached(&same)?
            .query_row(params![id, device, stored, line], |row| row.get(0))
            .optional()?;
        match is_same {
            Some(true) => appended.known += 1,
            Some(false) => return Ok(Err(StoreError::Differs { id: Bytes(*id) })),
            None => return Ok(Err(StoreError::Taken { device: Bytes(*device), sequence: *sequence })),
        }
    }
    Ok(Ok(appended))
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

impl Place {
    fn of(path: &Path) -> Result<Place, StoreError> {
        let place = || path.display().to_string();
        let path = std::path::absolute(path).map_err(|error| StoreError::Cannot {
            place: place(),
            why: error.to_string(),
            cause: Cause::Path,
        })?;
        Ok(Place { name: path.display().to_string(), path: Some(path) })
    }

    /// Makes the file if it is missing, and refuses one that is not ours to open.
    fn make(&self, schema: &Schema) -> Result<(), StoreError> {
        let Some(path) = &self.path else { return Ok(()) };
        let is_new = files::make(path).map_err(|error| self.trouble_of_file(&error))?;
        if is_new { Ok(()) } else { self.look_before_opening(path, schema) }
    }

    /// Refuses a database of a newer version or of another program without making as much as a log file beside it.
    fn look_before_opening(&self, path: &Path, schema: &Schema) -> Result<(), StoreError> {
        // SQLite takes a file that is too short to be a database for an empty one, and would write over it.
        if files::length(path).is_some_and(|length| (1..SHORTEST).contains(&length)) {
            return Err(StoreError::NotOurs { place: self.name.clone(), why: "it is too short".to_owned() });
        }
        // `immutable` reads the file alone: no locks, no log. Another program may be writing at this moment, so what
        // does not make sense is left to be judged under a lock.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let Ok(connection) = Connection::open_with_flags(files::immutable(path), flags) else { return Ok(()) };
        match schema.is_ours(&connection, self) {
            Err(error @ (StoreError::Newer { .. } | StoreError::NotOurs { .. })) => Err(error),
            _ => Ok(()),
        }
    }

    /// Which files stand under its names now.
    fn standing(&self) -> Opened {
        self.path.as_deref().map_or_else(Opened::default, |path| Opened {
            database: files::identity(path),
            log: files::identity(&files::log(path)),
        })
    }

    fn cannot(&self, why: impl Into<String>, cause: Cause) -> StoreError {
        StoreError::Cannot { place: self.name.clone(), why: why.into(), cause }
    }

    fn trouble_of_file(&self, error: &std::io::Error) -> StoreError {
        if files::is_full(error) {
            return StoreError::Full { place: self.name.clone() };
        }
        if files::is_of_the_disk(error) {
            return self.cannot(format!("the disk reports an error ({error})"), Cause::Disk);
        }
        self.cannot(error.to_string(), Cause::Path)
    }

    fn trouble(&self, error: &rusqlite::Error) -> StoreError {
        use rusqlite::Error;
        let place = self.name.clone();
        let Some(code) = error.sqlite_error_code() else {
            return match error {
                Error::FromSqlConversionFailure(..)
                | Error::InvalidColumnType(..)
                | Error::IntegralValueOutOfRange(..)
                | Error::Utf8Error(..) => StoreError::Damaged { place, why: "a record cannot be read".to_owned() },
                error => self.cannot(error.to_string(), Cause::Other),
            };
        };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy { place },
            ErrorCode::DiskFull => StoreError::Full { place },
            ErrorCode::DatabaseCorrupt => StoreError::Damaged { place, why: "its structure is broken".to_owned() },
            ErrorCode::NotADatabase => {
                StoreError::NotOurs { place, why: "it does not begin like a database".to_owned() }
            }
            // SQLite does not pass on a quota or a limit of file size.
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen
                if self.path.as_deref().is_some_and(files::have_no_room) =>
            {
                StoreError::Full { place }
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => self.cannot("it may only be read", Cause::ReadOnly),
            // Nor why a file cannot be opened.
            ErrorCode::CannotOpen => match self.path.as_deref().and_then(files::fault) {
                Some(fault) => self.cannot(format!("the disk reports an error ({fault})"), Cause::Disk),
                None => self.cannot("it cannot be opened", Cause::NotOpened),
            },
            ErrorCode::SystemIoFailure => self.cannot(format!("the disk reports an error ({error})"), Cause::Disk),
            _ => self.cannot(error.to_string(), Cause::Other),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    /// That a commit is on the disk before it is acknowledged shows only in a power cut, so these are looked at.
    #[test]
    fn a_connection_is_set_to_lose_nothing_and_to_leave_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("diary.db");
        drop(open(&path).unwrap());
        let sqlite = Sqlite::connect(Place { name: String::new(), path: Some(path) }, &DIARY).unwrap();
        let set = |pragma: &str| {
            let get = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
            sqlite.connection.query_row(&format!("PRAGMA {pragma}"), [], get).unwrap()
        };
        assert_eq!(set("journal_mode"), "wal".to_owned().into());
        for (pragma, value) in [
            ("synchronous", 2),
            ("fullfsync", 1),
            ("checkpoint_fullfsync", 1),
            ("secure_delete", 1),
            ("foreign_keys", 1),
            ("wal_autocheckpoint", 0),
            ("temp_store", 2),
            ("busy_timeout", 5000),
        ] {
            assert_eq!(set(pragma), i64::into(value), "{pragma}");
        }
    }
}
