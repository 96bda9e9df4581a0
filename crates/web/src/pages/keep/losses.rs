//! What other pages say of a diary that is gone, and of copies that are missing.

use crate::http::headers::NO_STORE;
use crate::http::visit::Visit;
use crate::pages::keep::copies::{ADDRESS, AT_ONCE, RESTORE};
use crate::pages::start::country::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use supple_journal::{Backups, Keeping, Loss, Lost};

/// What comes first on every page of a diary that is gone.
pub(crate) fn notice(lost: Lost) -> Markup {
    html! {
        section class="card trouble" id="lost" aria-label="Your diary" {
            p { b { (what_became(lost.how)) (how_much(lost)) "." } }
            p { "Perhaps you can get it back. What you write down now is kept." }
            a class="btn" href=(RESTORE) { "Get it back" (icons::onward()) }
        }
    }
}

/// What became of the diary, as the beginning of a sentence.
fn what_became(how: Loss) -> &'static str {
    match how {
        Loss::Deleted => "This browser has deleted the diary that was kept here",
        Loss::Gone => "The diary that was kept here is gone",
        Loss::Older => "This is an older copy of your diary, and it lacks what came later",
        Loss::Other => "This is another diary than the one that was kept here",
    }
}

/// How much was lost, as far as it is known, in the middle of a sentence.
pub(super) fn how_much(lost: Lost) -> String {
    let entries = lost.entries.map(|entries| match entries {
        1 => "1 entry".to_owned(),
        entries => format!("{entries} entries"),
    });
    let until = lost.since.map(|at| format!("the last from {}", at.to_zoned(TimeZone::UTC).strftime("%-d %B %Y")));
    let known: Vec<String> = entries.into_iter().chain(until).collect();
    if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) }
}

/// The line in the diary that reminds of a copy, once there is something to lose and no fresh copy of it.
pub(crate) fn reminder(visit: &Visit) -> Markup {
    let machine = visit.journal.machine();
    let words = match machine.backups() {
        _ if visit.diary.items().is_empty() => None,
        Backups::NotKept => None,
        Backups::Never => {
            Some(format!("No copy of your diary yet. If this {} fails, it is gone.", it(&machine.keeping())))
        }
        Backups::Last(at) => match days_since(at, visit) {
            ..crate::pages::keep::copies::COPY_GROWS_OLD => None,
            days => Some(format!("The last copy of your diary is {days} days old.")),
        },
    };
    html! {
        @if let Some(words) = words {
            p class="soft" id="backup" { (words) " " a href=(ADDRESS) { "Save a copy" } }
        }
    }
}

/// The way to a copy from the start, for someone whose diary is empty.
pub(crate) fn have_a_copy(visit: &Visit) -> Markup {
    let is_new = visit.diary.items().is_empty() && visit.lost().is_none();
    html! {
        @if is_new && visit.journal.machine().keeping() != Keeping::Site {
            div class="row" { a class="btn quiet" href=(RESTORE) { "I have a copy of my diary" } }
        }
    }
}

/// What holds the diary, in one word.
pub(super) fn it(keeping: &Keeping) -> &'static str {
    match keeping {
        Keeping::Server { .. } => "machine",
        Keeping::Browser { .. } | Keeping::Site => "browser",
    }
}

pub(super) fn days_since(at: Timestamp, visit: &Visit) -> i64 {
    visit.now.at().duration_since(at).as_hours() / 24
}

/// Whether a page of the diary can be shown before there is a diary.
pub(crate) fn needs_no_diary(path: &str) -> bool {
    AT_ONCE.contains(&path)
}

/// The page in place of one that needs the diary, while the part that keeps it is still on its way into the browser.
pub(crate) fn waiting(help: Help) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "One moment" }
            p class="lead" { "The first time, Supple has to move into this browser. That takes a few seconds." }
            p { "Then this page shows your diary, which stays on this device." }
            noscript {
                p class="card trouble" { "JavaScript is off in this browser. Without it, no diary can be kept here." }
            }
            div class="row" {
                a class="btn" href="" { "Try again" }
                a class="btn quiet" href="/guide" { (icons::guide()) "Open the guide" }
            }
        }
    };
    let frame = Frame { title: "One moment", room: Room::Keep, path: "/", help, lost: None };
    (NO_STORE, frame.around(&main)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_is_said_as_far_as_it_is_known() {
        let since = "2026-11-22T20:12:00Z".parse().ok();
        assert_eq!(
            how_much(Lost { since, entries: Some(12), ..Lost::default() }),
            " (12 entries, the last from 22 November 2026)"
        );
        assert_eq!(how_much(Lost { entries: Some(1), ..Lost::default() }), " (1 entry)");
        assert_eq!(how_much(Lost::default()), "");
    }
}
