//! The map of triggers: what raises, what lowers, what shows no link, what is not known. A word and a shape say it as
//! well as a colour.

use super::{FEW, draw, trigger};
use crate::icons;
use crate::layout::sentence;
use crate::tell;
use maud::{Markup, html};
use supple_insight::Findings;
use supple_insight::figures::times;
use supple_insight::findings::{Map, State, Trigger, Verdict};

/// The groups: what they are called, and what that means.
const GROUPS: [(Map, &str, &str, &str); 4] = [
    (Map::Raises, "raises", "Raises", "Spasms began more often after these."),
    (Map::Lowers, "lowers", "Lowers", "Spasms began less often after these."),
    (Map::NoLinkSeen, "no-link", "No strong link seen", "If there is a link, it is probably a weak one."),
    (Map::NotYet, "not-yet", "Not yet", "Your diary cannot tell yet."),
];

/// All exposures, each in its group.
pub(super) fn groups(findings: &Findings) -> Markup {
    let each = &findings.triggers.each;
    if each.is_empty() {
        return html! {};
    }
    html! {
        section class="stack" {
            h2 { "All in one view" }
            p class="measure" { "Linked, not proven. Tap a line for its numbers." }
            div class="groups" {
                @for (place, name, title, meaning) in GROUPS {
                    @let those: Vec<&Trigger> = each.iter().filter(|one| one.map == place).collect();
                    @if !those.is_empty() {
                        section class="card group" data-map=(name) {
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
            (draw::mini(trigger))
        }
    }
}

/// How it stands, in a few words with the numbers.
fn standing(findings: &Findings, trigger: &Trigger) -> String {
    let times_as_often = match (trigger.odds_ratio, trigger.lower, trigger.upper) {
        (Some(ratio), Some(lower), Some(upper)) => {
            Some((times(ratio), format!("{} to {}", times(lower), times(upper))))
        }
        _ => None,
    };
    let more = trigger.more_spasms.filter(|more| *more > 0);
    let more = more.map_or_else(String::new, |more| format!(", about {}", tell::count_more(more, "spasm day")));
    match (trigger.verdict, &trigger.state, times_as_often) {
        (Verdict::Likely, _, Some((ratio, range))) => format!("Likely: {ratio} times as often ({range})"),
        (Verdict::Possible, _, Some((ratio, range))) => format!("Possible: {ratio} times as often ({range})"),
        (Verdict::ProbablyNot, _, Some((ratio, range))) => format!("{ratio} times as often ({range})"),
        (_, _, Some(_)) if !trigger.doubts.is_empty() => "It looks linked, but something speaks against it".to_owned(),
        (_, _, Some((_, range))) => format!("Could be {range} times as often{more}"),
        (_, State::TooEarly, _) => "Too early to compare".to_owned(),
        (_, State::Unseen { always: true }, _) => format!("You nearly always have it{more}"),
        (_, State::Unseen { always: false }, _) => format!("You hardly ever have it{more}"),
        (_, State::LongLasting, _) => "It stays too long to compare days".to_owned(),
        (_, State::Together { with }, _) => {
            format!("It nearly always comes with {}", trigger::words(findings, with))
        }
        _ => format!("Too little to go by{more}"),
    }
}
