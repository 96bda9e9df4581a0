//! The one page about keeping the diary: how safe it is, where it is, and the ways to a copy, to a new phone, back and out.
//!
//! A browser may delete what it keeps. So the page says what it promised, how old the last copy is, and, where a diary was
//! here and is gone, that it is: an empty diary is never shown as a new one then.

use crate::http::fields::FieldError;
use crate::http::visit::Visit;
use crate::pages::storage::copies::{self, ERASE};
use crate::pages::storage::devices::{self, Caller};
use crate::pages::storage::safety::Judged;
use crate::pages::storage::{import, link, phone};
use crate::tell::keeping::Held;
use crate::tell::{self, count};
use crate::ui::lost::RESTORE;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_care::keeping::Safety;
use supple_journal::{Backups, Link, StorageStatus};

/// What is said once, after something was done.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Done {
    /// Whether this very browser was just paired.
    #[serde(default)]
    welcome: Option<String>,
    /// How many entries of a diary that went two ways were just brought together with the others.
    reconciled: Option<usize>,
}

pub(crate) async fn page(
    visit: Visit,
    caller: Option<Extension<Caller>>,
    done: Result<Query<Done>, QueryRejection>,
) -> Response {
    let done = done.map(|Query(done)| done).unwrap_or_default();
    whole(&visit, caller.map(|Extension(caller)| caller).as_ref(), &done, &[]).await
}

/// The page again, with what is wrong with what was sent.
pub(super) async fn shown(visit: &Visit, caller: Option<&Caller>, troubles: &[FieldError]) -> Response {
    whole(visit, caller, &Done::default(), troubles).await
}

async fn whole(visit: &Visit, caller: Option<&Caller>, done: &Done, troubles: &[FieldError]) -> Response {
    let machine = visit.journal.host();
    let (keeping, server) = (machine.keeping(), machine.link());
    // Where the diary cannot be read, the page tells of the rest all the same.
    let forks = visit.journal.forks().await.unwrap_or_default();
    let judged = Judged::of(visit, !forks.is_empty());
    let entries = match &server {
        Some(_) => visit.journal.found().await.ok().map(|found| found.log.len()),
        None => None,
    };
    let main = html! {
        div class="stack measure" {
            h1 { "Keep your diary safe" }
            @for trouble in troubles { p class="card trouble" role="alert" { (trouble.line) } }
            @if done.welcome.is_some() { (link::welcome(server.as_ref())) }
            (devices::two_ways(visit, &forks, server.is_none()))
            @if let Some(moved) = done.reconciled.filter(|_| forks.is_empty()) { (link::reconciled(moved)) }
            @if let Some(server) = &server { (link::troubles(server)) }
        }
        div class="cols even" {
            section class={ "card" @if !judged.safety.is_calm() { " trouble" } } id="safe" aria-label="How safe it is" {
                (judged.shown())
                @if judged.safety != Safety::Empty { (copies::open(visit)) }
            }
            section class="card" id="where" {
                h2 { "Where it is" }
                (place(visit, &keeping, server.as_ref(), judged.held))
                (facts(visit, server.as_ref(), entries))
                @if let Some(server) = &server { (link::ways(server)) }
            }
            section class="card" id="phone" {
                h2 { "A new phone" }
                p { "It gets your whole diary. What is here stays." }
                form method="post" action=(phone::ADDRESS) { button class="btn" { "New phone" } }
            }
        }
        div class="folds measure" {
            @if judged.safety != Safety::Empty {
                details {
                    summary { "A locked copy, or a table" }
                    (copies::locked(&keeping))
                    p { "The other copy is text, with one entry as JSON on each line. " code { "supple export" } " makes tables of it (CSV)." }
                }
            }
            details {
                summary { "Get a diary back" }
                p { "From a copy that you saved, on this device or on another one. What is here already stays." }
                a class="btn quiet" href=(RESTORE) { "I have a copy" }
            }
            details {
                summary { "Entries from another app" }
                p { "From a table (CSV) that the app saved. You see what would be taken first." }
                a class="btn quiet" href=(import::ADDRESS) { "Look into a table" }
            }
            (devices::fold(visit, caller))
            @if let Some(server) = &server { (link::fold(server)) }
            @if let StorageStatus::Browser { persisted, used, quota, .. } = &keeping {
                details {
                    summary { "When a browser may delete it" }
                    (promise(*persisted))
                    @if let Some(used) = used {
                        p { "It takes " (size(*used)) @if let Some(quota) = quota { " of the " (size(*quota)) " that it may" } "." }
                    }
                    (dangers())
                }
            }
            details { summary { "On your home screen" } (home_screen()) }
            details {
                summary { "Erase" }
                p { "This takes the whole diary away, for good." }
                a class="btn quiet" href=(ERASE) { "Erase everything" }
            }
        }
    };
    let status = if troubles.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.keep_page("Keep your diary safe", &main)).into_response()
}

/// Where the diary is, and what the browser says about keeping it.
fn place(visit: &Visit, keeping: &StorageStatus, server: Option<&Link>, held: Held) -> Markup {
    html! {
        @match keeping {
            StorageStatus::Server { place, offline, .. } => {
                @let place = place.clone().unwrap_or_else(|| visit.journal.place());
                p { "Your diary is on the machine that runs Supple. It stays there until you erase it." }
                p { code { (place) } }
                @if !offline {
                    p class="soft" {
                        "This Supple was built without its offline part, so it needs that machine each time. To have it work "
                        "with no network, build it with " code { "cargo xtask run" } "."
                    }
                }
            }
            StorageStatus::Browser { .. } => {
                p { "Your diary is in this browser, on this device." }
                @if let Some(server) = server { (link::told(server, held == Held::Computer)) }
            }
            StorageStatus::Site => { p { "Nothing is kept yet. Supple is still moving into this browser." } }
        }
    }
}

/// What is known of each place, in numbers and times.
fn facts(visit: &Visit, server: Option<&Link>, entries: Option<usize>) -> Markup {
    html! {
        dl class="facts places" {
            @if let Some(entries) = entries { div { dt { "Entries here" } dd { (entries) } } }
            @if let Some(server) = server { (link::facts(visit, server)) }
            @if let Some(devices) = visit.journal.host().devices().and_then(|devices| devices.paired().ok()) {
                @if !devices.is_empty() { div { dt { "Paired" } dd { (count(devices.len(), "device")) } } }
            }
            @match visit.journal.host().backups() {
                Backups::NotKept => div { dt { "Copies" } dd { "Not known here" } },
                Backups::Never => div { dt { "Copies" } dd { "None known here" } },
                Backups::Last(at) => div { dt { "You asked for a copy" } dd { (tell::recorded(at, visit)) } },
                Backups::Made(at) => div { dt { "Backup, read back and found whole" } dd { (tell::recorded(at, visit)) } },
            }
        }
    }
}

/// What the browser says about keeping it. Only it decides, and only a script can ask.
fn promise(persisted: Option<bool>) -> Markup {
    html! {
        p id="persisted" {
            @match persisted {
                Some(true) => (KEPT),
                Some(false) => "The browser has not promised to keep it. It may delete it, as said below.",
                None => "We do not know whether the browser keeps it for good.",
            }
        }
        @if persisted != Some(true) {
            button class="btn quiet" id="persist" type="button" data-kept=(KEPT) data-refused=(REFUSED) hidden { "Ask to keep it" }
        }
    }
}

const KEPT: &str = "The browser has promised to keep it. It goes only if you delete it.";

const REFUSED: &str = "The browser has not promised it this time. Put Supple on your home screen, or use it for some \
                       days, and ask again. Save a copy in any case.";

/// A number of bytes as people say it.
fn size(bytes: u64) -> String {
    let mut units = [(1_000_000_000, "GB"), (1_000_000, "MB")].into_iter();
    match units.find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => {
            let tenths = bytes / (unit / 10);
            if tenths >= 100 {
                format!("{} {name}", tenths / 10)
            } else {
                format!("{}.{} {name}", tenths / 10, tenths % 10)
            }
        }
        None => format!("{} kB", bytes.div_ceil(1_000)),
    }
}

/// When browsers delete what a site keeps.
fn dangers() -> Markup {
    html! {
        ul class="lines" {
            li {
                b { "Safari: " }
                "after seven days of use in which you do not open Supple. On the home screen this does not happen."
            }
            li { b { "Little space: " } "when the device is full, unless the browser has promised to keep it." }
            li { b { "A private window: " } "when you close it." }
            li { b { "By hand: " } "when you or a cleaning app delete the data of websites." }
        }
    }
}

fn home_screen() -> Markup {
    html! {
        p { "There, Supple opens like an app. You can get to it with one tap." }
        ul {
            li { b { "iPhone, iPad: " } "in Safari, tap Share, then “Add to Home Screen”." }
            li { b { "Android: " } "open the menu of the browser, then tap “Add to Home screen” or “Install”." }
            li { b { "Computer: " } "in Chrome or Edge, open the menu and look for “Install”." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_round_numbers() {
        for (bytes, words) in [
            (0, "0 kB"),
            (1, "1 kB"),
            (999_000, "999 kB"),
            (1_000_000, "1.0 MB"),
            (2_340_000, "2.3 MB"),
            (45_600_000, "45 MB"),
            (1_250_000_000, "1.2 GB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }
}
