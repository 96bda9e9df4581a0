//! When spasms come: the last weeks as a calendar, the days of the week and the times of the day.

use super::of;
use crate::pages::diary::charts;
use crate::tell;
use crate::ui::drawn::{ornament, picture};
use maud::{Markup, html};
use supple_insight::findings::{Share, Timing};
use supple_insight::{About, Findings};
use supple_pictures::chart::{calendar, share};
use supple_wording::findings as wording;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS: [&str; 4] = ["0 to 6", "6 to 12", "12 to 18", "18 to 24"];

pub(super) fn card(findings: &Findings) -> Markup {
    let rhythm = &findings.rhythm;
    let (Some(monday), Some(scene)) = (rhythm.monday, calendar(rhythm)) else { return html! {} };
    if findings.spasms == 0 {
        return html! {};
    }
    let sentences = findings.sentences();
    html! {
        section class="card" id="when" {
            h2 { (wording::title(About::Rhythm).unwrap_or_default()) }
            p class="scale" { span { "From Monday, " (tell::short_day(monday, findings.to)) } }
            div class="week" aria-hidden="true" { @for name in WEEKDAYS { b { (name.get(..1).unwrap_or(name)) } } }
            (picture(&scene, "weeks"))
            p class="src" { "A bar is a spasm, a dot a quiet day, a ring a day that is not known." }
            @for one in of(&sentences, About::Rhythm) { p { (one.text) } }
            @if !rhythm.weekdays.parts.is_empty() {
                details {
                    summary { "By day of the week" small { "Out of " (rhythm.weekdays.spasm_days) " days with a spasm" } }
                    (timing(&rhythm.weekdays, &WEEKDAYS, "Days with a check-in"))
                }
            }
            @if !rhythm.hours.parts.is_empty() {
                details {
                    summary { "By time of day" small { "Out of " (rhythm.hours.spasm_days) " days with a spasm" } }
                    (timing(&rhythm.hours, &HOURS, "All"))
                }
            }
        }
    }
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
