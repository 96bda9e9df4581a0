//! The guide: its first page, the chapters, and the short pages for one situation.

use crate::http::problem::Problem;
use crate::http::query::{Pairs, part, query};
use crate::pages::guide::{search, signs, statements};
use crate::tell::counted;
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_guidance::{Guidance, ShortPage, Topic, Way, embedded};

/// The topic that also lists the rules of the check.
const WARNING_SIGNS: &str = "warning-signs";

/// The topics that have pages of their own besides: topic, address, words.
const ROOMS: [(&str, &str, &str); 3] = [
    ("medicines", "/medicine", "Count what you took"),
    ("treatments", "/treatments", "What to ask about each"),
    ("return", "/activity", "Where you stand, and what comes next"),
];

/// The address of a topic, or of a short page.
pub(crate) fn address(topic: &str) -> String {
    format!("/guide/{topic}")
}

pub(crate) async fn index(help: Help, pairs: Result<Query<Pairs>, QueryRejection>) -> Markup {
    let pairs = query(pairs);
    let words = part(&pairs, "q");
    let guidance = embedded();
    let results = search::results(words);
    let main = html! {
        div class="stack measure" {
            h1 { "The guide" }
            (search::field("/guide", "Search the guide", words))
        }
        @if let Some(results) = results {
            section class="stack measure" { h2 { "What the guide has on it" } (results) }
            p { a class="btn quiet" href="/guide" { (icons::back()) "All of the guide" } }
        } @else {
            @if !words.is_empty() { p class="lead measure" role="status" { "The guide has nothing with these words. Try one word, or look below." } }
            (contents(guidance))
        }
    };
    Frame { title: "Guide", room: Room::Guide, path: "/guide", help, lost: None }.around(&main)
}

/// Short pages first, then the chapters, then where sources disagree.
fn contents(guidance: &Guidance) -> Markup {
    html! {
        ul class="links tiles" {
            @for page in &guidance.short_pages {
                li { a href=(address(&page.id)) { b { (page.title) } span { (page.lead) } } }
            }
        }
        section class="stack" {
            h2 { "By chapter" }
            ul class="lines" {
                @for topic in &guidance.topics { (row(&address(&topic.id), &topic.title, &topic.lead)) }
            }
        }
        section class="stack" {
            h2 { "Who says what" }
            ul class="lines" {
                (row("/guide/disagreements", "Where sources disagree", &counted(guidance.disagreements.len(), "question", "questions")))
                (row("/sources", "Sources", &counted(guidance.sources.len(), "source, and how we read it", "sources, and how we read them")))
            }
        }
    }
}

/// A row that leads to a page.
pub(crate) fn row(to: &str, title: &str, lead: &str) -> Markup {
    html! { li { a href=(to) { b { (title) } @if !lead.is_empty() { small { (lead) } } } } }
}

pub(crate) async fn page(help: Help, id: Result<Path<String>, PathRejection>) -> Response {
    let id = id.map(|Path(id)| id).unwrap_or_default();
    let guidance = embedded();
    if let Some(at) = guidance.topics.iter().position(|topic| topic.id == id) {
        return chapter(&guidance.topics, at, help).into_response();
    }
    match guidance.short_pages.iter().find(|page| page.id == id) {
        Some(page) => short(page, help).into_response(),
        None => Problem::not_found().page(help),
    }
}

fn chapter(topics: &[Topic], at: usize, help: Help) -> Markup {
    let topic = &topics[at];
    let (before, after) = (at.checked_sub(1).and_then(|at| topics.get(at)), topics.get(at + 1));
    let has_signs = topic.id == WARNING_SIGNS;
    let main = html! {
        (top(&topic.title))
        div class="stack measure" {
            (statements::answer(&topic.answer))
            @if has_signs { a class="btn" href="/check" { "Do the check" (icons::onward()) } }
            @if let Some((_, to, words)) = ROOMS.iter().find(|(id, _, _)| *id == topic.id) {
                a class="btn quiet" href=(to) { (words) (icons::onward()) }
            }
            (statements::sections(&topic.sections))
        }
        @if has_signs { (signs::rules(embedded())) }
        (articles())
        nav class="row" aria-label="Chapters" {
            @if let Some(topic) = before {
                a class="btn quiet" rel="prev" href=(address(&topic.id)) { (icons::back()) (topic.title) }
            }
            @if let Some(topic) = after {
                a class="btn quiet" rel="next" href=(address(&topic.id)) { (topic.title) (icons::onward()) }
            }
        }
    };
    framed(&topic.id, &topic.title, help, &main)
}

fn short(page: &ShortPage, help: Help) -> Markup {
    let main = html! {
        (top(&page.title))
        div class="stack measure" {
            (statements::answer(&page.answer))
            div class="row" {
                @for (at, way) in page.ways.iter().enumerate() {
                    @let (to, words) = leads(*way);
                    a class={ "btn" @if at > 0 { " quiet" } } href=(to) { (words) (icons::onward()) }
                }
            }
            (statements::sections(&page.sections))
        }
        (articles())
    };
    framed(&page.id, &page.title, help, &main)
}

fn framed(id: &str, title: &str, help: Help, main: &Markup) -> Markup {
    Frame { title, room: Room::Guide, path: &address(id), help, lost: None }.around(main)
}

fn top(title: &str) -> Markup {
    html! { div class="measure" { p class="eyebrow" { a href="/guide" { "The guide" } } h1 { (title) } } }
}

/// Whom "one article" means.
fn articles() -> Markup {
    html! {
        div class="folds measure" {
            details { summary { "Which articles we mean" } p { (embedded().articles) } }
        }
    }
}

/// The address of a room, and what the way there says.
fn leads(way: Way) -> (&'static str, &'static str) {
    match way {
        Way::Check => ("/check", "Do the check"),
        Way::Now => ("/now", "What to do now"),
        Way::Diary => ("/diary", "Write it down"),
        Way::Patterns => ("/insight", "See your patterns"),
        Way::Exercise => ("/exercise", "Exercise that fits you"),
        Way::Doctor => ("/doctor", "What to take to the doctor"),
    }
}
