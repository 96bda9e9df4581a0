//! The way to a new phone: a code of the server where another device can reach it, else a file.
//!
//! The code is a secret for ten minutes: the page is kept nowhere, and in a browser with a diary of its own the worker hands
//! it on from the server without keeping it.

use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::storage::copies::{ADDRESS as KEEP, OPEN_COPY};
use crate::pages::storage::devices::{self, Caller};
use crate::tell;
use crate::ui::drawn::picture;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query};
use axum::response::Response;
use maud::{Markup, html};
use supple_journal::{Devices, Invitation, Peer, leads_to_itself};
use supple_pictures::squares::code;

/// Where it is.
pub(crate) const ADDRESS: &str = "/keep/phone";

/// What is said once, after something was done to the list of devices.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Done {
    /// The name of the device that was unpaired.
    pub(super) removed: Option<String>,
    /// Its id, where it had let others in.
    pub(super) was: Option<String>,
    /// How many were unpaired with it.
    pub(super) also: Option<usize>,
}

/// Makes a code for one more device, where one can be of use.
pub(crate) async fn pair(caller: Option<Extension<Caller>>, post: FormRequest) -> Response {
    if post.visit.journal.host().devices().is_none_or(Devices::is_open) {
        return see_other(ADDRESS);
    }
    let by = caller.and_then(|Extension(caller)| caller.device);
    devices::act(&post, |devices| devices.invite(by.as_deref()).map(|()| ADDRESS.to_owned()))
}

pub(crate) async fn page(
    visit: Visit,
    caller: Option<Extension<Caller>>,
    done: Result<Query<Done>, QueryRejection>,
) -> Response {
    let caller = caller.map(|Extension(caller)| caller);
    let done = done.map(|Query(done)| done).unwrap_or_default();
    let ways = match visit.journal.host().devices() {
        Some(devices) => of_server(&visit, devices, caller.as_ref(), &done),
        None => Ok(of_browser(&visit)),
    };
    match ways {
        Ok(ways) => {
            let main = html! {
                (ways)
                p { a href=(KEEP) { "Where my diary is" } }
            };
            visit.keep_page("New phone", &main)
        }
        Err(line) => devices::cannot(&visit, &line),
    }
}

fn of_server(visit: &Visit, devices: &dyn Devices, caller: Option<&Caller>, done: &Done) -> Result<Markup, String> {
    let paired = devices.paired()?;
    let invitation = devices.invitation(caller.map_or("", |caller| caller.address.as_str()))?;
    Ok(html! {
        div class="stack measure" {
            h1 { "New phone" }
            (devices::done(done, &paired))
            @if devices.is_open() {
                div class="card trouble" {
                    p { b { "No phone can reach this Supple." } " It answers this computer only." }
                    p { "To let one in, start it with " code { "--host" } " and the name of this computer. Or take a file." }
                }
                (with_a_file(visit))
            } @else {
                @match &invitation {
                    Some(invitation) => (open_code(visit, invitation)),
                    None => form method="post" action=(ADDRESS) { button class="btn big" { "Show a code" } },
                }
                div class="folds" { details { summary { "No camera, or no network there?" } (with_a_file(visit)) } }
            }
        }
        @if !paired.is_empty() { section class="stack measure" id="devices" { (devices::list(visit, &paired, caller)) } }
    })
}

/// In a browser with a diary of its own, where no server gives a code.
fn of_browser(visit: &Visit) -> Markup {
    let is_paired = visit.journal.host().link().is_some_and(|link| link.peer == Peer::Server && !link.has_left);
    html! {
        div class="stack measure" {
            h1 { "New phone" }
            @if is_paired {
                div class="card trouble" role="status" {
                    p { b { "Your server cannot be reached now." } " With it, the camera of the new phone is enough." }
                    p { "Try again there, or take a file." }
                }
            }
            (with_a_file(visit))
        }
    }
}

fn open_code(visit: &Visit, invitation: &Invitation) -> Markup {
    html! {
        div id="code" class="card stack" {
            @if let Some(address) = &invitation.address {
                p { "Point the camera of the new phone at this. Then tap “Pair” there." }
                (picture(&code(&invitation.squares, "A QR code with the address and the code below"), "qr"))
                p { "Or type this address into its browser:" }
                p class="address" { (address) }
                p { "The code is" }
            } @else {
                p {
                    "This page has an address that only this computer knows. On the new phone, open the address under which it "
                    "reaches this server, with " code { "/pair" } " behind it. Then type this code:"
                }
            }
            p class="code" { (invitation.code) }
            p class="soft" { "It works once, until " (tell::recorded(invitation.until, visit)) "." }
            @if invitation.address.as_ref().is_some_and(|address| address.starts_with("http:")) {
                p { "This address has no HTTPS. So the new phone shows this diary, but keeps none of its own." }
            }
        }
    }
}

/// The way that needs no server: a copy, and another Supple that takes it.
fn with_a_file(visit: &Visit) -> Markup {
    let host = Some(visit.host.as_str()).filter(|host| !host.is_empty() && !leads_to_itself(host));
    html! {
        section class="card stack" id="file" {
            h2 { "With a file" }
            @if visit.diary.items().is_empty() && visit.lost().is_none() {
                p { "Your diary is empty. There is nothing to copy yet." }
            } @else {
                ol class="steps" {
                    li { div { a class="btn" href=(OPEN_COPY) { "Save a copy" } } }
                    li { div { "Send the file to the new phone: by cable, on a stick, or in a message to yourself." } }
                    li {
                        div {
                            "There, open "
                            @if let Some(host) = host { b { (host) } } @else { "a Supple that the phone can reach" }
                            ". Tap “I have a copy”, and choose the file."
                        }
                    }
                }
                p class="soft" { "Whoever gets the file can read it. A locked copy is safer: it is under “Keep it safe”." }
            }
        }
    }
}
