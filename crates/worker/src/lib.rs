//! The whole app inside a browser: the same [`Router`] as on a server answers in a service worker.
//!
//! The script of the worker (`js/`) gives the [`Host`]: entries in IndexedDB, the clock, the zone, chance, and what it
//! knows of the browser. It hands each request of a page to [`App::answer`] and sends back what comes out. Nothing here
//! waits for the network.
//!
//! # Modules
//! - `host`: what the script gives. `indexed_db`: a store of its IndexedDB, one transaction with strict durability for each
//!   append, the same check sums as in the databases. `machine`: clock, chance, what is known of the browser. `printer`: PDFs.
//!   `exchange`: the syncs with the server. `message`: requests and answers.
//! - `js/`, joined to one file when it is built: `worker.js` answers requests, `indexed_db.js` is IndexedDB, `spare_copy.js`
//!   the same entries in the cache, of which a deleted database is made again, `sync.js` the way to the server,
//!   `loss_marker.js` a mark outside of the database by which a deleted diary is noticed, `host.js` the other side of `host`.
//!
//! When the server is asked, and what its answers mean, the controller of `supple_journal` decides, as in the terminal. A
//! page waits at most 80 ms for news from it, and not at all after it was away. The app starts before its
//! store does: the host's `ready` is the store, opened, and whatever asks the store waits for it. So a database that
//! hangs or refuses costs no page more than its own deadline.

mod exchange;
mod host;
mod indexed_db;
mod machine;
mod message;
mod printer;

pub use exchange::Link;
pub use host::Host;

use axum::Router;
use indexed_db::IndexedDbStore;
use machine::Browser;
use message::{read, write};
use printer::Module;
use send_wrapper::SendWrapper;
use std::sync::Arc;
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
    link: Link,
}

#[wasm_bindgen]
impl App {
    /// The app on what this host keeps, writing for this device. `is_alone` where there is no server, but files.
    ///
    /// # Errors
    /// If `device` is no UUID.
    #[wasm_bindgen(constructor)]
    pub fn new(host: Host, device: &str, is_alone: bool) -> Result<App, JsError> {
        let device: Uuid = device.parse().map_err(|_| JsError::new("the id of this device is no UUID"))?;
        let host = Arc::new(SendWrapper::new(host));
        let controller = exchange::controller(is_alone);
        let machine = Arc::new(Browser { host: Arc::clone(&host), controller: Arc::clone(&controller) });
        let printer = Arc::new(Module(Arc::clone(&host)));
        let journal = Arc::new(Journal::new(Box::new(IndexedDbStore(Arc::clone(&host))), device, machine));
        let link = Link::new(Arc::clone(&journal), controller, host);
        let router = supple_web::with_printer(supple_web::router(Arc::clone(&journal)), printer);
        Ok(App { router, journal, link })
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

    /// The syncs with the server.
    pub fn link(&self) -> Link {
        self.link.clone()
    }
}

/// The check sum that is kept with a record, so that damage is found when it is read.
#[wasm_bindgen]
pub fn checksum(position: f64, id: &str, device: &str, sequence: JsValue, line: &str) -> Result<f64, JsError> {
    indexed_db::checksum(position, id, device, &sequence, line).map_err(|error| JsError::new(&error))
}
