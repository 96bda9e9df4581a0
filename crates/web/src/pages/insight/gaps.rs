//! The gaps between spasms: a list with a bar for each, or the bars alone where there are many, and a table.
//!
//! Words stand beside the drawing and not in it, so that they grow with the text of the page.

use crate::pages::diary::charts;
use crate::tell;
use crate::ui::drawn::{ornament, picture};
use maud::{Markup, html};
use supple_diary::Precision;
use supple_insight::Findings;
use supple_insight::figures::one_in;
use supple_insight::findings::{Gap, GapOnset, Gaps, GapsOf, GapsVerdict};
use supple_pictures::chart;

/// With fewer gaps there is nothing to see in a drawing.
const LEAST: usize = 2;

/// Up to so many gaps each has a line of its own.
const LISTED: usize = 12;

/// Whether there is something to see.
pub(super) fn are_drawn(findings: &Findings) -> bool {
    findings.gaps.gaps.len() >= LEAST
}

/// The gaps as bars, without their numbers. Nothing where there is nothing to see.
pub(super) fn picture_of(findings: &Findings) -> Markup {
    let gaps = &findings.gaps;
    html! {
        @if are_drawn(findings) {
            @if gaps.gaps.len() <= LISTED { (list(gaps)) } @else { (bars(gaps)) }
        }
    }
}

pub(super) fn card(findings: &Findings) -> Markup {
    let gaps = &findings.gaps;
    if !are_drawn(findings) {
        return html! {};
    }
    html! {
        section class="card measure" id="gaps" {
            h2 { (title(findings)) }
            (picture_of(findings))
            (table(findings))
            details {
                summary { "Is that fair?" }
                p {
                    "We ask one thing: is the later gap of two the shorter one? If nothing had changed, each order of the gaps "
                    "would be as likely as any other."
                }
                @if let (Some(order), Some(shorter)) = (gaps.order, gaps.p_shorter) {
                    p {
                        "Of " (order.pairs) " pairs the later gap is shorter in " (order.shorter) " and longer in "
                        (order.longer) ". So short, or shorter: " (one_in(shorter)) ". So long, or longer: "
                        (one_in(order.p_longer)) ". We tell a change from 1 time in 40 on."
                    }
                }
                p {
                    "It needs no check-ins. It does not look at how many there are on a day. It holds if every spasm was "
                    "written down: one that is missing makes one long gap out of two."
                }
                p {
                    @match gaps.of {
                        GapsOf::Bouts => "Spasms less than 2 hours apart count as one.",
                        GapsOf::Spasms => "Each spasm counts, but not twice in a minute.",
                    }
                    " Where a time is not known well, a pair counts only if it is sure. The time since the last one can only "
                    "speak against “closer”. Spasms that come in flares can look closer by chance."
                }
                @if gaps.left_out > 0 { p { "These are the latest gaps; " (gaps.left_out) " older ones are left out." } }
            }
        }
    }
}

fn title(findings: &Findings) -> &'static str {
    match findings.gaps.verdict {
        _ if findings.gaps.is_against(&findings.frequency) => "From one spasm to the next",
        GapsVerdict::Shorter => "The gaps get shorter",
        GapsVerdict::Longer => "The gaps get longer",
        GapsVerdict::ShorterBefore | GapsVerdict::NoClearOrder | GapsVerdict::CannotTell => {
            "From one spasm to the next"
        }
    }
}

/// Each gap on a line of its own.
fn list(gaps: &Gaps) -> Markup {
    let bar = |gap, is_open| ornament(&chart::gap(gap, is_open, gaps), "");
    html! {
        ol class="rows" {
            @for gap in &gaps.gaps {
                li { span { (gap.words()) } (bar(*gap, false)) }
            }
            @if let Some(open) = gaps.open {
                li { span { (open.words()) " so far" } (bar(open, true)) }
            }
        }
        (scale(gaps))
    }
}

/// Many gaps: a bar each, the newest at the right, and the open one.
fn bars(gaps: &Gaps) -> Markup {
    html! {
        (picture(&chart::gaps(gaps), "bars"))
        (scale(gaps))
        p class="src" {
            "A bar: from one spasm to the next."
            @if let Some(open) = gaps.open { " The pale one: " (open.words()) " so far." }
        }
    }
}

/// From when to when.
fn scale(gaps: &Gaps) -> Markup {
    let (Some(first), Some(last)) = (gaps.onsets.first(), gaps.onsets.last()) else { return html! {} };
    let day = |onset: &GapOnset| onset.clock.strftime("%-d %b").to_string();
    html! { p class="scale" { span { "From " (day(first)) } span { "to " (day(last)) } } }
}

/// All of them, the newest last.
fn table(findings: &Findings) -> Markup {
    let gaps = &findings.gaps;
    let row = |(place, onset): (usize, &GapOnset)| {
        let before = place.checked_sub(1).and_then(|before| gaps.gaps.get(before));
        let gap = before.map_or("–".to_owned(), Gap::words);
        vec![html! { (when(onset, findings)) }, html! { (gap) }]
    };
    let rows: Vec<Vec<Markup>> = gaps.onsets.iter().enumerate().map(row).collect();
    charts::table(&["Spasm", "Since the one before"], &rows)
}

fn when(onset: &GapOnset, findings: &Findings) -> String {
    let day = tell::short_day(onset.clock.date(), findings.to);
    match onset.precision {
        None | Some(Precision::Minute) => format!("{day}, {}", onset.clock.strftime("%H:%M")),
        Some(Precision::Hour) => format!("{day}, about {}", onset.clock.strftime("%H:%M")),
        Some(Precision::Day) => day,
    }
}
