//! Where the sources disagree: who says what, what the best evidence says, and what we start with.

use crate::forms::trial::address as trial_address;
use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::visit::Visit;
use crate::pages::guide::topics;
use crate::tell::counted;
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room, cite};
use crate::ui::urgency;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;
use supple_care::trials;
use supple_guidance::trial::TrialOf;
use supple_guidance::{Disagreement, Rule, Side, embedded};
use supple_journal::Journal;
use supple_wording::trial as wording;

/// The two groups of questions.
const HELPS: &str = "What helps, and what to do";
const URGENT: &str = "How urgent is it?";

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
    let (asked, more): (Vec<&Disagreement>, Vec<_>) = embedded().disagreements.iter().partition(|known| known.asked);
    let by_urgency = |all: Vec<&'static Disagreement>| all.into_iter().partition::<Vec<_>, _>(|known| is_urgent(known));
    let ((urgent, other), (more_urgent, more_other)) = (by_urgency(asked), by_urgency(more));
    let many = counted(more_urgent.len() + more_other.len(), "more question", "more questions");
    let first = &embedded().first_questions;
    let main = html! {
        div class="stack measure" {
            p class="eyebrow" { a href="/guide" { "The guide" } }
            h1 { "Where sources disagree" }
            p class="lead" { "What we start with, why, and who says what." }
        }
        section class="stack" { h2 { (HELPS) } (list(&other)) }
        section class="stack" { h2 { (URGENT) } (list(&urgent)) }
        div class="folds" {
            details {
                summary { h2 { "All of them" small { (many) } } }
                p class="soft" { (first.rule) " " (first.judgement) }
                h3 { (HELPS) }
                (list(&more_other))
                h3 { (URGENT) }
                (list(&more_urgent))
            }
        }
    };
    let title = "Where sources disagree";
    Frame { title, room: Room::Differ, path: "/guide/disagreements", help, lost: None }.around(&main)
}

fn is_urgent(disagreement: &Disagreement) -> bool {
    disagreement.positions.iter().any(|side| side.urgency.is_some())
}

fn list(disagreements: &[&Disagreement]) -> Markup {
    html! {
        ul class="lines" {
            @for known in disagreements { (topics::row(&address(&known.id), &known.question, "")) }
        }
    }
}

pub(crate) async fn page(
    Shared(journal): Shared<Arc<Journal>>,
    headers: HeaderMap,
    help: Help,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let id = id.map(|Path(id)| id).unwrap_or_default();
    let Some(disagreement) = embedded().disagreements.iter().find(|disagreement| disagreement.id == id) else {
        return Problem::not_found().page(help);
    };
    match trials::about(&disagreement.id) {
        // A diary that does not answer keeps nobody from the guide.
        Some(of) => {
            let own = own(&Visit::start(&journal, &headers).await, of);
            (NO_STORE, one(disagreement, &own, help)).into_response()
        }
        None => one(disagreement, &html! {}, help).into_response(),
    }
}

/// One's own answer, or the way to one, beside what sources say.
fn own(visit: &Visit, of: &'static TrialOf) -> Markup {
    let trial = trials::last(&visit.diary, of, visit.now.at());
    html! {
        section class="card" {
            h2 { "And which works for you?" }
            @match trial.as_ref().filter(|trial| !trial.runs()) {
                Some(trial) => {
                    @let told = wording::outcome(of, &trial.report);
                    p class="lead" { (told.headline) }
                    @for line in &told.lines { p { (line) } }
                    a class="btn quiet" href=(trial_address(of)) { "Your own trial" (icons::onward()) }
                }
                None => {
                    p { (wording::LEAD) }
                    a class="btn quiet" href=(trial_address(of)) { (wording::state(of, trial.as_ref())) (icons::onward()) }
                }
            }
        }
    }
}

/// What we start with, then why, then who says what, then how sure that is.
fn one(disagreement: &Disagreement, own: &Markup, help: Help) -> Markup {
    let in_plan = embedded().relief.decisions.iter().any(|decision| decision.disagreement == disagreement.id);
    let main = html! {
        div class="stack measure" {
            p class="eyebrow" { a href="/guide/disagreements" { (icons::differ()) "Where sources disagree" } }
            h1 { (disagreement.question) }
            section class="card answer" {
                h2 { "We start with" }
                p class="lead" { (disagreement.default) }
                @if let Some(detail) = &disagreement.detail { p { (detail) } }
                @if is_urgent(disagreement) { a class="btn" href="/check" { "Do the check" (icons::onward()) } }
                @else if in_plan { a class="btn" href="/now" { "Show it in my plan" (icons::onward()) } }
            }
            (own)
            section class="stack" { h2 { "Why" } p { (disagreement.reason) } }
            section class="stack" {
                h2 { "Who says what" }
                ul class="lanes" { @for sides in disagreement.positions.chunk_by(is_of_the_same) { (lane(sides)) } }
            }
            section class="card" {
                h2 { "How sure is that?" }
                p { (disagreement.best_evidence) }
                @if !disagreement.best_sources.is_empty() {
                    p class="src" { "From: " (cite(&disagreement.best_sources)) }
                }
            }
            a class="btn quiet" href="/guide/disagreements" { (icons::back()) "All questions" }
        }
    };
    let path = address(&disagreement.id);
    Frame { title: &disagreement.question, room: Room::Differ, path: &path, help, lost: None }.around(&main)
}

/// Whether the same sources say both. Each reader is someone else.
fn is_of_the_same(one: &Side, next: &Side) -> bool {
    one.sources == next.sources && !one.reader && !next.reader
}

/// Who says it, and each word of theirs in a bar of its own.
fn lane(sides: &[Side]) -> Markup {
    html! {
        li {
            @if let Some(side) = sides.first() {
                p class="who" { @if side.reader { "A reader of: " } (cite(&side.sources)) }
            }
            @for side in sides {
                div class="bar" data-urgency=[side.urgency] {
                    @if let Some(urgency) = side.urgency { (urgency::opinion(urgency)) }
                    p { (side.says) }
                }
            }
        }
    }
}
