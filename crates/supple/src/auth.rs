//! The gate of the server: who may see the diary, how a device comes to be let in, and the address for syncing.
//!
//! A server that only its own machine can reach lets in the account that runs it. Everyone else, and everyone on every other
//! server, has to be paired: a device shows a token that it got for a code. Whoever has none gets the same pages on an empty
//! diary of its own, so that check and guide are there for everyone; what would be stored is refused in plain words.
#![expect(clippy::result_large_err, reason = "tower-http asks for the answer as it is")]

use crate::account::{Known, Trust};
use crate::device_registry::{AuthenticatedDevice, DeviceRegistry, Entered, MOST, Wait};
use crate::held::for_guest;
use crate::links::{self, LinkRegistry, Links};
use crate::machine::ThisMachine;
use crate::printer::Library;
use crate::reach::{self, Counter, Desk};
use crate::terminal::Out;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, Form, Query, Request, State};
use axum::handler::Handler;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::uri::Authority;
use axum::http::{Method, StatusCode, Uri, Version};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use supple_diary::SCHEMA;
use supple_journal::{Journal, JournalError, MAX_MESSAGE_BYTES, Message, MessageError, SCHEMA_HEADER};
use supple_store::{Answer, Appended, Cause, Found, Record, Store, StoreError};
use supple_web::Caller;
use supple_web::pairing::{self, Asked};
use tower::{ServiceBuilder, ServiceExt};
use tower_http::validate_request::ValidateRequestHeaderLayer;
use uuid::Uuid;

/// The cookie with the token. A browser sends it to every port of a host, so the port stands in its name: otherwise two servers
/// on one machine would take each other's place in it. Behind a proxy there is no port, and no other server of that name.
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
const FORWARDED: [&str; 7] =
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-prefix", "x-forwarded-proto", "x-real-ip", "via"];

/// The gate of a server.
#[derive(Debug)]
pub(crate) struct Gate {
    journal: Arc<Journal>,
    paired: Arc<DeviceRegistry>,
    has_tls: bool,
    wrong: Mutex<Wrong>,
    /// What of the list of devices was said to be wrong where the server runs.
    said: Mutex<BTreeSet<String>>,
    app: Router,
}

/// Wrong codes since the last wait.
#[derive(Debug, Default)]
struct Wrong {
    count: u32,
    wait_until: Option<Timestamp>,
}

impl Gate {
    /// The whole server on this journal. Whoever is not trusted has to be paired. Each request has to carry what is [`Known`] of
    /// its connection.
    pub(crate) fn router(
        journal: Arc<Journal>,
        paired: Arc<DeviceRegistry>,
        shared: Arc<LinkRegistry>,
        desk: Arc<Desk>,
        trust: Trust,
        has_tls: bool,
    ) -> Router {
        let app = supple_web::with_printer(supple_web::router(Arc::clone(&journal)), Arc::new(Library));
        let app = supple_web::with_sharer(app, Arc::new(Links(Arc::clone(&shared))));
        let app = supple_web::with_desk(app, Arc::new(Counter(Arc::clone(&desk))));
        let reach = reach::routes(desk, Arc::clone(&journal));
        let (wrong, said) = (Mutex::default(), Mutex::default());
        let gate = Arc::new(Gate { journal, paired, has_tls, wrong, said, app });
        let own = Router::new()
            .route("/sync", post(sync))
            .route("/pair", get(ask).post(enter))
            .route("/pair/state", get(state))
            .route("/pair/leave", post(leave))
            .route("/pair/gone", get(gone))
            .with_state(Arc::clone(&gate));
        let router = supple_web::strict(own.merge(reach))
            .merge(links::routes(shared))
            .fallback_service(pass.with_state(Arc::clone(&gate)));
        router.layer(
            ServiceBuilder::new()
                .layer(ValidateRequestHeaderLayer::custom(at_the_root))
                .layer(ValidateRequestHeaderLayer::custom(move |request: &mut Request| {
                    not_from_a_proxy(trust, request)
                }))
                .layer(from_fn_with_state(gate, recognise)),
        )
    }

    /// The paired device that sends this, if it is one. Whoever does not need to be known does not wait for the list.
    async fn guest(&self, token: Option<&str>, wait: Wait) -> Guest {
        match token {
            None => Ok(None),
            Some(token) => self.paired.recognise(token, wait).await.map_err(|line| self.unreadable(line)),
        }
    }

    /// Says what is wrong with the list of devices where the server runs, once. Whoever asks hears no path.
    fn unreadable(&self, line: String) -> Unreadable {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if !said.contains(&line) {
            let mut aside = Out::aside();
            let _ = aside.line(&format!("supple: {line}")).and_then(|()| aside.finish());
            said.insert(line);
        }
        Unreadable
    }

    fn cookie(&self, headers: &HeaderMap, token: &str, lives: u32) -> Option<HeaderValue> {
        let secure = if self.is_secure(headers) { "; Secure" } else { "" };
        let name = cookie_name(headers);
        let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={lives}{secure}");
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

/// The paired device that sends a request, if it is one.
type Guest = Result<Option<AuthenticatedDevice>, Unreadable>;

/// That the list of devices cannot be read, or not be written.
#[derive(Clone, Debug)]
struct Unreadable;

impl Unreadable {
    /// What a program or a form hears of it.
    const LINE: &str =
        "The server cannot read its list of devices. Nothing is lost. Whoever runs it sees there what to do.";
}

/// The name of the cookie at the address under which the server is asked.
fn cookie_name(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| Authority::try_from(host.as_bytes()).ok());
    host.and_then(|host| host.port_u16()).map_or(COOKIE.to_owned(), |port| format!("{COOKIE}-{port}"))
}

/// The token in a cookie, or as programs send it.
fn token(headers: &HeaderMap) -> Option<String> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let named = |wanted: &str| {
        let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        cookies.flat_map(|cookies| cookies.split(';')).find_map(|cookie| {
            let (name, value) = cookie.trim().split_once('=')?;
            (name == wanted).then_some(value)
        })
    };
    // A browser that was paired before the port stood in the name has it without; its next visit gives it the new one.
    bearer.or_else(|| named(&cookie_name(headers))).or_else(|| named(COOKIE)).map(str::to_owned)
}

/// The app for those who may come in, and for others the app on an empty diary.
async fn pass(State(gate): State<Arc<Gate>>, Extension(guest): Extension<Guest>, mut request: Request) -> Response {
    let address = gate.address(request.headers(), request.uri());
    let is_trusted = request.extensions().get() == Some(&Known::Trusted);
    let device = match guest {
        Ok(guest) => guest.map(|guest| guest.device.id),
        // What shows nothing of the diary is there for everyone, whatever they show.
        Err(Unreadable) if is_trusted || supple_web::is_for_everyone(request.uri().path()) => None,
        Err(Unreadable) => return pairing::list_unreadable(request.headers()),
    };
    if is_trusted || device.is_some() {
        request.extensions_mut().insert(Caller { device, address });
        return answer(gate.app.clone(), request).await;
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match request.uri().path() {
        "/devices" | "/keep/phone" if reads => (StatusCode::SEE_OTHER, [(header::LOCATION, "/pair")]).into_response(),
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
            match for_guest(&page) {
                Ok(page) => Response::from_parts(parts, Body::from(page)),
                Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            }
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
        let why = "this device is not paired with it, so nothing is stored".to_owned();
        Box::pin(async { Err(StoreError::Cannot { place: "this server".to_owned(), why, cause: Cause::NotPaired }) })
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

    fn rewrite(&self, _: u64, _: Vec<Record>) -> Answer<'_, bool> {
        Nowhere::refuse()
    }

    fn erase(&self) -> Answer<'_, ()> {
        Nowhere::refuse()
    }

    fn describe(&self) -> String {
        "this server".to_owned()
    }
}

/// Finds out which paired device sends a request, once for all that ask, and gives the cookie of a browser that has not been
/// here for a while a new life.
async fn recognise(State(gate): State<Arc<Gate>>, mut request: Request, next: Next) -> Response {
    let token = token(request.headers());
    let is_trusted = request.extensions().get() == Some(&Known::Trusted);
    let path = request.uri().path();
    // The form for a code is for everyone, too.
    let waits = !is_trusted && path != "/pair" && !supple_web::is_for_everyone(path);
    let guest = gate.guest(token.as_deref(), if waits { Wait::Yes } else { Wait::No }).await;
    let is_back = matches!(&guest, Ok(Some(guest)) if guest.is_back);
    let is_cookie = !request.headers().contains_key(header::AUTHORIZATION);
    let renewed =
        token.filter(|_| is_back && is_cookie).and_then(|token| gate.cookie(request.headers(), &token, COOKIE_LIVES));
    request.extensions_mut().insert(guest);
    let mut response = next.run(request).await;
    // Whoever was just paired anew has got another one.
    if let Some(cookie) = renewed.filter(|_| !response.headers().contains_key(header::SET_COOKIE)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Refuses what came through a proxy to a server that trusts who is on its machine. A proxy that adds nothing speaks HTTP/1.0
/// most often, which no browser does.
fn not_from_a_proxy(trust: Trust, request: &Request) -> Result<(), Response> {
    let is_old = matches!(request.version(), Version::HTTP_09 | Version::HTTP_10);
    let is_forwarded = FORWARDED.into_iter().any(|name| request.headers().contains_key(name));
    if !trust.is_open() || !(is_old || is_forwarded) {
        return Ok(());
    }
    Err(plain(
        StatusCode::FORBIDDEN,
        "This came through a proxy, and this Supple is for its own machine only. To serve others, start it with \
         --host and the name under which they ask for it; then each device has to be paired.",
    ))
}

/// Says that the app needs a name of its own where a proxy has put it below a folder: none of its links would lead anywhere.
fn at_the_root(request: &mut Request) -> Result<(), Response> {
    let prefix = request.headers().get("x-forwarded-prefix").map(HeaderValue::as_bytes);
    if prefix.is_none_or(|prefix| prefix.iter().all(|byte| *byte == b'/')) {
        return Ok(());
    }
    Err(pairing::below_a_folder(request.headers()))
}

/// Takes a message of another diary's copy, and answers with what it lacks.
async fn sync(
    State(gate): State<Arc<Gate>>,
    Extension(known): Extension<Known>,
    Extension(guest): Extension<Guest>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match guest {
        Ok(Some(guest)) => {
            let schema = headers.get(SCHEMA_HEADER).and_then(|value| value.to_str().ok()?.parse().ok());
            // It is for the list of devices alone.
            if let Err(line) = gate.paired.note_schema(&guest.device, schema) {
                let Unreadable = gate.unreadable(line);
            }
        }
        _ if known == Known::Trusted => {}
        Ok(None) => {
            let line = "this device is not paired with this server";
            return told(StatusCode::UNAUTHORIZED, line, &[]);
        }
        Err(Unreadable) => return told(StatusCode::SERVICE_UNAVAILABLE, Unreadable::LINE, &[]),
    }
    let bytes = match to_bytes(body, MOST_READ_BYTES).await {
        Ok(bytes) => bytes,
        Err(error) if supple_web::is_too_large(&error) => {
            return told(StatusCode::PAYLOAD_TOO_LARGE, &MessageError::TooLarge.to_string(), &[]);
        }
        Err(_) => {
            let line = "the message did not arrive as a whole; nothing of it was taken: try again";
            return told(StatusCode::REQUEST_TIMEOUT, line, &[]);
        }
    };
    let message = match Message::read(&bytes) {
        Ok(message) => message,
        Err(error @ MessageError::TooLarge) => return told(StatusCode::PAYLOAD_TOO_LARGE, &error.to_string(), &[]),
        Err(error) => return told(StatusCode::BAD_REQUEST, &error.to_string(), &[]),
    };
    match gate.journal.receive(&message).await {
        Ok(received) => ([(SCHEMA_HEADER, SCHEMA)], as_json(StatusCode::OK, received.answer.write())).into_response(),
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
        Ok(Entered::In(welcome)) => welcome,
        Ok(Entered::Full) => {
            let line = format!(
                "This code is right, but {MOST} devices are paired already, and there can be no more. Unpair one first: under \
                 Keep it safe, or with the command supple devices --remove. The code stays good."
            );
            return refuse(StatusCode::CONFLICT, &pair, &line);
        }
        Ok(Entered::Not) => {
            gate.count_wrong();
            let line = "This code does not count. A code works once, for ten minutes. Get a new one on the server: under \
                        Keep it safe, or with the command supple pair.";
            return refuse(StatusCode::FORBIDDEN, &pair, line);
        }
        Err(line) => {
            let Unreadable = gate.unreadable(line);
            return refuse(StatusCode::SERVICE_UNAVAILABLE, &pair, Unreadable::LINE);
        }
    };
    let diary = match gate.journal.identity().await {
        Ok(diary) => diary,
        Err(error) => return refuse(StatusCode::INTERNAL_SERVER_ERROR, &pair, &supple_web::Remedy::told(&error)),
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
async fn state(
    State(gate): State<Arc<Gate>>,
    Extension(known): Extension<Known>,
    Extension(guest): Extension<Guest>,
) -> Response {
    let is_trusted = known == Known::Trusted;
    let guest = match guest {
        Ok(guest) => guest,
        Err(Unreadable) if is_trusted => None,
        Err(Unreadable) => return told(StatusCode::SERVICE_UNAVAILABLE, Unreadable::LINE, &[]),
    };
    let may_come_in = is_trusted || guest.is_some();
    let diary = match may_come_in {
        false => None,
        true => match gate.journal.identity().await {
            Ok(diary) => Some(diary),
            Err(error) => return told(StatusCode::SERVICE_UNAVAILABLE, &error.to_string(), &[]),
        },
    };
    let name = guest.map(|guest| guest.device.name);
    let state = json!({"needed": !is_trusted, "paired": name.is_some(), "name": name, "diary": diary});
    as_json(StatusCode::OK, state.to_string())
}

/// Lets the device that asks in no more: everything was erased on it. Its cookie goes, too.
async fn leave(
    State(gate): State<Arc<Gate>>,
    Extension(known): Extension<Known>,
    Extension(guest): Extension<Guest>,
    headers: HeaderMap,
) -> Response {
    let left = guest.and_then(|guest| match guest {
        None => Ok(false),
        Some(guest) => {
            gate.paired.remove(&guest.device.id).map(|gone| !gone.is_empty()).map_err(|line| gate.unreadable(line))
        }
    });
    let Ok(left) = left else { return told(StatusCode::SERVICE_UNAVAILABLE, Unreadable::LINE, &[]) };
    let needed = known != Known::Trusted;
    let mut response = as_json(StatusCode::OK, json!({"needed": needed, "left": left}).to_string());
    if let Some(cookie) = gate.cookie(&headers, "", 0) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Has the browser of a device that is paired no more delete all that it keeps for this address. Only a page of this very
/// address leads here, and only once the device has left: no other site can empty a diary with a link.
async fn gone(Extension(known): Extension<Known>, Extension(guest): Extension<Guest>, headers: HeaderMap) -> Response {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_ours = said("sec-fetch-site") == "same-origin" && said("sec-fetch-mode") == "navigate";
    let is_in = known == Known::Trusted || !matches!(guest, Ok(None));
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
