//! The check, and its verdict.
//!
//! - `screens`: carries answers from screen to screen inside the form. `asking`: one screen as it is asked, a sign a
//!   row.
//! - `verdict`: the result.

pub(crate) mod asking;
pub(crate) mod screens;
pub(crate) mod verdict;

use crate::pages::Page;
use axum::routing::get;

pub(crate) const PAGES: [Page; 1] = [Page::at("/check", || get(screens::first).post(screens::post)).listed().open()];
