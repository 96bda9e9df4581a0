//! An outbox on a server, in tables of its own beside those of a diary.
//!
//! Leases go by the clock of the server: it is the one clock that all who take letters share. A commit whose fate was
//! lost with the connection is asked for by the id of its transaction, so it is neither lost nor done twice.

use super::thread::Line;
use super::{
    CANCELLED, Change, Document, GIVEN_UP, Kept, LONGEST_LEASE, Letter, OVERTAKING, Outbox, Outcome, SENT, Taken,
    WAITING, beginning_with, beyond_retries, failure, read_fate,
};
use crate::StoreError;
use crate::address::Server;
use crate::postgresql::{Postgresql, Schema, begin};
use postgres::error::SqlState;
use postgres::{Client, Error, Row, Transaction};
use std::time::{Duration, Instant};

static OUTBOX: Schema = Schema { table: "outbox", migrations: &MIGRATIONS };

/// What makes each version out of the one before. Only ever added to: what has been released is never changed.
///
/// Texts are bytes, so that they come back as they were and are compared as they are, whatever encoding and collation the
/// database has. The statistics of the planner would keep samples beyond an erase, so none are taken.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE supple.document (
        name     bytea  NOT NULL PRIMARY KEY,
        revision bigint NOT NULL CHECK (revision > 0),
        value    bytea  NOT NULL
    );
    ALTER TABLE supple.document
        ALTER COLUMN name     SET STATISTICS 0,
        ALTER COLUMN revision SET STATISTICS 0,
        ALTER COLUMN value    SET STATISTICS 0;

    CREATE TABLE supple.letter (
        laid      bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key       bytea   NOT NULL UNIQUE,
        channel   bytea   NOT NULL,
        due       bigint  NOT NULL,
        content   bytea   NOT NULL,
        tries     bigint  NOT NULL DEFAULT 0,
        next      bigint  NOT NULL,
        trouble   bytea,
        -- 0 waiting, 1 sent, 2 given up, 3 cancelled; and since when it is finished.
        fate      integer NOT NULL DEFAULT 0,
        ended     bigint,
        -- When it was cancelled, also while it may be being sent.
        cancelled bigint,
        -- The last time of taking it, and the lease until it is settled, by the clock of this server.
        token     bigint  NOT NULL DEFAULT 0,
        taken     bigint,
        until     bigint,
        CHECK ((fate = 0) = (ended IS NULL)),
        CHECK ((taken IS NULL) = (until IS NULL))
    );
    ALTER TABLE supple.letter
        ALTER COLUMN laid      SET STATISTICS 0,
        ALTER COLUMN key       SET STATISTICS 0,
        ALTER COLUMN channel   SET STATISTICS 0,
        ALTER COLUMN due       SET STATISTICS 0,
        ALTER COLUMN content   SET STATISTICS 0,
        ALTER COLUMN tries     SET STATISTICS 0,
        ALTER COLUMN next      SET STATISTICS 0,
        ALTER COLUMN trouble   SET STATISTICS 0,
        ALTER COLUMN fate      SET STATISTICS 0,
        ALTER COLUMN ended     SET STATISTICS 0,
        ALTER COLUMN cancelled SET STATISTICS 0,
        ALTER COLUMN token     SET STATISTICS 0,
        ALTER COLUMN taken     SET STATISTICS 0,
        ALTER COLUMN until     SET STATISTICS 0;
    CREATE INDEX letter_waits ON supple.letter (due) WHERE fate = 0;
    -- Tokens are never given twice, also over an erase.
    CREATE SEQUENCE supple.letter_token;

    -- The version of these tables, and the highest revision of a removed document, which is not given twice.
    CREATE TABLE supple.outbox (
        single   boolean PRIMARY KEY DEFAULT true CHECK (single),
        version  bigint  NOT NULL,
        revision bigint  NOT NULL
    );
    INSERT INTO supple.outbox (version, revision) VALUES (0, 0);
"];

/// The lock under which changes of documents stand in line: "Outbox" in ASCII. Any number will do, if it stays.
const LOCK: i64 = 0x4F75_7462_6F78;

/// How long to wait for the server to end a transaction whose connection was lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// The time by the server's clock. It moves on within a transaction.
const CLOCK: &str = "(SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now) AS clock";

/// Whether nobody holds the letter.
fn is_free() -> String {
    format!("(letter.taken IS NULL OR letter.until <= clock.now OR letter.taken > clock.now + {OVERTAKING})")
}

#[derive(Debug)]
pub(super) struct Tables {
    place: String,
    line: Line<Postgresql>,
}

/// The outbox in this database, made if it is missing.
pub(super) fn open(server: &Server) -> Result<Tables, StoreError> {
    let (place, server) = (server.place.clone(), server.clone());
    let line = Line::start(place.clone(), move || Postgresql::connect(server, &OUTBOX))?;
    Ok(Tables { place, line })
}

impl Tables {
    fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Client) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.line.ask(move |connection| connection.with(&work))
    }

    /// Does something once, in a transaction, also where the connection is lost over it.
    fn write<T: Clone + Send + 'static>(
        &self,
        lock: Option<i64>,
        work: impl Fn(&mut Transaction<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = self.place.clone();
        self.line.ask(move |connection| {
            // What was to be committed when the connection was lost, and in which transaction.
            let mut unsure: Option<(i64, T)> = None;
            connection.with(|client| {
                if let Some((id, done)) = unsure.take() {
                    match status(client, id)?.as_deref() {
                        Some("committed") => return Ok(Ok(done)),
                        Some("in progress") => return Ok(Err(StoreError::Silent { place: place.clone() })),
                        _ => {}
                    }
                }
                let mut transaction = begin(client, lock)?;
                let done = work(&mut transaction)?;
                // None if nothing was written.
                let id: Option<i64> = transaction.query_one("SELECT txid_current_if_assigned()", &[])?.get(0);
                unsure = id.map(|id| (id, done.clone()));
                transaction.commit()?;
                Ok(Ok(done))
            })?
        })
    }

    fn damaged(&self) -> StoreError {
        StoreError::Damaged { place: self.place.clone(), why: "a record cannot be read".to_owned() }
    }
}

/// What became of a transaction. Waits while the server does not know yet.
fn status(client: &mut Client, id: i64) -> Result<Option<String>, Error> {
    let until = Instant::now() + PATIENCE;
    loop {
        let status: Option<String> = match client.query_one("SELECT txid_status($1)", &[&id]) {
            Ok(row) => row.get(0),
            // A server that was killed begins again before a transaction of which nothing had come to the disk: to it, that
            // one is in the future.
            Err(error) if error.code() == Some(&SqlState::INVALID_PARAMETER_VALUE) => return Ok(None),
            Err(error) => return Err(error),
        };
        if status.as_deref() != Some("in progress") || Instant::now() > until {
            return Ok(status);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

impl Outbox for Tables {
    fn document(&self, name: &str) -> Result<Option<Document>, StoreError> {
        let name = name.as_bytes().to_vec();
        let found = self.read(move |client| {
            client.query_opt("SELECT name, revision, value FROM supple.document WHERE name = $1", &[&name])
        })?;
        found.map(|row| read_document(&row).ok_or_else(|| self.damaged())).transpose()
    }

    fn documents(&self, prefix: &str) -> Result<Vec<Document>, StoreError> {
        let (first, end) = beginning_with(prefix);
        let rows = self.read(move |client| {
            client.query(
                "SELECT name, revision, value FROM supple.document WHERE name >= $1 AND name < $2 ORDER BY name",
                &[&first, &end],
            )
        })?;
        rows.iter().map(|row| read_document(row).ok_or_else(|| self.damaged())).collect()
    }

    fn commit(&self, change: &Change<'_>, now: i64) -> Result<bool, StoreError> {
        let (name, revision) = (change.name.as_bytes().to_vec(), change.revision);
        let value = change.value.map(|value| value.as_bytes().to_vec());
        let (lay, cancel) = (change.lay.to_vec(), change.cancel.to_vec());
        self.write(Some(LOCK), move |transaction| {
            if !change_document(transaction, &name, revision, value.as_deref())? {
                return Ok(false);
            }
            for prefix in &cancel {
                cancel_letters(transaction, prefix, now)?;
            }
            lay_letters(transaction, &lay)?;
            Ok(true)
        })
    }

    fn take(&self, channels: &[&str], now: i64, lease: i64) -> Result<Option<Taken>, StoreError> {
        let channels: Vec<Vec<u8>> = channels.iter().map(|channel| channel.as_bytes().to_vec()).collect();
        let (lease, beyond) = (lease.clamp(0, LONGEST_LEASE), beyond_retries(now));
        let is_free = is_free();
        let end_cancelled = format!(
            "WITH over AS (
                 SELECT laid FROM supple.letter, {CLOCK}
                 WHERE fate = {WAITING} AND cancelled IS NOT NULL AND {is_free} FOR UPDATE OF letter SKIP LOCKED
             )
             UPDATE supple.letter SET fate = {CANCELLED}, ended = cancelled FROM over WHERE letter.laid = over.laid"
        );
        // A retry that cannot be so far away is due since the beginning. A row that another takes in this moment is passed over.
        let take = format!(
            "WITH first AS (
                 SELECT laid, clock.now FROM supple.letter, {CLOCK}
                 WHERE fate = {WAITING} AND cancelled IS NULL AND due <= $1 AND (next <= $1 OR next > $2) AND {is_free}
                     AND (cardinality($3::bytea[]) = 0 OR channel = ANY ($3))
                 ORDER BY CASE WHEN next > $2 THEN due ELSE next END, laid LIMIT 1 FOR UPDATE OF letter SKIP LOCKED
             )
             UPDATE supple.letter SET token = nextval('supple.letter_token'), tries = tries + 1, taken = first.now,
                 until = first.now + $4 FROM first WHERE letter.laid = first.laid
             RETURNING key, channel, due, content, tries, token"
        );
        let row = self.write(None, move |transaction| {
            transaction.execute(&end_cancelled, &[])?;
            let row = transaction.query_opt(&take, &[&now, &beyond, &channels, &lease])?;
            Ok(row.map(|row| read_taken(&row)))
        })?;
        row.map(|taken| taken.ok_or_else(|| self.damaged())).transpose()
    }

    fn settle(&self, taken: &Taken, outcome: &Outcome, now: i64) -> Result<bool, StoreError> {
        let (key, token) = (taken.letter.key.as_bytes().to_vec(), taken.token);
        let failure = failure(outcome, now).map(|(why, next)| (why.as_bytes().to_vec(), next));
        let sent = format!(
            "UPDATE supple.letter SET fate = {SENT}, ended = $3, trouble = NULL, taken = NULL, until = NULL
             WHERE key = $1 AND token = $2 AND taken IS NOT NULL"
        );
        let failed = format!(
            "UPDATE supple.letter SET trouble = $4, next = coalesce($5::bigint, next), taken = NULL, until = NULL,
                 fate = CASE WHEN cancelled IS NOT NULL THEN {CANCELLED} WHEN $5 IS NULL THEN {GIVEN_UP} ELSE {WAITING} END,
                 ended = CASE WHEN cancelled IS NOT NULL THEN cancelled WHEN $5 IS NULL THEN $3::bigint END
             WHERE key = $1 AND token = $2 AND taken IS NOT NULL"
        );
        self.write(None, move |transaction| {
            let settled = match &failure {
                None => transaction.execute(&sent, &[&key, &token, &now])?,
                Some((why, next)) => transaction.execute(&failed, &[&key, &token, &now, why, next])?,
            };
            Ok(settled > 0)
        })
    }

    fn letters(&self, prefix: &str) -> Result<Vec<Kept>, StoreError> {
        let (first, end) = beginning_with(prefix);
        let rows = self.read(move |client| {
            client.query(
                "SELECT key, channel, due, content, tries, next, trouble, fate, ended, taken IS NOT NULL
                 FROM supple.letter WHERE key >= $1 AND key < $2 ORDER BY key",
                &[&first, &end],
            )
        })?;
        rows.iter().map(|row| read_kept(row).ok_or_else(|| self.damaged())).collect()
    }

    fn forget_before(&self, before: i64) -> Result<usize, StoreError> {
        let forgotten = self.write(Some(LOCK), move |transaction| {
            transaction.execute("DELETE FROM supple.letter WHERE ended < $1", &[&before])
        })?;
        Ok(usize::try_from(forgotten).unwrap_or(usize::MAX))
    }

    fn erase(&self) -> Result<(), StoreError> {
        self.write(Some(LOCK), |transaction| {
            // TRUNCATE gives tables and indexes new files and removes the old ones, which is more than VACUUM FULL does.
            transaction.batch_execute(
                "LOCK TABLE supple.document, supple.letter;
                 UPDATE supple.outbox
                     SET revision = greatest(revision, (SELECT max(revision) FROM supple.document));
                 TRUNCATE supple.document, supple.letter;",
            )
        })
    }

    fn describe(&self) -> String {
        self.place.clone()
    }
}

/// Puts the document in its new state. False if it is at another revision than the one that was seen. Only under the lock.
fn change_document(
    transaction: &mut Transaction<'_>,
    name: &[u8],
    revision: u64,
    value: Option<&[u8]>,
) -> Result<bool, Error> {
    let found = transaction.query_opt("SELECT revision FROM supple.document WHERE name = $1", &[&name])?;
    let found: Option<i64> = found.map(|row| row.get(0));
    if found.unwrap_or(0).cast_unsigned() != revision {
        return Ok(false);
    }
    match (found, value) {
        (None, None) => {}
        (None, Some(value)) => {
            transaction.execute(
                "INSERT INTO supple.document (name, revision, value) SELECT $1, revision + 1, $2 FROM supple.outbox",
                &[&name, &value],
            )?;
        }
        (Some(found), Some(value)) => {
            transaction.execute(
                "UPDATE supple.document SET revision = $2, value = $3 WHERE name = $1",
                &[&name, &(found + 1), &value],
            )?;
        }
        (Some(found), None) => {
            transaction.execute("DELETE FROM supple.document WHERE name = $1", &[&name])?;
            transaction.execute("UPDATE supple.outbox SET revision = greatest(revision, $1)", &[&found])?;
        }
    }
    Ok(true)
}

fn cancel_letters(transaction: &mut Transaction<'_>, prefix: &str, now: i64) -> Result<(), Error> {
    let (first, end) = beginning_with(prefix);
    let is_free = is_free();
    let sql = format!(
        "UPDATE supple.letter SET cancelled = $1::bigint,
             fate = CASE WHEN {is_free} THEN {CANCELLED} ELSE {WAITING} END,
             ended = CASE WHEN {is_free} THEN $1::bigint END
         FROM {CLOCK} WHERE fate = {WAITING} AND cancelled IS NULL AND key >= $2 AND key < $3"
    );
    transaction.execute(&sql, &[&now, &first, &end]).map(drop)
}

/// Lays letters in their order. One whose key is there is skipped.
fn lay_letters(transaction: &mut Transaction<'_>, letters: &[Letter]) -> Result<(), Error> {
    if letters.is_empty() {
        return Ok(());
    }
    let bytes = |text: fn(&Letter) -> &String| letters.iter().map(|letter| text(letter).as_bytes()).collect();
    let keys: Vec<&[u8]> = bytes(|letter| &letter.key);
    let channels: Vec<&[u8]> = bytes(|letter| &letter.channel);
    let dues: Vec<i64> = letters.iter().map(|letter| letter.due).collect();
    let contents: Vec<&[u8]> = bytes(|letter| &letter.content);
    transaction
        .execute(
            "INSERT INTO supple.letter (key, channel, due, content, next)
             SELECT key, channel, due, content, due
             FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bytea[])
                 WITH ORDINALITY AS new (key, channel, due, content, place)
             ORDER BY place ON CONFLICT (key) DO NOTHING",
            &[&keys, &channels, &dues, &contents],
        )
        .map(drop)
}

fn text(row: &Row, column: usize) -> Option<String> {
    String::from_utf8(row.try_get(column).ok()?).ok()
}

fn read_document(row: &Row) -> Option<Document> {
    let revision = row.try_get::<_, i64>(1).ok()?.cast_unsigned();
    Some(Document { name: text(row, 0)?, revision, value: text(row, 2)? })
}

fn read_letter(row: &Row) -> Option<Letter> {
    Some(Letter { key: text(row, 0)?, channel: text(row, 1)?, due: row.try_get(2).ok()?, content: text(row, 3)? })
}

fn read_tries(row: &Row) -> Option<u32> {
    row.try_get::<_, i64>(4).ok()?.try_into().ok()
}

fn read_taken(row: &Row) -> Option<Taken> {
    Some(Taken { letter: read_letter(row)?, tries: read_tries(row)?, token: row.try_get(5).ok()? })
}

fn read_kept(row: &Row) -> Option<Kept> {
    let trouble: Option<Vec<u8>> = row.try_get(6).ok()?;
    Some(Kept {
        letter: read_letter(row)?,
        tries: read_tries(row)?,
        next: row.try_get(5).ok()?,
        trouble: trouble.map(String::from_utf8).transpose().ok()?,
        fate: read_fate(row.try_get(7).ok()?, row.try_get(8).ok()?)?,
        is_taken: row.try_get(9).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;

    /// A new migration adds its sum here. A sum that does not fit means that a released outbox would be another.
    #[test]
    fn a_migration_that_was_released_is_never_changed() {
        assert_eq!(MIGRATIONS.map(|sql| crc32fast::hash(sql.as_bytes())), [3_617_935_691]);
    }
}
