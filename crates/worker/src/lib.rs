//! The whole app inside a browser: the same [`Router`](axum::Router) as on a server answers in a service worker.
//!
//! The script of the worker (`js/`) gives the [`Host`]: entries in IndexedDB, the clock, the zone, chance, and what it
//! knows of the browser. It hands each request of a page to [`App::answer`] and sends back what comes out. Nothing here
//! waits for the network.

mod host;
mod machine;
mod message;
mod shelf;

pub use host::Host;

use axum::Router;
use machine::Browser;
use message::{read, write};
use send_wrapper::SendWrapper;
use shelf::Shelf;
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
        let journal = Arc::new(Journal::new(Box::new(Shelf(host)), device, machine));
        Ok(App { router: supple_web::router(Arc::clone(&journal)), journal })
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

    /// How many entries there are.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    pub async fn entries(&self) -> Result<usize, JsError> {
        Ok(self.journal.log().await?.len())
    }
}

/// The check sum that is kept with a record, so that damage is found when it is read.
#[wasm_bindgen]
pub fn checksum(position: f64, id: &str, device: &str, sequence: f64, line: &str) -> Result<f64, JsError> {
    shelf::checksum(position, id, device, sequence, line).map_err(|error| JsError::new(&error))
}
