//! Whether the diary still holds what a report was made from.

use crate::http::headers::NO_STORE;
use crate::http::visit::{Visit, failure};
use crate::ui::layout::{Frame, Room};
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_report::Proof;
use supple_report::judged::{NO_FILE, NO_REPORT, Told};

/// The address.
pub(super) const ADDRESS: &str = "/doctor/proof";

pub(crate) async fn page(visit: Visit) -> Response {
    shown(&visit, StatusCode::OK, &html! {})
}

pub(crate) async fn send(visit: Visit, form: Result<Multipart, MultipartRejection>) -> Response {
    let Some(file) = file(form).await else {
        return told(&visit, StatusCode::UNPROCESSABLE_ENTITY, NO_FILE);
    };
    let Ok(proof) = Proof::read(&file) else {
        return told(&visit, StatusCode::UNPROCESSABLE_ENTITY, NO_REPORT);
    };
    let found = match visit.journal.found().await {
        Ok(found) => found,
        Err(error) => return failure(&error, visit.help, None),
    };
    let Told { is_good, line } = Told::of(&proof.judge(&found.log), &proof.code());
    let class = if is_good { "card" } else { "card trouble" };
    shown(&visit, StatusCode::OK, &html! { div class=(class) role="alert" { p { (line) } } })
}

async fn file(form: Result<Multipart, MultipartRejection>) -> Option<Vec<u8>> {
    let mut form = form.ok()?;
    while let Some(field) = form.next_field().await.ok()? {
        if field.name() == Some("report") {
            return field.bytes().await.ok().map(Vec::from).filter(|bytes| !bytes.is_empty());
        }
    }
    None
}

fn told(visit: &Visit, status: StatusCode, line: &str) -> Response {
    shown(visit, status, &html! { div class="card trouble" role="alert" { p { (line) } } })
}

fn shown(visit: &Visit, status: StatusCode, said: &Markup) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "Does my diary still hold a report?" }
            (said)
            p { "Each report names the last entry that it was made from. Choose its file, and see whether your diary still holds all of that unchanged." }
        }
        form class="card says" method="post" action=(ADDRESS) enctype="multipart/form-data" {
            label for="report" { "The file of the report" }
            input id="report" type="file" name="report" required;
            button class="btn big" { "Look" }
            p class="soft" { "The file is read here and not stored." }
        }
    };
    let frame =
        Frame { title: "Check a report", room: Room::Doctor, path: ADDRESS, help: visit.help, lost: visit.lost() };
    (status, NO_STORE, frame.around(&main)).into_response()
}
