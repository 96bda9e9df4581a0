//! Medicines and treatments.
//!
//! - `review`: what was counted. `take`: a dose that is looked at before it is taken, with the questions that decide
//!   about it.
//! - `leaflet`: one medicine. `health_profile`: what is asked about the person. `treatments`: what others give.

pub(crate) mod health_profile;
pub(crate) mod leaflet;
pub(crate) mod review;
pub(crate) mod take;
pub(crate) mod treatments;

use crate::pages::Page;
use axum::routing::{get, post};

pub(crate) const PAGES: [Page; 8] = [
    Page::at(review::ADDRESS, || get(review::index)).each(|| review::paths().collect()),
    Page::at(health_profile::ADDRESS, || get(health_profile::page).post(health_profile::store)),
    Page::at("/medicine/take", || get(take::take).post(take::answer)),
    Page::at("/medicine/taken", || post(take::taken)),
    Page::at("/medicine/{id}", || get(leaflet::one)),
    Page::at("/treatments", || get(treatments::index)).each(|| treatments::paths().collect()),
    Page::at("/treatments/questions", || get(treatments::sheet)),
    Page::at("/treatments/{id}", || get(treatments::one)),
];
