//! What the script of the worker gives: see `js/host.js` for the other side of each function.

use js_sys::{Array, Promise};
use std::fmt;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The browser, as the script sees it.
    pub type Host;

    /// The time now, in milliseconds since 1970.
    #[wasm_bindgen(method)]
    pub(crate) fn now(this: &Host) -> f64;

    /// The name of the time zone.
    #[wasm_bindgen(method)]
    pub(crate) fn zone(this: &Host) -> String;

    /// So many random bytes.
    #[wasm_bindgen(method)]
    pub(crate) fn random(this: &Host, count: u32) -> Vec<u8>;

    /// What is known of the browser just now, as JSON: see `State` in `machine.rs`.
    #[wasm_bindgen(method)]
    pub(crate) fn state(this: &Host) -> String;

    /// Writes down that a copy of the whole diary was handed out at this time, in milliseconds since 1970.
    #[wasm_bindgen(method, js_name = noteBackup)]
    pub(crate) fn note_backup(this: &Host, at: f64);

    /// The loss that was told of is known: no more of it.
    #[wasm_bindgen(method, js_name = beginAnew)]
    pub(crate) fn begin_anew(this: &Host);

    /// Removes the mark that there ever was a diary here.
    #[wasm_bindgen(method)]
    pub(crate) fn forget(this: &Host);

    /// The PDF of a print, which is JSON: its bytes, or undefined where what makes it is not on this device.
    #[wasm_bindgen(method)]
    pub(crate) fn print(this: &Host, print: &str) -> Promise;

    /// Is done after so many milliseconds.
    #[wasm_bindgen(method)]
    pub(crate) fn pause(this: &Host, milliseconds: f64) -> Promise;

    /// Adds records, all or none: an array of `[id, device, sequence, line]`. Gives `[taken, known]`. With `diary`, only if
    /// that is the identity of the diary that is here.
    #[wasm_bindgen(method)]
    pub(crate) fn append(this: &Host, records: Array, diary: Option<String>) -> Promise;

    /// The identity of the diary; `fresh` where there is none yet.
    #[wasm_bindgen(method)]
    pub(crate) fn identity(this: &Host, fresh: String) -> Promise;

    /// Gives the diary another identity.
    #[wasm_bindgen(method)]
    pub(crate) fn adopt(this: &Host, identity: String) -> Promise;

    /// The records after a position: an array of `[position, id, device, sequence, line, checksum]`.
    #[wasm_bindgen(method)]
    pub(crate) fn read(this: &Host, after: f64) -> Promise;

    /// The position of the last record.
    #[wasm_bindgen(method)]
    pub(crate) fn position(this: &Host) -> Promise;

    /// Puts records, as for `append`, in the place of all, in the next era, if the last position is this one. Gives whether
    /// it was. The id of this device goes, too: its chain may have been cut.
    #[wasm_bindgen(method)]
    pub(crate) fn rewrite(this: &Host, last: f64, records: Array) -> Promise;

    /// Asks the server: `{status, type, schema, body}`, of whatever answers. A body with more than `most` bytes is cut behind
    /// them. `headers` are pairs of texts.
    #[wasm_bindgen(method)]
    pub(crate) fn ask(
        this: &Host,
        path: &str,
        method: &str,
        headers: Array,
        body: Option<String>,
        most: f64,
    ) -> Promise;

    /// Writes facts down, all at once: an array of `[name, json]`. One without JSON is removed.
    #[wasm_bindgen(method)]
    pub(crate) fn note(this: &Host, facts: Array) -> Promise;

    /// Has the browser call when the network is back.
    #[wasm_bindgen(method, js_name = callBack)]
    pub(crate) fn call_back(this: &Host) -> Promise;

    /// Entries have come. `has_adopted` if nothing was here before, so that the diary of the server is the one that was.
    #[wasm_bindgen(method)]
    pub(crate) fn arrived(this: &Host, has_adopted: bool) -> Promise;

    /// Removes everything; positions go on in the next era.
    #[wasm_bindgen(method)]
    pub(crate) fn erase(this: &Host) -> Promise;
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Host")
    }
}
