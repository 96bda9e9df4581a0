//! What chapters and short pages are made of: the answer, and sections of statements.

use crate::pages::guide::disagreements;
use crate::tell::counted;
use crate::ui::figures;
use crate::ui::layout::cite;
use maud::{Markup, html};
use supple_guidance::{Answer, Claim, Section, embedded};

/// What most readers came for, before all else.
pub(crate) fn answer(answer: &[Answer]) -> Markup {
    let ids = answer.iter().flat_map(|line| &line.claims);
    html! {
        @if !answer.is_empty() {
            section class="card answer" {
                ul class="lead" { @for line in answer { li { (line.text) } } }
                details { summary { "Who says so" } p class="src" { (cite(&sources(ids))) } }
            }
        }
    }
}

/// The sections in reading order: the first is open, each other a row that opens. All open, most chapters would be nine
/// screens of a phone or more.
pub(crate) fn sections(sections: &[Section]) -> Markup {
    let Some((first, rest)) = sections.split_first() else { return html! {} };
    html! {
        section class="folds part" { h2 { (first.heading) } (inside(first)) }
        @if !rest.is_empty() {
            div class="folds" {
                @for section in rest {
                    details {
                        summary {
                            h2 { (section.heading) small { (counted(section.claims.len(), "statement", "statements")) } }
                        }
                        (inside(section))
                    }
                }
            }
        }
    }
}

fn claims(section: &Section) -> impl Iterator<Item = &'static Claim> {
    section.claims.iter().filter_map(|id| embedded().claim(id))
}

/// The statements of a section, and in a row below, under the same numbers, who says each and how sure it is.
fn inside(section: &Section) -> Markup {
    let ids = || section.claims.iter();
    html! {
        ol class="points" {
            @for claim in claims(section) {
                li id=(claim.id) {
                    p { (claim.text) }
                    (figures::row(embedded().figures.of_claim(&claim.id)))
                    @if let Some(caution) = &claim.caution { p class="caution" { (caution) } }
                }
            }
        }
        details {
            summary {
                span { "Who says what, and how sure" small { (counted(sources(ids()).len(), "source", "sources")) } }
            }
            ol class="points" {
                @for claim in claims(section) {
                    li { (behind(claim)) p class="src" { b { (claim.strength.plain()) } ": " (cite(&claim.sources)) } }
                }
            }
        }
    }
}

/// The sources of these claims, each once.
fn sources<'a>(ids: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut all = Vec::new();
    for source in ids.filter_map(|id| embedded().claim(id)).flat_map(|claim| &claim.sources) {
        if !all.contains(source) {
            all.push(source.clone());
        }
    }
    all
}

/// Which source said what, and the disagreement that a statement is a part of.
pub(crate) fn behind(claim: &Claim) -> Markup {
    let named = claim.disagreement.as_ref();
    let known = named.and_then(|id| embedded().disagreements.iter().find(|known| known.id == *id));
    html! {
        @if let Some(who) = &claim.who { p class="soft" { (who) } }
        @if let Some(known) = known { p { a href=(disagreements::address(&known.id)) { (known.question) } } }
    }
}
