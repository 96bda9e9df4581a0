//! When something happened, across changes of the clock and on journeys: nothing is stored as exact that nobody said.
#![allow(clippy::unwrap_used)]

use crate::support::{App, Page};
use axum::http::StatusCode;
use supple_diary::{KindName, Medicine, Moment, Precision, Spasm, testing};
use uuid::Uuid;

/// Every form of the diary with a time, and what else it has to say.
const FORMS: [(&str, &[(&str, &str)]); 9] = [
    ("/log/spasm", &[("note", "kept <here>")]),
    ("/log/pain", &[("level", "5"), ("note", "kept <here>")]),
    ("/log/measure", &[("what", "ice"), ("note", "kept <here>")]),
    ("/log/medicine", &[("what-own", "ibuprofen"), ("mg", "400"), ("note", "kept <here>")]),
    ("/log/exposure", &[("what-own", "kept <here>")]),
    ("/log/exercise", &[("what-own", "kept <here>")]),
    ("/log/episode", &[("phase", "onset")]),
    ("/log/note", &[("text", "kept <here>")]),
    ("/medicine/taken", &[("what-own", "kept <here>"), ("mg", "400")]),
];

fn with<'f>(form: &[(&'f str, &'f str)], more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    [form, more].concat()
}

/// The choices between the first and the second.
fn which(page: &Page) -> Vec<String> {
    page.radios().into_iter().filter(|(name, _, _)| name == "at-which").map(|(_, value, _)| value).collect()
}

fn keeps_what_was_filled_in(page: &Page, path: &str, form: &[(&str, &str)]) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    let kept = !form.iter().any(|(_, value)| *value == "kept <here>") || page.body.contains("kept &lt;here&gt;");
    assert!(kept && page.says("What you filled in is still here."), "{path}: {}", page.body);
}

#[tokio::test]
async fn a_time_that_the_clock_showed_twice_is_asked_in_every_form_and_either_can_be_meant() {
    let app = App::new();
    app.at("2026-10-26T20:00:00Z");
    for (path, form) in FORMS {
        for when in ["exact", "about"] {
            if path == "/medicine/taken" && when == "about" {
                continue;
            }
            let time = [("when", when), ("at", "2026-10-25T02:30")];
            let before = app.count().await;
            let asked = app.post(path, &with(form, &time)).await;
            assert_eq!(app.count().await, before, "{path}: nothing is stored before it is said");
            keeps_what_was_filled_in(&asked, path, form);
            let times = which(&asked);
            assert_eq!(
                times,
                ["2026-10-25T02:30:00+02:00[Europe/Berlin]", "2026-10-25T02:30:00+01:00[Europe/Berlin]"],
                "{path}: {}",
                asked.text()
            );
            for time_meant in &times {
                app.store(path, &with(form, &[time[0], time[1], ("at-which", time_meant)])).await;
                let log = app.log().await;
                let last = log.iter().max_by_key(|entry| entry.sequence()).unwrap();
                assert_eq!(last.happened().to_string(), *time_meant, "{path}");
                let precision = if when == "exact" { Precision::Minute } else { Precision::Hour };
                assert_eq!(last.draft().unwrap().precision, Some(precision));
            }
        }
    }
    let page = app.get("/diary/day/2026-10-25").await;
    assert!(page.says("02:30UTC+2") && page.says("02:30UTC+1"), "two offsets in a day are shown: {}", page.text());
}

#[tokio::test]
async fn a_time_that_the_clock_never_showed_is_refused_in_every_form_with_what_to_do() {
    for (zone, now, at, says) in [
        ("Europe/Berlin", "2026-03-29T20:00:00Z", "2026-03-29T02:30", "Give a time before 02:00, or from 03:00 on."),
        ("Australia/Lord_Howe", "2026-10-04T20:00:00Z", "2026-10-04T02:10", "before 02:00, or from 02:30 on."),
        (
            "Pacific/Apia",
            "2012-01-01T20:00:00Z",
            "2011-12-30T10:00",
            "Give a time before 2011-12-30 00:00, or from 2011-12-31 00:00 on.",
        ),
    ] {
        let app = App::new();
        app.travel(zone);
        app.at(now);
        for (path, form) in FORMS {
            for when in ["exact", "about"] {
                if path == "/medicine/taken" && when == "about" {
                    continue;
                }
                let refused = app.post(path, &with(form, &[("when", when), ("at", at)])).await;
                keeps_what_was_filled_in(&refused, path, form);
                assert!(refused.says(says) && refused.says("never showed"), "{path}: {}", refused.text());
                assert!(refused.body.contains(&format!("value=\"{at}\"")), "{path}: the time is kept, too");
            }
        }
        assert_eq!(app.count().await, 0);
    }
}

#[tokio::test]
async fn an_answer_for_one_time_says_nothing_of_another() {
    let app = App::new();
    let stale = "2026-10-25T02:30:00+01:00[Europe/Berlin]";
    for at in ["2026-10-25T02:40", "2025-10-26T02:30"] {
        let form = [("level", "5"), ("when", "exact"), ("at", at), ("at-which", stale)];
        let asked = app.post("/log/pain", &form).await;
        assert_eq!((asked.status, which(&asked).len()), (StatusCode::UNPROCESSABLE_ENTITY, 2), "{at}");
        assert!(!which(&asked).iter().any(|time| time == stale));
    }
    // A time that was shown once needs no answer.
    app.store("/log/pain", &[("level", "5"), ("when", "exact"), ("at", "2026-10-25T04:30"), ("at-which", stale)]).await;
    assert_eq!(app.diary().await.items()[0].happened().to_string(), "2026-10-25T04:30:00+01:00[Europe/Berlin]");
}

#[tokio::test]
async fn while_the_second_is_still_to_come_the_first_is_meant() {
    let app = App::new();
    app.at("2026-10-25T00:40:00Z");
    app.store("/log/pain", &[("level", "5"), ("when", "exact"), ("at", "2026-10-25T02:30")]).await;
    assert_eq!(app.diary().await.items()[0].happened().to_string(), "2026-10-25T02:30:00+02:00[Europe/Berlin]");
}

#[tokio::test]
async fn a_time_without_an_hour_or_with_an_offset_that_would_be_lost_is_refused() {
    let app = App::new();
    for at in ["2026-10-25", "2026-10-25T02:30+01:00", "2026-10-25T02:30Z", "2026-10-25T02:30[Europe/Berlin]", "02:30"]
    {
        let refused = app.post("/log/pain", &[("level", "5"), ("when", "exact"), ("at", at)]).await;
        assert!(refused.says("Give a date and a time such as"), "{at}: {}", refused.text());
    }
    assert_eq!(app.count().await, 0);
}

#[tokio::test]
async fn the_dose_that_was_asked_about_is_the_one_that_is_looked_at_and_written_down() {
    let app = App::new();
    app.at("2026-10-25T03:00:00Z");
    let dose = [("what-own", "ibuprofen"), ("mg", "400"), ("when", "exact"), ("at", "2026-10-25T02:30")];
    let asked = app.post("/medicine/take", &dose).await;
    let [_, second] = <[String; 2]>::try_from(which(&asked)).unwrap();
    let looked = app.post("/medicine/take", &with(&dose, &[("at-which", &second)])).await;
    assert_eq!(looked.status, StatusCode::OK);
    assert_eq!(looked.hidden("at-which").as_deref(), Some(second.as_str()), "it goes on to the entry");
    app.store("/medicine/taken", &with(&dose, &[("at-which", &second)])).await;
    assert_eq!(app.diary().await.last::<Medicine>().unwrap().0.happened().to_string(), second);
}

// ---------------------------------------------------------------- editing

/// An app in Berlin with one entry, and the address where it is edited.
async fn written(happened: &str, kind: impl Into<supple_diary::Kind>, precision: Option<Precision>) -> (App, String) {
    let app = App::new();
    let mut keeper = testing::Keeper::new(3);
    keeper.move_clock(1_000);
    let draft = supple_diary::Draft { happened: Moment::parse(happened).unwrap(), precision, kind: kind.into() };
    let id: Uuid = keeper.write(draft);
    app.journal.take(&keeper.log()).await.unwrap();
    (app, format!("/diary/entry/{id}/edit"))
}

#[tokio::test]
async fn an_edit_is_read_on_the_clock_of_the_entry_which_the_page_names() {
    for (stands, at, becomes, named) in [
        (
            "2026-11-20T07:30:00+09:00[Asia/Tokyo]",
            "2026-11-20T07:35",
            "2026-11-20T07:35:00+09:00[Asia/Tokyo]",
            "Tokyo time",
        ),
        ("2026-11-20T07:30:00-05:00", "2026-11-19T23:00", "2026-11-19T23:00:00-05:00", "UTC−5"),
        (
            "2026-11-20T07:30:00+05:30[Mars/Olympus]",
            "2026-11-20T07:31",
            "2026-11-20T07:31:00+05:30[Mars/Olympus]",
            "Olympus time",
        ),
        // It is Monday there already, and still Sunday here.
        (
            "2026-11-23T05:30:00+14:00[Pacific/Kiritimati]",
            "2026-11-23T05:40",
            "2026-11-23T05:40:00+14:00[Pacific/Kiritimati]",
            "Kiritimati time",
        ),
    ] {
        let (app, edit) = written(stands, testing::pain(5), None).await;
        let page = app.get(&edit).await;
        assert!(page.says(&format!("Day and time, {named}")), "{stands}: {}", page.text());
        app.store(&edit, &[("level", "5"), ("when", "exact"), ("at", at)]).await;
        let diary = app.diary().await;
        let item = &diary.items()[0];
        assert_eq!((item.happened().to_string().as_str(), item.precision()), (becomes, Some(Precision::Minute)));
    }
    let (app, edit) = written("2026-11-20T07:30:00+01:00[Europe/Berlin]", testing::pain(5), None).await;
    assert!(!app.get(&edit).await.says("Berlin time"), "the own clock needs no name");
}

#[tokio::test]
async fn a_medicine_that_is_edited_elsewhere_does_not_move() {
    let dose = Medicine {
        what: testing::some_words("ibuprofen"),
        substance: None,
        milligrams: Some(supple_diary::Amount::new(400.0).unwrap()),
        units: None,
        note: None,
    };
    let (app, edit) = written("2026-11-22T23:30:00+09:00[Asia/Tokyo]", dose, None).await;
    app.store(&edit, &[("what", "ibuprofen"), ("mg", "400"), ("when", "exact"), ("at", "2026-11-22T23:35")]).await;
    let diary = app.diary().await;
    assert_eq!(diary.of(KindName::Medicine)[0].happened().to_string(), "2026-11-22T23:35:00+09:00[Asia/Tokyo]");
}

#[tokio::test]
async fn an_untouched_time_changes_nothing_to_the_second_and_the_offset() {
    for (stands, precision) in [
        ("2026-10-25T02:30:00+01:00[Europe/Berlin]", None),
        ("2026-10-25T02:30:17+01:00[Europe/Berlin]", Some(Precision::Minute)),
        ("2026-11-20T07:30:59.5+09:00[Asia/Tokyo]", None),
    ] {
        let (app, edit) = written(stands, testing::pain(5), precision).await;
        let shown = app.get(&edit).await.attributes("input", "value");
        let at = shown.into_iter().find(|value| value.len() == 16 && value.starts_with("2026")).unwrap();
        app.store(&edit, &[("level", "5"), ("when", "exact"), ("at", &at)]).await;
        assert_eq!(app.count().await, 1, "{stands}: it says what it said");
        // What is changed elsewhere leaves the time alone.
        app.store(&edit, &[("level", "6"), ("when", "exact"), ("at", &at)]).await;
        let diary = app.diary().await;
        assert_eq!(diary.items()[0].happened(), &Moment::parse(stands).unwrap());
        assert_eq!(diary.items()[0].precision(), precision);
    }
}

#[tokio::test]
async fn the_minutes_of_an_hour_that_came_twice_are_corrected_in_the_hour_that_is_meant() {
    let (app, edit) = written("2026-10-25T02:30:00+01:00[Europe/Berlin]", Spasm::default(), None).await;
    let asked = app.post(&edit, &[("when", "exact"), ("at", "2026-10-25T02:35")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stood = "2026-10-25T02:35:00+01:00[Europe/Berlin]";
    assert_eq!(asked.checked("at-which").as_deref(), Some(stood), "the hour that it was in is ready to be kept");
    app.store(&edit, &[("when", "exact"), ("at", "2026-10-25T02:35"), ("at-which", stood)]).await;
    assert_eq!(app.diary().await.items()[0].happened().to_string(), stood);
}
