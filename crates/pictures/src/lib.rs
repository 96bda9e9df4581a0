//! What Supple draws: scenes from data.
//!
//! A page, a file or a report asks for a scene here and shows it in its own way; none of them draws by itself. Words that
//! stand beside a drawing are the face's.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod body;
pub mod chart;
pub mod icon;
pub mod keeping;
pub mod mark;
pub mod pace;
mod spine;
pub mod squares;
