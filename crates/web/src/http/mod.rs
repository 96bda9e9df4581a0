//! What every page needs of HTTP: what is asked, what is sent, and what may not be.

pub(crate) mod fields;
pub(crate) mod headers;
pub(crate) mod origin;
pub(crate) mod percent;
pub(crate) mod problem;
pub(crate) mod visit;
pub(crate) mod waiting;
