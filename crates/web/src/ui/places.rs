//! Drawings of places on the body, for signs where a place is meant. Seen from behind, like the map of the diary.

use maud::{Markup, PreEscaped, html};

/// A drawing: what it is called in the guidance, what it shows in words, and its shapes in a square of 96.
struct Place {
    name: &'static str,
    told: &'static str,
    shapes: &'static str,
}

const HIPS: &str = "M24 3C20 18 6 30 7 54 8 70 12 82 14 94H43L48 74 53 94H82C84 82 88 70 89 54 90 30 76 18 72 3Z";
const TRUNK: &str = "M36 4C34 10 20 12 14 18 9 24 12 40 18 54 22 66 20 80 18 93H78C76 80 74 66 78 54 84 40 87 24 82 18 76 12 62 10 60 4Z";
const LEGS: &str =
    "M22 4H46L45 40 44 58 42 92H30L27 60C22 48 20 24 22 4ZM74 4H50L51 40 52 58 54 92H66L69 60C74 48 76 24 74 4Z";
const CALF: &str = "M36 3C34 16 24 28 25 46 26 62 36 72 37 93H56C57 76 69 64 70 46 71 28 62 16 60 3Z";

const PLACES: [(Place, &str); 6] = [
    (
        Place {
            name: "saddle",
            told: "The part that touches a saddle.",
            shapes: r#"<path class="spot" d="M31 42C38 36 58 36 65 42 74 50 74 62 70 70 66 78 64 86 63 94H53L48 74 43 94H33C32 86 30 78 26 70 22 62 22 50 31 42Z"/><path class="edge" d="M48 24V72"/>"#,
        },
        HIPS,
    ),
    (
        Place {
            name: "legs",
            told: "Down both legs.",
            shapes: r#"<path class="way" d="M33 14 35 46 36 82M63 14 61 46 60 82"/>"#,
        },
        LEGS,
    ),
    (
        Place {
            name: "leg",
            told: "Down one leg, past the fold under the buttock.",
            shapes: r#"<path class="way" d="M63 14 61 46 60 82"/>"#,
        },
        LEGS,
    ),
    (
        Place {
            name: "calf",
            told: "The back of the lower leg.",
            shapes: r#"<path class="spot" d="M48 19C60 22 65 36 64 47 62 60 54 67 48 70 41 66 33 58 32 46 31 34 36 22 48 19Z"/>"#,
        },
        CALF,
    ),
    (
        Place {
            name: "upper-back",
            told: "Between and near the shoulder blades.",
            shapes: r#"<ellipse class="spot" cx="48" cy="33" rx="25" ry="15"/><path class="edge" d="M48 10V90"/>"#,
        },
        TRUNK,
    ),
    (
        Place {
            name: "side",
            told: "Between the lowest rib and the hip bone, to one side.",
            shapes: r#"<ellipse class="spot" cx="69" cy="62" rx="9" ry="15"/><path class="edge" d="M48 10V90"/>"#,
        },
        TRUNK,
    ),
];

/// The drawing of this name, small beside the question (where its words would only say it twice) or large with its words.
pub(crate) fn drawing(name: &str, large: bool) -> Markup {
    let Some((place, outline)) = PLACES.iter().find(|(place, _)| place.name == name) else { return html! {} };
    html! {
        svg class={ "place" @if large { " large" } } viewBox="0 0 96 96"
            role=[large.then_some("img")] aria-label=[large.then_some(place.told)]
            aria-hidden=[(!large).then_some("true")] {
            path class="skin" d=(outline) {}
            (PreEscaped(place.shapes))
            path class="edge" d=(outline) {}
        }
    }
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
