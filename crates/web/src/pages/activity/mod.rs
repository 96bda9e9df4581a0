//! The way back to work and sport.

pub(crate) mod ladder;

use crate::http::assets;
use crate::pages::{Page, Room, Section};
use crate::ui::icons;
use axum::routing::{get, post};

pub(crate) const SECTION: Section = Section {
    room: Room::Activity,
    door: Some((ladder::ADDRESS, "The way back", icons::ladder)),
    assets: &[&assets::DIARY_STYLE, &assets::MEDICINE_STYLE],
    pages: &PAGES,
};

const PAGES: [Page; 2] = [
    Page::at(ladder::ADDRESS, || get(ladder::index).post(ladder::answer)).listed(),
    Page::at("/activity/step", || post(ladder::step)),
];
