//! The diaries of a database: which there are, and how one more is made.

use super::schema::partition;
use super::{LOCK, Lock, begin};
use crate::DiaryKey;
use crate::worker::Diary;
use postgres::{Client, Error, GenericClient};

/// All diaries, in the order in which they were made.
pub(super) fn all(client: &mut Client) -> Result<Vec<DiaryKey>, Error> {
    let rows = client.query("SELECT key FROM supple.diary ORDER BY number", &[])?;
    Ok(rows.iter().filter_map(|row| row.get::<_, &[u8]>(0).try_into().ok()).map(DiaryKey).collect())
}

fn find(client: &mut impl GenericClient, key: DiaryKey) -> Result<Option<Diary>, Error> {
    let row = client.query_opt("SELECT number FROM supple.diary WHERE key = $1", &[&key.0.as_slice()])?;
    Ok(row.map(|row| Diary { key, number: row.get(0) }))
}

/// The diary with this key, made where it is missing. None for the first, which is never made anew.
pub(super) fn make(client: &mut Client, key: DiaryKey) -> Result<Option<Diary>, Error> {
    let found = find(client, key)?;
    if found.is_some() || key == DiaryKey::FIRST {
        return Ok(found);
    }
    let mut transaction = begin(client, Some(Lock::OfAll(LOCK)))?;
    // Another program may have been quicker.
    if let Some(found) = find(&mut transaction, key)? {
        return Ok(Some(found));
    }
    let last = transaction.query_one("SELECT coalesce(max(number), 1) FROM supple.diary", &[])?;
    let diary = Diary { key, number: last.get::<_, i32>(0) + 1 };
    transaction.batch_execute(&partition(diary.number))?;
    let sql = "INSERT INTO supple.diary (number, key, origin) VALUES ($1, $2, 0)";
    transaction.execute(sql, &[&diary.number, &key.0.as_slice()])?;
    transaction.commit()?;
    Ok(Some(diary))
}
