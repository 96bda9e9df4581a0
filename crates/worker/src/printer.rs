//! The PDF of a report: the script loads a module of its own for it.

use crate::host::Host;
use js_sys::{Error, Uint8Array};
use send_wrapper::SendWrapper;
use std::sync::Arc;
use supple_report::print::Print;
use supple_web::{NotPrinted, Printer, Printing};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// The module of this browser.
#[derive(Debug)]
pub(crate) struct Module(pub(crate) Arc<SendWrapper<Host>>);

impl Printer for Module {
    fn print(&self, print: Print) -> Printing {
        let host = Arc::clone(&self.0);
        // Everything in a worker is on one thread, which the wrapper sees to.
        Box::pin(SendWrapper::new(async move {
            let json = serde_json::to_string(&print).map_err(|error| NotPrinted::Failed(error.to_string()))?;
            match JsFuture::from(host.print(&json)).await {
                Ok(nothing) if nothing.is_undefined() => Err(NotPrinted::NotHere),
                Ok(bytes) => Ok(Uint8Array::new(&bytes).to_vec()),
                Err(error) => {
                    let said = error.dyn_ref::<Error>().map(|error| String::from(error.message()));
                    Err(NotPrinted::Failed(said.unwrap_or_else(|| "no reason was given".to_owned())))
                }
            }
        }))
    }
}
