//! Treatments that others give: what each is, what the evidence says, and what to ask. The statements are those of the
//! guide; the questions can be printed, for one treatment or for all.

use crate::http::problem::Problem;
use crate::pages::medicine::leaflet;
use crate::pages::medicine::review as medicine;
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_guidance::embedded;
use supple_guidance::{Sort, Treatment};

const ADDRESS: &str = "/treatments";
const QUESTIONS: &str = "/treatments/questions";

/// The addresses of these pages.
pub(crate) fn paths() -> impl Iterator<Item = String> {
    let fixed = [ADDRESS, QUESTIONS].map(str::to_owned);
    fixed.into_iter().chain(embedded().treatments.iter().map(address))
}

fn address(treatment: &Treatment) -> String {
    format!("{ADDRESS}/{}", treatment.id)
}

fn of(sort: Sort) -> impl Iterator<Item = &'static Treatment> {
    embedded().treatments.iter().filter(move |treatment| treatment.sort == sort)
}

fn page(title: &str, path: &str, help: Help, main: &Markup) -> Markup {
    Frame { title, room: Room::Medicine, path, help, lost: None }.around(main)
}

/// The ways to these pages.
pub(crate) fn links() -> Markup {
    html! {
        div class="row noprint" {
            a class="btn quiet" href=(QUESTIONS) { "Questions to take along" }
            a class="btn quiet" href="/guide/treatments" { (icons::guide()) "The guide on treatments" }
        }
    }
}

pub(crate) async fn index(help: Help) -> Markup {
    let main = html! {
        div class="stack measure" {
            h1 { "Other treatments" }
            p class="lead" { "What each one is, what studies found, and what to ask whoever offers it." }
        }
        @for sort in Sort::ALL {
            section class="stack" {
                h2 { (sort.title()) }
                ul class="links tiles" {
                    @for treatment in of(sort) {
                        li {
                            a href=(address(treatment)) {
                                b { (treatment.name) }
                                small { (treatment.questions.len()) " questions to ask" }
                            }
                        }
                    }
                }
            }
        }
        (links())
        (medicine::links_back())
    };
    page("Other treatments", ADDRESS, help, &main)
}

pub(crate) async fn one(help: Help, Path(id): Path<String>) -> Response {
    let Some(treatment) = embedded().treatments.iter().find(|treatment| treatment.id == id) else {
        return Problem::not_found().page(help);
    };
    let main = html! {
        div class="stack measure" {
            p class="soft" { (treatment.sort.title()) }
            h1 { (treatment.name) }
        }
        div class="cols even" {
            section class="card" {
                h2 { "What it is, and what is known" }
                (leaflet::claims(embedded(), &treatment.claims))
            }
            section class="card" {
                h2 { "Questions to ask" }
                (questions(treatment))
                p class="soft noprint" { "You can print this page from the menu of your browser." }
            }
        }
        (links())
        div class="row noprint" { a class="btn quiet" href=(ADDRESS) { (icons::back()) "All treatments" } }
    };
    page(&treatment.name, &address(treatment), help, &main).into_response()
}

/// Each with a box to tick by hand.
fn questions(treatment: &Treatment) -> Markup {
    html! { ul class="tolist" { @for question in &treatment.questions { li { (question) } } } }
}

pub(crate) async fn sheet(help: Help) -> Markup {
    let main = html! {
        div class="stack measure" {
            h1 { "Questions to take along" }
            p class="noprint" { "You can print this page from the menu of your browser. Each box is for a tick." }
        }
        div class="flow" {
            @for sort in Sort::ALL {
                @for treatment in of(sort) {
                    section class="card" {
                        h2 { a href=(address(treatment)) { (treatment.name) } }
                        (questions(treatment))
                    }
                }
            }
        }
        div class="row noprint" { a class="btn quiet" href=(ADDRESS) { (icons::back()) "All treatments" } }
    };
    page("Questions to take along", QUESTIONS, help, &main)
}
