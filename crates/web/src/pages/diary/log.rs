//! What else can be written down: everything but a spasm of now and the check-in.

use crate::forms::form::Form;
use crate::forms::when;
use crate::forms::written::{address, refused};
use crate::http::fields::{FieldError, Fields, Reader};
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::names;
use crate::pages::diary::entry_forms;
use crate::tell;
use crate::ui::icons;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_diary::{Choice, Correction, Draft, Item, Kind, KindName, Measure};
use supple_insight::names::known_measure;
use supple_journal::JournalError;
use uuid::Uuid;

/// The kinds that have a form, each with the name of what is written down.
const FORMS: [(KindName, &str); 8] = [
    (KindName::Spasm, "A spasm from before"),
    (KindName::Pain, "Pain"),
    (KindName::Measure, "Relief"),
    (KindName::Medicine, "Medicine"),
    (KindName::Exposure, "What may set it off"),
    (KindName::Exercise, "Exercise"),
    (KindName::EpisodeMark, "Episode"),
    (KindName::Note, "Note"),
];

/// Those, and the kinds whose form follows from their description.
fn forms() -> impl Iterator<Item = (KindName, &'static str)> {
    let described = KindName::ALL.into_iter().filter(|kind| entry_forms::is_described(*kind));
    FORMS.into_iter().chain(described.map(|kind| (kind, names::kind(kind))))
}

/// How many measures are one tap away.
const ONE_TAP: usize = 6;

/// The eleven buttons that store the pain of now with one tap.
pub(crate) fn pain_now(visit: &Visit) -> Markup {
    html! {
        form class="card" method="post" action="/log/pain" {
            (visit.tap())
            h2 id="pain-now" { "How is the pain now?" }
            p class="soft" { "0 is none, 10 the worst you know. One tap stores it." }
            div class="levels" role="group" aria-labelledby="pain-now" {
                @for level in 0..=10 { button name="level" value=(level) { (level) } }
            }
        }
    }
}

/// The measures that are one tap away: what was done lately first.
fn measures(visit: &Visit) -> Vec<(String, String)> {
    let recent = visit.diary.recent(Choice::Measure, ONE_TAP);
    let mut measures: Vec<(String, String)> = recent.iter().map(|id| ((*id).to_owned(), names::of(id))).collect();
    for (id, words) in names::measures() {
        if measures.len() < ONE_TAP && !recent.iter().any(|recent| known_measure(recent) == Some(id)) {
            measures.push((id.to_owned(), words.to_owned()));
        }
    }
    measures
}

pub(crate) async fn index(visit: Visit) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "Write something down" }
            form method="post" action="/spasm" { (visit.tap()) button class="btn big fill-plum wide" { (icons::spasm()) "Spasm now" } }
        }
        div class="cols even" {
            (pain_now(&visit))
            form class="card" method="post" action="/log/measure" {
                (visit.tap())
                h2 id="relief-now" { "What are you doing for it?" }
                p class="soft" { "One tap stores it. Later we ask whether it helped." }
                div class="taps" role="group" aria-labelledby="relief-now" {
                    @for (id, words) in measures(&visit) { button class="btn quiet" name="what" value=(id) { (words) } }
                }
            }
        }
        ul class="links short" {
            li { a href="/check-in" { b { "Check-in" } } }
            @for (kind, title) in forms() { li { a href={ "/log/" (kind) } { b { (title) } } } }
        }
    };
    visit.page("Write something down", "/log", &main)
}

/// The addresses of the forms.
pub(crate) fn paths() -> impl Iterator<Item = String> {
    forms().map(|(kind, _)| format!("/log/{kind}"))
}

/// The address of the form of a kind, where it has one here.
pub(crate) fn path_of(kind: KindName) -> Option<String> {
    form_of(kind.id()).map(|(kind, _)| format!("/log/{kind}"))
}

fn form_of(id: &str) -> Option<(KindName, &'static str)> {
    forms().find(|(kind, _)| kind.id() == id)
}

pub(crate) async fn form(visit: Visit, Path(kind): Path<String>) -> Response {
    match form_of(&kind) {
        Some((kind, title)) => filled(&visit, kind, title, &Fields::default(), &[]),
        None if kind == KindName::CheckIn.id() => see_other("/check-in"),
        None => Problem::not_found().page(visit.help),
    }
}

/// The form of a note, filled in and not stored yet.
pub(crate) fn note(visit: &Visit, fields: &Fields) -> Response {
    match form_of(KindName::Note.id()) {
        Some((kind, title)) => filled(visit, kind, title, fields, &[]),
        None => Problem::not_found().page(visit.help),
    }
}

fn filled(visit: &Visit, kind: KindName, title: &str, fields: &Fields, troubles: &[FieldError]) -> Response {
    let form = Form { fields, troubles, visit, edited: false };
    let path = format!("/log/{kind}");
    let main = html! {
        div class="stack measure" {
            h1 { (title) }
            (form.summary())
            (entry_forms::same_as_last(kind, form, None, &path))
        }
        @if kind == KindName::Medicine { (crate::pages::medicine::review::before_it()) }
        form class="stack says" method="post" action=(path) novalidate {
            (visit.tap())
            // What lies in the past is mostly known by its time first.
            @if kind == KindName::Spasm { (when::ask(form, None, when::Open::All)) }
            (entry_forms::ask(kind, form))
            @if kind != KindName::Spasm { (when::ask(form, None, when::Open::Near)) }
            (form.save())
        }
    };
    visit.page(title, &path, &main)
}

pub(crate) async fn store(Path(kind): Path<String>, post: FormRequest) -> Response {
    let Some((kind, title)) = form_of(&kind) else { return Problem::not_found().page(post.visit.help) };
    let visit = &post.visit;
    let mut reader = Reader::new(&post.fields);
    let when = when::read(&mut reader, visit, None);
    let said = entry_forms::read(kind, &mut reader, visit, None);
    let draft = when.zip(said).map(|(when, kind)| Draft { happened: when.happened, precision: when.precision, kind });
    let troubles = match reader.done(draft) {
        Ok(draft) => match post.write(draft).await {
            Ok(written) => return crate::forms::written::stored(&written, crate::forms::written::ENTRIES),
            Err(JournalError::Entry(error)) => vec![refused(&error)],
            Err(error) => return post.failed(&error),
        },
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, filled(visit, kind, title, &post.fields, &troubles)).into_response()
}

/// The measure by the id in an address.
fn measure<'v>(visit: &'v Visit, id: &str) -> Option<(&'v Item, &'v Measure)> {
    let item = visit.diary.get(Uuid::try_parse(id).ok()?)?;
    Some((item, item.get::<Measure>()?))
}

/// Did it help? Asked after a measure, once, and never has to be answered.
pub(crate) async fn after(visit: Visit, Path(id): Path<String>) -> Response {
    match measure(&visit, &id) {
        Some((item, _)) => asking(&visit, item, &entry_forms::fill(item.kind()), &[]),
        None => Problem::not_found().page(visit.help),
    }
}

fn asking(visit: &Visit, item: &Item, fields: &Fields, troubles: &[FieldError]) -> Response {
    let form = Form { fields, troubles, visit, edited: true };
    let path = format!("/log/{}/after", item.id());
    let main = html! {
        div class="stack measure" {
            h1 { "Did it help?" }
            (form.summary())
            p class="lead" { (tell::headline(item.kind())) ", " (tell::moment(item.draft(), visit)) "." }
        }
        form class="stack says" method="post" action=(path) novalidate {
            @if item.get::<Measure>().is_some_and(|measure| measure.before.is_none()) {
                (form.level("before", "Pain before", "If you still know."))
            }
            (entry_forms::after(form))
            (form.save())
        }
    };
    visit.page("Did it help?", &path, &main)
}

pub(crate) async fn answer(Path(id): Path<String>, post: FormRequest) -> Response {
    let visit = &post.visit;
    let Some((item, measure)) = measure(visit, &id) else { return Problem::not_found().page(visit.help) };
    let mut reader = Reader::new(&post.fields);
    let before = reader.level("before").or(measure.before);
    let (after, helped) = (reader.level("after"), reader.yes_no("helped"));
    let troubles = match reader.done(Some(Measure { before, after, helped, ..measure.clone() })) {
        Ok(measure) => {
            let draft = Draft { kind: Kind::Measure(measure), ..item.draft().clone() };
            if draft == *item.draft() {
                return see_other(&address(item.id()));
            }
            match post.write_now(Correction { of: item.id(), entry: Box::new(draft) }).await {
                Ok(_) => return see_other(&address(item.id())),
                Err(JournalError::Entry(error)) => vec![refused(&error)],
                Err(error) => return post.failed(&error),
            }
        }
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, asking(visit, item, &post.fields, &troubles)).into_response()
}
