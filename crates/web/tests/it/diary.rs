//! The diary through whole requests: what is stored, what is refused, and what can be read of it later.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page, runtime};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::civil::Date;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use supple_diary::{
    Check, CheckIn, CheckInState, EpisodeMark, Exposure, KindName, Log, Measure, Medicine, Note, Pain, Phase,
    Precision, Region, Said, Spasm, testing,
};
use supple_store::{Answer, Appended, Found, Record, Store, StoreError};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// The only spasm of the diary.
async fn spasm(app: &App) -> Spasm {
    app.diary().await.last::<Spasm>().unwrap().1.clone()
}

// ---------------------------------------------------------------- a spasm

#[tokio::test]
async fn one_tap_stores_a_spasm_before_the_page_answers() {
    let app = App::new();
    let start = app.get("/").await.body;
    let (_, form) = start.split_once("action=\"/spasm\">").unwrap();
    let (form, _) = form.split_once("</form>").unwrap();
    assert!(
        !form.replace("type=\"hidden\"", "").contains("<input type") && form.matches("<button").count() == 1,
        "no field, one button"
    );
    let answer = app.post_raw("/spasm", Vec::new()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let diary = app.diary().await;
    let (item, _) = diary.last::<Spasm>().unwrap();
    assert_eq!(answer.header("location"), format!("/spasm/{}", item.id()));
    assert_eq!(item.happened().to_string(), "2026-11-22T21:12:00+01:00[Europe/Berlin]");
    let page = app.get(answer.header("location")).await;
    assert!(page.says("Stored at 21:12"), "{}", page.text());
    assert!(page.says("You can leave any of this out."));
    assert!(page.says("Undo"));
}

#[tokio::test]
async fn details_follow_in_one_form_and_never_change_the_first_entry() {
    let app = App::new();
    let (path, _) = app.store("/spasm", &[]).await;
    let form = [
        ("intensity", "7"),
        ("where", "low-left"),
        ("where", "seat-left"),
        ("long", "30"),
        ("doing", "Turning in bed"),
        ("came.breath-catch", "yes"),
        ("came.stuck", "no"),
        ("note", " Woke me up.\r\nThen it let go. "),
    ];
    let (_, page) = app.store(&path, &form).await;
    let told = spasm(&app).await;
    assert_eq!(told.intensity.unwrap().get(), 7);
    assert_eq!(told.regions.iter().collect::<Vec<_>>(), [Region::LowLeft, Region::SeatLeft]);
    assert_eq!(told.seconds.unwrap().get(), 30);
    assert_eq!(told.doing.unwrap().as_str(), "Turning in bed");
    assert_eq!(told.came_with.iter().collect::<Vec<_>>(), [("breath-catch", &true), ("stuck", &false)]);
    assert_eq!(told.came_with.get("leg-pain"), None, "what was not tapped was not asked");
    assert_eq!(told.note.unwrap().as_str(), "Woke me up.\nThen it let go.");
    let diary = app.diary().await;
    assert_eq!(diary.items()[0].as_written().kind, Spasm::default().into(), "a correction, not a change");
    assert!(page.says("Details added 21:12") && page.says("How strong added: 7 of 10"), "{}", page.text());
}

#[tokio::test]
async fn an_exact_length_counts_before_a_tapped_one() {
    let app = App::new();
    let (path, _) = app.store("/spasm", &[]).await;
    app.store(&path, &[("long", "30"), ("long-number", "1,5"), ("long-unit", "minutes")]).await;
    assert_eq!(spasm(&app).await.seconds.unwrap().get(), 90);
    let page = app.get(&path).await;
    assert_eq!(page.checked("long").as_deref(), Some("90"), "and is offered as it stands");
    assert!(page.says("90 seconds"));
}

#[tokio::test]
async fn a_danger_sign_leads_to_the_check() {
    let app = App::new();
    let (path, page) = app.store("/spasm", &[]).await;
    assert!(page.says("This is a sign that the check looks at."), "in the page, shown when yes is tapped");
    let (_, page) = app.store(&path, &[("came.saddle-numbness", "yes")]).await;
    assert!(page.says("Numb or odd feeling between your legs. This is a sign that the check looks at."));
    let (_, page) = app.store(&path, &[("came.saddle-numbness", "no")]).await;
    assert!(!page.says("This is a sign"), "a no is none");
}

#[tokio::test]
async fn what_was_chosen_before_is_offered_first() {
    let app = App::new();
    let (first, _) = app.store("/spasm", &[]).await;
    app.store(&first, &[("doing-own", "feeding the cat")]).await;
    app.later(60);
    let (_, page) = app.store("/spasm", &[]).await;
    let doing: Vec<String> =
        page.radios().into_iter().filter(|(name, _, _)| name == "doing").map(|(_, value, _)| value).collect();
    assert_eq!(doing[0], "feeding the cat");
    assert_eq!(doing[1], "Getting up", "then what is often chosen");
}

#[tokio::test]
async fn the_body_map_is_made_of_checkboxes_with_labels() {
    let app = App::new();
    let (path, page) = app.store("/spasm", &[]).await;
    let map = page.body.split("class=\"map\"").nth(1).unwrap().split("</fieldset>").next().unwrap();
    for region in Region::ALL {
        assert!(map.contains(&format!("<input type=\"checkbox\" name=\"where\" value=\"{}\">", region.id())));
    }
    assert_eq!(map.matches("<label").count(), 11);
    assert_eq!(
        map.matches("<svg").count(),
        map.matches("aria-hidden=\"true\"").count(),
        "the words speak, not the drawing"
    );
    let (_, _) = app.store(&path, &[("where", "neck")]).await;
    assert!(app.get(&path).await.body.contains("value=\"neck\" checked"));
}

#[tokio::test]
async fn the_same_details_sent_twice_are_written_once() {
    let app = App::new();
    let (path, _) = app.store("/spasm", &[]).await;
    app.store(&path, &[("intensity", "7")]).await;
    app.store(&path, &[("intensity", "7")]).await;
    assert_eq!(app.count().await, 2);
}

// ---------------------------------------------------------------- undo

#[tokio::test]
async fn undo_takes_a_spasm_back_and_undo_again_brings_it_back() {
    let app = App::new();
    let (path, page) = app.store("/spasm", &[]).await;
    assert!(page.body.contains(&format!("action=\"{}/remove\"", path.replace("/spasm/", "/diary/entry/"))));
    let entry = path.replace("/spasm/", "/diary/entry/");
    let (_, page) = app.store(&format!("{entry}/remove"), &[]).await;
    assert!(page.says("Removed") && page.says("Undo: put it back"), "{}", page.text());
    assert_eq!(app.diary().await.items().len(), 0);
    let undo = page.attributes("form", "action").into_iter().find(|action| action.contains("/undo/")).unwrap();
    let (_, page) = app.store(&undo, &[]).await;
    assert_eq!(app.diary().await.items().len(), 1);
    assert!(page.says("Removed 21:12, and taken back") && page.says("Put back 21:12"), "{}", page.text());
    let before = app.count().await;
    app.store(&undo, &[]).await;
    assert_eq!(app.count().await, before, "the same undo twice is one");
}

#[tokio::test]
async fn what_was_changed_stays_visible_and_can_be_undone() {
    let app = App::new();
    let (entry, _) = app.store("/log/pain", &[("level", "7")]).await;
    app.later(600);
    let (_, page) = app.store(&format!("{entry}/edit"), &[("level", "5")]).await;
    assert!(page.says("How strong: was 7 of 10, changed to 5 of 10"), "{}", page.text());
    assert!(page.says("Changed 21:22"));
    let undo = page.attributes("form", "action").into_iter().find(|action| action.contains("/undo/")).unwrap();
    let (_, page) = app.store(&undo, &[]).await;
    assert_eq!(app.diary().await.last::<Pain>().unwrap().1.level.get(), 7);
    assert!(page.says("changed to 5 of 10") && page.says("A change taken back"), "the history keeps both");
}

#[tokio::test]
async fn nothing_asks_are_you_sure() {
    let app = App::new();
    let (entry, _) = app.store("/log/note", &[("text", "A note.")]).await;
    let removed = app.post(&format!("{entry}/remove"), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert_eq!(removed.header("location"), entry);
}

#[tokio::test]
async fn editing_loses_nothing_that_the_form_does_not_ask() {
    let app = App::new();
    let mut keeper = testing::Keeper::new(3);
    let lifting = Exposure {
        amount: Some(supple_diary::Amount::new(12.5).unwrap()),
        unit: Some(testing::some_words("kg")),
        ..testing::exposure("lifting", true)
    };
    let exposure = keeper.say("2026-11-22T02:00:00+01:00[Europe/Berlin]", lifting.clone());
    let mut check_in = testing::check_in("2026-11-21", Some(false));
    check_in.answers.insert(testing::some_words("sleep"), Said::Number(supple_diary::Amount::new(7.5).unwrap()));
    check_in.answers.insert(testing::some_words("gardening"), Said::Is(true));
    let day = keeper.say("2026-11-22T02:05:00+01:00[Europe/Berlin]", check_in);
    app.journal.take(&keeper.log()).await.unwrap();

    let (_, _) = app.store(&format!("/diary/entry/{exposure}/edit"), &[("what", "lifting"), ("present", "no")]).await;
    assert_eq!(app.diary().await.last::<Exposure>().unwrap().1, &Exposure { present: false, ..lifting });
    let edit = format!("/diary/entry/{day}/edit");
    let form = app.get(&edit).await;
    assert_eq!(form.checked("day.gardening").as_deref(), Some("yes"));
    app.store(&edit, &[("spasm", "no"), ("pain", "3"), ("day.gardening", "yes")]).await;
    let answers = app.diary().await.last::<CheckIn>().unwrap().1.answers.clone();
    assert_eq!(answers.get("sleep"), Some(&Said::Number(supple_diary::Amount::new(7.5).unwrap())));
    assert_eq!(answers.get("gardening"), Some(&Said::Is(true)));
}

// ---------------------------------------------------------------- when

#[tokio::test]
async fn the_past_is_stored_as_exactly_as_it_is_known() {
    for (form, happened, precision) in [
        (vec![("when", "now")], "2026-11-22T21:12:00+01:00[Europe/Berlin]", None),
        (vec![("when", "hour")], "2026-11-22T20:12:00+01:00[Europe/Berlin]", Some(Precision::Hour)),
        (vec![("when", "morning")], "2026-11-22T08:00:00+01:00[Europe/Berlin]", Some(Precision::Day)),
        (vec![("when", "night")], "2026-11-22T03:00:00+01:00[Europe/Berlin]", Some(Precision::Day)),
        (vec![("when", "yesterday")], "2026-11-21T12:00:00+01:00[Europe/Berlin]", Some(Precision::Day)),
        (
            vec![("when", "about"), ("at", "2026-11-22T03:00")],
            "2026-11-22T03:00:00+01:00[Europe/Berlin]",
            Some(Precision::Hour),
        ),
        (
            vec![("when", "exact"), ("at", "2026-07-01T23:59")],
            "2026-07-01T23:59:00+02:00[Europe/Berlin]",
            Some(Precision::Minute),
        ),
    ] {
        let app = App::new();
        app.store("/log/spasm", &form).await;
        let diary = app.diary().await;
        let (item, _) = diary.last::<Spasm>().unwrap();
        assert_eq!((item.happened().to_string().as_str(), item.precision()), (happened, precision), "{form:?}");
    }
}

#[tokio::test]
async fn before_dawn_the_last_night_is_the_one_before_midnight() {
    let app = App::new();
    app.at("2026-11-22T02:30:00Z");
    let form = app.get("/log/spasm").await;
    assert!(!form.radios().iter().any(|(name, value, _)| name == "when" && value == "morning"), "it has not come yet");
    app.store("/log/spasm", &[("when", "night")]).await;
    assert_eq!(app.diary().await.items()[0].happened().to_string(), "2026-11-21T23:00:00+01:00[Europe/Berlin]");
    let refused = app.post("/log/spasm", &[("when", "morning")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("This morning has not come yet."));
}

#[tokio::test]
async fn a_traveller_keeps_the_days_that_they_lived() {
    let app = App::new();
    app.store("/spasm", &[]).await;
    app.travel("America/New_York");
    app.later(3600);
    app.store("/spasm", &[]).await;
    let page = app.get("/diary/day/2026-11-22").await;
    assert!(page.says("2 spasms"), "{}", page.text());
    assert!(page.says("21:12UTC+1") && page.says("16:12UTC−5"));
    assert!(page.says("Berlin time") && !page.says("New York time"), "only what was elsewhere says where");
    // Honolulu is still on the day before.
    app.travel("Pacific/Honolulu");
    app.at("2026-11-23T09:00:00Z");
    assert!(app.get("/diary").await.says("Today, Sunday 22 November"));
    let (_, page) = app.store("/check-in", &[("pain", "3"), ("rest", "no")]).await;
    assert!(page.says("Sunday 22 November 2026"));
    // Kiritimati is a day ahead of it.
    app.travel("Pacific/Kiritimati");
    assert!(app.get("/diary").await.says("Yesterday, Sunday 22 November"));
}

#[tokio::test]
async fn the_own_zone_counts_before_that_of_the_machine() {
    let app = App::new();
    app.store("/profile", &[("zone", "Asia/Kathmandu")]).await;
    app.store("/spasm", &[]).await;
    let diary = app.diary().await;
    assert_eq!(diary.last::<Spasm>().unwrap().0.happened().to_string(), "2026-11-23T01:57:00+05:45[Asia/Kathmandu]");
    app.travel("Mars/Olympus");
    app.store("/profile", &[("zone", "")]).await;
    let (_, page) = app.store("/spasm", &[]).await;
    assert!(page.says("Stored at 20:12"), "a zone that nobody knows is read as UTC and closes nothing");
}

// ---------------------------------------------------------------- other entries

#[tokio::test]
async fn pain_and_relief_are_one_tap_each() {
    let app = App::new();
    let page = app.get("/log").await;
    assert_eq!(page.body.matches("<button name=\"level\"").count(), 11);
    app.store("/log/pain", &[("level", "10")]).await;
    app.store("/log/measure", &[("what", "heat")]).await;
    let diary = app.diary().await;
    assert_eq!(diary.last::<Pain>().unwrap().1.level.get(), 10);
    assert_eq!(diary.last::<Measure>().unwrap().1.what.as_str(), "heat");
    let first = app.get("/log").await;
    assert!(
        first
            .body
            .split("aria-labelledby=\"relief-now\"")
            .nth(1)
            .unwrap()
            .contains("value=\"heat\">Heat</button><button")
    );
}

#[tokio::test]
async fn did_it_help_is_asked_for_a_day_and_answered_once() {
    let app = App::new();
    let (entry, page) = app.store("/log/measure", &[("what", "ice"), ("before", "7")]).await;
    assert!(page.says("Did it help?"));
    let after = entry.replace("/diary/entry/", "/log/") + "/after";
    assert!(app.get("/diary").await.body.contains(&after));
    let form = app.get(&after).await;
    assert!(!form.asks("before"), "what is known is not asked again");
    app.store(&after, &[("after", "4"), ("helped", "yes")]).await;
    let diary = app.diary().await;
    let measure = diary.last::<Measure>().unwrap().1;
    assert_eq!((measure.before.unwrap().get(), measure.after.unwrap().get(), measure.helped), (7, 4, Some(true)));
    assert!(!app.get("/diary").await.body.contains(&after), "an answer ends the question");
    let (entry, _) = app.store("/log/measure", &[("what", "walk")]).await;
    app.later(86_401);
    assert!(!app.get("/diary").await.body.contains(&entry.replace("/diary/entry/", "/log/")), "and so does a day");
}

#[tokio::test]
async fn everything_else_can_be_written_down() {
    let app = App::new();
    app.store("/log/medicine", &[("what-own", "Ibuprofen 400"), ("mg", "400"), ("when", "hour")]).await;
    app.store("/log/exposure", &[("what", "lifting")]).await;
    app.store("/log/exercise", &[("what-own", "bridge"), ("times", "10"), ("long", "300")]).await;
    app.store("/log/episode", &[("phase", "onset")]).await;
    app.store("/log/note", &[("text", "x = 1 < 2 & \"so\"")]).await;
    let diary = app.diary().await;
    let medicine = diary.last::<Medicine>().unwrap().1;
    assert_eq!((medicine.what.as_str(), medicine.milligrams.unwrap().get()), ("Ibuprofen 400", 400.0));
    assert!(diary.last::<Exposure>().unwrap().1.present);
    assert_eq!(diary.last::<EpisodeMark>().unwrap().1.phase, Phase::Onset);
    assert_eq!(diary.last::<Note>().unwrap().1.text.as_str(), "x = 1 < 2 & \"so\"");
    let page = app.get("/diary").await;
    for line in ["Ibuprofen 400, 400 mg", "Lifting", "Bridge, 5 minutes", "An episode began", "x = 1 < 2 & \"so\""] {
        assert!(page.says(line), "{line}: {}", page.text());
    }
    assert!(app.get("/log/medicine").await.says("Ibuprofen 400"), "offered again");
}

// ---------------------------------------------------------------- the check-in

/// The questions with yes and no of a check-in that are not answered yet.
fn open_questions(page: &Page) -> Vec<String> {
    let names: BTreeSet<String> =
        page.radios().into_iter().map(|(name, _, _)| name).filter(|name| name != "pain").collect();
    names.into_iter().filter(|name| page.checked(name).is_none()).collect()
}

#[tokio::test]
async fn a_check_in_takes_at_most_six_taps_whatever_the_day_was() {
    let app = App::new();
    app.store("/profile", &[("own", "cello\ncarrying the child\nthe long drive")]).await;
    let page = app.get("/check-in").await;
    let questions = open_questions(&page);
    assert_eq!(questions.len(), 9, "a spasm, six of every day, two of one's own: {questions:?}");
    let mut worst = 0;
    for day in 0..1_usize << questions.len() {
        let yes = day.count_ones() as usize;
        // Pain, the rarer answers one by one, and the button that takes the others.
        worst = worst.max(1 + yes.min(questions.len() - yes) + 1);
    }
    assert_eq!(worst, 6);

    // A day on which as many things were as were not.
    let yes: Vec<&str> = questions.iter().take(4).map(String::as_str).collect();
    let mut form = vec![("pain", "6"), ("rest", "no")];
    form.extend(yes.iter().map(|name| (*name, "yes")));
    assert_eq!(form.len(), 6, "six taps");
    app.store("/check-in", &form).await;
    let diary = app.diary().await;
    let check_in = diary.last::<CheckIn>().unwrap().1;
    assert_eq!(check_in.answers.iter().count(), 8);
    assert_eq!(check_in.answers.iter().filter(|(_, said)| **said == Said::Is(true)).count(), 4);
    assert_eq!(check_in.spasm, Some(false));
}

#[tokio::test]
async fn what_is_not_tapped_is_not_asked_unless_a_button_says_so() {
    let app = App::new();
    app.store("/check-in", &[("pain", "2"), ("day.stress", "yes"), ("rest", "")]).await;
    let diary = app.diary().await;
    let check_in = diary.last::<CheckIn>().unwrap().1;
    assert_eq!((check_in.spasm, check_in.answers.iter().count()), (None, 1));
    assert_eq!(diary.day(date("2026-11-22")).unwrap().check_in, CheckInState::Partial);
    let first_button =
        app.get("/check-in").await.body.split("<form").nth(1).unwrap().split("<button").nth(1).unwrap().to_owned();
    assert!(
        first_button.starts_with(" name=\"rest\" value=\"\" hidden"),
        "the Enter key never says no: {first_button}"
    );
    app.store("/check-in", &[("rest", "yes")]).await;
    let diary = app.diary().await;
    assert!(diary.last::<CheckIn>().unwrap().1.answers.iter().all(|(_, said)| *said == Said::Is(true)));
}

#[tokio::test]
async fn the_same_is_asked_on_a_quiet_day_as_on_a_bad_one() {
    let app = App::new();
    let quiet: Vec<String> = app.get("/check-in").await.radios().into_iter().map(|(name, ..)| name).collect();
    app.store("/spasm", &[]).await;
    let bad = app.get("/check-in").await;
    assert_eq!(bad.radios().into_iter().map(|(name, ..)| name).collect::<Vec<_>>(), quiet);
    assert_eq!(bad.checked("spasm").as_deref(), Some("yes"), "what the diary knows is not asked again");
    assert!(bad.says("1 spasm is in the diary already."));
}

#[tokio::test]
async fn yesterday_can_be_told_and_tomorrow_cannot() {
    let app = App::new();
    app.store("/check-in/2026-11-21", &[("pain", "1"), ("rest", "no")]).await;
    assert_eq!(app.diary().await.day(date("2026-11-21")).unwrap().spasm(), Some(false));
    assert_eq!(app.diary().await.day(date("2026-11-22")), None, "today is still unknown");
    for (method, page) in [
        ("get", app.get("/check-in/2026-11-23").await),
        ("post", app.post("/check-in/2026-11-23", &[("pain", "1")]).await),
    ] {
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{method}");
        assert!(page.says("This day has not been yet"), "{method}");
    }
    assert_eq!(app.get("/check-in/yesterday").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.count().await, 1);
}

#[tokio::test]
async fn a_check_in_adds_to_the_day_and_says_nothing_twice() {
    let app = App::new();
    app.store("/check-in", &[("pain", "2"), ("rest", "no")]).await;
    let page = app.get("/check-in").await;
    assert_eq!((page.checked("pain").as_deref(), page.checked("day.stress").as_deref()), (Some("2"), Some("no")));
    let again = app.post("/check-in", &[("pain", "2"), ("rest", "no")]).await;
    assert_eq!(again.header("location"), "/diary/day/2026-11-22");
    assert_eq!(app.count().await, 1);
    app.store("/check-in", &[("pain", "4"), ("rest", "")]).await;
    assert_eq!(app.diary().await.day(date("2026-11-22")).unwrap().pain.unwrap().get(), 4);
}

// ---------------------------------------------------------------- the check writes by itself

#[tokio::test]
async fn a_verdict_is_written_into_the_diary_once() {
    let app = App::new();
    let verdict = [("saddle-numbness", "yes"), ("rest", "no")];
    assert_eq!(app.post("/check", &verdict).await.verdict().as_deref(), Some("emergency"));
    app.post("/check", &verdict).await;
    let diary = app.diary().await;
    assert_eq!(diary.of(KindName::Check).len(), 1, "sent again it is the same check");
    let check = diary.last::<Check>().unwrap().1;
    assert_eq!(check.urgency.as_str(), "emergency");
    assert!(check.answers.json().contains("\"saddle-numbness\":true"), "{}", check.answers.json());
    assert!(!check.rules.is_empty());
    assert!(app.get("/diary").await.says("Safety check: Emergency"));
    app.later(3_601);
    app.post("/check", &verdict).await;
    assert_eq!(app.diary().await.of(KindName::Check).len(), 2, "an hour later it is another");
}

#[tokio::test]
async fn a_check_that_is_not_done_is_not_written() {
    let app = App::new();
    app.post("/check", &[("rest", "no")]).await;
    assert_eq!(app.count().await, 0);
}

// ---------------------------------------------------------------- looking back

/// An app with a diary that someone kept for about a month.
async fn kept() -> App {
    let app = App::new();
    let log: Log = testing::years(2_000, 3).into_iter().collect();
    app.journal.take(&log).await.unwrap();
    app
}

#[tokio::test]
async fn the_timeline_shows_fourteen_days_and_leads_to_the_older_ones() {
    let app = kept().await;
    let page = app.get("/diary").await;
    let days = |page: &Page| page.body.matches("<h2><a href=\"/diary/day/").count();
    assert_eq!(days(&page), 14);
    let older = page.attributes("a", "href").into_iter().find(|to| to.starts_with("/diary?to=")).unwrap();
    let older = app.get(&older).await;
    assert_eq!(days(&older), 14);
    assert!(!older.says("Today,"));
}

#[tokio::test]
async fn the_timeline_can_be_narrowed_down() {
    let app = kept().await;
    let page = app.get("/diary?kind=medicine&from=2026-11-10&to=2026-11-12").await;
    assert!(page.says("aracetamol") && !page.says("Spasm 7") && !page.says("Note: "));
    assert!(page.says("10 November") && page.says("12 November") && !page.says("13 November"));
    assert!(app.get("/diary?kind=note&from=2030-01-01").await.says("Nothing like that is in your diary."));
    for address in ["/diary?kind=nonsense", "/diary?from=yesterday", "/diary?kind=removal"] {
        let page = app.get(address).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(page.body.contains("id=\"problem\""), "{address}");
    }
    assert_eq!(app.get("/diary?from=2026-11-12&to=2026-11-01").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_day_that_nobody_knows_is_never_called_quiet() {
    let app = App::new();
    app.store("/check-in/2026-11-20", &[("rest", "no")]).await;
    app.store("/spasm", &[]).await;
    assert!(app.get("/diary/day/2026-11-20").await.says("A quiet day"));
    assert!(app.get("/diary/day/2026-11-21").await.says("not known, and not counted as quiet"));
    let calendar = app.get("/diary/calendar").await;
    assert!(calendar.says("1 day with a spasm, 1 quiet, 20 not known."), "{}", calendar.text());
    // Rings have a radius of their own, and dashes.
    assert_eq!(calendar.body.matches("r=\"6.5\"").count(), 20);
    assert!(calendar.body.contains("stroke-dasharray=\"2.4 2.4\""));
    // In a spasm the start shows help, not days.
    assert!(!app.get("/").await.says("in 14 days"));
    app.store("/log/episode", &[("phase", "recovery")]).await;
    let home = app.get("/").await;
    assert!(home.says("1 spasm in 14 days."));
    assert_eq!(home.body.matches("cy=\"54\" r=\"4.5\"").count(), 12);
}

#[tokio::test]
async fn every_drawing_says_its_finding_and_has_its_table() {
    let app = kept().await;
    for path in
        ["/diary/calendar", "/diary/calendar?month=2026-10", "/diary/pain", "/diary/pain?days=365", "/diary/episodes"]
    {
        let page = app.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let drawings = page.body.matches("role=\"img\"").count();
        assert!(drawings > 0, "{path}");
        let labels: Vec<String> = page
            .body
            .split("role=\"img\" aria-label=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        assert!(labels.len() == drawings && labels.iter().all(|label| label.len() > 30), "{path}: {labels:?}");
        assert!(page.body.matches("<table>").count() >= drawings, "{path}");
    }
    assert!(app.get("/diary/calendar?month=2031-01").await.says("November 2026"), "a month to come shows this one");
}

#[tokio::test]
async fn an_episode_runs_until_someone_says_that_it_is_over() {
    let app = App::new();
    app.store("/spasm", &[]).await;
    app.later(3 * 86_400);
    let page = app.get("/diary/episodes").await;
    assert!(page.says("You have not said that it is over."), "{}", page.text());
    assert!(!page.says("It goes on"), "nothing says that it does");
    app.store("/log/episode", &[("phase", "onset"), ("when", "now")]).await;
    assert!(app.get("/diary/episodes").await.says("It goes on, day 4."));
    app.store("/log/episode", &[("phase", "recovery")]).await;
    let page = app.get("/diary/episodes").await;
    assert!(page.says("You said that it was over, on day 4.") && page.says("22 November to 25 November"));
}

#[tokio::test]
async fn a_spasm_of_seconds_leaves_no_open_episode_and_silence_ends_any_other() {
    let app = App::new();
    app.store("/log/spasm", &[("long", "10")]).await;
    app.later(60);
    let page = app.get("/diary/episodes").await;
    assert!(page.says("It was over by itself."), "{}", page.text());
    assert!(!page.says("It is over now") && !page.says("goes on"));
    app.store("/spasm", &[]).await;
    assert!(app.get("/diary/episodes").await.says("It is over now"), "nobody knows how long this one lasts");
    app.later(30 * 86_400);
    let page = app.get("/diary/episodes").await;
    assert!(page.says("Nobody said when it was over. The last spasm was on 22 November."), "{}", page.text());
    assert!(!page.says("It is over now") && !page.says("goes on"));
}

#[tokio::test]
async fn yesterday_without_a_check_in_is_asked_for_without_guilt() {
    let app = App::new();
    assert!(!app.get("/diary").await.says("How was yesterday?"), "there is no diary yet");
    app.store("/spasm", &[]).await;
    app.later(2 * 86_400);
    let page = app.get("/diary").await;
    assert!(page.says("How was yesterday?") && page.body.contains("/check-in/2026-11-23"));
    app.store("/check-in/2026-11-23", &[("rest", "no")]).await;
    assert!(!app.get("/diary").await.says("How was yesterday?"));
}

// ---------------------------------------------------------------- the profile

#[tokio::test]
async fn facts_about_a_person_can_be_given_and_taken_out_again() {
    let app = App::new();
    let form = [("birth-year", "1979"), ("own", "cello\n\n cello \ncarrying"), ("place", "Hauptstr. 1, third floor")];
    app.store("/profile", &form).await;
    let diary = app.diary().await;
    let profile = diary.profile();
    assert_eq!(profile.birth_year.unwrap().get(), 1979);
    assert_eq!(profile.own_exposures.as_ref().unwrap().len(), 2);
    let before = app.count().await;
    app.store("/profile", &form).await;
    assert_eq!(app.count().await, before, "the same again is nothing new");
    app.post("/country", &[("country", "US")]).await;
    let (_, page) = app.store("/profile", &[("own", "cello")]).await;
    let diary = app.diary().await;
    assert_eq!((diary.profile().birth_year, &diary.profile().place), (None, &None));
    assert_eq!(diary.profile().country.unwrap().code(), "US", "what the form does not ask stays");
    assert!(page.says("United States") && page.body.contains("cello"));
    assert!(page.body.matches("Why: ").count() >= 5, "each says why it is asked");
}

#[tokio::test]
async fn a_period_is_asked_about_only_of_who_has_chosen_it_and_no_button_begins_one() {
    const ASK: &str = "First day of a period?";
    let app = App::new();
    assert!(!app.get("/check-in").await.says(ASK), "it is off by default");
    app.store("/profile", &[("own", "cello\ncarrying"), ("own-chosen", "period")]).await;
    let page = app.get("/profile").await;
    assert!(page.body.contains(r#"name="own-chosen" value="period" checked"#), "{}", page.body);
    assert!(page.body.contains(">\ncello\ncarrying<"), "its id stands in no line: {}", page.body);
    let page = app.get("/check-in").await;
    assert!(page.says(ASK) && page.says("Cello?") && page.says("Carrying?"), "it takes no place of one's own");

    app.store("/check-in/2026-11-20", &[("rest", "yes")]).await;
    app.store("/check-in/2026-11-21", &[("day.period", "yes"), ("rest", "no")]).await;
    app.store("/check-in/2026-11-22", &[("rest", "no")]).await;
    let diary = app.diary().await;
    let said = |day: &str| diary.day(day.parse().unwrap()).unwrap().answers.about("period").copied();
    assert_eq!(said("2026-11-20"), None, "yes to all the others begins no period");
    assert_eq!(said("2026-11-21"), Some(Said::Is(true)));
    assert_eq!(said("2026-11-22"), Some(Said::Is(false)));

    app.store("/profile", &[("own", "cello\ncarrying")]).await;
    assert!(!app.get("/check-in/2026-11-19").await.says(ASK), "and can be put away again");
    app.store("/profile", &[("own", "Period")]).await;
    assert!(app.get("/check-in/2026-11-19").await.says(ASK), "whoever writes its name has chosen it");
}

// ---------------------------------------------------------------- what is refused

/// Sends a form that must be refused, and checks that the diary is as before and the form is kept.
async fn refused(app: &App, path: &str, form: &[(&str, &str)], line: &str) {
    let before = app.log().await;
    let page = app.post(path, form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {form:?}");
    assert!(page.says(line), "{path} {form:?}: {}", page.text());
    assert!(page.body.contains("role=\"alert\"") && page.says("Nothing was stored yet."), "{path} {form:?}");
    assert_eq!(app.log().await, before, "{path} {form:?}");
}

#[tokio::test]
async fn bad_input_gets_a_clear_line_and_changes_nothing() {
    let app = App::new();
    let (spasm, _) = app.store("/spasm", &[]).await;
    app.store("/profile", &[("birth-year", "1979")]).await;
    let long = "x".repeat(20_001);
    for (path, form, line) in [
        ("/log/pain", vec![("level", "11")], "The level is a whole number from 0 to 10, not “11”."),
        ("/log/pain", vec![("level", "-1")], "The level is a whole number from 0 to 10"),
        ("/log/pain", vec![("level", "7.5")], "The level is a whole number from 0 to 10"),
        ("/log/pain", vec![], "Tap how strong the pain is"),
        (&spasm, vec![("intensity", "11")], "The level is a whole number from 0 to 10"),
        (&spasm, vec![("where", "tail")], "“tail” is no region of the map."),
        (&spasm, vec![("came.leg-pain", "maybe")], "Tap yes or no"),
        (&spasm, vec![("came.wings", "yes")], "The form asks nothing about “wings”."),
        (&spasm, vec![("long-number", "-3")], "Give a number from 0"),
        (&spasm, vec![("long-number", "NaN")], "Give a number from 0"),
        (&spasm, vec![("long-number", "1000"), ("long-unit", "hours")], "at most 31 days"),
        (&spasm, vec![("note", long.as_str())], "up to 20,000 characters. This one has 20001"),
        (&spasm, vec![("doing-own", "a\u{7}b")], "without special control characters"),
        ("/log/spasm", vec![("when", "exact"), ("at", "2026-11-22T21:14")], "This time has not been yet."),
        ("/log/spasm", vec![("when", "about"), ("at", "9999-12-31T23:59")], "This time has not been yet."),
        ("/log/spasm", vec![("when", "exact"), ("at", "1978-12-31T12:00")], "before 1979, the year of your birth"),
        ("/log/spasm", vec![("when", "exact"), ("at", "-009999-01-01T00:00")], "before 1979"),
        ("/log/spasm", vec![("when", "exact"), ("at", "soon")], "Give a date and a time such as"),
        ("/log/spasm", vec![("when", "exact")], "Give the day and the time."),
        ("/log/spasm", vec![("when", "tomorrow")], "“tomorrow” is none of the times."),
        ("/log/measure", vec![], "Tap what you did, or write it."),
        ("/log/medicine", vec![("what-own", "x"), ("mg", "1e9")], "Give a number from 0 to 1,000,000"),
        ("/log/episode", vec![("phase", "pause")], "Tap whether the episode began or is over."),
        ("/log/note", vec![("text", " \n ")], "Write something, or go back."),
        ("/check-in", vec![("rest", "maybe")], "“maybe” is none of the buttons."),
        ("/check-in", vec![("rest", "")], "Tap at least one answer."),
        ("/check-in", vec![("pain", "12"), ("rest", "no")], "The level is a whole number"),
        ("/check-in/1978-12-31", vec![("pain", "1"), ("rest", "no")], "before 1979"),
        ("/profile", vec![("birth-year", "1850")], "A year of birth is a whole number from 1900"),
        ("/profile", vec![("birth-year", "2027")], "This year has not been yet."),
        ("/profile", vec![("zone", "Mars/Olympus")], "is no time zone that we know"),
    ] {
        refused(&app, path, &form, line).await;
    }
}

#[tokio::test]
async fn what_was_filled_in_is_kept_when_something_is_wrong() {
    let app = App::new();
    let form =
        [("level", "11"), ("where", "neck"), ("note", "<b>kept</b> & \"safe\""), ("when", "exact"), ("at", "soon")];
    let page = app.post("/log/pain", &form).await;
    assert!(page.body.contains("value=\"neck\" checked"));
    assert!(page.body.contains("&lt;b&gt;kept&lt;/b&gt; &amp; &quot;safe&quot;"), "and written as text");
    assert_eq!(page.checked("when").as_deref(), Some("exact"));
    assert!(page.body.contains("href=\"#level\"") && page.body.contains("id=\"level\""), "a line leads to the field");
    assert!(page.body.contains("href=\"#at\"") && page.body.contains("id=\"at\""));
}

#[tokio::test]
async fn a_note_of_20000_characters_is_taken_and_a_form_of_10_megabytes_is_not() {
    let app = App::new();
    let longest = "ä".repeat(20_000);
    app.store("/log/note", &[("text", &longest)]).await;
    assert_eq!(app.diary().await.last::<Note>().unwrap().1.text.as_str(), longest);
    refused(&app, "/log/note", &[("text", &"𝄞".repeat(20_000))], "64 KiB").await;
    let before = app.log().await;
    let huge = app.post_raw("/log/note", [&b"text="[..], &vec![b'x'; 10 << 20]].concat()).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(huge.says("larger than 256 KiB, so nothing was stored"));
    assert_eq!(app.log().await, before);
}

#[tokio::test]
async fn broken_text_is_refused_and_never_repaired() {
    let app = App::new();
    for body in [&b"text=%FF"[..], b"text=ok&when=%C3", b"text=\xE2\x82", b"%80=1"] {
        let page = app.post_raw("/log/note", body.to_vec()).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(page.says("not UTF-8"));
    }
    let request = Request::post("/log/note").header("content-type", "application/json");
    let page = app.send(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(app.count().await, 0);
}

#[tokio::test]
async fn another_site_cannot_write_into_the_diary() {
    let app = App::new();
    let paths =
        ["/spasm", "/log/pain", "/check-in", "/profile", "/check", "/country", "/diary/entry/x/remove", "/nowhere"];
    for path in paths {
        for headers in [
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("host", "127.0.0.1:7878"), ("origin", "https://evil.example")],
            vec![("host", "127.0.0.1:7878"), ("origin", "null")],
        ] {
            let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
            for (name, value) in &headers {
                request = request.header(*name, *value);
            }
            let page = app.send(request.body(Body::from("level=5&country=US")).unwrap()).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
            assert!(page.says("This was sent by another site"), "{path}");
        }
    }
    assert_eq!(app.count().await, 0);
    let ours = Request::post("/spasm")
        .header("host", "127.0.0.1:7878")
        .header("origin", "http://127.0.0.1:7878")
        .header("sec-fetch-site", "same-origin");
    assert_eq!(app.send(ours.body(Body::empty()).unwrap()).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_is_not_there_gets_a_page() {
    let app = App::new();
    let id = "019aa957-4463-7000-8000-000000000000";
    for path in [
        format!("/spasm/{id}"),
        format!("/diary/entry/{id}"),
        format!("/diary/entry/{id}/edit"),
        format!("/log/{id}/after"),
        "/spasm/x".to_owned(),
        "/log/correction".to_owned(),
        "/log/profile".to_owned(),
        "/diary/day/2026-13-01".to_owned(),
        "/diary/day/%FF".to_owned(),
    ] {
        let page = app.get(&path).await;
        assert!(
            page.status == StatusCode::NOT_FOUND || page.status == StatusCode::BAD_REQUEST,
            "{path}: {}",
            page.status
        );
    }
    for path in [format!("/diary/entry/{id}/remove"), format!("/diary/entry/{id}/undo/{id}"), format!("/spasm/{id}")] {
        assert_eq!(app.post(&path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

// ---------------------------------------------------------------- a store that refuses

/// A store that refuses to write, or to do anything at all.
#[derive(Debug)]
struct Refusing {
    error: StoreError,
    also_reading: bool,
}

impl Store for Refusing {
    fn append(&self, _: Vec<Record>) -> Answer<'_, Appended> {
        Box::pin(async { Err(self.error.clone()) })
    }

    fn append_to(&self, _: [u8; 16], records: Vec<Record>) -> Answer<'_, Appended> {
        self.append(records)
    }

    fn identity(&self, _: [u8; 16]) -> Answer<'_, [u8; 16]> {
        Box::pin(async { Err(self.error.clone()) })
    }

    fn adopt(&self, _: [u8; 16]) -> Answer<'_, ()> {
        Box::pin(async { Err(self.error.clone()) })
    }

    fn look(&self, _: u64) -> Answer<'_, Found> {
        Box::pin(async { if self.also_reading { Err(self.error.clone()) } else { Ok(Found::default()) } })
    }

    fn position(&self) -> Answer<'_, u64> {
        Box::pin(async { if self.also_reading { Err(self.error.clone()) } else { Ok(0) } })
    }

    fn rewrite(&self, _: u64, _: Vec<Record>) -> Answer<'_, bool> {
        Box::pin(async { Err(self.error.clone()) })
    }

    fn erase(&self) -> Answer<'_, ()> {
        Box::pin(async { Err(self.error.clone()) })
    }

    fn describe(&self) -> String {
        "nowhere".to_owned()
    }
}

#[tokio::test]
async fn a_store_that_refuses_says_so_and_keeps_what_was_filled_in() {
    let place = || "/data/diary.db".to_owned();
    for (error, status) in [
        (StoreError::Full { place: place() }, StatusCode::SERVICE_UNAVAILABLE),
        (StoreError::Busy { place: place() }, StatusCode::SERVICE_UNAVAILABLE),
        (StoreError::Damaged { place: place(), why: "a hole".to_owned() }, StatusCode::INTERNAL_SERVER_ERROR),
    ] {
        for also_reading in [false, true] {
            let app = App::on(Box::new(Refusing { error: error.clone(), also_reading }));
            let page = app.post("/log/note", &[("text", "Do <not> lose me")]).await;
            assert_eq!(page.status, status, "{error}");
            assert!(page.says("/data/diary.db") && page.says("Nothing was stored."), "{}", page.text());
            assert!(page.says("Do <not> lose me"), "it can be read");
            assert_eq!(page.hidden("text").as_deref(), Some("Do <not> lose me"), "and sent again");
            assert_eq!(app.post("/spasm", &[]).await.status, status);
        }
    }
    let lost = StoreError::Unreachable { place: "the server".to_owned(), why: "it is gone".to_owned() };
    let app = App::on(Box::new(Refusing { error: lost, also_reading: false }));
    let page = app.post("/spasm", &[]).await;
    assert!(page.says("We cannot tell whether it was stored.") && !page.says("Nothing was stored."));
}

#[tokio::test]
async fn a_diary_that_cannot_be_opened_keeps_nobody_from_help() {
    let error = StoreError::Damaged { place: "diary.db".to_owned(), why: "a hole".to_owned() };
    let app = App::on(Box::new(Refusing { error, also_reading: true }));
    assert_eq!(app.get("/").await.status, StatusCode::OK);
    assert!(app.get("/").await.says("Your diary cannot be opened now."));
    assert_eq!(app.get("/guide").await.status, StatusCode::OK);
    let verdict = app.post("/check", &[("saddle-numbness", "yes"), ("rest", "no")]).await;
    assert_eq!(verdict.verdict().as_deref(), Some("emergency"), "the verdict is shown all the same");
    assert!(verdict.says("This could not be stored. The diary is damaged."));
    assert_eq!(app.get("/diary").await.status, StatusCode::INTERNAL_SERVER_ERROR);
}

// ---------------------------------------------------------------- anything at all

/// Where forms go. The ids in them are of a diary that has them.
const TARGETS: [&str; 14] = [
    "/spasm",
    "/spasm/{spasm}",
    "/log/spasm",
    "/log/pain",
    "/log/measure",
    "/log/medicine",
    "/log/exposure",
    "/log/exercise",
    "/log/episode",
    "/log/note",
    "/log/{measure}/after",
    "/check-in",
    "/profile",
    "/diary/entry/{spasm}/edit",
];

fn fields() -> impl Strategy<Value = (String, String)> {
    let names = [
        "intensity",
        "where",
        "long",
        "long-number",
        "long-unit",
        "doing",
        "doing-own",
        "came.leg-pain",
        "came.x",
        "note",
        "level",
        "phase",
        "what",
        "what-own",
        "before",
        "after",
        "helped",
        "mg",
        "times",
        "text",
        "when",
        "at",
        "pain",
        "spasm",
        "day.stress",
        "day.y",
        "rest",
        "birth-year",
        "own",
        "place",
        "zone",
        "present",
    ];
    let values = [
        "",
        "0",
        "7",
        "10",
        "11",
        "-1",
        "1e999",
        "NaN",
        "yes",
        "no",
        "neck",
        "low-left",
        "30",
        "99999999999",
        "onset",
        "recovery",
        "ice",
        "now",
        "hour",
        "about",
        "exact",
        "keep",
        "night",
        "2026-11-22T03:00",
        "2026-03-29T02:30",
        "9999-12-31T23:59:59",
        "-009999-01-01T00:00",
        "1850-01-01T00:00",
        "Europe/Berlin",
        "1979",
        "a\nb",
        "a\u{0}b",
    ];
    let value =
        prop_oneof![4 => proptest::sample::select(values.to_vec()).prop_map(str::to_owned), 1 => any::<String>()];
    (proptest::sample::select(names.to_vec()).prop_map(str::to_owned), value)
}

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(runtime);

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_random_form_never_fails_and_changes_nothing_when_it_is_refused(
        target in 0..TARGETS.len(),
        form in proptest::collection::vec(fields(), 0..8),
    ) {
        RUNTIME.block_on(async {
            let app = App::new();
            let (spasm, _) = app.store("/spasm", &[]).await;
            let (measure, _) = app.store("/log/measure", &[("what", "ice")]).await;
            let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
            let path = TARGETS[target].replace("{spasm}", &id(&spasm)).replace("{measure}", &id(&measure));
            let before = app.log().await;
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let page = app.post(&path, &form).await;
            assert!(!page.status.is_server_error(), "{path} {form:?}: {}", page.text());
            if page.status == StatusCode::SEE_OTHER {
                assert_eq!(app.get(page.header("location")).await.status, StatusCode::OK);
            } else {
                assert!(page.status.is_client_error(), "{path} {form:?}: {}", page.status);
                assert_eq!(app.log().await, before, "{path} {form:?}");
            }
            // Whatever was taken can be shown.
            for path in ["/", "/diary", "/diary/pain", "/diary/calendar", "/diary/episodes", "/check-in", "/profile"] {
                assert_eq!(app.get(path).await.status, StatusCode::OK, "{path} after {form:?}");
            }
        });
    }

    #[test]
    fn no_body_makes_the_diary_fail(body in proptest::collection::vec(any::<u8>(), 0..200), target in 0..TARGETS.len()) {
        RUNTIME.block_on(async {
            let app = App::new();
            let page = app.post_raw(TARGETS[target], body).await;
            assert!(!page.status.is_server_error(), "{}", page.text());
        });
    }

    #[test]
    fn no_address_makes_the_diary_fail(
        month in "\\PC{0,12}", days in any::<i64>(), from in "[0-9-]{0,12}", skip in any::<u64>(), day in "[0-9-]{1,12}",
    ) {
        RUNTIME.block_on(async {
            let app = App::new();
            app.store("/spasm", &[]).await;
            for path in [
                format!("/diary/calendar?month={}", crate::support::encoded(&month)),
                format!("/diary/calendar?month={from}"),
                format!("/diary/pain?days={days}"),
                format!("/diary?from={from}&to={day}"),
                format!("/diary/episodes?skip={skip}"),
                format!("/diary/day/{day}"),
                format!("/check-in/{day}"),
            ] {
                let page = app.get(&path).await;
                assert!(!page.status.is_server_error(), "{path}: {}", page.text());
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_diary_can_be_shown_entry_by_entry(entries in testing::diaries(60)) {
        RUNTIME.block_on(async {
            let app = App::new();
            let log: Log = entries.into_iter().collect();
            app.journal.take(&log).await.unwrap();
            app.at("2040-01-01T00:00:00Z");
            let diary = app.diary().await;
            let mut paths: Vec<String> =
                ["/", "/diary", "/diary/pain?days=365", "/diary/calendar", "/diary/episodes", "/log", "/check-in", "/profile"]
                    .map(str::to_owned)
                    .to_vec();
            for item in diary.items().iter().chain(diary.removed()) {
                paths.push(format!("/diary/entry/{}", item.id()));
                paths.push(format!("/diary/day/{}", item.happened().date()));
            }
            for path in paths {
                let page = app.get(&path).await;
                assert!(page.status == StatusCode::OK || page.status == StatusCode::SEE_OTHER, "{path}: {}", page.status);
            }
            for item in diary.items() {
                let path = format!("/diary/entry/{}/edit", item.id());
                let page = app.get(&path).await;
                assert!(page.status == StatusCode::OK || page.status == StatusCode::SEE_OTHER, "{path}: {}", page.status);
            }
        });
    }
}

#[tokio::test]
async fn the_same_as_last_time_is_one_tap_and_carries_only_what_recurs() {
    let app = App::new();
    let (first, page) = app.store("/spasm", &[]).await;
    assert!(!page.says("Same as last time"), "there was no last time");
    app.store(
        &first,
        &[
            ("intensity", "7"),
            ("where", "low-left"),
            ("doing", "lifting"),
            ("long", "90"),
            ("came.leg-numbness", "yes"),
            ("note", "hot"),
            ("when", "keep"),
        ],
    )
    .await;
    app.later(3600);
    let (second, page) = app.store("/spasm", &[]).await;
    assert!(page.says("Same as last time"));
    let form = page.body.split("Same as last time").next().unwrap().rsplit("<form").next().unwrap().to_owned();
    let hidden = |name: &str| form.contains(&format!("name=\"{name}\""));
    for carried in ["intensity", "where", "doing"] {
        assert!(hidden(carried), "{carried}");
    }
    for not in ["long", "came.leg-numbness", "note"] {
        assert!(!hidden(not), "{not}");
    }
    app.store(&second, &[("intensity", "7"), ("where", "low-left"), ("doing", "lifting"), ("when", "keep")]).await;
    let diary = app.diary().await;
    let (_, spasm) = diary.last::<Spasm>().unwrap();
    assert_eq!(spasm.intensity.map(supple_diary::Level::get), Some(7));
    assert!(spasm.seconds.is_none() && spasm.note.is_none() && spasm.came_with.iter().next().is_none());
}

// ---------------------------------------------------------------- the day first

/// Where these words first stand in the main part of a page; its end where they do not.
fn place(page: &Page, words: &str) -> usize {
    let main = page.body.split("<main").nth(1).unwrap();
    main.find(words).unwrap_or(main.len())
}

#[tokio::test]
async fn the_day_stands_before_every_button_picture_and_way_to_look_back() {
    let page = kept().await.get("/diary").await;
    let day = place(&page, "<ol class=\"day\"");
    for later in ["class=\"btn", "<button", "role=\"img\"", "class=\"views\"", "<select", "<details"] {
        assert!(day < place(&page, later), "{later}");
    }
    let main = page.body.split("<main").nth(1).unwrap();
    let before = main.split("Looking back").next().unwrap();
    assert_eq!(before.matches("class=\"btn").count(), 3, "what can be added");
    assert!(before.matches("<li>").count() <= 6 + 4, "and no long list above it");
    // Other days open on a tap, and say what is inside.
    let rest = main.split("Looking back").nth(1).unwrap();
    assert_eq!(rest.matches("<div class=\"folds\"><details><summary>").count(), 13);
    assert!(!rest.contains("<summary></summary>"));
}

#[tokio::test]
async fn a_diary_without_a_spasm_is_no_empty_one() {
    let app = App::new();
    assert!(app.get("/diary").await.says("Nothing is written yet."));
    app.store("/profile", &[("birth-year", "1979")]).await;
    assert!(app.get("/diary").await.says("Nothing is written yet."), "facts about the person are no day");
    for (path, form) in
        [("/log/exercise", [("what-own", "bridge")]), ("/check", [("rest", "no")]), ("/log/note", [("text", "Rain")])]
    {
        let app = App::new();
        app.post(path, &form).await;
        if path == "/check" {
            app.post("/check", &[("saddle-numbness", "yes"), ("rest", "no")]).await;
        }
        let page = app.get("/diary").await;
        assert!(!page.says("Nothing is written yet"), "{path}: {}", page.text());
        assert!(page.says("No spasm known in 14 days. 14 days are not known."), "{path}: {}", page.text());
        app.later(40 * 86_400);
        assert!(!app.get("/diary").await.says("Nothing is written yet"), "{path}, long ago");
    }
}

#[tokio::test]
async fn a_month_is_one_choice_away_and_stays_chosen_on_the_way_back() {
    let app = kept().await;
    let page = app.get("/diary").await;
    let choices = page.body.split("<select id=\"month\"").nth(1).unwrap().split("</select>").next().unwrap().to_owned();
    assert!(choices.find("November 2026").unwrap() < choices.find("October 2026").unwrap(), "{choices}");
    assert!(place(&page, "<form class=\"row jump\" method=\"get\" action=\"/diary\"") < place(&page, "</main>"));
    let october = app.get("/diary?month=2026-10").await;
    assert_eq!((october.status, october.title().starts_with("October 2026")), (StatusCode::OK, true));
    assert!(october.body.contains("<option value=\"2026-10\" selected>"));
    let days = |page: &Page| -> Vec<String> {
        let to = page.attributes("a", "href").into_iter();
        to.filter_map(|to| to.strip_prefix("/diary/day/").map(str::to_owned)).collect()
    };
    let (mut seen, mut page) = (days(&october), october);
    while let Some(older) = page.attributes("a", "href").into_iter().find(|to| to.starts_with("/diary?to=")) {
        page = app.get(&older).await;
        assert!(page.title().starts_with("October 2026"), "{older}");
        seen.extend(days(&page));
    }
    let diary = app.diary().await;
    let written: BTreeSet<String> =
        diary.days().keys().map(Date::to_string).filter(|day| day.starts_with("2026-10")).collect();
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), written, "every day of it and no other");
    assert!(app.get("/diary?month=2025-01").await.says("Nothing like that is in your diary."));
    for wrong in ["october", "2026-13", "2026-10-01", "2026-1", "%FF"] {
        let page = app.get(&format!("/diary?month={wrong}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(page.says("Give a month such as 2026-11"), "{wrong}: {}", page.text());
    }
    let young = App::new();
    young.store("/spasm", &[]).await;
    assert!(!young.get("/diary").await.body.contains("id=\"month\""), "one month is no choice");
}

/// Something small that is written some days back.
#[derive(Clone, Copy, Debug)]
enum Small {
    Spasm,
    Pain(u32),
    Exercise,
    Quiet,
}

fn small() -> impl Strategy<Value = (Small, i64)> {
    let what = prop_oneof![
        2 => Just(Small::Spasm),
        2 => (0..=10u32).prop_map(Small::Pain),
        1 => Just(Small::Exercise),
        2 => Just(Small::Quiet),
    ];
    (what, prop_oneof![3 => 0..9i64, 1 => 9..60i64])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// A drawing appears where it has something to show, and nowhere else; a sentence stands there always.
    #[test]
    fn no_scale_and_no_picture_is_drawn_without_data(written in proptest::collection::vec(small(), 0..6)) {
        RUNTIME.block_on(async {
            let app = App::new();
            let today = date("2026-11-22");
            let on = |back: i64| today.checked_sub(jiff::Span::new().days(back)).unwrap();
            for (number, (what, back)) in written.iter().enumerate() {
                let at = format!("{}T{:02}:00", on(*back), 8 + number);
                let at = [("when", "exact"), ("at", at.as_str())];
                let level;
                let (path, own) = match what {
                    Small::Spasm => ("/log/spasm".to_owned(), None),
                    Small::Pain(pain) => {
                        level = pain.to_string();
                        ("/log/pain".to_owned(), Some(("level", level.as_str())))
                    }
                    Small::Exercise => ("/log/exercise".to_owned(), Some(("what-own", "bridge"))),
                    Small::Quiet => (format!("/check-in/{}", on(*back)), Some(("spasm", "no"))),
                };
                let form: Vec<_> = at.into_iter().chain(own).collect();
                app.post(&path, &form).await;
            }
            let count = |days: i64, wanted: fn(&Small) -> bool| {
                written.iter().filter(|(what, back)| *back < days && wanted(what)).count()
            };
            let known = |from: i64| -> BTreeSet<Date> {
                let told = written.iter().filter(|(what, _)| matches!(what, Small::Spasm | Small::Quiet));
                told.filter(|(_, back)| *back < from).map(|(_, back)| on(*back)).collect()
            };
            let drawings = |page: &Page| page.body.matches("role=\"img\"").count();

            let page = app.get("/diary").await;
            assert_eq!(page.says("Nothing is written yet."), written.is_empty(), "{written:?}");
            assert_eq!(drawings(&page), usize::from(known(14).len() > 1), "{written:?}");
            if !written.is_empty() {
                for later in ["class=\"btn", "role=\"img\"", "class=\"views\""] {
                    assert!(place(&page, "<ol class=\"day\"") < place(&page, later), "{later}: {written:?}");
                }
            }
            for month in ["2026-11", "2026-10", "2026-01"] {
                let page = app.get(&format!("/diary/calendar?month={month}")).await;
                let is_known = known(i64::MAX).iter().any(|day| day.to_string().starts_with(month));
                assert_eq!(drawings(&page), usize::from(is_known), "{month}: {written:?}");
                assert_eq!(page.says("Nothing is known of the days of this month."), !is_known, "{month}: {written:?}");
            }
            for days in [7, 30, 90, 365] {
                let page = app.get(&format!("/diary/pain?days={days}")).await;
                let pains = count(days, |what| matches!(what, Small::Pain(_)));
                let spasms = count(days, |what| matches!(what, Small::Spasm));
                assert_eq!(drawings(&page), usize::from(pains > 1 || spasms > 1), "{days}: {written:?}");
                let scale = page.body.contains(">5</text>");
                assert_eq!(scale, pains > 0 && (pains > 1 || spasms > 1), "{days}: {written:?}");
                assert!(page.says("no pain level was written") == (pains == 0), "{days}: {written:?}");
            }
            let page = app.get("/diary/episodes").await;
            assert!(drawings(&page) == 0 || written.len() > 1, "{written:?}");
        });
    }
}

// ---------------------------------------------------------------- the forms of the log

#[tokio::test]
async fn a_wrong_answer_in_a_row_that_opens_is_seen_at_once() {
    for (path, form, field) in [
        ("/log/exercise", [("what-own", "bridge"), ("times", "many")], "times"),
        ("/log/measure", [("what", "ice"), ("before", "11")], "before"),
        ("/log/spasm", [("intensity", "3"), ("long-number", "ages")], "long-number"),
        ("/log/pain", [("level", "3"), ("when", "exact")], "at"),
    ] {
        let app = App::new();
        let row = |page: &Page| {
            let rows: Vec<String> = page.body.split("<details").skip(1).map(str::to_owned).collect();
            rows.into_iter().find(|row| row.contains(&format!("name=\"{field}\""))).unwrap()
        };
        assert!(
            row(&app.get(path).await).starts_with("><summary>"),
            "{path}: closed to begin with, and says what it holds"
        );
        let page = app.post(path, &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(row(&page).starts_with(" open><summary>"), "{path}: {}", page.text());
    }
}

#[tokio::test]
async fn another_of_the_same_kind_is_one_tap_after_saving() {
    let app = App::new();
    for (path, form) in [
        ("/log/medicine", ("what-own", "Paracetamol 500")),
        ("/log/note", ("text", "Rain")),
        ("/log/pain", ("level", "3")),
        ("/log/exposure", ("what", "lifting")),
    ] {
        let (entry, page) = app.store(path, &[form]).await;
        assert!(page.says("Write another"), "{path}");
        assert!(page.attributes("a", "href").iter().any(|to| to == path), "{path}");
        app.later(3_600);
        assert!(!app.get(&entry).await.says("Write another"), "{path}: an old entry is read, not added to");
    }
    let (_, page) = app.store("/check-in", &[("pain", "2"), ("rest", "no")]).await;
    assert!(!page.says("Write another"), "a day has one check-in");
}
