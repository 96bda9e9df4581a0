//! Sync, pairing and HTTPS, on the real program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::{Value, json};
use shared::{Home, fails, out};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use supple_diary::{Draft, Level, Log, Moment, Pain, Tail, verify};
use supple_store::testing::Cluster;
use ureq::Agent;
use ureq::http::Response;
use uuid::Uuid;

/// A server of a home, ended with the test.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    /// Starts `supple serve` for paired devices.
    fn of(home: &Home) -> Server {
        Server::with(home, &["--listen", "127.0.0.1:0", "--host", "localhost"])
    }

    fn with(home: &Home, arguments: &[&str]) -> Server {
        let mut child = home.command(&[&["serve"], arguments].concat()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let url =
            line.split_whitespace().find(|word| word.contains("://")).expect(&line).trim_end_matches('.').to_owned();
        // Whatever it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Server { child, url: url.replace("127.0.0.1", "localhost") }
    }

    fn port(&self) -> &str {
        self.url.rsplit(':').next().unwrap()
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        let mut request = agent().get(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::of(request.call().unwrap())
    }

    fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Page {
        let mut request =
            agent().post(format!("{}{path}", self.url)).header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::of(request.send(body).unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = (self.child.kill(), self.child.wait());
    }
}

struct Page {
    status: u16,
    cookie: Option<String>,
    location: Option<String>,
    clears: Option<String>,
    text: String,
}

impl Page {
    fn of(mut response: Response<ureq::Body>) -> Page {
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (cookie, location, clears) = (header("set-cookie"), header("location"), header("clear-site-data"));
        Page {
            status: response.status().as_u16(),
            cookie,
            location,
            clears,
            text: response.body_mut().read_to_string().unwrap(),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect(&self.text)
    }
}

fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into()
}

fn code(home: &Home) -> String {
    home.json(&["pair", "--json"])["code"].as_str().unwrap().to_owned()
}

fn pain(home: &Home, level: &str) {
    home.done(&["log", "pain", level]);
}

#[track_caller]
fn are_one(homes: &[&Home]) -> Log {
    let logs: Vec<Log> = homes.iter().map(|home| home.log()).collect();
    for log in &logs {
        assert!(*log == logs[0], "{} and {} entries", log.len(), logs[0].len());
        assert_eq!(verify(log.iter()), []);
    }
    logs[0].clone()
}

#[test]
fn a_phone_a_laptop_and_a_server_become_one_diary() {
    let (server_home, laptop, phone) = (Home::new(), Home::new(), Home::new());
    pain(&server_home, "1");
    let server = Server::of(&server_home);
    pain(&server_home, "2");
    let said = laptop.done(&["sync", &server.url, "--code", &code(&server_home), "--name", "Laptop"]);
    assert!(said.contains("2 taken, 0 sent."), "{said}");
    phone.done(&["sync", &server.url, "--code", &code(&server_home).to_lowercase(), "--name", "Phone"]);
    pain(&laptop, "3");
    pain(&laptop, "4");
    pain(&phone, "5");
    // From now on the place is known.
    let said = laptop.json(&["sync", "--json"]);
    assert_eq!((said[0]["sent"].as_u64(), said[0]["taken"].as_u64()), (Some(2), Some(0)), "{said}");
    let said = phone.json(&["sync", &server.url, "--json"]);
    assert_eq!((said[0]["sent"].as_u64(), said[0]["taken"].as_u64()), (Some(1), Some(2)), "{said}");
    laptop.done(&["sync"]);
    assert_eq!(are_one(&[&server_home, &laptop, &phone]).len(), 5);
    let said = laptop.json(&["sync", "--json"]);
    assert_eq!(
        (said[0]["sent"].as_u64(), said[0]["taken"].as_u64(), said[0]["whole"].as_bool()),
        (Some(0), Some(0), Some(true))
    );

    let devices = server_home.json(&["devices", "--json"]);
    let names: Vec<&str> = devices.as_array().unwrap().iter().map(|device| device["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Laptop", "Phone"]);
    #[cfg(unix)]
    assert!(shared::is_private(&laptop.path("supple/diary.db.places")), "it holds a token");
}

#[test]
fn a_wrong_code_a_used_one_and_an_unpaired_device_are_refused_and_nothing_is_moved() {
    let (server_home, laptop, other) = (Home::new(), Home::new(), Home::new());
    pain(&server_home, "1");
    pain(&laptop, "2");
    let server = Server::of(&server_home);
    fails(&laptop.run(&["sync"]), 2, "supple pair");
    fails(&laptop.run(&["sync", &server.url]), 1, "is not paired");
    fails(&laptop.run(&["sync", &server.url, "--code", "AAAA-AAAA"]), 1, "does not count");
    let code = code(&server_home);
    other.done(&["sync", &server.url, "--code", &code]);
    fails(&laptop.run(&["sync", &server.url, "--code", &code]), 1, "does not count");

    // Both have entries and were never one: that needs a word.
    fails(&laptop.run(&["sync", &server.url, "--code", &self::code(&server_home), "--name", "Laptop"]), 1, "--join");
    assert_eq!((server_home.log().len(), laptop.log().len()), (1, 1));
    laptop.done(&["sync", &server.url, "--join"]);
    assert_eq!(are_one(&[&server_home, &laptop]).len(), 2);

    server_home.done(&["devices", "--remove", "Laptop"]);
    pain(&laptop, "3");
    fails(&laptop.run(&["sync"]), 1, "is not paired");
    assert_eq!(server_home.log().len(), 2);
    fails(&server_home.run(&["devices", "--remove", "Laptop"]), 1, "supple devices");
    laptop.done(&["sync", &server.url, "--code", &self::code(&server_home)]);
    assert_eq!(are_one(&[&server_home, &laptop]).len(), 3);
    laptop.done(&["sync", &server.url, "--forget"]);
    fails(&laptop.run(&["sync"]), 2, "no place");
}

#[test]
fn an_erased_diary_does_not_come_back_from_a_laptop() {
    let (server_home, laptop) = (Home::new(), Home::new());
    pain(&server_home, "1");
    let server = Server::of(&server_home);
    laptop.done(&["sync", &server.url, "--code", &code(&server_home)]);
    assert_eq!(laptop.log().len(), 1);
    // While the server runs.
    server_home.done(&["erase", "--yes-erase-everything"]);
    fails(&laptop.run(&["sync"]), 1, "is not paired");
    assert!(!server_home.path("supple/diary.db.paired").exists(), "names of devices tell of the person, too");
    // Also not when it is paired again, unless that is asked for in so many words.
    fails(&laptop.run(&["sync", &server.url, "--code", &code(&server_home)]), 1, "it was erased there");
    assert_eq!((server_home.log().len(), laptop.log().len()), (0, 1));
    laptop.done(&["sync", &server.url, "--join"]);
    assert_eq!(are_one(&[&server_home, &laptop]).len(), 1);
}

/// Many entries of one device, as an export has them.
fn many(count: u64) -> String {
    let mut tail = Tail::new(Uuid::from_u128(77));
    let mut lines = String::new();
    for number in 0..count {
        let at = jiff::Timestamp::from_second(1_780_000_000 + i64::try_from(number).unwrap()).unwrap();
        let level = Level::new(i64::try_from(number % 11).unwrap()).unwrap();
        let pain = Pain { level, regions: Default::default(), note: None };
        let mut random = [0; 10];
        random[..8].copy_from_slice(&number.to_be_bytes());
        let draft = Draft::new(Moment::in_zone(at, "Europe/Berlin").unwrap(), pain);
        lines.push_str(tail.write(draft, at, random, None).unwrap().line());
        lines.push('\n');
    }
    lines
}

#[test]
fn a_sync_that_is_killed_on_either_side_at_any_moment_goes_on_and_loses_nothing() {
    let (server_home, laptop) = (Home::new(), Home::new());
    let export = laptop.write("many.jsonl", many(12_000));
    laptop.done(&["import", &export]);
    pain(&server_home, "1");
    let mut server = Server::of(&server_home);
    let listen = format!("127.0.0.1:{}", server.port());
    fails(&laptop.run(&["sync", &server.url, "--code", &code(&server_home)]), 1, "--join");
    // The first goes through the word; it is killed like the others.
    let arguments = ["sync", &server.url.clone(), "--join"];
    let mut killed = 0;
    for round in 0..12_u64 {
        let mut child = laptop.command(&arguments).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(30 + round * 37 % 400));
        if round % 2 == 0 {
            killed += u32::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        } else {
            server.kill();
            child.wait().unwrap();
            killed += 1;
            server = Server::with(&server_home, &["--listen", &listen, "--host", "localhost"]);
        }
        let there = server_home.log();
        assert_eq!(verify(there.iter()), [], "what has arrived is whole");
    }
    assert!(killed >= 6, "{killed}");
    laptop.done(&arguments);
    assert_eq!(are_one(&[&server_home, &laptop]).len(), 12_001);
}

#[test]
fn what_was_written_while_the_server_was_away_arrives_there_once_when_it_is_back() {
    let (server_home, laptop) = (Home::new(), Home::new());
    let mut server = Server::of(&server_home);
    let listen = format!("127.0.0.1:{}", server.port());
    laptop.done(&["sync", &server.url, "--code", &code(&server_home)]);
    server.kill();
    pain(&laptop, "7");
    fails(&laptop.run(&["sync"]), 1, "everything written here is kept");
    fails(&laptop.run(&["sync"]), 1, "cannot be reached");
    let _server = Server::with(&server_home, &["--listen", &listen, "--host", "localhost"]);
    // The laptop's own server sends it by itself.
    let _own = Server::with(&laptop, &["--listen", "127.0.0.1:0", "--sync-every", "1"]);
    let until = Instant::now() + Duration::from_secs(20);
    while server_home.log().is_empty() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(100));
    }
    laptop.done(&["sync"]);
    assert_eq!(are_one(&[&server_home, &laptop]).len(), 1);
}

#[test]
fn a_diary_on_postgresql_and_one_on_sqlite_become_one() {
    let cluster = Cluster::shared().unwrap();
    let server_home = Home::with(&cluster.fresh_database().unwrap());
    let laptop = Home::new();
    pain(&server_home, "1");
    let server = Server::of(&server_home);
    laptop.done(&["sync", &server.url, "--code", &code(&server_home)]);
    pain(&laptop, "2");
    pain(&server_home, "3");
    laptop.done(&["sync"]);
    assert_eq!(are_one(&[&server_home, &laptop]).len(), 3);
    // And with the database on the side that asks.
    let other = Home::with(&cluster.fresh_database().unwrap());
    other.done(&["sync", &server.url, "--code", &code(&server_home)]);
    assert_eq!(are_one(&[&server_home, &laptop, &other]).len(), 3);
}

#[test]
fn whoever_is_not_paired_sees_the_check_and_the_guide_but_nothing_of_the_diary_and_stores_nothing() {
    let home = Home::new();
    home.done(&["log", "note", "my secret back"]);
    let server = Server::of(&home);
    for path in ["/", "/diary", "/check", "/guide", "/now", "/profile", "/pair"] {
        let page = server.get(path, &[]);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text.contains("my secret back"), "{path}");
    }
    for path in ["/devices", "/keep/phone"] {
        let to_pair = server.get(path, &[]);
        assert_eq!((to_pair.status, to_pair.location.as_deref()), (303, Some("/pair")), "{path}");
    }
    assert!(server.get("/check", &[]).text.contains("<form"));
    let check = server.post("/check", &[], "before=%7B%7D&rest=no");
    assert!(matches!(check.status, 200 | 422) && check.text.contains("<form"), "the check goes on: {}", check.status);
    for path in ["/spasm", "/log/note", "/check-in", "/profile", "/country", "/keep/phone", "/keep/unpair", "/floor"] {
        let page = server.post(path, &[], "text=hello&what=note");
        assert_eq!(page.status, 403, "{path}");
        assert!(page.text.contains("Nothing was stored") && page.text.contains("/pair"), "{path}");
    }
    let forged = [("cookie", "supple-device=00000000000000000000000000000000")];
    assert_eq!(server.post("/spasm", &forged, "").status, 403);
    assert_eq!(server.post("/sync", &forged, "{}").status, 401);
    assert_eq!(home.log().len(), 1);
    let state = server.get("/pair/state", &[]).json();
    assert_eq!(state, json!({"needed": true, "paired": false, "name": null, "diary": null}));
}

#[test]
fn a_browser_is_paired_by_the_form_and_may_then_read_write_and_be_unpaired() {
    let home = Home::new();
    home.done(&["log", "note", "my secret back"]);
    let server = Server::of(&home);
    let code = code(&home);
    assert!(server.get(&format!("/pair?code={code}"), &[]).text.contains(&code), "the QR code fills it in");
    let wrong = server.post("/pair", &[], "code=22222222&name=Phone&join=yes");
    assert_eq!(wrong.status, 403);
    assert!(wrong.text.contains("works once") && wrong.text.contains("Phone") && wrong.cookie.is_none());
    let page = server.post("/pair", &[], &format!("code={code}&name=My+phone"));
    assert_eq!((page.status, page.location.as_deref()), (303, Some("/devices?welcome=yes")));
    let cookie = page.cookie.unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=34560000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "this one speaks plain HTTP");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let paired = [("cookie", cookie.as_str())];
    assert!(server.get("/diary", &paired).text.contains("my secret back"));
    assert_eq!(server.post("/spasm", &paired, "").status, 303);
    assert_eq!(home.log().len(), 2);
    let state = server.get("/pair/state", &paired).json();
    assert_eq!((state["name"].as_str(), state["paired"].as_bool()), (Some("My phone"), Some(true)));
    assert!(state["diary"].as_str().is_some_and(|diary| diary.parse::<Uuid>().is_ok()));
    // Another site cannot use it.
    let foreign = [("cookie", cookie.as_str()), ("origin", "https://evil.example")];
    assert_eq!(server.post("/spasm", &foreign, "").status, 403);
    assert_eq!(server.post("/sync", &foreign, "{}").status, 403);
    assert_eq!(server.post("/devices/pair", &foreign, "").status, 403);

    // It lets another one in.
    assert_eq!(server.post("/devices/pair", &paired, "").status, 303);
    let page = server.get("/keep/phone", &paired).text;
    assert!(page.contains("My phone (this one)") && page.contains("class=\"qr\"") || page.contains("/pair"), "{page}");
    let shown = page.split("class=\"code\">").nth(1).unwrap().split('<').next().unwrap();
    let other = server.post("/pair", &[("accept", "application/json")], &format!("code={shown}&name=Tablet"));
    assert_eq!((other.status, other.json()["name"].as_str()), (200, Some("Tablet")));
    let token = other.json()["token"].as_str().unwrap().to_owned();
    let bearer = format!("Bearer {token}");
    assert!(server.get("/diary", &[("authorization", &bearer)]).text.contains("my secret back"));

    let page = server.get("/keep/phone", &paired).text;
    let tablet = page.split("Tablet").nth(1).unwrap().split("name=\"device\" value=\"").nth(1).unwrap();
    let id = tablet.split('"').next().unwrap();
    let gone = server.post("/devices/unpair", &paired, &format!("device={id}"));
    assert_eq!(gone.location.as_deref(), Some("/keep/phone?removed=Tablet"));
    assert!(server.get("/keep/phone?removed=Tablet", &paired).text.contains("pair it again with a new code"));
    assert!(!server.get("/diary", &[("authorization", &bearer)]).text.contains("my secret back"));
    assert!(server.get("/diary", &paired).text.contains("my secret back"), "the others stay");
}

#[test]
fn a_browser_that_erased_leaves_by_itself_and_only_then_is_told_to_delete_its_files() {
    let home = Home::new();
    home.done(&["log", "note", "my secret back"]);
    let server = Server::of(&home);
    let page = server.post("/pair", &[], &format!("code={}&name=My+phone", code(&home)));
    let cookie = page.cookie.unwrap().split(';').next().unwrap().to_owned();
    let paired = [("cookie", cookie.as_str())];
    let here = [("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "navigate")];
    let paired_here = [&paired[..], &here[..]].concat();
    // Whoever is let in keeps what the browser has, and no other site speaks for the browser.
    assert_eq!(server.get("/pair/gone", &paired_here).clears, None);
    let foreign = [("cookie", cookie.as_str()), ("origin", "https://evil.example")];
    assert_eq!(server.post("/pair/leave", &foreign, "").status, 403);
    assert!(server.get("/diary", &paired).text.contains("my secret back"));

    let left = server.post("/pair/leave", &paired, "");
    assert_eq!((left.status, left.json()), (200, json!({"needed": true, "left": true})));
    let ended = left.cookie.unwrap();
    assert!(ended.contains("Max-Age=0") && ended.contains("Path=/"), "{ended}");
    assert!(!server.get("/diary", &paired).text.contains("my secret back"), "an old cookie opens nothing");
    assert!(!home.done(&["devices"]).contains("My phone"));
    assert_eq!(server.post("/pair/leave", &paired, "").json(), json!({"needed": true, "left": false}), "twice is once");

    let gone = server.get("/pair/gone", &here);
    assert_eq!((gone.status, gone.clears.as_deref()), (200, Some("\"storage\"")));
    assert!(gone.text.contains("Everything is erased") && gone.text.contains("new code"));
    for (site, mode) in
        [("cross-site", "navigate"), ("same-site", "navigate"), ("none", "navigate"), ("same-origin", "no-cors")]
    {
        let other = server.get("/pair/gone", &[("sec-fetch-site", site), ("sec-fetch-mode", mode)]);
        assert_eq!((other.status, other.clears), (303, None), "{site} {mode}");
    }
    assert_eq!(server.get("/pair/gone", &[]).clears, None, "a browser that does not say where it comes from");
    assert_eq!(home.log().len(), 1, "the diary of the server stays");
}

#[test]
fn behind_a_proxy_with_a_certificate_the_cookie_is_for_https_and_the_code_leads_to_the_name_that_others_use() {
    let home = Home::new();
    let server = Server::with(&home, &["--listen", "127.0.0.1:0", "--host", "supple.home"]);
    // As the proxies of docs/network.md send it.
    let proxied = [("host", "supple.home"), ("x-forwarded-proto", "https"), ("x-forwarded-for", "10.0.0.9")];
    let paired = server.post("/pair", &proxied, &format!("code={}&name=Phone", code(&home)));
    let cookie = paired.cookie.unwrap();
    assert!(cookie.ends_with("; Secure"), "{cookie}");
    let with_cookie = [&proxied[..], &[("cookie", cookie.split(';').next().unwrap())]].concat();
    let own_form = [&with_cookie[..], &[("origin", "https://supple.home")]].concat();
    assert_eq!(server.post("/spasm", &own_form, "").status, 303);
    assert_eq!(server.post("/devices/pair", &own_form, "").status, 303);
    assert!(server.get("/keep/phone", &with_cookie).text.contains("https://supple.home/pair?code="));
    let printed = home.json(&["pair", "--json"]);
    assert!(printed["address"].as_str().unwrap().starts_with("https://supple.home/pair?code="), "{printed}");
    let other = [("host", "evil.example"), ("x-forwarded-proto", "https")];
    assert_eq!(server.get("/diary", &other).status, 421, "another name is refused as ever");
}

#[test]
fn codes_cannot_be_guessed_on_and_on() {
    let home = Home::new();
    let server = Server::of(&home);
    let code = code(&home);
    for _ in 0..10 {
        assert_eq!(server.post("/pair", &[], "code=22222222").status, 403);
    }
    let wait = server.post("/pair", &[], &format!("code={code}"));
    assert_eq!(wait.status, 429, "also the right one has to wait now");
    assert!(wait.text.contains("Wait ") && wait.cookie.is_none());
}

#[test]
fn a_server_for_its_own_machine_is_open_and_stands_behind_no_proxy() {
    let home = Home::new();
    let server = Server::with(&home, &["--listen", "127.0.0.1:0"]);
    assert_eq!(server.post("/spasm", &[], "").status, 303);
    assert_eq!(home.log().len(), 1);
    assert_eq!(server.get("/pair/state", &[]).json()["needed"], json!(false));
    for path in ["/keep", "/keep/phone"] {
        assert!(server.get(path, &[]).text.contains("this computer only"), "{path}");
    }
    for header in ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"] {
        for page in [server.get("/diary", &[(header, "10.0.0.9")]), server.post("/sync", &[(header, "10.0.0.9")], "{}")]
        {
            assert_eq!(page.status, 403, "{header}");
            assert!(page.text.contains("--host") && page.text.trim_end().lines().count() == 1, "{}", page.text);
        }
    }
    // On this machine it is also synced with as it stands.
    let laptop = Home::new();
    laptop.done(&["sync", &server.url]);
    assert_eq!(are_one(&[&home, &laptop]).len(), 1);
}

#[test]
fn a_message_that_is_damaged_foreign_or_too_large_is_named_and_nothing_of_it_is_taken() {
    let (home, laptop) = (Home::new(), Home::new());
    pain(&home, "1");
    let server = Server::with(&home, &["--listen", "127.0.0.1:0"]);
    pain(&laptop, "2");
    fails(&laptop.run(&["sync", &server.url]), 1, "another one");
    let diary = server.get("/pair/state", &[]).json()["diary"].clone();
    let line = laptop.export().trim_end().to_owned();
    let last = supple_diary::LineHash::of(&line).to_string();
    let message = |diary: &Value, line: &str| {
        json!({"version": 1, "diary": diary, "have": {}, "entries": [{"lines": [line], "last": last}]}).to_string()
    };
    let foreign = server.post("/sync", &[], &message(&json!(Uuid::from_u128(5)), &line));
    assert_eq!((foreign.status, &foreign.json()["diary"]), (409, &diary));
    let tampered = server.post("/sync", &[], &message(&diary, &line.replace("\"level\":2", "\"level\":9")));
    assert_eq!(tampered.status, 200);
    assert_eq!(tampered.json()["refused"][0]["fault"], json!("altered"));
    assert!(line.contains(tampered.json()["refused"][0]["id"].as_str().unwrap()));
    assert_eq!(server.post("/sync", &[], "{}").status, 400);
    assert_eq!(server.post("/sync", &[], &" ".repeat(2 << 20)).status, 413);
    assert_eq!(home.log().len(), 1);
    let good = server.post("/sync", &[], &message(&diary, &line));
    assert_eq!((good.status, good.json().get("refused")), (200, None));
    assert_eq!(home.log().len(), 2);
}

/// A certificate authority of one's own and a certificate for localhost, as files.
fn certificates(home: &Home) -> (String, String, String) {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_key = KeyPair::generate().unwrap();
    let ca = params.self_signed(&ca_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let issuer = Issuer::new(params, ca_key);
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    (
        home.write("ca.pem", ca.pem()),
        home.write("certificate.pem", certificate.pem()),
        home.write("key.pem", key.serialize_pem()),
    )
}

#[test]
fn a_server_with_a_certificate_speaks_https_and_a_client_trusts_only_what_it_was_given() {
    let (home, laptop) = (Home::new(), Home::new());
    pain(&home, "1");
    let (ca, certificate, key) = certificates(&home);
    let arguments = ["--listen", "127.0.0.1:0", "--host", "localhost", "--certificate", &certificate, "--key", &key];
    let server = Server::with(&home, &arguments);
    assert!(server.url.starts_with("https://"), "{}", server.url);
    fails(&laptop.run(&["sync", &server.url, "--code", &code(&home)]), 1, "--ca");
    // One who says nothing keeps nobody else waiting.
    let silent: Vec<_> = (0..20)
        .map(|_| std::net::TcpStream::connect(("127.0.0.1", server.port().parse::<u16>().unwrap())).unwrap())
        .collect();
    laptop.done(&["sync", &server.url, "--code", &code(&home), "--ca", &ca]);
    drop(silent);
    pain(&laptop, "2");
    laptop.done(&["sync"]);
    assert_eq!(are_one(&[&home, &laptop]).len(), 2);
    // Plain HTTP gets no page, and the server goes on.
    let mut plain = std::net::TcpStream::connect(("127.0.0.1", server.port().parse::<u16>().unwrap())).unwrap();
    std::io::Write::write_all(&mut plain, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut said = Vec::new();
    let _ = plain.read_to_end(&mut said);
    assert!(!said.starts_with(b"HTTP"), "{said:?}");
    laptop.done(&["sync"]);

    // A browser's cookie is for HTTPS only.
    let trusted = ureq::tls::Certificate::from_pem(&std::fs::read(&ca).unwrap()).unwrap();
    let roots = ureq::tls::RootCerts::new_with_certs(&[trusted]);
    let tls = ureq::tls::TlsConfig::builder().root_certs(roots).build();
    let agent: Agent = Agent::config_builder().tls_config(tls).max_redirects(0).build().into();
    let paired = agent
        .post(format!("{}/pair", server.url))
        .send_form([("code", code(&home).as_str()), ("name", "Phone")])
        .unwrap();
    assert!(paired.headers()["set-cookie"].to_str().unwrap().ends_with("; Secure"));
}

#[test]
fn what_is_wrong_with_a_certificate_is_said_with_the_name_of_the_file() {
    let home = Home::new();
    let (ca, certificate, key) = certificates(&home);
    let serve = |certificate: &str, key: &str| {
        home.run(&["serve", "--listen", "127.0.0.1:0", "--certificate", certificate, "--key", key])
    };
    fails(&serve("nowhere.pem", &key), 1, "nowhere.pem cannot be read");
    fails(&serve(&certificate, "nowhere.pem"), 1, "nowhere.pem cannot be read");
    fails(&serve(&key, &key), 1, "key.pem holds no certificate");
    fails(&serve(&certificate, &certificate), 1, "certificate.pem holds no private key");
    fails(&serve(&ca, &key), 1, "give the key that the certificate was made for");
    let broken = home.write("broken.pem", "-----BEGIN CERTIFICATE-----\n???\n-----END CERTIFICATE-----\n");
    fails(&serve(&broken, &key), 1, "broken.pem");
    fails(&home.run(&["serve", "--certificate", &certificate]), 2, "--key");
    assert!(!home.diary().exists(), "nothing was begun");
    let other = Home::new();
    fails(&other.run(&["sync", "https://localhost:1", "--ca", "nowhere.pem"]), 1, "nowhere.pem");
    assert!(out(&other.run(&["sync", "--help"])).contains("--ca"));
}

/// All files of a database, and what lies beside it.
fn copy_of(home: &Home) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let files = std::fs::read_dir(home.path("supple")).unwrap().map(|file| file.unwrap().path());
    files.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn put_back(home: &Home, files: &[(std::path::PathBuf, Vec<u8>)]) {
    std::fs::remove_dir_all(home.path("supple")).unwrap();
    std::fs::create_dir(home.path("supple")).unwrap();
    for (path, bytes) in files {
        std::fs::write(path, bytes).unwrap();
    }
}

/// What an export says, whatever chain it stands in.
fn said(log: &Log) -> Vec<String> {
    log.iter().map(|entry| format!("{} {} {:?}", entry.id(), entry.recorded(), entry.draft())).collect()
}

#[test]
fn a_database_that_was_put_back_with_all_its_files_is_reconciled_by_a_command_that_says_what_it_does() {
    for is_server in [true, false] {
        let (server_home, phone) = (Home::new(), Home::new());
        pain(&server_home, "1");
        let mut server = Server::of(&server_home);
        phone.done(&["sync", &server.url, "--code", &code(&server_home)]);
        pain(&phone, "2");
        phone.done(&["sync"]);
        server.kill();
        // The server's, or that of the phone which syncs with it.
        let home = if is_server { &server_home } else { &phone };
        let copy = copy_of(home);
        ["3", "4", "5"].iter().for_each(|level| pain(home, level));
        let port = server.url.rsplit(':').next().unwrap().to_owned();
        let listen = format!("127.0.0.1:{port}");
        let arguments = ["--listen", listen.as_str(), "--host", "localhost"];
        let mut server = Server::with(&server_home, &arguments);
        phone.done(&["sync"]);
        server.kill();
        put_back(home, &copy);
        ["6", "7"].iter().for_each(|level| pain(home, level));
        let mut server = Server::with(&server_home, &arguments);

        let told = phone.run(&["sync"]);
        assert_eq!(told.status.code(), Some(1));
        assert!(out(&told).contains("to reconcile.") && out(&told).contains("`supple reconcile`"), "{}", out(&told));
        server.kill();
        let told = home.run(&["reconcile"]);
        assert_eq!(told.status.code(), Some(2), "{told:?}");
        assert!(out(&told).contains("2 entries are only here, recorded from "), "{}", out(&told));
        let before = home.log();
        let done = home.done(&["reconcile", "--yes"]);
        assert!(done.contains("Done: 2 entries are now in a chain of their own."), "{done}");
        let copy = std::fs::read(home.path("supple").join("diary.db.before-reconcile")).unwrap();
        assert_eq!(Log::from_bytes(&copy).0, before);
        #[cfg(unix)]
        assert!(shared::is_private(&home.path("supple").join("diary.db.before-reconcile")));
        assert_eq!(said(&home.log()), said(&before));
        assert!(home.done(&["reconcile", "--yes"]).contains("nothing to reconcile"));

        let mut server = Server::with(&server_home, &arguments);
        phone.done(&["sync"]);
        pain(&phone, "8");
        pain(&server_home, "9");
        phone.done(&["sync"]);
        server.kill();
        let all = are_one(&[&server_home, &phone]);
        assert_eq!(all.len(), 9);
        let said: std::collections::BTreeSet<String> = said(&all).into_iter().collect();
        assert_eq!(said.len(), 9);
        // A copy that holds the old branch brings nothing twice.
        let old = home.write("old.jsonl", before.to_lines());
        assert!(home.done(&["import", &old]).contains(" 0 taken, "));
        home.done(&["verify"]);
        home.done(&["erase", "--yes-erase-everything"]);
        assert!(!home.path("supple").join("diary.db.before-reconcile").exists());
        assert!(!home.path("supple").join("diary.db.forks").exists());
    }
}
