//! What reaches out of Supple: each channel is off until the person switches it on.
//!
//! - `channels`: what each sends, to whom, and when it last did. `ways`: addresses of the person and of contacts, and the mail server.
//! - `check`: check on me. `press`: secret addresses that take a spasm. `feed`: the calendar, as an address or a file.
//! - `push`: notifications of a browser.
//! - `back`: a form that was not taken, with what was filled in.
//! - `seen`: where the link of a message leads.
//! - `reminders`: what the person wants to be reminded of.

mod back;
mod channels;
mod check;
mod feed;
mod press;
mod push;
mod reminders;
pub mod seen;
mod ways;

use crate::http::desk::{AtDesk, Seen};
use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::Page;
use crate::pages::reach::back::Back;
use crate::pages::storage::devices::{Caller, cannot};
use crate::ui::layout::{Frame, Room};
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use supple_reach::{Act, DoorKind};

pub(crate) const PAGES: [Page; 12] = [
    Page::at(channels::ADDRESS, || get(channels::page)).listed(),
    Page::at(ways::ADDRESS, || get(ways::page).post(ways::send)).listed(),
    Page::at(check::ADDRESS, || get(check::page).post(check::send)).listed(),
    Page::at(press::ADDRESS, || get(press::page).post(press::send)).listed(),
    Page::at(feed::ADDRESS, || get(feed::page).post(feed::send)).listed(),
    Page::at(feed::FILE, || get(feed::file)),
    Page::at(reminders::ADDRESS, || get(reminders::page).post(reminders::send)).listed(),
    Page::at(reminders::STOP, || post(reminders::stop)),
    Page::at(reminders::SKIP, || post(reminders::skip)),
    Page::at(reminders::BREAK, || get(reminders::break_page).post(reminders::stood)).listed(),
    Page::at(push::ADDRESS, || get(push::page)).listed(),
    Page::at(push::SAVE, || post(push::save)),
];

/// What a server adds to a page: who reaches out there.
type AtServer = Option<Extension<AtDesk>>;

/// Who asks the server.
type Asker = Option<Extension<Caller>>;

impl Visit {
    /// A page about what reaches out. Nothing of it is kept by the browser.
    fn reach_page(&self, title: &str, path: &str, main: &Markup) -> Response {
        self.reach_answer(title, path, main, Back::default())
    }

    /// The same, with a form that comes back or without.
    fn reach_answer(&self, title: &str, path: &str, main: &Markup, back: Back<'_>) -> Response {
        let frame = Frame { title, room: Room::Reach, path, help: self.help, lost: self.lost() };
        let status = if back.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        (status, NO_STORE, frame.around(main)).into_response()
    }
}

/// Everything that reaches out; none in a browser without its server.
async fn looked(desk: &AtServer) -> Result<Option<Seen>, String> {
    match desk {
        Some(Extension(AtDesk(desk))) => desk.look().await.map(Some),
        None => Ok(None),
    }
}

/// Does something, or gives the page that says why not.
async fn act(desk: &AtServer, post: &FormRequest, act: Act) -> Result<(), Response> {
    let Some(Extension(AtDesk(desk))) = desk else { return Err(unreachable(&post.visit)) };
    desk.act(act).await.map_err(|line| refused(&post.visit, &line))
}

/// Does something, or says in a line why not: for a form that comes back.
async fn tried(desk: &AtServer, act: Act) -> Result<(), String> {
    match desk {
        Some(Extension(AtDesk(desk))) => desk.act(act).await,
        None => Err(AWAY.to_owned()),
    }
}

/// What became of a form that opens or closes a secret address.
enum Door {
    /// It was opened: its secret.
    Opened(String),
    /// It was closed: where to go from here.
    Closed(Response),
    /// Neither: why not.
    Refused(String),
}

/// Closes the secret address that a form names, or opens one of this kind.
async fn open_or_close(desk: &AtServer, post: &FormRequest, kind: DoorKind, address: &str) -> Door {
    let close = post.fields.get("close");
    if !close.is_empty() {
        let closed = tried(desk, Act::CloseDoor(close.to_owned())).await;
        return closed.map_or_else(Door::Refused, |()| Door::Closed(see_other(address)));
    }
    let Some(Extension(AtDesk(desk))) = desk else { return Door::Refused(AWAY.to_owned()) };
    let opened = desk.open_door(kind, post.fields.get("name").to_owned()).await;
    opened.map_or_else(Door::Refused, Door::Opened)
}

const AWAY: &str = "your server cannot be reached now";

/// The page for a server that is away.
fn unreachable(visit: &Visit) -> Response {
    cannot(visit, &format!("{AWAY}, so nothing was changed"))
}

/// The page that says in one line why nothing was done.
fn refused(visit: &Visit, line: &str) -> Response {
    Problem::bad_form(format!("{} Nothing was changed.", back::sentence(line))).page(visit.help)
}

/// What is said where no server is.
fn needs_a_server() -> Markup {
    html! {
        div class="card trouble" id="no-server" {
            p { b { "This needs your own server." } " A browser alone sleeps while it is closed, so it can tell nobody." }
        }
    }
}
