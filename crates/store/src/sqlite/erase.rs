//! Removing everything, without a trace; and writing everything anew.

use super::{Sqlite, in_transaction, insert, last_position, run};
use crate::checksum::next_era;
use crate::worker::Diary;
use crate::{Record, StoreError};
use rusqlite::{Connection, params};

impl Sqlite {
    /// Has `empty` delete everything in one transaction, and removes what is left of it in the files.
    pub(crate) fn erase_with(&mut self, empty: impl Fn(&Connection) -> rusqlite::Result<()>) -> Result<(), StoreError> {
        // Each page is overwritten with zeroes where it stands, which needs room for all of them in the log.
        let emptied = match empty(&self.connection) {
            Err(error) if matches!(self.trouble(&error), StoreError::Full { .. }) => {
                // On a full disk they are only given up, and cut off below.
                self.set("secure_delete", false)?;
                let emptied = empty(&self.connection);
                self.set("secure_delete", true)?;
                emptied
            }
            emptied => emptied,
        };
        emptied.map_err(|error| self.trouble(&error))?;
        self.remove_traces().map_err(|error| match self.trouble(&error) {
            StoreError::Busy { place } => StoreError::Traces { place },
            StoreError::Full { place } => StoreError::NoRoomForTraces { place },
            other => other,
        })
    }

    /// Writes the database anew without its free pages, and empties the log.
    fn remove_traces(&mut self) -> rusqlite::Result<()> {
        self.connection.execute_batch("VACUUM")?;
        let is_blocked: bool = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        self.pages_to_copy = 0;
        if is_blocked {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
            return Err(rusqlite::Error::SqliteFailure(code, None));
        }
        Ok(())
    }
}

/// Deletes all records of a diary and its identity, and begins a new era of its positions.
pub(super) fn empty(connection: &Connection, diary: Diary) -> rusqlite::Result<()> {
    in_transaction(connection, || {
        clear(connection, diary)?;
        connection.execute("UPDATE diary SET identity = NULL WHERE number = ?1", [diary.number]).map(drop)
    })
}

/// Puts these records in the place of all, if nothing stands behind `last`. Says whether it was done.
pub(super) fn rewrite(
    connection: &Connection,
    diary: Diary,
    last: u64,
    records: &[Record],
) -> rusqlite::Result<Result<bool, StoreError>> {
    in_transaction(connection, || {
        if last_position(connection, diary)? != last {
            return Ok(Ok(false));
        }
        run(connection, "SAVEPOINT all_of_it")?;
        let origin = clear(connection, diary)?;
        let written = insert(connection, diary, records, origin)?.map(|_| true);
        if written.is_err() {
            run(connection, "ROLLBACK TO all_of_it")?;
        }
        run(connection, "RELEASE all_of_it")?;
        Ok(written)
    })
}

/// Deletes all records. Gives where the new era of positions starts. Only in a transaction.
fn clear(connection: &Connection, diary: Diary) -> rusqlite::Result<u64> {
    let (table, guard) = (diary.table(), diary.guard());
    let origin = next_era(last_position(connection, diary)?);
    // The trigger comes back as it was, whichever version made it.
    let trigger: String = connection.query_row(
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1",
        [&guard],
        |row| row.get(0),
    )?;
    connection.execute_batch(&format!("DROP TRIGGER {guard}; DELETE FROM {table};"))?;
    connection.execute_batch(&trigger)?;
    connection
        .execute("UPDATE diary SET origin = ?1 WHERE number = ?2", params![origin.cast_signed(), diary.number])?;
    Ok(origin)
}
