//! Scenes in pages. The stylesheet knows their inks by the classes that the SVG has.

use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};
use supple_drawing::Scene;
use supple_drawing::svg::{Role, shown};

/// A drawing that says something of its own: its description is read out.
pub(crate) fn picture(scene: &Scene, class: &str) -> Markup {
    PreEscaped(shown(scene, class, Role::Picture))
}

/// A drawing whose words stand beside it.
pub(crate) fn ornament(scene: &Scene, class: &str) -> Markup {
    PreEscaped(shown(scene, class, Role::Ornament))
}

/// The figures of all positions, each drawn when it is first wanted: a plan has several, and drawing them takes longer than all
/// its words.
static FIGURES: LazyLock<BTreeMap<&'static str, OnceLock<String>>> = LazyLock::new(|| {
    let poses = &supple_guidance::embedded().figures.pose;
    poses.iter().map(|pose| (pose.id.as_str(), OnceLock::new())).collect()
});

/// The figure of a position, on the ground of a picture. Nothing where the guidance draws none.
pub(crate) fn figure(position: Option<&str>) -> Markup {
    let drawn = position.and_then(|id| {
        let drawing = || supple_figure::scene(id).map(|scene| picture(&scene, "figure").into_string());
        FIGURES.get(id).map(|figure| figure.get_or_init(|| drawing().unwrap_or_default()))
    });
    html! { @if let Some(drawn) = drawn { div class="pic" { (PreEscaped(drawn)) } } }
}

#[cfg(test)]
mod tests {
    use supple_drawing::Ink;

    #[test]
    fn the_stylesheet_knows_every_ink() {
        let sheet = include_str!("../../assets/supple.css");
        for ink in Ink::ALL {
            for class in [format!(".f-{} {{ fill:", ink.name()), format!(".s-{} {{ stroke:", ink.name())] {
                assert!(sheet.contains(&class), "{class}");
            }
        }
    }
}
