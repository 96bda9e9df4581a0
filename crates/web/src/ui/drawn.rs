//! Scenes in pages. The stylesheet knows their inks by the classes that the SVG has.

use maud::{Markup, PreEscaped, html};
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

/// The figure of a position, on the ground of a picture. Nothing where the guidance draws none.
pub(crate) fn figure(position: Option<&str>) -> Markup {
    let scene = position.and_then(supple_figure::scene);
    html! { @if let Some(scene) = scene { div class="pic" { (picture(&scene, "figure")) } } }
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
