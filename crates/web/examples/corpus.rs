//! `cargo run --package supple-web --example corpus -- FILE`: what the pages say, for the browser to say the same.
//!
//! For each of 50 random diaries it goes through the app as a person might who taps everything: every address that has
//! one, every link on the way, and every form as it stands with its blanks filled in. Each answer is written down as the
//! hash of its status, headers and body; the PDFs of some diaries are among them. `tests/browser/parity.test.js` asks the same of the app as WebAssembly.
//!
//! With `--show DIARY REQUEST` it prints one answer in full, to compare where the two differ.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a tool of the tests")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use jiff::Timestamp;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use supple_diary::{Entry, Log, testing};
use supple_journal::{Backups, Copies, Env, Host, Journal, Link, Storage, StorageStatus, Tasks};
use supple_report::print::Print;
use supple_web::{NotPrinted, Printer, Printing};
use tower::ServiceExt;
use uuid::Uuid;

/// How many diaries.
const DIARIES: u64 = 50;

/// The first diaries of which PDFs are made, too: that takes a while.
const PRINTED: u64 = 3;

/// The most pages that are opened of one diary, besides those that every diary has.
const PAGES: usize = 250;

/// What every request says of its sender.
const LANGUAGES: &str = "de-DE,en";

/// The device that writes: `tests/browser/parity.test.js` has the same.
const DEVICE: Uuid = Uuid::from_u128(9);

/// A browser as it looks to the app, with a clock that stands still and chance that counts.
#[derive(Debug)]
struct Still {
    now: Timestamp,
    dice: AtomicU64,
}

impl Env for Still {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn zone(&self) -> String {
        "Europe/Berlin".to_owned()
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.dice.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        bytes
    }
}

impl Copies for Still {
    fn backups(&self) -> Backups {
        Backups::Never
    }
}

impl Storage for Still {
    fn keeping(&self) -> StorageStatus {
        StorageStatus::Browser { persisted: Some(true), used: Some(123_456), quota: Some(9_876_543_210), lost: None }
    }
}

impl Tasks for Still {}

impl Host for Still {
    fn link(&self) -> Option<Link> {
        Some(Link::default())
    }
}

/// What makes PDFs, where there is one.
#[derive(Debug)]
struct Paper(bool);

impl Printer for Paper {
    fn print(&self, print: Print) -> Printing {
        let made = || supple_paper::pdf(&print).map(|pdf| pdf.bytes);
        let made = self.0.then(made).ok_or(NotPrinted::NotHere);
        let made = made.and_then(|made| made.map_err(|error| NotPrinted::Failed(error.to_string())));
        Box::pin(async move { made })
    }
}

/// An answer as it came.
struct Answer {
    status: StatusCode,
    location: Option<String>,
    body: Vec<u8>,
}

/// Someone who goes through the app and writes down what they asked and what they got.
struct Walk {
    router: Router,
    requests: Vec<Value>,
    show: Option<usize>,
}

impl Walk {
    async fn ask(&mut self, method: &str, target: &str, body: &str) -> Answer {
        let request = Request::builder().method(method).uri(target).header("accept-language", LANGUAGES);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let response = self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let (parts, content) = response.into_parts();
        let content = to_bytes(content, usize::MAX).await.unwrap().to_vec();
        let mut hash = Sha256::new();
        hash.update(parts.status.as_u16().to_string());
        for (name, value) in &parts.headers {
            hash.update(format!("\n{name}: {}", value.to_str().unwrap()));
        }
        hash.update("\n\n");
        hash.update(&content);
        let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        if self.show == Some(self.requests.len()) {
            println!("{} {:?}\n{}", parts.status, parts.headers, String::from_utf8_lossy(&content));
        }
        self.requests.push(json!([method, target, body, parts.status.as_u16(), hash]));
        let location = parts.headers.get("location").map(|value| value.to_str().unwrap().to_owned());
        Answer { status: parts.status, location, body: content }
    }

    /// Every address, then every form.
    async fn everything(&mut self) {
        let own: BTreeSet<String> = supple_web::paths().into_iter().collect();
        let mut waiting: VecDeque<String> = own.iter().cloned().collect();
        let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
        let mut forms = Vec::new();
        let mut left = PAGES;
        while let Some(address) = waiting.pop_front() {
            if !own.contains(&address) {
                if left == 0 {
                    continue;
                }
                left -= 1;
            }
            let answer = self.ask("GET", &address, "").await;
            let page = String::from_utf8_lossy(&answer.body).into_owned();
            forms.extend(forms_of(&page));
            let links = attributes(&page, "href").chain(attributes(&page, "src")).chain(answer.location.clone());
            for link in links.filter(|link| link.starts_with('/')) {
                let link = link.split('#').next().unwrap_or_default().to_owned();
                if known.insert(link.clone()) {
                    waiting.push_back(link);
                }
            }
        }
        let mut sent = BTreeSet::new();
        for (action, body) in forms {
            // Erasing comes last of all, and a sealed copy differs each time.
            if action.ends_with("/erase") || action.ends_with("/copy") || !sent.insert(shape(&action, &body)) {
                continue;
            }
            let answer = self.ask("POST", &action, &body).await;
            if let Some(to) = answer.location.filter(|_| answer.status == StatusCode::SEE_OTHER) {
                self.ask("GET", &to, "").await;
            }
        }
    }
}

/// Forms that differ in ids only are one.
fn shape(action: &str, body: &str) -> String {
    let plain =
        |text: &str| text.chars().filter(|letter| !letter.is_ascii_hexdigit() && *letter != '-').collect::<String>();
    format!("{} {}", plain(action), plain(body))
}

/// The forms of a page that are sent by POST: where they go, and what they send when their blanks are filled in. A form
/// with several buttons counts for each.
fn forms_of(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for form in page.split("<form ").skip(1) {
        let (tag, rest) = form.split_once('>').unwrap_or_default();
        let inside = rest.split("</form>").next().unwrap_or_default();
        if attribute(tag, "method").as_deref() != Some("post") || tag.contains("multipart") {
            continue;
        }
        let Some(action) = attribute(tag, "action") else { continue };
        let mut fields = Vec::new();
        let mut radios = BTreeSet::new();
        for tag in inside.split('<').filter_map(|tag| tag.split('>').next()) {
            let Some(name) = attribute(tag, "name") else { continue };
            let value = attribute(tag, "value").unwrap_or_default();
            let kind = attribute(tag, "type").unwrap_or_default();
            match (tag.split(' ').next().unwrap_or_default(), kind.as_str()) {
                ("input", "radio") if radios.insert(name.clone()) => fields.push((name, value)),
                ("input", "number" | "text" | "") if value.is_empty() => fields.push((name, "7".to_owned())),
                ("textarea", _) => fields.push((name, "Größe & Gewicht".to_owned())),
                ("input", "radio" | "file" | "submit") | ("button", _) => {}
                ("input", _) => fields.push((name, value)),
                _ => {}
            }
        }
        let buttons = inside.split("<button").skip(1).filter_map(|tag| {
            let tag = tag.split('>').next()?;
            Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))
        });
        let buttons: Vec<_> = buttons.map(Some).collect();
        for button in if buttons.is_empty() { vec![None] } else { buttons } {
            let all = fields.iter().cloned().chain(button);
            let body: Vec<String> =
                all.map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value))).collect();
            found.push((action.clone(), body.join("&")));
        }
    }
    found
}

fn attributes<'a>(page: &'a str, name: &str) -> impl Iterator<Item = String> + 'a {
    let opening = format!(" {name}=\"");
    let parts: Vec<&str> = page.split(opening.as_str()).skip(1).collect();
    parts.into_iter().filter_map(|rest| rest.split('"').next()).map(unescaped)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!("{name}=\"")).nth(1)?;
    value.split('"').next().map(unescaped)
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The diary of this number: none, then shorter and longer ones.
fn diary(number: u64) -> Vec<Entry> {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    match number {
        0 => Vec::new(),
        1 => testing::years(400, number),
        _ => testing::diaries(10 + number as usize).new_tree(&mut runner).unwrap().current(),
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let shown = match &args[..] {
        [flag, diary, request] if flag == "--show" => {
            Some((diary.parse::<u64>().unwrap(), request.parse::<usize>().unwrap()))
        }
        _ => None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut corpus = Vec::new();
    for number in (0..DIARIES).filter(|number| shown.is_none_or(|(diary, _)| diary == *number)) {
        let entries = diary(number);
        let now = testing::now(86_400_000);
        let machine = Arc::new(Still { now, dice: AtomicU64::new(0) });
        let log: Log = entries.iter().cloned().collect();
        let store = supple_store::open("sqlite::memory:").unwrap();
        let journal = Arc::new(Journal::new(store, DEVICE, machine));
        let mut walk = Walk {
            router: supple_web::with_printer(
                supple_web::router(Arc::clone(&journal)),
                Arc::new(Paper(number < PRINTED)),
            ),
            requests: Vec::new(),
            show: shown.map(|(_, request)| request),
        };
        runtime.block_on(async {
            journal.take(&log).await.unwrap();
            walk.everything().await;
        });
        let records: Vec<Value> =
            log.iter().map(|entry| json!([entry.id(), entry.device(), entry.sequence(), entry.line()])).collect();
        corpus.push(json!({"now": now.as_millisecond(), "prints": number < PRINTED, "records": records, "requests": walk.requests}));
    }
    if shown.is_none() {
        let file = args.first().expect("say which file to write");
        let languages = LANGUAGES;
        let text = json!({"device": DEVICE, "languages": languages, "diaries": corpus}).to_string();
        std::fs::write(file, text).unwrap();
    }
}
