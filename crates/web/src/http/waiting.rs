//! The page in place of one that needs the diary, while the part that keeps it is still on its way into the browser.

use crate::http::headers::NO_STORE;
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room};
use axum::response::{IntoResponse, Response};
use maud::html;

/// The pages of a diary that can be shown before there is one.
const AT_ONCE: [&str; 3] = ["/now", "/floor", "/spasm"];

/// Whether a page of the diary can be shown before there is a diary.
pub(crate) fn needs_no_diary(path: &str) -> bool {
    AT_ONCE.contains(&path)
}

/// The page in place of one that needs the diary, while the part that keeps it is still on its way into the browser.
pub(crate) fn waiting(help: Help) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "One moment" }
            p class="lead" { "The first time, Supple has to move into this browser. That takes a few seconds." }
            p { "Then this page shows your diary, which stays on this device." }
            noscript {
                p class="card trouble" { "JavaScript is off in this browser. Without it, no diary can be kept here." }
            }
            div class="row" {
                a class="btn" href="" { "Try again" }
                a class="btn quiet" href="/guide" { (icons::guide()) "Open the guide" }
            }
        }
    };
    let frame = Frame { title: "One moment", room: Room::Keep, path: "/", help, lost: None };
    (NO_STORE, frame.around(&main)).into_response()
}
