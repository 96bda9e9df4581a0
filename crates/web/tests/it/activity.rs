//! The way back through whole requests: up only by what the sources ask for, back at any time.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page, runtime};
use axum::http::StatusCode;
use proptest::prelude::*;
use supple_diary::{Check, Draft, Entry, Exercise, Label, Log, Moment, Object, ReturnStep, Symptom, Words};
use supple_guidance::embedded;
use supple_triage::Answers;

async fn stand(app: &App, rung: &str) -> Page {
    app.store("/activity/step", &[("to", rung)]).await.1
}

/// The rung that the diary keeps.
async fn reached(app: &App) -> Option<String> {
    let diary = app.diary().await;
    diary.last::<ReturnStep>().map(|(_, step)| step.step.as_str().to_owned())
}

/// A check with no to everything.
fn all_no() -> Object {
    let triage = supple_triage::embedded();
    let mut answers = Answers::none_yet(triage);
    answers.none_of(triage, &(0..triage.guidance().findings.len()).collect::<Vec<_>>());
    Object::new(&answers.to_json(triage)).unwrap()
}

async fn checked(app: &App, urgency: &str) {
    let check = Check { answers: all_no(), urgency: Words::new(urgency).unwrap(), rules: Vec::new() };
    let now = Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap();
    app.journal.write(Draft::new(now, check)).await.unwrap();
}

#[tokio::test]
async fn the_whole_ladder_is_shown_with_its_sources() {
    let page = App::new().get("/activity").await;
    let ladder = &embedded().ladder;
    for rung in &ladder.rungs {
        assert!(page.says(&rung.title) && page.says(&rung.how), "{}", rung.id);
        for id in &rung.enter {
            assert!(page.says(&ladder.criterion(id).unwrap().ask), "{id}");
        }
        for id in &rung.stay {
            assert!(page.says(&ladder.criterion(id).unwrap().unmet), "{id}");
        }
        for source in &rung.sources {
            assert!(page.body.contains(&format!("/sources#{source}\"")), "{source}");
        }
    }
}

#[tokio::test]
async fn who_is_on_the_way_already_says_so_once_and_the_last_step_has_to_be_reached() {
    let app = App::new();
    let page = app.get("/activity").await;
    assert!(page.says("What do you already do?"));
    assert!(!page.body.contains("name=\"to\" value=\"contact-sport\""), "not offered");
    let refused = app.post("/activity/step", &[("to", "contact-sport")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.count().await, 0);
    let page = stand(&app, "work").await;
    assert!(page.says("You are on: Back to work") && !page.says("What do you already do?"), "{}", page.text());
    assert_eq!(reached(&app).await.unwrap(), "work");
    assert!(app.get("/diary").await.says("Way back: Back to work"));
}

#[tokio::test]
async fn one_step_up_takes_every_answer_and_an_open_one_is_no_yes() {
    let app = App::new();
    stand(&app, "first-walk").await;
    let all = [("is.no-warning-sign", "yes"), ("is.no-new-spasm", "yes"), ("is.walks", "yes"), ("pain", "0")];
    for left_out in 0..all.len() {
        for worse in ["", "unsure", "no"] {
            let worse = if all[left_out].0 == "pain" { ["", "4", "9"][worse.len() % 3] } else { worse };
            let mut fields: Vec<(&str, &str)> = all.to_vec();
            fields[left_out].1 = worse;
            let page = app.post("/activity", &fields).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.title().starts_with("Next"), "{fields:?}");
            let mut fields = fields.clone();
            fields.push(("to", "daily-life"));
            assert_eq!(app.post("/activity/step", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
    }
    assert_eq!(app.count().await, 1);
    let page = app.post("/activity", &all).await;
    assert!(page.title().starts_with("Next: Your day at home"), "{}", page.title());
    assert_eq!(page.hidden("is.walks").as_deref(), Some("yes"), "the answers travel on");
    let mut fields = all.to_vec();
    fields.push(("to", "daily-life"));
    app.store("/activity/step", &fields).await;
    assert_eq!(reached(&app).await.unwrap(), "daily-life");
    app.store("/activity/step", &fields).await;
    assert_eq!(app.count().await, 2, "sent twice");
    // No step is left out.
    let mut far = all.to_vec();
    far.push(("to", "sport"));
    assert_eq!(app.post("/activity/step", &far).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

fn answer() -> impl Strategy<Value = &'static str> {
    prop_oneof![8 => Just("yes"), 1 => Just("no"), 1 => Just("unsure"), 1 => Just("")]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Contact sport is written only where there is no symptom and no pain, whatever else is said.
    #[test]
    fn contact_sport_waits_for_the_end_of_all_symptoms(
        answers in proptest::collection::vec(answer(), 5),
        pain in prop_oneof![3 => Just("0"), 1 => Just(""), 1 => Just("1"), 1 => Just("5")],
        spasm in proptest::bool::weighted(0.15),
    ) {
        let names = ["is.no-warning-sign", "is.no-symptoms", "is.sport-moves", "is.light-loads", "is.no-new-spasm"];
        runtime().block_on(async {
            let app = App::new();
            stand(&app, "sport").await;
            app.later(4 * 3600);
            if spasm {
                app.store("/spasm", &[]).await;
            }
            let mut fields: Vec<(&str, &str)> = names.iter().copied().zip(answers.iter().copied()).collect();
            fields.extend([("pain", pain), ("to", "contact-sport")]);
            let page = app.post("/activity/step", &fields).await;
            // A spasm begins an episode, and an episode begins at the bottom.
            let may = answers.iter().all(|answer| *answer == "yes") && pain == "0" && !spasm;
            prop_assert_eq!(page.status == StatusCode::SEE_OTHER, may, "{:?}", fields);
            prop_assert_eq!(reached(&app).await.unwrap() == "contact-sport", may);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_spasm_in_the_same_episode_is_known_and_leads_a_step_back() {
    let app = App::new();
    app.store("/spasm", &[]).await;
    app.later(86_400);
    stand(&app, "daily-life").await;
    app.later(3_600);
    app.store("/spasm", &[]).await;
    let page = app.get("/activity").await;
    assert!(page.says("By your diary: 22:12") || page.says("By your diary:"), "{}", page.text());
    assert!(!page.asks("is.no-new-spasm"), "what is known is not asked");
    // A tap does not overrule the diary.
    let page = app.post("/activity", &[("is.no-warning-sign", "yes"), ("is.no-new-spasm", "yes")]).await;
    assert!(page.title().starts_with("A step back for now"), "{}", page.title());
    assert!(page.body.contains("name=\"to\" value=\"first-walk\""));
    app.store("/activity/step", &[("to", "first-walk")]).await;
    assert_eq!(reached(&app).await.unwrap(), "first-walk");
}

#[tokio::test]
async fn more_pain_by_two_points_leads_a_step_back_and_the_pain_of_now_is_not_asked_twice() {
    let app = App::new();
    app.store("/log/pain", &[("level", "3")]).await;
    assert!(!app.get("/activity").await.asks("pain"));
    stand(&app, "work").await;
    app.later(4 * 3600);
    let page = app.get("/activity").await;
    assert!(page.asks("pain"), "that was four hours ago");
    let page = app.post("/activity", &[("is.no-warning-sign", "yes"), ("is.no-new-spasm", "yes"), ("pain", "4")]).await;
    assert!(!page.title().starts_with("A step back"), "{}", page.title());
    app.store("/log/pain", &[("level", "5")]).await;
    let page = app.post("/activity", &[("is.no-warning-sign", "yes"), ("is.no-new-spasm", "yes")]).await;
    assert!(page.title().starts_with("A step back") && page.says("up by 2 points"), "{}", page.text());
}

#[tokio::test]
async fn without_the_pain_before_it_is_counted_from_now_on_and_nobody_is_stuck() {
    let app = App::new();
    stand(&app, "first-walk").await;
    app.later(86_400);
    let all = [("is.no-warning-sign", "yes"), ("is.no-new-spasm", "yes"), ("is.walks", "yes"), ("pain", "4")];
    let page = app.post("/activity", &all).await;
    assert!(page.title().starts_with("Stay with") && page.says("Count from pain 4"), "{}", page.text());
    let mut fields = all.to_vec();
    fields.push(("to", "first-walk"));
    app.store("/activity/step", &fields).await;
    app.store("/activity/step", &fields).await;
    assert_eq!(app.count().await, 2, "once is enough");
    let page = app.post("/activity", &all).await;
    assert!(page.title().starts_with("Next"), "{}", page.title());
}

#[tokio::test]
async fn the_check_comes_first_and_one_of_today_counts() {
    let app = App::new();
    stand(&app, "first-walk").await;
    let page = app.post("/activity", &[("is.walks", "yes"), ("is.no-new-spasm", "yes"), ("pain", "0")]).await;
    assert!(page.title().starts_with("The check comes first") && page.body.contains("href=\"/check\""));
    checked(&app, "self-care").await;
    let page = app.get("/activity").await;
    assert!(page.says("By your check") && !page.asks("is.no-warning-sign"), "{}", page.text());
    let page = app.post("/activity", &[("is.walks", "yes"), ("is.no-new-spasm", "yes"), ("pain", "0")]).await;
    assert!(page.title().starts_with("Next"), "{}", page.title());
    checked(&app, "emergency").await;
    let page = app.post("/activity", &[("is.no-warning-sign", "yes"), ("is.walks", "yes"), ("pain", "0")]).await;
    assert!(page.title().starts_with("Get help first"), "{}", page.title());
    app.later(25 * 3600);
    assert!(app.get("/activity").await.asks("is.no-warning-sign"), "yesterday's says nothing of today");
}

#[tokio::test]
async fn a_symptom_in_the_diary_keeps_from_contact_sport_whatever_is_tapped() {
    let app = App::new();
    stand(&app, "sport").await;
    let now = Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap();
    let numb = |present| Symptom { what: Label::plain(Words::new("leg-numbness").unwrap()), present };
    app.journal.write(Draft::new(now.clone(), numb(true))).await.unwrap();
    let all = ["no-warning-sign", "no-symptoms", "sport-moves", "light-loads", "no-new-spasm"];
    let names = all.map(|id| format!("is.{id}"));
    let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "yes")).collect();
    fields.extend([("pain", "0"), ("to", "contact-sport")]);
    let page = app.get("/activity").await;
    assert!(!page.asks("is.no-symptoms") && page.says("Tingling or numbness in a leg or foot"), "{}", page.text());
    assert_eq!(app.post("/activity/step", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // It is gone, and that was said.
    app.later(60);
    let now = Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap();
    app.journal.write(Draft::new(now, numb(false))).await.unwrap();
    assert_eq!(app.post("/activity/step", &fields).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn back_is_always_open_also_to_rest() {
    let app = App::new();
    stand(&app, "first-moves").await;
    app.later(60);
    let page = app.get("/activity").await;
    assert!(page.body.contains("name=\"to\" value=\"rest\""));
    stand(&app, "rest").await;
    assert!(app.get("/activity").await.says("You are at rest"));
}

#[tokio::test]
async fn a_new_episode_begins_at_the_bottom() {
    let app = App::new();
    stand(&app, "sport").await;
    app.later(30 * 86_400);
    assert!(app.get("/activity").await.says("You are on: Sport without contact"));
    app.store("/spasm", &[]).await;
    let page = app.get("/activity").await;
    assert!(!page.says("You are on") && page.says("Is it time for: Sit up, then stand?"), "{}", page.text());
}

/// The check is judged by the rules of today here, too: what a table or an earlier version wrote beside the answers makes it
/// no calmer.
#[tokio::test]
async fn a_check_that_only_says_of_itself_that_all_is_well_answers_nothing() {
    let app = App::new();
    stand(&app, "first-walk").await;
    let now = Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap();
    let (answers, urgency) = (Object::new("{}").unwrap(), Words::new("self-care").unwrap());
    app.journal.write(Draft::new(now, Check { answers, urgency, rules: Vec::new() })).await.unwrap();
    let page = app.post("/activity", &[("is.walks", "yes"), ("is.no-new-spasm", "yes"), ("pain", "0")]).await;
    assert!(!page.title().starts_with("Next"), "{}", page.title());
}

/// Only its questions lead to a step: not a form, not an edit, and not what an earlier version called it.
#[tokio::test]
async fn no_form_and_no_edit_walks_round_the_questions() {
    let app = App::new();
    stand(&app, "first-walk").await;
    for what in ["way-back:contact-sport", "way-back:daily-life", "way-back:rest"] {
        for (path, field) in [("/log/exercise", "what-own"), ("/log/exercise", "what")] {
            let page = app.post(path, &[(field, what)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {field}");
            assert!(page.says("follows from its questions"), "{}", page.text());
        }
    }
    app.store("/log/exercise", &[("what-own", "bridge")]).await;
    let id = app.diary().await.last::<Exercise>().unwrap().0.id();
    let page = app.post(&format!("/diary/entry/{id}/edit"), &[("what-own", "way-back:sport")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text());
    let step = app.diary().await.last::<ReturnStep>().unwrap().0.id();
    let page = app.get(&format!("/diary/entry/{step}")).await;
    assert!(page.says("Way back") && !page.body.contains("/edit"), "no edit is offered");
    assert_ne!(app.get(&format!("/diary/entry/{step}/edit")).await.status, StatusCode::OK);
    assert!(!app.get("/log/exercise").await.body.contains("way-back"), "nor is it offered as a recent choice");
    assert_ne!(app.get("/log/return-step").await.status, StatusCode::OK);
    assert_eq!(reached(&app).await.unwrap(), "first-walk");
}

#[tokio::test]
async fn a_step_that_an_earlier_version_wrote_is_read_for_ever() {
    let app = App::new();
    let line = concat!(
        r#"{"schema":1,"id":"01a1f7fa-04c0-7000-8000-000000000003","device":"0193b3f0-0000-7000-8000-00000000000d","#,
        r#""sequence":0,"previous":null,"happened":"2026-11-20T09:02:00+01:00[Europe/Berlin]","#,
        r#""recorded":"2026-11-20T08:02:00.000Z","kind":"exercise","what":"way-back:work","before":2}"#,
    );
    app.journal.take(&Log::from_iter([Entry::parse(line).unwrap()])).await.unwrap();
    assert!(app.get("/activity").await.says("You are on: Back to work"));
    assert!(app.get("/diary").await.says("Way back: Back to work"));
    assert_eq!(app.journal.log().await.unwrap().iter().next().unwrap().line(), line);
}

#[tokio::test]
async fn an_exercise_of_ones_own_is_no_step() {
    let app = App::new();
    app.store("/log/exercise", &[("what-own", "sport")]).await;
    assert!(!app.get("/activity").await.says("You are on"));
}

#[tokio::test]
async fn a_week_without_a_normal_day_is_a_reason_to_see_a_doctor() {
    let app = App::new();
    app.store("/spasm", &[]).await;
    let stuck = &embedded().ladder.stuck[0];
    app.later(7 * 86_400);
    assert!(!app.get("/activity").await.says(&stuck.text));
    app.later(86_400);
    let page = app.get("/activity").await;
    assert!(page.says(&stuck.text) && page.says("See a doctor soon"), "{}", page.text());
}

#[tokio::test]
async fn bad_input_gets_one_line_and_stores_nothing() {
    let app = App::new();
    for (path, fields, line) in [
        ("/activity/step", [("to", "the moon")], "none of the steps"),
        ("/activity", [("is.walks", "maybe")], "Tap yes, no or not sure"),
        ("/activity", [("is.nothing", "yes")], "The form asks nothing about"),
        ("/activity", [("pain", "11")], "from 0 to 10"),
    ] {
        let page = app.post(path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.says(line), "{fields:?}: {}", page.text());
    }
    assert_eq!(app.count().await, 0);
}
