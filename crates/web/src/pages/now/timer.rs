//! The timer of a step: it ends when it said, whatever becomes of the page.
//!
//! Starting it writes a measure; pausing, letting it run on and ending it are corrections of that measure. So it is
//! there after a reload, in another tab and on another device. Without script the page asks anew every few seconds; with
//! script it counts by itself, and may sound and vibrate.

use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::diary::entry;
use crate::tell;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use maud::{Markup, html};
use supple_care::moment::{self, timers};
use supple_care::{Planned, embedded, trials};
use supple_diary::{Correction, Draft, Id, Item, Kind, Measure, Prose, Seconds, Timer, TimerState, Words};
use supple_guidance::Step;
use supple_wording::plan::length;
use uuid::Uuid;

/// The address of a timer.
fn address(id: Uuid) -> String {
    format!("/timer/{id}")
}

/// Without script, the page asks anew after so many seconds.
const ASK_ANEW: u32 = 15;

/// The button that starts the timer of a step, where it has one.
pub(crate) fn start(planned: &Planned<'_>) -> Markup {
    html! {
        @if let Some(timer) = planned.timer {
            form method="post" action="/timer" {
                button class="btn" name="step" value=(planned.step.id) { "Start " (length(timer.seconds)) }
            }
        }
    }
}

/// Starts the timer of a step of the present plan. How long it runs is the plan's, never the form's.
pub(crate) async fn begin(post: FormRequest) -> Response {
    let visit = &post.visit;
    let now = visit.now.at();
    let Some(said) = moment::said(&visit.diary, now) else { return see_other("/now") };
    let (plan, _) = moment::plan(&visit.diary, &said.situation, &visit.zoned(), said.at);
    let asked = post.fields.get("step");
    let planned = plan.steps().find(|planned| planned.step.id == asked).cloned();
    // What chance chose in a trial stands beside what the person decided.
    let planned = planned.or_else(|| chosen(visit).filter(|planned| planned.step.id == asked));
    let Some((step, timer)) = planned.and_then(|planned| Some((planned.step, planned.timer?))) else {
        let line = "This step is not in your plan now. Look at the plan again: it fits what you said.";
        return Problem::bad_form(line).page(visit.help);
    };
    // Two taps on the same button are one start.
    if let Some(item) = timers::running(&visit.diary, step, now) {
        return see_other(&address(item.id()));
    }
    if let Some(until) = timers::rests_until(&visit.diary, now).filter(|_| timers::is_on_skin(step.kind)) {
        return resting(visit, until);
    }
    let (Ok(id), Ok(what), Ok(seconds)) =
        (Words::new(step.id.as_str()), Id::new(timers::measure_of(step.kind)), Seconds::new(timer.seconds.into()))
    else {
        return Problem::bad_form("This step cannot be timed.").page(visit.help);
    };
    let timer = Timer::start(id, seconds, now);
    let measure = Measure {
        what: what.into(),
        seconds: None,
        before: None,
        after: None,
        helped: None,
        note: None,
        timer: Some(timer),
    };
    match post.write_now(measure).await {
        Ok(written) => see_other(&address(written.entry().id())),
        Err(error) => post.failed(&error),
    }
}

/// The step that chance chose in the trial that runs, where the plan allows it.
fn chosen(visit: &Visit) -> Option<Planned<'static>> {
    let trial = trials::running(&visit.diary, visit.now.at())?;
    let (draw, _) = trial.pending(visit.now.at())?;
    trials::step_of(&visit.diary, trial.of, draw.arm, &visit.zoned())
}

/// The skin has had its time: a plain no, and when it may be again.
fn resting(visit: &Visit, until: Timestamp) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "Let your skin rest" }
            p class="lead" { "Heat and cold need a break. You can start again at " b { (tell::recorded(until, visit)) } "." }
            a class="btn" href="/now" { "Back to the plan" }
        }
    };
    let frame =
        Frame { title: "Let your skin rest", room: Room::Now, path: "/now", help: visit.help, lost: visit.lost() };
    (StatusCode::UNPROCESSABLE_ENTITY, NO_STORE, frame.around(&main)).into_response()
}

/// A timer by the id in an address.
fn find<'v>(visit: &'v Visit, id: &str) -> Option<(&'v Item, &'v Measure, &'v Timer)> {
    let item = visit.diary.get(Uuid::try_parse(id).ok()?)?;
    let measure = item.get::<Measure>()?;
    Some((item, measure, measure.timer.as_ref()?))
}

pub(crate) async fn page(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id) {
        Some((item, measure, timer)) => shown(&visit, item, measure, timer),
        None => Problem::not_found().page(visit.help),
    }
}

fn shown(visit: &Visit, item: &Item, measure: &Measure, timer: &Timer) -> Response {
    let now = visit.now.at();
    let step = embedded().relief().step(timer.step.as_str());
    let title = step.map_or("Timer", |step| step.title.as_str());
    let runs = matches!(timer.state, TimerState::Running(_)) && !timer.is_over(now);
    let main = html! {
        div class="stack measure" {
            p class="soft" { (title) }
            @match timer.state {
                TimerState::Worse(_) => (stopped(item, measure)),
                _ if timer.is_over(now) => (over(item, measure, step, visit)),
                _ => (running(item, timer, step, visit)),
            }
        }
        div class="row" { a class="btn quiet" href="/now" { "Back to the plan" } }
    };
    let frame = Frame { title, room: Room::Now, path: &address(item.id()), help: visit.help, lost: visit.lost() };
    let page = if runs { frame.refreshed(ASK_ANEW, &main) } else { frame.around(&main) };
    (NO_STORE, page).into_response()
}

fn running(item: &Item, timer: &Timer, step: Option<&Step>, visit: &Visit) -> Markup {
    let now = visit.now.at();
    let (left, runs) = (timer.left(now), matches!(timer.state, TimerState::Running(_)));
    let half = step.and_then(|step| step.half_time.as_deref());
    let act = |what: &str| format!("{}/{what}", address(item.id()));
    html! {
        h1 class="clock" id="clock" data-left=[runs.then_some(left.get())] data-whole=(timer.seconds.get()) {
            (minutes(left.get()))
        }
        progress max=(timer.seconds.get()) value=(timer.ran(now).get()) aria-label="How much of the time is over" {}
        p class="lead" {
            @if let TimerState::Running(ends) = timer.state { "Ends at " (tell::recorded(ends, visit)) "." }
            @else { "Paused. It rests until you let it run on." }
        }
        @if let Some(half) = half {
            div class="card trouble" id="half" hidden[!timer.is_past_half(now)] role="status" {
                p { b { "Half of the time is over. " } (half) }
            }
        }
        @if let Some(step) = step { p { (step.how) } p { b { "When to stop: " } (step.stop_when) } }
        div class="row timing" {
            @if runs {
                form method="post" action=(act("pause")) { button class="btn quiet" { "Pause" } }
            } @else {
                form method="post" action=(act("go-on")) { button class="btn" { "Go on" } }
            }
            form method="post" action=(act("done")) { button class="btn quiet" { "That is enough" } }
            form method="post" action=(act("worse")) { button class="btn worse" { "It gets worse" } }
        }
    }
}

/// What stands on the clock: "14:05".
fn minutes(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn over(item: &Item, measure: &Measure, step: Option<&Step>, visit: &Visit) -> Markup {
    let on_skin = step.is_some_and(|step| timers::is_on_skin(step.kind));
    html! {
        h1 id="over" { @if on_skin { "Time is up. Take it off." } @else { "Time is up." } }
        @if let Some(until) = timers::rests_until(&visit.diary, visit.now.at()).filter(|_| on_skin) {
            p class="lead" { "Let your skin rest. Heat or cold can go on at " b { (tell::recorded(until, visit)) } "." }
        }
        @if entry::is_open(measure) {
            a class="btn big" href={ "/log/" (item.id()) "/after" } { "Did it help?" (icons::onward()) }
        } @else {
            a class="btn quiet" href=(crate::forms::written::address(item.id())) { "What you wrote about it" }
        }
    }
}

fn stopped(item: &Item, measure: &Measure) -> Markup {
    html! {
        h1 { "Stopped" }
        p class="lead" { "Leave it off. It is good that you noticed." }
        @if let Some(note) = &measure.note {
            p { "You said: " (note) }
            p { "Is it a warning sign? The check tells how soon someone should look at it." }
            a class="btn big" href="/check" { (icons::check()) "Start the check" }
        } @else {
            form class="stack" method="post" action={ (address(item.id())) "/why" } {
                p { b { "What got worse?" } }
                div class="taps" { @for words in &supple_guidance::embedded().offered.stopped { button class="btn quiet" name="why" value=(words) { (words) } } }
            }
            a class="btn quiet" href="/check" { (icons::check()) "Start the check" }
        }
    }
}

/// What is done with a running timer.
pub(crate) async fn act(Path((id, what)): Path<(String, String)>, post: FormRequest) -> Response {
    let visit = &post.visit;
    let Some((item, measure, timer)) = find(visit, &id) else { return Problem::not_found().page(visit.help) };
    let now = visit.now.at();
    let ran = |timer: &Timer| Some(timer.ran(now));
    let to = address(item.id());
    let changed = match what.as_str() {
        "pause" => Measure { timer: Some(timer.paused(now)), ..measure.clone() },
        "go-on" => Measure { timer: Some(timer.resumed(now)), ..measure.clone() },
        "done" => {
            let timer = timer.done(now);
            Measure { seconds: measure.seconds.or(ran(&timer)), timer: Some(timer), ..measure.clone() }
        }
        "worse" => {
            let timer = timer.worse(now);
            Measure { seconds: ran(&timer), helped: Some(false), timer: Some(timer), ..measure.clone() }
        }
        "why" => match Prose::new(post.fields.get("why")) {
            Ok(why) => Measure { note: Some(why), ..measure.clone() },
            Err(_) => return see_other(&to),
        },
        _ => return Problem::not_found().page(visit.help),
    };
    if changed == *measure {
        return see_other(&to);
    }
    let entry = Box::new(Draft { kind: Kind::Measure(changed), ..item.draft().clone() });
    match post.write_now(Correction { of: item.id(), entry }).await {
        Ok(_) => see_other(&to),
        Err(error) => post.failed(&error),
    }
}

/// The timer that runs or rests now, for a line on other pages.
pub(crate) fn line(visit: &Visit) -> Markup {
    html! {
        @if let Some((item, timer, step)) = timers::under_way(&visit.diary, visit.now.at()) {
            a class="door small measure" href=(address(item.id())) {
                span { b { (step.title) } @if matches!(timer.state, TimerState::Paused(_)) { "Paused" } @else { "The timer runs" } }
            }
        }
    }
}
