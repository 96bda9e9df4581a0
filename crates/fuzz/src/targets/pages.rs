//! Requests to the pages: addresses, queries, headers, forms, and forms with files.

use super::machine::Machine;
use super::{forms, nothing, now};
use crate::chance::hash;
use crate::harness::Target;
use crate::mutate::{BOUNDARY, Shape};
use crate::outcome::Seen;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header};
use http_body_util::BodyExt;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use supple_diary::Log;
use supple_journal::Journal;
use supple_reach::{Act, DoorKind, apply};
use supple_web::desk::{Deed, Desk, Seen as AtDesk};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use uuid::Uuid;

pub(super) const PAGES: Target = Target {
    name: "pages",
    shape: Shape::Form,
    tokens: &[
        "level=7",
        "note=a",
        "when=now",
        "when=then",
        "date=2026-11-22",
        "time=03:10",
        "clock=2026-11-22T03:10",
        "tap=",
        "regions=neck",
        "where=low-left",
        "what=heat",
        "how-much=2",
        "long=600",
        "long-number=5",
        "long-unit=hours",
        "dose=400",
        "q=ibuprofen",
        "days=30",
        "skip=10",
        "country=DE",
        "born=1980",
        "sex=female",
        "kind=pain",
        "id=",
        "of=01a22b40-d980-7000-8000-000000000000",
        "seen=yes",
        "do=add",
        "do=remove",
        "kind=mail",
        "kind=ntfy",
        "kind=webhook",
        "to=ann@example.org",
        "name=Ann",
        "minutes=30",
        "grace=60",
        "port=587",
        "from=22:00",
        "until=07:00",
        "month=2026-11",
        "\taccept-language: de;q=0.3, en-GB",
        "\thost: localhost",
        "\torigin: http://localhost",
        "\tsec-fetch-site: none",
        "\treferer: http://localhost/",
        "\tcookie: a=b",
        "\taccept-encoding: br",
        "none=yes",
        "back=1",
        "answer.pain=no",
    ],
    most: 8 << 10,
    made,
    judge: pages,
};

pub(super) const UPLOADS: Target = Target {
    name: "uploads",
    shape: Shape::Multipart,
    tokens: &[
        "\r\n----",
        "----supple",
        "--\r\n",
        "Content-Disposition: form-data; name=\"copy\"",
        "filename=\"x.csv\"",
        "name=\"held\"",
        "name=\"rest\"",
        "Content-Type: text/csv",
        "Content-Transfer-Encoding: base64",
        "yes",
        "dmy",
        "take",
        "date",
        "pain",
        "2026-11-20",
        "20.11.2026",
        "7",
        "7,5",
        "what.0",
        "filename*=UTF-8''%00",
        "charset=utf-16",
    ],
    most: 32 << 10,
    made: nothing,
    judge: uploads,
};

/// One page of each kind, and each form that stands on one, filled in.
fn made() -> Vec<Vec<u8>> {
    static MADE: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
        let app = App::new();
        let mut routes = BTreeSet::new();
        let mut made = BTreeSet::new();
        for path in PATHS.iter().filter(|path| routes.insert(route(path))) {
            made.insert(format!("GET {path}\n"));
            made.extend(forms::filled(path, &app.answer(get(path), path).body));
        }
        made.into_iter().map(String::into_bytes).collect()
    });
    MADE.clone()
}

/// A request: its method and its address on the first line, with headers behind tabs, and the fields of a form below.
pub fn pages(bytes: &[u8]) -> Seen {
    asked(bytes, "application/x-www-form-urlencoded")
}

/// A request whose body is a form with files.
pub fn uploads(bytes: &[u8]) -> Seen {
    asked(bytes, &format!("multipart/form-data; boundary={BOUNDARY}"))
}

/// The largest page, in bytes.
const LARGEST: usize = 6 << 20;

/// Asks the app. It always answers, never with a fault of its own, and with the headers of every page; what was stored opens
/// on the page that it leads to, and on another.
fn asked(bytes: &[u8], content_type: &str) -> Seen {
    let Some(request) = request(bytes, content_type) else { return Seen::of("no request") };
    let path = request.uri().path().to_owned();
    let app = APP.take().unwrap_or_else(App::new);
    let position = app.stored();
    let answer = app.answer(request, &path);
    let seen = Seen::of(&format!("{} {} {}", answer.status.as_u16(), route(&path), said(&answer.body)));
    if answer.status == StatusCode::SEE_OTHER {
        assert!(answer.to.starts_with('/'), "{path} leads to our own pages, not to {:?}", answer.to);
        let _page = app.answer(get(&answer.to), &answer.to);
    }
    if app.stored() == position && !app.desk.changed() {
        APP.set(Some(app));
        return seen;
    }
    // Whatever was stored, a page can be made of it; the next input finds the diary as it was.
    let paths = &*PATHS;
    for turn in 0..3 {
        let path = &paths[usize::try_from(hash(bytes).rotate_left(turn * 20) >> 40).unwrap_or_default() % paths.len()];
        let _page = app.answer(get(path), path);
    }
    seen.and(Seen::of("stored"))
}

static PATHS: LazyLock<Vec<String>> = LazyLock::new(supple_web::paths);

thread_local!(static APP: RefCell<Option<App>> = const { RefCell::new(None) });

/// The first parts of an address, by which ways are told apart.
fn route(path: &str) -> String {
    path.split('/').take(3).map(|part| part.chars().filter(|c| !c.is_numeric()).take(12).collect::<String>()).collect()
}

/// What a page says of what is wrong with it: its alerts, without what was given.
fn said(body: &str) -> String {
    let alerts = body.split("role=\"alert\"").skip(1).take(4);
    let alerts = alerts.map(|rest| rest.chars().take(160).filter(|letter| letter.is_alphabetic()).collect::<String>());
    alerts.collect::<Vec<_>>().join(" ")
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

/// The request of an input, if it is one that could reach the app.
fn request(bytes: &[u8], content_type: &str) -> Option<Request<Body>> {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let body = bytes.get(end + 1..).unwrap_or_default();
    let mut parts = bytes[..end].split(|byte| *byte == b'\t');
    let mut head = parts.next()?.splitn(2, |byte| *byte == b' ');
    let method = Method::from_bytes(head.next()?).ok()?;
    let address = std::str::from_utf8(head.next()?).ok()?;
    // As a server parses it: a path that begins at the root.
    let uri: Uri = address.parse().ok().filter(|uri: &Uri| uri.path().starts_with('/') && uri.authority().is_none())?;
    let mut request = Request::builder().method(method).uri(uri).header(header::CONTENT_TYPE, content_type);
    for part in parts {
        let colon = part.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&part[..colon]).ok()?;
        request = request.header(name, HeaderValue::from_bytes(part[colon + 1..].trim_ascii()).ok()?);
    }
    request.body(Body::from(body.to_vec())).ok()
}

/// The app on a small diary.
struct App {
    runtime: Runtime,
    journal: Arc<Journal>,
    desk: Arc<InMemory>,
    router: Router,
}

struct Answer {
    status: StatusCode,
    to: String,
    body: String,
}

impl App {
    fn new() -> App {
        static LOG: LazyLock<Log> = LazyLock::new(|| {
            let kept =
                [include_str!("../../seeds/lines/days-trial.jsonl"), include_str!("../../seeds/lines/year.jsonl")];
            kept.iter().flat_map(|lines| Log::from_lines(lines).0.shared().collect::<Vec<_>>()).collect()
        });
        let runtime = Builder::new_current_thread().build().unwrap();
        let store = supple_store::open("sqlite::memory:").unwrap();
        let journal = Arc::new(Journal::new(store, Uuid::from_u128(9), Arc::new(Machine::default())));
        runtime.block_on(journal.take(&LOG)).expect("the diary is taken");
        let desk = Arc::new(InMemory::default());
        let router = supple_web::router(Arc::clone(&journal));
        let router = supple_web::with_printer(router, Arc::new(Blank));
        let router = supple_web::with_desk(router, Arc::clone(&desk) as Arc<dyn Desk>);
        App { runtime, journal, desk, router }
    }

    fn stored(&self) -> usize {
        self.runtime.block_on(self.journal.log()).expect("the diary is whole").len()
    }

    fn answer(&self, request: Request<Body>, path: &str) -> Answer {
        let sent = self.router.clone().oneshot(request);
        let (parts, bytes) = self.runtime.block_on(async {
            let (parts, body) = sent.await.expect("a router answers").into_parts();
            (parts, body.collect().await.expect("an answer comes as a whole").to_bytes())
        });
        let text =
            |name: &HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!parts.status.is_server_error(), "{path} answers {}: {}", parts.status, said(&body));
        assert!(!text(&header::CONTENT_SECURITY_POLICY).is_empty(), "{path} has the headers of every page");
        assert!(bytes.len() <= LARGEST, "{path} has {} bytes", bytes.len());
        if text(&header::CONTENT_TYPE).starts_with("text/html") && !body.is_empty() {
            assert!(body.contains("<title>") && body.trim_end().ends_with("</html>"), "{path} is a whole page");
        }
        let to = parts.headers.get(header::LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()).into_owned());
        Answer { status: parts.status, to: to.unwrap_or_default(), body }
    }
}

/// Prints nothing: how a sheet is set is no question of what comes from outside.
#[derive(Debug)]
struct Blank;

impl supple_web::Printer for Blank {
    fn print(&self, _: supple_report::print::Print) -> supple_web::Printing {
        Box::pin(async { Ok(b"%PDF-1.7".to_vec()) })
    }
}

/// What reaches out, in memory; nothing leaves.
#[derive(Debug, Default)]
struct InMemory {
    seen: Mutex<AtDesk>,
    acts: AtomicU64,
}

impl InMemory {
    fn changed(&self) -> bool {
        self.acts.load(Ordering::Relaxed) > 0
    }
}

impl Desk for InMemory {
    fn look(&self) -> Deed<AtDesk> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move { Ok(seen) })
    }

    fn act(&self, act: Act) -> Deed<()> {
        let number = self.acts.fetch_add(1, Ordering::Relaxed);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let done = apply(&mut seen.state, act, now(), &format!("{number:064}"));
        Box::pin(async move { done.map(drop).map_err(|refused| refused.to_string()) })
    }

    fn open_door(&self, kind: DoorKind, name: String) -> Deed<String> {
        let secret = "a-secret-of-a-door".to_owned();
        let opened = self.act(Act::OpenDoor(kind, name, secret.clone()));
        Box::pin(async move { opened.await.map(|()| secret) })
    }

    fn push_key(&self) -> Deed<String> {
        Box::pin(async { Ok("BPublicKey".to_owned()) })
    }
}
