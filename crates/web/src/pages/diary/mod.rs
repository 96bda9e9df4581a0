//! The diary: what is written down, and looking back.
//!
//! - `entry`: one entry, its history, change, remove, undo; a spasm of now. `log`: everything else that is written.
//! - `check_in`: read its top for why it takes six taps. `timeline`: timeline and day. `find`: a month, a kind, some days.
//!   `calendar`, `pain_chart` and `episodes`: looking back.
//! - `entry_forms`: the form of each kind of entry; `described`: that of a kind without one. `charts`: drawings with their
//!   tables.

pub(crate) mod calendar;
pub(crate) mod charts;
pub(crate) mod check_in;
pub(crate) mod described;
pub(crate) mod entry;
pub(crate) mod entry_forms;
pub(crate) mod episodes;
mod find;
pub(crate) mod log;
pub(crate) mod pain_chart;
pub(crate) mod timeline;

use crate::pages::Page;
use crate::pages::check::verdict;
use crate::pages::start::app;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 21] = [
    Page::at("/diary", || get(timeline::timeline)).listed(),
    Page::at("/diary/day/{day}", || get(timeline::day)),
    Page::at("/diary/calendar", || get(calendar::calendar)).listed(),
    Page::at("/diary/pain", || get(pain_chart::pain)).listed(),
    Page::at("/diary/episodes", || get(episodes::episodes)).listed(),
    Page::at("/diary/entry/{id}", || get(entry::page)),
    Page::at("/diary/entry/{id}/edit", || get(entry::edit).post(entry::change)),
    Page::at("/diary/entry/{id}/another", || post(entry::another)),
    Page::at("/diary/entry/{id}/remove", || post(entry::remove)),
    Page::at("/diary/entry/{id}/undo/{change}", || post(entry::take_back)),
    Page::at("/diary/entry/{id}/words", || get(verdict::plain)),
    Page::at("/diary/entry/{id}/sheet", || get(verdict::sheet)),
    Page::at("/spasm", || get(app::spasm).post(entry::spasm_now)).listed(),
    Page::at("/spasm/{id}", || get(entry::spasm).post(entry::spasm_details)),
    Page::at("/spasm/{id}/over", || post(entry::spasm_over)),
    Page::at("/spasm/{id}/felt", || post(entry::spasm_felt)),
    Page::at("/log", || get(log::index)).listed(),
    Page::at("/log/{what}", || get(log::form).post(log::store)).each(|| log::paths().collect()),
    Page::at("/log/{what}/after", || get(log::after).post(log::answer)),
    Page::at("/check-in", || get(check_in::today).post(check_in::store_today)).listed(),
    Page::at("/check-in/{day}", || get(check_in::of_day).post(check_in::store_day)),
];
