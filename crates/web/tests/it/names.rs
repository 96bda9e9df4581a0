//! Own words on pages: one thing in many writings is one, and what is offered is meant by each of its names.
#![allow(clippy::unwrap_used)]

use crate::support::{App, Page};
use axum::http::StatusCode;
use supple_diary::{CheckIn, KindName, Log, Said, testing};

/// The buttons of a choice.
fn choices(page: &Page, field: &str) -> Vec<String> {
    page.radios().into_iter().filter(|(name, _, _)| name == field).map(|(_, value, _)| value).collect()
}

#[tokio::test]
async fn one_thing_in_many_writings_is_offered_once_and_kept_as_it_was_written() {
    let app = App::new();
    let written = ["Coffee", "coffee.", "café", "cafe\u{301}\u{200b}", "LIFTING", "Lifting", "Long sitting", "COFFEE"];
    for name in written {
        app.later(60);
        app.store("/log/exposure", &[("what-own", name)]).await;
    }
    let offered = choices(&app.get("/log/exposure").await, "what");
    assert_eq!(offered[..4], ["COFFEE", "Long sitting", "Lifting", "cafe\u{301}\u{200b}"]);
    let keys: std::collections::BTreeSet<String> =
        offered.iter().map(|name| supple_insight::names::exposure(name)).collect();
    assert_eq!(keys.len(), offered.len(), "none stands there twice: {offered:?}");
    assert_eq!(app.diary().await.of(KindName::Exposure).len(), written.len());
    // The measures that are one tap away, too.
    app.store("/log/measure", &[("what-own", "ICE")]).await;
    let log = app.get("/log").await;
    assert_eq!(log.attributes("button", "value").iter().filter(|value| value.eq_ignore_ascii_case("ice")).count(), 1);
}

#[tokio::test]
async fn a_question_of_ones_own_is_asked_and_answered_once_however_it_is_written() {
    let app = App::new();
    app.store("/profile", &[("own", "Cello\nLong sitting\ncello.\nRowing")]).await;
    let asked = app.get("/check-in").await;
    assert!(asked.asks("day.Cello") && asked.asks("day.Rowing"), "{:?}", asked.radios());
    assert!(!asked.asks("day.cello.") && !asked.asks("day.Long sitting"), "the day asks about sitting anyway");
    // Another device has answered by another writing.
    let mut keeper = testing::Keeper::new(3);
    let mut told = testing::check_in("2026-11-22", None);
    told.answers.insert(testing::some_words("cello"), Said::Is(true));
    keeper.say("2026-11-22T03:00:00+01:00[Europe/Berlin]", told);
    app.journal.take(&keeper.log()).await.unwrap();
    let asked = app.get("/check-in").await;
    assert_eq!(asked.checked("day.cello").as_deref(), Some("yes"));
    assert!(!asked.asks("day.Cello"), "it is one question");
    app.store("/check-in", &[("day.cello", "yes"), ("rest", "no")]).await;
    let diary = app.diary().await;
    let answers = &diary.last::<CheckIn>().unwrap().1.answers;
    assert_eq!(answers.about("CELLO"), Some(&Said::Is(true)));
    assert_eq!(answers.get("Cello"), None, "the button does not say no to what was said");
}

#[tokio::test]
async fn marks_that_turn_a_line_and_names_of_nothing_are_refused_with_what_to_do_and_kept_on_the_page() {
    let app = App::new();
    for (path, field, value, says) in [
        ("/log/exposure", "what-own", "\u{202e}eeffoc", "There is a hidden mark in this (U+202E)."),
        ("/log/measure", "what-own", "\u{2066}x", "(U+2066)"),
        ("/log/medicine", "what-own", "a\u{2069}", "(U+2069)"),
        ("/log/note", "text", "hello \u{202a}there", "(U+202A)"),
        ("/log/spasm", "doing-own", "\u{202d}x", "(U+202D)"),
        ("/log/exposure", "what-own", "\u{200b}", "Nothing of this can be seen."),
        ("/log/note", "text", "\u{feff}\u{200b}", "Nothing of this can be seen."),
        ("/medicine/taken", "what-own", "\u{200b}", "Nothing of this can be seen."),
    ] {
        let page = app.post(path, &[(field, value)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {value:?}");
        assert!(page.says(says) && page.body.contains(value), "{path} {value:?}: {}", page.text());
    }
    let refused = app.post("/profile", &[("own", "\u{202e}x")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.count().await, 0);
}

#[tokio::test]
async fn an_older_entry_with_a_mark_that_turns_a_line_is_shown_without_it() {
    let app = App::new();
    let mut keeper = testing::Keeper::new(3);
    keeper.say("2026-11-22T03:00:00+01:00[Europe/Berlin]", testing::exposure("cello", true));
    let (log, refused) = Log::from_lines(&keeper.log().to_lines().replace("cello", "\u{202e}cello"));
    assert!(refused.is_empty(), "it opens as ever: {refused:?}");
    app.journal.take(&log).await.unwrap();
    let id = app.diary().await.items()[0].id();
    for path in ["/diary".to_owned(), "/diary/day/2026-11-22".to_owned(), format!("/diary/entry/{id}")] {
        let page = app.get(&path).await;
        assert!(page.says("ello") && !page.text().contains('\u{202e}'), "{path}: {}", page.text());
    }
}
