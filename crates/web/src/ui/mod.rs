//! The parts that pages are drawn from.
//!
//! - `layout`: the frame around each page; it puts the notice of a loss (`lost`) first. `help`: the number to call.
//! - `assets`: stylesheets and scripts; their addresses carry their hash. The check loads one stylesheet and the small
//!   script.
//! - `rooms`: where the navigation leads, and what the pages of a room load.
//! - `notice`: the one line that says what is not stored.
//! - `drawn`: scenes in pages; `icons`, `urgency`: those that stand in many.

pub(crate) mod assets;
pub(crate) mod drawn;
pub(crate) mod figures;
pub(crate) mod help;
pub(crate) mod icons;
pub(crate) mod layout;
pub(crate) mod lost;
pub(crate) mod notice;
pub(crate) mod rooms;
pub(crate) mod urgency;
