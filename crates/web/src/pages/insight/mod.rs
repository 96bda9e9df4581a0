//! What the diary shows: sentences first, drawings second.
//!
//! A page is made from [`Findings`] and nothing else, so it cannot show another number than `supple insight --json`
//! prints; a test reads them back from JSON and compares. The sentences are those of [`Findings::sentences`]. They are
//! about links in one person's diary, so every page says "linked, not proven", and none speaks of causes.
//!
//! The overview shows first and tells in a sentence each; numbers stand behind rows that open. `map` has what goes with
//! spasms, `trigger` one exposure, `when` the days and times; `often`, `gaps`, `long` and `relief` the rest.
//! `trial` is a trial of one person, spasm by spasm or over days. `since` is about a day that is named, and made from its own findings. Findings are made anew for each
//! request.

mod gaps;
mod long;
mod map;
mod often;
mod relief;
pub(crate) mod since;
mod trial;
mod trigger;
mod when;

use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::visit::Visit;
use crate::pages::Page;
use crate::pages::check::screens::Progress;
use crate::tell;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room, cite, sentence};
use crate::ui::urgency;
use crate::words;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use supple_insight::{About, Findings, Sentence};
use supple_wording::findings as wording;

pub(crate) const ADDRESS: &str = "/insight";
pub(crate) const OFTEN: &str = "/insight/often";
pub(crate) const LONG: &str = "/insight/long";
pub(crate) const RELIEF: &str = "/insight/relief";

/// The addresses of these pages on any diary.
pub(crate) fn paths() -> impl Iterator<Item = String> {
    let since = format!("{}?date=2026-01-01", since::ADDRESS);
    let fixed = [ADDRESS, OFTEN, LONG, RELIEF, since::ADDRESS, &since].map(str::to_owned);
    let exposures = supple_guidance::embedded().exposures.iter();
    fixed.into_iter().chain(exposures.map(|exposure| trigger::address(&exposure.id)))
}

pub(crate) const PAGES: [Page; 14] = [
    Page::at(ADDRESS, || get(page)).each(|| paths().collect()),
    Page::at(OFTEN, || get(page)),
    Page::at(LONG, || get(page)),
    Page::at(RELIEF, || get(page)),
    Page::at(since::ADDRESS, || get(since::page)),
    Page::at(since::BEGIN, || post(since::begin)),
    Page::at("/insight/trigger/{id}", || get(page)),
    Page::at(crate::forms::trial::ADDRESS, || get(trial::index)).listed(),
    Page::at(trial::ONE, || get(trial::page)).each(trial::addresses),
    Page::at(trial::DRAWS, || get(trial::draws)),
    Page::at(trial::ACT, || post(trial::act)),
    Page::at(trial::days::ONE, || get(trial::days::page)).each(trial::days::addresses),
    Page::at(trial::days::DRAWS, || get(trial::days::draws)),
    Page::at(trial::days::ACT, || post(trial::act_over_days)),
];

/// What a row says that has nothing to say yet.
const NOT_YET: &str = "Cannot tell yet";

/// The ways to look at what the diary shows.
const VIEWS: [(&str, &str); 4] = [(ADDRESS, "In short"), (OFTEN, "How often"), (LONG, "How long"), (RELIEF, "Relief")];

/// All of these pages: the findings of now, and the page at the address.
pub(crate) async fn page(visit: Visit, uri: Uri) -> Response {
    let findings = visit.findings();
    let Some((title, main)) = made(&findings, uri.path()) else { return Problem::not_found().page(visit.help) };
    let frame = Frame { title: &title, room: Room::Patterns, path: uri.path(), help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(&main)).into_response()
}

/// What stands on the page at this address, as HTML without the frame that all pages have; none where there is no such
/// page. It is a function of the findings alone, which tests rely on.
pub fn shown(findings: &Findings, address: &str) -> Option<String> {
    made(findings, address).map(|(_, main)| main.into_string())
}

/// The title of a page, and what stands on it.
fn made(findings: &Findings, address: &str) -> Option<(String, Markup)> {
    let findings = &wording::readable(findings);
    match address {
        ADDRESS => Some((wording::TITLE.to_owned(), overview(findings))),
        OFTEN => Some((title(About::Frequency).to_owned(), often::page(findings))),
        LONG => Some((title(About::Durations).to_owned(), long::page(findings))),
        RELIEF => Some((title(About::Relief).to_owned(), relief::page(findings))),
        _ => trigger::page(findings, address),
    }
}

/// The ways to look at it, with the one that is shown.
fn views(here: &str) -> Markup {
    html! {
        nav class="views" aria-label="What the diary shows" {
            @for (address, name) in VIEWS {
                a href=(address) aria-current=[(address == here).then_some("page")] { (name) }
            }
        }
    }
}

/// The title of the sentences about something.
fn title(about: About) -> &'static str {
    wording::title(about).unwrap_or_default()
}

/// The sentences about something.
fn of(sentences: &[Sentence], about: About) -> impl Iterator<Item = &Sentence> {
    sentences.iter().filter(move |one| one.about == about)
}

fn overview(findings: &Findings) -> Markup {
    let sentences = findings.sentences();
    let said = |about: About| of(&sentences, about).collect::<Vec<_>>();
    let lasting = said(About::Durations);
    let needed = wording::needed(findings);
    // Where only spasms were written down, how long they last is what can be said.
    let is_plain = findings.triggers.each.is_empty() && !lasting.is_empty();
    html! {
        div class="stack measure" {
            h1 { (wording::TITLE) }
            p { (wording::looked_at(findings)) }
        }
        div class="cols even" {
            div class="stack" {
                (how_often(findings, &said(About::Frequency)))
                (raised(&findings.answers))
            }
            div class="stack" {
                @if !is_plain { (when::card(findings)) }
                @if is_plain { (long::card_of_spasms(findings, &lasting)) }
            }
        }
        (map::card(findings))
        div class="folds" {
            @if is_plain { (when::row(findings)) }
            @match lasting.first() {
                Some(first) if !is_plain => (fold(title(About::Durations), &first.text, &lasting, LONG, "In pictures")),
                Some(_) => (fold(title(About::Durations), "Episodes, and the time between", &[], LONG, "In pictures")),
                None => (fold(title(About::Durations), NOT_YET, &[], LONG, "What it takes")),
            }
            @match findings.relief.split_first() {
                Some((first, rest)) => {
                    @let more = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
                    @let lead = format!("{}{more}", sentence(&first.words));
                    (fold(title(About::Relief), &lead, &said(About::Relief), RELIEF, "Side by side"))
                }
                None => (fold(title(About::Relief), NOT_YET, &[], RELIEF, "What it takes")),
            }
            a class="door slim" href=(crate::forms::trial::ADDRESS) {
                (icons::insight())
                span { b { (supple_wording::trial::TITLE) } "A trial of your own: two measures, or a habit." }
            }
            @if !needed.is_empty() {
                details {
                    summary { span { (wording::NEEDED) small { (tell::count(needed.len(), "thing")) } } }
                    ul { @for line in &needed { li { (line) } } }
                }
            }
        }
    }
}

/// The gaps, and how often spasms come in a sentence; the others are one tap away.
fn how_often(findings: &Findings, said: &[&Sentence]) -> Markup {
    let Some((first, rest)) = said.split_first().filter(|_| findings.spasms + findings.check_in_days > 0) else {
        return html! {};
    };
    let more = if findings.frequency.bouts > 0 { "Week by week" } else { "How often" };
    html! {
        section class="card" id="often" {
            h2 { (title(About::Frequency)) }
            (gaps::picture_of(findings))
            p { (first.text) }
            @if rest.is_empty() {
                a class="btn quiet" href=(OFTEN) { (more) (icons::onward()) }
            } @else {
                @let lead = format!("{more}, and more");
                div class="folds lean" { (fold("More on this", &lead, rest, OFTEN, more)) }
            }
        }
    }
}

/// Sentences behind a row that says what the first of them is.
fn fold(title: &str, lead: &str, said: &[&Sentence], to: &str, more: &str) -> Markup {
    html! {
        details {
            summary { span { (title) small { (lead) } } }
            @if !said.is_empty() { ul class="said others" { @for one in said { li { (one.text) } } } }
            a class="btn quiet" href=(to) { (more) (icons::onward()) }
        }
    }
}

/// What the safety check says to what the diary itself answers, and the way into the check with it.
pub(crate) fn raised(answers: &[String]) -> Markup {
    let rules = words::raised(answers);
    let Some(most) = rules.first() else { return html! {} };
    html! {
        section class="card measure raised" data-urgency=(most.urgency) {
            h2 { (icons::shape(most.urgency)) (urgency::word(most.urgency)) }
            p { (most.because) }
            form method="post" action="/check" {
                (Progress::found(answers))
                button class="btn" { (icons::check()) "Do the safety check" }
            }
            div class="folds lean" {
                details {
                    summary {
                        @match rules.len() - 1 {
                            0 => { "Who says so" },
                            more => span { "Who says so" small { "And " (tell::count(more, "more reason")) } },
                        }
                    }
                    @for rule in &rules {
                        @if rule.urgency != most.urgency { p { (urgency::tag(rule.urgency)) } }
                        p class="src" { (rule.because) " From: " (cite(&rule.sources)) }
                    }
                }
            }
        }
    }
}
