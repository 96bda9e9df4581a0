//! One exposure: what is said of it, its interval, what was counted and compared, and what speaks against it.

use super::{ADDRESS, map};
use crate::pages::diary::charts;
use crate::tell;
use crate::ui::assets;
use crate::ui::drawn::picture;
use crate::ui::icons;
use crate::ui::layout::{cite, lower, sentence};
use maud::{Markup, html};
use supple_guidance::{Exposure, embedded};
use supple_insight::Findings;
use supple_insight::figures::{as_often, could_be, number, times};
use supple_insight::findings::{Changed, Looked, Map, Trigger, Verdict};
use supple_pictures::chart::{Row, intervals};

/// The address of the page of an exposure. Own words do not stand in it: what someone writes is for their diary, and not
/// for the history of a browser.
pub(super) fn address(id: &str) -> String {
    match known(id) {
        Some(exposure) => format!("{ADDRESS}/trigger/{}", exposure.id),
        None => format!("{ADDRESS}/trigger/own-{:016x}", assets::fnv1a(id.as_bytes())),
    }
}

/// What the guidance says of an exposure.
fn known(id: &str) -> Option<&'static Exposure> {
    embedded().exposures.iter().find(|exposure| exposure.id == id)
}

/// The page at this address, with its title.
pub(super) fn page(findings: &Findings, here: &str) -> Option<(String, Markup)> {
    if let Some(trigger) = findings.triggers.each.iter().find(|one| address(&one.id) == here) {
        return Some((sentence(&trigger.words), told(findings, trigger)));
    }
    let exposures = &embedded().exposures;
    let exposure = exposures.iter().find(|exposure| address(&exposure.id) == here)?;
    Some((sentence(&exposure.words), untold(exposure)))
}

fn up() -> Markup {
    html! { p class="soft" { a href=(ADDRESS) { "What your diary shows" } } }
}

/// Something that the diary knows nothing of.
fn untold(exposure: &Exposure) -> Markup {
    html! {
        div class="stack measure" {
            (up())
            h1 { (sentence(&exposure.words)) }
            p class="lead" { "Your diary does not speak of this yet." }
            p {
                "Write it down when it happens, or tell it in the check-in. "
                "After about 28 days and 5 spasm days there can be a first hint."
            }
            div class="row" {
                a class="btn quiet" href="/check-in" { "Check-in" }
                a class="btn quiet" href="/log/exposure" { "Write it down" }
            }
            (sources(&exposure.id, None))
        }
    }
}

fn told(findings: &Findings, trigger: &Trigger) -> Markup {
    html! {
        div class="stack measure" {
            (up())
            h1 { (sentence(&trigger.words)) }
            (verdict(trigger))
            p class="lead" { (findings.sentence_of(trigger)) }
            (map::to_do(trigger))
        }
        (interval(trigger))
        section class="card measure" {
            h2 { "What was counted" }
            p { (compared(trigger)) }
            p {
                "The other days are of the same 4 weeks, and workdays go with workdays where there are enough. "
                "Days when a spell was under way, and the day after one, are left out."
            }
            @if trigger.counts.spasm_days == 0 && findings.spasms > 0 {
                // Spasms that are stored are never told as none.
                p {
                    "You wrote down " (tell::count(findings.spasms, "spasm")) ". We can compare one when its day and quiet days "
                    "around it have a check-in."
                }
            } @else {
                details {
                    summary { "With it and without it" small { "Before " (trigger.counts.spasm_days) " spasms, and at other times" } }
                    (counts(trigger))
                }
            }
            (facts(trigger))
        }
        @if !trigger.doubts.is_empty() {
            section class="card measure caution" {
                h2 { "What speaks against it" }
                ul { @for doubt in &trigger.doubts { li { (sentence(&doubt.to_string())) "." } } }
            }
        }
        div class="measure" {
            @match trigger.exercise {
                Some(_) => p class="src" { (embedded().advice.practice.judgement) },
                None => (sources(&trigger.id, Some(trigger.looked))),
            }
        }
    }
}

/// The verdict in word and shape.
fn verdict(trigger: &Trigger) -> Markup {
    let word = match (trigger.verdict, trigger.map) {
        (Verdict::Likely, Map::Lowers) => "Likely linked: less often",
        (Verdict::Likely, _) => "Likely linked: more often",
        (Verdict::ProbablyNot, _) => "Probably no strong link",
        (Verdict::CannotTell, _) => "Cannot tell yet",
    };
    html! { p class="verdict-word" data-map=(name(trigger.map)) { (icons::map(trigger.map)) (word) } }
}

/// A place on the map, for the stylesheet.
pub(super) fn name(map: Map) -> &'static str {
    match map {
        Map::Raises => "raises",
        Map::Lowers => "lowers",
        Map::NoLinkSeen => "no-link",
        Map::NotYet => "not-yet",
    }
}

/// What a sensitivity analysis changes.
fn changed(what: Changed) -> &'static str {
    match what {
        Changed::PastOnly => "Only with days before the spasm",
        Changed::SameDay => "The same day, not the day before",
        Changed::NoWashout => "With the day after a spell",
        Changed::LongWashout => "Without two days after a spell",
        Changed::WithoutSigns => "Without spasms that had announced themselves",
        Changed::WithoutLate => "Without what you wrote afterwards",
    }
}

/// The odds ratio with its interval, and the same counted in other ways.
fn interval(trigger: &Trigger) -> Markup {
    let (Some(ratio), Some(lower), Some(upper)) = (trigger.told, trigger.lower, trigger.upper) else {
        return html! {};
    };
    let mut rows = vec![Row { words: "As we compare", ratio, lower, upper, verdict: Some(trigger.verdict) }];
    rows.extend(trigger.checks.iter().map(|check| Row {
        words: changed(check.what),
        ratio: check.odds_ratio,
        lower: check.lower,
        upper: check.upper,
        verdict: None,
    }));
    let spasm_days = [trigger.counts.spasm_days].into_iter().chain(trigger.checks.iter().map(|check| check.spasm_days));
    let table: Vec<Vec<Markup>> = rows
        .iter()
        .zip(spasm_days)
        .map(|(row, spasm_days)| {
            vec![
                html! { (row.words) },
                html! { (times(row.ratio)) },
                html! { (times(row.lower)) " to " (times(row.upper)) },
                html! { (spasm_days) },
            ]
        })
        .collect();
    let label = format!("{}: {}. {}", sentence(&trigger.words), as_often(ratio), could_be(lower, Some(upper)));
    html! {
        section class="card chart measure" {
            h2 { "How many times as often" }
            (picture(&intervals(&rows, &label), "fig"))
            p class="src" {
                "A bar holds what fits your diary, 95 times in 100. The dot is the best guess. "
                "A bar that crosses “same” fits no link too."
                @if rows.len() > 1 { " The thin bars are the same, counted in other ways: they should lie alike. What ends at the edge goes on." }
            }
            (charts::table(&["How it was counted", "Times as often", "95 % range", "Spasm days"], &table))
        }
    }
}

/// What was compared with what.
fn compared(trigger: &Trigger) -> String {
    match trigger.looked {
        Looked::Hours { hours } if trigger.exercise.is_some() => format!(
            "We looked at the {0} hours before each spasm, and at the {0} hours before the same time of other days. What you \
             did once a spasm had begun, or on the day after one, is not counted: it may be your answer to the spasm.",
            number(hours)
        ),
        Looked::Hours { hours } => {
            let hours = if hours == 1.0 { "hour".to_owned() } else { format!("{} hours", number(hours)) };
            format!("We looked at the {hours} before each spasm, and at the same {hours} on other days.")
        }
        Looked::DaysBefore { days } => format!(
            "We looked at the day that lies {} back from each spasm, and from other days. As it is usually looked at, it showed nothing.",
            supple_wording::count(usize::try_from(days).unwrap_or(0), "day")
        ),
        Looked::Cycle { before, after } => format!(
            "We looked at the days from {before} before the first day of a period to {after} after it. We compared them with \
             the other days between periods, as far as you noted their first days."
        ),
        Looked::Night => "We looked at the night before each spasm, and at the night before other days.".to_owned(),
        Looked::Day => {
            "We looked at the day before each spasm, or earlier on the same day. We compared it with the same on other \
             days."
                .to_owned()
        }
    }
}

/// With it and without it, before spasms and at other times.
fn counts(trigger: &Trigger) -> Markup {
    let counts = &trigger.counts;
    let (with, without) = if trigger.per.is_some() { ("It was high", "It was not") } else { ("With it", "Without it") };
    let rows = [
        ("Before spasms", counts.spasm_days_with, counts.spasm_days),
        ("At other times", counts.other_times_with, counts.other_times),
    ];
    html! {
        div class="wide-table" tabindex="0" role="region" aria-label="What was counted" {
            table {
                thead { tr { td {} th scope="col" { (with) } th scope="col" { (without) } th scope="col" { "All" } } }
                tbody {
                    @for (what, with, all) in rows {
                        tr { th scope="row" { (what) } td { (with) } td { (all.saturating_sub(with)) } td { (all) } }
                    }
                }
            }
        }
    }
}

/// The other numbers.
fn facts(trigger: &Trigger) -> Markup {
    let counts = &trigger.counts;
    let days = trigger.by_day.filter(|_| trigger.per.is_none());
    let facts = [
        ("Days with it, and of these with a spasm", days.map(|days| format!("{} and {}", days.with, days.with_spasm))),
        (
            "Days without it, and of these with a spasm",
            days.map(|days| format!("{} and {}", days.without, days.without_spasm)),
        ),
        ("Different days with it, and without it", Some(format!("{} and {}", counts.days_with, counts.days_without))),
        ("The chance that spasms come more often with it", trigger.p_raises.map(in_a_hundred)),
        ("How much of the answer is our first guess", trigger.assumed.map(in_a_hundred)),
        (
            "Spasms that had begun when you wrote it down",
            (counts.typed_after > 0).then(|| format!("{} of {}", counts.typed_after, counts.spasm_days)),
        ),
        (
            "How many more to judge it",
            trigger
                .more_spasms
                .filter(|more| *more > 0)
                .map(|more| format!("about {}", tell::count(more, "spasm day"))),
        ),
    ];
    html! {
        dl class="facts" {
            @for (name, value) in facts {
                @if let Some(value) = value { div { dt { (name) } dd { (value) } } }
            }
        }
    }
}

/// A share in words. Nothing is quite sure.
pub(super) fn in_a_hundred(share: f64) -> String {
    match (100.0 * share).round() {
        percent if percent < 1.0 => "less than 1 in 100".to_owned(),
        percent if percent > 99.0 => "more than 99 in 100".to_owned(),
        percent => format!("{percent} in 100"),
    }
}

/// Who says that it might set a spasm off, and where the time is from.
fn sources(id: &str, looked: Option<Looked>) -> Markup {
    let by_hours = matches!(looked, Some(Looked::Hours { .. }) | None);
    html! {
        p class="src" {
            @match known(id) {
                Some(exposure) => {
                    "Who says that " (lower(&exposure.words)) " may matter, or how long before: " (cite(&exposure.sources)) ". "
                }
                None => "You named this yourself. No source speaks of it. ",
            }
            @if matches!(looked, Some(Looked::Cycle { .. })) {
                "No source says which days count for a back: these are the days that count in migraine."
            } @else if !by_hours { "No source says which night or day counts: that is our own choice." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_stand_in_no_address() {
        assert_eq!(address("lifting"), "/insight/trigger/lifting");
        let own = address("rowing/with ..");
        assert!(own.starts_with("/insight/trigger/own-") && own.len() == "/insight/trigger/own-".len() + 16, "{own}");
        assert_ne!(own, address("rowing"));
    }

    #[test]
    fn nothing_is_quite_sure() {
        for (share, words) in [
            (0.0, "less than 1 in 100"),
            (0.502, "50 in 100"),
            (0.999, "more than 99 in 100"),
            (1.0, "more than 99 in 100"),
        ] {
            assert_eq!(in_a_hundred(share), words);
        }
    }
}
