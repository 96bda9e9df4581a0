//! About you: said once, in one place, with its day; and the one person to call or text, wherever help is.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::support::{App, Page};
use axum::http::StatusCode;
use supple_diary::{Check, Draft, Health, Moment, Object, Plan, Profile, Words};

const ANNA: [(&str, &str); 2] = [("name", "Anna"), ("number", "+49 (0)30 901820")];

async fn anna(app: &App) {
    app.store("/profile/contact", &ANNA).await;
}

/// The links that call, and those that open a text, as they stand.
fn reaching(page: &Page) -> Vec<String> {
    let links = page.attributes("a", "href");
    links.into_iter().filter(|link| link.starts_with("tel:+") || link.starts_with("sms:+")).collect()
}

/// The words of the text behind the first link to Anna.
fn text(page: &Page) -> String {
    let links = page.attributes("a", "href");
    let sent =
        links.iter().find_map(|link| link.strip_prefix("sms:+4930901820?&body=")).expect("there is a text to Anna");
    percent_encoding::percent_decode_str(sent).decode_utf8().unwrap().into_owned()
}

const OFFER: &str = "Name one person to call or text";

/// Answers a check so that it ends in an emergency, as a stored entry, and shows the start and the plan.
async fn emergency(app: &App) {
    let answers = Object::new(r#"{"urine-retention": true}"#).unwrap();
    let check = Check { answers, urgency: Words::new("emergency").unwrap(), rules: Vec::new() };
    let now = Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap();
    app.journal.write(Draft::new(now, check)).await.unwrap();
}

#[tokio::test]
async fn without_anyone_there_is_one_line_that_offers_and_the_text_goes_to_whomever_one_chooses() {
    let app = App::new();
    app.store("/now", &[("mobility", "can-stand")]).await;
    assert!(!app.get("/").await.says(OFFER), "an episode has its own things to do");
    let calm = App::new();
    calm.store("/log/pain", &[("level", "1")]).await;
    for (app, path) in [(&app, "/now"), (&calm, "/")] {
        let page = app.get(path).await;
        assert_eq!(page.body.matches(OFFER).count(), 1, "{path}: {}", page.text());
        assert!(page.body.contains("href=\"/profile#contact\""), "{path}");
        assert_eq!(reaching(&page), [""; 0], "{path}");
    }
    let floor = app.get("/floor").await;
    assert!(floor.says("Text someone") && floor.says(OFFER) && floor.body.contains("href=\"sms:?&amp;body="));
    emergency(&app).await;
    for path in ["/now", "/"] {
        assert!(!app.get(path).await.says(OFFER), "{path}: beside a call for help nothing else asks to be read");
    }
}

#[tokio::test]
async fn the_person_is_called_and_texted_by_name_from_the_floor_the_plan_the_start_and_the_verdict() {
    let app = App::new();
    anna(&app).await;
    app.store("/profile", &[("place", "1 Elm Street, 2nd floor & rear")]).await;
    let floor = app.get("/floor").await;
    assert!(floor.says("Text Anna") && floor.says("Call Anna") && !floor.says("Text someone") && !floor.says(OFFER));
    assert_eq!(floor.attributes("a", "href")[0], "tel:112", "the number for emergencies stays first");
    let down = "I am on the floor and cannot get up. My back has locked. Please come.";
    assert_eq!(text(&floor), format!("{down} I am here: 1 Elm Street, 2nd floor & rear."));
    app.store("/now", &[("mobility", "can-stand")]).await;
    let ordinary = "My back is in spasm and I need help. Please call me. If I do not answer, please come. \
                    I am here: 1 Elm Street, 2nd floor & rear.";
    for path in ["/now", "/"] {
        let page = app.get(path).await;
        assert!(page.says("Call Anna") && page.says("Text Anna") && !page.says(OFFER), "{path}: {}", page.text());
        assert_eq!(reaching(&page).len(), 2, "{path}: {:?}", reaching(&page));
        assert!(reaching(&page).contains(&"tel:+4930901820".to_owned()));
        assert_eq!(text(&page), ordinary, "{path}");
    }
    app.store("/spasm", &[]).await;
    assert!(app.get("/").await.says("Call Anna"), "in a spasm");
    emergency(&app).await;
    for path in ["/now", "/"] {
        let page = app.get(path).await;
        assert_eq!((reaching(&page).len(), page.says("Call Anna")), (2, true), "{path}, in an emergency");
        assert_eq!(page.attributes("a", "href")[0], "tel:112");
    }
}

#[tokio::test]
async fn the_verdict_reaches_the_person_too_and_its_words_for_a_doctor_name_nobody() {
    let app = App::new();
    anna(&app).await;
    for (answers, urgent) in [(r#"{"urine-retention":true}"#, true), (r#"{"stuck":false}"#, false)] {
        let mut page = app.post("/check", &[("before", answers), ("rest", "no")]).await;
        for _ in 0..12 {
            if page.verdict().is_some() {
                break;
            }
            let before = page.hidden("before").unwrap();
            let mut form = vec![("before", before.as_str()), ("rest", "no")];
            let numbers = [("days", "1"), ("pain", "5"), ("age", "40")];
            form.extend(numbers.into_iter().filter(|(id, _)| page.asks(id)));
            page = app.post("/check", &form).await;
        }
        assert!(page.verdict().is_some(), "{}", page.text());
        assert!(page.says("Call Anna") && page.says("Text Anna"), "urgent {urgent}: {}", page.text());
        let words = page.body.split("<blockquote>").nth(1).map(|rest| rest.split("</blockquote>").next().unwrap());
        assert!(words.is_none_or(|words| !words.contains("Anna") && !words.contains("901")));
    }
    let doctor = app.get("/doctor").await;
    assert!(!doctor.body.contains("Anna") && !doctor.body.contains("4930901820"), "not for a doctor to read");
}

#[tokio::test]
async fn own_words_of_a_text_and_taking_the_person_out() {
    let app = App::new();
    app.store("/profile/contact", &[ANNA[0], ANNA[1], ("says", "Bring the key")]).await;
    assert_eq!(
        text(&app.get("/floor").await),
        "I am on the floor and cannot get up. My back has locked. Bring the key."
    );
    let (to, page) = app.store("/profile/contact", &[ANNA[0], ANNA[1], ("says", "Bring the key")]).await;
    assert_eq!((to.as_str(), app.count().await), ("/profile", 1), "the same says nothing new");
    assert!(page.says("Anna, +49 (0)30 901820") && page.says("said today"), "{}", page.text());
    app.store("/profile/contact", &[("name", "Ben"), ("number", "040 1234")]).await;
    let (_, page) = app.store("/profile/contact", &[("remove", "yes")]).await;
    assert_eq!(app.diary().await.profile().contact, None, "neither of the two comes back");
    assert!(page.says("Your person") && !page.says("Ben,"));
    assert!(app.get("/floor").await.says("Text someone"));
}

#[tokio::test]
async fn a_number_that_reaches_nobody_is_refused_and_what_was_typed_is_still_there() {
    let app = App::new();
    app.store("/profile", &[("place", "1 Elm Street")]).await;
    let before = app.count().await;
    for (form, line) in [
        (&[("name", "Anna"), ("number", "ask her")][..], "Give a phone number of 3 to 15 digits"),
        (&[("name", "Anna"), ("number", "")], "Give a phone number of 3 to 15 digits"),
        (&[("name", " "), ("number", "030 123")], "Give a name"),
        (&[("name", "\u{202e}x"), ("number", "030 123")], "without hidden marks"),
    ] {
        let page = app.post("/profile/contact", form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        assert!(page.says(line) && page.says("Nothing was stored yet"), "{form:?}: {}", page.text());
        assert!(page.body.contains("value=\"1 Elm Street\""), "the other forms show what stands");
    }
    assert_eq!(app.count().await, before);
}

#[tokio::test]
async fn what_is_at_home_is_at_hand_for_whoever_can_get_up_and_said_nothing_else() {
    let app = App::new();
    app.store("/profile/at-home", &[("at-hand", "heat"), ("at-hand", "chair")]).await;
    let situation = |app: &App| {
        let journal = std::sync::Arc::clone(&app.journal);
        async move { journal.diary().await.unwrap().last::<Plan>().unwrap().1.situation.json().to_owned() }
    };
    // On the floor only what lies there is within reach.
    app.store("/now", &[("mobility", "can-turn")]).await;
    assert!(!situation(&app).await.contains("heat"), "{}", situation(&app).await);
    app.later(13 * 3600);
    app.store("/now", &[("mobility", "can-stand")]).await;
    assert!(situation(&app).await.contains(r#""at-hand":["heat","chair"]"#), "{}", situation(&app).await);
    assert!(app.get("/now").await.says("something warm"));
    // Nothing is said to be at hand: that stands, though it is at home.
    app.store("/now", &[("at-hand", "")]).await;
    assert!(!situation(&app).await.contains("heat"));
    app.store("/now", &[("mobility", "can-stand")]).await;
    assert!(!situation(&app).await.contains("heat"), "for the whole moment");
    let refused = app.post("/profile/at-home", &[("at-hand", "sauna")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_was_said_long_ago_is_asked_as_one_question_and_one_tap_confirms_it() {
    let app = App::new();
    anna(&app).await;
    app.store(
        "/medicine/about-you",
        &[("is.gout", "yes"), ("is.breastfeeding", "no"), ("shown", "gout"), ("shown", "breastfeeding")],
    )
    .await;
    assert!(!app.get("/profile").await.says("Still so?"));
    app.later(40 * 86_400);
    let page = app.get("/profile").await;
    assert!(page.says("Still so?") && page.says("You breastfeed: No (said on 22 November 2026)"), "{}", page.text());
    assert_eq!(
        page.hidden("fact").as_deref(),
        Some("health.breastfeeding"),
        "a no to what comes and goes is old after a month"
    );
    app.later(340 * 86_400);
    let page = app.get("/profile").await;
    let facts: Vec<String> = page
        .body
        .split("name=\"fact\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    assert_eq!(facts, ["contact", "health.gout", "health.breastfeeding"]);
    let form: Vec<(&str, &str)> = facts.iter().map(|fact| ("fact", fact.as_str())).collect();
    let (_, page) = app.store("/profile/still-so", &form).await;
    assert!(!page.says("Still so?") && page.says("said today"), "{}", page.text());
    let diary = app.diary().await;
    assert_eq!(diary.profile().health.get("breastfeeding"), Some(&Health::Is(false)));
    assert_eq!(diary.all::<Profile>().count(), 4, "health stands in an entry that older programs read");
    for fact in ["health.lupus", "contacts", "place"] {
        let refused = app.post("/profile/still-so", &[("fact", fact)]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fact}");
    }
}

#[tokio::test]
async fn what_is_said_here_is_not_asked_by_the_check_the_medicines_or_the_plan() {
    let app = App::new();
    let shown = [("shown", "blood-thinner"), ("shown", "poor-circulation"), ("shown", "cancer-history")];
    let said = [("is.blood-thinner", "no"), ("is.poor-circulation", "no"), ("is.cancer-history", "no")];
    app.store("/medicine/about-you", &[shown, said].concat()).await;
    let page = app.get("/profile").await;
    assert_eq!(page.checked("is.poor-circulation").as_deref(), Some("no"));
    app.store("/now", &[("mobility", "can-stand"), ("at-hand", "heat")]).await;
    let plan = app.get("/now").await;
    assert!(
        !plan.body.contains("caution.poor-circulation") && !plan.body.contains("caution.blood-thinner"),
        "{}",
        plan.text()
    );
    assert!(plan.body.contains("caution.cancer-there"), "a no to another question is no answer to this one");
    let medicine =
        app.post("/medicine/take", &[("what", "ibuprofen"), ("units", "1"), ("mg", "200"), ("when", "now")]).await;
    assert!(!medicine.body.contains("name=\"is.blood-thinner\""), "{}", medicine.text());
}

#[tokio::test]
async fn what_a_plan_is_told_of_the_person_stands_here() {
    let app = App::new();
    app.store("/now", &[("mobility", "can-stand"), ("at-hand", "heat")]).await;
    app.store(
        "/now",
        &[("caution.poor-circulation", "yes"), ("caution.blood-thinner", "no"), ("caution.sleepy", "yes")],
    )
    .await;
    let page = app.get("/profile").await;
    assert_eq!(page.checked("is.poor-circulation").as_deref(), Some("yes"));
    assert_eq!(page.checked("is.blood-thinner").as_deref(), Some("no"));
    let health = app.diary().await.profile().health.clone();
    assert_eq!(health.iter().count(), 2, "what is so of this minute is no fact about the person: {health:?}");
    let entries = app.count().await;
    app.store("/now", &[("caution.poor-circulation", "yes")]).await;
    assert_eq!(app.count().await, entries + 1, "the plan alone: nothing new was said of the person");
    // Corrected here, it is corrected there, though the plan said otherwise before.
    app.later(60);
    app.store("/medicine/about-you", &[("shown", "poor-circulation"), ("is.poor-circulation", "no")]).await;
    app.later(13 * 3600);
    app.store("/now", &[("mobility", "can-stand"), ("at-hand", "heat")]).await;
    let situation = app.diary().await.last::<Plan>().unwrap().1.situation.json().to_owned();
    assert!(situation.contains(r#""poor-circulation":false"#), "{situation}");
}

#[tokio::test]
async fn every_fact_of_the_page_says_when_it_was_said_and_the_country_is_one_of_them() {
    let app = App::new();
    app.store("/country", &[("country", "GB")]).await;
    app.later(3 * 86_400);
    app.store("/profile", &[("birth-year", "1979"), ("place", "1 Elm Street")]).await;
    let page = app.get("/profile").await;
    assert!(page.says("United Kingdom, said on 22 November"), "{}", page.text());
    assert!(page.says("1979, said today") && page.says("1 Elm Street, said today"));
    app.store("/country", &[("country", "US")]).await;
    assert!(app.get("/profile").await.says("United States, said today"));
}
