//! The tables on the server, and how an older database gets them.

use super::{LOCK, Lock, begin, trouble};
use crate::address::Server;
use crate::{Cause, StoreError};
use postgres::{Client, Error};

/// A set of tables with a version of its own.
#[derive(Debug)]
pub(crate) struct Schema {
    /// The table that says the version: one row, in the column `version`.
    pub(crate) table: &'static str,
    /// What makes each version out of the one before.
    pub(crate) migrations: &'static [&'static str],
}

/// A diary.
pub(crate) static DIARY: Schema = Schema { table: "store", migrations: &MIGRATIONS };

/// What makes each version out of the one before. Only ever added to: what has been released is never changed.
///
/// Lines are bytes, so that they come back as they were whatever the server's encoding. The statistics of the planner
/// would keep samples of the columns beyond an erase, so none are taken; every query goes through a unique index.
const MIGRATIONS: [&str; 3] = [
    "
    CREATE TABLE supple.entry (
        position bigint NOT NULL PRIMARY KEY,
        id       bytea  NOT NULL UNIQUE,
        device   bytea  NOT NULL,
        sequence bigint NOT NULL,
        line     bytea  NOT NULL,
        checksum bigint NOT NULL,
        UNIQUE (device, sequence)
    );
    ALTER TABLE supple.entry
        ALTER COLUMN position SET STATISTICS 0,
        ALTER COLUMN id       SET STATISTICS 0,
        ALTER COLUMN device   SET STATISTICS 0,
        ALTER COLUMN sequence SET STATISTICS 0,
        ALTER COLUMN line     SET STATISTICS 0,
        ALTER COLUMN checksum SET STATISTICS 0;

    -- The version of these tables, and where the positions start: moved by an erase, so that none is given twice.
    CREATE TABLE supple.store (
        single  boolean PRIMARY KEY DEFAULT true CHECK (single),
        version bigint  NOT NULL,
        origin  bigint  NOT NULL
    );
    INSERT INTO supple.store (version, origin) VALUES (0, 0);

    CREATE FUNCTION supple.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'an entry is never changed or deleted'; END
    $$;
    CREATE TRIGGER entry_is_not_changed BEFORE UPDATE OR DELETE ON supple.entry
        FOR EACH ROW EXECUTE FUNCTION supple.refuse();
    CREATE TRIGGER entry_is_not_truncated BEFORE TRUNCATE ON supple.entry
        FOR EACH STATEMENT EXECUTE FUNCTION supple.refuse();
",
    "
    -- The identity of the diary. None until it is first asked for, and after an erase.
    ALTER TABLE supple.store
        ADD COLUMN diary bytea CHECK (octet_length(diary) = 16),
        ALTER COLUMN diary SET STATISTICS 0;
",
    "
    -- Which diaries there are. A partition `entry_NUMBER` has the records of each. `origin` is where the positions of a diary start:
    -- moved by an erase, so that none is given twice.
    CREATE TABLE supple.diary (
        number   integer NOT NULL PRIMARY KEY CHECK (number > 0),
        key      bytea   NOT NULL UNIQUE CHECK (octet_length(key) = 16),
        origin   bigint  NOT NULL,
        identity bytea   CHECK (octet_length(identity) = 16)
    );
    ALTER TABLE supple.diary
        ALTER COLUMN number   SET STATISTICS 0,
        ALTER COLUMN key      SET STATISTICS 0,
        ALTER COLUMN origin   SET STATISTICS 0,
        ALTER COLUMN identity SET STATISTICS 0;
    INSERT INTO supple.diary SELECT 1, decode(repeat('00', 16), 'hex'), origin, diary FROM supple.store;
    ALTER TABLE supple.store DROP COLUMN origin, DROP COLUMN diary;

    -- The records that are there become the partition of the first diary as they stand: no row is written anew.
    ALTER TABLE supple.entry RENAME TO entry_1;
    DROP TRIGGER entry_is_not_changed ON supple.entry_1;
    ALTER TABLE supple.entry_1 ADD COLUMN diary integer NOT NULL DEFAULT 1 CHECK (diary = 1);
    ALTER TABLE supple.entry_1 ALTER COLUMN diary SET STATISTICS 0;
    CREATE TABLE supple.entry (
        diary    integer NOT NULL,
        position bigint  NOT NULL,
        id       bytea   NOT NULL,
        device   bytea   NOT NULL,
        sequence bigint  NOT NULL,
        line     bytea   NOT NULL,
        checksum bigint  NOT NULL
    ) PARTITION BY LIST (diary);
    ALTER TABLE supple.entry
        ALTER COLUMN diary    SET STATISTICS 0,
        ALTER COLUMN position SET STATISTICS 0,
        ALTER COLUMN id       SET STATISTICS 0,
        ALTER COLUMN device   SET STATISTICS 0,
        ALTER COLUMN sequence SET STATISTICS 0,
        ALTER COLUMN line     SET STATISTICS 0,
        ALTER COLUMN checksum SET STATISTICS 0;
    CREATE TRIGGER entry_is_not_changed BEFORE UPDATE OR DELETE ON supple.entry
        FOR EACH ROW EXECUTE FUNCTION supple.refuse();
    CREATE TRIGGER entry_is_not_truncated BEFORE TRUNCATE ON supple.entry
        FOR EACH STATEMENT EXECUTE FUNCTION supple.refuse();
    ALTER TABLE supple.entry ATTACH PARTITION supple.entry_1 FOR VALUES IN (1);

    -- Whoever was let in before still is.
    DO $$ DECLARE given record; BEGIN
        FOR given IN
            SELECT old.relname AS was, acl.privilege_type AS what,
                CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END AS who
            FROM pg_class AS old, aclexplode(old.relacl) AS acl
            WHERE old.oid IN ('supple.entry_1'::regclass, 'supple.store'::regclass) AND acl.grantee <> old.relowner
        LOOP
            EXECUTE format('GRANT %s ON supple.%I TO %s', given.what,
                CASE given.was WHEN 'store' THEN 'diary' ELSE 'entry' END, given.who);
        END LOOP;
    END $$;
",
];

/// Makes the partition of a diary. It is made apart and attached then, so that no other diary is locked for it.
pub(super) fn partition(number: i32) -> String {
    format!(
        "
    CREATE TABLE supple.entry_{number} (
        diary    integer NOT NULL DEFAULT {number} CHECK (diary = {number}),
        position bigint  NOT NULL PRIMARY KEY,
        id       bytea   NOT NULL UNIQUE,
        device   bytea   NOT NULL,
        sequence bigint  NOT NULL,
        line     bytea   NOT NULL,
        checksum bigint  NOT NULL,
        UNIQUE (device, sequence)
    );
    ALTER TABLE supple.entry_{number}
        ALTER COLUMN diary    SET STATISTICS 0,
        ALTER COLUMN position SET STATISTICS 0,
        ALTER COLUMN id       SET STATISTICS 0,
        ALTER COLUMN device   SET STATISTICS 0,
        ALTER COLUMN sequence SET STATISTICS 0,
        ALTER COLUMN line     SET STATISTICS 0,
        ALTER COLUMN checksum SET STATISTICS 0;
    CREATE TRIGGER entry_is_not_truncated BEFORE TRUNCATE ON supple.entry_{number}
        FOR EACH STATEMENT EXECUTE FUNCTION supple.refuse();
    ALTER TABLE supple.entry ATTACH PARTITION supple.entry_{number} FOR VALUES IN ({number});"
    )
}

impl Schema {
    /// The version that this program makes and the newest that it reads.
    pub(crate) const fn known(&self) -> i64 {
        self.migrations.len() as i64
    }

    /// Sees that the server keeps what it acknowledges, and that the tables are there in a version that is known.
    pub(super) fn prepare(&self, client: &mut Client, server: &Server) -> Result<(), StoreError> {
        let trouble = |error: Error| trouble(server, &error);
        let fsync: String =
            client.query_typed("SHOW fsync", &[]).map_err(trouble)?.first().map_or_else(String::new, |row| row.get(0));
        if fsync == "off" {
            let why = "the server runs with fsync = off and would lose entries in a power cut";
            return Err(StoreError::Cannot { place: server.place.clone(), why: why.to_owned(), cause: Cause::Unsafe });
        }
        let mut found = self.version(client).map_err(trouble)?;
        while found < self.known() {
            found = self.step(client).map_err(trouble)?;
        }
        if found > self.known() {
            return Err(StoreError::Newer { place: server.place.clone(), found, known: self.known() });
        }
        Ok(())
    }

    /// The version of the tables. 0 if there are none.
    pub(crate) fn version(&self, client: &mut impl postgres::GenericClient) -> Result<i64, Error> {
        // Asked of the catalogue itself: to_regclass may answer from a cache that has not heard of another's commit.
        let is_there: bool = client
            .query_one(
                "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'supple' AND tablename = $1)",
                &[&self.table],
            )?
            .get(0);
        if !is_there {
            return Ok(0);
        }
        Ok(client.query_one(&format!("SELECT version FROM supple.{}", self.table), &[])?.get(0))
    }

    /// One migration, under the lock, since another program may be doing the same.
    fn step(&self, client: &mut Client) -> Result<i64, Error> {
        let mut transaction = begin(client, Some(Lock::OfAll(LOCK)))?;
        let found = self.version(&mut transaction)?;
        let Some(migration) = usize::try_from(found).ok().and_then(|found| self.migrations.get(found)) else {
            return Ok(found);
        };
        // Asked for first: making a schema that is there needs a right that is not needed otherwise.
        let has_schema: bool =
            transaction.query_one("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'supple')", &[])?.get(0);
        if !has_schema {
            transaction.batch_execute("CREATE SCHEMA supple")?;
        }
        transaction.batch_execute(migration)?;
        transaction.execute(&format!("UPDATE supple.{} SET version = $1", self.table), &[&(found + 1)])?;
        transaction.commit()?;
        Ok(found + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;

    /// A new migration adds its sum here. A sum that does not fit means that a released database would be another.
    #[test]
    fn a_migration_that_was_released_is_never_changed() {
        assert_eq!(
            MIGRATIONS.map(|sql| crc32fast::hash(sql.as_bytes())),
            [1_706_401_162, 1_639_086_479, 1_822_163_484]
        );
    }
}
