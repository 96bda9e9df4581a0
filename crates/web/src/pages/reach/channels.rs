//! Every channel on one page: off or on, what it sends, to whom, and when it last did.

use crate::http::desk::{Seen, Shown, Stage};
use crate::http::visit::Visit;
use crate::pages::reach::{AtServer, check, feed, looked, press, reminders, ways};
use crate::pages::storage::devices::cannot;
use crate::tell;
use axum::response::Response;
use jiff::Timestamp;
use maud::{Markup, html};
use supple_reach::{DoorKind, Way};

/// The address.
pub(crate) const ADDRESS: &str = "/channels";

/// How many letters are listed.
const LISTED: usize = 20;

pub(super) async fn page(visit: Visit, desk: AtServer) -> Response {
    let seen = match looked(&desk).await {
        Ok(seen) => seen,
        Err(line) => return cannot(&visit, &line),
    };
    let state = seen.clone().unwrap_or_default().state;
    let is_on = |ways: &[Way]| ways.iter().any(|way| way.is_on);
    let has = |kind| state.doors.iter().any(|door| door.kind == kind);
    let rows = [
        (
            "Check on me",
            check::ADDRESS,
            is_on(&state.contacts),
            "If you do not answer in time, your contacts are told what you chose to say.",
        ),
        (
            "Reminders",
            reminders::ADDRESS,
            supple_reach::reminders(&visit.diary).iter().any(|one| one.reminder.on),
            "A word at the times that you choose. It says nothing of your health.",
        ),
        (
            "Ways to reach you",
            ways::ADDRESS,
            is_on(&state.mine),
            "E-mail, ntfy, webhook, or this browser. They carry reminders, and the warning of a check.",
        ),
        (
            "One press",
            press::ADDRESS,
            has(DoorKind::Capture),
            "A secret address stores a spasm: from a watch, a button, a lock screen. It sends nothing.",
        ),
        (
            "Calendar",
            feed::ADDRESS,
            has(DoorKind::Calendar),
            "Your reminders in your own calendar. It fetches them; nothing is sent.",
        ),
    ];
    let main = html! {
        div class="stack measure" {
            h1 { "What reaches out" }
            p {
                "Each is off until you switch it on. "
                @if state.is_anything_on() { "Nothing else leaves this server." }
                @else { b { "Now nothing leaves this server." } }
            }
            @if seen.is_none() { (super::needs_a_server()) }
            nav class="doors" aria-label="Channels" {
                @for (name, address, is_on, what) in rows {
                    a class="door slim" href=(address) { span { b { (name) ": " @if is_on { "on" } @else { "off" } } (what) } }
                }
            }
        }
        @if let Some(seen) = &seen { (sent(&visit, seen)) }
    };
    visit.reach_page("What reaches out", ADDRESS, &main)
}

/// What was sent and what waits, the newest first.
fn sent(visit: &Visit, seen: &Seen) -> Markup {
    let mut letters: Vec<&Shown> = seen.letters.iter().collect();
    letters.sort_by_key(|shown| std::cmp::Reverse((shown.letter.due, &shown.letter.key)));
    html! {
        section class="stack measure" id="sent" {
            h2 { "Sent and waiting" }
            @if letters.is_empty() { p { "Nothing was ever sent." } }
            ul class="lines" {
                @for shown in letters.into_iter().take(LISTED) { li { (line(visit, seen, shown)) } }
            }
        }
    }
}

/// One letter in a line.
pub(super) fn line(visit: &Visit, seen: &Seen, shown: &Shown) -> Markup {
    let at = |when: Timestamp| tell::recorded(when, visit);
    let name = seen.state.way(&shown.letter.way).map_or("a removed address", |way| way.name.as_str());
    html! {
        b { (shown.letter.words.subject) } " to " bdi { (name) } " by " (shown.letter.to.called()) ": "
        @match shown.stage {
            Stage::Waiting { next } => {
                "waits, next try " (at(next))
                @if let Some(why) = shown.why() { ". It did not go yet: " (why) }
            }
            Stage::Sent(when) => { "sent " (at(when)) }
            Stage::GivenUp(when) => { "not sent, given up " (at(when)) @if let Some(why) = shown.why() { ": " (why) } }
            Stage::Cancelled(when) if shown.may_be_out => { "called off " (at(when)) "; it may have arrived before" }
            Stage::Cancelled(when) => { "not sent, called off " (at(when)) }
        }
        "."
    }
}
