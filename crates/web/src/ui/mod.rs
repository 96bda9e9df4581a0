//! The parts that pages are drawn from.

pub(crate) mod assets;
pub(crate) mod help;
pub(crate) mod icons;
pub(crate) mod layout;
pub(crate) mod lost;
pub(crate) mod mark;
pub(crate) mod notice;
pub(crate) mod places;
pub(crate) mod rooms;
pub(crate) mod urgency;
