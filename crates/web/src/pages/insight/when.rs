//! When spasms come: the last weeks as a calendar; earlier weeks, the days of the week and the times of the day one tap away.

use super::of;
use crate::pages::diary::charts;
use crate::tell;
use crate::ui::drawn::{ornament, picture};
use crate::ui::layout::sentence;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use supple_insight::findings::{CalendarDay, Rhythm, Share, Timing};
use supple_insight::{About, Findings};
use supple_pictures::chart::{calendar, share};
use supple_wording::findings as wording;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LEGEND: &str = "A bar is a spasm, a dot a quiet day, a ring a day that is not known.";

/// So many weeks stand first.
const LAST_WEEKS: usize = 6;

const HOURS: [&str; 4] = ["0 to 6", "6 to 12", "12 to 18", "18 to 24"];

/// Days and times as a card of their own.
pub(super) fn card(findings: &Findings) -> Markup {
    let Some(weeks) = weeks(findings) else { return html! {} };
    let sentences = findings.sentences();
    let said: Vec<&str> = of(&sentences, About::Rhythm).map(|one| one.text.as_str()).collect();
    html! {
        section class="card" id="when" {
            h2 { (wording::title(About::Rhythm).unwrap_or_default()) }
            (weeks)
            p class="src" { (LEGEND) }
            @if !said.is_empty() { p { (said.join(" ")) } }
            (more(findings))
        }
    }
}

/// The rest of it behind one row: earlier weeks, days of the week, times of day.
fn more(findings: &Findings) -> Markup {
    let rhythm = &findings.rhythm;
    let (earlier, _) = split(rhythm);
    let parts = [
        (!earlier.is_empty()).then_some("earlier weeks"),
        (!rhythm.weekdays.parts.is_empty()).then_some("days"),
        (!rhythm.hours.parts.is_empty()).then_some("times"),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    html! {
        @if !parts.is_empty() {
            div class="folds lean" {
                details {
                    summary { span { "More on this" small { (sentence(&parts.join(", "))) } } }
                    @if let Some(weeks) = earlier_weeks(findings) { h3 { "Earlier weeks" } (weeks) }
                    @if !rhythm.weekdays.parts.is_empty() {
                        h3 { "By day of the week" }
                        (timing(&rhythm.weekdays, &WEEKDAYS, "Days with a check-in"))
                    }
                    @if !rhythm.hours.parts.is_empty() {
                        h3 { "By time of day" }
                        (timing(&rhythm.hours, &HOURS, "All"))
                    }
                }
            }
        }
    }
}

/// The same as a row that opens.
pub(super) fn row(findings: &Findings) -> Markup {
    let Some(weeks) = drawn(findings, 0, &findings.rhythm.calendar) else { return html! {} };
    html! {
        details {
            summary { span { (wording::title(About::Rhythm).unwrap_or_default()) small { "The last weeks on a calendar" } } }
            (weeks)
            p class="src" { (LEGEND) }
        }
    }
}

/// The earlier weeks of the calendar, and the last ones.
fn split(rhythm: &Rhythm) -> (&[CalendarDay], &[CalendarDay]) {
    let weeks = rhythm.calendar.len().div_ceil(7);
    rhythm.calendar.split_at(7 * weeks.saturating_sub(LAST_WEEKS))
}

/// The last weeks; nothing where there is no spasm in the diary.
fn weeks(findings: &Findings) -> Option<Markup> {
    let (earlier, last) = split(&findings.rhythm);
    drawn(findings, earlier.len(), last)
}

fn earlier_weeks(findings: &Findings) -> Option<Markup> {
    drawn(findings, 0, split(&findings.rhythm).0)
}

/// Some of the weeks, which begin so many days into the calendar.
fn drawn(findings: &Findings, begin: usize, days: &[CalendarDay]) -> Option<Markup> {
    let scene = calendar(days).filter(|_| findings.spasms > 0)?;
    let monday = findings.rhythm.monday?.saturating_add((begin as i64).days());
    let last = monday.saturating_add((days.len() as i64 - 1).days());
    let day = |date: Date| {
        let this_year = date.year() == findings.to.year();
        date.strftime(if this_year { "%-d %b" } else { "%-d %b %Y" }).to_string()
    };
    Some(html! {
        p class="scale" { span { "From " (day(monday)) } span { "to " (day(last)) } }
        div class="week" aria-hidden="true" { @for name in WEEKDAYS { b { (name.get(..1).unwrap_or(name)) } } }
        (picture(&scene, "weeks"))
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
        p class="src" {
            "Of " (tell::count(timing.spasm_days as usize, "day")) " with a spasm. The dot is what was. The line is what fits too: "
            "lines that share a place may be the same."
        }
        (charts::table(&["When", "Days with a spasm", of, "95 % range"], &rows))
    }
}
