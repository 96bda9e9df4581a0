//! The first page in each state: one main action, at most three doors, and a spasm that lets go.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page};
use supple_diary::{Check, Draft, Moment, Object, Seconds, Spasm, Words};

/// The heading of the one card, after checking that there is one action and at most three doors beside it.
fn one(page: &Page) -> String {
    let main = page.body.split("<main ").nth(1).unwrap().split("</main>").next().unwrap();
    assert_eq!(main.matches("class=\"card one\"").count(), 1, "{}", page.text());
    assert_eq!(main.matches("<h1").count(), 1);
    let doors = main.split("class=\"doors\"").nth(1).unwrap();
    let beside = doors.split("class=\"row\"").next().unwrap();
    assert!((1..=3).contains(&beside.matches("class=\"door slim").count()), "{}", page.text());
    // Whatever else it shows, the check and the one tap, or the spasm that it is about, are on it.
    assert!(main.contains("href=\"/check\""), "the check is on every start");
    let heading = main.split("id=\"one\">").nth(1).unwrap();
    heading.split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn each_state_has_one_main_action_and_at_most_three_doors() {
    let app = App::new();
    assert_eq!(one(&app.get("/").await), "Back spasm? Start here.");
    app.store("/spasm", &[]).await;
    let spasm = app.get("/").await;
    assert_eq!(one(&spasm), "Breathe out slowly. We go step by step.");
    assert!(spasm.says("It has let go") && spasm.says("Take it back") && spasm.body.contains("href=\"/floor\""));
    app.later(4 * 3600);
    let episode = app.get("/").await;
    assert_eq!(one(&episode), "What helps now");
    assert!(episode.says("of this episode") && episode.body.contains("href=\"/floor\""));
    app.store("/log/episode", &[("phase", "recovery")]).await;
    let recovered = app.get("/").await;
    assert_eq!(one(&recovered), "Get active again");
    assert!(recovered.says("Over since today"));
    app.later(15 * 24 * 3600);
    let well = app.get("/").await;
    assert_eq!(one(&well), "Keep the next one away");
    app.store("/now", &[("mobility", "cannot-move")]).await;
    assert_eq!(one(&app.get("/").await), "You are down. We go step by step.");
}

#[tokio::test]
async fn nothing_nags_someone_who_wrote_once() {
    let app = App::new();
    app.store("/spasm", &[]).await;
    app.later(200 * 24 * 3600);
    let page = app.get("/").await;
    assert_eq!(one(&page), "Keep the next one away");
    for nag in ["check-in", "not known", "last 14 days", "copy of your diary", "missed"] {
        assert!(!page.body.contains(nag), "{nag}");
    }
}

/// The start stays short: what the days were gives way to what is asked.
#[tokio::test]
async fn while_the_night_is_asked_about_the_last_days_give_way() {
    let app = App::new();
    app.at("2026-08-10T06:30:00Z");
    app.store("/spasm", &[("over", "yes")]).await;
    app.store("/check-in", &[("day.poor-sleep", "no"), ("rest", "no")]).await;
    app.at("2026-08-11T05:00:00Z");
    let page = app.get("/").await;
    assert!(page.says("Last night") && !page.says("Your last 14 days"));
    app.store("/check-in", &[("day.poor-sleep", "yes"), ("rest", "")]).await;
    let page = app.get("/").await;
    assert!(!page.says("Last night") && page.says("Your last 14 days"));
}

/// The night is asked about by one tap in the morning, once, of someone who keeps a diary.
#[tokio::test]
async fn the_night_is_asked_about_in_the_morning_until_it_is_answered() {
    let app = App::new();
    let is_asked = async || {
        let page = app.get("/").await;
        page.says("Last night") && page.says("Slept badly?")
    };
    // In Berlin it is two hours later.
    app.at("2026-08-10T06:30:00Z");
    app.store("/log/note", &[("text", "Of someone who checks in on no day.")]).await;
    assert!(!is_asked().await);
    app.store("/check-in", &[("day.poor-sleep", "no"), ("rest", "no")]).await;
    assert!(!is_asked().await, "it is answered");
    for (at, expected) in [
        ("2026-08-11T03:59:00Z", false),
        ("2026-08-11T04:00:00Z", true),
        ("2026-08-11T09:59:00Z", true),
        ("2026-08-11T10:00:00Z", false),
        ("2026-08-24T07:00:00Z", true),
        ("2026-08-25T07:00:00Z", false),
    ] {
        app.at(at);
        assert_eq!(is_asked().await, expected, "{at}");
    }
    app.at("2026-08-11T05:00:00Z");
    app.store("/check-in", &[("day.poor-sleep", "yes"), ("rest", "")]).await;
    assert!(!is_asked().await, "it is answered");
    let evening = app.get("/check-in").await;
    assert_eq!(evening.checked("day.poor-sleep").as_deref(), Some("yes"), "and it is not asked again");
    // Once a spasm has come, the night is seen in its light.
    app.at("2026-08-12T05:00:00Z");
    assert!(is_asked().await);
    app.store("/spasm", &[]).await;
    app.later(4 * 3600);
    assert!(!is_asked().await);
}

async fn seconds(app: &App) -> Option<u32> {
    app.diary().await.last::<Spasm>().unwrap().1.seconds.map(Seconds::get)
}

#[tokio::test]
async fn one_tap_says_that_a_spasm_has_let_go_and_it_can_be_taken_back() {
    let app = App::new();
    app.store("/spasm", &[]).await;
    let id = app.diary().await.last::<Spasm>().unwrap().0.id();
    app.later(240);
    let (to, page) = app.store(&format!("/spasm/{id}/over"), &[]).await;
    assert_eq!(to, format!("/diary/entry/{id}"));
    assert!(page.says("4 minutes"), "{}", page.text());
    let first = seconds(&app).await;
    assert!(first.is_some_and(|seconds| (240..250).contains(&seconds)), "{first:?}");
    // A second tap, an hour later, changes nothing: how long it took is known.
    app.later(3600);
    app.store(&format!("/spasm/{id}/over"), &[]).await;
    assert_eq!(seconds(&app).await, first);
    assert_eq!(one(&app.get("/").await), "Get active again");
    let change = app.diary().await.history(id)[0].entry.id();
    app.store(&format!("/diary/entry/{id}/undo/{change}"), &[]).await;
    assert_eq!(seconds(&app).await, None);
}

/// One tap on the page of a spasm says whether the back had already felt wrong; it may be left out.
#[tokio::test]
async fn one_tap_says_that_the_back_had_already_felt_wrong() {
    let app = App::new();
    app.store("/spasm", &[]).await;
    let id = app.diary().await.last::<Spasm>().unwrap().0.id();
    let felt = async || app.diary().await.last::<Spasm>().unwrap().1.felt_wrong;
    let (page, tap) = (format!("/diary/entry/{id}"), format!("/spasm/{id}/felt"));
    assert!(app.get(&page).await.says("Had your back already felt wrong?"));
    app.store(&tap, &[("felt_wrong", "perhaps")]).await;
    assert_eq!(felt().await, None, "what is not understood is no answer");
    app.store(&tap, &[("felt_wrong", "yes")]).await;
    assert_eq!(felt().await, Some(true));
    assert!(!app.get(&page).await.body.contains(&tap), "it is asked once");
    app.store(&tap, &[("felt_wrong", "no")]).await;
    assert_eq!(felt().await, Some(true), "a second tap changes nothing");
    // Of one of days ago it is not asked.
    app.later(3600);
    app.store("/spasm", &[]).await;
    let id = app.diary().await.last::<Spasm>().unwrap().0.id();
    app.later(25 * 3600);
    assert!(!app.get(&format!("/diary/entry/{id}")).await.body.contains("/felt"));
}

#[tokio::test]
async fn the_words_of_the_last_check_are_in_the_room_for_the_doctor() {
    let app = App::new();
    assert!(app.get("/doctor").await.says("Words to say, made for you"));
    let check = |answers: &str| Check {
        answers: Object::new(answers).unwrap(),
        urgency: Words::new("self-care").unwrap(),
        rules: Vec::new(),
    };
    let now = || Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap();
    let written =
        app.journal.write(Draft::new(now(), check(r#"{"stuck": true, "stuck-over-an-hour": true}"#))).await.unwrap();
    let page = app.get("/doctor").await;
    assert!(page.says("Read this out") && page.says("I have been stuck for an hour or more."), "{}", page.text());
    assert!(page.body.contains(&format!("/diary/entry/{}/sheet", written.id())), "to print");
}
