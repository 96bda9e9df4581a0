//! The store of a browser: IndexedDB, through the functions of the host.
//!
//! It keeps the same promises as the other stores, and passes the same tests (`crates/store/tests/store`, in Chromium). An append is one transaction with strict durability, so it is on the
//! disk when it answers; each record has its check sum, and positions leave no hole. Only the service worker opens the
//! database, so nobody else writes in between.

use crate::host::Host;
use js_sys::{Array, Error, Number, Promise, Reflect};
use send_wrapper::SendWrapper;
use std::fmt;
use std::sync::Arc;
use supple_store::checksum::{self, Reading};
use supple_store::{Answer, Appended, Bytes, Cause, Found, Record, Store, StoreError};
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What messages call it.
const PLACE: &str = "the storage of this browser";

/// The store of this browser.
#[derive(Debug)]
pub(crate) struct IndexedDbStore(pub(crate) Arc<SendWrapper<Host>>);

impl Store for IndexedDbStore {
    fn append(&self, records: Vec<Record>) -> Answer<'_, Appended> {
        self.add(&records, None)
    }

    fn append_to(&self, diary: [u8; 16], records: Vec<Record>) -> Answer<'_, Appended> {
        self.add(&records, Some(text(diary)))
    }

    fn identity(&self, fresh: [u8; 16]) -> Answer<'_, [u8; 16]> {
        answer(self.0.identity(text(fresh)), |identity| {
            uuid(&identity).ok_or_else(|| damaged("the identity of the diary cannot be read"))
        })
    }

    fn adopt(&self, identity: [u8; 16]) -> Answer<'_, ()> {
        answer(self.0.adopt(text(identity)), |_| Ok(()))
    }

    fn look(&self, after: u64) -> Answer<'_, Found> {
        answer(self.0.read(after as f64), move |rows| {
            let mut reading = Reading::after(after);
            for row in Array::from(&rows) {
                let row = Array::from(&row);
                let position = row.get(0).as_f64().ok_or_else(|| damaged("a record lacks its position"))?;
                let (record, sum) = unpack(&row).map_or((None, 0), |(record, sum)| (Some(record), sum));
                reading.take(position as i64, record, sum);
            }
            Ok(reading.done())
        })
    }

    fn position(&self) -> Answer<'_, u64> {
        answer(self.0.position(), |position| whole(&position))
    }

    fn rewrite(&self, last: u64, records: Vec<Record>) -> Answer<'_, bool> {
        answer(self.0.rewrite(last as f64, rows(&records)), |done| Ok(done.is_truthy()))
    }

    fn erase(&self) -> Answer<'_, ()> {
        answer(self.0.erase(), |_| Ok(()))
    }

    fn describe(&self) -> String {
        PLACE.to_owned()
    }
}

impl IndexedDbStore {
    fn add(&self, records: &[Record], diary: Option<String>) -> Answer<'_, Appended> {
        answer(self.0.append(rows(records), diary), |counts| {
            let counts = Array::from(&counts);
            Ok(Appended { taken: whole(&counts.get(0))? as usize, known: whole(&counts.get(1))? as usize })
        })
    }
}

/// Waits for what the script promised. Everything in a worker is on one thread, which the wrapper sees to.
fn answer<'a, T: 'a>(promise: Promise, read: impl FnOnce(JsValue) -> Result<T, StoreError> + 'a) -> Answer<'a, T> {
    Box::pin(SendWrapper::new(async move {
        match JsFuture::from(promise).await {
            Ok(value) => read(value),
            Err(error) => Err(trouble(&error)),
        }
    }))
}

/// The names that `js/host.js` gives to what it refuses, and those of IndexedDB's own errors.
fn trouble(error: &JsValue) -> StoreError {
    let part = |name: &str| Reflect::get(error, &name.into()).ok();
    let text = |name: &str| part(name).and_then(|value| value.as_string()).unwrap_or_default();
    let bytes = |name: &str| Bytes(text(name).parse::<Uuid>().unwrap_or_default().into_bytes());
    let place = PLACE.to_owned();
    match text("name").as_str() {
        "Differs" => StoreError::Differs { id: bytes("id") },
        "Taken" => StoreError::Taken {
            device: bytes("device"),
            sequence: part("sequence").as_ref().and_then(sequence).unwrap_or_default(),
        },
        "OtherDiary" => StoreError::OtherDiary { place },
        "QuotaExceededError" => StoreError::Full { place },
        name => {
            let message = error.dyn_ref::<Error>().map(|error| String::from(error.message())).unwrap_or_default();
            let why = if message.is_empty() { name.to_owned() } else { format!("{name}: {message}") };
            StoreError::Cannot { place, why, cause: Cause::Other }
        }
    }
}

fn damaged(why: impl fmt::Display) -> StoreError {
    StoreError::Damaged { place: PLACE.to_owned(), why: why.to_string() }
}

fn rows(records: &[Record]) -> Array {
    records.iter().map(|record| JsValue::from(row(record))).collect()
}

fn row(record: &Record) -> Array {
    Array::of4(
        &text(record.id).into(),
        &text(record.device).into(),
        &kept(record.sequence),
        &record.line.as_str().into(),
    )
}

fn unpack(row: &Array) -> Option<(Record, i64)> {
    let (id, device) = (uuid(&row.get(1))?, uuid(&row.get(2))?);
    let record = Record { id, device, sequence: sequence(&row.get(3))?, line: row.get(4).as_string()? };
    Some((record, row.get(5).as_f64()? as i64))
}

/// A sequence as it is kept: a number up to where one of JavaScript is exact (2^53 - 1), and beyond that its digits.
fn kept(sequence: u64) -> JsValue {
    if sequence <= Number::MAX_SAFE_INTEGER as u64 { (sequence as f64).into() } else { sequence.to_string().into() }
}

/// The sequence that is kept so.
fn sequence(value: &JsValue) -> Option<u64> {
    match value.as_string() {
        Some(digits) => digits.parse().ok(),
        None => value.as_f64().map(|number| number as u64),
    }
}

fn text(bytes: [u8; 16]) -> String {
    Uuid::from_bytes(bytes).to_string()
}

fn uuid(value: &JsValue) -> Option<[u8; 16]> {
    Some(value.as_string()?.parse::<Uuid>().ok()?.into_bytes())
}

/// A count or a position. Neither comes near 2^53, up to which a number of JavaScript is exact.
fn whole(value: &JsValue) -> Result<u64, StoreError> {
    value.as_f64().map(|number| number as u64).ok_or_else(|| damaged("it does not count its records"))
}

/// The check sum of a record that is about to be written. Its sequence is as it is kept.
pub(crate) fn checksum(position: f64, id: &str, device: &str, kept: &JsValue, line: &str) -> Result<f64, String> {
    let bytes = |text: &str| text.parse::<Uuid>().map(Uuid::into_bytes).map_err(|error| error.to_string());
    let sequence = sequence(kept).ok_or("the sequence is no number")?;
    let record = Record { id: bytes(id)?, device: bytes(device)?, sequence, line: line.to_owned() };
    Ok(checksum::checksum(position as u64, &record) as f64)
}
