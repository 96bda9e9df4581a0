//! What does not work, in one clear line each, and the way on.

use crate::http::headers::NO_STORE;
use crate::http::visit::see_other;
use crate::ui::help::Help;
use crate::ui::layout::{Frame, Room};
use axum::extract::rejection::FormRejection;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use http_body_util::LengthLimitError;
use maud::html;

/// A request that cannot be answered as asked.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    line: String,
}

impl Problem {
    /// A country that no number is known for.
    pub(crate) fn no_number(code: &str) -> Problem {
        Problem::bad_form(format!("Supple has no number for the country {}.", quoted(code)))
    }

    /// The form does not hold together. `line` says what is wrong with it.
    pub(crate) fn bad_form(line: impl Into<String>) -> Problem {
        Problem { status: StatusCode::BAD_REQUEST, line: line.into() }
    }

    /// There is nothing at the address.
    pub(crate) fn not_found() -> Problem {
        Problem { status: StatusCode::NOT_FOUND, line: "There is no page at this address.".to_owned() }
    }

    /// The form was sent by another site.
    pub(crate) fn foreign() -> Problem {
        let line = "This was sent by another site, not by a page of Supple, so nothing was done.".to_owned();
        Problem { status: StatusCode::FORBIDDEN, line }
    }

    /// The form of the diary is larger than anyone can fill it in.
    pub(crate) fn too_large() -> Problem {
        let line = "This is larger than 256 KiB, so nothing was stored. A note takes up to 20,000 characters. \
                    Please go back and shorten it: your browser still has what you wrote.";
        Problem { status: StatusCode::PAYLOAD_TOO_LARGE, line: line.to_owned() }
    }

    /// What was sent broke off, or came too slowly.
    pub(crate) fn broken_off() -> Problem {
        let line = "This did not arrive as a whole, so nothing was stored. Please go back and send it again: your browser \
                    still has what you wrote.";
        Problem { status: StatusCode::REQUEST_TIMEOUT, line: line.to_owned() }
    }

    /// It cannot be done now, through no fault of whoever asks.
    pub(crate) fn not_now(line: impl Into<String>) -> Problem {
        Problem { status: StatusCode::SERVICE_UNAVAILABLE, line: line.into() }
    }

    /// The page, with the number of its reader on top, like every page.
    pub(crate) fn page(&self, help: Help) -> Response {
        let title = match self.status {
            StatusCode::NOT_FOUND => "Not here",
            StatusCode::PAYLOAD_TOO_LARGE => "Too much at once",
            StatusCode::FORBIDDEN => "Not from here",
            StatusCode::REQUEST_TIMEOUT => "It broke off",
            StatusCode::SERVICE_UNAVAILABLE => "Not just now",
            StatusCode::METHOD_NOT_ALLOWED => "That does not work here",
            _ => "We cannot read that",
        };
        let main = html! {
            div class="stack measure" {
                h1 { (title) }
                p id="problem" { (self.line) }
                p { "If you feel unsafe, do not look for the fault. Call." }
                div class="row" {
                    a class="btn" href="/check" { "Start the check" }
                    a class="btn quiet" href="/" { "Go to the start" }
                }
            }
        };
        let frame = Frame { title, room: Room::Elsewhere, path: "/", help, lost: None };
        // The line may quote what was sent.
        (self.status, NO_STORE, frame.around(&main)).into_response()
    }
}

impl From<FormRejection> for Problem {
    fn from(rejection: FormRejection) -> Problem {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            let line = "The form is larger than 64 KiB. A whole check takes about 2. Please start the check again.";
            return Problem { status: StatusCode::PAYLOAD_TOO_LARGE, line: line.to_owned() };
        }
        if matches!(rejection, FormRejection::BytesRejection(_)) {
            return Problem::broken_off();
        }
        Problem::bad_form("This was not sent by a form of Supple. Please start the check again.")
    }
}

/// Whether a body was refused for its size, and not because it broke off.
pub fn is_too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// An address with a slash at its end is that without: a host of files makes a folder of each page.
pub(crate) async fn not_found(help: Help, uri: Uri) -> Response {
    let path = uri.path();
    let shorter = path.trim_end_matches('/');
    // `//host` would lead to another site.
    if shorter.len() < path.len() && !shorter.is_empty() && !shorter.starts_with("//") {
        return see_other(shorter);
    }
    if is_below_a_folder(path) {
        return Problem { status: StatusCode::NOT_FOUND, line: NEEDS_A_NAME.to_owned() }.page(help);
    }
    Problem::not_found().page(help)
}

/// What is wrong where the app was put below a folder of a site.
pub(crate) const NEEDS_A_NAME: &str = "This address is below a folder, and Supple does not work there: its pages lead to the \
                                       root of the site. Whoever runs it has to give it a name of its own, such as \
                                       supple.example.";

/// Whether the end of a path is a page: then something has put a folder before it.
fn is_below_a_folder(path: &str) -> bool {
    let pages = crate::paths();
    let ends = path.match_indices('/').skip(1).map(|(at, _)| &path[at..]);
    ends.filter(|end| *end != "/").any(|end| pages.iter().any(|page| page == end))
}

pub(crate) async fn wrong_method(help: Help) -> Response {
    let line = "This address cannot be used in that way. Please open the page again.".to_owned();
    Problem { status: StatusCode::METHOD_NOT_ALLOWED, line }.page(help)
}

/// What someone sent, in quotation marks, cut to a length that fits one line.
pub(crate) fn quoted(text: &str) -> String {
    format!("“{}”", supple_text::shorten(text, 40))
}
