//! About the person: everything that someone said of themselves, in one place.
//!
//! - `page`: the facts, each a row that opens. `save`: what a form changes of them.

pub(crate) mod page;
pub(crate) mod save;

use crate::pages::Page;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 4] = [
    Page::at(page::ADDRESS, || get(page::page).post(save::basics)).listed(),
    Page::at("/profile/still-so", || post(save::still_so)),
    Page::at("/profile/contact", || post(save::contact)),
    Page::at("/profile/at-home", || post(save::at_home)),
];
