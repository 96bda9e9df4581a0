//! An outbox in a file of this machine, set up like that of a diary: a write-ahead log, and each commit on the disk.

use super::{
    CANCELLED, Change, Document, Failure, Fate, GIVEN_UP, Kept, LONGEST_LEASE, Letter, OVERTAKING, Outbox, Outcome,
    SENT, Taken, WAITING, beginning_with, beyond_retries, failure, read_fate,
};
use crate::StoreError;
use crate::sqlite::{Schema, Sqlite, in_transaction};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use std::path::Path;
use std::str;
use std::sync::{Arc, Mutex, PoisonError};

/// An outbox: "SupO".
static OUTBOX: Schema = Schema { application: 0x5375_704F, migrations: &MIGRATIONS };

/// What makes each version out of the one before. Only ever added to: what has been released is never changed.
///
/// What is compared is bytes. The rest is text, so that any tool shows it.
const MIGRATIONS: [&str; 2] = [
    "
    CREATE TABLE document (
        name     BLOB    PRIMARY KEY,
        revision INTEGER NOT NULL CHECK (revision > 0),
        value    TEXT    NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE letter (
        laid      INTEGER PRIMARY KEY,
        key       BLOB    NOT NULL UNIQUE,
        channel   BLOB    NOT NULL,
        due       INTEGER NOT NULL,
        content   TEXT    NOT NULL,
        tries     INTEGER NOT NULL DEFAULT 0,
        next      INTEGER NOT NULL,
        trouble   TEXT,
        -- 0 waiting, 1 sent, 2 given up, 3 cancelled; and since when it is finished.
        fate      INTEGER NOT NULL DEFAULT 0,
        ended     INTEGER,
        -- When it was cancelled, also while it may be being sent.
        cancelled INTEGER,
        -- The last time of taking it, and the lease until it is settled.
        token     INTEGER NOT NULL DEFAULT 0,
        taken     INTEGER,
        until     INTEGER,
        CHECK ((fate = 0) = (ended IS NULL)),
        CHECK ((taken IS NULL) = (until IS NULL))
    ) STRICT;
    CREATE INDEX letter_waits ON letter (due) WHERE fate = 0;

    -- What is never given twice, also over an erase: revisions of removed documents, and tokens.
    CREATE TABLE given (
        single   INTEGER PRIMARY KEY CHECK (single = 1),
        revision INTEGER NOT NULL,
        token    INTEGER NOT NULL
    ) STRICT;
    INSERT INTO given VALUES (1, 0, 0);
",
    "
    -- Whether a try ended without an answer, or without a word of whoever took it. The first version kept it as words.
    ALTER TABLE letter ADD COLUMN unsure INTEGER NOT NULL DEFAULT 0 CHECK (unsure IN (0, 1));
    UPDATE letter SET unsure = 1, trouble = substr(trouble, 22) WHERE substr(trouble, 1, 21) = 'it may have arrived: ';
",
];

/// Whether nobody holds the letter, at ?1; ?2 is the latest time that may have been asked for before.
const IS_FREE: &str = "(taken IS NULL OR until <= ?1 OR taken > ?2)";

/// Pages that a commit writes at least: the tables and their indexes.
const PAGES_OF_A_COMMIT: usize = 5;

/// A handle of an outbox; its clones share one connection.
#[derive(Clone, Debug)]
pub(super) struct File {
    place: String,
    sqlite: Arc<Mutex<Sqlite>>,
}

/// An outbox that is gone when it is closed.
pub(super) fn in_memory() -> Result<File, StoreError> {
    Sqlite::in_memory(&OUTBOX).map(File::of)
}

/// The outbox in this file, made if it is missing.
pub(super) fn open(path: &Path) -> Result<File, StoreError> {
    Sqlite::in_file(path, &OUTBOX).map(File::of)
}

impl File {
    fn of(sqlite: Sqlite) -> File {
        File { place: sqlite.file.name.clone(), sqlite: Arc::new(Mutex::new(sqlite)) }
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let sqlite = self.sqlite.lock().unwrap_or_else(PoisonError::into_inner);
        // What was removed or replaced by another program says nothing any more, be it who may come in.
        sqlite.see_that_it_is_there()?;
        work(&sqlite.connection).map_err(|error| sqlite.trouble(&error))
    }

    /// Does all of it or nothing, as the only writer. `bytes` says about how much is written.
    fn write<T>(&self, bytes: usize, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let mut sqlite = self.sqlite.lock().unwrap_or_else(PoisonError::into_inner);
        sqlite.see_that_it_is_there()?;
        let before = sqlite.connection.total_changes();
        let done = in_transaction(&sqlite.connection, || work(&sqlite.connection));
        let done = done.map_err(|error| sqlite.trouble(&error))?;
        // Asked again, since it may have gone meanwhile: nothing is acknowledged that went with it.
        sqlite.see_that_it_is_there()?;
        if sqlite.connection.total_changes() != before {
            sqlite.pages_to_copy += PAGES_OF_A_COMMIT + bytes / 4096;
            if sqlite.needs_copying() {
                sqlite.copy_log();
            }
        }
        Ok(done)
    }
}

impl Outbox for File {
    fn document(&self, name: &str) -> Result<Option<Document>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT name, revision, value FROM document WHERE name = ?1")?
                .query_row([name.as_bytes()], read_document)
                .optional()
        })
    }

    fn documents(&self, prefix: &str) -> Result<Vec<Document>, StoreError> {
        let (first, end) = beginning_with(prefix);
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT name, revision, value FROM document WHERE name >= ?1 AND name < ?2 ORDER BY name",
                )?
                .query_map([first, end], read_document)?
                .collect()
        })
    }

    fn commit(&self, change: &Change<'_>, now: i64) -> Result<bool, StoreError> {
        let bytes = change.lay.iter().map(|letter| letter.content.len()).sum::<usize>();
        self.write(bytes + change.value.map_or(0, str::len), |connection| {
            if !change_document(connection, change)? {
                return Ok(false);
            }
            change.cancel.iter().try_for_each(|prefix| cancel(connection, prefix, now))?;
            change.lay.iter().try_for_each(|letter| lay(connection, letter))?;
            Ok(true)
        })
    }

    fn take(&self, channels: &[&str], now: i64, lease: i64) -> Result<Option<Taken>, StoreError> {
        self.write(0, |connection| {
            let overtaken = now.saturating_add(OVERTAKING);
            connection
                .prepare_cached(&format!(
                    "UPDATE letter SET fate = {CANCELLED}, ended = cancelled
                     WHERE fate = {WAITING} AND cancelled IS NOT NULL AND {IS_FREE}"
                ))?
                .execute([now, overtaken])?;
            let Some((laid, mut taken)) = longest_waiting(connection, channels, now)? else { return Ok(None) };
            taken.token = connection
                .prepare_cached("UPDATE given SET token = token + 1 RETURNING token")?
                .query_row([], |row| row.get(0))?;
            taken.tries += 1;
            let until = now.saturating_add(lease.clamp(0, LONGEST_LEASE));
            connection
                .prepare_cached(
                    "UPDATE letter SET token = ?2, tries = ?3, unsure = max(unsure, taken IS NOT NULL), taken = ?4, until = ?5
                     WHERE laid = ?1",
                )?
                .execute(params![laid, taken.token, taken.tries, now, until])?;
            Ok(Some(taken))
        })
    }

    fn settle(&self, taken: &Taken, outcome: &Outcome, now: i64) -> Result<bool, StoreError> {
        let key = taken.letter.key.as_bytes();
        self.write(0, |connection| {
            let settled = match failure(outcome, now) {
                None => connection
                    .prepare_cached(&format!(
                        "UPDATE letter SET fate = {SENT}, ended = ?3, trouble = NULL, taken = NULL, until = NULL
                         WHERE key = ?1 AND token = ?2 AND taken IS NOT NULL"
                    ))?
                    .execute(params![key, taken.token, now])?,
                Some(Failure { why, next, may_be_out }) => connection
                    .prepare_cached(&format!(
                        "UPDATE letter SET trouble = ?4, next = coalesce(?5, next), taken = NULL, until = NULL,
                             unsure = max(unsure, ?6),
                             fate = CASE WHEN cancelled IS NOT NULL THEN {CANCELLED} WHEN ?5 IS NULL THEN {GIVEN_UP}
                                    ELSE {WAITING} END,
                             ended = CASE WHEN cancelled IS NOT NULL THEN cancelled WHEN ?5 IS NULL THEN ?3 END
                         WHERE key = ?1 AND token = ?2 AND taken IS NOT NULL"
                    ))?
                    .execute(params![key, taken.token, now, why, next, may_be_out])?,
            };
            Ok(settled > 0)
        })
    }

    fn letters(&self, prefix: &str) -> Result<Vec<Kept>, StoreError> {
        let (first, end) = beginning_with(prefix);
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT key, channel, due, content, tries, next, trouble, fate, ended, taken IS NOT NULL, unsure
                     FROM letter
                     WHERE key >= ?1 AND key < ?2 ORDER BY key",
                )?
                .query_map([first, end], read_kept)?
                .collect()
        })
    }

    fn forget_before(&self, before: i64) -> Result<usize, StoreError> {
        self.write(0, |connection| connection.execute("DELETE FROM letter WHERE ended < ?1", [before]))
    }

    fn erase(&self) -> Result<(), StoreError> {
        let mut sqlite = self.sqlite.lock().unwrap_or_else(PoisonError::into_inner);
        sqlite.see_that_it_is_there()?;
        sqlite.erase_with(|connection| {
            in_transaction(connection, || {
                connection.execute_batch(
                    "UPDATE given SET revision = max(revision, coalesce((SELECT max(revision) FROM document), 0));
                     DELETE FROM letter;
                     DELETE FROM document;",
                )
            })
        })
    }

    fn describe(&self) -> String {
        self.place.clone()
    }
}

/// Puts the document in its new state. False if it is at another revision than the one that was seen.
fn change_document(connection: &Connection, change: &Change<'_>) -> rusqlite::Result<bool> {
    let name = change.name.as_bytes();
    let found: Option<i64> = connection
        .prepare_cached("SELECT revision FROM document WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    if found.unwrap_or(0).cast_unsigned() != change.revision {
        return Ok(false);
    }
    match (found, change.value) {
        (None, None) => {}
        (None, Some(value)) => {
            connection
                .prepare_cached("INSERT INTO document SELECT ?1, revision + 1, ?2 FROM given")?
                .execute(params![name, value])?;
        }
        (Some(found), Some(value)) => {
            connection
                .prepare_cached("UPDATE document SET revision = ?2, value = ?3 WHERE name = ?1")?
                .execute(params![name, found + 1, value])?;
        }
        (Some(found), None) => {
            connection.prepare_cached("DELETE FROM document WHERE name = ?1")?.execute([name])?;
            connection.prepare_cached("UPDATE given SET revision = max(revision, ?1)")?.execute([found])?;
        }
    }
    Ok(true)
}

fn cancel(connection: &Connection, prefix: &str, now: i64) -> rusqlite::Result<()> {
    let (first, end) = beginning_with(prefix);
    connection
        .prepare_cached(&format!(
            "UPDATE letter SET cancelled = ?1,
                 fate = CASE WHEN {IS_FREE} THEN {CANCELLED} ELSE {WAITING} END,
                 ended = CASE WHEN {IS_FREE} THEN ?1 END
             WHERE fate = {WAITING} AND cancelled IS NULL AND key >= ?3 AND key < ?4"
        ))?
        .execute(params![now, now.saturating_add(OVERTAKING), first, end])
        .map(drop)
}

fn lay(connection: &Connection, letter: &Letter) -> rusqlite::Result<()> {
    let Letter { key, channel, due, content } = letter;
    connection
        .prepare_cached(
            "INSERT INTO letter (key, channel, due, content, next) VALUES (?1, ?2, ?3, ?4, ?3) ON CONFLICT (key) DO NOTHING",
        )?
        .execute(params![key.as_bytes(), channel.as_bytes(), due, content])
        .map(drop)
}

/// The letter whose turn it is, as it was taken last, and its place.
fn longest_waiting(connection: &Connection, channels: &[&str], now: i64) -> rusqlite::Result<Option<(i64, Taken)>> {
    let named = match channels.len() {
        0 => String::new(),
        count => format!("AND channel IN ({})", vec!["?"; count].join(", ")),
    };
    // A retry that cannot be so far away is due since the beginning.
    let sql = format!(
        "SELECT key, channel, due, content, tries, laid FROM letter
         WHERE fate = {WAITING} AND cancelled IS NULL AND due <= ?1 AND (next <= ?1 OR next > ?3) AND {IS_FREE} {named}
         ORDER BY CASE WHEN next > ?3 THEN due ELSE next END, laid LIMIT 1"
    );
    let (overtaken, beyond) = (now.saturating_add(OVERTAKING), beyond_retries(now));
    let channels: Vec<&[u8]> = channels.iter().map(|channel| channel.as_bytes()).collect();
    let mut values: Vec<&dyn ToSql> = vec![&now, &overtaken, &beyond];
    values.extend(channels.iter().map(|channel| channel as &dyn ToSql));
    connection
        .prepare_cached(&sql)?
        .query_row(values.as_slice(), |row| {
            Ok((row.get(5)?, Taken { letter: read_letter(row)?, tries: row.get(4)?, token: 0 }))
        })
        .optional()
}

/// What is compared is stored as bytes, which were text.
fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    let bytes = row.get_ref(column)?.as_blob()?;
    str::from_utf8(bytes).map(str::to_owned).map_err(|error| rusqlite::Error::Utf8Error(column, error))
}

fn read_document(row: &Row<'_>) -> rusqlite::Result<Document> {
    Ok(Document { name: text(row, 0)?, revision: row.get::<_, i64>(1)?.cast_unsigned(), value: row.get(2)? })
}

fn read_letter(row: &Row<'_>) -> rusqlite::Result<Letter> {
    Ok(Letter { key: text(row, 0)?, channel: text(row, 1)?, due: row.get(2)?, content: row.get(3)? })
}

fn read_kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let fate = row.get(7)?;
    let fate = read_fate(fate, row.get(8)?).ok_or(rusqlite::Error::IntegralValueOutOfRange(7, fate.into()))?;
    let (is_taken, is_unsure) = (row.get(9)?, row.get::<_, bool>(10)?);
    Ok(Kept {
        letter: read_letter(row)?,
        tries: row.get(4)?,
        next: row.get(5)?,
        trouble: row.get(6)?,
        fate,
        is_taken,
        may_be_out: matches!(fate, Fate::Sent(_)) || is_taken || is_unsure,
    })
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;

    /// A new migration adds its sum here. A sum that does not fit means that a released outbox would be another.
    #[test]
    fn a_migration_that_was_released_is_never_changed() {
        assert_eq!(MIGRATIONS.map(|sql| crc32fast::hash(sql.as_bytes())), [3_061_026_032, 1_925_934_022]);
    }
}
