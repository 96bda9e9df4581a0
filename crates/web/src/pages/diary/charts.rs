//! What stands round the drawings of the diary: their words, and a table with their numbers.

use crate::forms::when::days_before;
use crate::http::visit::Visit;
use crate::tell;
use crate::ui::drawn::picture;
use jiff::civil::Date;
use maud::{Markup, html};
use supple_pictures::chart::{self, Known};

/// What is known of a day, in words, for tables.
pub(crate) fn known(known: Known) -> String {
    match known {
        Known::Spasms(0, _) => "a spasm".to_owned(),
        Known::Spasms(count, _) => tell::count(count, "spasm"),
        Known::Quiet => "quiet".to_owned(),
        Known::Unknown => "not known".to_owned(),
    }
}

/// The days up to and with today, the oldest first, with what is known of each.
fn last_days(visit: &Visit, days: i32) -> Vec<(Date, Known)> {
    let today = visit.today();
    let dates = (0..days).rev().map(|back| days_before(today, back));
    dates.map(|date| (date, Known::of(visit.diary.day(date)))).collect()
}

/// How many spasms there were in so many days, in words.
pub(crate) fn summary(visit: &Visit, days: i32) -> String {
    let known = last_days(visit, days);
    let spasms: usize =
        known.iter().map(|(_, known)| if let Known::Spasms(count, _) = known { (*count).max(1) } else { 0 }).sum();
    let unknown = known.iter().filter(|(_, known)| *known == Known::Unknown).count();
    match (spasms, unknown) {
        // A diary that is gone is no new one.
        (0, unknown) if unknown == known.len() && visit.lost().is_some() => "Nothing was written since.".to_owned(),
        (0, unknown) if unknown == known.len() => "Nothing is written yet.".to_owned(),
        (0, 0) => format!("No spasm in {days} days."),
        (0, unknown) => format!("No spasm known in {days} days. {} not known.", are(unknown)),
        (spasms, _) => format!("{} in {days} days.", tell::count(spasms, "spasm")),
    }
}

fn are(days: usize) -> String {
    if days == 1 { "1 day is".to_owned() } else { format!("{days} days are") }
}

/// The last fourteen days as a strip: bars, dots and rings.
pub(crate) fn strip(visit: &Visit) -> Markup {
    let days = last_days(visit, 14);
    let unknown = days.iter().filter(|(_, known)| *known == Known::Unknown).count();
    let most = days.iter().filter_map(|(date, known)| match known {
        Known::Spasms(count, _) if *count > 0 => Some((*count, *date)),
        _ => None,
    });
    let mut label = summary(visit, 14);
    if let Some((count, date)) = most.max() {
        label += &format!(" Most on {}, with {count}.", tell::short_day(date, visit.today()));
    }
    if unknown > 0 && unknown < days.len() && !label.contains("not known") {
        label += &format!(" {} not known.", are(unknown));
    }
    let known: Vec<Known> = days.into_iter().map(|(_, known)| known).collect();
    picture(&chart::strip(&known, &label), "fig")
}

/// What the marks mean.
pub(crate) fn legend() -> Markup {
    html! { p class="src" { "Bar: a spasm. Dot: a quiet day. Ring: not known." } }
}

/// The numbers behind a drawing.
pub(crate) fn table(heads: &[&str], rows: &[Vec<Markup>]) -> Markup {
    html! {
        details {
            summary { "Show as a table" }
            (table_open(heads, rows))
        }
    }
}

/// Numbers that stand behind a row already.
pub(crate) fn table_open(heads: &[&str], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div class="wide-table" tabindex="0" role="region" aria-label="Table" {
            table {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @if at == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
