//! What to take along to a doctor.
//!
//! - `room`: the report, the card, the words of the last check, what will be asked.
//! - `report`: the report of a period, on the screen and for print; `asked` reads what it is asked for. `blocks`: its sheet as
//!   HTML.
//! - `files`: the same as a PDF, and as data for programs. `proof`: whether the diary still holds what a report was made from.
//! - `link`: the same by a code: in short for any camera, or as a link. `viewer`: where a practice opens one.
//! - `letter`: for work and for whoever is close.
//! - `questionnaire`: one of others that doctors know, for whoever wants to fill it in.
//! - `card`: one screen to hold up at an emergency room.

mod asked;
mod blocks;
mod card;
mod files;
mod letter;
mod link;
mod proof;
mod questionnaire;
mod report;
pub(crate) mod room;
pub mod viewer;

use crate::pages::Page;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 10] = [
    Page::at(room::ADDRESS, || get(room::page)).listed(),
    Page::at(report::ADDRESS, || get(report::page).post(report::send)).listed(),
    Page::at(card::ADDRESS, || get(card::page)).listed(),
    Page::at(link::ADDRESS, || get(link::page).post(link::send)).listed(),
    Page::at(link::STOP, || post(link::stop)),
    Page::at(files::PDF, || get(files::pdf).post(files::send_pdf)),
    Page::at(files::FHIR, || get(files::fhir).post(files::send_fhir)),
    Page::at(letter::PATTERN, || get(letter::page).post(letter::send)).each(letter::addresses),
    Page::at(questionnaire::PATTERN, || get(questionnaire::page).post(questionnaire::send))
        .each(questionnaire::addresses),
    Page::at(proof::ADDRESS, || get(proof::page).post(proof::send).layer(DefaultBodyLimit::max(proof::MAX_BYTES)))
        .listed(),
];
