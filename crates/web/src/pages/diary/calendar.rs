//! A month as a calendar, with what is known of each of its days.

use crate::http::fields::month;
use crate::http::query::{Pairs, part, query};
use crate::http::visit::Visit;
use crate::pages::diary::charts;
use crate::pages::diary::find;
use crate::pages::diary::timeline::{self as diary, address};
use crate::tell;
use crate::ui::drawn::picture;
use crate::ui::icons;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use supple_diary::Day;
use supple_pictures::chart::{Known, month as month_of, worst};

/// Said in place of a calendar that would hold nothing but rings.
const UNKNOWN: &str = "Nothing is known of the days of this month.";

/// A month with what is known of each of its days.
pub(crate) async fn calendar(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let (pairs, today) = (query(pairs), visit.today());
    let asked = month(part(&pairs, "month")).ok();
    let month = asked.filter(|month| *month <= today).unwrap_or(today).first_of_month();
    let days = visit.diary.calendar(month);
    let name = find::name(month);
    let known = days.iter().any(|(date, day)| *date <= today && Known::of(*day) != Known::Unknown);
    let finding = if known { month_finding(&days, today) } else { UNKNOWN.to_owned() };
    let label = format!("{name}: {finding}");
    let rows: Vec<Vec<Markup>> = days
        .iter()
        .filter(|(date, _)| *date <= today)
        .map(|(date, day)| {
            let worst = day.and_then(worst).map_or("–".to_owned(), |worst| worst.to_string());
            let link = html! { a href=(address(*date)) { (date.strftime("%a %-d %B").to_string()) } };
            vec![link, html! { (charts::known(Known::of(*day))) }, html! { (worst) }]
        })
        .collect();
    let (before, after) = (month.saturating_sub(1.month()), month.saturating_add(1.month()));
    let main = html! {
        div class="stack measure" { (diary::rooms("/diary/calendar")) h1 { (name) } p class="lead" { (finding) } }
        @if let Some(drawn) = month_of(&days, today, &label).filter(|_| known) {
            section class="card chart" {
                (picture(&drawn, "fig"))
                p class="src" {
                    "A bar is a day with a spasm: the higher and fuller, the stronger. An open bar: nobody said how strong. "
                    "A dot is a quiet day. A ring is a day that we do not know."
                }
                (charts::table(&["Day", "Spasms", "Worst"], &rows))
            }
        }
        nav class="row" aria-label="Months" {
            a class="btn quiet" href={ "/diary/calendar?month=" (find::value(before)) } {
                (icons::back()) (before.strftime("%B").to_string())
            }
            @if after <= today {
                a class="btn quiet" href={ "/diary/calendar?month=" (find::value(after)) } {
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
