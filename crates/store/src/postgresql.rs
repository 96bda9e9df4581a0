//! Records on a server, for a household or a practice.
//!
//! An advisory lock for each diary puts the appends of all programs in order, so that positions arrive in the order in which they
//! become visible and leave no hole. Each diary has a partition of its own, which is all that writing to it locks: no diary waits
//! for another. A lost connection is made again; an append whose fate was lost with it is simply
//! repeated, since what is there already is skipped.

mod diaries;
mod schema;
mod tls;
mod trouble;

use crate::address::Server;
use crate::checksum::{Reading, checksum_in, next_era};
use crate::worker::{Backend, Batch, Diary, Hall, Worker};
use crate::{Appended, Bytes, DiaryKey, Found, Record, StoreError};
use postgres::types::Type;
use postgres::{Client, Error, IsolationLevel, Row, Transaction};
pub(crate) use schema::DIARY;
pub(crate) use schema::Schema;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tls::Refused;
use trouble::{is_lost, is_starting, trouble};

/// How long to wait for a server that starts, or starts again.
const PATIENCE: Duration = Duration::from_secs(5);

/// The lock under which migrations and new diaries stand in line. Any number will do, if it stays: "Supple" in ASCII.
pub(crate) const LOCK: i64 = 0x5375_7070_6C65;

/// What the lock of a diary is known by beside its number: "Supp" in ASCII.
const LOCK_OF_A_DIARY: i32 = 0x5375_7070;

/// What the lock of the outbox of a diary other than the first is known by beside the check sum of its key: "Outb" in ASCII.
const LOCK_OF_AN_OUTBOX: i32 = 0x4F75_7462;

/// A lock of the server under which transactions stand in line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lock {
    /// One for all who know its number.
    OfAll(i64),
    /// That of a diary.
    Of(Diary),
    /// That of the outbox of a diary. Two whose keys have the same check sum stand in one line, which costs them time and nothing else.
    OfOutbox(DiaryKey),
}

/// The most records and bytes of lines that are sent at once.
const MOST_RECORDS: usize = 1000;
const MOST_BYTES: usize = 8 << 20;

/// A connection to a database.
pub(crate) struct Postgresql {
    server: Server,
    schema: &'static Schema,
    client: Client,
}

pub(crate) fn open(server: &Server) -> Result<Hall<Postgresql>, StoreError> {
    let start = |server: Server| Worker::start(move || Postgresql::connect(server.clone(), &DIARY));
    Ok(Hall { writer: start(server.clone())?, reader: Some(start(server.clone())?), place: server.place.clone() })
}

/// Whether this database has the tables of this schema.
pub(crate) fn is_there(server: &Server, schema: &'static Schema) -> Result<bool, StoreError> {
    look(server, |client| schema.version(client).map(|version| version > 0))
}

/// Asks the server for something on a connection of its own, which makes no tables.
pub(crate) fn look(
    server: &Server,
    ask: impl FnOnce(&mut Client) -> Result<bool, Error> + Send + 'static,
) -> Result<bool, StoreError> {
    let server = server.clone();
    // On a thread of its own: the client must not be used on one that runs an executor.
    let asked = std::thread::spawn(move || {
        let mut client = reach(&server, is_starting)?;
        ask(&mut client).map_err(|error| trouble(&server, &error))
    });
    asked.join().unwrap_or(Err(StoreError::Stopped))
}

/// What became of each append.
type Outcomes = Vec<Result<Appended, StoreError>>;

impl Postgresql {
    pub(crate) fn connect(server: Server, schema: &'static Schema) -> Result<Postgresql, StoreError> {
        let client = connect(&server, schema, is_starting)?;
        Ok(Postgresql { server, schema, client })
    }

    /// Does something, and if the connection is lost over it, makes a new one and does it again.
    pub(crate) fn with<T>(&mut self, mut work: impl FnMut(&mut Client) -> Result<T, Error>) -> Result<T, StoreError> {
        if !self.client.is_closed() {
            match work(&mut self.client) {
                Err(error) if is_lost(&error) => {}
                done => return done.map_err(|error| trouble(&self.server, &error)),
            }
        }
        // It was there a moment ago: it may be starting again.
        self.client = connect(&self.server, self.schema, is_lost)?;
        work(&mut self.client).map_err(|error| trouble(&self.server, &error))
    }
}

/// Connects, and makes the tables where they are missing.
fn connect(server: &Server, schema: &Schema, passes: impl Fn(&Error) -> bool) -> Result<Client, StoreError> {
    let mut client = reach(server, passes)?;
    schema.prepare(&mut client, server)?;
    Ok(client)
}

/// Connects, and tries again for a while after errors that pass.
fn reach(server: &Server, passes: impl Fn(&Error) -> bool) -> Result<Client, StoreError> {
    let mut config = server.config.clone();
    config.application_name("supple");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    // Without it, a server that vanishes from the network is waited for a quarter of an hour.
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(20));
    }
    let until = Instant::now() + PATIENCE;
    loop {
        match tls::connect(server, &config) {
            Ok(client) => return Ok(client),
            Err(Refused::Said(error)) if passes(&error) && Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(Refused::Said(error)) => return Err(trouble(server, &error)),
            Err(Refused::Tls(fault)) => return Err(StoreError::Tls { place: server.place.clone(), fault }),
        }
    }
}

impl Backend for Postgresql {
    const IS_NEAR: bool = false;
    // One that is held by a diary keeps the others free; a server has a hundred in all, as a rule.
    const MOST_CONNECTIONS: usize = 4;

    fn be_patient(&mut self, _: bool) {}

    fn make(&mut self, key: DiaryKey) -> Result<Diary, StoreError> {
        let made = self.with(|client| diaries::make(client, key))?;
        made.ok_or_else(|| StoreError::Damaged {
            place: self.server.place.clone(),
            why: "the list of its diaries lacks the first".to_owned(),
        })
    }

    fn diaries(&mut self) -> Result<Vec<DiaryKey>, StoreError> {
        self.with(diaries::all)
    }

    fn append(&mut self, group: &[Batch]) -> Result<Outcomes, StoreError> {
        // They are all of one diary.
        let Some(diary) = group.first().map(|batch| batch.diary) else { return Ok(Vec::new()) };
        // What was decided before a connection was lost. If that commit came through after all, the second try finds
        // every record known; they are new all the same.
        let mut decided: Option<Outcomes> = None;
        let place = self.server.place.clone();
        let outcomes = self.with(|client| {
            let outcomes = append(client, diary, group, &place, |outcomes| {
                decided.get_or_insert_with(|| outcomes.clone());
            })?;
            Ok(outcomes)
        })?;
        let first = decided.unwrap_or_default();
        let outcomes = outcomes.into_iter().zip(first);
        Ok(outcomes.map(|(now, first)| if now.is_ok() && first.is_ok() { first } else { now }).collect())
    }

    fn look(&mut self, diary: Diary, after: u64) -> Result<Found, StoreError> {
        let after_signed = i64::try_from(after).unwrap_or(i64::MAX);
        // The number stands in the text, so that the server plans for one partition and touches no other.
        let sql = format!(
            "SELECT position, id, device, sequence, line, checksum FROM supple.entry \
             WHERE diary = {} AND position > $1 ORDER BY position",
            diary.number
        );
        let rows = self.with(|client| client.query_typed(&sql, &[(&after_signed, Type::INT8)]))?;
        let damaged = |why| StoreError::Damaged { place: self.server.place.clone(), why };
        let mut reading = Reading::of(diary.key, after);
        for row in rows {
            let position = row.try_get(0).map_err(|_| damaged("a record cannot be read".to_owned()))?;
            let (record, sum) = read(&row).map_or((None, 0), |(_, record, sum)| (Some(record), sum));
            reading.take(position, record, sum);
        }
        Ok(reading.done())
    }

    fn position(&mut self, diary: Diary) -> Result<u64, StoreError> {
        self.with(|client| {
            let rows = client.query_typed(&sql_of_last_position(diary), &[])?;
            Ok(rows.first().map_or(0, |row| row.get::<_, i64>(0)).cast_unsigned())
        })
    }

    fn identity(&mut self, diary: Diary, fresh: [u8; 16]) -> Result<[u8; 16], StoreError> {
        let found = self.with(|client| match identity(client, diary)? {
            None => {
                let mut transaction = begin(client, Some(Lock::Of(diary)))?;
                // Another program may have been quicker: then its identity counts.
                let sql = "UPDATE supple.diary SET identity = coalesce(identity, $1) WHERE number = $2";
                transaction.execute(sql, &[&fresh.as_slice(), &diary.number])?;
                let found = identity(&mut transaction, diary)?;
                transaction.commit()?;
                Ok(found)
            }
            found => Ok(found),
        })?;
        found.ok_or_else(|| StoreError::Damaged {
            place: self.server.place.clone(),
            why: "the row that says where positions start is missing".to_owned(),
        })
    }

    fn adopt(&mut self, diary: Diary, identity: [u8; 16]) -> Result<(), StoreError> {
        self.with(|client| {
            let mut transaction = begin(client, Some(Lock::Of(diary)))?;
            let sql = "UPDATE supple.diary SET identity = $1 WHERE number = $2";
            transaction.execute(sql, &[&identity.as_slice(), &diary.number])?;
            transaction.commit()
        })
    }

    fn rewrite(&mut self, diary: Diary, last: u64, records: &[Record]) -> Result<bool, StoreError> {
        // What was begun before a connection was lost may have come through: then the second try finds it done.
        let mut begun = None;
        self.with(|client| {
            let mut transaction = begin(client, Some(Lock::Of(diary)))?;
            let found = last_position(&mut transaction, diary)?;
            if found != last {
                return Ok(Ok(begun == Some(found)));
            }
            let mut position = clear(&mut transaction, diary)?;
            for some in Portions(records) {
                match insert(&mut transaction, diary, some, position)? {
                    Ok(appended) => position += appended.taken as u64,
                    Err(refused) => return Ok(Err(refused)),
                }
            }
            begun = Some(position);
            transaction.commit()?;
            Ok(Ok(true))
        })?
    }

    fn erase(&mut self, diary: Diary) -> Result<(), StoreError> {
        self.with(|client| {
            let mut transaction = begin(client, Some(Lock::Of(diary)))?;
            clear(&mut transaction, diary)?;
            transaction.execute("UPDATE supple.diary SET identity = NULL WHERE number = $1", &[&diary.number])?;
            transaction.commit()
        })
    }

    fn is_untidy(&self) -> bool {
        false
    }

    fn tidy(&mut self) {}
}

fn sql_of_last_position(Diary { number, .. }: Diary) -> String {
    format!(
        "SELECT coalesce((SELECT max(position) FROM supple.entry WHERE diary = {number}), \
         (SELECT origin FROM supple.diary WHERE number = {number}))"
    )
}

fn last_position(transaction: &mut Transaction<'_>, diary: Diary) -> Result<u64, Error> {
    Ok(transaction.query_one(&sql_of_last_position(diary), &[])?.get::<_, i64>(0).cast_unsigned())
}

/// Deletes all records of a diary. Gives where the new era of its positions starts.
fn clear(transaction: &mut Transaction<'_>, diary: Diary) -> Result<u64, Error> {
    let origin = next_era(last_position(transaction, diary)?);
    let partition = format!("supple.entry_{}", diary.number);
    // TRUNCATE gives table and indexes new files and removes the old ones, which is more than VACUUM FULL does. Of the partition
    // alone: all others go on.
    transaction.batch_execute(&format!(
        "ALTER TABLE {partition} DISABLE TRIGGER USER;
         TRUNCATE ONLY {partition};
         ALTER TABLE {partition} ENABLE TRIGGER USER;"
    ))?;
    let sql = "UPDATE supple.diary SET origin = $1 WHERE number = $2";
    transaction.execute(sql, &[&origin.cast_signed(), &diary.number])?;
    Ok(origin)
}

fn read(row: &Row) -> Option<(i64, Record, i64)> {
    let sixteen = |column: usize| row.try_get::<_, &[u8]>(column).ok()?.try_into().ok();
    let record = Record {
        id: sixteen(1)?,
        device: sixteen(2)?,
        sequence: row.try_get::<_, i64>(3).ok()?.cast_unsigned(),
        line: String::from_utf8(row.try_get(4).ok()?).ok()?,
    };
    Some((row.try_get(0).ok()?, record, row.try_get(5).ok()?))
}

/// Begins a transaction that is on the disk once it is committed. With a lock, it comes after all others that have it, and
/// sees all that they did.
pub(crate) fn begin(client: &mut Client, lock: Option<Lock>) -> Result<Transaction<'_>, Error> {
    // Not the isolation of a snapshot: it would be taken before the lock is had.
    let mut transaction =
        client.build_transaction().isolation_level(IsolationLevel::ReadCommitted).read_only(false).start()?;
    // A server may be set to more than "on", which is not taken back.
    let stand_in_line = match lock {
        None => String::new(),
        Some(Lock::OfAll(lock)) => format!("SELECT pg_advisory_xact_lock({lock});"),
        Some(Lock::Of(diary)) => format!("SELECT pg_advisory_xact_lock({LOCK_OF_A_DIARY}, {});", diary.number),
        Some(Lock::OfOutbox(key)) => {
            let sum = crc32fast::hash(&key.0).cast_signed();
            format!("SELECT pg_advisory_xact_lock({LOCK_OF_AN_OUTBOX}, {sum});")
        }
    };
    transaction.batch_execute(&format!(
        "SELECT set_config('synchronous_commit', 'on', true)
             WHERE current_setting('synchronous_commit') IN ('off', 'local');
         SET LOCAL lock_timeout = '5s';
         {stand_in_line}"
    ))?;
    Ok(transaction)
}

/// The identity of the diary, if it has one.
fn identity(client: &mut impl postgres::GenericClient, diary: Diary) -> Result<Option<[u8; 16]>, Error> {
    let rows = client.query("SELECT identity FROM supple.diary WHERE number = $1", &[&diary.number])?;
    Ok(rows.first().and_then(|row| row.get::<_, Option<&[u8]>>(0)?.try_into().ok()))
}

/// Does the appends to a diary in one transaction. `decided` hears what will be so once the commit comes through.
fn append(
    client: &mut Client,
    diary: Diary,
    group: &[Batch],
    place: &str,
    decided: impl FnOnce(&Outcomes),
) -> Result<Outcomes, Error> {
    let mut transaction = begin(client, Some(Lock::Of(diary)))?;
    let mut last = last_position(&mut transaction, diary)?;
    let mut outcomes = Outcomes::with_capacity(group.len());
    for Batch { identity: meant, records, .. } in group {
        if meant.is_some() && *meant != identity(&mut transaction, diary)? {
            outcomes.push(Err(StoreError::OtherDiary { place: place.to_owned() }));
            continue;
        }
        let mut each = transaction.transaction()?;
        let mut outcome = Ok(Appended::default());
        for some in Portions(records) {
            match (insert(&mut each, diary, some, last)?, &mut outcome) {
                (Ok(now), Ok(all)) => {
                    last += now.taken as u64;
                    all.taken += now.taken;
                    all.known += now.known;
                }
                (refused, _) => {
                    outcome = refused;
                    break;
                }
            }
        }
        match outcome {
            Ok(_) => each.commit()?,
            Err(_) => each.rollback()?,
        }
        outcomes.push(outcome);
    }
    decided(&outcomes);
    transaction.commit()?;
    Ok(outcomes)
}

/// Cuts records into portions that can be sent at once.
struct Portions<'r>(&'r [Record]);

impl<'r> Iterator for Portions<'r> {
    type Item = &'r [Record];
    fn next(&mut self) -> Option<&'r [Record]> {
        let mut bytes = 0;
        let fit = self.0.iter().take(MOST_RECORDS).take_while(|record| {
            bytes += record.line.len();
            bytes <= MOST_BYTES
        });
        // One that is larger than a portion is a portion of its own.
        let (some, rest) = self.0.split_at(fit.count().max(1).min(self.0.len()));
        self.0 = rest;
        (!some.is_empty()).then_some(some)
    }
}

/// Adds what is new. If a record is refused, nothing of this portion has been added.
fn insert(
    transaction: &mut Transaction<'_>,
    diary: Diary,
    records: &[Record],
    mut last: u64,
) -> Result<Result<Appended, StoreError>, Error> {
    let ids: Vec<&[u8]> = records.iter().map(|record| record.id.as_slice()).collect();
    let devices: Vec<&[u8]> = records.iter().map(|record| record.device.as_slice()).collect();
    let sequences: Vec<i64> = records.iter().map(|record| record.sequence.cast_signed()).collect();

    let number = diary.number;
    let there = transaction.query(
        &format!(
            "SELECT position, id, device, sequence, line, checksum FROM supple.entry \
             WHERE diary = {number} AND id = ANY ($1)"
        ),
        &[&ids],
    )?;
    let there: Vec<Record> = there.iter().filter_map(read).map(|(_, record, _)| record).collect();
    let mut by_id: HashMap<[u8; 16], &Record> = there.iter().map(|record| (record.id, record)).collect();

    let places = transaction.query(
        &format!(
            "SELECT entry.device, entry.sequence FROM supple.entry \
             JOIN unnest($1::bytea[], $2::bigint[]) AS asked (device, sequence) USING (device, sequence) \
             WHERE entry.diary = {number}"
        ),
        &[&devices, &sequences],
    )?;
    let mut taken: std::collections::HashSet<(Vec<u8>, i64)> =
        places.iter().map(|row| (row.get(0), row.get(1))).collect();

    let mut new = Vec::new();
    for record in records {
        match by_id.get(&record.id) {
            Some(there) if *there == record => continue,
            Some(_) => return Ok(Err(StoreError::Differs { id: Bytes(record.id) })),
            None => {}
        }
        if !taken.insert((record.device.to_vec(), record.sequence.cast_signed())) {
            return Ok(Err(StoreError::Taken { device: Bytes(record.device), sequence: record.sequence }));
        }
        by_id.insert(record.id, record);
        last += 1;
        new.push((last, record));
    }
    let appended = Appended { taken: new.len(), known: records.len() - new.len() };
    if new.is_empty() {
        return Ok(Ok(appended));
    }

    let positions: Vec<i64> = new.iter().map(|(position, _)| position.cast_signed()).collect();
    let ids: Vec<&[u8]> = new.iter().map(|(_, record)| record.id.as_slice()).collect();
    let devices: Vec<&[u8]> = new.iter().map(|(_, record)| record.device.as_slice()).collect();
    let sequences: Vec<i64> = new.iter().map(|(_, record)| record.sequence.cast_signed()).collect();
    let lines: Vec<&[u8]> = new.iter().map(|(_, record)| record.line.as_bytes()).collect();
    let sums: Vec<i64> = new.iter().map(|(position, record)| checksum_in(diary.key, *position, record)).collect();
    transaction.execute(
        "INSERT INTO supple.entry (diary, position, id, device, sequence, line, checksum) \
         SELECT $7::integer, * FROM unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::bigint[], $5::bytea[], $6::bigint[])",
        &[&positions, &ids, &devices, &sequences, &lines, &sums, &number],
    )?;
    Ok(Ok(appended))
}
