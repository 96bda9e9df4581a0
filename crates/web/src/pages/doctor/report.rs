//! The report of a period: one page for a doctor, on the screen and for print.

use crate::http::fields::Fields;
use crate::http::headers::NO_STORE;
use crate::http::visit::{FormRequest, Visit, failure};
use crate::pages::doctor::{asked, blocks, card};
use crate::ui::icons;
use crate::ui::layout::{Frame, Room};
use axum::response::{IntoResponse, Response};
use maud::html;
use supple_report::{Summary, heads};

/// The address.
pub(crate) const ADDRESS: &str = "/doctor/report";

pub(crate) async fn page(visit: Visit) -> Response {
    shown(&visit, &Fields::default()).await
}

pub(crate) async fn send(post: FormRequest) -> Response {
    shown(&post.visit, &post.fields).await
}

async fn shown(visit: &Visit, fields: &Fields) -> Response {
    let asked = asked::asked(visit, fields);
    let found = match visit.journal.found().await {
        Ok(found) => found,
        Err(error) => return failure(&error, visit.help, None),
    };
    let summary = Summary::of(&visit.diary, &asked.request, heads(&found.log), &visit.zoned());
    let sheet = summary.sheet();
    let main = html! {
        div class="stack noprint" {
            h1 { "One page for the doctor" }
            @for trouble in &asked.troubles { div class="card trouble" role="alert" { p { (trouble.line) } } }
            p { "Read it, then print it or save it as a PDF from the menu of your browser. Nothing is sent to anyone." }
            div class="row" { a class="btn quiet" href=(card::ADDRESS) { (icons::speech()) "Show at the emergency room" } }
        }
        (blocks::article(&sheet))
        details class="card noprint" id="change" open[!asked.troubles.is_empty()] {
            summary { "Change period, parts, name or questions" }
            (asked::form(&asked.request, ADDRESS))
        }
    };
    let title = "For the doctor";
    let frame = Frame { title, room: Room::Doctor, path: ADDRESS, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(&main)).into_response()
}
