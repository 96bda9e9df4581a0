//! The check, and its verdict.

pub(crate) mod asking;
pub(crate) mod known_facts;
pub(crate) mod screens;
pub(crate) mod verdict;

use crate::pages::{Page, Room, Section};
use crate::ui::icons;
use axum::routing::get;

pub(crate) const SECTION: Section =
    Section { room: Room::Check, door: Some(("/check", "Check", icons::check)), assets: &[], pages: &PAGES };

const PAGES: [Page; 1] = [Page::at("/check", || get(screens::first).post(screens::post)).listed().open()];
