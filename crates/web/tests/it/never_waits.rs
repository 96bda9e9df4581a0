//! The check, the guide, the floor and the number to call never wait for a store: one that hangs, refuses, loses its
//! answers, is locked, frozen, gone, full or read-only.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page};
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use supple_diary::{Check, Kind, Plan, verify};
use supple_store::testing::Cluster;
use supple_store::{Answer, Appended, Cause, Found, Record, Store, StoreError, open};

/// Rooms of the diary: a page in one of them may wait, and says in the end that the diary does not answer. Every other page
/// is there at once, so a new one is, too, unless it is named here.
const MAY_WAIT: [&str; 18] = [
    "/diary",
    "/log",
    "/check-in",
    "/profile",
    "/spasm",
    "/keep",
    "/insight",
    "/medicine",
    "/activity",
    "/exercise",
    "/devices",
    "/channels",
    "/reminders",
    "/doctor/report",
    "/doctor/proof",
    "/doctor/link",
    "/doctor/letter",
    "/doctor/questionnaire",
];

fn may_wait(path: &str) -> bool {
    // Whom the exercises are for is asked elsewhere: the list of all shows nothing of a diary.
    let is_below = |path: &str| {
        MAY_WAIT.iter().any(|room| path == *room || path.strip_prefix(room).is_some_and(|rest| rest.starts_with('/')))
    };
    is_below(path) && path != "/exercise/all"
}

const NOT_STORED: &str = "This could not be stored.";
const NOT_READ: &str = "Your diary cannot be read now.";

/// How long a page takes at most that must not wait, on a clock that only waiting moves.
const AT_ONCE: Duration = Duration::from_millis(200);

/// The same on a busy machine.
const SOON: Duration = Duration::from_secs(2);

/// How long a test waits for what comes by itself.
const BUSY: Duration = Duration::from_secs(30);

// ---------------------------------------------------------------- a store that a test can stop

/// How a store behaves.
#[derive(Clone, Debug, Default)]
enum Mood {
    #[default]
    Well,
    /// It answers nothing.
    Hangs,
    /// It refuses everything.
    Refuses(StoreError),
    /// It refuses to write.
    TakesNothing(StoreError),
    /// It does what it was asked to, and its answer is lost.
    LosesItsAnswer,
}

#[derive(Debug)]
struct Moody {
    store: Box<dyn Store>,
    mood: tokio::sync::watch::Receiver<Mood>,
    asked: Arc<AtomicUsize>,
}

/// The strings of a store.
struct Strings {
    mood: tokio::sync::watch::Sender<Mood>,
    asked: Arc<AtomicUsize>,
}

impl Strings {
    fn set(&self, mood: Mood) {
        self.mood.send_replace(mood);
    }
}

fn moody(mood: Mood) -> (App, Strings) {
    let (sender, receiver) = tokio::sync::watch::channel(mood);
    let asked = Arc::new(AtomicUsize::new(0));
    let store = open("sqlite::memory:").unwrap();
    let moody = Moody { store, mood: receiver, asked: Arc::clone(&asked) };
    (App::impatient(Box::new(moody)), Strings { mood: sender, asked })
}

impl Moody {
    fn answer<'a, T: Send + 'a>(
        &'a self,
        writes: bool,
        work: impl FnOnce() -> Answer<'a, T> + Send + 'a,
    ) -> Answer<'a, T> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            let mut mood = self.mood.clone();
            // Whoever is stopped goes on when the store is well again.
            let mood = mood.wait_for(|mood| !matches!(mood, Mood::Hangs)).await.unwrap().clone();
            match mood {
                Mood::Refuses(error) => Err(error),
                Mood::TakesNothing(error) if writes => Err(error),
                Mood::LosesItsAnswer if writes => {
                    work().await?;
                    Err(StoreError::Unreachable { place: "the server".to_owned(), why: "it is gone".to_owned() })
                }
                _ => work().await,
            }
        })
    }
}

impl Store for Moody {
    fn append(&self, records: Vec<Record>) -> Answer<'_, Appended> {
        self.answer(true, move || self.store.append(records))
    }

    fn append_to(&self, diary: [u8; 16], records: Vec<Record>) -> Answer<'_, Appended> {
        self.answer(true, move || self.store.append_to(diary, records))
    }

    fn identity(&self, fresh: [u8; 16]) -> Answer<'_, [u8; 16]> {
        self.answer(true, move || self.store.identity(fresh))
    }

    fn adopt(&self, identity: [u8; 16]) -> Answer<'_, ()> {
        self.answer(true, move || self.store.adopt(identity))
    }

    fn look(&self, after: u64) -> Answer<'_, Found> {
        self.answer(false, move || self.store.look(after))
    }

    fn position(&self) -> Answer<'_, u64> {
        self.answer(false, || self.store.position())
    }

    fn rewrite(&self, last: u64, records: Vec<Record>) -> Answer<'_, bool> {
        self.answer(true, move || self.store.rewrite(last, records))
    }

    fn erase(&self) -> Answer<'_, ()> {
        self.answer(true, || self.store.erase())
    }

    fn describe(&self) -> String {
        "the store of a test".to_owned()
    }
}

fn troubles() -> Vec<Mood> {
    let place = || "/data/diary.db".to_owned();
    let errors = [
        StoreError::Full { place: place() },
        StoreError::Busy { place: place() },
        StoreError::Damaged { place: place(), why: "a hole".to_owned() },
        StoreError::Unreachable { place: place(), why: "it is gone".to_owned() },
        StoreError::Cannot { place: place(), why: "it may only be read".to_owned(), cause: Cause::ReadOnly },
        StoreError::Stopped,
    ];
    let refusing = errors.into_iter().flat_map(|error| [Mood::Refuses(error.clone()), Mood::TakesNothing(error)]);
    refusing.chain([Mood::Hangs]).collect()
}

// ---------------------------------------------------------------- what a person does

/// The heading of a page of the floor.
fn heading(page: &Page) -> &str {
    page.body.split("<h1 id=\"what\">").nth(1).expect(&page.body).split("</h1>").next().unwrap()
}

async fn say(app: &App, page: &Page, say: &str) -> Page {
    app.store("/floor", &[("seen", &page.hidden("seen").unwrap()), ("say", say)]).await.1
}

/// The headings on the whole way up.
async fn way_up(app: &App, mut each: impl FnMut(&Page)) -> Vec<String> {
    let (_, mut page) = app.store("/floor", &[("alone", "yes")]).await;
    let mut way = vec![heading(&page).to_owned()];
    while page.hidden("seen").is_some() {
        each(&page);
        page = say(app, &page, "done").await;
        way.push(heading(&page).to_owned());
    }
    each(&page);
    way
}

/// The check to its end, for someone with one sign of an emergency.
async fn check(app: &App) -> Page {
    app.post("/check", &[("saddle-numbness", "yes"), ("rest", "no")]).await
}

/// All that must be there at once, in the trouble that there is.
async fn everything_answers(app: &App, within: Duration) {
    let begun = |page: &str, began: Instant| {
        let took = began.elapsed();
        assert!(took < within, "{page}: {took:?}");
    };
    for path in ["/", "/check", "/guide", "/guide/relief", "/floor", "/country", "/now"] {
        let began = Instant::now();
        let page = app.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains("href=\"tel:"), "{path}");
        begun(path, began);
    }
    let began = Instant::now();
    let verdict = check(app).await;
    begun("POST /check", began);
    assert_eq!(verdict.verdict().as_deref(), Some("emergency"));
    assert!(verdict.says(NOT_STORED) && verdict.says("Call 999 now"), "{}", verdict.text());
    assert!(!app.get("/").await.says("It is stored."), "nothing is promised that is known to fail");
    let began = Instant::now();
    let (_, page) = app.store("/floor", &[("alone", "yes")]).await;
    begun("POST /floor and the page that follows", began);
    let first = heading(&page).to_owned();
    let page = say(app, &page, "done").await;
    assert!(heading(&page) != first && page.says(NOT_STORED), "{}", page.text());
    let began = Instant::now();
    let (_, page) = app.store("/country", &[("country", "JP"), ("to", "/guide")]).await;
    begun("POST /country and the page that follows", began);
    assert!(page.body.contains("tel:119") && page.says(NOT_STORED), "{}", page.text());
    let began = Instant::now();
    let (_, page) = app.store("/now", &[("mobility", "can-stand")]).await;
    begun("POST /now and the page that follows", began);
    assert!(page.says("I can stand") && page.says(NOT_STORED), "{}", page.text());
}

// ---------------------------------------------------------------- any page, any trouble

#[tokio::test(start_paused = true)]
async fn every_page_answers_while_the_store_hangs_and_those_that_need_no_diary_at_once() {
    for path in supple_web::paths() {
        let (app, _strings) = moody(Mood::Hangs);
        let began = tokio::time::Instant::now();
        let page = app.get(&path).await;
        let took = began.elapsed();
        assert!(page.body.contains("href=\"tel:"), "{path}");
        if may_wait(&path) {
            assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert!(
                page.says("the store of a test does not answer") || page.says("The store of a test does not answer"),
                "{path}"
            );
        } else {
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(took <= AT_ONCE, "{path}: {took:?}");
            assert!(page.says(NOT_READ), "{path}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn everything_is_said_to_the_end_whatever_the_store_refuses() {
    let well = way_up(&App::new(), |_| {}).await;
    assert!(well.len() > 5, "{well:?}");
    for trouble in troubles() {
        let (app, strings) = moody(trouble.clone());
        let began = tokio::time::Instant::now();
        let way = way_up(&app, |page| assert!(page.says(NOT_STORED), "{trouble:?}: {}", page.text())).await;
        assert_eq!(way, well, "{trouble:?}");
        let (_, plan) = app.store("/now", &[("mobility", "can-stand")]).await;
        assert!(plan.says("I can stand") && plan.says(NOT_STORED), "{trouble:?}");
        let verdict = check(&app).await;
        assert_eq!(verdict.verdict().as_deref(), Some("emergency"), "{trouble:?}");
        assert!(verdict.says(NOT_STORED) && !verdict.body.contains("/diary/entry/"), "{trouble:?}");
        // It counts at once, though it is nowhere but in memory.
        let start = app.get("/").await;
        assert!(start.says("Your check said: call 112 now") && !start.body.contains("/diary/entry/"), "{trouble:?}");
        let (_, guide) = app.store("/country", &[("country", "JP"), ("to", "/guide")]).await;
        assert!(guide.body.contains("tel:119") && guide.says(NOT_STORED), "{trouble:?}");
        assert!(began.elapsed() <= AT_ONCE * 2, "{trouble:?}: whoever is known to hang is asked no more");
        drop(strings);
    }
}

#[tokio::test]
async fn what_could_not_be_stored_is_stored_once_when_the_store_answers_again() {
    for trouble in troubles().into_iter().chain([Mood::LosesItsAnswer]) {
        let (app, strings) = moody(Mood::Well);
        app.store("/country", &[("country", "GB")]).await;
        strings.set(trouble.clone());
        let steps = way_up(&app, |_| {}).await.len();
        check(&app).await;
        check(&app).await;
        strings.set(Mood::Well);
        while app.get("/floor").await.says(NOT_STORED) {
            tokio::task::yield_now().await;
        }
        let log = app.log().await;
        assert_eq!(log.len(), 1 + steps + 1, "{trouble:?}");
        assert_eq!(verify(log.iter()), Vec::new(), "{trouble:?}: one unbroken chain");
        let diary = app.diary().await;
        assert_eq!(diary.all::<Check>().count(), 1, "{trouble:?}");
        assert_eq!(diary.all::<Plan>().count(), 1, "{trouble:?}");
        assert!(!app.get("/").await.says(NOT_STORED) && !app.get("/").await.says(NOT_READ));
        assert_eq!(app.log().await.len(), log.len());
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_store_refused_is_stored_by_itself_though_nobody_looks_again() {
    for trouble in troubles() {
        let (app, strings) = moody(Mood::Well);
        app.store("/country", &[("country", "GB")]).await;
        strings.set(trouble.clone());
        check(&app).await;
        let waits = || !app.journal.known().waiting.is_empty();
        tokio::time::sleep(Duration::from_secs(20)).await;
        assert!(waits(), "{trouble:?}");
        strings.set(Mood::Well);
        let began = Instant::now();
        while waits() && began.elapsed() < BUSY {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        assert!(!waits(), "{trouble:?}");
        // One question may be on its way still.
        tokio::time::sleep(Duration::from_secs(600)).await;
        let asked = strings.asked.load(Ordering::Relaxed);
        tokio::time::sleep(Duration::from_secs(600)).await;
        assert_eq!(strings.asked.load(Ordering::Relaxed), asked, "{trouble:?}: then nobody asks any more");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_that_may_wait_holds_nothing_that_another_page_needs() {
    let (app, _strings) = moody(Mood::Hangs);
    let app = Arc::new(app);
    let waiting: Vec<_> = ["/diary", "/log", "/medicine", "/keep"]
        .into_iter()
        .map(|path| {
            let app = Arc::clone(&app);
            tokio::spawn(async move { app.get(path).await.status })
        })
        .collect();
    tokio::task::yield_now().await;
    let began = tokio::time::Instant::now();
    assert_eq!(check(&app).await.verdict().as_deref(), Some("emergency"));
    assert!(began.elapsed() <= AT_ONCE, "{:?}", began.elapsed());
    for status in waiting {
        assert_eq!(status.await.unwrap(), StatusCode::SERVICE_UNAVAILABLE);
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_hangs_is_asked_once_however_many_ask_for_a_page() {
    let (app, strings) = moody(Mood::Hangs);
    let app = Arc::new(app);
    for _ in 0..20 {
        check(&app).await;
        // Someone who closes the page before it is there.
        let gone = {
            let app = Arc::clone(&app);
            tokio::spawn(async move { app.get("/").await.status })
        };
        tokio::task::yield_now().await;
        gone.abort();
    }
    assert_eq!(strings.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn what_waits_is_gone_after_an_erase() {
    let (app, strings) = moody(Mood::Well);
    strings.set(Mood::TakesNothing(StoreError::Full { place: "the disk".to_owned() }));
    check(&app).await;
    strings.set(Mood::Well);
    app.journal.erase().await.unwrap();
    assert!(!app.get("/").await.says("Your check said"));
    assert_eq!(app.count().await, 0);
}

#[tokio::test]
async fn what_waits_is_no_page_of_the_diary() {
    let (app, strings) = moody(Mood::Well);
    strings.set(Mood::TakesNothing(StoreError::Full { place: "the disk".to_owned() }));
    check(&app).await;
    let diary = app.get("/diary").await;
    assert!(diary.says(NOT_STORED) && !diary.body.contains("/diary/entry/"), "{}", diary.text());
    strings.set(Mood::Well);
    assert!(!app.get("/diary").await.says(NOT_STORED));
    assert!(app.log().await.iter().any(|entry| matches!(entry.kind(), Some(Kind::Check(_)))));
}

// ---------------------------------------------------------------- real databases

fn on_a_runtime(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap().block_on(work);
}

#[test]
fn everything_answers_while_another_program_holds_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diary.db");
    let app = App::impatient(open(&format!("sqlite:{}", path.display())).unwrap());
    on_a_runtime(async {
        app.store("/country", &[("country", "GB")]).await;
        let held = rusqlite::Connection::open(&path).unwrap();
        held.execute_batch("BEGIN EXCLUSIVE").unwrap();
        everything_answers(&app, SOON).await;
        held.execute_batch("ROLLBACK").unwrap();
        drop(held);
        everything_is_stored(&app).await;
    });
}

async fn everything_is_stored(app: &App) {
    let until = Instant::now() + Duration::from_secs(20);
    while app.get("/floor").await.says(NOT_STORED) && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let log = app.log().await;
    assert_eq!(verify(log.iter()), Vec::new());
    let diary = app.diary().await;
    assert_eq!((diary.all::<Check>().count(), diary.all::<Plan>().count()), (1, 2));
    assert_eq!(diary.profile().country.unwrap().code(), "JP");
}

#[test]
fn everything_answers_while_the_file_may_only_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diary.db");
    let app = App::impatient(open(&format!("sqlite:{}", path.display())).unwrap());
    on_a_runtime(async {
        app.store("/country", &[("country", "GB")]).await;
        // As another program would: root may write to whatever it likes.
        let other = rusqlite::Connection::open(&path).unwrap();
        other
            .execute_batch("CREATE TRIGGER no BEFORE INSERT ON entry BEGIN SELECT raise(ABORT, 'read-only'); END")
            .unwrap();
        everything_answers(&app, SOON).await;
        other.execute_batch("DROP TRIGGER no").unwrap();
        everything_is_stored(&app).await;
    });
}

/// A server that stands still. It goes on however the test ends, since the store waits for it.
struct Frozen<'c>(&'c Cluster);

impl<'c> Frozen<'c> {
    fn new(cluster: &'c Cluster) -> Frozen<'c> {
        cluster.freeze(true).unwrap();
        Frozen(cluster)
    }
}

impl Drop for Frozen<'_> {
    fn drop(&mut self) {
        self.0.freeze(false).unwrap();
    }
}

fn on_postgresql() -> (Cluster, String, App) {
    let cluster = Cluster::start().unwrap();
    let address = cluster.fresh_database().unwrap();
    let app = App::impatient(open(&address).unwrap());
    on_a_runtime(async { drop(app.store("/country", &[("country", "GB")]).await) });
    (cluster, address, app)
}

#[test]
fn everything_answers_while_a_table_of_postgresql_is_locked() {
    let (_cluster, address, app) = on_postgresql();
    let mut client = postgres::Client::connect(&address, postgres::NoTls).unwrap();
    client.batch_execute("BEGIN; LOCK TABLE supple.entry IN ACCESS EXCLUSIVE MODE").unwrap();
    on_a_runtime(everything_answers(&app, SOON));
    drop(client);
    on_a_runtime(everything_is_stored(&app));
}

#[test]
fn everything_answers_while_postgresql_stands_still() {
    let (cluster, _, app) = on_postgresql();
    let frozen = Frozen::new(&cluster);
    on_a_runtime(everything_answers(&app, SOON));
    drop(frozen);
    on_a_runtime(everything_is_stored(&app));
}

#[test]
fn everything_answers_while_postgresql_is_gone() {
    let (mut cluster, _, app) = on_postgresql();
    cluster.kill("QUIT").unwrap();
    on_a_runtime(everything_answers(&app, SOON));
    cluster.restart().unwrap();
    on_a_runtime(everything_is_stored(&app));
}
