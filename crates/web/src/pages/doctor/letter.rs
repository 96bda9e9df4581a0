//! A letter in plain words: what it always says, and the lines that were ticked.

use crate::http::fields::Fields;
use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, Visit};
use crate::pages::doctor::{asked, files};
use crate::ui::layout::{Frame, Room};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::html;
use supple_guidance::report::Letter;
use supple_report::letter::{letter, letters, offers};

/// The address of a letter, as a pattern.
pub(super) const PATTERN: &str = "/doctor/letter/{id}";

pub(super) fn address(letter: &Letter) -> String {
    format!("/doctor/letter/{}", letter.id)
}

/// The addresses of all letters.
pub(super) fn addresses() -> Vec<String> {
    letters().iter().map(address).collect()
}

pub(crate) async fn page(Path(id): Path<String>, visit: Visit) -> Response {
    shown(&visit, &id, &Fields::default()).await
}

pub(crate) async fn send(Path(id): Path<String>, post: FormRequest) -> Response {
    shown(&post.visit, &id, &post.fields).await
}

async fn shown(visit: &Visit, id: &str, fields: &Fields) -> Response {
    let Some(which) = letters().iter().find(|letter| letter.id == id) else {
        return Problem::not_found().page(visit.help);
    };
    let summary = match files::summary(visit, &asked::asked(visit, fields)).await {
        Ok(summary) => summary,
        Err(response) => return response,
    };
    let ticked: Vec<&str> = fields.all("line").collect();
    let text = letter(&summary, which, &ticked);
    let main = html! {
        h1 { "A letter: " (supple_wording::lower(&which.name)) }
        article class="card paper" dir="auto" id="letter" {
            @for paragraph in text.split("\n\n") { p { (paragraph) } }
        }
        p class="row noprint" { a class="btn quiet" href="#letter" data-copy=(text) { "Copy" } }
        form class="card stack noprint" method="post" action=(address(which)) {
            h2 { "What it tells" }
            p class="soft" { "Only what you tick. Nothing is sent to anyone." }
            fieldset class="ticks" {
                legend { "Lines" }
                @for offer in offers(&summary, which) {
                    label class="tick" {
                        input type="checkbox" name="line" value=(offer.id) checked[ticked.contains(&offer.id)];
                        span { b { (offer.tick) } br; span class="told" { (offer.text) } }
                    }
                }
            }
            label for="name" { "Your name below it" }
            input id="name" type="text" name="name" dir="auto" autocomplete="name" maxlength="200" value=[summary.name.as_deref()];
            button class="btn" { "Show it so" }
        }
    };
    let title = which.name.as_str();
    let frame = Frame { title, room: Room::Doctor, path: &address(which), help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(&main)).into_response()
}
