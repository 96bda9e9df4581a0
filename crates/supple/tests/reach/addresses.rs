//! Secret addresses, attacked: each can do one thing, once, for whoever has its secret, and nothing for anyone else.

use crate::hook::Hook;
use crate::person::{Person as _, SOON};
use crate::raw::ask;
use crate::shared::Home;
use crate::shared::served::Server;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};
use supple_store::testing::Cluster;

/// A new address: its path.
#[track_caller]
fn made(home: &Home, name: &str, more: &[&str]) -> String {
    let made = home.json(&[&["capture", "make", name, "--json"], more].concat());
    let address = made["address"].as_str().unwrap();
    format!("/{}", address.splitn(4, '/').nth(3).unwrap())
}

#[track_caller]
fn spasms(home: &Home) -> usize {
    home.export().lines().filter(|line| line.contains("\"spasm\"")).count()
}

fn secret(path: &str) -> &str {
    path.rsplit('/').next().unwrap().trim_end_matches(".ics")
}

#[test]
fn scanners_pages_of_other_sites_and_other_methods_store_nothing() {
    let home = Home::new();
    let path = made(&home, "watch", &[]);
    let server = Server::start(&home);
    for headers in [&[][..], &["sec-purpose: prefetch"], &["user-agent: SafeLinks"]] {
        for method in ["GET", "HEAD"] {
            assert_eq!(ask(&server, method, &path, headers, "").0, 405, "{method} {headers:?}");
        }
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"] {
        let (status, _) = ask(&server, method, &path, &[], "");
        assert!((400..500).contains(&status), "{method}: {status}");
    }
    for headers in [
        &["sec-fetch-site: cross-site"][..],
        &["sec-fetch-site: same-site"],
        &["origin: https://evil.example", "sec-fetch-site: cross-site", "sec-fetch-mode: no-cors"],
        &["origin: https://evil.example"],
        &["origin: null"],
        &["sec-purpose: prefetch"],
        &["sec-purpose: prefetch;prerender"],
        &["purpose: prefetch"],
    ] {
        let (status, said) = ask(&server, "POST", &path, headers, "");
        assert_eq!(status, 403, "{headers:?}: {said}");
    }
    assert_eq!(spasms(&home), 0);
    assert_eq!(ask(&server, "POST", &path, &[], "").0, 200, "the press itself counts");
    assert_eq!(spasms(&home), 1);
}

#[test]
fn a_wrong_a_closed_or_an_empty_secret_and_one_of_another_kind_store_nothing() {
    let home = Home::new();
    let (open, closed) = (made(&home, "watch", &[]), made(&home, "lost", &[]));
    let calendar = made(&home, "calendar", &["--calendar"]);
    home.done(&["capture", "revoke", "lost"]);
    let server = Server::start(&home);
    let right = secret(&open);
    let changed = format!("{}{}", &right[..right.len() - 1], if right.ends_with('A') { 'B' } else { 'A' });
    for wrong in [
        closed.as_str(),
        "/in/",
        "/in",
        "/in//",
        "/in/%00",
        "/in/..%2f",
        "/in/%FF",
        "/in/*",
        &format!("/in/{changed}"),
        &format!("/in/{}", &right[..right.len() - 1]),
        &format!("/in/{right}x"),
        &format!("/in/{}", secret(&calendar)),
        &format!("/in/{}", "a".repeat(4_000)),
        &format!("/seen/{right}"),
    ] {
        let (status, said) = ask(&server, "POST", wrong, &[], "");
        // Without any secret it is the address of no door, and leads to a page that says so.
        assert!((400..500).contains(&status) || (status == 303 && wrong.ends_with('/')), "{wrong}: {status} {said}");
    }
    assert_eq!(ask(&server, "GET", &format!("/calendar/{right}.ics"), &[], "").0, 404, "each opens its own door only");
    assert_eq!(ask(&server, "GET", &calendar, &[], "").0, 200);
    assert_eq!(spasms(&home), 0);
    home.done(&["capture", "revoke", "watch"]);
    assert_eq!(ask(&server, "POST", &open, &[], "").0, 404, "closed while the server runs");
    assert_eq!(spasms(&home), 0);
}

#[test]
fn a_thousand_wrong_secrets_and_a_large_body_hold_nothing_up() {
    let home = Home::new();
    let path = made(&home, "watch", &[]);
    let server = Server::start(&home);
    let began = Instant::now();
    let answers: Vec<u16> = (0..1_000).map(|of| ask(&server, "POST", &format!("/in/{of:043}"), &[], "").0).collect();
    assert!(answers.iter().all(|status| matches!(status, 404 | 429)), "{answers:?}");
    assert!(answers.contains(&429), "a flood is no work: {answers:?}");
    eprintln!("a thousand wrong secrets: {:?}", began.elapsed());
    assert_eq!(spasms(&home), 0);
    assert_eq!(server.get("/").status, 200, "everything else answers");
    let (status, _) = ask(&server, "POST", &path, &[], &"x".repeat(2_000_000));
    assert!(matches!(status, 0 | 413), "{status}");
    assert_eq!(spasms(&home), 0);
    assert_eq!(ask(&server, "POST", &path, &[], "").0, 200, "whoever floods keeps no right press out");
    assert_eq!(spasms(&home), 1);
}

#[test]
fn presses_at_once_and_a_replay_after_a_restart_are_one_spasm_and_take_no_place_of_the_next() {
    let home = Home::new();
    let (path, other) = (made(&home, "watch", &[]), made(&home, "button", &[]));
    let server = Server::start(&home);
    let began = Instant::now();
    let answers: Vec<u16> = thread::scope(|scope| {
        let presses: Vec<_> = (0..50).map(|_| scope.spawn(|| ask(&server, "POST", &path, &[], "").0)).collect();
        presses.into_iter().map(|press| press.join().unwrap()).collect()
    });
    assert!(answers.contains(&200) && answers.iter().all(|status| matches!(status, 200 | 429)), "{answers:?}");
    assert_eq!(spasms(&home), 1);
    for _ in 0..15 {
        assert_eq!(ask(&server, "POST", &path, &[], "").0, 200, "what is stored already is no flood");
    }
    drop(server);
    let server = Server::start(&home);
    assert_eq!(ask(&server, "POST", &path, &[], "").0, 200);
    if began.elapsed() < Duration::from_secs(55) {
        assert_eq!(spasms(&home), 1, "a replay is the same press");
    }
    assert_eq!(ask(&server, "POST", &other, &[], "").0, 200);
    assert!(spasms(&home) >= 2, "another device is another press");
}

#[test]
fn a_press_is_answered_at_once() {
    let home = Home::new();
    // Each once: twenty devices.
    let paths: Vec<String> = (0..20).map(|of| made(&home, &format!("watch {of}"), &[])).collect();
    let server = Server::start(&home);
    server.get("/");
    let mut took: Vec<Duration> = paths
        .iter()
        .map(|path| {
            let began = Instant::now();
            assert_eq!(ask(&server, "POST", path, &[], "").0, 200);
            began.elapsed()
        })
        .collect();
    took.sort();
    eprintln!("a press: median {:?}, slowest {:?}; within 100 ms on a quiet machine", took[10], took[19]);
    assert!(took[10] < Duration::from_secs(1), "{took:?}");
    assert_eq!(spasms(&home), 20);
}

#[test]
fn a_secret_is_in_no_file_and_in_no_table() {
    let cluster = Cluster::shared().unwrap();
    let database = cluster.fresh_database().unwrap();
    for home in [Home::new(), Home::with(&database)] {
        let paths = [made(&home, "watch", &[]), made(&home, "calendar", &["--calendar"])];
        let server = Server::start(&home);
        assert_eq!(ask(&server, "POST", &paths[0], &[], "").0, 200);
        assert_eq!(ask(&server, "GET", &paths[1], &[], "").0, 200);
        thread::sleep(Duration::from_secs(1));
        let secrets = paths.each_ref().map(|path| secret(path).to_owned());
        assert!(secrets.iter().all(|secret| secret.len() >= 43), "256 bits: {secrets:?}");
        let holds = |bytes: &[u8]| {
            secrets.iter().any(|secret| bytes.windows(secret.len()).any(|part| part == secret.as_bytes()))
        };
        let mut looked = 0;
        each_file(home.folder.path(), &mut |file| {
            looked += 1;
            assert!(!holds(&fs::read(file).unwrap()), "{}", file.display());
        });
        assert!(looked > 0);
        if let Some(database) = home.database() {
            let mut client = postgres::Client::connect(database, postgres::NoTls).unwrap();
            let of = "SELECT convert_to(query_to_xml('SELECT * FROM ' || quote_ident(schemaname) || '.' || quote_ident(tablename), \
                      true, false, '')::text, 'UTF8') FROM pg_tables WHERE schemaname = 'supple'";
            // Bytes stand in base64 there, so the documents are read as they are, too.
            let rows = client.query(of, &[]).unwrap();
            assert!(rows.len() > 2 && rows.iter().all(|row| !holds(row.get(0))));
            for of in ["SELECT value FROM supple.document", "SELECT content FROM supple.letter"] {
                assert!(client.query(of, &[]).unwrap().iter().all(|row| !holds(row.get(0))), "{of}");
            }
        }
    }
}

#[test]
fn a_wrong_link_on_a_server_that_never_used_a_channel_makes_no_file() {
    let home = Home::new();
    let server = Server::start(&home);
    for wrong in ["/seen/x", "/in/x"] {
        assert_eq!(ask(&server, "POST", wrong, &[], "").0, 404, "{wrong}");
    }
    let mut names = Vec::new();
    each_file(home.folder.path(), &mut |file| names.push(file.display().to_string()));
    assert!(!names.is_empty() && names.iter().all(|name| !name.contains("outbox")), "{names:?}");
}

fn each_file(folder: &Path, look: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() { each_file(&entry.path(), look) } else { look(&entry.path()) }
    }
}

#[test]
fn the_link_of_a_contact_counts_by_its_button_alone_and_once() {
    let hook = Hook::start();
    let home = Home::new();
    home.contact("Bob", "--webhook", &hook.url("/bob"));
    home.contact("Cleo", "--webhook", &hook.url("/cleo"));
    home.way("Phone", &hook.url("/me"));
    let server = Server::start(&home);
    home.on_me(&["say", "--server", &server.url]);
    home.begin("1s", "1s");
    let told = hook.wait("/bob", 1, SOON);
    hook.wait("/cleo", 1, SOON);
    let text = told[0].body["text"].as_str().unwrap();
    let link = text.split_whitespace().find(|word| word.contains("/seen/")).unwrap();
    let path = link.strip_prefix(&server.url).unwrap();
    for method in ["GET", "HEAD"] {
        assert_eq!(ask(&server, method, path, &["sec-purpose: prefetch"], "").0, 200);
        assert_eq!(ask(&server, method, path, &[], "").0, 200);
    }
    assert_eq!(home.stage(), "telling", "looking at it says nothing");
    for headers in [&["sec-fetch-site: cross-site"][..], &["origin: https://evil.example"]] {
        let (status, _) = ask(&server, "POST", path, headers, "");
        assert!(matches!(status, 403 | 404), "{headers:?}: {status}");
    }
    for wrong in ["/seen/", "/seen/x", "/seen/%00"] {
        assert_ne!(ask(&server, "POST", wrong, &[], "").0, 200, "{wrong}");
    }
    assert_eq!(home.stage(), "telling");
    assert_eq!(ask(&server, "POST", path, &["sec-fetch-site: same-origin"], "").0, 200);
    assert_eq!(home.stage(), "seen");
    assert_eq!(home.status()["check"]["seen_by"], "Bob");
    let seen = |path: &str, count| hook.wait(path, count, SOON).last().unwrap().subject().to_owned();
    assert_eq!(seen("/me", 2), "Bob has seen it");
    assert_eq!(seen("/cleo", 2), "Bob has seen it");
    ask(&server, "POST", path, &[], "");
    thread::sleep(Duration::from_secs(2));
    assert_eq!((hook.tries("/me").len(), hook.tries("/cleo").len()), (2, 2), "a second tap says nothing more");
    home.on_me(&["all-right"]);
    hook.wait("/bob", 2, SOON);
    ask(&server, "POST", path, &[], "");
    assert_eq!(home.stage(), "all-right", "nor does one after the end");
}
