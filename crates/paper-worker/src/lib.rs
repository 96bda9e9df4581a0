//! What makes a PDF inside a browser.
//!
//! It is a module apart from the app: fonts and a library for PDF are half a megabyte that nobody loads before the page is
//! opened on which a report can be saved.

use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// The PDF of a print, which comes as JSON.
///
/// # Errors
/// If this is no print, or cannot be set.
#[wasm_bindgen]
pub fn pdf(print: &str) -> Result<Vec<u8>, JsError> {
    Ok(supple_paper::pdf(&serde_json::from_str(print)?)?.bytes)
}
