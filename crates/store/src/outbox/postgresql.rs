//! An outbox on a server, in tables of its own beside those of a diary.
//!
//! The first diary has the tables that each database had before there could be several; each other one has a set of the same
//! tables, made when it is asked for and known by its key. No statement for one names a table of another.
//!
//! Leases go by the clock of the server: it is the one clock that all who take letters share. A commit whose fate was
//! lost with the connection is asked for by the number that it leaves behind, so it is neither lost nor done twice.

mod schema;

use super::thread::Line;
use super::{
    CANCELLED, Change, Document, Failure, Fate, GIVEN_UP, Kept, LONGEST_LEASE, Letter, OVERTAKING, Outbox, Outcome,
    SENT, Taken, WAITING, beginning_with, beyond_retries, failure, read_fate,
};
use crate::address::Server;
use crate::postgresql::{self, Lock, Postgresql, begin};
use crate::{DiaryKey, StoreError};
use postgres::error::SqlState;
use postgres::{Client, Error, Row, Transaction};
use schema::{OUTBOX, Set};
use std::sync::{Arc, Mutex, PoisonError};

/// The most connections for the outboxes of one database.
const MOST_LINES: usize = 4;

/// The time by the server's clock. It moves on within a transaction.
const CLOCK: &str = "(SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now) AS clock";

/// Whether nobody holds the letter.
fn is_free() -> String {
    format!("(letter.taken IS NULL OR letter.until <= clock.now OR letter.taken > clock.now + {OVERTAKING})")
}

/// The way to a server, and the connections that its outboxes share.
#[derive(Debug)]
pub(super) struct Lines {
    server: Server,
    open: Mutex<Vec<Arc<Line<Writer>>>>,
}

impl Lines {
    pub(super) fn to(server: &Server) -> Lines {
        Lines { server: server.clone(), open: Mutex::default() }
    }

    /// One that nobody has, or a new one; where there are enough, the one that the fewest have.
    fn line(&self) -> Result<Arc<Line<Writer>>, StoreError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let least = open.iter().min_by_key(|line| Arc::strong_count(line));
        if let Some(line) = least.filter(|line| Arc::strong_count(line) == 1 || open.len() >= MOST_LINES) {
            return Ok(Arc::clone(line));
        }
        let (place, server) = (self.server.place.clone(), self.server.clone());
        let line = Arc::new(Line::start(place, move || {
            Ok(Writer { connection: Postgresql::connect(server, &OUTBOX)?, id: None, turn: 0 })
        })?);
        open.push(Arc::clone(&line));
        Ok(line)
    }

    /// The outbox of this diary, made if it is missing.
    pub(super) fn outbox(&self, key: DiaryKey) -> Result<Tables, StoreError> {
        let (place, set, line) = (self.server.place.clone(), Set(key), self.line()?);
        let found = line.ask(move |writer| writer.connection.with(|client| set.make(client)))?;
        if found != OUTBOX.known() {
            return Err(StoreError::Newer { place, found, known: OUTBOX.known() });
        }
        Ok(Tables { place, line, set })
    }

    /// Whether the outbox of this diary is in this database.
    pub(super) fn has(&self, key: DiaryKey) -> Result<bool, StoreError> {
        postgresql::look(&self.server, move |client| Set(key).is_there(client))
    }

    pub(super) fn place(&self) -> &str {
        &self.server.place
    }
}

#[derive(Debug)]
pub(super) struct Tables {
    place: String,
    line: Arc<Line<Writer>>,
    set: Set,
}

/// A connection, and what its writes are known by.
pub(super) struct Writer {
    connection: Postgresql,
    /// None before the first write.
    id: Option<i64>,
    /// The number of the last write.
    turn: i64,
}

impl Writer {
    /// The id under which it writes, and the number of the next write. An id that was given is on the server's disk, so none is
    /// given twice: the id of a transaction, which PostgreSQL offers for this, may be, after the server was killed.
    fn next(&mut self) -> Result<(i64, i64), StoreError> {
        let id = match self.id {
            Some(id) => id,
            None => *self.id.insert(self.connection.with(|client| {
                let mut transaction = begin(client, None)?;
                let row = transaction.query_one("INSERT INTO supple.writer DEFAULT VALUES RETURNING id", &[])?;
                transaction.commit()?;
                Ok(row.get(0))
            })?),
        };
        self.turn += 1;
        Ok((id, self.turn))
    }
}

impl Tables {
    fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Client) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.line.ask(move |writer| writer.connection.with(&work))
    }

    /// Does something once, in a transaction, also where the connection is lost over it.
    fn write<T: Clone + Send + 'static>(
        &self,
        lock: Option<Lock>,
        work: impl Fn(&mut Transaction<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = self.place.clone();
        self.line.ask(move |writer| {
            let (id, turn) = writer.next()?;
            // What was to be committed when the connection was lost.
            let mut unsure: Option<T> = None;
            writer.connection.with(|client| {
                if let Some(done) = unsure.take() {
                    match came_through(client, id, turn)? {
                        Some(true) => return Ok(Ok(done)),
                        Some(false) => {}
                        None => return Ok(Err(StoreError::Silent { place: place.clone() })),
                    }
                }
                let mut transaction = begin(client, lock)?;
                let done = work(&mut transaction)?;
                let wrote = transaction.query_one("SELECT txid_current_if_assigned() IS NOT NULL", &[])?;
                if wrote.get(0) {
                    transaction.execute(
                        "INSERT INTO supple.writer (id, turn) VALUES ($1, $2)
                         ON CONFLICT (id) DO UPDATE SET turn = excluded.turn, at = now()",
                        &[&id, &turn],
                    )?;
                    unsure = Some(done.clone());
                }
                transaction.commit()?;
                Ok(Ok(done))
            })?
        })
    }

    fn damaged(&self) -> StoreError {
        StoreError::Damaged { place: self.place.clone(), why: "a record cannot be read".to_owned() }
    }
}

/// Whether the write with this number came through. None: the server is still at it.
///
/// A transaction whose connection was lost may go on for a while. It holds the row of its writer, so this waits for its end.
fn came_through(client: &mut Client, id: i64, turn: i64) -> Result<Option<bool>, Error> {
    let mut ask = || -> Result<bool, Error> {
        let mut transaction = begin(client, None)?;
        transaction.execute("INSERT INTO supple.writer (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", &[&id])?;
        let row = transaction.query_one("SELECT turn FROM supple.writer WHERE id = $1 FOR UPDATE", &[&id])?;
        transaction.commit()?;
        Ok(row.get::<_, i64>(0) == turn)
    };
    match ask() {
        Ok(did) => Ok(Some(did)),
        Err(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Outbox for Tables {
    fn document(&self, name: &str) -> Result<Option<Document>, StoreError> {
        let name = name.as_bytes().to_vec();
        let sql = format!("SELECT name, revision, value FROM {} WHERE name = $1", self.set.document());
        let found = self.read(move |client| client.query_opt(&sql, &[&name]))?;
        found.map(|row| read_document(&row).ok_or_else(|| self.damaged())).transpose()
    }

    fn documents(&self, prefix: &str) -> Result<Vec<Document>, StoreError> {
        let (first, end) = beginning_with(prefix);
        let sql = format!(
            "SELECT name, revision, value FROM {} WHERE name >= $1 AND name < $2 ORDER BY name",
            self.set.document()
        );
        let rows = self.read(move |client| client.query(&sql, &[&first, &end]))?;
        rows.iter().map(|row| read_document(row).ok_or_else(|| self.damaged())).collect()
    }

    fn commit(&self, change: &Change<'_>, now: i64) -> Result<bool, StoreError> {
        let (name, revision) = (change.name.as_bytes().to_vec(), change.revision);
        let value = change.value.map(|value| value.as_bytes().to_vec());
        let (lay, cancel) = (change.lay.to_vec(), change.cancel.to_vec());
        let set = self.set;
        self.write(Some(set.lock()), move |transaction| {
            if !change_document(transaction, set, &name, revision, value.as_deref())? {
                return Ok(false);
            }
            for prefix in &cancel {
                cancel_letters(transaction, set, prefix, now)?;
            }
            lay_letters(transaction, set, &lay)?;
            Ok(true)
        })
    }

    fn take(&self, channels: &[&str], now: i64, lease: i64) -> Result<Option<Taken>, StoreError> {
        let channels: Vec<Vec<u8>> = channels.iter().map(|channel| channel.as_bytes().to_vec()).collect();
        let (lease, beyond) = (lease.clamp(0, LONGEST_LEASE), beyond_retries(now));
        let (is_free, letter, token) = (is_free(), self.set.letter(), self.set.token());
        let end_cancelled = format!(
            "WITH over AS (
                 SELECT laid FROM {letter} AS letter, {CLOCK}
                 WHERE fate = {WAITING} AND cancelled IS NOT NULL AND {is_free} FOR UPDATE OF letter SKIP LOCKED
             )
             UPDATE {letter} AS letter SET fate = {CANCELLED}, ended = cancelled FROM over WHERE letter.laid = over.laid"
        );
        // A retry that cannot be so far away is due since the beginning. A row that another takes in this moment is passed over.
        let take = format!(
            "WITH first AS (
                 SELECT laid, clock.now FROM {letter} AS letter, {CLOCK}
                 WHERE fate = {WAITING} AND cancelled IS NULL AND due <= $1 AND (next <= $1 OR next > $2) AND {is_free}
                     AND (cardinality($3::bytea[]) = 0 OR channel = ANY ($3))
                 ORDER BY CASE WHEN next > $2 THEN due ELSE next END, laid LIMIT 1 FOR UPDATE OF letter SKIP LOCKED
             )
             UPDATE {letter} AS letter SET token = nextval('{token}'), tries = tries + 1,
                 unsure = unsure OR taken IS NOT NULL, taken = first.now,
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
        let failure =
            failure(outcome, now).map(|Failure { why, next, may_be_out }| (why.as_bytes().to_vec(), next, may_be_out));
        let letter = self.set.letter();
        let sent = format!(
            "UPDATE {letter} SET fate = {SENT}, ended = $3, trouble = NULL, taken = NULL, until = NULL
             WHERE key = $1 AND token = $2 AND taken IS NOT NULL"
        );
        let failed = format!(
            "UPDATE {letter} SET trouble = $4, next = coalesce($5::bigint, next), taken = NULL, until = NULL,
                 unsure = unsure OR $6,
                 fate = CASE WHEN cancelled IS NOT NULL THEN {CANCELLED} WHEN $5 IS NULL THEN {GIVEN_UP} ELSE {WAITING} END,
                 ended = CASE WHEN cancelled IS NOT NULL THEN cancelled WHEN $5 IS NULL THEN $3::bigint END
             WHERE key = $1 AND token = $2 AND taken IS NOT NULL"
        );
        self.write(None, move |transaction| {
            let settled = match &failure {
                None => transaction.execute(&sent, &[&key, &token, &now])?,
                Some((why, next, may_be_out)) => {
                    transaction.execute(&failed, &[&key, &token, &now, why, next, may_be_out])?
                }
            };
            Ok(settled > 0)
        })
    }

    fn letters(&self, prefix: &str) -> Result<Vec<Kept>, StoreError> {
        let (first, end) = beginning_with(prefix);
        let sql = format!(
            "SELECT key, channel, due, content, tries, next, trouble, fate, ended, taken IS NOT NULL, unsure
             FROM {} WHERE key >= $1 AND key < $2 ORDER BY key",
            self.set.letter()
        );
        let rows = self.read(move |client| client.query(&sql, &[&first, &end]))?;
        rows.iter().map(|row| read_kept(row).ok_or_else(|| self.damaged())).collect()
    }

    fn forget_before(&self, before: i64) -> Result<usize, StoreError> {
        let sql = format!("DELETE FROM {} WHERE ended < $1", self.set.letter());
        let forgotten = self.write(Some(self.set.lock()), move |transaction| {
            // A writer who comes back after so long is given its row anew.
            transaction.execute("DELETE FROM supple.writer WHERE at < now() - interval '7 days'", &[])?;
            transaction.execute(&sql, &[&before])
        })?;
        Ok(usize::try_from(forgotten).unwrap_or(usize::MAX))
    }

    fn erase(&self) -> Result<(), StoreError> {
        let (document, letter, given) = (self.set.document(), self.set.letter(), self.set.given());
        // TRUNCATE gives tables and indexes new files and removes the old ones, which is more than VACUUM FULL does.
        let sql = format!(
            "LOCK TABLE {document}, {letter};
             UPDATE {given} SET revision = greatest(revision, (SELECT max(revision) FROM {document}));
             TRUNCATE {document}, {letter};"
        );
        self.write(Some(self.set.lock()), move |transaction| transaction.batch_execute(&sql))
    }

    fn describe(&self) -> String {
        self.place.clone()
    }
}

/// Puts the document in its new state. False if it is at another revision than the one that was seen. Only under the lock.
fn change_document(
    transaction: &mut Transaction<'_>,
    set: Set,
    name: &[u8],
    revision: u64,
    value: Option<&[u8]>,
) -> Result<bool, Error> {
    let (document, given) = (set.document(), set.given());
    let found = transaction.query_opt(&format!("SELECT revision FROM {document} WHERE name = $1"), &[&name])?;
    let found: Option<i64> = found.map(|row| row.get(0));
    if found.unwrap_or(0).cast_unsigned() != revision {
        return Ok(false);
    }
    match (found, value) {
        (None, None) => {}
        (None, Some(value)) => {
            let sql =
                format!("INSERT INTO {document} (name, revision, value) SELECT $1, revision + 1, $2 FROM {given}");
            transaction.execute(&sql, &[&name, &value])?;
        }
        (Some(found), Some(value)) => {
            let sql = format!("UPDATE {document} SET revision = $2, value = $3 WHERE name = $1");
            transaction.execute(&sql, &[&name, &(found + 1), &value])?;
        }
        (Some(found), None) => {
            transaction.execute(&format!("DELETE FROM {document} WHERE name = $1"), &[&name])?;
            transaction.execute(&format!("UPDATE {given} SET revision = greatest(revision, $1)"), &[&found])?;
        }
    }
    Ok(true)
}

fn cancel_letters(transaction: &mut Transaction<'_>, set: Set, prefix: &str, now: i64) -> Result<(), Error> {
    let (first, end) = beginning_with(prefix);
    let (is_free, letter) = (is_free(), set.letter());
    let sql = format!(
        "UPDATE {letter} AS letter SET cancelled = $1::bigint,
             fate = CASE WHEN {is_free} THEN {CANCELLED} ELSE {WAITING} END,
             ended = CASE WHEN {is_free} THEN $1::bigint END
         FROM {CLOCK} WHERE fate = {WAITING} AND cancelled IS NULL AND key >= $2 AND key < $3"
    );
    transaction.execute(&sql, &[&now, &first, &end]).map(drop)
}

/// Lays letters in their order. One whose key is there is skipped.
fn lay_letters(transaction: &mut Transaction<'_>, set: Set, letters: &[Letter]) -> Result<(), Error> {
    if letters.is_empty() {
        return Ok(());
    }
    let bytes = |text: fn(&Letter) -> &String| letters.iter().map(|letter| text(letter).as_bytes()).collect();
    let keys: Vec<&[u8]> = bytes(|letter| &letter.key);
    let channels: Vec<&[u8]> = bytes(|letter| &letter.channel);
    let dues: Vec<i64> = letters.iter().map(|letter| letter.due).collect();
    let contents: Vec<&[u8]> = bytes(|letter| &letter.content);
    let sql = format!(
        "INSERT INTO {} (key, channel, due, content, next)
         SELECT key, channel, due, content, due
         FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bytea[])
             WITH ORDINALITY AS new (key, channel, due, content, place)
         ORDER BY place ON CONFLICT (key) DO NOTHING",
        set.letter()
    );
    transaction.execute(&sql, &[&keys, &channels, &dues, &contents]).map(drop)
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
    let fate = read_fate(row.try_get(7).ok()?, row.try_get(8).ok()?)?;
    let (is_taken, is_unsure) = (row.try_get(9).ok()?, row.try_get::<_, bool>(10).ok()?);
    Some(Kept {
        letter: read_letter(row)?,
        tries: read_tries(row)?,
        next: row.try_get(5).ok()?,
        trouble: trouble.map(String::from_utf8).transpose().ok()?,
        fate,
        is_taken,
        may_be_out: matches!(fate, Fate::Sent(_)) || is_taken || is_unsure,
    })
}
