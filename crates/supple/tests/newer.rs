//! What a newer Supple wrote is carried by this one: through a shared database, import, export, backup and sync, byte for
//! byte, in both directions; it counts for nothing, and everything that lacks it says so.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::kept::Kept;
use shared::served::Server;
use shared::{Home, out};
use std::process::Output;
use supple_diary::testing::of_tomorrow;
use supple_diary::{Draft, Entry, Level, Log, Moment, Pain, SCHEMA, Tail, verify};
use uuid::Uuid;

/// What a device wrote that runs a Supple of tomorrow: of six pains every second one has what nobody here knows.
fn tomorrow() -> Log {
    let mut tail = Tail::new(Uuid::from_u128(77));
    let write = |number: u8| -> Entry {
        let now: jiff::Timestamp = format!("2026-09-10T10:{number:02}:00Z").parse().unwrap();
        let level = Level::new(i64::from(number)).unwrap();
        let pain = Pain { level, regions: Default::default(), note: None };
        let draft = Draft::new(Moment::in_zone(now, "Europe/Berlin").unwrap(), pain);
        match number % 2 {
            0 => of_tomorrow(&mut tail, draft, now, [number; 10]),
            _ => tail.write(draft, now, [number; 10], None).unwrap(),
        }
    };
    (0..6).map(write).collect()
}

const TOLD: &str = "3 entries were written by a newer Supple";

/// It does all that it can, and says in a line aside what counts for nothing.
#[track_caller]
fn tells(output: &Output) {
    let error = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(output.status.success() && error.starts_with(&format!("supple: {TOLD}")), "{output:?}");
    assert_eq!(error.lines().count(), 1, "{error}");
}

/// Whatever this home does, the entries of tomorrow stay as they are.
#[track_caller]
fn carries(home: &Home) {
    let (log, tomorrow) = (home.log(), tomorrow());
    assert!(tomorrow.iter().all(|entry| log.get(entry.id()).is_some_and(|there| there.line() == entry.line())));
    assert_eq!(verify(log.iter()), Vec::new());
    assert!(home.done(&["verify"]).contains("all as they were written"));
}

#[test]
fn on_both_databases_it_is_stored_shown_counted_for_nothing_and_given_back() {
    for kept in Kept::both() {
        let home = kept.home();
        home.done(&["log", "pain", "4"]);
        let lines = home.write("tomorrow.jsonl", tomorrow().to_lines());
        let imported = home.done(&["import", &lines]);
        assert!(imported.contains('6'), "{imported}");
        carries(home);

        let diary = home.done(&["diary", "--since", "2026-09-01"]);
        assert_eq!(diary.matches("Written by a newer Supple. It is kept as it is.").count(), 3, "{diary}");
        assert_eq!(diary.matches("of 10").count(), 4, "what this version knows counts: {diary}");
        tells(&home.run(&["insight"]));
        tells(&home.run(&["now", "--can", "stand"]));
        let folder = home.path("tables");
        std::fs::create_dir(&folder).unwrap();
        tells(&home.run(&["export", "--csv", folder.to_str().unwrap()]));
        assert_eq!(std::fs::read_to_string(folder.join("pain.csv")).unwrap().lines().count(), 1 + 4);

        let server = Server::start(home);
        for path in ["/", "/check", "/now", "/insight", "/diary", "/medicine", "/keep"] {
            let page = server.get(path);
            assert!(page.status == 200 && page.body.contains(TOLD), "{path}: {}", page.body);
        }
        let day = server.get("/diary/day/2026-09-10").body;
        assert_eq!(day.matches("written by a newer Supple. It is kept as it is.").count(), 3, "{day}");
        assert_eq!(server.post("/spasm", "").status, 303);
        let copy = server.get("/keep/diary.jsonl").body;
        assert!(tomorrow().iter().all(|entry| copy.contains(entry.line())));
        drop(server);
        carries(home);

        let (file, passphrase) = (home.path("copy.age"), home.write("passphrase", "four plain quiet words\n"));
        home.done(&["backup", file.to_str().unwrap(), "--passphrase-file", &passphrase]);
        let new = Home::new();
        new.done(&["restore", file.to_str().unwrap(), "--passphrase-file", &passphrase]);
        carries(&new);
        assert_eq!(new.log(), home.log());
        assert_eq!(home.done(&["import", &lines]), home.done(&["import", &lines]), "twice is once");
        assert_eq!(new.log(), home.log());
    }
}

#[test]
fn it_goes_through_a_sync_and_what_is_written_here_is_read_there() {
    let (server_home, laptop) = (Home::new(), Home::new());
    let lines = server_home.write("tomorrow.jsonl", tomorrow().to_lines());
    server_home.done(&["import", &lines]);
    laptop.done(&["log", "pain", "8"]);
    let server = Server::run(server_home.command(&["serve", "--listen", "127.0.0.1:0", "--host", "localhost"]));
    let url = server.url.replace("127.0.0.1", "localhost");
    let code = server_home.json(&["pair", "--json"])["code"].as_str().unwrap().to_owned();
    laptop.done(&["sync", &url, "--code", &code, "--join"]);
    carries(&laptop);
    // The other way: to a third that has nothing of it.
    let third = Home::new();
    let onward = Server::run(laptop.command(&["serve", "--listen", "127.0.0.1:0", "--host", "localhost"]));
    let code = laptop.json(&["pair", "--json"])["code"].as_str().unwrap().to_owned();
    third.done(&["sync", &onward.url.replace("127.0.0.1", "localhost"), "--code", &code]);
    carries(&third);
    assert_eq!((server_home.log(), third.log().len()), (laptop.log(), 7));
    // What is said here in plain kinds, a peer of any version reads: it is written in the oldest schema that has it.
    let pain = laptop.log().iter().find(|entry| entry.device() != Uuid::from_u128(77)).unwrap().line().to_owned();
    assert!(pain.starts_with(r#"{"schema":1,"#), "{pain}");
}

#[test]
fn an_entry_of_tomorrow_can_be_taken_back_and_put_back() {
    let home = Home::new();
    let lines = home.write("tomorrow.jsonl", tomorrow().to_lines());
    home.done(&["import", &lines]);
    let newer = tomorrow().iter().find(|entry| entry.newer().is_some()).unwrap().id().to_string();
    let removed = home.done(&["remove", &newer]);
    assert!(removed.contains("Removed: An entry that a newer Supple wrote"), "{removed}");
    let diary = out(&home.run(&["diary", "--since", "2026-09-01"]));
    assert_eq!(diary.matches("Written by a newer Supple").count(), 2, "{diary}");
    carries(&home);
    let removal = removed.split("Id: ").nth(1).unwrap()[..36].to_owned();
    home.done(&["remove", &removal]);
    assert_eq!(home.done(&["diary", "--since", "2026-09-01"]).matches("Written by a newer Supple").count(), 3);
}

/// What stands in a file of the server about its only device, once a sync has said so.
fn schema_of_the_device(home: &Home) -> Option<u64> {
    home.json(&["devices", "--json"])[0]["schema"].as_u64()
}

#[test]
fn peers_say_which_schema_they_read_and_the_list_of_devices_tells_the_person() {
    let (server_home, laptop) = (Home::new(), Home::new());
    let server = Server::run(server_home.command(&["serve", "--listen", "127.0.0.1:0", "--host", "localhost"]));
    let url = server.url.replace("127.0.0.1", "localhost");
    let code = server_home.json(&["pair", "--json"])["code"].as_str().unwrap().to_owned();
    let first = laptop.json(&["sync", &url, "--code", &code, "--json"]);
    assert_eq!(first[0]["schema_there"], SCHEMA, "{first}");
    assert_eq!(schema_of_the_device(&server_home), Some(SCHEMA));
    let plain = server_home.done(&["devices"]);
    assert!(!plain.contains("older Supple") && !plain.contains("newer Supple"), "{plain}");

    let places = std::fs::read_to_string(laptop.diary().with_extension("db.places")).unwrap();
    let token: serde_json::Value = serde_json::from_str(&places).unwrap();
    let token = token["places"][0]["token"].as_str().unwrap().to_owned();
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let newer = (SCHEMA + 1).to_string();
    for (says, told) in [(&*newer, "newer Supple"), ("1", "older Supple"), ("no number", "older Supple")] {
        let request = agent.post(format!("{url}/sync")).header("authorization", format!("Bearer {token}"));
        // Whatever it is, the message counts for itself.
        let answer = request.header("supple-schema", says).content_type("application/json").send("{}").unwrap();
        assert_eq!(answer.status(), 400);
        let listed = server_home.done(&["devices"]).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(listed.contains(told), "{says}: {listed}");
    }
    // A peer of the first version says nothing, and is served all the same.
    laptop.done(&["sync", &url]);
    assert_eq!(schema_of_the_device(&server_home), Some(SCHEMA));
}
