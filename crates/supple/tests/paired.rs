//! Who may come in is kept with the diary: every server of a database lets in the same devices, and none waits for a list that
//! cannot be had.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::{Value, json};
use shared::Home;
use shared::served::Server;
use std::time::{Duration, Instant};
use supple_store::DiaryKey;
use supple_store::outbox::{Change, Outboxes, open_outbox};
use supple_store::testing::Cluster;
use ureq::Agent;

/// How long a list counts that cannot be read anew.
const COUNTS: Duration = Duration::from_secs(10);

/// What must not wait is there within this, also on a busy machine.
const SOON: Duration = Duration::from_secs(2);

/// A server on which every device has to be paired.
fn serve(home: &Home) -> Server {
    Server::run(home.command(&["serve", "--listen", "127.0.0.1:0", "--host", "supple.home"]))
}

fn code(home: &Home) -> String {
    home.json(&["pair", "--json"])["code"].as_str().unwrap().to_owned()
}

fn agent() -> Agent {
    let config = Agent::config_builder().http_status_as_error(false).max_redirects(0);
    config.timeout_global(Some(Duration::from_secs(60))).build().into()
}

/// Pairs a device, and gives its token.
fn pair(server: &Server, code: &str, name: &str) -> String {
    let request = agent().post(format!("{}/pair", server.url)).header("accept", "application/json");
    let mut answer = request.send_form([("code", code), ("name", name)]).unwrap();
    let body = answer.body_mut().read_to_string().unwrap();
    assert_eq!(answer.status(), 200, "{body}");
    serde_json::from_str::<Value>(&body).unwrap()["token"].as_str().unwrap().to_owned()
}

/// The status with which a page answers whoever shows this token, and how long it took.
fn get(server: &Server, path: &str, token: &str) -> (u16, Duration) {
    let began = Instant::now();
    let request = agent().get(format!("{}{path}", server.url)).header("authorization", format!("Bearer {token}"));
    let mut answer = request.call().unwrap();
    answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), began.elapsed())
}

/// Whether whoever shows this token is let in: only such a device may write.
fn is_in(server: &Server, token: &str) -> bool {
    let request = agent().post(format!("{}/sync", server.url)).header("authorization", format!("Bearer {token}"));
    match request.send("nonsense").unwrap().status().as_u16() {
        // It is read, and is no message.
        400 => true,
        401 => false,
        other => panic!("{other}"),
    }
}

#[test]
fn servers_of_one_database_let_in_the_same_devices_and_refuse_those_that_were_removed_at_another() {
    let cluster = Cluster::shared().unwrap();
    let address = cluster.fresh_database().unwrap();
    let homes = [Home::with(&address), Home::with(&address)];
    let servers = [serve(&homes[0]), serve(&homes[1])];
    // The code was made beside one, and is used at the other.
    let phone = pair(&servers[1], &code(&homes[0]), "Phone");
    let tablet = pair(&servers[0], &code(&homes[0]), "Tablet");
    for server in &servers {
        assert!(is_in(server, &phone) && is_in(server, &tablet) && !is_in(server, &"0".repeat(64)));
    }
    let names = |home: &Home| -> Vec<String> {
        let all = home.json(&["devices", "--json"]);
        all.as_array().unwrap().iter().map(|device| device["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&homes[1]), ["Phone", "Tablet"]);
    homes[0].done(&["devices", "--remove", "Phone"]);
    for server in &servers {
        assert!(!is_in(server, &phone), "at once");
        assert!(is_in(server, &tablet));
    }
    // One that leaves by itself is gone everywhere as well.
    let leave =
        agent().post(format!("{}/pair/leave", servers[1].url)).header("authorization", format!("Bearer {tablet}"));
    assert_eq!(leave.send_empty().unwrap().status(), 200);
    assert!(!is_in(&servers[0], &tablet));
    let laptop = pair(&servers[0], &code(&homes[1]), "Laptop");
    assert!(is_in(&servers[1], &laptop));
    let told = shared::out(&homes[1].run(&["doctor"]));
    assert!(told.contains("1 may come in: Laptop, in the PostgreSQL database"), "{told}");
    homes[0].done(&["log", "pain", "3"]);
    homes[1].done(&["erase", "--yes-erase-everything"]);
    for server in &servers {
        assert!(!is_in(server, &laptop), "an erase unpairs all");
    }
    assert!(names(&homes[0]).is_empty());
}

#[test]
fn what_was_paired_for_one_diary_comes_into_no_other_of_the_database() {
    let home = Home::new();
    let server = serve(&home);
    let phone = pair(&server, &code(&home), "Phone");
    let address = format!("sqlite:{}", home.diary().display());
    let outboxes = Outboxes::at(&address).unwrap();
    let list = outboxes.of(DiaryKey::FIRST).unwrap().document("devices").unwrap().unwrap();
    assert!(list.value.contains("Phone") && !list.value.contains(&phone), "its hash only");
    let other = outboxes.of(DiaryKey([7; 16])).unwrap();
    assert_eq!(other.documents(""), Ok(vec![]));
    let tablet = json!({"devices": [{"name": "Tablet", "token": "0".repeat(64), "since": "2026-01-01T00:00:00Z", "seen": "2026-01-01T00:00:00Z"}]});
    let tablet = tablet.to_string();
    let change = Change { name: "devices", revision: 0, value: Some(&tablet), lay: &[], cancel: &[] };
    assert_eq!(other.commit(&change, 0), Ok(true));
    assert_eq!(home.json(&["devices", "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn while_the_store_stands_still_nobody_waits_nobody_new_comes_in_and_after_a_while_nobody_at_all() {
    let cluster = Cluster::start().unwrap();
    let home = Home::with(&cluster.fresh_database().unwrap());
    home.done(&["log", "pain", "3"]);
    let server = serve(&home);
    let phone = pair(&server, &code(&home), "Phone");
    assert!(is_in(&server, &phone));
    cluster.freeze(true).unwrap();
    let frozen = Instant::now();
    for path in ["/", "/check", "/guide", "/floor", "/country", "/pair"] {
        for token in [&phone, &"0".repeat(64)] {
            let (status, took) = get(&server, path, token);
            assert!(status == 200 && took < SOON, "{path}: {status} after {took:?}");
        }
    }
    // What was read just now counts a little longer.
    if frozen.elapsed() < COUNTS / 2 {
        assert!(is_in(&server, &phone));
        assert!(!is_in(&server, &"0".repeat(64)));
    }
    std::thread::sleep(COUNTS.saturating_sub(frozen.elapsed()) + Duration::from_secs(1));
    for token in [&phone, &"0".repeat(64)] {
        assert_eq!(get(&server, "/diary", token).0, 503);
        for path in ["/", "/check", "/guide", "/floor"] {
            let (status, took) = get(&server, path, token);
            assert!(status == 200 && took < SOON, "{path}: {status} after {took:?}");
        }
    }
    cluster.freeze(false).unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while get(&server, "/diary", &phone).0 != 200 {
        assert!(Instant::now() < until, "it comes in again by itself");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(is_in(&server, &phone) && !is_in(&server, &"0".repeat(64)));
}

#[test]
fn a_server_that_starts_before_its_database_lets_devices_in_once_that_is_there() {
    let mut cluster = Cluster::start().unwrap();
    let home = Home::with(&cluster.fresh_database().unwrap());
    let first = serve(&home);
    let phone = pair(&first, &code(&home), "Phone");
    drop(first);
    cluster.kill("QUIT").unwrap();
    let server = serve(&home);
    assert_eq!(get(&server, "/check", &phone).0, 200);
    assert_eq!(get(&server, "/diary", &phone).0, 503);
    cluster.restart().unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while get(&server, "/diary", &phone).0 != 200 {
        assert!(Instant::now() < until, "it comes in by itself");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn the_list_of_a_supple_of_before_is_taken_over_once_and_its_file_is_gone_then() {
    let cluster = Cluster::shared().unwrap();
    for home in [Home::new(), Home::with(&cluster.fresh_database().unwrap())] {
        home.done(&["log", "pain", "3"]);
        let folder = home.path("supple");
        let beside = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let head = beside.into_iter().find(|path| path.extension().is_some_and(|name| name == "head")).unwrap();
        let file = head.with_extension("paired");
        let token = "ab".repeat(32);
        let hash = supple_diary::LineHash::of(&token).to_string();
        let day = "2026-01-01T00:00:00Z";
        let before = json!({"devices": [{"name": "Phone", "token": hash, "since": day, "seen": day}], "codes": [], "address": null});
        std::fs::write(&file, before.to_string()).unwrap();
        let told = shared::out(&home.run(&["doctor"]));
        assert!(told.contains("1 may come in: Phone, in ") && file.exists(), "looking takes nothing over: {told}");
        let server = serve(&home);
        assert!(is_in(&server, &token));
        let until = Instant::now() + Duration::from_secs(20);
        while file.exists() {
            assert!(Instant::now() < until, "it is removed");
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(!file.with_extension("paired-lock").exists());
        assert!(is_in(&server, &token));
        home.done(&["devices", "--remove", "Phone"]);
        // As after a power cut before the file was removed: it is in already, and what was removed stays so.
        std::fs::write(&file, before.to_string()).unwrap();
        assert!(!is_in(&server, &token));
        home.done(&["pair"]);
        assert!(!file.exists() && !is_in(&server, &token));
    }
}

#[test]
fn a_device_is_paired_anew_while_the_server_runs_on_after_an_erase() {
    let home = Home::new();
    home.done(&["log", "pain", "3"]);
    let server = serve(&home);
    let phone = pair(&server, &code(&home), "Phone");
    home.done(&["erase", "--yes-erase-everything"]);
    assert!(!is_in(&server, &phone));
    let address = format!("sqlite:{}", home.diary().display());
    assert!(!home.path("supple/diary.db.outbox").exists());
    let code = code(&home);
    assert!(open_outbox(&address).unwrap().document("devices").unwrap().is_some());
    // What stands at the address of a file that was removed is another one.
    let request = agent().post(format!("{}/pair", server.url)).header("accept", "application/json");
    let answer = request.send_form([("code", code.as_str()), ("name", "Phone")]).unwrap();
    assert!([200, 500].contains(&answer.status().as_u16()), "the diary itself needs a new start: {}", answer.status());
    assert!(!is_in(&server, &phone));
}
