//! The diaries of a file: which there are, and the tables of each.
//!
//! Each has a table of its own, so that no query for one can come to a record of another. The table of the first is the one
//! that files had before there could be several. A list says which diary is which; each of its rows carries a check sum, since
//! one that changed would give the records of one diary to another.

use super::Place;
use crate::worker::Diary;
use crate::{DiaryKey, StoreError};
use rusqlite::{Connection, params};

impl Diary {
    /// The table of its records.
    pub(super) fn table(self) -> String {
        if self.number == 1 { "entry".to_owned() } else { format!("entry_{}", self.number) }
    }

    /// The trigger that keeps its records from being deleted.
    pub(super) fn guard(self) -> String {
        format!("{}_is_not_deleted", self.table())
    }

    /// The check sum of its row in the list.
    fn checksum(self) -> i64 {
        let mut sum = crc32fast::Hasher::new();
        sum.update(&self.number.to_le_bytes());
        sum.update(&self.key.0);
        i64::from(sum.finalize())
    }
}

/// What stands in the list: the diaries, in the order in which they were made, or none where a row is not as it was written.
fn list(connection: &Connection) -> rusqlite::Result<Vec<Option<Diary>>> {
    let mut statement = connection.prepare_cached("SELECT number, key, checksum FROM diary ORDER BY number")?;
    let rows = statement.query_map([], |row| {
        let read = || Some((row.get(0).ok()?, row.get(1).ok()?, row.get::<_, i64>(2).ok()?));
        Ok(read().and_then(|(number, key, sum)| {
            let diary = Diary { key: DiaryKey(key), number };
            (diary.checksum() == sum).then_some(diary)
        }))
    })?;
    rows.collect()
}

fn damaged(file: &Place) -> StoreError {
    StoreError::Damaged { place: file.name.clone(), why: "the list of its diaries cannot be read".to_owned() }
}

/// All diaries.
pub(super) fn all(connection: &Connection, file: &Place) -> Result<Vec<DiaryKey>, StoreError> {
    let found = list(connection).map_err(|error| file.trouble(&error))?;
    found.into_iter().map(|diary| diary.map(|diary| diary.key).ok_or_else(|| damaged(file))).collect()
}

/// The diary with this key. None if it is to be made: not where a row that cannot be read may be it.
pub(super) fn find(connection: &Connection, file: &Place, key: DiaryKey) -> Result<Option<Diary>, StoreError> {
    let found = list(connection).map_err(|error| file.trouble(&error))?;
    let is_whole = found.iter().all(Option::is_some);
    match found.into_iter().flatten().find(|diary| diary.key == key) {
        Some(diary) => Ok(Some(diary)),
        None if is_whole && key != DiaryKey::FIRST => Ok(None),
        None => Err(damaged(file)),
    }
}

/// Makes the diary with this key. Only in a transaction, and where it is missing.
pub(super) fn make(connection: &Connection, key: DiaryKey) -> rusqlite::Result<Diary> {
    let last = connection.query_row("SELECT coalesce(max(number), 1) FROM diary", [], |row| row.get::<_, i32>(0))?;
    let diary = Diary { key, number: last + 1 };
    let (table, guard) = (diary.table(), diary.guard());
    connection.execute_batch(&format!(
        "CREATE TABLE {table} (
             position INTEGER PRIMARY KEY,
             id       BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
             device   BLOB    NOT NULL CHECK (length(device) = 16),
             sequence INTEGER NOT NULL,
             line     TEXT    NOT NULL,
             checksum INTEGER NOT NULL,
             UNIQUE (device, sequence)
         ) STRICT;
         CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE ON {table}
             BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
         CREATE TRIGGER {guard} BEFORE DELETE ON {table}
             BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;"
    ))?;
    connection.execute(
        "INSERT INTO diary (number, key, checksum, origin) VALUES (?1, ?2, ?3, 0)",
        params![diary.number, key.0, diary.checksum()],
    )?;
    Ok(diary)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The migration that made the list writes it.
    #[test]
    fn the_check_sum_of_the_first_diary_is_the_one_that_its_migration_writes() {
        assert_eq!(Diary { key: DiaryKey::FIRST, number: 1 }.checksum(), 1_790_091_467);
    }
}
