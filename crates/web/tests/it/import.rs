//! Entries from a table of another app, as a browser takes them and takes them back.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page};
use axum::body::Body;
use axum::http::{Request, StatusCode};

/// Sends the form as browsers do.
async fn send(app: &App, fields: &[(&str, &str)]) -> Page {
    let mut body = Vec::new();
    for (name, value) in fields {
        let file = if *name == "table" { "; filename=\"x.csv\"" } else { "" };
        let part = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    body.extend(b"--limit--\r\n");
    let request = Request::post("/keep/import").header("content-type", "multipart/form-data; boundary=limit");
    app.send(request.body(Body::from(body)).unwrap()).await
}

/// Takes what a page shows, with more fields.
async fn take(app: &App, shown: &Page, more: &[(&str, &str)]) -> Page {
    let (held, chosen) = (shown.hidden("held").unwrap(), shown.hidden("shown").unwrap());
    send(app, &[&[("held", &*held), ("shown", &*chosen), ("do", "take")], more].concat()).await
}

const TABLE: &str = "date,time,pain,steps,note\n2026-11-20,7:30,7,6000,left\n2026-11-21,,3,8000,\n";

#[tokio::test]
async fn a_table_is_shown_taken_as_a_whole_and_taken_back() {
    let app = App::new();
    app.store("/log/pain", &[("level", "4")]).await;
    app.later(60);
    let before = app.diary().await;
    let shown = send(&app, &[("table", TABLE)]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert!(shown.says("The first of 2 entries") && shown.says("Pain 7 of 10"), "{}", shown.text());
    assert!(shown.says("1 of 2 left out, until you say what it is."), "{}", shown.text());
    assert_eq!(app.count().await, 1, "nothing is written by looking");

    // What was changed since it was shown is shown again first.
    let again = take(&app, &shown, &[("what.1", "answer")]).await;
    assert!(again.status == StatusCode::OK && again.says("The first of 4 entries"), "{}", again.text());
    let page = take(&app, &again, &[("what.1", "answer")]).await;
    assert_eq!(page.header("location"), "/keep/import?new=4&known=0&left=0");
    let page = app.get(page.header("location")).await;
    assert!(page.says("4 entries taken.") && page.says("Taken last"), "{}", page.text());

    let twice = send(&app, &[("table", TABLE), ("what.1", "answer")]).await;
    assert!(twice.says("4 entries of it stand in your diary already."), "{}", twice.text());
    assert!(!twice.says("Take all"));

    app.later(60);
    let of = page.hidden("of").unwrap();
    let back = app.post("/keep/import/undo", &[("of", &of)]).await;
    assert_eq!(back.header("location"), "/keep/import?back=4");
    let after = app.diary().await;
    assert_eq!(after.items(), before.items(), "the diary says what it said before");
    assert_eq!(after.days(), before.days());
    assert!(app.get(back.header("location")).await.says("4 entries taken back."));
    // Then the same table is new again.
    assert!(send(&app, &[("table", TABLE)]).await.says("The first of 2 entries"));
}

#[tokio::test]
async fn the_page_of_an_entry_that_came_with_a_table_takes_the_whole_table_back_with_what_was_changed() {
    let app = App::new();
    let (_, own) = app.store("/log/pain", &[("level", "4")]).await;
    assert!(!own.says("It came with a table"));
    app.later(60);
    let before = app.diary().await;
    let shown = send(&app, &[("table", TABLE), ("what.1", "answer")]).await;
    take(&app, &shown, &[("what.1", "answer")]).await;
    app.later(60);
    let diary = app.diary().await;
    let pain = diary.all::<supple_diary::Pain>().find(|(_, pain)| pain.level.get() == 7).unwrap().0.id();
    let page = app.get(&format!("/diary/entry/{pain}")).await;
    assert!(page.says("It came with a table") && page.says("4 entries in all."), "{}", page.text());
    assert!(page.says("what you changed in them since: so far nothing."), "{}", page.text());

    let when = [("when", "keep"), ("level", "6")];
    assert_eq!(app.post(&format!("/diary/entry/{pain}/edit"), &when).await.status, StatusCode::SEE_OTHER);
    let page = app.get(&format!("/diary/entry/{pain}")).await;
    assert!(page.says("what you changed in them since: 1 was changed."), "{}", page.text());
    let of = page.hidden("of").unwrap();
    let back = app.post("/keep/import/undo", &[("of", &of)]).await;
    assert_eq!(back.header("location"), "/keep/import?back=4");
    assert_eq!(app.diary().await.items(), before.items(), "what was changed in them is gone, too");
    let removed = app.get(&format!("/diary/entry/{pain}")).await;
    assert!(!removed.says("It came with a table"), "{}", removed.text());
}

#[tokio::test]
async fn nothing_is_taken_by_halves() {
    let app = App::new();
    let faulty = TABLE.replace(",3,8", ",12,8");
    let shown = send(&app, &[("table", &faulty)]).await;
    assert!(shown.says("1 row cannot be taken.") && shown.says("Line 3: "), "{}", shown.text());
    let refused = take(&app, &shown, &[]).await;
    assert_eq!((refused.status, app.count().await), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    let taken = take(&app, &shown, &[("rest", "1")]).await;
    assert_eq!(taken.header("location"), "/keep/import?new=1&known=0&left=1");
    assert_eq!(app.count().await, 1);
}

#[tokio::test]
async fn days_that_may_be_read_in_two_ways_are_asked() {
    let app = App::new();
    let table = "date,pain\n1/2/2026,4\n3/4/2026,5\n";
    let asked = send(&app, &[("table", table)]).await;
    assert!(asked.says("Which comes first in its dates?") && !asked.says("Take all"), "{}", asked.text());
    for (dates, day) in [("dmy", "1 February"), ("mdy", "2 January")] {
        let shown = send(&app, &[("table", table), ("dates", dates)]).await;
        assert!(shown.says(day) && shown.says("Take all 2"), "{}", shown.text());
    }
}

#[tokio::test]
async fn what_is_no_table_of_a_diary_is_refused_with_one_line() {
    let app = App::new();
    for (table, line) in [
        ("", "Choose the file first."),
        ("a,b\n1,2\n", "No column says when it happened."),
        ("Position,Name,Question,Color\n1,Walk,,x\n", "Choose Checkmarks.csv"),
        ("date,pain\n20th,3\n21st,4\n", "No column says when it happened."),
    ] {
        let page = send(&app, &[("table", table)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{table}");
        assert!(page.says(line) && page.says("Nothing was taken."), "{}", page.text());
    }
}
