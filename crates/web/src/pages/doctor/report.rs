//! The report of a period: one page for a doctor, on the screen and for print.

use crate::http::fields::Fields;
use crate::http::headers::NO_STORE;
use crate::http::visit::{FormRequest, Visit};
use crate::pages::doctor::{asked, blocks, files, proof};
use crate::ui::layout::{Frame, Room};
use axum::response::{IntoResponse, Response};
use maud::html;

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
    let summary = match files::summary(visit, &asked).await {
        Ok(summary) => summary,
        Err(response) => return response,
    };
    let sheet = summary.sheet();
    let main = html! {
        div class="stack noprint" {
            h1 { "One page for the doctor" }
            @for trouble in &asked.troubles { div class="card trouble" role="alert" { p { (trouble.line) } } }
            form class="row" method="post" action=(files::PDF) {
                (asked::hidden(&asked))
                button class="btn big" { "Save it as a PDF" }
                button class="btn quiet" formaction=(files::FHIR) { "As data (FHIR)" }
            }
            p class="soft" { "Nothing is sent to anyone. The PDF has the data inside, too." }
        }
        (blocks::article(&sheet))
        details class="card noprint" id="change" open[!asked.troubles.is_empty()] {
            summary { "Change period, parts, name or questions" }
            (asked::form(&asked, !summary.trials.each.is_empty(), ADDRESS))
        }
        p class="soft noprint" { a href=(proof::ADDRESS) { "Does my diary still hold a report that I gave away?" } }
    };
    let title = "For the doctor";
    let frame = Frame { title, room: Room::Doctor, path: ADDRESS, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(&main)).into_response()
}
