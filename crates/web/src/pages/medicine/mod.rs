//! Medicines and treatments.
//!
//! - `review`: what was counted. `take`: a dose that is looked at before it is taken, with the questions that decide
//!   about it.
//! - `leaflet`: one medicine. `about_you`: what is asked about the person. `treatments`: what others give.

pub(crate) mod about_you;
pub(crate) mod leaflet;
pub(crate) mod review;
pub(crate) mod take;
pub(crate) mod treatments;

use crate::pages::Page;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 8] = [
    Page::at(review::ADDRESS, || get(review::index)).each(|| review::paths().collect()),
    Page::at(about_you::ADDRESS, || get(about_you::page).post(about_you::store)),
    Page::at("/medicine/take", || get(take::take).post(take::answer)),
    Page::at("/medicine/taken", || post(take::taken)),
    Page::at("/medicine/{id}", || get(leaflet::one)),
    Page::at("/treatments", || get(treatments::index)).each(|| treatments::paths().collect()),
    Page::at("/treatments/questions", || get(treatments::sheet)),
    Page::at("/treatments/{id}", || get(treatments::one)),
];
