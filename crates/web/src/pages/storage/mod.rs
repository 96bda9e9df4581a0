//! Where the diary is kept, and the devices that it is on.
//!
//! - `keep`: the page. `safety`: how safe the diary is, for it and for others. `copies`: copies to take away. `restore`:
//!   the way back. `import`: entries from another app. `erase`: the end.
//! - `phone`: the way to a new phone. `link`: the server of a browser. `devices`, `pairing`: who may come in.
//! - `losses`: the notice for a diary that is gone, on other pages.
//! - `without`: what a page of a host of files says where the app does not come.

pub(crate) mod copies;
pub(crate) mod devices;
pub(crate) mod erase;
pub(crate) mod import;
pub(crate) mod keep;
mod link;
pub(crate) mod losses;
pub mod pairing;
pub(crate) mod phone;
pub(crate) mod restore;
mod safety;
pub(crate) mod without;

use crate::pages::Page;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 16] = [
    Page::at(copies::ADDRESS, || get(keep::page)).listed(),
    Page::at(copies::OPEN_COPY, || get(copies::open_copy)),
    Page::at("/keep/copy", || post(copies::locked_copy)),
    Page::at(phone::ADDRESS, || get(phone::page).post(phone::pair)).listed(),
    Page::at(devices::UNPAIR, || post(devices::unpair)),
    Page::at("/keep/restore", || {
        get(restore::restoring).post(restore::restore).layer(DefaultBodyLimit::max(copies::MAX_COPY_BYTES))
    })
    .listed(),
    Page::at(import::ADDRESS, || {
        get(import::page).post(import::import).layer(DefaultBodyLimit::max(import::MAX_FORM_BYTES))
    })
    .listed(),
    Page::at(import::UNDO, || post(import::take_back)),
    Page::at("/keep/restored", || get(restore::restored)),
    Page::at("/keep/anew", || post(restore::anew)),
    Page::at("/keep/erase", || get(erase::erasing).post(erase::erase)).listed(),
    Page::at("/keep/erased", || get(erase::erased)),
    // Where devices were before.
    Page::at(devices::OLD_ADDRESS, || get(devices::moved)),
    Page::at("/devices/pair", || post(phone::pair)),
    Page::at("/devices/unpair", || post(devices::unpair)),
    // Only in a browser.
    Page::at("/reconcile", || post(devices::reconcile)),
];
