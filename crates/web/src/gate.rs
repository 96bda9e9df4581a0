//! The gate of a plan: a few signs on one screen, where no check of the day is there.
//!
//! A yes leads into the check as a finding that this page found out, so the rules of the check say what it means. "None of
//! these" is written into the situation as the signs that were shown, and as nothing more: it is no check.

use crate::check::{Progress, found_so};
use crate::layout::cite;
use crate::picks::{self, Pick};
use crate::visit::Visit;
use crate::{icons, tell};
use maud::{Markup, html};
use supple_care::{Asked, Known, Plan, embedded};
use supple_guidance::{Gate, Sign, Urgency};
use supple_triage::Answer;

/// The field with the signs that "None of these" denies; empty takes it back.
pub(crate) const FIELD: &str = "gate";

fn gate() -> &'static Gate {
    &embedded().relief().gate
}

/// What stands before the steps of a plan that no check of the day stands behind.
pub(crate) fn before(plan: &Plan<'_>, known: &Known<'_>, visit: &Visit) -> Markup {
    match (plan.asked, known.at) {
        (Asked::Check, _) => html! {},
        // Where a call is owed, the gate could not take it back: the check can.
        (_, Some(at)) if known.owed >= Urgency::SameDay => html! {
            section class="card measure" data-urgency=(known.owed) {
                p { b { (gate().unasked) } }
                p { "Your check of " (tell::recorded(at, visit)) " said that someone should look at it soon. Has it been seen, or has it changed? Only a new check can tell." }
                a class="btn" href="/check" { (icons::check()) "Start the check" }
            }
        },
        _ if plan.owed >= Urgency::SameDay => html! { p class="measure" { b { (gate().unasked) } } },
        (Asked::Gate, _) => passed(),
        (Asked::Nothing, _) => asking(),
    }
}

/// One line where the gate was answered, and the full check one tap away.
fn passed() -> Markup {
    html! {
        section class="measure stack gate" id="gate" {
            p { (gate().passed) " " span class="soft" { (gate().waits) } }
            div class="row" {
                a class="btn quiet" href="/check" { (icons::check()) "Full check" }
                form method="post" action="/now" { button class="btn quiet" name=(FIELD) value="" { "Ask again" } }
            }
        }
    }
}

/// The signs, closed, with "None of these" below them.
fn asking() -> Markup {
    let shown: Vec<&str> = gate().findings().collect();
    html! {
        section class="measure stack gate" id="gate" {
            p { b { (gate().unasked) } }
            h2 { (gate().ask) }
            form class="stack asks" method="post" action="/now" {
                @for sign in &gate().signs { (row(sign)) }
                button class="btn big" name=(FIELD) value=(shown.join(" ")) { "None of these" (icons::onward()) }
            }
            details class="src" {
                summary { "Not sure? Why these?" }
                p { "“Not sure” is not a no. " a href="/check" { "The full check" } " shows ways to find out." }
                p { "Our own judgement: " (gate().judgement) }
                p { "From: " (cite(&gate().sources)) }
            }
        }
    }
}

/// One sign. It opens to what it stands for; a tap there is the answer, and leads into the check.
fn row(sign: &Sign) -> Markup {
    let triage = supple_triage::embedded();
    let findings = sign.findings.iter().filter_map(|id| triage.place(id));
    html! {
        details class="ask" {
            summary { span { (sign.ask) } }
            @for place in findings {
                @let finding = &triage.guidance().findings[place];
                div class="stack" {
                    @if finding.ask != sign.ask { p { b { (finding.ask) } } }
                    @if let Some(hint) = &finding.hint { p class="soft" { (hint) } }
                    div class="row" {
                        @for pick in told(place) {
                            button class="btn quiet" formaction="/check" name=(Progress::FOUND) value=(found_so(&finding.id, &pick.value)) aria-label={ (pick.label) ": " (finding.ask) } {
                                (pick.label)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The answers that lead into the check: neither a no nor a doubt, for which there are ways to find out there.
fn told(place: usize) -> impl Iterator<Item = &'static Pick> {
    let no = supple_triage::embedded().no(place);
    picks::of(place).iter().filter(move |pick| pick.answer != no && pick.answer != Answer::Unsure)
}
