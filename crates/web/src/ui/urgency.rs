//! An urgency in word, shape and colour, always all three.

use crate::ui::icons;
use maud::{Markup, html};
use supple_guidance::Urgency;
pub(crate) use supple_wording::urgency::word;

/// Shape and word, in the colour of the urgency.
pub(crate) fn tag(urgency: Urgency) -> Markup {
    labelled(urgency, word(urgency))
}

/// As [`tag`], for what a single source says: there the mildest level means that it calls the sign ordinary.
pub(crate) fn opinion(urgency: Urgency) -> Markup {
    labelled(urgency, supple_wording::urgency::opinion(urgency))
}

fn labelled(urgency: Urgency, word: &str) -> Markup {
    html! { span class="tag" data-urgency=(urgency) { (icons::shape(urgency)) (word) } }
}
