//! Harm that a measure did: one line until someone opens it, and a card once something was told.

use crate::forms::trial::address;
use crate::forms::written;
use crate::http::visit::Visit;
use crate::ui::icons;
use crate::ui::layout::cite;
use maud::{Markup, html};
use supple_care::trials::{InDiary, harms_of};
use supple_trial::Recorded;
use supple_wording::trial_harm as wording;
use uuid::Uuid;

/// The names of the fields: of which draw, which of the harms that are offered, and own words.
pub(super) const DRAW: &str = "draw";
pub(super) const WHAT: &str = "what";
pub(super) const WORDS: &str = "words";

/// The id of the card of what was told.
pub(super) const CARD: &str = "harm";

/// The most letters of own words.
const MOST: usize = 200;

/// The question about a measure that chance just chose: one tap, and it is told.
pub(super) fn of_draw(visit: &Visit, trial: &InDiary<'_>, draw: Uuid) -> Markup {
    let to = to(trial);
    html! {
        details {
            summary { (wording::ASK) }
            div class="stack" {
                p { (wording::OPTIONAL) }
                form class="row" method="post" action=(to) {
                    (visit.tap())
                    input type="hidden" name=(DRAW) value=(draw);
                    @for harm in harms_of(trial.of) {
                        button class="btn quiet" name=(WHAT) value=(harm.id) { (harm.name) }
                    }
                }
                form class="stack" method="post" action=(to) {
                    (visit.tap())
                    input type="hidden" name=(DRAW) value=(draw);
                    (own_words())
                    button class="btn quiet" { "Write it down" }
                }
                (check())
            }
        }
    }
}

/// The same about any spasm of a trial, also once it is over.
pub(super) fn of_any(visit: &Visit, trial: &InDiary<'_>) -> Markup {
    let mut draws: Vec<&Recorded> = trial.stored.iter().collect();
    draws.sort_by_key(|draw| std::cmp::Reverse((draw.at, draw.entry)));
    if draws.is_empty() {
        return html! {};
    }
    let is_over = trial.report.verdict.is_over();
    html! {
        details {
            summary { span { (wording::ASK_ALL) @if is_over { small { (wording::state(trial)) } } } }
            div class="stack" {
                @if is_over && trial.told_harms().next().is_none() {
                    @for line in wording::lines(trial, visit.into()) { p { (line) } }
                }
                form class="stack" method="post" action=(to(trial)) {
                    (visit.tap())
                    label { "In which spasm?"
                        select name=(DRAW) {
                            @for draw in &draws { option value=(draw.entry) { (wording::spasm(trial, draw, visit.into())) } }
                        }
                    }
                    div class="pick two" {
                        @for harm in harms_of(trial.of) {
                            label { input type="radio" name=(WHAT) value=(harm.id); span { (harm.name) } }
                        }
                    }
                    (own_words())
                    button class="btn quiet" { "Write it down" }
                }
                (check())
            }
        }
    }
}

/// What was told; nothing where nothing was.
pub(super) fn told(visit: &Visit, trial: &InDiary<'_>) -> Markup {
    let Some(last) = trial.told_harms().max_by_key(|harm| (harm.told, harm.entry)) else { return html! {} };
    let is_for_the_check = trial.told_harms().any(|harm| harm.asks_for_the_check(visit.now.at()));
    html! {
        section class="card measure" id=(CARD) {
            h2 { (wording::HEADING) }
            @for line in wording::lines(trial, visit.into()) { p { (line) } }
            @for advice in wording::advice(trial) {
                p { b { "What the plan says: " } (advice.says) }
                p class="src" { "From: " (cite(advice.sources)) }
            }
            @if is_for_the_check { (check()) }
            p class="soft" { "Told by mistake? " a href=(written::address(last.entry)) { "Take the last one back" } }
        }
    }
}

fn to(trial: &InDiary<'_>) -> String {
    format!("{}/harm", address(trial.of))
}

fn own_words() -> Markup {
    html! { label { "Something else, in your own words" input type="text" name=(WORDS) dir="auto" maxlength=(MOST) autocomplete="off"; } }
}

/// A sign of the check is not for here.
fn check() -> Markup {
    html! {
        p { (wording::CHECK) }
        a class="btn quiet" href="/check" { (icons::check()) "Start the check" }
    }
}
