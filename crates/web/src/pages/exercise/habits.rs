//! The habits that are offered to this person, each with why, and what is known of it.

use crate::http::headers::NO_STORE;
use crate::http::visit::Visit;
use crate::pages::exercise::room;
use crate::ui::layout::cite;
use crate::ui::{figures, icons};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_care::health;
use supple_guidance::embedded;
use supple_guidance::habit::Habit;
use supple_programme::{day, habits, other_habits};

/// The address.
pub(super) const ADDRESS: &str = "/exercise/habits";

pub(super) async fn page(visit: Visit) -> Response {
    let about = health::about(&visit.diary, visit.today());
    let offered = habits(embedded(), &about, &day::exposures(&visit.diary));
    let others = other_habits(embedded(), &about, &offered);
    let main = html! {
        div class="stack measure" {
            h1 { "Habits that help" }
            p { "One at a time is enough. Those that fit your diary come first." }
        }
        section class="folds measure" { @for one in &offered { (habit(one.habit, Some(&one.offer.because))) } }
        @if !others.is_empty() {
            h2 { "Others" }
            section class="folds measure" { @for one in others { (habit(one, None)) } }
        }
        div class="row" { a class="btn quiet" href="/guide/prevention" { (icons::guide()) "What prevents, and how sure that is" } }
    };
    (NO_STORE, room::frame(&visit, "Habits that help", ADDRESS).around(&main)).into_response()
}

fn habit(habit: &Habit, because: Option<&str>) -> Markup {
    html! {
        details id=(habit.id) {
            summary { span { (habit.title) @if let Some(because) = because { small { (because) } } } }
            div class="stack" {
                @for id in &habit.figures { (figures::movement(id, false)) }
                @if let Some(minutes) = habit.minutes { p class="soft" { "About " (minutes) " minutes, once." } }
                ol class="steps" { @for step in &habit.steps { li { (step) } } }
                p { b { "What is known: " } (habit.known) }
                @if let Some(text) = &habit.opt_out { p class="caution" { (text) } }
                p class="src" { b { (habit.strength.plain()) } ": " (cite(&habit.sources)) @if let Some(judgement) = &habit.judgement { " " (judgement) } }
            }
        }
    }
}
