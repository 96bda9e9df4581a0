//! The pages that a server shows to a device that is not paired with it. They know nothing of the diary behind it.

use crate::http::headers::NO_STORE;
use crate::pages::storage::erase;
use crate::ui::help::Help;
use crate::ui::layout::{Frame, Room};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::html;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// What was filled in where a device asks to be paired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The code.
    pub code: &'a str,
    /// What the person calls the device.
    pub name: &'a str,
    /// Whether what the device has kept goes into the diary of the server.
    pub join: bool,
}

/// The form that asks for the code. `trouble` says why the last one did not do, as whole sentences.
pub fn ask(headers: &HeaderMap, status: StatusCode, asked: Asked<'_>, trouble: Option<&str>) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "Pair this device" }
            p { "Then it may read the diary on this server and write in it." }
            @if let Some(trouble) = trouble {
                div class="card trouble" role="alert" { p id="problem" { (trouble) } }
            }
        }
        form class="stack says measure" method="post" action="/pair" novalidate {
            div class="card stack line" {
                label for="code" { "Code" }
                input id="code" name="code" type="text" value=(asked.code) autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20";
                p class="src" { "Eight letters and digits. The server shows it under “Keep it safe”, “New phone”, or when you type " code { "supple pair" } " there." }
            }
            div class="card stack line" {
                label for="name" { "A name for this device" }
                input id="name" name="name" type="text" dir="auto" value=(asked.name) autocomplete="off" maxlength="40" placeholder="My phone";
            }
            div class="card" {
                label class="join" {
                    input type="checkbox" name="join" value="yes" checked[asked.join];
                    "Put what this device has kept into that diary"
                }
                p class="src" { "The two become one diary. Leave this out if another person wrote on this device." }
            }
            button class="btn big" { "Pair" }
        }
    };
    respond(headers, status, "Pair this device", &main)
}

/// What a device that is not paired hears when it sends something that would be stored.
pub fn nothing_stored(headers: &HeaderMap) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "Nothing was stored" }
            p id="problem" { "This device is not paired with this server, so nothing was stored here." }
            p { "Please go back: your browser still has what you wrote." }
            div class="row" {
                a class="btn" href="/pair" { "Pair this device" }
                a class="btn quiet" href="/check" { "Start the check" }
            }
            p { "The check and the guide work without pairing. If you feel unsafe, call." }
        }
    };
    respond(headers, StatusCode::FORBIDDEN, "Nothing was stored", &main)
}

/// What is said while the server cannot tell who is paired.
pub fn list_unreadable(headers: &HeaderMap) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "The diary cannot be shown" }
            p id="problem" { "The server cannot read its list of devices, so it cannot tell whether you may come in." }
            p { "Nothing is lost. Whoever runs the server sees there what to do." }
            p { "The check and the guide work without it. If you feel unsafe, call." }
            div class="row" {
                a class="btn" href="/check" { "Start the check" }
                a class="btn quiet" href="/guide" { "Open the guide" }
            }
        }
    };
    respond(headers, StatusCode::SERVICE_UNAVAILABLE, "The diary cannot be shown", &main)
}

/// What is said where a proxy has put the app below a folder of a site.
pub fn below_a_folder(headers: &HeaderMap) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "Supple needs a name of its own" }
            p id="problem" { (crate::http::problem::NEEDS_A_NAME) }
            p { "If you feel unsafe, do not look for the fault. Call." }
        }
    };
    respond(headers, StatusCode::MISDIRECTED_REQUEST, "Supple needs a name of its own", &main)
}

/// What a browser in which everything was erased hears at last, from the server that it was paired with. With this answer the
/// browser is told to delete all that it keeps for this address, since what a script empties stays on its disk for a while.
pub fn gone(headers: &HeaderMap) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "Everything is erased" }
            p class="lead" { "The browser was told to delete all that it kept for Supple, its files with it." }
            p { "This device is not paired with this server. To use the diary of the server here, pair it with a new code." }
            (erase::tabs())
            p { b { "Not erased: " } "what is on the server and on your other devices, and copies and backups that you saved." }
            div class="row" { a class="btn quiet" href="/" { "Go to the start" } }
        }
    };
    let mut response = respond(headers, StatusCode::OK, "Erased", &main);
    response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"storage\""));
    response
}

fn respond(headers: &HeaderMap, status: StatusCode, title: &str, main: &maud::Markup) -> Response {
    let frame = Frame { title, room: Room::Diary, path: "/", help: Help::of(None, None, headers), lost: None };
    (status, NO_STORE, frame.around(main)).into_response()
}
