//! The first page, and which number to call.
//!
//! - `home`: the first page. `country`: which number to call.
//! - `app`: the manifest, what a home screen leads to, and what other apps share.

pub(crate) mod app;
pub(crate) mod country;
pub(crate) mod home;

use crate::http::csrf::SHARE;
use crate::pages::Page;
use crate::ui::layout::MANIFEST;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 4] = [
    Page::at("/", || get(home::page)).listed().open(),
    Page::at("/country", || get(country::page).post(country::choose)).listed().open(),
    Page::at(MANIFEST, || get(app::manifest)),
    Page::at(SHARE, || post(app::share)),
];
