//! A trial over days: what it is, what today is, and what came out.
//!
//! What is due and what came out is `trial` of `supple_programme`. `days_acts` writes the entries.

use super::{framed, not_read, sealed};
use crate::forms::trial::ADDRESS;
use crate::forms::trial_days::{address, taps};
use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::visit::Visit;
use crate::pages::diary::charts;
use crate::tell;
use crate::ui::drawn::picture;
use crate::ui::icons;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::ToSpan;
use maud::{Markup, html};
use supple_guidance::embedded;
use supple_guidance::trial::DaysOf;
use supple_insight::findings;
use supple_pictures::chart;
use supple_programme::Pause;
use supple_programme::trial::{self as days, Begun, Due, Hold, InDiary, PERIODS, offered};
use supple_trial::days::{DaysEstimate, Period};
use supple_trial::{Arm, Verdict};
use supple_wording::trial_days as wording;

pub(in crate::pages::insight) const ONE: &str = "/insight/over-days/{which}";
pub(in crate::pages::insight) const DRAWS: &str = "/insight/over-days/{which}/draws.json";
pub(in crate::pages::insight) const ACT: &str = "/insight/over-days/{which}/{what}";

/// The addresses of all that can be tried.
pub(in crate::pages::insight) fn addresses() -> Vec<String> {
    offered().iter().map(address).collect()
}

/// All that can be tried over days, each with where it stands.
pub(super) fn doors(visit: &Visit) -> Markup {
    let now = visit.zoned();
    let all = days::all(&visit.diary, &now);
    let last = |of: &DaysOf| all.iter().flatten().rfind(|trial| trial.of.id == of.id && !trial.is_second);
    html! {
        div class="stack measure" {
            h2 { (wording::TITLE) }
            p { (wording::LEAD) }
        }
        div class="doors" {
            @for of in offered() {
                a class="door slim" href=(address(of)) { span { b { (of.title) } (wording::state(of, last(of))) } }
            }
        }
        @for unreadable in all.iter().filter_map(|found| found.as_ref().err()) { (not_read(&unreadable.why)) }
    }
}

pub(in crate::pages::insight) async fn page(visit: Visit, Path(which): Path<String>) -> Response {
    let Some(of) = embedded().trials.over_days(&which) else { return Problem::not_found().page(visit.help) };
    let main = match days::last(&visit.diary, of, &visit.zoned()) {
        None => before(&visit, of),
        Some(trial) if trial.runs() => going(&visit, &trial),
        Some(trial) => over(&visit, &trial),
    };
    framed(&visit, &of.title, &address(of), &main)
}

fn head(of: &DaysOf) -> Markup {
    html! {
        p class="eyebrow" { a href=(ADDRESS) { (supple_wording::trial::TITLE) } }
        h1 { (of.title) }
    }
}

/// What someone should know before they begin, and the button that begins.
fn before(visit: &Visit, of: &'static DaysOf) -> Markup {
    html! {
        div class="stack measure" { (head(of)) }
        (consent(visit, of))
        (begin_form(visit, of, "Begin the trial"))
    }
}

/// So many lines of what it can find stand open: what it finds at this person's rate, and what that means.
const SHOWN: usize = 2;

fn consent(visit: &Visit, of: &'static DaysOf) -> Markup {
    let rate = days::rate(&visit.diary, visit.today());
    let told: Vec<_> =
        PERIODS.iter().filter_map(|days| Some(wording::consent(of, &days::protocol(of, *days).ok()?, rate))).collect();
    let [week, fortnight] = told.as_slice() else { return html! {} };
    html! {
        section class="card measure" {
            h2 { "How it goes" }
            ol class="steps" { @for line in &week.goes { li { (line) } } }
        }
        section class="card measure" {
            h2 { "What it can find" }
            ul { @for line in week.finds.iter().take(SHOWN) { li { (line) } } }
            details {
                summary { "All that it can find" }
                ul { @for line in week.finds.iter().skip(SHOWN) { li { (line) } } }
                h3 { "In parts of two weeks" }
                ul { @for line in fortnight.finds.iter().filter(|line| !week.finds.contains(line)) { li { (line) } } }
            }
            details {
                summary { "What this rests on" }
                p { "Made-up trials with a known truth, 1,000 of each kind, judged by the very rule that judges yours." }
                @for line in &week.judgement { p class="src" { "Our own judgement: " (line) } }
            }
        }
    }
}

fn begin_form(visit: &Visit, of: &'static DaysOf, button: &str) -> Markup {
    let now = visit.zoned();
    let running = days::running(&visit.diary, &now);
    let holds = days::holds(&visit.diary, of, &now);
    let Ok(fortnights) = days::protocol(of, PERIODS[1]) else { return html! {} };
    html! {
        @match running {
            Some(other) => p class="measure" {
                "Another trial over days goes on: " a href=(address(other.of)) { (other.of.title) } ". One at a time."
            },
            None if !holds.is_empty() => section class="card measure" { (held("Not today", &holds)) },
            None => form class="stack measure" method="post" action={ (address(of)) "/begin" } {
                (visit.tap())
                details {
                    summary { span { "For how long does chance choose?" small { "A week at a time, unless you say otherwise" } } }
                    div class="stack" {
                        div class="pick two" {
                            @for period in PERIODS {
                                label {
                                    input type="radio" name="days" value=(period) checked[period == PERIODS[0]];
                                    span { (tell::count(usize::from(period / 7), "week")) }
                                }
                            }
                        }
                        p { "Two weeks find more where spasms are few, and take up to " (wording::most_weeks(&fortnights)) " weeks in all." }
                    }
                }
                button class="btn big" { (button) }
            },
        }
    }
}

/// A trial that runs: what today is, then how far it is.
fn going(visit: &Visit, trial: &InDiary<'_>) -> Markup {
    let now = visit.zoned();
    let due = trial.due(&visit.diary, &now);
    let done = wording::adherence(trial.adherence(&visit.diary, &now));
    html! {
        div class="stack measure" { (head(trial.of)) }
        section class="card measure" { (today(visit, trial, &due)) }
        section class="card measure" {
            h2 { "So far" }
            p { (wording::progress(trial)) " " (supple_wording::trial::begun(trial.item.first().recorded(), visit.into())) }
            @if let Some(line) = wording::dropped(trial) { p { (line) } }
            @if let Due::Goes { begun, .. } = &due { p { (wording::answered_so_far(trial.answered(&visit.diary, begun, &now))) } }
            @if let Some(line) = done { p { (line) } }
            (table(trial))
            p class="soft" { (wording::NO_VERDICT) }
        }
        section class="folds measure" {
            details {
                summary { "How it goes, and what it can find" }
                div class="stack" { (consent(visit, trial.of)) }
            }
            details {
                summary { "Stop the trial" }
                div class="stack" {
                    p { "Your days stay. What is known then is shown, without a verdict." }
                    form method="post" action={ (address(trial.of)) "/stop" } {
                        (visit.tap())
                        button class="btn quiet" { "Stop it now" }
                    }
                }
            }
            (sealed(&trial.trial.commitment()))
        }
    }
}

/// What today is, or what comes first.
fn today(visit: &Visit, trial: &InDiary<'_>, due: &Due) -> Markup {
    let told = wording::line(trial, due, visit.today());
    match due {
        Due::Held(holds) => held(wording::WAITS, holds),
        Due::Goes { holds, .. } if !holds.is_empty() => held(wording::WAITS, holds),
        Due::Begins(_) => html! {
            h2 { (told.headline) }
            @for line in &told.lines { p { (line) } }
            form method="post" action={ (address(trial.of)) "/next" } {
                (visit.tap())
                button class="btn big" { "Let chance choose" }
            }
        },
        Due::Waits(_) => html! {
            h2 { (told.headline) }
            @for line in &told.lines { p { (line) } }
            a class="btn quiet" href="/check-in" { "The daily question" (icons::onward()) }
        },
        Due::Goes { begun, did, .. } => html! {
            h2 { (told.headline) }
            @for line in &told.lines { p { (line) } }
            @if begun.arm == Arm::B { (shown(trial.of)) }
            (taps(visit, trial.of, "today", *did, ""))
            @if let Some(did) = did { p { (wording::did(*did)) } }
            (yesterday(visit, trial, begun))
            a class="btn quiet" href="/check-in" { "The daily question" (icons::onward()) }
        },
    }
}

/// The day before, as long as nobody said how it was.
fn yesterday(visit: &Visit, trial: &InDiary<'_>, begun: &Begun) -> Markup {
    let day = visit.today().saturating_sub(1.day());
    let is_open = begun.first <= day && trial.did(&visit.diary, day).is_none();
    html! {
        @if is_open {
            p { b { "And yesterday?" } }
            (taps(visit, trial.of, "yesterday", None, ""))
        }
    }
}

/// Where it is shown how it is done.
fn shown(of: &DaysOf) -> Markup {
    let to = match (&of.exercise, &of.habit) {
        (Some(exercise), _) => format!("/exercise/{exercise}"),
        (None, Some(habit)) => format!("/exercise/habits#{habit}"),
        (None, None) => return html! {},
    };
    html! { p { a href=(to) { "How it is done" } } }
}

/// Why the trial waits, and what comes first.
fn held(title: &str, holds: &[Hold]) -> Markup {
    html! {
        h2 { (title) }
        @for hold in holds { p { (wording::hold(hold)) } }
        p { (wording::NOTHING_ASKED) }
        @match holds.first() {
            Some(Hold::Pause(Pause::CheckFirst | Pause::WarningSign(_))) => a class="btn" href="/check" { (icons::check()) "Start the check" },
            Some(Hold::Pause(Pause::Spasm | Pause::Episode)) => a class="btn" href="/now" { "Show my plan" (icons::onward()) },
            _ => a class="btn quiet" href="/exercise/about" { "What you said about yourself" },
        }
    }
}

/// The spasms of the pairs, as a picture and as a table.
fn table(trial: &InDiary<'_>) -> Markup {
    let pairs = &trial.report.pairs;
    if pairs.is_empty() {
        return html! {};
    }
    let heads = wording::pair_heads(trial.of);
    let a_week = |period: &Period| 7.0 * f64::from(period.spasms) / f64::from(period.observed_days.max(1));
    let weeks: Vec<[f64; 2]> = pairs.iter().map(|pair| pair.each_ref().map(a_week)).collect();
    let told: Vec<[String; 3]> = pairs.iter().enumerate().map(|(at, pair)| wording::pair(at, pair)).collect();
    let each = told.iter().map(|[_, a, b]| format!("{}: {a}, {}: {b}", heads[1], tell::lower(&heads[2])));
    let says = format!("{}.", each.collect::<Vec<_>>().join("; "));
    let rows: Vec<Vec<Markup>> = told.iter().map(|row| row.each_ref().map(|cell| html! { (cell) }).to_vec()).collect();
    html! {
        (picture(&chart::spasm_pairs(&weeks, [&heads[1], &heads[2]], &says), "chart"))
        (charts::table(&heads.each_ref().map(String::as_str), &rows))
    }
}

/// What is known of the ratio, on a line.
fn line(trial: &InDiary<'_>, estimate: &DaysEstimate) -> Markup {
    let verdict = match trial.report.verdict {
        Verdict::Better(_) => findings::Verdict::Likely,
        Verdict::AboutTheSame => findings::Verdict::ProbablyNot,
        _ => findings::Verdict::CannotTell,
    };
    let words = "How many times as often, with it";
    let DaysEstimate { mean, low, high, .. } = *estimate;
    let row = chart::Row { words, ratio: mean, lower: low, upper: high, verdict: Some(verdict) };
    html! { (picture(&chart::intervals(&[row], &wording::known(trial.of, estimate)), "chart")) }
}

/// A trial that is over: the answer first.
fn over(visit: &Visit, trial: &InDiary<'_>) -> Markup {
    let told = wording::outcome(trial.of, &trial.report);
    html! {
        div class="stack measure" {
            p class="eyebrow" { a href=(ADDRESS) { (supple_wording::trial::TITLE) } }
            h1 { (told.headline) }
            p class="soft" { (trial.of.title) }
            @for line in &told.lines { p { (line) } }
        }
        section class="card measure" {
            h2 { "Pair by pair" }
            @if let Some(estimate) = &trial.report.estimate { (line(trial, estimate)) }
            @if let Some(line) = wording::dropped(trial) { p { (line) } }
            @if let Some(line) = wording::adherence(trial.adherence(&visit.diary, &visit.zoned())) { p { (line) } }
            (table(trial))
        }
        section class="folds measure" {
            details {
                summary { "Check that it was chance" }
                div class="stack" {
                    p { "The file holds the rules, the number that all draws follow from, and the draws. " code { "supple verify" } " and a script in our documentation derive each draw again." }
                    a class="btn quiet" href={ (address(trial.of)) "/draws.json" } download { "Get the file" }
                }
            }
            details { summary { "Once more" } div class="stack" { (begin_form(visit, trial.of, "Begin a new trial")) } }
        }
    }
}

/// The file that anyone can check, once a trial is over.
pub(in crate::pages::insight) async fn draws(visit: Visit, Path(which): Path<String>) -> Response {
    let now = visit.zoned();
    let of = embedded().trials.over_days(&which);
    let revealed = of.and_then(|of| days::last(&visit.diary, of, &now)).and_then(|trial| trial.revealed());
    let Some(json) = revealed.and_then(|revealed| serde_json::to_string_pretty(&revealed).ok()) else {
        return Problem::not_found().page(visit.help);
    };
    let name = format!("attachment; filename=\"trial-{which}.json\"");
    let head = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    (NO_STORE, head, json).into_response()
}
