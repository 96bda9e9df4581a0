//! One screen to hold up at an emergency room. It goes by what is known in memory, and waits for nothing.

use crate::http::headers::NO_STORE;
use crate::http::visit::Visit;
use crate::pages::doctor::report;
use crate::ui::layout::{Frame, Room};
use axum::response::{IntoResponse, Response};
use maud::html;
use supple_guidance::embedded;
use supple_report::Card;

/// The address.
pub(super) const ADDRESS: &str = "/doctor/card";

pub(crate) async fn page(visit: Visit) -> Response {
    let card = Card::of(&visit.diary, &visit.zoned());
    let main = html! {
        article class="hold" {
            h1 { (card.title) }
            @if !card.now.is_empty() { p { b { (card.now) } } }
            @for fact in &card.facts { p { b { (fact.name) ": " } span dir="auto" { (fact.value) } } }
            @if let Some((name, number)) = &card.contact {
                p { b { "Please call " } bdi { (name) } ", " a href={ "tel:" (number) } { (number) } }
            }
            p class="soft" { (embedded().report.not_a_diagnosis) }
        }
        p class="row noprint" {
            a class="btn" href=(report::ADDRESS) { "The whole page" }
            @if visit.diary.profile().contact.is_none() {
                a class="btn quiet" href="/profile#contact" { "Add your person" }
            }
        }
        (tell_if_unread(&visit))
    };
    let frame = Frame { title: "Show this", room: Room::Doctor, path: ADDRESS, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(&main)).into_response()
}

/// A diary that could not be read says less than there is.
fn tell_if_unread(visit: &Visit) -> maud::Markup {
    html! { @if !visit.is_read { p { "Your diary could not be read just now, so this may lack what is in it." } } }
}
