//! How a practice fetches what waits under a link: open to everyone who has its address, and to pages of other sites, since
//! their readers are such pages. Nothing here knows a key.

use crate::links::registry::{Fetched, LinkRegistry};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use supple_shlink::{Given, JOSE, manifest};

/// The most bytes of a request for a manifest: a name, a passcode, a number.
const MOST_BYTES: usize = 4 * 1024;

/// The viewer, and what it and others fetch.
pub(crate) fn routes(links: Arc<LinkRegistry>) -> Router {
    Router::new().route("/shl", get(async |headers: HeaderMap| supple_web::viewer::page(&headers))).merge(
        Router::new()
            .route("/shl/{token}", get(direct).post(unlock).options(may_ask))
            .route("/shl/{token}/{ticket}", get(by_ticket).options(may_ask))
            .layer(DefaultBodyLimit::max(MOST_BYTES))
            .layer(from_fn(from_anywhere))
            .with_state(links),
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    recipient: String,
}

/// What a request for a manifest says.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Unlocking {
    recipient: String,
    passcode: String,
    embedded_length_max: Option<usize>,
}

async fn direct(State(links): State<Arc<LinkRegistry>>, Path(token): Path<String>, asked: Query<Asked>) -> Response {
    if asked.recipient.trim().is_empty() {
        return told(StatusCode::BAD_REQUEST, "say who asks: ?recipient=NAME");
    }
    given(links.fetch(&token, &asked.recipient))
}

async fn by_ticket(State(links): State<Arc<LinkRegistry>>, Path((token, ticket)): Path<(String, String)>) -> Response {
    given(links.by_ticket(&token, &ticket))
}

async fn unlock(
    State(links): State<Arc<LinkRegistry>>,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Ok(asked) = serde_json::from_slice::<Unlocking>(&body) else {
        return told(StatusCode::BAD_REQUEST, "the request is no JSON with recipient and passcode");
    };
    if asked.recipient.trim().is_empty() {
        return told(StatusCode::BAD_REQUEST, "say who asks: recipient is missing");
    }
    let envelope = match links.unlock(&token, &asked.passcode, &asked.recipient) {
        Ok(Fetched::Envelope(envelope)) => envelope,
        other => return given(other),
    };
    if asked.embedded_length_max.is_none_or(|most| envelope.len() <= most) {
        return as_json(StatusCode::OK, &manifest(Given::Embedded(&envelope)));
    }
    match links.ticket(&token) {
        Ok(ticket) => {
            let address = format!("{}/{ticket}", asked_at(&headers, &uri));
            as_json(StatusCode::OK, &manifest(Given::At(&address)))
        }
        Err(line) => broken(&line),
    }
}

/// Under which address this was asked for.
fn asked_at(headers: &HeaderMap, uri: &Uri) -> String {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = said("x-forwarded-proto").or(uri.scheme_str()).unwrap_or("http");
    let host = said(header::HOST.as_str()).or(uri.authority().map(axum::http::uri::Authority::as_str));
    format!("{scheme}://{}{}", host.unwrap_or_default(), uri.path())
}

fn given(fetched: Result<Fetched, String>) -> Response {
    match fetched {
        Ok(Fetched::Envelope(envelope)) => ([(header::CONTENT_TYPE, JOSE)], envelope).into_response(),
        Ok(Fetched::Wrong { left }) => as_json(StatusCode::UNAUTHORIZED, &json!({"remainingAttempts": left})),
        Ok(Fetched::Locked) => {
            let mut response = told(StatusCode::METHOD_NOT_ALLOWED, "this link needs a passcode, by POST");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            response
        }
        Ok(Fetched::Gone) => told(StatusCode::NOT_FOUND, "there is no such link, or it has ended"),
        Err(line) => broken(&line),
    }
}

/// What is wrong with the folder is said where the server runs. Whoever asks hears no path.
fn broken(line: &str) -> Response {
    let mut aside = crate::terminal::Out::aside();
    let _ = aside.line(&format!("supple: {line}")).and_then(|()| aside.finish());
    told(StatusCode::SERVICE_UNAVAILABLE, "the server cannot read its links now")
}

fn told(status: StatusCode, line: &str) -> Response {
    as_json(status, &json!({"error": line}))
}

fn as_json(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn may_ask() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Lets pages of other sites read the answer, and nobody keep it.
async fn from_anywhere(request: Request, next: Next) -> Response {
    const OPEN: [(HeaderName, &str); 6] = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    let mut response = next.run(request).await;
    for (name, value) in OPEN {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
