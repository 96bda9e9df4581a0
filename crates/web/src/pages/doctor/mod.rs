//! What to take along to a doctor.
//!
//! - `room`: the words of the last check, what will be asked, and the way to the diary as a file.

pub(crate) mod room;

use crate::pages::Page;
use axum::routing::get;

pub(crate) const PAGES: [Page; 1] = [Page::at(room::ADDRESS, || get(room::page)).listed()];
