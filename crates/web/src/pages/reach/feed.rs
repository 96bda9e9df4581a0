//! The calendar: an address that calendars fetch, or a file.

use crate::http::headers::NO_STORE;
use crate::http::visit::{FormRequest, Visit};
use crate::pages::reach::back::Back;
use crate::pages::reach::{Asker, AtServer, looked, open_or_close, press, reminders};
use crate::pages::storage::devices::cannot;
use axum::Extension;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use supple_reach::{DoorKind, calendar};

/// The address.
pub(crate) const ADDRESS: &str = "/channels/calendar";

/// The file.
pub(super) const FILE: &str = "/channels/calendar/supple.ics";

pub(super) async fn page(visit: Visit, desk: AtServer, caller: Asker) -> Response {
    shown(&visit, &desk, &caller, None, Back::default()).await
}

pub(super) async fn send(desk: AtServer, caller: Asker, post: FormRequest) -> Response {
    match open_or_close(&desk, &post, DoorKind::Calendar, ADDRESS).await {
        super::Door::Opened(secret) => shown(&post.visit, &desk, &caller, Some(&secret), Back::default()).await,
        super::Door::Closed(answer) => answer,
        super::Door::Refused(line) => shown(&post.visit, &desk, &caller, None, Back::with(&post.fields, &line)).await,
    }
}

/// The calendar as a file.
pub(super) async fn file(visit: Visit) -> Response {
    let zone = TimeZone::get(&visit.zone).unwrap_or(TimeZone::UTC);
    let written = calendar(&supple_reach::reminders(&visit.diary), zone, visit.now.at(), None)
        .and_then(|calendar| calendar.write());
    match written {
        Ok(text) => {
            let kind = (header::CONTENT_TYPE, supple_calendar::CONTENT_TYPE);
            (NO_STORE, [kind, (header::CONTENT_DISPOSITION, "attachment; filename=\"supple.ics\"")], text)
                .into_response()
        }
        Err(error) => cannot(&visit, &error.to_string()),
    }
}

async fn shown(visit: &Visit, desk: &AtServer, caller: &Asker, made: Option<&str>, back: Back<'_>) -> Response {
    let state = match looked(desk).await {
        Ok(seen) => seen.map(|seen| seen.state),
        Err(line) => return cannot(visit, &line),
    };
    let server = caller.as_ref().map_or("", |Extension(caller)| caller.address.as_str());
    let is_empty = supple_reach::reminders(&visit.diary).is_empty();
    let main = html! {
        div class="stack measure" {
            h1 { "Calendar" }
            (back.note(|_| ""))
            @if let Some(secret) = made { (just_made(server, secret)) }
            @if is_empty { p { "There is nothing in it yet. " a href=(reminders::ADDRESS) { "Set a reminder" } " first." } }
            section class="card stack" {
                h2 { "As an address" }
                @match &state {
                    Some(_) => {
                        p { "Your calendar fetches it by itself. Some look every hour, some only every 8 to 24 hours: a change may take a day to show." }
                        form class="stack" method="post" action=(ADDRESS) {
                            label for="name" { "For which calendar?" }
                            input id="name" type="text" name="name" maxlength="60" required placeholder="Phone" value=(back.typed(|_| true).or("name", ""));
                            button class="btn" { "Make an address" }
                        }
                    }
                    None => p { "That needs your own server." },
                }
            }
            section class="card stack" {
                h2 { "As a file" }
                p { "It works without a server. What you change later is not in it: take it anew then." }
                a class="btn quiet" href=(FILE) { "Save the file" }
            }
            @if let Some(state) = &state {
                (press::doors(visit, ADDRESS, state.doors.iter().filter(|door| door.kind == DoorKind::Calendar)))
            }
        }
    };
    visit.reach_answer("Calendar", ADDRESS, &main, back)
}

fn just_made(server: &str, secret: &str) -> Markup {
    let address = format!("{server}/calendar/{secret}.ics");
    html! {
        section class="card one" id="made" { div class="stack" {
            h2 { "Its address" }
            p class="address" id="address" { (address) }
            a class="btn quiet" href="#address" data-copy=(address) { "Copy" }
            p { "In your calendar, choose “subscribe by address”, and put it in. It is shown now, and never again. Whoever has it sees your reminders." }
        } }
    }
}
