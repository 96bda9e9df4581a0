//! A trial of one person through whole requests: two devices, a clock that goes on, and a plan that uses what came out.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page};
use axum::http::StatusCode;
use supple_care::trials;
use supple_diary::{Check, Draft, Medicine, Moment, Object, TrialDraw, TrialHarm, TrialPain, Words};
use supple_triage::Answers;
use supple_trial::{Arm, Verdict};
use uuid::Uuid;

const TRIAL: &str = "/insight/trials/heat-or-cold";
const DAY: i64 = 86_400;

/// The app on a device of its own, whose chance is not that of another one.
fn device(number: u128) -> App {
    let app = App::new();
    app.journal.write_for(Uuid::from_u128(number));
    (0..number * 1000).for_each(|_| {
        let _ = app.journal.host().random();
    });
    app
}

async fn write(app: &App, kind: impl Into<supple_diary::Kind>) {
    let now = Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap();
    app.journal.write(Draft::new(now, kind)).await.unwrap();
}

/// A check with no to everything.
async fn checked(app: &App) {
    let triage = supple_triage::embedded();
    let mut answers = Answers::none_yet(triage);
    answers.none_of(triage, &(0..triage.guidance().findings.len()).collect::<Vec<_>>());
    let answers = Object::new(&answers.to_json(triage)).unwrap();
    write(app, Check { answers, urgency: Words::new("self-care").unwrap(), rules: Vec::new() }).await;
}

/// What someone says before a spasm takes part: a check, and how they are.
async fn ready(app: &App) {
    checked(app).await;
    let said = [("mobility", "can-stand"), ("at-hand", "heat"), ("at-hand", "ice")];
    let told = app.post("/now", &said).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text());
}

async fn act(app: &App, what: &str, form: &[(&str, &str)]) -> Page {
    let answer = app.post(&format!("{TRIAL}/{what}"), form).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, TRIAL), "{}", answer.text());
    app.get(TRIAL).await
}

async fn draws(app: &App) -> Vec<(u32, String)> {
    let diary = app.diary().await;
    diary.all::<TrialDraw>().map(|(_, draw)| (draw.number.get(), draw.arm.as_str().to_owned())).collect()
}

/// Each has what the other has.
async fn meet(one: &App, other: &App) {
    let (ones, others) = (one.log().await, other.log().await);
    one.journal.take(&others).await.unwrap();
    other.journal.take(&ones).await.unwrap();
}

#[tokio::test]
async fn before_it_begins_a_page_says_how_it_goes_and_what_it_can_find() {
    let app = App::new();
    let page = app.get(TRIAL).await;
    for words in ["How it goes", "chance chooses", "What it can find", "of 100", "an answer too", "Our own judgement"] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(page.says("Begin the trial") && page.says("What sources say"));
    assert_eq!(app.get("/insight/trials/tea").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(&format!("{TRIAL}/draws.json")).await.status, StatusCode::NOT_FOUND, "nothing to tell yet");
}

#[tokio::test]
async fn a_spasm_takes_part_only_after_the_check_and_nothing_is_drawn_twice() {
    let app = device(1);
    let page = act(&app, "begin", &[]).await;
    assert!(page.says("Say first how you are now") && !page.body.contains("name=\"level\""), "{}", page.text());
    // Whatever is sent, nothing is drawn before its time.
    act(&app, "bout", &[("level", "7")]).await;
    act(&app, "after", &[("level", "3")]).await;
    assert!(app.diary().await.all::<TrialPain>().next().is_none() && draws(&app).await.is_empty());

    ready(&app).await;
    let page = app.get(TRIAL).await;
    assert!(page.says("How bad is it right now?"), "{}", page.text());
    assert!(!page.body.contains("value=\"3\""), "too little pain is not offered");
    act(&app, "bout", &[("level", "3")]).await;
    assert!(draws(&app).await.is_empty(), "too little pain");
    let page = act(&app, "bout", &[("level", "7")]).await;
    assert!(page.says("Chance chose") && page.says("When to stop"), "{}", page.text());
    let first = draws(&app).await;
    assert_eq!(first.len(), 1);
    // The same tap again, and another number: nothing new.
    act(&app, "bout", &[("level", "7")]).await;
    act(&app, "bout", &[("level", "9")]).await;
    assert_eq!(draws(&app).await, first);
    // Nor within four hours.
    app.later(3 * 3600);
    ready(&app).await;
    act(&app, "bout", &[("level", "7")]).await;
    assert_eq!(draws(&app).await, first);
    assert!(!app.get("/diary").await.body.contains(&seed(&app).await), "the seed is shown nowhere");
    assert!(!app.get(TRIAL).await.body.contains(&seed(&app).await));
}

async fn seed(app: &App) -> String {
    app.diary().await.last::<supple_diary::Trial>().unwrap().1.seed.as_str().to_owned()
}

#[tokio::test]
async fn a_warning_sign_or_a_painkiller_keeps_a_spasm_out() {
    let app = device(2);
    act(&app, "begin", &[]).await;
    ready(&app).await;
    let taken =
        |what| Medicine { what: Words::new(what).unwrap(), substance: None, milligrams: None, units: None, note: None };
    write(&app, taken("Ibuprofen")).await;
    let page = app.get(TRIAL).await;
    assert!(page.says("could still be at work") && !page.body.contains("name=\"level\""), "{}", page.text());
    app.later(5 * 3600);
    ready(&app).await;
    assert!(app.get(TRIAL).await.says("How bad is it right now?"));
    // Loss of bladder control: the check finds an emergency.
    let answers = Object::new(r#"{"bladder-bowel-loss": true}"#).unwrap();
    write(&app, Check { answers, urgency: Words::new("emergency").unwrap(), rules: Vec::new() }).await;
    let page = app.get(TRIAL).await;
    assert!(page.says("Something needs help first") && !page.body.contains("name=\"level\""), "{}", page.text());
    act(&app, "bout", &[("level", "8")]).await;
    assert!(draws(&app).await.is_empty());
}

/// How far pain falls after each measure, time after time: after heat a little more.
const FALLS: [[u32; 8]; 2] = [[2, 0, 3, 1, 2, 0, 3, 1], [3, 3, 4, 2, 4, 3, 5, 3]];

#[tokio::test]
async fn a_whole_trial_on_two_devices_ends_in_a_result_that_the_plan_uses() {
    let (one, other) = (device(3), device(4));
    act(&one, "begin", &[("margin", "10")]).await;
    meet(&one, &other).await;
    let mut number = 0;
    let mut last = one.get(TRIAL).await;
    while !last.says("Pair by pair") {
        number += 1;
        assert!(number <= 20, "{}", last.text());
        // One day one phone, the next day the other.
        let (here, there) = if number % 2 == 0 { (&other, &one) } else { (&one, &other) };
        for app in [here, there] {
            app.later(DAY + 60 * i64::from(number));
        }
        ready(here).await;
        let page = act(here, "bout", &[("level", "8")]).await;
        assert!(page.says("Chance chose"), "{number}: {}", page.text());
        if number == 5 {
            // The other phone was away: it draws the same number, with the same arm, for a spasm of its own.
            there.later(6 * 3600);
            ready(there).await;
            act(there, "bout", &[("level", "6")]).await;
            there.later(-6 * 3600);
        }
        let drawn = draws(here).await;
        let (_, arm) = drawn.iter().find(|(of, _)| *of == number).unwrap().clone();
        here.later(31 * 60);
        there.later(31 * 60);
        let start = here.get("/").await;
        assert!(start.says("How bad is it now?"), "the start asks");
        let (side, before) = (usize::from(arm == "b"), number - 1);
        let so_often = drawn.iter().filter(|(of, other)| *of <= before && *other == arm).count();
        let after = (8 - FALLS[side][so_often % 8]).to_string();
        last = act(here, "after", &[("level", &after)]).await;
        meet(here, there).await;
    }
    assert_eq!(number, 16, "{}", last.text());
    assert!(last.says("Heat eases yours further") && last.says("Two devices chose for number 5"), "{}", last.text());
    let diary = one.diary().await;
    let found = trials::all(&diary, one.journal.host().now());
    let trial = found[0].as_ref().unwrap();
    assert_eq!(trial.report.verdict, Verdict::Better(Arm::B));
    assert_eq!(trial.kept.dropped.len(), 1);
    assert!(trials::audit(&diary, one.journal.host().now()).is_empty());

    // Both devices say the same, and the file tells all that a script needs.
    assert_eq!(one.get(TRIAL).await.text(), other.get(TRIAL).await.text());
    let file = one.get(&format!("{TRIAL}/draws.json")).await;
    let revealed: supple_trial::Revealed = serde_json::from_str(&file.body).unwrap();
    assert_eq!(revealed.audit(), Ok(()));
    assert!(file.body.contains(&seed(&one).await), "now the seed is told");

    // The plan goes by it, and says why; the person can change that.
    one.later(DAY);
    ready(&one).await;
    let plan = one.get("/now").await;
    assert!(plan.says("Your own trial of 16 spasms found that heat eases yours further"), "{}", plan.text());
    assert!(plan.says("What your trial found"));
    one.post("/now/decide", &[("decision", "heat-or-cold"), ("option", "cold")]).await;
    assert!(!one.get("/now").await.says("What your trial found"));
    // Beside what sources say.
    let sources = one.get("/guide/disagreements/ice-or-heat").await;
    assert!(sources.says("And which works for you?") && sources.says("Heat eases yours further"));
}

#[tokio::test]
async fn a_trial_that_is_stopped_shows_its_pairs_and_no_verdict() {
    let app = device(5);
    act(&app, "begin", &[]).await;
    for day in 1..=4 {
        app.later(DAY);
        ready(&app).await;
        act(&app, "bout", &[("level", "7")]).await;
        app.later(30 * 60);
        act(&app, "after", &[("level", if day % 2 == 0 { "5" } else { "6" })]).await;
        app.later(30 * 60);
        let page = app.get(TRIAL).await;
        assert!(page.says("An hour is over"), "{}", page.text());
        act(&app, "after", &[("level", "4")]).await;
    }
    let going = app.get(TRIAL).await;
    assert!(
        going.says("4 spasms of up to 20") && !going.says("points further"),
        "no look in between: {}",
        going.text()
    );
    let page = act(&app, "stop", &[]).await;
    assert!(
        page.says("You stopped this trial") && page.says("Pair by pair") && page.says("no verdict"),
        "{}",
        page.text()
    );
    assert!(app.get("/insight/trials").await.says("You stopped this trial"));
}

#[tokio::test]
async fn after_a_measure_that_hurts_more_the_page_says_to_leave_it_off() {
    let app = device(6);
    act(&app, "begin", &[]).await;
    ready(&app).await;
    act(&app, "bout", &[("level", "5")]).await;
    act(&app, "done", &[("done", "other")]).await;
    app.later(25 * 60);
    let page = act(&app, "after", &[("level", "8")]).await;
    assert!(page.says("It hurts more") && page.says("Start the check"), "{}", page.text());
    let diary = app.diary().await;
    let found = trials::all(&diary, app.journal.host().now());
    assert_eq!(found[0].as_ref().unwrap().bouts[0].done, supple_trial::Done::Other);
}

#[tokio::test]
async fn a_measure_that_left_the_plan_after_the_draw_is_not_to_be_done() {
    let app = device(7);
    act(&app, "begin", &[]).await;
    ready(&app).await;
    assert!(act(&app, "bout", &[("level", "7")]).await.says("When to stop"));
    // A sign comes up after the draw: the plan has no heat and no cold now.
    let answers = Object::new(r#"{"bladder-bowel-loss": true}"#).unwrap();
    app.later(60);
    write(&app, Check { answers, urgency: Words::new("emergency").unwrap(), rules: Vec::new() }).await;
    let page = app.get(TRIAL).await;
    assert!(page.says("so leave it out") && !page.says("for one round"), "{}", page.text());
    assert!(!page.body.contains("action=\"/timer\""));
}

/// Taps that a measure did harm.
async fn tells(app: &App, form: &[(&str, &str)]) -> Page {
    let answer = app.post(&format!("{TRIAL}/harm"), form).await;
    let to = format!("{TRIAL}#harm");
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, &*to), "{}", answer.text());
    app.get(TRIAL).await
}

async fn told(app: &App) -> Vec<String> {
    app.diary().await.all::<TrialHarm>().map(|(_, harm)| harm.what.to_string()).collect()
}

async fn last_draw(app: &App) -> String {
    app.diary().await.all::<TrialDraw>().next_back().unwrap().0.id().to_string()
}

#[tokio::test]
async fn harm_is_told_by_one_tap_after_the_answer_and_nothing_pressed_is_never_no_harm() {
    let app = device(8);
    let page = act(&app, "begin", &[]).await;
    assert!(!page.says("do you any harm"), "nothing was done yet");
    ready(&app).await;
    act(&app, "bout", &[("level", "7")]).await;
    app.later(31 * 60);
    let page = act(&app, "after", &[("level", "4")]).await;
    let fold = "<details><summary>Did it do you any harm?</summary>";
    assert!(page.body.contains(fold), "one line, shut, and no step more: {}", page.body);
    assert!(page.says("Skin red or sore") && page.says("A blister or a burn") && !page.says("Stiffer than before"));
    assert!(!page.says("Harm that you told"));
    let draw = last_draw(&app).await;
    let page = tells(&app, &[("draw", &draw), ("what", "burn")]).await;
    assert!(page.says("Harm that you told") && page.says("a blister or a burn (spasm 1"), "{}", page.text());
    assert!(page.says("What the plan says: Not on open or sore skin."), "{}", page.text());
    assert!(page.body.contains("Banstead"), "with its source: {}", page.body);
    // The same again: once.
    act_shown(&app, &[("draw", &draw), ("what", "burn")]).await;
    assert_eq!(told(&app).await, ["burn"]);
    // Own words may be a sign, so the check is one tap away.
    app.later(60);
    let page = tells(&app, &[("draw", &draw), ("words", "My skin went pale")]).await;
    assert!(page.says("My skin went pale") && page.says("Is it a warning sign?"), "{}", page.text());
    // Nothing, both, and a draw that is not there.
    for form in [&[("draw", &*draw)][..], &[("draw", &*draw), ("what", "burn"), ("words", "and more")]] {
        let page = app.post(&format!("{TRIAL}/harm"), form).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.text());
    }
    act_shown(&app, &[("draw", &Uuid::nil().to_string()), ("what", "burn")]).await;
    act_shown(&app, &[("draw", "tea"), ("what", "burn")]).await;
    assert_eq!(told(&app).await, ["burn", "My skin went pale"]);
    // Told by mistake: as every entry it can be taken back, and none is changed by hand.
    let diary = app.diary().await;
    let (item, _) = diary.last::<TrialHarm>().unwrap();
    let entry = format!("/diary/entry/{}", item.id());
    assert!(app.get(TRIAL).await.body.contains(&entry) && app.get(&entry).await.says("My skin went pale"));
    app.post(&format!("{entry}/remove"), &[]).await;
    assert_eq!(told(&app).await, ["burn"]);
}

/// What is refused is shown on the page itself.
async fn act_shown(app: &App, form: &[(&str, &str)]) {
    let answer = app.post(&format!("{TRIAL}/harm"), form).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, TRIAL), "{}", answer.text());
}

#[tokio::test]
async fn harm_can_be_told_of_an_earlier_spasm_and_after_the_end_and_the_rest_stays_not_told() {
    let app = device(9);
    act(&app, "begin", &[]).await;
    for _ in 0..2 {
        app.later(DAY);
        ready(&app).await;
        act(&app, "bout", &[("level", "7")]).await;
    }
    app.later(DAY);
    let page = app.get(TRIAL).await;
    assert!(page.says("Did a measure do you any harm?") && page.says("In which spasm?"), "{}", page.text());
    let page = act(&app, "stop", &[]).await;
    assert!(page.says("Not told") && page.says("Nothing told is not the same as no harm."), "{}", page.text());
    assert!(!page.says("no harm was") && !page.says("without harm"));
    let first = app.diary().await.all::<TrialDraw>().next().unwrap().0.id().to_string();
    let page = tells(&app, &[("draw", &first), ("what", "skin-sore"), ("words", "")]).await;
    assert!(page.says("skin red or sore (spasm 1") && page.says("nothing told of 1 "), "{}", page.text());
    assert!(page.says("1 told"), "{}", page.text());
    // The other phone says the same.
    let other = device(10);
    other.later(2 * DAY + DAY);
    meet(&app, &other).await;
    assert_eq!(app.get(TRIAL).await.text(), other.get(TRIAL).await.text());
}
