//! A trial over days through whole requests: begun, walked day by day with a clock that goes on, told at its end.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page};
use axum::http::StatusCode;
use supple_diary::testing::check_in;
use supple_diary::{DaysDone, DaysPeriod, DaysTrial, Draft, EpisodeMark, Moment, Phase};
use supple_guidance::embedded;

const TRIAL: &str = "/insight/over-days/breaks-from-sitting";
const DAY: i64 = 86_400;

async fn write(app: &App, kind: impl Into<supple_diary::Kind>) {
    let now = Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap();
    app.journal.write(Draft::new(now, kind)).await.unwrap();
}

async fn act(app: &App, what: &str, form: &[(&str, &str)]) -> Page {
    let answer = app.post(&format!("{TRIAL}/{what}"), form).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, TRIAL), "{}", answer.text());
    app.get(TRIAL).await
}

async fn answer(app: &App, spasm: bool) {
    let today = Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap().date().to_string();
    write(app, check_in(&today, Some(spasm))).await;
}

async fn seed(app: &App) -> String {
    app.diary().await.last::<DaysTrial>().unwrap().1.seed.as_str().to_owned()
}

#[tokio::test]
async fn before_it_begins_a_page_says_how_it_goes_and_what_it_can_find_for_this_diary() {
    let app = App::new();
    let all = app.get("/insight/trials").await;
    for of in &embedded().trials.days {
        assert!(all.says(&of.title), "{}", of.id);
        let page = app.get(&format!("/insight/over-days/{}", of.id)).await;
        assert!(
            page.says("How it goes") && page.says("What it can find") && page.says("Our own judgement"),
            "{}",
            of.id
        );
    }
    let page = app.get(TRIAL).await;
    assert!(page.says("does not know yet how often spasms come") && page.says("waits: your plan comes first"));
    assert!(page.says("Begin the trial") && page.says("up to 40 weeks in all"));
    for day in 0..14 {
        answer(&app, day % 5 == 0).await;
        app.later(DAY);
    }
    let page = app.get(TRIAL).await;
    assert!(page.says("about 2 spasms a week") && page.says("2 of 100"), "{}", page.text());
    assert!(page.says("most likely not tell you"), "whoever has few spasms is told so beforehand");
    // An exercise asks for the check first.
    let walk = app.get("/insight/over-days/walk").await;
    assert!(walk.says("Do the check first") && !walk.says("Begin the trial"), "{}", walk.text());
    app.post("/insight/over-days/walk/begin", &[]).await;
    assert!(app.diary().await.all::<DaysTrial>().next().is_none());
    for missing in ["/insight/over-days/tea", "/insight/over-days/walk/draws.json"] {
        assert_eq!(app.get(missing).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn chance_chooses_once_on_the_first_day_and_one_tap_says_how_the_day_was() {
    let app = App::new();
    let page = act(&app, "begin", &[("days", "7")]).await;
    assert!(page.says("The first week may begin today") && page.says("Let chance choose"), "{}", page.text());
    assert!(!page.says("Today: with"), "nothing is shown before it is drawn");
    let page = act(&app, "next", &[]).await;
    let drawn = app.diary().await.all::<DaysPeriod>().next().unwrap().1.clone();
    let side = if drawn.arm.as_str() == "b" { "Today: with the breaks" } else { "Today: without the breaks" };
    assert!(page.says(side) && page.says("Day 1 of 7"), "{}", page.text());
    act(&app, "next", &[]).await;
    act(&app, "begin", &[]).await;
    let diary = app.diary().await;
    assert_eq!((diary.all::<DaysPeriod>().count(), diary.all::<DaysTrial>().count()), (1, 1), "nothing twice");
    assert!(!page.body.contains(&seed(&app).await) && !app.get("/diary").await.body.contains(&seed(&app).await));

    // The start says what today is, with the two taps; then only that it is said.
    let start = app.get("/").await;
    assert!(start.says(side) && start.says("Not done"), "{}", start.text());
    let told = app.post(&format!("{TRIAL}/done"), &[("did", "no"), ("day", "today"), ("from", "start")]).await;
    assert_eq!((told.status, told.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert!(app.get("/").await.says("You did not do it today"));
    app.later(DAY);
    act(&app, "done", &[("did", "yes"), ("day", "today")]).await;
    assert!(app.get(TRIAL).await.says("You did it today"));
    assert_eq!(app.diary().await.all::<DaysDone>().count(), 2);
    assert_eq!(app.post(&format!("{TRIAL}/done"), &[("day", "today")]).await.status, StatusCode::BAD_REQUEST);
    // The other kind of trial may be begun beside it, and no second one of this kind.
    assert!(app.get("/insight/trials/heat-or-cold").await.says("Begin the trial"));
    assert!(app.get("/insight/over-days/wind-down").await.says("One at a time"));
}

#[tokio::test]
async fn in_an_episode_the_trial_waits_and_nothing_is_to_be_left_out() {
    let app = App::new();
    act(&app, "begin", &[]).await;
    act(&app, "next", &[]).await;
    app.later(DAY);
    write(&app, EpisodeMark { phase: Phase::Onset }).await;
    let page = app.get(TRIAL).await;
    assert!(page.says("Today the trial waits") && page.says("nothing is to be left out"), "{}", page.text());
    assert!(!page.says("Today: with") && !page.body.contains("name=\"did\""), "{}", page.text());
    let start = app.get("/").await;
    assert!(start.says("Today the trial waits") && !start.body.contains("name=\"did\""), "{}", start.text());
    // The next period waits, too.
    app.later(7 * DAY);
    let page = act(&app, "next", &[]).await;
    assert!(page.says("Today the trial waits"));
    assert_eq!(app.diary().await.all::<DaysPeriod>().count(), 1);
    write(&app, EpisodeMark { phase: Phase::Recovery }).await;
    assert!(act(&app, "next", &[]).await.says("Day 1 of 7"));
}

#[tokio::test]
async fn beside_the_exercises_a_week_without_one_says_that_all_else_stays() {
    let app = App::new();
    let triage = supple_triage::embedded();
    let mut answers = supple_triage::Answers::none_yet(triage);
    answers.none_of(triage, &(0..triage.guidance().findings.len()).collect::<Vec<_>>());
    let answers = supple_diary::Object::new(&answers.to_json(triage)).unwrap();
    let urgency = supple_diary::Words::new("self-care").unwrap();
    write(&app, supple_diary::Check { answers, urgency, rules: Vec::new() }).await;
    assert_eq!(app.post("/insight/over-days/walk/begin", &[]).await.status, StatusCode::SEE_OTHER);
    app.post("/insight/over-days/walk/next", &[]).await;
    let drawn = app.diary().await.all::<DaysPeriod>().next().expect("a calm check lets it begin").1.clone();
    let room = app.get("/exercise").await;
    assert_eq!(room.says("All else of your programme stays"), drawn.arm.as_str() == "a", "{}", room.text());
}

#[tokio::test]
async fn a_whole_trial_ends_in_words_a_picture_a_table_and_a_file_that_anyone_can_check() {
    let app = App::new();
    act(&app, "begin", &[]).await;
    let mut days = 0;
    let last = loop {
        let page = app.get(TRIAL).await;
        if page.says("Pair by pair") {
            break page;
        }
        assert!(!page.says("times as often"), "no verdict in between");
        let page = if page.says("Let chance choose") { act(&app, "next", &[]).await } else { page };
        answer(&app, page.says("Today: without")).await;
        app.later(DAY);
        days += 1;
        assert!(days < 70, "{}", page.text());
    };
    assert_eq!(days, 58, "eight weeks, and two days in which the last can be told");
    assert!(last.says("Fewer spasms with the breaks") && last.says("times as often as without"), "{}", last.text());
    assert!(
        last.says("It holds for you") && last.says("7 spasms in 7 days") && last.body.contains("<svg"),
        "{}",
        last.text()
    );
    assert!(app.get("/insight/trials").await.says("Fewer spasms with the breaks"));
    let file = app.get(&format!("{TRIAL}/draws.json")).await;
    let revealed: supple_trial::days::RevealedDays = serde_json::from_str(&file.body).unwrap();
    assert_eq!((revealed.audit(), revealed.draws.len()), (Ok(()), 9));
    assert!(file.body.contains(&seed(&app).await), "now the seed is told");
    assert!(last.says("Begin a new trial"));
}

#[tokio::test]
async fn a_trial_is_stopped_by_one_tap_and_another_one_may_begin() {
    let app = App::new();
    act(&app, "begin", &[("days", "14")]).await;
    act(&app, "next", &[]).await;
    assert!(app.get(TRIAL).await.says("Day 1 of 14"));
    let page = act(&app, "stop", &[]).await;
    assert!(page.says("You stopped this trial") && page.says("no verdict"), "{}", page.text());
    assert!(!app.get("/").await.says("Today: with"));
    assert!(app.get("/insight/over-days/wind-down").await.says("Begin the trial"));
}

#[tokio::test]
async fn spasms_are_counted_as_the_page_of_how_often_counts_them() {
    let app = App::new();
    // From a Monday on: the week of the trial is a week of that page.
    let monday = loop {
        let today = Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap().date();
        if today.weekday() == jiff::civil::Weekday::Monday {
            break today;
        }
        app.later(DAY);
    };
    act(&app, "begin", &[]).await;
    act(&app, "next", &[]).await;
    let spasm = supple_diary::Spasm { seconds: Some(supple_diary::Seconds::new(20).unwrap()), ..Default::default() };
    for day in 0..7 {
        // Two that are one bout, on a day that is answered; one on a day that nobody answers; one that only the answer knows.
        if day < 3 {
            write(&app, spasm.clone()).await;
            app.later(1800);
            write(&app, spasm.clone()).await;
            app.later(-1800);
        }
        if day != 2 {
            answer(&app, day < 2 || day == 5).await;
        }
        app.later(DAY);
    }
    app.later(2 * DAY);
    let now = app.journal.host().now().in_tz("Europe/Berlin").unwrap();
    let diary = app.diary().await;
    let trial = supple_programme::trial::running(&diary, &now).unwrap();
    let weeks = supple_insight::Findings::of(&diary, &now).frequency.weeks;
    assert_eq!(trial.begun[0].first, monday);
    assert_eq!(
        (f64::from(trial.over[0].observed_days), u64::from(trial.over[0].spasms)),
        (weeks[0].days_observed, weeks[0].count)
    );
    assert_eq!((trial.over[0].observed_days, trial.over[0].spasms), (6, 3));
}
