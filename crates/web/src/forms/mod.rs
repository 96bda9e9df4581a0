//! The parts of forms: what is asked, how it is read, and what becomes of it.

pub(crate) mod dose;
pub(crate) mod form;
pub(crate) mod when;
pub(crate) mod written;
