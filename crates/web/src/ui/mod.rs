//! The parts that pages are drawn from.

pub(crate) mod charts;
pub(crate) mod form;
pub(crate) mod icons;
pub(crate) mod layout;
pub(crate) mod mark;
pub(crate) mod notice;
pub(crate) mod places;
pub(crate) mod urgency;
pub(crate) mod when;
