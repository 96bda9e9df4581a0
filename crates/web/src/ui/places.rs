//! Places on the body, for signs where a place is meant.

use crate::ui::drawn::{ornament, picture};
use maud::{Markup, html};
use supple_pictures::place::place;

/// The drawing of this name, small beside the question (where its words would only say it twice) or large with its words.
pub(crate) fn drawing(name: &str, large: bool) -> Markup {
    let Some(place) = place(name) else { return html! {} };
    if large { picture(&place, "place large") } else { ornament(&place, "place") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_that_the_guidance_names_is_drawn() {
        for finding in &supple_guidance::embedded().findings {
            if let Some(name) = &finding.picture {
                assert!(!drawing(name, false).into_string().is_empty(), "{name} of {}", finding.id);
            }
        }
    }
}
