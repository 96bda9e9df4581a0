//! Floor mode through whole requests: one instruction at a time, help first, nothing lost, and back to the check in time.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page, runtime, value_of};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use proptest::prelude::*;
use supple_diary::{Check, Country, KindName, Plan, Profile, Words};
use supple_guidance::{FloorStep, embedded};

/// What the page shows as the one thing to do.
fn shown(page: &Page) -> &'static FloorStep {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let title = heading(page);
    let says = |step: &&FloorStep| step.title == title && page.says(&step.how);
    let steps: Vec<&FloorStep> = embedded().relief.floor.iter().filter(says).collect();
    // Two tracks have a step called "Breathe slowly"; they say the same on their buttons.
    let buttons = page.body.split("<button").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
    let buttons: Vec<String> = buttons.map(|rest| rest.split_once('>').unwrap().1.to_owned()).collect();
    steps.into_iter().find(|step| step.yes == buttons[0] && step.no == buttons[1]).expect(&title)
}

fn heading(page: &Page) -> String {
    let rest = page.body.split("<h1 id=\"what\">").nth(1).unwrap();
    crate::support::unescaped(rest.split("</h1>").next().unwrap())
}

async fn start(app: &App) -> Page {
    app.store("/floor", &[("alone", "yes")]).await.1
}

async fn say(app: &App, page: &Page, say: &str) -> Page {
    app.store("/floor", &[("seen", &page.hidden("seen").unwrap()), ("say", say)]).await.1
}

/// Walks on until this instruction is shown.
async fn walk_to(app: &App, id: &str) -> Page {
    let mut page = start(app).await;
    while shown(&page).id != id {
        page = say(app, &page, "done").await;
    }
    page
}

async fn checked(app: &App, findings: &[&str]) {
    let form: Vec<(&str, &str)> = findings.iter().map(|finding| ("found", *finding)).collect();
    assert_eq!(app.post("/check", &form).await.status, StatusCode::OK);
}

async fn emergency(app: &App) {
    checked(app, &["stuck", "stuck-over-an-hour"]).await;
    assert_eq!(app.diary().await.last::<Check>().unwrap().1.urgency.as_str(), "emergency");
}

/// The steps of the newest plan.
async fn plan(app: &App) -> (serde_json::Value, Vec<String>) {
    let diary = app.diary().await;
    let plan = diary.last::<Plan>().unwrap().1.clone();
    (serde_json::from_str(plan.situation.json()).unwrap(), plan.steps.iter().map(Words::to_string).collect())
}

// ---------------------------------------------------------------- the way up

#[tokio::test]
async fn the_first_button_leads_from_the_first_instruction_to_the_last() {
    let app = App::new();
    let mut page = start(&app).await;
    let mut way = Vec::new();
    while page.hidden("seen").is_some() {
        way.push(shown(&page).id.as_str());
        let buttons = page.attributes("button", "value");
        assert_eq!(buttons[..3], ["done", "not-yet", "worse"], "{}", page.text());
        let first = page.body.split("<button ").nth(1).unwrap().split('>').next().unwrap();
        assert!(first.contains(" autofocus") && first.contains("aria-describedby=\"what how\""), "{first}");
        assert_eq!(page.body.matches(" autofocus").count(), 1);
        app.later(30);
        page = say(&app, &page, "done").await;
    }
    let expected = "tell-by-phone breathe toes knees roll rest-on-the-side front hands-and-knees crawl lean one-foot \
                    push-up sit stand";
    assert_eq!(way.join(" "), expected);
    assert_eq!(heading(&page), "You are up.");
    assert!(page.attributes("a", "href").contains(&"/now".to_owned()));
    let (situation, _) = plan(&app).await;
    assert_eq!(situation["mobility"], "can-stand");
    assert_eq!(situation["place"], "standing");
    assert!(situation.get("down-since").is_none(), "{situation}");
    // The diary has one line for all of it, and the next fall begins anew.
    assert_eq!(app.diary().await.of(KindName::Plan).len(), 1);
    app.later(61 * 60);
    assert_eq!(heading(&app.get("/floor").await), "On the floor? One step at a time.");
}

#[tokio::test]
async fn a_page_that_is_loaded_again_shows_the_same_and_writes_nothing() {
    let app = App::new();
    walk_to(&app, "roll").await;
    let entries = app.count().await;
    for _ in 0..3 {
        assert_eq!(shown(&app.get("/floor").await).id, "roll");
    }
    assert_eq!(app.count().await, entries);
}

#[tokio::test]
async fn a_form_sent_twice_or_too_late_counts_once() {
    let app = App::new();
    let page = walk_to(&app, "toes").await;
    let late = page.hidden("seen").unwrap();
    let next = say(&app, &page, "done").await;
    assert_eq!(shown(&next).id, "knees");
    let entries = app.count().await;
    let (_, again) = app.store("/floor", &[("seen", &late), ("say", "done")]).await;
    assert_eq!(shown(&again).id, "knees");
    let (_, again) = app.store("/floor", &[("alone", "no")]).await;
    assert_eq!(shown(&again).id, "knees", "a second start begins nothing anew");
    let (_, again) = app.store("/floor", &[("say", "done")]).await;
    assert_eq!(shown(&again).id, "knees", "a form from nowhere");
    assert_eq!(app.count().await, entries);
}

#[tokio::test]
async fn staying_a_little_writes_nothing_and_not_yet_leads_back() {
    let app = App::new();
    let page = walk_to(&app, "rest-on-the-side").await;
    let entries = app.count().await;
    let page = say(&app, &page, "not-yet").await;
    assert_eq!((shown(&page).id.as_str(), app.count().await), ("rest-on-the-side", entries));
    let page = say(&app, &page, "done").await;
    let page = say(&app, &page, "not-yet").await;
    assert_eq!(shown(&page).id, "rest-on-the-side");
}

#[tokio::test]
async fn another_machine_goes_on_where_this_one_was() {
    let app = App::new();
    walk_to(&app, "crawl").await;
    let lines: String = app.log().await.iter().map(|entry| format!("{}\n", entry.line())).collect();
    let (log, refused) = supple_diary::Log::from_lines(&lines);
    assert!(refused.is_empty());
    let other = App::new();
    other.journal.take(&log).await.unwrap();
    assert_eq!(shown(&other.get("/floor").await).id, "crawl");
}

#[tokio::test]
async fn a_change_that_is_undone_in_the_diary_leads_one_step_back() {
    let app = App::new();
    walk_to(&app, "knees").await;
    let diary = app.diary().await;
    let item = diary.last::<Plan>().unwrap().0.id();
    let last = diary.history(item).last().unwrap().entry.id();
    app.store(&format!("/diary/entry/{item}/undo/{last}"), &[]).await;
    assert_eq!(shown(&app.get("/floor").await).id, "toes");
    app.store(&format!("/diary/entry/{item}/remove"), &[]).await;
    assert_eq!(heading(&app.get("/floor").await), "On the floor? One step at a time.");
}

// ---------------------------------------------------------------- help

#[tokio::test]
async fn help_comes_first_with_a_text_that_says_where() {
    let app = App::new();
    let (country, place) = (Country::new("GB").unwrap(), Words::new("3 Mill Lane, 2nd floor & left").unwrap());
    app.journal
        .write(supple_diary::Draft::new(
            app.journal.host().moment().unwrap(),
            Profile { country: Some(country), place: Some(place), ..Profile::default() },
        ))
        .await
        .unwrap();
    app.later(60);
    let page = start(&app).await;
    let links = page.attributes("a", "href");
    assert_eq!(links[0], "tel:999");
    assert_eq!(links[1], "#main");
    let text = links[2].strip_prefix("sms:?&body=").unwrap();
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"%-._~".contains(&byte)), "{text}");
    let fields = text.replace("%20", " ").replace("%2C", ",").replace("%26", "&").replace("%3A", ":");
    assert_eq!(
        fields,
        "I am on the floor and cannot get up. My back has locked. Please come. I am here: 3 Mill Lane, 2nd floor & \
         left. Down since 21:13."
    );
}

#[tokio::test]
async fn there_are_no_rooms_and_one_way_out() {
    let app = App::new();
    for page in [app.get("/floor").await, start(&app).await] {
        assert!(page.body.contains("<body class=\"floor\">") && !page.body.contains("class=\"rooms\""));
        let out = page.attributes("a", "href").into_iter().filter(|address| address == "/").count();
        assert_eq!(out, 1);
        assert!(page.says("Leave floor mode"));
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(!page.body.contains("<script>") && !page.body.contains(" style="));
    }
}

#[tokio::test]
async fn who_is_not_alone_tells_the_other() {
    let app = App::new();
    let (_, page) = app.store("/floor", &[("alone", "no")]).await;
    assert_eq!(shown(&page).id, "tell-who-is-there");
}

#[tokio::test]
async fn every_instruction_shows_who_says_so() {
    let app = App::new();
    let mut page = start(&app).await;
    while page.hidden("seen").is_some() {
        let step = shown(&page);
        assert!(!step.sources.is_empty());
        for source in &step.sources {
            assert!(page.body.contains(&format!("href=\"/sources#{source}\"")), "{source} at {}", step.id);
        }
        assert!(step.judgement.as_ref().is_none_or(|judgement| page.says(judgement)), "{}", step.id);
        page = say(&app, &page, "done").await;
    }
}

// ---------------------------------------------------------------- the limits

fn findings(page: &Page) -> Vec<String> {
    let form = page.body.split("action=\"/check\"").nth(1).expect("a way to the check");
    let form = form.split("</form>").next().unwrap();
    let tags = form.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    tags.filter(|tag| tag.contains("name=\"found\"")).filter_map(|tag| value_of(tag, "value")).collect()
}

#[tokio::test]
async fn twenty_minutes_without_progress_lead_to_the_check() {
    let app = App::new();
    let page = start(&app).await;
    assert!(page.body.contains("<noscript><meta http-equiv=\"refresh\" content=\"1201\"></noscript>"));
    assert!(page.body.contains("data-left=\"1201\""));
    app.later(1199);
    let page = app.get("/floor").await;
    assert_eq!(shown(&page).id, "tell-by-phone");
    app.later(1);
    let page = app.get("/floor").await;
    assert!(page.says("Nothing has worked for 20 minutes."), "{}", page.text());
    assert_eq!(findings(&page), ["stuck"]);
    assert!(page.body.contains("content=\"2401\""), "the hour still counts");
    // The call stands before the check.
    assert!(page.body.find("fill-red").unwrap() < page.body.find("action=\"/check\"").unwrap());
    let check = app.post("/check", &[("found", "stuck")]).await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(!check.asks("stuck") && check.asks("leg-weakness"), "what is known is not asked again");
}

#[tokio::test]
async fn progress_starts_the_twenty_minutes_anew_but_not_the_hour() {
    let app = App::new();
    let mut page = walk_to(&app, "toes").await;
    for (id, worked) in [("toes", true), ("knees", true), ("roll", true)] {
        assert_eq!(shown(&page).id, id);
        app.later(19 * 60);
        page = say(&app, &page, if worked { "done" } else { "not-yet" }).await;
    }
    assert_eq!(shown(&page).id, "rest-on-the-side");
    app.later(3 * 60);
    let page = app.get("/floor").await;
    assert!(page.says("You have been down for an hour."), "{}", page.text());
    assert!(page.says("You have been down since 21:12."));
    assert_eq!(findings(&page), ["stuck", "stuck-over-an-hour"]);
    assert_eq!(page.body.split(" autofocus").next().unwrap().rsplit('<').next().unwrap().split(' ').next(), Some("a"));
    // One tap from here to the verdict, which stands in the diary.
    let verdict = app.post("/check", &[("found", "stuck"), ("found", "stuck-over-an-hour")]).await;
    assert_eq!(verdict.verdict().as_deref(), Some("emergency"));
    assert_eq!(app.diary().await.last::<Check>().unwrap().1.urgency.as_str(), "emergency");
    // And from then on floor mode waits for help, and moves nothing.
    let page = app.get("/floor").await;
    assert_eq!(shown(&page).id, "wait-call");
    assert!(page.says("Please") || page.attributes("a", "href")[2].contains("Please%20call%20112"));
}

#[tokio::test]
async fn an_hour_before_the_start_counts() {
    let app = App::new();
    let (_, page) = app.store("/floor", &[("hour", "yes")]).await;
    assert!(page.says("You have been down for an hour."));
    assert!(page.says("You have been down since 20:12."));
    assert!(!page.body.contains("value=\"again\""), "from the start would be the same at once");
    let page = say(&app, &page, "up").await;
    assert_eq!(heading(&page), "You are up.");
}

#[tokio::test]
async fn worse_leads_to_the_check_and_after_it_anew() {
    let app = App::new();
    let page = walk_to(&app, "knees").await;
    app.later(60);
    let page = say(&app, &page, "worse").await;
    assert!(page.says("It got worse."), "{}", page.text());
    assert_eq!(findings(&page), ["stuck"]);
    assert!(app.get("/floor").await.says("It got worse."), "also when it is loaded again");
    let (_, stale) = app.store("/floor", &[("seen", &page.hidden("seen").unwrap()), ("say", "done")]).await;
    assert!(stale.says("It got worse."), "no answer leads on from here");
    let again = say(&app, &page, "again").await;
    assert_eq!(shown(&again).id, "tell-by-phone");
    assert_eq!(plan(&app).await.0["down-since"], "2026-11-22T20:12:00Z", "the hour counts on");
    // The same with a check in between.
    let page = say(&app, &again, "worse").await;
    assert!(page.says("It got worse."));
    app.later(60);
    app.journal
        .write(supple_diary::Draft::new(
            app.journal.host().moment().unwrap(),
            Check {
                answers: supple_diary::Object::new(r#"{"stuck": true}"#).unwrap(),
                urgency: Words::new("same-day").unwrap(),
                rules: Vec::new(),
            },
        ))
        .await
        .unwrap();
    let page = app.get("/floor").await;
    assert_eq!(shown(&page).id, "tell-by-phone");
    app.later(60);
    let page = say(&app, &page, "not-yet").await;
    assert_eq!(shown(&page).id, "breathe", "and it goes on from there");
}

#[tokio::test]
async fn who_did_the_check_after_twenty_minutes_has_twenty_more() {
    let app = App::new();
    let page = start(&app).await;
    app.later(21 * 60);
    assert!(app.get("/floor").await.says("Nothing has worked"));
    app.journal
        .write(supple_diary::Draft::new(
            app.journal.host().moment().unwrap(),
            Check {
                answers: supple_diary::Object::new(r#"{"stuck": true}"#).unwrap(),
                urgency: Words::new("same-day").unwrap(),
                rules: Vec::new(),
            },
        ))
        .await
        .unwrap();
    app.later(60);
    let again = app.get("/floor").await;
    assert_eq!(shown(&again).id, "tell-by-phone");
    assert_eq!(page.hidden("seen"), again.hidden("seen"), "only the check was written");
    let again = say(&app, &again, "done").await;
    assert_eq!(shown(&again).id, "breathe");
    app.later(18 * 60);
    assert_eq!(shown(&app.get("/floor").await).id, "breathe");
    app.later(60);
    assert!(app.get("/floor").await.says("Nothing has worked"));
}

// ---------------------------------------------------------------- an emergency

#[tokio::test]
async fn in_an_emergency_help_is_called_and_nothing_moves_the_back() {
    let app = App::new();
    emergency(&app).await;
    app.later(60);
    let mut page = start(&app).await;
    for _ in 0..12 {
        let step = shown(&page);
        assert!(step.id.starts_with("wait-"), "{}", step.id);
        assert_eq!(page.attributes("a", "href").iter().filter(|link| *link == "tel:112").count(), 2, "{}", step.id);
        assert!(!page.body.contains("http-equiv"), "nothing runs out while help is on its way");
        app.later(600);
        page = say(&app, &page, "not-yet").await;
    }
    let page = say(&app, &page, "worse").await;
    assert_eq!(shown(&page).id, "wait-shout");
    let page = say(&app, &page, "done").await;
    let page = say(&app, &page, "done").await;
    assert_eq!(shown(&page).id, "wait-still");
    let page = say(&app, &page, "done").await;
    assert_eq!(heading(&page), "Help is here.");
    assert!(page.says("down since 21:13"), "{}", page.text());
}

#[tokio::test]
async fn an_emergency_of_the_day_before_counts_no_more() {
    let app = App::new();
    emergency(&app).await;
    app.later(24 * 3600 + 1);
    assert_eq!(shown(&start(&app).await).id, "tell-by-phone");
}

#[tokio::test]
async fn an_emergency_on_the_way_stops_the_way() {
    let app = App::new();
    walk_to(&app, "one-foot").await;
    app.later(60);
    emergency(&app).await;
    let page = app.get("/floor").await;
    assert_eq!(shown(&page).id, "wait-call");
    let page = say(&app, &page, "done").await;
    assert_eq!(shown(&page).id, "wait-breathe");
    assert_eq!(shown(&app.get("/floor").await).id, "wait-breathe");
}

#[tokio::test]
async fn a_fall_of_the_day_before_is_another_one() {
    let app = App::new();
    walk_to(&app, "toes").await;
    app.later(24 * 3600 + 1);
    assert_eq!(heading(&app.get("/floor").await), "On the floor? One step at a time.");
    assert_eq!(shown(&start(&app).await).id, "tell-by-phone");
    assert_eq!(app.diary().await.of(KindName::Plan).len(), 2);
}

// ---------------------------------------------------------------- what was said for another plan

async fn planned(app: &App, situation: &str) {
    let plan = Plan {
        situation: supple_diary::Object::new(situation).unwrap(),
        urgency: Words::new("same-day").unwrap(),
        steps: vec![Words::new("breathe").unwrap()],
    };
    let now = app.journal.host().moment().unwrap();
    app.journal.write(supple_diary::Draft::new(now, plan)).await.unwrap();
}

#[tokio::test]
async fn what_was_said_for_a_plan_is_not_asked_again() {
    let app = App::new();
    planned(&app, r#"{"place":"floor","alone":false,"down-since":"2026-11-22T19:32:00Z","at-hand":["heat"]}"#).await;
    app.later(60);
    let page = app.get("/floor").await;
    assert!(!page.body.contains("name=\"alone\""), "{}", page.text());
    let (_, page) = app.store("/floor", &[("say", "start")]).await;
    assert_eq!(shown(&page).id, "tell-who-is-there");
    assert!(page.body.contains("data-left=\"1141\""), "down for 41 minutes: {}", page.body);
    let (situation, _) = plan(&app).await;
    assert_eq!(situation["at-hand"], serde_json::json!(["heat"]), "a phone was not named");
}

#[tokio::test]
async fn another_plan_in_between_changes_nothing_unless_it_says_that_one_stands() {
    let app = App::new();
    walk_to(&app, "toes").await;
    app.later(60);
    planned(&app, r#"{"place":"floor","mobility":"can-turn"}"#).await;
    assert_eq!(shown(&app.get("/floor").await).id, "toes");
    app.later(60);
    planned(&app, r#"{"mobility":"can-stand"}"#).await;
    assert_eq!(heading(&app.get("/floor").await), "On the floor? One step at a time.");
}

// ---------------------------------------------------------------- what cannot be

#[tokio::test]
async fn bad_input_gets_one_line_and_stores_nothing() {
    let app = App::new();
    for form in [
        &[("say", "jump")][..],
        &[],
        &[("alone", "perhaps")],
        &[("hour", "2")],
        &[("say", "start"), ("alone", "x")],
        &[("say", "")],
    ] {
        let page = app.post("/floor", form).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{form:?}");
        assert!(page.says("Please open floor mode again."), "{}", page.text());
    }
    let check = app.post("/check", &[("found", "nonsense")]).await;
    assert_eq!(check.status, StatusCode::BAD_REQUEST);
    assert!(check.says("“nonsense” is nothing that can be found out so."));
    assert_eq!(app.post("/check", &[("found", "age")]).await.status, StatusCode::BAD_REQUEST, "a number is no yes");
    let foreign = Request::post("/floor").header("sec-fetch-site", "cross-site").body(Body::from("alone=yes")).unwrap();
    assert_eq!(app.send(foreign).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.count().await, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whatever is said, in whatever order and however late, there is a page with help on top and a way on.
    #[test]
    fn there_is_always_a_way_on(says in prop::collection::vec((0usize..8, 0i64..1500), 1..40)) {
        runtime().block_on(async {
            let app = App::new();
            for (what, later) in says {
                app.later(later);
                let page = app.get("/floor").await;
                prop_assert_eq!(page.status, StatusCode::OK);
                prop_assert!(page.attributes("a", "href")[0].starts_with("tel:"));
                prop_assert_eq!(page.body.matches(" autofocus").count(), 1);
                let seen = page.hidden("seen").unwrap_or_default();
                let form: &[(&str, &str)] = match what {
                    0..=2 => &[("seen", &seen), ("say", "done")],
                    3 => &[("seen", &seen), ("say", "not-yet")],
                    4 => &[("seen", &seen), ("say", "worse")],
                    5 => &[("seen", &seen), ("say", "again")],
                    6 => &[("seen", &seen), ("say", "up")],
                    _ => &[("alone", "yes")],
                };
                let answer = app.post("/floor", form).await;
                prop_assert_eq!(answer.status, StatusCode::SEE_OTHER);
                prop_assert_eq!(answer.header("location"), "/floor", "nothing that was said stands in an address");
            }
            Ok(())
        })?;
    }
}
