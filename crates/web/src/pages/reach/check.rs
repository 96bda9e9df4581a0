//! Check on me: for someone who is alone. A countdown; then contacts are told, until someone answers.

use crate::forms::contact;
use crate::http::desk::{Seen, Stage};
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::reach::back::Back;
use crate::pages::reach::{AtServer, looked, refused, tried, ways};
use crate::pages::storage::devices::cannot;
use crate::tell;
use axum::response::Response;
use jiff::Timestamp;
use maud::{Markup, html};
use supple_reach::{Act, Begin, Check, Ending, Told};

/// The address.
pub(crate) const ADDRESS: &str = contact::CHECK_ON_ME;

/// After how many minutes the person is warned. The second is the usual one.
const MINUTES: [(i64, &str); 5] =
    [(15, "15 minutes"), (30, "30 minutes"), (60, "1 hour"), (120, "2 hours"), (480, "8 hours")];

/// What contacts are told, unless the person changes it.
const SAYS: &str = "My back is in spasm and I am on my own.";

pub(super) async fn page(visit: Visit, desk: AtServer) -> Response {
    shown(&visit, &desk, Back::default()).await
}

async fn shown(visit: &Visit, desk: &AtServer, back: Back<'_>) -> Response {
    let main = match looked(desk).await {
        Ok(Some(seen)) => {
            let open = seen.state.check.as_ref().filter(|check| check.is_open());
            match open {
                Some(check) => running(visit, &seen, check),
                None => html! {
                    (last(visit, &seen))
                    (begin(&seen, back))
                },
            }
        }
        Ok(None) => html! { (super::needs_a_server()) (by_hand(visit)) },
        Err(line) => return cannot(visit, &line),
    };
    let main = html! { div class="stack measure" { h1 { "Check on me" } (back.note(|_| "")) (main) } };
    visit.reach_answer("Check on me", ADDRESS, &main, back)
}

pub(super) async fn send(desk: AtServer, post: FormRequest) -> Response {
    let fields = &post.fields;
    let minutes = || fields.get("minutes").parse::<i64>().ok();
    let wanted = match fields.get("do") {
        "begin" => minutes().map(|minutes| {
            Act::BeginCheck(Begin {
                minutes,
                said: fields.get("said").to_owned(),
                place: fields.get("place").to_owned(),
                zone: post.visit.zone.clone(),
                ..Begin::default()
            })
        }),
        "more" => minutes().map(Act::PutOff),
        "all-right" => Some(Act::AllRight),
        _ => None,
    };
    let Some(wanted) = wanted else { return refused(&post.visit, "this form is not complete") };
    match tried(&desk, wanted).await {
        Ok(()) => see_other(ADDRESS),
        Err(line) => shown(&post.visit, &desk, Back::with(fields, &line)).await,
    }
}

/// A check that runs: the one thing is to say that one is all right.
fn running(visit: &Visit, seen: &Seen, check: &Check) -> Markup {
    let at = |when: Timestamp| tell::recorded(when, visit);
    html! {
        div class="card one" id="running" role="status" {
            div class="stack" {
            @if let Some((when, who)) = &check.seen {
                p { b { bdi { (who) } " has seen your message" } ", " (at(*when)) "." }
            } @else if check.is_telling() {
                p { b { "Your contacts are being told." } }
            } @else if check.warned.is_some() {
                p { b { "Are you all right?" } " At " b { (at(check.tells_at())) } " your contacts are told." }
            } @else {
                p { "It asks you at " b { (at(check.deadline)) } ". If you do not answer, your contacts are told at " (at(check.tells_at())) "." }
            }
            form method="post" action=(ADDRESS) { button class="btn big wide" name="do" value="all-right" { "I’m all right" } }
            }
        }
        ul class="lines" id="told" { @for contact in &check.contacts { li { (told(visit, seen, check, contact)) } } }
        form class="card stack" method="post" action=(ADDRESS) {
            input type="hidden" name="do" value="more";
            p { b { "More time, from now" } }
            div class="row" { @for (minutes, words) in &MINUTES[..3] { button class="btn quiet" name="minutes" value=(minutes) { (words) } } }
        }
        @if !check.said.is_empty() || !check.place.is_empty() {
            details { summary { "What they are told" } p class="said" { (check.said) } @if !check.place.is_empty() { p { "Place: " (check.place) } } }
        }
    }
}

/// How far a contact was told.
fn told(visit: &Visit, seen: &Seen, check: &Check, contact: &Told) -> Markup {
    let prefix = format!("{}/check/{}/told/", contact.id, check.id);
    let letters = || seen.letters.iter().filter(|shown| shown.letter.key.starts_with(&prefix));
    let sent = letters().filter_map(|shown| if let Stage::Sent(at) = shown.stage { Some(at) } else { None }).max();
    let trouble = letters().rev().find_map(|shown| shown.why().filter(|_| !matches!(shown.stage, Stage::Sent(_))));
    html! {
        b { bdi { (contact.name) } } " by " (contact.to.called()) ": "
        @match (sent, trouble, contact.attempts) {
            (Some(at), _, _) => { "told " (tell::recorded(at, visit)) }
            (None, Some(why), _) => { b { "not told yet" } ", it is tried again: " (why) }
            (None, None, 0) => { "not told" }
            (None, None, _) => { "is being told" }
        }
        "."
    }
}

/// How the last check ended.
fn last(visit: &Visit, seen: &Seen) -> Markup {
    let Some((check, (at, how))) = seen.state.check.as_ref().and_then(|check| Some((check, check.ended?))) else {
        return html! {};
    };
    html! {
        div class="card" id="last" role="status" {
            @match how {
                Ending::AllRight => p {
                    "You said that you are all right, " (tell::recorded(at, visit)) ". "
                    @if check.is_telling() { "Everyone who was told is told that, too." } @else { "Nobody was told." }
                }
                Ending::NoAnswer => {
                    p { b { "Your contacts were told for a day, and nobody answered." } }
                    form method="post" action=(ADDRESS) { button class="btn" name="do" value="all-right" { "I’m all right: tell them" } }
                }
            }
        }
    }
}

/// The form for a new one.
fn begin(seen: &Seen, back: Back<'_>) -> Markup {
    let typed = back.typed(|fields| fields.has("do", "begin"));
    let contacts: Vec<_> = seen.state.contacts.iter().filter(|way| way.is_on).collect();
    let reached = || contacts.iter().filter(|way| seen.state.can_reach(way));
    // What was sent last tells whether a message would arrive now.
    let last =
        |id: &str| seen.letters.iter().filter(|shown| shown.letter.way == id).max_by_key(|shown| shown.letter.due);
    let arrives = |id: &str| last(id).is_some_and(|shown| matches!(shown.stage, Stage::Sent(_)));
    let was_tried = || contacts.iter().any(|way| last(&way.id).is_some());
    html! {
        p { "You are alone, or cannot get up. If you do not tap in time, your contacts are told." }
        @if contacts.is_empty() {
            div class="card trouble" id="nobody" {
                p { b { "Nobody would be told." } " There is no contact that is switched on." }
                a class="btn big wide" href={ (ways::ADDRESS) "#contacts" } { "Add a contact" }
            }
        } @else if reached().next().is_none() {
            div class="card trouble" id="nobody" {
                p { b { "Nobody would be told." } " Messages to your contacts go by e-mail, and there is no mail server." }
                a class="btn big wide" href={ (ways::ADDRESS) "#mail" } { "Set up e-mail" }
            }
        } @else {
            @if !reached().any(|way| arrives(&way.id)) {
                div class="card trouble" id="untried" {
                    @if was_tried() { p { b { "The last message did not arrive." } " Nobody can say whether the next one would." } }
                    @else { p { b { "It was never tried." } " Nobody can say whether a message would arrive." } }
                    a class="btn quiet" href={ (ways::ADDRESS) "#test" } { "Try it first" }
                }
            }
        }
        // What was filled in is kept, also where nobody would be told.
        @if reached().next().is_some() || typed.is_some() {
            form class="card stack" method="post" action=(ADDRESS) {
                fieldset class="ticks" {
                    legend { "Ask me after" }
                    @for (minutes, words) in MINUTES {
                        label class="tick" { input type="radio" name="minutes" value=(minutes) checked[typed.has("minutes", &minutes.to_string(), minutes == MINUTES[1].0)]; span { (words) } }
                    }
                }
                label for="said" { "What they are told" }
                textarea id="said" name="said" rows="2" maxlength="500" { (typed.or("said", SAYS)) }
                label for="place" { "Where you are" }
                input id="place" type="text" name="place" maxlength="200" autocomplete="street-address" value=(typed.or("place", ""));
                button class="btn big wide" name="do" value="begin" { "Start" }
                @if reached().next().is_some() { p class="soft" {
                    "You are asked first. Five minutes later "
                    @for (at, way) in reached().enumerate() { @if at > 0 { ", " } bdi { (way.name) } }
                    " " @if reached().count() == 1 { "is" } @else { "are" } " told, again and again until someone answers."
                } }
                @if reached().count() < contacts.len() { p { b { "Whoever is reached by e-mail alone is not told:" } " there is no mail server." } }
            }
        }
        p { a href=(ways::ADDRESS) { "Contacts and how they are told" } }
    }
}

/// The ways of the phone itself, where no server can tell anyone.
fn by_hand(visit: &Visit) -> Markup {
    html! {
        section class="card stack" id="by-hand" {
            h2 { "From this phone" }
            p { "Write to someone now: ask them to call you in half an hour, and to come if you do not answer." }
            (contact::ways(visit.diary.profile()))
            p { "Many phones have a check of their own: look for “Check In”, “Safety” or “Emergency SOS” in their settings." }
        }
    }
}
