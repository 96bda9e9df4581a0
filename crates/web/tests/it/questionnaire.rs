//! A questionnaire of others: its sentences are ticked or not, and nothing scores by mistake.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::support::App;
use axum::http::StatusCode;
use supple_care::questionnaire::{questionnaire, score};
use supple_diary::Questionnaire;

const PAGE: &str = "/doctor/questionnaire/roland-morris";

#[tokio::test]
async fn the_sentences_stand_word_for_word_and_what_is_ticked_is_the_score() {
    let app = App::new();
    assert!(app.get("/doctor").await.body.contains(PAGE), "it is offered");
    let page = app.get(PAGE).await;
    for sentence in &questionnaire("roland-morris").unwrap().sentences {
        assert!(page.says(sentence), "{sentence}");
    }
    assert!(!page.says("So far"));
    let (_, entry) = app.store(PAGE, &[("so", "3"), ("so", "9"), ("so", "24")]).await;
    assert!(entry.says("Roland-Morris: 3 of 24"), "{}", entry.text());
    assert!(entry.says("I stay in bed most of the time because of my back.") && entry.says("The other 21 sentences"));
    app.later(30 * 24 * 60 * 60);
    let (_, none) = app.store(PAGE, &[("none", "yes")]).await;
    assert!(none.says("Roland-Morris: 0 of 24") && none.says("All sentences"), "{}", none.text());
    let page = app.get(PAGE).await;
    assert!(page.says("3 fewer, within the error of 4 to 5 points."), "{}", page.text());
    assert!(page.says("Below 4 points it can hardly show that something gets better."));
    let report = app.get("/doctor/report").await;
    assert!(
        report.says("(was 3 on") && report.says("3 fewer, within the error of 4 to 5 points)"),
        "{}",
        report.text()
    );
    assert!(report.says("A change within the error of measurement may be chance (Stratford 1996)."));
}

#[tokio::test]
async fn a_form_that_is_empty_or_says_both_stores_nothing_and_loses_nothing() {
    let app = App::new();
    let empty = app.post(PAGE, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.says("None of these today”"), "{}", empty.text());
    let both = app.post(PAGE, &[("so", "2"), ("none", "yes")]).await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(both.says("You ticked 1 sentence, and that none is so."), "{}", both.text());
    assert_eq!(both.body.matches(" checked").count(), 2, "what was ticked is still there");
    for nothing in ["0", "25", "x"] {
        let refused = app.post(PAGE, &[("so", nothing)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{nothing}");
        assert!(refused.says("Nothing was stored yet."), "{nothing}: {}", refused.text());
    }
    assert_eq!(app.count().await, 0);
    assert_eq!(app.get("/doctor/questionnaire/oswestry").await.status, StatusCode::NOT_FOUND);
    app.store(PAGE, &[("so", "2"), ("so", "2")]).await;
    let diary = app.diary().await;
    assert_eq!(score(diary.last::<Questionnaire>().unwrap().1).unwrap().points, 1, "a sentence counts once");
}
