//! What a trial over days says of today, and whether it was done, by one tap: on the start, beside the exercises, and on its own page.

use crate::http::visit::Visit;
use crate::ui::icons;
use maud::{Markup, html};
use supple_guidance::trial::DaysOf;
use supple_programme::trial::{self as days, Due, InDiary};
use supple_trial::Arm;
use supple_wording::trial_days as wording;

/// The address of what can be tried over days.
pub(crate) fn address(of: &DaysOf) -> String {
    format!("/insight/over-days/{}", of.id)
}

/// Two buttons that say whether it was done, today or the day before. `from` says where one comes back to: the start, or nothing
/// for the page of the trial.
pub(crate) fn taps(visit: &Visit, of: &DaysOf, day: &str, did: Option<bool>, from: &str) -> Markup {
    html! {
        form class="row" method="post" action={ (address(of)) "/done" } {
            (visit.tap())
            input type="hidden" name="day" value=(day);
            @if !from.is_empty() { input type="hidden" name="from" value=(from); }
            @for (value, says, is) in [("yes", "Done", true), ("no", "Not done", false)] {
                button class=(if did == Some(is) { "btn" } else { "btn quiet" }) name="did" value=(value) aria-pressed=[did.map(|did| if did == is { "true" } else { "false" })] { (says) }
            }
        }
    }
}

/// What the trial over days that runs says of today, for the start. Where something comes before it, or all is said, a line.
pub(crate) fn line(visit: &Visit) -> Markup {
    let now = visit.zoned();
    let Some(trial) = days::running(&visit.diary, &now) else { return html! {} };
    let due = trial.due(&visit.diary, &now);
    let told = wording::line(&trial, &due, visit.today());
    match &due {
        Due::Goes { did: None, holds, .. } if holds.is_empty() => html! {
            section class="card measure" {
                h2 { (told.headline) }
                @for line in told.lines.iter().take(1) { p { (line) } }
                (taps(visit, trial.of, "today", None, "start"))
                a href=(address(trial.of)) { "Your trial" }
            }
        },
        Due::Goes { did: Some(did), holds, .. } if holds.is_empty() => door(&trial, &told.headline, wording::did(*did)),
        _ => door(&trial, &told.headline, &trial.of.title),
    }
}

fn door(trial: &InDiary<'_>, headline: &str, line: &str) -> Markup {
    html! {
        a class="door slim measure" href=(address(trial.of)) {
            (icons::insight())
            span { b { (headline) } (line) }
        }
    }
}

/// Beside the exercises of a day: that the trial asks to leave one of them out today, and that doing it is fine.
pub(crate) fn beside_exercises(visit: &Visit) -> Markup {
    let now = visit.zoned();
    let Some(trial) = days::running(&visit.diary, &now).filter(|trial| trial.of.exercise.is_some()) else {
        return html! {};
    };
    match trial.due(&visit.diary, &now) {
        Due::Goes { begun, holds, .. } if holds.is_empty() && begun.arm == Arm::A => html! {
            p class="card" {
                "Your trial: today " (wording::side(trial.of, Arm::A)) ". All else of your programme stays. " (wording::FINE) " "
                a href=(address(trial.of)) { "Your trial" }
            }
        },
        _ => html! {},
    }
}
