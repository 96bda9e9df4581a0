//! What makes the pages an app: the manifest, what a home screen leads to, and what other apps share with it.

use crate::http::csrf::SHARE;
use crate::http::fields::Fields;
use crate::http::visit::{FormRequest, Visit};
use crate::pages::diary::log;
use crate::ui::assets::{Asset, ICON, LARGE_ICON, WHOLE_ICON};
use crate::ui::icons;
use crate::ui::layout::LIGHT;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::html;
use serde_json::{Value, json};
use supple_journal::StorageStatus;

/// What a phone needs to know to put Supple on its home screen.
pub(crate) async fn manifest() -> impl IntoResponse {
    let picture = |icon: &Asset, size: u32, purpose: &str| json!({"src": icon.address(), "sizes": format!("{size}x{size}"), "type": "image/png", "purpose": purpose});
    let shortcut = |name: &str, about: &str, url: &str| -> Value {
        json!({"name": name, "description": about, "url": url, "icons": [picture(&ICON, 192, "any")]})
    };
    let manifest = json!({
        "name": "Supple",
        "short_name": "Supple",
        "description": "A private companion for back muscle spasms",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": "en",
        "dir": "ltr",
        "background_color": LIGHT,
        "theme_color": LIGHT,
        "categories": ["health", "medical"],
        "icons": [
            picture(&ICON, 192, "any"),
            picture(&LARGE_ICON, 512, "any"),
            picture(&WHOLE_ICON, 512, "maskable"),
        ],
        "shortcuts": [
            shortcut("Spasm now", "One tap, with the time of now", "/spasm"),
            shortcut("Help me now", "What to do in this minute", "/now"),
            shortcut("I am on the floor", "One step at a time", "/floor"),
        ],
        "share_target": {
            "action": SHARE,
            "method": "POST",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    });
    ([(header::CONTENT_TYPE, "application/manifest+json")], manifest.to_string())
}

/// What a tap on "Spasm now" does. Where it is not known whether it will be stored, nothing says that it is.
pub(crate) fn one_tap(visit: &Visit) -> &'static str {
    let is_sure = visit.help.notice().is_none() && visit.journal.host().keeping() != StorageStatus::Site;
    if is_sure { "One tap. It is stored." } else { "One tap. The next page says if it is stored." }
}

/// One large button: opening an address must never store anything, so it takes a tap.
pub(crate) async fn spasm(visit: Visit) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "Spasm now" }
            form method="post" action="/spasm" {
                (visit.tap())
                button class="door fill-plum" {
                    (icons::spasm())
                    span { b { "Store a spasm" } (one_tap(&visit)) " It has the time of now." }
                }
            }
            p class="soft" { "You can add to it later, or never." }
            div class="row" {
                a class="btn quiet" href="/now" { (icons::lying()) "Help me now" }
                a class="btn quiet" href="/check" { (icons::check()) "Is it an emergency?" }
            }
        }
    };
    visit.page("Spasm now", "/spasm", &main)
}

/// What another app shares becomes a note that is not stored yet.
pub(crate) async fn share(post: FormRequest) -> Response {
    let mut parts: Vec<&str> = Vec::new();
    for name in ["title", "text", "url"] {
        let part = post.fields.get(name).trim();
        // Some apps say the address in the text as well.
        if !part.is_empty() && !parts.iter().any(|other| other.contains(part)) {
            parts.push(part);
        }
    }
    let mut fields = Fields::default();
    fields.put("text", parts.join("\n"));
    log::note(&post.visit, &fields)
}

#[cfg(test)]
mod tests {
    use crate::ui::layout::{DARK, LIGHT};

    #[test]
    fn the_frame_of_the_app_has_the_colours_of_the_pages() {
        let style = include_str!("../../../assets/supple.css");
        assert!(style.contains(&format!("--ground: light-dark({LIGHT}, {DARK});")));
    }
}
