//! What to do now: the plan, its timers, and the way up from the floor.
//!
//! - `plan`: one question first, the whole form for those who want it. `situation`: the form in which the moment is
//!   said.
//! - `gate`: what a plan asks first where no check of the day is there. `timer`: a step that is timed.
//! - `floor`: one instruction at a time; its frame has no rooms. Where someone is, and what to write next, is
//!   `floor_run` in `supple_care::moment`. `assets/floor.js` only adds.

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
