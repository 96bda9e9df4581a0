//! The signs and the mark in pages.
//!
//! All of them stand beside a word and say nothing that the word does not, so all are hidden from screen readers.

use crate::ui::drawn::ornament;
use maud::Markup;
use std::sync::LazyLock;
use supple_diary::KindName;
use supple_guidance::Urgency;
use supple_insight::findings::Map;
use supple_pictures::{icon, mark as brand};

/// A drawing to be made where it is shown.
pub(crate) type Icon = fn() -> Markup;

/// A drawing that is always the same, written once: every page has some of them, and to write them took a quarter of the time
/// of the check.
macro_rules! kept {
    ($drawn:expr) => {{
        static DRAWN: LazyLock<Markup> = LazyLock::new(|| $drawn);
        DRAWN.clone()
    }};
}

/// Signs in the line of a button.
macro_rules! signs {
    ($($name:ident)*) => { $(pub(crate) fn $name() -> Markup { kept!(ornament(&icon::$name(), "i")) })* };
}

signs! { call start check speech guide differ spasm diary insight pill ladder undo back onward lying }

/// The mark: a spine of soft bars.
pub(crate) fn mark() -> Markup {
    kept!(ornament(&brand::mark(), "logo"))
}

/// Where something stands on the map of triggers: up, down, level, or not known.
pub(crate) fn map(place: Map) -> Markup {
    ornament(&icon::map(place), "mark")
}

/// The mark of an entry in a list.
pub(crate) fn entry(kind: KindName) -> Markup {
    ornament(&icon::entry(kind), "dot")
}

/// The shape of a stop.
pub(crate) fn halt() -> Markup {
    kept!(ornament(&icon::halt(), "mark"))
}

/// How something stands that must be so.
pub(crate) fn standing(standing: supple_care::Standing) -> Markup {
    ornament(&icon::standing(standing), "i")
}

/// The shape of an urgency: the sharper, the sooner.
pub(crate) fn shape(urgency: Urgency) -> Markup {
    ornament(&icon::urgency(urgency), "mark")
}
