//! One tap is one entry, also when it is sent twice; and two spasms are two.
#![allow(clippy::unwrap_used)]

use crate::support::{App, Page};
use axum::http::StatusCode;
use supple_diary::{KindName, Level, Pain};

/// What a form says, field by field.
type Form = &'static [(&'static str, &'static str)];

/// The token of the form on a page that leads to this address.
fn token(page: &Page, action: &str) -> String {
    let (_, form) = page.body.split_once(&format!("action=\"{action}\"")).unwrap();
    let (form, _) = form.split_once("</form>").unwrap();
    let (_, token) = form.split_once("name=\"tap\" value=\"").unwrap();
    token.split('"').next().unwrap().to_owned()
}

async fn spasms(app: &App) -> usize {
    app.diary().await.of(KindName::Spasm).len()
}

/// Every page with a form whose entry may come twice: the page, the form, what it says, and what becomes of it.
const FORMS: [(&str, &str, Form, KindName); 12] = [
    ("/", "/spasm", &[], KindName::Spasm),
    ("/log", "/spasm", &[], KindName::Spasm),
    ("/diary", "/spasm", &[], KindName::Spasm),
    ("/spasm", "/spasm", &[], KindName::Spasm),
    ("/log", "/log/pain", &[("level", "5")], KindName::Pain),
    ("/log", "/log/measure", &[("what", "ice")], KindName::Measure),
    ("/log/spasm", "/log/spasm", &[("when", "hour"), ("intensity", "4")], KindName::Spasm),
    ("/log/medicine", "/log/medicine", &[("what-own", "ibuprofen"), ("mg", "400")], KindName::Medicine),
    ("/log/exposure", "/log/exposure", &[("what-own", "lifting")], KindName::Exposure),
    ("/log/exercise", "/log/exercise", &[("what-own", "bridge")], KindName::Exercise),
    ("/log/note", "/log/note", &[("text", "hello")], KindName::Note),
    ("/log/episode", "/log/episode", &[("phase", "onset")], KindName::EpisodeMark),
];

#[tokio::test]
async fn the_same_page_sends_an_entry_once_and_asks_whether_it_was_another() {
    for (page, action, form, kind) in FORMS {
        let app = App::new();
        let tap = token(&app.get(page).await, action);
        let form = [form, &[("tap", tap.as_str())]].concat();
        let (to, _) = app.store(action, &form).await;
        app.later(3);
        let (again, asks) = app.store(action, &form).await;
        assert_eq!(again, format!("{to}?again"), "{page}: the same entry is shown");
        assert!(asks.says("It is stored once."), "{page}: {}", asks.text());
        assert_eq!(app.diary().await.of(kind).len(), 1, "{page}");
        // It was another one: one tap, which may come twice as well.
        let another = format!("/diary/entry/{}/another", to.rsplit('/').next().unwrap());
        let tap = token(&asks, &another);
        for _ in 0..2 {
            app.later(1);
            app.store(&another, &[("tap", &tap)]).await;
        }
        let diary = app.diary().await;
        let [one, other] = diary.of(kind) else { panic!("{page}: two are two") };
        assert_eq!(one.kind(), other.kind());
    }
}

#[tokio::test]
async fn a_dose_that_was_looked_at_is_written_down_once() {
    let app = App::new();
    let dose = [("what-own", "ibuprofen"), ("units", "1"), ("mg", "400")];
    let looked = app.post("/medicine/take", &dose).await;
    let tap = token(&looked, "/medicine/taken");
    let dose = [&dose[..], &[("tap", tap.as_str())]].concat();
    app.store("/medicine/taken", &dose).await;
    app.later(2);
    let (_, asks) = app.store("/medicine/taken", &dose).await;
    assert!(asks.says("It is stored once."));
    assert_eq!(app.diary().await.of(KindName::Medicine).len(), 1);
}

#[tokio::test]
async fn two_requests_at_once_are_one_entry_without_any_token() {
    let forms: [(&str, Form, KindName); 3] = [
        ("/spasm", &[], KindName::Spasm),
        ("/log/pain", &[("level", "5")], KindName::Pain),
        ("/medicine/taken", &[("what-own", "ibuprofen"), ("mg", "400")], KindName::Medicine),
    ];
    for (path, form, kind) in forms {
        let app = App::new();
        let (one, other) = tokio::join!(app.post_plain(path, form), app.post_plain(path, form));
        assert_eq!((one.status, other.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        let places = [one.header("location"), other.header("location")];
        assert!(places[1].starts_with(places[0]) || places[0].starts_with(places[1]), "{places:?}");
        assert_eq!(app.diary().await.of(kind).len(), 1, "{path}");
    }
}

#[tokio::test]
async fn what_comes_after_the_answer_or_from_another_page_is_another_entry() {
    let app = App::new();
    for _ in 0..3 {
        assert_eq!(app.post_plain("/spasm", &[]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(spasms(&app).await, 3, "whoever has the answer means a second one");
    // Another page is another tap, whatever the time.
    for _ in 0..2 {
        let tap = token(&app.get("/").await, "/spasm");
        app.store("/spasm", &[("tap", &tap)]).await;
    }
    assert_eq!(spasms(&app).await, 5);
}

#[tokio::test]
async fn a_page_that_was_left_open_stores_the_next_spasm() {
    let app = App::new();
    let tap = token(&app.get("/").await, "/spasm");
    for (later, stored) in [(0, 1), (59, 1), (2, 2), (3_600, 3)] {
        app.later(later);
        app.store("/spasm", &[("tap", &tap)]).await;
        assert_eq!(spasms(&app).await, stored, "after {later} s more");
    }
}

#[tokio::test]
async fn what_says_something_else_is_another_entry_from_the_same_page_too() {
    let app = App::new();
    let tap = token(&app.get("/log/pain").await, "/log/pain");
    for form in [
        vec![("level", "5")],
        vec![("level", "6")],
        vec![("level", "5"), ("when", "exact"), ("at", "2026-11-22T20:00")],
        vec![("level", "5"), ("when", "exact"), ("at", "2026-11-22T20:01")],
    ] {
        let form = [&form[..], &[("tap", tap.as_str())]].concat();
        let (to, _) = app.store("/log/pain", &form).await;
        assert!(!to.ends_with("?again"), "{form:?}");
    }
    let diary = app.diary().await;
    let levels: Vec<u32> = diary.all::<Pain>().map(|(_, pain)| pain.level).map(Level::get).collect();
    assert_eq!(levels, [5, 5, 5, 6]);
}

#[tokio::test]
async fn a_spasm_that_was_taken_back_can_be_tapped_anew_on_the_same_page() {
    let app = App::new();
    let tap = token(&app.get("/").await, "/spasm");
    let (to, _) = app.store("/spasm", &[("tap", &tap)]).await;
    app.later(1);
    app.store(&format!("/diary/entry/{}/remove", to.trim_start_matches("/spasm/")), &[]).await;
    app.later(1);
    app.store("/spasm", &[("tap", &tap)]).await;
    assert_eq!(spasms(&app).await, 1);
}

#[tokio::test]
async fn a_token_that_is_none_is_no_token() {
    let app = App::new();
    for tap in ["", "x", "0123456789abcdef012", "0123456789abcdef0123z", "ÄÄÄÄÄÄÄÄÄÄ", "0123456789abcdef01+3"]
    {
        app.later(1);
        app.store("/spasm", &[("tap", tap)]).await;
    }
    assert_eq!(spasms(&app).await, 6);
}

#[tokio::test]
async fn two_changes_at_once_are_one() {
    let app = App::new();
    let (to, _) = app.store("/spasm", &[]).await;
    let form = [("intensity", "7")];
    let (one, other) = tokio::join!(app.post_plain(&to, &form), app.post_plain(&to, &form));
    assert_eq!((one.status, other.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(app.count().await, 2);
}
