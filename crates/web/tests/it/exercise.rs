//! Exercise through the pages, with the clock set on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::support::{App, Page};
use axum::http::StatusCode;
use supple_diary::Exercise;

const NONE: (&str, &str) = ("rest", "no");

/// A check to which nothing applies.
async fn check(app: &App) {
    let mut page = app.get("/check").await;
    for _ in 0..8 {
        if page.verdict().is_some() {
            break;
        }
        let (before, known) = (page.hidden("before"), page.hidden("known"));
        let needed = [("days", "1"), ("pain", "2"), ("age", "40")];
        let mut form: Vec<(&str, &str)> = needed.into_iter().filter(|(name, _)| page.asks(name)).collect();
        form.extend(before.as_deref().map(|json| ("before", json)));
        form.extend(known.as_deref().map(|json| ("known", json)));
        if page.asks("still") {
            form.push(("still", "yes"));
        }
        form.push(NONE);
        page = app.post("/check", &form).await;
    }
    assert_eq!(page.verdict().as_deref(), Some("self-care"), "{}", page.text());
}

/// The names of the exercises of the day, by their pages.
fn parts(room: &Page) -> Vec<String> {
    let list = room.body.split("<ol class=\"parts\">").nth(1).unwrap_or_default();
    let list = list.split("</ol>").next().unwrap_or_default();
    let links = list.split("href=\"/exercise/").skip(1).filter_map(|rest| rest.split(['"', '?']).next());
    links.map(str::to_owned).collect()
}

/// Goes to what comes next. Gives its id and its page; none where nothing comes.
async fn next(app: &App, query: &str) -> Option<(String, Page)> {
    let to = app.get(&format!("/exercise/go{query}")).await.header("location").to_owned();
    let id = to.strip_prefix("/exercise/")?.split('?').next()?.to_owned();
    let page = app.get(&to).await;
    assert_eq!(page.status, StatusCode::OK, "{to}");
    Some((id, page))
}

/// What the forms of a page carry of the day.
fn carried(page: &Page) -> Vec<(String, String)> {
    ["minutes", "place", "bad-day", "before", "unasked"]
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), page.hidden(name)?)))
        .collect()
}

/// Does the whole programme of the day once, each part counted to its end. Gives what was done.
async fn practise(app: &App, query: &str, pain: &str, after: &str) -> Vec<String> {
    let mut done = Vec::new();
    while let Some((id, page)) = next(app, query).await {
        if done.contains(&id) {
            break;
        }
        let carried = carried(&page);
        let mut form: Vec<(&str, &str)> = carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        form.push(("say", "count"));
        if page.says("How is your back now?") {
            form.push(("before", pain));
        }
        let (at, page) = app.store(&format!("/exercise/{id}"), &form).await;
        assert!(page.body.contains("data-left"), "{id}: it counts");
        let at = at.split('?').next().unwrap().to_owned();
        app.later(3_600);
        let page = app.get(&at).await;
        assert!(page.says("How is your back now?"), "{id}: {}", page.text());
        let answer = app.post(&format!("{at}/after"), &[("after", after)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        done.push(id);
        if answer.header("location").starts_with("/exercise?") || answer.header("location") == "/exercise" {
            break;
        }
        app.later(-3_500);
    }
    done
}

async fn practised(app: &App) -> Vec<Exercise> {
    app.diary().await.all::<Exercise>().map(|(_, exercise)| exercise.clone()).collect()
}

#[tokio::test]
async fn a_week_of_practice_with_a_bad_day_an_episode_and_a_return() {
    let app = App::new();
    app.at("2026-11-23T08:00:00Z");
    assert!(app.get("/exercise").await.says("The check comes first"));
    let early = app.get("/exercise/cat-cow").await;
    assert!(early.says("The check comes first") && !early.body.contains("value=\"count\""), "{}", early.text());
    check(&app).await;

    // Monday: all of it, from the walk on.
    let room = app.get("/exercise").await;
    let planned = parts(&room);
    assert_eq!(planned.first().map(String::as_str), Some("walking"), "{}", room.text());
    assert!(planned.len() >= 3, "{planned:?}");
    assert_eq!(practise(&app, "", "2", "2").await, planned);
    let room = app.get("/exercise").await;
    assert!(room.says("Done for today") && parts(&room) == planned, "the day keeps its programme");
    let entries = practised(&app).await;
    assert_eq!(entries.len(), planned.len());
    for entry in &entries {
        assert_eq!(
            (entry.before.map(supple_diary::Whole::get), entry.after.map(supple_diary::Whole::get)),
            (Some(2), Some(2))
        );
        assert!(entry.seconds.is_some() && entry.rung.is_some() && entry.too_much.is_none());
    }
    assert!(
        entries.iter().filter(|entry| entry.what.known() != Some("walking")).all(|entry| entry.repetitions.is_some())
    );

    // Tuesday is a bad day: shorter, and still there.
    app.at("2026-11-24T08:00:00Z");
    let room = app.get("/exercise?bad-day=yes").await;
    let short = parts(&room);
    assert!(room.says("A short one, for a bad day") && !short.is_empty() && short.len() <= 3, "{short:?}");
    assert_eq!(practise(&app, "?bad-day=yes", "5", "5").await, short);

    // Wednesday: one of them is too much.
    app.at("2026-11-25T08:00:00Z");
    let (id, _) = next(&app, "?place=floor&minutes=20").await.unwrap();
    let id = if id == "walking" {
        app.store("/exercise/walking", &[("say", "done"), ("before", "2")]).await;
        next(&app, "?place=floor&minutes=20&unasked=yes").await.unwrap().0
    } else {
        id
    };
    let rung = |page: &Page| {
        page.body.split("aria-current=\"step\">").nth(1).map(|rest| rest.split('<').next().unwrap().to_owned())
    };
    let before = rung(&app.get(&format!("/exercise/{id}")).await);
    let (_, page) = app.store(&format!("/exercise/{id}"), &[("say", "too-much")]).await;
    assert!(page.says("it will be smaller next time"), "{}", page.text());
    let rests = app.get(&format!("/exercise/{id}")).await;
    assert!(
        rests.says("It rests for now") && !rests.body.contains("value=\"count\""),
        "not again today: {}",
        rests.text()
    );
    app.at("2026-11-28T08:00:00Z");
    let page = app.get(&format!("/exercise/{id}")).await;
    assert_ne!(rung(&page), before, "{id} is smaller: {}", page.text());
    assert!(page.says("too much"), "and it is said why");

    // Saturday: a spasm. No exercise; first what to do now, then the way back.
    app.post("/spasm", &[]).await;
    let room = app.get("/exercise").await;
    assert!(room.says("Not now") && room.body.contains("href=\"/now\"") && parts(&room).is_empty());
    assert!(app.get("/exercise/go").await.header("location").starts_with("/exercise"));
    assert!(!app.get(&format!("/exercise/{id}")).await.body.contains("value=\"count\""), "nor on its own page");
    app.at("2026-11-29T08:00:00Z");
    app.store("/log/episode", &[("phase", "onset"), ("when", "now")]).await;
    app.at("2026-11-30T08:00:00Z");
    check(&app).await;
    let room = app.get("/exercise").await;
    assert!(room.says("Not yet") && room.body.contains("href=\"/activity\""), "{}", room.text());

    // The return: up to a day at home on the way back, then gentle exercise, smaller than before.
    for (day, step) in [("2026-12-01", "first-moves"), ("2026-12-03", "first-walk"), ("2026-12-06", "daily-life")] {
        app.at(&format!("{day}T08:00:00Z"));
        check(&app).await;
        // Whatever the step asks for is so.
        let asked = app.get("/activity").await.radios();
        let so = asked.iter().filter(|(name, value, _)| name.starts_with("is.") && value == "yes");
        let mut form: Vec<(&str, &str)> = so.map(|(name, ..)| (name.as_str(), "yes")).collect();
        form.extend([("to", step), ("pain", "1")]);
        let answer = app.post("/activity/step", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {}", answer.text());
    }
    let room = app.get("/exercise").await;
    let back = parts(&room);
    assert!(!back.is_empty(), "{}", room.text());
    for id in back.iter().filter(|id| planned.contains(id) && *id != "walking") {
        let page = app.get(&format!("/exercise/{id}")).await;
        assert!(
            page.says("A little less today") || page.says("At its easiest"),
            "{id} is a step lower: {}",
            page.text()
        );
    }
}

#[tokio::test]
async fn pain_that_rises_ends_the_day_and_the_next_time_is_smaller() {
    let app = App::new();
    check(&app).await;
    let done = practise(&app, "", "2", "4").await;
    assert_eq!(done.len(), 1, "two points more, and it is enough");
    let room = app.get("/exercise").await;
    assert!(room.says("Enough for today") && !room.body.contains("/exercise/go"), "{}", room.text());
    assert!(!room.says("Another round"));
}

#[tokio::test]
async fn a_walk_that_was_too_much_rests_for_the_day() {
    let app = App::new();
    check(&app).await;
    app.store("/exercise/walking", &[("say", "too-much"), ("before", "2")]).await;
    let page = app.get("/exercise/walking").await;
    assert!(page.says("It rests for now") && !page.body.contains("value=\"count\""), "{}", page.text());
    assert_eq!(app.post("/exercise/walking", &[("say", "done")]).await.header("location"), "/exercise/walking");
    assert_ne!(next(&app, "").await.unwrap().0, "walking");
    app.at("2026-11-23T19:00:00Z");
    assert!(app.get("/exercise/walking").await.body.contains("value=\"count\""), "it is there again on the next day");
}

#[tokio::test]
async fn a_count_is_there_after_a_lock_a_reload_and_on_another_page() {
    let app = App::new();
    check(&app).await;
    let (at, page) = app.store("/exercise/cat-cow", &[("say", "count"), ("before", "1")]).await;
    assert!(
        page.says("Get ready") && page.body.contains("http-equiv=\"refresh\""),
        "it asks anew where there is no script"
    );
    let again = app.post("/exercise/cat-cow", &[("say", "count")]).await;
    assert_eq!(again.header("location").split('?').next(), at.split('?').next(), "two taps are one count");
    assert_eq!(app.get("/exercise/go").await.header("location"), at.split('?').next().unwrap());
    app.later(6);
    assert!(app.get(&at).await.says("Move, slowly"));
    let at = at.split('?').next().unwrap();
    app.store(&format!("{at}/pause"), &[]).await;
    app.later(86_400);
    assert!(app.get(at).await.says("Move, slowly"), "a pause takes as long as it takes");
    app.store(&format!("{at}/go-on"), &[]).await;
    app.later(10);
    let (_, page) = app.store(&format!("{at}/done"), &[]).await;
    assert!(page.says("How is your back now?"));
    let entries = practised(&app).await;
    let entry = entries.last().unwrap();
    assert_eq!(entry.seconds.map(supple_diary::Whole::get), Some(16), "the pause left out");
    assert!(entry.repetitions.is_some_and(|times| times.get() < 5), "as far as it came: {:?}", entry.repetitions);
}

#[tokio::test]
async fn every_exercise_has_a_page_and_what_is_not_for_someone_cannot_be_begun() {
    let app = App::new();
    check(&app).await;
    app.store(
        "/exercise/about-you",
        &[("is.sore-knee", "yes"), ("is.osteoporosis", "yes"), ("birth-year", "1980"), NONE],
    )
    .await;
    let mut begun = 0;
    for exercise in &supple_guidance::embedded().exercises.exercises {
        let address = format!("/exercise/{}", exercise.id);
        let page = app.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        let may = page.body.contains("value=\"count\"");
        let out = |id: &str| exercise.unless.iter().any(|unless| unless.condition == id && unless.change.is_none());
        if out("knee") || out("fragile-bones") {
            assert!(!may && page.says("Not for you today"), "{address}");
        }
        // What the page does not offer, no form begins.
        let answer = app.post(&address, &[("say", "done")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.header("location").starts_with("/exercise/did/"), may, "{address}");
        begun += usize::from(may);
    }
    assert!(begun > 5);
    assert_eq!(practised(&app).await.len(), begun);
    assert_eq!(app.get("/exercise/no-such").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_one_comes_in_its_place_and_comes_back_on_the_next_day() {
    let app = App::new();
    check(&app).await;
    let room = parts(&app.get("/exercise?minutes=30").await);
    let first = room.iter().find(|id| *id != "walking").unwrap();
    let answer = app.post(&format!("/exercise/{first}"), &[("say", "another"), ("minutes", "30")]).await;
    let to = answer.header("location").to_owned();
    assert!(to.starts_with("/exercise/go?minutes=30&not="), "{to}");
    let other = parts(&app.get(&to.replace("/exercise/go", "/exercise")).await);
    assert!(!other.contains(first) && other.len() == room.len(), "{other:?}");
    assert_eq!(practised(&app).await.len(), 0, "nothing was done");
}

#[tokio::test]
async fn the_sheet_has_what_the_room_has() {
    let app = App::new();
    assert!(app.get("/exercise/sheet").await.says("Do the check first"));
    check(&app).await;
    let room = app.get("/exercise?place=chair").await;
    let sheet = app.get("/exercise/sheet?place=chair").await;
    for id in parts(&room).iter().filter(|id| *id != "walking") {
        let exercise = supple_guidance::embedded().exercises.exercise(id).unwrap();
        assert!(sheet.says(&exercise.name), "{id}");
        assert!(exercise.steps.iter().all(|step| sheet.says(step)), "{id}");
    }
}
