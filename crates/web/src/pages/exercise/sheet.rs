//! Today's programme on one page of paper, with pictures, for the person and for a physiotherapist.

use crate::http::headers::NO_STORE;
use crate::http::query::{Pairs, query};
use crate::http::visit::Visit;
use crate::pages::exercise::day::Day;
use crate::pages::exercise::{one, room};
use crate::tell;
use crate::ui::figures;
use crate::ui::layout::cite;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_guidance::embedded;
use supple_programme::Chosen;
use supple_programme::day;
use supple_wording::programme as wording;

/// The address.
pub(super) const ADDRESS: &str = "/exercise/sheet";

pub(super) async fn page(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let day = Day::of_query(&query(pairs));
    let programme = day::today(&visit.diary, &visit.zoned(), &day.said);
    let main = html! {
        @match &programme {
            Err(pause) => {
                div class="stack measure" {
                    h1 { "Exercise on paper" }
                    p class="lead" { (wording::pause(pause)) }
                    a class="btn" href=(day.address(room::ADDRESS)) { "Exercise" }
                }
            }
            Ok(programme) => {
                div class="stack" {
                    h1 { "My exercises" }
                    p { (tell::day(visit.today(), visit.today())) ". About " (programme.seconds().div_ceil(60)) " minutes." }
                    p class="noprint soft" { "Print this page from the menu of your browser, or save it as a PDF." }
                }
                div class="sheet" {
                    @if let Some(walk) = &programme.walk {
                        section class="card" {
                            (figures::movement(one::WALK_FIGURE, true))
                            h2 { (walk.plan.name) ": " (walk.minutes) " minutes" }
                            p { (wording::level(walk.level)) }
                            p { (walk.plan.stop) }
                            p class="src" { (cite(&walk.plan.sources)) }
                        }
                    }
                    @for chosen in &programme.exercises { (exercise(chosen)) }
                }
                section class="stack" {
                    h2 { "When to stop" }
                    ul { @for stop in programme.stop { li { (stop.text) } } }
                    p class="soft" {
                        "Made by Supple from sources and this person’s diary. No clinician has reviewed it. One step up only after "
                        (embedded().exercises.rules.sessions_before_up.is) " good sessions and "
                        (embedded().exercises.rules.days_before_up.is) " days, one down when it was too much."
                    }
                }
            }
        }
    };
    (NO_STORE, room::frame(&visit, "Exercise on paper", ADDRESS).around(&main)).into_response()
}

fn exercise(chosen: &Chosen<'_>) -> Markup {
    html! {
        section class="card" {
            @for id in chosen.exercise.figures.iter().take(1) { (figures::movement(id, true)) }
            h2 { (chosen.exercise.name) }
            p { b { (wording::dose(chosen.dose)) } @if let Some(how) = &chosen.dose.how { " " (how) } }
            ol { @for step in &chosen.exercise.steps { li { (step) } } }
            @for change in &chosen.changes { p class="caution" { (change.how) } }
            @for mind in &chosen.minds { p class="caution" { (mind.mind) } }
            p class="src" {
                @if chosen.dose.sources.is_empty() { "How much: our own judgement" } @else { (cite(&chosen.dose.sources)) }
            }
        }
    }
}
