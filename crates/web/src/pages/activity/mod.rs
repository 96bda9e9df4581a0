//! The way back to work and sport.

pub(crate) mod ladder;

use crate::pages::Page;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 2] = [
    Page::at(ladder::ADDRESS, || get(ladder::index).post(ladder::answer)).listed(),
    Page::at("/activity/step", || post(ladder::step)),
];
