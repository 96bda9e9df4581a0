//! The gate of the server: who may see the diary, how a device comes to be let in, and the address for syncing.
//!
//! A server that only its own machine can reach is open, as it always was. On every other one a device has to be paired:
//! it shows a token that it got for a code. Whoever has none gets the same pages on an empty diary of its own, so that
//! check and guide are there for everyone; what would be stored is refused in plain words.

use crate::machine::ThisMachine;
use crate::paired::{Guest, Paired};
use crate::site::{Sender, held};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Form, Query, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use supple_journal::{Journal, JournalError, MAX_MESSAGE_BYTES, Message, MessageError};
use supple_store::{Answer, Appended, Found, Record, Store, StoreError};
use supple_web::Caller;
use supple_web::pairing::{self, Asked};
use tower::ServiceExt;
use uuid::Uuid;

/// The cookie with the token.
const COOKIE: &str = "supple-device";

/// How long a browser keeps it, in seconds: 400 days, the longest that browsers allow. Each visit begins it anew.
const COOKIE_LIVES: u32 = 400 * 86_400;

/// So many wrong codes may be tried, then all have to wait.
const TRIES: u32 = 10;

/// How long to wait after them.
const WAIT: SignedDuration = SignedDuration::from_mins(1);

/// So much of a message is read, though a good one has less: who is cut off while sending sees a broken connection, and never
/// reads what was wrong.
const MOST_READ_BYTES: usize = 4 * MAX_MESSAGE_BYTES;

/// What a proxy adds to a request. A server for its own machine only must not stand behind one: everything would seem to
/// come from this machine.
const FORWARDED: [&str; 6] =
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"];

/// The gate of a server.
#[derive(Debug)]
pub(crate) struct Gate {
    journal: Arc<Journal>,
    paired: Arc<Paired>,
    is_open: bool,
    has_tls: bool,
    wrong: Mutex<Wrong>,
    app: Router,
}

/// Wrong codes since the last wait.
#[derive(Debug, Default)]
struct Wrong {
    count: u32,
    wait_until: Option<Timestamp>,
}

impl Gate {
    /// The whole server on this journal. Without `is_open` a device has to be paired.
    pub(crate) fn router(journal: Arc<Journal>, paired: Arc<Paired>, is_open: bool, has_tls: bool) -> Router {
        let app = supple_web::router(Arc::clone(&journal));
        let gate = Arc::new(Gate { journal, paired, is_open, has_tls, wrong: Mutex::default(), app });
        let own = Router::new()
            .route("/sync", post(sync))
            .route("/pair", get(ask).post(enter))
            .route("/pair/state", get(state))
            .route("/pair/leave", post(leave))
            .route("/pair/gone", get(gone))
            .with_state(Arc::clone(&gate));
        let router =
            supple_web::strict(own).fallback_service(Router::new().fallback(pass).with_state(Arc::clone(&gate)));
        if is_open { router.layer(from_fn(not_from_a_proxy)) } else { router.layer(from_fn_with_state(gate, renew)) }
    }

    /// The paired device that sends this, if it is one.
    fn guest(&self, headers: &HeaderMap) -> Result<Option<Guest>, String> {
        token(headers).map_or(Ok(None), |token| self.paired.guest(&token))
    }

    fn cookie(&self, headers: &HeaderMap, token: &str, lives: u32) -> Option<HeaderValue> {
        let secure = if self.is_secure(headers) { "; Secure" } else { "" };
        let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={lives}{secure}");
        HeaderValue::from_str(&cookie).ok()
    }

    /// Whether the browser speaks TLS, with us or with the proxy before us.
    fn is_secure(&self, headers: &HeaderMap) -> bool {
        let forwarded = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
        self.has_tls || forwarded.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
    }

    /// Under which address the one who asks has reached this server.
    fn address(&self, headers: &HeaderMap, uri: &Uri) -> String {
        let named = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = named.or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
        let scheme = if self.is_secure(headers) { "https" } else { "http" };
        host.map(|host| format!("{scheme}://{host}")).unwrap_or_default()
    }

    /// Until when no code is looked at.
    fn wait(&self) -> Option<SignedDuration> {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let left = wrong.wait_until?.duration_since(Timestamp::now());
        if left.is_positive() {
            return Some(left);
        }
        *wrong = Wrong::default();
        None
    }

    fn count_wrong(&self) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.count += 1;
        if wrong.count >= TRIES {
            wrong.wait_until = Timestamp::now().checked_add(WAIT).ok();
        }
    }
}

/// The token in a cookie, or as programs send it.
fn token(headers: &HeaderMap) -> Option<String> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let ours = cookies.flat_map(|cookies| cookies.split(';')).find_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        (name == COOKIE).then_some(value)
    });
    bearer.or(ours).map(str::to_owned)
}

/// The app for those who may come in, and for others the app on an empty diary.
async fn pass(State(gate): State<Arc<Gate>>, mut request: Request) -> Response {
    let address = gate.address(request.headers(), request.uri());
    let device = match gate.guest(request.headers()) {
        Ok(guest) => guest.map(|guest| guest.device.id),
        Err(line) => return plain(StatusCode::INTERNAL_SERVER_ERROR, &line),
    };
    if gate.is_open || device.is_some() {
        request.extensions_mut().insert(Caller { device, address });
        return answer(gate.app.clone(), request).await;
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match request.uri().path() {
        "/devices" if reads => (StatusCode::SEE_OTHER, [(header::LOCATION, "/pair")]).into_response(),
        path if reads || path == "/check" => for_stranger(request).await,
        _ => pairing::nothing_stored(request.headers()),
    }
}

async fn answer(router: Router, request: Request) -> Response {
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// A page for someone who is not paired. What they write goes into the diary of their own browser, once the app is on it.
async fn for_stranger(request: Request) -> Response {
    let (mut parts, body) = answer(stranger(), request).await.into_parts();
    let is_page = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return Response::from_parts(parts, body);
    }
    match to_bytes(body, usize::MAX).await {
        Ok(page) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(held(&String::from_utf8_lossy(&page), Sender::Guest)))
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The app on a diary of nobody, made for one request: what one stranger answers must not be seen by another.
fn stranger() -> Router {
    let machine = Arc::new(ThisMachine::of_nobody());
    supple_web::router(Arc::new(Journal::new(Box::new(Nowhere), Uuid::nil(), machine)))
}

/// A store with nothing in it, which takes nothing.
#[derive(Debug)]
struct Nowhere;

impl Nowhere {
    fn refuse<T: Send + 'static>() -> Answer<'static, T> {
        let why = "this device is not paired with it, so nothing is stored; open /pair to change that".to_owned();
        Box::pin(async { Err(StoreError::Cannot { place: "this server".to_owned(), why }) })
    }
}

impl Store for Nowhere {
    fn append(&self, _: Vec<Record>) -> Answer<'_, Appended> {
        Nowhere::refuse()
    }

    fn append_to(&self, _: [u8; 16], _: Vec<Record>) -> Answer<'_, Appended> {
        Nowhere::refuse()
    }

    fn identity(&self, _: [u8; 16]) -> Answer<'_, [u8; 16]> {
        Nowhere::refuse()
    }

    fn adopt(&self, _: [u8; 16]) -> Answer<'_, ()> {
        Nowhere::refuse()
    }

    fn look(&self, _: u64) -> Answer<'_, Found> {
        Box::pin(async { Ok(Found::default()) })
    }

    fn position(&self) -> Answer<'_, u64> {
        Box::pin(async { Ok(0) })
    }

    fn erase(&self) -> Answer<'_, ()> {
        Nowhere::refuse()
    }

    fn describe(&self) -> String {
        "this server".to_owned()
    }
}

/// Gives the cookie of a browser that has not been here for a while a new life.
async fn renew(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let is_cookie = !request.headers().contains_key(header::AUTHORIZATION);
    let renewed = token(request.headers()).filter(|_| is_cookie).and_then(|token| {
        let is_back = gate.paired.guest(&token).is_ok_and(|guest| guest.is_some_and(|guest| guest.is_back));
        is_back.then(|| gate.cookie(request.headers(), &token, COOKIE_LIVES)).flatten()
    });
    let mut response = next.run(request).await;
    // Whoever was just paired anew has got another one.
    if let Some(cookie) = renewed.filter(|_| !response.headers().contains_key(header::SET_COOKIE)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn not_from_a_proxy(request: Request, next: Next) -> Response {
    match FORWARDED.into_iter().find(|name| request.headers().contains_key(*name)) {
        None => next.run(request).await,
        Some(_) => plain(
            StatusCode::FORBIDDEN,
            "This came through a proxy, and this Supple is for its own machine only. To serve others, start it with \
             --host and the name under which they ask for it; then each device has to be paired.",
        ),
    }
}

/// Takes a message of another diary's copy, and answers with what it lacks.
async fn sync(State(gate): State<Arc<Gate>>, headers: HeaderMap, body: Body) -> Response {
    match gate.guest(&headers) {
        Ok(guest) if gate.is_open || guest.is_some() => {}
        Ok(_) => {
            let line = "this device is not paired with this server: get a code with `supple pair` there, and pair it";
            return told(StatusCode::UNAUTHORIZED, line, &[]);
        }
        Err(line) => return told(StatusCode::INTERNAL_SERVER_ERROR, &line, &[]),
    }
    let Ok(bytes) = to_bytes(body, MOST_READ_BYTES).await else {
        return told(StatusCode::PAYLOAD_TOO_LARGE, &MessageError::TooLarge.to_string(), &[]);
    };
    let message = match Message::read(&bytes) {
        Ok(message) => message,
        Err(error @ MessageError::TooLarge) => return told(StatusCode::PAYLOAD_TOO_LARGE, &error.to_string(), &[]),
        Err(error) => return told(StatusCode::BAD_REQUEST, &error.to_string(), &[]),
    };
    match gate.journal.receive(&message).await {
        Ok(received) => as_json(StatusCode::OK, received.answer.write()),
        Err(error @ JournalError::OtherDiary { here, .. }) => {
            told(StatusCode::CONFLICT, &error.to_string(), &[("diary", json!(here))])
        }
        Err(JournalError::Store(error)) if error.may_pass() || error.is_other_diary() => {
            told(StatusCode::SERVICE_UNAVAILABLE, &error.to_string(), &[])
        }
        Err(error) => told(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string(), &[]),
    }
}

/// The form for a code, and what comes from it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pair {
    code: String,
    name: String,
    join: String,
}

impl Pair {
    fn asked(&self) -> Asked<'_> {
        Asked { code: &self.code, name: &self.name, join: self.join == "yes" }
    }
}

async fn ask(headers: HeaderMap, Query(pair): Query<Pair>) -> Response {
    pairing::ask(&headers, StatusCode::OK, pair.asked(), None)
}

async fn enter(
    State(gate): State<Arc<Gate>>,
    headers: HeaderMap,
    form: Result<Form<Pair>, axum::extract::rejection::FormRejection>,
) -> Response {
    let wants_json = headers.get_all(header::ACCEPT).into_iter().any(|kinds| {
        kinds.to_str().is_ok_and(|kinds| kinds.split(',').any(|kind| kind.trim().starts_with("application/json")))
    });
    let refuse = |status: StatusCode, pair: &Pair, line: &str| {
        if wants_json { told(status, line, &[]) } else { pairing::ask(&headers, status, pair.asked(), Some(line)) }
    };
    let Ok(Form(pair)) = form else {
        return refuse(StatusCode::BAD_REQUEST, &Pair::default(), "This was not sent by the form for a code.");
    };
    if let Some(left) = gate.wait() {
        let seconds = left.as_secs().max(0) + 1;
        let line = format!("Too many wrong codes were tried. Wait {seconds} seconds, then try again.");
        let mut response = refuse(StatusCode::TOO_MANY_REQUESTS, &pair, &line);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return response;
    }
    let welcome = match gate.paired.enter(&pair.code, &pair.name) {
        Ok(Some(welcome)) => welcome,
        Ok(None) => {
            gate.count_wrong();
            let line = "This code does not count. A code works once, for ten minutes. Get a new one on the server: under \
                        Devices, or with the command supple pair.";
            return refuse(StatusCode::FORBIDDEN, &pair, line);
        }
        Err(line) => return refuse(StatusCode::INTERNAL_SERVER_ERROR, &pair, &line),
    };
    let diary = match gate.journal.identity().await {
        Ok(diary) => diary,
        Err(error) => return refuse(StatusCode::INTERNAL_SERVER_ERROR, &pair, &error.to_string()),
    };
    let mut response = if wants_json {
        let body = json!({"token": welcome.token, "name": welcome.name, "diary": diary});
        as_json(StatusCode::OK, body.to_string())
    } else {
        // A device that has a diary of its own has to know whether the two are to become one: its worker reads this.
        let to = if pair.join == "yes" { "/devices?welcome=join" } else { "/devices?welcome=yes" };
        (StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::CACHE_CONTROL, "no-store")]).into_response()
    };
    if let Some(cookie) = gate.cookie(&headers, &welcome.token, COOKIE_LIVES) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Whether this browser has to be paired, and is.
async fn state(State(gate): State<Arc<Gate>>, headers: HeaderMap) -> Response {
    let guest = match gate.guest(&headers) {
        Ok(guest) => guest,
        Err(line) => return told(StatusCode::INTERNAL_SERVER_ERROR, &line, &[]),
    };
    let may_come_in = gate.is_open || guest.is_some();
    let diary = match may_come_in {
        false => None,
        true => match gate.journal.identity().await {
            Ok(diary) => Some(diary),
            Err(error) => return told(StatusCode::SERVICE_UNAVAILABLE, &error.to_string(), &[]),
        },
    };
    let name = guest.map(|guest| guest.device.name);
    let state = json!({"needed": !gate.is_open, "paired": name.is_some(), "name": name, "diary": diary});
    as_json(StatusCode::OK, state.to_string())
}

/// Lets the device that asks in no more: everything was erased on it. Its cookie goes, too.
async fn leave(State(gate): State<Arc<Gate>>, headers: HeaderMap) -> Response {
    let left = match gate.guest(&headers) {
        Ok(Some(guest)) => gate.paired.remove(&guest.device.id).map(|gone| !gone.is_empty()),
        Ok(None) => Ok(false),
        Err(line) => Err(line),
    };
    let left = match left {
        Ok(left) => left,
        Err(line) => return told(StatusCode::INTERNAL_SERVER_ERROR, &line, &[]),
    };
    let mut response = as_json(StatusCode::OK, json!({"needed": !gate.is_open, "left": left}).to_string());
    if let Some(cookie) = gate.cookie(&headers, "", 0) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Has the browser of a device that is paired no more delete all that it keeps for this address. Only a page of this very
/// address leads here, and only once the device has left: no other site can empty a diary with a link.
async fn gone(State(gate): State<Arc<Gate>>, headers: HeaderMap) -> Response {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_ours = said("sec-fetch-site") == "same-origin" && said("sec-fetch-mode") == "navigate";
    let is_in = gate.is_open || !matches!(gate.guest(&headers), Ok(None));
    if is_in || !is_ours {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response();
    }
    pairing::gone(&headers)
}

/// A refusal to a program.
fn told(status: StatusCode, line: &str, more: &[(&str, Value)]) -> Response {
    let mut body = json!({"error": line});
    for (name, value) in more {
        body[*name] = value.clone();
    }
    as_json(status, body.to_string())
}

fn as_json(status: StatusCode, body: String) -> Response {
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body).into_response()
}

fn plain(status: StatusCode, line: &str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], format!("{line}\n")).into_response()
}
