//! A month as a calendar, with what is known of each of its days.

use crate::http::fields::date;
use crate::http::query::{Pairs, part, query};
use crate::http::visit::Visit;
use crate::pages::diary::charts::{self, Known};
use crate::pages::diary::timeline::{self as diary, address};
use crate::tell;
use crate::ui::icons;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use supple_diary::Day;

/// A month with what is known of each of its days.
pub(crate) async fn calendar(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let (pairs, today) = (query(pairs), visit.today());
    let asked = date(&format!("{}-01", part(&pairs, "month"))).ok();
    let month = asked.filter(|month| *month <= today).unwrap_or(today).first_of_month();
    let days = visit.diary.calendar(month);
    let name = month.strftime("%B %Y").to_string();
    let finding = month_finding(&days, today);
    let label = format!("{name}: {finding}");
    let rows: Vec<Vec<Markup>> = days
        .iter()
        .filter(|(date, _)| *date <= today)
        .map(|(date, day)| {
            let worst = day.and_then(charts::worst).map_or("–".to_owned(), |worst| worst.to_string());
            let link = html! { a href=(address(*date)) { (date.strftime("%a %-d %B").to_string()) } };
            vec![link, html! { (Known::of(*day).words()) }, html! { (worst) }]
        })
        .collect();
    let (before, after) = (month.saturating_sub(1.month()), month.saturating_add(1.month()));
    let main = html! {
        div class="stack measure" { (diary::rooms("/diary/calendar")) h1 { (name) } p class="lead" { (finding) } }
        section class="card chart" {
            (charts::month(&days, today, &label))
            p class="src" {
                "A bar is a day with a spasm: the higher and fuller, the stronger. An open bar: nobody said how strong. "
                "A dot is a quiet day. A ring is a day that we do not know."
            }
            (charts::table(&["Day", "Spasms", "Worst"], &rows))
        }
        nav class="row" aria-label="Months" {
            a class="btn quiet" href={ "/diary/calendar?month=" (before.strftime("%Y-%m").to_string()) } {
                (icons::back()) (before.strftime("%B").to_string())
            }
            @if after <= today {
                a class="btn quiet" href={ "/diary/calendar?month=" (after.strftime("%Y-%m").to_string()) } {
                    (after.strftime("%B").to_string()) (icons::onward())
                }
            }
        }
    };
    visit.page(&name, "/diary/calendar", &main)
}

/// What the calendar of a month shows, in sentences.
fn month_finding(days: &[(Date, Option<&Day>)], today: Date) -> String {
    let known: Vec<(Date, Known)> =
        days.iter().filter(|(date, _)| *date <= today).map(|(date, day)| (*date, Known::of(*day))).collect();
    let count = |wanted: fn(Known) -> bool| known.iter().filter(|(_, known)| wanted(*known)).count();
    let with = count(|known| matches!(known, Known::Spasms(..)));
    let quiet = count(|known| known == Known::Quiet);
    let unknown = count(|known| known == Known::Unknown);
    let worst = known.iter().filter_map(|(date, known)| match known {
        Known::Spasms(_, Some(worst)) => Some((*worst, *date)),
        _ => None,
    });
    let mut label = format!("{} with a spasm, {quiet} quiet, {unknown} not known.", tell::count(with, "day"));
    if let Some((worst, date)) = worst.max() {
        label += &format!(" The strongest was {worst} of 10, on the {}.", ordinal(date.day()));
    }
    label
}

fn ordinal(day: i8) -> String {
    let end = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    format!("{day}{end}")
}

// ---------------------------------------------------------------- the pain curve
