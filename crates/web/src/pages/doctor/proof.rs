//! Whether the diary still holds what a report was made from.

use crate::http::headers::NO_STORE;
use crate::http::visit::{Visit, failure};
use crate::ui::layout::{Frame, Room};
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_report::Proof;
use supple_report::judged::{NO_REPORT, Told};

/// The address.
pub(super) const ADDRESS: &str = "/doctor/proof";

/// The largest file that is looked into: ten years with every annex take less.
pub(super) const MAX_BYTES: usize = 16 * 1024 * 1024;

pub(crate) async fn page(visit: Visit) -> Response {
    shown(&visit, StatusCode::OK, &html! {})
}

/// The whole form is looked through as it came: a report holds its heads in the clear, wherever it begins.
pub(crate) async fn send(visit: Visit, form: Bytes) -> Response {
    let Ok(proof) = Proof::read(&form) else {
        let said = html! { div class="card trouble" role="alert" { p { (NO_REPORT) } } };
        return shown(&visit, StatusCode::UNPROCESSABLE_ENTITY, &said);
    };
    let found = match visit.journal.found().await {
        Ok(found) => found,
        Err(error) => return failure(&error, visit.help, None),
    };
    let Told { is_good, line } = Told::of(&proof.judge(&found.log), &proof.code());
    let class = if is_good { "card" } else { "card trouble" };
    shown(&visit, StatusCode::OK, &html! { div class=(class) role="alert" { p { (line) } } })
}

fn shown(visit: &Visit, status: StatusCode, said: &Markup) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "Does my diary still hold a report?" }
            (said)
            p { "Each report names the last entry that it was made from. Choose its file: your diary says whether it still holds all of that unchanged." }
        }
        form class="card says" method="post" action=(ADDRESS) enctype="multipart/form-data" {
            label for="report" { "The PDF of the report, or its data" }
            input id="report" type="file" name="report" required;
            button class="btn big" { "Look" }
            p class="soft" { "The file is read here and not stored." }
        }
    };
    let frame =
        Frame { title: "Check a report", room: Room::Doctor, path: ADDRESS, help: visit.help, lost: visit.lost() };
    (status, NO_STORE, frame.around(&main)).into_response()
}
