//! The report as a file: a PDF for people with its data inside, and the data alone for programs.

use crate::http::fields::Fields;
use crate::http::printer::{NotPrinted, Press};
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, Visit, failure};
use crate::pages::doctor::asked::{self, Asked};
use axum::Extension;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use supple_report::{Summary, heads};

/// The address of the PDF.
pub(super) const PDF: &str = "/doctor/report.pdf";

/// The address of the Bundle.
pub(super) const FHIR: &str = "/doctor/report.json";

pub(crate) async fn pdf(visit: Visit, press: Option<Extension<Press>>) -> Response {
    printed(&visit, &Fields::default(), press).await
}

pub(crate) async fn send_pdf(press: Option<Extension<Press>>, post: FormRequest) -> Response {
    printed(&post.visit, &post.fields, press).await
}

pub(crate) async fn fhir(visit: Visit) -> Response {
    written(&visit, &Fields::default()).await
}

pub(crate) async fn send_fhir(post: FormRequest) -> Response {
    written(&post.visit, &post.fields).await
}

async fn printed(visit: &Visit, fields: &Fields, press: Option<Extension<Press>>) -> Response {
    let asked = asked::asked(visit, fields);
    let summary = match summary(visit, &asked).await {
        Ok(summary) => summary,
        Err(response) => return response,
    };
    let Some(Extension(Press(printer))) = press else { return not_printed(visit, &NotPrinted::NotHere) };
    let print = match summary.print(asked.paper) {
        Ok(print) => print,
        Err(error) => return not_printed(visit, &NotPrinted::Failed(error.to_string())),
    };
    match printer.print(print).await {
        Ok(bytes) => file(visit, "pdf", "application/pdf", bytes),
        Err(error) => not_printed(visit, &error),
    }
}

async fn written(visit: &Visit, fields: &Fields) -> Response {
    let summary = match summary(visit, &asked::asked(visit, fields)).await {
        Ok(summary) => summary,
        Err(response) => return response,
    };
    match summary.bundle_json() {
        Ok(json) => file(visit, "fhir.json", "application/fhir+json", json.into_bytes()),
        Err(error) => not_printed(visit, &NotPrinted::Failed(error.to_string())),
    }
}

/// The summary that is asked for.
pub(super) async fn summary(visit: &Visit, asked: &Asked) -> Result<Summary, Response> {
    let found = visit.journal.found().await.map_err(|error| failure(&error, visit.help, None))?;
    Ok(Summary::of(&visit.diary, &asked.request, heads(&found.log), &visit.zoned()))
}

fn file(visit: &Visit, ending: &str, kind: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"back-spasm-record-{}.{ending}\"", visit.today())),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

fn not_printed(visit: &Visit, why: &NotPrinted) -> Response {
    let line = match why {
        NotPrinted::NotHere => {
            "What makes a PDF is loaded when it is first wanted, and that needs the network once. Go back: the page itself \
             can be printed or shown without it."
                .to_owned()
        }
        NotPrinted::Failed(why) => format!("The PDF could not be made ({why}). Go back: the page itself can be printed."),
    };
    Problem::not_now(line).page(visit.help)
}
