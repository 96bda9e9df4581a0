//! The pain of the last days as a curve.

use crate::forms::when::days_before;
use crate::http::query::{Pairs, part, query};
use crate::http::visit::Visit;
use crate::pages::diary::charts;
use crate::pages::diary::timeline::{self as diary, address};
use crate::tell;
use crate::ui::drawn::picture;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use maud::{Markup, html};
use supple_diary::{KindName, Moment, PainPoint};
use supple_pictures::chart::{Curve, Known};

/// The stretches of time that the pain curve is offered for: days, words.
const STRETCHES: [(i32, &str); 4] = [(7, "A week"), (30, "A month"), (90, "Three months"), (365, "A year")];

/// The pain of the last days.
pub(crate) async fn pain(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let pairs = query(pairs);
    let asked = part(&pairs, "days").parse().ok();
    let (days, words) = STRETCHES.into_iter().find(|(days, _)| Some(*days) == asked).unwrap_or((30, STRETCHES[1].1));
    let today = visit.today();
    let first = days_before(today, days - 1);
    let from = start_of(first, &visit);
    let to = start_of(today.tomorrow().unwrap_or(today), &visit);
    let pains = visit.diary.pains_in(from, to);
    let spasms = visit.diary.of(KindName::Spasm);
    let spasms: Vec<Timestamp> =
        spasms.iter().map(|item| item.happened().at()).filter(|at| (from..to).contains(at)).collect();
    let label = pain_label(words, pains, spasms.len(), &visit);
    let every = (days / 5).max(1);
    // From today backwards, so that the end of the line is always named.
    let marks = (0..days).rev().step_by(usize::try_from(every).unwrap_or(1)).map(|day| {
        let date = first.saturating_add(day.days());
        let form = if days <= 7 {
            "%a"
        } else if days <= 90 {
            "%-d %b"
        } else {
            "%b"
        };
        // The name of a single day stands in its middle.
        let at = start_of(date, &visit) + SignedDuration::from_hours(if days <= 7 { 12 } else { 0 });
        (at, date.strftime(form).to_string())
    });
    let curve = Curve { pains, spasms, from, to, marks: marks.collect() };
    let main = html! {
        div class="stack measure" { (diary::rooms("/diary/pain")) h1 { "Pain" } p class="lead" { (label) } }
        nav class="row" aria-label="How long" {
            @for (other, words) in STRETCHES {
                a class="btn quiet" href={ "/diary/pain?days=" (other) } aria-current=[(other == days).then_some("page")] {
                    (words)
                }
            }
        }
        @if let Some(scene) = curve.scene(&label) {
            section class="card chart" {
                (picture(&scene, "fig"))
                p class="src" {
                    @if !pains.is_empty() { "The line is the pain from 0 to 10. It breaks where nothing was written for long. " }
                    "Each bar is a spasm."
                }
                (charts::table(&["Day", "Low", "High", "Spasms"], &pain_rows(&visit, first, days, pains)))
            }
        }
    };
    visit.page("Pain", "/diary/pain", &main)
}

/// When a day begins for the person.
fn start_of(date: Date, visit: &Visit) -> Timestamp {
    Moment::around(date.at(0, 0, 0, 0), &visit.zone).map_or(visit.now.at(), |moment| moment.at())
}

fn pain_label(words: &str, pains: &[PainPoint], spasms: usize, visit: &Visit) -> String {
    let worst = pains.iter().max_by_key(|pain| pain.level);
    let (Some(worst), Some(least), Some(last)) = (worst, pains.iter().min_by_key(|pain| pain.level), pains.last())
    else {
        return match spasms {
            0 => format!("{words}: no pain level was written."),
            _ => format!("{words}: no pain level was written. {}.", tell::count(spasms, "spasm")),
        };
    };
    let at = Moment::in_zone(worst.at, &visit.zone)
        .map_or(String::new(), |moment| format!(" on {}", tell::short_day(moment.date(), visit.today())));
    if pains.len() == 1 {
        return format!("{words}: one pain level was written, {}{at}. {}.", last.level, tell::count(spasms, "spasm"));
    }
    format!(
        "{words}: pain between {} and {}, strongest{at}, last {}. {}.",
        least.level,
        worst.level,
        last.level,
        tell::count(spasms, "spasm")
    )
}

fn pain_rows(visit: &Visit, first: Date, days: i32, pains: &[PainPoint]) -> Vec<Vec<Markup>> {
    let mut by_day: std::collections::BTreeMap<Date, (u32, u32)> = std::collections::BTreeMap::new();
    for pain in pains {
        if let Ok(moment) = Moment::in_zone(pain.at, &visit.zone) {
            let level = pain.level.get();
            let day = by_day.entry(moment.date()).or_insert((level, level));
            *day = (day.0.min(level), day.1.max(level));
        }
    }
    let dates = (0..days).map(|day| first.saturating_add(day.days()));
    let rows = dates.map(|date| {
        let (low, high) = match by_day.get(&date) {
            Some((low, high)) => (low.to_string(), high.to_string()),
            None => ("–".to_owned(), "–".to_owned()),
        };
        vec![
            html! { a href=(address(date)) { (tell::short_day(date, visit.today())) } },
            html! { (low) },
            html! { (high) },
            html! { (charts::known(Known::of(visit.diary.day(date)))) },
        ]
    });
    rows.collect()
}

// ---------------------------------------------------------------- the episodes
