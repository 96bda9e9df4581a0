//! Sealed files: what opens them, and what does not.

mod forms;
mod seal;
