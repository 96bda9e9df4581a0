//! The gate of a plan: a few signs on one screen, where no check of the day is there.
//!
//! A yes leads into the check as a finding that this page found out, so the rules of the check say what it means. "None of
//! these" is written into the situation as the signs that were shown, and as nothing more: it is no check.

use crate::pages::check::screens::{Progress, found_so};
use crate::picks::{self, Pick};
use crate::ui::icons;
use crate::ui::layout::cite;
use maud::{Markup, html};
use supple_care::embedded;
use supple_guidance::{Gate, Sign, Urgency};
use supple_triage::Answer;
use supple_wording::plan::Basis;

/// The field with the signs that "None of these" denies; empty takes it back.
pub(crate) const FIELD: &str = "gate";

fn gate() -> &'static Gate {
    &embedded().relief().gate
}

/// What stands before the steps of a plan that no check of the day stands behind. `owed`: how soon someone is to be reached.
pub(crate) fn before(basis: &Basis, owed: Urgency) -> Markup {
    match basis {
        Basis::Check { .. } => html! {},
        Basis::Earlier { unasked, line } => html! {
            section class="card measure" data-urgency=(owed) {
                p { b { (unasked) } }
                p { (line) }
                a class="btn" href="/check" { (icons::check()) "Start the check" }
            }
        },
        Basis::Owed { unasked } => html! { p class="measure" { b { (unasked) } } },
        Basis::Passed { line, waits } => passed(line, waits),
        Basis::Asking { unasked, ask, signs } => asking(unasked, ask, signs),
    }
}

/// One line where the gate was answered, and the full check one tap away.
fn passed(line: &str, waits: &str) -> Markup {
    html! {
        section class="measure stack gate" id="gate" {
            p { (line) " " span class="soft" { (waits) } }
            div class="row" {
                a class="btn quiet" href="/check" { (icons::check()) "Full check" }
                form method="post" action="/now" { button class="btn quiet" name=(FIELD) value="" { "Ask again" } }
            }
        }
    }
}

/// The signs, closed, with "None of these" below them.
fn asking(unasked: &str, ask: &str, signs: &[Sign]) -> Markup {
    let shown: Vec<&str> = gate().findings().collect();
    html! {
        section class="measure stack gate" id="gate" {
            p { b { (unasked) } }
            h2 { (ask) }
            form class="stack asks" method="post" action="/now" {
                @for sign in signs { (row(sign)) }
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
