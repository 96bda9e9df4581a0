//! One press: a secret address that takes a spasm, for a watch, a button, a lock screen.

use crate::http::visit::{FormRequest, Visit};
use crate::pages::reach::back::Back;
use crate::pages::reach::{Asker, AtServer, looked, open_or_close};
use crate::pages::storage::devices::cannot;
use crate::tell;
use axum::Extension;
use axum::response::Response;
use maud::{Markup, html};
use supple_journal::leads_to_itself;
use supple_reach::{Door, DoorKind};

/// The address.
pub(crate) const ADDRESS: &str = "/channels/press";

pub(super) async fn page(visit: Visit, desk: AtServer, caller: Asker) -> Response {
    shown(&visit, &desk, &caller, None, Back::default()).await
}

pub(super) async fn send(desk: AtServer, caller: Asker, post: FormRequest) -> Response {
    match open_or_close(&desk, &post, DoorKind::Capture, ADDRESS).await {
        super::Door::Opened(secret) => shown(&post.visit, &desk, &caller, Some(&secret), Back::default()).await,
        super::Door::Closed(answer) => answer,
        super::Door::Refused(line) => shown(&post.visit, &desk, &caller, None, Back::with(&post.fields, &line)).await,
    }
}

async fn shown(visit: &Visit, desk: &AtServer, caller: &Asker, made: Option<&str>, back: Back<'_>) -> Response {
    let state = match looked(desk).await {
        Ok(seen) => seen.map(|seen| seen.state),
        Err(line) => return cannot(visit, &line),
    };
    let server = caller.as_ref().map_or("", |Extension(caller)| caller.address.as_str());
    let main = html! {
        div class="stack measure" {
            h1 { "A spasm by one press" }
            (back.note(|_| ""))
            @match &state {
                None => (super::needs_a_server()),
                Some(state) => {
                    @if let Some(secret) = made { (just_made(server, secret)) } @else {
                        p { "A watch, a button or a lock screen can store a spasm, with no app open. Each device gets a secret address of its own. It can do nothing else, and reads nothing." }
                        @if leads_to_itself(server) {
                            div class="card trouble" { p { b { "Only this computer reaches this address." } " For a phone, open Supple under a name that it reaches." } }
                        }
                        form class="card stack" method="post" action=(ADDRESS) {
                            label for="name" { "For which device?" }
                            input id="name" type="text" name="name" maxlength="60" required placeholder="Watch" value=(back.typed(|_| true).or("name", ""));
                            button class="btn big wide" { "Make an address" }
                        }
                    }
                    (doors(visit, ADDRESS, state.doors.iter().filter(|door| door.kind == DoorKind::Capture)))
                }
            }
        }
    };
    visit.reach_answer("A spasm by one press", ADDRESS, &main, back)
}

/// An address that was just made, shown once, with the steps for each kind of device.
fn just_made(server: &str, secret: &str) -> Markup {
    let address = format!("{server}/in/{secret}");
    html! {
        section class="card one" id="made" { div class="stack" {
            h2 { "Its address" }
            p class="address" id="address" { (address) }
            a class="btn quiet" href="#address" data-copy=(address) { "Copy" }
            p { "It is shown now, and never again. Whoever has it can store a spasm here, and nothing else." }
            p { "To try it without storing anything, put " code { "?test" } " behind it." }
        } }
        div class="folds" {
            details {
                summary { "iPhone, Apple Watch, action button, Siri" }
                ol class="steps" {
                    li { "Open the app Shortcuts, and make a new shortcut." }
                    li { "Add “Get Contents of URL”, and put the address in." }
                    li { "Tap the arrow beside it. Choose POST as the method." }
                    li { "Call it “Spasm”. Now “Hey Siri, Spasm” works." }
                    li { "For the action button, the lock screen or a watch, choose this shortcut in their settings. An NFC tag: under Automation." }
                }
            }
            details {
                summary { "Android: a tile, a widget" }
                ol class="steps" {
                    li { "Install an app that sends requests, such as HTTP Shortcuts." }
                    li { "Make a shortcut with the method POST and the address." }
                    li { "Put it on the home screen, or choose it as a quick settings tile." }
                }
            }
            details {
                summary { "Home Assistant: a button by the bed" }
                p { "In configuration.yaml:" }
                pre { code { "rest_command:\n  spasm:\n    url: " (address) "\n    method: post" } }
                p { "Then let the button call " code { "rest_command.spasm" } "." }
            }
            details {
                summary { "Any computer" }
                pre { code { "curl -X POST " (address) } }
            }
        }
    }
}

/// The addresses that are open, each with the way to close it.
pub(super) fn doors<'d>(visit: &Visit, action: &str, doors: impl Iterator<Item = &'d Door>) -> Markup {
    let doors: Vec<&Door> = doors.collect();
    html! {
        @if !doors.is_empty() {
            h2 id="open" { "Open addresses" }
            @for door in doors {
                form class="row" method="post" action=(action) {
                    input type="hidden" name="close" value=(door.id);
                    p {
                        b { bdi { (door.name) } } ", made " (tell::recorded(door.made, visit)) ". "
                        @match door.used { Some(at) => { "Last used " (tell::recorded(at, visit)) "." } None => { "Never used." } }
                    }
                    button class="btn quiet" { "Close it" }
                }
            }
        }
    }
}
