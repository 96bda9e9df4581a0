//! How it went: practice, walks, pain and spasms of the last weeks side by side, and since the first practice.

use crate::http::headers::NO_STORE;
use crate::http::visit::Visit;
use crate::pages::diary::charts;
use crate::pages::exercise::room;
use crate::pages::insight::{self, raised, since};
use crate::ui::drawn::picture;
use crate::ui::icons;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::{Markup, html};
use supple_diary::Exercise;
use supple_insight::names::known_exercise;
use supple_insight::progress::Progress;
use supple_pictures::chart;
use supple_wording::findings;
use supple_wording::progress as wording;

/// The address.
pub(super) const ADDRESS: &str = "/exercise/progress";

pub(super) async fn page(visit: Visit) -> Response {
    let progress = Progress::of(&visit.diary, &visit.zoned());
    let main = shown(&progress, visit.today());
    (NO_STORE, room::frame(&visit, wording::TITLE, ADDRESS).around(&main)).into_response()
}

fn shown(progress: &Progress, today: Date) -> Markup {
    let is_empty = progress.is_empty();
    html! {
        div class="stack measure" {
            h1 { (wording::TITLE) }
            p class="lead" { @if is_empty { (wording::EMPTY) } @else { (wording::LEAD) } }
        }
        @if !is_empty { (weeks(progress, today)) }
        @if let Some(sentence) = wording::since(progress, today) {
            section class="card measure" {
                h2 { "Since you began" }
                p { (sentence) }
                @if let Some(began) = progress.began {
                    a class="btn quiet" href={ (since::ADDRESS) "?date=" (began) } { "All its numbers" (icons::onward()) }
                }
            }
        }
        @if let Some(since) = &progress.since { (raised(&since.answers)) }
        section class="card measure" {
            h2 { (wording::ACTIVITIES) }
            p { (wording::ACTIVITIES_ASK) }
            @if !progress.activities.is_empty() { ul { @for one in &progress.activities { li { (wording::activity(one, today)) } } } }
            a class="btn quiet" href="/log/ability" { "Tell how well it goes" (icons::onward()) }
        }
    }
}

/// What the diary shows of one exercise, one tap away; nothing where it was never done.
pub(super) fn of_exercise(visit: &Visit, id: &str) -> Markup {
    // Findings take their time, so they are made only where there may be some.
    let mut done = visit.diary.all::<Exercise>().filter(|(_, done)| known_exercise(done.what.as_str()) == Some(id));
    let told = done.next().and_then(|_| findings::of_exercise(&visit.findings(), id));
    let Some(told) = told else { return html! {} };
    html! {
        section class="folds measure" {
            details {
                summary { span { "What your diary shows" small { "After it: spasms, and your pain" } } }
                @for line in [&told.link, &told.to_do, &told.relief].into_iter().flatten() { p { (line) } }
                p { a href=(insight::ADDRESS) { "All that it shows" } }
            }
        }
    }
}

/// The weeks as a drawing, with its words and its numbers.
fn weeks(progress: &Progress, today: Date) -> Markup {
    let rows: Vec<Vec<Markup>> = progress
        .weeks
        .iter()
        .rev()
        .map(|week| {
            let days = wording::days(week, today);
            std::iter::once(days).chain(wording::values(week)).map(|cell| html! { (cell) }).collect()
        })
        .collect();
    let heads: Vec<&str> = std::iter::once("Week").chain(wording::ROWS).collect();
    html! {
        section class="card chart measure" {
            h2 { "Week by week" }
            (picture(&chart::progress(progress, wording::ROWS, &wording::described(progress)), "fig"))
            p class="src" { (wording::HOW_TO_READ) }
            (charts::table(&heads, &rows))
            p class="src" { (wording::COUNTED) }
        }
    }
}
