//! A trial of one person: what it is, the spasm of now, what was drawn, and what came out.
//!
//! What is due and what came out is `trials` of `supple_care`. `acts` writes the entries, each where its criteria are asked just
//! before. `harm` is what someone can say that a measure did to them. `days` is a trial over days, and `days_acts` what is done in one.

mod acts;
pub(super) mod days;
mod days_acts;
mod harm;

pub(super) use acts::act;
pub(super) use days_acts::act as act_over_days;

use crate::forms::trial::{ADDRESS, address, ask, asks_now, levels, line};
use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::visit::Visit;
use crate::pages::diary::charts;
use crate::pages::guide::disagreements;
use crate::pages::now::timer;
use crate::tell;
use crate::ui::drawn::picture;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room, cite};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_care::trials::{self, Asks, Hold, InDiary, offered, part, step_of};
use supple_guidance::embedded;
use supple_guidance::trial::TrialOf;
use supple_pictures::chart;
use supple_trial::{Commitment, Pair, Protocol, Recorded, sensitivity};
use supple_wording::trial as wording;

pub(super) const ONE: &str = "/insight/trials/{which}";
pub(super) const DRAWS: &str = "/insight/trials/{which}/draws.json";
pub(super) const ACT: &str = "/insight/trials/{which}/{what}";

/// The margins that are offered, in tenths of a point.
const MARGINS: [u8; 4] = [5, 10, 15, 20];

/// The addresses of all that can be compared.
pub(super) fn addresses() -> Vec<String> {
    offered().each.iter().map(address).collect()
}

fn framed(visit: &Visit, title: &str, path: &str, main: &Markup) -> Response {
    let frame = Frame { title, room: Room::Patterns, path, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(main)).into_response()
}

pub(crate) async fn index(visit: Visit) -> Response {
    let now = visit.now.at();
    let all = trials::all(&visit.diary, now);
    let unreadable: Vec<String> = all.iter().filter_map(|found| Some(found.as_ref().err()?.why.clone())).collect();
    let main = html! {
        div class="stack measure" {
            h1 { (wording::TITLE) }
            p class="lead" { (wording::LEAD) }
        }
        (line(&visit))
        div class="doors" {
            @for of in &offered().each {
                a class="door slim" href=(address(of)) { span { b { (of.title) } (wording::state(of, trials::last(&visit.diary, of, now).as_ref())) } }
            }
        }
        @for why in &unreadable { (not_read(why)) }
        (days::doors(&visit))
    };
    framed(&visit, wording::TITLE, ADDRESS, &main)
}

/// A trial that cannot be read is never silent.
fn not_read(why: &str) -> Markup {
    html! {
        section class="card trouble measure" {
            h2 { "A trial that cannot be read" }
            p { (tell::sentence(why)) ". Nothing is drawn in it, and nothing is said of it." }
        }
    }
}

pub(crate) async fn page(visit: Visit, Path(which): Path<String>) -> Response {
    let Some(of) = offered().get(&which) else { return Problem::not_found().page(visit.help) };
    let main = match trials::last(&visit.diary, of, visit.now.at()) {
        None => before(&visit, of),
        Some(trial) if trial.runs() => going(&visit, &trial),
        Some(trial) => over(&visit, &trial),
    };
    framed(&visit, &of.title, &address(of), &main)
}

/// What someone should know before they begin, and the button that begins.
fn before(visit: &Visit, of: &'static TrialOf) -> Markup {
    html! {
        div class="stack measure" {
            p class="eyebrow" { a href=(ADDRESS) { (wording::TITLE) } }
            h1 { (of.title) }
            p class="lead" { (wording::LEAD) }
        }
        (consent(of))
        (begin_form(visit, of, "Begin the trial"))
        (sides(of))
    }
}

fn consent(of: &'static TrialOf) -> Markup {
    let Ok(protocol) = trials::protocol(of, trials::USUAL_MARGIN) else { return html! {} };
    let told = wording::consent(of, &protocol);
    html! {
        section class="card measure" {
            h2 { "How it goes" }
            ol class="steps" { @for line in &told.goes { li { (line) } } }
        }
        section class="card measure" {
            h2 { "What it can find" }
            ul { @for line in &told.finds { li { (line) } } }
            details {
                summary { "What this rests on" }
                p { "Made-up trials with a known truth, 10,000 of each kind, judged by the very rule that judges yours." }
                @for line in &told.judgement { p class="src" { "Our own judgement: " (line) } }
            }
        }
    }
}

fn begin_form(visit: &Visit, of: &TrialOf, button: &str) -> Markup {
    let running = trials::running(&visit.diary, visit.now.at());
    html! {
        @match running {
            Some(other) => p class="measure" {
                "Another trial goes on: " a href=(address(other.of)) { (other.of.title) } ". One at a time."
            },
            None => form class="stack measure" method="post" action={ (address(of)) "/begin" } {
                (visit.tap())
                details {
                    summary { span { "How much better is worth it?" small { "A point, unless you say otherwise" } } }
                    div class="stack" {
                        p { "Two measures that differ by less count as the same." }
                        div class="pick" {
                            @for margin in MARGINS {
                                label {
                                    input type="radio" name="margin" value=(margin) checked[margin == trials::USUAL_MARGIN];
                                    span { (tenths(margin)) }
                                }
                            }
                        }
                    }
                }
                button class="btn big" { (button) }
            },
        }
    }
}

/// Points, from tenths.
fn tenths(margin: u8) -> String {
    match (margin / 10, margin % 10) {
        (whole, 0) => tell::count(whole.into(), "point"),
        (whole, tenths) => format!("{whole}.{tenths} points"),
    }
}

/// Who says what, beside one's own answer.
fn sides(of: &TrialOf) -> Markup {
    let decision = embedded().relief.decision(&of.decision);
    let known =
        decision.and_then(|decision| embedded().disagreements.iter().find(|known| known.id == decision.disagreement));
    html! {
        @if let Some(known) = known {
            section class="folds measure" {
                details {
                    summary { "What sources say" }
                    div class="stack" {
                        p { (known.best_evidence) }
                        @if !known.best_sources.is_empty() { p class="src" { "From: " (cite(&known.best_sources)) } }
                        a class="btn quiet" href=(disagreements::address(&known.id)) { "Who says what" (icons::onward()) }
                    }
                }
            }
        }
    }
}

/// A trial that runs: what is due now, then how far it is.
fn going(visit: &Visit, trial: &InDiary<'_>) -> Markup {
    html! {
        div class="stack measure" {
            p class="eyebrow" { a href=(ADDRESS) { (wording::TITLE) } }
            h1 { (trial.of.title) }
        }
        (due(visit, trial))
        (harm::told(visit, trial))
        section class="card measure" {
            h2 { "So far" }
            p { (wording::progress(trial)) " " (wording::begun(trial.item.first().recorded(), visit.into())) }
            @if let Some(line) = wording::dropped(trial) { p { (line) } }
            (table(trial))
            p class="soft" { "Your own answers, and no verdict yet: a look in between could be a chance peak." }
        }
        section class="folds measure" {
            @if trial.pending(visit.now.at()).is_none() { (harm::of_any(visit, trial)) }
            details {
                summary { "How it goes, and what it can find" }
                div class="stack" { (consent(trial.of)) }
            }
            details {
                summary { "Stop the trial" }
                div class="stack" {
                    p { "Your answers stay. What is known then is shown, without a verdict." }
                    form method="post" action={ (address(trial.of)) "/stop" } {
                        (visit.tap())
                        button class="btn quiet" { "Stop it now" }
                    }
                }
            }
            (sealed(&trial.trial.commitment()))
        }
        (sides(trial.of))
    }
}

/// What was promised, and how anyone can check it.
fn sealed(promised: &Commitment) -> Markup {
    html! {
        details {
            summary { "How chance is made, and how to check it" }
            div class="stack" {
                p { "All draws follow from a number that was made when you began. Its seal was written first, so that nobody can choose it later:" }
                p { code class="wrap" { (promised.to_hex()) } }
                p { "When the trial is over the number is shown, and anyone can derive each draw again." }
            }
        }
    }
}

/// What is due in the trial now.
fn due(visit: &Visit, trial: &InDiary<'_>) -> Markup {
    let now = visit.now.at();
    match trial.pending(now) {
        Some((draw, asks)) => drawn(visit, trial, draw, asks),
        None => next(visit, trial),
    }
}

/// What chance chose, until its answers are in.
fn drawn(visit: &Visit, trial: &InDiary<'_>, draw: &Recorded, asks: Asks) -> Markup {
    let (chosen, number) = (draw.arm, draw.number);
    let told = wording::drawn(trial.of, chosen, number);
    let step = step_of(&visit.diary, trial.of, chosen, &visit.zoned());
    let rose = rose(trial, number);
    // Once an answer is in, the measure has had its time.
    let is_answered = trial.bouts.iter().any(|bout| bout.number == number && !bout.answers.is_empty());
    let is_to_do = !is_answered && !asks_now(asks);
    let is_gone = is_to_do && step.is_none() && !trials::arm(trial.of, chosen).steps.is_empty();
    html! {
        @if rose { (worse()) }
        @if asks_now(asks) { (ask(visit, trial, asks)) }
        section class="card measure" {
            h2 { (told.headline) }
            @if is_gone { p { (wording::GONE) } a class="btn quiet" href="/now" { "Show my plan" (icons::onward()) } }
            @else { @for line in &told.lines { p { (line) } } }
            @if let Some(step) = step.filter(|_| is_to_do) {
                p { (step.step.how) }
                @if !step.limits.is_empty() { ul { @for limit in &step.limits { li { (limit) } } } }
                p { b { "When to stop: " } (step.step.stop_when) }
                (timer::start(&step))
            }
            @if !asks_now(asks) { p { b { (wording::asks(asks, visit.into())) } } }
            (harm::of_draw(visit, trial, draw.entry))
            details {
                summary { "I do something else" }
                div class="row" {
                    @for (word, says) in [("other", "The other measure"), ("neither", "Neither of the two")] {
                        form method="post" action={ (address(trial.of)) "/done" } {
                            (visit.tap())
                            button class="btn quiet" name="done" value=(word) { (says) }
                        }
                    }
                }
                p class="soft" { "That is fine, and it is written down. The spasm counts as chance chose." }
            }
        }
    }
}

/// Pain is higher than before the measure.
fn worse() -> Markup {
    html! {
        section class="card trouble measure" {
            h2 { "It hurts more" }
            p { "Leave it off. Is it a warning sign? The check tells how soon someone should look at it." }
            a class="btn" href="/check" { (icons::check()) "Start the check" }
        }
    }
}

/// Whether pain rose after this draw, by its last answer.
fn rose(trial: &InDiary<'_>, number: u8) -> bool {
    let bout = trial.bouts.iter().find(|bout| bout.number == number);
    bout.is_some_and(|bout| bout.answers.iter().max_by_key(|one| one.minutes).is_some_and(|one| one.pain > bout.before))
}

/// The next spasm: why it takes no part now, or how bad it is.
fn next(visit: &Visit, trial: &InDiary<'_>) -> Markup {
    let judged = part(&visit.diary, trial, None, &visit.zoned());
    html! {
        section class="card measure" {
            @match judged {
                Ok(_) => {
                    h2 { "In a spasm? How bad is it right now?" }
                    p { "Then chance chooses, once. You need half an hour in which you can answer again." }
                    (levels(visit, &format!("{}/bout", address(trial.of)), trial.trial.protocol().least_pain()))
                    p class="soft" { "Less than " (trial.trial.protocol().least_pain()) "? Then this spasm takes no part." }
                }
                Err(holds) => { (held(trial.of, &holds, trial.trial.protocol())) }
            }
        }
    }
}

/// Why this spasm takes no part, and what comes first.
fn held(of: &'static TrialOf, holds: &[Hold], protocol: &Protocol) -> Markup {
    html! {
        h2 { "At your next spasm" }
        @for hold in holds { p { (wording::hold(of, *hold, protocol)) } }
        @if holds.contains(&Hold::SayFirst) {
            a class="btn big" href="/now" { "Say how I am" (icons::onward()) }
        } @else if holds.contains(&Hold::CheckFirst) {
            a class="btn big" href="/check" { (icons::check()) "Start the check" }
        } @else {
            a class="btn quiet" href="/now" { "Show my plan" (icons::onward()) }
        }
    }
}

/// How far pain fell, pair by pair.
fn table(trial: &InDiary<'_>) -> Markup {
    let pairs = &trial.report.pairs;
    if pairs.is_empty() {
        return html! {};
    }
    let heads = wording::pair_heads(trial.of);
    let falls: Vec<(i8, i8)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
    let rows: Vec<Vec<Markup>> = pairs
        .iter()
        .enumerate()
        .map(|(at, pair)| wording::pair(at, pair).map(|cell| html! { (cell) }).to_vec())
        .collect();
    html! {
        (picture(&chart::pairs(&falls, [&heads[1], &heads[2]], &said(&heads, pairs)), "chart"))
        (charts::table(&heads.each_ref().map(String::as_str), &rows))
    }
}

/// The pairs for those who do not see the drawing.
fn said(heads: &[String; 3], pairs: &[Pair]) -> String {
    let each = pairs.iter().enumerate().map(|(at, pair)| {
        let [_, a, b] = wording::pair(at, pair);
        format!("{}: {a}, {}: {b}", heads[1], tell::lower(&heads[2]))
    });
    format!("{}.", each.collect::<Vec<_>>().join("; "))
}

/// A trial that is over: the answer first.
fn over(visit: &Visit, trial: &InDiary<'_>) -> Markup {
    let told = wording::outcome(trial.of, &trial.report);
    let looks = sensitivity(trial.trial.protocol(), &trial.bouts, &trial.report).unwrap_or_default();
    let rows: Vec<Vec<Markup>> = wording::eyes(trial.of, &looks)
        .iter()
        .map(|row| row.each_ref().map(|cell| html! { (cell) }).to_vec())
        .collect();
    html! {
        div class="stack measure" {
            p class="eyebrow" { a href=(ADDRESS) { (wording::TITLE) } }
            h1 { (told.headline) }
            p class="soft" { (trial.of.title) }
            @for line in &told.lines { p { (line) } }
        }
        @if trial.pending(visit.now.at()).is_some_and(|(_, asks)| asks_now(asks)) { (due(visit, trial)) }
        section class="card measure" {
            h2 { "Pair by pair" }
            @if let Some(line) = wording::dropped(trial) { p { (line) } }
            (table(trial))
        }
        (harm::told(visit, trial))
        section class="folds measure" {
            (harm::of_any(visit, trial))
            @if trial.report.estimate.is_some() {
                details {
                    summary { span { "Looked at in other ways" small { "None of them decides" } } }
                    (charts::table_open(&["If one looks so", "Then this is known"], &rows))
                }
            }
            details {
                summary { "Check that it was chance" }
                div class="stack" {
                    p { "The file holds the rules, the number that all draws follow from, and the draws. " code { "supple verify" } " and a script in our documentation derive each draw again." }
                    a class="btn quiet" href={ (address(trial.of)) "/draws.json" } download { "Get the file" }
                }
            }
            details { summary { "Once more" } div class="stack" { (begin_form(visit, trial.of, "Begin a new trial")) } }
        }
        (sides(trial.of))
    }
}

/// The file that anyone can check, once a trial is over.
pub(crate) async fn draws(visit: Visit, Path(which): Path<String>) -> Response {
    let trial = offered().get(&which).and_then(|of| trials::last(&visit.diary, of, visit.now.at()));
    let revealed = trial.and_then(|trial| trial.revealed());
    let Some(json) = revealed.and_then(|revealed| serde_json::to_string_pretty(&revealed).ok()) else {
        return Problem::not_found().page(visit.help);
    };
    let name = format!("attachment; filename=\"trial-{which}.json\"");
    let head = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    (NO_STORE, head, json).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use supple_trial::Arm;

    #[test]
    fn each_trial_has_a_disagreement_and_measures_with_names() {
        for of in &offered().each {
            let decision = embedded().relief.decision(&of.decision).map(|decision| decision.disagreement.as_str());
            assert_eq!(decision.and_then(trials::about).map(|found| found.id.as_str()), Some(of.id.as_str()));
            assert!([Arm::A, Arm::B].iter().all(|side| !trials::arm(of, *side).name.is_empty()));
        }
    }
}
