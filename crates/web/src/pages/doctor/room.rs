//! The room for the doctor: words that are ready, and what to have ready besides.

use crate::forms::written::address;
use crate::http::headers::NO_STORE;
use crate::http::visit::Visit;
use crate::pages::check::verdict;
use crate::pages::doctor::{card, letter, link, questionnaire, report};
use crate::pages::guide::topics as guide;
use crate::pages::medicine::review as medicine;
use crate::pages::storage::copies;
use crate::tell;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_care::questionnaire::questionnaires;
use supple_diary::Check;
use supple_report::letter::letters;

/// The address of the room.
pub(crate) const ADDRESS: &str = "/doctor";

/// The topic of the guide that is about seeing a doctor.
const TOPIC: &str = "doctor";

pub(crate) async fn page(visit: Visit) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "For the doctor" }
            section class="card one" {
                div class="stack" {
                    h2 { "One page from your diary" }
                    p { "How often, how long, how bad, what you tried: what a doctor reads in one minute." }
                    a class="btn big" href=(report::ADDRESS) { "Show the page" }
                }
            }
            div class="stack" {
                a class="door slim" href=(card::ADDRESS) {
                    (icons::call())
                    span { b { "Show at the emergency room" } "One screen in large letters. It works offline." }
                }
                a class="door slim" href=(link::ADDRESS) {
                    (icons::speech())
                    span { b { "Hand it over by a code" } "They scan it, and have it. You keep your phone." }
                }
            }
            (words(&visit))
            div class="stack" {
                a class="door slim" href=(guide::address(TOPIC)) {
                    (icons::speech())
                    span { b { "What you will be asked" } "When to go, what to say, and what a doctor can do." }
                }
                @for letter in letters() {
                    a class="door slim" href=(letter::address(letter)) {
                        (icons::speech())
                        span { b { "A letter " (tell::lower(&letter.name)) } "In plain words, with nothing that you do not tick." }
                    }
                }
                @for one in questionnaires() {
                    a class="door slim" href=(questionnaire::address(one)) {
                        (icons::check())
                        span { b { (one.title) } "A questionnaire that doctors know. About " (one.minutes) " minutes, if you like." }
                    }
                }
                a class="door slim" href=(medicine::ADDRESS) {
                    (icons::pill())
                    span { b { "What you take" } "Your medicines, with the times that you wrote down." }
                }
                a class="door slim" href="/diary/episodes" {
                    (icons::diary())
                    span { b { "Your episodes" } "When each began, how bad it was, and how long it took." }
                }
            }
            p class="soft" { a href=(copies::ADDRESS) { "Take your diary along as a file" } "." }
        }
    };
    let frame =
        Frame { title: "For the doctor", room: Room::Doctor, path: ADDRESS, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(&main)).into_response()
}

/// What the last check gives to say. Where there is none, the check is the way to such words.
fn words(visit: &Visit) -> Markup {
    let last = visit.diary.latest::<Check>(visit.now.at());
    html! {
        @if let Some((item, check)) = last {
            @let stored = Some(item.id()).filter(|entry| visit.is_stored(*entry));
            p class="soft" {
                "Your last check: " (tell::moment(item.draft(), visit)) ". "
                @if let Some(entry) = stored { a href=(address(entry)) { "All of it" } }
            }
            @let words = verdict::words_of(check, stored);
            @if words.0.is_empty() {
                section class="card" {
                    p { "It found no warning sign, so it gives no words to say." }
                    p { "Is something new, or worse? Then do it again." }
                    div { a class="btn" href="/check" { (icons::check()) "Check again" } }
                }
            } @else { (words) }
        } @else {
            section class="card one" {
                div class="stack" {
                    h2 { "Words to say, made for you" }
                    p { "The check asks about warning signs. At its end stands what to say to a doctor, in plain words." }
                    a class="btn big" href="/check" { "Do the check" }
                }
            }
        }
    }
}
