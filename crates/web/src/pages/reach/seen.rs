//! Where the link of a message leads: a contact says that they have seen it. It shows nothing of the diary, nor who it is about.

use crate::http::headers::NO_STORE;
use crate::ui::assets;
use crate::ui::layout::load;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

/// The page with the button. Looking at it says nothing: programs look at links, too.
pub fn asked() -> Response {
    let main = html! {
        p { "They did not answer in time. Please call them now. If they do not answer, go there or send someone." }
        form method="post" { button class="btn big wide" { "I have seen it" } }
        p { "Then the message is not sent again. Tap it only if you will look after them." }
    };
    shown(StatusCode::OK, "A message about someone you know", &main)
}

/// The thanks.
pub fn thanked() -> Response {
    let main = html! {
        p { "It is noted that you have seen it. The message is not sent again." }
        p { "If you think that they are in danger, call the emergency number." }
    };
    shown(StatusCode::OK, "Thank you", &main)
}

/// A link that leads nowhere.
pub fn gone() -> Response {
    shown(
        StatusCode::NOT_FOUND,
        "This link is over",
        &html! { p { "It works for one message, and no longer than that is needed." } },
    )
}

fn shown(status: StatusCode, title: &str, main: &Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                title { (title) " · Supple" }
                (load(&assets::STYLE))
                (load(&assets::DIARY_STYLE))
            }
            body { main id="main" class="stack measure" { h1 { (title) } (main) } }
        }
    };
    (status, NO_STORE, page).into_response()
}
