//! A browser without a screen, and an app with a diary of its own and a clock that tests set.
#![allow(dead_code, unreachable_pub, missing_docs)]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::Timestamp;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use supple_diary::{Diary, Log};
use supple_journal::{Backups, Copies, Env, Host, Journal, Storage, StorageStatus, Tasks, Work};
use supple_store::Store;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use uuid::Uuid;

/// Sunday 22 November 2026, 21:12 in Berlin.
pub const NOW: &str = "2026-11-22T20:12:00Z";

/// A machine that is what a test says.
#[derive(Debug)]
pub struct Clock {
    now: AtomicI64,
    zone: Mutex<String>,
    dice: AtomicU64,
    backups: Mutex<Backups>,
    keeping: Mutex<StorageStatus>,
    impatient: AtomicBool,
}

impl Env for Clock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.now.load(Ordering::Relaxed)).unwrap()
    }

    fn zone(&self) -> String {
        self.zone.lock().unwrap().clone()
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.dice.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        bytes
    }
}

impl Copies for Clock {
    fn backups(&self) -> Backups {
        *self.backups.lock().unwrap()
    }

    fn note_backup(&self, at: Timestamp) {
        *self.backups.lock().unwrap() = Backups::Last(at);
    }
}

impl Storage for Clock {
    fn keeping(&self) -> StorageStatus {
        self.keeping.lock().unwrap().clone()
    }

    fn begin_anew(&self) {
        if let StorageStatus::Browser { lost, .. } = &mut *self.keeping.lock().unwrap() {
            *lost = None;
        }
    }

    fn forget(&self) -> Result<(), String> {
        *self.backups.lock().unwrap() = Backups::Never;
        self.begin_anew();
        Ok(())
    }
}

impl Tasks for Clock {
    fn linger(&self) -> Work {
        Box::pin(tokio::task::yield_now())
    }

    fn pause(&self, length: Duration) -> Work {
        if self.impatient.load(Ordering::Relaxed) {
            Box::pin(async move { tokio::time::sleep(length).await })
        } else {
            // However busy the machine of the test is, nothing is given up.
            Box::pin(std::future::pending())
        }
    }

    fn go_on(&self, work: Work) {
        tokio::spawn(work);
    }
}

impl Host for Clock {}

/// Makes PDFs as the server does.
#[derive(Debug)]
struct Library;

impl supple_web::Printer for Library {
    fn print(&self, print: supple_report::print::Print) -> supple_web::Printing {
        let failed = |error: supple_paper::PaperError| supple_web::NotPrinted::Failed(error.to_string());
        let printed = supple_paper::pdf(&print).map(|printed| printed.bytes).map_err(failed);
        Box::pin(async move { printed })
    }
}

/// The app, as a browser meets it.
pub struct App {
    /// Made for the first request: whoever asks the diary alone needs none.
    router: OnceLock<Router>,
    pub journal: Arc<Journal>,
    clock: Arc<Clock>,
}

impl App {
    /// An app with an empty diary, in Berlin.
    pub fn new() -> App {
        App::on(supple_store::open("sqlite::memory:").unwrap())
    }

    pub fn on(store: Box<dyn Store>) -> App {
        let now = NOW.parse::<Timestamp>().unwrap().as_second();
        let clock = Arc::new(Clock {
            now: now.into(),
            zone: Mutex::new("Europe/Berlin".to_owned()),
            dice: AtomicU64::new(0),
            backups: Mutex::new(Backups::NotKept),
            keeping: Mutex::new(StorageStatus::default()),
            impatient: AtomicBool::new(false),
        });
        let machine: Arc<dyn Host> = Arc::clone(&clock) as Arc<dyn Host>;
        let journal = Arc::new(Journal::new(store, Uuid::from_u128(9), machine));
        App { router: OnceLock::new(), journal, clock }
    }

    /// With someone else who makes PDFs.
    pub fn with_printer(self, printer: Arc<dyn supple_web::Printer>) -> App {
        let router = supple_web::with_printer(supple_web::router(Arc::clone(&self.journal)), printer);
        App { router: router.into(), ..self }
    }

    /// With someone who reaches out.
    pub fn with_desk(self, desk: Arc<dyn supple_web::desk::Desk>) -> App {
        let router = supple_web::with_desk(self.router().clone(), desk);
        App { router: router.into(), ..self }
    }

    fn router(&self) -> &Router {
        let plain = || supple_web::router(Arc::clone(&self.journal));
        self.router.get_or_init(|| supple_web::with_printer(plain(), Arc::new(Library)))
    }

    /// As [`App::on`], where pages give up on a store in time.
    pub fn impatient(store: Box<dyn Store>) -> App {
        let app = App::on(store);
        app.clock.impatient.store(true, Ordering::Relaxed);
        app
    }

    /// Sets the clock.
    pub fn at(&self, now: &str) {
        self.clock.now.store(now.parse::<Timestamp>().unwrap().as_second(), Ordering::Relaxed);
    }

    /// Sets the clock on.
    pub fn later(&self, seconds: i64) {
        self.clock.now.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Says what is known of backups.
    pub fn backed_up(&self, backups: Backups) {
        *self.clock.backups.lock().unwrap() = backups;
    }

    /// Says what is known of backups now.
    pub fn backups(&self) -> Backups {
        *self.clock.backups.lock().unwrap()
    }

    /// Says where the diary is kept.
    pub fn kept(&self, keeping: StorageStatus) {
        *self.clock.keeping.lock().unwrap() = keeping;
    }

    /// Takes the machine to another zone.
    pub fn travel(&self, zone: &str) {
        *self.clock.zone.lock().unwrap() = zone.to_owned();
    }

    pub async fn send(&self, request: Request<Body>) -> Page {
        let response = self.router().clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Page {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body.to_vec(),
        }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form, from a page of its own unless it says from which.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        let token = self.journal.token().to_string();
        let has_one = ["/spasm", "/log/", "/medicine/taken"].iter().any(|below| path.starts_with(below));
        let tap = (has_one && !form.iter().any(|(name, _)| *name == "tap")).then_some(("tap", token.as_str()));
        self.post_plain(path, &[form, tap.as_slice()].concat()).await
    }

    /// Sends a form as it is.
    pub async fn post_plain(&self, path: &str, form: &[(&str, &str)]) -> Page {
        let body = form.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        self.post_raw(path, body.collect::<Vec<_>>().join("&").into_bytes()).await
    }

    pub async fn post_raw(&self, path: &str, body: Vec<u8>) -> Page {
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a form that is taken, and opens the page that it leads to.
    pub async fn store(&self, path: &str, form: &[(&str, &str)]) -> (String, Page) {
        let page = self.post(path, form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path} {form:?}: {}", page.text());
        let to = page.header("location").to_owned();
        let page = self.get(&to).await;
        assert_eq!(page.status, StatusCode::OK, "{to}");
        (to, page)
    }

    pub async fn diary(&self) -> Arc<Diary> {
        self.journal.diary().await.unwrap()
    }

    pub async fn log(&self) -> Log {
        self.journal.log().await.unwrap()
    }

    /// How many entries were ever written.
    pub async fn count(&self) -> usize {
        self.log().await.iter().count()
    }
}

pub fn runtime() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A page as it came.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The body as it came, also where it is no text.
    pub bytes: Vec<u8>,
}

impl Page {
    /// The values of an attribute of all elements with this name.
    pub fn attributes(&self, element: &str, attribute: &str) -> Vec<String> {
        let opening = format!("<{element} ");
        let tags = self.body.split(&opening).skip(1).filter_map(|rest| rest.split('>').next());
        tags.filter_map(|tag| value_of(tag, attribute)).collect()
    }

    pub fn hidden(&self, name: &str) -> Option<String> {
        let tags = self.body.split("<input type=\"hidden\"").skip(1).filter_map(|rest| rest.split('>').next());
        tags.filter(|tag| value_of(tag, "name").as_deref() == Some(name)).find_map(|tag| value_of(tag, "value"))
    }

    /// The radio buttons: name, value, and whether it is checked.
    pub fn radios(&self) -> Vec<(String, String, bool)> {
        let tags = self.body.split("<input type=\"radio\"").skip(1).filter_map(|rest| rest.split('>').next());
        tags.map(|tag| (value_of(tag, "name").unwrap(), value_of(tag, "value").unwrap(), tag.ends_with(" checked")))
            .collect()
    }

    pub fn checked(&self, name: &str) -> Option<String> {
        self.radios().into_iter().find(|(radio, _, checked)| radio == name && *checked).map(|(_, value, _)| value)
    }

    pub fn asks(&self, name: &str) -> bool {
        self.radios().iter().any(|(radio, _, _)| radio == name)
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        for part in self.body.split('<').skip(1) {
            text.push_str(part.split_once('>').map_or("", |(_, text)| text));
        }
        unescaped(&text)
    }

    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    pub fn title(&self) -> String {
        unescaped(self.body.split("<title>").nth(1).unwrap().split("</title>").next().unwrap())
    }

    /// The urgency of the verdict on this page, if it is one.
    pub fn verdict(&self) -> Option<String> {
        let block = self.body.split("class=\"card verdict\"").nth(1)?;
        value_of(block.split('>').next()?, "data-urgency")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub fn value_of(tag: &str, attribute: &str) -> Option<String> {
    let quoted = tag.split(&format!("{attribute}=\"")).nth(1)?;
    quoted.split('"').next().map(unescaped)
}

pub fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
