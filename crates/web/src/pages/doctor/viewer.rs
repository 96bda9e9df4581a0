//! Where a link for a practice is opened: the one page of Supple that others see. It is the same for every link; its script
//! takes the key from behind the `#`, which no server gets, and decrypts in the browser.

use crate::http::headers::NO_STORE;
use crate::ui::assets;
use crate::ui::layout::load;
use axum::http::HeaderMap;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, html};

/// As every page, and it may fetch from where it came from: what waits under the link.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The page.
pub fn page(_headers: &HeaderMap) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                title { "A shared report · Supple" }
                (load(&assets::STYLE))
                (load(&assets::DIARY_STYLE))
                (load(&assets::DOCTOR_STYLE))
                (load(&assets::VIEWER_SCRIPT))
            }
            body {
                main id="main" class="stack measure" {
                    h1 { "A report from a patient" }
                    p id="state" role="status" { "To open it, this page needs JavaScript." }
                    form id="ask" class="card stack" hidden {
                        label for="passcode" { "The passcode that the patient told you" }
                        input id="passcode" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="60";
                        button class="btn big" { "Open" }
                    }
                    div id="shown" class="stack" hidden {
                        p class="row" {
                            a id="pdf" class="btn big" download="report.pdf" { "Save the PDF" }
                            a id="data" class="btn quiet" download="report.fhir.json" { "Save the data (FHIR)" }
                        }
                        pre id="text" class="card said" dir="auto" {}
                    }
                    p class="soft" {
                        "Written by the patient with Supple, a diary of back spasms. It was decrypted in this browser. "
                        "No clinician has reviewed Supple."
                    }
                }
            }
        }
    };
    (NO_STORE, [(header::CONTENT_SECURITY_POLICY, POLICY)], page).into_response()
}
