//! The server as others on the network meet it: connections that stall, how it stops, proxies, other accounts of the machine.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::{Home, fails, out};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use supple_store::testing::Cluster;

/// A server of a home, ended with the test.
struct Server {
    child: Child,
    address: SocketAddr,
    /// What it says on both streams.
    said: Arc<Mutex<String>>,
}

impl Server {
    fn with(home: &Home, arguments: &[&str]) -> Server {
        let here: &[&str] = if arguments.contains(&"--listen") { &[] } else { &["--listen", "127.0.0.1:0"] };
        Server::start(&mut home.command(&[&["serve"], here, arguments].concat()))
    }

    fn start(command: &mut Command) -> Server {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let url = line.split_whitespace().find(|word| word.contains("://")).expect(&line).trim_end_matches('.');
        let mut address: SocketAddr = url.split_once("://").unwrap().1.parse().unwrap();
        if address.ip().is_unspecified() {
            address.set_ip([127, 0, 0, 1].into());
        }
        let said = Arc::new(Mutex::new(line));
        listen(lines, &said);
        listen(BufReader::new(child.stderr.take().unwrap()), &said);
        Server { child, address, said }
    }

    /// For paired devices, as behind a proxy.
    fn of(home: &Home) -> Server {
        Server::with(home, &["--host", "localhost"])
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).unwrap()
    }

    /// A connection that has sent this and then says no more.
    fn stalled(&self, sent: &str) -> TcpStream {
        let mut stream = self.connect();
        stream.write_all(sent.as_bytes()).unwrap();
        stream
    }

    /// Sends a request as it stands, and gives the answer.
    fn raw(&self, request: &str) -> Page {
        let mut stream = self.stalled(request);
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        Page::of(&text)
    }

    fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Page {
        let host = if headers.iter().any(|line| line.starts_with("Host:")) { String::new() } else { self.host() };
        let mut request = format!("{method} {path} HTTP/1.1\r\n{host}Connection: close\r\n");
        if method == "POST" {
            let kind = "Content-Type: application/x-www-form-urlencoded";
            request += &format!("{kind}\r\nContent-Length: {}\r\n", body.len());
        }
        for line in headers {
            request += &format!("{line}\r\n");
        }
        self.raw(&format!("{request}\r\n{body}"))
    }

    fn get(&self, path: &str, headers: &[&str]) -> Page {
        self.send("GET", path, headers, "")
    }

    fn host(&self) -> String {
        format!("Host: {}\r\n", self.address)
    }

    /// Waits until the server has said this, on either stream.
    fn has_said(&self, what: &str) -> bool {
        soon(|| self.said.lock().unwrap().contains(what))
    }

    /// Sends a signal, and waits for the end. Gives how long it took and whether all was well.
    fn stop(mut self, signal: &str) -> (Duration, bool) {
        let begun = Instant::now();
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
        while begun.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (begun.elapsed(), status.success());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it goes on");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = (self.child.kill(), self.child.wait());
    }
}

fn listen(mut lines: impl BufRead + Send + 'static, said: &Arc<Mutex<String>>) {
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        let mut line = String::new();
        while lines.read_line(&mut line).is_ok_and(|length| length > 0) {
            said.lock().unwrap().push_str(&line);
            line.clear();
        }
    });
}

/// Whether something becomes true within ten seconds.
fn soon(mut what: impl FnMut() -> bool) -> bool {
    let until = Instant::now() + Duration::from_secs(10);
    while Instant::now() < until {
        if what() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    what()
}

struct Page {
    status: u16,
    head: String,
    text: String,
}

impl Page {
    fn of(bytes: &[u8]) -> Page {
        let whole = String::from_utf8_lossy(bytes).into_owned();
        let (head, text) = whole.split_once("\r\n\r\n").expect(&whole);
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Page { status, head: head.to_ascii_lowercase(), text: text.to_owned() }
    }

    /// The value of a header; empty without it.
    fn header(&self, name: &str) -> &str {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default()
    }
}

fn code(home: &Home) -> String {
    home.json(&["pair", "--json"])["code"].as_str().unwrap().to_owned()
}

/// Pairs a device by the form, and gives the header with its cookie.
fn pair(server: &Server, code: &str, name: &str) -> String {
    let page = server.send("POST", "/pair", &[], &format!("code={code}&name={name}"));
    assert_eq!(page.status, 303, "{}", page.text);
    format!("Cookie: {}", page.header("set-cookie").split(';').next().unwrap())
}

// ---------------------------------------------------------------- connections that stall, and the end

#[test]
fn a_client_that_stalls_anywhere_does_not_keep_the_server_from_stopping() {
    for signal in ["-TERM", "-INT"] {
        let home = Home::new();
        let server = Server::with(&home, &[]);
        let head = format!("POST /spasm HTTP/1.1\r\n{}", server.host());
        let mut idle = server.stalled(&format!("GET /check HTTP/1.1\r\n{}\r\n", server.host()));
        let _ = idle.read(&mut [0; 100]).unwrap();
        let _held = [
            idle,
            server.connect(),
            server.stalled("GET / HTTP/1.1\r\nHost: loc"),
            server.stalled(&format!("{head}Content-Length: 1000\r\n\r\npain=7&")),
            server.stalled(&format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\npain")),
            server.stalled(&format!("GET /check HTTP/1.1\r\n{}\r\n", server.host()).repeat(500)),
        ];
        assert_eq!(server.get("/check", &[]).status, 200);
        let (took, is_well) = server.stop(signal);
        assert!(took < Duration::from_secs(6) && is_well, "{signal}: {took:?}");
    }
}

#[test]
fn a_database_that_does_not_answer_does_not_keep_the_server_from_stopping() {
    let cluster = Cluster::shared().unwrap();
    let database = cluster.fresh_database().unwrap();
    let home = Home::with(&database);
    home.done(&["log", "pain", "1"]);
    let mut other = postgres::Client::connect(&database, postgres::NoTls).unwrap();
    let server = Server::with(&home, &[]);
    let mut lock = other.transaction().unwrap();
    lock.batch_execute("LOCK TABLE supple.entry IN ACCESS EXCLUSIVE MODE").unwrap();
    let _waits = server.stalled(&format!("POST /spasm HTTP/1.1\r\n{}Content-Length: 0\r\n\r\n", server.host()));
    std::thread::sleep(Duration::from_millis(500));
    let (took, _) = server.stop("-TERM");
    assert!(took < Duration::from_secs(9), "{took:?}");
}

#[test]
fn two_hundred_clients_that_say_nothing_or_trickle_do_not_stay() {
    let home = Home::new();
    let server = Server::with(&home, &[]);
    let head = format!("POST /spasm HTTP/1.1\r\n{}", server.host());
    let begun = Instant::now();
    let mut held: Vec<(TcpStream, bool)> = (0..200)
        .map(|number| match number % 5 {
            0 => (server.connect(), false),
            1 => (server.stalled("GET / HTTP/1.1\r\nHost: loc"), false),
            2 => (server.stalled("GET / HTTP/1.1\r\nX-Slow: "), true),
            3 => (server.stalled(&format!("{head}Content-Length: 60000\r\n\r\n")), false),
            _ => (server.stalled(&format!("{head}Content-Length: 60000\r\n\r\npain=")), true),
        })
        .collect();
    for (stream, _) in &held {
        stream.set_nonblocking(true).unwrap();
    }
    assert_eq!(server.get("/check", &[]).status, 200, "others are answered meanwhile");
    while !held.is_empty() && begun.elapsed() < Duration::from_secs(45) {
        std::thread::sleep(Duration::from_millis(500));
        held.retain_mut(|(stream, trickles)| {
            if *trickles && stream.write_all(b"1").is_err() {
                return false;
            }
            let mut answer = [0; 4096];
            !matches!(stream.read(&mut answer), Ok(0)) && !matches!(stream.take_error(), Ok(Some(_)))
        });
    }
    assert!(held.is_empty(), "{} of 200 are there after {:?}", held.len(), begun.elapsed());
    assert_eq!(home.log().len(), 0, "half a form is none");
}

#[test]
fn a_form_over_a_slow_line_arrives_though_it_takes_longer_than_any_silence_may() {
    let home = Home::new();
    let server = Server::with(&home, &[]);
    let form = format!("text={}", "a".repeat(19_000));
    let mut stream = server.stalled(&format!(
        "POST /log/note HTTP/1.1\r\n{}Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: \
         {}\r\n\r\n",
        server.host(),
        form.len()
    ));
    let begun = Instant::now();
    for part in form.as_bytes().chunks(800) {
        stream.write_all(part).unwrap();
        std::thread::sleep(Duration::from_secs(1));
    }
    assert!(begun.elapsed() > Duration::from_secs(22));
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(Page::of(&answer).status, 303);
    assert_eq!(home.log().len(), 1);
}

#[test]
fn a_form_that_broke_off_is_told_so_and_not_that_it_was_too_large() {
    let home = Home::new();
    let server = Server::with(&home, &[]);
    let form = "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: 100\r\n\r\nabc";
    std::thread::scope(|scope| {
        for path in ["/spasm", "/check", "/sync"] {
            let server = &server;
            scope.spawn(move || {
                let page = server.raw(&format!("POST {path} HTTP/1.1\r\n{}{form}", server.host()));
                assert_eq!(page.status, 408, "{path}");
                assert!(page.text.contains("did not arrive as a whole"), "{path}: {}", page.text);
            });
        }
    });
}

// ---------------------------------------------------------------- proxies and other accounts

#[test]
fn a_request_as_the_shortest_proxy_sends_it_is_refused_by_a_server_for_its_own_machine() {
    let home = Home::new();
    home.done(&["log", "note", "my secret back"]);
    for arguments in [&[][..], &["--anyone-on-this-machine"]] {
        let server = Server::with(&home, arguments);
        for path in ["/diary", "/keep/diary.jsonl", "/", "/pair/state"] {
            let host = format!("Host: {}\r\n", server.address);
            let page = server.raw(&format!("GET {path} HTTP/1.0\r\n{host}Connection: close\r\n\r\n"));
            assert_eq!(page.status, 403, "{path}");
            assert!(page.text.contains("--host") && !page.text.contains("my secret back"), "{path}: {}", page.text);
        }
        let page = server.get("/diary", &["X-Forwarded-Prefix: /"]);
        assert_eq!(page.status, 403);
        assert!(server.get("/diary", &[]).text.contains("my secret back"), "the person's own browser gets it");
    }
}

/// What `bash` in another account of this machine gets for a request. None if this one may not act for others.
#[cfg(target_os = "linux")]
fn as_another_account(server: &Server, request: &str) -> Option<Output> {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
        eprintln!("only root can act for another account: this is left out");
        return None;
    }
    let (ip, port) = (server.address.ip(), server.address.port());
    let script = format!("exec 3<>/dev/tcp/{ip}/{port}; cat >&3; cat <&3");
    let mut child = Command::new("bash")
        .args(["-c", &script])
        .uid(65_534)
        .gid(65_534)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
    Some(child.wait_with_output().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn another_account_of_the_machine_gets_the_check_and_the_guide_and_nothing_of_the_diary() {
    let home = Home::new();
    home.done(&["log", "note", "my secret back"]);
    let server = Server::with(&home, &[]);
    assert!(server.has_said("Only your own account"));
    let host = server.host();
    let ask = |server: &Server, method: &str, path: &str, more: &str| {
        let sent = format!("{method} {path} HTTP/1.1\r\n{host}Connection: close\r\n{more}\r\n");
        as_another_account(server, &sent).map(|output| Page::of(&output.stdout))
    };
    let Some(page) = ask(&server, "GET", "/diary", "") else { return };
    assert!(!page.text.contains("my secret back"), "{}", page.text);
    for path in ["/check", "/guide", "/floor", "/now", "/", "/country"] {
        assert_eq!(ask(&server, "GET", path, "").unwrap().status, 200, "{path}");
    }
    for path in ["/keep/diary.jsonl", "/diary/calendar", "/insight", "/keep/phone"] {
        assert!(!ask(&server, "GET", path, "").unwrap().text.contains("my secret back"), "{path}");
    }
    for path in ["/spasm", "/keep/erase", "/keep/phone"] {
        let page = ask(&server, "POST", path, "Content-Length: 0\r\n").unwrap();
        assert_eq!(page.status, 403, "{path}");
        assert!(page.text.contains("Nothing was stored"), "{path}");
    }
    assert_eq!(ask(&server, "POST", "/sync", "Content-Length: 2\r\n\r\n{}").unwrap().status, 401);
    // With a code, which only who may use the diary gets, it comes in.
    let cookie = pair(&server, &code(&home), "Neighbour");
    assert!(ask(&server, "GET", "/diary", &format!("{cookie}\r\n")).unwrap().text.contains("my secret back"));
    assert_eq!(home.log().len(), 1);
    drop(server);

    let server = Server::with(&home, &["--anyone-on-this-machine"]);
    assert!(server.has_said("Every account"));
    let sent = format!("GET /diary HTTP/1.1\r\n{}Connection: close\r\n\r\n", server.host());
    let page = Page::of(&as_another_account(&server, &sent).unwrap().stdout);
    assert!(page.text.contains("my secret back"), "the person said so");
}

/// A machine that does not tell whose a connection is: for the server its list is hidden, as it is not there elsewhere.
#[cfg(target_os = "linux")]
#[test]
fn where_accounts_cannot_be_told_apart_nobody_is_trusted_and_the_start_gives_an_address_that_pairs_the_browser() {
    const HIDE: &str = "mount -t tmpfs none /proc && exec \"$@\"";
    let home = Home::new();
    home.done(&["log", "note", "my secret back"]);
    let serve = home.command(&["serve", "--listen", "127.0.0.1:0"]);
    let hidden = |program: &std::ffi::OsStr| {
        let mut command = Command::new("unshare");
        command.args(["-m", "sh", "-c", HIDE, "sh"]).arg(program).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    if !hidden("true".as_ref()).output().is_ok_and(|output| output.status.success()) {
        eprintln!("only root can hide the list: this is left out");
        return;
    }
    let start = || {
        let mut command = hidden(serve.get_program());
        command.args(serve.get_args());
        serve.get_envs().for_each(|(name, value)| match value {
            Some(value) => drop(command.env(name, value)),
            None => drop(command.env_remove(name)),
        });
        Server::start(&mut command)
    };
    let server = start();
    assert!(server.has_said("/pair?code="), "{}", server.said.lock().unwrap());
    assert!(!server.get("/diary", &[]).text.contains("my secret back"));
    assert_eq!(server.get("/check", &[]).status, 200);
    let said = server.said.lock().unwrap().clone();
    let code = said.split("/pair?code=").nth(1).unwrap().split(' ').next().unwrap();
    let cookie = pair(&server, code, "Browser");
    assert!(server.get("/diary", &[&cookie]).text.contains("my secret back"));
    drop(server);
    let server = start();
    assert!(server.has_said("`supple pair` gives a code"), "no code lies open once a browser is paired");
    assert!(!server.said.lock().unwrap().contains("code="));
}

#[test]
fn trust_in_everyone_on_the_machine_is_for_an_address_that_no_other_machine_reaches() {
    let home = Home::new();
    fails(&home.run(&["serve", "--listen", "0.0.0.0:0", "--anyone-on-this-machine"]), 2, "127.0.0.1:7878");
    fails(&home.run(&["serve", "--host", "supple.home", "--anyone-on-this-machine"]), 2, "--host");
    assert!(out(&home.run(&["serve", "--help"])).contains("--anyone-on-this-machine"));
}

#[test]
fn plain_http_for_other_machines_is_warned_of_and_that_for_this_one_is_not() {
    let home = Home::new();
    let server = Server::with(&home, &["--listen", "0.0.0.0:0"]);
    assert!(server.has_said("without HTTPS, others on the network can read what is sent"));
    for arguments in [&[][..], &["--host", "supple.home"]] {
        let server = Server::with(&home, arguments);
        assert_eq!(server.get("/check", &["Host: localhost"]).status, 200);
        assert!(!server.said.lock().unwrap().contains("HTTPS"), "{arguments:?}");
    }
}

#[test]
fn two_servers_on_one_machine_keep_their_cookies_apart() {
    let (one, other) = (Home::new(), Home::new());
    one.done(&["log", "note", "of the one"]);
    other.done(&["log", "note", "of the other"]);
    let servers = [Server::of(&one), Server::of(&other)];
    let cookies = [pair(&servers[0], &code(&one), "Phone"), pair(&servers[1], &code(&other), "Phone")];
    let name = |cookie: &str| cookie.split('=').next().unwrap().to_owned();
    assert_ne!(name(&cookies[0]), name(&cookies[1]));
    // A browser sends both to each of them.
    for order in [[0, 1], [1, 0]] {
        let both = format!("{}; {}", cookies[order[0]], cookies[order[1]].strip_prefix("Cookie: ").unwrap());
        assert!(servers[0].get("/diary", &[&both]).text.contains("of the one"));
        assert!(servers[1].get("/diary", &[&both]).text.contains("of the other"));
    }
    // Behind a proxy the name stays short, and a cookie of an earlier version goes on.
    let page = servers[0].send("POST", "/pair", &["Host: localhost"], &format!("code={}&name=Tablet", code(&one)));
    assert!(page.header("set-cookie").starts_with("supple-device="), "{}", page.head);
    let token = cookies[0].split_once('=').unwrap().1;
    assert!(servers[0].get("/diary", &[&format!("Cookie: supple-device={token}")]).text.contains("of the one"));
}

// ---------------------------------------------------------------- who may come in

#[test]
fn every_refusal_carries_the_strict_headers() {
    let home = Home::new();
    let server = Server::with(&home, &[]);
    let host = server.host();
    let answers = [
        (421, server.get("/", &["Host: evil.example"])),
        (400, server.raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")),
        (403, server.get("/", &["Via: 1.1 proxy"])),
        (403, server.raw(&format!("GET / HTTP/1.0\r\n{host}\r\n"))),
        (403, server.send("POST", "/spasm", &["Origin: https://evil.example"], "")),
        (403, server.send("POST", "/sync", &["Sec-Fetch-Site: cross-site"], "{}")),
        (404, server.get("/nowhere", &[])),
        (405, server.send("POST", "/guide", &[], "")),
        (200, server.get("/pair/state", &[])),
    ];
    for (status, page) in &answers {
        assert_eq!(page.status, *status, "{}", page.head);
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(page.header(name), value, "{status} {name}: {}", page.head);
        }
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"), "{status}");
        assert!(!page.header("cache-control").is_empty(), "{status}");
    }
}

#[test]
fn a_list_of_devices_that_cannot_be_read_is_told_without_a_path_and_the_check_goes_on() {
    let home = Home::new();
    home.done(&["log", "note", "my secret back"]);
    let server = Server::of(&home);
    let cookie = pair(&server, &code(&home), "Phone");
    std::fs::write(home.path("supple/diary.db.paired"), "{").unwrap();
    let folder = home.folder.path().to_str().unwrap();
    for cookie in [cookie.as_str(), "Cookie: supple-device=0"] {
        for path in ["/check", "/", "/guide", "/floor", "/country"] {
            assert_eq!(server.get(path, &[cookie]).status, 200, "{path}");
        }
        let answers = [
            server.get("/diary", &[cookie]),
            server.get("/pair/state", &[cookie]),
            server.send("POST", "/spasm", &[cookie], ""),
            server.send("POST", "/sync", &[cookie], "{}"),
            server.send("POST", "/pair", &[], "code=22222222"),
        ];
        for page in answers {
            assert_eq!(page.status, 503, "{}", page.text);
            assert!(page.text.contains("list of devices") && !page.text.contains(folder), "{}", page.text);
        }
    }
    assert!(server.has_said("diary.db.paired cannot be read"), "whoever runs it sees why");
    assert_eq!(server.said.lock().unwrap().matches("cannot be read").count(), 1, "once");
}

#[test]
fn a_right_code_where_no_more_devices_fit_is_told_so() {
    let home = Home::new();
    let server = Server::of(&home);
    for number in 0..100 {
        pair(&server, &code(&home), &format!("device{number}"));
    }
    let code = code(&home);
    let page = server.send("POST", "/pair", &[], &format!("code={code}&name=more"));
    assert_eq!(page.status, 409);
    assert!(page.text.contains("This code is right, but 100 devices are paired"), "{}", page.text);
    home.done(&["devices", "--remove", "device7"]);
    pair(&server, &code, "more");
}

#[test]
fn a_device_that_is_unpaired_is_told_with_those_that_it_let_in() {
    let home = Home::new();
    let server = Server::of(&home);
    let lost = pair(&server, &code(&home), "Lost");
    assert_eq!(server.send("POST", "/devices/pair", &[&lost], "").status, 303);
    let shown = server.get("/keep/phone", &[&lost]).text;
    let code = shown.split("class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let tablet = pair(&server, &code, "Tablet");
    // Lines are as long as the terminal lets them be.
    let done = |arguments: &[&str]| home.done(arguments).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(done(&["devices"]).contains("let in by Lost"));
    assert!(!done(&["devices"]).contains("of your diary"), "nothing is said of a diary that nobody began");
    home.done(&["log", "spasm"]);
    let said = done(&["devices"]);
    assert!(
        said.ends_with("No copy of your diary yet. If this machine fails, it is gone."),
        "no device keeps one: {said}"
    );
    let said = done(&["devices", "--remove", "Lost"]);
    assert!(said.contains("can still read the diary") && said.contains("--remove \"Tablet\""), "{said}");
    assert!(server.get("/keep/phone", &[&tablet]).text.contains("Lost, which is unpaired"));
    home.done(&["devices", "--remove", "Tablet"]);
    assert_eq!(server.get("/keep/phone", &[&tablet]).status, 303, "it is out");
}

// ---------------------------------------------------------------- below a folder

#[test]
fn an_app_that_was_put_below_a_folder_says_that_it_needs_a_name_of_its_own() {
    let home = Home::new();
    let server = Server::with(&home, &["--host", "supple.example"]);
    let host = "Host: supple.example";
    for path in ["/", "/check", "/style.css"] {
        let page = server.get(path, &[host, "X-Forwarded-Proto: https", "X-Forwarded-Prefix: /supple"]);
        assert_eq!(page.status, 421, "{path}");
        assert!(page.text.contains("a name of its own") && page.text.contains("tel:"), "{}", page.text);
    }
    assert_eq!(server.get("/check", &[host, "X-Forwarded-Prefix: /"]).status, 200);
    for path in ["/supple/check", "/apps/supple/guide", "/supple/diary/calendar"] {
        let page = server.get(path, &[host]);
        assert_eq!(page.status, 404, "{path}");
        assert!(page.text.contains("a name of its own"), "{path}: {}", page.text);
    }
    for path in ["/nowhere", "/diary/nowhere", "/check/nowhere"] {
        assert!(!server.get(path, &[host]).text.contains("a name of its own"), "{path}");
    }
}

// ---------------------------------------------------------------- secrets

#[test]
fn the_address_of_a_database_can_stand_in_a_file_and_a_password_on_the_command_line_is_warned_of() {
    let home = Home::new();
    let address = format!("sqlite:{}\n", home.path("elsewhere.db").display());
    let file = home.write("address", &address);
    home.done(&["--database-file", &file, "log", "pain", "1"]);
    assert!(home.path("elsewhere.db").exists() && !home.diary().exists());
    let from_environment = home.command(&["diary"]).env("SUPPLE_DATABASE_FILE", &file).output().unwrap();
    assert!(out(&from_environment).contains('1'));
    fails(&home.run(&["diary", "--database-file", "/nowhere"]), 1, "/nowhere cannot be read");
    fails(&home.run(&["diary", "--database-file", &home.write("empty", "\n")]), 2, "holds no address");
    fails(&home.run(&["diary", "--database-file", &file, "--database", "sqlite:x"]), 2, "cannot be used with");

    // A server runs for months, and its command line can be read all the while.
    let cluster = Cluster::shared().unwrap();
    let (secret, plain) = (cluster.fresh_database().unwrap(), format!("sqlite:{}", home.path("x.db").display()));
    assert!(secret.contains(':') && secret.contains('@'), "{secret}");
    let warned = |server: &Server| server.said.lock().unwrap().contains("can see the password in --database");
    let server = Server::with(&home, &["--database", &secret]);
    assert!(server.has_said("can see the password in --database") && server.has_said("--database-file FILE"));
    let file = home.write("secret", format!("{secret}\n"));
    for arguments in [["--database", plain.as_str()], ["--database-file", &file]] {
        let server = Server::with(&home, &arguments);
        assert_eq!(server.get("/diary", &[]).status, 200, "{arguments:?}");
        assert!(!warned(&server), "{arguments:?}");
    }
}

#[test]
fn a_passphrase_that_can_be_guessed_locks_nothing() {
    let home = Home::new();
    home.done(&["log", "pain", "1"]);
    let backup = home.path("backup.age");
    for weak in ["a", " ", "1234567", "aaaaaaaaaaaa"] {
        let made = home.command(&["backup", backup.to_str().unwrap()]).env("SUPPLE_PASSPHRASE", weak).output().unwrap();
        fails(&made, 2, "three plain words");
        let folder = home.folder.path().to_str().unwrap();
        let mut serve = home.command(&["serve", "--listen", "127.0.0.1:0", "--backup", folder]);
        fails(&serve.env("SUPPLE_PASSPHRASE", weak).output().unwrap(), 2, "three plain words");
    }
    assert!(!backup.exists());
}
