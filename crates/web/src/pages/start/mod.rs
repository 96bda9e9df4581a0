//! The first page, and which number to call.

pub(crate) mod country;
pub(crate) mod home;

use crate::http::app;
use crate::pages::{Page, Room, Section};
use crate::ui::icons;
use axum::routing::{get, post};

pub(crate) const SECTION: Section =
    Section { room: Room::Start, door: Some(("/", "Start", icons::start)), assets: &[], pages: &PAGES };

const PAGES: [Page; 4] = [
    Page::at("/", || get(home::page)).listed().open(),
    Page::at("/country", || get(country::page).post(country::choose)).listed().open(),
    Page::at(app::MANIFEST, || get(app::manifest)),
    Page::at(app::SHARE, || post(app::share)),
];
