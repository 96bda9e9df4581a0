//! Where the diary is kept, what becomes of it, and the app around it, as a browser meets them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page, runtime};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use supple_diary::{KindName, Log, testing};
use supple_journal::{Backups, DataLoss, Loss, StorageStatus};
use supple_seal::SecretString;
use supple_web::MAX_COPY_BYTES;

fn browser(persisted: Option<bool>, lost: Option<DataLoss>) -> StorageStatus {
    StorageStatus::Browser { persisted, used: Some(2_340_000), quota: Some(1_250_000_000), lost }
}

fn lost() -> DataLoss {
    DataLoss { since: Some("2026-10-01T08:00:00Z".parse().unwrap()), entries: Some(412), ..DataLoss::default() }
}

/// What every page of a lost diary says.
const GONE: &str = "This browser has deleted the diary that was kept here (412 entries, the last from 1 October 2026).";

/// Sends the form of a copy as browsers do.
async fn give(app: &App, copy: &[u8], fields: &[(&str, &str)]) -> Page {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    body.extend(b"--limit\r\nContent-Disposition: form-data; name=\"copy\"; filename=\"x\"\r\n");
    body.extend(b"Content-Type: application/octet-stream\r\n\r\n");
    body.extend(copy);
    body.extend(b"\r\n--limit--\r\n");
    let request = Request::post("/keep/restore").header("content-type", "multipart/form-data; boundary=limit");
    app.send(request.body(Body::from(body)).unwrap()).await
}

/// An app with some entries.
async fn filled() -> App {
    let app = App::new();
    app.store("/spasm", &[]).await;
    app.store("/log/pain", &[("level", "4")]).await;
    app.store("/log/note", &[("text", "Lifted the cello, äöü €")]).await;
    app
}

fn sealed(text: &[u8], passphrase: &str) -> Vec<u8> {
    supple_seal::seal(text, &SecretString::from(passphrase), 4).unwrap()
}

// ---------------------------------------------------------------- where it is

#[tokio::test]
async fn the_page_says_where_the_diary_is_and_what_the_browser_promised() {
    let app = App::new();
    app.kept(StorageStatus::Server { place: Some("/home/me/diary.db".to_owned()), offline: false, lost: None });
    let page = app.get("/keep").await;
    assert!(page.says("on the machine that runs Supple") && page.says("/home/me/diary.db"));
    assert!(!page.says("Safari: ") && !page.body.contains("id=\"persist\""), "no browser holds it");
    assert!(page.says("built without its offline part"));
    app.kept(StorageStatus::Server { place: None, offline: true, lost: None });
    assert!(!app.get("/keep").await.says("without its offline part"));
    for (persisted, line, asks) in [
        (Some(true), "The browser has promised to keep it.", false),
        (Some(false), "The browser has not promised to keep it.", true),
        (None, "We do not know whether the browser keeps it", true),
    ] {
        app.kept(browser(persisted, None));
        let page = app.get("/keep").await;
        assert!(page.says(line) && page.says("Safari: ") && page.says("A private window: "), "{persisted:?}");
        assert!(page.says("It takes 2.3 MB of the 1.2 GB that it may."));
        assert_eq!(page.body.contains("id=\"persist\""), asks, "{persisted:?}");
        let button = page.body.split("id=\"persist\"").nth(1).map(|rest| rest.split('>').next().unwrap());
        assert!(button.is_none_or(|button| button.ends_with(" hidden")), "only script can ask: {button:?}");
    }
}

#[tokio::test]
async fn the_diary_reminds_of_a_copy_only_when_there_is_something_to_lose_and_the_last_one_is_old() {
    let app = App::new();
    let days = |days: i64| {
        Backups::Last(crate::support::NOW.parse::<Timestamp>().unwrap() - SignedDuration::from_hours(24 * days))
    };
    app.backed_up(Backups::Never);
    assert!(!app.get("/diary").await.body.contains("id=\"backup\""), "there is nothing to lose yet");
    app.store("/spasm", &[]).await;
    for (backups, line) in [
        (Backups::Never, Some("No copy of your diary yet. If this machine fails, it is gone.")),
        (days(0), None),
        (days(29), None),
        (days(30), Some("The last copy of your diary is 30 days old.")),
        (Backups::NotKept, None),
    ] {
        app.backed_up(backups);
        let page = app.get("/diary").await;
        assert_eq!(page.body.contains("id=\"backup\""), line.is_some(), "{backups:?}");
        assert!(line.is_none_or(|line| page.says(line)), "{backups:?}");
        for elsewhere in ["/", "/log", "/check-in", "/now"] {
            assert!(!app.get(elsewhere).await.body.contains("id=\"backup\""), "no nagging on {elsewhere}");
        }
    }
    for (backups, line) in [
        (Backups::NotKept, "We cannot tell if there is a copy of your diary."),
        (Backups::Never, "No copy of your diary yet. If this machine fails, it is gone."),
        (days(0), "You asked for a copy less than a day ago."),
        (days(1), "You asked for a copy a day ago."),
        (days(45), "The last copy of your diary is 45 days old."),
        (Backups::Made(crate::support::NOW.parse().unwrap()), "A backup was made less than a day ago."),
    ] {
        app.backed_up(backups);
        assert!(app.get("/keep").await.says(line), "{backups:?}");
    }
}

// ---------------------------------------------------------------- copies

#[tokio::test]
async fn a_copy_takes_two_taps_and_holds_every_entry_as_it_was_written() {
    let app = filled().await;
    app.backed_up(Backups::Never);
    let links = app.get("/keep").await.attributes("a", "href");
    assert!(links.contains(&"/keep/diary.jsonl".to_owned()));
    let own = || Request::get("/keep/diary.jsonl").header("host", "a:1").header("sec-fetch-site", "same-origin");
    for (name, value) in [("sec-purpose", "prefetch"), ("purpose", "prefetch"), ("sec-fetch-dest", "image")] {
        app.send(own().header(name, value).body(Body::empty()).unwrap()).await;
    }
    app.send(own().method("HEAD").body(Body::empty()).unwrap()).await;
    // As a picture, a frame or a link of another site asks for it, or a program.
    for site in ["cross-site", "same-site", "none"] {
        let request = Request::get("/keep/diary.jsonl").header("host", "a:1").header("sec-fetch-site", site);
        app.send(request.body(Body::empty()).unwrap()).await;
    }
    assert_eq!(app.get("/keep/diary.jsonl").await.status, StatusCode::OK);
    assert_eq!(app.backups(), Backups::Never, "nobody saved those");

    let copy = app.send(own().header("sec-fetch-dest", "document").body(Body::empty()).unwrap()).await;
    assert_eq!(copy.status, StatusCode::OK);
    assert_eq!(copy.header("content-disposition"), "attachment; filename=\"supple-2026-11-22.jsonl\"");
    assert_eq!(copy.header("cache-control"), "no-store");
    assert_eq!(copy.body, app.log().await.to_lines());
    assert_eq!(app.backups(), Backups::Last(crate::support::NOW.parse().unwrap()));
    let page = app.get("/keep").await;
    assert!(page.says("You asked for a copy") && page.says("21:12"), "the page knows of it: {}", page.text());
    assert!(!page.says("No copy"), "{}", page.text());
}

#[tokio::test]
async fn an_empty_diary_has_nothing_to_copy_and_notes_no_backup() {
    let app = App::new();
    app.backed_up(Backups::Never);
    assert!(app.get("/keep").await.says("There is nothing to copy yet."));
    let own = Request::get("/keep/diary.jsonl").header("sec-fetch-site", "same-origin");
    assert_eq!(app.send(own.body(Body::empty()).unwrap()).await.bytes, b"");
    assert_eq!(app.backups(), Backups::Never);
}

#[tokio::test]
async fn a_locked_copy_opens_with_its_words_only() {
    let app = filled().await;
    app.backed_up(Backups::Never);
    for words in ["", "   ", "a", "1234567", "aaaaaaaaaaaa"] {
        let page = app.post("/keep/copy", &[("passphrase", words)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.says("No copy was made."));
    }
    assert_eq!(app.backups(), Backups::Never);
    let copy = app.post("/keep/copy", &[("passphrase", " drei kurze Wörter ")]).await;
    assert_eq!(copy.header("content-disposition"), "attachment; filename=\"supple-2026-11-22.age\"");
    let text = supple_seal::open(&copy.bytes, &SecretString::from("drei kurze Wörter")).unwrap();
    assert_eq!(text, app.log().await.to_lines().into_bytes());
    assert!(matches!(app.backups(), Backups::Last(_)));

    let other = App::new();
    let page = give(&other, &copy.bytes, &[("passphrase", "drei kurze Worter")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("This copy does not open with this passphrase. Try again, letter by letter."), "{}", page.text());
    assert!(give(&other, &copy.bytes, &[]).await.says("This copy is locked."));
    assert_eq!(other.count().await, 0);
    let page = give(&other, &copy.bytes, &[("passphrase", "drei kurze Wörter ")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert_eq!(other.log().await, app.log().await);
}

// ---------------------------------------------------------------- the way back

#[tokio::test]
async fn a_new_device_gets_its_diary_back_with_three_taps() {
    let copy = filled().await.get("/keep/diary.jsonl").await.bytes;
    let app = App::new();
    let home = app.get("/").await;
    assert!(home.says("I have a copy") && home.attributes("a", "href").contains(&"/keep/restore".to_owned()));
    let form = app.get("/keep/restore").await;
    assert_eq!(form.attributes("form", "enctype"), ["multipart/form-data"]);

    let page = give(&app, &copy, &[("passphrase", "")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.header("location"), "/keep/restored?new=3&known=0&left=0");
    let page = app.get(page.header("location")).await;
    assert!(page.says("3 entries taken over.") && page.says("It is all from 22 November 2026."));
    assert_eq!(app.log().await.to_lines().into_bytes(), copy);
    assert!(app.get("/diary").await.says("1 spasm in 14 days."));
    assert!(!app.get("/").await.says("I have a copy"), "there is a diary now");
    let again = give(&app, &copy, &[]).await;
    assert_eq!(again.header("location"), "/keep/restored?new=0&known=3&left=0");
}

#[tokio::test]
async fn a_copy_unites_with_what_is_there() {
    let one = filled().await;
    let copy = one.get("/keep/diary.jsonl").await.bytes;
    let two = App::new();
    give(&two, &copy, &[]).await;
    one.store("/spasm", &[]).await;
    let mine = one.count().await;
    let page = give(&one, &copy, &[]).await;
    assert_eq!(page.header("location"), "/keep/restored?new=0&known=3&left=0");
    assert_eq!(one.count().await, mine, "what is there stays");
}

#[tokio::test]
async fn a_line_that_cannot_be_taken_is_named_and_nothing_is_taken_by_halves() {
    let copy = filled().await.get("/keep/diary.jsonl").await.body;
    let mut lines: Vec<String> = copy.lines().map(str::to_owned).collect();
    let app = App::new();
    // What another entry stands on cannot be changed without notice.
    let changed = copy.replace("\"level\":4", "\"level\":5");
    assert_ne!(changed, copy);
    let page = give(&app, changed.as_bytes(), &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("of the copy cannot be read as"), "{}", page.text());
    // The last one, so that no other stands behind it in its chain.
    lines[2].truncate(40);
    let cut = lines.join("\n");
    let page = give(&app, cut.as_bytes(), &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("One line of the copy cannot be read") && page.says("Line 3: "), "{}", page.text());
    assert_eq!(app.count().await, 0, "nothing by halves");
    let page = give(&app, cut.as_bytes(), &[("rest", "yes")]).await;
    assert_eq!(page.header("location"), "/keep/restored?new=2&known=0&left=1");
    assert!(app.get(page.header("location")).await.says("1 line left out."));
}

#[tokio::test]
async fn what_is_no_copy_is_refused_with_one_line() {
    let app = App::new();
    for (copy, line) in [
        (&b""[..], "Choose the file first."),
        (b"PK\x03\x04\xff\xff", "This file is no copy of a diary of Supple."),
        (b"hello\n", "This file is no copy of a diary of Supple."),
        (b"\n\n", "This file is no copy of a diary of Supple."),
        (
            b"age-encryption.org/v1\n-> X25519 abc\n",
            "This copy is cut short or damaged. Choose another copy, or an older one.",
        ),
    ] {
        let page = give(&app, copy, &[("passphrase", "words")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{line}");
        assert!(page.says(line), "{line}: {}", page.text());
        assert!(page.says("Nothing was taken over."));
    }
    let half = sealed(b"{}\n", "words");
    assert!(give(&app, &half[..half.len() - 3], &[("passphrase", "words")]).await.says("cut short or damaged"));
    let page = app.post("/keep/restore", &[("copy", "x")]).await;
    assert!(page.says("did not arrive as a whole"), "it was no form with a file");
    assert_eq!(app.count().await, 0);
}

#[tokio::test]
async fn a_copy_may_be_larger_than_any_other_form_but_not_without_end() {
    let app = App::new();
    let page = give(&app, &vec![b'x'; 2 * 1024 * 1024], &[]).await;
    assert!(page.says("This file is no copy"), "{}", page.text());
    let page = give(&app, &vec![b'x'; MAX_COPY_BYTES + 1], &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("larger than 64 MB"), "{}", page.text());
    let page = app.post_raw("/spasm", vec![b'x'; 1024 * 1024]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "the others stay as they were");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_bytes_as_a_copy_get_a_page_and_store_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        runtime().block_on(async {
            let app = App::new();
            let page = give(&app, &bytes, &[]).await;
            prop_assert!(matches!(page.status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST));
            prop_assert_eq!(app.count().await, 0);
            Ok(())
        })?;
    }

    #[test]
    fn any_diary_comes_back_as_it_was(entries in testing::diaries(20)) {
        let log: Log = entries.into_iter().collect();
        runtime().block_on(async {
            let app = App::new();
            app.at("2100-01-01T00:00:00Z");
            let page = give(&app, log.to_lines().as_bytes(), &[]).await;
            if page.status == StatusCode::SEE_OTHER {
                prop_assert_eq!(app.log().await, log);
            } else {
                prop_assert!(log.is_empty() || page.says("cannot be read as"), "{}", page.text());
                prop_assert_eq!(app.log().await, Log::new());
            }
            Ok(())
        })?;
    }
}

// ---------------------------------------------------------------- a diary that is gone

/// The pages of the diary, and the start.
fn diary_pages() -> Vec<String> {
    let not_of_it = ["/check", "/guide", "/sources", "/country", "/treatments", "/floor", "/about", "/exercise/all"];
    let mut pages = supple_web::paths();
    pages.retain(|path| !not_of_it.iter().any(|other| path.starts_with(other)) || path == "/check-in");
    pages
}

#[tokio::test]
async fn no_page_of_a_lost_diary_lacks_the_notice_and_none_shows_it_as_new() {
    let app = App::new();
    app.kept(browser(None, Some(lost())));
    let pages = diary_pages();
    for path in ["/", "/diary", "/diary/calendar", "/log", "/log/note", "/check-in", "/now", "/keep", "/medicine"] {
        assert!(pages.contains(&path.to_owned()), "{path}");
    }
    // Whatever is written meanwhile, also by pages that belong to one entry.
    for written in [false, true] {
        let mut pages = pages.clone();
        if written {
            pages.push(app.store("/spasm", &[]).await.0);
            pages.push(app.store("/log/measure", &[("what", "ice")]).await.0);
        }
        for path in &pages {
            let page = app.get(path).await;
            assert!(page.says(GONE), "{path}: {}", page.text());
            assert!(page.attributes("a", "href").contains(&"/keep/restore".to_owned()), "{path}");
            let main = page.body.split("<main ").nth(1).unwrap();
            assert!(main.find("id=\"lost\"") < main.find("<h1"), "it comes first on {path}");
            for new in ["Nothing is written yet", "is enough to begin", "I have a copy of my diary"] {
                assert!(!page.says(new), "{new} on {path}");
            }
            assert!(page.attributes("a", "href")[0].starts_with("tel:"), "help still comes before it on {path}");
        }
    }
    let ways = app.get("/keep/restore").await;
    assert!(ways.attributes("a", "href").contains(&"/keep#where".to_owned()));
    assert!(ways.attributes("form", "action").contains(&"/keep/anew".to_owned()));
}

#[tokio::test]
async fn a_server_says_whether_its_diary_is_gone_older_or_another_one() {
    let app = App::new();
    app.store("/spasm", &[]).await;
    for (how, says) in [
        (Loss::Gone, "The diary that was kept here is gone (412 entries, the last from 1 October 2026)."),
        (Loss::Older, "This is an older copy of your diary, and it lacks what came later (412 entries, "),
        (Loss::Other, "This is another diary than the one that was kept here (412 entries, "),
    ] {
        let lost = Some(DataLoss { how, ..lost() });
        app.kept(StorageStatus::Server { place: None, offline: true, lost });
        for path in ["/", "/diary", "/keep", "/now"] {
            let page = app.get(path).await;
            assert!(page.says(says) && !page.says("This browser has deleted"), "{path}: {}", page.text());
            assert!(page.attributes("a", "href").contains(&"/keep/restore".to_owned()), "{path}");
        }
    }
}

#[tokio::test]
async fn a_lost_diary_still_takes_a_spasm_and_leads_up_from_the_floor() {
    let app = App::new();
    app.kept(browser(Some(false), Some(lost())));
    let (_, page) = app.store("/spasm", &[]).await;
    assert!(page.says("Your spasm is in the diary."));
    let floor = app.get("/floor").await;
    assert_eq!(floor.status, StatusCode::OK);
    assert!(!floor.says(GONE), "nobody on the floor has to read that");
    assert!(app.get("/check").await.status == StatusCode::OK);
    assert_eq!(app.diary().await.of(KindName::Spasm).len(), 1);
}

#[tokio::test]
async fn the_notice_goes_with_a_copy_or_with_a_new_beginning_and_not_before() {
    let copy = filled().await.get("/keep/diary.jsonl").await.bytes;
    let app = App::new();
    app.kept(browser(None, Some(lost())));
    give(&app, b"no copy", &[]).await;
    assert!(app.get("/diary").await.says(GONE), "that brought nothing back");
    assert_eq!(give(&app, &copy, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!app.get("/diary").await.says("has deleted"));

    let app = App::new();
    app.kept(browser(None, Some(lost())));
    app.store("/spasm", &[]).await;
    let (to, page) = app.store("/keep/anew", &[]).await;
    assert_eq!(to, "/diary");
    assert!(!page.says("has deleted") && page.says("1 spasm"), "what was written meanwhile stays");
}

// ---------------------------------------------------------------- the end

#[tokio::test]
async fn erasing_takes_typed_words_and_says_what_it_does_not_reach() {
    let app = filled().await;
    app.backed_up(Backups::Last(crate::support::NOW.parse().unwrap()));
    let page = app.get("/keep/erase").await;
    assert!(page.says("all 3 things") && page.says("What is on other devices stays there."));
    for words in ["", "erase", "yes"] {
        let page = app.post("/keep/erase", &[("words", words)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(page.says("Nothing was erased."));
    }
    assert_eq!(app.count().await, 3);
    let (to, page) = app.store("/keep/erase", &[("words", " Erase Everything ")]).await;
    assert_eq!(to, "/keep/erased");
    assert!(page.says("Nothing of your diary is left") && page.says("copies and backups that you saved"));
    assert_eq!(app.count().await, 0);
    assert_eq!(app.backups(), Backups::Never);
    app.store("/spasm", &[]).await;
    assert!(app.get("/keep/erased").await.says("Your diary is not empty"), "it never says what is not so");
}

// ---------------------------------------------------------------- a host of files only

#[tokio::test]
async fn before_the_diary_has_moved_in_its_pages_wait_and_the_others_do_not() {
    let app = App::new();
    app.kept(StorageStatus::Site);
    for path in ["/diary", "/diary/calendar", "/log", "/log/note", "/check-in", "/profile", "/keep"] {
        let page = app.get(path).await;
        assert!(page.says("One moment") && !page.says("2026"), "{path}: {}", page.text());
    }
    for path in ["/", "/check", "/now", "/floor", "/spasm", "/guide", "/sources"] {
        assert!(!app.get(path).await.says("One moment"), "{path}");
    }
    assert!(!app.get("/").await.says("Your last 14 days"), "no days that will have passed");
}

// ---------------------------------------------------------------- the app

#[tokio::test]
async fn the_manifest_names_icons_and_shortcuts_that_are_there() {
    let app = App::new();
    let page = app.get("/").await;
    let links = page.attributes("link", "href");
    assert!(links.contains(&"/manifest.webmanifest".to_owned()));
    let page = app.get("/manifest.webmanifest").await;
    assert_eq!(page.header("content-type"), "application/manifest+json");
    let manifest: Value = serde_json::from_str(&page.body).unwrap();
    for (name, value) in
        [("id", "/"), ("start_url", "/"), ("scope", "/"), ("display", "standalone"), ("name", "Supple")]
    {
        assert_eq!(manifest[name], value);
    }
    let mut purposes = BTreeSet::new();
    for icon in manifest["icons"].as_array().unwrap() {
        let side: u32 = icon["sizes"].as_str().unwrap().split('x').next().unwrap().parse().unwrap();
        let picture = app.get(icon["src"].as_str().unwrap()).await;
        assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/png"));
        assert_eq!(sides(&picture.bytes), (side, side));
        purposes.insert((side, icon["purpose"].as_str().unwrap().to_owned()));
    }
    let wanted = [(192, "any"), (512, "any"), (512, "maskable")].map(|(side, what)| (side, what.to_owned()));
    assert_eq!(purposes, BTreeSet::from(wanted));
    let touch = links.iter().find(|link| link.starts_with("/icon-touch")).unwrap();
    assert_eq!(sides(&app.get(touch).await.bytes), (180, 180));
    for shortcut in manifest["shortcuts"].as_array().unwrap() {
        assert_eq!(app.get(shortcut["url"].as_str().unwrap()).await.status, StatusCode::OK, "{shortcut}");
    }
    for file in supple_web::files() {
        assert_eq!(app.get(&file).await.status, StatusCode::OK, "{file}");
    }
}

/// How wide and high a picture says that it is.
fn sides(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.len() > 500 && png.len() < 20_000, "{} bytes", png.len());
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[tokio::test]
async fn every_page_is_part_of_the_app() {
    let app = App::new();
    for path in supple_web::paths() {
        let page = app.get(&path).await;
        assert_eq!(page.body.matches("rel=\"manifest\"").count(), 1, "{path}");
        assert_eq!(page.body.matches("rel=\"apple-touch-icon\"").count(), 1, "{path}");
        assert_eq!(page.body.matches("name=\"theme-color\"").count(), 2, "{path}");
        assert!(
            page.body.ends_with("<div id=\"app\" class=\"app-line\" role=\"status\" hidden></div></body></html>"),
            "{path}"
        );
        let policy = page.header("content-security-policy");
        assert!(policy.contains("manifest-src 'self'") && policy.contains("worker-src 'self'"), "{policy}");
    }
}

#[tokio::test]
async fn opening_the_shortcut_stores_nothing_and_its_button_does() {
    let app = App::new();
    for _ in 0..3 {
        assert_eq!(app.get("/spasm").await.attributes("form", "action"), ["/spasm"]);
    }
    assert_eq!(app.count().await, 0);
    app.store("/spasm", &[]).await;
    assert_eq!(app.count().await, 1);
}

#[tokio::test]
async fn what_another_app_shares_fills_in_a_note_and_stores_nothing() {
    let app = App::new();
    let request = Request::post("/share")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "null")
        .header("host", "127.0.0.1:7878");
    let body = "title=Stretch+%3Cb%3E&text=Try+this+https%3A%2F%2Fa.example%2Fx&url=https%3A%2F%2Fa.example%2Fx";
    let page = app.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.attributes("form", "action"), ["/log/note"]);
    let note = page.body.split("<textarea ").nth(1).unwrap().split_once('>').unwrap().1;
    assert!(note.starts_with("\nStretch &lt;b&gt;\nTry this https://a.example/x</textarea>"), "{note}");
    assert_eq!(app.count().await, 0);
    let request = Request::post("/log/note").header("sec-fetch-site", "cross-site").body(Body::from("text=x")).unwrap();
    assert_eq!(app.send(request).await.status, StatusCode::FORBIDDEN, "nothing else may come from elsewhere");
    assert_eq!(app.count().await, 0);
}
