//! Figures as files of their own: a page names them, and a browser loads one when its row opens.

use crate::ui::assets::{LASTING, STYLE, fnv1a};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use supple_drawing::{Area, Scene, svg};

/// Where they are.
pub(crate) const ROUTE: &str = "/figure/{name}";

/// A position, drawn.
struct Figure {
    /// Its address, which changes with what is drawn.
    address: String,
    /// How wide and high it is, so that its place is kept before it is there.
    size: [u32; 2],
    /// What it shows, in words.
    description: String,
    file: String,
}

/// The figures of all positions, drawn once.
static ALL: LazyLock<BTreeMap<&'static str, Figure>> = LazyLock::new(|| {
    let style = inks();
    supple_figure::ids().filter_map(|id| Some((id, draw(id, &style)?))).collect()
});

fn draw(id: &str, style: &str) -> Option<Figure> {
    let scene = supple_figure::scene(id)?;
    let file = svg::styled(&scene, style);
    Some(Figure { address: format!("/figure/{id}-{:016x}.svg", fnv1a(file.as_bytes())), ..framed(scene, file)? })
}

/// A scene and its file, without an address.
fn framed(scene: Scene, file: String) -> Option<Figure> {
    let Area::Window(window) = scene.area else { return None };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a window is some hundred units wide")]
    let size = [window.width(), window.height()].map(|length| (4.0 * length).round() as u32);
    Some(Figure { address: String::new(), size, description: scene.description, file })
}

/// The movements, as files that move.
static MOVING: LazyLock<BTreeMap<&'static str, Figure>> = LazyLock::new(|| {
    let style = inks();
    supple_figure::movements().filter_map(|id| Some((id, animate(id, &style)?))).collect()
});

/// How many positions a movement is drawn in on its way.
const FRAMES: u8 = 6;

fn animate(id: &str, style: &str) -> Option<Figure> {
    let frames = supple_figure::frames(id, FRAMES);
    let file = svg::moving(&frames, supple_figure::seconds(id)?, style)?;
    let last = frames.into_iter().next_back()?;
    Some(Figure { address: format!("/figure/{id}-moving-{:016x}.svg", fnv1a(file.as_bytes())), ..framed(last, file)? })
}

/// What the stylesheet of the pages says of colours and inks: it does not reach a file, and day and night are decided once.
fn inks() -> String {
    let sheet = String::from_utf8_lossy(STYLE.content());
    let tokens = sheet.split(":root {").nth(1).and_then(|rest| rest.split('}').next()).unwrap_or_default();
    let colours =
        tokens.lines().map(str::trim).filter(|line| line.contains("light-dark(") || line.starts_with("color-scheme"));
    let rules = sheet.lines().filter(|line| [".f-", ".s-", "[class^=s-]"].iter().any(|start| line.starts_with(start)));
    let all = |lines: Vec<&str>| lines.concat();
    format!(
        ":root {{{}}}svg {{ color: var(--pine); fill: currentColor; }}{}",
        all(colours.collect()),
        all(rules.collect())
    )
}

fn files() -> impl Iterator<Item = &'static Figure> {
    ALL.values().chain(MOVING.values())
}

/// The addresses of all of them.
pub(crate) fn addresses() -> impl Iterator<Item = String> {
    files().map(|figure| figure.address.clone())
}

/// The figure of a position, on the ground of a picture. `said`: whether words beside it say what it shows; else it is read
/// out. Nothing where there is no such position.
pub(crate) fn figure(id: &str, said: bool) -> Markup {
    html! {
        @if let Some(Figure { address, size: [width, height], description, .. }) = ALL.get(id) {
            div class="pic" {
                img src=(address) alt=(if said { "" } else { description }) width=(width) height=(height) loading="lazy";
            }
        }
    }
}

/// The figures of positions side by side. Nothing where there are none.
pub(crate) fn row<'f>(ids: impl Iterator<Item = &'f str>) -> Markup {
    let mut ids = ids.peekable();
    html! { @if ids.peek().is_some() { div class="pics" { @for id in ids { (figure(id, false)) } } } }
}

/// A movement, which moves where the system of the person does not ask for stillness, and stands still on paper. A position or
/// a sequence is shown as it is, and so is a movement that is to be held `still`.
pub(crate) fn movement(id: &str, still: bool) -> Markup {
    let moving = MOVING.get(id).filter(|_| !still);
    let poses = supple_figure::still(id);
    html! {
        @if let Some(Figure { address, size: [width, height], description, .. }) = moving {
            div class="pic moves" { img src=(address) alt=(description) width=(width) height=(height) loading="lazy"; }
        }
        div class=(if moving.is_some() { "pics stands" } else { "pics" }) { @for pose in poses { (figure(pose, false)) } }
    }
}

/// Whether a picture with this id moves.
pub(crate) fn can_move(id: &str) -> bool {
    MOVING.contains_key(id)
}

/// The file at an address.
pub(crate) async fn send(Path(name): Path<String>) -> Response {
    match files().find(|figure| figure.address.strip_prefix("/figure/") == Some(&name)) {
        Some(figure) => ([(header::CONTENT_TYPE, "image/svg+xml"), LASTING], figure.file.as_str()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use supple_drawing::Ink;

    #[test]
    fn a_file_has_the_colours_of_the_pages_by_day_and_by_night() {
        let style = inks();
        for ink in Ink::ALL {
            assert!(style.contains(&format!(".f-{} {{ fill:", ink.name())), "{}", ink.name());
        }
        for used in style.split("var(").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(style.contains(&format!("{used}: light-dark(")), "{used} is a colour of day and night");
        }
        assert!(!style.contains(['<', '&']), "it stands in a file as it is");
    }
}
