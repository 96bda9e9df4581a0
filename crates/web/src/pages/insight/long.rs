//! How long episodes and spasms last, and how long it is until the next: each as a dot; Kaplan and Meier's curves with their
//! tables one tap away.

use super::{LONG, of, views};
use crate::pages::diary::charts;
use crate::ui::drawn::picture;
use maud::{Markup, html};
use supple_insight::figures::{duration, durations, number};
use supple_insight::findings::{Durations, Lasting};
use supple_insight::{About, Findings, Sentence};
use supple_pictures::chart::{each, left};

/// What lasts.
struct What {
    /// Its key in the findings.
    key: &'static str,
    title: &'static str,
    /// How many seconds the unit of its numbers has.
    unit: f64,
    /// What the curve shows the share of.
    left: &'static str,
    /// What we wait for: one of them, and several.
    ended: [&'static str; 2],
    /// How to come by more.
    how: &'static str,
    of: fn(&Durations) -> &Lasting,
}

const ALL: [What; 4] = [
    What {
        key: "episode_days",
        title: "An episode",
        unit: 86_400.0,
        left: "still going on",
        ended: ["episode that you said is over", "episodes that you said are over"],
        how: "Say it in your diary, under Episodes, when one is over.",
        of: |durations| &durations.episode_days,
    },
    What {
        key: "free_days",
        title: "From well to the next episode",
        unit: 86_400.0,
        left: "still well",
        ended: ["time from one episode to the next", "times from one episode to the next"],
        how: "It begins when you say that an episode is over.",
        of: |durations| &durations.free_days,
    },
    What {
        key: "between_bouts_days",
        title: "From one spasm to the next",
        unit: 86_400.0,
        left: "without the next spasm",
        ended: ["time from one spasm to the next", "times from one spasm to the next"],
        how: "It comes by itself when you write down your spasms.",
        of: |durations| &durations.between_bouts_days,
    },
    What {
        key: "spasm_minutes",
        title: "A spasm",
        unit: 60.0,
        left: "still going on",
        ended: ["spasm with its length", "spasms with their length"],
        how: "Add to a spasm how long it took.",
        of: |durations| &durations.spasm_minutes,
    },
];

pub(super) fn page(findings: &Findings) -> Markup {
    let sentences = findings.sentences();
    html! {
        div class="stack measure" {
            (views(LONG))
            h1 { "How long" }
            p class="lead" { "How long things last for you, over the whole diary. What is not over counts as far as it went." }
        }
        div class="cols even" {
            @for what in &ALL {
                @let said = of(&sentences, About::Durations).find(|one| one.id.as_deref() == Some(what.key));
                (card(what, (what.of)(&findings.durations), said))
            }
        }
        p class="soft measure" { "Your next one may be shorter or longer. This shows what was, not what will be." }
    }
}

fn card(what: &What, lasting: &Lasting, said: Option<&Sentence>) -> Markup {
    html! {
        section class="card chart" id=(what.key) {
            h2 { (what.title) }
            @if let Some(said) = said { p { (said.text) } }
            @if lasting.more > 0 {
                @let [one, several] = what.ended;
                p { "We cannot tell yet. We need " (lasting.more) " more " (if lasting.more == 1 { one } else { several }) "." }
                p class="soft" { (what.how) }
            } @else {
                @if said.is_none() { p { "More than half last longer than your diary has watched them." } }
                @let label = said.map_or_else(|| format!("{}: {}", what.title, what.left), |said| said.text.clone());
                (dots(what, lasting, &label))
                details {
                    summary { "How many are " (what.left) small { (share_ended(lasting)) } }
                    @if let Some(left) = left(lasting, what.unit, &label) { (picture(&left, "fig")) }
                    p class="src" {
                        "The line shows how many are " (what.left) " as time goes by. The shade is the 95 % range."
                        @if lasting.median.is_some() { " The dashes show when half have ended." }
                    }
                    @if let Some(range) = range(what, lasting) { p class="src" { (range) } }
                    (table(what, lasting))
                }
            }
        }
    }
}

/// How long spasms last, where nothing else is known.
pub(super) fn card_of_spasms(findings: &Findings, said: &[&Sentence]) -> Markup {
    let what = ALL.iter().find(|what| what.key == "spasm_minutes");
    html! {
        section class="card" id="how-long" {
            h2 { "How long" }
            @if let Some(what) = what { (dots(what, (what.of)(&findings.durations), "How long each spasm took.")) }
            @for one in said.iter().rev() { p { (one.text) } }
        }
    }
}

/// Each of the latest as a dot.
fn dots(what: &What, lasting: &Lasting, label: &str) -> Markup {
    let longest = lasting.latest.iter().map(|one| one.time).fold(0.0, f64::max);
    let is_open = lasting.latest.iter().any(|one| !one.ended);
    html! {
        @if let Some(scene) = each(lasting, label) {
            (picture(&scene, "dots"))
            p class="scale" { span { "0" } span { (duration(longest * what.unit)) } }
            p class="src" {
                "Each dot is one."
                @if is_open { " A ring is one that is not over." }
                @if lasting.n > lasting.latest.len() { " These are the latest " (lasting.latest.len()) "." }
            }
        }
    }
}

fn share_ended(lasting: &Lasting) -> String {
    format!("{} of {} ended", lasting.ended, lasting.n)
}

/// What the time by which half have ended could be.
fn range(what: &What, lasting: &Lasting) -> Option<String> {
    let (median, lower) = (lasting.median? * what.unit, lasting.lower? * what.unit);
    let range = match lasting.upper {
        Some(upper) => durations(lower, upper * what.unit),
        None => format!("{} or more", duration(lower)),
    };
    Some(format!("Half have ended by {}. 95 % range: {range}.", duration(median)))
}

fn table(what: &What, lasting: &Lasting) -> Markup {
    let percent = |share: f64| number((100.0 * share).round());
    let rows: Vec<Vec<Markup>> = lasting
        .curve
        .iter()
        .map(|step| {
            let range = match (step.lower, step.upper) {
                (Some(lower), Some(upper)) => format!("{} to {}", percent(lower), percent(upper)),
                _ => "–".to_owned(),
            };
            vec![
                html! { (duration(step.time * what.unit)) },
                html! { (percent(step.left)) " %" },
                html! { (range) },
                html! { (step.at_risk) },
            ]
        })
        .collect();
    charts::table(&["After", &format!("Are {}", what.left), "95 % range", "Watched until then"], &rows)
}
