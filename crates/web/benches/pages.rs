//! How long a page takes to render, through the whole router. Limits in release: 200 µs for the check, 300 µs for a
//! plan, 10 ms for a day of a diary of 100,000 entries, and 50 ms for what a year shows, the first time, and for what
//! 100,000 entries show, after the first time. While the store hangs, on any build: 200 ms for a page that must not wait
//! for it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use jiff::Timestamp;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use supple_diary::{Check, Draft, Kind, Log, Moment, Object, Plan, Tail, Words, testing};
use supple_insight::simulate::{person, settings};
use supple_journal::{Copies, Env, Host, Journal, Storage, Tasks, Work};
use supple_store::{Answer, Appended, Found, Record, Store};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use uuid::Uuid;

/// A machine whose clock stands still.
#[derive(Debug)]
struct Still(Timestamp);

impl Env for Still {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn zone(&self) -> String {
        "Europe/Berlin".to_owned()
    }

    fn random(&self) -> [u8; 10] {
        [0; 10]
    }
}

impl Copies for Still {}

impl Storage for Still {}

impl Tasks for Still {}

impl Host for Still {}

/// A diary of this many entries, in memory.
fn journal(entries: usize) -> Arc<Journal> {
    let store = supple_store::open("sqlite::memory:").unwrap_or_else(|error| panic!("{error}"));
    let journal = Journal::new(store, Uuid::from_u128(9), Arc::new(Still(testing::now(0))));
    let log: Log = testing::years(entries, 1).into_iter().collect();
    if let Err(error) = runtime().block_on(journal.take(&log)) {
        panic!("{error}");
    }
    Arc::new(journal)
}

/// A diary with a finished check and someone who has everything at hand: the longest plan.
fn planned() -> Arc<Journal> {
    let triage = supple_triage::embedded();
    let mut answers = supple_triage::Answers::none_yet(triage);
    answers.assume_no(triage);
    let situation =
        r#"{"mobility":"can-stand","alone":false,"at-hand":["ice","heat","wall","chair","phone","pillow","bath"]}"#;
    let words = |text: &str| Words::new(text).ok();
    let object = |json: &str| Object::new(json).ok();
    let said = || -> Option<[Kind; 2]> {
        let answers = object(&answers.to_json(triage))?;
        let check = Check { answers, urgency: words("self-care")?, rules: Vec::new() };
        let plan = Plan { situation: object(situation)?, urgency: words("self-care")?, steps: Vec::new() };
        Some([check.into(), plan.into()])
    };
    let journal = journal(0);
    for (place, kind) in said().into_iter().flatten().enumerate() {
        let moment = Moment::in_zone(testing::now(0), "Europe/Berlin").unwrap_or_else(|error| panic!("{error}"));
        let tail = &mut Tail::new(Uuid::from_u128(place as u128));
        let entry = tail.write(Draft::new(moment, kind), testing::now(0), [place as u8; 10], None);
        let log: Log = [entry.unwrap_or_else(|error| panic!("{error}"))].into_iter().collect();
        if let Err(error) = runtime().block_on(journal.take(&log)) {
            panic!("{error}");
        }
    }
    journal
}

/// A made-up person's year with 20 exposures and some 50 spasm days, on its last day.
fn a_year() -> Arc<Journal> {
    let setting = settings().into_iter().find(|setting| setting.name == "a year, 20 things, no trigger");
    let person =
        setting.and_then(|setting| person(&setting, 1, 1).ok()).unwrap_or_else(|| panic!("nobody was made up"));
    let store = supple_store::open("sqlite::memory:").unwrap_or_else(|error| panic!("{error}"));
    let journal = Journal::new(store, Uuid::from_u128(9), Arc::new(Still(person.now.timestamp())));
    if let Err(error) = runtime().block_on(journal.take(&person.log)) {
        panic!("{error}");
    }
    Arc::new(journal)
}

static YEAR: LazyLock<Arc<Journal>> = LazyLock::new(a_year);
static PLANNED: LazyLock<Arc<Journal>> = LazyLock::new(planned);
static EMPTY: LazyLock<Arc<Journal>> = LazyLock::new(|| journal(0));
static YEARS: LazyLock<Arc<Journal>> = LazyLock::new(|| journal(100_000));

fn main() {
    divan::main();
}

fn runtime() -> Runtime {
    match Builder::new_current_thread().build() {
        Ok(runtime) => runtime,
        Err(error) => panic!("no runtime: {error}"),
    }
}

fn bench(bencher: divan::Bencher<'_, '_>, request: impl Fn() -> Request<Body> + Sync) {
    on(&EMPTY, bencher, request);
}

fn on(journal: &Arc<Journal>, bencher: divan::Bencher<'_, '_>, request: impl Fn() -> Request<Body> + Sync) {
    let router = supple_web::router(Arc::clone(journal));
    asked(journal, bencher, || router.clone(), request);
}

/// On an app that was just started: what it keeps of a diary is made anew.
fn at_first(journal: &Arc<Journal>, bencher: divan::Bencher<'_, '_>, path: &'static str) {
    asked(journal, bencher, || supple_web::router(Arc::clone(journal)), || get(path));
}

fn asked(
    journal: &Arc<Journal>,
    bencher: divan::Bencher<'_, '_>,
    router: impl Fn() -> Router,
    request: impl Fn() -> Request<Body> + Sync,
) {
    let runtime = runtime();
    // The diary is folded once, when it is first looked at.
    if let Err(error) = runtime.block_on(journal.diary()) {
        panic!("{error}");
    }
    bencher.with_inputs(|| (router(), request())).bench_local_values(|(router, request)| {
        runtime.block_on(async {
            let Ok(response) = router.oneshot(request).await;
            assert!(response.status().is_success());
            to_bytes(response.into_body(), usize::MAX).await.map(|bytes| bytes.len()).unwrap_or_default()
        })
    });
}

fn get(path: &str) -> Request<Body> {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = path.parse().unwrap_or_default();
    request
}

fn post(form: &'static str) -> Request<Body> {
    let request = Request::post("/check").header("content-type", "application/x-www-form-urlencoded");
    request.body(Body::from(form)).unwrap_or_default()
}

// ---------------------------------------------------------------- while the store hangs

/// A store that never answers.
#[derive(Debug)]
struct Hanging;

impl Store for Hanging {
    fn append(&self, _: Vec<Record>) -> Answer<'_, Appended> {
        Box::pin(std::future::pending())
    }

    fn append_to(&self, _: [u8; 16], _: Vec<Record>) -> Answer<'_, Appended> {
        Box::pin(std::future::pending())
    }

    fn identity(&self, _: [u8; 16]) -> Answer<'_, [u8; 16]> {
        Box::pin(std::future::pending())
    }

    fn adopt(&self, _: [u8; 16]) -> Answer<'_, ()> {
        Box::pin(std::future::pending())
    }

    fn look(&self, _: u64) -> Answer<'_, Found> {
        Box::pin(std::future::pending())
    }

    fn position(&self) -> Answer<'_, u64> {
        Box::pin(std::future::pending())
    }

    fn rewrite(&self, _: u64, _: Vec<Record>) -> Answer<'_, bool> {
        Box::pin(std::future::pending())
    }

    fn erase(&self) -> Answer<'_, ()> {
        Box::pin(std::future::pending())
    }

    fn describe(&self) -> String {
        "nowhere".to_owned()
    }
}

/// A machine whose clock stands still, but for those who wait.
#[derive(Debug)]
struct Waiting(Still);

impl Env for Waiting {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn zone(&self) -> String {
        self.0.zone()
    }

    fn random(&self) -> [u8; 10] {
        self.0.random()
    }
}

impl Copies for Waiting {}

impl Storage for Waiting {}

impl Tasks for Waiting {
    fn pause(&self, length: Duration) -> Work {
        Box::pin(async move { tokio::time::sleep(length).await })
    }

    fn go_on(&self, work: Work) {
        drop(tokio::spawn(work));
    }
}

impl Host for Waiting {}

/// The first answer of a store that hangs, to someone who asks for a page while another page waits for as long as it takes.
/// Later ones come at once.
fn hanging(bencher: divan::Bencher<'_, '_>, request: impl Fn() -> Request<Body> + Sync) {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap_or_else(|error| panic!("{error}"));
    bencher.bench_local(|| {
        let machine = Arc::new(Waiting(Still(testing::now(0))));
        let router = supple_web::router(Arc::new(Journal::new(Box::new(Hanging), Uuid::from_u128(9), machine)));
        runtime.block_on(async {
            drop(tokio::spawn(router.clone().oneshot(get("/diary"))));
            tokio::task::yield_now().await;
            let Ok(response) = router.oneshot(request()).await;
            to_bytes(response.into_body(), usize::MAX).await.map(|bytes| bytes.len()).unwrap_or_default()
        })
    });
}

#[divan::bench(sample_count = 10)]
fn the_start_while_the_store_hangs(bencher: divan::Bencher<'_, '_>) {
    hanging(bencher, || get("/"));
}

#[divan::bench(sample_count = 10)]
fn the_floor_while_the_store_hangs(bencher: divan::Bencher<'_, '_>) {
    hanging(bencher, || get("/floor"));
}

#[divan::bench(sample_count = 10)]
fn the_verdict_while_the_store_hangs(bencher: divan::Bencher<'_, '_>) {
    hanging(bencher, || post("saddle-numbness=yes&rest=no"));
}

// ---------------------------------------------------------------- on a store that answers

#[divan::bench]
fn the_first_screen(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, || get("/check"));
}

#[divan::bench]
fn the_second_screen(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, || post("rest=no"));
}

#[divan::bench]
fn an_emergency(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, || post("saddle-numbness=yes&rest=no"));
}

#[divan::bench]
fn the_longest_page_of_the_guide(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, || get("/guide/warning-signs"));
}

#[divan::bench]
fn the_longest_plan(bencher: divan::Bencher<'_, '_>) {
    on(&PLANNED, bencher, || get("/now"));
}

#[divan::bench]
fn a_day_of_a_hundred_thousand_entries(bencher: divan::Bencher<'_, '_>) {
    on(&YEARS, bencher, || get("/diary/day/2026-11-20"));
}

#[divan::bench]
fn the_timeline_of_a_hundred_thousand_entries(bencher: divan::Bencher<'_, '_>) {
    on(&YEARS, bencher, || get("/diary"));
}

#[divan::bench]
fn a_year_of_pain_of_a_hundred_thousand_entries(bencher: divan::Bencher<'_, '_>) {
    on(&YEARS, bencher, || get("/diary/pain?days=365"));
}

#[divan::bench]
fn the_start_on_a_hundred_thousand_entries(bencher: divan::Bencher<'_, '_>) {
    on(&YEARS, bencher, || get("/"));
}

#[divan::bench]
fn what_a_year_shows_at_first(bencher: divan::Bencher<'_, '_>) {
    at_first(&YEAR, bencher, "/insight");
}

#[divan::bench]
fn how_often_in_a_year_at_first(bencher: divan::Bencher<'_, '_>) {
    at_first(&YEAR, bencher, "/insight/often");
}

#[divan::bench(sample_count = 10)]
fn what_a_hundred_thousand_entries_show_at_first(bencher: divan::Bencher<'_, '_>) {
    at_first(&YEARS, bencher, "/insight");
}

#[divan::bench]
fn what_a_hundred_thousand_entries_show_again(bencher: divan::Bencher<'_, '_>) {
    on(&YEARS, bencher, || get("/insight"));
}
