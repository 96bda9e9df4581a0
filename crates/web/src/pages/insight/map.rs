//! The map of triggers: what raises, what lowers, what shows no link, what is not known. A word and a shape say it as
//! well as a colour.

use super::{FEW, trigger};
use crate::ui::drawn::ornament;
use crate::ui::icons;
use crate::ui::layout::sentence;
use maud::{Markup, html};
use supple_insight::Findings;
use supple_insight::findings::{Map, Trigger};
use supple_pictures::chart::mini;
use supple_wording::findings::{GROUPS, LINKED, MAP, standing};

/// All exposures, each in its group.
pub(super) fn groups(findings: &Findings) -> Markup {
    let each = &findings.triggers.each;
    if each.is_empty() {
        return html! {};
    }
    html! {
        section class="stack" {
            h2 { (MAP) }
            p class="measure" { (LINKED) " Tap a line for its numbers." }
            div class="groups" {
                @for (place, title, meaning) in GROUPS {
                    @let those: Vec<&Trigger> = each.iter().filter(|one| one.map == place).collect();
                    @if !those.is_empty() {
                        section class="card group" data-map=(trigger::name(place)) {
                            h3 { (icons::map(place)) (title) }
                            p class="soft" { (meaning) }
                            @if place == Map::NotYet && those.len() > FEW {
                                details {
                                    summary { "Show " (those.len()) " things" }
                                    (lines(findings, &those))
                                }
                            } @else {
                                (lines(findings, &those))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn lines(findings: &Findings, those: &[&Trigger]) -> Markup {
    html! { ul class="links" { @for one in those { li { (line(findings, one)) } } } }
}

/// One exposure as a link to its page.
fn line(findings: &Findings, trigger: &Trigger) -> Markup {
    html! {
        a href=(trigger::address(&trigger.id)) {
            b { (sentence(&trigger.words)) }
            span { (standing(findings, trigger)) }
            @if let Some(mini) = mini(trigger) { (ornament(&mini, "mini")) }
        }
    }
}
