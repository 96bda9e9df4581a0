//! Secret addresses, open to whoever has one: each can do one thing.
//!
//! - `POST /in/SECRET` stores a spasm. A scanner that follows links asks by GET, and stores nothing.
//! - `GET /calendar/SECRET.ics` gives the reminders.
//! - `/seen/SECRET`: a contact says that they have seen a message. The link shows a page; only its button counts.

use crate::machine;
use crate::reach::Desk;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::header::{self, HeaderMap};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use supple_care::moment::clock;
use supple_diary::{Draft, Moment, Spasm};
use supple_journal::{Arrival, Journal, Sent, Token, Written};
use supple_reach::{Act, DoorKind, calendar, hash_of, reminders};
use supple_web::seen as pages;

/// The most bytes of a request: what is sent along is not looked at.
const MOST_BYTES: usize = 16 * 1024;

/// So many presses of one address are taken in [`WHILE`]: more than anyone has spasms.
const PRESSES: usize = 10;

/// How long presses are counted.
const WHILE: SignedDuration = SignedDuration::from_mins(10);

/// So many wrong secrets get an answer of their own in a minute. Nobody guesses one of 256 bits.
const WRONG: u32 = 60;

/// What the addresses go by.
#[derive(Debug)]
struct Doors {
    desk: Arc<Desk>,
    journal: Arc<Journal>,
    pressed: Mutex<BTreeMap<String, Vec<Timestamp>>>,
    wrong: Mutex<(Option<Timestamp>, u32)>,
}

/// The routes to them.
pub(crate) fn routes(desk: Arc<Desk>, journal: Arc<Journal>) -> Router {
    let doors = Arc::new(Doors { desk, journal, pressed: Mutex::default(), wrong: Mutex::default() });
    Router::new()
        .route("/in/{secret}", get(only_by_post).post(press))
        .route("/calendar/{secret}", get(feed))
        .route("/seen/{secret}", get(ask).post(see))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(doors)
}

impl Doors {
    /// Whether too many wrong secrets came in this minute.
    fn is_flooded(&self) -> bool {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let now = machine::now();
        if wrong.0.is_none_or(|since| now < since || now.duration_since(since) > SignedDuration::from_mins(1)) {
            *wrong = (Some(now), 0);
        }
        wrong.1 >= WRONG
    }

    fn count_wrong(&self) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.1 = wrong.1.saturating_add(1);
    }

    /// The id of the door that this secret opens. It is looked for also while wrong ones flood in: whoever sends those must not keep
    /// a right one out.
    async fn door(self: &Arc<Doors>, kind: DoorKind, secret: &str) -> Result<Option<String>, Response> {
        let (doors, secret) = (Arc::clone(self), secret.to_owned());
        let found = tokio::task::spawn_blocking(move || {
            doors.desk.state().map(|state| state.door(kind, &secret).map(|door| door.id.clone()))
        });
        match found.await {
            Ok(Ok(Some(id))) => Ok(Some(id)),
            Ok(Ok(None)) if self.is_flooded() => {
                Err(line(StatusCode::TOO_MANY_REQUESTS, "too many wrong addresses; try again in a minute"))
            }
            Ok(Ok(None)) => {
                self.count_wrong();
                Ok(None)
            }
            Ok(Err(_)) | Err(_) => {
                Err(line(StatusCode::SERVICE_UNAVAILABLE, "this server cannot look at its addresses now"))
            }
        }
    }

    /// Notes when a door was used last. The press itself does not wait for it.
    fn note(self: &Arc<Doors>, id: String) {
        let doors = Arc::clone(self);
        tokio::task::spawn_blocking(move || doors.desk.act(&Act::Used(id)));
    }

    /// Whether this door was pressed too often.
    fn is_pressed_too_often(&self, id: &str) -> bool {
        let mut pressed = self.pressed.lock().unwrap_or_else(PoisonError::into_inner);
        let now = machine::now();
        let times = pressed.entry(id.to_owned()).or_default();
        times.retain(|at| *at <= now && now.duration_since(*at) < WHILE);
        if times.len() >= PRESSES {
            return true;
        }
        times.push(now);
        false
    }

    /// The last press of this door was one that is stored already: a button that sends it over and over takes no place of the next
    /// spasm.
    fn discount(&self, id: &str) {
        let mut pressed = self.pressed.lock().unwrap_or_else(PoisonError::into_inner);
        pressed.get_mut(id).map(Vec::pop);
    }
}

fn line(status: StatusCode, text: &str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], format!("{text}\n")).into_response()
}

async fn only_by_post() -> Response {
    let mut response = line(StatusCode::METHOD_NOT_ALLOWED, "Nothing was stored: a spasm is stored by POST.");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

/// Whether a page of another site sends this: it has no business here, whatever it knows.
fn is_from_a_page(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    let is_ahead = ["sec-purpose", "purpose", "x-moz"].iter().any(|name| headers.contains_key(*name));
    site.is_some_and(|site| site != b"same-origin" && site != b"none") || is_ahead
}

async fn press(
    State(doors): State<Arc<Doors>>,
    Path(secret): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    _: Bytes,
) -> Response {
    if is_from_a_page(&headers) {
        return line(StatusCode::FORBIDDEN, "Nothing was stored: this came from a page of another site.");
    }
    let id = match doors.door(DoorKind::Capture, &secret).await {
        Ok(Some(id)) => id,
        Ok(None) => {
            return line(StatusCode::NOT_FOUND, "Nothing was stored: this address leads nowhere, or no longer.");
        }
        Err(response) => return response,
    };
    if query.is_some_and(|query| query.split('&').any(|part| part == "test" || part.starts_with("test="))) {
        doors.note(id);
        return line(StatusCode::OK, "This address works. It was a test: nothing was stored.");
    }
    let arrival = doors.journal.arrival();
    match stored(&doors, &id, arrival).await {
        Ok(Some(at)) => {
            doors.note(id);
            line(StatusCode::OK, &format!("A spasm is stored, {at}."))
        }
        Ok(None) => line(StatusCode::TOO_MANY_REQUESTS, "Nothing was stored: too many presses in ten minutes."),
        Err(why) => line(StatusCode::SERVICE_UNAVAILABLE, &format!("Nothing was stored: {why}")),
    }
}

/// Stores a spasm, unless the same address has within a minute: a press that is sent twice is one. None: there were too many.
async fn stored(doors: &Arc<Doors>, id: &str, arrival: Arrival) -> Result<Option<String>, String> {
    let journal = &doors.journal;
    let diary = journal.diary().await.map_err(|error| error.to_string())?;
    let zone = clock::zone(&diary, &journal.host().zone());
    let now = Moment::from(&clock::on_clock(machine::now(), &zone));
    // The token stands in the id of the entry, so that a replay is known after a restart and by another server, too.
    let token = hash_of(id).get(..20).and_then(Token::parse);
    if doors.is_pressed_too_often(id) {
        return Ok(None);
    }
    let written = journal.write_once(Draft::new(now.clone(), Spasm::default()), Sent { token, arrival }).await;
    match written.map_err(|error| error.to_string())? {
        Written::Stored(_) => Ok(Some(now.clock().strftime("%H:%M").to_string())),
        Written::Already(_) => {
            doors.discount(id);
            Ok(Some("as it was a moment ago".to_owned()))
        }
    }
}

async fn feed(State(doors): State<Arc<Doors>>, Path(name): Path<String>) -> Response {
    let secret = name.strip_suffix(".ics").unwrap_or(&name);
    let id = match doors.door(DoorKind::Calendar, secret).await {
        Ok(Some(id)) => id,
        Ok(None) => return line(StatusCode::NOT_FOUND, "This calendar is not there, or no longer."),
        Err(response) => return response,
    };
    let Ok(diary) = doors.journal.diary().await else {
        return line(StatusCode::SERVICE_UNAVAILABLE, "the diary cannot be read now");
    };
    let zone = TimeZone::get(&clock::zone(&diary, &doors.journal.host().zone())).unwrap_or(TimeZone::UTC);
    let desk = Arc::clone(&doors.desk);
    let state = tokio::task::spawn_blocking(move || desk.state()).await;
    let server = state.ok().and_then(Result::ok).and_then(|state| state.address);
    let written =
        calendar(&reminders(&diary), zone, machine::now(), server.as_deref()).and_then(|calendar| calendar.write());
    match written {
        Ok(text) => {
            doors.note(id);
            let kind = (header::CONTENT_TYPE, supple_calendar::CONTENT_TYPE);
            ([kind, (header::CACHE_CONTROL, "private, no-cache")], text).into_response()
        }
        Err(error) => line(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// The page behind the link of a contact.
async fn ask(Path(_): Path<String>) -> Response {
    pages::asked()
}

/// A contact has seen it.
async fn see(State(doors): State<Arc<Doors>>, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    if is_from_a_page(&headers) {
        return pages::gone();
    }
    let desk = Arc::clone(&doors.desk);
    match tokio::task::spawn_blocking(move || desk.act(&Act::Seen(secret))).await {
        Ok(Ok(())) => pages::thanked(),
        Ok(Err(_)) | Err(_) => {
            doors.count_wrong();
            pages::gone()
        }
    }
}
