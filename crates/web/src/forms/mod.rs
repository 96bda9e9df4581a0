//! The parts of forms: what is asked, how it is read, and what becomes of it.
//!
//! - `form`: shows a form, filled in and with its troubles. `written`: what becomes of the entry.
//! - `contact`: the person to call or text.
//! - `when`: the question when it happened. `dose`: how much of a medicine. `trial`: what a trial of one person asks.
//! - `trial_days`: what a trial over days says of today.

pub(crate) mod contact;
pub(crate) mod dose;
pub(crate) mod form;
pub(crate) mod trial;
pub(crate) mod trial_days;
pub(crate) mod when;
pub(crate) mod written;
