//! An exercise: its picture, how it goes, how much of it today, and who leaves it out.

use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::query::{Pairs, query};
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::exercise::day::Day;
use crate::pages::exercise::{about, all, go, practice, progress, room};
use crate::pages::medicine::leaflet;
use crate::ui::layout::{cite, lower};
use crate::ui::{figures, icons};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_guidance::embedded;
use supple_guidance::exercise::{Condition, Exercise};
use supple_guidance::walking::Walking;
use supple_programme::day::{self, Said};
use supple_programme::practice::Much;
use supple_programme::{Changed, Chosen, Out, Pause};
use supple_wording::programme as wording;

/// The picture of a walk.
pub(super) const WALK_FIGURE: &str = "walk";

pub(super) fn address(id: &str) -> String {
    format!("/exercise/{id}")
}

/// The pages of all exercises, and of the walk.
pub(super) fn all() -> Vec<String> {
    let exercises = embedded().exercises.exercises.iter().map(|exercise| exercise.id.as_str());
    exercises.chain([embedded().walking.id.as_str()]).map(address).collect()
}

/// What is done: an exercise or the walk.
#[derive(Clone, Copy)]
enum What {
    Exercise(&'static Exercise),
    Walk(&'static Walking),
}

fn what(id: &str) -> Option<What> {
    let walking = &embedded().walking;
    if id == walking.id { Some(What::Walk(walking)) } else { embedded().exercises.exercise(id).map(What::Exercise) }
}

pub(super) async fn page(
    visit: Visit,
    Path(id): Path<String>,
    pairs: Result<Query<Pairs>, QueryRejection>,
) -> Response {
    let day = Day::of_query(&query(pairs));
    let main = match what(&id) {
        Some(What::Exercise(exercise)) => of_exercise(&visit, exercise, &day),
        Some(What::Walk(plan)) => of_walk(&visit, plan, &day),
        None => return Problem::not_found().page(visit.help),
    };
    let name = match what(&id) {
        Some(What::Exercise(exercise)) => exercise.name.as_str(),
        _ => embedded().walking.name.as_str(),
    };
    (NO_STORE, room::frame(&visit, name, &address(&id)).around(&main)).into_response()
}

/// Where this stands among the parts of today's programme: "2 of 4".
fn place(visit: &Visit, day: &Day, id: &str) -> Option<(usize, usize)> {
    let programme = day::today(&visit.diary, &visit.zoned(), &day.said).ok()?;
    let parts: Vec<&str> = day::parts(&programme).map(|part| part.id()).collect();
    Some((parts.iter().position(|part| *part == id)? + 1, parts.len()))
}

fn of_exercise(visit: &Visit, exercise: &'static Exercise, day: &Day) -> Markup {
    let chosen = day::one(&visit.diary, &visit.zoned(), &day.said, exercise);
    let moves = exercise.figures.iter().any(|id| figures::can_move(id));
    let turned = Day { still: !day.still, ..day.clone() };
    html! {
        section class="card one" {
            @for id in &exercise.figures { (figures::movement(id, day.still)) }
            div class="stack" {
                @if let Some((place, all)) = place(visit, day, exercise.id.as_str()) { p class="eyebrow" { (place) " of " (all) } }
                h1 { (exercise.name) }
                @match (&chosen, pause(visit, day)) {
                    (Ok(chosen), _) => (dose(chosen)),
                    (Err(_), Some(pause)) => (paused(&pause)),
                    (Err(out), None) => (left_out(exercise, out)),
                }
                ol class="steps" { @for step in &exercise.steps { li { (step) } } }
                @if let Ok(chosen) = &chosen { (changes(&chosen.changes, &chosen.minds)) (buttons(exercise.id.as_str(), day, true, visit)) }
                @if moves { p { a href=(turned.address(&address(exercise.id.as_str()))) { @if day.still { "Let the picture move" } @else { "Hold the picture still" } } } }
            }
        }
        @for stop in embedded().exercises.stop.iter().filter(|stop| stop.always) { p class="measure" { (stop.text) } }
        (behind(exercise, &chosen))
        (progress::of_exercise(visit, exercise.id.as_str()))
        (back(day))
    }
}

/// Why there is no exercise at all today, where that is so.
fn pause(visit: &Visit, day: &Day) -> Option<Pause<'static>> {
    let pause = day::today(&visit.diary, &visit.zoned(), &day.said).err();
    pause.filter(|pause| !matches!(pause, Pause::NoTime | Pause::NothingFits))
}

fn paused(pause: &Pause<'_>) -> Markup {
    html! {
        div class="card trouble" role="status" {
            p { b { (wording::pause_title(pause)) ". " } (wording::pause(pause)) }
            a href=(room::ADDRESS) { "Go on from there" }
        }
    }
}

fn dose(chosen: &Chosen<'_>) -> Markup {
    html! {
        p class="lead" { b { (wording::dose(chosen.dose)) } " " (wording::step(chosen.step, chosen.why)) }
        @if let Some(how) = &chosen.dose.how { p { (how) } }
    }
}

/// How it is done otherwise, and what is to be minded.
pub(super) fn changes(changes: &[Changed<'_>], minds: &[&Condition]) -> Markup {
    let lines = changes.iter().map(|change| change.how).chain(minds.iter().map(|condition| condition.mind.as_str()));
    let mut lines = lines.peekable();
    html! { @if lines.peek().is_some() { div class="caution" { @for line in lines { p { (line) } } } } }
}

/// Why it is not for this person today. What is only for another day says so calmly.
fn left_out(exercise: &Exercise, out: &Out<'_>) -> Markup {
    let start = exercise.place(&exercise.start).and_then(|place| exercise.rungs.get(place));
    html! {
        div class="card trouble" role="status" {
            p { b { "Not for you today. " } (wording::out(out)) }
            @if let Out::Condition(condition) | Out::Unanswered(condition) = out {
                @if !condition.sources.is_empty() { p class="src" { "From: " (cite(&condition.sources)) } }
                a href=(about::ADDRESS) { "What you said about yourself" }
            }
        }
        @if let Some(start) = start { p class="soft" { "Others begin with: " (wording::dose(start)) } }
    }
}

/// What can be done with it. `counted`: the count is of seconds and times; else of minutes.
fn buttons(id: &str, day: &Day, counted: bool, visit: &Visit) -> Markup {
    html! {
        @let unknown = !day.unasked && day.before.is_none() && day::pain(&visit.diary, visit.now.at()).is_none();
        @if unknown {
            form class="stack" method="post" action=(address(id)) {
                h2 { "How is your back now?" }
                p { "Tap a number, and it begins. 0 is no pain, 10 the worst you know." }
                (visit.tap())
                (day.carried(&[]))
                input type="hidden" name="say" value="count";
                (practice::levels("before"))
            }
        }
        form class="stack" method="post" action=(address(id)) {
            (visit.tap())
            (day.carried(&[]))
            button class=(if unknown { "btn quiet" } else { "btn big" }) name="say" value="count" {
                @if unknown { "Begin without a number" } @else if counted { "Count with me" (icons::onward()) } @else { "Start the clock" (icons::onward()) }
            }
            div class="row two" {
                button class="btn quiet" name="say" value="done" { "I did it" }
                button class="btn quiet" name="say" value="too-much" { "Too much" }
                @if counted { button class="btn quiet" name="say" value="another" { "Another one" } }
            }
        }
    }
}

/// What one may want to know besides: who leaves it out, and how sure it is.
fn behind(exercise: &Exercise, chosen: &Result<Chosen<'_>, Out<'_>>) -> Markup {
    let known = &embedded().exercises;
    let class = known.class(&exercise.class);
    html! {
        section class="folds measure" {
            details {
                summary { span { "Who leaves it out" small { "Or does it another way" } } }
                @if exercise.unless.is_empty() { p { "Nobody that we know of." } }
                ul {
                    @for (unless, condition) in exercise.unless.iter().filter_map(|unless| Some((unless, known.condition(&unless.condition)?))) {
                        li {
                            (condition.mind)
                            @if let Some(change) = &unless.change { " " (change) }
                            p class="src" {
                                @if !condition.sources.is_empty() { "From: " (cite(&condition.sources)) " " }
                                @if let Some(judgement) = &condition.judgement { (judgement) }
                            }
                        }
                    }
                }
            }
            details {
                summary { span { "Why, and how sure" small { (exercise.purpose) } } }
                @if let Some(class) = class {
                    p { (class.why) }
                    p class="src" {
                        @if !class.sources.is_empty() { "From: " (cite(&class.sources)) " " }
                        @if let Some(judgement) = &class.judgement { (judgement) }
                    }
                }
                (leaflet::claims(embedded(), &all::KNOWN.map(str::to_owned)))
                @if !exercise.sources.is_empty() { p class="src" { "The exercise is from: " (cite(&exercise.sources)) } }
                @if let Some(judgement) = &exercise.judgement { p class="src" { (judgement) } }
                @if let Ok(chosen) = chosen {
                    p class="src" {
                        "This much of it: "
                        @if chosen.dose.sources.is_empty() { "our own judgement." } @else { (cite(&chosen.dose.sources)) }
                        @if let Some(judgement) = &chosen.dose.judgement { " " (judgement) }
                    }
                }
            }
            details {
                summary { span { "More and less of it" small { (exercise.rungs.len()) " steps, one at a time" } } }
                ol {
                    @for rung in &exercise.rungs {
                        li aria-current=[chosen.as_ref().is_ok_and(|chosen| chosen.dose.id == rung.id).then_some("step")] {
                            (wording::dose(rung)) @if let Some(how) = &rung.how { " " (how) }
                        }
                    }
                }
            }
        }
        p class="soft measure" { "No physiotherapist has seen our pictures yet." }
    }
}

fn of_walk(visit: &Visit, plan: &'static Walking, day: &Day) -> Markup {
    // A walk that is not due today may be taken all the same; the plan does not ask for it.
    let programme = day::today(&visit.diary, &visit.zoned(), &day.said);
    let walk = day::walk(&visit.diary, &visit.zoned(), &day.said);
    let walk = walk.as_ref();
    let rests = day::was_too_much(&day::done_today(&visit.diary, &visit.zoned()), plan.id.as_str());
    let longest = plan.levels.iter().map(|level| level.minutes).max().unwrap_or(0);
    html! {
        section class="card one" {
            (figures::movement(WALK_FIGURE, day.still))
            div class="stack" {
                @if let Some((place, all)) = place(visit, day, plan.id.as_str()) { p class="eyebrow" { (place) " of " (all) } }
                h1 { (plan.name) }
                @match (walk, &programme) {
                    (Some(walk), _) => {
                        p class="lead" { b { (minutes(walk.minutes)) ". " } (wording::step(walk.step, walk.why)) }
                        p { "This week: " (lower(&wording::level(walk.level))) }
                    }
                    (None, Ok(_)) if rests => p class="lead" { (wording::out(&Out::TooMuch)) },
                    (None, Ok(_)) => p class="lead" { "No walk is due today. Walk all the same if you like it." },
                    (None, Err(pause)) => (paused(pause)),
                }
                ul { @for step in &plan.steps { li { (step) } } }
                @if let Some(walk) = walk {
                    (changes(&walk.changes, &walk.minds))
                    (buttons(plan.id.as_str(), day, false, visit))
                }
            }
        }
        p class="measure" { (plan.stop) }
        section class="folds measure" {
            details {
                summary { span { "Why, and how sure" small { (plan.purpose) } } }
                p class="src" { "From: " (cite(&plan.sources)) @if let Some(judgement) = &plan.judgement { " " (judgement) } }
            }
            details {
                summary { span { "The way to " (longest) " minutes" small { (plan.levels.len()) " steps. A missed week is just a week." } } }
                ol {
                    @for level in &plan.levels {
                        li aria-current=[walk.is_some_and(|walk| walk.level.id == level.id).then_some("step")] {
                            (wording::level(level)) " " (crate::tell::count(usize::try_from(level.weeks).unwrap_or(1), "week")) "."
                        }
                    }
                }
            }
        }
        (progress::of_exercise(visit, plan.id.as_str()))
        (back(day))
    }
}

fn minutes(minutes: u32) -> String {
    crate::tell::count(usize::try_from(minutes).unwrap_or(0), "minute")
}

fn back(day: &Day) -> Markup {
    html! { div class="row" { a class="btn quiet" href=(day.after().address(room::ADDRESS)) { (icons::back()) "Today" } } }
}

// ---------------------------------------------------------------- what is done with it

pub(super) async fn act(Path(id): Path<String>, post: FormRequest) -> Response {
    let visit = &post.visit;
    let day = Day::of_form(&post.fields);
    let Some(what) = what(&id) else { return Problem::not_found().page(visit.help) };
    let say = post.fields.get("say");
    if let (What::Exercise(exercise), "another") = (what, say) {
        let mut put_aside = day.said.put_aside.clone();
        put_aside.insert(exercise.id.to_string());
        return see_other(&Day { said: Said { put_aside, ..day.said.clone() }, ..day }.address(go::ADDRESS));
    }
    let now = visit.now.at();
    // Two taps on the same button are one count.
    if let Some((item, running, _)) = day::under_way(&visit.diary, now)
        && say == "count"
        && running.what.known() == Some(&id)
    {
        return see_other(&day.after().address(&practice::address(item.id())));
    }
    let much = match what {
        What::Exercise(exercise) => {
            day::one(&visit.diary, &visit.zoned(), &day.said, exercise).ok().map(|chosen| Much::of_exercise(&chosen))
        }
        What::Walk(_) => day::walk(&visit.diary, &visit.zoned(), &day.said).as_ref().map(Much::of_walk),
    };
    // The diary changed since the page was made: the page says what is so now.
    let Some(much) = much else { return see_other(&day.address(&address(&id))) };
    let before = day.before.or_else(|| day::pain(&visit.diary, now));
    let entry = match say {
        "count" => much.counted(before, now),
        "done" => much.done(before),
        "too-much" => much.too_much(before),
        _ => None,
    };
    let Some(entry) = entry else { return Problem::bad_form("This button is none of the page.").page(visit.help) };
    match post.write_now(entry).await {
        Ok(written) => see_other(&day.after().address(&practice::address(written.entry().id()))),
        Err(error) => post.failed(&error),
    }
}
