//! Exercise: the programme of a day, guided practice, habits, and the sheet for paper.
//!
//! - `day`: what is said of the day; it travels in the address. `room`: the programme of the day. `go`: what comes next of it.
//! - `one`: an exercise, with its picture and its dose. `practice`: its count, and the pain after it.
//! - `progress`: how it went, week by week.
//! - `about`: what is asked about the person. `all`, `habits`, `sheet`: what their names say.
//!
//! What is done is an entry of the diary; which exercise, how much and what comes next follows from the diary alone
//! (`supple_programme::day`). `assets/exercise.js` only adds.

mod about;
mod all;
pub(crate) mod day;
mod go;
mod habits;
mod one;
mod practice;
mod progress;
pub(crate) mod room;
mod sheet;

use crate::pages::Page;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 10] = [
    Page::at(room::ADDRESS, || get(room::page)).listed(),
    Page::at("/exercise/go", || get(go::page)),
    Page::at(all::ADDRESS, || get(all::page)).listed().open(),
    Page::at(habits::ADDRESS, || get(habits::page)).listed(),
    Page::at(about::ADDRESS, || get(about::page).post(about::store)).listed(),
    Page::at(progress::ADDRESS, || get(progress::page)).listed(),
    Page::at(sheet::ADDRESS, || get(sheet::page)).listed(),
    Page::at("/exercise/did/{entry}", || get(practice::page)),
    Page::at("/exercise/did/{entry}/{what}", || post(practice::act)),
    Page::at("/exercise/{id}", || get(one::page).post(one::act)).each(one::all),
];
