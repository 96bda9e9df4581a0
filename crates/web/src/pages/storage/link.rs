//! What a browser with a diary of its own tells of the server that it syncs with.

use crate::http::visit::Visit;
use crate::tell;
use crate::ui::layout::sentence;
use maud::{Markup, html};
use std::cmp::Ordering;
use supple_diary::{SCHEMA, isolated};
use supple_journal::{Link, Peer};

/// That this device was just paired: a browser with its own diary, or one that opens that of the server.
pub(super) fn welcome(link: Option<&Link>) -> Markup {
    html! {
        @if link.is_none_or(|link| link.peer == Peer::Server) {
            div class="card calm" role="status" {
                p {
                    b { "This device is paired." } " "
                    @if link.is_some() { "What is written on either side comes to the other." }
                    @else { "It may read this diary and write in it." }
                }
            }
        }
    }
}

/// That what went two ways is one again.
pub(super) fn reconciled(moved: usize) -> Markup {
    html! {
        div class="card calm" role="status" {
            p { b { @if moved == 1 { "1 entry is" } @else { (moved) " entries are" } " ready to go." } " Sync now to bring the rest." }
        }
    }
}

/// What went wrong between the two.
pub(super) fn troubles(link: &Link) -> Markup {
    let tells_of_problems = !link.has_left && matches!(link.peer, Peer::Server | Peer::Unmet);
    html! {
        @if link.owes { (owed(link)) }
        @if let Some(problem) = link.problem.as_ref().filter(|_| tells_of_problems) {
            div class="card trouble" role="status" {
                p { b { "The last sync did not come to its end." } }
                p { (sentence(problem.trim_end_matches('.'))) "." }
                p { "Nothing is lost: all that you wrote is on this device." }
            }
        }
        @if !link.refused.is_empty() {
            div class="card trouble stack" {
                h2 { "Not everything could be synced" }
                ul { @for line in &link.refused { li { (sentence(line)) } } }
            }
        }
        @if link.peer == Peer::OtherDiary {
            div class="card trouble stack" {
                h2 { "The server keeps another diary" }
                p { "It may be that of another person, or the one there was erased. So nothing goes there, and nothing comes from there." }
                form method="post" action="/devices/join" { button class="btn quiet" { "Both are mine: make them one" } }
                p class="src" { "Then all entries of both are in one diary, on both sides. This cannot be undone." }
            }
        }
    }
}

/// What the server does not know yet of a browser in which everything was erased.
pub(super) fn owed(link: &Link) -> Markup {
    html! {
        div class="card trouble" role="status" {
            p { b { "Not done yet: the server still lets this device in." } }
            @if let Some(problem) = &link.problem { p { (sentence(problem.trim_end_matches('.'))) "." } }
            p {
                "Supple tells the server as soon as it can be reached, before anything else. Nothing is synced until then. "
                "You can also unpair this device on the server, under Keep it safe."
            }
        }
    }
}

/// Where else the diary is, as far as this browser knows. `is_here` if the server runs on the same computer.
pub(super) fn told(link: &Link, is_here: bool) -> Markup {
    html! {
        @match link.peer {
            Peer::Server => {
                p {
                    "It goes to your server, too"
                    @if is_here { ". That runs on this computer as well, so both would fail together." } @else { ", and comes from there." }
                    @if let Some(name) = &link.name { " It calls this device " b { (isolated(name)) } "." }
                }
            }
            Peer::NotPaired => { p { "It goes nowhere else: the server does not know this device." } }
            Peer::OtherDiary => {}
            Peer::Unmet | Peer::Nobody if link.has_left => { p { "It no longer goes to the server, as you asked." } }
            Peer::Unmet => { p { "No server to sync with has answered yet. Supple asks again by itself." } }
            Peer::Nobody => { p { "It goes nowhere else, unless you put it there." } }
        }
    }
}

/// What is known of the server, in numbers and times.
pub(super) fn facts(visit: &Visit, link: &Link) -> Markup {
    html! {
        @if link.peer == Peer::Server {
            div {
                dt { "Not yet sent" }
                dd { @match link.pending { Some(pending) => { (pending) } None => { "Not known yet" } } }
            }
            div {
                dt { "Last synced" }
                dd { @match link.synced { Some(at) => { (tell::recorded(at, visit)) } None => { "Not yet" } } }
            }
            @if let Some(line) = other_schema(link.schema) { div { dt { "Supple on the server" } dd { (line) } } }
        }
    }
}

/// What can be done about it at once.
pub(super) fn ways(link: &Link) -> Markup {
    let sync =
        |words: &str| html! { form method="post" action="/devices/sync" { button class="btn quiet" { (words) } } };
    html! {
        @match link.peer {
            Peer::Server => (sync("Sync now")),
            Peer::NotPaired => {
                a class="btn" href="/pair" { "Pair it with the server" }
                p class="src" { "You need the code that the server shows." }
            }
            Peer::Unmet | Peer::Nobody if link.has_left => (sync("Sync again")),
            Peer::Unmet => (sync("Sync now")),
            Peer::OtherDiary | Peer::Nobody => {}
        }
    }
}

/// The row that opens: what is seldom done.
pub(super) fn fold(link: &Link) -> Markup {
    html! {
        @if link.peer == Peer::Server {
            details {
                summary { "Sync and devices" }
                p { "The diary here goes to the server by itself, and comes from there, whenever it can be reached." }
                form method="post" action="/devices/leave" { button class="btn quiet" { "Stop syncing" } }
                p class="src" { "Then the diary here stays as it is, and goes to the server no more." }
                p { "The server knows who may come in, and when each was last there." }
                a class="btn quiet" href=(super::phone::ADDRESS) { "See the devices" }
            }
        }
    }
}

/// Where the other side reads other entries than this one.
pub(super) fn other_schema(there: Option<u64>) -> Option<&'static str> {
    match there?.cmp(&SCHEMA) {
        Ordering::Less => Some("An older one. It keeps all, and shows what it knows. Update it to see all there."),
        Ordering::Greater => Some("A newer one. What only it knows is kept here. Update Supple here to see all."),
        Ordering::Equal => None,
    }
}
