//! How often spasms come: the weeks as a drawing with its table, the trend, and a turn where there may have been one.

use super::{OFTEN, gaps, of, raised, since, views};
use crate::pages::diary::charts;
use crate::tell;
use crate::ui::drawn::picture;
use maud::{Markup, html};
use supple_insight::figures::number;
use supple_insight::findings::Method;
use supple_insight::{About, Findings};
use supple_pictures::chart::{week_of, weeks};
use supple_wording::findings::rate_needed;

/// With fewer weeks there is nothing to see in a drawing.
const LEAST_WEEKS: usize = 3;

pub(super) fn page(findings: &Findings) -> Markup {
    let sentences = findings.sentences();
    let frequency = &findings.frequency;
    let mut said = of(&sentences, About::Frequency);
    let first = said.next().map_or("", |one| &one.text);
    html! {
        div class="stack measure" {
            (views(OFTEN))
            h1 { "How often" }
            p class="lead" { (first) }
            @for one in said { p { (one.text) } }
            @if let Some(needed) = rate_needed(frequency) { p { (needed) } }
            @if frequency.method == Method::None { a class="btn quiet" href="/check-in" { "Check-in" } }
        }
        (raised(&findings.answers))
        (gaps::card(findings))
        @if frequency.weeks.len() >= LEAST_WEEKS && frequency.bouts > 0 {
            section class="card chart measure" {
                h2 { "Week by week" }
                @if let Some(weeks) = weeks(frequency, first) { (picture(&weeks, "fig")) }
                p class="src" {
                    "A bar is a week: how many spasms in 7 days with a check-in. A dot is a week without any."
                    @if !frequency.trend.is_empty() { " The line is the trend." }
                    @if frequency.change.is_some() {
                        " The dashes show where the turn most likely was. The shade shows where it could be, 8 times in 10."
                    }
                }
                (table(findings))
            }
        }
        div class="folds measure" {
            @if findings.bouts > 0 {
                details {
                    summary { span { "Before and since a day" small { "Did it change when you began with something?" } } }
                    (since::form(None, findings.to, None))
                }
            }
            details {
                summary { span { "How the weeks are counted" small { "With all the numbers" } } }
                p {
                    "We look at the last 52 weeks, and only at days with a check-in: to log more is not to have more spasms. "
                    "Spasms less than 2 hours apart count as one. A week with few check-ins is joined to the one beside it."
                }
                dl class="facts" {
                    @for (name, value) in facts(findings) {
                        @if let Some(value) = value { div { dt { (name) } dd { (value) } } }
                    }
                }
            }
        }
        p class="soft measure" { "This is what your diary shows. It does not show why." }
    }
}

/// The numbers behind the drawing, the newest week first.
fn table(findings: &Findings) -> Markup {
    let frequency = &findings.frequency;
    let rows: Vec<Vec<Markup>> = frequency
        .weeks
        .iter()
        .enumerate()
        .rev()
        .map(|(place, week)| {
            let date = week_of(frequency, week.week).map_or(String::new(), |date| tell::short_day(date, findings.to));
            let mut row = vec![
                html! { (date) },
                html! { (week.count) },
                html! { (week.days_observed) },
                html! { (number(7.0 * week.count as f64 / week.days_observed)) },
            ];
            row.extend(frequency.trend.get(place).map(|rate| html! { (number(rate / 4.0)) }));
            row
        })
        .collect();
    let heads = ["Week of", "Spasms", "Days with a check-in", "For 7 days", "Trend"];
    charts::table(if frequency.trend.is_empty() { &heads[..4] } else { &heads }, &rows)
}

fn facts(findings: &Findings) -> [(&'static str, Option<String>); 7] {
    let frequency = &findings.frequency;
    let weeks = |weeks: f64| format!("about {}", tell::count(weeks.round().max(1.0) as usize, "week"));
    let doubling = frequency.doubling_weeks;
    // Spasms that are stored are never told as none.
    let on_known_days = match (frequency.stored, frequency.bouts) {
        (0, _) => None,
        (_, 0) => Some("none, so there is no rate".to_owned()),
        (_, bouts) => Some(bouts.to_string()),
    };
    [
        ("Spasms in the last 52 weeks", (frequency.stored > 0).then(|| frequency.stored.to_string())),
        ("Of these on days with a check-in", on_known_days),
        ("Days with a check-in", Some(frequency.days.to_string())),
        ("The chance that they come more often", frequency.p_more_often.map(super::trigger::in_a_hundred)),
        ("The same, by all days of the calendar", frequency.p_by_calendar.map(super::trigger::in_a_hundred)),
        ("At this pace they double in", doubling.filter(|in_weeks| *in_weeks > 0.0).map(weeks)),
        ("At this pace they halve in", doubling.filter(|in_weeks| *in_weeks < 0.0).map(|in_weeks| weeks(-in_weeks))),
    ]
}
