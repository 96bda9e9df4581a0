//! The first page: is it an emergency? Then: a spasm now, and the diary.

use crate::http::headers::NO_STORE;
use crate::http::visit::Visit;
use crate::pages::diary::charts;
use crate::pages::guide::topics as guide;
use crate::pages::now::timer;
use crate::pages::start::app;
use crate::pages::storage::copies;
use crate::pages::storage::losses;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room};
use crate::ui::urgency;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;
use supple_care::checked;
use supple_guidance::{Urgency, embedded};
use supple_journal::{Journal, StorageStatus};

/// The topics of the guide that help in this very hour.
const NOW: [(&str, icons::Icon); 2] = [("relief", icons::lying), ("warning-signs", icons::check)];

/// The start. A diary that cannot be opened, or does not answer, must not keep anyone from the check.
pub(crate) async fn page(State(journal): State<Arc<Journal>>, headers: HeaderMap) -> Response {
    let visit = &Visit::start(&journal, &headers).await;
    let machine = journal.host();
    let keeping = machine.keeping();
    let is_site = keeping == StorageStatus::Site;
    let guidance = embedded();
    let main = html! {
        (emergency(visit))
        h1 { "What do you need?" }
        a class="door" data-urgency=(Urgency::Emergency) href="/check" {
            (icons::shape(Urgency::Emergency))
            span { b { "Is it an emergency?" } "A short check. It starts with the worst." }
        }
        (timer::line(visit))
        div class="cols even" {
            a class="door small fill-pine" href="/now" {
                (icons::lying())
                span { b { "Help me now" } "What to do in this minute" }
            }
            form method="post" action="/spasm" {
                (visit.tap())
                button class="door small fill-plum" {
                    (icons::spasm())
                    span { b { "Spasm now" } (app::one_tap(visit)) }
                }
            }
        }
        a class="door small" href="/floor" {
            (icons::lying())
            span { b { "I cannot get up" } "One step at a time, with the call first" }
        }
        a class="door small mine" href="/diary" {
            (icons::diary())
            span {
                b { "My diary" }
                @if is_site { "What you write stays in this browser." }
                @else if visit.is_read { (charts::summary(visit, 14)) }
                @else { "It cannot be opened now." }
            }
        }
        @if visit.is_read { (losses::have_a_copy(visit)) }
        div class="trio" {
            @for (id, icon) in NOW {
                @for topic in guidance.topics.iter().filter(|topic| topic.id == id) {
                    a class="door small" href=(guide::address(id)) {
                        (icon())
                        span { b { (topic.title) } (topic.lead) }
                    }
                }
            }
            a class="door small" href="/guide/disagreements" {
                (icons::differ())
                span { b { "Who says what" } "Ice or heat? Rest or move? Where the sources disagree." }
            }
        }
        div class="trio" {
            @if visit.is_read && !is_site {
                section class="card" {
                    h2 { "Your last 14 days" }
                    (charts::strip(visit))
                    (charts::legend())
                }
            }
            section class="card" {
                h2 { "The guide" }
                p {
                    (guidance.claims.len()) " statements on " (guidance.topics.len()) " topics. "
                    "Under each one stands who says it, and how sure it is."
                }
                div class="row" {
                    a class="btn" href="/guide" { "Open the guide" (icons::onward()) }
                    a class="btn quiet" href="/sources" { (guidance.sources.len()) " sources" }
                }
            }
            section class="card" {
                h2 { "Yours alone" }
                p {
                    "What you write stays where Supple runs. "
                    "It loads nothing from other sites, and tells no one that you were here."
                }
                p { a href=(copies::ADDRESS) { "Keep your diary safe" } }
                p class="soft" {
                    "It gives facts for adults and says where they are from. It does not tell you what you have."
                }
            }
        }
    };
    (
        NO_STORE,
        Frame { title: "Start", room: Room::Start, path: "/", help: visit.help, lost: keeping.lost() }.around(&main),
    )
        .into_response()
}

/// An emergency that a check of today has found stands above everything, until a newer check says otherwise.
fn emergency(visit: &Visit) -> Markup {
    let found = checked(&visit.diary, visit.now.at()).filter(|checked| checked.verdict.urgency == Urgency::Emergency);
    let number = visit.help.number();
    html! {
        @if let Some(checked) = found {
            section class="card verdict" data-urgency=(Urgency::Emergency) {
                (icons::shape(Urgency::Emergency))
                div class="stack" {
                    p class="word" { (urgency::word(Urgency::Emergency)) }
                    h2 { "Your check said: call " (number) " now" }
                    p { "Have you been seen, or has it changed? Then do the check again." }
                }
                div class="stack" {
                    a class="btn fill-red big" href={ "tel:" (number) } { (icons::call()) "Call " (number) }
                    @if visit.is_stored(checked.entry) {
                        a class="btn quiet" href=(crate::forms::written::address(checked.entry)) { "What to say when you call" }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NOW;

    #[test]
    fn the_topics_are_in_the_guide() {
        for (id, _) in NOW {
            assert!(supple_guidance::embedded().topics.iter().any(|topic| topic.id == id), "{id}");
        }
    }
}
