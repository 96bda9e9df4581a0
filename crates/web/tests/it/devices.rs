//! Other devices, on the page about keeping: on a server, and in a browser with a diary of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex};
use supple_journal::{
    Copies, Devices, Env, Host, Invitation, Journal, LetInBy, Link, PairedDevice, Peer, Storage, StorageStatus, Tasks,
};
use supple_web::Caller;
use tower::ServiceExt;
use uuid::Uuid;

#[derive(Debug, Default)]
struct List {
    paired: Mutex<Vec<PairedDevice>>,
    invited: Mutex<bool>,
    is_open: bool,
    is_broken: bool,
}

impl Devices for List {
    fn is_open(&self) -> bool {
        self.is_open
    }

    fn is_reached(&self) -> Result<bool, String> {
        Ok(!self.is_open)
    }

    fn paired(&self) -> Result<Vec<PairedDevice>, String> {
        if self.is_broken {
            return Err("diary.db.paired cannot be read: delete it".to_owned());
        }
        Ok(self.paired.lock().unwrap().clone())
    }

    fn invite(&self, _: Option<&str>) -> Result<(), String> {
        *self.invited.lock().unwrap() = true;
        Ok(())
    }

    fn invitation(&self, here: &str) -> Result<Option<Invitation>, String> {
        let address = (!here.is_empty()).then(|| format!("{here}/pair?code=ABCDEFGH"));
        let squares =
            vec![vec![true, false, true, true], vec![false; 4], vec![true; 4], vec![false, true, false, false]];
        let invitation = Invitation {
            code: "ABCD-EFGH".to_owned(),
            until: now(),
            squares: if address.is_some() { squares } else { Vec::new() },
            address,
        };
        Ok(self.invited.lock().unwrap().then_some(invitation))
    }

    fn unpair(&self, id: &str) -> Result<Option<PairedDevice>, String> {
        let mut paired = self.paired.lock().unwrap();
        let place = paired.iter().position(|device| device.id == id);
        Ok(place.map(|place| paired.remove(place)))
    }
}

fn now() -> Timestamp {
    "2026-11-22T20:12:00Z".parse().unwrap()
}

#[derive(Debug, Default)]
struct Still {
    devices: Option<List>,
    link: Option<Link>,
    chance: u8,
}

impl Env for Still {
    fn now(&self) -> Timestamp {
        now()
    }

    fn zone(&self) -> String {
        "Europe/Berlin".to_owned()
    }

    fn random(&self) -> [u8; 10] {
        [self.chance; 10]
    }
}

impl Copies for Still {}

impl Storage for Still {
    fn keeping(&self) -> StorageStatus {
        match self.link {
            Some(_) => StorageStatus::Browser { persisted: None, used: None, quota: None, lost: None },
            None => StorageStatus::default(),
        }
    }
}

impl Tasks for Still {}

impl Host for Still {
    fn devices(&self) -> Option<&dyn Devices> {
        self.devices.as_ref().map(|devices| devices as &dyn Devices)
    }

    fn link(&self) -> Option<Link> {
        self.link.clone()
    }
}

struct App(axum::Router);

fn journal(machine: Still) -> Arc<Journal> {
    let store = supple_store::open("sqlite::memory:").unwrap();
    Arc::new(Journal::new(store, Uuid::from_u128(9), Arc::new(machine)))
}

impl App {
    fn on(machine: Still) -> App {
        App::of(&journal(machine))
    }

    fn of(journal: &Arc<Journal>) -> App {
        App(supple_web::router(Arc::clone(journal)))
    }

    async fn send(&self, method: &str, path: &str, body: &str) -> (StatusCode, String, String) {
        let caller = Caller { device: Some("one".to_owned()), address: "https://supple.home".to_owned() };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .extension(caller)
            .body(Body::from(body.to_owned()))
            .unwrap();
        let response = self.0.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response.headers().get("location").map_or("", |to| to.to_str().unwrap()).to_owned();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, location, String::from_utf8(bytes.to_vec()).unwrap())
    }

    async fn page(&self, path: &str) -> String {
        let (status, _, text) = self.send("GET", path, "").await;
        assert_eq!(status, StatusCode::OK, "{text}");
        text
    }
}

fn device(id: &str, name: &str) -> PairedDevice {
    PairedDevice { id: id.to_owned(), name: name.to_owned(), since: now(), seen: now(), by: None, schema: None }
}

fn server() -> App {
    let paired = Mutex::new(vec![device("one", "My phone"), device("two", "<b>Tablet</b> & co")]);
    App::on(Still { devices: Some(List { paired, ..List::default() }), link: None, chance: 0 })
}

#[tokio::test]
async fn a_server_lists_its_devices_and_marks_the_one_that_asks() {
    let page = server().page("/keep").await;
    assert!(page.contains("2 paired devices") && page.contains("My phone (this one)"));
    assert!(page.contains("&lt;b&gt;Tablet&lt;/b&gt; &amp; co") && !page.contains("<b>Tablet"));
    assert!(page.contains("21:12"), "on the person's own clock");
    for old in ["/devices", "/devices?welcome=yes"] {
        let (status, location, _) = server().send("GET", old, "").await;
        assert_eq!(
            (status, location),
            (StatusCode::SEE_OTHER, old.replace("/devices", "/keep")),
            "the old address leads on"
        );
    }
}

#[tokio::test]
async fn a_code_is_shown_with_its_squares_and_its_address_as_text() {
    let app = server();
    assert!(!app.page("/keep").await.contains("ABCD-EFGH"));
    let (status, location, _) = app.send("POST", "/keep/phone", "").await;
    assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/keep/phone"));
    assert!(!app.page("/keep").await.contains("ABCDEFGH"), "the secret stands on its own page alone");
    let page = app.page("/keep/phone").await;
    assert!(page.contains("ABCD-EFGH") && page.contains("https://supple.home/pair?code=ABCDEFGH"));
    // Four rows with a quiet zone of four on each side, dark runs drawn as one.
    assert!(page.contains("viewBox=\"0 0 12 12\""), "{page}");
    assert!(page.contains("d=\"M4 4H5V5H4ZM6 4H8V5H6ZM4 6H8V7H4ZM5 7H6V8H5Z\""), "{page}");
    assert!(page.contains("role=\"img\" aria-label="));
}

#[tokio::test]
async fn an_unpaired_device_is_gone_with_a_way_to_undo_it() {
    let app = server();
    let (status, location, _) = app.send("POST", "/keep/unpair", "device=two").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(location, "/keep/phone?removed=%3Cb%3ETablet%3C%2Fb%3E%20%26%20co");
    let page = app.page(&location).await;
    assert!(page.contains("&lt;b&gt;Tablet&lt;/b&gt; &amp; co is unpaired.") && page.contains("with a new code"));
    assert!(page.contains("1 paired device<") && !page.contains("value=\"two\""));
    let (_, location, _) = app.send("POST", "/keep/unpair", "device=two").await;
    assert_eq!(location, "/keep/phone", "once more does nothing");
}

#[tokio::test]
async fn those_that_an_unpaired_device_had_let_in_are_named_and_can_be_unpaired_with_it() {
    let by = |id: &str, name: &str| Some(LetInBy { id: id.to_owned(), name: name.to_owned() });
    let mut paired = vec![device("one", "My phone"), device("two", "Lost"), device("three", "Third")];
    paired.extend([device("four", "Fourth"), device("five", "Fifth")]);
    paired[2].by = by("two", "Lost");
    paired[3].by = by("three", "Third");
    paired[4].by = by("one", "My phone");
    let app =
        App::on(Still { devices: Some(List { paired: Mutex::new(paired), ..List::default() }), link: None, chance: 0 });
    assert!(app.page("/keep").await.contains("<dt>Let in by</dt><dd>Lost</dd>"));
    let (_, location, _) = app.send("POST", "/keep/unpair", "device=two").await;
    assert_eq!(location, "/keep/phone?removed=Lost&was=two");
    let page = app.page(&location).await;
    let card = page.split("It had let in others").nth(1).expect(&page).split("</form>").next().unwrap();
    assert!(card.contains("<li>Third</li><li>Fourth</li>") && !card.contains("Fifth"), "{card}");
    assert!(page.contains("<dd>Lost, which is unpaired</dd>"), "it is said later too");
    let (_, location, _) = app.send("POST", "/keep/unpair", "by=two").await;
    assert_eq!(location, "/keep/phone?also=2");
    let page = app.page(&location).await;
    assert!(page.contains("2 more devices are unpaired.") && page.contains("2 paired devices"), "{page}");
    assert!(!app.page("/keep/phone?removed=Lost&was=two").await.contains("It had let in"), "now there is nobody");
}

#[tokio::test]
async fn a_server_that_is_open_says_why_and_a_list_that_cannot_be_read_says_what_to_do() {
    let open = App::on(Still { devices: Some(List { is_open: true, ..List::default() }), link: None, chance: 0 });
    assert!(open.page("/keep").await.contains("this computer only"));
    let (status, location, _) = open.send("POST", "/keep/phone", "").await;
    assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/keep/phone"));
    let page = open.page("/keep/phone").await;
    assert!(page.contains("this computer only") && page.contains("--host") && page.contains("With a file"), "{page}");
    assert!(!page.contains("ABCD-EFGH") && !page.contains("Show a code"), "a code would lead nowhere");
    let broken = App::on(Still { devices: Some(List { is_broken: true, ..List::default() }), link: None, chance: 0 });
    assert!(broken.page("/keep").await.contains("cannot be read: delete it"), "the rest of the page is there");
    for method in ["GET", "POST"] {
        let path = if method == "GET" { "/keep/phone" } else { "/keep/unpair" };
        let (status, _, page) = broken.send(method, path, "by=one").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.contains("cannot be read: delete it"), "{page}");
    }
}

#[tokio::test]
async fn the_page_with_a_code_is_kept_nowhere_and_says_what_an_address_without_https_means() {
    for (address, says) in [("https://supple.home", false), ("http://10.0.0.7:7878", true)] {
        let app = server();
        app.send("POST", "/keep/phone", "").await;
        let caller = Caller { device: Some("one".to_owned()), address: address.to_owned() };
        let request = Request::get("/keep/phone").extension(caller).body(Body::empty()).unwrap();
        let response = app.0.clone().oneshot(request).await.unwrap();
        assert_eq!(response.headers().get("cache-control").unwrap(), "no-store");
        let page = String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap();
        assert_eq!(page.contains("keeps none of its own"), says, "{address}");
    }
}

#[tokio::test]
async fn a_device_counts_as_another_place_only_where_it_syncs_and_is_surely_another_machine() {
    let of = async |schema, days: i64, is_open| {
        let seen = now() - SignedDuration::from_hours(24 * days);
        let paired = Mutex::new(vec![PairedDevice { schema, seen, ..device("one", "My phone") }]);
        let app = App::on(Still { devices: Some(List { paired, is_open, ..List::default() }), link: None, chance: 0 });
        app.send("POST", "/spasm", "").await;
        app.page("/keep").await
    };
    let two = "in two places: here and on another device";
    assert!(of(Some(1), 3, false).await.contains(two));
    for (schema, days, is_open) in [(None, 3, false), (Some(1), 3, true), (Some(1), 31, false)] {
        assert!(!of(schema, days, is_open).await.contains(two), "{schema:?}, {days} days, open: {is_open}");
    }
    assert!(of(Some(1), 31, false).await.contains("Your other devices have not been here for 31 days."));
}

#[tokio::test]
async fn a_server_counts_as_another_place_only_with_all_that_it_was_sent_and_on_another_machine() {
    let synced = |link: Link| Link { peer: Peer::Server, synced: Some(now()), pending: Some(0), ..link };
    let of = async |link: Link, host: &str| {
        let app = App::on(Still { devices: None, link: Some(link), chance: 0 });
        app.send("POST", "/spasm", "").await;
        let request = Request::get("/keep").header("host", host).body(Body::empty()).unwrap();
        let response = app.0.clone().oneshot(request).await.unwrap();
        String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
    };
    let two = "in two places: here and on your server.";
    assert!(of(synced(Link::default()), "supple.home").await.contains(two));
    let behind = Link { pending: Some(3), ..synced(Link::default()) };
    assert!(of(behind, "supple.home").await.contains("The last 3 entries are only here so far."));
    for host in ["127.0.0.1:7878", "localhost:7878", "[::1]:7878"] {
        assert!(!of(synced(Link::default()), host).await.contains(two), "{host} is this very machine");
    }
    for (link, why) in [
        (Link { refused: vec!["entry 7 waits".to_owned()], ..synced(Link::default()) }, "not all was taken"),
        (Link { synced: None, ..synced(Link::default()) }, "nobody knows when"),
        (Link { has_left: true, ..synced(Link::default()) }, "it syncs no more"),
        (Link { peer: Peer::OtherDiary, ..synced(Link::default()) }, "another diary"),
        (Link { peer: Peer::NotPaired, ..synced(Link::default()) }, "it is not let in"),
    ] {
        assert!(!of(link, "supple.home").await.contains("in two places"), "{why}");
    }
}

#[tokio::test]
async fn without_a_server_a_new_phone_is_offered_a_file_and_no_code() {
    for peer in [Peer::Nobody, Peer::Unmet, Peer::NotPaired, Peer::Server] {
        let app = App::on(Still { devices: None, link: Some(Link { peer, ..Link::default() }), chance: 0 });
        app.send("POST", "/spasm", "").await;
        let (status, location, _) = app.send("POST", "/keep/phone", "").await;
        assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/keep/phone"));
        let page = app.page("/keep/phone").await;
        assert!(page.contains("Save a copy") && page.contains("Tap “I have a copy”"), "{peer:?}: {page}");
        assert!(!page.contains("class=\"qr\"") && !page.contains("Show a code"), "{peer:?}");
        assert_eq!(page.contains("cannot be reached now"), peer == Peer::Server, "{peer:?}");
    }
}

#[tokio::test]
async fn a_browser_says_what_is_here_what_is_not_yet_sent_and_what_was_refused() {
    let link = Link {
        peer: Peer::Server,
        has_left: false,
        owes: false,
        name: Some("My phone".to_owned()),
        pending: Some(3),
        schema: Some(1),
        synced: Some("2026-11-20T20:12:00Z".parse().unwrap()),
        other: None,
        refused: vec!["entry 7 waits".to_owned()],
        problem: Some("the server cannot be reached".to_owned()),
    };
    let app = App::on(Still { devices: None, link: Some(link), chance: 0 });
    app.send("POST", "/spasm", "").await;
    let page = app.page("/keep").await;
    assert!(page.contains("<dt>Entries here</dt><dd>1</dd>"), "{page}");
    assert!(page.contains("<dt>Not yet sent</dt><dd>3</dd>") && page.contains("20 November, 21:12"), "{page}");
    assert!(page.contains("<dt>Supple on the server</dt><dd>An older one. It keeps all"), "{page}");
    assert!(page.contains("Entry 7 waits") && page.contains("The server cannot be reached."));
    assert!(page.contains("action=\"/devices/sync\"") && page.contains("action=\"/devices/leave\""));
}

#[tokio::test]
async fn what_a_server_is_still_to_be_told_is_said_until_it_was_told() {
    let with = |owes| {
        let problem = Some("The server cannot be reached.".to_owned());
        App::on(Still {
            devices: None,
            link: Some(Link { has_left: true, owes, problem, ..Link::default() }),
            chance: 0,
        })
    };
    let page = with(true).page("/keep").await;
    assert!(page.contains("the server still lets this device in") && page.contains("cannot be reached"), "{page}");
    assert!(!with(false).page("/keep").await.contains("still lets this device in"));
}

#[tokio::test]
async fn a_browser_that_is_not_paired_is_shown_the_way() {
    let with = |peer, has_left| {
        App::on(Still { devices: None, link: Some(Link { peer, has_left, ..Link::default() }), chance: 0 })
    };
    let page = with(Peer::NotPaired, false).page("/keep").await;
    assert!(page.contains("goes nowhere else") && page.contains("href=\"/pair\"") && !page.contains("Sync now"));
    let page = with(Peer::OtherDiary, false).page("/keep").await;
    assert!(
        page.contains("keeps another diary")
            && page.contains("action=\"/devices/join\"")
            && page.contains("cannot be undone")
    );
    let page = with(Peer::Nobody, false).page("/keep").await;
    assert!(
        page.contains("goes nowhere else")
            && page.contains("action=\"/keep/phone\"")
            && !page.contains("href=\"/pair\"")
    );
    let page = with(Peer::Unmet, true).page("/keep").await;
    assert!(page.contains("as you asked") && page.contains("action=\"/devices/sync\""));
    let page = with(Peer::Unmet, false).page("/keep").await;
    assert!(page.contains("has answered yet") && page.contains("action=\"/devices/sync\""), "{page}");
    assert!(!page.contains("goes nowhere else"), "a server that was not met may still be there");
    let page = App::on(Still::default()).page("/keep").await;
    assert!(!page.contains("Sync now") && !page.contains("<summary>Devices"), "where there is neither");
}

/// A diary of which another one is a copy that was written on.
async fn two_ways(machine: Still) -> Arc<Journal> {
    let (here, copy) = (journal(machine), journal(Still { chance: 200, ..Still::default() }));
    copy.adopt(here.identity().await.unwrap()).await.unwrap();
    App::of(&here).send("POST", "/spasm", "").await;
    App::of(&copy).send("POST", "/spasm", "").await;
    here.receive(&copy.offer(Some(&Default::default())).await.unwrap()).await.unwrap();
    here
}

#[tokio::test]
async fn a_browser_whose_diary_goes_two_ways_says_so_and_brings_both_together() {
    let link = Link { peer: Peer::Server, ..Link::default() };
    let here = two_ways(Still { link: Some(link), ..Still::default() }).await;
    let app = App::of(&here);
    let page = app.page("/keep").await;
    assert!(page.contains("Your diary goes two ways") && page.contains("1 entry is"), "{page}");
    assert!(page.contains("action=\"/reconcile\"") && page.contains("Save a copy first"), "{page}");
    let before = here.log().await.unwrap();
    let (status, location, _) = app.send("POST", "/reconcile", "").await;
    assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/keep?reconciled=1"));
    let page = app.page(&location).await;
    assert!(!page.contains("two ways") && page.contains("1 entry is ready to go."), "{page}");
    let after = here.log().await.unwrap();
    assert_eq!(after.len(), 1);
    assert!(after.iter().zip(before.iter()).all(|(now, was)| now.is_same_as(was) && now.device() != was.device()));
}

#[tokio::test]
async fn a_server_whose_diary_goes_two_ways_names_the_command_and_changes_nothing_for_a_page() {
    let here = two_ways(Still { devices: Some(List::default()), ..Still::default() }).await;
    let app = App::of(&here);
    let page = app.page("/keep").await;
    assert!(page.contains("Your diary goes two ways") && page.contains("supple reconcile"), "{page}");
    assert!(!page.contains("action=\"/reconcile\""));
    let before = here.log().await.unwrap();
    assert_eq!(app.send("POST", "/reconcile", "").await.0, StatusCode::NOT_FOUND);
    assert_eq!(here.log().await.unwrap(), before);
}
