//! The whole app inside a browser: the same [`Router`] as on a server answers in a service worker.
//!
//! The script of the worker (`js/`) gives the [`Host`]: entries in IndexedDB, the clock, the zone, chance, and what it
//! knows of the browser. It hands each request of a page to [`App::answer`] and sends back what comes out. Nothing here
//! waits for the network.
//!
//! # Modules
//! - `host`: what the script gives. `indexed_db`: a store of its IndexedDB, one transaction with strict durability for each
//!   append, the same check sums as in the databases. `machine`: clock, chance, what is known of the browser. `printer`: PDFs.
//!   `exchange`: a sync. `message`: requests and answers.
//! - `js/`, joined to one file when it is built: `worker.js` answers requests, `indexed_db.js` is IndexedDB, `sync.js` the
//!   way to the server, `loss_marker.js` a mark outside of the database by which a deleted diary is noticed, `host.js` the
//!   other side of `host`.
//!
//! A page waits at most 80 ms for news from the server, and not at all after it was away. The app starts before its
//! store does: the host's `ready` is the store, opened, and whatever asks the store waits for it. So a database that
//! hangs or refuses costs no page more than its own deadline.

mod exchange;
mod host;
mod indexed_db;
mod machine;
mod message;
mod printer;

pub use exchange::Exchange;
pub use host::Host;

use axum::Router;
use indexed_db::IndexedDbStore;
use machine::Browser;
use message::{read, write};
use printer::Module;
use send_wrapper::SendWrapper;
use std::sync::Arc;
use supple_diary::SCHEMA;
use supple_journal::Journal;
use tower::ServiceExt;
use uuid::Uuid;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// The app of one browser.
#[wasm_bindgen]
#[derive(Debug)]
pub struct App {
    router: Router,
    journal: Arc<Journal>,
}

#[wasm_bindgen]
impl App {
    /// The app on what this host keeps, writing for this device.
    ///
    /// # Errors
    /// If `device` is no UUID.
    #[wasm_bindgen(constructor)]
    pub fn new(host: Host, device: &str) -> Result<App, JsError> {
        let device: Uuid = device.parse().map_err(|_| JsError::new("the id of this device is no UUID"))?;
        let host = Arc::new(SendWrapper::new(host));
        let machine = Arc::new(Browser(Arc::clone(&host)));
        let printer = Arc::new(Module(Arc::clone(&host)));
        let journal = Arc::new(Journal::new(Box::new(IndexedDbStore(host)), device, machine));
        let router = supple_web::with_printer(supple_web::router(Arc::clone(&journal)), printer);
        Ok(App { router, journal })
    }

    /// The newest schema of entries that is read here, for the header of a sync.
    pub fn schema(&self) -> f64 {
        SCHEMA as f64
    }

    /// Writes for this device from now on. The store is asked for nothing before: what it is called is kept there, and no page
    /// that must not wait for the store may wait for its name.
    ///
    /// # Errors
    /// If `device` is no UUID.
    #[wasm_bindgen(js_name = writeFor)]
    pub fn write_for(&self, device: &str) -> Result<(), JsError> {
        self.journal.write_for(device.parse().map_err(|_| JsError::new("the id of this device is no UUID"))?);
        Ok(())
    }

    /// The answer to a request: `{status, headers: [[name, value], …], body}`.
    ///
    /// `headers` are pairs of texts one after the other: name, value, name, value.
    ///
    /// # Errors
    /// If this is no request of HTTP. Whatever a page may ask for is answered by a page.
    pub async fn answer(
        &self,
        method: String,
        target: String,
        headers: Vec<String>,
        body: Vec<u8>,
    ) -> Result<JsValue, JsError> {
        let request = read(&method, &target, &headers, body)?;
        // A Router never fails: what goes wrong is a page.
        let response = self.router.clone().oneshot(request).await?;
        write(response).await
    }

    /// Begins a sync with the server. `theirs` is what it had the last time, as [`Exchange::theirs`] gave it.
    pub fn sync(&self, theirs: Option<String>) -> Exchange {
        Exchange::new(Arc::clone(&self.journal), theirs.as_deref())
    }

    /// How many entries the server has not got, as far as is known from the last time; none if nothing is known.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    pub async fn pending(&self, theirs: Option<String>) -> Result<Option<usize>, JsError> {
        let Some(theirs) = theirs.as_deref().and_then(exchange::have) else { return Ok(None) };
        Ok(Some(self.journal.pending(&theirs).await.map_err(exchange::told)?))
    }

    /// Whether nothing was ever written or taken here.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    #[wasm_bindgen(js_name = isEmpty)]
    pub async fn is_empty(&self) -> Result<bool, JsError> {
        let found = self.journal.found().await.map_err(exchange::told)?;
        Ok(found.log.is_empty() && found.damaged.is_empty())
    }

    /// Makes this diary one with that of the server, which has this identity.
    ///
    /// # Errors
    /// If `identity` is no UUID, or cannot be written down.
    pub async fn adopt(&self, identity: String) -> Result<(), JsError> {
        let identity = identity.parse().map_err(|_| JsError::new("the identity of a diary is a UUID"))?;
        self.journal.adopt(identity).await.map_err(exchange::told)
    }
}

/// The check sum that is kept with a record, so that damage is found when it is read.
#[wasm_bindgen]
pub fn checksum(position: f64, id: &str, device: &str, sequence: JsValue, line: &str) -> Result<f64, JsError> {
    indexed_db::checksum(position, id, device, &sequence, line).map_err(|error| JsError::new(&error))
}
