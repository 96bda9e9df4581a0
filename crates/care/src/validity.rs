//! How long what was said holds, as `guidance/validity.toml` has it.

use jiff::SignedDuration;
use supple_guidance::validity::{Window, Windows};

/// All windows.
pub(crate) fn windows() -> &'static Windows {
    &supple_guidance::embedded().validity.window
}

/// The length of a window.
pub(crate) fn length(window: &Window) -> SignedDuration {
    SignedDuration::from_mins(window.length_in_minutes())
}
