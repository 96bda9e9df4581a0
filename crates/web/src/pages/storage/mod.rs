//! Where the diary is kept, and the devices that it is on.
//!
//! - `copies`: where it is and what the browser promised, and copies to take away. `restore`: the way back. `erase`:
//!   the end.
//! - `losses`: the notice for a diary that is gone, on other pages. `devices`, `pairing`: who may come in.
//! - `without`: what a page of a host of files says where the app does not come.

pub(crate) mod copies;
pub(crate) mod devices;
pub(crate) mod erase;
pub(crate) mod losses;
pub mod pairing;
pub(crate) mod restore;
pub(crate) mod without;

use crate::pages::Page;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 12] = [
    Page::at(copies::ADDRESS, || get(copies::page)).listed(),
    Page::at(copies::OPEN_COPY, || get(copies::open_copy)),
    Page::at("/keep/copy", || post(copies::locked_copy)),
    Page::at("/keep/restore", || {
        get(restore::restoring).post(restore::restore).layer(DefaultBodyLimit::max(copies::MAX_COPY_BYTES))
    })
    .listed(),
    Page::at("/keep/restored", || get(restore::restored)),
    Page::at("/keep/anew", || post(restore::anew)),
    Page::at("/keep/erase", || get(erase::erasing).post(erase::erase)).listed(),
    Page::at("/keep/erased", || get(erase::erased)),
    // Not on every machine.
    Page::at(devices::ADDRESS, || get(devices::page)),
    Page::at("/devices/pair", || post(devices::pair)),
    Page::at("/devices/unpair", || post(devices::unpair)),
    Page::at("/reconcile", || post(devices::reconcile)),
];
