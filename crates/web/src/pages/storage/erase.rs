//! The end: everything is removed, and what is left in other places is said.

use crate::forms::form::Form;
use crate::http::fields::{FieldError, Fields};
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::storage::copies::{ADDRESS, ERASE, WORDS};
use crate::pages::storage::link;
use crate::pages::storage::losses::it;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_journal::{Peer, StorageStatus};

pub(crate) async fn erasing(visit: Visit) -> Response {
    confirm(&visit, &Fields::default(), &[])
}

fn confirm(visit: &Visit, fields: &Fields, troubles: &[FieldError]) -> Response {
    let form = Form { fields, troubles, visit, edited: false };
    let count = visit.diary.items().len();
    let main = html! {
        div class="stack measure" {
            h1 { "Erase everything" }
            p class="lead" {
                @match count {
                    0 => "Your diary holds nothing yet.",
                    1 => "This erases the one thing that you wrote down, for good.",
                    count => { "This erases all " (count) " things that you wrote down, for good." }
                }
            }
            p { "It cannot be undone. A copy that you saved before is the only way back." }
            ul {
                li { "What is on other devices stays there. Erase it there, too." }
                @if visit.journal.host().link().is_some_and(|link| link.peer == Peer::Server && link.name.is_some()) {
                    li { "This device will be unpaired from your server. Then it needs a new code to come back." }
                }
                li { "Copies and backups that you saved stay where you put them. Delete them yourself." }
                @if matches!(visit.journal.host().keeping(), StorageStatus::Server { .. }) {
                    li { "Everyone who shares this diary loses it." }
                }
            }
        }
        form class="card says" method="post" action=(ERASE) novalidate {
            (form.line("words", &format!("Type “{WORDS}”, then tap the button"), "text"))
            button class="btn fill-red" { "Erase everything" }
        }
        div class="row" {
            a class="btn quiet" href=(ADDRESS) { "Keep it" }
        }
    };
    let status = if troubles.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.keep_page("Erase everything", &main)).into_response()
}

pub(crate) async fn erase(post: FormRequest) -> Response {
    let said = post.fields.get("words").trim().trim_matches(['“', '”', '"']).to_lowercase();
    if said != WORDS {
        let line = format!("Nothing was erased. Type exactly “{WORDS}” if you mean it.");
        return confirm(&post.visit, &post.fields, &[FieldError { field: "words".to_owned(), line }]);
    }
    let journal = &post.visit.journal;
    if let Err(error) = journal.erase().await {
        return post.failed(&error);
    }
    match journal.host().forget() {
        Ok(()) => see_other("/keep/erased"),
        Err(what) => Problem::bad_form(format!("The diary is erased, but {what}.")).page(post.visit.help),
    }
}

pub(crate) async fn erased(visit: Visit) -> Response {
    let is_empty = visit.diary.items().is_empty();
    let machine = visit.journal.host();
    let keeping = machine.keeping();
    let link = machine.link().filter(|link| link.owes);
    let main = html! {
        div class="stack measure" {
            @if is_empty {
                h1 { "Everything is erased" }
                @if let StorageStatus::Browser { .. } = keeping {
                    p class="lead" { "Supple in this browser has nothing of your diary any more." }
                    @if let Some(link) = &link {
                        (link::owed(link))
                        form method="post" action="/keep/erased" { button class="btn" { "Try it now" } }
                    }
                    (traces())
                } @else {
                    p class="lead" { "Nothing of your diary is left in this " (it(&keeping)) "." }
                }
                p { b { "Not erased: " } "what is on your other devices, and copies and backups that you saved." }
            } @else {
                h1 { "Your diary is not empty" }
                p { "Something was written since it was erased." }
            }
            div class="row" { a class="btn quiet" href="/" { "Go to the start" } }
        }
    };
    visit.keep_page("Erased", &main)
}

/// What no page can promise: a database of a browser is emptied at once, and its file is tidied up whenever the browser
/// likes.
fn traces() -> Markup {
    html! {
        div class="card" id="traces" {
            p { b { "The browser itself may keep traces for a while." } }
            p {
                "It empties its files when it likes. Until then, someone with this device and the right tools could find "
                "deleted text in them."
            }
            p {
                "To be sure, open the settings of the browser, look for “site data”, and delete what it keeps for this site. "
                "Supple can come back at any time."
            }
            (tabs())
        }
    }
}

/// What belongs to the tabs of a browser and to no site: no answer of ours reaches it.
pub(crate) fn tabs() -> Markup {
    html! {
        p { "What you typed may also stand in the browser's list of tabs. Delete its history, too, if that matters to you." }
    }
}
