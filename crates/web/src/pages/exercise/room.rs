//! The room: what today's programme is, or why there is none; and the doors to all else about exercise.

use crate::forms::{trial_days, written};
use crate::http::headers::NO_STORE;
use crate::http::query::{Pairs, query};
use crate::http::visit::Visit;
use crate::pages::activity::ladder;
use crate::pages::exercise::day::{Day, MINUTES, id, part};
use crate::pages::exercise::{about, all, go, habits, one, progress, sheet};
use crate::ui::layout::{Frame, Room, cite, lower};
use crate::ui::{figures, icons, urgency};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_diary::Check;
use supple_guidance::exercise::{Need, Setting};
use supple_guidance::{Urgency, embedded};
use supple_programme::day::{self, Part};
use supple_programme::{Done, Pause, Programme};
use supple_wording::programme as wording;
use supple_wording::progress as told;

/// The address of the room.
pub(crate) const ADDRESS: &str = "/exercise";

pub(super) fn frame<'v>(visit: &Visit, title: &'v str, path: &'v str) -> Frame<'v> {
    Frame { title, room: Room::Exercise, path, help: visit.help, lost: visit.lost() }
}

pub(super) async fn page(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let day = Day::of_query(&query(pairs));
    let now = visit.zoned();
    let done = day::done_today(&visit.diary, &now);
    let programme = day::today(&visit.diary, &now, &day.said);
    let main = html! {
        div class="stack measure" {
            h1 { "Exercise" }
            @if day.unread { p class="card trouble" role="status" { "Part of this address is not understood, so it does not count." } }
            @if programme.is_ok() { (trial_days::beside_exercises(&visit)) }
            @match &programme {
                Ok(programme) => (today(&visit, programme, &done, &day)),
                Err(pause) => (paused(&visit, pause)),
            }
        }
        @if may_change(&programme) {
            section class="folds measure" { (change(&day, programme.is_err())) @if let Ok(programme) = &programme { (stop(programme)) } }
        }
        (doors(&visit, &day, programme.as_ref().ok()))
    };
    (NO_STORE, frame(&visit, "Exercise", ADDRESS).around(&main)).into_response()
}

/// Whether less time, another place or what hurts makes a difference.
fn may_change(programme: &Result<Programme<'_>, Pause<'_>>) -> bool {
    matches!(programme, Ok(_) | Err(Pause::NoTime | Pause::NothingFits))
}

/// The programme, with what is done of it, and the one button.
fn today(visit: &Visit, programme: &Programme<'static>, done: &[Done], day: &Day) -> Markup {
    let often = |part: &Part<'_>| done.iter().filter(|done| done.exercise == part.id()).count();
    let next = day::next(programme, done);
    let begun = day::parts(programme).any(|part| often(&part) > 0);
    let runs = day::under_way(&visit.diary, visit.now.at()).is_some();
    // Whoever did all of it once is done; what is meant for more than once is there for later in the day.
    let once = day::parts(programme).all(|part| often(&part) > 0);
    let minutes = programme.seconds().div_ceil(60);
    html! {
        section class="card one" {
            div class="stack" {
                p class="eyebrow" {
                    @if programme.is_short { "A short one, for a bad day" } @else { "Today" }
                    " · about " (minutes) @if minutes == 1 { " minute" } @else { " minutes" }
                }
                @if day::is_enough(done) {
                    h2 { "Enough for today" }
                    p { "Your pain went up. Rest from it, and do less next time. It will be smaller by itself." }
                } @else if once {
                    h2 { "Done for today" }
                }
                ol class="parts" {
                    @for part in day::parts(programme) { li { (row(&part, often(&part), day)) } }
                }
                @if !day::is_enough(done) && (next.is_some() || runs) {
                    a class=(if once { "btn" } else { "btn big" }) href=(day.address(go::ADDRESS)) {
                        @if runs { "The count runs" } @else if once { "Another round" } @else if begun { "Go on" } @else { "Start" }
                        (icons::onward())
                    }
                }
                @if !begun && !day.said.bad_day {
                    @let bad = Day { said: supple_programme::day::Said { bad_day: true, ..day.said.clone() }, ..day.clone() };
                    a class="btn quiet" href=(bad.address(ADDRESS)) { "Bad day: a short one" }
                }
            }
        }
        @if programme.ask_for_help {
            p class="card askfirst" data-urgency=(Urgency::SeeDoctor) {
                "It is no better after two weeks or more. Ask for a physiotherapist."
            }
        }
    }
}

/// A part of the programme as a row: its picture, its name, how much, and whether it is done.
fn row(part: &Part<'_>, often: usize, day: &Day) -> Markup {
    let (name, much, picture) = match part {
        Part::Walk(walk) => {
            let minutes = if walk.minutes == 1 { "1 minute".to_owned() } else { format!("{} minutes", walk.minutes) };
            (walk.plan.name.as_str(), minutes, Some(one::WALK_FIGURE))
        }
        Part::Exercise(chosen) => (
            chosen.exercise.name.as_str(),
            wording::dose_once(chosen.dose),
            chosen.exercise.figures.first().map(String::as_str),
        ),
    };
    let times = part.times();
    html! {
        a class="part" href=(day.address(&one::address(part.id()))) {
            @if let Some(pose) = picture.and_then(|id| supple_figure::still(id).last().copied()) { (figures::figure(pose, true)) }
            span {
                b { (name) }
                small {
                    (much)
                    @if often > 0 { " " b class="ticked" { "✓ " @if times > 1 { (often) " of " (times) " today" } @else { "Done" } } }
                    @else if times > 1 { " " (times) " times a day." }
                }
            }
        }
    }
}

/// Why there is no programme, and the one thing that comes first.
fn paused(visit: &Visit, pause: &Pause<'_>) -> Markup {
    let door = |to: &str, words: &str| html! { a class="btn big" href=(to) { (words) (icons::onward()) } };
    html! {
        section class="card one" {
            div class="stack" {
                @if let Pause::WarningSign(found) = pause { div data-urgency=(*found) { (urgency::tag(*found)) } }
                h2 { (wording::pause_title(pause)) }
                p class="lead" { (wording::pause(pause)) }
                @match pause {
                    Pause::WarningSign(_) => {
                        @if let Some((item, _)) = visit.diary.latest::<Check>(visit.now.at()).filter(|(item, _)| visit.is_stored(item.id())) {
                            (door(&written::address(item.id()), "What the check said"))
                        }
                        a class="btn quiet" href="/check" { "Check again" }
                    }
                    Pause::Spasm => (door("/now", "What to do now")),
                    Pause::Condition(condition) => {
                        @if !condition.sources.is_empty() { p class="src" { "From: " (cite(&condition.sources)) } }
                        a class="btn" href=(about::ADDRESS) { "It is not so any more" }
                    }
                    Pause::CheckFirst => (door("/check", "Start the check")),
                    Pause::Episode => (door(ladder::ADDRESS, "The way back, step by step")),
                    Pause::NoTime | Pause::NothingFits => {}
                }
            }
        }
    }
}

/// Time, place, what hurts, a bad day.
fn change(day: &Day, open: bool) -> Markup {
    let said = &day.said;
    html! {
        details open[open] {
            summary { span { "Change it" small { (in_words(day)) } } }
            form class="stack" method="get" action=(ADDRESS) {
                fieldset {
                    legend { "How much time do you have?" }
                    div class="pick wide" {
                        @for minutes in MINUTES {
                            label { input type="radio" name=(part::MINUTES) value=(minutes) checked[said.minutes == minutes]; span { (minutes) " min" } }
                        }
                    }
                }
                fieldset {
                    legend { "Where?" }
                    div class="pick two" {
                        label { input type="radio" name=(part::PLACE) value="" checked[said.place.is_none()]; span { "Anywhere" } }
                        @for place in Setting::ALL {
                            label { input type="radio" name=(part::PLACE) value=(id(&place)) checked[said.place == Some(place)]; span { (wording::place(place)) } }
                        }
                    }
                }
                fieldset {
                    legend { "What hurts today?" }
                    div class="pick two" {
                        @for need in Need::ALL {
                            label { input type="checkbox" name=(part::HURTS) value=(id(&need)) checked[said.hurts.contains(&need)]; span { (wording::moves(need)) } }
                        }
                    }
                }
                div class="pick two" {
                    label { input type="checkbox" name=(part::BAD_DAY) value="yes" checked[said.bad_day]; span { "It is a bad day" } }
                }
                @if !said.put_aside.is_empty() {
                    fieldset {
                        legend { "Left out today" }
                        div class="pick two" {
                            @for exercise in said.put_aside.iter().filter_map(|id| embedded().exercises.exercise(id)) {
                                label { input type="checkbox" name=(part::NOT) value=(exercise.id) checked; span { (exercise.name) } }
                            }
                        }
                    }
                }
                (day.carried(&[part::MINUTES, part::PLACE, part::HURTS, part::NOT, part::BAD_DAY]))
                button class="btn" { "Make it fit" }
            }
        }
    }
}

/// What is said of the day, in few words.
fn in_words(day: &Day) -> String {
    let said = &day.said;
    let mut words = vec![format!("{} minutes", said.minutes)];
    words.push(said.place.map_or("anywhere".to_owned(), |place| lower(wording::place(place)).to_owned()));
    words.extend(said.hurts.iter().map(|need| format!("{} hurts", lower(wording::moves(*need)))));
    words.join(", ")
}

/// When to stop, and who says so.
fn stop(programme: &Programme<'_>) -> Markup {
    html! {
        details {
            summary { span { "When to stop" small { "And what is only an ache" } } }
            ul {
                @for stop in programme.stop {
                    li { (stop.text) p class="src" { "From: " (cite(&stop.sources)) @if let Some(judgement) = &stop.judgement { " " (judgement) } } }
                }
            }
        }
    }
}

fn doors(visit: &Visit, day: &Day, programme: Option<&Programme<'_>>) -> Markup {
    let open = about::open(visit);
    let door =
        |to: &str, name: &str, about: &str| html! { a class="door slim" href=(to) { span { b { (name) } (about) } } };
    html! {
        div class="doors" {
            @if open > 0 {
                (door(about::ADDRESS, "What should we mind?", &about::promise(open, programme)))
            }
            (door(ladder::ADDRESS, "Getting active again", "To work and sport, step by step"))
            (door(habits::ADDRESS, "Habits that help", "Sitting, lifting, sleep, and more"))
            (door(progress::ADDRESS, told::TITLE, "Week by week"))
            (door(all::ADDRESS, "All exercises", "Also yoga, swimming, and more"))
            (door(&day.address(sheet::ADDRESS), "On paper", "One page with pictures"))
        }
    }
}
