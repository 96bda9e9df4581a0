//! What goes with spasms: what raises, what lowers, what shows no link, what is not known. A word and a shape say it as well as a
//! colour. Each thing is a row with its interval, which opens to its sentence and the one thing to do.

use super::{of, trigger};
use crate::pages::diary::charts;
use crate::pages::guide::topics;
use crate::ui::drawn::ornament;
use crate::ui::icons;
use crate::ui::layout::sentence;
use maud::{Markup, html};
use supple_guidance::embedded;
use supple_insight::figures::times;
use supple_insight::findings::{Map, Stage, Trigger, Verdict};
use supple_insight::{About, Findings};
use supple_pictures::chart::mini;
use supple_wording::findings::{self as wording, GROUPS, LINKED, how_sure, standing};

/// All exposures, each in its group, below what is said of all of them.
pub(super) fn card(findings: &Findings) -> Markup {
    let each = &findings.triggers.each;
    let sentences = findings.sentences();
    let overall: Vec<_> = of(&sentences, About::Overall).collect();
    // Where rows stand open, they say it: what sums them up stands with the numbers.
    let is_open = GROUPS.iter().any(|(place, ..)| !parted(findings, *place).0.is_empty());
    let summed = match overall.as_slice() {
        [one] if is_open => Some(one.text.as_str()),
        _ => None,
    };
    html! {
        section class="card" id="links" {
            h2 { (super::title(About::Overall)) }
            @if summed.is_none() { @for one in &overall { p class="measure" { (one.text) } } }
            @if findings.triggers.overall.stage == Stage::TooEarly {
                a class="btn quiet" href="/check-in" { "Check-in" (icons::onward()) }
            }
            @for group in GROUPS { (in_group(findings, group)) }
            @if !each.is_empty() { (numbers(findings, summed)) }
        }
    }
}

/// The exposures of one group: what is likely, or looks so, stands open; what shows no link or cannot be told yet is one tap away.
fn parted(findings: &Findings, place: Map) -> (Vec<&Trigger>, Vec<&Trigger>) {
    let those = findings.triggers.each.iter().filter(|one| one.map == place);
    those.partition(|one| one.verdict == Verdict::Likely || !one.doubts.is_empty())
}

/// The exposures of one group.
fn in_group(findings: &Findings, (place, title, meaning): (Map, &str, &str)) -> Markup {
    let (first, rest) = parted(findings, place);
    if first.is_empty() && rest.is_empty() {
        return html! {};
    }
    let all_rest = first.is_empty();
    html! {
        section class="group" data-map=(trigger::name(place)) {
            @if !all_rest {
                h3 { (icons::map(place)) (title) }
                (rows_of(findings, &first))
                (axis())
            }
            @if !rest.is_empty() {
                div class="folds lean" {
                    details {
                        summary {
                            @if all_rest { (icons::map(place)) }
                            span {
                                @if all_rest { (title) } @else { "The others" }
                                small { (things(rest.len())) }
                            }
                        }
                        p class="soft" { (meaning) }
                        @if let Some(to_tell) = wording::to_tell(findings).filter(|_| place == Map::NotYet) {
                            p { (to_tell) }
                        }
                        (rows_of(findings, &rest))
                    }
                }
            }
        }
    }
}

fn things(many: usize) -> String {
    supple_wording::count(many, "thing")
}

fn rows_of(findings: &Findings, those: &[&Trigger]) -> Markup {
    html! { div class="ivs" { @for one in those { (row(findings, one)) } } }
}

/// One exposure.
fn row(findings: &Findings, trigger: &Trigger) -> Markup {
    html! {
        details class="iv" {
            summary {
                b { (sentence(&trigger.words)) }
                span { (standing(findings, trigger)) }
                @if let Some(mini) = mini(trigger) { (ornament(&mini, "mini")) }
            }
            p { (findings.sentence_of(trigger)) }
            (to_do(trigger))
            p { a href=(trigger::address(&trigger.id)) { "All its numbers" } }
        }
    }
}

/// The one thing to do, and where the guide says more.
pub(super) fn to_do(trigger: &Trigger) -> Markup {
    let Some(to_do) = wording::to_do(trigger) else { return html! {} };
    let topic = wording::claims(trigger).first().and_then(|id| embedded().claim(id)).map(|claim| &claim.topic);
    html! {
        p class="to-do" {
            (to_do)
            @if let Some(topic) = topic { " " a href=(topics::address(topic)) { "In the guide" } }
        }
    }
}

/// What lies on which side of the line.
fn axis() -> Markup {
    html! { p class="scale axis" { span { "fewer" } span { "the same" } span { "more" } } }
}

/// All of them as a table, and what the words mean; the row says what there is in short.
fn numbers(findings: &Findings, summed: Option<&str>) -> Markup {
    let lead = match summed {
        Some(summed) => summed.split_inclusive(". ").next().unwrap_or(summed).trim_end(),
        None => "And what “likely” means",
    };
    let compared = findings.triggers.each.iter().filter_map(|one| Some((one, one.told?, one.lower?, one.upper?)));
    let rows: Vec<Vec<Markup>> = compared
        .map(|(one, ratio, lower, upper)| {
            vec![
                html! { (sentence(&one.words)) },
                html! { (times(ratio)) },
                html! { (times(lower)) " to " (times(upper)) },
            ]
        })
        .collect();
    html! {
        div class="folds lean" {
            details {
                summary { span { "All numbers" small { (lead) } } }
                @if let Some(summed) = summed.filter(|summed| *summed != lead) { p { (summed) } }
                p { (LINKED) " " (how_sure()) }
                p {
                    "How we work it out: we compare the time before a spasm with the same time on days like it that stayed "
                    "quiet. All things are looked at together, so that what comes along with another is not blamed for it. "
                    "What is said is held to more the more things you note."
                }
                @if !rows.is_empty() { (charts::table_open(&["What", "Times as often", "95 % range"], &rows)) }
            }
        }
    }
}
