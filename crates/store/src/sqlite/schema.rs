//! The tables, and how an older database gets them.

use super::{Place, in_transaction};
use crate::StoreError;
use rusqlite::Connection;

/// The tables of one kind of file.
#[derive(Debug)]
pub(crate) struct Schema {
    /// Stands in the header of the file and says whose it is.
    pub(crate) application: i64,
    /// What makes each version out of the one before.
    pub(crate) migrations: &'static [&'static str],
}

/// A diary: "Supl".
pub(super) static DIARY: Schema = Schema { application: 0x5375_706C, migrations: &MIGRATIONS };

/// What makes each version out of the one before. Only ever added to: what has been released is never changed.
const MIGRATIONS: [&str; 3] = [
    "
    CREATE TABLE entry (
        position INTEGER PRIMARY KEY,
        id       BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
        device   BLOB    NOT NULL CHECK (length(device) = 16),
        sequence INTEGER NOT NULL,
        line     TEXT    NOT NULL,
        checksum INTEGER NOT NULL,
        UNIQUE (device, sequence)
    ) STRICT;

    -- Where the positions start: moved by an erase, so that no position is given twice.
    CREATE TABLE origin (
        single   INTEGER PRIMARY KEY CHECK (single = 1),
        position INTEGER NOT NULL
    ) STRICT;
    INSERT INTO origin VALUES (1, 0);

    CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
    CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
",
    "
    -- The identity of the diary. None until it is first asked for, and after an erase.
    ALTER TABLE origin ADD COLUMN diary BLOB CHECK (diary IS NULL OR length(diary) = 16);
",
    "
    -- Which diaries there are. A table `entry_NUMBER` has the records of each, and `entry` those of the first. `origin` is where the
    -- positions of a diary start: moved by an erase, so that none is given twice. `checksum` is that of number and key.
    CREATE TABLE diary (
        number   INTEGER PRIMARY KEY,
        key      BLOB    NOT NULL CHECK (length(key) = 16),
        checksum INTEGER NOT NULL,
        origin   INTEGER NOT NULL,
        identity BLOB    CHECK (identity IS NULL OR length(identity) = 16)
    ) STRICT;
    INSERT INTO diary SELECT 1, zeroblob(16), 1790091467, position, diary FROM origin;
    DROP TABLE origin;
",
];

impl Schema {
    /// The version that this program makes and the newest that it reads.
    const fn version(&self) -> i64 {
        self.migrations.len() as i64
    }

    /// Refuses a database of a newer version or of another program. A file without any table may become ours.
    pub(super) fn is_ours(&self, connection: &Connection, file: &Place) -> Result<(), StoreError> {
        let trouble = |error: rusqlite::Error| file.trouble(&error);
        let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(trouble);
        // In this order: another Supple may be making the tables in this moment, and its mark comes with them.
        let tables = number("SELECT count(*) FROM sqlite_schema")?;
        let application = number("PRAGMA application_id")?;
        if tables == 0 && application == 0 {
            return Ok(());
        }
        if application != self.application {
            let why = "it is a database of another program".to_owned();
            return Err(StoreError::NotOurs { place: file.name.clone(), why });
        }
        let found = number("PRAGMA user_version")?;
        if found > self.version() {
            return Err(StoreError::Newer { place: file.name.clone(), found, known: self.version() });
        }
        Ok(())
    }

    /// Brings the database to the newest version, each step as a whole or not at all.
    pub(super) fn migrate(&self, connection: &Connection, file: &Place) -> Result<(), StoreError> {
        let trouble = |error: rusqlite::Error| file.trouble(&error);
        let version = || connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
        while version().map_err(trouble)? < self.version() {
            let step = || {
                // Asked again under the lock, since another program may be doing the same.
                let found = version()?;
                let Some(migration) = usize::try_from(found).ok().and_then(|found| self.migrations.get(found)) else {
                    return Ok(());
                };
                connection.execute_batch(migration)?;
                connection.pragma_update(None, "application_id", self.application)?;
                connection.pragma_update(None, "user_version", found + 1)
            };
            in_transaction(connection, step).map_err(trouble)?;
        }
        // Another program may have gone further.
        self.is_ours(connection, file)
    }
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;

    /// A new migration adds its sum here. A sum that does not fit means that a released database would be another.
    #[test]
    fn a_migration_that_was_released_is_never_changed() {
        assert_eq!(MIGRATIONS.map(|sql| crc32fast::hash(sql.as_bytes())), [2_814_559_628, 177649413, 2_542_240_302]);
    }
}
