//! What to take along to a doctor.
//!
//! - `room`: the report, the card, the words of the last check, what will be asked.
//! - `report`: the report of a period, on the screen and for print; `asked` reads what it is asked for. `blocks`: its sheet as
//!   HTML.
//! - `card`: one screen to hold up at an emergency room.

mod asked;
mod blocks;
mod card;
mod report;
pub(crate) mod room;

use crate::pages::Page;
use axum::routing::get;

pub(crate) const PAGES: [Page; 3] = [
    Page::at(room::ADDRESS, || get(room::page)).listed(),
    Page::at(report::ADDRESS, || get(report::page).post(report::send)).listed(),
    Page::at(card::ADDRESS, || get(card::page)).listed(),
];
