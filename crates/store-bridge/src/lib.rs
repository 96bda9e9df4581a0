//! The store of a browser (`supple-worker`), asked by tests that run outside of it: no part of what is shipped.
//!
//! The tests of `supple-store` say once what every store promises. Those on IndexedDB start Chromium, load this module and
//! `js/bridge.js` into an empty page beside the scripts of the service worker, and send each call over the debugging protocol.
//! Store, host and database are those of the app: `indexed_db.rs` and `host.rs` are its own files.
//!
//! - `protocol`: calls and what comes back, as JSON; the tests share the file.

#[allow(dead_code, reason = "the store asks a part of what the app asks")]
#[path = "../../worker/src/host.rs"]
mod host;
#[path = "../../worker/src/indexed_db.rs"]
mod indexed_db;
mod protocol;

pub use host::Host;

use indexed_db::IndexedDbStore;
use js_sys::Promise;
use protocol::{Call, Outcome, Refusal, all};
use send_wrapper::SendWrapper;
use std::sync::Arc;
use supple_store::{Store, StoreError};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

/// A store of this browser.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Bridge(Arc<IndexedDbStore>);

#[wasm_bindgen]
impl Bridge {
    /// The store on what this host keeps.
    #[wasm_bindgen(constructor)]
    pub fn new(host: Host) -> Bridge {
        Bridge(Arc::new(IndexedDbStore(Arc::new(SendWrapper::new(host)))))
    }

    /// What this call gives. Both are JSON.
    ///
    /// # Errors
    /// If it is no call. A refusal of the store is an outcome.
    pub fn call(&self, call: &str) -> Result<Promise, JsError> {
        let call = serde_json::from_str(call)?;
        let store = Arc::clone(&self.0);
        Ok(future_to_promise(async move {
            let outcome = perform(&*store, call).await.unwrap_or_else(|error| Outcome::Refused(Refusal::from(error)));
            serde_json::to_string(&outcome).map(JsValue::from).map_err(|error| JsError::from(error).into())
        }))
    }
}

async fn perform(store: &dyn Store, call: Call) -> Result<Outcome, StoreError> {
    Ok(match call {
        Call::Append(records) => store.append(all(records)).await?.into(),
        Call::AppendTo(diary, records) => store.append_to(diary, all(records)).await?.into(),
        Call::Identity(fresh) => Outcome::Identity(store.identity(fresh).await?),
        Call::Adopt(identity) => store.adopt(identity).await.map(|()| Outcome::Done)?,
        Call::Look(after) => store.look(after).await?.into(),
        Call::Position => Outcome::Position(store.position().await?),
        Call::Rewrite(last, records) => Outcome::Rewritten(store.rewrite(last, all(records)).await?),
        Call::Erase => store.erase().await.map(|()| Outcome::Done)?,
        Call::Describe => Outcome::Described(store.describe()),
    })
}

/// The check sum that is kept with a record, as `supple-worker` gives it to its script.
#[wasm_bindgen]
pub fn checksum(position: f64, id: &str, device: &str, sequence: JsValue, line: &str) -> Result<f64, JsError> {
    indexed_db::checksum(position, id, device, &sequence, line).map_err(|error| JsError::new(&error))
}
