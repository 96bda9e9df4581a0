//! Where the sources disagree: who says what, what the best evidence says, and what we start with.

use crate::http::problem::Problem;
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room, cite, known, link};
use crate::ui::urgency;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_guidance::{Disagreement, Rule, Side, embedded};

/// The address of a disagreement.
pub(crate) fn address(id: &str) -> String {
    format!("/guide/disagreements/{id}")
}

/// The disagreement about how urgent the sign of this rule is.
pub(crate) fn about(rule: &Rule) -> Option<&'static Disagreement> {
    let same = |side: &Side| side.urgency.is_some() && side.items.iter().any(|item| rule.items.contains(item));
    let mut disagreements = embedded().disagreements.iter();
    disagreements.find(|disagreement| disagreement.id == rule.id || disagreement.positions.iter().any(same))
}

pub(crate) async fn index(help: Help) -> Markup {
    let (urgent, other): (Vec<_>, Vec<_>) =
        embedded().disagreements.iter().partition(|disagreement| is_urgent(disagreement));
    let main = html! {
        div class="stack measure" {
            h1 { "Who says what" }
            p class="lead" {
                "The sources do not agree on everything. Here is each question, who says what, and what we start with."
            }
        }
        (list("How urgent is it?", &urgent))
        (list("What helps, and what to do", &other))
    };
    Frame { title: "Who says what", room: Room::Differ, path: "/guide/disagreements", help, lost: None }.around(&main)
}

fn is_urgent(disagreement: &Disagreement) -> bool {
    disagreement.positions.iter().any(|side| side.urgency.is_some())
}

fn list(title: &str, disagreements: &[&Disagreement]) -> Markup {
    html! {
        section class="stack" {
            h2 { (title) }
            ul class="links tiles" {
                @for disagreement in disagreements {
                    li { a href=(address(&disagreement.id)) { b { (disagreement.question) } } }
                }
            }
        }
    }
}

pub(crate) async fn page(help: Help, id: Result<Path<String>, PathRejection>) -> Response {
    let id = id.map(|Path(id)| id).unwrap_or_default();
    match embedded().disagreements.iter().find(|disagreement| disagreement.id == id) {
        Some(disagreement) => one(disagreement, help).into_response(),
        None => Problem::not_found().page(help),
    }
}

fn one(disagreement: &Disagreement, help: Help) -> Markup {
    let main = html! {
        div class="stack measure" {
            p class="word" { (icons::differ()) "Sources disagree" }
            h1 { (disagreement.question) }
        }
        div class="cols" {
            section class="stack" {
                h2 { "Who says what" }
                ul class="lanes" { @for side in &disagreement.positions { (lane(side)) } }
                div class="card" {
                    h2 { "What the best evidence says" }
                    p { (disagreement.best_evidence) }
                    p class="src" { "From: " (cite(&disagreement.best_sources)) }
                }
            }
            aside class="card choice" {
                h2 { "We start with" }
                p class="lead" { (disagreement.default) }
                h3 { "Why" }
                p { (disagreement.reason) }
                @if is_urgent(disagreement) { a class="btn" href="/check" { "Do the check" (icons::onward()) } }
            }
        }
        p { a class="btn quiet" href="/guide/disagreements" { (icons::back()) "All questions" } }
    };
    let path = address(&disagreement.id);
    Frame { title: &disagreement.question, room: Room::Differ, path: &path, help, lost: None }.around(&main)
}

/// One side: who, and their word in a bar of their own.
fn lane(side: &Side) -> Markup {
    html! {
        li data-urgency=[side.urgency] {
            p class="who" {
                @if side.reader { "A reader of: " }
                @for (at, source) in known(&side.sources).enumerate() {
                    @if at > 0 { ", " }
                    (link(source))
                }
            }
            div class="bar" {
                @if let Some(urgency) = side.urgency { (urgency::opinion(urgency)) }
                p { (side.says) }
            }
        }
    }
}
