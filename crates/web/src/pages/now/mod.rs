//! What to do now: the plan, its timers, and the way up from the floor.

pub(crate) mod floor;
pub(crate) mod gate;
pub(crate) mod plan;
pub(crate) mod situation;
pub(crate) mod timer;

use crate::pages::Page;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 7] = [
    Page::at("/now", || get(plan::page).post(plan::tell)).listed().open(),
    Page::at("/now/fit", || get(plan::fit)).listed(),
    Page::at("/now/decide", || post(plan::decide)),
    Page::at("/timer", || post(timer::begin)),
    Page::at("/timer/{id}", || get(timer::page)),
    Page::at("/timer/{id}/{what}", || post(timer::act)),
    Page::at("/floor", || get(floor::page).post(floor::answer)).listed().open(),
];
