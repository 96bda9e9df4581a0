//! What reaches out, through whole requests: a desk in memory, with the rules of the real one, and a clock that goes on.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page};
use axum::http::StatusCode;
use jiff::Timestamp;
use std::sync::{Arc, Mutex};
use supple_diary::{Exercise, Reminder, ReminderSkip};
use supple_journal::Journal;
use supple_reach::{Act, DoorKind, Effects, State, apply};
use supple_web::desk::{Deed, Desk, Seen, Shown, Stage};

/// The state and its letters, as a server keeps them; whatever is laid has gone out when it is looked at.
#[derive(Debug)]
struct InMemory {
    journal: Arc<Journal>,
    seen: Mutex<Seen>,
    /// Whether messages arrive.
    arrives: bool,
}

impl InMemory {
    fn now(&self) -> Timestamp {
        self.journal.host().now()
    }

    fn keep(&self, seen: &mut Seen, effects: Effects) {
        let now = self.now();
        for shown in &mut seen.letters {
            let is_waiting = matches!(shown.stage, Stage::Waiting { .. });
            if is_waiting && effects.cancel.iter().any(|prefix| shown.letter.key.starts_with(prefix)) {
                shown.stage = Stage::Cancelled(now);
            }
        }
        for letter in effects.lay {
            if seen.letters.iter().any(|shown| shown.letter.key == letter.key) {
                continue;
            }
            let (stage, trouble) = if self.arrives {
                (Stage::Sent(now), None)
            } else {
                (Stage::Waiting { next: now }, Some("nobody there".to_owned()))
            };
            let may_be_out = matches!(stage, Stage::Sent(_));
            seen.letters.push(Shown { letter, stage, tries: 1, trouble, may_be_out });
        }
    }

    /// What the clock does.
    fn tick(&self) {
        let mut seen = self.seen.lock().unwrap();
        let told: Vec<String> = seen
            .letters
            .iter()
            .filter(|shown| shown.letter.key.contains("/told/") && matches!(shown.stage, Stage::Sent(_)))
            .map(|shown| shown.letter.way.clone())
            .collect();
        let effects = seen.state.tick(self.now());
        self.keep(&mut seen, effects);
        let effects = seen.state.follow_up(self.now(), &told);
        self.keep(&mut seen, effects);
    }

    fn secret(&self) -> String {
        self.seen.lock().unwrap().state.check.as_ref().unwrap().contacts[0].secret.clone()
    }
}

impl Desk for InMemory {
    fn look(&self) -> Deed<Seen> {
        self.tick();
        let seen = self.seen.lock().unwrap().clone();
        Box::pin(async move { Ok(seen) })
    }

    fn act(&self, act: Act) -> Deed<()> {
        let mut seen = self.seen.lock().unwrap();
        let fresh = format!("{:?}", self.journal.host().random());
        let done = apply(&mut seen.state, act, self.now(), &fresh).map_err(|refused| refused.to_string());
        let done = done.map(|effects| self.keep(&mut seen, effects));
        Box::pin(async move { done })
    }

    fn open_door(&self, kind: DoorKind, name: String) -> Deed<String> {
        let secret = "a-secret-of-a-door".to_owned();
        let opened = self.act(Act::OpenDoor(kind, name, secret.clone()));
        Box::pin(async move { opened.await.map(|()| secret) })
    }

    fn push_key(&self) -> Deed<String> {
        let made = self.act(Act::Vapid("kept".to_owned()));
        Box::pin(async move { made.await.map(|()| "BPublicKey".to_owned()) })
    }
}

fn with_desk(arrives: bool) -> (App, Arc<InMemory>) {
    let app = App::new();
    let desk = Arc::new(InMemory {
        journal: Arc::clone(&app.journal),
        seen: Mutex::new(Seen { state: State::default(), letters: Vec::new(), has_desktop: false }),
        arrives,
    });
    (app.with_desk(Arc::clone(&desk) as Arc<dyn Desk>), desk)
}

async fn add(app: &App, what: &str, name: &str, kind: &str, to: &str) -> Page {
    app.post("/channels/ways", &[("do", what), ("name", name), ("kind", kind), ("to", to)]).await
}

async fn begin(app: &App) -> Page {
    let form = [("do", "begin"), ("minutes", "30"), ("said", "I cannot get up"), ("place", "the kitchen")];
    app.store("/check-on-me", &form).await.1
}

#[tokio::test]
async fn without_a_server_the_pages_say_that_nobody_is_told_and_offer_the_phones_own_ways() {
    let app = App::new();
    for path in ["/channels", "/check-on-me", "/channels/ways", "/channels/press", "/channels/push"] {
        let page = app.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.says("This needs your own server."), "{path}");
    }
    let page = app.get("/check-on-me").await;
    assert!(page.body.contains("id=\"by-hand\"") && page.says("From this phone"));
    let answer = app.post("/check-on-me", &[("do", "begin"), ("minutes", "30")]).await;
    assert_ne!(answer.status, StatusCode::SEE_OTHER, "nobody may believe that someone is told");
    assert!(answer.says("server cannot be reached"), "{}", answer.text());
}

#[tokio::test]
async fn with_no_contact_the_page_says_that_nobody_would_be_told_and_nothing_begins() {
    let (app, desk) = with_desk(true);
    assert!(app.get("/check-on-me").await.says("Nobody would be told."));
    let answer = app.post("/check-on-me", &[("do", "begin"), ("minutes", "30")]).await;
    assert!(answer.says("Nobody would be told") && answer.says("Nothing was changed"), "{}", answer.text());
    assert!(desk.seen.lock().unwrap().state.check.is_none());
}

#[tokio::test]
async fn a_check_warns_tells_and_ends_as_the_page_says_at_each_stage() {
    let (app, desk) = with_desk(true);
    add(&app, "contact", "Ann", "mail", "ann@example.org").await;
    let mail = [("do", "mail"), ("server", "smtp.example.org"), ("from", "jo@example.org")];
    app.store("/channels/ways", &mail).await;
    add(&app, "mine", "my phone", "ntfy", "https://ntfy.example/mine").await;
    app.post("/channels/ways", &[("do", "address"), ("address", "https://supple.example")]).await;
    assert!(app.get("/check-on-me").await.says("It was never tried."));
    app.post("/channels/ways", &[("do", "test")]).await;
    assert!(!app.get("/check-on-me").await.says("It was never tried."), "a test arrived");
    let page = begin(&app).await;
    assert!(page.says("It asks you at 21:42"), "{}", page.text());
    app.later(30 * 60);
    let page = app.get("/check-on-me").await;
    assert!(page.says("Are you all right?") && page.says("21:47"), "{}", page.text());
    assert!(page.says("Ann by e-mail: not told."));
    app.later(5 * 60);
    let page = app.get("/check-on-me").await;
    assert!(page.says("Your contacts are being told.") && page.says("Ann by e-mail: told 21:47"), "{}", page.text());
    let told =
        desk.seen.lock().unwrap().letters.iter().find(|shown| shown.letter.key.contains("/told/1")).cloned().unwrap();
    for words in [
        "I cannot get up",
        "the kitchen",
        "21:42 on 22 November 2026 (Europe/Berlin)",
        &format!("https://supple.example/seen/{}", desk.secret()),
    ] {
        assert!(told.letter.words.text.contains(words), "{words}: {}", told.letter.words.text);
    }
    desk.act(Act::Seen(desk.secret())).await.unwrap();
    assert!(app.get("/check-on-me").await.says("Ann has seen your message"));
    let (_, page) = app.store("/check-on-me", &[("do", "all-right")]).await;
    assert!(page.says("Everyone who was told is told that, too."), "{}", page.text());
    desk.tick();
    let letters = desk.seen.lock().unwrap().letters.clone();
    let ends: Vec<_> = letters.iter().filter(|shown| shown.letter.key.ends_with("/all-right")).collect();
    assert_eq!(ends.len(), 1, "Ann hears the end, once");
}

#[tokio::test]
async fn with_e_mail_alone_and_no_mail_server_the_page_says_that_nobody_would_be_told() {
    let (app, _desk) = with_desk(true);
    add(&app, "contact", "Ann", "mail", "ann@example.org").await;
    let page = app.get("/check-on-me").await;
    assert!(page.says("Nobody would be told.") && page.says("there is no mail server"), "{}", page.text());
    assert!(!page.body.contains("value=\"begin\""), "nothing is offered that would tell nobody");
    let mail = [("do", "mail"), ("server", "smtp.example.org"), ("from", "jo@example.org")];
    app.store("/channels/ways", &mail).await;
    assert!(app.get("/check-on-me").await.body.contains("value=\"begin\""));
}

#[tokio::test]
async fn a_test_that_did_not_arrive_is_told_before_a_check_begins() {
    let (app, _desk) = with_desk(false);
    add(&app, "contact", "Ann", "webhook", "https://example.org/ann").await;
    assert!(app.get("/check-on-me").await.says("It was never tried."));
    app.post("/channels/ways", &[("do", "test")]).await;
    assert!(app.get("/check-on-me").await.says("The last message did not arrive."));
}

#[tokio::test]
async fn who_answers_in_time_hears_that_nobody_was_told() {
    let (app, desk) = with_desk(true);
    add(&app, "contact", "Ann", "webhook", "https://example.org/ann").await;
    begin(&app).await;
    app.later(34 * 60 + 59);
    app.get("/check-on-me").await;
    let (_, page) = app.store("/check-on-me", &[("do", "all-right")]).await;
    assert!(page.says("Nobody was told."), "{}", page.text());
    app.later(3_600);
    desk.tick();
    assert!(desk.seen.lock().unwrap().letters.iter().all(|shown| !shown.letter.key.contains("/told/")));
}

#[tokio::test]
async fn a_message_that_does_not_go_is_said_to_be_so_with_its_reason() {
    let (app, _desk) = with_desk(false);
    add(&app, "contact", "Ann", "webhook", "https://example.org/ann").await;
    begin(&app).await;
    for _ in 0..2 {
        app.later(31 * 60);
        app.get("/check-on-me").await;
    }
    let page = app.get("/check-on-me").await;
    assert!(page.says("not told yet, it is tried again: nobody there"), "{}", page.text());
    assert!(app.get("/channels").await.says("It did not go yet: nobody there"));
}

#[tokio::test]
async fn a_wrong_address_is_refused_in_one_line_and_changes_nothing() {
    let (app, desk) = with_desk(true);
    for (kind, to) in [
        ("mail", "ann"),
        ("mail", "ann@example.org\r\nBcc: x@y.z"),
        ("ntfy", "https://ntfy.sh"),
        ("webhook", "ftp://example.org"),
        ("webhook", "https://user:word@example.org/hook"),
        ("webhook", ""),
    ] {
        let page = add(&app, "contact", "Ann", kind, to).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind} {to}");
        assert!(page.says("Nothing was changed."), "{kind} {to}: {}", page.text());
    }
    let open = [("do", "mail"), ("server", "smtp.example.org"), ("security", "none"), ("from", "a@b.example")];
    assert!(
        app.post("/channels/ways", &open).await.says("ithout encryption only a mail server on this machine"),
        "a password never travels openly"
    );
    assert_eq!(desk.seen.lock().unwrap().state, State::default());
}

#[tokio::test]
async fn a_password_is_never_shown_again() {
    let (app, _desk) = with_desk(true);
    let form = [
        ("do", "mail"),
        ("server", "smtp.example.org"),
        ("user", "jo"),
        ("password", "a word of mine"),
        ("from", "jo@example.org"),
    ];
    let (_, page) = app.store("/channels/ways", &form).await;
    assert!(page.says("smtp.example.org") && !page.body.contains("a word of mine"));
}

#[tokio::test]
async fn a_secret_address_is_shown_once_with_its_steps_and_can_be_closed() {
    let (app, desk) = with_desk(true);
    let page = app.post("/channels/press", &[("name", "Watch")]).await;
    assert!(page.body.contains("/in/a-secret-of-a-door") && page.says("curl -X POST"));
    let page = app.get("/channels/press").await;
    assert!(!page.body.contains("a-secret-of-a-door") && page.says("Watch") && page.says("Never used."));
    let id = desk.seen.lock().unwrap().state.doors[0].id.clone();
    let (_, page) = app.store("/channels/press", &[("close", &id)]).await;
    assert!(!page.says("Watch"));
}

#[tokio::test]
async fn a_reminder_is_set_changed_left_out_and_stopped_and_the_calendar_goes_along() {
    let app = App::new();
    assert!(app.get("/reminders").await.says("There is none."));
    let (_, page) =
        app.store("/reminders", &[("what", "practice"), ("days", "mon"), ("days", "wed"), ("from", "18:00")]).await;
    assert!(page.says("Monday, Wednesday, at 18:00"), "{}", page.text());
    let diary = app.diary().await;
    let id = diary.last::<Reminder>().unwrap().0.id().to_string();
    let calendar = app.get("/channels/calendar/supple.ics").await;
    assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8");
    assert!(calendar.body.contains(&format!("UID:{id}@supple.invalid\r\nSEQUENCE:0\r\n")), "{}", calendar.body);
    assert!(calendar.body.contains("DTSTART;TZID=Europe/Berlin:20261123T180000\r\n"));
    app.later(60);
    let (_, page) =
        app.store("/reminders", &[("what", "practice"), ("changes", &id), ("days", "mon"), ("from", "18:30")]).await;
    assert!(page.says("Monday, at 18:30") && !page.says("Wednesday, at"), "{}", page.text());
    app.later(60);
    app.store("/reminders/skip", &[("reminder", &id)]).await;
    assert_eq!(app.diary().await.all::<ReminderSkip>().count(), 1);
    let calendar = app.get("/channels/calendar/supple.ics").await.body;
    assert!(calendar.contains(&format!("UID:{id}@supple.invalid\r\nSEQUENCE:2\r\n")), "{calendar}");
    app.later(60);
    let (_, page) = app.store("/reminders/stop", &[("reminder", &id)]).await;
    assert!(page.says("There is none."));
    assert!(app.get("/channels/calendar/supple.ics").await.body.contains("STATUS:CANCELLED\r\n"));
}

#[tokio::test]
async fn a_reminder_that_cannot_be_is_refused_in_one_line() {
    let app = App::new();
    for (form, says) in [
        (&[("what", "practice"), ("from", "25:00")][..], "a time of day looks like"),
        (&[("what", "visit"), ("from", "10:00")], "A visit needs its day"),
        (&[("what", "break"), ("from", "17:00"), ("to", "9:00"), ("every", "45")], "It ends before it begins"),
        (&[("what", "break"), ("from", "9:00"), ("to", "17:00"), ("every", "1")], "15 to 480 minutes"),
        (&[("what", "dance"), ("from", "9:00")], "not complete"),
        (
            &[("what", "practice"), ("from", "9:00"), ("changes", "0193b3f0-0000-7000-8000-000000000001")],
            "not there any more",
        ),
    ] {
        let page = app.post("/reminders", form).await;
        let text = page.text().to_lowercase();
        assert!(text.contains(&says.to_lowercase()) && text.contains("nothing was changed"), "{form:?}: {text}");
    }
    assert_eq!(app.count().await, 0);
}

/// An address, what is sent there, and what has to stand in its fields again.
type Filled<'f> = (&'f str, &'f [(&'f str, &'f str)], &'f [&'f str]);

/// Whatever is wrong with a form, nothing that was filled in has to be filled in again, but for a password.
#[tokio::test]
async fn a_form_that_is_refused_comes_back_with_all_that_was_filled_in() {
    let (app, _) = with_desk(true);
    add(&app, "contact", "Ann", "mail", "ann@example.org").await;
    let long = "x".repeat(600);
    let forms: [Filled<'_>; 9] = [
        (
            "/channels/ways",
            &[("do", "contact"), ("name", "Bo & Co"), ("kind", "ntfy"), ("to", "ntfy.sh/x")],
            &["Bo & Co", "ntfy.sh/x"],
        ),
        (
            "/channels/ways",
            &[("do", "mine"), ("name", "Tablet"), ("kind", "webhook"), ("to", "a b")],
            &["Tablet", "a b"],
        ),
        (
            "/channels/ways",
            &[
                ("do", "mail"),
                ("server", "smtp.example.org"),
                ("port", "many"),
                ("user", "sam"),
                ("password", "secret"),
                ("from", "sam@example.org"),
                ("security", "starttls"),
            ],
            &["smtp.example.org", "many", "sam", "sam@example.org"],
        ),
        (
            "/channels/ways",
            &[("do", "address"), ("address", "https://home.example/with/path")],
            &["https://home.example/with/path"],
        ),
        (
            "/channels/ways",
            &[("do", "quiet"), ("from", "99:00"), ("to", "07:00"), ("snooze", "24")],
            &["99:00", "07:00"],
        ),
        (
            "/check-on-me",
            &[("do", "begin"), ("minutes", "60"), ("said", &long), ("place", "Mill Lane 4")],
            &[&long, "Mill Lane 4"],
        ),
        ("/channels/press", &[("name", &long)], &[&long]),
        ("/channels/calendar", &[("name", &long)], &[&long]),
        (
            "/reminders",
            &[
                ("what", "break"),
                ("from", "17:00"),
                ("to", "09:00"),
                ("every", "50"),
                ("days", "mon"),
                ("until", "2027-01-01"),
            ],
            &["17:00", "09:00", "50", "2027-01-01"],
        ),
    ];
    for (address, form, typed) in forms {
        let page = app.post(address, form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{address} {form:?}");
        assert!(page.says("Nothing was changed. What you filled in is still here."), "{address}: {}", page.text());
        assert!(!page.body.contains("secret\""), "a password is not sent back");
        for text in typed {
            let text = maud::html! { (text) }.into_string();
            let stands = [format!("value=\"{text}\""), format!(">{text}</textarea>")];
            assert!(stands.iter().any(|part| page.body.contains(part)), "{address}: {text}");
        }
    }
    let page = app.post("/channels/ways", forms[2].1).await;
    assert_eq!(page.checked("security").as_deref(), Some("starttls"));
    let page = app.post("/check-on-me", forms[5].1).await;
    assert_eq!(page.checked("minutes").as_deref(), Some("60"));
    let page = app.post("/reminders", forms[8].1).await;
    assert!(page.body.contains("<details open"), "{}", page.body);
}

#[tokio::test]
async fn a_break_is_one_tap_and_counts_as_a_habit() {
    let app = App::new();
    assert!(app.get("/reminders/break").await.says("I stood up"));
    app.store("/reminders/break", &[]).await;
    let diary = app.diary().await;
    let done: Vec<_> = diary.all::<Exercise>().map(|(_, done)| done.what.to_string()).collect();
    assert_eq!(done, ["break-up-sitting"]);
}

#[tokio::test]
async fn the_link_of_a_message_shows_nothing_of_the_diary() {
    for (page, status) in
        [(supple_web::seen::asked(), 200), (supple_web::seen::thanked(), 200), (supple_web::seen::gone(), 404)]
    {
        assert_eq!(page.status().as_u16(), status);
        assert_eq!(page.headers()["cache-control"], "no-store");
    }
}
