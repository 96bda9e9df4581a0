//! When spasms come: the last weeks as a calendar, the days of the week and the times of the day.

use super::of;
use crate::pages::diary::charts;
use crate::ui::drawn::{ornament, picture};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use supple_insight::findings::{Share, Timing};
use supple_insight::{About, Findings};
use supple_pictures::chart::{calendar, share};
use supple_wording::findings as wording;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS: [&str; 4] = ["0 to 6", "6 to 12", "12 to 18", "18 to 24"];

/// Days and times as a card of their own.
pub(super) fn card(findings: &Findings) -> Markup {
    let Some(weeks) = weeks(findings) else { return html! {} };
    let rhythm = &findings.rhythm;
    let sentences = findings.sentences();
    html! {
        section class="card" id="when" {
            h2 { (wording::title(About::Rhythm).unwrap_or_default()) }
            (weeks)
            @for one in of(&sentences, About::Rhythm) { p { (one.text) } }
            div class="folds lean" {
                @if !rhythm.weekdays.parts.is_empty() {
                    details {
                        summary { span { "By day of the week" small { (out_of(&rhythm.weekdays)) } } }
                        (timing(&rhythm.weekdays, &WEEKDAYS, "Days with a check-in"))
                    }
                }
                @if !rhythm.hours.parts.is_empty() {
                    details {
                        summary { span { "By time of day" small { (out_of(&rhythm.hours)) } } }
                        (timing(&rhythm.hours, &HOURS, "All"))
                    }
                }
            }
        }
    }
}

/// The same as a row that opens.
pub(super) fn row(findings: &Findings) -> Markup {
    let Some(weeks) = weeks(findings) else { return html! {} };
    html! {
        details {
            summary { span { (wording::title(About::Rhythm).unwrap_or_default()) small { "The last weeks on a calendar" } } }
            (weeks)
        }
    }
}

fn out_of(timing: &Timing) -> String {
    format!("Of {} days with a spasm", timing.spasm_days)
}

/// The calendar; nothing where there is no spasm in the diary.
fn weeks(findings: &Findings) -> Option<Markup> {
    let rhythm = &findings.rhythm;
    let (monday, scene) = (rhythm.monday?, calendar(rhythm)?);
    if findings.spasms == 0 {
        return None;
    }
    let last = monday.saturating_add((rhythm.calendar.len() as i64 - 1).days());
    let day = |date: Date| {
        let this_year = date.year() == findings.to.year();
        date.strftime(if this_year { "%-d %b" } else { "%-d %b %Y" }).to_string()
    };
    Some(html! {
        p class="scale" { span { "From " (day(monday)) } span { "to " (day(last)) } }
        div class="week" aria-hidden="true" { @for name in WEEKDAYS { b { (name.get(..1).unwrap_or(name)) } } }
        (picture(&scene, "weeks"))
        p class="src" { "A bar is a spasm, a dot a quiet day, a ring a day that is not known." }
    })
}

/// The parts with what fits each, and their numbers.
fn timing(timing: &Timing, names: &[&str], of: &str) -> Markup {
    let parts = || names.iter().zip(&timing.parts).enumerate();
    let widest = timing.parts.iter().map(|part| part.upper).fold(0.0, f64::max);
    let percent = |share: f64| format!("{:.0}", 100.0 * share);
    let range = |part: &Share| format!("{} to {} %", percent(part.lower), percent(part.upper));
    let rows: Vec<Vec<Markup>> = parts()
        .map(|(_, (name, part))| {
            vec![html! { (name) }, html! { (part.spasm_days) }, html! { (part.days) }, html! { (range(part)) }]
        })
        .collect();
    html! {
        ol class="rows" {
            @for (place, (name, part)) in parts() {
                li { span { (name) } (ornament(&share(part, widest, timing.most == Some(place)), "")) }
            }
        }
        p class="src" { "The dot is what was. The line is what fits too: lines that share a place may be the same." }
        (charts::table(&["When", "Days with a spasm", of, "95 % range"], &rows))
    }
}
