//! A questionnaire of others: its sentences word for word, as boxes to tick. It is offered, and never asked for.

use crate::forms::form::{Form, place};
use crate::forms::written::{ENTRIES, address as entry, refused, stored};
use crate::http::fields::{FieldError, Fields, Reader};
use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, Visit};
use crate::tell;
use crate::ui::layout::{Frame, Room};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_care::questionnaire::{error, filled, questionnaire, questionnaires, scores};
use supple_guidance::embedded;
use supple_guidance::questionnaire::Questionnaire;
use supple_journal::JournalError;
use supple_wording::questionnaire::{at_an_end, changed};

/// The address of a questionnaire, as a pattern.
pub(super) const PATTERN: &str = "/doctor/questionnaire/{id}";

/// The field of the sentences that are so, and the one that says that none is.
const SO: &str = "so";
const NONE: &str = "none";

/// So many earlier scores are shown.
const EARLIER: usize = 4;

pub(super) fn address(one: &Questionnaire) -> String {
    format!("/doctor/questionnaire/{}", one.id)
}

/// The addresses of all questionnaires.
pub(super) fn addresses() -> Vec<String> {
    questionnaires().iter().map(address).collect()
}

pub(crate) async fn page(Path(id): Path<String>, visit: Visit) -> Response {
    match questionnaire(&id) {
        Some(one) => shown(&visit, one, &Fields::default(), &[]),
        None => Problem::not_found().page(visit.help),
    }
}

pub(crate) async fn send(Path(id): Path<String>, post: FormRequest) -> Response {
    let visit = &post.visit;
    let Some(one) = questionnaire(&id) else { return Problem::not_found().page(visit.help) };
    let mut reader = Reader::new(&post.fields);
    let numbers: Option<Vec<usize>> = post.fields.all(SO).map(|number| number.parse().ok()).collect();
    let said = numbers.as_ref().and_then(|ticked| {
        match (ticked.is_empty(), post.fields.has(NONE, "yes")) {
            (true, false) => reader.wrong(SO, format!("Tick what is so today, or “{NONE_OF_THESE}” at the end.")),
            (false, true) => reader.wrong(
                NONE,
                format!(
                    "You ticked {}, and that none is so. Take out one or the other.",
                    tell::count(ticked.len(), "sentence")
                ),
            ),
            _ => match filled(one, ticked) {
                Some(said) => return Some(said),
                None => reader.wrong(SO, NO_SENTENCE),
            },
        }
        None
    });
    if numbers.is_none() {
        reader.wrong(SO, NO_SENTENCE);
    }
    let troubles = match reader.done(said) {
        Ok(said) => match post.write_now(said).await {
            Ok(written) => return stored(&written, ENTRIES),
            Err(JournalError::Entry(error)) => vec![refused(&error)],
            Err(error) => return post.failed(&error),
        },
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, shown(visit, one, &post.fields, &troubles)).into_response()
}

/// What is said of a number that is of no sentence: no form sends one.
const NO_SENTENCE: &str = "There is no sentence of this number. Please tick again.";

/// What says that no sentence is so. It is not part of the questionnaire: without it, a form that was sent by mistake would score.
const NONE_OF_THESE: &str = "None of these today";

fn shown(visit: &Visit, one: &Questionnaire, fields: &Fields, troubles: &[FieldError]) -> Response {
    let form = Form { fields, troubles, visit, edited: false };
    let main = html! {
        div class="stack measure" {
            h1 { (one.title) }
            (form.summary())
            p class="lead" { (one.lead) }
            p class="soft" {
                "It takes about " (one.minutes) " minutes, if you can read calmly. Fill it in or leave it: nothing here asks for it."
            }
        }
        form class="stack" method="post" action=(address(one)) novalidate {
            (visit.tap())
            div class="card" { div class="stack" { @for words in &one.instructions { p { (words) } } } }
            div class="card" id=(place(SO)) {
                fieldset class="ticks" {
                    legend { "Today" }
                    (form.note(SO))
                    @for (number, sentence) in (1..).zip(&one.sentences) {
                        label class="tick ruled" {
                            input type="checkbox" name=(SO) value=(number) checked[fields.all(SO).any(|so| so.parse() == Ok(number))];
                            span { (sentence) }
                        }
                    }
                }
            }
            div class="card" id=(place(NONE)) {
                (form.note(NONE))
                label class="tick" {
                    input type="checkbox" name=(NONE) value="yes" checked[fields.has(NONE, "yes")];
                    span { b { (NONE_OF_THESE) } }
                }
            }
            (form.save())
        }
        (so_far(visit, one))
        p class="src" {
            (one.name) ". " (one.permission) " "
            @for source in one.sources.iter().filter_map(|id| embedded().source(id)) { (source.citation) ". " }
        }
    };
    let path = &address(one);
    let frame = Frame { title: &one.title, room: Room::Doctor, path, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(&main)).into_response()
}

/// Earlier scores, each with how it changed.
fn so_far(visit: &Visit, one: &Questionnaire) -> Markup {
    let scores = scores(&visit.diary, &one.id);
    let error = error(&one.id);
    let end = scores.last().and_then(|(_, score)| at_an_end(error?, score.points));
    html! {
        @if !scores.is_empty() {
            section class="card" {
                h2 { "So far" }
                ul class="plain" {
                    @for (at, (item, score)) in scores.iter().enumerate().rev().take(EARLIER) {
                        @let before = at.checked_sub(1).and_then(|at| scores.get(at));
                        li {
                            a href=(entry(item.id())) { (tell::day(item.happened().date(), visit.today())) }
                            ": " b { (score.points) " of " (score.of) }
                            @if let Some((_, before)) = before { ". " (tell::sentence(&changed(error, before.points, score.points))) "." }
                        }
                    }
                }
                @if scores.len() > 1 { p class="soft" { "A change within the error of measurement may be chance." } }
                @if let Some(end) = end { p class="soft" { (end) } }
            }
        }
    }
}
