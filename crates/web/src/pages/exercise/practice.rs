//! The count of an exercise, which is an entry of the diary from its first second; and the pain after it.
//!
//! The timer is that of the plan: it holds when it ends, so that a locked phone, a page that is loaded again and another
//! device change nothing. What is done in this second follows from it (`supple_programme::count`).

use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::query::{Pairs, query};
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::exercise::day::Day;
use crate::pages::exercise::{go, one, room};
use crate::ui::{assets, figures, icons, layout};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::cmp::Ordering;
use supple_diary::{Correction, Draft, Exercise as Entry, Item, Kind, Level, Timer, TimerState};
use supple_guidance::embedded;
use supple_guidance::exercise::{Dose, Exercise};
use supple_programme::count::{self, Beat, Count};
use supple_programme::day;
use supple_programme::practice::{self, dosed};
use supple_wording::programme as wording;
use uuid::Uuid;

/// Without script, the page asks anew after so many seconds.
const ASK_ANEW: u32 = 15;

pub(super) fn address(entry: Uuid) -> String {
    format!("/exercise/did/{entry}")
}

/// An exercise that was written down, by the id in an address.
fn find<'v>(visit: &'v Visit, id: &str) -> Option<(&'v Item, &'v Entry)> {
    let item = visit.diary.get(Uuid::try_parse(id).ok()?)?;
    Some((item, item.get::<Entry>()?))
}

pub(super) async fn page(
    visit: Visit,
    Path(id): Path<String>,
    pairs: Result<Query<Pairs>, QueryRejection>,
) -> Response {
    let day = Day::of_query(&query(pairs));
    let Some((item, entry)) = find(&visit, &id) else { return Problem::not_found().page(visit.help) };
    let now = visit.now.at();
    let title = supple_wording::names::label(&entry.what);
    let path = address(item.id());
    let frame = room::frame(&visit, &title, &path);
    let page = match entry.timer.as_ref().filter(|timer| !timer.is_over(now)) {
        Some(timer) => {
            let main = counting(item, entry, timer, &day, &visit);
            if matches!(timer.state, TimerState::Running(_)) {
                frame.refreshed(ASK_ANEW, &main)
            } else {
                frame.around(&main)
            }
        }
        None if entry.after.is_none() => frame.around(&afterwards(item, entry, &day)),
        None => frame.around(&kept(entry, &day, &visit)),
    };
    (NO_STORE, page).into_response()
}

fn counting(item: &Item, entry: &Entry, timer: &Timer, day: &Day, visit: &Visit) -> Markup {
    let now = visit.now.at();
    let runs = matches!(timer.state, TimerState::Running(_));
    let act = |what: &str| format!("{}/{what}", address(item.id()));
    let dosed = dosed(entry);
    let button = |what: &str, class: &str, words: &str| {
        html! { form method="post" action=(act(what)) { (day.carried(&[])) button class=(class) { (words) } } }
    };
    html! {
        (layout::load(&assets::EXERCISE_SCRIPT))
        section class="card one" {
            @match dosed {
                Some((exercise, _)) => { @for id in exercise.figures.iter().take(1) { (figures::movement(id, day.still)) } }
                None => (figures::movement(one::WALK_FIGURE, day.still)),
            }
            div class="stack" {
                h1 class="eyebrow" { (supple_wording::names::label(&entry.what)) }
                @match dosed {
                    Some((exercise, dose)) => (count(exercise, dose, timer, visit)),
                    None => (clock(timer, visit)),
                }
                progress max=(timer.seconds.get()) value=(timer.ran(now).get()) aria-label="How much of it is over" {}
                (button("done", "btn big", "Done, next"))
                div class="row two timing" {
                    @if runs { (button("pause", "btn quiet", "Pause")) } @else { (button("go-on", "btn", "Go on")) }
                    (button("too-much", "btn quiet worse", "Too much"))
                }
            }
        }
        @if let Some((exercise, _)) = dosed {
            section class="folds measure" {
                details { summary { span { "How it goes" } } ol { @for step in &exercise.steps { li { (step) } } } }
            }
        }
    }
}

/// The seconds of what is done now, what it is, and how often it was done.
fn count(exercise: &Exercise, dose: &Dose, timer: &Timer, visit: &Visit) -> Markup {
    let rules = &embedded().exercises.rules;
    let ran = timer.ran(visit.journal.host().now()).get();
    let at = count::at(exercise, dose, rules, ran);
    let runs = left(timer, visit);
    let [(_, into), (_, hold), (_, out)] = count::parts(exercise, dose);
    html! {
        @if let Some(at) = at {
            div class="beats" id="count" data-left=[runs] data-whole=(timer.seconds.get()) data-ready=(rules.count_in_seconds.is)
                data-into=(into) data-hold=(hold) data-out=(out) data-sides=(if dose.sides { 2 } else { 1 })
                data-times=(dose.repetitions) data-sets=(dose.sets) data-rest=(rules.between_sets_seconds.is) {
                p class="clock" id="seconds" { (at.left) }
                div {
                    p class="word" id="beat" { (wording::beat(at.beat)) }
                    p id="time" { (wording::time(&at, dose)) }
                    p class="bars" aria-hidden="true" {
                        @for time in 1..=dose.repetitions {
                            i class=[bar(&at, time)] {}
                        }
                    }
                }
            }
            // The script says these words; where there is none, nobody needs them.
            template id="words" data-ready=(wording::beat(Beat::Ready)) data-into=(wording::beat(Beat::Move)) data-hold=(wording::beat(Beat::Hold))
                data-out=(wording::beat(Beat::Back)) data-rest=(wording::beat(Beat::Rest)) data-of=(wording::OF) data-side=(wording::OTHER_SIDE)
                data-set=(wording::SET) {}
        }
    }
}

/// How the bar of one time looks.
fn bar(at: &Count, time: u32) -> Option<&'static str> {
    match time.cmp(&at.repetition) {
        _ if at.beat == Beat::Rest => None,
        Ordering::Less => Some("done"),
        Ordering::Equal => Some("now"),
        Ordering::Greater => None,
    }
}

/// What is left of a timer that runs, in milliseconds, so that a script counts in step.
fn left(timer: &Timer, visit: &Visit) -> Option<i128> {
    match timer.state {
        TimerState::Running(ends) => Some(ends.duration_since(visit.journal.host().now()).as_millis().max(0)),
        TimerState::Paused(_) | TimerState::Done(_) | TimerState::Worse(_) => None,
    }
}

/// The minutes of a walk.
fn clock(timer: &Timer, visit: &Visit) -> Markup {
    let seconds = timer.left(visit.now.at()).get();
    html! {
        p class="clock" id="clock" data-left=[left(timer, visit)] data-whole=(timer.seconds.get()) {
            (seconds / 60) ":" (format!("{:02}", seconds % 60))
        }
        @if timer.is_past_half(visit.now.at()) { p class="lead" { "Half of the time is over. Turn round." } }
    }
}

/// The one question after an exercise: each answer leads on.
fn afterwards(item: &Item, entry: &Entry, day: &Day) -> Markup {
    let too_much = entry.too_much == Some(true);
    html! {
        div class="stack measure" {
            p class="soft" { (supple_wording::names::label(&entry.what)) @if too_much { " · too much: it will be smaller next time" } @else { " · written down" } }
            h1 { "How is your back now?" }
            @if let Some(before) = entry.before { p { "Before it was " b { (before) " of 10" } "." } }
            form class="stack" method="post" action={ (address(item.id())) "/after" } {
                (day.carried(&[]))
                (levels("after"))
            }
            div class="row two" {
                @if !too_much {
                    form method="post" action={ (address(item.id())) "/too-much" } { (day.carried(&[])) button class="btn quiet worse" { "It was too much" } }
                }
                a class="btn quiet" href=(Day { unasked: true, ..day.clone() }.address(go::ADDRESS)) { "Go on without saying" }
            }
        }
    }
}

/// Eleven buttons, each of which is the answer.
pub(super) fn levels(name: &str) -> Markup {
    html! {
        div class="levels" role="group" aria-label="Pain from 0 to 10" {
            @for level in 0..=10 { button class="btn quiet" name=(name) value=(level) { (level) } }
        }
    }
}

/// It was written down, with all that was asked.
fn kept(entry: &Entry, day: &Day, visit: &Visit) -> Markup {
    let done = day::done_today(&visit.diary, &visit.zoned());
    html! {
        div class="stack measure" {
            h1 { (supple_wording::names::label(&entry.what)) }
            p class="lead" { "It is in your diary." }
            @if day::is_enough(&done) {
                a class="btn big" href=(day.address(room::ADDRESS)) { "Today" (icons::onward()) }
            } @else {
                a class="btn big" href=(day.address(go::ADDRESS)) { "Next" (icons::onward()) }
            }
        }
    }
}

// ---------------------------------------------------------------- what is done with it

pub(super) async fn act(Path((id, what)): Path<(String, String)>, post: FormRequest) -> Response {
    let visit = &post.visit;
    let day = Day::of_form(&post.fields);
    let Some((item, entry)) = find(visit, &id) else { return Problem::not_found().page(visit.help) };
    let now = visit.now.at();
    let here = day.address(&address(item.id()));
    let timed = |timer: Option<Timer>| Entry { timer: timer.map(Box::new), ..entry.clone() };
    let timer = entry.timer.as_ref();
    let (changed, to) = match what.as_str() {
        "pause" => (timed(timer.map(|timer| timer.paused(now))), here),
        "go-on" => (timed(timer.map(|timer| timer.resumed(now))), here),
        "done" => (practice::ended(entry, now), here),
        "too-much" => (practice::too_much(entry, now), here),
        "after" => {
            let Some(after) = post.fields.get("after").parse().ok().and_then(|level| Level::new(level).ok()) else {
                return Problem::bad_form("Pain is a number from 0 to 10.").page(visit.help);
            };
            let changed = Entry { after: Some(after), ..practice::ended(entry, now) };
            let mut done = day::done_today(&visit.diary, &visit.zoned());
            done.extend(day::of_entry(item, &changed, now));
            let to = if day::is_enough(&done) { room::ADDRESS } else { go::ADDRESS };
            (changed, day.address(to))
        }
        _ => return Problem::not_found().page(visit.help),
    };
    if changed == *entry {
        return see_other(&to);
    }
    let entry = Box::new(Draft { kind: Kind::Exercise(changed), ..item.draft().clone() });
    match post.write_now(Correction { of: item.id(), entry }).await {
        Ok(_) => see_other(&to),
        Err(error) => post.failed(&error),
    }
}
