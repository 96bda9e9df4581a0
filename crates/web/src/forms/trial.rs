//! What a trial of one person asks: how bad it is, by one of eleven taps, on the start, in the plan and on its own page.

use crate::http::visit::Visit;
use crate::ui::icons;
use maud::{Markup, html};
use supple_care::trials::{self, Asks, InDiary};
use supple_guidance::trial::TrialOf;
use supple_wording::trial as wording;

/// Where trials are.
pub(crate) const ADDRESS: &str = "/insight/trials";

/// The address of what can be compared.
pub(crate) fn address(of: &TrialOf) -> String {
    format!("{ADDRESS}/{}", of.id)
}

/// Whether an answer is asked for now.
pub(crate) fn asks_now(asks: Asks) -> bool {
    !matches!(asks, Asks::NotYet(_))
}

/// The question after a draw, with its eleven answers.
pub(crate) fn ask(visit: &Visit, trial: &InDiary<'_>, asks: Asks) -> Markup {
    html! {
        section class="card measure" {
            h2 { (wording::asks(asks, visit.into())) }
            (levels(visit, &format!("{}/after", address(trial.of)), 0))
        }
    }
}

/// Eleven buttons, from none to the worst.
pub(crate) fn levels(visit: &Visit, to: &str, least: u8) -> Markup {
    html! {
        form class="stack" method="post" action=(to) {
            (visit.tap())
            div class="levels" {
                @for level in least..=10 { button name="level" value=(level) { (level) } }
            }
            p class="soft" { "0 is none, 10 the worst that you can think of." }
        }
    }
}

/// What the trial that runs asks now, for the start and the plan; its line where it asks nothing.
pub(crate) fn line(visit: &Visit) -> Markup {
    let Some(trial) = trials::running(&visit.diary, visit.now.at()) else { return html! {} };
    let to = address(trial.of);
    match trial.pending(visit.now.at()) {
        Some((_, asks)) if asks_now(asks) => ask(visit, &trial, asks),
        Some((draw, asks)) => html! {
            a class="door slim measure" href=(to) {
                (icons::insight())
                span { b { (wording::drawn(trial.of, draw.arm, draw.number).headline) } (wording::asks(asks, visit.into())) }
            }
        },
        None => html! {
            a class="door slim measure" href=(to) {
                (icons::insight())
                span { b { "Let chance choose" } (trial.of.title) " " (wording::progress(&trial)) }
            }
        },
    }
}
