//! The check, and its verdict.

pub(crate) mod asking;
pub(crate) mod known_facts;
pub(crate) mod screens;
pub(crate) mod verdict;

use crate::pages::Page;
use axum::routing::get;

pub(crate) const PAGES: [Page; 1] = [Page::at("/check", || get(screens::first).post(screens::post)).listed().open()];
