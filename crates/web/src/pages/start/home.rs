//! The first page. What stands first follows from the state of the person: [`start`](supple_care::moment::start)
//! decides, this draws it.
//!
//! In each state one main action, at most three doors beside it. An emergency that a check of today found stands above.

use crate::forms::contact;
use crate::forms::trial;
use crate::forms::trial_days;
use crate::forms::written::address;
use crate::http::headers::NO_STORE;
use crate::http::visit::Visit;
use crate::pages::diary::charts;
use crate::pages::now::timer;
use crate::pages::start::app;
use crate::pages::storage::losses;
use crate::tell;
use crate::ui::icons::{self, Icon};
use crate::ui::layout::{Frame, Room};
use crate::ui::urgency;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use std::sync::Arc;
use supple_care::Checked;
use supple_care::moment::start::{State, start};
use supple_diary::{Check, Item, KindName};
use supple_guidance::Urgency;
use supple_insight::asking::{Question, about_the_night};
use supple_journal::{Journal, StorageStatus};

/// The topic of the guide for whoever is well.
const PREVENTION: &str = "/guide/prevention";

/// The start. A diary that cannot be opened, or does not answer, must not keep anyone from the check.
pub(crate) async fn page(Shared(journal): Shared<Arc<Journal>>, headers: HeaderMap) -> Response {
    let visit = &Visit::start(&journal, &headers).await;
    let keeping = journal.host().keeping();
    let is_site = keeping == StorageStatus::Site;
    let start = start(&visit.diary, visit.now.at());
    let main = html! {
        @if let Some(checked) = &start.emergency { (emergency(checked, visit)) }
        (timer::line(visit))
        @match start.state {
            State::Down => { (down(visit)) }
            State::Spasm(item) => { (in_spasm(item, visit)) }
            State::Episode { since } => { (episode(since, visit)) }
            State::Recovered { since } => { (recovered(since, visit)) }
            State::Well { last } => { (well(last, visit)) }
            State::New => { (new(visit)) }
        }
        // Beside a call for help nothing else asks to be read.
        @if start.emergency.is_none() {
            @if !matches!(start.state, State::Down) { (trial_line(visit)) }
            @if visit.is_read && !matches!(start.state, State::Down | State::Spasm(_)) { (trial_days::line(visit)) }
            @match start.state {
                // To name someone is for a calm moment.
                State::Episode { .. } | State::Recovered { .. } => {
                    @let asked = night(visit);
                    @if let Some(asked) = &asked { (asked) }
                    (contact::ways(visit.diary.profile()))
                    @if asked.is_none() { (days(visit)) }
                }
                State::Well { .. } => {
                    @let asked = night(visit);
                    @if let Some(asked) = &asked { (asked) }
                    (contact::ways_or_offer(visit.diary.profile()))
                    @if asked.is_none() { (days(visit)) }
                }
                State::New => { (yours(visit, is_site)) }
                State::Down | State::Spasm(_) => { (contact::ways(visit.diary.profile())) }
            }
        }
        @if !visit.is_read && !is_site { p class="soft" { "Your diary cannot be opened now." } }
    };
    (
        NO_STORE,
        Frame { title: "Start", room: Room::Start, path: "/", help: visit.help, lost: keeping.lost() }.around(&main),
    )
        .into_response()
}

/// The one thing: its picture, what it is about, its heading, a line, and its button.
fn one(icon: Icon, eyebrow: Option<&str>, heading: &str, line: Option<&str>, (to, button): (&str, &str)) -> Markup {
    html! {
        section class="card one" aria-labelledby="one" {
            div class="pic" { (icon()) }
            div class="stack" {
                @if let Some(eyebrow) = eyebrow { p class="eyebrow" { (eyebrow) } }
                h1 id="one" { (heading) }
                @if let Some(line) = line { p { (line) } }
                a class="btn big" href=(to) { (button) }
            }
        }
    }
}

/// A way to something else.
fn door(icon: Icon, to: &str, name: &str, line: &str) -> Markup {
    html! { a class="door slim" href=(to) { (icon()) span { b { (name) } (line) } } }
}

fn to_the_check(name: &str, line: &str) -> Markup {
    html! {
        a class="door slim" data-urgency=(Urgency::Emergency) href="/check" {
            (icons::shape(Urgency::Emergency))
            span { b { (name) } (line) }
        }
    }
}

fn is_it_an_emergency() -> Markup {
    to_the_check("Is it an emergency?", "A short check. It starts with the worst.")
}

fn spasm_now(name: &str, visit: &Visit) -> Markup {
    html! {
        form method="post" action="/spasm" {
            (visit.tap())
            button class="door slim fill-plum" {
                (icons::spasm())
                span { b { (name) } (app::one_tap(visit)) }
            }
        }
    }
}

fn cannot_get_up() -> Markup {
    door(icons::lying, "/floor", "I cannot get up", "One step at a time, with the call first.")
}

/// Down, and not yet up.
fn down(visit: &Visit) -> Markup {
    let line = "One step at a time. The call is on every page.";
    html! {
        (one(icons::lying, None, "You are down. We go step by step.", Some(line), ("/floor", "Go on")))
        div class="doors" {
            (is_it_an_emergency())
            (door(icons::lying, "/now", "Help me now", "What eases it where you are."))
            (spasm_now("A new spasm", visit))
        }
    }
}

/// In a spasm: help, the emergency, the floor; and that it has let go.
fn in_spasm(item: &Item, visit: &Visit) -> Markup {
    let stored = visit.is_stored(item.id());
    let at = tell::clock(item.happened(), item.precision());
    let eyebrow = if stored { format!("Stored at {at}") } else { format!("At {at}. Not stored yet.") };
    let heading = "Breathe out slowly. We go step by step.";
    html! {
        (one(icons::spasm, Some(&eyebrow), heading, None, ("/now", "Help me now")))
        div class="doors" {
            (is_it_an_emergency())
            (cannot_get_up())
            @if stored {
                form method="post" action={ "/spasm/" (item.id()) "/over" } {
                    (visit.tap())
                    button class="door slim" {
                        (icons::standing(supple_care::Standing::Met))
                        span { b { "It has let go" } "Your diary keeps how long it took." }
                    }
                }
            }
        }
        @if stored {
            div class="row" {
                form method="post" action="/spasm" {
                    (visit.tap())
                    button class="btn fill-plum" { (icons::spasm()) "Another spasm" }
                }
                a class="btn quiet" href={ "/spasm/" (item.id()) } { "Add to it" }
                form method="post" action={ (address(item.id())) "/remove" } {
                    (visit.tap())
                    button class="btn quiet" { (icons::undo()) "Take it back" }
                }
            }
        }
    }
}

/// In an episode: go on with what helps.
fn episode(since: Timestamp, visit: &Visit) -> Markup {
    let day = visit.today().duration_since(on(since, visit)).as_hours() / 24 + 1;
    let eyebrow = format!("Day {day} of this episode");
    let last = visit.diary.latest::<Check>(visit.now.at());
    let checked = last.map_or_else(
        || "You have not done the check yet.".to_owned(),
        |(item, _)| format!("Your last check: {}.", tell::moment(item.draft(), visit)),
    );
    html! {
        (one(icons::lying, Some(&eyebrow), "What helps now", Some("Ease it, then move a little. The plan says what fits today."), ("/now", "Show my plan")))
        div class="doors" {
            (spasm_now("A new spasm", visit))
            (to_the_check("Something new or worse?", &checked))
            (cannot_get_up())
        }
        div class="row" {
            a class="btn quiet" href="/log/pain" { "Note pain" }
            form method="post" action="/log/episode" {
                (visit.tap())
                input type="hidden" name="phase" value="recovery";
                button class="btn quiet" { "I am over it" }
            }
        }
    }
}

/// Over it, not long ago: the way back to activity.
fn recovered(since: Timestamp, visit: &Visit) -> Markup {
    let eyebrow = format!("Over since {}", day(since, visit));
    let line = "Step by step back to work, walks and sport. You go up when it holds.";
    html! {
        (one(icons::ladder, Some(&eyebrow), "Get active again", Some(line), ("/activity", "Show my next step")))
        div class="doors" {
            (spasm_now("Spasm now", visit))
            (is_it_an_emergency())
            (door(icons::ladder, "/exercise", "Keep the next one away", "Exercise and habits that fit you."))
        }
    }
}

/// Well: keeping it away comes first. Someone who wrote once, long ago, is not asked for more.
fn well(last: Option<Timestamp>, visit: &Visit) -> Markup {
    let eyebrow = last.map(|last| format!("Last spasm: {}", day(last, visit)));
    html! {
        (one(icons::ladder, eyebrow.as_deref(), "Keep the next one away", Some("A walk, a few exercises and habits that fit you."), ("/exercise", "Show me how")))
        div class="doors" {
            (spasm_now("Spasm now", visit))
            (is_it_an_emergency())
            (door(icons::insight, "/insight", "My patterns", "What your diary shows."))
        }
    }
}

/// Nothing is written yet.
fn new(visit: &Visit) -> Markup {
    let line = "We ask a few things. Then we show you what to do, one step at a time.";
    html! {
        (one(icons::lying, None, "Back spasm? Start here.", Some(line), ("/now", "Help me now")))
        div class="doors" {
            (is_it_an_emergency())
            (spasm_now("Spasm now", visit))
            (door(icons::ladder, PREVENTION, "I am well. Keep it away", "What helps, and how sure that is."))
        }
        p { a href="/floor" { "I cannot get up" } }
    }
}

/// Whose it is, for someone who is here for the first time, and the way to a copy.
fn yours(visit: &Visit, is_site: bool) -> Markup {
    html! {
        section class="card" {
            h2 { "Yours alone" }
            p {
                "No account, no network needed. What you write stays "
                @if is_site { "in this browser." } @else { "where Supple runs." }
            }
            @if visit.is_read { (losses::have_a_copy(visit)) }
        }
    }
}

fn on(at: Timestamp, visit: &Visit) -> Date {
    at.to_zoned(visit.zoned().time_zone().clone()).date()
}

/// The day of a time, in few words.
fn day(at: Timestamp, visit: &Visit) -> String {
    match on(at, visit) {
        date if date == visit.today() => "today".to_owned(),
        date => tell::short_day(date, visit.today()),
    }
}

/// The night is asked about while no day has coloured it. One tap is the answer. What the days were gives way to it meanwhile:
/// the start stays short, and one thing is asked.
fn night(visit: &Visit) -> Option<Markup> {
    let Question { id, ask } = about_the_night(&visit.diary, &visit.zoned()).filter(|_| visit.is_read)?;
    Some(html! {
        form class="card" method="post" action="/check-in" {
            (visit.tap())
            input type="hidden" name="rest" value="";
            h2 { "Last night" }
            p { (ask) }
            div class="row" {
                button class="btn quiet" name={ "day." (id) } value="yes" { "Yes" }
                button class="btn quiet" name={ "day." (id) } value="no" { "No" }
            }
        }
    })
}

/// What a trial asks now, or in a spasm the way to its draw.
fn trial_line(visit: &Visit) -> Markup {
    html! { @if visit.is_read { (trial::line(visit)) } }
}

/// The last days, where something of them is known.
fn days(visit: &Visit) -> Markup {
    let today = visit.today();
    let first = crate::forms::when::days_before(today, 13);
    let is_known = visit.diary.between(first, today).next().is_some() && !visit.diary.of(KindName::Spasm).is_empty();
    html! {
        @if visit.is_read && is_known {
            section class="card" {
                h2 { "Your last 14 days" }
                (charts::strip(visit))
                p { (charts::summary(visit, 14)) }
                (charts::legend())
            }
        }
    }
}

/// An emergency that a check of today has found stands above everything, until a newer check says otherwise.
fn emergency(checked: &Checked, visit: &Visit) -> Markup {
    let number = visit.help.number();
    html! {
        section class="card verdict" data-urgency=(Urgency::Emergency) {
            (icons::shape(Urgency::Emergency))
            div class="stack" {
                p class="word" { (urgency::word(Urgency::Emergency)) }
                h2 { "Your check said: call " (number) " now" }
                p { "Have you been seen, or has it changed? Then do the check again." }
            }
            div class="stack" {
                a class="btn fill-red big" href={ "tel:" (number) } { (icons::call()) "Call " (number) }
                @if visit.is_stored(checked.entry) {
                    a class="btn quiet" href=(address(checked.entry)) { "What to say when you call" }
                }
                (contact::ways(visit.diary.profile()))
            }
        }
    }
}
