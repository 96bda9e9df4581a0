//! What every page needs of HTTP: what is asked, what is sent, and what may not be.
//!
//! - `visit`: what a page of the diary starts from, which pages must not wait for it, and what is said when a store
//!   refuses.
//! - `fields`: reads a form and collects what is wrong with it. `query`: reads the part of an address after the question mark.
//!   `percent`: a text as part of an address.
//! - `kept`: what a diary shows, until it changes. `headers`: the security headers. `csrf`: refuses forms of other sites.
//! - `printer`: who makes a PDF. `sharing`: who makes a link for a practice. `desk`: what reaches out of a server. `problem`: what does not work. `remedy`: what to do about an error of the core. `waiting`: the page in place of one whose diary is still on its way.

pub(crate) mod csrf;
pub mod desk;
pub(crate) mod fields;
pub(crate) mod headers;
pub(crate) mod kept;
pub(crate) mod percent;
pub(crate) mod printer;
pub(crate) mod problem;
pub(crate) mod query;
pub(crate) mod remedy;
pub mod sharing;
pub(crate) mod visit;
pub(crate) mod waiting;
